"""Recognition: how a case ends, whom it concerns, and its desk against queueing theory (L12, L22)."""

import math

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from queues import PERMIT, mean_queue, observe
from worlds import (
    Decision,
    budget,
    counted,
    drawn,
    entries,
    fate,
    given_all,
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

from sim.categories import Line, Reason, Recognised, Stage, Status
from sim.draws import exponential_from, lognormal_from, probability, whole_months
from sim.laws.procedures import recognition_share
from sim.parameters import Mobility, Sector
from sim.processes import recognition
from sim.queues import enter

PROMPT = {
    "design.sector": Sector.health,
    "recognition.required.health": 1.0,
    "recognition.required_level.high": 1.0,
    "recognition.success": 1.0,
    "recognition.months": 0.0,
    "candidates.match_patience": 120.0,
}
share = st.floats(0, 1)
draw = st.floats(2**-33, 1 - 2**-33)


@numba.njit
def work(state, arrivals, queue, waits):
    """Let matches arrive and the real desk work; the queue after each month's decisions, each case's months of waiting."""
    filed = 0
    decided = 0
    for month in range(arrivals.size):
        for _ in range(arrivals[month]):
            waits[filed] = -month
            enter(state, filed, Stage.matched, Reason.none, 0)
            filed += 1
        recognition.step(state, state.parameters[0], 0)
        queue[month] = state.stages[Stage.recognition].count
        while decided < filed and state.candidates[decided].stage == Stage.permit:
            waits[decided] += month
            decided += 1
    return decided


@pytest.mark.compiled
def test_the_desk_is_a_queue_of_its_capacity():
    rate = 0.7
    queue, waits, arrivals, decided = observe(work, rate, PERMIT | PROMPT | {"recognition.capacity": 1.0})
    mean, error = mean_queue(queue)
    assert mean == pytest.approx(rate**2 / (2 * (1 - rate)), abs=4 * error)
    assert queue.mean() == pytest.approx(arrivals.mean() * waits[:decided].mean(), rel=0.005)


@given(draw, draw, draw, share)
def test_who_needs_no_recognition_gets_none(required, success, compensated, needed):
    ended = recognition.outcome(required, success, compensated, needed, 0.0, record())
    assert (ended == Recognised.not_needed) == (required >= needed)


@given(draw, draw, share, share, share, share)
def test_simplified_procedures_only_help(success, compensated, chance, compensation, one, other):
    p = record({"recognition.success": chance, "recognition.compensation": compensation})
    less, more = sorted((one, other))
    before = recognition.outcome(0.0, success, compensated, 1.0, less, p)
    after = recognition.outcome(0.0, success, compensated, 1.0, more, p)
    assert before == after or after == Recognised.full


@pytest.mark.parametrize(("success", "compensation", "ended"), [
    (1.0, 0.0, Recognised.full), (0.0, 1.0, Recognised.after_compensation), (0.0, 0.0, Recognised.refused),
])  # fmt: skip
def test_outcomes_at_their_limits(success, compensation, ended):
    p = record({"recognition.success": success, "recognition.compensation": compensation})
    assert {recognition.outcome(0.0, u, u, 1.0, 0.0, p) for u in (0.01, 0.5, 0.99)} == {ended}


def test_outcomes_come_in_their_shares():
    p = record({"recognition.success": 0.4, "recognition.compensation": 0.5})
    grid = (np.arange(60) + 0.5) / 60
    ended = np.bincount([recognition.outcome(0.0, u, v, 1.0, 0.5, p) for u in grid for v in grid], minlength=4) / 3600
    assert ended == pytest.approx([0.0, 0.7, 0.15, 0.15], abs=0.02)


def test_regulated_occupations_need_recognition_and_places_of_study_none():
    everywhere = {"recognition.required.health": 1.0, "recognition.required_level.high": 1.0}
    employment, study = record(everywhere), record(everywhere, {"design.kind": Mobility.study})
    shares = [recognition_share(sector, employment) for sector in Sector]
    assert max(shares) == shares[Sector.health] == 1.0
    assert {recognition_share(sector, study) for sector in Sector} == {0.0}


def test_a_simplified_procedure_shortens_the_wait():
    health = {"design.sector": Sector.health, "design.preparation_months": 12.0, "recognition.months": 8.0}
    agreed = {"recognition.agreement_month": 0, "recognition.agreement_work": 0.5, "recognition.simplification": 1.0}
    without, simplified = totals(small(health), 20), totals(small(health, agreed), 20)
    per_match = [run["waiting_recognition"].sum() / run["matches"].sum() for run in (without, simplified)]
    assert per_match[1] < 0.5 * per_match[0]
    assert (simplified["agreements_signed"] - without["agreements_signed"]).max() == 1


CASES = {
    "design.sector": Sector.engineering, "recognition.required.engineering": 0.9, "recognition.required_level.high": 1.0,
    "recognition.months": 4.0, "recognition.variation": 0.5, "recognition.success": 0.4,
    "recognition.compensation": 0.6, "recognition.compensation_months": 6.0, "recognition.simplification": 0.5,
    "recognition.capacity": 2.0, "candidates.match_patience": 30.0,
}  # fmt: skip


def matches(state, number=1, **columns):
    """Candidates who were matched in month 5."""
    return [
        put(state, Stage.matched, **{"market": 0, "employer": 0, "matches": 1, "matched": 5, **columns})
        for _ in range(number)
    ]


@pytest.mark.parametrize("agreed", [0, 1])
def test_a_case_by_hand(agreed):
    state = world(CASES, {"recognition.capacity": 0.0})
    given_all(state.countries, agreement=agreed)
    numbers = matches(state, 40)
    run("recognition", state, 5)
    simplified = 0.5 * agreed
    ended = []
    for i in numbers:
        a, b, c, d = drawn(state, Decision.recognition, 0, i, 1)
        full = 0.4 + 0.6 * simplified
        outcome = 0 if a >= 0.9 else 1 if b < full else 2 if c < 0.6 else 3
        months = lognormal_from(d, 4.0 * (1 - simplified), 0.5) + (6.0 if outcome == 2 else 0.0)
        due = -1 if outcome == 0 else 5 + whole_months(months, a / 0.9)
        person = people(state)[i]
        assert (person.recognition, person.due) == (outcome, due)
        assert fate(state, i) == (Stage.permit if outcome == 0 else Stage.recognition, Reason.none)
        ended.append(outcome)
    assert set(ended) == {0, 1, 2, 3}
    assert counted(state, 5) == {"waiting_recognition": 40.0 - ended.count(0)}


def test_patience_between_match_and_departure_by_hand():
    remote = {"sectors.remote.engineering": 0.8, "design.remote_start": 0.75, "candidates.remote_accept": 0.5}
    state = world(CASES, remote, {"candidates.remote_patience": 2.0, "costs.remote_start": 700.0})
    budget(state, mobility=1e6)
    numbers = matches(state, 30)
    run("recognition", state, 5)
    starts = 0
    for i in numbers:
        a, b, c, _ = drawn(state, Decision.remote, 0, i, 1)
        remotely = b < 0.6 and c < 1 / (1 + np.exp(-0.5))
        starts += remotely
        person = people(state)[i]
        assert person.remote == remotely
        assert person.expiry == 5 + 1 + int(exponential_from(a, 60.0 if remotely else 30.0))
    assert 5 < starts < 25
    assert counted(state, 5)["remote_starts"] == starts
    assert sum(entries(state)["stage"] == Stage.remote) == starts
    assert counted(state, 5)["spent_mobility"] == 700.0 * starts


def test_a_remote_start_that_cannot_be_paid_is_none():
    everybody = {"sectors.remote.engineering": 1.0, "design.remote_start": 1.0, "candidates.remote_accept": 4.0}
    state = world(CASES, everybody, {"costs.remote_start": 700.0, "candidates.remote_patience": 20.0})
    budget(state, mobility=1500.0)
    wishes = [i for i in matches(state, 6) if drawn(state, Decision.remote, 0, i, 1)[2] < 1 / (1 + math.exp(-4))]
    run("recognition", state, 5)
    assert len(wishes) > 2
    assert [i for i in range(6) if people(state)[i].remote] == wishes[:2]
    unpaid = wishes[2]
    patience = exponential_from(drawn(state, Decision.remote, 0, unpaid, 1)[0], 30.0)
    assert people(state)[unpaid].expiry == 5 + 1 + int(patience)
    assert line(state, Line.mobility).unmet == 700.0 * (len(wishes) - 2)
    assert counted(state, 5)["remote_starts"] == 2.0


@pytest.mark.parametrize(("promised", "begins"), [(-1, 5), (4, 5), (5, 5), (8, 8)])
def test_patience_for_the_departure_begins_at_the_promised_date(promised, begins):
    state = world(CASES)
    (i,) = matches(state, promised=promised)
    run("recognition", state, 5)
    patience = exponential_from(drawn(state, Decision.remote, 0, i, 1)[0], 30.0)
    assert people(state)[i].expiry == begins + 1 + int(patience)


def test_who_comes_back_from_training_has_the_patience_drawn_before():
    state = world(CASES)
    (i,) = matches(state, matched=3, expiry=77)
    run("recognition", state, 5)
    assert people(state)[i].expiry == 77


def test_who_is_matched_before_training_goes_to_a_seat_first():
    state = world(CASES, {"recognition.required.engineering": 0.0})
    untrained, ready = matches(state, trained=0)[0], matches(state)[0]
    run("recognition", state, 5)
    assert fate(state, untrained) == (Stage.seat, Reason.none)
    assert people(state)[untrained].expiry > 5
    assert fate(state, ready)[0] == Stage.permit
    assert number_in(state, Stage.seat) == 1


def test_a_desk_decides_what_is_due_in_order_of_filing_as_far_as_capacity_goes():
    state = world(CASES)
    given_all(state.countries, recognition_credit=0.5)

    def case(**columns):
        return put(state, Stage.recognition, **{"market": 0, "employer": 0, "expiry": 40, "recognition": 1, **columns})

    later, refused, known, third = case(due=6), case(due=5, recognition=3), case(due=4, recognition=2), case(due=5)
    given_scheme(state, places_taken=4)
    given_all(state.employers, trust=0.5)
    run("recognition", state, 5)
    assert fate(state, refused) == (Stage.dropped_out, Reason.not_recognised)
    assert listed(state, Stage.permit) == [known]
    assert people(state)[known].due == -1
    assert listed(state, Stage.recognition) == [later, third]
    assert counted(state, 5) == {"waiting_recognition": 2.0, "dropouts": 1.0, "promises_missed": 1.0}
    assert state.origins[0].disappointed == 1.0
    assert state.employers["trust"] == pytest.approx([0.5 * (1 - record(CASES).trust.promise_loss), 0.5, 0.5])
    assert state.countries[0].recognition_credit == 0.5
    assert scheme(state).places_taken == 3


def test_half_a_scale_has_half_a_desk():
    state = world(CASES, {"scale": 0.5, "markets.employers": 6, "recognition.capacity": 7.0})
    given_all(state.countries, recognition_credit=4.25)
    assert run("recognition", state, 5).countries[0].recognition_credit == 3.75


def test_patience_ends_and_hosts_withdraw_before_the_desk_decides():
    state = world(CASES)
    here = {"market": 0, "due": 4, "recognition": 1}
    patient = put(state, Stage.recognition, **here, expiry=6, employer=0)
    late = put(state, Stage.recognition, **here, expiry=5, employer=0)
    left = put(state, Stage.recognition, **here, expiry=40, employer=1)
    held = put(state, Stage.recognition, **here, expiry=40, employer=0, held_until=6)
    lapsed = put(state, Stage.recognition, **here, expiry=40, employer=0, held_until=5)
    state.employers[1].status = Status.withdrawn
    run("recognition", state, 5)
    assert fate(state, late) == (Stage.dropped_out, Reason.waited_too_long)
    assert fate(state, left) == (Stage.dropped_out, Reason.host_withdrew)
    assert fate(state, lapsed) == (Stage.dropped_out, Reason.vacancy_lapsed)
    assert fate(state, patient)[0] == fate(state, held)[0] == Stage.permit
    assert state.countries[0].recognition_credit == 0.0


p = record()


@given(draw)
def test_a_remote_start_is_taken_as_often_as_its_utility_says(u):
    assert recognition.starts_remotely(u, p) == (u < probability(p.candidates.remote_accept))


def chance(utility):
    return 1 / (1 + math.exp(-utility))


def decides(decision, expected):
    """Whether a decision on a uniform draw is taken just below the expected probability, and no more just above."""
    return decision(expected - 1e-6) and not decision(expected + 1e-6)


def test_a_remote_start_is_taken_by_hand():
    assert decides(lambda u: recognition.starts_remotely(u, record({"candidates.remote_accept": 0.7})), chance(0.7))
