"""What a push changes: differences of means and of ratios of means over the worlds, with bootstrap intervals.

Whole worlds are resampled, the same for every push, so that what belongs to one world stays together. A world in which a value is
undefined without or with the push is left out of that value's difference.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.worlds.statistics import Resampled, resample_weights

Array = npt.NDArray[np.float64]

RESAMPLES = 2_000
RATIOS = {
    "cost_per_completed": ("public_cost", "completed_mobilities", 1.0),
    "early_returns": ("early_returns", "departures", 100.0),
}
"""Outcomes that are ratios of two means: numerator, denominator, factor (early returns in percent of departures)."""
OUTCOMES = (
    "completed_mobilities", "public_cost", "cost_per_completed", "early_returns", "trust_government", "trust_employer",
    "months_to_departure",
)  # fmt: skip


class Effect(NamedTuple):
    """The change of an outcome by push with its 95 % interval, and the outcome without any push. NaN: undefined."""

    change: Array
    low: Array
    high: Array
    before: float


def effects(values: dict[str, Array]) -> dict[str, Effect]:
    """Every outcome's change. ``values``: by indicator (1 + pushes, worlds), the design itself first."""
    worlds = values["completed_mobilities"].shape[1]
    drawn = resample_weights(worlds, RESAMPLES)
    found = {}
    for name in OUTCOMES:
        if name in RATIOS:
            above, below, factor = RATIOS[name]
            found[name] = _of_ratio(factor * values[above], values[below], drawn)
        else:
            found[name] = _of_mean(values[name], drawn)
    return found


def _of_mean(values: Array, drawn: Array) -> Effect:
    difference = values[1:] - values[0]
    known = np.isfinite(difference)
    total, number = np.where(known, difference, 0.0), known.astype(float)
    here = values[0][np.isfinite(values[0])]
    before = float(here.mean()) if here.size else np.nan
    every = np.ones((1, values.shape[1]))
    return _effect(_per(every @ total.T, every @ number.T)[0], _per(drawn @ total.T, drawn @ number.T), before)


def _of_ratio(above: Array, below: Array, drawn: Array) -> Effect:
    every = np.ones((1, above.shape[1]))
    ratios = [_per(weights @ above.T, weights @ below.T) for weights in (every, drawn)]
    same = ((above[1:] == above[0]) & (below[1:] == below[0])).all(axis=1)  # exactly, not up to the rounding of sums
    changes = [np.where(same & np.isfinite(each[:, :1]), 0.0, each[:, 1:] - each[:, :1]) for each in ratios]
    return _effect(changes[0][0], changes[1], float(ratios[0][0, 0]))


def _effect(change: Array, drawn: Array, before: float) -> Effect:
    """With percentile intervals over the resamples in which it is defined."""
    if not np.isfinite(drawn).all():
        drawn = np.where(np.isfinite(drawn), drawn, change)
    low, high = Resampled(change, drawn).percentile()
    return Effect(change, low, high, before)


def _per(above: Array, below: Array) -> Array:
    result: Array = np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0.0)
    return result
