"""What can be asked of a forecast: settings, examples and tables, and what is refused."""

from dataclasses import dataclass
from typing import Any

from analysis.command.asked import as_names, refuse_namesakes
from analysis.command.declare import Request, names, setting
from analysis.fitting.command import RUNNING
from sim.errors import UserError
from sim.evidence.outside_view import learned
from sim.evidence.pairs import pairs
from sim.parameters import Config
from sim.setup.catalogue import SCENARIOS, find_scenario

LEAST_DRAWS = 20
BLIND, LEARNED = "blind", "learned"
"""Words for all schemes that are predicted without a known outcome, and for all that are learned from."""


@dataclass
class Settings:
    """Settings of the command."""

    scenario: Any = names(
        ["baseline"],
        "Scenario, or a list of them; blind: all real schemes without a known outcome; learned: all with one",
    )
    draws: int = setting(1000, LEAST_DRAWS, 1_000_000, "draws", "Worlds in which each scheme runs once")


TAKES = "about 5 seconds"
"""Time with the defaults on two cores, for the help and the documentation."""
EXAMPLES = (
    "python -m analysis.forecast scenario=palim",
    "python -m analysis.forecast scenario=open_pilot design.signed_share=1",
    "python -m analysis.forecast scenario=blind",
    "python -m analysis.forecast scenario=learned draws=500",
)
TABLES = {
    "forecast.csv": "scheme x quantity x month x source: quantiles and mean; p20 is the promise, kept in 8 of 10 worlds",
    "scores.csv": "scheme x source, where the outcome is known: CRPS, skill against the outside view, whether intervals hold it",
    "summary.csv": "the scores of all these schemes together: skill, coverage and width, with intervals",
    "report.html, figures/": "the answer, tables and pictures; one page, no network needed",
}


@dataclass(frozen=True)
class Case:
    """A scenario to forecast. ``real``: whether it is a real scheme, set up as its file says."""

    config: Config
    real: bool


@dataclass(frozen=True)
class Asked:
    """What is forecast."""

    cases: list[Case]


def asked(request: Request) -> Asked:
    """The scenarios to forecast. Raises :class:`UserError` for one that does not exist, and for a number of replicates."""
    changed = False
    for text in request.overrides:
        name = text.partition("=")[0].strip()
        if name == "replicates":
            raise UserError(f"{text}: a forecast runs each scheme once in every world: set draws=1000 instead")
        changed |= name not in (*RUNNING, "horizon")
    cases = []
    for name in _expanded(as_names(request.settings.scenario, "scenario")):
        config = request.configure(name)
        shipped = find_scenario(name).parent == SCENARIOS
        cases.append(Case(config, shipped and not changed and config.scenario in pairs()))
    refuse_namesakes([case.config.scenario for case in cases])
    return Asked(cases)


def _expanded(scenarios: list[str]) -> list[str]:
    """The scenarios, each once, with all of a kind in the place of its word."""
    found: dict[str, None] = {}
    for name in scenarios:
        found |= dict.fromkeys(_of_kind(name) if name in (BLIND, LEARNED) else [name])
    return list(found)


def _of_kind(word: str) -> list[str]:
    unknown = [name for name, each in pairs().items() if each.use == "forecast"]
    return [name for name in (unknown if word == BLIND else learned()) if (SCENARIOS / f"{name}.yaml").exists()]
