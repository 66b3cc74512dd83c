"""Scenario discovery: boxes of conditions in which something happens, by the patient rule induction method (PRIM).

Peeling after Friedman and Fisher (1999), "Bump hunting in high-dimensional data", Statistics and Computing 9: from the
whole space a thin slice is cut off again and again, always the one that most raises the share of hits for what it
takes away (the lenient objective of Kwakkel and Jaxa-Rozen 2016, Environmental Modelling & Software 79). The boxes on
the way trade coverage against density (Bryant and Lempert 2010, Technological Forecasting and Social Change 77):

- coverage: share of all hits that lie in the box;
- density: share of hits among the points in the box;
- mass: share of all points that lie in the box.

All functions take ``x`` (points, dimensions), ordered numbers, and ``hits`` (points), true where it happens. Written
here because the kept library for it needs 100 MB of packages besides and 3.4 s for a trajectory over 187 dimensions
that takes a tenth of it here; the tests compare both.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import binom, false_discovery_control, ks_2samp

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

PEEL = 0.05
"""Share of the points of a box in the slice that is cut off."""
LEAST_MASS = 0.03
"""Share of all points that a box keeps at least."""
LEVEL = 0.05
"""A limit is kept if the probability that it is luck is at most this; also the rate of false discoveries among dimensions."""


@dataclass(frozen=True)
class Box:
    """Limits, one of each kind per dimension, infinite if there is none; a point on a limit lies in the box."""

    low: Array
    high: Array

    def contains(self, x: Array) -> Mask:
        """Which points lie in the box."""
        some = self.restricted
        return np.asarray(((x[:, some] >= self.low[some]) & (x[:, some] <= self.high[some])).all(axis=1))

    @property
    def restricted(self) -> npt.NDArray[np.intp]:
        """Positions of the dimensions that have a limit."""
        return np.flatnonzero(np.isfinite(self.low) | np.isfinite(self.high))

    def without(self, dimension: int) -> "Box":
        """The box without the limits of a dimension."""
        low, high = self.low.copy(), self.high.copy()
        low[dimension], high[dimension] = -np.inf, np.inf
        return Box(low, high)


@dataclass(frozen=True)
class Quality:
    """How well a box describes hits among points: counts of both, in the box and in all."""

    inside: int
    hits_inside: int
    points: int
    hits: int

    @property
    def coverage(self) -> float:
        """Share of all hits that lie in the box."""
        return self.hits_inside / self.hits if self.hits else np.nan

    @property
    def density(self) -> float:
        """Share of hits among the points in the box."""
        return self.hits_inside / self.inside if self.inside else np.nan

    @property
    def mass(self) -> float:
        """Share of all points that lie in the box."""
        return self.inside / self.points if self.points else np.nan

    @property
    def base(self) -> float:
        """Share of hits among all points."""
        return self.hits / self.points if self.points else np.nan

    @property
    def contrast(self) -> float:
        """Share of the hits that lie in the box, less the share of the other points that do: 0 by chance, 1 at best."""
        others = self.points - self.hits
        return self.coverage - (self.inside - self.hits_inside) / others if self.hits and others else 0.0

    @property
    def contrast_error(self) -> float:
        """Standard error of the contrast: a difference of two shares."""
        others = self.points - self.hits
        if not self.hits or not others:
            return 0.0
        missed = (self.inside - self.hits_inside) / others
        return float(np.sqrt(self.coverage * (1 - self.coverage) / self.hits + missed * (1 - missed) / others))


def quality(box: Box, x: Array, hits: Mask) -> Quality:
    """Coverage, density and mass of a box."""
    inside = box.contains(x)
    return Quality(int(inside.sum()), int(hits[inside].sum()), len(hits), int(hits.sum()))


def unlimited(dimensions: int) -> Box:
    """The whole space."""
    return Box(np.full(dimensions, -np.inf), np.full(dimensions, np.inf))


def peel(
    x: Array, hits: Mask, categories: Collection[int] = (), share: float = PEEL, least_mass: float = LEAST_MASS
) -> list[Box]:
    """The trajectory: boxes from the whole space on, each inside the one before, until no slice raises the density.

    Where many points share the lowest (highest) value of a dimension, all of them are cut off together. ``categories``:
    dimensions of 0 and 1, each a value of a category, that can only be ruled out: one value after another.
    """
    box = unlimited(x.shape[1])
    trajectory, least = [box], max(2, int(np.ceil(least_mass * len(x))))
    inside, happens = np.asarray(x), np.asarray(hits, np.float32)
    lower = ~np.isin(np.arange(x.shape[1]), list(categories))
    while True:
        slice_ = _best_slice(inside, happens, lower, share, least)
        if slice_ is None:
            return trajectory
        dimension, limit, upper = slice_
        values = inside[:, dimension]
        keep = values <= limit if upper else values >= limit
        # between the last value kept and the first one cut off, so that new points near the limit are judged evenly
        between = (limit + (values[~keep].min() if upper else values[~keep].max())) / 2.0
        low, high = box.low.copy(), box.high.copy()
        (high if upper else low)[dimension] = between
        box = Box(low, high)
        trajectory.append(box)
        inside, happens = inside[keep], happens[keep]


def _best_slice(
    x: Array, hits: npt.NDArray[np.float32], lower: Mask, share: float, least: int
) -> tuple[int, float, bool] | None:
    """The slice whose removal raises the density most for each point removed: dimension, outermost value kept, side.

    ``lower``: dimensions of which the lowest values may be cut off too.
    """
    points = len(x)
    if points <= least or not x.shape[1] or hits.sum() in (0.0, points):
        return None
    cut = max(1, int(share * points))
    ordered = np.partition(x, [0, cut, points - 1 - cut, points - 1], axis=0)
    density = hits.mean()
    best: tuple[int, float, bool] | None = None
    most = 0.0
    for upper, limit, end in ((False, ordered[cut], ordered[0]), (True, ordered[-1 - cut], ordered[-1])):
        tied = limit == end  # more points than a slice share the outermost value: it goes as a whole
        outside = np.where(tied, x == end, x > limit if upper else x < limit)
        removed = outside.sum(axis=0)
        kept = points - removed
        allowed = (kept >= least) & (removed > 0) & (upper | lower)
        with np.errstate(divide="ignore", invalid="ignore"):
            gain = np.where(allowed, ((hits.sum() - hits @ outside) / kept - density) / removed, -np.inf)
        place = int(np.argmax(gain))
        if gain[place] > most:
            most = float(gain[place])
            stays = x[~outside[:, place], place]
            best = place, float(stays.max() if upper else stays.min()), upper
    return best


def choose(trajectory: Sequence[Box], x: Array, hits: Mask, least_density: float = 0.0) -> int:
    """The position of the box to take on a trajectory.

    With ``least_density``: the largest box of at least this density (the densest where none has it). Otherwise the box
    with fewest limited dimensions whose contrast is within a standard error of the largest contrast.
    """
    found = [quality(box, x, hits) for box in trajectory]
    if least_density > 0.0:
        dense = [place for place, each in enumerate(found) if each.density >= least_density]
        return dense[0] if dense else int(np.argmax([each.density for each in found]))
    top = max(found, key=lambda each: each.contrast)
    enough = [place for place, each in enumerate(found) if each.contrast >= top.contrast - top.contrast_error]
    return min(enough, key=lambda place: (len(trajectory[place].restricted), -found[place].contrast))


def quasi_p_value(box: Box, dimension: int, x: Array, hits: Mask) -> float:
    """How likely as many hits in the box were if the limits of this dimension did nothing (Bryant and Lempert 2010).

    Binomial, with the density of the box without them. *Quasi* on the points that found the box; on others a p-value.
    """
    inside, wider = quality(box, x, hits), quality(box.without(dimension), x, hits)
    if not inside.inside:
        return 1.0
    return float(binom.sf(inside.hits_inside - 1, inside.inside, wider.density))


def pruned(box: Box, x: Array, hits: Mask, level: float = LEVEL) -> Box:
    """The box without limits that may be luck: the least sure is dropped first, until all are below ``level``."""
    while len(box.restricted):
        chances = {int(dimension): quasi_p_value(box, int(dimension), x, hits) for dimension in box.restricted}
        worst = max(chances, key=lambda dimension: chances[dimension])
        if chances[worst] <= level:
            return box
        box = box.without(worst)
    return box


def telling(x: Array, hits: Mask, rate: float = LEVEL) -> npt.NDArray[np.intp]:
    """Dimensions along which hits lie otherwise than the other points: Kolmogorov-Smirnov tests, false discovery ``rate``.

    Without this, peeling over a hundred dimensions that do nothing limits a dozen of them by luck.
    """
    if min(hits.sum(), (~hits).sum()) < 2:
        return np.empty(0, np.intp)
    chances = [ks_2samp(column[hits], column[~hits], method="asymp").pvalue for column in x.T]
    return np.flatnonzero(false_discovery_control(np.clip(chances, 0.0, 1.0)) <= rate)


@dataclass(frozen=True)
class Found:
    """A box, the ``trajectory`` on which it was ``chosen``, and the one over all dimensions that tell anything (``wide``)."""

    box: Box
    trajectory: list[Box]
    chosen: int
    wide: list[Box]


def find_box(x: Array, hits: Mask, least_density: float = 0.0, categories: Collection[int] = ()) -> Found:
    """Peel over the dimensions that tell anything, choose on the trajectory, drop limits that may be luck; again over
    the dimensions that are left, until nothing is dropped. The box has no limit where no dimension is left."""
    dimensions = telling(x, hits)
    wide: list[Box] = []
    while True:
        ruled_out = np.flatnonzero(np.isin(dimensions, list(categories))).tolist()
        trajectory = [_spread(box, dimensions, x.shape[1]) for box in peel(x[:, dimensions], hits, ruled_out)]
        wide = wide or trajectory
        chosen = choose(trajectory, x, hits, least_density)
        left = pruned(trajectory[chosen], x, hits).restricted
        if len(left) == len(trajectory[chosen].restricted):
            return Found(trajectory[chosen], trajectory, chosen, wide)
        dimensions = left


def _spread(box: Box, dimensions: npt.NDArray[np.intp], number: int) -> Box:
    """A box over some dimensions as a box over all."""
    wide = unlimited(number)
    wide.low[dimensions], wide.high[dimensions] = box.low, box.high
    return wide


def reproducibility(
    x: Array,
    hits: Mask,
    least_density: float,
    categories: Collection[int],
    resamples: int,
    seed: int,
    progress: Callable[[], None] | None = None,
) -> Array:
    """How often each dimension is limited in random halves of the points (Meinshausen and Bühlmann 2010): shares, (dimensions)."""
    rng = np.random.default_rng([seed, 15_485_863])
    count = np.zeros(x.shape[1])
    for _ in range(resamples):
        drawn = rng.permutation(len(x))[: len(x) // 2]
        count[find_box(x[drawn], hits[drawn], least_density, categories).box.restricted] += 1
        if progress:
            progress()
    return count / max(resamples, 1)
