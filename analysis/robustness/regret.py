"""Regret and satisficing: how designs fare over many worlds, whichever of them comes true.

All functions take ``values``, an array (worlds, designs) of one outcome averaged over the replicates of each world, and
``better``: +1 where more of the outcome is better, -1 where less is. Regret after Savage (1951), "The theory of statistical
decision", J. Am. Stat. Assoc. 46: what is lost in a world against the design that is best there; satisficing after
Simon (1956): the share of worlds in which a target is met.
"""

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.errors import UserError, did_you_mean
from sim.indicators import BY_NAME

Array = npt.NDArray[np.float64]

QUANTILE = 0.9
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    ">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt,
}  # fmt: skip
_TARGET = re.compile(r"\s*([A-Za-z_]\w*)\s*(>=|<=|>|<)\s*([-+]?[\d.]+(?:[eE][-+]?\d+)?)\s*")


@dataclass(frozen=True)
class Target:
    """A target such as ``completed_mobilities >= 40``."""

    indicator: str
    comparison: str
    level: float

    def met(self, values: Array) -> npt.NDArray[np.bool_]:
        """Where the target is met; nowhere that a value is undefined."""
        met: npt.NDArray[np.bool_] = _COMPARE[self.comparison](values, self.level)
        return met

    def __str__(self) -> str:
        return f"{self.indicator} {self.comparison} {self.level:g}"


def parse_target(text: str) -> Target:
    """A target from its text. Raises :class:`UserError` where it has another form or names no indicator."""
    found = _TARGET.fullmatch(text)
    if not found:
        raise UserError(f"target '{text}' cannot be read: write an indicator, >=, <=, > or < and a number, "
                        "e.g. target='completed_mobilities >= 40'")  # fmt: skip
    name, comparison, level = found.groups()
    if name not in BY_NAME:
        raise UserError(f"target '{text}': {name} is no indicator{did_you_mean(name, BY_NAME)}")
    try:
        return Target(name, comparison, float(level))
    except ValueError:
        raise UserError(f"target '{text}': {level} is no number") from None


def regret(values: Array, better: int = 1) -> Array:
    """What each design loses in each world against the best design there; 0 for that one. (worlds, designs)."""
    gain = _checked(values) * better
    lost: Array = gain.max(axis=1, keepdims=True) - gain
    return lost


def maximum_regret(values: Array, better: int = 1) -> Array:
    """The largest regret of each design over all worlds (minimax regret chooses the design where it is least)."""
    worst: Array = regret(values, better).max(axis=0)
    return worst


def regret_quantile(values: Array, better: int = 1, quantile: float = QUANTILE) -> Array:
    """The regret that each design exceeds in one world of ten only (or another ``quantile``)."""
    return np.asarray(np.quantile(regret(values, better), quantile, axis=0), dtype=float)


def best_design(values: Array, better: int = 1) -> npt.NDArray[np.intp]:
    """Position of the best design of each world; where several are best, the first of them."""
    best: npt.NDArray[np.intp] = np.argmax(_checked(values) * better, axis=1)
    return best


def share_best(values: Array, better: int = 1) -> Array:
    """Share of worlds in which each design is best; a tie counts in equal parts for all that tie."""
    best = regret(values, better) == 0.0
    share: Array = (best / best.sum(axis=1, keepdims=True)).mean(axis=0)
    return share


def satisficing(values: Array, target: Target) -> Array:
    """Share of worlds in which each design meets the target; undefined values do not meet it."""
    share: Array = target.met(np.asarray(values, dtype=float)).mean(axis=0)
    return share


def least_regretted(values: Array, better: int = 1) -> int:
    """Position of the design whose 90th percentile of regret is least; of several, the one with least mean regret."""
    upper = regret_quantile(values, better)
    mean = regret(values, better).mean(axis=0)
    return int(np.lexsort((mean, upper))[0])


def usable_worlds(values: Array) -> npt.NDArray[np.bool_]:
    """Worlds in which the outcome is defined for every design: only these can be compared."""
    usable: npt.NDArray[np.bool_] = np.asarray(np.isfinite(values).all(axis=1))
    return usable


def _checked(values: Array | Sequence[Sequence[float]]) -> Array:
    array = np.asarray(values, dtype=float)
    if array.ndim != 2 or array.shape[1] == 0:
        raise ValueError("values must be worlds x designs")
    if not np.isfinite(array).all():
        bad = np.flatnonzero(~np.isfinite(array).all(axis=1))
        raise ValueError(f"values are undefined in worlds {bad[:5].tolist()}: leave them out first")
    return array
