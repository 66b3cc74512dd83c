"""What can be asked of discovery: settings, examples and tables, and what is refused."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from analysis.command.asked import as_names, indicator, one_scenario
from analysis.command.declare import Request, names, setting
from analysis.worlds.settings import Budget, Design, Method
from analysis.worlds.target import OWN, Target, parsed_target
from sim.errors import UserError
from sim.indicators import BY_NAME
from sim.parameters import Config
from sim.setup.catalogue import GROUPS, group_options

LEAST_WORLDS = 100


class Of(IntEnum):
    """What of a world's replicates is judged."""

    mean = 0
    probability = 1


class Undefined(IntEnum):
    """What becomes of a world in which the target is undefined: left out, counted as meeting it, or refused."""

    left_out = 0
    counted = 1
    refused = 2


@dataclass
class Settings:
    """Settings of the command."""

    scenario: Any = names(["baseline"], "Scenario around which worlds are sampled (baseline)")
    target: str = setting("five_year - three_year < 0", None, None, "text",
                          "What to look for: a comparison of indicators, designs, or indicators of designs (design.indicator)")  # fmt: skip
    outcome: str = setting(
        "completed_mobilities", None, None, "indicator", "Indicator that is meant where the target names only a design"
    )
    designs: Any = names(
        [],
        "Further designs, as files or written out: designs.short='design.duration_years=2' (designs that already have a name need not be listed)",
    )
    budget: Budget = setting(Budget.same_total, None, None, "category", "Budget basis of designs named in the target")
    factors: Any = names(["uncertain"], "What differs between worlds: uncertain (all uncertain parameters and the shock),"
                         " names or patterns of parameters and levers, e.g. [uncertain,design.flexibility,markets.*]")  # fmt: skip
    worlds: int = setting(
        8192,
        LEAST_WORLDS,
        1_000_000,
        "worlds",
        "Plausible worlds; one half is used to find the conditions, the other half to test them",
    )
    replicates: int = setting(6, 1, 100_000, "runs", "Replicates of every design in every world")
    of: Of = setting(
        Of.mean,
        None,
        None,
        "category",
        "What is judged: the mean over a world's replicates, or in how many of them the target is met",
    )
    probability: float = setting(
        0.5, 0.0, 1.0, "share", "With of=probability: smallest share of replicates that must meet the target"
    )
    undefined: Undefined = setting(
        Undefined.left_out, None, None, "category", "What to do with worlds in which the target is undefined"
    )
    boxes: int = setting(3, 1, 10, "boxes", "Largest number of boxes to look for, one after another")
    density: float = setting(
        0.0, 0.0, 1.0, "share", "Take the largest box of at least this density; 0: the best contrast"
    )
    depth: int = setting(3, 1, 4, "questions", "Largest depth of the tree")
    resamples: int = setting(
        20, 0, 1000, "samples", "Random halves of the worlds in which the search for boxes is repeated"
    )
    method: Method = setting(Method.lhs, None, None, "category", "Latin hypercube or Sobol sample")
    shock_probability: float = setting(0.5, 0.0, 1.0, "probability", "Probability of a shock during the funding")


TAKES = "about a minute"
"""Time with the defaults on two cores, for the help and the documentation."""
EXAMPLES = (
    "python -m analysis.discovery target='completed_mobilities < 20'",
    "python -m analysis.discovery target='five_year - three_year < 0' scenario=palim",
    "python -m analysis.discovery target='five_year.matches - three_year.matches < 0' budget=same_annual density=0.7",
    "python -m analysis.discovery target='public_cost / completed_mobilities > 50000' factors=uncertain,design.flexibility",
    "python -m analysis.discovery designs.short='design.duration_years=2' target='short < default' of=probability probability=0.8",
)
TABLES = {
    "boxes.csv": "box x limited parameter: its limits; coverage, density and reliability of the box",
    "trajectory.csv": "box x step: coverage against density on the way to each box",
    "leaves.csv": "leaf of the tree: its conditions, share of worlds that meet the target",
    "worlds.parquet": "world: its factors, value of the target, whether it is met",
    "report.html, figures/": "the answer, tables and pictures; one page, no network needed",
}


@dataclass(frozen=True)
class Asked:
    """The target, the designs it names (the scenario's own left out), a configuration of each, and what varies."""

    target: Target
    designs: list[Design]
    configs: list[Config]
    factors: list[str]


def asked(request: Request) -> Asked:
    """What is looked for, and where. Raises :class:`UserError` for what cannot be."""
    from analysis.worlds.designs import configured  # heavy: Hydra

    settings = request.settings
    target, designs = targeted(settings)
    request.overrides.append(f"replicates={settings.replicates}")
    scenario = one_scenario(settings.scenario)
    by_name = {design.name: design for design in designs}
    configs = [
        request.configure(scenario) if name == OWN else configured(request, scenario, by_name[name], settings.budget)
        for name in target.designs
    ]
    return Asked(target, designs, configs, as_names(settings.factors, "factors"))


def targeted(settings: Settings) -> tuple[Target, list[Design]]:
    """The target and the designs it names, the scenario's own left out. Raises :class:`UserError`."""
    from analysis.worlds.designs import chosen_designs, named  # heavy: Hydra

    outcome = indicator(settings.outcome, "outcome")
    own = {design.name: design for design in chosen_designs(settings.designs, least=0)}
    for name in own:
        if name in BY_NAME:
            raise UserError(f"designs.{name}: this is the name of an indicator: choose another")
    known = [*own, *(option for group in GROUPS for option in group_options(group))]
    target = parsed_target(settings.target, outcome, known)
    for name in own:
        if name not in target.designs:
            raise UserError(f"designs: the target '{target}' does not name {name}")
    return target, [own.get(name) or named(name) for name in target.designs if name != OWN]
