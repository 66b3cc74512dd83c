"""Politics: support that reacts to shock, results and failures, elections, stops by a state (L4, L6, L13)."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import (
    Decision,
    counted,
    drawn,
    given_all,
    given_scheme,
    government,
    key,
    months,
    of_month,
    record,
    run,
    small,
    totals,
    world,
)

from sim.categories import Side
from sim.draws import lognormal_from, normal_from, uniforms, whole_months
from sim.indicators import NAMES
from sim.processes import politics

p = record()
share = st.floats(0, 1)

#: Support follows at once, and nothing moves it unless a test says so.
STILL = {
    "politics.return_speed": 1.0, "politics.shock_effect": 0.0, "politics.results_effect": 0.0, "politics.stop_rate": 0.0,
    "politics.failure_effect": 0.0, "politics.review_effect": 0.0, "corridor.levels_origin": 1, "corridor.levels_destination": 1,
}  # fmt: skip


def settled(*values, support=0.5, **columns):
    """One government at origin and one at destination that support as the government of the day does; eight places."""
    state = world(STILL, *values)
    given_all(state.governments, trust=0.5, support=support, usual=0.5)
    given_scheme(state, **({"places": 8, "planned_trainees": 10.0} | columns))
    return state


def support(state, month=7):
    """Support at origin and at destination after a month of politics."""
    return run("politics", state, month).governments["support"].tolist()


def test_nothing_moves_a_government_that_nothing_happens_to():
    assert support(settled()) == [0.5, 0.5]
    assert support(
        settled({"politics.results_effect": 0.5, "politics.shock_effect": 0.9, "politics.failure_effect": 9.0})
    ) == [0.5, 0.5]


@pytest.mark.parametrize(("speed", "expected"), [(0.0, 0.9), (0.25, 0.8), (1.0, 0.5)])
def test_support_drifts_back_to_the_government_of_the_day(speed, expected):
    state = settled({"politics.return_speed": speed}, support=0.9)
    assert support(state) == pytest.approx([expected] * 2)


def test_reported_results_raise_support_each_side_by_its_own():
    results = {"politics.results_effect": 0.4}
    state = settled(results, known_completed=2.0, known_gains=5.0)
    assert support(state) == pytest.approx([0.5 + 0.5 * 0.4 * 0.5, 0.5 + 0.5 * 0.4 * 0.25])
    most = settled(results, known_completed=20.0, known_gains=50.0)
    assert support(most) == pytest.approx([0.7, 0.7])  # no more than the plan
    lost = settled(results, known_gains=-3.0)
    assert support(lost) == [0.5, 0.5]


def test_what_is_not_reported_does_not_raise_support():
    state = settled({"politics.results_effect": 0.4})
    given_all(state.markets, results=8.0)
    assert support(state) == [0.5, 0.5]


def test_failures_cost_support_by_their_share_of_the_plan_and_are_still_there_for_trust():
    state = settled({"politics.failure_effect": 0.8})
    given_all(state.origins, disappointed=2.0)
    given_all(state.countries, disappointed=1.0)
    assert support(state) == pytest.approx([0.5 * math.exp(-0.8 * 2 / 10), 0.5 * math.exp(-0.8 * 1 / 8)])
    assert (state.origins[0].disappointed, state.countries[0].disappointed) == (2.0, 1.0)


def test_each_country_judges_what_happened_to_its_own_against_its_share_of_the_plan():
    state = world(STILL | {"politics.failure_effect": 0.8, "corridor.origins": 2})
    given_all(state.governments, trust=0.5, support=0.5, usual=0.5)
    given_scheme(state, places=8, planned_trainees=10.0)
    given_all(state.origins, disappointed=[2.0, 0.0])
    assert support(state) == pytest.approx([0.5 * math.exp(-0.8 * 2 / 5), 0.5, 0.5])


#: A plan of 21 months whose first places should be taken after 3 + 4 + 2 months, the last after 21.
PLAN = {
    "politics.review_effect": 0.6, "steering.review_months": 3, "agencies.call_months": 3.0, "design.training_months": 4.0,
    "design.closing_months": 2,
}  # fmt: skip


@pytest.mark.parametrize(("month", "taken", "behind"), [
    (0, 0, 0.0), (9, 0, 0.0), (14, 0, 0.0), (15, 0, 0.5), (15, 2, 0.25), (15, 4, 0.0), (15, 7, 0.0), (21, 6, 0.25), (30, 0, 1.0),
])  # fmt: skip
def test_a_review_that_finds_the_plan_behind_costs_support(month, taken, behind):
    state = settled(PLAN, planned_months=21, known_taken=taken, places_taken=8)
    assert support(state, month) == pytest.approx([0.5 * math.exp(-0.6 * behind)] * 2)


def test_nobody_reviews_after_the_funding_or_where_nothing_is_planned():
    assert support(settled(PLAN, planned_months=21, funded=0), 21) == [0.5, 0.5]
    assert support(settled(PLAN, planned_months=21, places=0), 21) == [0.5, 0.5]


def test_a_shock_takes_support_at_once_and_gives_it_back_slowly():
    state = settled({"politics.shock_effect": 0.4, "politics.return_speed": 0.25})
    given_scheme(state, intensity=0.5)
    expected = 0.5 * 0.8  # four fifths are left, and that is where it stays while the shock lasts
    assert support(state, 3) == pytest.approx([expected] * 2)
    assert support(state, 4) == pytest.approx([expected] * 2)
    given_scheme(state, intensity=1.0)  # three quarters of what was left
    assert support(state, 5) == pytest.approx([0.5 * 0.6] * 2)
    given_scheme(state, intensity=0.5)
    assert support(state, 6) == pytest.approx([0.3 + 0.25 * (0.4 - 0.3)] * 2)
    given_scheme(state, intensity=0.0)
    assert support(state, 7) == pytest.approx([0.325 + 0.25 * (0.5 - 0.325)] * 2)


@given(share, share, st.floats(0, 20), st.floats(0, 1))
def test_support_stays_between_none_and_full(start, usual, failed, seen):
    chosen = record({"politics.results_effect": 1.0, "politics.failure_effect": 3.0})
    assert 0.0 <= politics.level(usual, seen, 0.9, chosen) <= politics.level(usual, seen, 0.0, chosen) <= 1.0
    assert 0.0 <= politics.after_failures(start, failed, 5.0, 1.0, chosen) <= start


def test_elections_come_in_their_month():
    still = {"politics.turnover": 0.5, "politics.unsigned_kept": 0.5, "politics.support_new": 0.6}
    state = settled(
        still, {"corridor.levels_origin": 2, "corridor.levels_destination": 2, "politics.return_speed": 0.0}
    )
    given_all(state.governments, trust=0.4, support=0.9, usual=0.5, next_election=[7, 8, 6, 7])
    _, b, _, _ = drawn(state, Decision.election, 0, 0, 1)
    run("politics", state, 7)
    assert state.governments["elections"].tolist() == [1, 0, 0, 1]
    assert state.governments[0].trust == pytest.approx(0.4 * (1 - 0.5 * 0.8 * b))
    assert state.governments[0].support == pytest.approx(0.2 * 0.9 + 0.8 * 0.6)
    assert state.governments[0].usual == pytest.approx(0.2 * 0.5 + 0.8 * 0.6)
    assert (state.governments[1].trust, state.governments[1].usual) == (0.4, 0.5)


def after_election(signed, trust=0.6, replicate=0, **values):
    place = government(signed=signed, trust=trust, support=0.9, next_election=12, **values)
    politics.hold_election(place, key(replicate=replicate), p)
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


@given(st.integers(0, 1000), share, share)
def test_an_election_costs_the_less_trust_the_more_the_partnership_remembers(replicate, trust, memory):
    forgetful, mindful = (government(trust=trust, support=0.9, next_election=12) for _ in range(2))
    politics.hold_election(forgetful, key(replicate=replicate), p)
    remembers = key(replicate=replicate)
    remembers.memory = memory
    politics.hold_election(mindful, remembers, p)
    assert trust - mindful.trust == pytest.approx((1 - memory) * (trust - forgetful.trust))
    assert mindful.support == forgetful.support


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


@pytest.mark.parametrize(("signed", "kept"), [(1, 0.5), (0, 0.2)])
@pytest.mark.parametrize("replicate", range(5))
def test_an_election_by_hand(signed, kept, replicate):
    chosen = record({"politics.unsigned_kept": 0.4, "politics.support_new": 0.6, "politics.support_spread": 0.2,
                     "politics.turnover": 0.7, "politics.term_months": 30})  # fmt: skip
    place = government(signed=signed, trust=0.5, support=0.9, next_election=12, elections=2, side=1, country=2, level=1)
    politics.hold_election(place, key(replicate=replicate), chosen)
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
        politics.hold_election(place, key(replicate=replicate), wide)
        drawn.append(place.support)
    assert (min(drawn), max(drawn)) == (0.0, 1.0)
    assert len(set(drawn)) > 30


@pytest.mark.parametrize(("side", "lost"), [(0, 0.0), (1, 0.2)])
def test_protectionism_takes_support_from_new_governments_of_destination(side, lost):
    chosen = record({"politics.protectionism": 0.7, "politics.usual_protectionism": 0.3, "politics.protectionism_support": 0.5,
                     "politics.support_new": 0.6, "politics.support_spread": 0.0})  # fmt: skip
    place = government(trust=0.0, support=0.9, side=side)
    politics.hold_election(place, key(), chosen)
    assert (place.support, place.usual) == pytest.approx((0.6 - lost, 0.6 - lost))


@pytest.mark.parametrize(
    ("side", "standing", "yearly"), [(0, 0.0, 0.6), (0, 0.5, 0.45), (1, 0.0, 0.6 * math.e), (1, 1.0, 0.3 * math.e)]
)
def test_the_chance_of_a_stop_by_hand(side, standing, yearly):
    chosen = record({"politics.stop_rate": 0.6, "politics.stop_shelter": 0.5, "politics.protectionism": 0.7,
                     "politics.usual_protectionism": 0.2, "politics.protectionism_stops": 2.0})  # fmt: skip
    assert politics.chance_of_stop(standing, Side(side), chosen) == pytest.approx(1 - math.exp(-yearly / 12))


def test_a_certain_stop_begins_at_once_and_no_rate_means_none():
    assert politics.chance_of_stop(0.0, Side.origin, record({"politics.stop_rate": 0.0})) == 0.0
    sheltered = record({"politics.stop_rate": 12.0, "politics.stop_shelter": 1.0})
    assert politics.chance_of_stop(1.0, Side.destination, sheltered) == 0.0


OFTEN = {
    "politics.stop_rate": 3.0,
    "politics.stop_months": 4.0,
    "politics.stop_variation": 0.5,
    "politics.stop_shelter": 0.0,
}
BOTH = {"corridor.origins": 2, "markets.count": 2, "markets.countries": 2}


def stops(state):
    """Which countries of origin and of destination are stopped, and until when."""
    return [
        (int(place.stopped), int(place.stopped_until)) for table in (state.origins, state.countries) for place in table
    ]


@pytest.mark.parametrize("month", range(0, 24, 3))
def test_a_stop_is_drawn_by_country_side_and_month(month):
    state = run("politics", settled(OFTEN, BOTH), month)
    expected = []
    for side in Side:
        for country in range(2):
            a, b, c, _ = drawn(state, Decision.stop, country, side, month)
            lasts = whole_months(lognormal_from(b, 4.0, 0.5), c) if a < 1 - math.exp(-3 / 12) else 0
            expected.append((int(lasts > 0), month + lasts if lasts else 0))
    assert stops(state) == expected
    assert counted(state, month) == (
        {"stopped_months": float(sum(on for on, _ in expected))}
        if any(expected) and sum(on for on, _ in expected)
        else {}
    )


def test_some_months_stop_and_some_do_not():
    found = [on for month in range(24) for on, _ in stops(run("politics", settled(OFTEN, BOTH), month))]
    assert 0.1 < np.mean(found) < 0.4  # 1 - exp(-0.25) is 0.22


def test_a_stop_goes_on_until_its_end_and_none_begins_meanwhile():
    state = settled(OFTEN, {"politics.stop_rate": 12.0})
    given_all(state.origins, stopped_until=9)
    given_all(state.countries, stopped_until=32_000)
    for month in (7, 8):
        assert stops(run("politics", state, month)) == [(1, 9), (1, 32_000)]
        assert of_month(state, month, "stopped_months") == 2.0
    state = settled()
    given_all(state.origins, stopped=1, stopped_until=9)
    assert stops(run("politics", state, 9)) == [(0, 9), (0, 0)]
    assert of_month(state, 9, "stopped_months") == 0.0


def test_a_trusted_scheme_is_exempt_more_often():
    sheltered = {"politics.stop_shelter": 1.0}
    state = settled(OFTEN, sheltered)
    given_all(state.governments, trust=1.0, support=1.0, usual=1.0)
    assert not any(on for month in range(40) for on, _ in stops(run("politics", state, month)))


def test_designs_meet_the_same_stops_where_they_are_as_trusted():
    unsheltered = {"politics.stop_shelter": 0.0, "politics.stop_rate": 0.5}
    position = NAMES.index("stopped_months")
    one, other = (months(small(unsheltered, {"design.training_months": t}), 3)[:, :, position] for t in (2.0, 5.0))
    assert one.sum() > 0
    assert np.array_equal(one, other)


def test_stops_and_protectionism_cost_mobilities():
    often = totals(small({"politics.stop_rate": 1.0}), 20)["completed_mobilities"]
    closed = totals(small({"politics.protectionism": 1.0}), 20)["completed_mobilities"]
    none = totals(small({"politics.stop_rate": 0.0}), 20)["completed_mobilities"]
    assert often.mean() < none.mean()
    assert closed.mean() < none.mean()
