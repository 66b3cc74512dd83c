"""Partnership: coordination is paid as far as the money goes, by public money first, then by hosts (L2, L9)."""

import numba
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import BARE, budget, counted, given_scheme, line, record, scheme, small, world

from sim.categories import Line
from sim.laws.budget import coordination_cost
from sim.processes import partnership
from sim.runs.ensemble import create_state


@numba.njit
def coordinate(state, month):
    return partnership.cover_coordination(state, state.parameters[0], month)


def covering(funded, holds, **values):
    """A scheme whose coordination costs 1,000 a month, with some money for it; the share covered."""
    state = world(BARE, {"costs.coordination": 1000.0, "costs.lean_coordination": 0.4} | values)
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
    state = world(BARE, {"costs.coordination": 1000.0})
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


@given(st.floats(0, 1e6), st.booleans())
def test_coordination_is_never_free(holds, funded):
    state = create_state(small({"scale": 1.0, "costs.digital_setup": 0.0}), 1)
    scheme, line = state.scheme, state.money[Line.coordination]
    line.allocation, scheme.funded = (holds if funded else 0.0), funded
    scheme.private_balance = 0.0 if funded else holds
    cost = coordination_cost(state.parameters[0]) * (1.0 if funded else record().costs.lean_coordination)
    covered = sum(coordinate(state, 0) for _ in range(5))
    assert covered * cost == pytest.approx(min(holds, 5 * cost), abs=1e-6)
    assert scheme.private_balance >= 0.0
    assert line.spent <= line.allocation
