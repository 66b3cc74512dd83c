"""Referral: the ring of hosts that recruit, and which of them reads a candidate's file (L7, L9, L17).

Each month every person in the pool is referred to one host with an open vacancy, by chance. The host looks at the
best few of those referred to it, as many for each vacancy as the planner sets (`design.shortlist`); a longer list
costs more interviews. The others wait for the next month.

The host is the next one clockwise from a point that the candidate draws on the ring of the market's hosts. So one
more vacancy or candidate affects only its neighbours.

*Rings.* For each market: if its country is not signed, its ring is empty and open = 0. Otherwise the ring is the list of engaged
hosts, in order of their points, that recruit: open > 0 and (signed or motive internationalisation or interest >= employers.minimum_interest); after funding also only if they *contribute*. market.open is the sum of their open vacancies; total the
sum over markets.

*Referral.* For each person in the pool, in order: referrals + 1; a, b, c, d of `referral`.

- Market: level = a * total; m = 0; while m is not the last market and (level >= open of m or open of m = 0): level -= open of m, m + 1. Then, while open of m is 0, m - 1.
- Host: the first host of the ring whose point is at or after b; around the end if there is none. The point of the host
  with number k in its market is ((k * 2654435769) mod 2^32) / 2^32 (Fibonacci hashing: any first hosts lie evenly).
- hearing = c, queue_place = d (f4 each).
- Short-list of that host, at most min(design.shortlist * open, 8) long, in falling order of score; among equal scores the earlier stays ahead; a full list
  takes a newcomer only if its score is higher than the last one's, which leaves.
"""

from dataclasses import dataclass

from sim.agents import employer
from sim.categories import Closing, Motive, Stage
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import lever, priced, uncertain, within
from sim.draws import decision, uniforms

REFERRAL = decision(
    15, "referral", "market", "point on the ring", "interview or file", "place in the queue",
    group="origin", agent="candidate", event="referrals",
)  # fmt: skip

WIDEST_SHORTLIST = 8


@dataclass
class Design:
    """Short-lists."""

    shortlist: int = lever(
        5, 1, 8, "candidates/vacancy", "Candidates short-listed per vacancy and month", "match.shortlist_per_vacancy",
        plausible=within(2.0, 8.0, "linear", "match.shortlist_per_vacancy", "two to what a host reads"),
        price=priced(unit="costs.interview"),
    )  # fmt: skip


@dataclass
class Employers:
    """When an engaged host recruits."""

    minimum_interest: float = uncertain(
        0.7, -1.0, 3.0, "need", "Interest below which an engaged host pauses recruitment",
        "firms.eu_job_vacancy_rate_q3_2019_q2",
        plausible=within(0.2, 1.2, "linear", "assumption", "a standard deviation of need either way"),
    )  # fmt: skip


class Candidate:
    """A candidate's latest referral."""

    hearing: float = column(
        "f4", 0.0, "Draw of the latest referral: below the share of interviews it is heard, else read"
    )
    queue_place: float = column("f4", 0.0, "Draw of the latest referral: place in the queue for interviews, 0 to 1")
    referrals: int = column("u2", 0, "Times referred to a host: the event number of the draw")


class Market:
    """This month's ring."""

    ring_first: int = column("i4", 0, "First place of this month's ring, always equal to the first row")
    ring_size: int = column("i4", 0, "Hosts in this month's ring")
    open: int = column("i4", 0, "Open vacancies of the hosts in the ring")


class Slot:
    """A place in the ring."""

    shortlisted: int = column("i4", 0, "Length of the short-list of the host at this place in the ring")
    width: int = column("i4", 0, "Files that the host at this place in the ring short-lists at most")
    nearest: int = column(
        "i4", 0, "First host of the ring at or after this share of it: where to begin the search for a point"
    )


class Shortlist:
    """A file on a short-list."""

    score: float = column("f4", 0.0, "The candidate's score in screening")
    candidate: int = column("i4", 0, "Row of the candidate")


@njit
def recruits(host, demand, p):
    """An engaged host looks at candidates this month if taking part is worth its while; a slump makes open shortages pause."""
    if host.closing != Closing.open:
        return host.open > 0
    pauses = host.motive == Motive.shortage and employer.interest(host, demand, p) < p.employers.minimum_interest
    return host.open > 0 and not pauses


@inner
def form_rings(state, p):
    """Per market, the hosts with open vacancies in order of position; after funding only those that pay. Their vacancies."""
    funded = state.scheme.funded
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
            if recruits(host, market.demand, p) and (funded or employer.contributes(host, market.results, p)):
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
def shortlist(state, slot, i, width):
    """Keep candidate ``i`` among the best files of a host, at most ``width``, in order of score."""
    first = slot * WIDEST_SHORTLIST
    number = state.slots[slot].shortlisted
    score = state.candidates[i].score
    if number == width and state.shortlists[first + number - 1].score >= score:
        return
    place = number if number < width else number - 1
    while place > 0 and state.shortlists[first + place - 1].score < score:
        state.shortlists[first + place].candidate = state.shortlists[first + place - 1].candidate
        state.shortlists[first + place].score = state.shortlists[first + place - 1].score
        place -= 1
    state.shortlists[first + place].candidate = i
    state.shortlists[first + place].score = score
    if number < width:
        state.slots[slot].shortlisted = number + 1


@inner
def refer(state, total):
    """Refer everyone in the pool to a host; ``total``: open vacancies of all rings."""
    for place in range(state.stages[Stage.pool].count):
        i = state.lists[Stage.pool, place]
        person = state.candidates[i]
        person.referrals += 1
        a, b, c, d = uniforms(state.scheme, REFERRAL, person.origin, person.agent, person.referrals, 0)
        market = state.markets[drawn_market(state, a, total)]
        slot = next_on_ring(state, market, b)
        person.hearing = c
        person.queue_place = d
        shortlist(state, slot, i, state.slots[slot].width)
