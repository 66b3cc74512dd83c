"""Initialization: the world before the first month, created from the run's key and the world's parameters.

The world is the same for every design. A design only adds its own means (the scheme's plan and budget, the agencies'
and governments' digital share, the trust that preparation gained). It makes no random draws.

**Sizes.** countries of destination = min(`markets.countries`, `markets.count`); origins = `corridor.origins`; hosts =
ceil(`markets.employers` * `scale`) in reach, and those that sign ([signing](#signing)); horizon = `horizon`.

**Order.** Every table begins with the first values that its columns declare (0 if nothing else is declared; economies, demand,
services and speed are 1). Then governments, agencies, partners, markets with their hosts, the plan, the budget.

**Countries** are average ones without a name, or real ones where `corridor.origins` and `markets.countries` list ISO codes. What
`evidence/corridors.csv` says of a named country, or of a pair, makes its papers easier or harder than average ([corridors](#corridors)).
Each country of destination has a consulate in each country of origin.

**Markets**, m = 0, 1, ... With n = `markets.count` and h hosts in reach, market m has h div n of them, and one more if m < h mod n; its
signed hosts follow. Its first row follows the last of market m - 1. Its country is m mod (countries of destination). Its sector (numbers of the category `Sector`,
six sectors):

```
outside = min(floor(n * markets.diversity + 0.5), n - 1)
further = m - (n - outside)
sector  = design.sector                              if further < 0
          (design.sector + 1 + further mod 5) mod 6  otherwise
```
"""

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

from sim import phases
from sim.agents import agency, employer, government
from sim.categories import AgencyKind, Sector, Side, Table
from sim.columns import begin, column
from sim.compiled import entry, inner, njit
from sim.declare import lever, priced, uncertain, within
from sim.laws import budget, plan
from sim.processes import signing

SECTORS = len(Sector)


@dataclass
class Corridor:
    """Where candidates come from."""

    origins: Any = lever(
        1, 1, 8, "countries", "Countries of origin", plausible=within(1.0, 3.0, "linear", "assumption", "one to three"),
        price=priced(monthly="costs.coordination_country", staff="agencies.contacts agencies.staff_contacts"), fixed=True, countries=True,
    )  # fmt: skip


@dataclass
class Markets:
    """Which markets are served."""

    count: int = lever(
        1, 1, 12, "markets", "Destination markets served",
        plausible=within(1.0, 4.0, "linear", "assumption", "one to four in a pilot"),
        price=priced(monthly="costs.coordination_market"), fixed=True,
    )  # fmt: skip
    countries: Any = lever(
        1, 1, 12, "countries", "Countries of destination (at most one per market)",
        plausible=within(1.0, 3.0, "linear", "assumption", "one to three"),
        price=priced(monthly="costs.coordination_country", staff="agencies.contacts agencies.staff_contacts"),
        fixed=True, countries=True,
    )  # fmt: skip
    diversity: float = lever(
        0.0, 0.0, 1.0, "0-1", "Share of the markets that lie outside the main sector",
        plausible=within(0.0, 0.5, "linear", "assumption", "none to half"),
        price=priced(monthly="costs.coordination_market", follows="recognition"), fixed=True,
    )  # fmt: skip
    employers: int = uncertain(
        150, 0, 1_000_000, "employers", "Employers within reach of the scheme, over all markets",
        "firms.enterprises_that_recruited_or_tried_to_recruit",
        plausible=within(50.0, 450.0, "log", "assumption", "nobody counts the firms within a pilot's reach; a third to three times"),
        fixed=True,
    )  # fmt: skip


class Origin:
    """Which country of origin it is."""

    code: int = column("i2", 0, "Number of the country in the table of corridors, 0: an average one")


class Country:
    """Which country of destination it is."""

    code: int = column("i2", 0, "Number of the country in the table of corridors, 0: an average one")


class Market:
    """Where a market's hosts are, and what it is."""

    first: int = column("i4", 0, "First row of its hosts")
    hosts: int = column("i4", 0, "Number of its hosts in reach; those that sign follow them")
    sector: Sector = column("u1", 0, "Sector", Sector)
    country: int = column("u1", 0, "Country of destination")


class Scheme:
    """The key of all draws, and how long a run lasts."""

    replicate: int = column("u4", 0, "Number of the replicate: first word of the key of all draws")
    seed: int = column("u4", 0, "Seed: second word of the key of all draws")
    horizon: int = column("i8", 0, "Months simulated")
    in_reach: int = column("i8", 0, "Hosts in reach of all markets")


class Sizes(NamedTuple):
    """Rows that the tables of a run need."""

    horizon: int
    governments: int
    agencies: int
    employers: int
    candidates: int
    markets: int
    origins: int
    countries: int
    phases: int


@njit
def in_reach(p):
    """Hosts in reach of the scheme."""
    return int(math.ceil(p.markets.employers * p.scale))


@entry
def sizes(p):
    """The sizes of a run's tables, by its parameters."""
    countries = min(p.markets.countries, p.markets.count)
    levels = p.corridor.origins * p.corridor.levels_origin + countries * p.corridor.levels_destination
    return Sizes(
        p.horizon, levels, 2 + 2 * p.corridor.origins + countries, in_reach(p) + signing.hosts_needed(p),
        plan.most_applicants(p) + 1, p.markets.count, p.corridor.origins, countries, max(p.sequence.phases, 1),
    )  # fmt: skip


@entry
def most_employers(p):
    """Rows of hosts that tables for many designs must hold, whatever the classes of signed hosts are."""
    return in_reach(p) + signing.most_hosts(p)


@njit
def market_sector(market, p):
    """The main sector, and for the last markets (their share is the diversity) the other sectors in turn."""
    outside = min(int(math.floor(p.markets.count * p.markets.diversity + 0.5)), p.markets.count - 1)
    further = market - (p.markets.count - outside)
    if further < 0:
        return p.design.sector
    return (p.design.sector + 1 + further % (SECTORS - 1)) % SECTORS


@inner
def create_governments(state, p):
    """Every level of every country on both sides."""
    row = 0
    for side in range(2):
        countries = state.origins.size if side == Side.origin else state.countries.size
        levels = p.corridor.levels_origin if side == Side.origin else p.corridor.levels_destination
        for country in range(countries):
            for level in range(levels):
                begin(state.governments, row, state.first[Table.government])
                government.create(state.governments[row], state.scheme, side, level, country, p)
                phases.find_government(state, row)
                government.catch_up(state.governments[row], state.scheme.began, p)
                government.prepare(state.governments[row], p)
                row += 1


@inner
def create_agency(state, row, kind, country, p):
    """One agency."""
    begin(state.agencies, row, state.first[Table.agency])
    agency.create(state.agencies[row], kind, country, p)
    phases.find_agency(state, row)


@inner
def create_agencies(state, p):
    """The lead, then per country of origin a public service and a recruiter, then the services of destination, then the employers' association."""
    create_agency(state, 0, AgencyKind.lead, 0, p)
    row = 1
    for origin in range(state.origins.size):
        create_agency(state, row, AgencyKind.public_service_origin, origin, p)
        create_agency(state, row + 1, AgencyKind.private_recruiter, origin, p)
        row += 2
    for country in range(state.countries.size):
        create_agency(state, row, AgencyKind.public_service_destination, country, p)
        row += 1
    create_agency(state, row, AgencyKind.association, 0, p)


@inner
def create_markets(state, p):
    """Markets and their hosts: each host is known by its position in its market."""
    first = 0
    state.scheme.in_reach = in_reach(p)
    for m in range(state.markets.size):
        begin(state.markets, m, state.first[Table.market])
        market = state.markets[m]
        hosts = in_reach(p)
        market.hosts = hosts // state.markets.size + (1 if m < hosts % state.markets.size else 0)
        market.first = first
        market.ring_first = first
        market.sector = market_sector(m, p)
        market.country = m % state.countries.size
        phases.find_market(state, m)
        for index in range(market.hosts):
            begin(state.employers, first + index, state.first[Table.employer])
            former = phases.former_row(state, m, index, False)
            employer.create(state.employers[first + index], state.scheme, m, index, p, phases.recruited(state, former))
            phases.find_host(state, first + index, former)
        first += market.hosts
        for place in range(signing.hosts_of_market(m, p)):
            index = market.hosts + place
            signing.create_host(
                state, first, m, index, m + place * state.markets.size, phases.former_row(state, m, place, True), p
            )
            first += 1


@inner
def create_places(state, p):
    """Countries of origin and destination, and which they are where they are named."""
    for o in range(state.origins.size):
        begin(state.origins, o, state.first[Table.origin])
        state.origins[o].code = p.named.origins[o]
    for c in range(state.countries.size):
        begin(state.countries, c, state.first[Table.country])
        state.countries[c].code = p.named.destinations[c]
    for consulate in range(state.consulates.size):
        begin(state.consulates, consulate, state.first[Table.consulate])


@inner
def clear_books(state, p):
    """The scheme as declared but for its key and what phases before have added up, empty lists, calendars, accounts and records."""
    scheme = state.scheme
    replicate, seed, phase, began = scheme.replicate, scheme.seed, scheme.phase, scheme.began
    places, money, mismatch = scheme.places_before, scheme.budget_before, scheme.mismatch
    begin(state.schemes, 0, state.first[Table.scheme])
    scheme.replicate = replicate
    scheme.seed = seed
    if phase > 0:
        scheme.phase = phase
        scheme.began = began
        scheme.places_before = places
        scheme.budget_before = money
        scheme.mismatch = mismatch
    state.scheme.horizon = p.horizon
    for line in range(state.money.size):
        begin(state.money, line, state.first[Table.account])
    for kind in range(state.amendments.size):
        begin(state.amendments, kind, state.first[Table.request])
    for stage in range(state.stages.size):
        begin(state.stages, stage, state.first[Table.waiting])
    for month in range(state.lessons.size):
        begin(state.lessons, month, state.first[Table.calendar])
        begin(state.stays, month, state.first[Table.calendar])
        if phase == 0:
            begin(state.waits, month, state.first[Table.wait])
    for month in range(state.monthly.size):
        begin(state.monthly, month, state.first[Table.month])


@inner
def parameters(state, month):
    """The parameters of a month of the phase: those of its calendar month on the timeline."""
    return state.parameters[min(state.scheme.began + month, state.parameters.size - 1)]


@inner
def create(state):
    """Fill all tables for the run whose key and parameters the state holds."""
    clear_books(state, state.parameters[0])
    p = parameters(state, 0)
    create_places(state, p)
    phases.find_places(state)
    create_governments(state, p)
    create_agencies(state, p)
    signing.create_partners(state, p)
    create_markets(state, p)
    plan.make(state, p)
    budget.plan(state, p)
