"""Governments: support, trust and standing of each level of each country (L3, L4).

Each level of government (national, regional, local) of each country decides for itself whether to sign, by its
political support and its trust in the lead. Permits and agreements need all levels, so the least willing one sets the
pace. Months of work before the start (`design.preparation_months`) raise trust and support, and cost money.

A government stands on one side of the corridor, at one level (national, regional, local) of one country. Permits and
agreements need every level, so the weakest binds. *Standing* of a government = trust * support.

Created for side origin then destination, each country, each level:

```
id = (side * 256 + country) * 3 + level
a, b, c, d = U(government_traits; group 0, agent id, event 0, other 0)
gained  = trust.preparation * (1 - exp(-design.preparation_months / trust.preparation_months))
s       = clip(politics.support + politics.support_spread * N(a))
support = usual = s + (1 - s) * gained
trust   = start + (1 - start) * gained;   readiness                                       ([trust](#trust))
threshold = max(politics.sign_threshold + politics.sign_spread * N(b), 0)
next_election = politics.election_month if that is >= 0 else int(c * politics.term_months)
capacity = permits.capacity * scale on the side of destination, else 0;   digital = that of month 0 ([agencies](#agency))
elections = signed = agreement = 0
```
"""

import math
from dataclasses import dataclass

from sim.agents.agency import digital_share
from sim.categories import Level, Side
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import attribute, lever, priced, uncertain, within
from sim.draws import decision, for_life, normal_from
from sim.laws import trust

LEVELS = len(Level)  # national, regional, local: the numbering of governments within a country

TRAITS = decision(
    5, "government_traits", "support", "signing threshold", "month of the first election", agent="government"
)


@dataclass
class Corridor:
    """Levels of government to convince."""

    levels_origin: int = attribute(
        2, 1, 3, "levels", "Levels of government to convince in each country of origin",
        plausible=within(1.0, 3.0, "linear", "brief.trust", "national level only, to all three"), fixed=True,
    )  # fmt: skip
    levels_destination: int = attribute(
        2, 1, 3, "levels", "Levels of government to convince in each country of destination",
        plausible=within(1.0, 3.0, "linear", "brief.trust", "national level only, to all three"), fixed=True,
    )  # fmt: skip


@dataclass
class Design:
    """Preparation before the start."""

    preparation_months: float = lever(
        0.0, 0.0, 36.0, "months", "Months of work on networks, support and signatures before month 0 (incubation)", "brief.trust",
        plausible=within(0.0, 12.0, "linear", "assumption", "none to a year"),
        price=priced(monthly="costs.preparation"),
        fixed=True,
    )  # fmt: skip


@dataclass
class Trust:
    """What preparation gives."""

    preparation: float = uncertain(
        0.5, 0.0, 1.0, "0-1", "Trust and support gained by a long preparation", "brief.trust",
        plausible=within(0.25, 0.75, "odds", "assumption",
            "prior networks help according to the brief, not measured; odds a third to three times"),
        fixed=True,
    )  # fmt: skip
    preparation_months: float = uncertain(
        9.0, 0.5, 60.0, "months", "Preparation after which 63 % of that is gained",
        plausible=within(4.0, 18.0, "log", "assumption", "three quarters of a year; half to double"),
        fixed=True,
    )  # fmt: skip


@dataclass
class Costs:
    """Work before the start."""

    preparation: float = uncertain(
        11_000.0, 0.0, 1e6, "EUR/month", "A month of preparation before the start",
        plausible=within(6000.0, 20_000.0, "log", "assumption",
            "the lead's team (3,500 to 15,000 EUR a month) and a post besides (2,300 to 6,900 EUR)"),
        fixed=True,
    )  # fmt: skip


@dataclass
class Politics:
    """Political support, elections and signatures."""

    support: float = uncertain(
        0.65, 0.0, 1.0, "0-1", "Mean political support of the governments that launch the scheme", "brief.trust",
        plausible=within(0.4, 0.85, "odds", "assumption", "odds a third to three times"),
        fixed=True,
    )  # fmt: skip
    support_spread: float = uncertain(
        0.11, 0.0, 0.4, "0-1", "Standard deviation of support between governments",
        plausible=within(0.05, 0.3, "log", "assumption", "a third to double"),
    )  # fmt: skip
    term_months: int = uncertain(
        48, 6, 72, "months", "Months between elections", "politics.parliamentary_term",
        plausible=within(24.0, 60.0, "linear", "politics.parliamentary_term;politics.government_duration_in_europe",
            "terms of 4 to 5 years; governments change at least every 2 years in most countries"),
    )  # fmt: skip
    election_month: int = uncertain(
        -1, -1, 600, "month", "Month of an election in every government; -1: drawn for each",
        "politics.government_duration_in_europe",
        fixed=True,
    )  # fmt: skip
    sign_threshold: float = uncertain(
        0.18, 0.0, 1.0, "trust x support", "Trust times support at which a government signs",
        plausible=within(0.1, 0.32, "log", "assumption", "not observable; a bit above half to a bit under double"),
        fixed=True,
    )  # fmt: skip
    sign_spread: float = uncertain(
        0.03, 0.0, 0.2, "trust x support", "Spread of that threshold between governments",
        plausible=within(0.01, 0.09, "log", "assumption", "a third to three times"),
        fixed=True,
    )  # fmt: skip


@dataclass
class Permits:
    """Desks of the national governments."""

    capacity: float = uncertain(
        26.0, 0.0, 1e6, "permits/month", "Permits a country can give the scheme a month",
        "permit.flanders_applications",
        plausible=within(7.0, 60.0, "log", "assumption",
            "only all applications of a country are published, not a scheme's share; a third to three times"),
    )  # fmt: skip


class Government:
    """A government: side, level, support, trust, capacity, next election, signature."""

    support: float = column("f8", 0.0, "Political support for the scheme, 0 to 1", stays=True)
    usual: float = column("f8", 0.0, "Support that the government of the day gives without events, 0 to 1", stays=True)
    trust: float = column("f8", 0.0, "Trust in the lead, 0 to 1", stays=True)
    threshold: float = column("f8", 0.0, "Trust times support at which it signs")
    capacity: float = column(
        "f8", 0.0, "Permits a month (side of destination); the permit desk has that of the national government"
    )
    digital: float = column(
        "f8", 0.0, "Share of digital procedures; the permit desk has that of the national government"
    )
    next_election: int = column("i4", 0, "Calendar month of the next election", stays=True)
    elections: int = column("i4", 0, "Elections held so far: the event number of the draw", stays=True)
    side: Side = column("u1", 0, "Side of the corridor", Side)
    level: Level = column("u1", 0, "Level: national, regional, local", Level)
    country: int = column("u1", 0, "Number of its country on its side")
    signed: int = column("u1", 0, "1 once it has signed the partnership", stays=True)


@njit
def identity(government):
    """The number by which a government's draws are addressed: side, country and level, in every design the same."""
    return (int(government.side) * 256 + int(government.country)) * LEVELS + int(government.level)


@njit
def capacity(side, p):
    """Permits a month that a government of this side can give the scheme."""
    return p.permits.capacity * p.scale if side == Side.destination else 0.0


@njit
def follow(government, before, now):
    """Take over what a timeline changed between two months, and nothing else."""
    if capacity(government.side, before) != capacity(government.side, now):
        government.capacity = capacity(government.side, now)


@njit
def prepared(p):
    """Share of the missing trust and support that preparation has gained before month 0."""
    return p.trust.preparation * (1.0 - math.exp(-p.design.preparation_months / p.trust.preparation_months))


@njit
def create(government, key, side, level, country, p):
    """Fill a government's row: who it is, its first election, its support and trust before anything is prepared."""
    government.side = side
    government.level = level
    government.country = country
    a, b, c, d = for_life(key, TRAITS, 0, identity(government), 0, 0)
    government.support = min(max(p.politics.support + p.politics.support_spread * normal_from(a), 0.0), 1.0)
    government.usual = government.support
    government.threshold = max(p.politics.sign_threshold + p.politics.sign_spread * normal_from(b), 0.0)
    government.capacity = capacity(side, p)
    government.digital = digital_share(0, p)
    forced = p.politics.election_month
    government.next_election = forced if forced >= 0 else int(c * p.politics.term_months)
    government.trust, government.readiness = trust.of_government(key, identity(government), p)


@njit
def catch_up(government, began, p):
    """Elections that a government held before it had to do with the scheme, whose phase began in this calendar month."""
    while government.next_election < began:
        government.elections += 1
        government.next_election += p.politics.term_months


@njit
def prepare(government, p):
    """Preparation gains a part of the support and trust that are missing."""
    gained = prepared(p)
    government.support += (1.0 - government.support) * gained
    government.usual += (1.0 - government.usual) * gained
    government.trust += (1.0 - government.trust) * gained


@njit
def standing(government):
    """Trust times support: how far this government backs the scheme."""
    return government.trust * government.support


@inner
def weakest_standing(state, side, country):
    """Standing of a country's weakest level."""
    weakest = 1.0
    for g in range(state.governments.size):
        place = state.governments[g]
        if place.side == side and place.country == country:
            weakest = min(weakest, standing(place))
    return weakest
