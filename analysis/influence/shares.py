"""How much of an outcome's variance each single input explains, from one sample of all inputs at once.

The share of an input is the variance of the outcome's mean given that input, over the outcome's variance: the first-order
index of Sobol (1993). The mean given the input is a polynomial of the input's rank (Legendre, degree 4; on given data:
Sudret 2008), so that a bend or a hump is found as well as a slope; R squared is adjusted for the terms. What inputs do
only together is in no share: the shares add up to less than one, and the rest is chance and joint effects.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numpy.polynomial.legendre import legvander
from scipy.stats import rankdata

from analysis.worlds.statistics import Resampled, resample_weights

Array = npt.NDArray[np.float64]

DEGREE = 4
RESAMPLES = 1_000
LEAST_VALUES = 50
_SEED = 20_210_115
_BATCH_BYTES = 128_000_000


class Shares(NamedTuple):
    """For each input the share of the variance and its bootstrap interval (worlds are resampled); 0 if nothing varies."""

    share: Array
    low: Array
    high: Array


def _basis(values: Array) -> Array:
    """Legendre polynomials of the ranks, (worlds, inputs, DEGREE + 1); ties share their rank."""
    ranks = (rankdata(values, axis=0) - 0.5) / len(values)
    return np.asarray(legvander(2.0 * ranks - 1.0, DEGREE) * np.sqrt(2.0 * np.arange(DEGREE + 1) + 1.0))


def _adjusted(weights: Array, basis: Array, outcome: Array) -> Array:
    """Adjusted R squared of every input for rows of weights of the worlds: (rows, inputs)."""
    rows, (worlds, inputs, terms) = len(weights), basis.shape
    products = (basis[:, :, :, None] * basis[:, :, None, :]).reshape(worlds, -1)
    gram = (weights @ products).reshape(rows, inputs, terms, terms)
    moments = (weights @ (basis * outcome[:, None, None]).reshape(worlds, -1)).reshape(rows, inputs, terms)
    fitted = np.einsum("rit,rits,ris->ri", moments, np.linalg.pinv(gram, hermitian=True), moments)
    mean_part = ((weights @ outcome) ** 2 / worlds)[:, None]
    total = (weights @ outcome**2)[:, None] - mean_part
    unexplained = 1.0 - (fitted - mean_part) / np.maximum(total, 1e-300)
    return np.asarray(1.0 - unexplained * (worlds - 1) / (worlds - terms))


def shares(values: Array, outcome: Array, resamples: int = RESAMPLES) -> Shares:
    """Shares of the variance of ``outcome`` (worlds) that each input of ``values`` (worlds, inputs) explains.

    The interval is a percentile bootstrap of whole worlds, moved by the bias that resampling adds; negative ends mean
    that the share cannot be told from zero.
    """
    worlds, inputs = values.shape
    if worlds < LEAST_VALUES:
        raise ValueError(f"{worlds} worlds are too few: at least {LEAST_VALUES}")
    found = Shares(*(np.zeros(inputs) for _ in range(3)))
    vary = np.flatnonzero(np.ptp(values, axis=0) > 0.0)
    if np.ptp(outcome) == 0.0 or not vary.size:
        return found
    standard = (outcome - outcome.mean()) / outcome.std()
    drawn = resample_weights(worlds, resamples, _SEED)
    step = max(1, _BATCH_BYTES // (8 * worlds * (DEGREE + 1) ** 2))
    for first in range(0, vary.size, step):
        here = vary[first : first + step]
        basis = _basis(values[:, here])
        estimate = _adjusted(np.ones((1, worlds)), basis, standard)[0]
        found.share[here] = estimate
        found.low[here], found.high[here] = Resampled(estimate, _adjusted(drawn, basis, standard)).centred()
    return found


def noise_floor(values: Array, outcome: Array) -> float:
    """The largest share among as many inputs without any effect: every input, shuffled over the worlds."""
    shuffled = np.random.default_rng(_SEED).permuted(values, axis=0)
    return float(max(0.0, shares(shuffled, outcome, resamples=1).share.max(initial=0.0)))


def fifths(values: Array, outcome: Array) -> Array:
    """Mean outcome where an input is in its lowest, middle and highest fifth: (inputs, 3); undefined where it is fixed."""
    found = np.full((values.shape[1], 3), np.nan)
    for place, column in enumerate(values.T):
        if np.ptp(column) > 0.0:
            edges = np.quantile(column, (0.2, 0.4, 0.6, 0.8))
            chosen = (column <= edges[0], (column >= edges[1]) & (column <= edges[2]), column >= edges[3])
            found[place] = [outcome[each].mean() if each.any() else np.nan for each in chosen]
    return found
