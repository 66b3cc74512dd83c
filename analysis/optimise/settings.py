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
DEFINING = ("design.stay_months",)
"""Levers that change what a completed mobility is: a shorter stay is completed sooner, but is not the same result. Searched only if named."""
OBJECTIVES = ("completed_mobilities", "public_cost", "completed_mobilities_worst_tenth")
LEAST_RUNS = 1000


@dataclass
class Settings:
    """Settings of the command."""

    scenario: Any = names(["baseline"], "Scenario for which the search looks for designs (baseline)")
    objectives: Any = names(
        list(OBJECTIVES),
        "Two to four things that you want: totals, totals with the ending _worst_tenth, _p10 or _regret, or target_met",
    )
    levers: Any = names(list(USUAL), "Levers that may change, by name; all: all levers except the length of the stay")
    ceilings: str = setting(
        "",
        None,
        None,
        "text",
        "Limits that a design must keep, e.g. 'public_cost <= 1200000'; separate several by semicolons",
    )
    certainty: float = setting(0.9, 0.0, 1.0, "share", "Share of the worlds in which each ceiling must hold")
    target: str = setting("", None, None, "text", "Target of target_met, e.g. 'completed_mobilities >= 30'")
    money: float = setting(
        0.0, 0.0, 1e10, "EUR", "Public money for which the page names the best design; 0: the scenario's budget"
    )
    more: float = setting(
        100_000.0, 1.0, 1e10, "EUR", "A further sum: the page says what it would buy, and where to save it first"
    )
    runs: int = setting(300_000, LEAST_RUNS, 1_000_000_000, "runs", "Runs that the search may use")
    population: int = setting(64, 8, 10_000, "designs", "Designs in each generation")
    worlds: int = setting(
        1000,
        50,
        1_000_000,
        "worlds",
        "New worlds in which the designs found are tried again; the reported numbers come from them",
    )
    shown: int = setting(12, 2, 100, "designs", "Most designs that are shown")
    shock_probability: float = setting(
        0.0, 0.0, 1.0, "probability", "Probability of a shock in addition to the scenario's own"
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
    "front.csv": "design: values of its levers; every objective with its interval, the optimism of the search and the gain over the scenario",
    "designs/": "a complete scenario file for each design, for python -m sim and analysis.compare",
    "steps.csv": "from each design to the next dearer one: what one more person costs",
    "changes.csv": "single changes to the design for the money: what the next euro buys, and what to cut first",
    "levers.csv": "lever: its values on the front, how often it is at an end of its range, and the range that sets the front apart from other designs",
    "prices.csv": "design x lever that it changes: both values, and what the lever costs",
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
    """What a user asks the search to find. Raises :class:`UserError` for what it cannot find."""
    settings = request.settings
    objectives = wanted(
        as_names(settings.objectives, "objectives"), settings.ceilings, settings.certainty, settings.target
    )
    chosen = chosen_levers(as_names(settings.levers, "levers"))
    generation = settings.population * _least_worlds()
    if settings.runs < generation:
        raise UserError(
            f"runs: {settings.runs:,} are fewer than one generation in each stage needs ({generation:,}): ask for more runs, or for"
            " a smaller population"
        )
    config = request.configure(one_scenario(settings.scenario), "replicates=1")
    stated = {text.partition("=")[0].strip("+~ ") for text in request.overrides}
    for name in chosen:
        if name in stated:
            raise UserError(f"{name} is both among the levers and set to a value: leave it out of one of them")
    return Asked(config, space(config, chosen), objectives, settings.money or budget(config))


def chosen_levers(listed: list[str]) -> tuple[str, ...]:
    """The levers by name, in the order of the registry. Raises :class:`UserError` for a name that is not a lever."""
    known = [name for name, each in parameters().items() if each.kind == LEVER]
    if listed == [ALL]:
        return tuple(name for name in known if name not in DEFINING)
    for name in listed:
        one_of(name, known, "levers", "lever", hint=" (python -m sim.parameters lists them)")
    return tuple(name for name in known if name in listed)


def _least_worlds() -> int:
    from analysis.optimise.search import WORLDS  # heavy: pymoo

    return sum(WORLDS)
