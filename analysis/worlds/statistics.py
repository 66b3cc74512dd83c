"""Every interval of every analysis is computed here, except those that SALib gives with its Sobol and delta indices.

All functions take arrays whose first axis is the replicates (the worlds), one value for each and never copies of one; the
replicate ``i`` of two designs is the same world. Undefined values (NaN) are dropped pairwise and counted. The seed of the bootstrap is fixed: the same values
always give the same interval.
"""

import math
import warnings
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import stats
from scipy.special import ndtri

from sim.reporting.estimates import quantiles

Array = npt.NDArray[np.float64]

LEVEL = 0.95
RESAMPLES = 2_000
MONTH_RESAMPLES = 1_000
BCA_AT_MOST = 5_000
"""Values up to which BCa is used; beyond, its correction is far below the interval's own rounding (the jackknife is
quadratic in the number of values) and the normal interval is given."""
_SEED = 20_190_301
_BATCH_VALUES = 4_000_000
_KEPT_VALUES = 1_000_000
_TINY = 1e-12


class Interval(NamedTuple):
    """An estimate with its interval, the number of values it rests on, and how many were undefined and dropped."""

    estimate: float
    low: float
    high: float
    defined: int
    dropped: int

    @property
    def sure(self) -> bool:
        """Whether the interval excludes zero."""
        return self.low > 0.0 or self.high < 0.0


class FirstMonth(NamedTuple):
    """The first month of something with its interval; infinite if it never happens. ``never``: the share of samples without it."""

    month: float
    low: float
    high: float
    never: float


def mean_interval(values: npt.ArrayLike, level: float = LEVEL, resamples: int = RESAMPLES) -> Interval:
    """The mean of the defined values with its BCa bootstrap interval (Efron 1987; ``scipy.stats.bootstrap``).

    Values that are all equal give exactly that value; a single one has no interval (NaN); none: NaN.
    """
    given = np.asarray(values, np.float64).ravel()
    defined = given[~np.isnan(given)]
    dropped = given.size - defined.size
    if defined.size == 0:
        return Interval(math.nan, math.nan, math.nan, 0, dropped)
    if defined.size == 1:
        return Interval(float(defined[0]), math.nan, math.nan, 1, dropped)
    mean = float(defined.mean())
    if np.ptp(defined) == 0.0:
        only = float(defined[0])
        return Interval(only, only, only, defined.size, dropped)
    if np.ptp(defined) <= _TINY * np.abs(defined).max():  # equal but for rounding
        return Interval(mean, mean, mean, defined.size, dropped)
    low, high = bootstrap_interval(defined, level, resamples)
    return Interval(mean, low, high, defined.size, dropped)


def bootstrap_interval(values: Array, level: float = LEVEL, resamples: int = RESAMPLES) -> tuple[float, float]:
    """BCa bootstrap interval of the mean of two or more defined values that are not all equal."""
    if values.size > BCA_AT_MOST:
        half = normal_quantile(level) * values.std(ddof=1) / math.sqrt(values.size)
        return float(values.mean() - half), float(values.mean() + half)
    batch = max(1, _BATCH_VALUES // values.size)
    for method in ("BCa", "percentile"):  # BCa is undefined where nearly all values are equal
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = stats.bootstrap(
                (values,), np.mean, confidence_level=level, n_resamples=resamples, batch=batch, method=method,
                vectorized=True, rng=np.random.default_rng(_SEED),
            ).confidence_interval  # fmt: skip
        if math.isfinite(found.low) and math.isfinite(found.high):
            break
    return float(found.low), float(found.high)


def resampled_interval(
    statistic: Callable[[npt.NDArray[np.int64]], Array], count: int, level: float = LEVEL, resamples: int = RESAMPLES
) -> Interval:
    """A number that all replicates have together (a ratio of means, a spread), with its BCa bootstrap interval.

    ``statistic`` takes the numbers of the replicates that are in a sample, (..., count), and returns (...). Whole
    replicates are resampled, so that what stems from the same one stays together. If it is undefined (NaN) for all replicates, or if there are
    fewer than two, it has no interval. If every sample gives the same number, the interval has no width.
    """
    every = np.arange(count)
    estimate = float(statistic(every))
    if count < 2 or not math.isfinite(estimate):
        return Interval(estimate, math.nan, math.nan, count, 0)
    batch = max(1, _BATCH_VALUES // count)
    for method in ("BCa", "percentile"):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = stats.bootstrap(
                (every,), lambda chosen, axis: statistic(np.moveaxis(chosen, axis, -1)), confidence_level=level,
                n_resamples=resamples, batch=batch, method=method, vectorized=True, rng=np.random.default_rng(_SEED),
            )  # fmt: skip
        drawn = found.bootstrap_distribution
        if np.ptp(drawn) <= _TINY * max(1.0, abs(estimate)):
            return Interval(estimate, estimate, estimate, count, 0)
        low, high = (float(each) for each in found.confidence_interval)
        if math.isfinite(low) and math.isfinite(high):
            break
    return Interval(estimate, low, high, count, 0)


class Resampled(NamedTuple):
    """Numbers with what they are in bootstrap samples: ``estimate`` (...), ``drawn`` (samples, ...). Its intervals are (low, high).

    For numbers that come with resamples of their own (:func:`resample_weights`), many at a time.
    """

    estimate: Array
    drawn: Array

    def percentile(self, level: float = LEVEL) -> tuple[Array, Array]:
        """Quantiles of the samples."""
        edge = (1.0 - level) / 2.0
        low, high = np.quantile(self.drawn, (edge, 1.0 - edge), axis=0)
        return low, high

    def centred(self, level: float = LEVEL) -> tuple[Array, Array]:
        """Quantiles of the samples, moved by the bias that resampling adds."""
        return Resampled(self.estimate, self.drawn + (self.estimate - self.drawn.mean(axis=0))).percentile(level)

    def basic(self, level: float = LEVEL) -> tuple[Array, Array]:
        """The samples' errors turned round: twice the estimate less their quantiles."""
        low, high = self.percentile(level)
        return 2.0 * self.estimate - high, 2.0 * self.estimate - low

    def normal(self, level: float = LEVEL) -> tuple[Array, Array]:
        """The estimate less and plus the samples' standard deviation, as often as the normal distribution says."""
        half = normal_quantile(level) * np.std(self.drawn, axis=0, ddof=1)
        return self.estimate - half, self.estimate + half


def resample_weights(count: int, resamples: int, seed: int = _SEED) -> Array:
    """How often each of ``count`` units is in each bootstrap sample: (resamples, count)."""
    return _weights(np.random.default_rng(seed), count, resamples)


def cluster_weights(cluster: npt.NDArray[np.int64], resamples: int, seed: int = _SEED) -> Array:
    """How often each value is in each bootstrap sample of whole clusters: (resamples, values). ``cluster``: of each value."""
    each, place = np.unique(cluster, return_inverse=True)
    return resample_weights(len(each), resamples, seed)[:, place]


def _weights(rng: np.random.Generator, count: int, resamples: int) -> Array:
    return rng.multinomial(count, np.full(count, 1.0 / count), resamples).astype(np.float64)


def normal_quantile(level: float = LEVEL) -> float:
    """Standard errors to each side of an estimate that a normal interval of this level takes."""
    return float(ndtri(0.5 + level / 2.0))


def clustered_mean(values: Array, cluster: npt.NDArray[np.int64], level: float = LEVEL) -> Interval:
    """The mean of values that belong together in clusters, with its normal interval; a single value has none (NaN)."""
    mean = float(values.mean())
    if values.size < 2:
        return Interval(mean, math.nan, math.nan, values.size, 0)
    together = np.bincount(cluster, values - mean)
    half = normal_quantile(level) * math.sqrt(float((together**2).sum())) / values.size
    return Interval(mean, mean - half, mean + half, values.size, 0)


def defined_mean(values: Array, defined: npt.NDArray[np.bool_] | None = None, axis: int = 0) -> Array:
    """Means over the values that are ``defined`` (by default those that are numbers); NaN where none is."""
    defined = ~np.isnan(values) if defined is None else defined
    number, total = defined.sum(axis=axis), np.where(defined, values, 0.0).sum(axis=axis)
    mean: Array = np.divide(total, number, out=np.full(total.shape, np.nan), where=number > 0)
    return mean


def paired_difference(a: npt.ArrayLike, b: npt.ArrayLike, level: float = LEVEL, resamples: int = RESAMPLES) -> Interval:
    """Mean of ``b - a`` over the replicates in which both are defined, with its interval.

    Equal arrays give exactly 0 with an interval from 0 to 0.
    """
    return mean_interval(np.asarray(b, np.float64) - np.asarray(a, np.float64), level, resamples)


def probability_better(a: npt.ArrayLike, b: npt.ArrayLike, better: int) -> float:
    """Share of the pairs in which ``b`` is better than ``a``, ties counting half.

    ``better``: +1 more is better, -1 less is better, 0 neither (undefined then).
    """
    difference = np.asarray(b, np.float64) - np.asarray(a, np.float64)
    difference = difference[~np.isnan(difference)]
    if difference.size == 0 or better == 0:
        return math.nan
    return float(np.mean(0.5 + 0.5 * np.sign(better * difference)))


def correlation(a: npt.ArrayLike, b: npt.ArrayLike) -> float:
    """Pearson's correlation over the pairs in which both are defined; undefined where either does not vary."""
    left, right = np.asarray(a, np.float64), np.asarray(b, np.float64)
    both = ~(np.isnan(left) | np.isnan(right))
    left, right = left[both], right[both]
    if left.size < 2 or np.ptp(left) == 0.0 or np.ptp(right) == 0.0:
        return math.nan
    return float(np.clip(np.corrcoef(left, right)[0, 1], -1.0, 1.0))


def needed_replicates(values: npt.ArrayLike, half_width: float, level: float = LEVEL) -> float:
    """Replicates at which the interval of the mean of such values is the mean plus or minus ``half_width``.

    From the normal approximation n = (z s / h)^2; at least 2 where values vary, 1 where they do not; undefined (NaN)
    with fewer than two values or without a positive half-width.
    """
    defined = np.asarray(values, np.float64)
    defined = defined[~np.isnan(defined)]
    if defined.size < 2 or not half_width > 0.0:
        return math.nan
    spread = float(defined.std(ddof=1))
    if spread <= _TINY * max(1.0, float(np.abs(defined).max())):
        return 1.0
    return float(max(2, math.ceil((normal_quantile(level) * spread / half_width) ** 2)))


def bands(values: Array, levels: tuple[float, ...] = (0.05, 0.25, 0.5, 0.75, 0.95)) -> Array:
    """Quantiles over the replicates for every month: (levels, months) from (replicates, months)."""
    return quantiles(values, levels)


def mean_band(values: Array, level: float = LEVEL) -> tuple[Array, Array, Array]:
    """Mean over the replicates for every month with a percentile bootstrap interval: mean, low, high (months)."""
    low, high = Resampled(values.mean(axis=0), resampled_means(values)).percentile(level)
    same = np.ptp(values, axis=0) == 0.0  # exactly, not up to the rounding of a sum of weights
    mean = np.where(same, values[0], values.mean(axis=0))
    return mean, np.where(same, mean, low), np.where(same, mean, high)


def resampled_means(values: Array, resamples: int = MONTH_RESAMPLES) -> Array:
    """Means of bootstrap samples of whole replicates: (resamples, months) from (replicates, months)."""
    count = values.shape[0]
    if resamples * count <= _KEPT_VALUES:
        return np.asarray(_few_draws(count, resamples) @ values / count)
    rng = np.random.default_rng(_SEED)
    means = np.empty((resamples, values.shape[1]))
    step = max(1, _BATCH_VALUES // count)
    for first in range(0, resamples, step):
        drawn = _weights(rng, count, min(step, resamples - first))
        means[first : first + len(drawn)] = drawn @ values / count
    return means


@lru_cache(maxsize=4)
def _few_draws(count: int, resamples: int) -> Array:
    """How often each replicate is in each bootstrap sample. It is kept, because drawing takes longer than using it."""
    return resample_weights(count, resamples)


def ahead_from(a: Array, b: Array, level: float = LEVEL, better: int = 1) -> FirstMonth:
    """First month from which ``b`` is ahead of ``a`` and stays so to the last month, on average over the replicates.

    ``a``, ``b``: (replicates, months), cumulative. The interval resamples whole replicates (percentile bootstrap);
    its ends are infinite where ``b`` does not end ahead in so many of the samples. Identical designs: never.
    """
    difference = better * (b - a)
    if difference.shape[0] > 1 and not difference.any():
        return FirstMonth(math.inf, math.inf, math.inf, 1.0)
    month = float(_stays_positive(difference.mean(axis=0)[None, :])[0])
    if difference.shape[0] < 2:
        return FirstMonth(month, math.nan, math.nan, math.nan)
    months = _stays_positive(resampled_means(difference))
    edge = (1.0 - level) / 2.0
    low, high = np.quantile(months, (edge, 1.0 - edge), method="inverted_cdf")
    return FirstMonth(month, float(low), float(high), float(np.isinf(months).mean()))


def _stays_positive(curves: Array) -> Array:
    """The first column from which each curve (a row) stays above zero; infinite if its last value is not above zero."""
    behind = curves <= 1e-9
    last_behind = curves.shape[1] - 1 - np.argmax(behind[:, ::-1], axis=1)
    first = np.where(behind.any(axis=1), last_behind + 1, 0).astype(np.float64)
    return np.where(first >= curves.shape[1], np.inf, first)


def share_interval(count: int, total: int, level: float = LEVEL) -> Interval:
    """A share of ``total`` independent cases with its Wilson interval (``scipy.stats.binomtest``); undefined of none."""
    if total <= 0:
        return Interval(math.nan, math.nan, math.nan, 0, 0)
    found = stats.binomtest(count, total).proportion_ci(level, method="wilson")
    return Interval(count / total, float(found.low), float(found.high), total, 0)
