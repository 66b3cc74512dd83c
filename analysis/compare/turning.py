"""What would turn the answer round: the comparison again under changed conditions, in fewer replicates.

Tried are conditions of the world and of both designs, costs of coordination, and the parameters on which the difference hangs
(:mod:`analysis.compare.hanging`), each pushed to an end of its plausible range (:mod:`analysis.compare.pushes`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.command.declare import Request
from analysis.compare.hanging import Hangs
from analysis.compare.pushes import pushed
from analysis.compare.runs import OUTCOME, Comparison
from analysis.compare.settings import Asked, Settings
from analysis.worlds import statistics
from analysis.worlds.designs import adjusted, budget_of, values_of, written
from analysis.worlds.experiments import run_designs
from analysis.worlds.settings import Budget, Design
from analysis.worlds.statistics import Interval
from sim.parameters import Config, parameters, value_of
from sim.progress import bar

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


@dataclass(frozen=True)
class Turn:
    """The answer under a changed condition: the difference then, beside the difference as it is."""

    condition: str
    difference: Interval
    before: Interval
    """The difference as it is, in the replicates in which the condition was tried."""
    stated: Interval
    """The difference as it is in all replicates: the one that the answer states."""

    @property
    def turned(self) -> bool:
        """Whether the sign surely changed."""
        return self.difference.sure and self.difference.estimate * self.stated.estimate < 0.0

    @property
    def open(self) -> bool:
        """Whether the sign is no longer sure."""
        return not self.turned and (not self.difference.sure or self.difference.estimate * self.stated.estimate <= 0.0)

    @property
    def left(self) -> float:
        """The difference as a share of the difference before; negative if the sign turned."""
        return self.difference.estimate / self.before.estimate if self.before.estimate else np.nan


def turning(request: Request, asked: Asked, comparison: Comparison, hangs: Hangs) -> list[Turn]:
    """The difference between the reference and its contender under each changed condition, in fewer replicates.

    ``hangs``: what the difference hangs on; these parameters are pushed, too.
    """
    settings: Settings = request.settings
    designs, (scenario, configs) = asked.designs, next(iter(asked.configs.items()))
    b = comparison.contender
    replicates = min(settings.turning, configs[0].replicates)
    if replicates < 2 or comparison.outcomes[b].estimate == 0.0:
        return []
    base, pair = request.configure(scenario), [configs[0], configs[b]]
    both, stated = [designs[0], designs[b]], comparison.outcomes[b]
    changed = _changed(base, pair, both, settings.budget) | pushed(pair, both, hangs, stated.estimate, stated.sure)
    with bar("what would turn the answer round: runs") as progress:
        runs = run_designs(
            [*pair, *(config for configs in changed.values() for config in configs)], replicates, pair[0].seed,
            settings.uncertainty.name, workers=pair[0].workers, indicators=(OUTCOME,), progress=progress,
        )  # fmt: skip
    values = runs.totals[OUTCOME]
    before = statistics.paired_difference(values[0], values[1])
    return [
        Turn(
            condition, statistics.paired_difference(values[2 * place], values[2 * place + 1]), before, stated
        )
        for place, condition in enumerate(changed, 1)
    ]  # fmt: skip


def _changed(base: Config, pair: Sequence[Config], designs: Sequence[Design], basis: Budget) -> dict[str, list[Config]]:
    """Both configurations under every condition that changes at least one of them; values that a design sets itself stay."""
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
