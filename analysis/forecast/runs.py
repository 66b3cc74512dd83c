"""The forecasts of some schemes: the model's worlds, the other sources, and the scores where the outcome is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analysis.forecast.settings import Case
from analysis.forecasting.counts import Count, count_of, planned_end, with_horizon
from analysis.forecasting.ensembles import Ensemble, ensemble
from analysis.forecasting.pool import fitted_weights, weight_of
from analysis.forecasting.scoring import COLUMNS, scores_of
from analysis.forecasting.sources import Sample, alone, with_pool
from sim.evidence.outside_view import OutsideView, of
from sim.parameters import Config
from sim.progress import bar
from sim.runs.ahead import together

EARLY = 18
"""A month that is shown of every scheme."""


@dataclass(frozen=True)
class Forecast:
    """A scheme's forecast. ``samples``: of the persons who moved, by source; ``weight``: of the model in the pool."""

    config: Config
    count: Count
    found: Ensemble
    view: OutsideView
    samples: dict[str, Sample]
    weight: float

    @property
    def months(self) -> list[int]:
        """Months up to which the model's moved persons are shown: a quota of late months is counted in these only."""
        if self.count.window:
            return [self.count.month]
        return sorted({self.count.month, EARLY, planned_end(self.config), self.found.horizon})

    def moved(self, month: int) -> Sample:
        """The model's sample of the persons who moved by this month."""
        return Sample(self.found.moved(month, self.count.planned, self.count.window), self.found.weights)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """The scores of every source; no row where no outcome is known."""
        return scores_of(self.count, self.samples, self.weight)


@dataclass(frozen=True)
class Found:
    """All forecasts; ``fitted``: whether the weights of the pool are fitted to a record."""

    forecasts: list[Forecast]
    draws: int
    seed: int
    fitted: bool

    @property
    def scores(self) -> pd.DataFrame:
        """The scores of all schemes."""
        known = [each.scores for each in self.forecasts if len(each.scores)]
        return pd.concat(known, ignore_index=True) if known else pd.DataFrame(columns=list(COLUMNS))


def forecast(cases: Sequence[Case], draws: int) -> Found:
    """Every case over so many worlds. A scheme's numbers do not depend on which others are asked for."""
    fitted, forecasts = fitted_weights(), []
    first = cases[0].config
    with together(draws * len(cases)):
        for case in cases:
            count = count_of(case.config, changed=not case.real)
            config = with_horizon(case.config, count.month, EARLY, planned_end(case.config))
            with bar(f"{config.scenario}: runs") as progress:
                left_out = count.scheme if count.learned else ""
                found = ensemble(config, draws, config.seed, config.workers, left_out, progress)
            view, weight = of(config), weight_of(count.scheme, count.learned, fitted)
            samples = with_pool(alone(count, found, view), weight)
            forecasts.append(Forecast(config, count, found, view, samples, weight))
    return Found(forecasts, draws, first.seed, bool(fitted))
