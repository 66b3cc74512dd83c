"""Budget: what coordination and a mobility cost, one-off costs, and how the plan spreads the money (L2, L9)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import BARE, configured, counted, line, record, world

from sim.categories import Line
from sim.laws.budget import attempts_cost, coordination_cost, mobility_cost, one_off, return_cost, training_cost
from sim.parameters import Mobility
from sim.runs.ensemble import create_state

#: A plan whose numbers are round: 100,000 euro, 10 places, 20 trainees, 200 files, 30 interviews, 3 of them per place.
ROUND = BARE | {
    "scale": 1.0, "design.budget_total": 100_000.0, "design.places": 10, "design.home_share": 0.5,
    "design.duration_years": 1.0, "design.training_months": 2.0, "design.shortlist": 6, "design.interview_share": 0.5,
    "design.reintegration_support": 0.2, "design.capacity_share": 0.25, "design.monitoring_share": 0.1,
    "design.stay_months": 6.0, "design.kind": Mobility.internship, "design.cohort_months": 2, "design.closing_months": 4,
    "design.reserve_share": 0.5, "costs.coordination": 2000.0, "costs.coordination_cap": 0.5, "costs.training": 300.0,
    "costs.screening": 5.0, "costs.interview": 100.0, "costs.call": 200.0, "costs.reserve": 10.0, "costs.mobility": 1000.0,
    "costs.allowance.internship": 100.0, "costs.reintegration": 1000.0, "candidates.per_place": 10.0,
    "agencies.call_months": 0.0,
}  # fmt: skip


def planned(*values):
    state = world(ROUND, *values)
    return {which.name: float(line(state, which).allocation) for which in Line}


def test_the_plan_by_hand():
    # 24,000 for coordination; of the other 76,000 a quarter and a tenth; 49,400 are left for the rest, in proportion to
    # 20 * 2 * 300 = 12,000 for training; 20 * 10 * 5 = 1,000 for files, 4 * 200 = 800 for calls, 20 * 0.5 * 10 * 12 / 2 =
    # 600 for the reserve list and 10 * 6 * 0.5 * 100 = 3,000 for interviews: 5,400 for selection;
    # 10 * (1000 + 6 * 100) = 16,000 for mobility and 10 * 0.2 * 1000 = 2,000 for reintegration: 35,400 in all
    assert planned() == pytest.approx({
        "coordination": 24_000, "capacity": 19_000, "monitoring": 7_600, "training": 49_400 * 12 / 35.4,
        "selection": 49_400 * 5.4 / 35.4, "mobility": 49_400 * 16 / 35.4, "reintegration": 49_400 * 2 / 35.4,
    })  # fmt: skip


def test_calls_are_planned_in_every_country_of_origin_and_at_scale():
    without = planned({"costs.call": 0.0, "corridor.origins": 2, "scale": 0.5})
    calls = planned({"corridor.origins": 2, "scale": 0.5})
    # half of all: 10 trainees, 5 places: 2,300 and 6,000, 8,000 and 1,000; calls 4 * 2 * 200 * 0.5 = 800
    assert calls["selection"] / calls["training"] == pytest.approx((2300 + 800) / 6000)
    assert without["selection"] / without["training"] == pytest.approx(2300 / 6000)


ONCE = {
    "design.digital": 0.5, "costs.digital_setup": 10_000.0, "costs.digital_running": 0.0,
    "design.preparation_months": 3.0, "costs.preparation": 2000.0,
}  # fmt: skip


def test_one_off_costs_come_first_and_are_spent_in_the_first_month():
    assert one_off(record(ONCE, {"scale": 0.5})) == pytest.approx((5000 + 6000) * 0.5)
    state = world(ROUND, ONCE)
    coordination = line(state, Line.coordination)
    assert (coordination.allocation, coordination.spent) == (24_000 + 11_000, 11_000)
    assert line(state, Line.capacity).allocation == pytest.approx(0.25 * 65_000)
    assert counted(state, 0) == {"spent_coordination": 11_000.0, "public_cost": 11_000.0}


def test_one_off_costs_take_the_whole_budget_at_most():
    state = world(ROUND, ONCE, {"design.budget_total": 30_000.0, "costs.digital_setup": 40_000.0})
    # 26,000 at once; of the cap's 15,000 for coordination 4,000 are left
    assert line(state, Line.coordination).allocation == pytest.approx(30_000)
    assert line(state, Line.mobility).allocation == 0.0
    state = world(ROUND, ONCE, {"design.budget_total": 5_000.0})
    coordination = line(state, Line.coordination)
    assert (coordination.allocation, coordination.spent) == (5000.0, 5000.0)


def test_coordination_is_planned_up_to_its_cap():
    plan = planned({"costs.coordination_cap": 0.2})
    assert plan["coordination"] == pytest.approx(20_000)
    assert plan["capacity"] == pytest.approx(20_000)


def test_a_plan_without_any_need_keeps_the_rest_unplanned():
    free = {
        "costs.training": 0.0, "costs.screening": 0.0, "costs.interview": 0.0, "costs.mobility": 0.0, "costs.call": 0.0,
        "costs.reserve": 0.0,
    }  # fmt: skip
    plan = planned(free, {"costs.allowance.internship": 0.0, "costs.reintegration": 0.0})
    assert plan["training"] == plan["selection"] == plan["mobility"] == plan["reintegration"] == 0.0
    small_need = planned(free, {"costs.allowance.internship": 0.0, "costs.reintegration": 0.1})
    assert small_need["reintegration"] == pytest.approx(49_400)


def test_a_new_plan_starts_with_nothing_spent_or_unmet():
    state = world(ROUND)
    assert [(line(state, which).spent, line(state, which).unmet) for which in Line] == [(0.0, 0.0)] * len(Line)


#: Every part of coordination is another number: 1,000 for the team; 3 further countries, 3 further markets and 2 components:
#: 300 + 21 + 14; 2 + 0.5 members of staff and half the skill: 250 + 15; a network of the diaspora 3.
PARTS = {
    "scale": 0.5, "corridor.origins": 3, "markets.count": 4, "markets.countries": 2, "design.mentoring": True,
    "design.diaspora_network": True, "costs.coordination": 1000.0, "costs.coordination_country": 100.0,
    "costs.coordination_market": 7.0, "costs.coordination_component": 7.0, "costs.staff": 100.0,
    "design.facilitation_staff": 2.0, "design.host_staff": 0.5, "costs.facilitation": 30.0, "design.facilitation": 0.5,
    "design.digital": 0.0, "design.flexibility": 0.0, "design.origin_coordination": 0.0, "costs.diaspora_network": 3.0,
    "costs.board": 11.0, "costs.origin_coordination": 40.0, "costs.digital_running": 60.0, "costs.oversight": 80.0,
}  # fmt: skip
SUM = 1000 + 300 + 21 + 14 + 250 + 15 + 3


def test_coordination_by_hand():
    assert coordination_cost(record(PARTS)) == pytest.approx(SUM * 0.5)


@pytest.mark.parametrize(("values", "more"), [
    ({"design.advisory_board": True}, 11.0), ({"design.origin_coordination": 0.5}, 0.5 * 40 * 3),
    ({"design.digital": 0.25}, 15.0), ({"design.flexibility": 0.75}, 60.0), ({"design.diaspora_network": False}, -10.0),
    ({"design.business_creation": True}, 7.0), ({"design.integration_package": True}, 7.0),
    ({"markets.count": 6}, 14.0), ({"markets.countries": 4}, 200.0), ({"corridor.origins": 1}, -200.0),
])  # fmt: skip
def test_every_lever_adds_its_price_to_coordination(values, more):
    assert coordination_cost(record(PARTS, values)) == pytest.approx((SUM + more) * 0.5)


@given(
    st.floats(0, 1e7),
    st.integers(0, 200),
    st.floats(0, 0.5),
    st.floats(0, 0.3),
    st.floats(0, 0.95),
    st.sampled_from(Mobility),
)
def test_the_plan_adds_up_to_the_budget(budget, places, capacity, monitoring, home, kind):
    values = {
        "design.budget_total": budget, "design.places": places, "design.capacity_share": capacity,
        "design.monitoring_share": monitoring, "design.home_share": home, "design.kind": kind,
    }  # fmt: skip
    few = {"candidates.per_place": 1.0, "markets.employers": 0, "design.stay_months": 9.0, "design.intake_months": 12}
    values = few | values
    state = create_state(configured(values), 1, journal=False)
    planned = state.money["allocation"]
    assert (planned >= 0).all()
    if places > 0:
        assert planned.sum() == pytest.approx(budget)
    p = record(values)
    once = min(one_off(p), budget)
    assert once <= planned[Line.coordination] <= min(p.costs.coordination_cap * budget + once, budget) * (1 + 1e-12)


def test_training_mobility_and_return_cost_what_the_design_adds():
    prices = {
        "costs.training": 300.0, "design.training_months": 4.0, "costs.mentoring": 70.0, "costs.mobility": 1000.0,
        "costs.integration_package": 50.0, "costs.reintegration": 500.0, "costs.business_creation": 90.0,
        "costs.recognition_fee.high": 0.0,
    }  # fmt: skip
    plain = record(prices)
    assert (training_cost(plain), mobility_cost(plain), return_cost(plain)) == (1200.0, 1000.0, 500.0)
    names = ("design.mentoring", "design.integration_package", "design.business_creation")
    added = record(prices, dict.fromkeys(names, True))
    assert (training_cost(added), mobility_cost(added), return_cost(added)) == (1270.0, 1050.0, 590.0)


def test_all_attempts_at_the_examination_are_planned_for_every_place():
    fees = {"costs.examination": 100.0, "candidates.sittings": 3}
    assert attempts_cost(record(fees)) == 0.0
    assert attempts_cost(record(fees, {"design.examination": True})) == 300.0
    without, examined = planned(fees), planned(fees, {"design.examination": True})
    # 20 * 2 * 300 = 12,000 for lessons, 10 * 3 * 100 = 3,000 for the attempts of those bound for the ten places
    assert examined["training"] / examined["mobility"] == pytest.approx(15_000 / 16_000)
    assert without["training"] / without["mobility"] == pytest.approx(12_000 / 16_000)
    assert sum(examined.values()) == pytest.approx(sum(without.values()))


def test_an_allowance_is_paid_over_the_planned_stay():
    study = record({"design.kind": Mobility.study, "design.stay_months": 10.0})
    assert mobility_cost(study) == study.costs.mobility + 10 * study.costs.allowance.study
    free = record({"costs.recognition_fee.high": 0.0})
    assert mobility_cost(free) == free.costs.mobility


@pytest.mark.parametrize(
    ("level", "kind", "fee"),
    [
        ("low", "employment", 60.0),
        ("medium", "employment", 320.0),
        ("high", "employment", 240.0),
        ("medium", "study", 0.0),
    ],
)
def test_a_mobility_costs_its_fee_of_recognition_as_often_as_one_is_needed(level, kind, fee):
    fees = {
        "costs.recognition_fee.low": 300.0, "costs.recognition_fee.medium": 400.0, "costs.recognition_fee.high": 600.0,
        "recognition.required.health": 0.8, "recognition.required_level.low": 0.25, "recognition.required_level.high": 0.5,
        "design.sector": "health", "costs.mobility": 1000.0, "costs.allowance.study": 0.0, "design.level": level, "design.kind": kind,
    }  # fmt: skip
    assert mobility_cost(record(fees)) == pytest.approx(1000.0 + fee)
