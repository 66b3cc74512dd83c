"""Agreement: governments negotiate a simplified recognition procedure (L12).

Slow recognition can stop a scheme, so governments may negotiate a simplified procedure. The planner decides when the
talks begin (`recognition.agreement_month`; -1: never) and how much they should remove (`recognition.simplification`).
They take part of the time that the team has for ministries, and last longer the more they are to remove. The
government with the least trust and support sets the pace.

It is *negotiated* from `recognition.agreement_month` on (if that is >= 0), while a country of destination is without it. Then: o = smallest [standing](#government) of all governments of origin (at
most 1), w that of a country of destination. For each country of destination without the agreement: agreement_work += min(o, w) * covered;
if agreement_work >= `recognition.agreement_work` * `recognition.simplification` / `recognition.usual_simplification`, it has the agreement and `agreements_signed` + 1.
"""

from dataclasses import dataclass

from sim.agents.government import weakest_standing
from sim.categories import Side
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import lever, priced, uncertain, within


@dataclass
class Recognition:
    """Negotiating a simplified procedure."""

    agreement_month: int = lever(
        -1, -1, 600, "month", "Month in which negotiation of a simplified procedure begins; -1: never", "brief.trust",
        plausible=within(-1.0, 12.0, "linear", "assumption", "never, from the start, or after up to a year"),
        price=priced(staff="recognition.negotiation_time", months="recognition.agreement_work"),
    )  # fmt: skip
    agreement_work: float = uncertain(
        6.5, 0.5, 24.0, "trust-months", "Work to conclude a simplified procedure at full institutional trust",
        "politics.talent_partnerships_announced_launched_first_agreements",
        plausible=within(3.0, 14.0, "log", "politics.talent_partnerships_announced_launched_first_agreements",
            "31 to 47 months from launch to agreement at trust times support of 0.1 to 0.3"),
    )  # fmt: skip

    usual_simplification: float = uncertain(
        0.6, 0.01, 1.0, "share", "Simplification for which that work is stated",
        plausible=within(0.6, 0.6, "linear", "assumption", "definition: what the work refers to"),
    )  # fmt: skip
    negotiation_time: float = uncertain(
        0.2, 0.0, 1.0, "share", "Share of the contacts with ministries that the negotiation takes while it lasts",
        plausible=within(0.08, 0.43, "odds", "assumption", "odds a third to three times"),
    )  # fmt: skip


class Country:
    """The simplified procedure."""

    agreement_work: float = column(
        "f8", 0.0, "Work done on a simplified recognition procedure, trust-months", stays=True
    )
    agreement: int = column("u1", 0, "1 once the simplified procedure is agreed", stays=True)


class Government:
    """The simplified procedure."""

    agreement: int = column(
        "u1", 0, "1 once its country has the simplified recognition procedure; no process reads it", stays=True
    )


@njit
def work_needed(p):
    """Work that the simplified procedure asks for: the more it simplifies, the more."""
    return p.recognition.agreement_work * p.recognition.simplification / p.recognition.usual_simplification


@inner
def step(state, p, month):
    """Work on a simplified recognition procedure. The weakest institution on the two sides sets the speed."""
    if p.recognition.agreement_month < 0 or state.scheme.began + month < p.recognition.agreement_month:
        return
    origin = 1.0
    for o in range(state.origins.size):
        origin = min(origin, weakest_standing(state, Side.origin, o))
    for c in range(state.countries.size):
        country = state.countries[c]
        if country.agreement:
            continue
        country.agreement_work += min(origin, weakest_standing(state, Side.destination, c)) * state.scheme.covered
        if country.agreement_work >= work_needed(p):
            country.agreement = 1
            state.monthly[month].agreements_signed += 1.0
            for g in range(state.governments.size):
                place = state.governments[g]
                if place.side == Side.destination and place.country == c:
                    place.agreement = 1
