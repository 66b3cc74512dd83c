"""Tables of the bottlenecks: what is waited for, what each relaxation gives, which constraint binds."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.bottlenecks.constraints import RELAXATIONS, SIZE, STAGES
from analysis.bottlenecks.runs import KEPT, OUTCOMES, WAITED, Relaxations
from analysis.worlds.statistics import mean_interval, paired_difference

MILLION = 1e6


def waiting_table(runs: Relaxations) -> pd.DataFrame:
    """Person-months waited by cause and stage: a row per cause."""
    total = sum(float(runs.base(name).mean()) for name in WAITED)
    rows = []
    for cause, stage in STAGES.items():
        found = mean_interval(runs.base(f"waiting_{cause}"))
        share = found.estimate / total if total > 0.0 else np.nan
        rows.append((runs.config.scenario, cause, stage, found.estimate, found.low, found.high, share))
    return pd.DataFrame(rows, columns=["scenario", "cause", "stage", "person_months", "ci_low", "ci_high", "share"])


def bottleneck_table(runs: Relaxations) -> pd.DataFrame:
    """What relaxing each constraint gives: a row per constraint, relaxation and outcome."""
    rows = []
    for position, each in enumerate(runs.relaxed):
        cause = each.constraint.cause
        waited = float(runs.base(f"waiting_{cause}").mean()) if cause else np.nan
        cost = paired_difference(runs.base("public_cost"), runs.values[1 + position, :, KEPT.index("public_cost")])
        for outcome in OUTCOMES:
            base = runs.base(outcome)
            found = paired_difference(base, base + runs.gain(position, outcome))
            per_million = found.estimate / cost.estimate * MILLION if cost.low > 0.0 else np.nan
            rows.append((
                each.constraint.name, waited, found.estimate, found.low, found.high, runs.config.scenario, each.relaxation,
                outcome, float(base.mean()), cause, cost.estimate, per_million, each.changed,
            ))  # fmt: skip
    return pd.DataFrame(rows, columns=[
        "constraint", "person_months_waited", "gain_per_relaxation", "ci_low", "ci_high", "scenario", "relaxation", "indicator",
        "unrelaxed", "cause", "added_public_cost", "gain_per_million_eur", "changed",
    ])  # fmt: skip


def ranked(table: pd.DataFrame, scenario: str, relaxation: str, indicator: str) -> pd.DataFrame:
    """The rows of a scenario, relaxation and outcome whose gain is surely above zero, the largest gain first."""
    rows = table[(table.scenario == scenario) & (table.relaxation == relaxation) & (table.indicator == indicator)]
    return rows[rows.ci_low > 0.0].sort_values("gain_per_relaxation", ascending=False, kind="stable")


def binding(table: pd.DataFrame, scenario: str, indicator: str = OUTCOMES[1]) -> pd.Series | None:
    """The binding constraint: the largest gain from a tenth of relaxation that is surely above zero.

    Where no tenth gives a sure gain, the largest from full relaxation; None where nothing does. The size of the scheme is
    a goal, not an obstacle, and never binding.
    """
    for relaxation in RELAXATIONS:
        rows = ranked(table, scenario, relaxation, indicator)
        rows = rows[rows.constraint != SIZE]
        if len(rows):
            return rows.iloc[0]
    return None


def binding_table(table: pd.DataFrame, scenarios: Sequence[str]) -> pd.DataFrame:
    """The binding constraint of each scenario for each outcome with its gain; an empty name if none binds."""
    rows = []
    for scenario in scenarios:
        for outcome in OUTCOMES:
            found = binding(table, scenario, outcome)
            base = table[(table.scenario == scenario) & (table.indicator == outcome)].unrelaxed.iloc[0]
            if found is None:
                rows.append((scenario, outcome, "", "", np.nan, np.nan, np.nan, base))
            else:
                rows.append((scenario, outcome, found.constraint, found.relaxation, found.gain_per_relaxation, found.ci_low,
                             found.ci_high, base))  # fmt: skip
    return pd.DataFrame(rows, columns=["scenario", "indicator", "constraint", "relaxation", "gain_per_relaxation", "ci_low",
                                       "ci_high", "unrelaxed"])  # fmt: skip
