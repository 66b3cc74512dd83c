"""What a configuration may hold: known names, values in their ranges, nothing contradictory."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sim.compiled import plain
from sim.errors import UserError, brief, did_you_mean, shortened, unknown
from sim.laws import plan
from sim.numbers import meant, plainly
from sim.parameters import Config, ExecutorName, Mobility, Parameter, parameters, registry, value_of
from sim.setup.phases import find_phases, too_late

LAST_TIMELINE_MONTH = 600

SHORT = {"executor": "executor.name"}
"""What users write for a name that is also a group of names."""

LONGEST_SEASON = 9
"""Months that a seasonal stay lasts at most."""
SEASONS_APART = (6, 12)
"""Months from one season to the next: two seasons a year, or one. Others would wander through the year."""

#: Candidates that one run can hold, some 5 GB.
MOST_CANDIDATES = 50_000_000

REPLACED = {
    "design.intake_ratio": "design.reserve_share, the share preselected on top of the training places (an intake ratio of 1.5 is a reserve share of 0.5)",
    "design.preparation": "design.preparation_months, months of work before month 0, which cost money",
    "design.components": "named components: design.mentoring, design.integration_package, design.diaspora_network, design.business_creation",
    "agencies.government_share": "design.ministry_share, the lead's own time for ministries, and design.facilitation_staff and design.host_staff",
    "candidates.component_benefit": "candidates.mentoring_relief and candidates.integration_relief",
}
"""Names of version 0.1 that lost their meaning, and what replaced them."""

FIXED_AT_START = frozenset(name for name, parameter in parameters().items() if parameter.fixed)
"""Parameters that only act when the world is created, the plan is made or the state is sized."""


DEEPEST = 12
"""Groups within groups at most; parameters have three."""


def flatten(settings: Mapping[Any, Any], where: str, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The values of nested settings by dotted name; dotted names may also be written as they are."""
    if prefix.count(".") > DEEPEST:  # an anchor of YAML may even hold itself
        raise UserError(f"{where}{shortened(prefix)} is nested too deeply for a parameter")
    for key, value in settings.items():
        name = f"{prefix}{key}"
        if not isinstance(value, Mapping):
            name = SHORT.get(name, name)
        if isinstance(value, Mapping) and value:
            yield from flatten(value, where, name + ".")
        elif value is None or isinstance(value, Mapping):
            raise UserError(f"{where}{shortened(name)} has no value")
        else:
            yield name, value


def declared(name: str, where: str = "") -> Parameter:
    """The parameter or setting of this name. Raises :class:`UserError` naming the nearest one."""
    known = registry()
    if name in known:
        return known[name]
    if name in REPLACED:
        raise UserError(f"{where}{name} belongs to version 0.1 and is replaced by {REPLACED[name]}")
    inside = [other for other in known if other.startswith(name + ".")]
    if inside:
        shown = ", ".join(inside[:4]) + (", ..." if len(inside) > 4 else "")
        raise UserError(f"{where}{shortened(name)} is a group of parameters, not a value: set {shown}")
    raise unknown(name, "a parameter", known, where)


def checked(name: str, value: Any, where: str = "") -> Any:
    """The value in the parameter's type. Raises :class:`UserError` where it cannot be that."""
    parameter = declared(name, where)
    refuse_interpolation(value, f"{where}{name}: ")
    if parameter.type is str and isinstance(value, int | float) and not isinstance(value, bool):
        value = brief(value)
    try:
        return parameter.check(value)
    except ValueError as error:
        hint = did_you_mean(str(value), parameter.choices) if parameter.choices else written_instead(parameter, value)
        raise UserError(f"{where}{error}{hint}") from None


def refuse_interpolation(value: Any, where: str = "") -> None:
    """Refuse ``${...}``, which could read the environment of the computer, wherever a text comes from."""
    if isinstance(value, str) and "${" in value:
        raise UserError(f"{where}{brief(value)} contains '${{', which is not allowed: write the value itself")


def numbers_meant(parameter: Parameter, text: str) -> list[float]:
    """The numbers that a text can stand for, as people write numbers, of those that the parameter can have."""
    if parameter.type not in (int, float):
        return []
    found = []
    for value in meant(text):
        try:
            parameter.check(value)
        except ValueError:
            continue
        found.append(value)
    return found


def written_instead(parameter: Parameter, text: Any) -> str:
    """How to write a number that has separators or a word in it; nothing where it is no such number."""
    instead = " or ".join(map(plainly, numbers_meant(parameter, text))) if isinstance(text, str) else ""
    return f": write {instead} (a point before decimals, nothing between thousands)" if instead else ""


def checked_timeline(timeline: Any, where: str = "") -> dict[int, dict[str, Any]]:
    """A timeline as ``{month: {dotted name: value}}``, months in order, every name and value checked."""
    if not isinstance(timeline, Mapping):
        raise UserError(
            f"{where}timeline: {brief(timeline)} is not a mapping of months, e.g. {{24: {{recognition.months: 2}}}}"
        )
    months: dict[int, dict[str, Any]] = {}
    for key, changes in timeline.items():
        month = _month(key, where)
        here = f"{where}timeline, month {month}: "
        if not isinstance(changes, Mapping) or not changes:
            raise UserError(f"{here}nothing is set: write e.g. {{recognition.months: 2}}")
        for name, value in flatten(changes, here):
            months.setdefault(month, {})[name] = _timeline_value(name, value, here)
    return dict(sorted(months.items()))


def _month(key: Any, where: str) -> int:
    text = key.strip() if isinstance(key, str) else brief(key)
    if isinstance(key, bool) or not re.fullmatch(r"[0-9]{1,9}", text) or int(text) > LAST_TIMELINE_MONTH:
        raise UserError(
            f"{where}timeline: {brief(text)} is not a month: a whole number from 0 to {LAST_TIMELINE_MONTH}"
        )
    return int(text)


def _timeline_value(name: str, value: Any, where: str) -> Any:
    declared(name, where)
    if name in FIXED_AT_START:
        raise UserError(f"{where}{name} is fixed at the start of a scheme and cannot change on a timeline")
    if name not in parameters():
        raise UserError(
            f"{where}{name} is a setting of the run, not a parameter of the model, so it cannot change on a timeline"
        )
    return checked(name, value, where)


def validated(config: Config) -> Config:
    """The same configuration, every value checked and in its parameter's type.

    Raises :class:`UserError` for a value outside its range, a wrong type, a contradiction.
    """
    for name in registry():
        owner, _, last = name.rpartition(".")
        setattr(value_of(config, owner) if owner else config, last, checked(name, value_of(config, name)))
    config.timeline = checked_timeline(config.timeline)
    find_phases(config)
    for problem in contradictions(config):
        raise UserError(f"scenario '{shortened(config.scenario)}': {problem}")
    return config


def contradictions(config: Config) -> Iterator[str]:
    """What cannot hold at once, in words."""
    if config.markets.countries > config.markets.count:
        yield (
            f"markets.countries {config.markets.countries} is more than markets.count {config.markets.count}:"
            " each country of destination needs a market of its own"
        )
    if sum(vars(config.employers.size_share).values()) <= 0:
        yield "every employers.size_share is zero: at least one size class needs a positive weight"
    if config.design.kind == Mobility.seasonal and config.design.stay_months > LONGEST_SEASON:
        yield (
            f"design.stay_months {plainly(config.design.stay_months)} is longer than a season: with design.kind=seasonal"
            f" at most {LONGEST_SEASON} months"
        )
    if config.design.kind == Mobility.seasonal and config.design.intake_months not in SEASONS_APART:
        yield (
            f"design.intake_months {config.design.intake_months} does not fit seasons: with design.kind=seasonal"
            f" {SEASONS_APART[0]} (two seasons a year) or {SEASONS_APART[1]} (one)"
        )
    if config.design.signed_share > 0 and sum(vars(config.design.signed_by).values()) <= 0:
        yield "every design.signed_by is zero, but design.signed_share is not: at least one class needs a positive weight"
    if late := too_late(config):
        yield late
    if config.journeys > config.replicates:
        yield f"journeys {config.journeys} is more than replicates {config.replicates}: journeys can be written only for replicates that are run"
    if config.start and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", config.start):
        yield f"start: {brief(config.start)} is not a month written YYYY-MM, e.g. 2019-03"
    if config.executor.address and config.executor.name != ExecutorName.dask:
        yield f"executor.address {shortened(config.executor.address)} works only with executor=dask"
    elif config.executor.address and not re.fullmatch(r"(tcp|tls|wss?)://[^/\s]+:\d{1,5}", config.executor.address):
        yield f"executor.address {brief(config.executor.address)} is not written tcp://host:port, e.g. tcp://10.0.0.5:8786"
    if not config.outputs.strip():
        yield "outputs is empty: name a folder"
    if not re.fullmatch(r"[^./\\\0][^/\\\0]*", config.scenario):
        yield "a scenario's name may not contain a slash or begin with a dot, because the folder of results gets this name"
    reached = plain(plan.trainees_of)(config) * config.candidates.per_place * config.candidates.exhaustion
    if reached > MOST_CANDIDATES:
        yield (
            f"up to {reached:,.0f} persons would be reached, but at most {MOST_CANDIDATES:,} fit into one run:"
            " choose a smaller scale, design.places or candidates.per_place"
        )
