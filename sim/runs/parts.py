"""What the store writes: a part, that is some runs with everything that their numbers depend on, as a table and back.

A part's name is a hash of what was asked (:attr:`Wanted.address`), its content carries a checksum of what came out. Rows
are found by what they are, not by where they stand.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sim.runs.identity import PACKED, made_with

__all__ = ["Part", "Wanted", "blank", "digests_of", "from_table", "to_table", "wanted_part"]

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Wanted:
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
        """Number of runs."""
        return len(self.sets) * self.replicates

    @property
    def months(self) -> int:
        """Months kept of every run."""
        return int(self.sets["horizon"].max()) if self.monthly else 0


@dataclass
class Part:
    """The numbers of a part: (sets, replicates, indicators), (sets, replicates, months, monthly), errors by run."""

    totals: Array
    monthly: Array
    errors: dict[tuple[int, int], str]


def blank(wanted: Wanted) -> Part:
    """A part without numbers yet."""
    shape = (len(wanted.sets), wanted.replicates)
    return Part(
        np.full((*shape, len(wanted.indicators)), np.nan),
        np.full((*shape, wanted.months, len(wanted.monthly)), np.nan),
        {},
    )


def digests_of(sets: npt.NDArray[Any], first: npt.NDArray[np.int64]) -> list[bytes]:
    """A hash of the parameters (all months) and of the first replicate of each set."""
    packed = np.ascontiguousarray(np.asarray(sets).astype(PACKED)).view(np.uint8).reshape(len(sets), -1)
    return [
        hashlib.blake2b(row.tobytes(), digest_size=16, key=number.tobytes()).digest()
        for row, number in zip(packed, np.ascontiguousarray(first), strict=True)
    ]


def wanted_part(
    sets: npt.NDArray[Any],
    first: npt.NDArray[np.int64],
    digests: Sequence[bytes],
    replicates: int,
    seed: int,
    indicators: tuple[str, ...],
    monthly: tuple[str, ...],
) -> Wanted:
    """A part with its address, from sets without repetition and their digests."""
    said = {"replicates": replicates, "seed": seed, "indicators": indicators, "monthly": monthly, **made_with()}
    address = hashlib.blake2b(json.dumps(said, sort_keys=True).encode(), digest_size=20)
    for digest in digests:
        address.update(digest)
    points = np.frombuffer(b"".join(digest[:8] for digest in digests), np.uint64)
    return Wanted(sets, first, points, replicates, seed, indicators, monthly, address.hexdigest())


def to_table(wanted: Wanted, part: Part, commands: dict[tuple[int, int], str]) -> pa.Table:
    """A row per run: point (hash of its parameters), replicate, error, command, indicators, months."""
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


def from_table(wanted: Wanted, table: pa.Table) -> Part:
    """The part in a table, its rows in whatever order. Raises ``ValueError`` where it is not what was written."""
    said = {key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()}
    if said.get("address") != wanted.address or table.num_rows != wanted.runs:
        raise ValueError("another part")
    points, replicates = (table[name].to_numpy() for name in ("point", "replicate"))
    order = np.argsort(wanted.points, kind="stable")
    row = order[np.minimum(np.searchsorted(wanted.points[order], points), len(order) - 1)]
    if not np.array_equal(wanted.points[row], points) or np.unique(row * wanted.replicates + replicates).size != len(
        row
    ):
        raise ValueError("rows are missing")
    part = blank(wanted)
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


def _checksum(wanted: Wanted, part: Part) -> str:
    """A hash of all numbers and errors, in the order of sets and replicates."""
    digest = hashlib.blake2b(wanted.address.encode(), digest_size=20)
    digest.update(part.totals.tobytes())
    digest.update(part.monthly.tobytes())
    digest.update(json.dumps(sorted((s, r, error) for (s, r), error in part.errors.items())).encode())
    return digest.hexdigest()
