"""Examination: sittings, fees, retakes, and who fails for good (L12)."""

import itertools
import math

import pytest
from schooling import LEARNED, school, trained
from worlds import (
    Decision,
    budget,
    counted,
    drawn,
    fate,
    finished,
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
    world,
)

from sim.categories import Line, Reason, Stage, Status
from sim.draws import exponential_from, whole_months
from sim.processes import examination

EXAMINED = {
    "design.examination": True, "design.level": "medium", "candidates.pass_base": 0.4, "candidates.pass_language": 1.2, "design.sector": "health",
    "sectors.language.health": 1.3, "candidates.sitting_months": 4.5, "candidates.sittings": 3,
    "candidates.retake_gain": 0.25, "costs.examination": 100.0, "candidates.pool_patience": 12.0,
}  # fmt: skip
AT_ONCE = {"candidates.sitting_months": 1.0, "costs.examination": 0.0}


def hall(*values, **columns):
    """A scheme with an examination, and money for fees."""
    state = world(EXAMINED, *values)
    budget(state, training=1e6)
    given_scheme(state, **columns)
    return state


def waiting(state, **columns):
    """Somebody trained who waits for a sitting since long, due now, patient; its number."""
    return put(state, Stage.examination, **{"trained": 1, "since": 1, "due": 6, "expiry": 600, **columns})


def hosted(state, **columns):
    """The same with a host, which holds the post."""
    given_row(state.employers[0], status=Status.engaged)
    return waiting(state, **{"employer": 0, "matches": 1, **columns})


def test_a_sitting_is_passed_by_language_against_what_work_asks_for():
    p = record(EXAMINED)
    for language, utility in ((1.3, 0.4), (2.3, 1.6), (0.3, -0.8)):
        chance = 1 / (1 + math.exp(-utility))
        assert examination.passes(chance - 1e-6, language, p)
        assert not examination.passes(chance + 1e-6, language, p)


def test_the_first_sitting_closes_the_course():
    state = hall({"candidates.pass_base": 6.0})
    numbers = [put(state, Stage.examination, trained=1, since=6, due=5, promised=99, language=9.0) for _ in range(40)]
    run("examination", state, 6)
    assert listed(state, Stage.pool) == numbers
    assert counted(state, 6) == {
        "sittings": 40.0,
        "examinations_passed": 40.0,
        "spent_training": 4000.0,
        "public_cost": 4000.0,
    }


def test_without_money_for_the_fee_the_first_sitting_waits():
    state = hall()
    budget(state, training=50.0)
    i = put(state, Stage.examination, trained=1, since=6, promised=99)
    run("examination", state, 6)
    assert (fate(state, i)[0], int(people(state)[i].due)) == (Stage.examination, 6)
    assert counted(state, 6) == {"waiting_examination": 1.0}


def test_patience_without_a_host_runs_from_the_promised_date_and_is_drawn_once():
    state = hall()
    early, late = (put(state, Stage.examination, trained=1, since=6, promised=month) for month in (2, 9))
    host = put(state, Stage.examination, trained=1, since=6, promised=9, employer=0, matches=1, expiry=44)
    given_row(state.employers[0], status=Status.engaged)
    run("examination", state, 6)
    for i, start in ((early, 6), (late, 9)):
        assert people(state)[i].expiry == start + 1 + int(exponential_from(drawn(state, Decision.pool, 0, i)[0], 12.0))
    assert people(state)[host].expiry == 44  # between match and departure patience has begun long ago
    told = int(people(state)[early].expiry)
    given_row(people(state)[early], language=30.0, due=8)
    run("examination", state, 8)
    assert fate(state, early) == (Stage.pool, Reason.none)
    assert people(state)[early].expiry == told


def test_sittings_by_hand():
    state = hall({"trust.promise_loss": 0.2}, places_taken=20)
    given_row(state.employers[0], status=Status.engaged, trust=0.5)
    numbers = [
        waiting(state, language=i % 5 / 2, sittings=i % 3, **({"employer": 0, "matches": 1} if i % 2 else {}))
        for i in range(60)
    ]
    run("examination", state, 6)
    failed, again, lost_hosts = 0, [], 0
    for i in numbers:
        taken = i % 3
        language = i % 5 / 2 + (0.25 if taken else 0.0)
        a, b, _, _ = drawn(state, Decision.examination, 0, i, taken)
        person = people(state)[i]
        assert (person.sittings, person.language) == (taken + 1, pytest.approx(language))
        if a < 1 / (1 + math.exp(-(0.4 + 1.2 * (language - 1.3)))):
            assert fate(state, i) == (Stage.matched if i % 2 else Stage.pool, Reason.none)
        elif taken == 2:
            failed += 1
            lost_hosts += i % 2
            assert fate(state, i) == (Stage.dropped_out, Reason.failed_examination)
        else:
            assert person.due == 6 + whole_months(4.5, b)
            again.append(i)
    assert 4 < failed < 16
    assert {int(people(state)[i].due) for i in again} == {10, 11}
    assert listed(state, Stage.examination) == again
    assert counted(state, 6) == {
        "sittings": 60.0, "failed_examinations": failed, "dropouts": failed, "waiting_examination": len(again),
        "spent_training": 6000.0, "public_cost": 6000.0, "promises_missed": lost_hosts, "examinations_passed": 60.0 - failed - len(again),
    }  # fmt: skip
    assert state.employers[0].trust == pytest.approx(0.5 * 0.8**lost_hosts)  # a host that waited is let down
    assert scheme(state).places_taken == 20 - lost_hosts < 20
    assert state.origins["disappointed"].sum() == 0.0  # the scheme kept its promise
    everybody = [Stage.examination, Stage.pool, Stage.matched, Stage.dropped_out]
    assert sum(number_in(state, stage) for stage in everybody) == 60


def test_each_sitting_has_a_draw_of_its_own():
    state = world()
    first, second = (drawn(state, Decision.examination, 0, 5, k)[0] for k in (0, 1))
    assert first != second


@pytest.mark.parametrize(("base", "each", "third"), [(0.0, 0.5, 0.875), (-0.85, 0.299, 0.656), (1.5, 0.818, 0.994)])
def test_default_and_range_make_the_published_shares_by_the_third_attempt(base, each, third):
    """Half pass at the first sitting, 0.875 by the third (88 % of doctors); 0.656 at the lower end (66 % of dentists)."""
    state = hall(AT_ONCE, {"candidates.pass_base": base, "candidates.retake_gain": 0.0, "design.places": 200})
    numbers = [put(state, Stage.examination, trained=1, since=6, language=1.3, expiry=600) for _ in range(1000)]
    run("examination", state, 6)
    assert number_in(state, Stage.pool) / 1000 == pytest.approx(each, abs=0.04)
    run("examination", state, 7)
    run("examination", state, 8)
    assert number_in(state, Stage.pool) / 1000 == pytest.approx(third, abs=0.03)
    assert number_in(state, Stage.pool) + number_in(state, Stage.dropped_out) == len(numbers)


def test_without_money_for_the_fee_nobody_sits():
    state = hall()
    budget(state, training=150.0)
    first, second = waiting(state, language=30.0), waiting(state, language=30.0)
    run("examination", state, 6)
    assert fate(state, first)[0] == Stage.pool
    assert listed(state, Stage.examination) == [second]
    assert (line(state, Line.training).spent, line(state, Line.training).unmet) == (100.0, 100.0)
    assert counted(state, 6)["waiting_examination"] == 1.0
    assert people(state)[second].sittings == 0
    budget(state, training=100.0)
    run("examination", state, 7)  # still due
    assert fate(state, second)[0] == Stage.pool


def test_after_the_funding_hosts_that_paid_pay_the_fee():
    state = hall(funded=0, private_balance=150.0)
    first, second = waiting(state, language=30.0), waiting(state, language=30.0)
    run("examination", state, 6)
    assert fate(state, first)[0] == Stage.pool
    assert listed(state, Stage.examination) == [second]
    assert scheme(state).private_balance == 50.0
    assert counted(state, 6) == {"sittings": 1.0, "examinations_passed": 1.0, "waiting_examination": 1.0}


@pytest.mark.parametrize("home_share", [0.0, 0.01])
def test_who_loses_patience_before_a_sitting_leaves_or_seeks_work_at_home(home_share):
    state = hall({"design.home_share": home_share})
    patient, impatient = waiting(state, due=9, expiry=7), waiting(state, due=9, expiry=6)
    run("examination", state, 6)
    assert listed(state, Stage.examination) == [patient]
    assert scheme(state).lost == 1
    if home_share:
        assert fate(state, impatient) == (Stage.home_pool, Reason.none)
        assert people(state)[impatient].track == 1
        assert counted(state, 6) == {"waiting_examination": 1.0}
        assert state.origins["disappointed"].sum() == 0.0
    else:
        assert fate(state, impatient) == (Stage.dropped_out, Reason.waited_too_long)
        assert counted(state, 6) == {"waiting_examination": 1.0, "dropouts": 1.0}
        assert state.origins["disappointed"].sum() == 1.0


@pytest.mark.parametrize(("columns", "reason"), [
    ({"expiry": 6}, Reason.waited_too_long), ({"held_until": 6}, Reason.vacancy_lapsed), ({"employer": 1}, Reason.host_withdrew),
])  # fmt: skip
def test_a_match_can_be_lost_while_its_person_waits_for_a_sitting(columns, reason):
    state = hall(places_taken=4)
    given_row(state.employers[1], status=Status.withdrawn)
    stays, goes = hosted(state, due=9), hosted(state, due=9, **columns)
    run("examination", state, 6)
    assert listed(state, Stage.examination) == [stays]
    assert fate(state, goes) == (Stage.dropped_out, reason)
    assert scheme(state).places_taken == 3
    assert state.origins["disappointed"].sum() == 0.0
    assert counted(state, 6) == {"dropouts": 1.0, "waiting_examination": 1.0}


def test_who_sits_this_month_is_not_lost_before():
    state = hall()
    alone, host = waiting(state, expiry=6, language=30.0), hosted(state, expiry=6, language=30.0)
    run("examination", state, 6)
    assert fate(state, alone)[0] == Stage.pool
    assert fate(state, host)[0] == Stage.matched


def test_one_sitting_at_once_without_a_fee_is_the_plain_examination():
    """One draw for each person in the month in which training ends: passed, or failed for good."""
    state = school(EXAMINED, AT_ONCE, {"candidates.sittings": 1}, places_taken=9)
    for i in range(30):
        trained(state, language=i % 3 - 0.5, track=int(i >= 24), employer=0 if i % 2 else -1)
    run("training examination", state, 6)
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
    lost_matches = sum(fate(state, i)[1] == Reason.failed_examination for i in range(1, 30, 2))
    assert counted(state, 6) == {
        "trained": 30.0, "sittings": 24.0, "failed_examinations": failures, "dropouts": failures, "promises_missed": lost_matches, "examinations_passed": 24.0 - failures,
    }  # fmt: skip
    assert scheme(state).places_taken == 9 - lost_matches < 9


def test_nobody_is_late_where_everybody_passes_every_month():
    """With a sitting every month that all pass, and no fee, a run is that of a scheme without an examination."""
    sure = AT_ONCE | {"candidates.pass_base": 6.0, "candidates.pass_language": 0.0}
    without = totals(small({"design.examination": False}, sure), 10)
    examined = totals(small({"design.examination": True, "candidates.sittings": 20}, sure), 10)
    for name in ("matches", "departures", "completed_mobilities", "public_cost", "trained"):
        assert examined[name].sum() == pytest.approx(without[name].sum(), rel=0.02), name
    assert (examined["failed_examinations"] == 0).all()
    assert examined["sittings"].sum() >= examined["trained"].sum() > 0


def test_everybody_bound_abroad_goes_through_the_examination_in_a_whole_run():
    slow = {"candidates.sitting_months": 6.0, "candidates.pass_base": -1.0, "candidates.sittings": 2}
    state = finished(small({"design.examination": True, "design.places": 200}, slow))
    journal = state.journal[: state.scheme.journal]
    after, waited = set(), []
    for i in {int(entry["candidate"]) for entry in journal}:
        for entry, following in itertools.pairwise(journal[journal["candidate"] == i]):
            if entry["stage"] == Stage.training and following["reason"] != Reason.training_dropout:
                after.add(int(following["stage"]))
            if entry["stage"] == Stage.examination:
                waited.append(int(following["month"] - entry["month"]))
    assert after == {Stage.examination}
    assert min(waited) == 0
    assert {*waited} == {0, 6}  # at once, or one interval later
    still = number_in(state, Stage.examination)
    assert state.monthly["waiting_examination"][:-1].sum() >= sum(waited) + still > 0
    assert state.monthly["sittings"][:-1].sum() > state.monthly["failed_examinations"][:-1].sum() > 0
