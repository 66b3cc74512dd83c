"""What the table says of a country or a pair, by topic: the rows that a mechanism reads, and all others."""

import csv
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from sim import corridors
from sim.corridors.topics import EU, QUALITIES, REGIONS, TOPICS


class Figure(NamedTuple):
    """A row of the table, under the names of its columns."""

    origin: str
    destination: str
    attribute: str
    value: str
    low: str
    high: str
    unit: str
    year: str
    source: str
    url: str
    quality: str
    notes: str

    @property
    def place(self) -> str:
        """Of what it speaks: a pair, or one country."""
        return f"{self.origin} {self.destination}".strip()

    @property
    def pair(self) -> bool:
        """Whether it speaks of a pair."""
        return bool(self.origin and self.destination)

    @property
    def bound(self) -> int:
        """1 if it is only an upper bound, -1 if only a lower one, 0 if it is a figure."""
        if "(up to)" in self.unit or "(max)" in self.unit or self.attribute.endswith("_legal_max"):
            return 1
        if "(more than)" in self.unit or (self.low == self.value and not self.high):
            return -1
        return int(self.high == self.value and not self.low)

    @property
    def months(self) -> float:
        """A duration in months of 30.4 days; any other value as it is."""
        return float(self.value) / (30.4 if self.unit.startswith("days") else 1.0)


@cache
def _read(path: Any) -> tuple[Figure, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(Figure(**{name: row.get(name) or "" for name in Figure._fields}) for row in csv.DictReader(file))


def figures() -> tuple[Figure, ...]:
    """All rows of the table."""
    return _read(corridors.FILE)


def of_topic(name: str) -> list[Figure]:
    """The rows of a topic, in the order of its attributes."""
    wanted = TOPICS[name].stated + TOPICS[name].attributes
    return sorted((row for row in figures() if row.attribute in wanted), key=lambda row: wanted.index(row.attribute))


def pairs(*topics: str) -> list[tuple[str, str]]:
    """The pairs of which a row of these topics speaks (of any topic without one)."""
    return sorted({(row.origin, row.destination) for name in topics or TOPICS for row in of_topic(name) if row.pair})


def holds(row: Figure, origin: str, destination: str) -> bool:
    """Whether a row says something of this pair, or of one of its two countries."""
    if row.attribute in REGIONS and origin not in REGIONS[row.attribute]:
        return False
    there = row.destination in ("", destination) or (row.destination == "EU" and destination in EU)
    return row.origin in ("", origin) and there


def of_pair(topic: str, origin: str, destination: str) -> list[Figure]:
    """The rows of a topic that speak of a pair, of the origin or of the destination: the pair's first."""
    found = [row for row in of_topic(topic) if holds(row, origin, destination)]
    return sorted(found, key=lambda row: (not row.pair, row.destination == "EU", not row.origin))


def latest(rows: Iterable[Figure]) -> Iterator[Figure]:
    """Of each attribute and place the row of the latest year, the better one of two."""
    best: dict[tuple[str, str], Figure] = {}
    for row in rows:
        before = best.setdefault((row.attribute, row.place), row)
        if _rank(row) > _rank(before):
            best[row.attribute, row.place] = row
    yield from best.values()


def speaking(topic: str, origin: str, destination: str) -> Figure | None:
    """The row that speaks for a pair: its own, else the destination's (for a region before the whole), else the origin's.

    Among several, the latest year, then the better quality. Rows that state a run's value itself are no figures.
    """
    stated = TOPICS[topic].stated

    def order(row: Figure) -> tuple[bool, bool, bool, str, int]:
        return row.pair, bool(row.destination), row.attribute in REGIONS, *_rank(row)

    found = [row for row in of_pair(topic, origin, destination) if row.attribute not in stated]
    return max(found, key=order, default=None)


def observed(topic: str) -> list[Figure]:
    """A figure for each pair with data: what the mean and the spread between corridors rest on.

    For a destination without a pair, the figures for regions; without these, the figure for all origins. Bounds are
    left out.
    """
    stated = TOPICS[topic].stated
    rows = [row for row in latest(of_topic(topic)) if not row.bound and row.attribute not in stated]
    found: list[Figure] = []
    for destination in sorted({row.destination for row in rows}):
        there = [row for row in rows if row.destination == destination]
        own = [row for row in there if row.pair] or [row for row in there if row.attribute in REGIONS] or there
        places: dict[tuple[str, ...], Figure] = {}
        for row in own:
            key = (row.place, row.attribute if row.attribute in REGIONS else "")
            places[key] = max(places.get(key, row), row, key=_rank)
        found += places.values()
    return found


def _rank(row: Figure) -> tuple[str, int]:
    return row.year, -QUALITIES.index(row.quality) if row.quality in QUALITIES else -len(QUALITIES)
