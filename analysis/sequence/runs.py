"""The runs behind a sequence: every plan in the same worlds, month by month.

A world has the same shared parameters, the same month and severity of a shock, and the same chance for every plan: plans have
the same results until the month in which they first act differently. Where schemes run at once, the first of them is the scheme of the other
plans. Each of the others has its own chance, and its own values of what varies between schemes (:func:`sim.runs.draws.draw`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.sequence.plans import GATED, UNGATED, Plan, Plans
from analysis.sequence.settings import Asked, Settings
from analysis.worlds.experiments import Experiment, Progress, Runs, run
from analysis.worlds.settings import Uncertainty
from analysis.worlds.worlds import CHANCE_APART, SHOCK_MONTH, SHOCK_SEVERITY, sample_shocks
from sim.parameters import Config
from sim.runs.draws import draw
from sim.runs.sets import stack
from sim.runs.store import Store

Array = npt.NDArray[np.float64]
Columns = dict[str, npt.NDArray[Any]]

COMPLETED, DEPARTURES, SELF_FINANCED, COST, COORDINATION = (
    "completed_mobilities", "departures", "completed_self_financed", "public_cost", "spent_coordination",
)  # fmt: skip
MONTHLY = (COST, DEPARTURES, COMPLETED)
PHASES = "phases_run"
PLANNED = ("design.duration_years", "design.places")
"""What a plan decides, so that it is never drawn."""


@dataclass(frozen=True)
class Worlds:
    """The worlds: the shock of each (month -1: none), and by scheme that runs at once what is drawn of it (worlds)."""

    month: npt.NDArray[np.int64]
    severity: Array
    drawn: list[Columns]
    luck: bool

    def __len__(self) -> int:
        return len(self.month)

    def columns(self, scheme: int, parts: Mapping[str, float]) -> Columns:
        """Everything that differs between worlds, for a scheme that has these parts of the scenario's values."""
        drawn = {name: values * parts.get(name, 1.0) for name, values in self.drawn[scheme].items()}
        return drawn | {SHOCK_MONTH: self.month, SHOCK_SEVERITY: self.severity}

    def chance(self, scheme: int) -> npt.NDArray[np.int64]:
        """The number of the replicate, by world."""
        own = np.arange(len(self)) if self.luck else np.zeros(len(self), np.int64)
        return own + CHANCE_APART * scheme


@dataclass(frozen=True)
class Course:
    """What came of a plan: ``totals`` by indicator (worlds), ``monthly`` (worlds, months); summed over schemes that run at once."""

    plan: Plan
    totals: dict[str, Array]
    monthly: dict[str, Array]


@dataclass(frozen=True)
class Found:
    """All courses: the plans compared, the levels of the gate from low to high, and the first scheme of the two alone."""

    worlds: Worlds
    plans: list[Course]
    gates: dict[float, Course]
    alone: Course
    runs: Runs

    @property
    def ungated(self) -> Course:
        """Two schemes, the second in any case."""
        return self.gates[0.0]


def sample(asked: Asked, settings: Settings) -> Worlds:
    """So many worlds for the scenario, whatever plans are compared."""
    config, number = asked.config, settings.worlds
    month, severity = sample_shocks(number, config.seed, settings.shock_probability, settings.shock_months)
    drawn: list[Columns] = [{} for _ in range(settings.schemes)]
    if settings.uncertainty != Uncertainty.chance:
        for scheme, mine in enumerate(drawn):
            found = draw(config.scenario, number, config.seed, scheme=scheme).columns(config)
            mine |= {
                name: values for name, values in found.items() if name not in (*PLANNED, SHOCK_MONTH, SHOCK_SEVERITY)
            }
    return Worlds(month, severity, drawn, settings.uncertainty != Uncertainty.parameters)


def simulate(
    asked: Asked, plans: Plans, settings: Settings, progress: Progress | None = None, store: Store | None = None
) -> Found:
    """Every plan in every world."""
    worlds, compared, levels = sample(asked, settings), plans.compared, plans.levels
    wanted = list(dict.fromkeys([*MONTHLY, SELF_FINANCED, COORDINATION, PHASES, settings.outcome]))
    courses, runs = run_plans(plans.every, worlds, asked.config, wanted, progress, store)
    by_name = {course.plan.name: course for course in courses}
    gates = {0.0: by_name[UNGATED], settings.gate: by_name[GATED]} | {
        gate: by_name[each.name] for gate, each in levels.items()
    }
    return Found(worlds, courses[: len(compared)], dict(sorted(gates.items())), courses[-1], runs)


def run_plans(
    plans: Sequence[Plan], worlds: Worlds, config: Config, wanted: Sequence[str], progress: Progress | None = None,
    store: Store | None = None,
) -> tuple[list[Course], Runs]:  # fmt: skip
    """Run these plans in these worlds. ``config``: whose seed and workers count."""
    schemes = [(plan, place, scheme) for plan in plans for place, scheme in enumerate(plan.schemes)]
    columns = [worlds.columns(place, plan.parts) for plan, place, _ in schemes]
    experiment = Experiment(
        stack([scheme for _, _, scheme in schemes]), np.repeat(np.arange(len(schemes)), len(worlds)),
        {name: np.concatenate([each[name] for each in columns]) for name in columns[0]},
        np.concatenate([worlds.chance(place) for _, place, _ in schemes]), every_phase=True,
    )  # fmt: skip
    runs = run(
        experiment, 1, config.seed, workers=config.workers, indicators=wanted, monthly=MONTHLY, progress=progress, store=store,
        counted=("worlds", len(worlds)),
    )  # fmt: skip
    found, first = [], 0
    for plan in plans:
        last = first + len(plan.schemes) * len(worlds)
        parts = (len(plan.schemes), len(worlds), -1)
        totals = {name: values[first:last].reshape(parts).sum(axis=0)[:, 0] for name, values in runs.totals.items()}
        monthly = {name: values[first:last].reshape(parts).sum(axis=0) for name, values in runs.monthly.items()}
        found.append(Course(plan, totals, monthly))
        first = last
    return found, runs
