"""Mobility: intake dates, seasonal workers hired again, what is set aside for a return, self-financed stays (L9, L15, L19)."""

import math

import pytest
from worlds import (
    Decision,
    budget,
    counted,
    drawn,
    entries,
    fate,
    given_all,
    given_row,
    given_scheme,
    line,
    listed,
    people,
    put,
    record,
    run,
    scheme,
    waits,
    world,
)

from sim.categories import Line, Reason, Stage, Status
from sim.laws import waits as waits_law

FAR = 32_000

#: Stays that nobody breaks off; a mobility costs 1,000 and 200 a month, support for a return 500.
STAYS = {
    "design.kind": "seasonal", "design.stay_months": 5.0, "candidates.return_utility": -8.0,
    "candidates.return_quality": 0.0, "candidates.level_return.high": -2.0, "candidates.stay_share.seasonal": 0.0,
    "costs.mobility": 1000.0, "costs.allowance.seasonal": 200.0, "costs.reintegration": 500.0,
    "design.reintegration_support": 0.0, "candidates.rehire": 1.0, "design.contribution_share": 0.5,
    "costs.full_price": 1600.0, "design.intake_months": 6, "design.intake_window": 6,
}  # fmt: skip
COST = 2000.0


def season(*values, **columns):
    """Three hosts that take part; money and places for everybody."""
    state = world(STAYS, *values)
    budget(state, reintegration=1e6, mobility=1e6)
    given_all(state.employers, status=Status.engaged, willing=0)
    given_scheme(state, **({"ceiling": 50, "places_taken": 10} | columns))
    return state


def ready(state, **columns):
    """Somebody with a permit in hand."""
    given = {"market": 0, "employer": 0, "matches": 1, "expiry": 40, "selected": 2}
    return put(state, Stage.ready, **(given | columns))


def abroad(state, **columns):
    """Somebody whose season ends in month 9."""
    given = {"market": 0, "employer": 0, "matches": 1, "due": 9, "departed": 4, "selected": 1, "matched": 2}
    return put(state, Stage.abroad, **(given | columns))


@pytest.mark.parametrize(("interval", "first", "dates"), [
    (1, 0, list(range(26))), (12, 0, [0, 12, 24]), (12, 7, [7, 19]), (6, 2, [2, 8, 14, 20]), (5, 11, [1, 6, 11, 16, 21]),
])  # fmt: skip
def test_intake_dates_by_hand(interval, first, dates):
    p = record({"design.intake_months": interval, "design.first_intake": first})
    assert [month for month in range(26) if waits_law.intake(month, p)] == dates


@pytest.mark.parametrize(("first", "window", "begins"), [
    (0, 2, [0, 1, 6, 7, 12, 13]), (4, 3, [4, 5, 6, 10, 11, 12, 0]), (0, 6, list(range(14))), (2, 9, list(range(14))),
])  # fmt: skip
def test_stays_can_begin_as_long_as_the_window_of_an_intake_is_open(first, window, begins):
    p = record({"design.intake_months": 6, "design.first_intake": first, "design.intake_window": window})
    assert [month for month in range(14) if waits_law.intake(month, p)] == sorted(begins)


def test_who_misses_an_intake_waits_for_the_next():
    state = season({"design.intake_window": 1, "design.first_intake": 2})
    i, late = ready(state), ready(state, expiry=8)
    for month in range(3, 8):
        run("mobility", state, month)
        assert listed(state, Stage.ready) == [i, late]
        assert counted(state, month) == {"waiting_travel": 2.0}
    run("mobility", state, 8)
    assert fate(state, i) == (Stage.abroad, Reason.none)
    assert fate(state, late) == (Stage.dropped_out, Reason.waited_too_long)
    assert people(state)[i].due == 13


def test_an_intake_needs_open_borders_too():
    state = season({"design.intake_window": 1}, travel_open=0.5)
    leaves, waiting = ready(state, border_needed=0.5), ready(state, border_needed=0.6)
    run("mobility", state, 6)
    assert fate(state, leaves)[0] == Stage.abroad
    assert listed(state, Stage.ready) == [waiting]


def test_a_seasonal_worker_is_hired_again_by_hand():
    state = season(admitted=7)
    budget(state, mobility=5000.0)
    given_row(state.employers[0], open=2, real_open=1, need_left=3, hires=4)
    i = abroad(state, cut_short=0, held_until=3, expiry=5, quality=0.5, border_needed=0.3, matches=2)
    run("mobility", state, 9)
    person = people(state)[i]
    assert fate(state, i) == (Stage.permit, Reason.none)
    assert (person.matches, person.due, person.expiry, person.held_until) == (3, -1, FAR, FAR)
    assert (person.cut_short, person.supported, person.departed, person.matched) == (0, 0, 4, 2)
    assert (person.contribution, person.committed, person.self_financed) == (0.0, COST, 0)
    assert scheme(state).places_taken == 11
    assert line(state, Line.mobility).spent == COST
    host = state.employers[0]  # no new decision, no vacancy
    assert (host.open, host.real_open, host.need_left, host.hires, host.results) == (2, 1, 3, 4, 1.0)
    assert listed(state, Stage.permit) == [i]
    assert counted(state, 9) == {
        "completed_mobilities": 1.0, "returned": 1.0, "rehires": 1.0, "spent_mobility": COST, "public_cost": COST,
    }  # fmt: skip
    told = [(Stage(e["stage"]), int(e["month"])) for e in entries(state)]
    assert told == [(Stage.completed, 9), (Stage.returned, 9), (Stage.permit, 9)]


@pytest.mark.parametrize(("values", "columns", "host"), [
    ({"design.kind": "employment", "candidates.stay_share.employment": 0.0}, {}, {}),
    ({}, {"alive": 0}, {}), ({}, {}, {"status": Status.withdrawn}), ({}, {}, {"status": Status.declined}),
    ({}, {"places_taken": 50}, {}), ({"candidates.rehire": 0.0}, {}, {}), ({}, {"funded": 0}, {}),
])  # fmt: skip
def test_who_is_not_hired_again_returns(values, columns, host):
    state = season(values, {"candidates.reintegration_base": -4.0}, **columns)
    given_row(state.employers[0], **host)
    i = abroad(state, agent=3)
    run("mobility", state, 9)
    assert fate(state, i)[0] in (Stage.returned, Stage.reintegrated)
    assert "rehires" not in counted(state, 9)
    assert people(state)[i].matches == 1
    assert scheme(state).places_taken == columns.get("places_taken", 10)


def test_nobody_is_hired_again_whom_the_mobility_line_cannot_carry():
    for holds, again in ((COST, 1.0), (COST - 1, 0.0)):
        state = season()
        budget(state, mobility=holds)
        abroad(state)
        assert counted(run("mobility", state, 9), 9).get("rehires", 0.0) == again
        assert line(state, Line.mobility).unmet == 0.0


def test_who_stays_on_is_not_hired_again():
    state = season({"candidates.stay_share.seasonal": 1.0})
    i = abroad(state)
    run("mobility", state, 9)
    assert fate(state, i) == (Stage.stayed, Reason.none)


def test_whether_a_host_takes_a_worker_again_is_drawn_by_season():
    state = season({"candidates.rehire": 0.5, "candidates.stay_share.seasonal": 0.2})
    for i in range(40):
        abroad(state, matches=i % 3 + 1)
    run("mobility", state, 9)
    again = 0
    for i in range(40):
        a, _, c, _ = drawn(state, Decision.mobility, 0, i, i % 3 + 1, 2)
        stage = fate(state, i)[0]
        assert (stage == Stage.stayed) == (a < 0.2)
        assert (stage == Stage.permit) == (a >= 0.2 and c < 0.5)
        again += stage == Stage.permit
    assert 5 < again < 30
    assert counted(state, 9)["rehires"] == again


def test_after_the_funding_a_worker_is_hired_again_by_hosts_that_pay():
    values = {"employers.contribution_trust": 0.5, "employers.contribution_results": 1.0, "employers.peer_results": 0.0}
    state = season(values, funded=0, places_taken=99)
    given_row(state.employers[0], willing=1, trust=0.5, results=0.0)  # its first results are those of today
    i, poor = abroad(state), abroad(state, employer=1)
    run("mobility", state, 9)
    assert fate(state, i)[0] == Stage.permit
    assert fate(state, poor)[0] != Stage.permit
    person = people(state)[i]
    assert (person.contribution, person.committed, person.self_financed) == (COST, 0.0, 1)  # all that it costs
    assert scheme(state).places_taken == 100
    assert "public_cost" not in counted(state, 9)


def test_a_second_season_has_draws_of_its_own_and_counts_no_second_wait():
    state = season({"candidates.return_utility": -0.5, "candidates.level_return.high": 0.0, "design.stay_months": 9.0})
    for i in range(30):
        ready(state, agent=i, matches=3, departed=2)
    run("mobility", state, 12)
    assert waits(state)["departures"].sum() == 0
    yearly = 1 / (1 + math.exp(0.5))
    for i in range(30):
        b = drawn(state, Decision.mobility, 0, i, 3, 1)[1]
        assert people(state)[i].cut_short == (b < 1 - (1 - yearly) ** 0.75)
        assert people(state)[i].departed == 12
    assert counted(state, 12)["departures"] == 30.0


def test_departures_and_stays_that_hosts_paid_for_are_counted_apart():
    state = season({"candidates.rehire": 0.0}, funded=0)
    ready(state, self_financed=1)
    ready(state, self_financed=0)
    abroad(state, self_financed=1)
    abroad(state, self_financed=1)
    abroad(state, self_financed=0)
    abroad(state, self_financed=1, cut_short=1)
    run("mobility", state, 9)
    found = counted(state, 9)
    assert (found["departures"], found["departures_self_financed"]) == (2.0, 1.0)
    assert (found["completed_mobilities"], found["completed_self_financed"]) == (3.0, 2.0)


ASIDE = {"costs.business_creation": 90.0, "design.business_creation": True}


@pytest.mark.parametrize("extra", [{}, ASIDE])
def test_support_is_set_aside_at_the_departure(extra):
    cost = 590.0 if extra else 500.0
    state = season({"design.reintegration_support": 1.0}, extra)
    i = ready(state)
    run("mobility", state, 9)
    assert people(state)[i].supported == 1
    assert line(state, Line.reintegration).spent == cost


@pytest.mark.parametrize(("columns", "values", "refunded", "supported"), [
    ({"cut_short": 1}, {}, True, 0),
    ({}, {"candidates.stay_share.seasonal": 1.0}, True, 0),
    ({}, {}, True, 0),  # hired again
    ({}, {"candidates.rehire": 0.0}, False, 1),  # paid on return
])  # fmt: skip
@pytest.mark.parametrize("extra", [{}, ASIDE])
def test_support_that_is_not_needed_goes_back_into_its_line(columns, values, refunded, supported, extra):
    cost = 590.0 if extra else 500.0
    state = season(values, extra)
    given_row(line(state, Line.reintegration), spent=2000.0)
    i, none = abroad(state, supported=1, **columns), abroad(state, **columns)
    run("mobility", state, 9)
    assert line(state, Line.reintegration).spent == 2000.0 - cost * refunded
    assert (people(state)[i].supported, people(state)[none].supported) == (supported, 0)
    assert counted(state, 9).get("spent_reintegration", 0.0) == -cost * refunded


@pytest.mark.parametrize(("columns", "values"), [({"cut_short": 1}, {}), ({}, {"candidates.stay_share.seasonal": 1.0})])
def test_after_the_funding_what_was_set_aside_stays_with_the_person(columns, values):
    state = season(values, funded=0)
    given_row(line(state, Line.reintegration), spent=2000.0)
    i = abroad(state, supported=1, **columns)
    run("mobility", state, 9)
    assert line(state, Line.reintegration).spent == 2000.0
    assert people(state)[i].supported == 1
    assert "public_cost" not in counted(state, 9)


def test_support_helps_a_returnee_found_a_business():
    helps = {
        "candidates.rehire": 0.0, "candidates.reintegration_base": -1.0, "candidates.reintegration_effect": 1.0,
        "candidates.business_effect": 0.8, "candidates.reintegration_economy": 0.0, "design.business_creation": True,
    }  # fmt: skip
    state = season(helps)
    for i in range(40):
        abroad(state, supported=i % 2)
    run("mobility", state, 9)
    for i in range(40):
        b = drawn(state, Decision.mobility, 0, i, 1, 2)[1]
        chance = 1 / (1 + math.exp(1.0 - 1.8 * (i % 2)))
        assert (fate(state, i)[0] == Stage.reintegrated) == (b < chance)
