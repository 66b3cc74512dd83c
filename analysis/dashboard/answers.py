"""The runs behind the page: every design in the same worlds, and the last answers kept for whoever asks the same."""

import threading
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.compare.runs import OUTCOME, Comparison, compare
from analysis.compare.tables import comparison_table
from analysis.dashboard import designs_run
from analysis.dashboard.jobs import Job
from analysis.dashboard.plan import Plan, configurations, designs, title
from analysis.worlds import statistics
from sim.reporting import safest

Array = npt.NDArray[np.float64]

PRECISION = 0.05
MOST_KEPT, MOST_BYTES = 12, 250_000_000
"""Answers that are kept, and what their runs may take of the memory."""


@dataclass
class Answer:
    """A plan and its comparison."""

    plan: Plan
    comparison: Comparison
    _by: dict[int, Comparison] = field(default_factory=dict)

    def months(self, month: int) -> int:
        """How many months results are read for: those of a plan (:attr:`Plan.month`), or all that were simulated."""
        horizon = min(config.horizon for config in self.comparison.configs)
        return month if 0 < month < horizon else horizon

    def by(self, month: int) -> Comparison:
        """The comparison as it stands at the end of so many months, in completed mobilities; from the runs that are there."""
        months, whole = self.months(month), self.comparison
        if months == min(config.horizon for config in whole.configs):
            return whole
        if months not in self._by:
            done = whole.runs.monthly[OUTCOME]
            so_far = np.stack([safest.up_to(each, months) for each in done])
            monthly = {name: values[:, :, :months] for name, values in whole.runs.monthly.items()}
            runs = replace(whole.runs, totals=whole.runs.totals | {OUTCOME: so_far}, monthly=monthly)
            configs = [replace(config, horizon=months) for config in whole.configs]
            self._by[months] = Comparison(whole.scenario, whole.designs, configs, runs)
        return self._by[months]

    @property
    def names(self) -> list[str]:
        """What the designs are called."""
        return [design.name for design in self.comparison.designs]

    @cached_property
    def table(self) -> pd.DataFrame:
        """Every indicator of every design against the first."""
        return comparison_table([self.comparison], PRECISION)

    def shared(self, indicator: str) -> npt.NDArray[np.bool_]:
        """The worlds in which an indicator is defined for every design (one that never has it aside), as tables count them."""
        defined = ~np.isnan(self.comparison.runs.totals[indicator])
        some = defined[defined.any(axis=1)]
        return np.asarray(some.all(axis=0) if len(some) else np.zeros(defined.shape[1], bool))

    def spread(self, indicator: str, position: int) -> tuple[float, float, float, int]:
        """Mean over the worlds that the designs share, 5 % and 95 % quantile, and number of those worlds."""
        values = self.comparison.values(indicator, position)[self.shared(indicator)]
        if not values.size or np.isnan(values).all():
            return np.nan, np.nan, np.nan, 0
        low, high = np.quantile(values, (0.05, 0.95))
        return float(values.mean()), float(low), float(high), int(values.size)

    @cached_property
    def bands(self) -> dict[str, list[tuple[Array, Array, Array]]]:
        """Mean, 5 % and 95 % quantile by month of the two cumulative pictures, for every design."""
        found = {}
        for name in ("matches", OUTCOME):
            curves = self.comparison.cumulative[name]
            found[name] = [(each.mean(axis=0), *statistics.bands(each, (0.05, 0.95))) for each in curves]
        return found

    @cached_property
    def differences(self) -> list[tuple[Array, Array, Array]]:
        """Mean difference from the first design by month with its 95 % interval, for every other design.

        The last month is the answer itself: its interval is that of the sentence above.
        """
        curves = self.comparison.cumulative[OUTCOME]
        found = [statistics.mean_band(each - curves[0]) for each in curves[1:]]
        for (mean, low, high), whole in zip(found, self.comparison.outcomes[1:], strict=True):
            mean[-1], low[-1], high[-1] = whole.estimate, whole.low, whole.high
        return found


_answers: "OrderedDict[str, Answer]" = OrderedDict()
_lock = threading.Lock()


def known(plan: Plan) -> Answer | None:
    """The answer, where somebody has lately asked the same."""
    with _lock:
        found = _answers.get(plan.key)
        if found:
            _answers.move_to_end(plan.key)
        return found


def answer(plan: Plan, job: Job) -> Answer:
    """Simulate a plan. Raises :class:`~analysis.dashboard.jobs.StoppedError` when it is no longer wanted."""
    if found := known(plan):
        return found
    configs = configurations(plan)
    comparison = compare(
        title(plan), designs(plan), configs, plan.uncertainty.name, progress=job.progress, run=designs_run.run
    )
    found = Answer(plan, comparison)
    job.check()
    _prepare(found)
    with _lock:
        _answers[plan.key] = found
        while len(_answers) > 1 and (len(_answers) > MOST_KEPT or _size() > MOST_BYTES):
            _answers.popitem(last=False)
    return found


def _size() -> int:
    """Bytes of all that is kept; months stand in it twice, as they are and summed up."""
    return 2 * sum(designs_run.size(each.comparison.runs) for each in _answers.values())


def _prepare(found: Answer) -> None:
    """Compute in this thread what the first pictures need, so that the server's own thread only draws."""
    _ = found.comparison.outcomes, found.comparison.ahead, found.bands, found.differences
