"""Results as numbers to show: an estimate with its interval, monthly values as arrays, quantiles over replicates."""

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.reporting.estimate import Estimate
from sim.reporting.results import Results

Array = npt.NDArray[np.float64]


def estimates(results: Results) -> dict[str, Estimate]:
    """Every indicator's estimate by name, in the order of the summary."""
    replicates = len(results.runs)
    columns = ("indicator", "unit", "p50", "p05", "p95", "n")
    rows = zip(*(results.summary[column].tolist() for column in columns), strict=True)
    return {
        name: Estimate(name, unit, median, low, high, int(defined), replicates)
        for name, unit, median, low, high, defined in rows
    }


def by_month(results: Results, name: str) -> Array:
    """Monthly values of an indicator, replicates x months."""
    frame: Any = results.monthly
    order = np.lexsort((frame["month"].to_numpy(), frame["replicate"].to_numpy()))
    values: Array = frame[name].to_numpy(np.float64)[order]
    return values.reshape(len(results.runs), -1)


def cumulative(results: Results, name: str) -> Array:
    """Monthly events summed up to the end of every month, replicates x months."""
    return np.cumsum(np.nan_to_num(by_month(results, name)), axis=1)


def quantiles(values: Array, levels: Sequence[float]) -> Array:
    """Quantiles over the first axis, ignoring undefined values; undefined where all values are. Levels x the rest."""
    if not np.isnan(values).any():
        return np.asarray(np.quantile(values, levels, axis=0))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.asarray(np.nanquantile(values, levels, axis=0))


def first_months(results: Results, name: str) -> Array:
    """Month of the first event in every replicate; infinite where there was none."""
    events = np.nan_to_num(by_month(results, name)) > 0
    return np.where(events.any(axis=1), events.argmax(axis=1), np.inf)
