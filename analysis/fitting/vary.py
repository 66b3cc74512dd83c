"""Which parameters vary between schemes, and how often each is moved: by how much depends on them, before anything is fitted.

*Influence* is the squared rank correlation of a parameter with the number of persons that moved or were matched, over runs drawn from the
plausible ranges, less what chance alone gives; its mean over schemes. The :data:`VARY` parameters with the most vary.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import rankdata

from analysis.fitting.fit import Fit
from analysis.fitting.tempering import REPLICATES

Array = npt.NDArray[np.float64]

VARY = 4
"""Parameters that vary between schemes, at most: with some twenty outcomes more cannot be told."""
POINTS = 1000
"""Runs of each scheme on which influence rests."""
PROBES = 16
"""Runs of each scheme in which a parameter is changed to see whether it matters."""
PERSONS = "persons"
_SEED = 60_221


def influences(schemes: list[str], seed: int, workers: int = 0, points: int = POINTS) -> pd.DataFrame:
    """A row per shared parameter, most influential first: ``parameter``, ``influence``, ``matters`` (whether anything that is
    observed depends on it), and by scheme the rank correlation."""
    fit = Fit(schemes, (), seed, workers)
    rng = np.random.default_rng([seed, _SEED])
    shared, own = rng.random((points, len(fit.dimensions))), rng.random((points, len(fit.own)))
    replicates = rng.integers(0, REPLICATES, (points, len(schemes)))
    simulated = fit.simulated(shared, np.zeros((points, len(schemes), 0)), own, replicates)
    moved = [
        next(
            place
            for place in places
            if fit.observations[place].unit == PERSONS and fit.observations[place].statistic == "total"
        )
        for places in fit.of_scheme
    ]
    correlation = _standardised(shared[:, :-1]).T @ _standardised(simulated[:, moved]) / points
    influence = (np.square(correlation) - 1.0 / points).mean(axis=1)
    matters = that_matter(fit, rng)
    told = {"parameter": fit.shared, "influence": influence.clip(0.0), "matters": matters}
    table = pd.DataFrame(told | dict(zip(schemes, correlation.T, strict=True)))
    return table.sort_values("influence", ascending=False, kind="stable", ignore_index=True)


def that_matter(fit: Fit, rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Which shared parameters change any observed quantity of any scheme in any of :data:`PROBES` runs: (shared).

    Chance is addressed, so that what has no effect leaves every number as it was, to the last bit.
    """
    found = np.zeros(len(fit.shared), np.bool_)
    for _ in range(PROBES):
        left = np.flatnonzero(~found)
        if left.size == 0:
            break
        points = left.size + 1
        shared = np.repeat(rng.random((1, len(fit.dimensions))), points, axis=0)
        shared[np.arange(1, points), left] = np.mod(shared[0, left] + rng.uniform(0.25, 0.75, left.size), 1.0)
        own = np.repeat(rng.random((1, len(fit.own))), points, axis=0)
        chance = np.repeat(rng.integers(0, REPLICATES, (1, len(fit.schemes))), points, axis=0)
        simulated = fit.simulated(shared, np.zeros((points, len(fit.schemes), 0)), own, chance)
        found[left] = [not np.array_equal(each, simulated[0], equal_nan=True) for each in simulated[1:]]
    return found


def chosen(table: pd.DataFrame) -> list[str]:
    """The parameters that vary, most influential first."""
    return list(table.parameter[:VARY])


def _standardised(values: Array) -> Array:
    """Ranks by column with mean 0 and variance 1; zeros where all values are alike."""
    ranks = rankdata(values, axis=0)
    centred = ranks - ranks.mean(axis=0)
    spread = centred.std(axis=0)
    return np.asarray(np.divide(centred, spread, out=np.zeros_like(centred), where=spread > 0))
