"""Rows of parameters, as kernels read them: their type, and how a configuration is written into them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.countries import numbers

Changes = Mapping[int, Mapping[str, Any]]
"""A timeline: by month, values by name."""

NAMED = {"origins": "corridor.origins", "destinations": "markets.countries"}
"""Which parameter names the countries of which side."""

SEQUENCE = np.dtype([("phases", "i8"), ("months", "i8")], align=True)
"""How many phases a run's rows describe, the last one's first, and rows of each. Of one phase: all rows."""


def default_of(item: Field[Any]) -> Any:
    """The default of a dataclass's field."""
    return item.default_factory() if item.default_factory is not MISSING else item.default


def record_dtype(owner: Any) -> np.dtype[Any]:
    """The record of a dataclass: a column for each number, a record for each dataclass in it."""
    columns: list[tuple[str, Any]] = []
    for item in fields(owner):
        default = default_of(item)
        if is_dataclass(default):
            columns.append((item.name, record_dtype(default)))
        else:
            columns.append(
                (item.name, "?" if isinstance(default, bool) else "i8" if isinstance(default, int) else "f8")
            )
    return np.dtype(columns, align=True)


def with_plumbing(record: np.dtype[Any], most: Mapping[str, int]) -> np.dtype[Any]:
    """The record, and after its groups the numbers of the countries that are named (``most`` of them), and how its rows are phases."""
    sides = np.dtype([(side, "i2", (most[name],)) for side, name in NAMED.items()])
    groups = ((name, record[name]) for name in record.names or ())
    return np.dtype([*groups, ("named", sides), ("sequence", SEQUENCE)], align=True)


def value_of(owner: Any, name: str) -> Any:
    """The value of a dotted name in a (nested) dataclass."""
    for part in name.split("."):
        owner = getattr(owner, part)
    return owner


def phases_of(config: Any) -> list[Any]:
    """The configurations of all phases, the last first: a scheme's own, then that of the one it follows, and on."""
    found = [config]
    while (before := getattr(found[-1], "earlier", None)) is not None:
        found.append(before)
    return found


def timelines(config: Any, timeline: Changes, is_own: Callable[[str], bool]) -> list[Changes]:
    """What changes in each phase: all that the timeline says in the last, in those before the world, and their own as theirs say."""

    def part(changes: Changes, own: bool) -> dict[int, dict[str, Any]]:
        found = {month: {k: v for k, v in each.items() if is_own(k) == own} for month, each in changes.items()}
        return {month: each for month, each in found.items() if each}

    world, made = part(timeline, False), [timeline]
    for phase in phases_of(config)[1:]:
        own = part(getattr(phase, "timeline", {}), True)
        made.append({month: world.get(month, {}) | own.get(month, {}) for month in {*world, *own}})
    return made


def fill(rows: npt.NDArray[Any], values: Mapping[str, Any], timeline: Changes) -> None:
    """Write values by name into the rows of a phase, a row for each month."""
    for name, value in values.items():
        write(rows[0], name, value)
    for side, name in NAMED.items():
        codes = getattr(values[name], "codes", ())
        rows[0]["named"][side][: len(codes)] = [numbers()[code] for code in codes]
    for month in range(rows.size):
        if month > 0:
            rows[month] = rows[month - 1]
        for name, value in timeline.get(month, {}).items():
            write(rows[month], name, value)


def longest(each: Iterable[Changes]) -> int:
    """Rows that the timelines need."""
    return max(max(timeline, default=0) for timeline in each) + 1


def write(row: Any, name: str, value: Any) -> None:
    """Set a value by its dotted name in a row."""
    *groups, last = name.split(".")
    for group in groups:
        row = row[group]
    row[last] = value
