"""What is known of a corridor: the rows of ``evidence/corridors.csv`` (ODD 5)."""

import csv
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "evidence" / "corridors.csv"


@cache
def value(attribute: str, origin: str, destination: str) -> float | None:
    """The value for a pair of ISO codes (empty: an average country): of the pair, of the destination, of the origin."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["attribute"] == attribute]
    for pair in ((origin, destination), ("", destination), (origin, "")):
        found = [row for row in rows if (row["origin"], row["destination"]) == pair]
        if any(pair) and found:
            return float(max(found, key=lambda row: row["year"])["value"])
    return None
