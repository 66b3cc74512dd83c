"""Many runs: parameter sets x replicates on threads. Kernels release the GIL, so threads share one copy of the code.

The numbers depend on the parameters, the seed and the replicate only: any number of workers and any chunking gives
the same.
"""

import gc
import os
import queue
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.checks import validated
from sim.compiled import DISABLED, announce_first_compilation
from sim.indicators import COUNT
from sim.kernel import advance, run_many
from sim.parameters import Config, to_record
from sim.results import Results, tabulate
from sim.state import Capacity, Line, State, allocate, capacity_of

Progress = Callable[[int, int], None]

#: Rows of the candidates' table that one chunk of runs works through, about: a few tenths of a second.
CHUNK_ROWS = 1_000_000


@dataclass(frozen=True)
class Chunk:
    """A block of runs: some parameter sets times some replicates."""

    sets: slice
    replicates: slice

    @property
    def runs(self) -> int:
        """Number of runs."""
        return int((self.sets.stop - self.sets.start) * (self.replicates.stop - self.replicates.start))


@dataclass
class Outcome:
    """What :func:`run_sets` returns.

    ``totals``: (sets, replicates, indicators); ``monthly``: (sets, replicates, months, indicators kept), empty if not asked.
    """

    totals: npt.NDArray[np.float64]
    monthly: npt.NDArray[np.float64]


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

    ``sets``: (sets, rows) records, see :func:`sim.parameters.to_record`; ``workers``: threads, 0 for one per core;
    ``monthly``: whether to keep every month of all indicators, or the positions of those to keep;
    ``first_replicate``: number of the first replicate, one for all sets or one for each.
    """
    sets = sets.view(np.recarray)  # attributes by name, where nothing is compiled
    capacity = enough_for(sets)
    totals = np.empty((len(sets), replicates, COUNT))
    kept = (list(range(COUNT)) if monthly else []) if isinstance(monthly, bool) else list(monthly)
    shape = (len(sets), replicates, capacity.horizon, len(kept)) if kept else (len(sets), 0, 0, 0)
    uneven = np.ptp(sets["horizon"]) > 0  # months that only some sets have
    months = np.full(shape, np.nan) if uneven else np.empty(shape)
    per_chunk = runs_per_chunk or max(1, min(64, CHUNK_ROWS // max(capacity.candidates, capacity.employers, 1)))
    threads = workers or os.cpu_count() or 1
    first = np.broadcast_to(np.asarray(first_replicate, np.int64), len(sets))
    compile_all()
    few = 0 < len(kept) < COUNT  # kernels write all indicators: where few are kept, into a table that is used again
    tables: queue.SimpleQueue[tuple[State, npt.NDArray[np.float64]]] = queue.SimpleQueue()
    for _ in range(threads):
        tables.put((allocate(sets[0], capacity), np.empty((per_chunk if few else 0, capacity.horizon, COUNT))))

    def work(chunk: Chunk) -> int:
        mine, table = tables.get()
        own = months[chunk.sets, chunk.replicates if kept else slice(0, 0)]
        written = table[: chunk.runs].reshape(*own.shape[:3], COUNT) if few else own
        if few and uneven:
            written[...] = np.nan
        try:
            run_many(
                mine,
                sets[chunk.sets],
                first[chunk.sets] + chunk.replicates.start,
                seed,
                totals[chunk.sets, chunk.replicates],
                written,
            )
            if few:
                own[...] = written[..., kept]
        finally:
            tables.put((mine, table))
        return chunk.runs

    _in_threads(work, chunks(len(sets), replicates, per_chunk), threads, len(sets) * replicates, progress)
    return Outcome(totals, months)


def enough_for(sets: npt.NDArray[Any]) -> Capacity:
    """A capacity that holds the runs of every set: that of the largest value of each parameter, as all only add to it."""
    largest = np.asarray(sets[:1, :1]).copy()

    def fill(place: npt.NDArray[Any], values: npt.NDArray[Any]) -> None:
        for name in place.dtype.names or ():
            if place.dtype[name].names:
                fill(place[name], values[name])
            else:
                place[name] = values[name].max()

    fill(largest, np.asarray(sets[:, 0]))
    return capacity_of(largest[0].view(np.recarray))


def _in_threads(
    work: Callable[[Chunk], int], todo: Iterator[Chunk], threads: int, total: int, progress: Progress | None
) -> None:
    """Work through the chunks with a short queue, so that an interruption waits for the running chunks only."""
    done = 0
    with ThreadPoolExecutor(threads) as pool:
        running: set[Future[int]] = set()
        try:
            for chunk in todo:
                running.add(pool.submit(work, chunk))
                if len(running) >= 2 * threads:
                    finished, running = wait(running, return_when=FIRST_COMPLETED)
                    done += sum(future.result() for future in finished)
                    if progress:
                        progress(done, total)
            while running:
                finished, running = wait(running, return_when=FIRST_COMPLETED)
                done += sum(future.result() for future in finished)
                if progress:
                    progress(done, total)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def compile_all() -> None:
    """Compile both entry points, once per version of the sources (later processes read them from the cache)."""
    if DISABLED or (run_many.signatures and advance.signatures):
        return
    announce_first_compilation()
    collecting = gc.isenabled()
    gc.disable()  # a seventh of the compilation is garbage collection that finds nothing
    try:
        sets = to_record(Config(horizon=1, replicates=1))[None, :]
        state = allocate(sets[0], capacity_of(sets[0]))
        run_many(state, sets, np.zeros(1, np.int64), 0, np.empty((1, 1, COUNT)), np.empty((1, 0, 0, 0)))
        advance(state, -1, 0)
    finally:
        if collecting:
            gc.enable()


def create_state(config: Config, seed: int, replicate: int = 0, journal: bool = True) -> State:
    """The state of one run before its first month, with a journal of every stage entered."""
    compile_all()
    rows = to_record(config, config.timeline)
    state = allocate(rows, capacity_of(rows), journal)
    state.book.scheme[0].replicate = replicate
    state.book.scheme[0].seed = seed
    advance(state, -1, 0)
    return state


def planned_spending(config: Config) -> dict[str, float]:
    """EUR per budget line as planned at the start (steering may move money later)."""
    allocation = create_state(config, config.seed, journal=False).book.money["allocation"]
    return {line.name: float(allocation[line]) for line in Line}


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
    sets = to_record(config, config.timeline)[None, :]
    threads = config.workers if workers is None else workers
    outcome = run_sets(sets, number, chosen_seed, workers=threads, monthly=True, progress=progress)
    states = []
    for replicate in range(min(config.journeys, number)):
        state = create_state(config, chosen_seed, replicate)
        advance(state, 0, config.horizon)
        states.append(state)
    return tabulate(config.scenario, outcome.totals[0], outcome.monthly[0], states, planned_spending(config))


__all__ = ["Capacity", "Outcome", "Results", "create_state", "run_sets", "simulate"]
