"""The claims of the policy brief, one by one: where the model has them, and which stay outside it (``docs/claims.csv``)."""

import csv
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).resolve().parent / "claims.csv"
PARTS = {
    "trust": "Time, flexibility and trust",
    "companies": "Companies and public bodies",
    "matching": "Matching",
    "covid": "The pandemic",
    "evaluation": "Monitoring and evaluation",
    "advice": "Recommendations",
}
"""Parts of the brief, in its order."""
Rows = Sequence[Sequence[object]]


class Claim(NamedTuple):
    """A line of the file."""

    number: str
    part: str
    claim: str
    lessons: str
    where: str
    """Mechanisms, by the names of their sections in the ODD; empty where no mechanism has it."""
    how: str
    outside: str
    """Why the model leaves it out, or a part of it; empty where it does not."""


@cache
def claims() -> tuple[Claim, ...]:
    """All claims, in the order of the brief."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(Claim(**row) for row in csv.DictReader(file))


def _inside() -> tuple[Sequence[str], Rows]:
    """Every claim with a mechanism."""
    return ("no.", "claim", "lesson", "where", "how"), [
        (each.number, each.claim, each.lessons, ", ".join(f"[{name}](odd.md#{name})" for name in each.where.split()), each.how)
        for each in claims()
        if each.where
    ]  # fmt: skip


def _outside() -> tuple[Sequence[str], Rows]:
    """Every claim that the model leaves out, wholly or in part."""
    return ("no.", "claim", "left out", "why"), [
        (each.number, each.claim, "in part" if each.where else "wholly", each.outside)
        for each in claims()
        if each.outside
    ]  # fmt: skip


def _counts() -> tuple[Sequence[str], Rows]:
    """How many claims each part of the brief makes, and how many the model has."""
    rows = []
    for part, title in PARTS.items():
        own = [each for each in claims() if each.part == part]
        partly = sum(bool(each.where and each.outside) for each in own)
        wholly = sum(not each.where for each in own)
        rows.append((title, len(own), len(own) - partly - wholly, partly, wholly))
    return ("part of the brief", "claims", "in the model", "in part", "left out"), rows


TABLES = {"claims": _inside, "claims outside": _outside, "claims counted": _counts}


def shown(name: str) -> tuple[Sequence[str], Rows]:
    """Columns and rows of a table."""
    return TABLES[name]()
