"""The tables of a validation as rows of text, for pages and documentation."""

import pandas as pd

from analysis.fitting.numbers import interval, published
from analysis.validation.runs import CALIBRATED, DESIGN, LEFT_OUT


def compared(table: pd.DataFrame) -> list[tuple[str, ...]]:
    """A row per published quantity: scheme, quantity, unit, published, simulated with all outcomes used, with its own left out."""
    rows = []
    for (scheme, quantity), both in table[table.basis != DESIGN].groupby(["scheme", "quantity"], sort=False):
        first = both.iloc[0]
        cells = []
        for basis in (CALIBRATED, LEFT_OUT):
            mine = both[both.basis == basis]
            missed = len(mine) and not bool(mine.iloc[0].inside)
            cells.append(interval(mine.iloc[0]) + (" **missed**" if missed else "") if len(mine) else "")
        rows.append(
            (str(scheme), str(quantity), first.unit, published(first.observed_low, first.observed_high), *cells)
        )
    return rows


def predicted(table: pd.DataFrame) -> list[tuple[str, ...]]:
    """A row per quantity of a scheme without a published outcome: scheme, quantity, unit, published (nothing), predicted."""
    chosen = table[table.basis == DESIGN]
    return [(row.scheme, row.quantity, row.unit, "", interval(row)) for _, row in chosen.iterrows()]
