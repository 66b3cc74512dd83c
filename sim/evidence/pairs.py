"""What real schemes planned and achieved, and who closed the deal in each (``evidence/pairs.csv``, rule: docs/closing.md).

>>> pairs()["ghana_italy_confindustria"].closing
'association'
>>> pairs()["georgia_pcms"].open_share, pairs()["georgia_pcms"].ratio
(1.0, 0.7)
>>> pairs()["blue_birds"].achieved is None  # a forecast: its outcome is not known here
True
>>> pairs()["georgia_pcms"].first_arrival  # not before month 19; months from the start to the first arrival
(19.0, inf)
"""

from dataclasses import dataclass
from functools import cache
from math import inf

from sim.evidence.published import rows

OPEN = "open"
QUESTIONS = {"one_group": "group", "number_fixed": "association", "place_in_agreement": "institution"}
"""Questions of the rule, in the order in which they are asked, and the class of a *yes*."""
HALF = ("part", "silent")
"""Answers that leave half of the places open."""


@dataclass(frozen=True)
class Pair:
    """A scheme's plan and count. ``achieved`` as published; ``arrived`` in principals who arrived; None: not known."""

    scheme: str
    use: str
    aside: str
    month: int
    window: int
    basis: str
    bound: str
    planned: float | None
    achieved: float | None
    ratio: float | None
    arrived: tuple[float, float, float] | None
    """Lowest, middle, highest."""
    first_arrival: tuple[float, float] | None
    """Months from the start to the first arrival, earliest and latest (inf: only a lower bound was published)."""
    closing: str
    open_share: float
    examination: bool

    @property
    def quota(self) -> bool:
        """Whether the plan is that of the last months only: a yearly quota that has run for longer."""
        return self.window < self.month

    def counted_until(self, planned_end: int) -> int:
        """The month up to which it is counted: that of the published count, for a quota at most the planned end."""
        return min(self.month, planned_end) if self.quota else self.month


def closing_class(answers: dict[str, str]) -> tuple[str, float]:
    """The class by the three answers (yes, no, part, silent), and the share of places that is open all the same.

    >>> closing_class({"one_group": "no", "number_fixed": "silent", "place_in_agreement": "yes"})
    ('institution', 0.0)
    >>> closing_class({"one_group": "no", "number_fixed": "silent", "place_in_agreement": "no"})
    ('association', 0.5)
    """
    for question, closing in QUESTIONS.items():
        if answers[question] == "yes":
            return closing, 0.0
    for question, closing in QUESTIONS.items():
        if answers[question] in HALF:
            return closing, 0.5
    return OPEN, 1.0


def _number(text: str) -> float | None:
    return float(text) if text else None


def _first_arrival(low: str, high: str) -> tuple[float, float] | None:
    """Earliest and latest month of the first arrival; an empty ``high`` leaves the later end open."""
    return (float(low), float(high or inf)) if low else None


@cache
def pairs() -> dict[str, Pair]:
    """Every pair by its scheme; empty where the evidence is not installed."""
    found = {}
    for row in rows("pairs.csv"):
        low, middle, high = (_number(row[name]) for name in ("arrived_low", "arrived", "arrived_high"))
        found[row["scheme"]] = Pair(
            scheme=row["scheme"], use=row["use"], aside=row["aside"], month=int(row["month"]), window=int(row["window"]),
            basis=row["basis"], bound=row["bound"], planned=_number(row["planned"]), achieved=_number(row["achieved"]),
            ratio=_number(row["ratio"]), arrived=None if low is None or middle is None or high is None else (low, middle, high),
            first_arrival=_first_arrival(row["first_arrival_low"], row["first_arrival_high"]),
            closing=row["class"], open_share=float(row["class_open_share"]), examination=row["examination"] == "1",
        )  # fmt: skip
    return found
