"""What can be asked of a validation: settings, examples and tables, and what is refused."""

from dataclasses import dataclass
from typing import Any

from analysis.command.asked import as_names, one_of, refuse_namesakes
from analysis.command.declare import Request, names, setting
from analysis.fitting.command import refuse_overrides
from analysis.worlds.pilots import SCHEMES
from sim.parameters import Config

LEAST_DRAWS = 20


@dataclass
class Settings:
    """Settings of the command."""

    scenario: Any = names(list(SCHEMES),
                          "Schemes to compare, or to predict where nothing is published (all)")  # fmt: skip
    draws: int = setting(
        1000, LEAST_DRAWS, 1_000_000, "draws", "Draws of the uncertain parameters, one run of each scheme for each"
    )


TAKES = "about 10 seconds"
"""Time with the defaults on two cores, for the help and the documentation."""
EXAMPLES = (
    "python -m analysis.validation",
    "python -m analysis.validation draws=5000 seed=2",
    "python -m analysis.validation scenario=palim,ygca",
)
TABLES = {
    "validation.csv": "scheme x quantity: published, and simulated from plausible ranges (5, 25, 50, 75, 95 %)",
    "coverage.csv": "share of the published quantities within the simulated intervals, with an interval of its own",
    "report.html, figures/": "the answer, tables and pictures; one page, no network needed",
}


@dataclass(frozen=True)
class Asked:
    """The schemes, and how to run them."""

    schemes: list[str]
    config: Config


def asked(request: Request) -> Asked:
    """The schemes to compare. Raises :class:`UserError` for one that is not real, or for any change to them."""
    schemes = as_names(request.settings.scenario, "scenario")
    refuse_overrides(request.overrides, "validation")
    for scheme in schemes:
        one_of(scheme, SCHEMES, "scenario", "real scheme")
    refuse_namesakes(schemes)
    return Asked(schemes, request.configure("baseline"))
