"""Reading the configuration: values by category, and the timeline (ODD 6)."""

from copy import deepcopy
from enum import IntEnum

from sim.parameters import Config, is_own, parameters, value_of


def by(group: object, category: IntEnum) -> float:
    """A parameter's value for a category: its kind, level, sector or size."""
    return float(getattr(group, category.name))


def code_of(countries: int, number: int) -> str:
    """The ISO code of a country where the configuration names it; empty for an average country."""
    codes: tuple[str, ...] = getattr(countries, "codes", ())
    return codes[number] if number < len(codes) else ""


def phases_by_month(config: Config) -> list[dict[int, Config]]:
    """Of each phase, the first one first, the parameters from each calendar month on in which something changes."""
    phases = [config]
    while phases[0].earlier is not None:
        phases.insert(0, phases[0].earlier)
    return [by_month(own_in_world(phase, config)) for phase in phases]


def own_in_world(phase: Config, last: Config) -> Config:
    """A phase's own choices, and those of its timeline, in the world of the last phase."""
    if phase is last:
        return last
    made = deepcopy(last)
    for name in filter(is_own, parameters()):
        owner, _, leaf = name.rpartition(".")
        setattr(value_of(made, owner), leaf, value_of(phase, name))
    months = sorted({*last.timeline, *phase.timeline})
    made.timeline = {
        month: {name: value for name, value in last.timeline.get(month, {}).items() if not is_own(name)}
        | {name: value for name, value in phase.timeline.get(month, {}).items() if is_own(name)}
        for month in months
    }
    return made


def by_month(config: Config) -> dict[int, Config]:
    """The parameters from each month on in which a timeline changes them, month 0 included."""
    versions = {0: deepcopy(config)}
    for month in sorted(config.timeline):
        versions[month] = deepcopy(versions[max(versions)])
        for name, value in config.timeline[month].items():
            owner, _, last = name.rpartition(".")
            setattr(value_of(versions[month], owner), last, value)
    return versions
