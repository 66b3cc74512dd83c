"""The pooled forecast: the model and the outside view, each with a weight that past schemes decide.

The pool draws from the model with probability w, and from the outside view else. Its CRPS is a parabola in w, whose five numbers
are known for each scheme (:class:`Terms`), so that the best weight over any schemes is found at once. The weight of a scheme is
fitted without the scheme itself; a scheme that is not learned from gets the weight over all (:func:`weights`).

>>> terms = Terms(to_model=0.1, to_outside=0.3, in_model=0.1, in_outside=0.4, between=0.35)
>>> round(terms.crps(1.0), 3), round(terms.crps(0.0), 3), round(terms.crps(0.5), 3)
(0.05, 0.1, 0.05)
>>> round(best_weight([terms]), 3)
0.75
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.forecasting.scores import distance, spread, weighted
from sim.errors import UserError
from sim.evidence.published import rows

Array = npt.NDArray[np.float64]

FILE = "pool.csv"
"""File of the evidence with the fitted weights: ``scheme``, ``weight``."""
NEW = "new"
"""Name of the weight of a scheme that is not learned from."""
UNFITTED = 0.5
"""The weight of the model as long as none is fitted: both count alike."""


class Terms(NamedTuple):
    """Mean distances: from model and outside view to the outcome, of two draws of either, and between a draw of each."""

    to_model: float
    to_outside: float
    in_model: float
    in_outside: float
    between: float

    def crps(self, weight: float) -> float:
        """CRPS of the pool in which the model has this weight."""
        other = 1.0 - weight
        return (
            weight * self.to_model + other * self.to_outside
            - 0.5 * (weight**2 * self.in_model + 2.0 * weight * other * self.between + other**2 * self.in_outside)
        )  # fmt: skip


def terms(
    model: npt.ArrayLike, outside: npt.ArrayLike, outcome: npt.ArrayLike, shares: npt.ArrayLike | None = None
) -> Terms:
    """What the CRPS of a pool needs to know. The model's draws are a sample (with ``shares``), the outside view's are exact."""
    to_model, to_outside = distance(model, outcome, shares), distance(outside, outcome)
    exact, halves = spread(outside, fair=False), pooled(model, outside, 0.5, shares)
    between = 2.0 * spread(*halves, fair=False) - 0.5 * (spread(model, shares, fair=False) + exact)
    return Terms(to_model, to_outside, spread(model, shares), exact, between)


def best_weight(known: Iterable[Terms]) -> float:
    """The weight of the model, 0 to 1, with which the pool's summed CRPS over these schemes is the least."""
    total = Terms(*np.array(list(known)).sum(axis=0))
    bend = 2.0 * total.between - total.in_model - total.in_outside
    slope = total.to_model - total.to_outside - total.between + total.in_outside  # of the CRPS, where the weight is 0
    if bend > 0.0:
        return float(np.clip(-slope / bend, 0.0, 1.0))
    return 1.0 if total.crps(1.0) < total.crps(0.0) else 0.0


def weights(known: Mapping[str, Terms]) -> dict[str, float]:
    """The weight of the model by scheme, fitted without the scheme, and that of any other scheme (``new``).

    Raises :class:`ValueError` for fewer than two schemes: nothing would be left to fit to.
    """
    if len(known) < 2:
        raise ValueError("pool weights need at least two schemes with an outcome")
    own = {name: best_weight(each for other, each in known.items() if other != name) for name in known}
    return own | {NEW: best_weight(known.values())}


def pooled(
    model: npt.ArrayLike, outside: npt.ArrayLike, weight: float, shares: npt.ArrayLike | None = None
) -> tuple[Array, Array]:
    """The pool as a sample with weights: values of both, (model + outside), and their weights, which sum to 1."""
    mine, own = weighted(model, shares)
    theirs, other = weighted(outside)
    return np.concatenate([mine, theirs]), np.concatenate([weight * own, (1.0 - weight) * other])


def fitted_weights(name: str = FILE) -> dict[str, float]:
    """The fitted weights of the model, by scheme and for a ``new`` one; empty where the evidence holds none."""
    return {row["scheme"]: float(row["weight"]) for row in rows(name)}


def weight_of(scheme: str, learned: bool, fitted: Mapping[str, float]) -> float:
    """The weight of the model in the pool of a scheme: its own where it is ``learned`` from, else that of a new one.

    Raises :class:`UserError` where others have a fitted weight and this one has none.
    """
    if not fitted:
        return UNFITTED
    name = scheme if learned else NEW
    if name not in fitted:
        raise UserError(f"evidence/{FILE} has no weight of {name}: it is older than evidence/pairs.csv")
    return fitted[name]
