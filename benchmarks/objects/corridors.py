"""What is known of a corridor: the rows of ``evidence/corridors.csv`` (ODD, corridors)."""

import csv
from collections.abc import Iterable
from functools import cache
from math import exp, inf, log
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).resolve().parents[2] / "evidence" / "corridors.csv"

NATIONAL = "national_visa_refusal_rate"
TOPICS = {
    "refusal": (
        "long_stay_work_visa_refusal_rate", "work_visa_refusal_rate", "work_permit_refusal_rate", NATIONAL,
        "westbalkan_work_visa_refusal_rate", *(f"{NATIONAL}_{where}" for where in ("africa", "asia", "europe_noneu", "latam", "world")),
    ),
    "waiting": ("work_visa_appointment_wait_months", "national_visa_wait_months", "work_visa_wait_months"),
    "permit": (
        "work_permit_processing_months", "work_permit_processing_days", "blue_card_processing_days",
        "single_permit_processing_months_legal_max",
    ),
}  # fmt: skip
REGIONS = {
    f"{NATIONAL}_africa": "CV EG ET GH KE MA NG SN TN ZA",
    f"{NATIONAL}_asia": "BD CN ID IN PH PK VN",
    f"{NATIONAL}_europe_noneu": "AL MD RS UA XK",
    f"{NATIONAL}_latam": "BR CO EC HN HT",
    "westbalkan_work_visa_refusal_rate": "AL RS XK",
}
UNION = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
ERROR = {"high": 0.25, "medium": 0.5, "low": 1.0}
GRADE = {"high": 2, "medium": 1, "low": 0}


class Figure(NamedTuple):
    """A row: where it holds, its value on the scale with its squared error, and by what it is better than others."""

    origin: str
    destination: str
    attribute: str
    y: float
    error2: float
    bound: str
    better: tuple[str, int]

    @property
    def of_region(self) -> bool:
        """Whether it speaks of a region of origin."""
        return self.attribute in REGIONS

    def holds(self, origin: str, destination: str) -> bool:
        """Whether it holds for a pair."""
        if self.of_region and origin not in REGIONS[self.attribute].split():
            return False
        there = self.destination in ("", destination) or (self.destination == "EU" and destination in UNION.split())
        return there and self.origin in ("", origin)


@cache
def rows() -> tuple[dict[str, str], ...]:
    """All rows as they stand in the table."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def bound_of(row: dict[str, str]) -> str:
    """Whether a row is an upper bound, a lower one, or a figure (empty)."""
    if "(up to)" in row["unit"] or "(max)" in row["unit"] or row["attribute"].endswith("_legal_max"):
        return "upper"
    if "(more than)" in row["unit"] or (row["low"] == row["value"] and not row["high"]):
        return "lower"
    return "upper" if row["high"] == row["value"] and not row["low"] else ""


def figure_of(row: dict[str, str], topic: str) -> Figure:
    """A row as a figure of its topic."""
    value, bound = float(row["value"]), bound_of(row)
    if row["unit"].startswith("days"):
        value /= 30.4
    if topic == "refusal":
        share = min(max(value, 0.001), 1 - 0.001)
        y = log(share / (1 - share))
    else:
        y = log(max(value, 0.001))
    error = 1.0 if bound else ERROR[row["quality"]]
    better = (row["year"], GRADE[row["quality"]])
    return Figure(row["origin"], row["destination"], row["attribute"], y, error * error, bound, better)


@cache
def figures(topic: str) -> tuple[Figure, ...]:
    """The figures of a topic, in the order of its attributes, then of rows."""
    return tuple(figure_of(row, topic) for name in TOPICS[topic] for row in rows() if row["attribute"] == name)


def best(found: Iterable[Figure], key: tuple[str, ...]) -> list[Figure]:
    """The better one of those that are alike in these fields; the earlier one among equals."""
    kept: dict[tuple[str, ...], Figure] = {}
    for each in found:
        where = tuple(getattr(each, name) for name in key)
        if where not in kept or each.better > kept[where].better:
            kept[where] = each
    return list(kept.values())


@cache
def mean_corridor(topic: str) -> tuple[float, float] | None:
    """Mean and squared spread between corridors, on the topic's scale; none where too few figures are known."""
    latest = best(figures(topic), ("attribute", "origin", "destination"))
    latest = [each for each in latest if not each.bound]
    kept: list[Figure] = []
    for destination in sorted({each.destination for each in latest}):
        there = [each for each in latest if each.destination == destination]
        own = [each for each in there if each.origin and each.destination]
        regions = [each for each in there if each.of_region]
        if own or not regions:
            kept += best(own or there, ("origin", "destination"))
        else:
            kept += best(regions, ("attribute",))
    if len(kept) < 3:
        return None
    w = [1 / each.error2 for each in kept]
    m = sum(a * each.y for a, each in zip(w, kept, strict=True)) / sum(w)
    q = sum(a * (each.y - m) ** 2 for a, each in zip(w, kept, strict=True)) - (len(kept) - 1)
    divisor = sum(w) - sum(a * a for a in w) / sum(w)
    tau2 = max(0.0625, q / divisor if divisor > 0 else 0.0)
    w = [1 / (each.error2 + tau2) for each in kept]
    return sum(a * each.y for a, each in zip(w, kept, strict=True)) / sum(w), tau2


def speaking(topic: str, origin: str, destination: str) -> Figure | None:
    """The figure that speaks for a pair."""

    def rank(each: Figure) -> tuple[bool, bool, bool, tuple[str, int], bool]:
        pair = bool(each.origin and each.destination)
        return pair, bool(each.destination), each.of_region, each.better, each.destination != "EU"

    return max((each for each in figures(topic) if each.holds(origin, destination)), key=rank, default=None)


@cache
def factor(topic: str, origin: str, destination: str) -> float:
    """exp(deviation) of a pair of ISO codes (empty: an average country) from the mean corridor."""
    mean, figure = mean_corridor(topic), speaking(topic, origin, destination)
    if mean is None or figure is None:
        return 1.0
    mu, tau2 = mean
    of_both = figure.origin and figure.destination
    v = figure.error2 if of_both else figure.error2 + tau2
    x = mu + tau2 / (tau2 + v) * (figure.y - mu)
    low, high = (figure.y if figure.bound == "lower" else -inf), (figure.y if figure.bound == "upper" else inf)
    return exp(min(max(x, low), high) - mu)


@cache
def value(attribute: str, origin: str, destination: str) -> float | None:
    """The value stated for a pair of ISO codes (empty: an average country): of the pair, of the destination, of the origin."""
    known = [row for row in rows() if row["attribute"] == attribute]
    for pair in ((origin, destination), ("", destination), (origin, "")):
        found = [row for row in known if (row["origin"], row["destination"]) == pair]
        if any(pair) and found:
            return float(max(found, key=lambda row: row["year"])["value"])
    return None


@cache
def income(side: str, code: str) -> float:
    """Income of a country of ISO code, relative to the mean country of its side (origin or destination)."""
    other = {"origin": "destination", "destination": "origin"}[side]
    found: dict[str, dict[str, str]] = {}
    for row in rows():
        if row["attribute"] == "gdp_per_capita_ppp" and row[side] and not row[other]:
            before = found.setdefault(row[side], row)
            if (row["year"], GRADE[row["quality"]]) > (before["year"], GRADE[before["quality"]]):
                found[row[side]] = row
    mean = sum(log(float(row["value"])) for row in found.values()) / max(len(found), 1)
    return exp(log(float(found[code]["value"])) - mean) if code in found else 1.0


def permit_months(origin: str, destination: str, mean: float) -> float:
    """Months that a permit takes in a corridor."""
    stated = value("permit_months", origin, destination)
    return mean * factor("permit", origin, destination) if stated is None else stated


def visa_months(origin: str, destination: str, mean: float) -> float:
    """Months until the appointment and the visa in a corridor."""
    stated = value("visa_months", origin, destination)
    return mean * factor("waiting", origin, destination) if stated is None else stated


def visa_refusal(origin: str, destination: str, mean: float) -> float:
    """Probability that a visa is refused in a corridor."""
    stated = value("visa_refusal", origin, destination)
    f = factor("refusal", origin, destination)
    return mean * f / (1 - mean + mean * f) if stated is None else stated
