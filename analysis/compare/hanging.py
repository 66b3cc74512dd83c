"""What a difference between two designs hangs on: a regression over the worlds that were run already.

The difference and the drawn parameters are taken as ranks, so that neither a few extreme worlds nor the shape of a response decides.
Parameters are first sorted by their correlation with the difference. Those at the top then enter one linear regression, all
standardised. Its coefficient says by how many standard deviations the difference moves with one of the parameter, the others held.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import rankdata

from analysis.compare.runs import OUTCOME, Comparison
from analysis.worlds.uncertain import uncertain_parameters, world_quantiles
from sim.parameters import parameters
from sim.reporting.safest import CHANCE

Array = npt.NDArray[np.float64]

MOST = 6
"""Parameters that are named and pushed, at most."""
ENTERED = 20
WORLDS_EACH = 10
"""Parameters that enter the regression at most, and the worlds that each needs."""
NOISE = 2.0
"""Standard errors from which a coefficient is told from luck."""


class Hanging(NamedTuple):
    """A parameter on which the difference hangs. ``coefficient``: standard deviations of ranks; positive: more of it helps the second design."""

    name: str
    coefficient: float

    @property
    def meaning(self) -> str:
        """What the parameter is, within a sentence."""
        meaning = parameters()[self.name].meaning
        return meaning[:1].lower() + meaning[1:]


class Hangs(NamedTuple):
    """What a difference hangs on, most first, and the share of the variance of its ranks that these parameters explain together."""

    on: list[Hanging]
    explained: float


NOTHING = Hangs([], math.nan)


def hangs_on(comparison: Comparison, uncertainty: str) -> Hangs:
    """What the difference between the reference and its contender hangs on; nothing by chance alone, where no parameter differs."""
    if uncertainty == CHANCE:
        return NOTHING
    configs = comparison.configs
    drawn = uncertain_parameters(configs)
    positions = world_quantiles(configs, drawn, configs[0].replicates, configs[0].seed)
    difference = comparison.values(OUTCOME, comparison.contender) - comparison.values(OUTCOME, 0)
    return regressed(difference, positions, [each.name for each in drawn])


def regressed(difference: Array, positions: Array, names: Sequence[str]) -> Hangs:
    """The regression of the module's docstring.

    ``difference``: (worlds); ``positions``: (worlds, parameters), in any unit that grows with the parameter. Worlds in which the
    difference is undefined are left out. Nothing where it is the same in all, or with too few worlds.
    """
    defined = ~np.isnan(difference)
    count = int(defined.sum())
    entered = min(ENTERED, count // WORLDS_EACH)
    if not entered or np.ptp(difference[defined]) == 0.0:
        return NOTHING
    moving = np.flatnonzero(np.ptp(positions[defined], axis=0) > 0.0)
    y, x = _standardised(difference[defined][:, None])[:, 0], _standardised(positions[np.ix_(defined, moving)])
    top = np.argsort(-np.abs(x.T @ y), kind="stable")[:entered]
    if not top.size:
        return NOTHING
    coefficients = np.linalg.lstsq(x[:, top], y, rcond=None)[0]
    order = np.argsort(-np.abs(coefficients), kind="stable")
    told = [place for place in order if abs(coefficients[place]) > NOISE / math.sqrt(count)][:MOST]
    if not told:
        return NOTHING
    found = [Hanging(names[moving[top[place]]], float(coefficients[place])) for place in told]
    chosen = x[:, top[told]]
    left = y - chosen @ np.linalg.lstsq(chosen, y, rcond=None)[0]
    return Hangs(found, float(1.0 - left.var() / y.var()))


def _standardised(columns: Array) -> Array:
    """Ranks (ties share theirs) with mean 0 and standard deviation 1, column by column."""
    ranks = np.asarray(rankdata(columns, axis=0), np.float64)
    return np.asarray((ranks - ranks.mean(axis=0)) / ranks.std(axis=0))


def hanging_table(hangs: Hangs) -> pd.DataFrame:
    """A row per parameter on which the difference hangs."""
    columns = ("parameter", "meaning", "unit", "coefficient")
    rows = [
        (each.name, parameters()[each.name].meaning, parameters()[each.name].unit, each.coefficient)
        for each in hangs.on
    ]
    return pd.DataFrame(rows, columns=columns)
