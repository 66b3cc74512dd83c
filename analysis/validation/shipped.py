"""What a validation ships: its scores and pictures in ``docs/``, the weights of the pool in ``evidence/``; and what is written by hand.

- ``docs/validation.csv``: class x quantity x source: scores together, on what they rest, and worlds for each scheme;
- ``docs/validation_schemes.csv``: scheme x quantity x source: scores and quantiles;
- ``docs/validation_quantities.csv``: scheme x quantity: published and simulated;
- ``docs/misses.csv`` (scheme, teaches) and ``docs/rounds.csv``: by hand.
"""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from matplotlib.figure import Figure

from analysis.validation.runs import Found
from sim.installation import ROOT
from sim.reporting.csv_files import to_csv
from sim.reporting.pictures import to_png

DOCS = ROOT / "docs"
SUMMARY, SCHEMES, QUANTITIES = "validation.csv", "validation_schemes.csv", "validation_quantities.csv"
MISSES, ROUNDS = "misses.csv", "rounds.csv"
DIGITS = 4
"""Digits of the numbers that ship."""


def ship(found: Found, figures: Mapping[str, Figure], docs: Path = DOCS) -> None:
    """Write tables and pictures to the documentation, and the weights of the pool to the evidence."""
    for name, frame in ((SUMMARY, found.shipped), (SCHEMES, found.scores), (QUANTITIES, found.table)):
        to_csv(rounded(frame), docs / name)
    for name, figure in figures.items():
        (docs / "pictures" / f"{name}.png").write_bytes(to_png(figure))
    found.record.ship()


def rounded(frame: pd.DataFrame) -> pd.DataFrame:
    """A table with numbers of :data:`DIGITS` digits."""
    numbers = frame.select_dtypes("float").columns
    return frame.assign(**{str(name): frame[name].map(lambda value: float(f"{value:.{DIGITS}g}")) for name in numbers})


def lessons(docs: Path = DOCS) -> dict[str, str]:
    """What each miss teaches, by scheme: written by hand; nothing where the documentation is not installed."""
    path = docs / MISSES
    if not path.is_file():
        return {}
    table = pd.read_csv(path, keep_default_na=False)
    return dict(zip(table.scheme, table.teaches, strict=True))
