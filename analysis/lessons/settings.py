"""What can be asked of the lessons: settings, examples and tables, and what is refused."""

from dataclasses import dataclass
from typing import Any

from analysis.command.asked import as_names
from analysis.command.declare import Request, names, setting
from analysis.worlds.settings import Uncertainty
from sim.errors import UserError
from sim.parameters import Config


@dataclass
class Settings:
    """Settings of the command."""

    lessons: Any = names(["all"], "Lessons by number: lessons=L1,L14 (all)")
    uncertainty: Uncertainty = setting(
        Uncertainty.both, None, None, "category", "What differs between replicates, and so what the intervals cover"
    )
    replicates: int = setting(1000, 2, 1_000_000, "runs", "Replicates of every arm of every experiment")


TAKES = "about a minute"
"""Time with the defaults on two cores, for the help and the documentation."""
EXAMPLES = (
    "python -m analysis.lessons",
    "python -m analysis.lessons lessons=L1,L14 replicates=2000",
    "python -m analysis.lessons lessons=L13 uncertainty=chance",
    "python -m analysis.lessons uncertainty=chance replicates=200 trust.gain=0.2",
)
TABLES = {
    "lessons.csv": "lesson x part: claim, effect with 95 % interval, supported or not, arms, parameters concerned",
    "report.html, figures/": "the answer, a picture and a table per theme; one page, no network needed",
    "settings.yaml, run.json": "the settings; versions, hashes of the sources, seed, number of runs, command, time",
}


@dataclass(frozen=True)
class Asked:
    """The lessons by number, and the configuration that the arms start from."""

    numbers: list[str]
    config: Config


def asked(request: Request) -> Asked:
    """Which lessons are to be shown. Raises :class:`UserError` for what there is not."""
    settings = request.settings
    numbers = as_names(settings.lessons, "lessons")
    if any(override.partition("=")[0].strip("+~ ") == "scenario" for override in request.overrides):
        raise UserError("scenario: every experiment states its own scenarios; other parameters may be set (see --help)")
    request.overrides.append(f"replicates={settings.replicates}")
    return Asked(numbers, request.configure("baseline"))
