"""Relations with hosts: how one engages, and the list of engaged hosts, in order of their points on the market's ring.

A host becomes part of the scheme when the team wins it ([engagement](#engagement)) or when it signs
([signing](#signing)). From then on it has declared vacancies, and candidates can be sent to it.

*Need comes again.* What a host needs at first covers employers.need_months months. After them the same need comes again, spread evenly: with
n = need at first = min(int(ceil(real_need * (1 + employers.recurrence))), 32000), M = employers.need_months and t = calendar month -
ceil(M) >= 0, need_left of each open host rises each month by int(n * (t + 1) / M) - int(n * t / M), up to 32000.
"""

import math
from dataclasses import dataclass

from sim.agents import employer
from sim.categories import Closing, Status
from sim.compiled import inner, njit
from sim.declare import uncertain, within
from sim.laws import vacancies


@dataclass
class Employers:
    """How long a need lasts."""

    need_months: float = uncertain(
        48.0, 1.0, 600.0, "months", "Months that a host's need at first covers; after them the same need comes again",
        plausible=within(24.0, 96.0, "log", "assumption", "four years, about the life of a pilot; half to double"),
    )  # fmt: skip


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


@njit
def come_again(need, months, period):
    """Persons that a host needs again in a month, so many months after its need at first was covered."""
    if months < 0:
        return 0
    return int(need * (months + 1.0) / period) - int(need * float(months) / period)


@inner
def need_again(state, p, month):
    """After the months that the need at first covers, the same need comes again, spread evenly."""
    months = state.scheme.began + month - int(math.ceil(p.employers.need_months))
    if months < 0:
        return
    for row in range(state.employers.size):
        host = state.employers[row]
        if host.closing == Closing.open:
            need = employer.need_at_first(host, p)
            host.need_left = min(host.need_left + come_again(need, months, p.employers.need_months), employer.MOST_EVER)
