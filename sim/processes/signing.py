"""Signing: who closes the deal. Places that hosts sign for before training begins (L1, L10).

A planner can have places secured before anybody is trained for them; `design.signed_share` is the share of such
places. Three kinds of partners can sign: an employers' association that fixes a number (`association`); a university,
hospital or public body that gives the places in the agreement itself (`institution`); units of one group of companies
(`group`). The other places are open: hosts are won one by one ([engagement](#engagement)).

Each of the three is one partner to negotiate with. The talks take staff time for hosts, before month 0 (preparation)
or after, the more places the longer: a part of the work is done once, the rest for every member or department that
gives a place. Talks may fail, the likelier the more places are asked for; then those places are open, too. One group of
companies has fewer places to give than an association or a hospital. Outside health care, institutions hardly have posts to
give, so they seldom sign there; study places they always have. Groups take interns, whom their unit at origin sends; for
anything else they seldom sign. An association also asks for money for each place, and
once it has signed, other hosts trust the lead more. A few of those who signed do not keep their word.

**Places.** signed = int(places * design.signed_share + 0.5). With the weights w of `design.signed_by` in the order of
classes, partner c gets the places from int(signed * ((w before c) / (sum of w)) + 0.5) to the same with c's weight; nothing if
all weights are 0. Its hosts: n = ceil(places of c / employers.signed_places[c]); the first (places mod n) of them give
(places div n) + 1 places, the others places div n.

**Created** with the world, partner by partner: its hosts are numbered on through all partners, number k belongs to market
k mod (number of markets), behind the hosts in reach. a of `partner` (agent: the class's number): willing = 1 if a < employers.signing_chance[c] ^ (places of c / (employers.signing_size[c] * scale)) * posts,
with posts = sectors.institutions[sector] for an institution unless design.kind = study; employers.group_posts[kind] for a group;
1 for an association. Each host: as any host ([employers](#employer)),
then closing = c, disposed = clears = experience = willing = 1, real_need = need_left = its places, status declined, and
honours its signature (real_need kept) if h >= 1, or h > 0 and a < P(log(h / (1 - h)) + employers.commitment[kind] * money(costs.full_price * design.contribution_share)), with
h = employers.honoured[c] and draw `signed_host`, else real_need = need_left = 0: what a stay is worth against its price counts for signed hosts, too.
work = design.preparation_months * agencies.signing_contacts * effect, with the lead's effect as in [partnership](#partnership).

Each month, for each partner with places that is neither signed nor refused, in order, if the scheme is alive:

```
x = min(agencies.signing_contacts * scale, contacts with hosts);  contacts with hosts -= x;  work += x / scale * effect of this month
needed = employers.signing_work[c] * (employers.signing_once + (1 - employers.signing_once) * places of c / (employers.signing_usual * scale))
if work >= needed:  refused = 1 if not willing, else signed = 1
```

*Signed*: each of its hosts that honours is engaged: engaged_month, next_review = 32000, `employers_engaged` + 1, it declares its
places ([vacancies](#vacancies)) and joins its market's list. Of an association: costs.signed_place * places is paid from the
coordination line as far as it goes; every host in reach: trust += agencies.association_trust * (1 - trust).
pending = places of the partners neither signed nor refused.
"""

import math
from dataclasses import dataclass
from typing import Any

from sim import phases
from sim.agents import employer, relations
from sim.categories import AgencyKind, Closing, Line, Mobility, Status, Table
from sim.choose import by_kind as value_by_kind
from sim.choose import by_sector as value_by_sector
from sim.choose import by_signed as value_by_signed
from sim.columns import begin, column
from sim.compiled import inner, njit
from sim.declare import by_kind, by_sector, by_signed, lever, priced, uncertain, within
from sim.draws import decision, probability, uniforms
from sim.laws import accounts
from sim.laws.desks import FAR_MONTH
from sim.laws.plan import places_before, signed_places
from sim.laws.trust import facilitation_effect, lead_effect

PARTNER = decision(33, "partner", "willing to sign", agent="class")
SIGNED_HOST = decision(34, "signed_host", "honours its signature", group="market", agent="index")

CLASSES = (Closing.association, Closing.institution, Closing.group)
PARTNERS = len(CLASSES)

_SIGNED = priced(
    staff="agencies.signing_contacts agencies.staff_contacts", unit="costs.signed_place",
    months="employers.signing_work.association employers.signing_work.institution employers.signing_work.group",
)  # fmt: skip


@dataclass
class Design:
    """Who gives the places."""

    signed_share: float = lever(
        0.0, 0.0, 1.0, "0-1", "Share of the places given by hosts that sign before training begins",
        "brief.declared_interest_vs_hiring_decision",
        plausible=within(0.0, 1.0, "linear", "assumption", "none to all: the planner's choice"),
        price=_SIGNED, fixed=True,
    )  # fmt: skip
    signed_by: Any = by_signed(
        (1.0, 0.0, 0.0), 0.0, 1.0, "weight", "Weight among the signed places", price=_SIGNED, fixed=True,
        plausible=within(0.0, 1.0, "linear", "assumption", "none to all: the planner's choice"),
    )  # fmt: skip


@dataclass
class Employers:
    """How hard signatures are to get, and what they are worth."""

    signing_chance: Any = by_signed(
        (0.65, 0.75, 0.9), 0.0, 1.0, "probability", "Whether a partner of this class would sign at all for a usual number of places",
        plausible=(
            within(0.4, 0.85, "odds", "assumption", "odds a third to three times; schemes without a signature leave few pages"),
            within(0.5, 0.9, "odds", "assumption", "odds a third to three times"),
            within(0.75, 0.97, "odds", "assumption", "odds a third to three times"),
        ),
        fixed=True,
    )  # fmt: skip
    signing_size: Any = by_signed(
        (60.0, 60.0, 25.0), 1.0, 1e6, "places", "Places to which this probability refers: with twice as many it counts twice",
        ("assumption", "assumption", "nestle_nigeria_swiss.interns_per_cohort"),
        plausible=(
            within(60.0, 60.0, "linear", "assumption", "definition: the places of a typical pilot"),
            within(60.0, 60.0, "linear", "assumption", "definition: the places of a typical pilot"),
            within(5.0, 125.0, "log", "nestle_nigeria_swiss.interns_per_cohort;homere.planned_internships", "from five places of one group to half of the 250 of a scheme with many companies"),
        ),
        fixed=True,
    )  # fmt: skip
    group_posts: Any = by_kind(
        (0.2, 0.2, 1.0, 0.1, 0.1), 0.0, 1.0, "probability", "Whether a group of companies has posts of this kind to give",
        plausible=(
            within(0.0, 0.5, "linear", "assumption", "none to half: the schemes in the evidence that groups close are all for interns"),
            within(0.0, 0.5, "linear", "assumption", "none to half: the schemes in the evidence that groups close are all for interns"),
            within(1.0, 1.0, "linear", "assumption", "definition: interns of the group's own unit at origin"),
            within(0.0, 0.3, "linear", "assumption", "none to a third: a group gives no places of study"),
            within(0.0, 0.3, "linear", "assumption", "none to a third: harvests are not brought in by groups"),
        ),
        fixed=True,
    )  # fmt: skip
    signing_work: Any = by_signed(
        (70.0, 50.0, 25.0), 0.0, 10_000.0, "contacts",
        "Contacts, at full facilitation, until a partner of this class signs for a usual number of places",
        plausible=(
            within(25.0, 200.0, "log", "assumption", "a third to three times: members are asked one by one"),
            within(17.0, 150.0, "log", "assumption", "a third to three times"),
            within(8.0, 75.0, "log", "assumption", "a third to three times"),
        ),
    )  # fmt: skip
    signing_once: float = uncertain(
        0.5, 0.0, 1.0, "share", "Share of these contacts that are needed once, whatever the number of places",
        plausible=within(0.2, 0.8, "linear", "assumption", "half for statutes and terms, half for members and departments; 0.3 either way"),
    )  # fmt: skip
    signing_usual: float = uncertain(
        60.0, 1.0, 1e6, "places", "Places to which the contacts until a signature refer",
        plausible=within(60.0, 60.0, "linear", "assumption", "definition: the places of a typical pilot"),
    )  # fmt: skip
    signed_places: Any = by_signed(
        (3.0, 5.0, 5.0), 1.0, 1000.0, "places/host", "Places that a signed host gives at most",
        plausible=(
            within(1.5, 6.0, "log", "assumption", "half to double"),
            within(2.5, 10.0, "log", "assumption", "half to double"),
            within(2.5, 10.0, "log", "assumption", "half to double"),
        ),
        fixed=True,
    )  # fmt: skip
    honoured: Any = by_signed(
        (0.95, 0.95, 0.98), 0.0, 1.0, "probability", "Whether a signed host keeps its signature where a stay is worth its price",
        plausible=(
            within(0.87, 0.985, "odds", "assumption", "some members fail; the association replaces most"),
            within(0.87, 0.985, "odds", "assumption", "budgets and heads of department change"),
            within(0.94, 0.995, "odds", "assumption", "a standing programme, decided once"),
        ),
        fixed=True,
    )  # fmt: skip


@dataclass
class Sectors:
    """Where institutions have posts."""

    institutions: Any = by_sector(
        (0.1, 0.1, 0.1, 0.1, 1.0, 0.1), 0.0, 1.0, "probability", "Whether institutions have posts to give (study places: always)",
        plausible=(
            *(within(0.0, 0.3, "linear", "assumption",
                "none to a third: the schemes in the evidence that institutions close are all for study or in health care"),) * 4,
            within(1.0, 1.0, "linear", "assumption", "definition: hospitals and homes are institutions"),
            within(0.0, 0.3, "linear", "assumption",
                "none to a third: the schemes in the evidence that institutions close are all for study or in health care"),
        ),
        fixed=True,
    )  # fmt: skip


@dataclass
class Agencies:
    """Time for signatures, and what an association lends."""

    signing_contacts: float = uncertain(
        8.0, 0.1, 1000.0, "contacts/month", "Contacts with hosts that the negotiation of one signature takes a month",
        plausible=within(4.0, 16.0, "log", "assumption", "half to double"),
    )  # fmt: skip
    association_trust: float = uncertain(
        0.1, 0.0, 1.0, "share", "Share of the missing trust that an association lends the lead with hosts in reach",
        plausible=within(0.03, 0.25, "odds", "assumption", "odds a third to three times"),
    )  # fmt: skip


@dataclass
class Costs:
    """The association's service."""

    signed_place: float = uncertain(
        300.0, 0.0, 50_000.0, "EUR/place", "What an association asks for gathering a place among its members",
        "prices.average_hourly_labour_cost_eu_euro_area",
        plausible=within(100.0, 900.0, "log", "assumption", "about nine hours at 33.5 EUR; a third to three times"),
    )  # fmt: skip


class Partner:
    """Who negotiates for a class of signed hosts."""

    work: float = column("f8", 0.0, "Contacts that count towards a signature, so far")
    places: int = column("i8", 0, "Places to sign for")
    first: int = column("i8", 0, "Number of its first host, through all partners")
    hosts: int = column("i8", 0, "Number of its hosts")
    closing: Closing = column("u1", Closing.association, "Class of its hosts", Closing)
    willing: int = column("u1", 0, "1 if it would sign")
    signed: int = column("u1", 0, "1 once it has signed")
    refused: int = column("u1", 0, "1 once it has refused")


class Scheme:
    """Signatures to come."""

    pending: int = column("i8", 0, "Places of partners that have neither signed nor refused")


@njit
def hosts_for(number, p):
    """Hosts that a partner's places need."""
    places = places_before(number + 1, p) - places_before(number, p)
    return int(math.ceil(places / value_by_signed(p.employers.signed_places, number + 1)))


@njit
def hosts_needed(p):
    """Signed hosts of all partners."""
    hosts = 0
    for number in range(PARTNERS):
        hosts += hosts_for(number, p)
    return hosts


@njit
def most_hosts(p):
    """More signed hosts than there can be, whatever their classes: what tables for many designs must hold."""
    by = p.employers.signed_places
    return int(math.ceil(signed_places(p) / min(by.association, by.institution, by.group))) + PARTNERS


@njit
def hosts_of_market(market, p):
    """Signed hosts of one market: they are dealt out in turn."""
    hosts, markets = hosts_needed(p), p.markets.count
    return hosts // markets + (1 if market < hosts % markets else 0)


@inner
def create_partners(state, p):
    """The partners, and what preparation has already reached with them."""
    first = 0
    for number in range(PARTNERS):
        begin(state.partners, number, state.first[Table.partner])
        partner = state.partners[number]
        partner.closing = number + 1
        partner.places = places_before(number + 1, p) - places_before(number, p)
        partner.first = first
        partner.hosts = hosts_for(number, p)
        first += partner.hosts
        a, b, c, d = uniforms(state.scheme, PARTNER, 0, number + 1, 0, 0)
        partner.willing = 1 if a < chance_to_sign(number + 1, partner.places, p) else 0
        partner.work = p.design.preparation_months * p.agencies.signing_contacts
        partner.work *= facilitation_effect(p.design.facilitation, p)
        state.scheme.pending += partner.places


@njit
def chance_to_sign(closing, places, p):
    """Probability that a partner of a class would sign for so many places at all."""
    times = places / (value_by_signed(p.employers.signing_size, closing) * p.scale)
    chance = value_by_signed(p.employers.signing_chance, closing) ** times
    if closing == Closing.institution and p.design.kind != Mobility.study:
        return chance * value_by_sector(p.sectors.institutions, p.design.sector)
    if closing == Closing.group:
        return chance * value_by_kind(p.employers.group_posts, p.design.kind)
    return chance


@njit
def work_needed(closing, places, p):
    """Contacts until a partner of a class signs for so many places."""
    usual = places / (p.employers.signing_usual * p.scale)
    once = p.employers.signing_once
    return value_by_signed(p.employers.signing_work, closing) * (once + (1.0 - once) * usual)


@njit
def honours(u, closing, p):
    """Whether a signed host keeps its signature: the likelier, the more a stay is worth against its price."""
    share = value_by_signed(p.employers.honoured, closing)
    if share <= 0.0 or share >= 1.0:
        return share >= 1.0
    worth = employer.money(p.costs.full_price * p.design.contribution_share, p)
    return u < probability(
        math.log(share / (1.0 - share)) + value_by_kind(p.employers.commitment, p.design.kind) * worth
    )


@inner
def create_host(state, row, market, index, number, former, p):
    """A signed host, by its number through all partners; ``former``: its row in the phase before, -1: none."""
    begin(state.employers, row, state.first[Table.employer])
    host = state.employers[row]
    employer.create(host, state.scheme, market, index, p)
    phases.find_host(state, row, former)
    k = 0
    while k < PARTNERS - 1 and number >= state.partners[k].first + state.partners[k].hosts:
        k += 1
    partner = state.partners[k]
    host.closing = partner.closing
    host.status = Status.declined
    host.disposed = 1
    host.clears = 1
    host.experience = 1
    host.willing = 1
    a, b, c, d = uniforms(state.scheme, SIGNED_HOST, market, index, 0, 0)
    places = partner.places // partner.hosts + (1 if number - partner.first < partner.places % partner.hosts else 0)
    host.real_need = places if honours(a, partner.closing, p) else 0
    host.need_left = host.real_need


@inner
def sign(state, partner, p, month):
    """A partner signs: its hosts engage and declare their places; an association is paid, and lends its trust."""
    partner.signed = 1
    for number in range(partner.first, partner.first + partner.hosts):
        market = state.markets[number % state.markets.size]
        row = market.first + market.hosts + number // state.markets.size
        host = state.employers[row]
        if host.real_need > 0:
            relations.engage(state, host, p, month)
            state.scheme.vacancies += host.open  # so that nobody seeks hosts this month for places just given
            host.next_review = FAR_MONTH
            relations.activate(state, market, row)
    for m in range(state.markets.size):
        relations.join(state, state.markets[m])
    if partner.closing == Closing.association:
        fee = min(p.costs.signed_place * partner.places, max(accounts.remaining(state, Line.coordination), 0.0))
        accounts.pay(state, Line.coordination, fee, month)
        lend_trust(state, partner, p)


@inner
def lend_trust(state, partner, p):
    """An association that has signed vouches for the lead among the hosts in reach."""
    for row in range(state.agencies.size):
        if state.agencies[row].kind == AgencyKind.association:
            state.agencies[row].volume += partner.places
    for row in range(state.employers.size):
        host = state.employers[row]
        if host.closing == Closing.open:
            host.trust += p.agencies.association_trust * (1.0 - host.trust)


@inner
def step(state, p, month):
    """Negotiate with the partners that have not decided; the contacts that this takes are gone for other hosts."""
    scheme = state.scheme
    scheme.pending = 0
    for number in range(PARTNERS):
        partner = state.partners[number]
        if partner.places == 0 or partner.signed or partner.refused:
            continue
        if scheme.alive:
            contacts = min(p.agencies.signing_contacts * p.scale, scheme.host_contacts)
            scheme.host_contacts -= contacts
            partner.work += contacts / p.scale * lead_effect(state, p)
            if partner.work >= work_needed(partner.closing, partner.places, p):
                if partner.willing:
                    sign(state, partner, p, month)
                else:
                    partner.refused = 1
        if not partner.signed and not partner.refused:
            scheme.pending += partner.places
