"""The runs behind influence: every world once, and how much of the outcome's variance each parameter explains."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from analysis.influence.settings import LEAST_WORLDS
from analysis.influence.shares import fifths, noise_floor, shares
from analysis.worlds.experiments import Experiment, run
from analysis.worlds.uncertain import uncertain_columns, uncertain_parameters, world_quantiles
from sim.errors import UserError
from sim.evidence.assumptions import quality
from sim.parameters import Config
from sim.runs.sets import stack

Progress = Callable[[int, int], None]


def measured(
    config: Config, outcome: str, worlds: int, progress: Progress | None = None
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """A row per drawn parameter, the most influential first; and facts: runs, speed, noise floor, sum of shares."""
    drawn = uncertain_parameters([config])
    first, each = np.zeros(worlds, np.int64), np.arange(worlds)
    columns = uncertain_columns(
        [config], world_quantiles([config], drawn, worlds, config.seed, calibrated=False), drawn, first, each
    )
    experiment = Experiment(stack([config]), first, columns, each)  # a replicate of its own for every world
    runs = run(
        experiment, 1, config.seed, workers=config.workers, indicators=(outcome,), progress=progress,
        counted=("worlds", worlds),
    )  # fmt: skip
    values = np.column_stack([np.asarray(columns[parameter.name], float) for parameter in drawn])
    totals = runs.totals[outcome][:, 0]
    defined = ~np.isnan(totals)
    if defined.sum() < LEAST_WORLDS:
        raise UserError(f"outcome: {outcome} is defined in {defined.sum()} of {worlds} worlds: too few to say anything")
    values, totals = values[defined], totals[defined]
    found = shares(values, totals)
    lowest, middle, highest = fifths(values, totals).T
    table = pd.DataFrame({
        "parameter": [parameter.name for parameter in drawn], "influence": found.share.round(5),
        "ci_low": found.low.round(5), "ci_high": found.high.round(5), "lowest_fifth": lowest.round(4),
        "middle_fifth": middle.round(4), "highest_fifth": highest.round(4), "evidence": [quality(parameter) for parameter in drawn],
    })  # fmt: skip
    table = table.sort_values("influence", ascending=False, kind="stable", ignore_index=True)
    return table, runs.facts | {
        "noise_floor": round(noise_floor(values, totals), 5), "sum_of_shares": round(float(found.share.sum()), 4),
        "mean": float(totals.mean()), "sd": float(totals.std()), "undefined_worlds": int((~defined).sum()),
        "worlds": worlds,
    }  # fmt: skip
