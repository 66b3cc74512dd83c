"""Reading the configuration: values by category, and the timeline (ODD 6)."""

from copy import deepcopy
from enum import IntEnum

from sim.parameters import Config, value_of


def by(group: object, category: IntEnum) -> float:
    """A parameter's value for a category: its kind, level, sector or size."""
    return float(getattr(group, category.name))


def code_of(countries: int, number: int) -> str:
    """The ISO code of a country where the configuration names it; empty for an average country."""
    codes: tuple[str, ...] = getattr(countries, "codes", ())
    return codes[number] if number < len(codes) else ""


def by_month(config: Config) -> dict[int, Config]:
    """The parameters from each month on in which a timeline changes them, month 0 included."""
    versions = {0: deepcopy(config)}
    for month in sorted(config.timeline):
        versions[month] = deepcopy(versions[max(versions)])
        for name, value in config.timeline[month].items():
            owner, _, last = name.rpartition(".")
            setattr(value_of(versions[month], owner), last, value)
    return versions
