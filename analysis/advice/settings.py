"""What can be asked of the advice: settings, examples and tables, and what is refused."""

from dataclasses import dataclass
from typing import Any

from analysis.advice.free_lunch import USUAL, Thresholds
from analysis.advice.pushes import chosen_levers
from analysis.command.asked import as_names, refuse_namesakes
from analysis.command.declare import Request, names, setting
from sim.errors import UserError
from sim.parameters import Config

TYPICAL = ("open_pilot", "association_pilot", "institution_pilot", "seasonal_pilot")
"""The typical pilots: who closes the deal differs."""
ALL = "all"
MACHINE = {"outputs", "workers"}
"""Settings that change no number."""


@dataclass
class Settings:
    """Settings of the command."""

    scenario: Any = names(list(TYPICAL), "Scenario, or a list of them (the four typical pilots)")
    levers: Any = names([ALL], "Levers to push, by name (all)")
    draws: int = setting(400, 2, 1_000_000, "worlds", "Worlds drawn, each met by every design")
    gain: float = setting(
        USUAL.gain, 0.0, 10.0, "share", "Free lunch: completed mobilities gained, per place, above which it begins"
    )
    saving: float = setting(
        USUAL.saving, 0.0, 1.0, "share", "Free lunch: saving per completed mobility above which it begins"
    )
    returns: float = setting(
        USUAL.returns, 0.0, 100.0, "points", "Early returns per 100 departures by which they count as worse"
    )
    trust_lost: float = setting(USUAL.trust_lost, 0.0, 1.0, "0-1", "Trust lost by which it counts as worse")
    months: float = setting(USUAL.months, 0.0, 120.0, "months", "Later departure by which it counts as worse")
    large_gain: float = setting(
        USUAL.large_gain, 0.0, 10.0, "share", "Free lunch whatever gets worse: gain in completed mobilities"
    )
    small_cost: float = setting(
        USUAL.small_cost, 0.0, 10.0, "share", "Free lunch whatever gets worse: added cost below which it is one"
    )
    ship: bool = setting(False, None, None, "switch", "Also renew docs/advice.csv, from which docs/advice.md is made")


TAKES = "about a minute"
"""Time with the defaults on two cores, for the help and the documentation."""
EXAMPLES = (
    "python -m analysis.advice",
    "python -m analysis.advice scenario=palim draws=1000",
    "python -m analysis.advice levers=design.training_months,design.interview_share shock=covid",
    "python -m analysis.advice scenario=open_pilot gain=0.1 saving=0.1",
    "python -m analysis.advice ship=true",
)
TABLES = {
    "advice.csv": "scenario x lever x value: change of each outcome with 95 % interval, price, free lunch or not",
    "report.html, figures/": "the answer, a picture and a table per scenario; one page, no network needed",
}


@dataclass(frozen=True)
class Asked:
    """The scenarios, the levers to push in each, and what counts as a free lunch."""

    configs: list[Config]
    levers: tuple[str, ...]
    thresholds: Thresholds


def asked(request: Request) -> Asked:
    """What a user wants pushed, and where. Raises :class:`UserError` for what there is not."""
    settings = request.settings
    levers = chosen_levers(as_names(settings.levers, "levers"))
    scenarios = as_names(settings.scenario, "scenario")
    usual = Thresholds(*(float(getattr(settings, name)) for name in Thresholds._fields))
    changed = {override.partition("=")[0].strip("+~ ") for override in request.overrides} - MACHINE
    if settings.ship and (tuple(scenarios) != TYPICAL or list(settings.levers) != [ALL] or usual != USUAL or changed):
        raise UserError("ship: docs/advice.csv is about all levers in the four typical pilots: change nothing else")
    configs = [request.configure(name, "replicates=1") for name in scenarios]
    refuse_namesakes([config.scenario for config in configs])
    return Asked(configs, levers, usual)
