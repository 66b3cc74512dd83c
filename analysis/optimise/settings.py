"""What can be asked of the search: settings, examples and tables, and what is refused."""

from dataclasses import dataclass
from typing import Any

from analysis.command.asked import as_names, one_of, one_scenario
from analysis.command.declare import Request, names, setting
from analysis.optimise.levers import Space, space
from analysis.optimise.objectives import Wanted, wanted
from analysis.worlds.settings import Uncertainty
from sim.errors import UserError
from sim.parameters import LEVER, Config, parameters
from sim.reporting.wording import budget

ALL = "all"
USUAL = (
    "design.duration_years", "design.budget_total", "design.places", "design.flexibility", "design.signed_share",
    "design.signed_by.institution", "design.host_staff", "design.facilitation_staff", "design.preparation_months",
    "design.training_months", "design.reserve_share", "design.pipeline",
)  # fmt: skip
"""The levers that planners ask about first: time, money, size, who signs, who works for it, and what comes first."""
OBJECTIVES = ("completed_mobilities", "public_cost", "completed_mobilities_worst_tenth")
LEAST_RUNS = 1000


@dataclass
class Settings:
    """Settings of the command."""

    scenario: Any = names(["baseline"], "Scenario in which designs are sought (baseline)")
    objectives: Any = names(
        list(OBJECTIVES),
        "What is wanted, two to four: totals, or these followed by _worst_tenth, _p10 or _regret, or target_met",
    )
    levers: Any = names(list(USUAL), "Levers that may change, by name; all: every one")
    ceilings: str = setting(
        "", None, None, "text", "What must hold, e.g. 'public_cost <= 1200000'; several with a semicolon between"
    )
    certainty: float = setting(0.9, 0.0, 1.0, "share", "Share of the worlds in which each ceiling must hold")
    target: str = setting("", None, None, "text", "Target of target_met, e.g. 'completed_mobilities >= 30'")
    money: float = setting(
        0.0, 0.0, 1e10, "EUR", "Public money for which the page names a design; 0: the scenario's budget"
    )
    more: float = setting(
        100_000.0, 1.0, 1e10, "EUR", "Further money of which the page says what it buys, and where to save it first"
    )
    runs: int = setting(300_000, LEAST_RUNS, 1_000_000_000, "runs", "Runs that the search may take")
    population: int = setting(64, 8, 10_000, "designs", "Designs in a generation")
    worlds: int = setting(
        1000, 50, 1_000_000, "worlds", "Worlds in which the designs found are tried again and reported"
    )
    shown: int = setting(12, 2, 100, "designs", "Designs that are shown, at most")
    shock_probability: float = setting(
        0.0, 0.0, 1.0, "probability", "Probability of a shock, besides that of the scenario"
    )
    uncertainty: Uncertainty = setting(
        Uncertainty.both, None, None, "category", "What differs between worlds besides the shock: chance, parameters, or both"
    )  # fmt: skip


TAKES = "about 3 minutes"
"""Time with the defaults on two cores, for the help and the documentation."""
EXAMPLES = (
    "python -m analysis.optimise scenario=covid_shock",
    "python -m analysis.optimise objectives=completed_mobilities,public_cost levers=design.places,design.host_staff,design.budget_total",
    "python -m analysis.optimise scenario=open_pilot levers=all runs=1000000",
    "python -m analysis.optimise objectives=target_met,public_cost target='completed_mobilities >= 30' ceilings='early_returns <= 5'",
    "python -m analysis.optimise scenario=palim shock_probability=0.5 money=2000000",
)
TABLES = {
    "front.csv": "design: values of its levers; every objective with interval, optimism of the search and gain over the scenario",
    "designs/": "a complete scenario file of each design, for python -m sim and analysis.compare",
    "steps.csv": "from design to design along the money: what one person more costs",
    "changes.csv": "single changes to the design for the money: what the next euro buys, and what to cut first",
    "levers.csv": "lever: its values on the front, where a bound binds, and the range that tells the front from other designs",
    "named.csv": "the scenario and named designs in the same worlds",
    "search.parquet": "every design that was tried: stage, generation, levers, objectives",
    "report.html, figures/": "the answer, tables and pictures; one page, no network needed",
}


@dataclass(frozen=True)
class Asked:
    """The scenario, the space of designs around it, what is wanted, and the money for which a design is named."""

    config: Config
    space: Space
    wanted: Wanted
    money: float
    called: str = ""
    """What sentences call the design that the search starts from; empty: the scenario."""


def asked(request: Request) -> Asked:
    """What a user wants found. Raises :class:`UserError` for what cannot be."""
    settings = request.settings
    objectives = wanted(
        as_names(settings.objectives, "objectives"), settings.ceilings, settings.certainty, settings.target
    )
    chosen = chosen_levers(as_names(settings.levers, "levers"))
    generation = settings.population * _least_worlds()
    if settings.runs < generation:
        raise UserError(
            f"runs: {settings.runs:,} are fewer than one generation in each stage takes ({generation:,}): ask for more, or for a"
            " smaller population"
        )
    config = request.configure(one_scenario(settings.scenario), "replicates=1")
    stated = {text.partition("=")[0].strip("+~ ") for text in request.overrides}
    for name in chosen:
        if name in stated:
            raise UserError(f"{name} is among the levers and is set to a value, too: leave it out of one of them")
    return Asked(config, space(config, chosen), objectives, settings.money or budget(config))


def chosen_levers(listed: list[str]) -> tuple[str, ...]:
    """The levers by name, in the order of the registry. Raises :class:`UserError` for what is none."""
    known = [name for name, each in parameters().items() if each.kind == LEVER]
    if listed == [ALL]:
        return tuple(known)
    for name in listed:
        one_of(name, known, "levers", "lever", hint=" (python -m sim.parameters lists them)")
    return tuple(name for name in known if name in listed)


def _least_worlds() -> int:
    from analysis.optimise.search import WORLDS  # heavy: pymoo

    return sum(WORLDS)
