"""Partnership: contacts, trust, elections, signatures, engagement of hosts, simplified recognition (L1, L3 to L8, L12)."""

from sim import money
from sim.agents import agency, employer, government
from sim.compiled import inner, njit
from sim.indicators import Index
from sim.state import Side, Status


@inner
def available_contacts(state, p):
    """Contacts of the lead this month: what coordination covers, less components, coordination at origin and the shock."""
    scheme = state.book.scheme[0]
    lead = state.agencies[0]
    countries = state.origins.size + state.countries.size
    load = 1.0 + p.trust.component_load * p.design.components * countries
    effort = 1.0 - p.trust.coordination_effort * p.design.origin_coordination
    struck = 1.0 - scheme.intensity * p.shock.contacts * (1.0 - p.design.digital)
    return lead.contacts * p.scale * scheme.covered * effort * struck / load


@njit
def crowding(p):
    """Share of a contact's effect at origin that other projects leave, the more the better they are coordinated."""
    return 1.0 / (1.0 + p.trust.crowding * (1.0 - p.design.origin_coordination))


@inner
def meet_governments(state, p, contacts, gain, month):
    """Elections, then trust from the contacts, shared equally, and signatures or suspensions."""
    each = contacts / (state.governments.size * p.scale)
    each += p.agencies.board_contacts * state.book.scheme[0].covered if p.design.advisory_board else 0.0
    for g in range(state.governments.size):
        place = state.governments[g]
        if month == place.next_election:
            government.holds_election(place, state.book.scheme[0], p)
        effective = each * crowding(p) if place.side == Side.origin else each
        place.trust = government.trust_after_month(place.trust, effective, gain, p)
        if not place.signed and state.book.scheme[0].alive and government.signs(place):
            place.signed = 1
            state.book.monthly[month, Index.agreements_signed] += 1.0


@inner
def weakest_standing(state, side, country):
    """Standing of a country's weakest level."""
    weakest = 1.0
    for g in range(state.governments.size):
        place = state.governments[g]
        if place.side == side and place.country == country:
            weakest = min(weakest, government.standing(place))
    return weakest


@inner
def country_signed(state, p, side, country):
    """Whether every level of a country has signed and none suspends."""
    for g in range(state.governments.size):
        place = state.governments[g]
        if place.side == side and place.country == country and (not place.signed or government.suspends(place, p)):
            return 0
    return 1


@inner
def open_countries(state, p):
    """Which countries take part, and how fast their desks work: every level is needed, the weakest binds."""
    for o in range(state.origins.size):
        state.origins[o].signed = country_signed(state, p, Side.origin, o)
    for c in range(state.countries.size):
        country = state.countries[c]
        country.signed = country_signed(state, p, Side.destination, c)
        country.speed = government.desk_speed(weakest_standing(state, Side.destination, c), p)


@inner
def negotiate_recognition(state, p, month):
    """Work on a simplified recognition procedure: as fast as the weakest institution on both sides is trusting."""
    if p.recognition.agreement_month < 0 or month < p.recognition.agreement_month:
        return
    origin = 1.0
    for o in range(state.origins.size):
        origin = min(origin, weakest_standing(state, Side.origin, o))
    for c in range(state.countries.size):
        country = state.countries[c]
        if country.agreement:
            continue
        country.agreement_work += (
            min(origin, weakest_standing(state, Side.destination, c)) * state.book.scheme[0].covered
        )
        if country.agreement_work >= p.recognition.agreement_work:
            country.agreement = 1
            state.book.monthly[month, Index.agreements_signed] += 1.0
            for g in range(state.governments.size):
                place = state.governments[g]
                if place.side == Side.destination and place.country == c:
                    place.agreement = 1


@inner
def activate(state, market, row):
    """Put a host behind its market's list of engaged hosts, among those fresh this month: these in order of position."""
    place = market.first + market.active + market.fresh
    point = employer.position(row - market.first)
    while place > market.first + market.active:
        before = state.engaged[place - 1]
        if employer.position(before - market.first) < point:
            break
        state.engaged[place] = before
        place -= 1
    state.engaged[place] = row
    market.fresh += 1


@inner
def join(state, market):
    """Merge the fresh hosts into their market's list of engaged hosts, which is in order of position on the market's ring.

    From the back, as in any merge; this month's ring, not formed yet, lends its rows for the fresh ones.
    """
    old, fresh = market.first + market.active, market.fresh
    for k in range(fresh):
        state.ring[market.first + k] = state.engaged[old + k]
    place = old + fresh
    while fresh > 0:
        place -= 1
        row = state.ring[market.first + fresh - 1]
        point = employer.position(row - market.first)
        if old > market.first and employer.position(state.engaged[old - 1] - market.first) > point:
            old -= 1
            state.engaged[place] = state.engaged[old]
        else:
            fresh -= 1
            state.engaged[place] = row
    market.active += market.fresh
    market.fresh = 0


@inner
def engage(state, host, p, month):
    """A host engages: it is counted, declares vacancies and sets its first review."""
    host.status = Status.engaged
    host.engaged_month = month
    host.next_review = month + p.employers.review_months
    host.covered = host.hires
    further = employer.declares(host, p)
    host.declared += further
    host.open += further
    state.book.monthly[month, Index.employers_engaged] += 1.0
    state.book.monthly[month, Index.declared_vacancies] += further


@inner
def prospect(state, p, gain, month):
    """Contact hosts in the order of the lead's list, market by market in turn, those without relation to the scheme."""
    scheme = state.book.scheme[0]
    tried = 0
    while scheme.prospects >= 1.0 and tried < state.employers.size:
        market = state.markets[scheme.next_prospect % state.markets.size]
        scheme.next_prospect += 1
        tried += 1
        if market.pointer >= market.hosts:
            market.pointer = 0
            continue
        host = state.employers[market.first + market.pointer]
        row = market.first + market.pointer
        market.pointer += 1
        if host.status == Status.engaged:
            continue
        scheme.prospects -= 1.0
        host.trust = government.trust_after_month(host.trust, 1.0, gain, p)
        if employer.engages(host, market.demand, market.results, state.book.scheme[0], p):
            engage(state, host, p, month)
            activate(state, market, row)
        else:
            host.status = Status.declined
    for m in range(state.markets.size):
        join(state, state.markets[m])


@inner
def keep_hosts(state, p, contacts, gain, month):
    """Engaged hosts: trust from the contacts they share, reviews in which they stay, declare again or withdraw."""
    scheme = state.book.scheme[0]
    scheme.vacancies = 0
    scheme.host_trust = 0.0
    engaged = 0
    for m in range(state.markets.size):
        engaged += state.markets[m].active
    each = contacts / engaged if engaged > 0 else 0.0
    each += p.agencies.board_contacts * scheme.covered if p.design.advisory_board else 0.0
    for m in range(state.markets.size):
        market = state.markets[m]
        kept = 0
        for place in range(market.first, market.first + market.active):
            row = state.engaged[place]
            host = state.employers[row]
            host.trust = government.trust_after_month(host.trust, each, gain, p)
            if month >= host.next_review:
                host.next_review = month + p.employers.review_months
                if not employer.stays(host, market.demand, state.book.scheme[0], p):
                    host.status = Status.withdrawn
                    host.open = 0
                    continue
                if host.open == 0 and host.results > 0.0:
                    further = employer.declares(host, p)
                    host.covered = host.hires
                    host.declared += further
                    host.open += further
                    state.book.monthly[month, Index.declared_vacancies] += further
            state.engaged[market.first + kept] = row
            kept += 1
            scheme.vacancies += host.open
            scheme.host_trust += host.trust
        market.active = kept


@inner
def step(state, month):
    """Coordination is paid, contacts are made, relations change."""
    p = state.parameters[min(month, state.parameters.size - 1)]
    scheme = state.book.scheme[0]
    scheme.covered = money.covers_coordination(state.book, p, month) if scheme.alive else 0.0
    contacts = available_contacts(state, p)
    gain = p.trust.gain * agency.facilitation_effect(state.agencies[0], p)
    meet_governments(state, p, contacts * p.agencies.government_share, gain, month)
    open_countries(state, p)
    negotiate_recognition(state, p, month)
    hosts = contacts * (1.0 - p.agencies.government_share)
    wanted = scheme.places - scheme.places_taken > scheme.vacancies
    seeking = hosts * p.agencies.prospecting_share if scheme.alive and wanted else 0.0
    scheme.prospects = min(scheme.prospects + seeking, seeking + 1.0)
    prospect(state, p, gain, month)
    keep_hosts(state, p, hosts - seeking, gain, month)
