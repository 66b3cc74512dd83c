"""What can be asked of a calibration: settings, examples and tables, and what is refused."""

from dataclasses import dataclass
from typing import Any

from analysis.command.asked import as_names, one_of
from analysis.command.declare import Request, names, setting
from analysis.fitting.command import refuse_overrides
from analysis.fitting.observations import observed_schemes
from sim.errors import UserError
from sim.parameters import Config

LEAST_POINTS = 20


@dataclass
class Settings:
    """Settings of the command."""

    scenario: Any = names(observed_schemes(),
                          "Schemes whose published outcomes are used (all that have any)")  # fmt: skip
    populations: int = setting(3, 1, 16, "populations", "Populations that are sampled independently of each other")
    points: int = setting(100, LEAST_POINTS, 100_000, "points", "Points of each population")
    moves: int = setting(3, 1, 1000, "rounds", "Rounds of Markov moves of every point at each step of tempering")
    last_moves: int = setting(240, 1, 10_000, "rounds", "Rounds at the full weight of the data")
    again_moves: int = setting(
        2, 1, 1000, "rounds", "Rounds at each step of tempering without a scheme, where weights cannot be trusted"
    )
    again_last_moves: int = setting(
        12, 1, 10_000, "rounds", "Rounds when that scheme's outcomes have no weight any more"
    )
    check: int = setting(
        0, 0, 100_000, "fits", "Check the sampler with so many fits to simulated outcomes (0: calibrate)"
    )
    check_points: int = setting(40, LEAST_POINTS, 100_000, "points", "Points of the population of such a fit")
    check_moves: int = setting(4, 1, 1000, "rounds", "Rounds of moves at each step of tempering of such a fit")
    check_last_moves: int = setting(100, 8, 10_000, "rounds", "Rounds at the full weight of the data of such a fit")
    ship: bool = setting(
        False, None, None, "switch",
        "Write the draws to evidence/ and the typical world to conf/, from where every analysis draws",
    )  # fmt: skip


CHECKED = ("nestle_nigeria_swiss", "georgia_pcms", "haiti_h2a", "morocco_germany", "digital_explorers", "china_nurses")
"""Small schemes, which take little time: those that a check simulates and fits."""
TAKES = "about an hour"
"""Time with the defaults on two cores, for the help and the documentation."""
EXAMPLES = (
    "python -m analysis.calibration",
    "python -m analysis.calibration points=200 seed=2",
    "python -m analysis.calibration scenario=palim,homere points=50 moves=2 last_moves=10",
    "python -m analysis.calibration check=100",
)
TABLES = {
    "posterior.parquet": "draw x parameter: values that agree with the published outcomes, and how a new scheme draws its own",
    "fit.csv": "scheme x quantity: published, simulated before and after (5, 50, 95 %)",
    "identified.csv": "parameter: plausible range, posterior, whether the evidence says anything about it, R-hat, effective draws",
    "spreads.csv": "parameter that varies between schemes: its spread before and after",
    "left_out.csv": "scheme: whether the draws can be weighed as if it had not been learned from, or were tempered again without it",
    "without.parquet": "draw x parameter, without each scheme that needed it: what the other schemes say",
    "pairs.csv": "pairs of parameters of which the evidence fixes a combination rather than each",
    "ranks.csv, judged.csv": "of a check: rank of the truth among the draws, by fit and parameter; whether ranks are as they should be",
    "report.html, figures/": "the answer, tables and pictures; one page, no network needed",
}


@dataclass(frozen=True)
class Asked:
    """The schemes, and a configuration of each."""

    schemes: list[str]
    configs: list[Config]


def asked(request: Request) -> Asked:
    """Which schemes are used. Raises :class:`UserError` for one of which nothing is published, or for any change to them."""
    settings = request.settings
    schemes = as_names(settings.scenario, "scenario")
    for scheme in schemes:
        one_of(scheme, observed_schemes(), "scenario", "scheme of which an outcome is published")
    if settings.check and (settings.ship or set(schemes) != set(observed_schemes())):
        raise UserError(
            f"check: simulates {len(CHECKED)} small schemes of its own and ships nothing; leave scenario and ship as they are"
        )
    if settings.ship and set(schemes) != set(observed_schemes()):
        raise UserError("ship: only a calibration on all schemes can ship; leave scenario as it is")
    refuse_overrides(request.overrides, "calibration")
    if settings.check:
        schemes = list(CHECKED)
    return Asked(schemes, [request.configure(scheme, f"replicates={settings.points}") for scheme in schemes])
