"""Protectionism: the usual climate changes nothing; beyond it odds, support and stops move (L4, L13)."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import record

from sim.laws import protectionism

share = st.floats(0, 1)
CLIMATE = {
    "politics.usual_protectionism": 0.25, "politics.protectionism_refusal": 2.0, "politics.protectionism_support": 0.4,
    "politics.protectionism_stops": 3.0,
}  # fmt: skip


def climate(protectionism):
    return record(CLIMATE, {"politics.protectionism": protectionism})


@given(share)
def test_the_usual_climate_changes_nothing(usual):
    p = climate(0.25)
    assert protectionism.refusal(usual, p) == pytest.approx(usual)
    assert (protectionism.support_lost(p), protectionism.stops(p)) == (0.0, 1.0)


def test_a_closed_and_an_open_climate_by_hand():
    closed, opened = climate(0.75), climate(0.0)
    odds = 0.1 / 0.9 * math.e  # 2 * 0.5 in logits
    assert protectionism.refusal(0.1, closed) == pytest.approx(odds / (1 + odds))
    odds = 0.1 / 0.9 * math.exp(-0.5)
    assert protectionism.refusal(0.1, opened) == pytest.approx(odds / (1 + odds))
    assert protectionism.support_lost(closed) == pytest.approx(0.2)
    assert protectionism.support_lost(opened) == pytest.approx(-0.1)
    assert protectionism.stops(closed) == pytest.approx(math.exp(1.5))
    assert protectionism.stops(opened) == pytest.approx(math.exp(-0.75))


@given(share, share, share)
def test_refusals_stay_probabilities_and_grow_with_protectionism(usual, one, other):
    less, more = (protectionism.refusal(usual, climate(each)) for each in sorted((one, other)))
    assert 0.0 <= less <= more <= 1.0


def test_what_is_never_or_always_refused_stays_so():
    for each in (0.0, 0.6, 1.0):
        assert protectionism.refusal(0.0, climate(each)) == 0.0
        assert protectionism.refusal(1.0, climate(each)) == 1.0
