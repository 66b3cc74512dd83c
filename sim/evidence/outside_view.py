"""The outside view: what share of their plan the other real schemes achieved, by who closes the deal.

It is the plain forecast that the model has to beat. The rule was fixed before any forecast was scored:

- It learns from the rows of ``evidence/pairs.csv`` that have a ratio of achieved over planned, without those that stand
  aside (closed borders, the other direction) and without announcements. Every ratio stays as published.
- The class of a scheme is the share of its places that is open: 1 (open), 0.5 (half open) or 0 (signed).
- Ratios are seen as log odds of ratio / 1.5, since they reach 1.2. A ratio of 0 counts as half a person.
- Around each ratio of the class lies a normal kernel of Silverman's width. A class with n rows is mixed with all rows,
  which get the weight 4 / (n + 4). A row of more than 5,000 planned places has half the weight of another.

>>> view = outside_view(0.0, without="wafira")
>>> [round(float(each), 2) for each in view.quantile([0.05, 0.5, 0.95])]
[0.09, 0.83, 1.29]
>>> round(float(view.cdf(0.5)), 2)
0.3
"""

import math
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from sim.errors import UserError, brief, unknown
from sim.evidence.pairs import Pair, pairs
from sim.parameters import Config

Array = npt.NDArray[np.float64]

CLASSES = {1.0: "open", 0.5: "half open", 0.0: "signed"}
"""Classes by the share of places that is open."""
HIGHEST = 1.5
"""The ratio that none reaches."""
HALF_A_PERSON = 0.5
"""Persons that stand for nobody."""
SHARED = 4.0
"""Rows of its own at which a class counts as much as all rows together."""
LARGE, LARGE_WEIGHT = 5_000.0, 0.5
"""Planned places beyond which a row counts less, and how much it counts."""
_KNOTS, _REACH = 2_001, 9.0
_TINY = 1e-300
_erfc = np.vectorize(math.erfc, otypes=[np.float64])


@dataclass(frozen=True)
class OutsideView:
    """A distribution of achieved over planned, between 0 and 1.5: a mixture of normal kernels on the scale of log odds.

    ``centres``, ``widths``, ``weights``: of the kernels (kernels); the weights sum to 1. ``rows``: schemes of the class.
    """

    open_share: float
    without: str
    rows: int
    centres: Array
    widths: Array
    weights: Array

    def cdf(self, ratio: npt.ArrayLike) -> Array:
        """Probability that a scheme achieves at most this ratio, in the shape of ``ratio``."""
        asked = np.asarray(ratio, np.float64)
        inside = (asked > 0.0) & (asked < HIGHEST)
        return np.asarray(np.where(inside, self._below(log_odds(np.where(inside, asked, 1.0))), asked >= HIGHEST))

    def quantile(self, u: npt.ArrayLike) -> Array:
        """The ratio below which a scheme stays with probability ``u``, in the shape of ``u``; 0 and 1.5 for u of 0 and 1."""
        asked = np.asarray(u, np.float64)
        inside = (asked > 0.0) & (asked < 1.0)
        wanted = np.where(inside, asked, 0.5)
        found = np.interp(wanted, *self._starts)
        for _ in range(3):  # Newton's steps from a start that is right to three digits
            found = found - (self._below(found) - wanted) / np.maximum(self._density(found), _TINY)
        return np.asarray(np.where(inside, HIGHEST / (1.0 + np.exp(-found)), np.where(asked > 0.0, HIGHEST, 0.0)))

    def sample(self, count: int) -> Array:
        """Quantiles at the middles of ``count`` equal parts of the probability, in ascending order: (count)."""
        return self.quantile((np.arange(count) + 0.5) / count)

    @cached_property
    def _starts(self) -> tuple[Array, Array]:
        """Probabilities below knots, and the knots: made once, since quantiles are asked for behind a slider."""
        wide = _REACH * self.widths
        knots = np.linspace((self.centres - wide).min(), (self.centres + wide).max(), _KNOTS)
        return self._below(knots), knots

    def _below(self, x: Array) -> Array:
        scaled = (x[..., None] - self.centres) / self.widths
        return np.asarray(0.5 * _erfc(-scaled / math.sqrt(2.0)) @ self.weights)

    def _density(self, x: Array) -> Array:
        scaled = (x[..., None] - self.centres) / self.widths
        return np.asarray(np.exp(-0.5 * scaled**2) / (self.widths * math.sqrt(2.0 * math.pi)) @ self.weights)


@cache
def learned() -> dict[str, Pair]:
    """The schemes to learn from, by name: a plan and a count, not set aside, and no announcement."""
    return {
        name: each
        for name, each in pairs().items()
        if each.use == "learn" and each.ratio is not None and not each.aside and each.basis != "announce"
    }


def log_odds(ratio: npt.ArrayLike) -> Array:
    """Log odds of ratios of the highest one."""
    share = np.asarray(ratio, np.float64) / HIGHEST
    return np.asarray(np.log(share / (1.0 - share)))


def silverman_width(values: Array, weights: Array) -> float:
    """Silverman's width of a kernel for weighted values: (3 n / 4)^(-1/5) weighted standard deviations.

    n: effective number of values, (sum of weights)^2 / sum of squared weights.
    """
    effective = weights.sum() ** 2 / np.square(weights).sum()
    return float(math.sqrt(np.cov(values, aweights=weights)) * (0.75 * effective) ** -0.2)


@cache
def outside_view(open_share: float, without: str = "") -> OutsideView:
    """The outside view of a class (1, 0.5 or 0), without the scheme of this name.

    Raises :class:`UserError` for another class, for a scheme that is not in ``evidence/pairs.csv``, or without this file.
    """
    if open_share not in CLASSES:
        raise UserError(f"open_share: {brief(open_share)} is no class: 1 (open), 0.5 (half open) or 0 (signed)")
    if not learned():
        raise UserError("The outside view needs evidence/pairs.csv, which is not installed.")
    if without and without not in pairs():
        raise unknown(without, "a scheme of evidence/pairs.csv", pairs())
    every = [each for name, each in learned().items() if name != without]
    own = [each for each in every if each.open_share == open_share]
    if len(own) < 2:  # a single value has no width: all rows speak for it
        own = []
    mixed = SHARED / (len(own) + SHARED)
    parts = [(every, mixed)] + ([(own, 1.0 - mixed)] if own else [])
    kernels = [_kernels(chosen, total) for chosen, total in parts]
    centres, widths, weights = (np.concatenate(each) for each in zip(*kernels, strict=True))
    return OutsideView(open_share, without, len(own), centres, widths, weights)


def of(config: Config) -> OutsideView:
    """The outside view of a scenario: its class is the nearest of 1, 0.5 and 0 to the share of places that is not signed.

    Halfway between two classes, the more open one counts. A real scheme's file states the share of its class
    (``evidence/pairs.csv``); a scheme that is learned from is left out of its own view.
    """
    open_share = 1.0 - config.design.signed_share
    nearest = min(CLASSES, key=lambda each: abs(each - open_share))
    return outside_view(nearest, config.scenario if config.scenario in learned() else "")


def _kernels(chosen: list[Pair], total: float) -> tuple[Array, Array, Array]:
    """Centres, widths and weights of the kernels around some schemes; the weights sum to ``total``."""
    centres = log_odds([_ratio(each) for each in chosen])
    weights = np.array([LARGE_WEIGHT if (each.planned or 0.0) > LARGE else 1.0 for each in chosen])
    width = silverman_width(centres, weights)
    return centres, np.full(len(chosen), width), total * weights / weights.sum()


def _ratio(pair: Pair) -> float:
    """Achieved over planned as published; half a person where nobody came."""
    assert pair.planned is not None
    assert pair.ratio is not None
    return pair.ratio or HALF_A_PERSON / pair.planned
