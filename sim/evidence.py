"""Published figures behind parameters: the sources that ``evidence/*.csv`` lists, by the ids that the registry names."""

import csv
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "evidence"


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
    for path in sorted(FOLDER.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found[row["id"]] = Reference(**{column: row[column] for column in columns})
    return found
