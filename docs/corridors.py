"""The generated tables of docs/corridors.md: what the table holds, the matrix, means and spreads, and the check."""

import math
from collections.abc import Callable, Sequence

import numpy as np

from analysis.worlds.statistics import correlation, normal_quantile
from sim.corridors.known import Figure, latest, of_topic
from sim.corridors.shrinkage import NORMAL_90, from_scale, prior
from sim.corridors.topics import QUALITIES, TOPICS
from sim.corridors.words import label, level_ratio

Rows = Sequence[Sequence[object]]

ORIGINS = ("MA", "TN", "EG", "SN", "NG", "GH", "ET", "KE", "GE", "UA", "MD", "VN", "PH", "IN", "ID")
DESTINATIONS = ("AT", "BE", "DE", "ES", "FR", "IT", "LT", "NL", "PT", "CH", "SE", "PL", "EU")
ANY = ""
"""In the matrix: rows that name the other country only."""
FIRST_PERMITS = ("first_permits_employment", "first_permits_all_reasons")
WORK_VISAS = ("work_visas_issued", "long_stay_work_visas")
SCORE = "all three"
LEAST = 4
"""Pairs without which a correlation has no interval."""


def _holdings() -> tuple[Sequence[str], Rows]:
    """How many rows a topic has, of what, and how good they are."""
    found = []
    for name, topic in TOPICS.items():
        rows = of_topic(name)
        years = sorted(row.year[:4] for row in rows)
        one = {row.place for row in rows if not row.pair}
        found.append(
            (topic.title, topic.letter, len(rows), len({row.place for row in rows if row.pair}), len(one),
             *(sum(row.quality == quality for row in rows) for quality in QUALITIES), f"{years[0]} to {years[-1]}")
        )  # fmt: skip
    return ("topic", "letter", "rows", "pairs", "countries", *QUALITIES, "years"), found


def letters(origin: str, destination: str) -> str:
    """The topics with a letter of which a row speaks of exactly this pair or, with one side empty, of this country."""
    return "".join(
        topic.letter
        for name, topic in TOPICS.items()
        if topic.letter and any((row.origin, row.destination) == (origin, destination) for row in of_topic(name))
    )


def _matrix() -> tuple[Sequence[str], Rows]:
    """Origins by destinations: which of the rarer topics a row of the pair speaks of."""
    rows = [
        (f"**{origin}**" if origin else "*any*", *(letters(origin, to) for to in DESTINATIONS), letters(origin, ANY))
        for origin in (ANY, *ORIGINS)
    ]
    return ("", *DESTINATIONS, "*any*"), rows


def _means() -> tuple[Sequence[str], Rows]:
    """Mean and spread between corridors of the topics that are shrunk."""
    found = []
    for name, topic in TOPICS.items():
        if known := prior(name):
            half = NORMAL_90 * math.sqrt(known.spread2)
            middle, low, high = (
                in_unit(from_scale(known.mean + step, topic.scale), topic.scale) for step in (0.0, -half, half)
            )
            found.append((topic.title, known.figures, middle, f"{low} to {high}", f"{math.sqrt(known.spread2):.2f}"))
    return ("topic", "figures", "mean", "nine corridors in ten", "tau"), found


def in_unit(value: float, scale: str) -> str:
    """A share in per cent, or months."""
    return f"{100 * value:.2g} %" if scale == "odds" else f"{value:.2g} months"


def ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 1 on; equal values share the mean of theirs."""
    return [sum(other < each for other in values) + (sum(other == each for other in values) + 1) / 2 for each in values]


def spearman(a: Sequence[float], b: Sequence[float]) -> tuple[float, float, float]:
    """Spearman's rank correlation with a 95 % interval (Fisher's z with the variance of Bonett and Wright 2000)."""
    found = correlation(ranks(a), ranks(b))
    if len(a) < LEAST or math.isnan(found) or abs(found) == 1.0:
        return found, math.nan, math.nan
    half = normal_quantile() * math.sqrt((1.0 + found**2 / 2.0) / (len(a) - 3))
    return found, math.tanh(math.atanh(found) - half), math.tanh(math.atanh(found) + half)


def attractions(origin: str, destination: str) -> tuple[float, float, float] | None:
    """Diaspora and income ratio as logarithms, and common official language; none where one of them is not known."""
    diaspora, language = (
        next((float(row.value) for row in latest(of_topic(topic)) if row.attribute == attribute
              and (row.origin, row.destination) == (origin, destination)), None)
        for topic, attribute in (("diaspora", "diaspora_stock"), ("language", "common_official_language"))
    )  # fmt: skip
    ratio = level_ratio("income", origin, destination)
    return (
        None
        if diaspora is None or language is None or ratio is None
        else (math.log1p(diaspora), math.log(ratio), language)
    )


def standardised(values: Sequence[float]) -> list[float]:
    """Values less their mean over their standard deviation; zeros where they do not vary."""
    array = np.asarray(values, np.float64)
    spread = float(array.std())
    return ((array - array.mean()) / (spread or 1.0)).tolist()


def compared(attributes: Sequence[str], within: bool) -> dict[str, tuple[list[float], list[float]]]:
    """Published counts beside each attraction and the plain score: the sum of the three, each standardised.

    ``within``: both as ranks among the pairs of their destination (0 to 1); destinations with one pair drop out.
    """
    rows = [row for row in latest(of_topic("checks")) if row.attribute in attributes and row.destination != "EU"]
    best: dict[str, Figure] = {}
    for row in sorted(rows, key=lambda row: -attributes.index(row.attribute)):
        best[row.place] = row
    known = [(row, found) for row in best.values() if (found := attractions(row.origin, row.destination))]
    if not known:
        return {}
    counts = [float(row.value) for row, _ in known]
    parts = list(zip(*(found for _, found in known), strict=True))
    score = [sum(each) for each in zip(*map(standardised, parts), strict=True)]
    columns = {SCORE: score, "diaspora": parts[0], "income ratio": parts[1]}
    there = [row.destination for row, _ in known]
    if not within:
        return {name: (list(values), counts) for name, values in columns.items()}
    kept = [place for place, each in enumerate(there) if there.count(each) > 1]
    return {
        name: (
            [_rank_within(values, there, place) for place in kept],
            [_rank_within(counts, there, place) for place in kept],
        )
        for name, values in columns.items()
    }


def _rank_within(values: Sequence[float], groups: Sequence[str], place: int) -> float:
    """The rank of a value within its group, from 0 to 1."""
    alike = [value for value, group in zip(values, groups, strict=True) if group == groups[place]]
    below = sum(value < values[place] for value in alike) + (sum(value == values[place] for value in alike) - 1) / 2
    return below / (len(alike) - 1)


def _check() -> tuple[Sequence[str], Rows]:
    """Rank correlations of published permits and visas with the plain score."""
    found = []
    for title, attributes in (("first permits", FIRST_PERMITS), ("work visas", WORK_VISAS)):
        for within in (False, True):
            for name, (values, counts) in compared(attributes, within).items():
                rho, low, high = spearman(values, counts)
                among = "within each destination" if within else "all pairs"
                found.append((title, among, name, len(counts), f"{rho:.2f}", f"{low:.2f} to {high:.2f}"))
    return ("published", "compared", "score", "pairs", "Spearman's rho", "95 % interval"), found


def _attributes() -> tuple[Sequence[str], Rows]:
    """The attributes of each topic."""
    said = [(topic.title, "; ".join(dict.fromkeys(label(row.attribute) for row in of_topic(name)))) for name, topic in TOPICS.items()]  # fmt: skip
    return ("topic", "attributes in the table"), said


_MADE: dict[str, Callable[[], tuple[Sequence[str], Rows]]] = {
    "corridor topics": _holdings,
    "corridor attributes": _attributes,
    "corridor matrix": _matrix,
    "corridor means": _means,
    "corridor check": _check,
}
TABLES = tuple(_MADE)


def shown(name: str) -> tuple[Sequence[str], Rows]:
    """Columns and rows of one of :data:`TABLES`."""
    return _MADE[name]()
