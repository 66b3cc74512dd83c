"""What a command will take, before it starts: peak memory of its process, and time.

The memory is what the process holds already, what each thread fills of its tables, what is kept of every run, and what
becomes of that: tables, journeys, files. Threads, replicates, journeys, places, hosts and jobs at the same time are
counted, so that the estimate also says how many of each would fit.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from sim import machine
from sim.indicators import COUNT, MONTHLY
from sim.parameters import Config, to_record
from sim.runs.executors import threads
from sim.runs.task import BLOCK_RUNS, chunks, enough_for, runs_in_a_chunk
from sim.runs.trial import Shown, tried
from sim.state import TYPES

__all__ = ["Need", "evidently_fits", "of_config", "of_sets", "sharing"]

LOADED_LATER = 90 << 20
"""Bytes of packages and pictures that a command loads after its runs (measured)."""
RESERVED_LATER = 200 << 20
THREAD_RESERVED = 72 << 20
"""Address space that they take, and that each thread takes for its stack and its heap."""
WRITTEN = 2.1
"""Memory in which the table of months is written to a file, in multiples of the months."""
STEP_BYTES = 40
"""Bytes of a step of a journey in a table; twice that when all tables are put together, and when they are written (measured)."""
TABLED = 3.3
"""Memory in which a journal becomes a table, in multiples of the table."""
SORTING = 20_000
VALUE, STEP, REPORT = 3.0, 12.0, 4e7
"""Time for a value of a month, for a step of a journey, and for the report: in values that are sorted meanwhile (measured)."""
COPIED = 1.6
"""Memory of an analysis in multiples of the results that it keeps (measured)."""
PIECES = 2.5
"""Parts of an experiment whose results are in memory at once, waiting to be put where they belong (measured)."""
SECONDS_A_RUN, SECONDS_A_ROW, BYTES_A_ROW = 1e-3, 2e-7, 200
EVIDENT_SECONDS, EVIDENT_BYTES = 15.0, 192 << 20
"""Runs of less than this, reckoned high (three times the time and the memory of most), are not tried before they start."""
ENTRY = TYPES["entry"].itemsize


_jobs: ContextVar[int] = ContextVar("jobs at the same time", default=1)


@contextmanager
def sharing(jobs: int) -> Iterator[None]:
    """Within this block, the memory must be enough for so many jobs like each estimated one, in this process."""
    token = _jobs.set(jobs)
    try:
        yield
    finally:
        _jobs.reset(token)


@dataclass(frozen=True)
class Need:
    """What runs need, as counts and as bytes of each one.

    ``work``: processor time of the runs, shared by ``cores``; ``besides``: seconds for tables and files after them.

    ``held`` bytes are there already, ``later`` ones come with packages and pictures after the runs. Of every unit (a replicate, a world, a sample) ``kept`` bytes stay until the end; ``afterwards`` is the peak after the runs in multiples of them.
    ``in_flight``: bytes of results that wait to be put where they belong; ``jobs``: commands like this one at the same time; ``reserved``: the
    same for address space, where what is reserved counts, filled or not.
    """

    work: float
    held: float
    later: float
    units: int
    kept: float
    workers: int
    places: int
    each_place: float
    employers: int
    each_employer: float
    thread: float = 0.0
    journeys: int = 0
    each_step: float = 0.0
    each_journal: float = 0.0
    afterwards: float = 1.0
    in_flight: float = 0.0
    jobs: int = 1
    runs: int = 0
    threads: int = 1
    cores: int = 1
    besides: float = 0.0
    reserved: "Need | None" = None

    @property
    def seconds(self) -> float:
        """Time on a computer that does nothing else."""
        return self.work / self.cores + self.besides

    @property
    def tables(self) -> float:
        """Bytes of one thread's tables."""
        return self.places * self.each_place + self.employers * self.each_employer

    @property
    def bytes(self) -> float:
        """Memory of the process at its peak."""
        kept = self.units * self.kept
        running = kept + min(self.in_flight, kept) + self.workers * (self.tables + self.thread)
        journeys = self.journeys * self.places * self.each_step
        one = self.tables + self.places * self.each_journal if self.journeys else 0.0
        after = max(kept + one + journeys, kept * self.afterwards + 2.0 * journeys) + self.later
        return self.held + self.jobs * max(running, after)

    def most(self, name: str, room: float, least: int = 1) -> int | None:
        """How many of ``name`` fit into some bytes, all else being as it is; None where not even the least do."""

        def fits(number: int) -> bool:
            changed: dict[str, Any] = {name: number}
            return replace(self, **changed).bytes <= room

        low, high = least, int(getattr(self, name))
        if high < least or not fits(least):
            return None
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if fits(middle) else (low, middle - 1)
        return low


def of_config(config: Config) -> Need:
    """What :func:`sim.runs.ensemble.simulate` needs for a configuration, and for the files of its results."""
    sets = to_record(config, config.timeline)[None, :]
    kept = 8.0 * (config.horizon * len(MONTHLY) + COUNT)
    journeys = min(config.journeys, config.replicates)
    shown = tried(sets, config.replicates, config.seed, journeys)
    need = _of_runs(sets, 1, config.replicates, shown, config.workers)
    values, steps = config.replicates * config.horizon * len(MONTHLY), journeys * shown.entries
    besides = (VALUE * values + STEP * steps + REPORT) * _second_of_a_sorted_value()
    return _both(
        need, kept=kept, besides=besides, journeys=journeys, each_step=STEP_BYTES * shown.entries / need.places,
        each_journal=(ENTRY + TABLED * STEP_BYTES) * shown.most_entries / need.places, afterwards=WRITTEN,
    )  # fmt: skip


def of_sets(
    sets: npt.NDArray[Any], number: int, replicates: int, seed: int, kept: float, *, units: int, workers: int = 0,
    in_flight: float = 0.0,
) -> Need:  # fmt: skip
    """What an experiment needs.

    ``sets``: records of some of ``number`` parameter sets; ``kept``: bytes of all results, ``units``: what they are made of,
    in the words of the user; ``in_flight``: bytes of a part of the experiment, which is worked through at once.
    """
    shown = tried(sets, number * replicates, seed)
    need = _of_runs(sets, number, replicates, shown, workers)
    return _both(need, units=units, kept=kept / units, in_flight=PIECES * in_flight, afterwards=COPIED)


def evidently_fits(sets: npt.NDArray[Any], runs: int, kept: float, workers: int, journeys: int = 0) -> bool:
    """Whether no trial is needed to see that runs take seconds, and a small part of the memory that there is."""
    capacity = enough_for(sets)
    rows = max(capacity.candidates, capacity.employers)
    seconds = runs * (SECONDS_A_RUN + SECONDS_A_ROW * rows)
    steps = (journeys + 3) * capacity.candidates if journeys else 0
    needed = (
        WRITTEN * kept
        + BYTES_A_ROW * steps
        + threads(workers)[0] * BYTES_A_ROW * (capacity.candidates + capacity.employers)
    )
    return seconds < EVIDENT_SECONDS and all(
        needed + LOADED_LATER < room.bytes + room.beyond - machine.used()[room.address] and needed < EVIDENT_BYTES for room in machine.rooms()
    )  # fmt: skip


def _of_runs(sets: npt.NDArray[Any], number: int, replicates: int, shown: Shown, workers: int) -> Need:
    """What is common: threads with their tables, time."""
    resident, reserved = machine.used()
    capacity, runs = enough_for(sets), number * replicates
    asked, here = threads(workers)
    busy = min(asked, len(list(chunks(number, replicates, runs_in_a_chunk(capacity, runs)))))
    places, employers = (
        max(1, int(np.max(sets[group][name]))) for group, name in (("design", "places"), ("markets", "employers"))
    )
    need = Need(
        work=runs * shown.seconds, cores=max(1, min(busy, machine.cores()) if here else asked), held=resident, later=LOADED_LATER,
        units=replicates, kept=0.0, workers=busy if here else 0, places=places, each_place=shown.candidates / places,
        employers=employers, each_employer=shown.hosts / employers, thread=8.0 * BLOCK_RUNS * capacity.horizon * COUNT,
        jobs=_jobs.get(), runs=runs, threads=asked,
    )  # fmt: skip
    address = replace(
        need, held=reserved, later=RESERVED_LATER, each_place=shown.room_of_candidates / places,
        each_employer=shown.room_of_hosts / employers, thread=need.thread + THREAD_RESERVED,
    )  # fmt: skip
    return replace(need, reserved=address)


def _second_of_a_sorted_value() -> float:
    """Time to sort a value, with others: how fast this machine is in work that is not the model's."""
    values = np.random.default_rng(1).random(SORTING)
    began = time.thread_time()
    np.sort(values)
    return (time.thread_time() - began) / SORTING


def _both(need: Need, **changes: Any) -> Need:
    assert need.reserved
    return replace(need, **changes, reserved=replace(need.reserved, **changes))
