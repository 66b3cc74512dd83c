"""Which designs are on the front, which few of them to show, and how sure their places are.

Objectives are turned so that more is always better. Dominance after Pareto; a few designs stand for the whole front by additive
epsilon-dominance (Laumanns, Thiele, Deb and Zitzler 2002, Evolutionary Computation 10).
"""

import moocore
import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Order = npt.NDArray[np.intp]

GROWTH = 1.25
"""Factor by which the smallest difference grows while more designs are left than wanted."""


def nondominated(gains: Array, allowed: Mask | None = None) -> Mask:
    """Which designs no other one dominates, of those ``allowed``; equal designs are all kept. ``gains``: (designs, objectives)."""
    found = np.zeros(len(gains), bool)
    among = np.flatnonzero(np.ones(len(gains), bool) if allowed is None else allowed)
    if among.size:
        found[among] = moocore.is_nondominated(gains[among], maximise=True, keep_weakly=True)
    return found


def near(gains: Array, margin: Array) -> Mask:
    """Which designs no other one beats by more than ``margin`` (objectives) in every objective."""
    beaten = [(gains >= mine + margin).all(axis=1).any() for mine in gains]
    return ~np.array(beaten, bool)


def few(gains: Array, matters: Array, most: int) -> Order:
    """At most ``most`` designs of a front that stand for all of it: positions, the best in the first objective first.

    A design is left out if another one is better in some objective and in no other worse by more than the smallest difference that
    matters. If too many are left, this difference grows.
    """
    margin, kept = matters.copy(), np.arange(len(gains))
    ends = set(gains.argmax(axis=0).tolist())
    while True:
        kept = _covering(gains, margin, ends)
        if len(kept) <= max(most, len(ends)):
            return kept
        margin = margin * GROWTH


def _covering(gains: Array, margin: Array, ends: set[int]) -> Order:
    """Designs such that each of the others is within ``margin`` of one of them; the best in each objective are among them."""
    kept: list[int] = []
    order = sorted(np.lexsort(-gains.T[::-1]).tolist(), key=lambda place: place not in ends)
    for place in order:
        near = any((gains[other] >= gains[place] - margin).all() for other in kept)
        if place in ends or not near:
            kept.append(place)
    found = np.array(kept, np.intp)
    return found[np.lexsort(-gains[found].T[::-1])]


def dearer(gives: Array, cost: Array) -> Order:
    """Positions of the designs that no other one beats in what they give and cost, the cheapest first."""
    kept = np.flatnonzero(nondominated(np.column_stack([gives, -cost])))
    return kept[np.argsort(cost[kept], kind="stable")]


def alike(outcomes: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """The first design with exactly the same outcome in every world, for each: (designs) from (designs, values)."""
    _, first, which = np.unique(outcomes, axis=0, return_index=True, return_inverse=True)
    return np.asarray(first[which.ravel()], np.int64)


def probability_on_front(drawn: Array, allowed: Mask) -> Array:
    """Share of resamples of the worlds in which no other design dominates each: (designs).

    ``drawn``: (resamples, designs, objectives), more is better; ``allowed``: (resamples, designs), whether the ceilings hold.
    """
    on = np.zeros(drawn.shape[1])
    for gains, may in zip(drawn, allowed, strict=True):
        on += nondominated(gains, may)
    return on / len(drawn)


def bands(drawn: Array, levels: tuple[float, ...]) -> list[Array]:
    """Attainment surfaces of two objectives, as corner points: for each level, what at least this share of the resamples reaches.

    ``drawn``: (resamples, designs, 2), more is better (Grunert da Fonseca, Fonseca and Hall 2001; :func:`moocore.eaf`).
    """
    sets = np.repeat(np.arange(1, len(drawn) + 1), drawn.shape[1])
    points = moocore.eaf(-drawn.reshape(-1, 2), sets=sets, percentiles=[100.0 * level for level in levels])
    return [-points[np.isclose(points[:, 2], 100.0 * level)][:, :2] for level in levels]


def deviation(drawn: Array, corner: Array) -> float:
    """Vorob'ev deviation as a share of the front's own hypervolume: how far the whole front moves from resample to resample.

    ``corner``: (objectives), a point that everything beats (Binois, Ginsbourger and Roustant 2015; :func:`moocore.vorob_t`).
    """
    sets = np.repeat(np.arange(1, len(drawn) + 1), drawn.shape[1])
    points, reference = -drawn.reshape(-1, drawn.shape[2]), -corner
    expected = moocore.vorob_t(points, sets=sets, ref=reference)
    moved = moocore.vorob_dev(points, sets=sets, ref=reference, ve=expected["ve"])
    volume = float(expected["avg_hyp"])
    return float(moved) / volume if volume > 0.0 else 0.0
