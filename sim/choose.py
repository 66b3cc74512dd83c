"""The value of a parameter that is declared per category (sector, size class, kind of mobility, skill level)."""

from sim.categories import Closing, Mobility, Sector, Size, Skill
from sim.compiled import njit


@njit
def by_sector(values, sector):
    """The value for a sector."""
    if sector == Sector.ict:
        return values.ict
    if sector == Sector.engineering:
        return values.engineering
    if sector == Sector.construction:
        return values.construction
    if sector == Sector.hospitality:
        return values.hospitality
    if sector == Sector.health:
        return values.health
    return values.agriculture


@njit
def by_size(values, size):
    """The value for a size class."""
    if size == Size.micro:
        return values.micro
    if size == Size.small:
        return values.small
    if size == Size.medium:
        return values.medium
    return values.large


@njit
def by_kind(values, kind):
    """The value for a kind of mobility."""
    if kind == Mobility.employment:
        return values.employment
    if kind == Mobility.apprenticeship:
        return values.apprenticeship
    if kind == Mobility.internship:
        return values.internship
    if kind == Mobility.study:
        return values.study
    return values.seasonal


@njit
def by_level(values, level):
    """The value for a skill level."""
    if level == Skill.low:
        return values.low
    if level == Skill.medium:
        return values.medium
    return values.high


@njit
def by_signed(values, closing):
    """The value for a class of signed hosts."""
    if closing == Closing.association:
        return values.association
    if closing == Closing.institution:
        return values.institution
    return values.group
