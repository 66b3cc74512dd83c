"""What can be asked of a validation: settings, examples and tables, and what is refused."""

from dataclasses import dataclass
from typing import Any

from analysis.command.asked import as_names, one_of
from analysis.command.declare import Request, names, setting
from analysis.fitting.command import refuse_overrides
from analysis.worlds.pilots import SCHEMES
from sim.parameters import Config


@dataclass
class Settings:
    """Settings of the command."""

    scenario: Any = names(list(SCHEMES),
                          "Schemes to compare, or to predict where nothing is published (all)")  # fmt: skip
    leave_out: bool = setting(True, None, None, "switch", "Predict each scheme without its own outcomes, too")
    moves: int = setting(40, 1, 10_000, "moves", "Markov moves after a scheme's outcomes are left out")


TAKES = "about three minutes"
"""Time with the defaults on two cores, for the help and the documentation."""
EXAMPLES = (
    "python -m analysis.validation",
    "python -m analysis.validation leave_out=false",
    "python -m analysis.validation scenario=palim,ygca moves=80",
)
TABLES = {
    "validation.csv": "scheme x quantity x basis: published, simulated (5, 50, 95 %), whether it was used in calibration",
    "coverage.csv": "basis: share of the published quantities within the 90 % intervals, with an interval of its own",
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
    return Asked(schemes, request.configure("baseline"))
