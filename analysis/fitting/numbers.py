"""Numbers of published and simulated outcomes as texts."""

import math

import pandas as pd


def short(value: float) -> str:
    """A number in a table."""
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def published(low: float, high: float) -> str:
    """A published value or range; an open end is NaN or infinite; nothing where nothing was published."""
    low, high = (math.nan if math.isinf(end) else end for end in (low, high))
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
