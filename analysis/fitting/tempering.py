"""Sampling a posterior of behaviour that schemes share, but for a few parameters that vary between them.

Sequential Monte Carlo (Del Moral, Doucet and Jasra 2006): the weight of the data rises from 0 to 1; at each step points that
fit badly are dropped, points that fit well are doubled, and all are moved by Markov moves that leave the present target
unchanged. A point (:class:`Population`) holds

- ``shared``: positions, 0 to 1, in the plausible ranges of what all schemes share;
- ``mean``, ``spread``: for each parameter that varies, where schemes lie on a scale on which its plausible range is a standard
  normal, and how far they lie apart: mean ~ N(0, 1), spread ~ half-normal(:data:`SPREAD`);
- ``theta``: each scheme's own value on that scale, N(mean, spread);
- ``own``: positions of what each scheme's design left open; ``replicates``: each scheme's chance.

Given what is shared, schemes are independent. So one evaluation moves every scheme by itself (:func:`move_schemes`), and mean and
spread move given the schemes' values, without any run (:func:`move_spread`). Only a move of what is shared
(:func:`move_shared`) is decided by all schemes together. A point includes its chance: the target is the joint distribution of
parameters and chance, and what is kept of the parameters is their posterior, exact for the error that the likelihood assumes
(Wilkinson 2013).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy.stats import qmc

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

SPREAD = 0.5
"""Scale of the half-normal prior of a spread: half of the width (one standard deviation) of the plausible range. Assumption: schemes
differ, but less than what is plausible at all."""
KEPT = 0.7
"""Effective share of the points that a step of tempering may leave."""
FEW, MANY, LITTLE = (1, 2, 4), (2, 6, 20), (6, 12, 24)
"""Numbers of shared dimensions that a move draws anew by attention, shifts by a difference of two points, or draws anew by the inverse of
attention; each alike often."""
KINDS = (0.06, 0.2, 0.44, 0.3)
"""Shares of the shared moves that stretch a spread with all schemes' values, draw anew by attention, draw anew by its inverse (many
dimensions on which little depends), and shift."""
JITTER = 1e-3
WANTED = 0.25
"""Wanted share of accepted shifts, to which their size adapts."""
REPLICATES = 2**40


class Likelihood(Protocol):
    """What the data say: dimensions of a point, and the log-likelihood of each scheme."""

    @property
    def schemes(self) -> Sequence[str]:
        """The schemes by name."""
        ...

    @property
    def owner(self) -> Whole:
        """For each dimension of ``own``, which scheme it belongs to."""
        ...

    @property
    def attention(self) -> Array:
        """How often a move changes each shared dimension, and then each mean: relative, positive."""
        ...

    def __call__(self, shared: Array, theta: Array, own: Array, replicates: Whole) -> Array:
        """(points, schemes), from (points, shared), (points, schemes, varying), (points, own), (points, schemes)."""
        ...


@dataclass(frozen=True)
class Population:
    """Points at one step, see the module's docstring. ``weight``: weight of each scheme's data, 0 to 1; ``size``: relative size of shifts."""

    shared: Array
    mean: Array
    spread: Array
    theta: Array
    own: Array
    replicates: Whole
    fit: Array
    weight: Array
    step: int = 0
    size: float = 1.0
    accepted: float = 1.0

    def __len__(self) -> int:
        return len(self.shared)


POINTWISE = ("shared", "mean", "spread", "theta", "own", "replicates", "fit")
"""What of a population has a row for each point."""


def start(likelihood: Likelihood, points: int, varying: int, seed: int) -> Population:
    """Points drawn from the prior; what is shared is spread evenly in every dimension (Latin hypercube)."""
    rng = np.random.default_rng([seed, 0])
    schemes = len(likelihood.schemes)
    shared = qmc.LatinHypercube(max(len(likelihood.attention) - varying, 1), rng=rng).random(points)
    shared = shared[:, : len(likelihood.attention) - varying]
    mean = rng.standard_normal((points, varying))
    spread = np.abs(SPREAD * rng.standard_normal((points, varying)))
    theta = mean[:, None] + spread[:, None] * rng.standard_normal((points, schemes, varying))
    own = rng.random((points, len(likelihood.owner)))
    replicates = rng.integers(0, REPLICATES, (points, schemes))
    fit = likelihood(shared, theta, own, replicates)
    return Population(shared, mean, spread, theta, own, replicates, fit, np.zeros(schemes))


def temper(
    likelihood: Likelihood, population: Population, seed: int, moves: int, last_moves: int, target: Array | None = None
) -> Iterator[Population]:
    """The population after each step, until the data have the weight of ``target`` (default: full); the same from any step on."""
    goal = np.ones(len(population.weight)) if target is None else target
    while not np.array_equal(population.weight, goal):
        rng = np.random.default_rng([seed, population.step + 1])
        weight = _next_weight(population, goal)
        chosen = resampled(population.fit @ (weight - population.weight), rng)
        population = replace(_taken(population, chosen), weight=weight, step=population.step + 1)
        population = moved(likelihood, population, rng, last_moves if np.array_equal(weight, goal) else moves)
        yield population


def moved(likelihood: Likelihood, population: Population, rng: np.random.Generator, moves: int) -> Population:
    """The population after so many rounds of moves: schemes, what is shared, spreads."""
    for _ in range(moves):
        population = move_schemes(likelihood, population, rng)
        population = move_spread(population, rng)
        population = move_shared(likelihood, population, rng)
    return population


def move_schemes(likelihood: Likelihood, population: Population, rng: np.random.Generator) -> Population:
    """One move of every scheme of every point by itself: its chance, its own values, or both. One evaluation."""
    points, schemes, varying = population.theta.shape
    mean, spread = population.mean[:, None], population.spread[:, None]
    kind = rng.choice(4, (points, schemes), p=(0.25, 0.25, 0.4, 0.1))
    chance, anew, shifted = kind % 3 == 0, (kind == 1) | (kind == 3), kind == 2
    fresh = mean + spread * rng.standard_normal(population.theta.shape)
    step = population.theta + spread * rng.choice((0.2, 0.6, 1.2), (points, schemes, 1)) * rng.standard_normal(
        population.theta.shape
    )
    theta = np.where(anew[..., None], fresh, np.where(shifted[..., None], step, population.theta))
    mine = likelihood.owner
    redrawn = anew[:, mine] | (shifted[:, mine] & (rng.random(population.own.shape) < 0.2))
    nudged = reflected(population.own + 0.1 * rng.standard_normal(population.own.shape))
    own = np.where(redrawn, rng.random(population.own.shape), np.where(shifted[:, mine], nudged, population.own))
    replicates = np.where(chance, rng.integers(0, REPLICATES, (points, schemes)), population.replicates)
    fit = likelihood(population.shared, theta, own, replicates)
    prior = np.where(shifted, _normal(theta, mean, spread) - _normal(population.theta, mean, spread), 0.0)
    taken = np.log(rng.random((points, schemes))) < population.weight * (fit - population.fit) + prior
    return replace(
        population,
        theta=np.where(taken[..., None], theta, population.theta),
        own=np.where(taken[:, mine], own, population.own),
        replicates=np.where(taken, replicates, population.replicates),
        fit=np.where(taken, fit, population.fit),
    )


def move_spread(population: Population, rng: np.random.Generator, times: int = 5) -> Population:
    """Mean and spread given the schemes' values: no run. The mean is drawn from its exact conditional distribution."""
    mean, spread, theta = population.mean, population.spread, population.theta
    schemes = theta.shape[1]
    for _ in range(times):
        precision = 1.0 + schemes / np.square(spread)
        centre = theta.sum(axis=1) / np.square(spread) / precision
        mean = centre + rng.standard_normal(mean.shape) / np.sqrt(precision)
        proposed = spread * np.exp(rng.choice((0.2, 0.8), spread.shape) * rng.standard_normal(spread.shape))
        squares = np.square(theta - mean[:, None]).sum(axis=1)
        gain = _spread(proposed, squares, schemes) - _spread(spread, squares, schemes)
        spread = np.where(np.log(rng.random(spread.shape)) < gain, proposed, spread)
    return replace(population, mean=mean, spread=spread)


def move_shared(likelihood: Likelihood, population: Population, rng: np.random.Generator) -> Population:
    """One move of what is shared of every point, decided by all schemes together. One evaluation.

    A mean moves together with all schemes' values. Some moves stretch a spread instead, and the schemes' distances from the
    mean with it.
    """
    points, schemes, varying = population.theta.shape
    shared = population.shared.shape[1]
    before = np.concatenate([population.shared, population.mean], axis=1)
    kind = rng.choice(4, points, p=KINDS)
    stretched, little, shifts = (np.asarray(kind == each) for each in (0, 2, 3))
    anew = (kind == 1) | little
    number = np.choose(kind, [np.zeros(points, np.int64), *(rng.choice(each, points) for each in (FEW, LITTLE, MANY))])
    attention = np.where(little[:, None], 1.0 / likelihood.attention, likelihood.attention)
    order = (rng.exponential(size=before.shape) / attention).argsort(axis=1).argsort(axis=1)
    changed = order < number[:, None]
    a, b = (rng.integers(0, points, points) for _ in range(2))
    reach = population.size * 2.38 / np.sqrt(2.0 * np.clip(number, 1, before.shape[1]))
    shift = reach[:, None] * (before[a] - before[b]) + JITTER * rng.standard_normal(before.shape)
    redrawn = np.concatenate([rng.random((points, shared)), rng.standard_normal((points, varying))], axis=1)
    after = np.where(changed, np.where(anew[:, None], redrawn, before + shift), before)
    after[:, :shared] = reflected(after[:, :shared])
    mean = after[:, shared:]
    factor = np.ones((points, varying))
    if varying:
        which = stretched[:, None] & (np.arange(varying) == rng.integers(0, varying, (points, 1)))
        factor = np.where(which, np.exp(0.5 * rng.standard_normal((points, 1))), 1.0)
    spread = population.spread * factor
    theta = mean[:, None] + factor[:, None] * (population.theta - population.mean[:, None])
    fit = likelihood(after[:, :shared], theta, population.own, population.replicates)
    # redrawn means come from their prior; shifted ones are weighed by it; a stretch has the Jacobian of its one factor
    own = np.where(anew[:, None], 0.0, -0.5 * (np.square(mean) - np.square(population.mean))).sum(axis=1)
    own += (-0.5 * (np.square(spread) - np.square(population.spread)) / SPREAD**2 + np.log(factor)).sum(axis=1)
    taken = np.log(rng.random(points)) < (fit - population.fit) @ population.weight + own
    accepted = float(taken[shifts].mean()) if shifts.any() else WANTED
    keep = taken[:, None]
    return replace(
        population,
        shared=np.where(keep, after[:, :shared], population.shared),
        mean=np.where(keep, mean, population.mean),
        spread=np.where(keep, spread, population.spread),
        theta=np.where(keep[..., None], theta, population.theta),
        fit=np.where(keep, fit, population.fit),
        size=float(np.clip(population.size * np.exp(0.5 * (accepted - WANTED)), 0.1, 2.0)),
        accepted=float(taken.mean()),
    )


def reflected(positions: Array) -> Array:
    """Points outside the unit cube, folded back at its walls so that moves stay symmetric."""
    folded = np.mod(positions, 2.0)
    return np.where(folded > 1.0, 2.0 - folded, folded)


def resampled(log_weights: Array, rng: np.random.Generator) -> Whole:
    """Systematic resampling: which points are taken, as often as their weight says."""
    weights = _weights(log_weights)
    places = (rng.random() + np.arange(weights.size)) / weights.size
    return np.minimum(np.searchsorted(np.cumsum(weights), places), weights.size - 1)


def _normal(values: Array, mean: Array, spread: Array) -> Array:
    """Log density of a scheme's own values, up to what mean and spread alone decide: (points, schemes)."""
    return np.asarray((-0.5 * np.square((values - mean) / spread)).sum(axis=2))


def _spread(spread: Array, squares: Array, schemes: int) -> Array:
    """Log density of the logarithm of a spread, given the squares of the schemes' distances from the mean."""
    return np.asarray(
        (1 - schemes) * np.log(spread) - 0.5 * squares / np.square(spread) - 0.5 * np.square(spread / SPREAD)
    )


def _next_weight(population: Population, goal: Array) -> Array:
    """The weights nearest to the goal that leave the wanted effective share of the points, by bisection."""
    low, high = 0.0, 1.0
    step = goal - population.weight
    if _effective_share(population.fit @ step) >= KEPT:
        return goal
    for _ in range(60):
        middle = (low + high) / 2.0
        if _effective_share(population.fit @ (middle * step)) >= KEPT:
            low = middle
        else:
            high = middle
    return np.asarray(population.weight + low * step)


def _weights(log_weights: Array) -> Array:
    weights = np.exp(log_weights - log_weights.max())
    return np.asarray(weights / weights.sum())


def _effective_share(log_weights: Array) -> float:
    return float(1.0 / np.square(_weights(log_weights)).sum() / log_weights.size)


def _taken(population: Population, chosen: Whole) -> Population:
    return replace(population, **{name: getattr(population, name)[chosen] for name in POINTWISE})
