"""Tracks: how long a candidate waits, from the date that it was promised (L18)."""

import math

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import Decision, drawn, fate, given_row, listed, people, put, record, world

from sim.categories import Reason, Stage
from sim.draws import exponential_from
from sim.laws import tracks

draw = st.floats(2**-33, 1 - 2**-33)


@given(draw, st.floats(0.5, 120))
def test_patience_is_at_least_a_month(u, mean):
    assert tracks.patience(u, mean) >= 1


@given(draw, st.floats(0.5, 120), st.floats(0.5, 120))
def test_patience_rises_with_its_mean(u, one, other):
    short, long = sorted((one, other))
    assert tracks.patience(u, short) <= tracks.patience(u, long)


def test_patience_has_the_declared_mean():
    drawn = [tracks.patience(u, 10.0) for u in (np.arange(20_000) + 0.5) / 20_000]
    assert np.mean(drawn) == pytest.approx(10.5, abs=0.05)  # whole months, rounded up


def test_patience_by_hand():
    assert tracks.patience(1 - math.exp(-0.35), 10.0) == 1 + 3  # 3.5 months, begun ones count
    assert tracks.patience(1e-9, 10.0) == 1


@numba.njit
def join(state, i, month):
    tracks.join_pool(state, i, state.parameters[0], month)


def test_a_promise_counts_training_and_closing_months():
    values = {"design.training_months": 4.5, "design.closing_months": 7}
    assert tracks.promised(3, record(values)) == 3 + 11  # 11.5, whole months
    assert tracks.promised(31_995, record(values)) == 32_000


@pytest.mark.parametrize(("promised", "begins"), [(-1, 6), (5, 6), (6, 6), (9, 9)])
def test_patience_in_the_pool_begins_at_the_promised_date(promised, begins):
    state = world({"candidates.pool_patience": 12.0})
    i = put(state, Stage.preselected, promised=promised, matches=2, agent=5)
    join(state, i, 6)
    drawn_patience = exponential_from(drawn(state, Decision.pool, 0, 5, 2)[0], 12.0)
    assert people(state)[i].expiry == begins + 1 + int(drawn_patience)
    assert fate(state, i) == (Stage.pool, Reason.none)
    assert listed(state, Stage.pool) == [i]
    given_row(people(state)[i], promised=31_999)
    join(state, i, 6)
    assert people(state)[i].expiry == 32_000
