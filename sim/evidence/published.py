"""Published figures behind parameters, and the plausible ranges that rest on them: what ``evidence/*.csv`` holds.

>>> references()["palim.applicants"].value
'9677'
>>> ranges()["recognition.months"].low, ranges()["recognition.months"].high, ranges()["recognition.months"].quality
(2.0, 6.0, 'high')
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from statistics import median_high

from sim.installation import ROOT

FOLDER = ROOT / "evidence"
FIGURES = ("parameters.csv", "schemes.csv")
"""Files of published figures: one per row, with an id."""
ASSUMED = "assumption"
DEFINITION = "definition"
QUALITIES = ("high", "medium", "low")
SCALES = ("linear", "log", "odds")
"""Scales on which all values of a plausible range are alike likely."""


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
    file: str = ""
    """The file that lists it."""
    outcome: bool = False
    """Whether it tells what came of a scheme: kept for calibration and validation, never behind a parameter."""


@dataclass(frozen=True)
class Range:
    """What is plausible for an uncertain parameter: all values from ``low`` to ``high`` alike on the ``scale`` named."""

    parameter: str
    low: float
    high: float
    scale: str
    sources: tuple[str, ...]
    reason: str

    @property
    def assumed(self) -> bool:
        """Whether no published figure speaks to the parameter."""
        return self.sources == (ASSUMED,)

    @property
    def fixed(self) -> bool:
        """Whether the range is a point: a definition."""
        return self.low == self.high

    @property
    def quality(self) -> str:
        """Quality of the evidence: of the middle one of its figures (the worse of two), ``assumption`` or ``definition``."""
        if self.fixed:
            return DEFINITION
        if self.assumed:
            return ASSUMED
        known = references()
        return QUALITIES[median_high(QUALITIES.index(known[source].quality) for source in self.sources)]


@dataclass(frozen=True)
class Influence:
    """Share of the variance of completed mobilities that a parameter explains in the baseline, with its 95 % interval."""

    parameter: str
    influence: float
    ci_low: float
    ci_high: float


def _rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a file of the evidence; none where it is not installed."""
    path = FOLDER / name
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)


@cache
def references() -> dict[str, Reference]:
    """Every reference by its id, e.g. ``palim.applicants``. Empty where the evidence is not installed."""
    columns = [column.name for column in fields(Reference) if column.name not in ("file", "outcome")]
    return {
        row["id"]: Reference(
            **{column: row[column] for column in columns}, file=name, outcome=row.get("kind") == "outcome"
        )
        for name in FIGURES
        for row in _rows(name)
    }


@cache
def ranges() -> dict[str, Range]:
    """The plausible range of every uncertain number by the parameter's dotted name. Empty where not installed."""
    return {
        row["parameter"]: Range(
            row["parameter"], float(row["low"]), float(row["high"]), row["scale"], tuple(row["source"].split(";")),
            row["reason"],
        )
        for row in _rows("ranges.csv")
    }  # fmt: skip


@cache
def influences() -> dict[str, Influence]:
    """What ``python -m analysis.influence ship=true`` has found, by the parameter's dotted name, the largest first."""
    return {
        row["parameter"]: Influence(
            row["parameter"], *(float(row[name]) for name in ("influence", "ci_low", "ci_high"))
        )
        for row in _rows("influence.csv")
    }


@cache
def unused() -> dict[str, str]:
    """Ids of published figures that stand behind no parameter, scenario or target, each with the reason."""
    return {row["id"]: row["reason"] for row in _rows("unused.csv")}
