"""Published figures (``evidence/*.csv``) behind parameters, and the plausible ranges that rest on them.

>>> references()["palim.applicants"].value
'9677'
>>> ranges()["recognition.months"].low, ranges()["recognition.months"].high, quality_of(ranges()["recognition.months"])
(2.0, 6.0, 'high')
>>> references()["prices.eures_tms_grant_to_sme_for_onboarding_basic"].unit
'EUR/hire'
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from statistics import median_high

from sim.declare import ASSUMPTION, Range
from sim.installation import ROOT
from sim.parameters import parameters

FOLDER = ROOT / "evidence"
FIGURES = ("parameters.csv", "schemes.csv", "prices.csv")
"""Files of published figures: one per row, with an id."""
DEFINITION = "definition"
QUALITIES = ("high", "medium", "low")


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
class Influence:
    """Share of the variance of completed mobilities that a parameter explains in the baseline, with its 95 % interval."""

    parameter: str
    influence: float
    ci_low: float
    ci_high: float


def rows(name: str) -> Iterator[dict[str, str]]:
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
        for row in rows(name)
    }


@cache
def ranges() -> dict[str, Range]:
    """The plausible range of every uncertain number by the parameter's dotted name, as its declaration states it."""
    return {name: entry.plausible for name, entry in parameters().items() if entry.plausible}


def quality_of(known: Range) -> str:
    """Quality of a range's evidence: of the middle one of its figures (the worse of two), ``assumption`` or ``definition``."""
    if known.fixed:
        return DEFINITION
    if known.assumed:
        return ASSUMPTION
    figures = references()
    return QUALITIES[median_high(QUALITIES.index(figures[source].quality) for source in known.sources)]


@cache
def influences() -> dict[str, Influence]:
    """What ``python -m analysis.influence ship=true`` has found, by the parameter's dotted name, the largest first."""
    return {
        row["parameter"]: Influence(
            row["parameter"], *(float(row[name]) for name in ("influence", "ci_low", "ci_high"))
        )
        for row in rows("influence.csv")
    }


@cache
def unused() -> dict[str, str]:
    """Ids of published figures that stand behind no parameter, scenario or target, each with the reason."""
    return {row["id"]: row["reason"] for row in rows("unused.csv")}
