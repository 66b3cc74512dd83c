"""Who forecasts how many move: the model, the outside view, the plan as promised, and the pool; each as a sample of persons."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from analysis.forecasting.counts import Count
from analysis.forecasting.ensembles import Ensemble
from analysis.forecasting.pool import pooled
from analysis.forecasting.scores import weighted
from sim.evidence.outside_view import OutsideView

Array = npt.NDArray[np.float64]

MODEL, OUTSIDE, PLAN, POOLED = SOURCES = ("model", "outside_view", "plan", "pooled")
PRIOR = "prior_predictive"
"""The model before it learned anything: a further source where calibrated draws ship."""
OUTSIDE_POINTS = 1_000
"""Even quantiles that stand for the outside view."""


class Sample(NamedTuple):
    """Values and their weights, which sum to 1: (n), (n)."""

    values: Array
    weights: Array


def alone(count: Count, found: Ensemble, view: OutsideView) -> dict[str, Sample]:
    """The samples of the model, the outside view and the plan."""
    moved = found.moved(count.month, count.planned, count.window)
    return {
        MODEL: Sample(*weighted(moved, found.weights)),
        OUTSIDE: Sample(*weighted(view.sample(OUTSIDE_POINTS) * count.planned)),
        PLAN: Sample(*weighted([count.planned])),
    }


def with_pool(samples: Mapping[str, Sample], weight: float) -> dict[str, Sample]:
    """These samples and that of the pool, in which the model has this weight."""
    model, outside = samples[MODEL], samples[OUTSIDE]
    return {**samples, POOLED: Sample(*pooled(model.values, outside.values, weight, model.weights))}
