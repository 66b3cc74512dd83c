"""Trust: it grows with contact and decays without, saturates, and stays between none and full (L1, L5)."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import record

from sim.draws import normal_from
from sim.laws.trust import (
    after_disappointment,
    after_month,
    at_start,
    capacity_missing,
    facilitation_effect,
    gain_at_origin,
    readiness,
)

p = record()
share = st.floats(0, 1)
contacts = st.floats(0, 100)


@given(share, contacts, share, st.floats(0, 0.5), st.floats(0.1, 20))
def test_trust_stays_between_none_and_full(trust, contacts, gain, decay, needed):
    chosen = record({"trust.decay": decay, "trust.contacts_needed": needed})
    assert 0.0 <= after_month(trust, contacts, gain, 0.0, chosen) <= 1.0


@given(share, contacts, contacts, share)
def test_trust_rises_with_contact(trust, one, other, gain):
    few, many = min(one, other), max(one, other)
    assert after_month(trust, few, gain, 0.3, p) <= after_month(trust, many, gain, 0.3, p) + 1e-15


@given(share, contacts, share, share)
def test_trust_rises_with_facilitation(trust, contacts, one, other):
    low, high = min(one, other), max(one, other)
    assert after_month(trust, contacts, low, 0.3, p) <= after_month(trust, contacts, high, 0.3, p)


@given(st.floats(0.01, 1))
def test_trust_decays_without_contact(trust):
    assert after_month(trust, 0.0, 0.1, 0.0, p) == pytest.approx(trust * (1 - p.trust.decay))
    assert after_month(trust, 0.0, 0.1, 0.75, p) == pytest.approx(trust * (1 - p.trust.decay / 4))
    assert after_month(trust, 0.0, 0.1, 1.0, p) == trust  # a partnership that remembers all


def test_trust_saturates():
    gains = [after_month(trust, 100.0, 0.1, 0.0, p) - trust for trust in (0.0, 0.3, 0.6, 0.9, 1.0)]
    assert gains == sorted(gains, reverse=True)
    assert gains[-1] == pytest.approx(0.0, abs=1e-12)


def test_trust_after_a_month_by_hand():
    chosen = record({"trust.contacts_needed": 2.0, "trust.decay": 0.1})
    reached = 1 - math.exp(-1.5)
    expected = 0.4 + 0.2 * reached * 0.6 - 0.1 * 0.7 * (1 - reached) * 0.4
    assert after_month(0.4, 3.0, 0.2, 0.3, chosen) == pytest.approx(expected)


def test_trust_stays_in_range_where_somebody_is_won_at_once():
    assert after_month(0.4, 100.0, 3.0, 0.0, p) == 1.0


@pytest.mark.parametrize(("prior", "u", "trust"), [
    (0.2, 0.5, 0.2),  # the usual one
    (0.2, 0.1586552539314571, 1 / (1 + 4 * math.e**0.8)), (0.2, 0.8413447460685429, 1 / (1 + 4 * math.e**-0.8)),
    (0.0, 0.9, 0.0), (1.0, 0.1, 1.0),
])  # fmt: skip
def test_trust_at_the_start_differs_by_its_odds(prior, u, trust):
    assert at_start(u, record({"trust.prior": prior, "trust.prior_spread": 0.8})) == pytest.approx(trust)


@given(st.floats(0.001, 0.999))
def test_without_spread_all_are_alike(u):
    alike = record({"trust.prior": 0.3, "trust.prior_spread": 0.0, "trust.gain_spread": 0.0})
    assert (at_start(u, alike), readiness(u, alike)) == (pytest.approx(0.3), 1.0)


@given(share, st.floats(0.001, 0.999), st.floats(0, 3))
def test_trust_at_the_start_is_a_share(prior, u, spread):
    assert 0.0 <= at_start(u, record({"trust.prior": prior, "trust.prior_spread": spread})) <= 1.0


def test_readiness_is_one_on_average_and_differs_by_its_spread():
    chosen = record({"trust.gain_spread": 0.6})
    drawn = [readiness((k + 0.5) / 4000, chosen) for k in range(4000)]
    assert sum(drawn) / 4000 == pytest.approx(1.0, abs=0.002)
    spread = math.sqrt(math.log(1.36))
    assert readiness(0.8, chosen) == pytest.approx(math.exp(spread * normal_from(0.8) - spread**2 / 2))


@pytest.mark.parametrize(("share", "missing"), [(0.0, 1.0), (0.02, 0.75), (0.08, 0.0), (0.3, 0.0)])
def test_capacity_that_is_expected_and_not_built(share, missing):
    chosen = record({"design.capacity_share": share, "trust.capacity_expected": 0.08})
    assert capacity_missing(chosen) == pytest.approx(missing)


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
