"""Trust: it grows with contact and decays without, saturates, and stays between none and full (L1, L5)."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import record

from sim.laws.trust import after_disappointment, after_month, facilitation_effect, gain_at_origin

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


@pytest.mark.parametrize(("share", "lost"), [(0.0, 0.4), (0.02, 0.3), (0.04, 0.2), (0.08, 0.0), (0.2, 0.0)])
def test_partner_countries_trust_less_where_less_capacity_is_built_than_they_expect(share, lost):
    chosen = record({"design.capacity_share": share, "trust.capacity_expected": 0.08, "trust.capacity_weight": 0.4})
    assert gain_at_origin(0.5, chosen) == pytest.approx(0.5 * (1 - lost))


@pytest.mark.parametrize(("disappointed", "planned", "kept"), [
    (0.0, 20.0, 1.0), (5.0, 20.0, math.exp(-0.2)), (20.0, 20.0, math.exp(-0.8)), (1.0, 0.0, math.exp(-0.8)),
    (2.0, 1.0, math.exp(-1.6)),
])  # fmt: skip
def test_disappointment_costs_trust_by_its_share_of_the_plan(disappointed, planned, kept):
    chosen = record({"trust.disappointment": 0.8})
    assert after_disappointment(0.6, disappointed, planned, chosen) == pytest.approx(0.6 * kept)


@given(share, share)
def test_a_better_facilitator_achieves_more_with_a_contact(one, other):
    worse, better = (facilitation_effect(skill, p) for skill in sorted((one, other)))
    assert p.trust.facilitation_floor <= worse <= better <= 1.0


def test_the_effect_of_facilitation_by_hand():
    assert facilitation_effect(0.5, record({"trust.facilitation_floor": 0.4})) == pytest.approx(0.4 + 0.6 * 0.5)
