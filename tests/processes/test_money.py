"""Money: the plan adds up, a line pays what it holds and no more, coordination is never free."""

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import budget, configured, counted, finished, given_scheme, line, record, scheme, small, world

from sim import money
from sim.indicators import Index
from sim.parameters import Mobility
from sim.runs.ensemble import create_state
from sim.state import Line


@numba.njit
def coordinate(state, month):
    return money.covers_coordination(state.book, state.parameters[0], month)


@numba.njit
def pay(state, line, amount):
    return money.pay(state.book, line, amount, Index.spent_training, 0)


@numba.njit
def give_back(state, line, amount, month):
    money.refund(state.book, line, amount, Index.spent_mobility, month)


@numba.njit
def spend(state, line, month):
    return money.spend_evenly(state.book, line, Index.spent_monitoring, month)


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
    assert money.coordination_cost(p) == pytest.approx((1000 + 100 * 3 + 10 * 2) * 0.5)
    more_countries = record({"markets.count": 2, "markets.countries": 2, "costs.coordination": 0.0})
    assert money.coordination_cost(more_countries) == more_countries.costs.coordination_country


def covering(funded, holds, **values):
    """A scheme whose coordination costs 1,000 a month, with some money for it; the share covered."""
    state = world({"costs.coordination": 1000.0, "costs.lean_coordination": 0.4} | values)
    budget(state, coordination=holds if funded else 0.0)
    given_scheme(state, funded=funded, private_balance=0.0 if funded else holds)
    return coordinate(state, 3), state


@pytest.mark.parametrize(("holds", "paid"), [(5000.0, 1000.0), (250.0, 250.0), (0.0, 0.0)])
def test_public_money_covers_coordination_as_far_as_it_goes(holds, paid):
    covered, state = covering(1, holds)
    assert covered == pytest.approx(paid / 1000)
    assert line(state, Line.coordination).spent == pytest.approx(paid)
    assert line(state, Line.coordination).unmet == pytest.approx(1000 - paid)
    assert counted(state, 3) == ({"spent_coordination": paid, "public_cost": paid} if paid else {})


def test_an_overdrawn_line_covers_nothing():
    state = world({"costs.coordination": 1000.0})
    budget(state, coordination=100.0)
    line(state, Line.coordination).spent = 300.0
    assert coordinate(state, 3) == 0.0
    assert line(state, Line.coordination).spent == 300.0


@pytest.mark.parametrize(("holds", "paid"), [(5000.0, 400.0), (100.0, 100.0), (0.0, 0.0)])
def test_private_money_covers_a_lean_coordination(holds, paid):
    covered, state = covering(0, holds)
    assert covered == pytest.approx(paid / 400)
    assert scheme(state).private_balance == pytest.approx(holds - paid)
    assert counted(state, 3) == {}


def test_coordination_that_costs_nothing_is_covered():
    assert covering(1, 0.0, **{"costs.coordination": 0.0})[0] == 1.0
    assert covering(0, 0.0, **{"costs.coordination": 0.0})[0] == 1.0
    assert covering(0, 0.0, **{"costs.lean_coordination": 0.0})[0] == 1.0
    assert covering(1, 0.25, **{"costs.coordination": 0.5})[0] == 0.5
    assert covering(0, 0.1, **{"costs.coordination": 0.5})[0] == pytest.approx(0.5)


def test_a_line_that_spent_some_pays_what_is_left_and_no_more():
    state = world()
    budget(state, training=100.0)
    line(state, Line.training).spent = 40.0
    given_scheme(state, private_balance=1e6)
    assert not pay(state, Line.training, 61.0)
    assert not pay(state, Line.training, 62.0)
    assert line(state, Line.training).unmet == 123.0
    assert counted(state, 0) == {}
    assert pay(state, Line.training, 60.0)
    assert pay(state, Line.training, 0.0)
    assert line(state, Line.training).spent == 100.0
    assert counted(state, 0) == {"spent_training": 60.0, "public_cost": 60.0}
    assert scheme(state).private_balance == 1e6


def test_the_private_account_pays_to_its_last_euro():
    state = world()
    budget(state, training=1e6)
    given_scheme(state, funded=0, private_balance=100.0)
    assert pay(state, Line.training, 30.0)
    assert not pay(state, Line.training, 71.0)
    assert scheme(state).private_balance == 70.0
    assert pay(state, Line.training, 70.0)
    assert scheme(state).private_balance == 0.0
    assert line(state, Line.training).spent == line(state, Line.training).unmet == 0.0
    assert counted(state, 0) == {}


def test_a_refund_goes_back_into_line_month_and_public_cost():
    state = world()
    budget(state, mobility=1000.0)
    line(state, Line.mobility).spent = 600.0
    give_back(state, Line.mobility, 250.0, 4)
    assert line(state, Line.mobility).spent == 350.0
    assert counted(state, 4) == {"spent_mobility": -250.0, "public_cost": -250.0}


def test_a_line_is_spent_evenly_over_the_months_left():
    state = world()
    budget(state, monitoring=1000.0)
    line(state, Line.monitoring).spent = 100.0
    given_scheme(state, end_month=12)
    assert spend(state, Line.monitoring, 9) == 300.0
    assert counted(state, 9) == {"spent_monitoring": 300.0, "public_cost": 300.0}
    assert spend(state, Line.monitoring, 11) == 600.0
    assert spend(state, Line.monitoring, 11) == 0.0  # nothing is left
    line(state, Line.monitoring).allocation = 1500.0
    assert spend(state, Line.monitoring, 12) == 0.0  # no month is left
    assert spend(state, Line.monitoring, 13) == 0.0
    assert line(state, Line.monitoring).unmet == 0.0
    line(state, Line.monitoring).allocation = 1000.5
    assert spend(state, Line.monitoring, 11) == 0.5
    line(state, Line.monitoring).allocation = 900.0
    assert spend(state, Line.monitoring, 9) == line(state, Line.monitoring).unmet == 0.0  # overdrawn: left alone
    given_scheme(state, funded=0)
    line(state, Line.monitoring).allocation = 1500.0
    assert spend(state, Line.monitoring, 9) == 0.0  # after the funding only private money pays: there is none


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
    planned = state.book.money["allocation"]
    assert (planned >= 0).all()
    if places > 0:
        assert planned.sum() == pytest.approx(budget)
    assert planned[Line.coordination] <= record(values).costs.coordination_cap * budget * (1 + 1e-12)


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_a_line_pays_what_it_holds(holds, amount):
    state = create_state(small(), 1)
    line = state.book.money[Line.training]
    line.allocation = holds
    paid = pay(state, Line.training, amount)
    assert paid == (amount <= holds)
    assert (line.spent, line.unmet) == ((amount, 0.0) if paid else (0.0, amount))
    assert state.book.monthly[0, Index.public_cost] == line.spent


@given(st.floats(0, 1e5), st.floats(0, 1e5))
def test_after_the_funding_private_money_pays(balance, amount):
    state = create_state(small(), 1)
    scheme = state.book.scheme[0]
    scheme.funded, scheme.private_balance = 0, balance
    paid = pay(state, Line.training, amount)
    assert paid == (amount <= balance)
    assert scheme.private_balance == (balance - amount if paid else balance)
    assert state.book.monthly[0, Index.public_cost] == 0.0


@given(st.floats(0, 1e6), st.booleans())
def test_coordination_is_never_free(holds, funded):
    state = create_state(small({"scale": 1.0}), 1)
    scheme, line = state.book.scheme[0], state.book.money[Line.coordination]
    line.allocation, scheme.funded = (holds if funded else 0.0), funded
    scheme.private_balance = 0.0 if funded else holds
    cost = money.coordination_cost(state.parameters[0]) * (1.0 if funded else record().costs.lean_coordination)
    covered = sum(coordinate(state, 0) for _ in range(5))
    assert covered * cost == pytest.approx(min(holds, 5 * cost), abs=1e-6)
    assert scheme.private_balance >= 0.0
    assert line.spent <= line.allocation


def test_countries_and_components_cost_coordination():
    plain = money.coordination_cost(record())
    corridor = record({"corridor.origins": 3, "markets.count": 2, "markets.countries": 2, "design.components": 2})
    p = corridor.costs
    assert money.coordination_cost(corridor) == plain + 3 * p.coordination_country + 2 * p.coordination_component


def test_an_allowance_is_paid_over_the_planned_stay():
    study = record({"design.kind": Mobility.study, "design.stay_months": 10.0})
    assert money.mobility_cost(study) == study.costs.mobility + 10 * study.costs.allowance.study
    assert money.mobility_cost(record()) == record().costs.mobility


def test_money_of_a_lost_match_goes_back():
    state = finished(small({"permits.refusal": 1.0}))
    assert state.book.monthly[:, Index.matches].sum() > 0
    assert state.book.money[Line.mobility].spent == pytest.approx(0.0, abs=1e-6)
    assert np.isclose(state.book.monthly[:, Index.spent_mobility].sum(), 0.0, atol=1e-6)
