"""The runs behind a comparison: designs in the same worlds of one scenario."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.compare.settings import Asked, Settings
from analysis.worlds import statistics
from analysis.worlds.experiments import Progress, Runs, run_designs
from analysis.worlds.settings import Design
from analysis.worlds.statistics import Array, FirstMonth, Interval
from sim.indicators import BY_NAME, FLOW
from sim.parameters import Config
from sim.progress import bar
from sim.runs.ahead import together

OUTCOME = "completed_mobilities"
SERIES = (
    "applicants", "trained", "matches", "departures", OUTCOME, "employers_engaged", "public_cost", "trust_government",
    "trust_employer",
)  # fmt: skip
"""Indicators of which monthly values are kept; flows are summed up to the end of each month."""


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


def compared(asked: Asked, settings: Settings) -> list[Comparison]:
    """Every scenario's designs in the same worlds, one scenario after the other."""
    found = []
    with together(sum(len(configs) * configs[0].replicates for configs in asked.configs.values())):
        for scenario, configs in asked.configs.items():
            with bar(f"{scenario}: runs") as progress:
                called = configs[0].scenario
                found.append(compare(called, asked.designs, configs, settings.uncertainty.name, progress=progress))
    return found


def compare(
    scenario: str, designs: list[Design], configs: list[Config], uncertainty: str, *, progress: Progress | None = None,
    run: Callable[..., Runs] = run_designs,
) -> Comparison:  # fmt: skip
    """Designs in the same worlds of one scenario. ``run``: who runs them (:func:`~analysis.worlds.experiments.run_designs`)."""
    first = configs[0]
    runs = run(
        configs, first.replicates, first.seed, uncertainty, workers=first.workers, monthly=SERIES, progress=progress
    )
    return Comparison(scenario, designs, configs, runs)
