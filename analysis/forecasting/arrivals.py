"""The first arrival of a scheme: what is known, what the model expects, and what other schemes tell.

Months are counted from the start, to the middle of the month of the first departure, as the fit counts them. What was published
is a month or a range. Where only the earlier end is known, the later one is the month of the count: by then somebody had arrived.

>>> known()["georgia_pcms"]  # not before month 19, and 28 had arrived when they were counted in month 36
(19.0, 36.0)
>>> known()["digital_explorers"]
(9.0, 10.0)
"""

from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from analysis.fitting.observations import Observation, observations
from analysis.forecasting.ensembles import Ensemble
from analysis.forecasting.scores import crps, outcomes, weighted
from analysis.forecasting.scoring import rows_of
from analysis.forecasting.sources import OUTSIDE, Sample
from sim.evidence.outside_view import learned

Array = npt.NDArray[np.float64]

FIRST = "first_arrival"
"""Name of the quantity."""
STATISTIC, INDICATOR = "first", "departures"


def is_first(observation: Observation) -> bool:
    """Whether an observation is a first arrival."""
    return (observation.statistic, observation.indicator) == (STATISTIC, INDICATOR)


@cache
def known() -> dict[str, tuple[float, float]]:
    """Earliest and latest month of the first arrival, by scheme: of all schemes to learn from, and of targets."""
    found = {}
    for name, pair in learned().items():
        if pair.first_arrival is not None:
            low, high = pair.first_arrival
            found[name] = (low, high if np.isfinite(high) else max(low, float(pair.month)))
    for each in observations():
        if is_first(each) and each.scheme not in found:
            found[each.scheme] = (each.low, each.high)
    return found


def others(scheme: str) -> Sample:
    """The outside view of a first arrival: those of the other schemes, each with the same weight, a range as even points."""
    points = [outcomes(*ends) for name, ends in known().items() if name != scheme]
    return Sample(*weighted(np.concatenate(points)))


def expected(observation: Observation, place: int, found: Ensemble) -> Sample:
    """The model's first arrivals, as somebody might date them: (draws).

    ``place``: of the observation among those that the ensemble measured. The error has the observation's tolerance, as in the
    fit. Where nobody arrives in the months simulated, the first arrival counts as the last of these.
    """
    months = found.measured[:, place]
    even = (np.random.default_rng([len(months), place]).permutation(len(months)) + 0.5) / len(months)
    dated = np.clip(months + observation.tolerance * ndtri(even), 0.0, found.horizon)
    return Sample(*weighted(np.where(np.isnan(months), found.horizon, dated), found.weights))


def rows(scheme: str, samples: dict[str, Sample]) -> list[dict[str, Any]]:
    """Scores of a first arrival, in months: a row for each source of ``samples``, and one for the outside view."""
    low, high = known()[scheme]
    points, every = outcomes(low, high), {**samples, OUTSIDE: others(scheme)}
    by_source = {
        source: crps(each.values, points, each.weights, fair=source != OUTSIDE) for source, each in every.items()
    }
    return rows_of(scheme, FIRST, every, by_source, (low, 0.5 * (low + high), high), np.nan)
