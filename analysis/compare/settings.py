"""What a comparison can be asked: its settings, examples and tables, and what is refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analysis.command.asked import as_names, refuse_namesakes
from analysis.command.declare import Request, names, setting
from analysis.worlds.settings import Budget, Design, Uncertainty
from sim.parameters import Config


@dataclass
class Settings:
    """What can be set besides the configuration."""

    scenario: Any = names(["baseline"], "Scenario, or a list of them: scenario=palim,homere")
    designs: Any = names(
        ["three_year", "five_year"],
        "Designs to compare; the first is the reference. Give names or files (or a folder of files), or write them out: designs.short='design.duration_years=3'",
    )
    budget: Budget = setting(
        Budget.same_total, None, None, "category", "Budget basis: the same in total, or the same per year of funding"
    )
    uncertainty: Uncertainty = setting(
        Uncertainty.both, None, None, "category", "What differs between replicates, and so what the intervals cover"
    )
    precision: float = setting(
        0.05, 1e-4, 1.0, "share", "Wanted half-width of a difference's interval, as a share of the reference's mean"
    )
    turning: int = setting(
        60, 0, 10_000, "runs", "Replicates used to find what would turn the answer round; 0: skip this step"
    )


TAKES = "about 10 seconds"
"""Time with the defaults on two cores, for the help and the documentation."""
EXAMPLES = (
    "python -m analysis.compare scenario=covid_shock designs=three_year,five_year budget=same_total",
    "python -m analysis.compare scenario=palim,homere designs=rigid,flexible replicates=500",
    "python -m analysis.compare scenario=covid_shock designs.short='design.duration_years=3 design.flexibility=0.2'"
    " designs.long='design.duration_years=5'",
    "python -m analysis.compare designs=three_year,five_year budget=same_annual uncertainty=chance shock.month=14",
)

TABLES = {
    "comparison.csv": "scenario x design x indicator: means, difference with 95 % interval, probability, correlation",
    "monthly.csv": "scenario x design x indicator x month: mean, quantiles, difference from the reference",
    "runs.parquet": "scenario x design x replicate: every indicator",
    "dates.csv": "scenario x design x date x indicator: spread of the worlds, what to promise, difference from the reference",
    "hangs_on.csv": "the uncertain parameters on which the difference hangs most",
    "turning.csv": "the difference under each changed condition, to find what would turn the answer round",
    "report.html": "the answer, pictures and tables on one page; figures/ as SVG and PNG",
    "settings.yaml, run.json": "the settings; versions, hashes of the sources, seed, command, time",
}


@dataclass(frozen=True)
class Asked:
    """What is compared: the designs, and by scenario a configuration of each."""

    designs: list[Design]
    configs: Mapping[str, list[Config]]

    @property
    def first(self) -> Config:
        """The first design in the first scenario."""
        return next(iter(self.configs.values()))[0]


def asked(request: Request) -> Asked:
    """What a user wants compared. Raises :class:`UserError` for what cannot be."""
    from analysis.worlds.designs import chosen_designs, configured  # heavy: Hydra

    settings = request.settings
    scenarios = as_names(settings.scenario, "scenario")
    designs = chosen_designs(settings.designs, least=2)
    configs = {
        scenario: [configured(request, scenario, each, settings.budget) for each in designs] for scenario in scenarios
    }
    refuse_namesakes([each[0].scenario for each in configs.values()])
    return Asked(designs, configs)
