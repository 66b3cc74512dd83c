"""Training: the reserve list, seats, dropout, the examination, the two tracks (L2, L13, L18)."""

import itertools
import math

import numpy as np
import pytest
from schooling import COST, LEARNED, school, trained
from worlds import (
    Decision,
    budget,
    counted,
    drawn,
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
    settled,
    small,
    totals,
    world,
)

from sim.categories import Line, Reason, Stage, Status
from sim.draws import exponential_from, whole_months
from sim.processes import training


def journal_of(*values):
    state = finished(small(*values))
    return state.journal[: state.scheme.journal]


@pytest.mark.parametrize("length", [1.0, 5.0, 7.0])
def test_training_takes_its_planned_length_in_calm(length):
    journal = journal_of({"design.training_months": length, "candidates.training_dropout": 0.0})
    began = {e["candidate"]: e["month"] for e in journal if e["stage"] == Stage.training}
    ended = {e["candidate"]: e["month"] for e in journal if e["stage"] == Stage.pool}
    assert ended
    assert {int(ended[i]) - int(began[i]) for i in ended} == {int(length)}


def test_lessons_lost_to_a_shock_are_made_up_for():
    journal = journal_of(
        {"shock.month": 12, "shock.services": 1.0, "design.digital": 0.0, "candidates.training_dropout": 0.0}
    )
    began = {e["candidate"]: e["month"] for e in journal if e["stage"] == Stage.training}
    ended = {e["candidate"]: e["month"] for e in journal if e["stage"] == Stage.pool}
    assert max(int(ended[i]) - int(began[i]) for i in ended) > 5


def test_dropout_at_its_limits():
    nobody, everybody = (totals(small({"candidates.training_dropout": share})) for share in (0.0, 1.0))
    journal = journal_of({"candidates.training_dropout": 0.0})
    assert not (journal["reason"] == Reason.training_dropout).any()
    assert nobody["trained"].sum() > 0
    assert everybody["trained"].sum() == 0
    assert everybody["spent_training"].sum() > 0


def test_seats_limit_training():
    state = finished(small({"costs.training_seats": 20.0, "design.capacity_share": 0.0}))
    journal = state.journal[: state.scheme.journal]
    inside = np.zeros(state.scheme.horizon + 1, int)
    for i in np.unique(journal["candidate"]):
        own = journal[journal["candidate"] == i]
        for entry, following in itertools.pairwise(own):
            if entry["stage"] == Stage.training:
                inside[entry["month"] : following["month"]] += 1
    assert 0 < inside.max() <= 3
    assert state.monthly["waiting_training"].sum() > 0


def test_the_home_track_is_placed_at_home():
    abroad, home = (totals(small({"design.home_share": share}), 20) for share in (0.0, 0.9))
    assert abroad["local_placements"].sum() == 0
    assert home["local_placements"].sum() > home["matches"].sum()


def test_without_training_the_pool_follows_at_once():
    journal = journal_of({"design.training_months": 0.0})
    began = {e["candidate"]: e["month"] for e in journal if e["stage"] == Stage.training}
    ended = {e["candidate"]: e["month"] for e in journal if e["stage"] == Stage.pool}
    assert began.keys() == ended.keys()
    assert all(began[i] == ended[i] for i in began)


def test_a_trainee_by_hand():
    state = school(curriculum=1.0, training_lost=0.75)
    for _ in range(40):
        put(state, Stage.preselected, profile=0.2)
    run("training", state, 3)
    tracks, broken = [], 0
    for i in range(40):
        a, b, c, d = drawn(state, Decision.training, 0, i)
        due = 3 + whole_months(4.5, d)
        leaves = 3 + 1 + int(c * 4.5) if b < 0.5 * 0.8 else -1
        person = people(state)[i]
        assert (person.track, person.breaks_off) == (int(a < 0.4), leaves)
        assert person.due == (min(due, leaves) if leaves >= 0 else due)
        assert person.lessons_lost == 0.75
        assert (person.profile, person.trained) == (pytest.approx(0.2), 0)  # what training gives comes at its end
        assert fate(state, i) == (Stage.training, Reason.none)
        tracks.append(int(person.track))
        broken += leaves >= 0
    assert 5 < sum(tracks) < 30
    assert 5 < broken < 30
    assert number_in(state, Stage.training) == 40
    assert scheme(state).admitted == 40
    assert counted(state, 3) == {"spent_training": 40 * COST, "public_cost": 40 * COST}


def test_seats_by_hand_and_those_in_training_take_them():
    values = {"costs.training_seats": 10.0, "scale": 0.5, "markets.employers": 6}
    state = school(values, services=0.8, capacity_stock=0.25)  # 10 * 0.5 * 0.8 * 1.25 = 5 seats
    settled(state, Stage.training, 3)
    numbers = [put(state, Stage.preselected) for _ in range(4)]
    run("training", state, 3)
    assert number_in(state, Stage.training) == 5
    assert listed(state, Stage.preselected) == numbers[2:]
    assert counted(state, 3)["waiting_training"] == 2.0
    assert line(state, Line.training).unmet == 0.0


def test_without_money_nobody_takes_a_seat():
    state = school()
    budget(state, training=1000.0)
    numbers = [put(state, Stage.preselected) for _ in range(3)]
    run("training", state, 3)
    assert number_in(state, Stage.training) == 2
    assert listed(state, Stage.preselected) == numbers[2:]
    assert line(state, Line.training).unmet == COST
    assert scheme(state).admitted == 2


def test_without_lessons_no_seat_is_needed_and_the_pool_follows_at_once():
    none = {"design.training_months": 0.0, "costs.training_seats": 0.0, "candidates.training_dropout": 1.0}
    state = school(none, {"design.home_share": 0.0}, training_lost=5.0)
    i = put(state, Stage.preselected, profile=0.2)
    given_scheme(state, training_lost=7.0)
    run("training", state, 3)
    assert fate(state, i) == (Stage.pool, Reason.none)
    assert people(state)[i].expiry == 3 + 1 + int(exponential_from(drawn(state, Decision.pool, 0, i)[0], 12.0))
    assert counted(state, 3) == {"trained": 1.0, "spent_training": 50.0, "public_cost": 50.0}
    assert number_in(state, Stage.training) == 0
    assert people(state)[i].profile == pytest.approx(0.2)
    assert people(state)[i].trained == 1


def test_what_training_gives_comes_at_its_end():
    state = school(curriculum=1.0)
    i = trained(state, skill=0.3, language=-0.5, profile=0.2)
    run("training", state, 6)
    person = people(state)[i]
    assert person.trained == 1
    assert person.skill == pytest.approx(0.3 + 0.7 * LEARNED, rel=1e-6)
    assert person.language == pytest.approx(-0.5 + 1.6 * LEARNED, rel=1e-6)
    assert person.profile == pytest.approx(0.2 + 0.8 * (1 - math.exp(-0.45)), rel=1e-6)


def test_after_the_lessons_each_goes_the_way_of_its_track():
    state = school()
    given_all(state.origins, hazard=0.5)
    abroad, home, later = trained(state, matches=2), trained(state, track=1), trained(state, month=7)
    promised, hired = trained(state, promised=9), trained(state, employer=0, matches=1)
    run("training", state, 6)
    assert fate(state, abroad) == fate(state, promised) == (Stage.pool, Reason.none)
    patience = exponential_from(drawn(state, Decision.pool, 0, abroad, 2)[0], 12.0)
    assert people(state)[abroad].expiry == 6 + 1 + int(patience)
    patience = exponential_from(drawn(state, Decision.pool, 0, promised, 0)[0], 12.0)
    assert people(state)[promised].expiry == 9 + 1 + int(patience)  # patience begins at the promised date
    wanted = 0.5 + exponential_from(drawn(state, Decision.pool, 0, home, 0, 1)[0], 1.0)
    assert fate(state, home) == (Stage.home_pool, Reason.none)
    assert people(state)[home].home_threshold == pytest.approx(wanted, rel=1e-6)
    assert fate(state, hired) == (Stage.matched, Reason.none)
    assert people(state)[hired].matches == 1  # no new match
    assert fate(state, later)[0] == Stage.training
    assert number_in(state, Stage.training) == 1
    assert counted(state, 6) == {"trained": 4.0}


EXAMINED = {
    "design.examination": True, "candidates.pass_base": 0.4, "candidates.pass_language": 1.2, "design.sector": "health",
    "sectors.language.health": 1.3, "design.level": "medium",
}  # fmt: skip


def test_the_examination_is_passed_by_language_against_what_work_asks_for():
    p = record(EXAMINED)
    for language, utility in ((1.3, 0.4), (2.3, 1.6), (0.3, -0.8)):
        chance = 1 / (1 + math.exp(-utility))
        assert training.passes(chance - 1e-6, language, p)
        assert not training.passes(chance + 1e-6, language, p)


@pytest.mark.parametrize(("level", "asked"), [("low", 0.8), ("medium", 1.3), ("high", 2.1)])
def test_a_higher_level_is_asked_for_more_language(level, asked):
    shift = {"candidates.level_language.low": -0.5, "candidates.level_language.high": 0.8, "design.level": level}
    p = record(EXAMINED, shift)
    for language, utility in ((asked, 0.4), (asked + 1, 1.6)):
        chance = 1 / (1 + math.exp(-utility))
        assert training.passes(chance - 1e-6, language, p)
        assert not training.passes(chance + 1e-6, language, p)


def test_who_fails_the_examination_by_hand():
    state = school(EXAMINED, places_taken=9)
    for i in range(30):
        trained(state, language=i % 3 - 0.5, track=int(i >= 24), employer=0 if i % 2 else -1)
    run("training", state, 6)
    failures = 0
    for i in range(30):
        utility = 0.4 + 1.2 * (i % 3 - 0.5 + 1.6 * LEARNED - 1.3)
        fails = i < 24 and drawn(state, Decision.examination, 0, i)[0] >= 1 / (1 + math.exp(-utility))
        if fails:
            assert fate(state, i) == (Stage.dropped_out, Reason.failed_examination)
        else:
            assert fate(state, i)[0] == (Stage.matched if i % 2 else Stage.home_pool if i >= 24 else Stage.pool)
        failures += fails
    assert 5 < failures < 22
    assert counted(state, 6) == {"trained": 30.0, "failed_examinations": failures, "dropouts": failures}
    lost_matches = sum(fate(state, i)[1] == Reason.failed_examination for i in range(1, 30, 2))
    assert scheme(state).places_taken == 9 - lost_matches < 9


def test_without_an_examination_nobody_fails():
    state = school({"candidates.pass_base": -6.0})
    numbers = [trained(state, language=-4.0) for _ in range(5)]
    run("training", state, 6)
    assert listed(state, Stage.pool) == numbers


def test_who_breaks_off_leaves_in_its_month():
    state = school()
    gone, not_yet, from_the_start = (
        trained(state, breaks_off=6),
        trained(state, breaks_off=7),
        trained(state, breaks_off=0),
    )
    run("training", state, 6)
    assert fate(state, gone) == fate(state, from_the_start) == (Stage.dropped_out, Reason.training_dropout)
    assert fate(state, not_yet)[0] == Stage.pool
    assert counted(state, 6) == {"trained": 1.0, "dropouts": 2.0}
    assert scheme(state).lost == 2
    assert number_in(state, Stage.training) == 0


def test_lessons_lost_to_a_shock_are_made_up_in_whole_months():
    state = school(training_lost=3.9)
    none, one, two = (
        trained(state, lessons_lost=3.0),
        trained(state, lessons_lost=2.5),
        trained(state, lessons_lost=1.75),
    )
    run("training", state, 6)
    assert [fate(state, i)[0] for i in (none, one, two)] == [Stage.pool, Stage.training, Stage.training]
    assert [float(people(state)[i].lessons_lost) for i in (one, two)] == [3.5, 3.75]
    assert number_in(state, Stage.training) == 2
    run("training", state, 7)
    assert [fate(state, i)[0] for i in (one, two)] == [Stage.pool, Stage.training]
    run("training", state, 8)
    assert fate(state, two)[0] == Stage.pool
    assert number_in(state, Stage.training) == 0


def test_who_lost_a_month_after_breaking_off_is_gone_for_good():
    state = school(training_lost=5.0)
    i = trained(state, breaks_off=6)
    assert fate(run("training", state, 6), i)[0] == Stage.dropped_out


def test_who_breaks_off_with_a_host_loses_the_match():
    state = school(places_taken=4)
    budget(state, mobility=1000.0)
    given_row(line(state, Line.mobility), spent=800.0)
    given_row(state.employers[0], status=Status.engaged, open=1)
    i = trained(state, breaks_off=6, employer=0, committed=300.0, held_until=7)
    run("training", state, 6)
    assert fate(state, i) == (Stage.dropped_out, Reason.training_dropout)
    assert (scheme(state).places_taken, line(state, Line.mobility).spent, state.employers[0].open) == (3, 500.0, 2)


def test_a_dropout_gives_its_seat_to_the_next():
    state = school({"costs.training_seats": 1.0})
    gone, waiting = trained(state, breaks_off=6), put(state, Stage.preselected)
    run("training", state, 6)
    assert (fate(state, gone)[0], fate(state, waiting)[0]) == (Stage.dropped_out, Stage.training)
    assert number_in(state, Stage.training) == 1


def test_who_takes_a_seat_does_so_for_no_other_reason():
    state = world({"design.training_months": 5.0})
    budget(state, training=1e6)
    i = put(state, Stage.preselected, reason=Reason.no_offer)
    run("training", state, 2)
    assert fate(state, i) == (Stage.training, Reason.none)
