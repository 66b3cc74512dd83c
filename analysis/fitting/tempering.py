"""Sampling a posterior by tempering: a population of points moves from the prior to the posterior in small steps.

Sequential Monte Carlo (Del Moral, Doucet and Jasra 2006): the weight of the data rises from 0 to 1; at each step points that
fit badly are dropped, points that fit well are doubled, and all are moved by Markov steps that leave the present target
unchanged. Moves are differences between two other points (ter Braak 2006), or new draws from the prior, in a random subset of
the dimensions, so that more than a hundred of them, most of which the data say little about, are no obstacle. A point includes
its chance, a replicate for each part of the data: the target is the joint distribution of parameters and chance, and what is kept
of the parameters is their posterior, exact for the error that the likelihood assumes (Wilkinson 2013).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy.stats import qmc

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
Likelihood = Callable[[Array, Whole], Array]
"""Log-likelihood of points (points, dimensions) in the unit cube with their replicates (points, parts)."""

KEPT = 0.7
"""Effective share of the points that a step of tempering may leave."""
NEW_CHANCE, REDRAWN = 0.2, 0.4
"""Shares of the moves that draw one part's chance anew, and that draw a few dimensions anew from the prior; the others are
differences between points."""
FEW, MANY = (1, 4, 8), (5, 25, 60)
"""Numbers of dimensions that a move draws anew, or shifts by a difference, each alike often."""
JITTER = 1e-3
WANTED = 0.25
"""Wanted share of accepted moves, to which the moves' size adapts."""
REPLICATES = 2**40


@dataclass(frozen=True)
class Population:
    """Points at one step. ``weight``: weight of the data, 0 to 1; ``size``: relative size of the moves."""

    positions: Array
    replicates: Whole
    fit: Array
    weight: float
    step: int
    size: float = 1.0
    accepted: float = 1.0


def start(likelihood: Likelihood, points: int, dimensions: int, parts: int, seed: int) -> Population:
    """Points drawn from the prior, spread evenly in every dimension (Latin hypercube)."""
    rng = np.random.default_rng([seed, 0])
    positions = qmc.LatinHypercube(dimensions, rng=rng).random(points)
    replicates = rng.integers(0, REPLICATES, (points, parts))
    return Population(positions, replicates, likelihood(positions, replicates), 0.0, 0)


def temper(
    likelihood: Likelihood, population: Population, seed: int, moves: int, last_moves: int
) -> Iterator[Population]:
    """The population after each step, until the data have their full weight; the same from any step on."""
    while population.weight < 1.0:
        rng = np.random.default_rng([seed, population.step + 1])
        weight = _next_weight(population)
        chosen = _resampled(population.fit * (weight - population.weight), rng)
        pool = population.positions
        population = _taken(population, chosen, weight)
        for _ in range(last_moves if weight == 1.0 else moves):
            population = move(likelihood, population, pool, rng)
            pool = population.positions
        yield population


def forget(likelihood: Likelihood, population: Population, forgotten: Array, seed: int, moves: int) -> Population:
    """A posterior without some of its data: ``forgotten`` is their part of each point's log-likelihood.

    ``likelihood`` is that of the remaining data.
    """
    rng = np.random.default_rng([seed, population.step + 1])
    pool = population.positions
    chosen = _resampled(-forgotten, rng)
    population = _taken(replace(population, fit=population.fit - forgotten), chosen, 1.0)
    for _ in range(moves):
        population = move(likelihood, population, pool, rng)
        pool = population.positions
    return population


def move(likelihood: Likelihood, population: Population, pool: Array, rng: np.random.Generator) -> Population:
    """One Markov step for every point."""
    points, dimensions = population.positions.shape
    parts = population.replicates.shape[1]
    kind = rng.choice(3, points, p=(NEW_CHANCE, REDRAWN, 1.0 - NEW_CHANCE - REDRAWN))
    chance, anew, shifted = (np.asarray(kind == each) for each in range(3))
    number = np.asarray(np.minimum(np.where(anew, rng.choice(FEW, points), rng.choice(MANY, points)), dimensions))
    order = rng.random((points, dimensions)).argsort(axis=1).argsort(axis=1)
    changed = (order < number[:, None]) & ~chance[:, None]
    a, b = (rng.integers(0, len(pool), points) for _ in range(2))
    reach = population.size * 2.38 / np.sqrt(2.0 * number)
    shift = reach[:, None] * (pool[a] - pool[b]) + JITTER * rng.standard_normal((points, dimensions))
    proposed = np.where(changed, reflected(population.positions + shift), population.positions)
    proposed = np.where(changed & anew[:, None], rng.random((points, dimensions)), proposed)
    part = (np.arange(parts) == rng.integers(0, parts, (points, 1))) & chance[:, None]
    replicates = np.where(part, rng.integers(0, REPLICATES, (points, parts)), population.replicates)
    fit = likelihood(proposed, replicates)
    taken = np.log(rng.random(points)) < population.weight * (fit - population.fit)
    accepted = float(taken[shifted].mean()) if shifted.any() else WANTED
    return replace(
        population,
        positions=np.where(taken[:, None], proposed, population.positions),
        replicates=np.where(taken[:, None], replicates, population.replicates),
        fit=np.where(taken, fit, population.fit),
        size=float(np.clip(population.size * np.exp(0.5 * (accepted - WANTED)), 0.1, 2.0)),
        accepted=float(taken.mean()),
    )


def reflected(positions: Array) -> Array:
    """Points outside the unit cube, folded back at its walls so that moves stay symmetric."""
    folded = np.mod(positions, 2.0)
    return np.where(folded > 1.0, 2.0 - folded, folded)


def _next_weight(population: Population) -> float:
    """The largest weight that leaves the wanted effective share of the points, by bisection."""
    low, high = population.weight, 1.0
    if _effective_share(population.fit * (high - population.weight)) >= KEPT:
        return 1.0
    for _ in range(60):
        middle = (low + high) / 2.0
        if _effective_share(population.fit * (middle - population.weight)) >= KEPT:
            low = middle
        else:
            high = middle
    return low


def _weights(log_weights: Array) -> Array:
    weights = np.exp(log_weights - log_weights.max())
    return np.asarray(weights / weights.sum())


def _effective_share(log_weights: Array) -> float:
    return float(1.0 / np.square(_weights(log_weights)).sum() / log_weights.size)


def _resampled(log_weights: Array, rng: np.random.Generator) -> Whole:
    """Systematic resampling: which points are taken, as often as their weight says."""
    weights = _weights(log_weights)
    places = (rng.random() + np.arange(weights.size)) / weights.size
    return np.minimum(np.searchsorted(np.cumsum(weights), places), weights.size - 1)


def _taken(population: Population, chosen: Whole, weight: float) -> Population:
    return replace(
        population, positions=population.positions[chosen], replicates=population.replicates[chosen],
        fit=population.fit[chosen], weight=weight, step=population.step + 1,
    )  # fmt: skip
