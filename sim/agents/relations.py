"""Relations with hosts: how one engages, and the list of engaged hosts, in order of their points on the market's ring.

A host becomes part of the scheme when the team wins it ([engagement](#engagement)) or when it signs
([signing](#signing)). From then on it has declared vacancies, and candidates can be sent to it.
"""

from sim.agents import employer
from sim.categories import Status
from sim.compiled import inner
from sim.laws import vacancies


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
    state.monthly[month].employers_engaged += 1.0
    vacancies.declare(state, host, p, month)
