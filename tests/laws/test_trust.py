"""Trust: it grows with contact and decays without, saturates, and stays between none and full (L1, L5)."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import record

from sim.laws.trust import after_month

p = record()
share = st.floats(0, 1)
contacts = st.floats(0, 100)


@given(share, contacts, share, st.floats(0, 0.5), st.floats(0.1, 20))
def test_trust_stays_between_none_and_full(trust, contacts, gain, decay, needed):
    chosen = record({"trust.decay": decay, "trust.contacts_needed": needed})
    assert 0.0 <= after_month(trust, contacts, gain, chosen) <= 1.0


@given(share, contacts, contacts, share)
def test_trust_rises_with_contact(trust, one, other, gain):
    few, many = min(one, other), max(one, other)
    assert after_month(trust, few, gain, p) <= after_month(trust, many, gain, p) + 1e-15


@given(share, contacts, share, share)
def test_trust_rises_with_facilitation(trust, contacts, one, other):
    low, high = min(one, other), max(one, other)
    assert after_month(trust, contacts, low, p) <= after_month(trust, contacts, high, p)


@given(st.floats(0.01, 1))
def test_trust_decays_without_contact(trust):
    assert after_month(trust, 0.0, 0.1, p) == pytest.approx(trust * (1 - p.trust.decay))


def test_trust_saturates():
    gains = [after_month(trust, 100.0, 0.1, p) - trust for trust in (0.0, 0.3, 0.6, 0.9, 1.0)]
    assert gains == sorted(gains, reverse=True)
    assert gains[-1] == pytest.approx(0.0, abs=1e-12)


def test_trust_after_a_month_by_hand():
    chosen = record({"trust.contacts_needed": 2.0, "trust.decay": 0.1})
    reached = 1 - math.exp(-1.5)
    expected = 0.4 + 0.2 * reached * 0.6 - 0.1 * (1 - reached) * 0.4
    assert after_month(0.4, 3.0, 0.2, chosen) == pytest.approx(expected)
