"""Agreement: governments negotiate a simplified recognition procedure (L12).

Only if `recognition.agreement_month` >= 0 and month >= it. o = smallest [standing](#government) of all governments of origin (at
most 1), w that of a country of destination. For each country without the agreement: agreement_work += min(o, w) * covered;
if agreement_work >= `recognition.agreement_work`, it has the agreement and `agreements_signed` + 1.
"""

from dataclasses import dataclass

from sim.agents.government import weakest_standing
from sim.categories import Side
from sim.columns import column
from sim.compiled import inner
from sim.declare import lever, uncertain, within


@dataclass
class Recognition:
    """Negotiating a simplified procedure."""

    agreement_month: int = lever(
        -1, -1, 600, "month", "Month in which negotiation of a simplified procedure begins; -1: never", "brief.trust",
    )  # fmt: skip
    agreement_work: float = uncertain(
        4.0, 0.5, 24.0, "trust-months", "Work to conclude a simplified procedure at full institutional trust",
        "politics.talent_partnerships_announced_launched_first_agreements",
        plausible=within(3.0, 14.0, "log", "politics.talent_partnerships_announced_launched_first_agreements",
            "31 to 47 months from launch to agreement at trust times support of 0.1 to 0.3"),
    )  # fmt: skip


class Country:
    """The simplified procedure."""

    agreement_work: float = column("f8", 0.0, "Work done on a simplified recognition procedure, trust-months")
    agreement: int = column("u1", 0, "1 once the simplified procedure is agreed")


class Government:
    """The simplified procedure."""

    agreement: int = column("u1", 0, "1 once its country has the simplified recognition procedure; no process reads it")


@inner
def step(state, p, month):
    """Work on a simplified recognition procedure. The weakest institution on the two sides sets the speed."""
    if p.recognition.agreement_month < 0 or month < p.recognition.agreement_month:
        return
    origin = 1.0
    for o in range(state.origins.size):
        origin = min(origin, weakest_standing(state, Side.origin, o))
    for c in range(state.countries.size):
        country = state.countries[c]
        if country.agreement:
            continue
        country.agreement_work += min(origin, weakest_standing(state, Side.destination, c)) * state.scheme.covered
        if country.agreement_work >= p.recognition.agreement_work:
            country.agreement = 1
            state.monthly[month].agreements_signed += 1.0
            for g in range(state.governments.size):
                place = state.governments[g]
                if place.side == Side.destination and place.country == c:
                    place.agreement = 1
