"""The table of corridors that runs read: an attribute's value, or its factor, for every pair of countries.

For an attribute of its own name, the pair's row wins over the destination's, the destination's over the origin's, and
among rows of the same countries the latest year. A topic's factors follow the law of :mod:`sim.corridors.shrinkage`, or the
level of each country, if the topic says so.
"""

import csv
import hashlib
import math
from collections.abc import Iterable
from functools import cache

import numpy as np
import numpy.typing as npt

from sim import corridors, countries
from sim.corridors import ATTRIBUTES
from sim.corridors.known import latest, of_topic
from sim.corridors.shrinkage import deviation, prior
from sim.corridors.topics import EU, REGIONS, TOPICS, Level
from sim.countries import numbers

Places = int | slice


def rows() -> list[dict[str, str]]:
    """The rows of the table that a mechanism reads, as they stand there."""
    topics = {name for each in ATTRIBUTES.values() if each.topic for name in TOPICS[each.topic].attributes}
    with corridors.FILE.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["attribute"] in topics or row["attribute"] in ATTRIBUTES]


@cache
def table() -> npt.NDArray[np.float64]:
    """Values by attribute, origin and destination (numbers of countries, 0: an average one); NaN where no row speaks."""
    size = len(numbers()) + 1
    values = np.full((1 + max(each.number for each in ATTRIBUTES.values()), size, size), np.nan)
    _stated(values)
    for each in ATTRIBUTES.values():
        if each.topic and (level := TOPICS[each.topic].level):
            _levels(values[each.number], each.topic, level, each.side)
        elif each.topic:
            _implied(values[each.number], each.topic)
    values.setflags(write=False)
    return values


def _stated(values: npt.NDArray[np.float64]) -> None:
    """Rows whose attribute a mechanism reads by its own name, those that win last."""

    def order(row: dict[str, str]) -> tuple[int, int, str]:
        return bool(row["destination"]), bool(row["origin"]) and bool(row["destination"]), row["year"]

    for row in sorted(rows(), key=order):
        if row["attribute"] in ATTRIBUTES:
            places = [_place(row[side]) for side in ("origin", "destination")]
            values[ATTRIBUTES[row["attribute"]].number, places[0], places[1]] = float(row["value"])


def _implied(values: npt.NDArray[np.float64], topic: str) -> None:
    """Factors that the rows of a topic imply: first of any pair, then of named destinations, then of named origins."""
    mean, found = prior(topic), of_topic(topic)
    if mean is None:
        return
    regions = {code for row in found for code in REGIONS.get(row.attribute, ())}
    for origin in _named({row.origin for row in found} | regions):
        for destination in _named({row.destination for row in found}):
            beyond = deviation(topic, mean, origin, destination)
            if beyond is not None:
                values[_place(origin), _place(destination)] = math.exp(beyond)


def _levels(values: npt.NDArray[np.float64], topic: str, level: Level, side: str) -> None:
    """The level of each country named on one side, relative to the geometric mean of that side."""
    found = {
        getattr(row, side): math.log(float(row.value))
        for row in latest(of_topic(topic))
        if row.attribute == level.attribute and row.place == getattr(row, side)
    }
    mean = sum(found.values()) / max(len(found), 1)
    for code, logarithm in found.items():
        place = {side: _place(code)}
        values[place.get("origin", slice(None)), place.get("destination", slice(None))] = math.exp(logarithm - mean)


def _named(codes: Iterable[str]) -> list[str]:
    """The countries that codes stand for, in order; first of all any country."""
    given = set(codes)
    return sorted((given | {""} | (EU if "EU" in given else set())) - {"EU"})


def _place(code: str) -> Places:
    return numbers()[code] if code else slice(None)


def value(name: str, origin: str, destination: str) -> float | None:
    """What a run takes for an attribute that a mechanism reads, of two countries by their codes; none: the average."""
    found = float(table()[ATTRIBUTES[name].number, numbers()[origin], numbers()[destination]])
    return None if math.isnan(found) else found


@cache
def tables_hash() -> str:
    """A hash of the rows that mechanisms read, and of the countries: results depend on them as on the model's sources."""
    return hashlib.sha256(repr(rows()).encode() + countries.FILE.read_bytes()).hexdigest()[:12]
