"""The generated parts of ``docs/validation.md``: from the tables that ``python -m analysis.validation ship=true`` writes, and from
``docs/misses.csv`` and ``docs/rounds.csv``, which are written by hand.
"""

from collections.abc import Callable, Sequence
from functools import partial
from textwrap import fill
from typing import Any

import pandas as pd

from analysis.forecasting.arrivals import FIRST
from analysis.forecasting.scoring import AS_PUBLISHED, MOVED
from analysis.validation import rows
from analysis.validation.shipped import DOCS, QUANTITIES, ROUNDS, SCHEMES, SUMMARY, lessons
from analysis.validation.tables import ALL
from analysis.validation.words import answer, rests
from sim.reporting.wording import number

Shown = tuple[Sequence[str], Sequence[Sequence[str]]]

ROUND = ("round", "date", "what", "why", "skill before", "skill after", "coverage after")
WIDTH = 120
NO_ROUND = "none yet"
NO_MISS = "no outcome lies outside of the model's 90 % interval"


def read(name: str) -> pd.DataFrame:
    """A table of the documentation."""
    return pd.read_csv(DOCS / name)


def together() -> pd.DataFrame:
    """The scores of all schemes together."""
    table = read(SUMMARY)
    return table[table["class"] == ALL]


def sentences() -> list[str]:
    """What the scores say, the verdict first, and on what they rest."""
    first: Any = together().iloc[0]
    return [
        *answer(together(), read(SCHEMES)),
        f"Each scheme ran in {number(first.draws, 'count')} worlds. {rests(first.basis)}",
    ]


def text() -> str:
    """The sentences as paragraphs, the verdict in bold."""
    first, *rest = sentences()
    return "\n\n".join(fill(each, WIDTH, break_on_hyphens=False) for each in (f"**{first}**", *rest)) + "\n"


def rounds() -> Shown:
    """The rounds of mends after the first scored fit."""
    table = pd.read_csv(DOCS / ROUNDS, dtype=str, keep_default_na=False)
    return ROUND, [list(row) for row in table.itertuples(index=False)] or [_only(NO_ROUND, len(ROUND))]


def misses() -> Shown:
    """The schemes whose outcome no 90 % interval of the model holds, and what each teaches."""
    return rows.MISSES, rows.miss_lines(read(SCHEMES), lessons()) or [_only(NO_MISS, len(rows.MISSES))]


def _only(said: str, columns: int) -> list[str]:
    return [said, *[""] * (columns - 1)]


def _classes(*quantities: str) -> Shown:
    return rows.CLASSES, rows.class_lines(read(SUMMARY), quantities)


TABLES: dict[str, Callable[[], Shown]] = {
    "validation targets": lambda: (rows.TARGETS, rows.targets(together())),
    "validation summary": lambda: (rows.SCORES, rows.score_lines(together(), (MOVED, AS_PUBLISHED))),
    "validation schemes": lambda: (rows.SCHEMES, rows.scheme_lines(read(SCHEMES))),
    "validation misses": misses,
    "validation rounds": rounds,
    "validation classes": partial(_classes, MOVED),
    "validation first arrivals": partial(_classes, FIRST),
    "validation arrivals": lambda: (rows.ARRIVALS, rows.arrival_lines(read(SCHEMES))),
    "validation quantities": lambda: (rows.COMPARED, rows.compared(read(QUANTITIES))),
}
"""Tables by name: columns and rows."""
