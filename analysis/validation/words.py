"""The tables of a validation as rows of text, for pages and documentation."""

import pandas as pd

from analysis.fitting.numbers import interval, published


def compared(table: pd.DataFrame) -> list[tuple[str, ...]]:
    """A row per published quantity: scheme, quantity, unit, published, simulated from plausible ranges."""
    return [
        (row.scheme, row.quantity, row.unit, published(row.observed_low, row.observed_high),
         interval(row) + ("" if bool(row.inside) else " **missed**"))
        for _, row in table[table.inside.notna()].iterrows()
    ]  # fmt: skip


def predicted(table: pd.DataFrame) -> list[tuple[str, ...]]:
    """A row per quantity of a scheme without a published outcome: scheme, quantity, unit, published (nothing), predicted."""
    return [(row.scheme, row.quantity, row.unit, "", interval(row)) for _, row in table[table.inside.isna()].iterrows()]
