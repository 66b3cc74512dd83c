"""The typical world: the draw in which typical pilots come nearest to what they do in the middle of all draws.

Four typical pilots run with every draw, with the same chance, what varies between schemes being at the draw's mean. Of each are counted
departures by month 18, by the planned end and by the horizon, and completed mobilities by the horizon, as means over
:data:`CHANCE` replicates. The draw whose ranks lie nearest to the middle in all of them is the typical one: a world that happened in
the sample, not a middle of each parameter by itself.
"""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import yaml
from scipy.stats import rankdata

from analysis.fitting.fit import Fit
from analysis.fitting.tempering import Population
from analysis.worlds.experiments import Experiment, run
from sim.parameters import Config
from sim.runs.prior import quantile
from sim.runs.sets import stack
from sim.setup.catalogue import WORLD
from sim.setup.configuration import configure
from sim.setup.scenario_file import nested
from sim.setup.typical import FILE

Array = npt.NDArray[np.float64]

PILOTS = ("open_pilot", "association_pilot", "institution_pilot", "seasonal_pilot")
CHANCE = 16
"""Replicates of each pilot in each draw."""
MONTH = 18
DIGITS = 4
"""Significant digits of the values that ship."""
HEAD = """# @package _global_
# The typical world: one draw of the calibrated parameters (draw {row} of evidence/posterior.parquet)
#
# In this draw the four typical pilots come nearest to what they do in the middle of all draws. What varies between
# schemes is at the draw's mean. The command calibration wrote this file; do not edit it.
"""


def values(fit: Fit, population: Population) -> dict[str, Array]:
    """Shared parameters by name, (draws); those that vary at their means."""
    shared = {
        name: quantile(fit.prior.ranges[name], population.shared[:, place], name)
        for place, name in enumerate(fit.shared)
    }
    return shared | {name: fit.value(name, population.mean[:, place]) for place, name in enumerate(fit.varying)}


def typical_row(fit: Fit, population: Population) -> int:
    """The row of the typical draw."""
    found = values(fit, population)
    outcomes = np.concatenate(
        [_outcomes(configure(pilot, f"{WORLD}=registry"), found, fit) for pilot in PILOTS], axis=1
    )
    ranks = (rankdata(outcomes, axis=0) - 0.5) / len(outcomes)
    return int(np.square(ranks - 0.5).sum(axis=1).argmin())


def text(drawn: Mapping[str, Array], row: int) -> str:
    """The file of the typical world."""
    rounded = {name: _rounded(each[row]) for name, each in drawn.items()}
    return HEAD.format(row=row) + str(yaml.safe_dump(nested(rounded), sort_keys=False))


def ship(fit: Fit, population: Population) -> int:
    """Write the typical world to ``conf/world/typical.yaml``; its row."""
    row = typical_row(fit, population)
    FILE.write_text(text(values(fit, population), row), encoding="utf-8")
    return row


def _outcomes(config: Config, found: Mapping[str, Array], fit: Fit) -> Array:
    """Mean outcomes of a pilot in each draw: (draws, 4)."""
    draws = len(next(iter(found.values())))
    experiment = Experiment(stack([config]), np.zeros(draws, np.int64), dict(found))
    runs = run(
        experiment, CHANCE, fit.seed, workers=fit.workers, indicators=("completed_mobilities",), monthly=("departures",)
    )
    departed = np.nancumsum(runs.monthly["departures"], axis=2).mean(axis=1)
    end = round(config.design.duration_years * 12)
    return np.column_stack(
        [
            departed[:, MONTH - 1],
            departed[:, end - 1],
            departed[:, -1],
            runs.totals["completed_mobilities"].mean(axis=1),
        ]
    )


def _rounded(value: float) -> float | int:
    """A value with a few significant digits; whole numbers stay whole."""
    return int(value) if float(value).is_integer() else float(f"{value:.{DIGITS}g}")
