"""What can be asked of the bottlenecks: settings, examples and tables, and what is refused."""

from dataclasses import dataclass
from typing import Any

from analysis.bottlenecks.constraints import Constraint, chosen_constraints
from analysis.command.asked import as_names, refuse_namesakes
from analysis.command.declare import Request, names, setting
from analysis.worlds.pilots import PILOTS
from analysis.worlds.settings import Uncertainty
from sim.parameters import Config


@dataclass
class Settings:
    """Settings of the command."""

    scenario: Any = names(list(PILOTS), "Scenario, or a list of them (the six pilots)")
    constraints: Any = names(["all"], "Constraints to relax, by name (all)")
    replicates: int = setting(
        100,
        1,
        1_000_000,
        "runs",
        "Worlds in which every scenario and relaxation is run; with uncertainty=chance, runs of the one world that it states",
    )
    uncertainty: Uncertainty = setting(
        Uncertainty.both, None, None, "category", "What differs between replicates, and so what the intervals cover"
    )
    repeats: int = setting(
        4, 1, 10_000, "runs", "With uncertainty=both: runs of each world, whose mean is compared and ranked"
    )


TAKES = "about three minutes"
"""Time with the defaults on two cores, for the help and the documentation."""
EXAMPLES = (
    "python -m analysis.bottlenecks",
    "python -m analysis.bottlenecks scenario=baseline uncertainty=chance",
    "python -m analysis.bottlenecks scenario=palim replicates=500",
    "python -m analysis.bottlenecks scenario=palim,homere shock=none",
    "python -m analysis.bottlenecks scenario=thamm constraints=training_seats,permit_capacity,money",
    "python -m analysis.bottlenecks scenario=talent_partnership replicates=20",
)
TABLES = {
    "bottlenecks.csv": "constraint x relaxation x outcome: person-months waited, gain with 95 % interval, cost, how often among the two strongest",
    "sides.csv": "the same for whole sides (hosts, candidates, state, money, partnership), all of a side relaxed at once",
    "ranks.parquet": "constraint or side x relaxation x world: completed mobilities gained, and rank",
    "waiting.csv": "person-months waited by cause and stage",
    "binding.csv": "the binding constraint of each scenario",
    "report.html, figures/": "the answer, tables and pictures; one page, no network needed",
}


@dataclass(frozen=True)
class Asked:
    """The scenarios, and the constraints to relax in each."""

    configs: list[Config]
    constraints: tuple[Constraint, ...]


def asked(request: Request) -> Asked:
    """What a user wants relaxed, and where. Raises :class:`UserError` for what there is not."""
    settings = request.settings
    constraints = chosen_constraints(as_names(settings.constraints, "constraints"))
    replicates = f"replicates={settings.replicates}"
    configs = [request.configure(name, replicates) for name in as_names(settings.scenario, "scenario")]
    refuse_namesakes([config.scenario for config in configs])
    return Asked(configs, constraints)
