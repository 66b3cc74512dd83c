"""The runs behind the bottlenecks: a scenario as it is, and with each constraint relaxed, on common draws.

Draws are addressed by identity, so replicate ``i`` of a relaxed scheme meets the same persons, hosts, elections and
months as replicate ``i`` of the scheme as it is: a difference between the two is the constraint's doing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.bottlenecks.constraints import BY_NAME, CONSTRAINTS, RELAXATIONS, SIZE, STAGES, Constraint, Relaxed, relax
from analysis.worlds.experiments import Experiment, Runs, run, stack
from analysis.worlds.statistics import mean_interval, paired_difference
from sim.errors import UserError, did_you_mean
from sim.parameters import Config

if TYPE_CHECKING:
    from sim.runs.store import Store

OUTCOMES = ("matches", "completed_mobilities")
WAITED = tuple(f"waiting_{cause}" for cause in STAGES)
KEPT = (*OUTCOMES, *WAITED, "public_cost")
MILLION = 1e6

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Relaxations:
    """A scenario as it is and relaxed: ``values`` (1 + relaxations, replicates, :data:`KEPT`), the scenario itself first."""

    config: Config
    relaxed: list[Relaxed]
    values: Array
    runs: Runs

    def base(self, name: str) -> Array:
        """An indicator of the scenario as it is, by replicate."""
        values: Array = self.values[0, :, KEPT.index(name)]
        return values

    def gain(self, position: int, name: str) -> Array:
        """What a relaxation adds to an indicator, by replicate."""
        values: Array = self.values[1 + position, :, KEPT.index(name)] - self.base(name)
        return values


def run_relaxations(
    config: Config, constraints: Sequence[Constraint] = CONSTRAINTS, progress: Callable[[int, int], None] | None = None,
    store: "Store | None" = None,
) -> Relaxations:  # fmt: skip
    """Run a scenario and each of its relaxations for the same replicates."""
    relaxed = [relax(config, constraint, relaxation) for constraint in constraints for relaxation in RELAXATIONS]
    different = [position for position, each in enumerate(relaxed) if each.changed]
    configs = [config, *(relaxed[position].config for position in different)]
    experiment = Experiment(stack(configs), np.arange(len(configs)))
    runs = run(
        experiment, config.replicates, config.seed, workers=config.workers, indicators=KEPT, progress=progress, store=store
    )  # fmt: skip
    kept = np.stack([runs.totals[name] for name in KEPT], axis=-1)
    values = np.repeat(kept[:1], 1 + len(relaxed), axis=0)
    values[[1 + position for position in different]] = kept[1:]
    return Relaxations(config, relaxed, values, runs)


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


def chosen_constraints(names: Sequence[str]) -> tuple[Constraint, ...]:
    """Constraints by name; ``all`` for all. Raises :class:`UserError` for one that does not exist."""
    if list(names) == ["all"]:
        return CONSTRAINTS
    for name in names:
        if name not in BY_NAME:
            raise UserError(
                f"constraint '{name}' does not exist{did_you_mean(name, BY_NAME)} (all, or: {', '.join(BY_NAME)})"
            )
    return tuple(constraint for constraint in CONSTRAINTS if constraint.name in names)


def binding_table(table: pd.DataFrame, scenarios: Sequence[str]) -> pd.DataFrame:
    """The binding constraint of each scenario for each outcome, and what is sure of it; empty names where nothing binds."""
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
