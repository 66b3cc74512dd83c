"""A task, that is some parameter sets times some replicates: how runs are cut into tasks, and how one is worked through.

Everything that a thread or a worker of a cluster needs to run a task, and nothing else.
"""

import gc
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.compiled import DISABLED, announce_first_compilation
from sim.indicators import COUNT
from sim.kernel import advance, run_many
from sim.parameters import RECORD, Config, to_record
from sim.state import State, allocate, sizes_of, sizes_of_row, union
from sim.world import Sizes, most_employers

__all__ = [
    "CHUNK_RUNS",
    "Array",
    "Chunk",
    "Task",
    "chunks",
    "compile_all",
    "empty",
    "enough_for",
    "runs_in_a_chunk",
    "work",
]

Array = npt.NDArray[np.float64]

CHUNK_RUNS = 1024
"""Runs in a chunk, at most, however small. What fewer would cost: docs/scaling.md."""
CHUNK_ROWS = 4_000_000
"""Rows of the candidates' table that one chunk of runs works through, at most: a quarter to half a second."""
FEWEST_RUNS = 64
"""Runs in a chunk where there are few in all: an eighth of them, but not fewer than this."""
BLOCK_RUNS = 64
"""Runs whose months of all indicators are in memory at a time, where only some of the indicators are kept."""


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


def runs_in_a_chunk(capacity: Sizes, runs: int) -> int:
    """How many runs make a chunk where so many are asked for, with tables of this capacity."""
    most = max(1, min(CHUNK_RUNS, CHUNK_ROWS // max(capacity.candidates, capacity.employers, 1)))
    return min(most, max(FEWEST_RUNS, runs // 8))


def empty(task: Task) -> tuple[Array, Array]:
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
    totals, months = into or empty(task)
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
    """A capacity that holds the runs of every set: that of the largest value of each parameter, as nearly all only add to it.

    The more places a signed host gives, the fewer hosts there are, so of these the smallest value counts.
    """
    largest = np.asarray(sets[:1, :1]).copy()

    def fill(place: npt.NDArray[Any], values: npt.NDArray[Any], smallest: bool = False) -> None:
        for name in place.dtype.names or ():
            if place.dtype[name].names:
                fill(place[name], values[name], name == "signed_places")
            else:
                place[name] = values[name].min() if smallest else values[name].max()

    table = np.asarray(sets)
    several = table["sequence"]["phases"][:, 0] > 1  # rows of the phases before come after the first one's
    fill(largest, np.concatenate([table[:, 0], table[several, 1:].reshape(-1)]))
    row = largest[0].view(np.recarray)
    sizes = sizes_of_row(row[0])
    return sizes._replace(employers=int(most_employers(row[0])))


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
