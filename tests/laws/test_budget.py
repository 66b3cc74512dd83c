"""Budget: the plan adds up, countries and components cost coordination (L2, L9)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import configured, line, record, world

from sim.categories import Line
from sim.laws.budget import coordination_cost, mobility_cost
from sim.parameters import Mobility
from sim.runs.ensemble import create_state

#: A plan whose numbers are round: 100,000 euro, 10 places, 20 trainees, 200 files, 30 interviews, 3 of them per place.
ROUND = {
    "scale": 1.0, "design.budget_total": 100_000.0, "design.places": 10, "design.home_share": 0.5,
    "design.duration_years": 1.0, "design.training_months": 2.0, "design.shortlist": 6, "design.interview_share": 0.5,
    "design.reintegration_support": 0.2, "design.capacity_share": 0.25, "design.monitoring_share": 0.1,
    "design.stay_months": 6.0, "design.kind": Mobility.internship, "costs.coordination": 2000.0,
    "costs.coordination_cap": 0.5, "costs.training": 300.0, "costs.screening": 5.0, "costs.interview": 100.0,
    "costs.mobility": 1000.0, "costs.allowance.internship": 100.0, "costs.reintegration": 1000.0,
    "candidates.per_place": 10.0,
}  # fmt: skip


def planned(*values):
    state = world(ROUND, *values)
    return {which.name: float(line(state, which).allocation) for which in Line}


def test_the_plan_by_hand():
    # 24,000 for coordination; of the other 76,000 a quarter and a tenth; 49,400 are left for the rest, in proportion to
    # 20 * 2 * 300 = 12,000 for training, 20 * 10 * 5 + 10 * 6 * 0.5 * 100 = 4,000 for selection,
    # 10 * (1000 + 6 * 100) = 16,000 for mobility and 10 * 0.2 * 1000 = 2,000 for reintegration: 34,000 in all
    assert planned() == pytest.approx({
        "coordination": 24_000, "capacity": 19_000, "monitoring": 7_600, "training": 49_400 * 12 / 34,
        "selection": 49_400 * 4 / 34, "mobility": 49_400 * 16 / 34, "reintegration": 49_400 * 2 / 34,
    })  # fmt: skip


def test_coordination_is_planned_up_to_its_cap():
    plan = planned({"costs.coordination_cap": 0.2})
    assert plan["coordination"] == pytest.approx(20_000)
    assert plan["capacity"] == pytest.approx(20_000)


def test_a_plan_without_any_need_keeps_the_rest_unplanned():
    free = {"costs.training": 0.0, "costs.screening": 0.0, "costs.interview": 0.0, "costs.mobility": 0.0}
    plan = planned(free, {"costs.allowance.internship": 0.0, "costs.reintegration": 0.0})
    assert plan["training"] == plan["selection"] == plan["mobility"] == plan["reintegration"] == 0.0
    small_need = planned(free, {"costs.allowance.internship": 0.0, "costs.reintegration": 0.1})
    assert small_need["reintegration"] == pytest.approx(49_400)


def test_a_new_plan_starts_with_nothing_spent_or_unmet():
    state = world(ROUND)
    assert [(line(state, which).spent, line(state, which).unmet) for which in Line] == [(0.0, 0.0)] * len(Line)


def test_coordination_by_hand():
    p = record({
        "scale": 0.5, "corridor.origins": 3, "markets.count": 4, "markets.countries": 2, "design.components": 2,
        "costs.coordination": 1000.0, "costs.coordination_country": 100.0, "costs.coordination_component": 10.0,
    })  # fmt: skip
    assert coordination_cost(p) == pytest.approx((1000 + 100 * 3 + 10 * 2) * 0.5)
    more_countries = record({"markets.count": 2, "markets.countries": 2, "costs.coordination": 0.0})
    assert coordination_cost(more_countries) == more_countries.costs.coordination_country


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
    state = create_state(configured({"candidates.per_place": 1.0, "markets.employers": 0}, values), 1, journal=False)
    planned = state.money["allocation"]
    assert (planned >= 0).all()
    if places > 0:
        assert planned.sum() == pytest.approx(budget)
    assert planned[Line.coordination] <= record(values).costs.coordination_cap * budget * (1 + 1e-12)


def test_countries_and_components_cost_coordination():
    plain = coordination_cost(record())
    corridor = record({"corridor.origins": 3, "markets.count": 2, "markets.countries": 2, "design.components": 2})
    p = corridor.costs
    assert coordination_cost(corridor) == plain + 3 * p.coordination_country + 2 * p.coordination_component


def test_an_allowance_is_paid_over_the_planned_stay():
    study = record({"design.kind": Mobility.study, "design.stay_months": 10.0})
    assert mobility_cost(study) == study.costs.mobility + 10 * study.costs.allowance.study
    assert mobility_cost(record()) == record().costs.mobility
