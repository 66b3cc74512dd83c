"""Many runs: parameter sets x replicates, cut into chunks that an executor works through (threads, or a cluster).

Kernels release the GIL, so threads share one copy of the code. The numbers depend on the parameters, the seed and the
replicate only: any executor, any number of workers and any chunking gives the same.
"""

import gc
import math
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.categories import Line
from sim.compiled import DISABLED, announce_first_compilation
from sim.errors import UserError
from sim.indicators import COUNT
from sim.kernel import advance, run_many
from sim.parameters import RECORD, Config, to_record
from sim.reporting.results import Results, tabulate
from sim.runs.executors import Flow, Job, flow, using
from sim.setup.checks import validated
from sim.state import State, allocate, sizes_of, union
from sim.world import Sizes

Array = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]

CHUNK_ROWS = 4_000_000
"""Rows of the candidates' table that one chunk of runs works through, at most: a quarter to half a second."""
CHUNK_RUNS = 1024
"""Runs in a chunk, at most, however small. What fewer would cost: docs/scaling.md."""
FEWEST_RUNS = 64
"""Runs in a chunk where there are few in all: an eighth of them, but not fewer than this."""
BLOCK_RUNS = 64
"""Runs whose months of all indicators are in memory at a time, where only some of the indicators are kept."""

COPIES = 2.3
"""Memory at the end of :func:`simulate` in multiples of the months of all runs (measured: 22.5 GiB for 200,000 runs)."""


@dataclass(frozen=True)
class Chunk:
    """A block of runs: some parameter sets times some replicates."""

    sets: slice
    replicates: slice

    @property
    def runs(self) -> int:
        """Number of runs."""
        return int((self.sets.stop - self.sets.start) * (self.replicates.stop - self.replicates.start))


@dataclass(frozen=True)
class Task:
    """What a chunk needs to be run anywhere.

    ``sets``: (sets, rows) records; ``first``: (sets), each one's first replicate; ``indicators``, ``monthly``: positions
    of those to keep; ``capacity``: enough for every run of the call; ``uneven``: whether some sets have fewer months.
    """

    sets: npt.NDArray[Any]
    first: npt.NDArray[np.int64]
    replicates: int
    seed: int
    indicators: tuple[int, ...]
    monthly: tuple[int, ...]
    capacity: Sizes
    uneven: bool


@dataclass
class Outcome:
    """What :func:`run_sets` returns.

    ``totals``: (sets, replicates, indicators); ``monthly``: (sets, replicates, months, indicators kept), empty if not asked.
    """

    totals: Array
    monthly: Array


def chunks(sets: int, replicates: int, runs_per_chunk: int) -> Iterator[Chunk]:
    """All runs in blocks of about ``runs_per_chunk``: whole sets where they are small, parts of one where not."""
    if replicates >= runs_per_chunk:
        for s in range(sets):
            for r in range(0, replicates, runs_per_chunk):
                yield Chunk(slice(s, s + 1), slice(r, min(r + runs_per_chunk, replicates)))
    else:
        step = max(1, runs_per_chunk // replicates)
        for s in range(0, sets, step):
            yield Chunk(slice(s, min(s + step, sets)), slice(0, replicates))


def run_sets(
    sets: npt.NDArray[Any],
    replicates: int,
    seed: int,
    *,
    workers: int = 0,
    monthly: bool | Sequence[int] = False,
    progress: Progress | None = None,
    runs_per_chunk: int | None = None,
    first_replicate: int | npt.NDArray[np.int64] = 0,
) -> Outcome:
    """Run every parameter set for the same replicates.

    ``sets``: (sets, rows) records, see :func:`sim.parameters.to_record`; ``workers``: threads, 0 for one per core (on a
    cluster chosen with :func:`sim.runs.executors.using`, all that it has);
    ``monthly``: whether to keep every month of all indicators, or the positions of those to keep;
    ``first_replicate``: number of the first replicate, one for all sets or one for each.
    """
    kept = (range(COUNT) if monthly else ()) if isinstance(monthly, bool) else monthly
    done: list[Outcome] = []
    with flow(workers, progress, len(sets) * replicates) as running:
        begin(
            running, sets, replicates, seed, done.append, monthly=kept, first_replicate=first_replicate,
            runs_per_chunk=runs_per_chunk,
        )  # fmt: skip
    return done[0]


def begin(
    running: Flow,
    sets: npt.NDArray[Any],
    replicates: int,
    seed: int,
    then: Callable[[Outcome], None],
    *,
    failed: Callable[[Exception], None] | None = None,
    indicators: Sequence[int] = range(COUNT),
    monthly: Sequence[int] = (),
    first_replicate: int | npt.NDArray[np.int64] = 0,
    runs_per_chunk: int | None = None,
    weight: int | None = None,
) -> None:
    """Give the chunks of a call to an executor and return; ``then`` gets the outcome when the last of them is done.

    Other calls may follow at once, so that no executor waits for the last chunk of a call. Arguments as for
    :func:`run_sets`; ``indicators``: positions of those in the totals; ``failed`` gets the error where a run has one
    (without it the error is raised); ``weight``: runs that this call counts for in the progress shown.
    """
    sets = np.asarray(sets)
    capacity = enough_for(sets)
    uneven = bool(np.ptp(sets["horizon"]) > 0)  # months that only some sets have
    first = np.broadcast_to(np.asarray(first_replicate, np.int64), len(sets))
    task = Task(sets, first, replicates, seed, tuple(indicators), tuple(monthly), capacity, uneven)
    outcome = Outcome(*_empty(task))
    runs = len(sets) * replicates
    most = max(1, min(CHUNK_RUNS, CHUNK_ROWS // max(capacity.candidates, capacity.employers, 1)))
    todo = list(chunks(len(sets), replicates, runs_per_chunk or min(most, max(FEWEST_RUNS, runs // 8))))
    if running.pool.shares_memory:
        compile_all()

    def finished(error: Exception | None) -> None:
        if error is None:
            then(outcome)
        elif failed:
            failed(error)
        else:
            raise error

    job = Job(len(todo), runs if weight is None else weight, finished, patient=failed is not None)
    for chunk in todo:
        own = (
            outcome.totals[chunk.sets, chunk.replicates],
            outcome.monthly[chunk.sets, chunk.replicates if task.monthly else slice(0, 0)],
        )
        part = replace(
            task,
            sets=sets[chunk.sets],
            first=first[chunk.sets] + chunk.replicates.start,
            replicates=chunk.replicates.stop - chunk.replicates.start,
        )
        running.add(job, chunk.runs, part, own)


def _empty(task: Task) -> tuple[Array, Array]:
    """Totals and months of a task, not filled yet; months that only some sets have are NaN."""
    runs = (len(task.sets), task.replicates)
    shape = (*runs, task.capacity.horizon, len(task.monthly)) if task.monthly else (len(task.sets), 0, 0, 0)
    return np.empty((*runs, len(task.indicators))), np.full(shape, np.nan) if task.uneven else np.empty(shape)


_ROWS = np.empty(0, RECORD).view(np.recarray).dtype
"""The type of parameters with attributes by name, one object for all calls: to look at another costs the compiler 50 ms."""

_of_this_thread = threading.local()


def _tables(rows: npt.NDArray[Any], wanted: Sizes) -> State:
    """This thread's tables, allocated anew where those of the task before are too small."""
    held: Sizes | None = getattr(_of_this_thread, "capacity", None)
    if held is None or union(held, wanted) != held:
        _of_this_thread.tables = None  # before the new ones: they may be large
        _of_this_thread.capacity = held = union(wanted, held or wanted)
        _of_this_thread.tables = allocate(rows, held)
    tables: State = _of_this_thread.tables
    return tables


def work(task: Task, into: tuple[Array, Array] | None = None) -> tuple[Array, Array]:
    """Run a task: its totals and months, written to ``into`` where an executor shares its memory with the caller."""
    totals, months = into or _empty(task)
    sets = task.sets.view(_ROWS, np.recarray)
    tables = _tables(sets[0], task.capacity)
    few = 0 < len(task.monthly) < COUNT  # kernels write all indicators: where few are kept, into a table used again
    some = len(task.indicators) < COUNT
    if not few and not some:
        run_many(tables, sets, task.first, task.seed, totals, months)
        return totals, months
    runs = (len(sets), task.replicates)
    space = np.empty((BLOCK_RUNS if few else 0, task.capacity.horizon, COUNT))
    for block in chunks(*runs, BLOCK_RUNS if few else CHUNK_RUNS):
        all_totals = np.empty(
            (block.sets.stop - block.sets.start, block.replicates.stop - block.replicates.start, COUNT)
        )
        own = months[block.sets, block.replicates if task.monthly else slice(0, 0)]
        written = space[: block.runs].reshape(*own.shape[:3], COUNT) if few else own
        if few and task.uneven:
            written[...] = np.nan
        first = task.first[block.sets] + block.replicates.start
        run_many(tables, sets[block.sets], first, task.seed, all_totals, written)
        totals[block.sets, block.replicates] = all_totals[..., task.indicators]
        if few:
            own[...] = written[..., task.monthly]
    return totals, months


def enough_for(sets: npt.NDArray[Any]) -> Sizes:
    """A capacity that holds the runs of every set: that of the largest value of each parameter, as all only add to it."""
    largest = np.asarray(sets[:1, :1]).copy()

    def fill(place: npt.NDArray[Any], values: npt.NDArray[Any]) -> None:
        for name in place.dtype.names or ():
            if place.dtype[name].names:
                fill(place[name], values[name])
            else:
                place[name] = values[name].max()

    fill(largest, np.asarray(sets[:, 0]))
    return sizes_of(largest[0].view(np.recarray))


def compile_all() -> None:
    """Compile both entry points, once per version of the sources (later processes read them from the cache)."""
    if DISABLED or (run_many.signatures and advance.signatures):
        return
    announce_first_compilation()
    collecting = gc.isenabled()
    gc.disable()  # a seventh of the compilation is garbage collection that finds nothing
    try:
        sets = to_record(Config(horizon=1, replicates=1))[None, :]
        state = allocate(sets[0], sizes_of(sets[0]))
        run_many(state, sets, np.zeros(1, np.int64), 0, np.empty((1, 1, COUNT)), np.empty((1, 0, 0, 0)))
        advance(state, -1, 0)
    finally:
        if collecting:
            gc.enable()


def create_state(config: Config, seed: int, replicate: int = 0, journal: bool = True) -> State:
    """The state of one run before its first month, with a journal of every stage entered."""
    compile_all()
    rows = to_record(config, config.timeline)
    state = allocate(rows, sizes_of(rows), journal)
    state.scheme.replicate = replicate
    state.scheme.seed = seed
    advance(state, -1, 0)
    return state


def planned_spending(config: Config) -> dict[str, float]:
    """EUR per budget line as planned at the start (steering may move money later)."""
    allocation = create_state(config, config.seed, journal=False).money["allocation"]
    return {line.name: float(allocation[line]) for line in Line}


def _refuse_beyond_memory(runs: int, horizon: int) -> None:
    """Refuse what the system would end without a word: all months of all runs, once as numbers and once as a table."""
    needed = runs * horizon * COUNT * 8 * COPIES
    there = physical_memory()
    if needed > there:
        raise UserError(
            f"replicates={runs:,}: the months of so many runs need {needed / 2**30:.0f} GiB, this computer has {there / 2**30:.0f}:"
            f" at most {int(runs * there / needed):,} at a time"
        )


def physical_memory() -> float:
    """Bytes of memory of this computer; without limit where the system does not say."""
    return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")) if hasattr(os, "sysconf") else math.inf


def simulate(
    config: Config,
    replicates: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Results:
    """Run a configuration for many replicates; what is not given comes from the configuration.

    Returns tables: ``summary``, ``runs``, ``monthly`` and, for the first ``config.journeys`` replicates, ``journeys``.
    """
    config = validated(deepcopy(config))
    number = config.replicates if replicates is None else replicates
    chosen_seed = config.seed if seed is None else seed
    _refuse_beyond_memory(number, config.horizon)
    sets = to_record(config, config.timeline)[None, :]
    threads = config.workers if workers is None else workers
    with using(config):
        outcome = run_sets(sets, number, chosen_seed, workers=threads, monthly=True, progress=progress)
    states = []
    for replicate in range(min(config.journeys, number)):
        state = create_state(config, chosen_seed, replicate)
        advance(state, 0, config.horizon)
        states.append(state)
    return tabulate(config.scenario, outcome.totals[0], outcome.monthly[0], states, planned_spending(config))


__all__ = ["Outcome", "Results", "begin", "create_state", "run_sets", "simulate"]
