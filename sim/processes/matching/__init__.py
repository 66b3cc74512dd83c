"""Matching: a round in every market, from the pool to a sealed match (L7 to L11, L15, L17).

Once a month the people in the pool meet the hosts with open vacancies. Each is referred to one host and judged by an
interview or by file; the host decides on this person, and the person answers. So a match needs a vacancy, two yeses
and the money. Nobody is matched while no country of destination has signed, or while nobody pays for coordination.

1. interviews_short = 0. *Rings* of the hosts that recruit ([referral](#referral)).
2. Steps 3 to 6 happen only if somebody is in the pool, total > 0, the scheme is alive and covered > 0.
3. *Referral* of everyone in the pool to a host.
4. *Interview capacity* and the queue for it ([interviews](#interviews)).
5. *Decisions*, market by market, host by host along the ring: the host hears or reads each person on its short-list, then makes
   offers ([hiring](#hiring)); an offer that is accepted is a match ([closing](#closing)).
6. After all hosts, go through pool: those matched this month enter(matched), the others wait on.
7. Always: `waiting_employer` += persons in the pool - `waiting_interview` of this month.
"""

from sim.categories import Reason, Stage
from sim.compiled import inner
from sim.measures import flow
from sim.processes.matching import closing, hiring, interviews, referral
from sim.queues import append, enter, take_all

#: The parts of the process, in the order in which a match comes about.
PARTS = (referral, interviews, hiring, closing)


class Measures:
    """Waiting for a host."""

    waiting_employer: float = flow("person-months", "Person-months waited for a host in the pool", -1)


@inner
def leave_matched(state, month):
    """Those who were matched leave the pool; the others wait for a host (or an interview, counted there)."""
    for place in range(take_all(state, Stage.pool)):
        i = state.lists[Stage.pool, place]
        if state.candidates[i].matched == month:
            enter(state, i, Stage.matched, Reason.none, month)
        else:
            append(state, i, Stage.pool)


@inner
def hold_round(state, p, total, month):
    """Refer the pool, hold interviews, let every host decide; ``total``: open vacancies of all rings."""
    referral.refer(state, total)
    queue_cut = interviews.open_rooms(state, p)
    for m in range(state.markets.size):
        market = state.markets[m]
        wait = hiring.expected_wait(state, market, p)
        for slot in range(market.ring_first, market.ring_first + market.ring_size):
            hiring.decide(state, slot, market, wait, queue_cut, p, month)
    leave_matched(state, month)


@inner
def step(state, p, month):
    """A round of matching in every market."""
    scheme = state.scheme
    scheme.interviews_short = 0.0
    total = referral.form_rings(state, p)
    if state.stages[Stage.pool].count > 0 and total > 0 and scheme.alive and scheme.covered > 0.0:
        hold_round(state, p, total, month)
    row = state.monthly[month]
    row.waiting_employer += state.stages[Stage.pool].count - row.waiting_interview


@inner
def measure(state, run):
    """Shares of the matches, and how long they took."""
    closing.measure(state, run)
