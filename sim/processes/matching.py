"""Matching: referral, short-list, interview, the host's decision on this candidate, the candidate's answer (L7 to L11).

Each month a candidate in the pool is referred to one host with an open vacancy: the next one clockwise from a point
that the candidate draws on the ring of the market's hosts. So one vacancy or candidate more touches its neighbours only.
"""

import math

from sim import money
from sim.agents import agency, candidate, employer
from sim.choose import by_sector
from sim.compiled import inner, njit
from sim.draws import Decision, logistic_from, normal_from, uniforms
from sim.indicators import Index
from sim.parameters import Size
from sim.schedule import append, enter, take_all
from sim.state import WIDEST_SHORTLIST, AgencyKind, Line, Motive, Reason, Stage


@njit
def pays(host, market, p):
    """Whether this host contributes money to its next hire."""
    return employer.contributes(host, market.results, p)


@inner
def form_rings(state, p):
    """Per market, the hosts with open vacancies in order of position; after funding only those that pay. Their number."""
    funded = state.book.scheme[0].funded
    total = 0
    for m in range(state.markets.size):
        market = state.markets[m]
        market.ring_first = market.first
        market.ring_size = 0
        market.open = 0
        if not state.countries[market.country].signed:
            continue
        for place in range(market.first, market.first + market.active):
            row = state.engaged[place]
            host = state.employers[row]
            if employer.recruits(host, market.demand, p) and (funded or pays(host, market, p)):
                slot = market.first + market.ring_size
                state.ring[slot] = row
                state.slots[slot].shortlisted = 0
                state.slots[slot].width = min(p.design.shortlist * host.open, WIDEST_SHORTLIST)
                market.ring_size += 1
                market.open += host.open
        total += market.open
        find_nearest(state, market)
    return total


@inner
def find_nearest(state, market):
    """For each share of the ring (0, 1/n, 2/n, ... of n hosts) the first host at or after it."""
    place = 0
    for k in range(market.ring_size):
        while place < market.ring_size and point_of(state, market, market.ring_first + place) * market.ring_size < k:
            place += 1
        state.slots[market.ring_first + k].nearest = market.ring_first + place


@inner
def point_of(state, market, place):
    """The point (0 to 1) at which the host at a place in the ring stands."""
    return employer.position(state.ring[place] - market.first)


@inner
def drawn_market(state, u, total):
    """The market of a referral: markets weigh by their open vacancies."""
    level = u * total
    m = 0
    while m < state.markets.size - 1 and (level >= state.markets[m].open or state.markets[m].open == 0):
        level -= state.markets[m].open
        m += 1
    while state.markets[m].open == 0:
        m -= 1
    return m


@inner
def next_on_ring(state, market, point):
    """The place in the ring of the first host at or after a point (0 to 1), around the end if need be."""
    end = market.ring_first + market.ring_size
    place = state.slots[market.ring_first + int(point * market.ring_size)].nearest
    while place < end and point_of(state, market, place) < point:
        place += 1
    while place > market.ring_first and point_of(state, market, place - 1) >= point:  # products are rounded
        place -= 1
    return place if place < end else market.ring_first


@inner
def shortlist(state, slot, i, width, heard):
    """Keep candidate ``i`` among the best files of a host, at most ``width``, in order of score.

    ``heard``: its draw for interview or file; kept beside it, where the utility will stand.
    """
    first = slot * WIDEST_SHORTLIST
    number = state.slots[slot].shortlisted
    score = state.book.candidates[i].score
    if number == width and state.shortlists[first + number - 1].score >= score:
        return
    place = number if number < width else number - 1
    while place > 0 and state.shortlists[first + place - 1].score < score:
        state.shortlists[first + place].candidate = state.shortlists[first + place - 1].candidate
        state.shortlists[first + place].score = state.shortlists[first + place - 1].score
        state.shortlists[first + place].utility = state.shortlists[first + place - 1].utility
        place -= 1
    state.shortlists[first + place].candidate = i
    state.shortlists[first + place].score = score
    state.shortlists[first + place].utility = heard
    if number < width:
        state.slots[slot].shortlisted = number + 1


@inner
def refer(state, total):
    """Refer everyone in the pool to a host."""
    for place in range(state.book.stages[Stage.pool].count):
        i = state.book.lists[Stage.pool, place]
        person = state.book.candidates[i]
        person.referrals += 1
        a, b, c, d = uniforms(state.book.scheme[0], Decision.referral, person.origin, person.agent, person.referrals, 0)
        market = state.markets[drawn_market(state, a, total)]
        slot = next_on_ring(state, market, b)
        person.quality = c  # until the pool is left: the draw for interview or file
        person.threshold = d  # and the place in the queue for interviews
        shortlist(state, slot, i, state.slots[slot].width, c)


@inner
def open_interview_rooms(state, p):
    """Add the month's capacity for interviews: public services (and what steering changed), recruiters bought."""
    scheme = state.book.scheme[0]
    fresh = 0.0
    for row in range(state.agencies.size):
        office = state.agencies[row]
        if office.kind == AgencyKind.public_service_destination:
            fresh += office.interviews * (1.0 + scheme.capacity_stock) * (1.0 + scheme.method_gain)
        elif office.kind == AgencyKind.private_recruiter:
            office.unit_cost = agency.interview_cost(office, p)
            fresh += office.interviews * scheme.recruiter_share
    fresh *= scheme.services
    scheme.interview_credit = agency.credit_after(scheme.interview_credit, fresh)


@inner
def interviews_wanted(state, p):
    """Interviews that hosts want this month."""
    wanted = 0
    for m in range(state.markets.size):
        market = state.markets[m]
        for slot in range(market.ring_first, market.ring_first + market.ring_size):
            for place in range(state.slots[slot].shortlisted):
                if state.shortlists[slot * WIDEST_SHORTLIST + place].utility < p.design.interview_share:
                    wanted += 1
    return wanted


@inner
def hold_interview(state, p, month):
    """One interview, by a public service or, for the share bought, by a private recruiter. False if money lacks."""
    scheme = state.book.scheme[0]
    cost = p.costs.interview
    if scheme.recruiter_share > 0.0:
        for row in range(state.agencies.size):
            office = state.agencies[row]
            if office.kind == AgencyKind.private_recruiter:
                bought = scheme.recruiter_share * p.agencies.recruiter_interviews
                share = bought / (bought + p.agencies.interviews)
                cost += share * (office.unit_cost - cost)
                office.volume += share
                break
    if not money.pay(state.book, Line.selection, cost, Index.spent_selection, month):
        return False
    scheme.interview_credit -= 1.0
    state.book.monthly[month, Index.interviews] += 1.0
    return True


@inner
def expected_wait(state, market, p):
    """Months that a host expects between an offer and the arrival, as things stand this month."""
    country = state.countries[market.country]
    left = 1.0 - p.permits.digital_effect * country.digital
    months = p.permits.months * left / max(country.speed, 1e-6)
    simplified = p.recognition.simplification * country.agreement
    months += candidate.recognition_share(market.sector, p) * p.recognition.months * (1.0 - simplified)
    months += state.book.scheme[0].intensity * p.shock.closure_months
    return months * (1.0 - p.design.remote_start * by_sector(p.sectors.remote, market.sector))


@inner
def consider(state, host, market, i, wait, queue_cut, p, month):
    """Utility of one short-listed candidate for a host, or minus infinity if the interview could not be held."""
    person = state.book.candidates[i]
    mismatch = (person.profile - market.profile) ** 2
    pair = (int(host.market) << 24) | int(host.index)
    a, b, c, d = uniforms(state.book.scheme[0], Decision.interview, person.origin, person.agent, 0, pair)
    if person.quality < p.design.interview_share:
        held = state.book.scheme[0].interview_credit >= 1.0 and person.threshold <= queue_cut
        if not held or not hold_interview(state, p, month):
            state.book.monthly[month, Index.waiting_interview] += 1.0
            state.book.scheme[0].interviews_short += 1.0
            return -math.inf
        quality = candidate.match_quality(person, mismatch, normal_from(a), p)
        quality += p.agencies.interview_noise * normal_from(b)
    else:
        quality = agency.file_estimate(person, mismatch, p)
    intensity = state.book.scheme[0].intensity
    return employer.hire_utility(host, quality, market.demand, wait, intensity, p) + logistic_from(c)


@inner
def contribution(state, host, market, p):
    """What a host pays for its next hire: part of the price while there is public money, afterwards all that it costs."""
    if not pays(host, market, p):
        return 0.0
    if state.book.scheme[0].funded:
        return p.costs.full_price * p.design.contribution_share
    return max(p.costs.full_price, money.mobility_cost(p))


@inner
def public_share(state, host, market, p):
    """Public cost of a mobility with this host, its contribution taken off; none after public funding."""
    if not state.book.scheme[0].funded:
        return 0.0
    return max(0.0, money.mobility_cost(p) - contribution(state, host, market, p))


@inner
def affordable(state, host, market, p):
    """Whether a place is free and the mobility line can carry it; after funding the host carries it."""
    scheme = state.book.scheme[0]
    if not scheme.funded:
        return True
    if scheme.places_taken >= scheme.places:
        return False
    cost = public_share(state, host, market, p)
    if money.left(state.book, Line.mobility) < cost:
        state.book.money[Line.mobility].unmet += cost
        return False
    return True


@inner
def close(state, host, market, i, quality, p, month):
    """Seal a match: public money is committed, the host's contribution agreed, counters move."""
    scheme = state.book.scheme[0]
    person = state.book.candidates[i]
    person.contribution = contribution(state, host, market, p)
    person.committed = public_share(state, host, market, p)
    if person.committed > 0.0:
        money.pay(state.book, Line.mobility, person.committed, Index.spent_mobility, month)
    person.matched = month
    person.matches += 1
    person.market = host.market
    person.employer = market.first + host.index
    person.quality = quality
    scheme.mismatch += abs(person.profile - market.profile)
    scheme.places_taken += 1
    host.open -= 1
    scheme.vacancies -= 1
    host.hires += 1
    state.book.calendar[month - person.selected].matches += 1
    count_hire(state, host, month)


@inner
def count_hire(state, host, month):
    """Who was hired by whom; ``host.hires`` counts this one already."""
    state.book.monthly[month, Index.matches] += 1.0
    if host.hires == 1:
        state.book.monthly[month, Index.employers_hiring] += 1.0
    if host.size_class == Size.micro:
        state.book.monthly[month, Index.hires_micro] += 1.0
    elif host.size_class == Size.small:
        state.book.monthly[month, Index.hires_small] += 1.0
    elif host.size_class == Size.medium:
        state.book.monthly[month, Index.hires_medium] += 1.0
    else:
        state.book.monthly[month, Index.hires_large] += 1.0
    if not host.experience:
        state.book.monthly[month, Index.hires_first_time] += 1.0
    if host.motive == Motive.internationalisation:
        state.book.monthly[month, Index.hires_internationalisation] += 1.0


@inner
def offer(state, host, market, i, p, month):
    """An offer; the candidate answers it by the true quality of the match."""
    person = state.book.candidates[i]
    pair = (int(host.market) << 24) | int(host.index)
    a, b, c, d = uniforms(state.book.scheme[0], Decision.interview, person.origin, person.agent, 0, pair)
    mismatch = (person.profile - market.profile) ** 2
    state.book.monthly[month, Index.offers] += 1.0
    quality = candidate.match_quality(person, mismatch, normal_from(a), p)
    if candidate.accepts(d, quality, p):
        close(state, host, market, i, quality, p, month)
    else:
        state.book.monthly[month, Index.refusals] += 1.0


@inner
def decide(state, slot, market, wait, queue_cut, p, month):
    """One host goes through its short-list: hears or reads, ranks, offers to the best as long as it is worth it."""
    number = state.slots[slot].shortlisted
    if number == 0:
        return
    host = state.employers[state.ring[slot]]
    first = slot * WIDEST_SHORTLIST
    for place in range(number):
        i = state.shortlists[first + place].candidate
        state.shortlists[first + place].utility = consider(state, host, market, i, wait, queue_cut, p, month)
    while host.open > 0:
        best = -1
        for place in range(first, first + number):
            utility = state.shortlists[place].utility
            if utility > 0.0 and (best < 0 or utility > state.shortlists[best].utility):
                best = place
        if best < 0 or not affordable(state, host, market, p):
            return
        state.shortlists[best].utility = -math.inf
        offer(state, host, market, state.shortlists[best].candidate, p, month)


@inner
def leave_matched(state, month):
    """Those who were matched leave the pool; the others wait for a host (or an interview, counted there)."""
    for place in range(take_all(state.book, Stage.pool)):
        i = state.book.lists[Stage.pool, place]
        if state.book.candidates[i].matched == month:
            enter(state.book, i, Stage.matched, Reason.none, month)
        else:
            append(state.book, i, Stage.pool)


@inner
def step(state, month):
    """A round of matching in every market."""
    p = state.parameters[min(month, state.parameters.size - 1)]
    scheme = state.book.scheme[0]
    scheme.interviews_short = 0.0
    total = form_rings(state, p)
    pool = state.book.stages[Stage.pool].count
    if pool > 0 and total > 0 and scheme.alive and scheme.covered > 0.0:
        refer(state, total)
        open_interview_rooms(state, p)
        wanted = interviews_wanted(state, p)
        rooms = scheme.interview_credit
        queue_cut = 1.0 if wanted <= rooms else (rooms + math.sqrt(rooms)) / wanted
        for m in range(state.markets.size):
            market = state.markets[m]
            wait = expected_wait(state, market, p)
            for slot in range(market.ring_first, market.ring_first + market.ring_size):
                decide(state, slot, market, wait, queue_cut, p, month)
        leave_matched(state, month)
    waiting = state.book.stages[Stage.pool].count - state.book.monthly[month, Index.waiting_interview]
    state.book.monthly[month, Index.waiting_employer] += waiting
