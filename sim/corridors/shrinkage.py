"""Shrinkage: where data are thin, a corridor's figure is drawn towards the mean of all corridors with data.

The law (empirical Bayes with a normal spread between corridors, on the scale on which spreads are alike)::

    y      = log(p / (1 - p)) of a share, log(months) of a duration
    s      = 0.25 for a figure of high quality, 0.5 for medium, 1 for low, and for a mere bound          (assumption)
    tau^2  = spread between corridors, mu = their mean: DerSimonian and Laird's estimates over all figures y with s^2;
             tau is at least 0.25: a few figures that agree do not show that corridors are alike              (assumption)
    v      = s^2, or s^2 + tau^2 if the figure is not the pair's own but that of one of its countries
    shrunk = mu + tau^2 / (tau^2 + v) * (y - mu)
    sd^2   = tau^2 * v / (tau^2 + v) + (v / (tau^2 + v))^2 * variance of mu

Without a figure, v is infinite: shrunk is mu, sd^2 is tau^2 + variance of mu. As v goes to 0, shrunk goes to the figure
itself. A shrunk value stays on the allowed side of a bound.

A run reads how far that is from the mean corridor: a **deviation** shrunk - mu on the scale, 0 without a figure. So a
share's odds, or a duration, are the average's times exp(deviation).
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

from sim.corridors.known import Figure, observed, speaking
from sim.corridors.topics import TOPICS

ERRORS = {"high": 0.25, "medium": 0.5, "low": 1.0}
"""Standard error of a figure on its scale, by quality: an assumption."""
NORMAL_90 = 1.645
"""Standard deviations to each side of a normal 90 % interval."""
EDGE = 1e-3
"""A share of 0 or 1 counts as this far from it, a duration of 0 as this long."""
LEAST_SPREAD = 0.25
"""The least standard deviation between corridors on the scale: an assumption."""
MIN_FIGURES = 3
"""Figures without which no mean is taken."""


class Prior(NamedTuple):
    """What is known of corridors in general: mean and spread on the scale, how sure the mean is, figures behind it."""

    mean: float
    spread2: float
    variance: float
    figures: int


class Shrunk(NamedTuple):
    """A value for one corridor with its 90 % interval; ``weight``: how much of it is the figure's own."""

    value: float
    low: float
    high: float
    weight: float
    figure: Figure | None


def to_scale(value: float, scale: str) -> float:
    """A share as its log odds (``odds``), a duration as its logarithm (``log``)."""
    if scale == "odds":
        value = min(max(value, EDGE), 1.0 - EDGE)
        return math.log(value / (1.0 - value))
    return math.log(max(value, EDGE))


def from_scale(value: float, scale: str) -> float:
    """The share or duration that a number on the scale stands for."""
    return 1.0 / (1.0 + math.exp(-value)) if scale == "odds" else math.exp(value)


def between(values: Sequence[float], variances: Sequence[float]) -> Prior:
    """Mean and spread of true values, of which these are measurements with these variances (DerSimonian and Laird 1986)."""
    weights = [1.0 / each for each in variances]
    total = sum(weights)
    fixed = sum(w * y for w, y in zip(weights, values, strict=True)) / total
    excess = sum(w * (y - fixed) ** 2 for w, y in zip(weights, values, strict=True)) - (len(values) - 1)
    scaled = total - sum(w * w for w in weights) / total
    spread2 = max(LEAST_SPREAD**2, excess / scaled if scaled > 0.0 else 0.0)
    weights = [1.0 / (each + spread2) for each in variances]
    mean = sum(w * y for w, y in zip(weights, values, strict=True)) / sum(weights)
    return Prior(mean, spread2, 1.0 / sum(weights), len(values))


def towards(prior: Prior, value: float, variance: float) -> tuple[float, float, float]:
    """A measurement with an error of this variance drawn to the mean: value, its variance, and the measurement's weight."""
    if math.isinf(variance):
        return prior.mean, prior.spread2 + prior.variance, 0.0
    weight = prior.spread2 / (prior.spread2 + variance)
    return (
        prior.mean + weight * (value - prior.mean),
        weight * variance + (1.0 - weight) ** 2 * prior.variance,
        weight,
    )


def error2(figure: Figure) -> float:
    """The variance of a figure on its scale."""
    return ERRORS["low" if figure.bound else figure.quality] ** 2


def prior(topic: str) -> Prior | None:
    """Mean and spread between corridors of a topic; none where it has no scale or too few figures."""
    scale, rows = TOPICS[topic].scale, observed(topic)
    if not scale or len(rows) < MIN_FIGURES:
        return None
    return between([to_scale(row.months, scale) for row in rows], [error2(row) for row in rows])


def drawn_in(known: Prior, scale: str, row: Figure | None) -> tuple[float, float, float]:
    """A figure drawn to the mean, never beyond its bound: value on the scale, its variance, and the figure's weight."""
    value, variance = (0.0, math.inf) if row is None else (to_scale(row.months, scale), error2(row))
    if row is not None and not row.pair:
        variance += known.spread2
    middle, spread2, weight = towards(known, value, variance)
    if row is not None and row.bound:
        middle = min(middle, value) if row.bound > 0 else max(middle, value)
    return middle, spread2, weight


def deviation(topic: str, known: Prior, origin: str, destination: str) -> float | None:
    """How far a pair lies from the mean corridor, on the topic's scale; none where no row speaks."""
    row = speaking(topic, origin, destination)
    return None if row is None else drawn_in(known, TOPICS[topic].scale, row)[0] - known.mean


def shrunk(topic: str, origin: str, destination: str) -> Shrunk | None:
    """What holds for a pair when its figure, if it has one, is drawn to the mean; none where there is no mean."""
    known, scale, row = prior(topic), TOPICS[topic].scale, speaking(topic, origin, destination)
    if known is None:
        return None
    middle, spread2, weight = drawn_in(known, scale, row)
    half = NORMAL_90 * math.sqrt(spread2)
    return Shrunk(
        from_scale(middle, scale), from_scale(middle - half, scale), from_scale(middle + half, scale), weight, row
    )  # fmt: skip
