"""What can be asked of robustness: settings, examples and tables, and what is refused."""

from dataclasses import dataclass
from typing import Any

from analysis.command.asked import indicator, one_scenario
from analysis.command.declare import Request, names, setting
from analysis.worlds.settings import Budget, Design, Method, Uncertainty
from analysis.worlds.target import Target, parsed_target
from sim.errors import UserError
from sim.indicators import BY_NAME
from sim.parameters import Config

LEAST_WORLDS = 8


@dataclass
class Settings:
    """Settings of the command."""

    scenario: Any = names(["baseline"], "Scenario around which worlds are sampled (baseline)")
    designs: Any = names(["three_year", "five_year", "flexible", "prepared"],
                         "Designs, by name, as files (or a folder of files), or written out: designs.short='design.duration_years=3'")  # fmt: skip
    budget: Budget = setting(Budget.same_total, None, None, "category", "Budget basis")
    worlds: int = setting(1024, LEAST_WORLDS, 1_000_000, "worlds", "Plausible worlds")
    replicates: int = setting(4, 1, 100_000, "runs", "Replicates of every design in every world")
    method: Method = setting(Method.lhs, None, None, "category", "Latin hypercube or Sobol sample")
    uncertainty: Uncertainty = setting(
        Uncertainty.both,
        None,
        None,
        "category",
        "What differs between worlds besides the shock: chance, parameters, or both",
    )
    outcome: str = setting("completed_mobilities", None, None, "indicator", "Indicator by which designs are judged")
    target: str = setting("completed_mobilities >= 30", None, None, "text", "Target that a satisfactory design meets")
    shock_probability: float = setting(0.5, 0.0, 1.0, "probability", "Probability of a shock during the funding")
    price_worlds: int = setting(
        256,
        0,
        1_000_000,
        "worlds",
        "Worlds in which prices that are assumptions are halved and doubled; 0: skip this step",
    )


TAKES = "about 15 seconds"
"""Time with the defaults on two cores, for the help and the documentation."""
EXAMPLES = (
    "python -m analysis.robustness",
    "python -m analysis.robustness scenario=palim designs=rigid,flexible,five_year target='completed_mobilities >= 15'",
    "python -m analysis.robustness outcome=cost_per_completed budget=same_annual worlds=1000 replicates=10",
    "python -m analysis.robustness designs.short='design.duration_years=2' designs.long='design.duration_years=6'",
    "python -m analysis.robustness method=sobol worlds=2048 shock_probability=0.2 recognition=friction",
)
TABLES = {
    "regret.csv": "world x design: the outcome and its regret against the best design there",
    "regret_summary.csv": "design: mean outcome; mean, 90th-percentile and maximum regret; share of worlds where it is best, and where it meets the target",
    "value_of_information.csv": "uncertainty: what knowing it before choosing would add to the outcome, with interval",
    "prices.csv": "price that is an assumption x factor x design: outcome and regret if it halves or doubles, and whether the ranking changes",
    "worlds.parquet": "world: its shock and its parameters",
    "report.html, figures/": "the answer, tables and pictures; one page, no network needed",
}


@dataclass(frozen=True)
class Asked:
    """What is judged: designs with a configuration each, the outcome, whether more of it is better (+1) or less (-1), the target."""

    designs: list[Design]
    configs: list[Config]
    outcome: str
    better: int
    target: Target


def asked(request: Request) -> Asked:
    """What a user wants judged, and by what. Raises :class:`UserError` for what cannot be."""
    from analysis.worlds.designs import chosen_designs, configured  # heavy: Hydra

    settings = request.settings
    outcome = indicator(settings.outcome, "outcome")
    better = BY_NAME[outcome].better
    if better == 0:
        raise UserError(f"outcome: of {outcome} neither more nor less is better: choose e.g. completed_mobilities")
    target = parsed_target(settings.target)
    scenario = one_scenario(settings.scenario)
    designs = chosen_designs(settings.designs, least=2)
    request.overrides.append(f"replicates={settings.replicates}")
    configs = [configured(request, scenario, design, settings.budget) for design in designs]
    return Asked(designs, configs, outcome, better, target)
