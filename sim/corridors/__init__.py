"""Corridors: what is known of a country or of a pair of countries, a row each in ``evidence/corridors.csv``.

A mechanism declares the attribute that it reads, and asks for its value with the average that holds where no row speaks:

>>> PERMIT_MONTHS = attribute(0, "permit_months", "months", "Mean processing time of a permit besides queueing")

A row names an origin, a destination, or both; the pair wins over the destination, the destination over the origin, and
among rows of the same countries the latest year. Rows whose attribute no mechanism reads change no run:
``python -m sim.corridors MA BE`` shows them.
"""

import csv
import hashlib
import math
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim import countries
from sim.compiled import inner
from sim.countries import numbers
from sim.installation import ROOT

FILE = ROOT / "evidence" / "corridors.csv"


class Attribute(NamedTuple):
    """What rows of the table may state of a country or a pair."""

    number: int
    name: str
    unit: str
    meaning: str


ATTRIBUTES: dict[str, Attribute] = {}
"""Every attribute that a mechanism reads, by its name in the table."""


def attribute(number: int, name: str, unit: str, meaning: str) -> int:
    """Declare an attribute under a number of its own. Returns the number; raises ``ValueError`` where it is taken."""
    declared = Attribute(number, name, unit, meaning)
    taken = [known for known in ATTRIBUTES.values() if (known.number == number) != (known.name == name)]
    if taken or ATTRIBUTES.setdefault(name, declared) != declared:
        raise ValueError(f"the number {number} or the name {name!r} of an attribute is taken")
    return number


def rows() -> list[dict[str, str]]:
    """The rows of the table whose attribute a mechanism reads, as they stand there."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["attribute"] in ATTRIBUTES]


@cache
def table() -> npt.NDArray[np.float64]:
    """Values by attribute, origin and destination (numbers of countries, 0: an average one); NaN where no row speaks."""
    size = len(numbers()) + 1
    values = np.full((len(ATTRIBUTES), size, size), np.nan)

    def order(row: dict[str, str]) -> tuple[int, int, str]:
        return bool(row["destination"]), bool(row["origin"]) and bool(row["destination"]), row["year"]

    for row in sorted(rows(), key=order):
        places = [numbers()[row[side]] if row[side] else slice(None) for side in ("origin", "destination")]
        values[ATTRIBUTES[row["attribute"]].number, places[0], places[1]] = float(row["value"])
    values.setflags(write=False)
    return values


def value(name: str, origin: str, destination: str) -> float | None:
    """What a run takes for an attribute that a mechanism reads, of two countries by their codes; none: the average."""
    found = float(table()[ATTRIBUTES[name].number, numbers()[origin], numbers()[destination]])
    return None if math.isnan(found) else found


@cache
def tables_hash() -> str:
    """A hash of the rows that mechanisms read, and of the countries: results depend on them as on the model's sources."""
    return hashlib.sha256(repr(rows()).encode() + countries.FILE.read_bytes()).hexdigest()[:12]


@inner
def of_corridor(state, which, origin, country, average):
    """An attribute of a corridor (numbers of the run's origin and country of destination); the average where no row speaks."""
    value = state.corridors[which, state.origins[origin].code, state.countries[country].code]
    return average if math.isnan(value) else value
