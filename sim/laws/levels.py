"""Levels of skill: what differs between low, medium and high for hosts and people (L8, L10, L15).

The level of skill decides what a person is worth to a host, and which obstacles stand in the way. A month of highly
skilled work is worth more to a host, and hosts pay more to find such people elsewhere; but fewer of them reach the
salary that a permit then asks for ([employers](#employer)). Hosts house people at low levels, often house apprentices,
and do not house specialists. At a higher level, an examination asks for better language skills. Recognition is needed
most at medium level, and its fee rises with the level ([procedures](#procedures)). People at lower levels return early
more often ([mobility](#mobility)). Hosts that signed for places weighed worth and price beforehand, so the level
matters more where firms are won one by one.

```
worth of level = employers.level_worth[level]
housing        = costs.housing[level] * min(design.stay_months, employers.look_ahead)          over a stay, as a host expects it
language asked = sectors.language[design.sector] + candidates.level_language[level]            by an examination
```
"""

from dataclasses import dataclass
from typing import Any

from sim.choose import by_level as value_by_level
from sim.choose import by_sector as value_by_sector
from sim.compiled import njit
from sim.declare import by_level, within


@dataclass
class Employers:
    """What work at a level is worth."""

    level_worth: Any = by_level(
        (0.6, 0.8, 1.0), 0.0, 4.0, "factor", "Factor on what a month of work is worth to a host, by skill level",
        ("prices.uk_agency_fee_by_level_junior_executive_niche", "prices.uk_agency_fee_by_level_junior_executive_niche", "assumption"),
        plausible=(
            within(0.3, 1.0, "log", "prices.uk_agency_fee_by_level_junior_executive_niche",
                "agencies are paid 10 % of a junior's salary, 15 to 20 % of an executive's, so a quarter of the amount (lower end); up to no difference"),
            within(0.55, 1.0, "log", "prices.uk_agency_fee_by_level_junior_executive_niche",
                "15 % of a salary that is two thirds as high is about half the amount (lower end); up to no difference"),
            within(1.0, 1.0, "linear", "assumption", "definition: the other levels are relative to this one"),
        ),
    )  # fmt: skip


@dataclass
class Candidates:
    """The language of an examination."""

    level_language: Any = by_level(
        (-0.6, 0.0, 0.6), -3.0, 3.0, "sd", "Language that an examination asks for at a skill level, beyond what work in the sector asks for",
        ("training.language_course_length_to_b1", "assumption", "training.language_course_length_to_b1"),
        plausible=(
            within(-1.2, -0.2, "linear", "training.language_course_length_to_b1",
                "A2 for B1: courses to B1 take 6 to 13 months, so a level takes some three, which add about 0.6 sd; a third to two levels"),
            within(0.0, 0.0, "linear", "assumption", "definition: the other levels are relative to this one"),
            within(0.2, 1.2, "linear", "training.language_course_length_to_b1",
                "B2 or C1 for B1 where the licence asks for it: a level of some 0.6 sd; a third to two levels"),
        ),
    )  # fmt: skip


@dataclass
class Costs:
    """Housing."""

    housing: Any = by_level(
        (150.0, 60.0, 0.0), 0.0, 5_000.0, "EUR/person-month", "What a host spends on housing a person, rent that the person pays taken off",
        plausible=(
            within(50.0, 400.0, "log", "assumption", "quarters of seasonal and other low-paid workers, which the host provides; a third to nearly three times"),
            within(20.0, 180.0, "log", "assumption", "a room for apprentices and care workers in the first months, spread over the stay; a third to three times"),
            within(0.0, 0.0, "linear", "assumption", "definition: the search for a flat is in costs.host_own; who earns more pays the rent"),
        ),
    )  # fmt: skip


@njit
def worth(p):
    """Factor on what a month of work is worth to a host."""
    return value_by_level(p.employers.level_worth, p.design.level)


@njit
def housing(p):
    """What a host expects to spend on housing over the stay, EUR."""
    return value_by_level(p.costs.housing, p.design.level) * min(p.design.stay_months, p.employers.look_ahead)


@njit
def language_asked(p):
    """The language that an examination asks for, by sector and skill level."""
    level = value_by_level(p.candidates.level_language, p.design.level)
    return value_by_sector(p.sectors.language, p.design.sector) + level
