"""How good a forecast was: CRPS, skill, coverage and width of intervals, and the randomised PIT.

A forecast is a sample, with weights where its values do not count alike. An outcome is a number, or a published range: then five
even points stand for it (:func:`outcomes`), and a score is the mean over them. All numbers may have any unit as long as it is the
same; schemes are compared in ratios of achieved over planned, so that a scheme of 400 places counts as much as one of 40.

The CRPS is the mean distance to the outcome less half the mean distance of two draws. It has the unit of the outcome, and less
is better. It is *fair* where the sample stands for a distribution: the distance is between two different draws (Ferro 2014).
Quantiles that are exact stand for themselves: *not fair*.

>>> crps([0.0, 1.0], 0.0), crps([0.0, 1.0], 0.0, fair=False)
(0.0, 0.25)
>>> crps([3.0], 5.0)  # a point: its distance
2.0
>>> skill([1.0, 1.0], [2.0, 2.0]).estimate
0.5
"""

import math
from zlib import crc32

import numpy as np
import numpy.typing as npt
from scipy import stats

from analysis.worlds.statistics import Interval, resampled_interval

Array = npt.NDArray[np.float64]

POINTS = 5
"""Even points that stand for a published range."""
_SEED = 20_260_101
_ROUNDING = 1e-12


def outcomes(low: float, high: float) -> Array:
    """The points that stand for an outcome published as a range: (5); five times the same for a number."""
    return np.linspace(low, high, POINTS)


def weighted(values: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> tuple[Array, Array]:
    """A sample and its weights, which sum to 1: (n), (n).

    Raises :class:`ValueError` where weights are negative, sum to nothing or are not as many as the values.
    """
    sample = np.asarray(values, np.float64).ravel()
    shares = np.ones(sample.size) if weights is None else np.asarray(weights, np.float64).ravel()
    if not sample.size or shares.shape != sample.shape or shares.min() < 0.0 or not shares.sum() > 0.0:
        raise ValueError("a forecast needs values, and weights that are as many, not negative and not all zero")
    return sample, shares / shares.sum()


def distance(values: npt.ArrayLike, outcome: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> float:
    """Mean distance of a sample from an outcome, or from all points of it alike."""
    sample, shares = weighted(values, weights)
    points = np.atleast_1d(np.asarray(outcome, np.float64))
    return float((np.abs(sample - points[:, None]) @ shares).mean())


def spread(values: npt.ArrayLike, weights: npt.ArrayLike | None = None, fair: bool = True) -> float:
    """Mean distance of two draws from a sample, of two *different* draws where it is ``fair``; 0 for a single value."""
    sample, shares = weighted(values, weights)
    order = np.argsort(sample)
    sample, shares = sample[order], shares[order]
    below = np.cumsum(shares) - 0.5 * shares
    mean = 2.0 * float(shares * (2.0 * below - 1.0) @ sample)
    same = float(shares @ shares)
    if not fair:
        return mean
    return mean / (1.0 - same) if same < 1.0 - _ROUNDING else 0.0


def crps(
    values: npt.ArrayLike, outcome: npt.ArrayLike, weights: npt.ArrayLike | None = None, fair: bool = True
) -> float:
    """The CRPS of a sample for an outcome, or its mean over the points of one. See the module's docstring."""
    return distance(values, outcome, weights) - 0.5 * spread(values, weights, fair)


def quantiles(values: npt.ArrayLike, levels: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> Array:
    """The smallest values of a sample at or below which it lies with these probabilities: (levels)."""
    sample, shares = weighted(values, weights)
    order = np.argsort(sample)
    reached = np.cumsum(shares[order])
    first = np.searchsorted(reached, np.asarray(levels, np.float64) - _ROUNDING)
    return np.asarray(sample[order][np.minimum(first, sample.size - 1)])


def skill(own: npt.ArrayLike, other: npt.ArrayLike) -> Interval:
    """1 less the ratio of two sums of CRPS over the same schemes, (schemes) each, with its 95 % interval.

    The interval is a bootstrap of whole schemes, the pairs kept together. 0: no better than the alternative; 1: perfect.
    Undefined (NaN) where the alternative is perfect.
    """
    mine, theirs = np.asarray(own, np.float64), np.asarray(other, np.float64)
    if mine.shape != theirs.shape:
        raise ValueError("a skill needs both scores of the same schemes")

    def statistic(chosen: npt.NDArray[np.int64]) -> Array:
        total = theirs[chosen].sum(axis=-1)
        return np.asarray(
            1.0 - np.divide(mine[chosen].sum(axis=-1), total, out=np.full_like(total, np.nan), where=total > 0.0)
        )

    return resampled_interval(statistic, mine.size)


def coverage(inside: npt.ArrayLike, level: float = 0.95) -> Interval:
    """Share of outcomes inside their intervals, with its exact binomial interval (Clopper and Pearson 1934)."""
    hits = np.asarray(inside, bool)
    if not hits.size:
        return Interval(math.nan, math.nan, math.nan, 0, 0)
    found = stats.binomtest(int(hits.sum()), hits.size).proportion_ci(level, method="exact")
    return Interval(float(hits.mean()), float(found.low), float(found.high), hits.size, 0)


def pit(values: npt.ArrayLike, outcome: npt.ArrayLike, name: str, weights: npt.ArrayLike | None = None) -> float:
    """Randomised PIT: the share of a sample below the outcome, and a random part of the share that equals it.

    Of the points of an outcome one is drawn. Over many schemes the values are even between 0 and 1 where the forecast is right.
    ``name`` seeds the draw, so that the PIT of a scheme does not depend on which others are asked for.
    """
    sample, shares = weighted(values, weights)
    rng = np.random.default_rng([_SEED, crc32(name.encode())])
    point = rng.choice(np.atleast_1d(np.asarray(outcome, np.float64)))
    return float(shares[sample < point].sum() + rng.random() * shares[sample == point].sum())
