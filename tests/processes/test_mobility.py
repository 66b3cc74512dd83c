"""Mobility: departures as borders open, the stay, early return, staying on, reintegration (L13, L15, L19).

Intake dates, re-hire and what is set aside for a return: ``test_mobility_seasons.py``.
"""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import (
    EASY,
    Decision,
    budget,
    counted,
    drawn,
    entries,
    fate,
    finished,
    given_all,
    given_row,
    given_scheme,
    line,
    listed,
    number_in,
    people,
    put,
    record,
    run,
    scheme,
    small,
    totals,
    waits,
    world,
)

from sim.categories import Line, Reason, Stage, Status
from sim.draws import whole_months
from sim.processes import mobility

CERTAIN = {"candidates.return_utility": -8.0, "candidates.return_quality": 0.0, "candidates.level_return.high": -2.0}


def journal_of(*values, **options):
    state = finished(small(*values), **options)
    return state.journal[: state.scheme.journal]


def by_person(journal, stage):
    return {int(e["candidate"]): int(e["month"]) for e in journal if e["stage"] == stage}


@pytest.mark.parametrize("stay", [3.0, 12.0])
def test_completed_stays_have_the_planned_length(stay):
    journal = journal_of(EASY, {"design.stay_months": stay, "horizon": 96})
    left, done = by_person(journal, Stage.abroad), by_person(journal, Stage.completed)
    assert done
    assert {done[i] - left[i] for i in done} == {int(stay)}


def test_early_returns_are_before_the_planned_end():
    journal = journal_of({"candidates.return_utility": 2.0, "horizon": 96, "scale": 0.5})
    left = by_person(journal, Stage.abroad)
    back = {int(e["candidate"]): int(e["month"]) for e in journal if e["reason"] == Reason.early_return}
    assert back
    assert all(1 <= back[i] - left[i] < 12 for i in back)


def test_early_return_at_its_limits():
    never, always = (
        totals(small(CERTAIN)),
        totals(small({"candidates.return_utility": 4.0, "design.stay_months": 60.0})),
    )
    assert never["early_returns"].sum() == 0 < never["completed_mobilities"].sum()
    assert always["completed_mobilities"].sum() == 0 < always["early_returns"].sum()


@pytest.mark.parametrize(("share", "indicator"), [(1.0, "stayed"), (0.0, "returned")])
def test_after_the_stay_everyone_stays_or_returns(share, indicator):
    run = totals(small({"candidates.stay_share.employment": share}))
    assert (run[indicator] == run["completed_mobilities"]).all()
    assert run["completed_mobilities"].sum() > 0
    everyone = totals(small())
    assert (everyone["stayed"] + everyone["returned"] == everyone["completed_mobilities"]).all()


def test_reintegration_needs_a_return_and_support_helps():
    none, full = (totals(small({"design.reintegration_support": share}), 30) for share in (0.0, 1.0))
    assert (none["reintegrated"] <= none["returned"]).all()
    assert none["spent_reintegration"].sum() == 0 < full["spent_reintegration"].sum()
    assert full["reintegrated"].sum() / full["returned"].sum() > none["reintegrated"].sum() / none["returned"].sum()


def test_nobody_travels_while_borders_are_closed():
    closed = {"shock.month": 20, "shock.closure_months": 12.0, "shock.travel": 1.0, "shock.severity": 1.0}
    left = by_person(journal_of(closed, {"scale": 0.5}), Stage.abroad)
    assert not [month for month in left.values() if 20 <= month < 32]
    assert [month for month in left.values() if month >= 32]


def test_remote_starts_only_where_the_sector_allows():
    offered = {"design.remote_start": 1.0, "candidates.remote_accept": 4.0}
    assert totals(small(offered))["remote_starts"].sum() > 0
    assert totals(small(offered, {"sectors.remote.ict": 0.0}))["remote_starts"].sum() == 0
    journal = journal_of(offered)
    remote = by_person(journal, Stage.remote)
    matched = by_person(journal, Stage.matched)
    assert all(remote[i] == matched[i] for i in remote)


def test_results_are_credited_to_the_host():
    state = finished(small())
    assert state.employers["results"].sum() == state.markets["results"].sum()
    people = state.candidates[: state.scheme.candidates]
    done = people[np.isin(people["stage"], [Stage.stayed, Stage.returned, Stage.reintegrated])]
    credited = np.bincount(done["employer"], minlength=len(state.employers))
    assert (credited == state.employers["results"]).all()


#: Nobody returns early, unless a test says so; a mobility costs the public 3,000.
STAYS = {
    "design.stay_months": 10.0, "candidates.return_utility": -8.0, "candidates.return_quality": 0.0,
    "candidates.level_return.high": -2.0, "design.reintegration_support": 0.0, "costs.reintegration": 500.0,
    "costs.mobility": 3000.0,
}  # fmt: skip


def travellers(*values, **columns):
    state = world(STAYS, *values)
    budget(state, reintegration=1e6, mobility=1e6)
    given_scheme(state, **columns)
    return state


def ready(state, **columns):
    """Somebody with a permit in hand."""
    given = {"market": 0, "employer": 0, "matches": 1, "expiry": 40, "selected": 2}
    return put(state, Stage.ready, **(given | columns))


def test_a_departure_by_hand():
    state = travellers()
    i = ready(state, gender=1, border_needed=1.0)
    run("mobility", state, 6)
    assert fate(state, i) == (Stage.abroad, Reason.none)
    person = people(state)[i]
    assert (person.departed, person.due, person.cut_short, person.supported) == (6, 16, 0, 0)
    assert waits(state)["departures"].nonzero()[0].tolist() == [4]
    assert number_in(state, Stage.abroad) == 1
    assert counted(state, 6) == {"departures": 1.0, "women_departed": 1.0}
    ready(state)
    run("mobility", state, 7)
    assert counted(state, 7) == {"departures": 1.0}


@pytest.mark.parametrize("i", range(8))
def test_a_stay_of_part_of_a_month_is_drawn(i):
    state = travellers({"design.stay_months": 7.5})
    ready(state, agent=i)
    d = drawn(state, Decision.mobility, 0, i, 1, 1)[3]
    assert people(run("mobility", state, 6))[0].due == 6 + whole_months(7.5, d)


def test_an_early_return_and_its_month_are_drawn_at_the_departure():
    values = {"candidates.return_utility": -0.5, "candidates.return_quality": 0.7, "candidates.level_return.high": 0.0,
              "design.stay_months": 12.0}  # fmt: skip
    state = travellers(values, {"design.reintegration_support": 0.0})
    for i in range(40):
        ready(state, agent=i, quality=(i % 5 - 2) / 2, matches=2)
    run("mobility", state, 6)
    early = 0
    for i in range(40):
        _, b, c, _ = drawn(state, Decision.mobility, 0, i, 2, 1)
        returns = b < 1 / (1 + math.exp(0.5 + 0.7 * (i % 5 - 2) / 2))
        due = 6 + max(int(c * 12), 1) if returns else 18
        assert (people(state)[i].cut_short, people(state)[i].due) == (int(returns), due)
        early += returns
    assert 5 < early < 35


def test_who_stays_less_than_a_month_stays_a_month():
    state = travellers(
        {"design.stay_months": 1.0, "candidates.return_utility": 4.0, "candidates.level_return.high": 2.0}
    )
    for _ in range(20):
        ready(state)
    run("mobility", state, 6)
    assert set(people(state)["due"][:20].tolist()) == {7}
    leaving = [drawn(state, Decision.mobility, 0, i, 1, 1)[1] < 0.1 for i in range(20)]
    assert 0 not in people(state)["cut_short"][:20][leaving]


@pytest.mark.parametrize(
    ("contribution", "committed", "kept"),
    [(2000.0, 1000.0, 0.0), (4000.0, 0.0, 1000.0), (3500.0, 1000.0, 1500.0), (1000.0, 1000.0, 0.0), (3000.5, 0.0, 0.5)],
)
def test_the_private_account_keeps_of_a_contribution_what_the_mobility_does_not_cost(contribution, committed, kept):
    state = travellers(private_balance=100.0)
    given_row(state.employers[0], contributed=50.0)
    ready(state, contribution=contribution, committed=committed)
    run("mobility", state, 6)
    assert scheme(state).private_balance == 100.0 + kept
    assert state.employers[0].contributed == 50.0 + contribution
    assert counted(state, 6) == {"departures": 1.0, "private_contribution": contribution}


def test_without_a_contribution_nothing_is_booked():
    state = travellers(private_balance=100.0)
    ready(state, committed=5000.0)
    run("mobility", state, 6)
    assert scheme(state).private_balance == 100.0
    assert "private_contribution" not in counted(state, 6)


def test_support_for_the_return_is_drawn_and_paid_at_the_departure():
    state = travellers({"design.reintegration_support": 0.4})
    for _ in range(20):
        ready(state)
    run("mobility", state, 6)
    expected = [drawn(state, Decision.mobility, 0, i, 1, 1)[0] < 0.4 for i in range(20)]
    assert people(state)["supported"][:20].tolist() == expected
    assert 2 < sum(expected) < 18
    assert counted(state, 6)["spent_reintegration"] == 500.0 * sum(expected)


def test_support_that_cannot_be_paid_is_not_given_and_one_that_costs_nothing_is_none():
    state = travellers({"design.reintegration_support": 1.0})
    budget(state, reintegration=700.0)
    for _ in range(2):
        ready(state)
    run("mobility", state, 6)
    assert people(state)["supported"][:2].tolist() == [1, 0]
    assert line(state, Line.reintegration).unmet == 500.0
    free = travellers({"design.reintegration_support": 1.0, "costs.reintegration": 0.0})
    ready(free)
    assert people(run("mobility", free, 6))[0].supported == 0


def test_who_is_ready_leaves_as_far_as_borders_are_open_and_waits_as_far_as_patience_goes():
    state = travellers(travel_open=0.5, places_taken=5)
    leaves, waiting, late, left = (
        ready(state, **columns)
        for columns in ({"border_needed": 0.5}, {"border_needed": 0.625, "expiry": 7}, {"border_needed": 0.625, "expiry": 6}, {"employer": 1})
    )  # fmt: skip
    lapsed, held = ready(state, border_needed=0.5, held_until=6), ready(state, border_needed=0.5, held_until=7)
    state.employers[1].status = Status.withdrawn
    run("mobility", state, 6)
    assert fate(state, leaves)[0] == fate(state, held)[0] == Stage.abroad
    assert fate(state, lapsed) == (Stage.dropped_out, Reason.vacancy_lapsed)
    assert listed(state, Stage.ready) == [waiting]
    assert fate(state, late) == (Stage.dropped_out, Reason.waited_too_long)
    assert fate(state, left) == (Stage.dropped_out, Reason.host_withdrew)
    assert counted(state, 6) == {"departures": 2.0, "dropouts": 3.0, "waiting_travel": 1.0}
    assert scheme(state).places_taken == 2


def test_nobody_leaves_a_country_that_stops_departures():
    state = travellers({"corridor.origins": 2})
    given_all(state.origins, stopped=[1, 0])
    stays, leaves = ready(state, origin=0), ready(state, origin=1)
    run("mobility", state, 6)
    assert (fate(state, stays)[0], fate(state, leaves)[0]) == (Stage.ready, Stage.abroad)
    assert counted(state, 6) == {"departures": 1.0, "waiting_travel": 1.0}


def abroad(state, **columns):
    """Somebody whose stay ends in month 9."""
    return put(state, Stage.abroad, **({"market": 0, "employer": 0, "matches": 1, "due": 9} | columns))


def test_a_stay_that_broke_off_is_no_result():
    state = travellers({"trust.return_loss": 0.25, "corridor.origins": 2})
    given_all(state.origins, disappointed=[1.0, 0.0])
    given_all(state.employers, trust=0.8)
    i, k = abroad(state, cut_short=1), abroad(state, cut_short=1, expiry=40, origin=1)
    run("mobility", state, 9)
    assert state.employers["trust"] == pytest.approx([0.8 * 0.75**2, 0.8, 0.8])
    assert (state.origins["disappointed"].tolist(), state.countries["disappointed"].tolist()) == ([2.0, 1.0], [2.0])
    assert fate(state, i) == fate(state, k) == (Stage.dropped_out, Reason.early_return)
    assert counted(state, 9) == {"early_returns": 2.0}
    assert (state.employers[0].results, state.markets[0].results, number_in(state, Stage.abroad)) == (0.0, 0.0, 0)


def test_completed_stays_count_for_host_and_market_and_end_as_drawn():
    values = {
        "candidates.stay_share.employment": 0.4, "candidates.reintegration_base": -0.2,
        "candidates.reintegration_effect": 0.9, "candidates.reintegration_economy": 1.5, "markets.count": 2,
        "markets.employers": 4, "corridor.origins": 2,
    }  # fmt: skip
    state = travellers(values)
    given_all(state.origins, economy=[0.8, 1.3])
    given_all(state.employers, results=1.0)
    given_all(state.markets, results=1.0)
    for i in range(60):
        abroad(state, employer=3, market=1, supported=i % 2, origin=i % 3 == 0)
    later = abroad(state, due=10)
    run("mobility", state, 9)
    ended = []
    for i in range(60):
        a, b, _, _ = drawn(state, Decision.mobility, int(i % 3 == 0), i, 1, 2)
        utility = -0.2 + 0.9 * (i % 2) + 1.5 * math.log(1.3 if i % 3 == 0 else 0.8)
        stage = Stage.stayed if a < 0.4 else Stage.reintegrated if b < 1 / (1 + math.exp(-utility)) else Stage.returned
        assert fate(state, i) == (stage, Reason.none)
        ended.append(stage)
    number = {stage: ended.count(stage) for stage in (Stage.stayed, Stage.returned, Stage.reintegrated)}
    assert min(number.values()) > 5
    back = -500.0 * sum(ended[i] == Stage.stayed for i in range(1, 60, 2))  # set aside for those who stay on
    assert counted(state, 9) == {
        "completed_mobilities": 60.0, "stayed": number[Stage.stayed], "reintegrated": number[Stage.reintegrated],
        "returned": number[Stage.returned] + number[Stage.reintegrated], "spent_reintegration": back, "public_cost": back,
    }  # fmt: skip
    assert state.employers["results"].tolist() == [1.0, 1.0, 1.0, 61.0]
    assert state.markets["results"].tolist() == [1.0, 61.0]
    assert fate(state, later)[0] == Stage.abroad
    assert number_in(state, Stage.abroad) == 1
    told = [[Stage(entry["stage"]) for entry in entries(state) if entry["candidate"] == i] for i in range(60)]
    ways = {
        Stage.stayed: [Stage.completed, Stage.stayed], Stage.returned: [Stage.completed, Stage.returned],
        Stage.reintegrated: [Stage.completed, Stage.returned, Stage.reintegrated],
    }  # fmt: skip
    assert told == [ways[stage] for stage in ended]


p = record()


share = st.floats(0, 1)


draw = st.floats(2**-33, 1 - 2**-33)


quality = st.floats(-10, 10)


@given(quality, quality)
def test_early_return_falls_with_quality(one, other):
    poor, good = sorted((one, other))
    assert 0.0 <= mobility.return_probability(good, p) <= mobility.return_probability(poor, p) <= 1.0


@given(quality, st.floats(1, 60), st.floats(1, 60))
def test_early_return_rises_with_the_length_of_the_stay(quality, one, other):
    short, long = (record({"design.stay_months": stay}) for stay in sorted((one, other)))
    assert mobility.return_probability(quality, short) <= mobility.return_probability(quality, long)


def test_early_return_is_given_per_year():
    year, two = (record({"design.stay_months": months}) for months in (12.0, 24.0))
    stayed = 1 - mobility.return_probability(0.0, year)
    assert 1 - mobility.return_probability(0.0, two) == pytest.approx(stayed**2)


def test_lower_levels_return_more_often():
    low, medium, high = (
        mobility.return_probability(0.0, record({"design.level": k})) for k in ("low", "medium", "high")
    )
    assert low > medium > high


@given(draw, share, share, st.floats(0.01, 3))
def test_support_helps_reintegration(u, one, other, economy):
    less, more = sorted((one, other))
    assert mobility.reintegrates(u, less, economy, p) <= mobility.reintegrates(u, more, economy, p)


@given(draw, st.floats(0, 3), st.floats(0, 3))
def test_a_better_economy_helps_reintegration(u, one, other):
    poor, rich = sorted((one, other))
    assert mobility.reintegrates(u, 0, poor, p) <= mobility.reintegrates(u, 0, rich, p)


def chance(utility):
    return 1 / (1 + math.exp(-utility))


def decides(decision, expected):
    """Whether a decision on a uniform draw is taken just below the expected probability, and no more just above."""
    return decision(expected - 1e-6) and not decision(expected + 1e-6)


def test_an_early_return_by_hand():
    chosen = record({
        "candidates.return_utility": -2.0, "candidates.return_quality": 0.5, "candidates.level_return.low": 0.6,
        "design.level": "low", "candidates.mentoring_relief": 0.2, "candidates.integration_relief": 0.1,
        "design.mentoring": True, "design.integration_package": True, "design.stay_months": 30.0,
    })  # fmt: skip
    yearly = chance(-2.0 - 0.5 * 1.4 + 0.6) * 0.72
    assert mobility.return_probability(1.4, chosen) == pytest.approx(1 - (1 - yearly) ** 2.5)


def test_reintegration_by_hand():
    chosen = record({"candidates.reintegration_base": -0.4, "candidates.reintegration_effect": 1.2,
                     "candidates.reintegration_economy": 1.5})  # fmt: skip
    assert decides(lambda u: mobility.reintegrates(u, 1, 1.3, chosen), chance(0.8 + 1.5 * math.log(1.3)))
    assert decides(lambda u: mobility.reintegrates(u, 0, 0.8, chosen), chance(-0.4 + 1.5 * math.log(0.8)))
    founding = record({"candidates.reintegration_base": -0.4, "candidates.reintegration_effect": 1.2,
                       "candidates.reintegration_economy": 1.5, "design.business_creation": True,
                       "candidates.business_effect": 0.5})  # fmt: skip
    assert decides(lambda u: mobility.reintegrates(u, 1, 1.0, founding), chance(-0.4 + 1.8))
    assert decides(lambda u: mobility.reintegrates(u, 0, 1.0, founding), chance(-0.4))
    poor = record({"candidates.reintegration_base": 0.0, "candidates.reintegration_economy": 0.5})
    assert decides(lambda u: mobility.reintegrates(u, 0, 0.0, poor), chance(0.5 * math.log(1e-6)))
