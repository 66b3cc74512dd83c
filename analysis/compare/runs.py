"""Designs compared in one scenario: differences per indicator and month, and what would turn the answer round."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.command.application import Request
from analysis.worlds import statistics
from analysis.worlds.designs import Budget, Design, adjusted, budget_of, values_of, written
from analysis.worlds.experiments import Runs, run_designs
from analysis.worlds.statistics import Array, FirstMonth, Interval
from sim.indicators import BY_NAME, FLOW, NAMES
from sim.parameters import Config, value_of

if TYPE_CHECKING:
    from analysis.compare.settings import Settings

OUTCOME = "completed_mobilities"
SERIES = (
    "applicants", "trained", "matches", "departures", OUTCOME, "employers_engaged", "public_cost", "trust_government",
    "trust_employer",
)  # fmt: skip
"""Indicators of which monthly values are kept; flows are summed up to the end of each month."""

CONDITIONS: dict[str, str] = {
    "no shock": "shock=none",
    "a pandemic in month 6": "shock=covid shock.month=6",
    "a pandemic in month 14": "shock=covid",
    "a pandemic in month 24": "shock=covid shock.month=24",
    "a pandemic in month 36": "shock=covid shock.month=36",
    "recognition that is slow and often fails": "recognition=friction",
    "recognition that is quick and nearly always passes": "recognition=smooth",
    "one market": "markets=single",
    "five loosely correlated markets": "markets=diverse",
    "rigid rules for all designs": "design=rigid",
    "flexible rules for all designs": "design=flexible",
}
"""What is changed, for every design alike, to see whether the answer turns round; with funding and budget below."""
YEAR = 1.0


@dataclass
class Comparison:
    """Designs in one scenario: their configurations and runs, arrays of (designs, replicates[, months])."""

    scenario: str
    designs: list[Design]
    configs: list[Config]
    runs: Runs

    @cached_property
    def cumulative(self) -> dict[str, Array]:
        """Monthly values by indicator; flows summed up to the end of each month."""
        return {
            name: np.cumsum(np.nan_to_num(values), axis=2) if BY_NAME[name].over == FLOW else values
            for name, values in self.runs.monthly.items()
        }

    def values(self, name: str, design: int) -> Array:
        """An indicator's values of a design: one per replicate."""
        values: Array = self.runs.totals[name][design]
        return values

    @cached_property
    def outcomes(self) -> list[Interval]:
        """Difference in completed mobilities of each design from the reference; the reference's own is 0."""
        return [
            statistics.paired_difference(self.values(OUTCOME, 0), self.values(OUTCOME, b))
            for b in range(len(self.designs))
        ]

    @cached_property
    def ahead(self) -> list[FirstMonth]:
        """Month from which each design is ahead of the reference in completed mobilities."""
        curves = self.cumulative[OUTCOME]
        return [statistics.ahead_from(curves[0], curves[b]) for b in range(len(self.designs))]

    @cached_property
    def behind(self) -> list[FirstMonth]:
        """Month from which the reference is ahead of each design."""
        curves = self.cumulative[OUTCOME]
        return [statistics.ahead_from(curves[b], curves[0]) for b in range(len(self.designs))]

    @property
    def contender(self) -> int:
        """The design to set against the reference: the best one, or the second best where the reference is best."""
        return 1 + int(np.argmax([each.estimate for each in self.outcomes[1:]]))


def comparison_table(comparisons: Sequence[Comparison], precision: float) -> pd.DataFrame:
    """Every indicator of every design against the reference, over the replicates in which both are defined."""
    rows = []
    for comparison in comparisons:
        for b in range(1, len(comparison.designs)):
            rows += [_row(comparison, b, name, precision) for name in NAMES]
    return pd.DataFrame(rows)


def _row(comparison: Comparison, b: int, name: str, precision: float) -> dict[str, Any]:
    left, right = comparison.values(name, 0), comparison.values(name, b)
    both = ~(np.isnan(left) | np.isnan(right))
    difference = statistics.paired_difference(left, right)
    mean_a = float(left[both].mean()) if both.any() else np.nan
    return {
        "indicator": name,
        "unit": BY_NAME[name].unit,
        "design_a": comparison.designs[0].name,
        "design_b": comparison.designs[b].name,
        "mean_a": mean_a,
        "mean_b": float(right[both].mean()) if both.any() else np.nan,
        "difference": difference.estimate,
        "ci_low": difference.low,
        "ci_high": difference.high,
        "probability_b_better": statistics.probability_better(left, right, BY_NAME[name].better),
        "correlation": statistics.correlation(left, right),
        "replicates": difference.defined,
        "scenario": comparison.scenario,
        "needed_replicates": statistics.needed_replicates(right - left, precision * abs(mean_a)),
        "undefined": difference.dropped,
    }


def monthly_table(comparisons: Sequence[Comparison]) -> pd.DataFrame:
    """Means, quantiles and differences from the reference by month; flows are cumulative."""
    parts = []
    for comparison in comparisons:
        for name, curves in comparison.cumulative.items():
            for b, design in enumerate(comparison.designs):
                defined = ~np.isnan(curves[b]).all(axis=0)
                low, median, high = statistics.bands(curves[b], (0.05, 0.5, 0.95))
                difference = _mean_difference(curves[0], curves[b])
                months = np.arange(curves.shape[2])
                table = {
                    "scenario": comparison.scenario, "design": design.name, "indicator": name, "month": months,
                    "mean": _mean(curves[b]), "p05": low, "p50": median, "p95": high, "difference": difference[0],
                    "difference_low": difference[1], "difference_high": difference[2],
                }  # fmt: skip
                parts.append(pd.DataFrame(table)[defined])
    return pd.concat(parts, ignore_index=True)


def _mean(values: Array) -> Array:
    count = (~np.isnan(values)).sum(axis=0)
    return np.where(count > 0, np.nansum(values, axis=0) / np.maximum(count, 1), np.nan)


def _mean_difference(a: Array, b: Array) -> tuple[Array, Array, Array]:
    difference = b - a
    if np.isnan(difference).any() or len(difference) < 2:  # trust of hosts before there are any
        undefined = np.full(difference.shape[1], np.nan)
        return _mean(difference), undefined, undefined
    return statistics.mean_band(difference)


def runs_table(comparisons: Sequence[Comparison]) -> pd.DataFrame:
    """Every indicator of every run."""
    parts = []
    for comparison in comparisons:
        for position, design in enumerate(comparison.designs):
            values = {name: comparison.values(name, position) for name in NAMES}
            replicates = np.arange(len(values[OUTCOME]))
            about = {"scenario": comparison.scenario, "design": design.name, "replicate": replicates}
            parts.append(pd.DataFrame(about | values))
    return pd.concat(parts, ignore_index=True)


@dataclass(frozen=True)
class Turn:
    """The answer under a changed condition: the difference then, beside the difference as it is (same replicates)."""

    condition: str
    difference: Interval
    before: Interval

    @property
    def turned(self) -> bool:
        """Whether the sign is another one, with certainty."""
        return self.difference.sure and self.difference.estimate * self.before.estimate < 0.0

    @property
    def open(self) -> bool:
        """Whether the sign is no longer sure, or another one without certainty."""
        return not self.turned and (not self.difference.sure or self.difference.estimate * self.before.estimate <= 0.0)

    @property
    def left(self) -> float:
        """What is left of the difference, as a share of it; negative where it turned."""
        return self.difference.estimate / self.before.estimate if self.before.estimate else np.nan


def turning(
    request: Request, scenario: str, designs: Sequence[Design], configs: Sequence[Config], comparison: Comparison
) -> list[Turn]:
    """The difference between the reference and its contender under each changed condition, in fewer replicates."""
    settings: Settings = request.settings
    b = comparison.contender
    replicates = min(settings.turning, configs[0].replicates)
    if replicates < 2 or comparison.outcomes[b].estimate == 0.0:
        return []
    from sim.progress import bar

    base, pair = request.configure(scenario), [configs[0], configs[b]]
    changed = _changed(base, pair, [designs[0], designs[b]], settings.budget)
    with bar("what would turn the answer round: runs") as progress:
        runs = run_designs(
            [*pair, *(config for both in changed.values() for config in both)], replicates, pair[0].seed,
            settings.uncertainty.name, workers=pair[0].workers, indicators=(OUTCOME,), progress=progress,
        )  # fmt: skip
    values = runs.totals[OUTCOME]
    before = statistics.paired_difference(values[0], values[1])
    return [
        Turn(condition, statistics.paired_difference(values[2 * place], values[2 * place + 1]), before)
        for place, condition in enumerate(changed, 1)
    ]


def _changed(base: Config, pair: Sequence[Config], designs: Sequence[Design], basis: Budget) -> dict[str, list[Config]]:
    """Both configurations under every condition that changes at least one of them; what a design sets itself stays."""
    found: dict[str, list[Config]] = {}
    for condition, text in CONDITIONS.items():
        values = values_of(written("condition", text))
        found[condition] = [
            adjusted(config, {name: value for name, value in values.items() if name not in design.sets})
            for config, design in zip(pair, designs, strict=True)
        ]
    for years, condition in (
        (YEAR, "funding a year longer for all designs"),
        (-YEAR, "funding a year shorter for all designs"),
    ):
        durations = [config.design.duration_years + years for config in pair]
        if all(0.5 <= duration <= 8.0 for duration in durations):
            found[condition] = [
                adjusted(
                    config, {"design.duration_years": duration, **_unset(budget_of(base, duration, basis), design)}
                )
                for config, design, duration in zip(pair, designs, durations, strict=True)
            ]
    other = Budget.same_annual if basis == Budget.same_total else Budget.same_total
    found[f"budget and places the same {'per year' if other == Budget.same_annual else 'in total'}"] = [
        adjusted(config, _unset(budget_of(base, config.design.duration_years, other), design))
        for config, design in zip(pair, designs, strict=True)
    ]
    return {
        condition: both
        for condition, both in found.items()
        if any(_differs(x, y) for x, y in zip(both, pair, strict=True))
    }


def _unset(budget: dict[str, Any], design: Design) -> dict[str, Any]:
    return {name: value for name, value in budget.items() if name not in design.sets}


def _differs(one: Config, other: Config) -> bool:
    from sim.parameters import parameters

    return any(value_of(one, name) != value_of(other, name) for name in parameters())


def turning_table(turns: Sequence[Turn]) -> pd.DataFrame:
    """A row per changed condition."""
    columns = ("condition", "difference", "ci_low", "ci_high", "difference_as_it_is", "share_left", "turned", "open")
    rows = [
        (
            t.condition,
            t.difference.estimate,
            t.difference.low,
            t.difference.high,
            t.before.estimate,
            t.left,
            t.turned,
            t.open,
        )
        for t in turns
    ]
    return pd.DataFrame(rows, columns=columns)
