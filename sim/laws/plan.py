"""The plan: whom the scheme serves, how many, for how long (L1).

The plan says how many people the scheme is to train, preselect and place, and for how long public money is meant to
last. A plan is not demand. Places are a ceiling, which the funder may raise ([steering](#steering)); whether they are
filled is up to hosts. Everybody who is trained for a place that nobody gives is money and trust lost.

```
places = int(ceil(design.places * scale))
planned_trainees = ceil(places / (1 - design.home_share) - 1e-6)
planned_intake   = ceil(planned_trainees * (1 + design.reserve_share))
ceiling          = places
candidate_limit  = int(ceil(planned_trainees * candidates.per_place * candidates.exhaustion))
planned_months   = max(1, int(floor(design.duration_years * 12 + 0.5)));  end_month = planned_months
calls within m   = 1 + max(0, int((m - agencies.call_months - design.training_months - design.closing_months) / design.cohort_months))
calls_planned    = calls within planned_months
```
"""

import math
from dataclasses import dataclass

from sim.categories import Mobility, Sector, Skill
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import attribute, lever, priced, within

ROUNDING = 1e-6  # 60 places / (1 - 0.9) are 600 trainees, not 601


@dataclass
class Design:
    """Whom the scheme serves, how many, for how long."""

    duration_years: float = lever(
        3.0, 1 / 12, 8.0, "years", "Planned duration of public funding",
        "mpf.recommended_duration_of_mobility_initiatives",
        plausible=within(1.5, 5.0, "linear", "mpf.recommended_duration_of_mobility_initiatives;palim.start_planned_end",
            "18 months (PALIM) to the 5 years that the brief's authors recommend at most"),
        price=priced(monthly="costs.coordination"), fixed=True,
    )  # fmt: skip
    places: int = lever(
        60, 0, 1_000_000, "persons", "Planned places for mobility abroad", "digital_explorers.planned_participants",
        plausible=within(30.0, 150.0, "log", "assumption", "half to two and a half times a typical pilot"),
        price=priced(unit="costs.mobility costs.training costs.screening"), fixed=True,
    )  # fmt: skip
    reserve_share: float = lever(
        0.5, 0.0, 9.0, "share", "Persons preselected on top of the training places, who wait on a reserve list",
        "homere.pre_selected_per_slot",
        plausible=within(0.0, 1.5, "linear", "homere.pre_selected_per_slot", "none to more than the places again"),
        price=priced(unit="costs.screening costs.reserve"),
    )  # fmt: skip
    kind: Mobility = attribute(Mobility.employment, None, None, "category", "Kind of mobility served")
    level: Skill = attribute(Skill.high, None, None, "category", "Skill level served")
    sector: Sector = attribute(Sector.ict, None, None, "category", "Main sector of the hosts", fixed=True)


class Scheme:
    """The plan."""

    planned_trainees: float = column("f8", 0.0, "Persons to train, both tracks")
    planned_intake: float = column("f8", 0.0, "Persons to preselect")
    places: int = column("i8", 0, "Places for mobility abroad that the plan has")
    ceiling: int = column("i8", 0, "Places that the funder allows: those of the plan, until it raises them")
    planned_months: int = column("i8", 0, "Months of funding planned")
    end_month: int = column("i8", 0, "First month without funding, extensions included")
    calls_planned: int = column("i8", 0, "Calls planned")
    candidate_limit: int = column("i8", 0, "Most applicants that can ever be")


@njit
def places_of(p):
    """Places for mobility abroad."""
    return int(math.ceil(p.design.places * p.scale))


@njit
def signed_places(p):
    """Places that signed hosts are to give."""
    return int(math.ceil(p.design.places * p.scale) * p.design.signed_share + 0.5)


@njit
def places_before(number, p):
    """Signed places of all partners before this one, in the order of classes."""
    by = p.design.signed_by
    total = by.association + by.institution + by.group
    if total <= 0.0 or number == 0:
        return 0
    weight = by.association if number == 1 else by.association + by.institution if number == 2 else total
    return int(signed_places(p) * (weight / total) + 0.5)


@njit
def trainees_of(p):
    """Persons to train for these places, both tracks."""
    return math.ceil(math.ceil(p.design.places * p.scale) / (1.0 - p.design.home_share) - ROUNDING)


@njit
def components(p):
    """Number of components that the design adds."""
    return (
        int(p.design.mentoring)
        + int(p.design.integration_package)
        + int(p.design.diaspora_network)
        + int(p.design.business_creation)
    )


@njit
def most_applicants(p):
    """Persons that can be reached in all."""
    return int(math.ceil(trainees_of(p) * p.candidates.per_place * p.candidates.exhaustion))


@njit
def lead_months(p):
    """Months from a call for applicants to the last departures from it, as planned."""
    return p.agencies.call_months + p.design.training_months + p.design.closing_months


@njit
def calls_within(months, p):
    """Calls for applicants that fit into so many months: one at once, and one at every interval while time is left."""
    return 1 + max(0, int((months - lead_months(p)) / p.design.cohort_months))


@inner
def make(state, p):
    """The scheme's plan before its first month."""
    scheme = state.scheme
    scheme.places = places_of(p)
    scheme.planned_trainees = trainees_of(p)
    scheme.ceiling = scheme.places
    scheme.planned_intake = math.ceil(scheme.planned_trainees * (1.0 + p.design.reserve_share))
    scheme.candidate_limit = most_applicants(p)
    scheme.planned_months = max(1, int(math.floor(p.design.duration_years * 12.0 + 0.5)))
    scheme.end_month = scheme.planned_months
    scheme.calls_planned = calls_within(scheme.planned_months, p)
