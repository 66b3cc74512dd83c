"""What a published count of persons may differ from a run: one error for all schemes, whose size is learned.

A count and a run are compared on the scale of the outside view, the log odds of their ratio to the plan over 1.5, on which a number near
nothing differs by little and one in the middle by more. The error has a Student distribution with :data:`FREEDOM` degrees of freedom, so
that one scheme that is far off does not decide over all others. Its scale covers sources, definitions, and what the model leaves out.
"""

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

from sim.declare import ASSUMPTION, Range
from sim.evidence.outside_view import HALF_A_PERSON, HIGHEST, log_odds
from sim.runs.posterior import ERROR

Array = npt.NDArray[np.float64]

NAME = ERROR
"""Name of the scale among the dimensions of a fit, and column of the draws."""
SCALE = Range(0.15, 1.5, "log", (ASSUMPTION,), "a seventh, or a factor of more than four, of a small ratio")
"""Plausible range of the scale, in log odds."""
USUAL = 0.5
"""The scale where none is calibrated: about the middle of the range (assumption)."""
FREEDOM = 4
NEARLY = 0.999
"""Share of the highest ratio that a run may reach."""


def on_scale(persons: npt.ArrayLike, planned: float) -> Array:
    """Log odds of persons over those planned: nobody counts as half a person, and more than 1.5 times the plan as that."""
    ratio = np.clip(np.asarray(persons, np.float64), HALF_A_PERSON, NEARLY * HIGHEST * planned) / planned
    return np.asarray(log_odds(ratio))


def persons(scaled: npt.ArrayLike, planned: float) -> Array:
    """Persons from log odds: the inverse of :func:`on_scale`."""
    return np.asarray(planned * HIGHEST / (1.0 + np.exp(-np.asarray(scaled, np.float64))))


def outside(values: npt.ArrayLike, low: float, high: float, planned: float) -> Array:
    """How far simulated numbers of persons lie outside a published range, in log odds."""
    simulated = on_scale(values, planned)
    least, most = on_scale(low, planned), on_scale(high, planned)
    return np.asarray(np.maximum(np.maximum(least - simulated, simulated - most), 0.0))


def log_density(distance: Array, scale: Array) -> Array:
    """Log density of the error at a distance, for a scale of the same shape; undefined distances are far off."""
    apart = np.where(np.isnan(distance), 10.0, distance) / scale
    constant = gammaln((FREEDOM + 1) / 2) - gammaln(FREEDOM / 2) - 0.5 * np.log(FREEDOM * np.pi)
    return np.asarray(constant - np.log(scale) - (FREEDOM + 1) / 2 * np.log1p(np.square(apart) / FREEDOM))
