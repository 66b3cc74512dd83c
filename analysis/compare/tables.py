"""Tables of a comparison: every indicator, every month, every run."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.compare.runs import OUTCOME, Comparison
from analysis.worlds import statistics
from analysis.worlds.statistics import Array
from sim.indicators import BY_NAME, NAMES
from sim.reporting import safest


def comparison_table(comparisons: Sequence[Comparison], precision: float) -> pd.DataFrame:
    """Every indicator of every design against the reference, over the replicates in which both are defined."""
    rows = []
    for comparison in comparisons:
        for b in range(1, len(comparison.designs)):
            rows += [_row(comparison, b, name, precision) for name in NAMES]
    return pd.DataFrame(rows)


def _row(comparison: Comparison, b: int, name: str, precision: float) -> dict[str, Any]:
    left, right = comparison.values(name, 0), comparison.values(name, b)
    both = ~(np.isnan(left) | np.isnan(right))
    difference = statistics.paired_difference(left, right)
    mean_a = float(left[both].mean()) if both.any() else np.nan
    against = safest.better(left, right)
    return {
        "indicator": name,
        "unit": BY_NAME[name].unit,
        "design_a": comparison.designs[0].name,
        "design_b": comparison.designs[b].name,
        "mean_a": mean_a,
        "mean_b": float(right[both].mean()) if both.any() else np.nan,
        "difference": difference.estimate,
        "ci_low": difference.low,
        "ci_high": difference.high,
        "probability_b_better": statistics.probability_better(left, right, BY_NAME[name].better),
        "correlation": statistics.correlation(left, right),
        "replicates": difference.defined,
        "scenario": comparison.scenario,
        "needed_replicates": statistics.needed_replicates(right - left, precision * abs(mean_a)),
        "undefined": difference.dropped,
        "worlds_more": against.more,
        "worlds_equal": against.equal,
        "worlds_fewer": against.fewer,
    }


def monthly_table(comparisons: Sequence[Comparison]) -> pd.DataFrame:
    """Means, quantiles and differences from the reference by month; flows are cumulative."""
    parts = []
    for comparison in comparisons:
        for name, curves in comparison.cumulative.items():
            for b, design in enumerate(comparison.designs):
                defined = ~np.isnan(curves[b]).all(axis=0)
                low, median, high = statistics.bands(curves[b], (0.05, 0.5, 0.95))
                difference = _mean_difference(curves[0], curves[b])
                months = np.arange(curves.shape[2])
                table = {
                    "scenario": comparison.scenario, "design": design.name, "indicator": name, "month": months,
                    "mean": statistics.defined_mean(curves[b]), "p05": low, "p50": median, "p95": high, "difference": difference[0],
                    "difference_low": difference[1], "difference_high": difference[2],
                }  # fmt: skip
                parts.append(pd.DataFrame(table)[defined])
    return pd.concat(parts, ignore_index=True)


def _mean_difference(a: Array, b: Array) -> tuple[Array, Array, Array]:
    difference = b - a
    if np.isnan(difference).any() or len(difference) < 2:  # trust of hosts before there are any
        undefined = np.full(difference.shape[1], np.nan)
        return statistics.defined_mean(difference), undefined, undefined
    return statistics.mean_band(difference)


def runs_table(comparisons: Sequence[Comparison]) -> pd.DataFrame:
    """Every indicator of every run."""
    parts = []
    for comparison in comparisons:
        for position, design in enumerate(comparison.designs):
            values = {name: comparison.values(name, position) for name in NAMES}
            replicates = np.arange(len(values[OUTCOME]))
            about = {"scenario": comparison.scenario, "design": design.name, "replicate": replicates}
            parts.append(pd.DataFrame(about | values))
    return pd.concat(parts, ignore_index=True)
