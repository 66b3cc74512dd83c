"""The tables of a forecast: quantiles of every quantity and source."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from analysis.forecast.runs import Forecast, Found
from analysis.forecasting.scores import quantiles, weighted
from analysis.forecasting.sources import MODEL, Sample

MOVED, FIRST, COMPLETED = "moved", "first_arrival", "completed"
LEVELS = {"p05": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
PROMISES = {"p20": 0.2, "p80": 0.8}
"""What is kept in 8 of 10 worlds: a number of persons that is reached (p20), a month that is not passed (p80)."""


def row_of(scheme: str, quantity: str, month: int, source: str, sample: Sample, planned: float) -> dict[str, Any]:
    """Quantiles and mean of one sample; infinite where the event does not come in so many worlds."""
    levels = [*LEVELS.values(), *PROMISES.values()]
    found = dict(zip([*LEVELS, *PROMISES], quantiles(sample.values, levels, sample.weights), strict=True))
    own = {name: found[name] for name in LEVELS} | {"mean": float(sample.values @ sample.weights)}
    promised = {name: found[name] for name in PROMISES}
    return (
        {"scheme": scheme, "quantity": quantity, "month": month, "source": source}
        | own
        | promised
        | {"planned": planned}
    )


def rows_of(each: Forecast) -> Iterable[dict[str, Any]]:
    """The rows of one scheme: all sources in the month of its count; the model's other months, first arrival and completed stays."""
    scheme, planned = each.count.scheme, each.count.planned
    for source, sample in each.samples.items():
        yield row_of(scheme, MOVED, each.count.month, source, sample, planned)
    for month in each.months:
        if month != each.count.month:
            yield row_of(scheme, MOVED, month, MODEL, each.moved(month), planned)
    for quantity, values in ((FIRST, each.found.first_arrival), (COMPLETED, each.found.completed)):
        yield row_of(
            scheme, quantity, each.found.horizon, MODEL, Sample(*weighted(values, each.found.weights)), planned
        )


def forecast_table(found: Found) -> pd.DataFrame:
    """A row for each scheme, quantity, month and source."""
    return pd.DataFrame([row for each in found.forecasts for row in rows_of(each)])


def nobody(each: Forecast) -> float:
    """Share of the model's worlds in which nobody arrives."""
    return float(each.found.weights[np.isinf(each.found.first_arrival)].sum())
