"""Numbers and configurations in words, the same on the terminal, in figures and in the report."""

import math
from enum import Enum
from typing import Any

from sim.countries import names
from sim.indicators import BY_NAME
from sim.parameters import Config, Size, phases_of
from sim.reporting.estimate import Estimate

UNDEFINED = "undefined"
MILLION = 1e6
STAGES = {
    "applicants": "Applied",
    "preselected": "Preselected",
    "trained": "Trained",
    "examinations_passed": "Passed the examination",
    "offers": "Offers made",
    "matches": "Matched with a host",
    "permits_issued": "Got the work permit",
    "visas_issued": "Got the visa",
    "departures": "Departed",
    "completed_mobilities": "Completed the stay",
}
"""The way from application to completed mobility: indicators and what to call them."""
EXAMINED = "examinations_passed"
"""The step that only schemes with an examination have."""

HEADLINES: tuple[tuple[str, ...], ...] = (
    (
        "completed_mobilities",
        "completed_self_financed",
        "achievement",
        "early_returns",
        "stayed",
        "returned",
        "reintegrated",
        "local_placements",
    ),
    ("departures", "matches", "offers", "trained", "dropouts", "months_to_match", "months_to_departure"),
    ("employers_engaged", "declared_vacancies", "closing_rate", "declared_per_hire", "sme_share", "first_time_share"),
    ("public_cost", "unspent", "private_contribution", "cost_per_match", "cost_per_completed"),
    ("trust_government", "trust_employer", "months_sustained"),
    ("income_gained", "remittances", "placements_added", "skills_lost", "skill_balance"),
)
"""The indicators shown, in groups: outcome, way, hosts, money, relations, migrants and their countries of origin."""

WAITING = tuple(name for name in BY_NAME if name.startswith("waiting_"))
SPENT = tuple(name for name in BY_NAME if name.startswith("spent_"))
HIRES = {f"hires_{size.name}": f"{size.name.capitalize()} hosts" for size in Size}

_DECIMALS = {"0-1": 2, "index": 2, "profile units": 2}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def stages(*configs: Config) -> dict[str, str]:
    """The steps on the way: without the examination where none of these schemes has one."""
    examined = any(config.design.examination for config in configs)
    return {name: label for name, label in STAGES.items() if examined or name != EXAMINED}


def number(value: float, unit: str, beside: float = 0.0) -> str:
    """A number with thousands separators and as many decimals as its unit deserves; shares in percent, money rounded.

    ``beside``: the largest number it is read beside, so that ``9.9 to 40`` becomes ``10 to 40``.
    """
    if not math.isfinite(value):
        return UNDEFINED
    if unit == "share":
        return f"{100.0 * value:.{1 if 0.0 < abs(value) < 0.01 else 0}f} %"
    if unit == "EUR":
        return money(value)
    decimals = _DECIMALS.get(unit)
    if decimals is None:
        short = max(abs(value), beside) < (100.0 if unit == "months" else 10.0)
        decimals = 1 if short and round(value, 1) != round(value) else 0
    return f"{value:,.{decimals}f}"


def money(value: float) -> str:
    """An amount to three significant digits, as no model knows more: ``1.43 million``, ``985,000``, ``20,800``."""
    rounded = significant(value)
    if abs(rounded) >= MILLION:
        return f"{rounded / MILLION:,.4g} million"
    return f"{rounded:,.0f}"


def median(estimate: Estimate) -> str:
    """The median as a number."""
    return number(estimate.median, estimate.unit, abs(estimate.high))


def with_unit(value: float, unit: str) -> str:
    """A number with its unit, where the unit is not obvious: ``1,200 EUR``, ``35 %``, ``0.42``."""
    return _with(number(value, unit), unit)


def _with(text: str, unit: str) -> str:
    return text if unit in ("share", "0-1", "index") or text == UNDEFINED else f"{text} {unit}"


def interval(estimate: Estimate) -> str:
    """The 90 % interval, ``8 to 17``; a dash where there is none to give."""
    if not estimate.known or estimate.defined < 2:
        return "–"
    return span(estimate.low, estimate.high, estimate.unit)


def span(low: float, high: float, unit: str) -> str:
    """From one number to another: ``8 to 17``, ``1.2 to 1.43 million``."""
    start, end = number(low, unit, abs(high)), number(high, unit)
    million = " million"
    return f"{start.removesuffix(million) if end.endswith(million) else start} to {end}"


def estimated(estimate: Estimate, unit: bool = False) -> str:
    """Median and interval in one phrase, ``12 (8 to 17)``."""
    if not estimate.known:
        return UNDEFINED
    text = _with(median(estimate), estimate.unit) if unit else median(estimate)
    return text if estimate.defined < 2 else f"{text} ({interval(estimate)})"


def significant(value: float) -> float:
    """A number to three significant digits."""
    return float(f"{value:.3g}")


def undefined_note(estimate: Estimate) -> str:
    """In how many of the runs an indicator is undefined, or nothing."""
    if estimate.undefined <= 0.0:
        return ""
    if not estimate.known:
        return "undefined in all runs"
    return f"undefined in {number(estimate.undefined, 'share')} of runs"


def counted(count: float, singular: str, plural: str = "") -> str:
    """``1 run``, ``2 runs``."""
    return f"{number(count, 'count')} {singular if count == 1 else plural or singular + 's'}"


def cause(name: str) -> str:
    """What was waited for, short, from the indicator's definition: ``Recognition of qualifications``."""
    return _sentence(BY_NAME[name].definition.removeprefix("Person-months waited for ").split(",")[0])


def line(name: str) -> str:
    """A budget line's name from the definition of what was spent on it."""
    return _sentence(BY_NAME[name].definition.removeprefix("Public money spent on "))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def setting(value: Any) -> str:
    """A parameter's value as it is written in a configuration: enums by name, switches as true and false."""
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        if value == int(value):
            return f"{int(value):,}"
        return f"{value:.6g}" if abs(value) < 1e5 else f"{value:,.2f}"
    return str(value)


def calendar(config: Config, month: float) -> str:
    """The calendar month of a month counted from the scheme's start: ``May 2020``; empty where no start is set."""
    if not config.start or not math.isfinite(month):
        return ""
    year, first = (int(part) for part in config.start.split("-")[:2])
    months = year * 12 + first - 1 + int(month)
    return f"{_MONTHS[months % 12]} {months // 12}"


def month_name(config: Config, month: float) -> str:
    """``month 14 (May 2020)``."""
    date = calendar(config, month)
    return f"month {month:.0f}" + (f" ({date})" if date else "")


def funding_end(config: Config) -> float:
    """Planned end of public funding, in months from the start; that of the last phase."""
    gaps = sum(phase.phase.gap for phase in phases_of(config)[:-1])
    return float(gaps + sum(phase.design.duration_years * 12.0 for phase in phases_of(config)))


def budget(config: Config) -> float:
    """Public budget, EUR, with the scheme's scale; that of all phases."""
    return float(sum(phase.design.budget_total for phase in phases_of(config)) * config.scale)


def places_planned(config: Config) -> int:
    """Places planned, whole ones, with the scheme's scale; those of all phases."""
    return sum(math.ceil(phase.design.places * config.scale) for phase in phases_of(config))


def design(config: Config) -> list[str]:
    """The design, the world and the runs of a configuration, in a few plain lines."""
    chosen, markets, shock = config.design, config.markets, config.shock
    places = counted(math.ceil(chosen.places * config.scale), "place")
    halves = chosen.duration_years >= 1 and (2 * chosen.duration_years).is_integer()
    years = counted(chosen.duration_years, "year") if halves else counted(round(chosen.duration_years * 12), "month")
    training = f"{counted(chosen.training_months, 'month')} of training" if chosen.training_months else "no training"
    start = f" from {calendar(config, 0)}" if config.start else ""
    origins = _places(config.corridor.origins, "of origin")
    destinations = _places(min(markets.countries, markets.count), "of destination")
    event = (
        f"shock in {month_name(config, shock.month)}, severity {shock.severity:.2g}" if shocked(config) else "no shock"
    )
    lines = [
        f"Design: {years} of public funding{start}, {places}, {with_unit(chosen.budget_total * config.scale, 'EUR')}, "
        f"flexibility {chosen.flexibility:.2g}",
        f"Serves: {chosen.kind.name}, {chosen.level.name} skills, {chosen.sector.name}; "
        f"{training}, {counted(chosen.stay_months, 'month')} abroad",
        f"World: {origins}, {counted(markets.count, 'market')} in {destinations}; {event}",
        f"Runs: {counted(config.replicates, 'replicate')} of {counted(config.horizon, 'month')}, seed {config.seed}",
    ]  # fmt: skip
    if len(phases_of(config)) > 1:
        before = counted(len(phases_of(config)) - 1, "earlier phase")
        planned = counted(places_planned(config), "place")
        lines.insert(1, f"Follows: {before}; in all {planned} and {with_unit(budget(config), 'EUR')}")
    if config.timeline:
        months = ", ".join(f"{month}" for month in sorted(config.timeline))
        lines.insert(len(lines) - 1, f"Changes: of parameters in month {months}")
    return lines


def _places(countries: int, side: str) -> str:
    """``2 countries of origin``, or their names where they have any: ``Morocco and Tunisia``."""
    codes = getattr(countries, "codes", ())
    listed = [names()[code] for code in codes]
    if not listed:
        return f"{counted(countries, 'country', 'countries')} {side}"
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} and {listed[-1]}"


def shocked(config: Config) -> bool:
    """Whether a shock strikes within the months simulated."""
    return 0 <= config.shock.month < config.horizon and config.shock.severity > 0.0


LARGEST_SCHEME = 2_000
"""Places of the largest scheme whose plan is simulated from its facts: beyond it the model extrapolates."""


def extrapolation(config: Config) -> str:
    """A warning, for a scheme larger than those that the model rests on; its first word says what the result is."""
    places = config.design.places * config.scale
    if places <= LARGEST_SCHEME:
        return ""
    return (
        f"Extrapolation: no scheme behind the model was planned for more than about {LARGEST_SCHEME:,} places,"
        f" and this one is for {places:,.0f}."
    )
