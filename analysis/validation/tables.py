"""The tables of a validation: scores together and by class, every published quantity beside what was simulated, and coverage."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.fitting.observations import Observation
from analysis.forecasting.ensembles import Ensemble, with_tolerance
from analysis.forecasting.record import LeftOut, Record
from analysis.forecasting.scoring import TOGETHER, summary
from analysis.worlds.statistics import share_interval
from sim.evidence.outside_view import CLASSES
from sim.evidence.pairs import pairs

Array = npt.NDArray[np.float64]

ALL = "all"
"""Name of all classes together."""
PLAUSIBLE, WITHOUT, WITH = "plausible ranges", "calibrated without the scheme", "calibrated on all schemes"
"""On what simulated quantities rest."""
SPREADS = {"p05": 0.05, "p25": 0.25, "p50": 0.5, "p75": 0.75, "p95": 0.95}
JUDGED = ("inside", "inside_half", "inside_with_tolerance")
"""Ways of judging a quantity: by the 90 % interval, by the middle half of the draws, by the 90 % interval widened by the tolerance."""
COLUMNS = (
    "scheme", "quantity", "observed_low", "observed_high", "p05", "p50", "p95", "inside", "used_in_calibration", "p25", "p75",
    "inside_half", "inside_with_tolerance", "unit", "basis", "evidence",
)  # fmt: skip
"""Columns of the published quantities."""


def class_of(scheme: str) -> str:
    """The class of a scheme, by who closes the deal."""
    return CLASSES[pairs()[scheme].open_share]


def together(table: pd.DataFrame, name: str = ALL) -> pd.DataFrame:
    """A summary with the class that it is of as its first column."""
    labelled = table.copy()
    labelled.insert(0, "class", name)
    return labelled


def by_class(scores: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The scores of all schemes together, and those of each class: see :func:`analysis.forecasting.scoring.summary`."""
    classes = scores.scheme.map(class_of) if len(scores) else pd.Series(dtype=object)
    parts = [together(summary(scores[classes == name]), name) for name in CLASSES.values() if (classes == name).any()]
    empty = pd.DataFrame(columns=["class", *TOGETHER])
    return summary(scores), pd.concat(parts, ignore_index=True) if parts else empty


def worlds(each: LeftOut) -> Iterator[tuple[str, bool, Ensemble]]:
    """The worlds of a scheme: on what they rest, and whether they know its outcome."""
    yield (PLAUSIBLE if each.before is None else WITHOUT), False, each.found
    if each.after is not None:
        yield WITH, True, each.after


def quantities(found: Record) -> pd.DataFrame:
    """A row for each published quantity and kind of worlds, columns :data:`COLUMNS`; those that leave the scheme out come first."""
    rows = [
        _row(observation, ensemble, place, basis, used)
        for each in found.left_out.values()
        for basis, used, ensemble in worlds(each)
        for place, observation in enumerate(each.wanted)
    ]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.sort_values("used_in_calibration", kind="stable", ignore_index=True)


def _row(each: Observation, found: Ensemble, place: int, basis: str, used: bool) -> dict[str, Any]:
    values = found.measured[:, place]
    at = dict(zip(SPREADS, _quantiles(values), strict=True))
    wide = _quantiles(with_tolerance(each, values, found.errors))
    return at | {
        "scheme": each.scheme, "quantity": each.quantity, "unit": each.unit, "basis": basis, "evidence": ";".join(each.evidence),
        "observed_low": each.low if np.isfinite(each.low) else np.nan,
        "observed_high": each.high if np.isfinite(each.high) else np.nan, "used_in_calibration": used,
        "inside": meets(each, at["p05"], at["p95"]), "inside_half": meets(each, at["p25"], at["p75"]),
        "inside_with_tolerance": meets(each, wide[0], wide[-1]),
    }  # fmt: skip


def _quantiles(values: Array) -> Array:
    """Quantiles of the defined values; undefined where none is."""
    defined = values[~np.isnan(values)]
    return np.quantile(defined, list(SPREADS.values())) if defined.size else np.full(len(SPREADS), np.nan)


def meets(each: Observation, low: float, high: float) -> bool:
    """Whether an interval and the published range have a value in common."""
    return bool(low <= each.high and high >= each.low)


def coverage(table: pd.DataFrame) -> pd.DataFrame:
    """Share of the published quantities that the intervals reach, by basis and the way of judging, with its own 95 % interval."""
    rows = []
    for basis, mine in table.groupby("basis", sort=False):
        for judged in JUDGED:
            reached = int(mine[judged].sum())
            share = share_interval(reached, len(mine))
            rows.append({
                "basis": basis, "judged": judged, "quantities": len(mine), "reached": reached, "coverage": share.estimate,
                "ci_low": share.low, "ci_high": share.high,
            })  # fmt: skip
    return pd.DataFrame(rows)
