"""Money: the plan adds up, a line pays what it holds and no more, coordination is never free."""

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import configured, finished, record, small

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
