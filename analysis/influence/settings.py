"""What can be asked about influence: settings, examples and tables, and what is refused."""

from dataclasses import dataclass
from typing import Any

from analysis.command.asked import indicator, one_scenario
from analysis.command.declare import Request, names, setting
from sim.errors import UserError
from sim.parameters import Config

SHIPPED = ("baseline", "completed_mobilities")
"""Scenario and outcome for which ``evidence/influence.csv`` ranks the assumptions."""
LEAST_WORLDS = 200


@dataclass
class Settings:
    """Settings of the command."""

    scenario: Any = names([SHIPPED[0]], "Scenario around which worlds are drawn (baseline)")
    outcome: str = setting(SHIPPED[1], None, None, "indicator", "Indicator whose variance is shared out")
    worlds: int = setting(4000, LEAST_WORLDS, 1_000_000, "worlds", "Plausible worlds, one run each")
    ship: bool = setting(False, None, None, "switch", "Also renew evidence/influence.csv, which ranks the assumptions")


TAKES = "about 10 seconds"
"""Time with the defaults on two cores, for the help and the documentation."""
EXAMPLES = (
    "python -m analysis.influence",
    "python -m analysis.influence scenario=palim worlds=10000",
    "python -m analysis.influence scenario=covid_shock outcome=matches",
    "python -m analysis.influence scenario=thamm outcome=cost_per_completed design.duration_years=5",
    "python -m analysis.influence ship=true",
)
TABLES = {
    "influence.csv": "parameter: share of the variance with 95 % interval, outcome in its lowest, middle and highest fifth, evidence",
    "report.html, figures/": "the answer, table and picture; one page, no network needed",
}


def asked(request: Request) -> Config:
    """The configuration around which worlds are drawn. Raises :class:`UserError` where the settings make no sense together."""
    settings = request.settings
    scenario = one_scenario(settings.scenario)
    indicator(settings.outcome, "outcome")
    if settings.ship and (scenario, settings.outcome) != SHIPPED:
        raise UserError(
            f"ship: evidence/influence.csv is about {SHIPPED[1]} in {SHIPPED[0]}: leave scenario and outcome"
        )
    return request.configure(scenario, "replicates=1")
