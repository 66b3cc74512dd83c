"""Results of one configuration as tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.categories import Reason, Stage
from sim.indicators import BY_NAME, MONTHLY, NAMES
from sim.state import State

#: The 90 % interval that tables and pictures show.
QUANTILES = (0.05, 0.50, 0.95)


@dataclass
class Results:
    """Tables of one configuration's replicates.

    ``summary``: indicator, unit, mean, sd, p05, p50, p95, n (replicates in which it is defined);
    ``runs``: scenario, replicate, draw (row of the calibrated draws, empty where there is none), every indicator; ``monthly``: scenario, replicate, month, every monthly indicator;
    ``journeys``: replicate, candidate, month, stage, reason, employer, market, a row per stage entered;
    ``plan``: EUR planned per budget line.
    """

    summary: pd.DataFrame
    runs: pd.DataFrame
    monthly: pd.DataFrame
    journeys: pd.DataFrame
    plan: dict[str, float] = field(default_factory=dict)

    def _repr_html_(self) -> str:
        """What a notebook shows: the summary as a table."""
        return str(self.summary.round(1).to_html(index=False, na_rep=""))


def summarise(values: npt.NDArray[np.float64]) -> dict[str, Any]:
    """Mean, sd, 5, 50 and 95 % quantiles and number of the defined values: one value per replicate."""
    defined = values[~np.isnan(values)]
    if defined.size == 0:
        return {"mean": np.nan, "sd": np.nan, "p05": np.nan, "p50": np.nan, "p95": np.nan, "n": 0}
    low, middle, high = np.quantile(defined, QUANTILES)
    sd = defined.std(ddof=1) if defined.size > 1 else np.nan
    return {"mean": defined.mean(), "sd": sd, "p05": low, "p50": middle, "p95": high, "n": defined.size}


def tabulate(
    scenario: str,
    totals: npt.NDArray[np.float64],
    monthly: npt.NDArray[np.float64],
    states: Iterable[Sequence[State]] = (),
    plan: dict[str, float] | None = None,
    row: npt.NDArray[np.int64] | None = None,
) -> Results:
    """Tables from arrays: ``totals`` (replicates, indicators), ``monthly`` (replicates, months, monthly indicators).

    ``row``: rows of the calibrated draws, (replicates); -1 or None: none. The table of months is ``monthly`` itself, not a copy; ``states`` (of the phases of a run) are read one run at a time. Both may be large.
    """
    replicates, months = monthly.shape[:2]
    runs = pd.DataFrame(totals, columns=list(NAMES))
    runs.insert(0, "scenario", scenario)
    runs.insert(1, "replicate", np.arange(replicates))
    rows_drawn = pd.array(np.full(replicates, -1) if row is None else row, dtype="Int64")
    rows_drawn[rows_drawn < 0] = pd.NA
    runs.insert(2, "draw", rows_drawn)
    rows = [
        {"indicator": name, "unit": BY_NAME[name].unit, **summarise(totals[:, position])}
        for position, name in enumerate(NAMES)
    ]
    by_month = pd.DataFrame(monthly.reshape(replicates * months, len(MONTHLY)), columns=list(MONTHLY), copy=False)
    by_month.insert(0, "scenario", scenario)
    by_month.insert(1, "replicate", np.repeat(np.arange(replicates), months))
    by_month.insert(2, "month", np.tile(np.arange(months), replicates))
    journeys = [all_journeys(run, replicate) for replicate, run in enumerate(states)]
    return Results(
        summary=pd.DataFrame(rows),
        runs=runs,
        monthly=by_month,
        journeys=pd.concat(journeys, ignore_index=True) if journeys else journey_table(None, 0),
        plan=plan or {},
    )


def _by_number(kind: type[IntEnum]) -> list[str]:
    """The names of a category's members, each at the place of its number; numbers may be left free."""
    named = {int(each): each.name for each in kind}
    return [named.get(number, "") for number in range(max(named) + 1)]


def all_journeys(states: Sequence[State], replicate: int) -> pd.DataFrame:
    """The journeys of a run's phases: in calendar months, candidates of a later phase numbered on."""
    found, before = [], 0
    for state in states:
        table = journey_table(state, replicate)
        if len(states) > 1:
            table["candidate"] += before
            table["month"] += int(state.scheme.began)
            before += int(state.scheme.candidates)
        found.append(table)
    return found[0] if len(found) == 1 else pd.concat(found, ignore_index=True)


def journey_table(state: State | None, replicate: int) -> pd.DataFrame:
    """The journal of a run as a table: candidate x stage entered; ``employer`` and ``market`` -1 where there is none."""
    columns = ["replicate", "candidate", "month", "stage", "reason", "employer", "market"]
    if state is None:
        return pd.DataFrame({name: [] for name in columns})
    journal = state.journal[: int(state.scheme.journal)]
    employer = journal["employer"].astype(np.int64)
    market = np.full(employer.size, -1)
    if len(state.employers):
        market = np.where(employer >= 0, state.employers["market"][np.maximum(employer, 0)], -1)
    stages, reasons = (pd.Index(_by_number(kind)) for kind in (Stage, Reason))
    table = pd.DataFrame(
        {
            "replicate": replicate,
            "candidate": journal["candidate"],
            "month": journal["month"],
            "stage": stages.take(journal["stage"]),
            "reason": reasons.take(journal["reason"]),
            "employer": employer,
            "market": market,
        },
        columns=columns,
    )
    return table.sort_values(["candidate"], kind="stable", ignore_index=True)
