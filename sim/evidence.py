"""Published figures behind parameters: the sources that ``evidence/*.csv`` lists, by the ids that the registry names."""

import csv
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "evidence"
FIGURES = ("parameters.csv", "schemes.csv")
"""Files of published figures."""


@dataclass(frozen=True)
class Reference:
    """One published figure: what was measured, its value as published (a text), where, and how good the source is."""

    id: str
    quantity: str
    value: str
    low: str
    high: str
    unit: str
    source: str
    url: str
    quality: str
    notes: str


@cache
def references() -> dict[str, Reference]:
    """Every reference by its id, e.g. ``palim.applicants``. Empty where the evidence is not installed."""
    columns = [column.name for column in fields(Reference)]
    found: dict[str, Reference] = {}
    for name in FIGURES:
        path = FOLDER / name
        if not path.exists():
            continue
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found[row["id"]] = Reference(**{column: row[column] for column in columns})
    return found


@dataclass(frozen=True)
class Range:
    """What an uncertain parameter may plausibly be: every value from ``low`` to ``high`` alike on the named scale."""

    parameter: str
    low: float
    high: float
    scale: str
    source: str
    reason: str


@cache
def ranges() -> dict[str, Range]:
    """The plausible range of every uncertain parameter, by its dotted name."""
    with (FOLDER / "ranges.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["parameter"]: Range(
                row["parameter"], float(row["low"]), float(row["high"]), row["scale"], row["source"], row["reason"]
            )
            for row in csv.DictReader(file)
        }
