"""Runs on disk: what was simulated once is not simulated again, whatever happened in between.

>>> store = Store(Path("outputs/.store"))
>>> kept = store.run(sets, replicates=10, seed=1, indicators=("matches",))   # sets: (sets, rows) records
>>> kept.totals["matches"]                                                    # (sets, replicates)

The runs of one call are a *part*: one Parquet file (zstd), named after a hash of everything that its numbers depend on
(the parameters of every set, first replicates, replicates, seed, indicators, the model's sources, versions). A part is
written beside its place, flushed to disk and renamed into it, and only then do its runs count as done. So after a kill, a
power cut, a full disk or an interruption the same command finds what was finished and runs the rest, with the same
numbers to the last bit; and processes that share a folder can at worst do the same work twice. A part whose content does
not match its checksum is run again. Callers cut their runs into parts of a second or so: :func:`runs_in_a_part`.

Rows are found by what they are (a hash of the set's parameters, the replicate), never by where they stand. A run that
fails is a row with its error and the command that repeats it; the next call tries it again.

``rm -r outputs/.store`` clears it: nothing but time is lost. Parts of other versions of the model lie in folders of
their own, named after the hash of its sources.
"""

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

from sim.compiled import source_hash
from sim.errors import UserError
from sim.indicators import NAMES
from sim.runs.ensemble import Outcome, begin
from sim.runs.executors import Flow, flow
from sim.runs.parts import Part, Wanted, blank, digests_of, from_table, to_table, wanted_part
from sim.runs.reproduce import command_of
from sim.runs.task import enough_for

__all__ = ["KEEP_GOING", "STOP", "Failure", "Kept", "Store", "runs_in_a_part"]

Array = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]

STOP, KEEP_GOING = "stop", "keep_going"
FOLDER = ".store"
"""Name of the store's folder within the folder of results."""
PART_RUNS = 4096
"""Runs in a part, at most: about a second of small runs."""
PART_CANDIDATES = 24_000_000
"""Candidates in the runs of a part, about: a few seconds of large runs."""
LEFTOVER_SECONDS = 3600.0
"""Age from which a file half written belongs to a process that was killed."""
ATTEMPTS = 5
"""Times that a part is written before its vanishing is an error."""
ENDING = ".parquet"


@dataclass(frozen=True)
class Failure:
    """A run that failed: which set and replicate of the call, why, and the command that repeats it."""

    set: int
    replicate: int
    error: str
    command: str


@dataclass
class Kept:
    """Results of some sets: by indicator (sets, replicates), and (sets, replicates, months) where asked.

    ``simulated``: runs that were not in the store. Runs that failed are NaN.
    """

    totals: dict[str, Array]
    monthly: dict[str, Array]
    simulated: int = 0
    failures: list[Failure] = field(default_factory=list)


class Store:
    """A folder of finished runs. ``on_error``: ``stop`` at the first run that fails, or ``keep_going`` with the others."""

    def __init__(self, folder: Path, on_error: str = STOP) -> None:
        self.folder = folder / source_hash()
        self.on_error = on_error
        self.folder.mkdir(parents=True, exist_ok=True)
        self._sweep()

    def run(
        self,
        sets: npt.NDArray[Any],
        replicates: int,
        seed: int,
        *,
        indicators: Sequence[str] = NAMES,
        monthly: Sequence[str] = (),
        first_replicate: int | npt.NDArray[np.int64] = 0,
        workers: int = 0,
        progress: Progress | None = None,
    ) -> Kept:
        """Results of every set for the same replicates, from disk where they are there, else simulated and put there.

        Arguments as for :func:`sim.runs.ensemble.run_sets`. Sets that are equal are run once. Raises :class:`UserError` for a
        run that fails (with ``on_error="stop"``), ``OSError`` where the part cannot be written.
        """
        kept: list[Kept] = []
        with flow(workers, progress, len(sets) * replicates) as running:
            self.begin(
                running, sets, replicates, seed, kept.append, indicators=indicators, monthly=monthly,
                first_replicate=first_replicate, workers=workers,
            )  # fmt: skip
        return kept[0]

    def begin(
        self,
        running: Flow,
        sets: npt.NDArray[Any],
        replicates: int,
        seed: int,
        then: Callable[[Kept], None],
        *,
        indicators: Sequence[str] = NAMES,
        monthly: Sequence[str] = (),
        first_replicate: int | npt.NDArray[np.int64] = 0,
        workers: int = 0,
    ) -> None:
        """As :meth:`run`, without waiting: ``then`` gets the results as soon as they are on disk. Other parts may follow at once."""
        first = np.broadcast_to(np.asarray(first_replicate, np.int64), len(sets))
        digests = digests_of(sets, first)
        unique: dict[bytes, int] = {}
        place = np.array([unique.setdefault(digest, len(unique)) for digest in digests])
        own = np.unique(place, return_index=True)[1]
        wanted = wanted_part(sets[own], first[own], list(unique), replicates, seed, tuple(indicators), tuple(monthly))
        weight = len(sets) * replicates

        def hand_over(part: Part, simulated: int) -> None:
            if simulated:
                self._write(wanted, part)
            then(self._kept(wanted, part, place, simulated))

        part = self._read(wanted)
        if part is None:
            self._simulate(running, wanted, workers, weight, hand_over)
            return
        again = len(part.errors)
        if again:
            part.errors = self._each(wanted, part, list(part.errors), workers)
        hand_over(part, again)
        running.count(weight)

    def _simulate(
        self, running: Flow, wanted: Wanted, workers: int, weight: int, then: Callable[[Part, int], None]
    ) -> None:
        """Have a part simulated; where a run fails, set by set, so that all others are kept."""
        part = blank(wanted)

        def done(outcome: Outcome) -> None:
            _fill(part, slice(None), slice(None), outcome)
            then(part, wanted.runs)

        def failed(error: Exception) -> None:
            if isinstance(error, OSError | UserError | MemoryError):
                raise error
            part.errors = self._one_by_one(wanted, part, workers)
            then(part, wanted.runs)

        begin(
            running, wanted.sets, wanted.replicates, wanted.seed, done, failed=failed, first_replicate=wanted.first,
            indicators=positions(wanted.indicators), monthly=positions(wanted.monthly), weight=weight,
        )  # fmt: skip

    def _kept(self, wanted: Wanted, part: Part, place: npt.NDArray[np.int64], simulated: int) -> Kept:
        """A part's results, equal sets repeated."""
        failures = [
            Failure(s, r, part.errors[unique, r], self._command(wanted, unique, r))
            for s, unique in enumerate(place.tolist())
            for r in range(wanted.replicates)
            if (unique, r) in part.errors
        ] if part.errors else []  # fmt: skip
        return Kept(
            {name: part.totals[place, :, column] for column, name in enumerate(wanted.indicators)},
            {name: part.monthly[place, :, :, column] for column, name in enumerate(wanted.monthly)},
            simulated,
            failures,
        )

    def _one_by_one(self, wanted: Wanted, part: Part, workers: int) -> dict[tuple[int, int], str]:
        """Run set by set, and run by run where a set fails: which of them fail, and why."""
        errors: dict[tuple[int, int], str] = {}
        for s in range(len(wanted.sets)):
            try:
                _run(wanted, part, slice(s, s + 1), slice(None), workers)
            except (OSError, UserError):
                raise
            except Exception:
                errors |= self._each(wanted, part, [(s, r) for r in range(wanted.replicates)], workers)
        return errors

    def _each(
        self, wanted: Wanted, part: Part, runs: Sequence[tuple[int, int]], workers: int
    ) -> dict[tuple[int, int], str]:
        errors = {}
        for s, r in runs:
            try:
                _run(wanted, part, slice(s, s + 1), slice(r, r + 1), workers)
            except (OSError, UserError):
                raise
            except Exception as error:
                part.totals[s, r], part.monthly[s, r] = np.nan, np.nan
                errors[s, r] = f"{type(error).__name__}: {error}"
                if self.on_error == STOP:
                    raise UserError(
                        f"a run failed ({errors[s, r]}). The same run alone: {self._command(wanted, s, r)} - what was run"
                        " before is kept; on_error=keep_going runs all the others first"
                    ) from None
        return errors

    def _command(self, wanted: Wanted, s: int, r: int) -> str:
        return command_of(wanted.sets[s], wanted.seed, int(wanted.first[s]) + r)

    def _path(self, wanted: Wanted) -> Path:
        return self.folder / wanted.address[:2] / f"{wanted.address}{ENDING}"

    def _read(self, wanted: Wanted) -> Part | None:
        """The part from disk; None where it is not there, or not as it was written."""
        path = self._path(wanted)
        if not path.exists():
            return None
        try:
            with pq.ParquetFile(path, page_checksum_verification=True) as file:
                return from_table(wanted, file.read(use_threads=False))
        except Exception:  # whatever a damaged file makes its reader say: it is run again
            return None

    def _write(self, wanted: Wanted, part: Part) -> None:
        """Write the part beside its place, have the disk confirm it, then rename it into its place."""
        path = self._path(wanted)
        if path.parent.exists() and not path.parent.is_dir():
            _set_aside(path.parent)
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            _set_aside(path)
        commands = {run: self._command(wanted, *run) for run in part.errors}
        table = to_table(wanted, part, commands)
        for attempt in range(ATTEMPTS):
            beside = path.with_name(f".{path.stem}.{os.getpid()}.{time.monotonic_ns()}.part")
            try:
                with open(beside, "wb") as file:
                    pq.write_table(table, file, compression="zstd", write_page_checksum=True)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(beside, path)
                _confirm(path.parent)
                return
            except FileNotFoundError:  # taken for a leftover by a process whose clock is ahead
                if attempt == ATTEMPTS - 1:
                    raise
            except BaseException:
                beside.unlink(missing_ok=True)
                raise

    def _sweep(self) -> None:
        """Remove what killed processes left half written."""
        for leftover in self.folder.glob("*/.*.part"):
            try:
                if time.time() - leftover.stat().st_mtime > LEFTOVER_SECONDS:
                    leftover.unlink()
            except OSError:
                continue


def _set_aside(path: Path) -> None:
    """Rename what is in the way of a part, such as a folder of its name: it is nobody's to delete."""
    path.rename(path.with_name(f"{path.name}.set-aside.{time.time_ns()}"))


def runs_in_a_part(sets: npt.NDArray[Any], monthly: int = 0) -> int:
    """How many runs of such sets make a part: a second's work or so, the same on every machine."""
    capacity = enough_for(sets)
    memory = 64_000_000 // (8 * (len(NAMES) + capacity.horizon * monthly))
    return max(1, min(PART_RUNS, memory, PART_CANDIDATES // max(capacity.candidates, capacity.employers, 1)))


def positions(names: Sequence[str]) -> list[int]:
    """The indicators' positions in the tables that kernels fill."""
    return [NAMES.index(name) for name in names]


def _run(wanted: Wanted, part: Part, sets: slice, replicates: slice, workers: int) -> None:
    """Simulate some of a part's runs by themselves and put their numbers into it."""
    start, stop, _ = replicates.indices(wanted.replicates)
    with flow(workers) as running:
        begin(
            running, wanted.sets[sets], stop - start, wanted.seed, lambda outcome: _fill(part, sets, replicates, outcome),
            indicators=positions(wanted.indicators), monthly=positions(wanted.monthly), first_replicate=wanted.first[sets] + start,
        )  # fmt: skip


def _fill(part: Part, sets: slice, replicates: slice, outcome: Outcome) -> None:
    part.totals[sets, replicates] = outcome.totals
    if outcome.monthly.size:
        part.monthly[sets, replicates, : outcome.monthly.shape[2]] = outcome.monthly


def _confirm(folder: Path) -> None:
    """Have the disk confirm a renamed file's new name (where folders can be opened)."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    except OSError:
        pass
    finally:
        os.close(descriptor)
