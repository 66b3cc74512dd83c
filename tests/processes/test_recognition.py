"""Recognition: how a case ends, whom it concerns, and its desk against queueing theory (L12, L22)."""

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from queues import PERMIT, mean_queue, observe
from worlds import record, small, totals

from sim.agents import candidate
from sim.parameters import Mobility, Sector
from sim.processes import recognition
from sim.schedule import enter
from sim.state import Reason, Stage

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
            enter(state.book, filed, Stage.matched, Reason.none, 0)
            filed += 1
        recognition.step(state, 0)
        queue[month] = state.book.stages[Stage.recognition].count
        while decided < filed and state.book.candidates[decided].stage == Stage.permit:
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
    assert (ended == recognition.NOT_NEEDED) == (required >= needed)


@given(draw, draw, share, share, share, share)
def test_simplified_procedures_only_help(success, compensated, chance, compensation, one, other):
    p = record({"recognition.success": chance, "recognition.compensation": compensation})
    less, more = sorted((one, other))
    before = recognition.outcome(0.0, success, compensated, 1.0, less, p)
    after = recognition.outcome(0.0, success, compensated, 1.0, more, p)
    assert before == after or after == recognition.FULL


@pytest.mark.parametrize(("success", "compensation", "ended"), [
    (1.0, 0.0, recognition.FULL), (0.0, 1.0, recognition.AFTER_COMPENSATION), (0.0, 0.0, recognition.REFUSED),
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
    shares = [candidate.recognition_share(sector, employment) for sector in Sector]
    assert max(shares) == shares[Sector.health] == 1.0
    assert {candidate.recognition_share(sector, study) for sector in Sector} == {0.0}


def test_a_simplified_procedure_shortens_the_wait():
    health = {"design.sector": Sector.health, "design.preparation": 1.0, "recognition.months": 8.0}
    agreed = {"recognition.agreement_month": 0, "recognition.agreement_work": 0.5, "recognition.simplification": 1.0}
    without, simplified = totals(small(health), 20), totals(small(health, agreed), 20)
    per_match = [run["waiting_recognition"].sum() / run["matches"].sum() for run in (without, simplified)]
    assert per_match[1] < 0.5 * per_match[0]
    assert (simplified["agreements_signed"] - without["agreements_signed"]).max() == 1
