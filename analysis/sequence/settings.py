"""What can be asked of a sequence: settings, examples and tables, and what is refused."""

from dataclasses import dataclass
from typing import Any

from analysis.command.asked import as_names, indicator, one_scenario
from analysis.command.declare import Request, names, setting
from analysis.worlds.settings import Budget, Uncertainty
from sim.errors import UserError, brief
from sim.indicators import BY_NAME, FLOW
from sim.parameters import Config

LEAST_WORLDS = 20
HIGHEST_GATE = 2.0
MONTHS_A_YEAR = 12
LATE = 36
"""Months simulated after the last planned end of funding, at least: room for extensions and for the last stays (assumption)."""
REPLACED = {
    "replicates": "each plan runs once in every world: set worlds",
    "design.duration_years": "set years, phase_years or parallel_years",
    "phase.after": "both phases are the scenario's own scheme",
    "phase.gap": "set gap",
    "phase.gate": "set gate",
    "shock": "whether, when and how hard a shock comes differs between worlds: set shock_probability and shock_months",
    "shock.month": "the month differs between worlds: set shock_probability and shock_months",
    "shock.severity": "the severity differs between worlds: set shock_probability",
}
"""What a configuration could also say, and which setting says it here."""


@dataclass
class Settings:
    """Settings of the command. All durations, the gap and the gate are assumptions until a planner sets them."""

    scenario: Any = names(
        ["baseline"], "Scenario of the scheme; its budget and places are those of each plan (baseline)"
    )
    years: float = setting(5.0, 0.5, 8.0, "years", "Duration of the one long scheme")
    phase_years: float = setting(3.0, 0.5, 8.0, "years", "Duration of each of the two schemes in sequence")
    gap: int = setting(3, 0, 60, "months", "Months between the two schemes, for a decision, a contract and a new team")
    gate: float = setting(
        0.25,
        0.0,
        HIGHEST_GATE,
        "share",
        "Share of the first scheme's places that must be reported as taken for the second to begin",
    )
    gates: Any = names(
        ["0.1", "0.25", "0.5", "0.75"], "Other levels of the gate, to see what the level changes (0.1, 0.25, 0.5, 0.75)"
    )
    schemes: int = setting(3, 2, 10, "schemes", "Schemes that run at once")
    parallel_years: float = setting(3.0, 0.5, 8.0, "years", "Duration of each scheme that runs at once")
    one_team: bool = setting(
        False,
        None,
        None,
        "switch",
        "Whether one lead's team runs all schemes at once, each paying a part of costs.coordination",
    )
    budget: Budget = setting(
        Budget.same_total, None, None, "category", "Budget basis: the same in total, or the same per year of funding"
    )
    worlds: int = setting(1000, LEAST_WORLDS, 1_000_000, "worlds", "Plausible worlds in which each plan runs once")
    uncertainty: Uncertainty = setting(
        Uncertainty.both,
        None,
        None,
        "category",
        "What differs between worlds besides the shock: chance, parameters, or both",
    )
    shock_probability: float = setting(0.5, 0.0, 1.0, "probability", "Probability of a shock within shock_months")
    shock_months: int = setting(72, 1, 600, "months", "First months in which a shock may come, the same for all plans")
    by_year: int = setting(5, 1, 50, "years", "Departures are counted up to the end of this year")
    outcome: str = setting("completed_mobilities", None, None, "indicator", "Indicator by which plans are judged")
    worth: float = setting(
        0.0,
        0.0,
        1e9,
        "EUR",
        "What a completed mobility is worth to you; 0: no value given, only break-even values are shown",
    )
    record: int = setting(
        500,
        0,
        1_000_000,
        "worlds",
        "Worlds in which each of four real schemes runs, to compare their total with what was published; 0: skip this",
    )


TAKES = "about 20 seconds"
"""Time with the defaults on two cores, for the help and the documentation."""
EXAMPLES = (
    "python -m analysis.sequence",
    "python -m analysis.sequence scenario=association_pilot gate=0.5 worth=40000",
    "python -m analysis.sequence years=4 phase_years=2 gap=6 schemes=2 parallel_years=2 by_year=4",
    "python -m analysis.sequence design.monitoring_share=0 gates=0.1,0.25,0.5",
    "python -m analysis.sequence shock_probability=0 record=0 worlds=300",
)
TABLES = {
    "sequence.csv": "plan x quantity: mean with 95 % interval, spread of the worlds, worst tenth, difference from the first plan",
    "schedule.csv": "plan x year x quantity: public money spent and planned, departures, completed mobilities; mean, p10, p90",
    "gate.csv": "level of the gate: how often it stops, what it saves and loses, how often it is wrong, and for which values it is worth having",
    "record.csv": "four real schemes together, each forecast without its own outcome, beside what was published",
    "worlds.parquet": "plan x world: the quantities of sequence.csv, phases that began, the shock",
    "report.html, figures/": "the answer, tables and pictures; one page, no network needed",
}


@dataclass(frozen=True)
class Asked:
    """The scheme as its scenario has it, the levels of the gate (the planner's among them), and the months simulated."""

    config: Config
    gates: tuple[float, ...]
    horizon: int


def asked(request: Request) -> Asked:
    """What a user wants compared. Raises :class:`UserError` for what cannot be."""
    settings = request.settings
    for text in request.overrides:
        name = text.partition("=")[0].strip()
        if name in REPLACED:
            raise UserError(f"{text}: {REPLACED[name]}")
    outcome = BY_NAME[indicator(settings.outcome, "outcome")]
    if outcome.over != FLOW or outcome.better == 0:
        raise UserError(
            f"outcome: {outcome.name} cannot be added up over schemes that run at once, or neither more nor less of it is"
            " better: choose e.g. completed_mobilities"
        )
    config = request.configure(one_scenario(settings.scenario))
    if config.earlier is not None:
        raise UserError(
            f"scenario: '{config.scenario}' already follows another scheme: name the scenario of a single one, e.g. first_phase"
        )
    horizon = _horizon(settings, config, any(text.partition("=")[0].strip() == "horizon" for text in request.overrides))
    if settings.by_year * MONTHS_A_YEAR > horizon:
        raise UserError(
            f"by_year={settings.by_year} lies beyond the {horizon} months simulated: at most"
            f" {horizon // MONTHS_A_YEAR}, or a longer horizon"
        )
    gates = {settings.gate, *(_gate(text) for text in as_names(settings.gates, "gates"))}
    return Asked(config, tuple(sorted(gates)), horizon)


def _horizon(settings: Settings, config: Config, stated: bool) -> int:
    """Months simulated, the same for all plans: as stated, else whole years that hold every plan and the last stays."""
    ends = (settings.years, 2 * settings.phase_years, settings.parallel_years)
    gaps = (0, settings.gap, 0)
    last = max(round(end * MONTHS_A_YEAR) + gap for end, gap in zip(ends, gaps, strict=True))
    needed = -(-(last + LATE) // MONTHS_A_YEAR) * MONTHS_A_YEAR
    return config.horizon if stated else max(config.horizon, needed)


def _gate(text: str) -> float:
    """A level of the gate. Raises :class:`UserError` for anything else."""
    try:
        level = float(text)
    except ValueError:
        level = -1.0
    if not 0.0 <= level <= HIGHEST_GATE:
        raise UserError(f"gates: {brief(text)} is not a number from 0 to {HIGHEST_GATE:g}, e.g. gates=0.1,0.25,0.5")
    return level
