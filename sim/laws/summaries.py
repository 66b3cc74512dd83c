"""Summaries: a quotient, and the median of waits; undefined if there is nothing to divide or to count."""

import math

from sim.compiled import njit


@njit
def per(amount, number):
    """Amount per number; undefined where the number is zero."""
    return amount / number if number > 0.0 else math.nan


@njit
def median_wait(waits):
    """Median of a histogram over whole months, the mean of the two middle values where they differ; undefined where empty."""
    total = waits.sum()
    if total == 0:
        return math.nan
    below = 0
    for months in range(waits.size):
        below += waits[months]
        if 2 * below > total:
            return float(months)
        if 2 * below == total:
            upper = months + 1
            while waits[upper] == 0:
                upper += 1
            return (months + upper) / 2
    return math.nan
