"""Phases: when a scheme follows another, what it finds, that the world goes on, and that results are those of both."""

import math

import numpy as np
import pytest
from worlds import (
    EASY,
    TINY,
    Decision,
    configured,
    given_all,
    given_row,
    given_scheme,
    key,
    record,
    row,
    small,
    totals,
    whole_runs,
)

from sim import phases
from sim.draws import ADDRESSES, for_life, uniforms
from sim.indicators import BY_NAME, FLOW, LEVEL, MONTHLY, NAMES
from sim.parameters import to_record
from sim.runs.course import Course
from sim.runs.ensemble import run_sets

SHORT = {"design.duration_years": 1.0, "steering.extension_share": 0.0}
"""A scheme of a year that is never extended."""


def sequence(first, *then, make=configured, timeline=None):
    """A configuration that follows another: settings of the first, and of the one after it."""
    config = make(*then, timeline=timeline)
    config.earlier = make(first)
    return config


def begun(first, then=None, *, change=None, seed=1, hosts=3):
    """The states of a first scheme, ended by hand in month 11, and of the one that follows at once."""
    common = {**TINY, **SHORT, "phase.gap": 0, "markets.employers": hosts}
    course = Course.of(sequence({**common, **first}, common, then or first), seed)
    given_scheme(course.latest, funded=0, end_month=12)
    if change:
        change(course.latest)
    course._go_on(11)
    assert len(course.states) == 2
    return course.states


# When a phase begins

WAITED = {"funded": 0, "end_month": 12, "places": 8, "known_taken": 4, "horizon": 96}


@pytest.mark.parametrize(
    ("columns", "gap", "gate", "month", "begins"),
    [
        ({}, 3, 0.0, 14, True),  # the first month after the gap is month 15
        ({}, 3, 0.0, 13, False),
        ({}, 0, 0.0, 11, True),
        ({"funded": 1}, 0, 0.0, 11, False),
        ({}, 3, 0.5, 14, True),  # the gate is reached exactly
        ({}, 3, 0.51, 14, False),
        ({"known_taken": 0}, 3, 0.01, 14, False),  # nothing was reported
        ({"known_taken": 0}, 3, 0.0, 14, True),
        ({}, 3, 0.5, 15, False),  # decided once
        ({"began": 80}, 3, 0.0, 14, True),
        ({"began": 81}, 3, 0.0, 14, False),  # calendar month 96 is beyond the horizon
    ],
)
def test_a_phase_begins_after_the_gap_if_the_gate_is_reached(columns, gap, gate, month, begins):
    after = record({"phase.gap": gap, "phase.gate": gate})
    assert bool(phases.follows(row("scheme", **WAITED | columns), after, month)) == begins


# What it finds


def changed(state):
    given_all(state.governments, trust=0.6, support=0.7, signed=1, agreement=1, next_election=30, elections=2)
    given_row(state.agencies[2], volume=40.0)  # the recruiter
    given_row(state.markets[0], log_own=0.3, profile=-0.4, results=5.0, demand=9.0, pointer=2)
    given_row(state.origins[0], log_economy=-0.2, hazard=7.0)
    given_row(state.countries[0], agreement_work=1.5, agreement=1)
    given_row(state.employers[1], trust=0.5, results=2.0, need_left=1, hires=2, open=3, status=2, contacts=4)
    given_scheme(state, log_common=0.1, sensed=0.2, curriculum=0.15, method_gain=0.25, capacity_stock=0.12, calls=4)


def test_it_finds_relations_experience_and_capacity_and_nothing_else():
    old, new = begun({}, change=changed)
    assert [*new.governments.trust] == [0.6] * 4
    assert [*new.governments.support] == [0.7] * 4
    assert [*new.governments.signed] == [*new.governments.agreement] == [1] * 4
    assert [*new.governments.next_election] == [30] * 4
    assert [*new.governments.elections] == [2] * 4
    assert new.agencies.volume[2] == 40.0
    market, host, scheme = new.markets[0], new.employers[1], new.scheme
    assert (market.log_own, market.profile, market.results) == (0.3, -0.4, 5.0)
    assert (market.demand, market.pointer) == (1.0, 0)
    assert (new.origins[0].log_economy, new.origins[0].hazard) == (-0.2, 0.0)
    assert (new.countries[0].agreement_work, new.countries[0].agreement) == (1.5, 1)
    assert (host.trust, host.results, host.need_left) == (0.5, 2.0, 1)
    assert (host.hires, host.open, host.status, host.contacts) == (0, 0, 0, 0)
    assert (scheme.log_common, scheme.sensed, scheme.curriculum) == (0.1, 0.2, 0.15)
    assert (scheme.method_gain, scheme.capacity_stock, scheme.calls) == (0.25, 0.12, 0)
    assert (scheme.phase, scheme.began, scheme.funded, scheme.end_month) == (1, 12, 1, 12)
    assert (old.scheme.alive, scheme.alive) == (0, 1)


def test_preparation_adds_to_the_trust_that_is_there():
    _, new = begun(
        {},
        {"design.preparation_months": 9.0, "trust.preparation": 0.5, "trust.preparation_months": 9.0},
        change=changed,
    )
    gained = 0.5 * (1 - math.exp(-1))
    assert new.governments.trust == pytest.approx(0.6 + 0.4 * gained)
    assert new.governments.support == pytest.approx(0.7 + 0.3 * gained)


def test_a_host_that_hired_is_experienced_in_the_next_phase():
    none = {f"employers.experience.{size}": 0.0 for size in ("micro", "small", "medium", "large")}
    known = {
        **none,
        "employers.experience_relief": 0.5,
        "employers.disposed": 0.0,
        "employers.disposed_experienced": 1.0,
    }
    old, new = begun(known, change=changed)
    assert [*old.employers.experience] == [0, 0, 0]
    assert [*new.employers.experience] == [*new.employers.disposed] == [0, 1, 0]
    assert [*new.employers.burden / old.employers.burden] == pytest.approx([1.0, 0.5, 1.0])


def test_hosts_keep_who_they_are():
    old, new = begun({}, hosts=40)
    for trait in ("size_class", "motive", "willing", "need", "engage_at", "hire_at", "real_need", "disposed", "clears"):
        assert np.array_equal(old.employers[trait], new.employers[trait]), trait


def test_hosts_are_found_by_market_and_position_and_others_are_new():
    def mark(state):
        state.employers.trust = 0.01 * np.arange(1, len(state.employers) + 1)

    old, new = begun({"markets.count": 2}, {"markets.count": 3}, change=mark, hosts=12)
    assert [*old.markets.hosts] == [6, 6]
    assert [*new.markets.hosts] == [4, 4, 4]
    prior = new.parameters[0].trust.prior
    found = [0.01, 0.02, 0.03, 0.04, 0.07, 0.08, 0.09, 0.10]  # the second market began in row 6
    assert new.employers.trust == pytest.approx([*found, *([prior] * 4)])


def test_hosts_that_sign_are_found_among_those_that_signed():
    signed = {"design.signed_share": 1.0, "employers.signed_places.association": 2, "design.places": 4}

    def mark(state):
        state.employers.trust = 0.1 * np.arange(1, 6)
        state.employers.need_left = 0

    old, new = begun(signed, {**signed, "design.places": 6}, change=mark)
    assert len(old.employers) == 5  # three in reach, two that sign
    assert new.employers.trust[:5] == pytest.approx(0.1 * np.arange(1, 6))
    assert new.employers.trust[5] == pytest.approx(new.parameters[0].trust.prior)
    assert {*new.employers.need_left[3:]} <= {0, 2}  # what the new signature says
    assert [*new.employers.need_left[:3]] == [0, 0, 0]


def test_a_government_that_is_new_has_held_its_elections_before():
    two = {
        "corridor.levels_origin": 1,
        "corridor.levels_destination": 1,
        "politics.election_month": 5,
        "politics.term_months": 6,
    }

    def held(state):
        given_all(state.governments, next_election=23, elections=3)

    _, new = begun(two, {**two, "corridor.levels_origin": 2}, change=held)
    assert [*new.governments.next_election] == [23, 17, 23]  # the second is new: 5, 11, 17
    assert [*new.governments.elections] == [3, 2, 3]


# The world goes on


def test_draws_of_a_phase_have_addresses_of_their_own_but_those_for_life():
    for d in (Decision.pool, Decision.permit, Decision.applicant_traits):
        assert uniforms(key(), d, 3, 4, 5, 6) == for_life(key(), d, 3, 4, 5, 6)
        assert uniforms(row("scheme", seed=1, phase=2), d, 3, 4, 5, 6) == for_life(key(), d, 3 + 2 * 65536, 4, 5, 6)
        assert for_life(row("scheme", seed=1, phase=2), d, 3, 4, 5, 6) == for_life(key(), d, 3, 4, 5, 6)
    assert len({address.number for address in ADDRESSES.values()}) < 256


ROUGH = {
    "markets.volatility": 0.3, "markets.drift": 0.1, "shock.month": 30, "shock.severity": 0.7, "politics.election_month": -1,
    "politics.term_months": 9, "markets.count": 2, "corridor.origins": 2, "design.flexibility": 0.0,
}  # fmt: skip


def test_a_sequence_and_a_long_scheme_meet_the_same_calendar():
    whole_runs()
    both = Course.of(sequence({**ROUGH, **SHORT}, ROUGH, {**SHORT, "phase.gap": 2}, make=small), 4)
    long = Course.of(small(ROUGH, {"design.duration_years": 5.0}), 4)
    for month in range(60):
        both.advance(month, month + 1)
        long.advance(month, month + 1)
        ours, theirs = [state for state in both.states if state.scheme.began <= month][-1], long.latest
        for name in ("intensity", "log_common"):
            assert ours.scheme[name] == pytest.approx(theirs.scheme[name], abs=1e-15), (name, month)
        for name in ("demand", "profile", "log_own"):
            assert np.array_equal(ours.markets[name], theirs.markets[name]), (name, month)
        assert np.array_equal(ours.origins.economy, theirs.origins.economy)
        for name in ("next_election", "elections"):
            assert np.array_equal(ours.governments[name], theirs.governments[name]), (name, month)
    assert len(both.states) == 2
    assert both.latest.scheme.began == 14


def test_until_the_second_phase_begins_nothing_differs_from_the_first_alone():
    whole_runs()
    first = {**ROUGH, **EASY, "design.duration_years": 2.0}
    both = Course.of(sequence(first, {**ROUGH, **EASY}, {"design.duration_years": 1.0}, make=small), 2)
    alone = Course.of(small(first), 2)
    both.advance(0, 72)
    alone.advance(0, 72)
    began = int(both.latest.scheme.began)
    assert 24 < began < 60
    assert both.months(began).tobytes() == alone.months(began).tobytes()
    assert both.months(72).tobytes() != alone.months(72).tobytes()


def test_the_timeline_is_one_calendar_and_each_phase_has_its_own_levers():
    first = {**TINY, **SHORT, "design.digital": 0.1}
    config = sequence(
        first, {**first, "design.digital": 0.5}, timeline={20: {"permits.months": 9.0, "design.digital": 0.7}}
    )
    config.earlier.timeline = {6: {"design.digital": 0.2, "permits.months": 1.0}}
    rows = to_record(config, config.timeline)
    assert len(rows) == 42
    own, before = rows[:21], rows[21:]
    assert [own.design.digital[month] for month in (0, 6, 19, 20)] == [0.5, 0.5, 0.5, 0.7]
    assert [before.design.digital[month] for month in (0, 5, 6, 20)] == [0.1, 0.1, 0.2, 0.2]
    usual = rows[0].permits.months
    for block in (own, before):
        assert [block.permits.months[month] for month in (0, 6, 19, 20)] == [usual, usual, usual, 9.0]


def test_a_phase_begins_with_the_parameters_of_its_calendar_month():
    common = {**TINY, **SHORT, "phase.gap": 0}
    config = sequence(common, common, timeline={5: {"permits.capacity": 50.0}, 14: {"permits.capacity": 80.0}})
    course = Course.of(config, 1)
    course.advance(0, 12)
    assert course.latest.scheme.began == 12
    assert course.latest.governments.capacity.max() == 50.0
    course.advance(12, 15)
    assert course.latest.governments.capacity.max() == 80.0


# Results


def whole(first, then, seed=3):
    """A run of two phases: month by month, and as the kernel of many runs has it (totals, months)."""
    whole_runs()
    config = sequence(first, then, make=small)
    course = Course.of(config, seed)
    course.advance(0, config.horizon)
    found = run_sets(to_record(config, config.timeline)[None, :], 1, seed, workers=1, monthly=True)
    return config, course, dict(zip(NAMES, found.totals[0, 0], strict=True)), found.monthly[0, 0]


def test_flows_are_added_and_levels_are_those_of_the_latest_phase():
    common = {**EASY, "steering.extension_share": 0.0, "design.budget_total": 3e6}
    config, course, totals, months = whole(
        {**common, "design.duration_years": 2.0}, {**common, "design.duration_years": 1.5}
    )
    one, two = course.states
    began = int(two.scheme.began)
    assert began == 27
    for name in MONTHLY:
        expected = one.monthly[name][:72].copy()
        expected[began:] = two.monthly[name][: 72 - began] + (expected[began:] if BY_NAME[name].over == FLOW else 0.0)
        assert np.array_equal(months[:, NAMES.index(name)], expected, equal_nan=True), name
        if BY_NAME[name].over == FLOW:
            assert totals[name] == pytest.approx(expected.sum())
        if BY_NAME[name].over == LEVEL:
            assert totals[name] == pytest.approx(expected[began + 18 - 1], nan_ok=True)
    assert totals["matches"] > two.monthly["matches"][: 72 - began].sum() > 0
    assert totals["phases_run"] == 2
    assert totals["places_planned"] == 2 * math.ceil(config.design.places * 0.15)
    assert totals["funding_end"] == 27 + 18
    assert totals["unspent"] == pytest.approx(2 * 3e6 * 0.15 - totals["public_cost"])
    assert totals["capacity_left"] == two.scheme.capacity_stock


def test_the_older_phase_makes_no_matches_once_the_next_has_begun():
    _, course, _, _ = whole({**EASY, "design.duration_years": 2.0}, {**EASY, "design.duration_years": 1.0})
    one, two = course.states
    began = int(two.scheme.began)
    assert one.monthly["matches"][:began].sum() > 0
    assert one.monthly["matches"][began:72].sum() == one.monthly["applicants"][began:72].sum() == 0
    assert one.monthly["completed_mobilities"][began:72].sum() > 0  # those abroad finish their stays


@pytest.mark.parametrize("kept_out", [{"phase.gate": 2.0}, {"phase.gate": 0.001}])
def test_a_gate_that_is_not_reached_leaves_the_first_scheme_alone(kept_out):
    first = {**EASY, "design.duration_years": 2.0}
    if kept_out["phase.gate"] < 1:  # nobody monitors, and the lead itself knows too late, however well it goes
        first |= {"design.monitoring_share": 0.0, "steering.unmonitored_months": 60.0}
        kept_out = kept_out | {"steering.unmonitored_months": 60.0}
    alone = totals(small(first), 5)
    both = totals(sequence(first, {**EASY, "design.places": 90}, kept_out, make=small), 5)
    for name in NAMES:
        assert np.array_equal(alone[name], both[name], equal_nan=True), name
    assert alone["matches"].max() > 0
    assert {*both["phases_run"]} == {1.0}


def test_runs_in_a_row_do_not_touch_each_other():
    first = {**EASY, "design.duration_years": 2.0}
    config = sequence(first, {**first, "markets.count": 2}, make=small)
    alone, many = small(first), [totals(config, 4)["matches"] for _ in range(2)]
    assert np.array_equal(*many)
    before = totals(alone, 4)["matches"]
    totals(config, 2)
    assert np.array_equal(totals(alone, 4)["matches"], before)


def test_three_phases():
    common = {**EASY, **SHORT, "phase.gap": 1}
    config = sequence(common, common, make=small)
    config.earlier.earlier = small(common)
    found = totals(config, 3)
    assert {*found["phases_run"]} == {3.0}
    assert {*found["places_planned"]} == {3 * math.ceil(config.design.places * 0.15)}
    assert {*found["funding_end"]} == {38.0}  # 12, 1, 12, 1, 12
