"""Governments: trust grows with contact and decays without, elections cost less when trust is institutionalised (L1, L3, L4)."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import Decision, government, key, record

from sim.agents import government as decisions
from sim.categories import Level, Side
from sim.draws import normal_from, uniforms

p = record()
share = st.floats(0, 1)
contacts = st.floats(0, 100)


@given(share, contacts, share, st.floats(0, 0.5), st.floats(0.1, 20))
def test_trust_stays_between_none_and_full(trust, contacts, gain, decay, needed):
    chosen = record({"trust.decay": decay, "trust.contacts_needed": needed})
    assert 0.0 <= decisions.trust_after_month(trust, contacts, gain, chosen) <= 1.0


@given(share, contacts, contacts, share)
def test_trust_rises_with_contact(trust, one, other, gain):
    few, many = min(one, other), max(one, other)
    assert decisions.trust_after_month(trust, few, gain, p) <= decisions.trust_after_month(trust, many, gain, p) + 1e-15


@given(share, contacts, share, share)
def test_trust_rises_with_facilitation(trust, contacts, one, other):
    low, high = min(one, other), max(one, other)
    assert decisions.trust_after_month(trust, contacts, low, p) <= decisions.trust_after_month(trust, contacts, high, p)


@given(st.floats(0.01, 1))
def test_trust_decays_without_contact(trust):
    assert decisions.trust_after_month(trust, 0.0, 0.1, p) == pytest.approx(trust * (1 - p.trust.decay))


def test_trust_saturates():
    gains = [decisions.trust_after_month(trust, 100.0, 0.1, p) - trust for trust in (0.0, 0.3, 0.6, 0.9, 1.0)]
    assert gains == sorted(gains, reverse=True)
    assert gains[-1] == pytest.approx(0.0, abs=1e-12)


@given(share, share, share)
def test_a_government_signs_once_its_standing_reaches_the_threshold(trust, support, threshold):
    signs = decisions.signs(government(trust=trust, support=support, threshold=threshold))
    assert signs == (trust * support >= threshold)


def test_a_government_without_support_suspends():
    low = p.politics.minimum_support
    assert decisions.suspends(government(support=low - 0.01), p)
    assert not decisions.suspends(government(support=low), p)


@given(share, share)
def test_desks_are_faster_where_the_weakest_level_trusts(one, other):
    slow, fast = (decisions.desk_speed(standing, p) for standing in sorted((one, other)))
    assert 0.0 <= slow <= fast <= 1.0


def after_election(signed, trust=0.6, replicate=0, **values):
    place = government(signed=signed, trust=trust, support=0.9, next_election=12, **values)
    decisions.holds_election(place, key(replicate=replicate), p)
    return place


@given(st.integers(0, 1000), share)
def test_an_election_costs_trust_but_less_where_it_is_institutionalised(replicate, trust):
    informal, signed = after_election(0, trust, replicate), after_election(1, trust, replicate)
    assert informal.trust <= signed.trust <= trust
    assert signed.trust >= 0.0


@given(st.integers(0, 1000), st.floats(0.01, 0.98), st.floats(0.01, 0.98))
def test_a_young_relation_loses_a_larger_share_of_its_trust(replicate, one, other):
    young, old = sorted((one, other))
    kept_young = after_election(1, young, replicate).trust / young
    kept_old = after_election(1, old, replicate).trust / old
    assert kept_young <= kept_old + 1e-12


@given(st.integers(0, 1000))
def test_support_survives_an_election_the_more_trust_there_is(replicate):
    redrawn = after_election(0, 0.0, replicate).support
    kept = after_election(1, 1.0, replicate).support
    halfway = after_election(1, 0.5, replicate).support
    assert kept == pytest.approx(0.9)
    assert halfway == pytest.approx((kept + redrawn) / 2)
    assert 0.0 <= redrawn <= 1.0


def test_elections_come_every_term():
    place = after_election(1)
    assert place.next_election == 12 + p.politics.term_months
    assert place.elections == 1


def test_new_governments_are_on_average_as_supportive_as_declared():
    drawn = [after_election(0, 0.0, replicate).support for replicate in range(2000)]
    assert np.mean(drawn) == pytest.approx(p.politics.support_new, abs=0.02)


def created(side=Side.origin, level=Level.local, country=2, replicate=0, **values):
    place = government()
    chosen = record({name.replace("__", "."): value for name, value in values.items()})
    decisions.create(place, key(replicate=replicate), side, level, country, chosen)
    return place


def test_every_government_has_draws_of_its_own():
    everyone = itertools.product(Side, range(12), Level)
    identities = [decisions.identity(government(side=s, country=c, level=v)) for s, c, v in everyone]
    assert len(set(identities)) == len(identities)


@given(st.integers(0, 100), share, share)
def test_preparation_builds_trust_and_support_before_the_start(replicate, one, other):
    less, more = (created(replicate=replicate, design__preparation=amount) for amount in sorted((one, other)))
    assert less.trust <= more.trust <= 1.0
    assert less.support <= more.support <= 1.0
    assert less.next_election == more.next_election
    assert less.threshold == more.threshold


def test_an_election_may_be_set_for_all():
    assert created(politics__election_month=17).next_election == 17
    drawn = [created(replicate=r).next_election for r in range(300)]
    assert min(drawn) >= 0
    assert max(drawn) < p.politics.term_months


def test_only_governments_of_destination_give_permits():
    assert created(Side.origin).capacity == 0.0
    assert created(Side.destination).capacity == p.permits.capacity


def test_a_timeline_reaches_a_government_and_leaves_the_rest_alone():
    place = created(Side.destination)
    place.capacity = 99.0  # set by hand
    decisions.follow(place, p, record({"design.digital": 0.8}))
    assert (place.digital, place.capacity) == (0.8, 99.0)
    decisions.follow(place, p, record({"permits.capacity": 7.0}))
    assert (place.digital, place.capacity) == (0.8, 7.0)


def test_trust_after_a_month_by_hand():
    chosen = record({"trust.contacts_needed": 2.0, "trust.decay": 0.1})
    reached = 1 - math.exp(-1.5)
    expected = 0.4 + 0.2 * reached * 0.6 - 0.1 * (1 - reached) * 0.4
    assert decisions.trust_after_month(0.4, 3.0, 0.2, chosen) == pytest.approx(expected)


def test_standing_and_speed_by_hand():
    chosen = record({"permits.trust_effect": 0.4})
    assert decisions.standing(government(trust=0.6, support=0.7)) == pytest.approx(0.42)
    assert decisions.desk_speed(0.3, chosen) == pytest.approx(1 - 0.4 * 0.7)


@pytest.mark.parametrize(("signed", "kept"), [(1, 0.5), (0, 0.2)])
@pytest.mark.parametrize("replicate", range(5))
def test_an_election_by_hand(signed, kept, replicate):
    chosen = record({"politics.unsigned_kept": 0.4, "politics.support_new": 0.6, "politics.support_spread": 0.2,
                     "politics.turnover": 0.7, "politics.term_months": 30})  # fmt: skip
    place = government(signed=signed, trust=0.5, support=0.9, next_election=12, elections=2, side=1, country=2, level=1)
    decisions.holds_election(place, key(replicate=replicate), chosen)
    a, b, _, _ = uniforms(key(replicate=replicate), Decision.election, 0, (256 + 2) * 3 + 1, 3, 0)
    redrawn = min(max(0.6 + 0.2 * normal_from(a), 0.0), 1.0)
    assert place.support == pytest.approx(kept * 0.9 + (1 - kept) * redrawn)
    assert place.trust == pytest.approx(0.5 * (1 - 0.7 * (1 - kept) * b))
    assert (place.next_election, place.elections) == (42, 3)


def test_support_is_redrawn_between_none_and_full():
    drawn = []
    for replicate in range(60):
        place = government(trust=0.0, support=0.9)
        wide = record({"politics.support_new": 0.5, "politics.support_spread": 0.4})
        decisions.holds_election(place, key(replicate=replicate), wide)
        drawn.append(place.support)
    assert (min(drawn), max(drawn)) == (0.0, 1.0)
    assert len(set(drawn)) > 30


@pytest.mark.parametrize("replicate", range(8))
def test_a_government_is_drawn_by_side_country_and_level(replicate):
    chosen = {
        "politics.support": 0.6, "politics.support_spread": 0.3, "politics.sign_threshold": 0.2,
        "politics.sign_spread": 0.15, "politics.term_months": 40, "trust.prior": 0.1, "trust.preparation": 0.5,
        "design.preparation": 0.4, "permits.capacity": 8.0, "scale": 0.5, "design.digital": 0.35,
    }  # fmt: skip
    place = government(elections=9, signed=9, agreement=9)
    decisions.create(place, key(replicate=replicate), Side.destination, Level.regional, 2, record(chosen))
    a, b, c, _ = uniforms(key(replicate=replicate), Decision.government_traits, 0, (256 + 2) * 3 + 1, 0, 0)
    support = min(max(0.6 + 0.3 * normal_from(a), 0.0), 1.0)
    assert place.support == pytest.approx(support + (1 - support) * 0.2)
    assert place.trust == pytest.approx(0.1 + 0.9 * 0.2)
    assert place.threshold == pytest.approx(max(0.2 + 0.15 * normal_from(b), 0.0))
    assert place.next_election == int(c * 40)
    assert (place.capacity, place.digital) == (4.0, 0.35)
    assert (place.side, place.level, place.country) == (Side.destination, Level.regional, 2)
    assert (place.elections, place.signed, place.agreement) == (0, 0, 0)


def test_what_is_drawn_for_a_government_stays_in_its_range():
    wide = {"politics__support": 0.5, "politics__support_spread": 0.4, "politics__sign_threshold": 0.1}
    places = [created(replicate=r, politics__sign_spread=0.2, **wide) for r in range(60)]
    assert (min(place.support for place in places), max(place.support for place in places)) == (0.0, 1.0)
    assert min(place.threshold for place in places) == 0.0 < max(place.threshold for place in places)


def test_the_first_election_may_be_forced_into_the_first_month():
    assert created(politics__election_month=0).next_election == 0
