"""The steps of a sensitivity analysis: a screening where there are many factors, the sample, its runs."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import Protocol

import pandas as pd

from analysis.sensitivity.factors import OTHERS, Factor, chosen_factors
from analysis.sensitivity.indices import MORRIS
from analysis.sensitivity.runs import Progress, Study, grouped, screened, simulate, study
from analysis.sensitivity.settings import SAMPLES, SCREENED, Asked, Groups, Settings
from sim.runs.store import Store

SCREENING = "screening"
"""What the runs of the screening are called."""


class Watch(Protocol):
    """Whoever follows the steps: says what begins, measures it, shows how far it is."""

    def phase(self, name: str) -> AbstractContextManager[None]:
        """A step that runs nothing."""

    def runs(self, name: str, planned: Study) -> AbstractContextManager[Progress | None]:
        """The runs of a sample; gives a callable that is told how far they are."""


@dataclass(frozen=True)
class Plan:
    """Factors in their groups, the parameters left as they are, the method, and the size of its sample."""

    factors: list[Factor]
    left: list[str]
    method: str
    size: int


@dataclass(frozen=True)
class Explained:
    """A study whose runs are done, and the indices of the screening before it, where there was one."""

    study: Study
    screening: pd.DataFrame | None


def plan(asked: Asked, settings: Settings) -> Plan:
    """What is to be run. Raises :class:`UserError` for factors that there are not, or a size that the method cannot use."""
    factors, left = chosen_factors(asked.config, asked.factors, settings.shock_probability)
    factors = grouped(factors, settings.groups.name)
    size = settings.samples or SAMPLES[settings.method]
    study(asked.config, factors[:1], settings.method.name, size)  # refuses the size before anything is run
    return Plan(factors, left, settings.method.name, size)


def explain(asked: Asked, planned: Plan, settings: Settings, store: Store, watch: Watch) -> Explained:
    """Run a plan; with more factors than are kept, screen all and put the others into one group."""
    factors, screening = planned.factors, None
    if settings.method in SCREENED and settings.groups == Groups.none and 0 < settings.keep < len(factors):
        first = study(asked.config, factors, MORRIS, settings.screening)
        with watch.runs(SCREENING, first) as progress:
            simulate(first, asked, False, store, progress)
        with watch.phase("choosing factors"):
            kept, screening = screened(first, settings.keep)
        factors = [each if each.name in kept else replace(each, group=OTHERS) for each in factors]
    with watch.phase("sample"):
        whole = study(asked.config, factors, planned.method, planned.size, settings.second_order)
    with watch.runs(planned.method, whole) as progress:
        simulate(whole, asked, settings.by_month, store, progress)
    return Explained(whole, screening)
