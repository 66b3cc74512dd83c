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

import hashlib
import json
import os
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.compiled import DISABLED, source_hash
from sim.errors import UserError
from sim.indicators import NAMES
from sim.parameters import RECORD

if TYPE_CHECKING:
    import pyarrow as pa

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

    ``simulated``: runs that were not in the store; ``seconds``: wall time within the ensemble. Runs that failed are NaN.
    """

    totals: dict[str, Array]
    monthly: dict[str, Array]
    simulated: int = 0
    seconds: float = 0.0
    failures: list[Failure] = field(default_factory=list)


@dataclass(frozen=True)
class _Wanted:
    """What one part holds: sets without repetition, and what to keep of them."""

    sets: npt.NDArray[Any]
    first: npt.NDArray[np.int64]
    points: npt.NDArray[np.uint64]
    replicates: int
    seed: int
    indicators: tuple[str, ...]
    monthly: tuple[str, ...]
    address: str

    @property
    def runs(self) -> int:
        return len(self.sets) * self.replicates

    @property
    def months(self) -> int:
        return int(self.sets["horizon"].max()) if self.monthly else 0


@dataclass
class _Part:
    """The numbers of a part: (sets, replicates, indicators), (sets, replicates, months, monthly), errors by run."""

    totals: Array
    monthly: Array
    errors: dict[tuple[int, int], str]
    seconds: float = 0.0


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

        Arguments as for :func:`sim.ensemble.run_sets`. Sets that are equal are run once. Raises :class:`UserError` for a
        run that fails (with ``on_error="stop"``), ``OSError`` where the part cannot be written.
        """
        first = np.broadcast_to(np.asarray(first_replicate, np.int64), len(sets))
        digests = _digests(sets, first)
        unique: dict[bytes, int] = {}
        place = np.array([unique.setdefault(digest, len(unique)) for digest in digests])
        own = np.unique(place, return_index=True)[1]
        wanted = _wanted(sets[own], first[own], list(unique), replicates, seed, tuple(indicators), tuple(monthly))
        part = self._read(wanted)
        simulated = 0 if part else wanted.runs
        if part is None or part.errors:
            part, again = self._simulated(wanted, part, workers, progress)
            simulated = simulated or again
            self._write(wanted, part)
        if progress:
            progress(len(sets) * replicates, len(sets) * replicates)
        return Kept(
            {name: part.totals[place, :, column] for column, name in enumerate(indicators)},
            {name: part.monthly[place, :, :, column] for column, name in enumerate(monthly)},
            simulated,
            part.seconds,
            [
                Failure(int(s), r, part.errors[place[s], r], self._command(wanted, int(place[s]), r))
                for s in range(len(sets))
                for r in range(replicates)
                if (place[s], r) in part.errors
            ]
            if part.errors
            else [],
        )

    def _simulated(
        self, wanted: _Wanted, old: _Part | None, workers: int, progress: Progress | None
    ) -> tuple[_Part, int]:
        """The part simulated, or what failed in an old one tried again; and how many runs that took."""
        began = time.perf_counter()
        if old is None:
            part = _blank(wanted)
            try:
                _run(wanted, part, slice(None), slice(None), workers, progress)
            except OSError:
                raise
            except Exception:
                part.errors = self._one_by_one(wanted, part, workers)
            tried = wanted.runs
        else:
            part, tried = old, len(old.errors)
            part.errors = self._each(wanted, part, list(old.errors), workers)
        part.seconds = time.perf_counter() - began
        return part, tried

    def _one_by_one(self, wanted: _Wanted, part: _Part, workers: int) -> dict[tuple[int, int], str]:
        """Run set by set, and run by run where a set fails: which of them fail, and why."""
        errors: dict[tuple[int, int], str] = {}
        for s in range(len(wanted.sets)):
            try:
                _run(wanted, part, slice(s, s + 1), slice(None), workers)
            except OSError:
                raise
            except Exception:
                errors |= self._each(wanted, part, [(s, r) for r in range(wanted.replicates)], workers)
        return errors

    def _each(
        self, wanted: _Wanted, part: _Part, runs: Sequence[tuple[int, int]], workers: int
    ) -> dict[tuple[int, int], str]:
        errors = {}
        for s, r in runs:
            try:
                _run(wanted, part, slice(s, s + 1), slice(r, r + 1), workers)
            except OSError:
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

    def _command(self, wanted: _Wanted, s: int, r: int) -> str:
        from sim.reproduce import command_of

        return command_of(wanted.sets[s], wanted.seed, int(wanted.first[s]) + r)

    def _path(self, wanted: _Wanted) -> Path:
        return self.folder / wanted.address[:2] / f"{wanted.address}{ENDING}"

    def _read(self, wanted: _Wanted) -> _Part | None:
        """The part from disk; None where it is not there, or not as it was written."""
        import pyarrow.parquet as pq

        path = self._path(wanted)
        if not path.exists():
            return None
        try:
            with pq.ParquetFile(path, page_checksum_verification=True) as file:
                return _from_table(wanted, file.read(use_threads=False))
        except Exception:  # whatever a damaged file makes its reader say: it is run again
            return None

    def _write(self, wanted: _Wanted, part: _Part) -> None:
        """Write the part beside its place, have the disk confirm it, then rename it into its place."""
        import pyarrow.parquet as pq

        path = self._path(wanted)
        path.parent.mkdir(parents=True, exist_ok=True)
        commands = {run: self._command(wanted, *run) for run in part.errors}
        beside = path.with_name(f".{path.stem}.{os.getpid()}.{time.monotonic_ns()}.part")
        try:
            with open(beside, "wb") as file:
                pq.write_table(_to_table(wanted, part, commands), file, compression="zstd", write_page_checksum=True)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, path)
            _confirm(path.parent)
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


def runs_in_a_part(sets: npt.NDArray[Any], monthly: int = 0) -> int:
    """How many runs of such sets make a part: a second's work or so, the same on every machine."""
    from sim.ensemble import enough_for

    capacity = enough_for(sets)
    memory = 64_000_000 // (8 * (len(NAMES) + capacity.horizon * monthly))
    return max(1, min(PART_RUNS, memory, PART_CANDIDATES // max(capacity.candidates, capacity.employers, 1)))


def _run(
    wanted: _Wanted, part: _Part, sets: slice, replicates: slice, workers: int, progress: Progress | None = None
) -> None:
    """Simulate some of a part's runs and put their numbers into it."""
    from sim.ensemble import run_sets

    start, stop, _ = replicates.indices(wanted.replicates)
    outcome = run_sets(
        wanted.sets[sets], stop - start, wanted.seed, workers=workers, progress=progress,
        monthly=[NAMES.index(name) for name in wanted.monthly], first_replicate=wanted.first[sets] + start,
    )  # fmt: skip
    part.totals[sets, replicates] = outcome.totals[:, :, [NAMES.index(name) for name in wanted.indicators]]
    if wanted.monthly:
        part.monthly[sets, replicates, : outcome.monthly.shape[2]] = outcome.monthly


def _blank(wanted: _Wanted) -> _Part:
    shape = (len(wanted.sets), wanted.replicates)
    return _Part(
        np.full((*shape, len(wanted.indicators)), np.nan),
        np.full((*shape, wanted.months, len(wanted.monthly)), np.nan),
        {},
    )


def _packed(dtype: np.dtype[Any]) -> np.dtype[Any]:
    """The same fields without the unused bytes between them, whose content is undefined."""
    if dtype.names is None:
        return dtype
    return np.dtype([(name, _packed(dtype[name])) for name in dtype.names])


_PACKED = _packed(RECORD)


def _digests(sets: npt.NDArray[Any], first: npt.NDArray[np.int64]) -> list[bytes]:
    """A hash of the parameters (all months) and of the first replicate of each set."""
    packed = np.ascontiguousarray(np.asarray(sets).astype(_PACKED)).view(np.uint8).reshape(len(sets), -1)
    return [
        hashlib.blake2b(row, digest_size=16, key=number.tobytes()).digest()
        for row, number in zip(packed, np.ascontiguousarray(first), strict=True)
    ]


@cache
def _made_with() -> dict[str, Any]:
    """What besides parameters and sources could change a number's last bits."""
    libraries = {name: version(name) for name in ("numpy", "numba")}
    layout = hashlib.blake2b(repr(_PACKED).encode(), digest_size=8).hexdigest()
    made = {"sources": source_hash(), "compiled": not DISABLED, "machine": platform.machine(), "layout": layout}
    return made | libraries


def _wanted(
    sets: npt.NDArray[Any],
    first: npt.NDArray[np.int64],
    digests: Sequence[bytes],
    replicates: int,
    seed: int,
    indicators: tuple[str, ...],
    monthly: tuple[str, ...],
) -> _Wanted:
    said = {"replicates": replicates, "seed": seed, "indicators": indicators, "monthly": monthly, **_made_with()}
    address = hashlib.blake2b(json.dumps(said, sort_keys=True).encode(), digest_size=20)
    for digest in digests:
        address.update(digest)
    points = np.frombuffer(b"".join(digest[:8] for digest in digests), np.uint64)
    return _Wanted(sets, first, points, replicates, seed, indicators, monthly, address.hexdigest())


def _to_table(wanted: _Wanted, part: _Part, commands: dict[tuple[int, int], str]) -> "pa.Table":
    """A row per run: point (hash of its parameters), replicate, error, command, indicators, months."""
    import pyarrow as pa

    runs = [(s, r) for s in range(len(wanted.sets)) for r in range(wanted.replicates)] if part.errors else []
    none = pa.nulls(wanted.runs, pa.string())
    columns: dict[str, Any] = {
        "point": np.repeat(wanted.points, wanted.replicates),
        "replicate": np.tile(np.arange(wanted.replicates), len(wanted.sets)),
        "error": pa.array([part.errors.get(run) for run in runs], pa.string()) if runs else none,
        "command": pa.array([commands.get(run) for run in runs], pa.string()) if runs else none,
    }
    for column, name in enumerate(wanted.indicators):
        columns[name] = part.totals[:, :, column].ravel()
    for column, name in enumerate(wanted.monthly):
        flat = pa.array(part.monthly[:, :, :, column].ravel())
        columns[f"months of {name}"] = pa.FixedSizeListArray.from_arrays(flat, wanted.months)
    table = pa.table(columns)
    return table.replace_schema_metadata({"address": wanted.address, "checksum": _checksum(wanted, part)})


def _from_table(wanted: _Wanted, table: "pa.Table") -> _Part:
    """The part in a table, its rows in whatever order. Raises ``ValueError`` where it is not what was written."""
    said = {key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()}
    if said.get("address") != wanted.address or table.num_rows != wanted.runs:
        raise ValueError("another part")
    points, replicates = (table[name].to_numpy() for name in ("point", "replicate"))
    order = np.argsort(wanted.points, kind="stable")
    row = order[np.minimum(np.searchsorted(wanted.points[order], points), len(order) - 1)]
    if not np.array_equal(wanted.points[row], points) or np.unique(row * wanted.replicates + replicates).size != len(row):
        raise ValueError("rows are missing")
    part = _blank(wanted)
    for column, name in enumerate(wanted.indicators):
        part.totals[row, replicates, column] = table[name].to_numpy()
    for column, name in enumerate(wanted.monthly):
        flat = table[f"months of {name}"].combine_chunks().flatten().to_numpy()
        part.monthly[row, replicates, :, column] = flat.reshape(len(row), wanted.months)
    if table["error"].null_count < table.num_rows:
        for s, r, error in zip(row, replicates, table["error"].to_pylist(), strict=True):
            if error is not None:
                part.errors[int(s), int(r)] = error
    if said.get("checksum") != _checksum(wanted, part):
        raise ValueError("not as it was written")
    return part


def _checksum(wanted: _Wanted, part: _Part) -> str:
    """A hash of all numbers and errors, in the order of sets and replicates."""
    digest = hashlib.blake2b(wanted.address.encode(), digest_size=20)
    digest.update(np.ascontiguousarray(part.totals))
    digest.update(np.ascontiguousarray(part.monthly))
    digest.update(json.dumps(sorted((s, r, error) for (s, r), error in part.errors.items())).encode())
    return digest.hexdigest()


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
