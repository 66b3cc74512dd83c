"""Words and numbers that every page about forecasts shares."""

import math

from analysis.forecasting.sources import MODEL, OUTSIDE, PLAN, POOLED, PRIOR

CALLED = {
    MODEL: "the model",
    OUTSIDE: "the outside view",
    PLAN: "the plan",
    POOLED: "the pooled forecast",
    PRIOR: "the model before any fit",
}
"""Sources within a sentence."""
EXACT = 100.0
"""Persons up to which every single one is told; beyond, two digits."""


def persons(value: float, down: bool = False) -> str:
    """A number of persons as it is known: single persons up to 100, two digits beyond. ``down``: never more than it is."""
    step = 1.0 if value < EXACT else 10.0 ** (math.floor(math.log10(value)) - 1)
    return f"{(math.floor if down else round)(value / step) * step:,.0f}"


def signed(value: float) -> str:
    """A skill with two decimals and its sign."""
    if not math.isfinite(value):
        return "undefined"
    return f"{round(value, 2) + 0.0:.2f}".replace("-", "−")  # + 0.0: no zero with a sign
