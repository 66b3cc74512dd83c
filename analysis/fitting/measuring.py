"""How a published quantity is measured in simulated runs."""

import re
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from analysis.fitting.observations import Observation
from analysis.worlds.experiments import Runs

Array = npt.NDArray[np.float64]

SHARES = {"sme_share": ("matches-hires_large", "matches"), "first_time_share": ("hires_first_time", "matches")}
"""Shares as their parts and the whole, which can be summed over any months."""
END = "funding_end"


def measured(observation: Observation, runs: Runs) -> Array:
    """The simulated quantity: (sets, replicates). Needs the monthly values of :func:`indicators_of`."""
    if observation.statistic == "end":
        return runs.totals[END]
    if observation.statistic == "first":
        happened = runs.monthly[observation.indicator] > 0
        return np.where(happened.any(axis=2), happened.argmax(axis=2) + 0.5, np.nan)
    if observation.statistic == "share":
        part, whole = (_summed(runs, terms, observation.month) for terms in SHARES[observation.indicator])
        return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)
    return _summed(runs, observation.indicator, observation.month, observation.window)


def _terms(expression: str) -> list[tuple[float, str]]:
    """``a+b-c`` as signed names."""
    return [(-1.0 if sign == "-" else 1.0, name) for sign, name in re.findall(r"([+-]?)(\w+)", expression)]


def _summed(runs: Runs, expression: str, month: int | None, window: int | None = None) -> Array:
    first = max(month - window, 0) if month is not None and window is not None else 0
    parts = [sign * np.nansum(runs.monthly[name][:, :, first:month], axis=2) for sign, name in _terms(expression)]
    return np.asarray(sum(parts))


def indicators_of(observations: Sequence[Observation]) -> list[str]:
    """Monthly indicators that measuring these observations needs."""
    needed: dict[str, None] = {}
    for observation in observations:
        if observation.statistic == "end":
            continue
        expressions = SHARES[observation.indicator] if observation.statistic == "share" else (observation.indicator,)
        needed |= {name: None for expression in expressions for _, name in _terms(expression)}
    return list(needed)
