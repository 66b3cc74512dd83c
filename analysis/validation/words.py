"""The tables of a validation as rows of text, for pages and documentation."""

import pandas as pd

from analysis.validation.runs import CALIBRATED, DESIGN, LEFT_OUT


def short(value: float) -> str:
    """A number in a table."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def published(low: float, high: float) -> str:
    """A published value or range; an open end is NaN or infinite; nothing where nothing was published."""
    low, high = (float("nan") if abs(end) == float("inf") else end for end in (low, high))
    if pd.isna(low) and pd.isna(high):
        return ""
    if pd.isna(low):
        return f"at most {short(high)}"
    if pd.isna(high):
        return f"at least {short(low)}"
    return short(low) if low == high else f"{short(low)} to {short(high)}"


def interval(row: pd.Series) -> str:
    """Median and 90 % interval."""
    return f"{short(row.p50)} ({short(row.p05)} to {short(row.p95)})"


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
