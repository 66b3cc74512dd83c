"""Regret and satisficing: how designs fare over many worlds, whichever of them comes true.

All functions take ``values``, an array (worlds, designs) of one outcome averaged over the replicates of each world, and
``better``: +1 where more of the outcome is better, -1 where less is. Regret after Savage (1951), "The theory of statistical
decision", J. Am. Stat. Assoc. 46: what is lost in a world against the design that is best there; satisficing after
Simon (1956): the share of worlds in which a target is met.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

QUANTILE = 0.9


def regret(values: Array, better: int = 1) -> Array:
    """What each design loses in each world against the best design there; 0 for that one. (worlds, designs)."""
    gain = _checked(values) * better
    lost: Array = gain.max(axis=1, keepdims=True) - gain
    return lost


def maximum_regret(values: Array, better: int = 1) -> Array:
    """The largest regret of each design over all worlds; minimax regret chooses the design with the smallest."""
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


def share_reaching(values: Array, level: float, better: int = 1) -> Array:
    """Share of worlds in which each design reaches a level of the outcome; undefined values do not."""
    share: Array = (better * np.asarray(values, dtype=float) >= better * level).mean(axis=0)
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
