"""Remote work that replaces the move: its hazard, who settles for it, and what becomes of place, money and vacancy (L13, L15)."""

import math

import numba
import pytest
from worlds import (
    EASY,
    Decision,
    assert_identical,
    budget,
    counted,
    drawn,
    entries,
    fate,
    given_scheme,
    line,
    people,
    put,
    run,
    scheme,
    small,
    totals,
    world,
)

from sim.categories import Line, Reason, Stage, Status
from sim.laws import waits

#: Everybody starts remotely; nobody needs recognition; the hazard is a tenth a month, three times that in a full shock.
REMOTE = {
    "sectors.remote.ict": 1.0, "design.remote_start": 1.0, "candidates.remote_accept": 4.0, "costs.remote_start": 500.0,
    "recognition.required.ict": 0.0, "employers.remote_stays": 0.1, "shock.remote_stays": 2.0,
}  # fmt: skip


@numba.njit
def lost(state, i, month):
    return waits.lost(state, state.candidates[i], month)


def waiting(stage=Stage.permit, **values):
    """A world with a person who works remotely while it waits, with a host that takes part; both."""
    state = world(REMOTE)
    budget(state, mobility=10_000.0)
    line(state, Line.mobility).spent = 2500.0
    state.employers[0].status = Status.engaged
    given_scheme(state, places_taken=3, remote_hazard=0.5)
    plain = {"employer": 0, "market": 0, "matches": 1, "expiry": 600, "due": 600, "committed": 2500.0, "remote": 1}
    return state, put(state, stage, **(plain | values))


@pytest.mark.parametrize(("intensity", "added"), [(0.0, 0.1), (0.5, 0.2), (1.0, 0.3)])
def test_the_hazard_grows_by_the_month_and_faster_in_a_shock(intensity, added):
    state = world(REMOTE)
    given_scheme(state, remote_hazard=0.25, intensity=intensity)
    run("recognition", state, 5)
    assert scheme(state).remote_hazard == pytest.approx(0.25 + added)


def test_what_the_move_survives_is_drawn_at_the_start():
    state = world(REMOTE)
    budget(state, mobility=10_000.0)
    given_scheme(state, remote_hazard=0.4)
    numbers = [put(state, Stage.matched, employer=0, market=0, matches=1, matched=5) for _ in range(8)]
    state.employers[0].status = Status.engaged
    run("recognition", state, 5)
    started = [i for i in numbers if people(state)[i].remote]
    assert len(started) > 5
    for i in started:
        d = drawn(state, Decision.remote, 0, i, 1)[3]
        assert people(state)[i].remote_until == pytest.approx(0.5 - math.log(1 - d), rel=1e-6)


@pytest.mark.parametrize(("until", "remote", "departed", "reason"), [
    (0.5, 1, -1, Reason.works_remotely), (0.4, 1, -1, Reason.works_remotely), (0.51, 1, -1, Reason.none),
    (0.5, 0, -1, Reason.none),  # who did not start remotely
    (0.5, 1, 3, Reason.none),  # who moved once
])  # fmt: skip
def test_who_settles_for_remote_work(until, remote, departed, reason):
    state, i = waiting(remote_until=until, remote=remote, departed=departed)
    assert lost(state, i, 6) == reason


def test_remote_work_comes_before_the_end_of_patience():
    state, i = waiting(remote_until=0.5, expiry=6)
    assert lost(state, i, 6) == Reason.works_remotely


@pytest.mark.parametrize(("stage", "process"), [
    (Stage.permit, "permits"), (Stage.recognition, "recognition"), (Stage.ready, "mobility"), (Stage.seat, "training"),
])  # fmt: skip
def test_the_place_and_its_money_are_free_again_but_the_vacancy_stays_filled(stage, process):
    state, i = waiting(stage, remote_until=0.45)
    before = int(state.employers[0].open), int(state.employers[0].need_left)
    run(process, state, 6)
    assert fate(state, i) == (Stage.dropped_out, Reason.works_remotely)
    assert (state.employers[0].open, state.employers[0].need_left) == before
    assert scheme(state).places_taken == 2
    assert counted(state, 6) == {
        "remote_contracts": 1.0, "dropouts": 1.0, "spent_mobility": -2500.0, "public_cost": -2500.0,
    }  # fmt: skip


def test_another_loss_is_no_remote_contract_and_opens_the_vacancy():
    state, i = waiting(remote_until=9.0, expiry=6)
    before = int(state.employers[0].open)
    run("permits", state, 6)
    assert fate(state, i) == (Stage.dropped_out, Reason.waited_too_long)
    assert state.employers[0].open == before + 1
    assert "remote_contracts" not in counted(state, 6)


def test_at_a_rate_of_nothing_everybody_moves_and_without_remote_starts_the_rate_does_not_matter():
    everybody = {"design.remote_start": 1.0, "sectors.remote.ict": 1.0}
    bridge, instead = (totals(small(EASY, everybody, {"employers.remote_stays": rate})) for rate in (0.0, 1.0))
    assert bridge["remote_contracts"].sum() == 0 < bridge["remote_starts"].sum()
    assert instead["remote_contracts"].sum() > 0
    assert instead["departures"].sum() < bridge["departures"].sum()
    none = {"design.remote_start": 0.0}
    assert_identical(small(EASY, none), small(EASY, none, {"employers.remote_stays": 1.0}))


def test_the_journal_tells_who_works_remotely():
    state, i = waiting(remote_until=0.45)
    run("permits", state, 6)
    told = [(int(e["stage"]), int(e["reason"]), int(e["employer"])) for e in entries(state) if e["candidate"] == i]
    assert told == [(Stage.dropped_out, Reason.works_remotely, 0)]
