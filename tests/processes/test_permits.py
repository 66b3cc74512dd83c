"""The permit desk against queueing theory, and what slows it (L3, L12, L13, L16)."""

import numba
import numpy as np
import pytest
from queues import PERMIT, mean_queue, observe, stationary_mean
from worlds import finished, record, small, totals

from sim.processes import permits
from sim.schedule import enter
from sim.state import Reason, Stage

PROMPT = {"permits.months": 0.0, "permits.refusal": 0.0, "permits.digital_effect": 0.0, "candidates.match_patience": 120.0}


@numba.njit
def work(state, arrivals, queue, waits):
    """Let files arrive and the real desk work; the queue after each month's decisions, each file's months of waiting."""
    filed = 0
    decided = 0
    for month in range(arrivals.size):
        for _ in range(arrivals[month]):
            person = state.book.candidates[filed]
            person.due = -1
            person.expiry = 32_000
            waits[filed] = -month
            enter(state.book, filed, Stage.permit, Reason.none, 0)
            filed += 1
        permits.step(state, 0)
        queue[month] = state.book.stages[Stage.permit].count
        while decided < filed and state.book.candidates[decided].stage == Stage.ready:
            waits[decided] += month
            decided += 1
    return decided


@pytest.mark.compiled
@pytest.mark.parametrize("rate", [0.3, 0.6, 0.85])
def test_queue_of_a_desk_that_gives_one_permit_a_month(rate):
    queue, *_ = observe(work, rate, PERMIT | PROMPT | {"permits.capacity": 1.0})
    mean, error = mean_queue(queue)
    assert mean == pytest.approx(rate**2 / (2 * (1 - rate)), abs=4 * error)


@pytest.mark.compiled
@pytest.mark.parametrize(("rate", "capacity", "slots"), [(0.3, 0.5, (0, 1)), (1.2, 1.5, (1, 2)), (4.0, 5.0, (5,))])
def test_queue_of_a_desk_of_any_capacity(rate, capacity, slots):
    queue, *_ = observe(work, rate, PERMIT | PROMPT | {"permits.capacity": capacity})
    mean, error = mean_queue(queue)
    assert mean == pytest.approx(stationary_mean(rate, slots), abs=4 * error)


@pytest.mark.compiled
def test_littles_law():
    rate = 0.8
    queue, waits, arrivals, decided = observe(work, rate, PERMIT | PROMPT | {"permits.capacity": 1.0})
    assert decided > 0.999 * arrivals.sum()
    assert waits[:decided].min() == 0
    assert queue.mean() == pytest.approx(arrivals.mean() * waits[:decided].mean(), rel=0.005)


@pytest.mark.compiled
def test_waiting_is_counted_once_per_person_and_month():
    arrivals_state = observe(work, 0.7, PERMIT | PROMPT | {"permits.capacity": 1.0}, full=True)
    queue, state = arrivals_state[0], arrivals_state[-1]
    assert state.book.monthly.sum() == pytest.approx(queue.sum())


def test_digital_procedures_take_time_off():
    p = record({"permits.digital_effect": 0.4})
    assert permits.digital_relief(0.0, p) == 1.0
    assert permits.digital_relief(1.0, p) == pytest.approx(0.6)


def test_a_shock_closes_the_desk_but_for_its_digital_procedures():
    covid = {"shock.month": 20, "shock.travel": 0.0}
    paper, digital = (small(covid, {"design.digital": share, "permits.digital_effect": 0.0}) for share in (0.0, 1.0))
    assert totals(digital, 20)["waiting_permit"].sum() < totals(paper, 20)["waiting_permit"].sum()


def test_every_permit_that_is_refused_ends_the_way_there():
    state = finished(small({"permits.refusal": 1.0}))
    journal = state.book.journal[: state.book.scheme[0].journal]
    assert (journal["stage"] == Stage.permit).any()
    assert not np.isin(journal["stage"], [Stage.ready, Stage.abroad]).any()
    assert (journal["reason"] == Reason.permit_refused).any()
