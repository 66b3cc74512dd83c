"""Queues with Poisson arrivals: what theory says, and the real desks under controlled arrivals."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import stats
from worlds import configured

from sim.categories import Stage
from sim.laws.desks import FAR_MONTH
from sim.runs.ensemble import create_state
from sim.state import TYPES

MONTHS = 200_000
PERMIT = {"trust.prior": 0.5, "horizon": 1, "candidates.per_place": 0.0, "costs.digital_setup": 0.0}


def observe(work: Callable[..., int], rate: float, values: dict[str, Any], full: bool = False) -> tuple[Any, ...]:
    """Months of a desk under Poisson arrivals: its queue, the waits, the arrivals, the number decided (and the state)."""
    arrivals = np.random.default_rng(1).poisson(rate, MONTHS)
    state = create_state(configured(values), 1, journal=False)
    people = np.zeros(arrivals.sum() + 1, TYPES["candidate"]).view(np.recarray)
    people["agent"] = np.arange(people.size)
    people["trained"] = 1
    people["held_until"] = FAR_MONTH
    state = state._replace(candidates=people, lists=np.empty((max(Stage) + 1, people.size), np.int32))
    queue, waits = np.zeros(MONTHS), np.zeros(people.size)
    decided = work(state, arrivals, queue, waits)
    return (queue, waits, arrivals, decided, state) if full else (queue, waits, arrivals, decided)


def mean_queue(queue: npt.NDArray[np.float64], batches: int = 40) -> tuple[float, float]:
    """Mean of a stationary series and its standard error, by batch means."""
    means = queue.reshape(batches, -1).mean(axis=1)
    return float(means.mean()), float(means.std(ddof=1) / np.sqrt(batches))


def stationary_mean(rate: float, slots: Sequence[int], longest: int = 400) -> float:
    """Mean of Q' = max(Q + A - slots, 0), A Poisson, the slots in turn: from the chain's stationary distribution."""
    arrivals = stats.poisson.pmf(np.arange(longest), rate)
    queue = np.zeros(longest)
    queue[0] = 1.0
    total, before = 0.0, np.inf
    while abs(total - before) > 1e-10:
        before, total = total, 0.0
        for served in slots:
            present = np.convolve(queue, arrivals)[:longest]
            queue = np.append(present[served:], np.zeros(served))
            queue[0] += present[:served].sum()
            total += (np.arange(longest) * queue).sum() / len(slots)
    return total
