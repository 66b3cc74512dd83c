"""A few of the runs that are asked for, tried before all of them: how long one takes here, and what it fills of its tables.

Large schemes are tried on a smaller scale: places, hosts, desks and money shrink together, and so do rows and time. A
replicate meets the same elections, economies and shocks on any scale, so it fills the same share of its tables within 2 %.
"""

import time
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.indicators import COUNT
from sim.kernel import run_many
from sim.runs.task import compile_all
from sim.state import State, allocate, sizes_of

__all__ = ["Shown", "tried"]

ROWS = 20_000
"""Candidates, and hosts, of a run that is tried, at most."""
SETS = 12
"""Parameter sets that are tried, at most."""
FILLED = 8
"""Runs that show how much is filled, at most."""
SHORTEST, LONGEST = 0.02, 0.3
"""Seconds for which runs are timed: a hundredth of what all of them take, within these bounds."""
CACHE = 32 << 20
LARGE = 1.4
"""Where the candidates' table has more bytes than a cache, a candidate takes longer than in the small runs that are tried."""
LINE, BLANK = 64, 0xA5
"""Bytes of a line of memory, and what stands in bytes that nobody has written."""
OF_CANDIDATES = ("candidates", "lists")
OF_HOSTS = ("employers", "engaged", "ring", "slots", "shortlists")
"""Tables that grow with candidates, and with hosts; the others are small."""


class Shown(NamedTuple):
    """What the runs that were tried show of the others.

    ``seconds``: of a run on one core; ``candidates``, ``hosts``: bytes of their tables that runs fill; ``room_of_candidates``,
    ``room_of_hosts``: bytes that are reserved for them; ``entries``: in the journal of a run; ``most_entries``: in
    the longest.
    """

    seconds: float
    candidates: float
    hosts: float
    room_of_candidates: float
    room_of_hosts: float
    entries: float
    most_entries: float


def tried(sets: npt.NDArray[Any], runs: int, seed: int, journeys: int = 1) -> Shown:
    """Try the first of ``runs`` runs of parameter sets (records), for about a hundredth of the time that all of them take.

    ``journeys``: of how many of them the journals count. Time is the processor's: what else runs on this computer does not count.
    """
    compile_all()
    some = np.asarray(sets)[:: max(1, len(sets) // SETS)][:SETS]
    shown = np.array([_shown(rows, max(1, runs // len(some)), seed, len(some), max(1, journeys)) for rows in some])
    of_all: tuple[Any, ...] = (np.mean, np.max, np.max, np.max, np.max, np.mean, np.max)
    return Shown(*(float(take(column)) for take, column in zip(of_all, shown.T, strict=True)))


def _shown(rows: npt.NDArray[Any], runs: int, seed: int, beside: int, journeys: int) -> Shown:
    """What a set shows, one of ``beside`` sets that share the time."""
    full, small = sizes_of(rows), np.array(rows)
    small["scale"] /= max(1.0, max(full.candidates, full.employers) / ROWS)
    small = small.view(np.recarray)
    sizes = sizes_of(small)
    people, hosts = full.candidates / max(1, sizes.candidates), full.employers / max(1, sizes.employers)
    state = allocate(small, sizes, journal=True)
    replicates = max(1, min(runs, FILLED // beside, 4 * ROWS // max(sizes.candidates, sizes.employers)))
    filled = np.array([_filled(state, small, seed, replicate) for replicate in range(replicates)])
    reserved = people * _nbytes(state, OF_CANDIDATES), hosts * _nbytes(state, OF_HOSTS)
    state = state._replace(journal=state.journal[:0])
    grown = max(people, hosts) * (LARGE if full.candidates * state.candidates.itemsize > CACHE else 1.0)
    once = _seconds(state, small, seed, 1)
    patience = min(max(0.01 * once * grown * runs, SHORTEST), LONGEST) / beside
    seconds = grown * _seconds(state, small, seed, max(1, min(runs, int(patience / once))))
    most, entries = filled.max(axis=0), filled[:journeys, 2].mean()
    people_of_all = people * full.phases  # the journal that is read is the last phase's
    return Shown(
        seconds,
        people * most[0],
        hosts * most[1],
        *reserved,
        people_of_all * entries,
        people_of_all * filled[:journeys, 2].max(),
    )


def _nbytes(state: State, names: Sequence[str]) -> int:
    return sum(getattr(state, name).nbytes for name in names)


def _filled(state: State, rows: Any, seed: int, replicate: int) -> tuple[int, int, int]:
    """Bytes of candidates' and of hosts' tables that a run writes, and the entries of its journal."""
    for name in (*OF_CANDIDATES, *OF_HOSTS):
        _bytes(getattr(state, name))[...] = BLANK
    _run(state, rows, seed, 1, replicate)
    people, hosts = (
        sum(_touched(_bytes(getattr(state, name))) for name in names) for names in (OF_CANDIDATES, OF_HOSTS)
    )
    return people, hosts, int(state.scheme.journal)


def _bytes(table: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    return table.reshape(-1).view(np.ndarray).view(np.uint8)


def _touched(data: npt.NDArray[np.uint8]) -> int:
    """Bytes of the lines of memory in which something was written."""
    whole = data[: data.size // LINE * LINE].reshape(-1, LINE)
    return int((whole != BLANK).any(axis=1).sum()) * LINE + data.size % LINE


def _run(state: State, rows: Any, seed: int, replicates: int, first: int = 0) -> None:
    run_many(state, rows[None, :], np.array([first]), seed, np.empty((1, replicates, COUNT)), np.empty((1, 0, 0, 0)))


def _seconds(state: State, rows: Any, seed: int, runs: int) -> float:
    """Processor time of a run, the mean of the first replicates."""
    began = time.thread_time()
    _run(state, rows, seed, runs)
    return max(time.thread_time() - began, 1e-7) / runs
