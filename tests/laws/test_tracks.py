"""Tracks: how long a candidate waits (L18)."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
