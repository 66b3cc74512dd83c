"""A posterior as if one scheme had never been learned from: weights of the draws, or where these fail, tempering without it.

The weight of a draw is one over the likelihood of the scheme's data (Gelfand, Dey and Chang 1992), integrated over everything that
belongs to the scheme alone: its own values, what its design left open, and chance. A scheme that is left out draws them anew, as a new
scheme does. Weights are smoothed by a generalised Pareto distribution (Vehtari et al. 2024), whose shape k says whether they can be
trusted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from arviz_stats.base import array_stats
from scipy.special import logsumexp

from analysis.fitting.fit import Fit
from analysis.fitting.tempering import REPLICATES, Population, temper

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


def left_out(fit: Fit, population: Population, seed: int, anew: int = ANEW) -> LeftOut:
    """Weights of the draws without each scheme."""
    draws, schemes, varying = population.theta.shape
    rng = np.random.default_rng([seed, _SEED])
    said = np.empty((anew, draws, schemes))
    for place in range(anew):
        normal = rng.standard_normal((draws, schemes, varying))
        theta = population.mean[:, None] + population.spread[:, None] * normal
        own, chance = rng.random(population.own.shape), rng.integers(0, REPLICATES, (draws, schemes))
        said[place] = fit(population.shared, theta, own, chance)
    ratios = -(logsumexp(said, axis=0) - np.log(anew))
    smoothed, shape = array_stats.psislw(ratios.T)
    return LeftOut(np.exp(smoothed - logsumexp(smoothed, axis=1, keepdims=True)).T, np.asarray(shape, np.float64))


def without(
    fit: Fit, populations: Sequence[Population], scheme: str, seed: int, moves: int, last_moves: int
) -> list[Population]:
    """Every population tempered from the posterior until the scheme's data have no weight."""
    target = np.ones(len(fit.schemes))
    target[list(fit.schemes).index(scheme)] = 0.0
    found = []
    for number, population in enumerate(populations):
        *_, last = temper(
            fit, population, (seed * 1000 + number) * 1000 + int(target.argmin()), moves, last_moves, target
        )
        found.append(last)
    return found


def joined(populations: Sequence[Population]) -> Population:
    """Several populations as one."""
    first = populations[0]
    names = ("shared", "mean", "spread", "theta", "own", "replicates", "fit")
    return replace(first, **{name: np.concatenate([getattr(each, name) for each in populations]) for name in names})
