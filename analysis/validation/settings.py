"""What can be asked of a validation: settings, examples and tables, and what is refused."""

from dataclasses import dataclass
from typing import Any

from analysis.command.asked import as_names, one_of, refuse_namesakes
from analysis.command.declare import Request, names, setting
from analysis.fitting.command import refuse_overrides
from analysis.forecasting.counts import published
from sim.errors import UserError
from sim.parameters import Config

LEAST_DRAWS = 20


@dataclass
class Settings:
    """Settings of the command."""

    scenario: Any = names(published(), "Schemes to leave out, one after the other (all that have a published outcome)")
    draws: int = setting(1000, LEAST_DRAWS, 1_000_000, "draws", "Worlds in which each scheme runs once")
    ship: bool = setting(
        False,
        None,
        None,
        "switch",
        "Write scores and pictures to docs/, and the weights of the pool to evidence/, from where forecasts read them",
    )


TAKES = "about a minute"
"""Time with the defaults on two cores, for the help and the documentation."""
EXAMPLES = (
    "python -m analysis.validation",
    "python -m analysis.validation draws=5000 seed=2",
    "python -m analysis.validation scenario=wafira,homere,palim",
)
TABLES = {
    "summary.csv": "quantity x source: CRPS, skill, coverage and width over all schemes, with intervals",
    "by_class.csv": "the same by class of who closes the deal",
    "scores.csv": "scheme x quantity x source: CRPS, skill, PIT, whether intervals hold the outcome, quantiles",
    "validation.csv": "scheme x quantity: published, and simulated without the scheme (5, 25, 50, 75, 95 %)",
    "coverage.csv": "share of the published quantities within the simulated intervals, with an interval of its own",
    "report.html, figures/": "the answer, tables and pictures; one page, no network needed",
}


@dataclass(frozen=True)
class Asked:
    """The schemes, and how to run them."""

    schemes: list[str]
    config: Config


def asked(request: Request) -> Asked:
    """The schemes to leave out. Raises :class:`UserError` for one without a published outcome, or for any change to them."""
    schemes = as_names(request.settings.scenario, "scenario")
    refuse_overrides(request.overrides, "validation")
    for scheme in schemes:
        one_of(scheme, published(), "scenario", "scheme with a published outcome")
    refuse_namesakes(schemes)
    if request.settings.ship and set(schemes) != set(published()):
        raise UserError("ship: only a validation of all schemes can ship; leave scenario as it is")
    return Asked(schemes, request.configure("baseline"))
