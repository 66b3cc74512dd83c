"""Matching: short-lists hold the best files, referrals reach every open host alike, offers need more than interest (L7 to L11)."""

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import EASY, finished, small, totals

from sim.categories import Stage
from sim.processes import engagement
from sim.processes.matching import referral
from sim.runs.ensemble import create_state


@numba.njit
def fill_shortlist(state, number, width):
    state.slots[0].shortlisted = 0
    for i in range(number):
        referral.shortlist(state, 0, i, width)


@given(st.lists(st.floats(-3, 3, width=32), max_size=12), st.integers(1, 8))
def test_the_best_files_are_short_listed_in_order(scores, width):
    state = create_state(small(), 1)
    state.candidates["score"][: len(scores)] = scores
    fill_shortlist(state, len(scores), width)
    kept = state.shortlists["candidate"][: state.slots[0].shortlisted]
    assert list(kept) == sorted(range(len(scores)), key=lambda i: (-scores[i], i))[:width]


@numba.njit
def refer_everywhere(state, engaged, points, reached):
    """Engage the first hosts of a market, in order of contact; count where referrals from evenly spread points end."""
    market = state.markets[0]
    market.active = 0
    for row in range(engaged):
        engagement.activate(state, market, row)
        if row % 3:
            engagement.join(state, market)
    engagement.join(state, market)
    market.ring_first = market.first
    market.ring_size = market.active
    for place in range(market.active):
        state.ring[place] = state.engaged[place]
    referral.find_nearest(state, market)
    for k in range(points):
        slot = referral.next_on_ring(state, market, (k + 0.5) / points)
        reached[state.ring[slot]] += 1


@pytest.mark.parametrize("hosts", [30, 3000])
@pytest.mark.parametrize("engaged", [1, 7, 25])
def test_referrals_reach_every_open_host_however_many_there_are(hosts, engaged):
    state = create_state(small({"markets.employers": hosts, "scale": 1.0}), 1)
    reached = np.zeros(hosts)
    refer_everywhere(state, engaged, 2_000, reached)
    assert reached[engaged:].sum() == 0
    assert reached.max() <= 2.62 * 2_000 / engaged
    assert reached[:engaged].min() > 0


def test_a_larger_pool_of_hosts_out_of_reach_changes_nothing():
    one, other = (totals(small({"markets.employers": hosts}), 10) for hosts in (3000, 30_000))
    assert all(np.array_equal(one[name], other[name], equal_nan=True) for name in one)


def test_nobody_is_matched_beyond_the_open_vacancies():
    state = finished(small({"design.interview_share": 0.0}))
    assert (state.employers["open"] >= 0).all()
    assert (state.employers["hires"] <= state.employers["declared"]).all()
    people = state.candidates[: state.scheme.candidates]
    matched = people[people["matches"] > 0]
    hires = np.bincount(matched["employer"], minlength=len(state.employers))
    assert (hires == state.employers["hires"]).all()


def test_interviews_are_limited_by_the_rooms():
    monthly = finished(small(EASY, {"agencies.interviews": 5.0})).monthly
    rooms = 5.0 * 0.15 * (1 + 1.0) * (1 + 3.0)  # all that methods can give, and all the capacity that can be built
    assert monthly["interviews"].max() <= np.ceil(rooms)
    assert monthly["waiting_interview"].sum() > 0


def test_nothing_is_interviewed_where_files_decide():
    run = totals(small({"design.interview_share": 0.0}))
    assert run["interviews"].sum() == 0
    assert run["offers"].sum() > 0


def test_every_offer_is_accepted_or_refused():
    run = totals(small(), 20)
    assert (run["offers"] == run["matches"] + run["refusals"]).all()


def test_a_match_needs_a_signature_in_the_country_of_destination():
    run = totals(small({"politics.sign_threshold": 1.0, "politics.sign_spread": 0.0}))
    assert run["agreements_signed"].sum() == 0
    assert run["matches"].sum() == run["applicants"].sum() == 0


def test_who_is_matched_left_the_pool_in_that_month():
    state = finished(small())
    journal = state.journal[: state.scheme.journal]
    for i in journal["candidate"][journal["stage"] == Stage.matched]:
        stages = list(journal["stage"][journal["candidate"] == i])
        assert stages[stages.index(Stage.matched) - 1] == Stage.pool
