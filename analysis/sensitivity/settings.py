"""What can be asked of a sensitivity analysis: settings, examples and tables, and what is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from analysis.command.asked import as_names, indicator, one_scenario
from analysis.command.declare import Request, names, setting
from analysis.sensitivity.outputs import DATES, HORIZON, checked_dates, dates_of, named
from sim.errors import UserError
from sim.parameters import Config


class Method(IntEnum):
    """How sensitivity is measured."""

    sobol = 0
    morris = 1
    pawn = 2
    delta = 3


class Groups(IntEnum):
    """What is varied together."""

    none = 0
    dimensions = 1
    sections = 2


class OnError(IntEnum):
    """What happens when a run fails."""

    stop = 0
    keep_going = 1


SAMPLES = {Method.sobol: 1024, Method.morris: 64, Method.pawn: 4096, Method.delta: 2048}
"""Sizes of samples where none is given."""
SCREENED = (Method.sobol, Method.delta)
"""Methods whose cost grows with the number of factors."""


@dataclass
class Settings:
    """Settings of the command."""

    scenario: Any = names(["baseline"], "Scenario around which parameters are varied (baseline)")
    method: Method = setting(Method.sobol, None, None, "category", "Sobol indices, Morris screening, PAWN or delta")
    samples: int = setting(0, 0, 1_000_000, "units", "Size of the sample: Sobol base points (a power of two), Morris trajectories,"
                           " points; 0: 1024, 64, 4096, 2048 for the four methods")  # fmt: skip
    replicates: int = setting(4, 1, 100_000, "runs", "Replicates of every parameter set, the same in all")
    factors: Any = names(["dimensions", "influential"],
                         "Parameters to vary: names, patterns (shock.*), dimensions, influential (the ten uncertain parameters that matter most), uncertainties (all of them);"
                         " ranges: factors.design.places='30 to 90'")  # fmt: skip
    groups: Groups = setting(Groups.none, None, None, "category", "What to vary together: the planner's five dimensions, or sections of the registry (morris, sobol)")  # fmt: skip
    keep: int = setting(20, 0, 1000, "factors", "Factors that sobol and delta look at one by one after a Morris screening of all; 0: all")  # fmt: skip
    screening: int = setting(16, 4, 100_000, "trajectories", "Trajectories of this Morris screening")
    indicators: Any = names(["matches", "completed_mobilities"], "Indicators to explain")  # fmt: skip
    dates: Any = names(DATES, "When they are read: months such as 18, planned_end (of the funding of each run), horizon (the last month simulated)")  # fmt: skip
    spread: bool = setting(False, None, None, "switch", "Also explain how much the indicators differ between replicates")  # fmt: skip
    second_order: bool = setting(True, None, None, "switch", "Also compute Sobol indices of pairs")
    by_month: bool = setting(True, None, None, "switch", "Also compute indices for every month")
    precision: float = setting(0.05, 1e-4, 1.0, "0-1", "Half-width of the main index's interval that counts as precise enough (Morris: as a share of the largest effect)")  # fmt: skip
    shock_probability: float = setting(
        0.5, 0.0, 1.0, "probability", "Probability of a shock, where its month is varied"
    )
    on_error: OnError = setting(OnError.stop, None, None, "category", "When a run fails: stop, or run all others first")


TAKES = "about two minutes"
"""Time with the defaults on two cores, for the help and the documentation."""
EXAMPLES = (
    "python -m analysis.sensitivity scenario=baseline method=sobol samples=1024",
    "python -m analysis.sensitivity method=morris samples=100 groups=dimensions",
    "python -m analysis.sensitivity scenario=palim method=pawn 'factors=recognition.months,shock.*'",
    "python -m analysis.sensitivity factors=dimensions factors.design.duration_years='2 to 5' replicates=10",
    "python -m analysis.sensitivity indicators=departures dates=12,24,36,48 method=delta samples=1024",
    "python -m analysis.sensitivity factors=uncertainties,dimensions keep=12",
)
TABLES = {
    "indices.csv": "output (matches@18, matches@planned_end, matches) x parameter x index: value with 95 % interval; parameter 'noise': share of chance",
    "screening.csv": "Morris indices of all factors, where sobol or delta look only at some of them",
    "convergence.csv": "output x size x parameter: the main index on parts of the sample",
    "months.csv": "output x month x parameter: indices over time",
    "effects.csv": "output x parameter x value: mean of the output (direction, not only strength)",
    "factors.csv": "parameter: range, unit, group, meaning",
    "sample.parquet": "parameter set: value of every factor, every output",
    "failures.csv": "runs that failed, each with its error and the command that repeats it; written only if a run failed",
    "report.html, figures/": "the answer, tables and pictures; one page, no network needed",
}


@dataclass(frozen=True)
class Asked:
    """The configuration around which factors are varied, the factors as asked for, what is explained and when it is read."""

    config: Config
    factors: Sequence[str] | Mapping[str, str]
    indicators: list[str]
    dates: Sequence[str] = (HORIZON,)
    spread: bool = False
    """Whether the spread of the indicators between replicates is explained, too."""

    @property
    def outputs(self) -> list[str]:
        """What is explained, the dates of each indicator in the order of time."""
        return [named(name, date) for name in self.indicators for date in dates_of(name, self.dates)]


def asked(request: Request) -> Asked:
    """What is varied, and what is explained. Raises :class:`UserError` for what cannot be."""
    settings = request.settings
    scenario = one_scenario(settings.scenario)
    indicators = [indicator(name, "indicators") for name in as_names(settings.indicators, "indicators")]
    if settings.groups != Groups.none and settings.method not in (Method.morris, Method.sobol):
        raise UserError(
            f"groups: {settings.method.name} looks at single factors; groups need method=morris or method=sobol"
        )
    factors = settings.factors if isinstance(settings.factors, dict) else as_names(settings.factors, "factors")
    config = request.configure(scenario, f"replicates={settings.replicates}", "journeys=0")
    dates = checked_dates(as_names(settings.dates, "dates"), config)
    return Asked(config, factors, indicators, dates, settings.spread)
