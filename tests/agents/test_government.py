"""Governments: trust grows with contact and decays without, elections cost less when trust is institutionalised (L1, L3, L4)."""

import itertools
import math

import numba
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import Decision, fresh, given_all, government, key, record, world

from sim.agents import government as decisions
from sim.categories import Level, Side
from sim.draws import lognormal_from, normal_from, uniforms

p = record()


@numba.njit
def weakest_standing(state, side, country):
    return decisions.weakest_standing(state, side, country)


share = st.floats(0, 1)


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
    less, more = (
        created(replicate=replicate, design__preparation_months=36 * amount) for amount in sorted((one, other))
    )
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
    place.digital = 0.77  # the environment follows digital tools
    decisions.follow(place, p, record({"design.digital": 0.8}))
    assert (place.digital, place.capacity) == (0.77, 99.0)
    decisions.follow(place, p, record({"permits.capacity": 7.0}))
    assert (place.digital, place.capacity) == (0.77, 7.0)
    origin = created(Side.origin)
    decisions.follow(origin, p, record({"permits.capacity": 7.0}))
    assert origin.capacity == 0.0


def test_preparation_gains_with_saturation_by_hand():
    chosen = record({"trust.preparation": 0.5, "trust.preparation_months": 8.0, "design.preparation_months": 6.0})
    assert decisions.prepared(chosen) == pytest.approx(0.5 * (1 - math.exp(-0.75)))
    assert decisions.prepared(record()) == 0.0  # none, none gained


def test_standing_by_hand():
    assert decisions.standing(government(trust=0.6, support=0.7)) == pytest.approx(0.42)


@pytest.mark.parametrize("replicate", range(8))
def test_a_government_is_drawn_by_side_country_and_level(replicate):
    chosen = {
        "politics.support": 0.6, "politics.support_spread": 0.3, "politics.sign_threshold": 0.2,
        "politics.sign_spread": 0.15, "politics.term_months": 40, "trust.prior": 0.1, "trust.preparation": 0.5,
        "trust.preparation_months": 10.0, "design.preparation_months": 4.0, "permits.capacity": 8.0, "scale": 0.5,
        "design.digital": 0.35, "agencies.digital_months": 5.0, "trust.prior_spread": 0.8, "trust.gain_spread": 0.6,
    }  # fmt: skip
    place = fresh("government")
    decisions.create(place, key(replicate=replicate), Side.destination, Level.regional, 2, record(chosen))
    decisions.prepare(place, record(chosen))
    a, b, c, _ = uniforms(key(replicate=replicate), Decision.government_traits, 0, (256 + 2) * 3 + 1, 0, 0)
    support = min(max(0.6 + 0.3 * normal_from(a), 0.0), 1.0)
    gained = 0.5 * (1 - math.exp(-0.4))
    assert place.support == pytest.approx(support + (1 - support) * gained)
    d, e, _, _ = uniforms(key(replicate=replicate), Decision.trust_traits, 0, (256 + 2) * 3 + 1, 0, 0)
    odds = 0.1 / 0.9 * math.exp(0.8 * normal_from(d))
    start = odds / (1 + odds)
    assert place.trust == pytest.approx(start + (1 - start) * gained)
    assert place.readiness == pytest.approx(lognormal_from(e, 1.0, 0.6))
    assert place.threshold == pytest.approx(max(0.2 + 0.15 * normal_from(b), 0.0))
    assert place.next_election == int(c * 40)
    assert (place.capacity, place.digital) == (4.0, pytest.approx(0.07))
    assert (place.side, place.level, place.country) == (Side.destination, Level.regional, 2)
    assert (place.elections, place.signed, place.agreement) == (0, 0, 0)


def test_what_is_drawn_for_a_government_stays_in_its_range():
    wide = {"politics__support": 0.5, "politics__support_spread": 0.4, "politics__sign_threshold": 0.1}
    places = [created(replicate=r, politics__sign_spread=0.2, **wide) for r in range(60)]
    assert (min(place.support for place in places), max(place.support for place in places)) == (0.0, 1.0)
    assert min(place.threshold for place in places) == 0.0 < max(place.threshold for place in places)


def test_the_first_election_may_be_forced_into_the_first_month():
    assert created(politics__election_month=0).next_election == 0


def test_the_weakest_level_of_a_country_binds():
    state = world(
        {"markets.count": 2, "markets.countries": 2, "corridor.levels_destination": 2, "corridor.levels_origin": 1}
    )
    given_all(state.governments, trust=[0.1, 0.9, 0.5, 0.4, 1.0], support=[0.5, 0.8, 1.0, 1.0, 1.0])
    weakest = [weakest_standing(state, side, country) for side, country in ((0, 0), (1, 0), (1, 1))]
    assert weakest == pytest.approx([0.05, 0.5, 0.4])
    assert weakest_standing(state, 1, 5) == 1.0  # nobody stands in the way
