"""The value of information: what knowing an uncertainty before the choice of a design would add to the outcome.

With ``y[w, d]`` the outcome of design ``d`` in world ``w`` (more is better):

* expected value of perfect information, EVPI = E[max_d y] - max_d E[y];
* expected value of partial perfect information on a parameter x, EVPPI = E_x[max_d E[y_d | x]] - max_d E[y], the
  conditional means by nonparametric regression of y_d on x over the worlds: Strong, Oakley and Brennan (2014),
  "Estimating multiparameter partial expected value of perfect information from a probabilistic sensitivity analysis
  sample: a nonparametric regression approach", Medical Decision Making 34(3), 311-326.

The regression is a penalised spline, its penalty chosen by generalised cross-validation. Both values are means of a maximum and
so come out too high where y is noisy. Chance left in y after few replicates is taken out of EVPI by comparing all
replicates with their halves (as the antithetic estimator of Giles and Goda (2019), "Decision-making under uncertainty: using MLMC for efficient
estimation of EVPPI", Statistics and Computing 29, 739-751); noise of the regression out of EVPPI by the bootstrap, whose basic interval
(Davison and Hinkley 1997, section 5.2) is given too. Worlds that rest on the same calibrated draw are alike: the bootstrap
keeps them together.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import RidgeCV
from sklearn.model_selection import GroupKFold
from sklearn.preprocessing import SplineTransformer

from analysis.worlds.statistics import Resampled, cluster_weights

Array = npt.NDArray[np.float64]
Draws = npt.NDArray[np.int64]

KNOTS = 6
"""Knots of a spline of one parameter: enough for a curve with two or three bends."""
KNOTS_TOGETHER = 4
"""Knots per parameter where two are taken together (and their product)."""
PENALTIES = np.logspace(-3, 5, 17)
FOLDS = 10
"""Parts into which calibrated draws are dealt to choose a penalty."""
RESAMPLES = 200
LEVEL = 0.95


class Estimate(NamedTuple):
    """A value with its interval."""

    value: float
    low: float
    high: float


def evpi_by_world(replicates: Array) -> Array:
    """One value per world whose mean is EVPI, less what chance adds to it. ``replicates``: (worlds, replicates, designs).

    With a single replicate chance cannot be told from the world, and the mean is an upper bound.
    """
    y = replicates.mean(axis=1)
    best = int(y.mean(axis=0).argmax())
    highest = y.max(axis=1)
    half = replicates.shape[1] // 2
    if half >= 1:
        first = replicates[:, :half].mean(axis=1).max(axis=1)
        second = replicates[:, half : 2 * half].mean(axis=1).max(axis=1)
        highest = 2.0 * highest - 0.5 * (first + second)
    value: Array = highest - y[:, best]
    return value


def basis(x: Array) -> Array:
    """The regression's columns for parameters ``x`` (worlds, 1 or 2): splines of each, with two also their products.

    The first column is the constant; the others have mean 0 and standard deviation 1, constant ones are left out.
    """
    parts = [_spline(column, KNOTS if x.shape[1] == 1 else KNOTS_TOGETHER) for column in x.T]
    columns = np.hstack(parts) if parts else np.empty((len(x), 0))
    if len(parts) == 2:
        product = (parts[0][:, :, None] * parts[1][:, None, :]).reshape(len(x), -1)
        columns = np.hstack([columns, product])
    spread = columns.std(axis=0)
    columns = columns[:, spread > 1e-9]
    columns = (columns - columns.mean(axis=0)) / columns.std(axis=0)
    return np.hstack([np.ones((len(x), 1)), columns])


def _spline(column: Array, knots: int) -> Array:
    """Columns of one parameter: a spline, or indicators if it has few values."""
    values = np.unique(column)
    if values.size <= knots:
        return np.asarray(column[:, None] == values[None, 1:], dtype=float)
    places = np.unique(np.quantile(column, np.linspace(0.0, 1.0, knots)))
    spline = SplineTransformer(degree=min(3, places.size), knots=places[:, None], include_bias=False)
    return np.hstack([column[:, None], np.asarray(spline.fit_transform(column[:, None]), dtype=float)])


def penalties(columns: Array, y: Array, draws: Draws | None = None) -> Array:
    """The penalty of each design's regression: by generalised cross-validation, or by leaving out whole draws where worlds share them."""
    if columns.shape[1] == 1:
        return np.ones(y.shape[1])
    if draws is None or np.unique(draws).size == len(draws):
        fitted = RidgeCV(PENALTIES, alpha_per_target=True).fit(columns[:, 1:], y)
        return np.atleast_1d(np.asarray(fitted.alpha_, dtype=float))
    error = np.zeros((len(PENALTIES), y.shape[1]))
    folds = GroupKFold(min(FOLDS, np.unique(draws).size))
    for kept, left_out in folds.split(columns, groups=draws):
        x, centre = columns[kept, 1:], y[kept].mean(axis=0)
        values, axes = np.linalg.eigh(x.T @ x)
        along, there = axes.T @ (x.T @ (y[kept] - centre)), columns[left_out, 1:] @ axes
        for place, penalty in enumerate(PENALTIES):
            missed = y[left_out] - centre - there @ (along / (np.maximum(values, 0.0) + penalty)[:, None])
            error[place] += (missed**2).sum(axis=0)
    best: Array = PENALTIES[error.argmin(axis=0)]
    return best


def conditional_means(columns: Array, y: Array, penalty: Array, weights: Array | None = None) -> Array:
    """E[y_d | x] in every world: (resamples, worlds, designs), one for each row of ``weights`` (resamples, worlds)."""
    worlds, width = columns.shape
    weights = np.ones((1, worlds)) if weights is None else weights
    squares = (columns[:, :, None] * columns[:, None, :]).reshape(worlds, -1)
    left = (weights @ squares).reshape(-1, width, width)
    ridge = np.eye(width)
    ridge[0, 0] = 0.0
    fitted = np.empty((len(weights), worlds, y.shape[1]))
    for design in range(y.shape[1]):
        right = weights @ (columns * y[:, design, None])
        coefficients = np.linalg.solve(left + penalty[design] * ridge, right[:, :, None])[:, :, 0]
        fitted[:, :, design] = coefficients @ columns.T
    return fitted


def evppi(
    y: Array, x: Array, seed: int = 1, resamples: int = RESAMPLES, level: float = LEVEL, draws: Draws | None = None
) -> Estimate:
    """EVPPI of one parameter, or of two together, ``x``: (worlds, 1 or 2); ``y``: (worlds, designs).

    The regressions are of the differences to the best design on average, which keeps what all designs share out of them. Never below 0.
    ``draws``: the calibrated draw of each world (default: one of its own), resampled whole.
    """
    gain = y - y[:, [int(y.mean(axis=0).argmax())]]
    columns = basis(x)
    penalty = penalties(columns, gain, draws)
    found = _value(conditional_means(columns, gain, penalty), np.ones((1, len(y))))[0]
    if found <= 1e-12 * np.abs(gain).max():  # the regressions see nothing: neither would their resamples count
        return Estimate(0.0, 0.0, 0.0)
    drawn = cluster_weights(np.arange(len(y)) if draws is None else draws, resamples, seed)
    again = Resampled(np.asarray(found), _value(conditional_means(columns, gain, penalty, drawn), drawn))
    low, high = (max(float(end), 0.0) for end in again.basic(level))
    return Estimate(max(2.0 * found - float(again.drawn.mean()), 0.0), low, high)


def best_by(y: Array, x: Array, points: Array) -> npt.NDArray[np.intp]:
    """Position of the design with the best conditional mean at ``points`` (points, 2), regressed on ``x`` (worlds, 2)."""
    gain = y - y[:, [int(y.mean(axis=0).argmax())]]
    columns = basis(np.vstack([x, points]))
    penalty = penalties(columns[: len(x)], gain)
    weights = np.concatenate([np.ones(len(x)), np.zeros(len(points))])[None, :]
    padded = np.vstack([gain, np.zeros((len(points), gain.shape[1]))])
    best: npt.NDArray[np.intp] = conditional_means(columns, padded, penalty, weights)[0, len(x) :].argmax(axis=1)
    return best


def _value(fitted: Array, weights: Array) -> Array:
    """Mean of the best conditional mean less the best mean, for each resample."""
    share = weights / weights.sum(axis=1, keepdims=True)
    best_each = (fitted.max(axis=2) * share).sum(axis=1)
    best_all = (fitted * share[:, :, None]).sum(axis=1).max(axis=1)
    value: Array = best_each - best_all
    return value
