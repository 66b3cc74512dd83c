"""A posterior as if one scheme had never been learned from: weights of the draws, or where these fail, tempering without it.

The weight of a draw is one over the likelihood of the scheme's data (Gelfand, Dey and Chang 1992), integrated over everything that
belongs to the scheme alone: its own values, what its design left open, and chance. A scheme that is left out draws them anew, as a new
scheme does. Weights are smoothed by a generalised Pareto distribution (Vehtari et al. 2024), whose shape k says whether they can be
trusted.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from arviz_stats.base import array_stats
from scipy.special import logsumexp

from analysis.fitting.tempering import POINTWISE, REPLICATES, Likelihood, Population, temper

Array = npt.NDArray[np.float64]

TRUSTED = 0.7
"""Shape k up to which weights are trusted (Vehtari et al. 2024)."""
ANEW = 24
"""Draws of a scheme's own values and chance for each draw of what is shared."""
_SEED = 271_828


@dataclass(frozen=True)
class LeftOut:
    """Without each scheme: ``weights`` (draws, schemes), each column summing to 1; ``shape`` (schemes), the k of its weights."""

    weights: Array
    shape: Array


def left_out(fit: Likelihood, population: Population, seed: int, anew: int = ANEW) -> LeftOut:
    """Weights of the draws without each scheme."""
    draws, schemes, varying = population.theta.shape
    rng = np.random.default_rng([seed, _SEED])
    said = np.empty((anew, draws, schemes))
    for place in range(anew):
        normal = rng.standard_normal((draws, schemes, varying))
        theta = population.mean[:, None] + population.spread[:, None] * normal
        own, chance = rng.random(population.own.shape), rng.integers(0, REPLICATES, (draws, schemes))
        said[place] = fit(population.shared, theta, own, chance)
    likelihood = logsumexp(said, axis=0) - np.log(anew)
    with np.errstate(divide="ignore", invalid="ignore"):  # alike weights have no tail: their shape is undefined
        smoothed, shape = array_stats.psislw(likelihood.T)  # of one over the likelihood
    smoothed = np.where(np.isnan(smoothed).any(axis=1, keepdims=True), -likelihood.T, smoothed)
    return LeftOut(np.exp(smoothed - logsumexp(smoothed, axis=1, keepdims=True)).T, np.asarray(shape, np.float64))


def not_trusted(schemes: Sequence[str], found: LeftOut) -> list[str]:
    """The schemes whose weights cannot be trusted; an undefined shape is not trusted either."""
    return [scheme for scheme, shape in zip(schemes, found.shape, strict=True) if not shape <= TRUSTED]


def without(
    fit: Likelihood, population: Population, scheme: str, seed: int, moves: int, last_moves: int
) -> Iterator[Population]:
    """A population of the posterior after each step of tempering, until the scheme's data have no weight; the same from any step on."""
    target = np.ones(len(fit.schemes))
    place = list(fit.schemes).index(scheme)
    target[place] = 0.0
    yield from temper(fit, population, seed * 1000 + place, moves, last_moves, target)


def joined(populations: Sequence[Population]) -> Population:
    """Several populations as one."""
    rows: dict[str, Any] = {name: np.concatenate([getattr(each, name) for each in populations]) for name in POINTWISE}
    return replace(populations[0], **rows)
