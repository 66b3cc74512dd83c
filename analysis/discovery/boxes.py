"""Boxes found in one half of the worlds and judged in the other, one after another (covering), with their reliability.

The worlds are halved by chance, so that no calibrated draw is in both halves: worlds of one draw are alike, and a parameter without any
effect can tell draws apart. Boxes are found in the first half (:mod:`analysis.worlds.prim`); the next one among the worlds
that no box holds yet. A box is kept only if hits are denser in it than outside, in the held-out half, by Fisher's exact
test at 5 % divided by the number of boxes asked for, and surely denser (95 %
interval) than in all worlds. Coverage, density and their intervals are read from the held-out
half, which had no part in finding them. Worlds of one draw count there for as many as they are worth (design effect: Kish 1965).
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import fisher_exact

from analysis.worlds import prim
from analysis.worlds.prim import Box, Found, Quality
from analysis.worlds.statistics import Interval, share_interval

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Groups = npt.NDArray[np.int64]

LEAST = 10
"""Hits, and worlds that are none, needed in each half to look for a box."""


@dataclass(frozen=True)
class Kept:
    """A box that holds in the held-out half.

    ``trained``, ``held_out``: its quality in both halves, among the worlds that no earlier box holds, coverage of all
    hits of the half; ``before``: share of hits among these worlds; ``p_value``: of the test in the held-out half;
    ``stable``: how often each dimension is limited in random halves of the first half; ``luck``, ``luck_held_out``: by
    limited dimension, the quasi-p-value in the first half and the p-value in the held-out half; ``alike``: held-out worlds that are
    worth one, as those of one draw are alike.
    """

    found: Found
    trained: Quality
    held_out: Quality
    before: float
    p_value: float
    stable: Array
    luck: dict[int, float]
    luck_held_out: dict[int, float]
    alike: float = 1.0

    @property
    def box(self) -> Box:
        """Its limits."""
        return self.found.box

    @property
    def coverage(self) -> Interval:
        """Share of all hits that it holds, in the held-out half."""
        return worth(self.held_out.hits_inside, self.held_out.hits, self.alike)

    @property
    def density(self) -> Interval:
        """Share of hits in it, in the held-out half."""
        return worth(self.held_out.hits_inside, self.held_out.inside, self.alike)

    @property
    def order(self) -> list[int]:
        """Its limited dimensions, the most restrictive first: those without which the hits in it would be thinnest."""
        return sorted(self.luck, key=lambda dimension: (self.luck[dimension], dimension))


@dataclass(frozen=True)
class Search:
    """What was found: the boxes kept; the first one that was refused, if any; which worlds are held out."""

    kept: list[Kept]
    refused: Found | None
    held_out: Mask


def halves(draws: Groups, seed: int) -> Mask:
    """Which of the worlds are held out: those of a random half of the draws. ``draws``: the draw of each world."""
    each = np.unique(draws)
    chosen = np.random.default_rng([seed, 32_452_843]).permutation(each)[: len(each) // 2]
    return np.isin(draws, chosen)


def design_effect(hits: Mask, draws: Groups) -> float:
    """Worlds that are worth one: 1 + (worlds of a draw - 1) * share of the variance of hits that lies between draws."""
    each, place, sizes = np.unique(draws, return_inverse=True, return_counts=True)
    if len(each) == len(draws) or len(each) < 2 or hits.all() or not hits.any():
        return 1.0
    means = np.bincount(place, weights=hits) / sizes
    between = (sizes * (means - hits.mean()) ** 2).sum() / (len(each) - 1)
    within = ((hits - means[place]) ** 2).sum() / (len(draws) - len(each))
    usual = (len(draws) - (sizes**2).sum() / len(draws)) / (len(each) - 1)
    alike = max(0.0, between - within) / max(between + (usual - 1.0) * within, 1e-300)
    return float(1.0 + ((sizes**2).sum() / sizes.sum() - 1.0) * alike)


def worth(hits: int, worlds: int, alike: float) -> Interval:
    """A share of worlds with the interval of as many as they are worth."""
    if not worlds:
        return share_interval(0, 0)
    number = max(1, round(worlds / alike))
    return share_interval(round(hits / worlds * number), number)._replace(estimate=hits / worlds)


def enough(hits: Mask, held_out: Mask) -> bool:
    """Whether there are enough hits, and enough others, in both halves."""
    return all(min(hits[half].sum(), (~hits[half]).sum()) >= LEAST for half in (held_out, ~held_out))


def search(
    x: Array, hits: Mask, most: int, least_density: float, categories: Collection[int], resamples: int, seed: int,
    progress: Callable[[int, int], None] | None = None, draws: Groups | None = None,
) -> Search:  # fmt: skip
    """Look for up to ``most`` boxes. ``x``: (worlds, dimensions); ``hits``: worlds in which the target is met; ``categories``:
    dimensions that stand for a value of a category; ``draws``: the calibrated draw of each world (default: one of its own)."""
    draws = np.arange(len(x)) if draws is None else draws
    held_out = halves(draws, seed)
    alike = design_effect(hits[held_out], draws[held_out])
    free = np.ones(len(x), bool)
    kept: list[Kept] = []
    done, total = 0, most * resamples

    def advance() -> None:
        nonlocal done
        done += 1
        if progress:
            progress(min(done, total), total)

    refused = None
    for number in range(most):
        train, test = free & ~held_out, free & held_out
        if min(hits[train].sum(), (~hits[train]).sum()) < LEAST:
            break
        found = prim.find_box(x[train], hits[train], least_density, categories)
        inside = found.box.contains(x)
        p_value = _chance(hits[test & inside], hits[test & ~inside], alike)
        density = worth(int(hits[test & inside].sum()), int((test & inside).sum()), alike)
        denser = density.low > hits[held_out].mean()
        if not len(found.box.restricted) or not denser or p_value > prim.LEVEL / most:
            refused = found
            break
        stable = prim.reproducibility(
            x[train], hits[train], least_density, categories, resamples, seed + number, advance
        )
        kept.append(Kept(
            found, _quality(inside & train, train, ~held_out, hits), _quality(inside & test, test, held_out, hits),
            float(hits[test].mean()), p_value, stable,
            {int(each): prim.quasi_p_value(found.box, int(each), x[train], hits[train]) for each in found.box.restricted},
            {int(each): prim.quasi_p_value(found.box, int(each), x[test], hits[test]) for each in found.box.restricted},
            alike,
        ))  # fmt: skip
        free &= ~inside
    return Search(kept, refused, held_out)


def _quality(inside: Mask, among: Mask, half: Mask, hits: Mask) -> Quality:
    """Quality of a box among some worlds; its coverage counts all hits of the half."""
    return Quality(int(inside.sum()), int(hits[inside].sum()), int(half.sum()), int(hits[half].sum()))


def _chance(inside: Mask, outside: Mask, alike: float) -> float:
    """How likely hits were so much denser inside than outside by chance (Fisher's exact test, one-sided)."""
    if not inside.size or not outside.size:
        return 1.0
    table = [[round(float(each.sum()) / alike) for each in (half, ~half)] for half in (inside, outside)]
    return float(fisher_exact(table, alternative="greater").pvalue)
