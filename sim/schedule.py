"""Where candidates wait: one list per stage, in order of entry, and calendars of those whose month is known.

The lists are threaded through the candidates' ``next`` column: entering and leaving cost the same for ten candidates
and for a million, nothing is allocated, and nobody can be in two places.
"""

from sim import money
from sim.compiled import njit
from sim.indicators import Index
from sim.state import Line, Reason, Stage

NOBODY = -1


@njit
def enter(state, i, stage, reason, month):
    """Candidate ``i`` enters a stage at the end of its list: counted, dated, written into the journal."""
    candidate = state.candidates[i]
    candidate.stage = stage
    candidate.reason = reason
    candidate.since = month
    append(state, i, stage)
    note(state, i, stage, reason, month)


@njit
def append(state, i, stage):
    """Put candidate ``i`` at the end of a stage's list (without a new entry: it waits on)."""
    place = state.stages[stage]
    place.count += 1
    state.candidates[i].next = NOBODY
    if place.head == NOBODY:
        place.head = i
    else:
        state.candidates[place.tail].next = i
    place.tail = i


@njit
def take_all(state, stage):
    """Empty a stage's list and return its first candidate; follow ``next``, and put back who stays."""
    place = state.stages[stage]
    first = place.head
    place.head = NOBODY
    place.tail = NOBODY
    place.count = 0
    return first


@njit
def settle(state, i, stage, reason, month):
    """Candidate ``i`` comes to rest in a final stage: counted, no list."""
    candidate = state.candidates[i]
    candidate.left = candidate.stage
    candidate.stage = stage
    candidate.reason = reason
    candidate.since = month
    candidate.next = NOBODY
    state.stages[stage].count += 1
    note(state, i, stage, reason, month)


@njit
def enter_until(state, calendar, i, stage, due, month):
    """Candidate ``i`` enters a stage that it leaves in month ``due``; a month after the horizon never comes."""
    candidate = state.candidates[i]
    candidate.stage = stage
    candidate.reason = Reason.none
    candidate.since = month
    candidate.due = due
    state.stages[stage].count += 1
    postpone(state, calendar, i, due)
    note(state, i, stage, Reason.none, month)


@njit
def postpone(state, calendar, i, due):
    """Put candidate ``i`` into a calendar's list of month ``due``."""
    bucket = calendar[min(due, state.scheme[0].horizon)]
    state.candidates[i].next = NOBODY
    if bucket.head == NOBODY:
        bucket.head = i
    else:
        state.candidates[bucket.tail].next = i
    bucket.tail = i


@njit
def note(state, i, stage, reason, month):
    """Write a stage entry into the journal, where journeys are asked for."""
    scheme = state.scheme[0]
    if scheme.journal < state.journal.size:
        entry = state.journal[scheme.journal]
        entry.candidate = i
        entry.month = month
        entry.stage = stage
        entry.reason = reason
        entry.employer = state.candidates[i].employer
        scheme.journal += 1


@njit
def drop_out(state, i, reason, month):
    """Candidate ``i`` leaves before departure; its former stage and the reason are kept."""
    settle(state, i, Stage.dropped_out, reason, month)
    state.monthly[month, Index.dropouts] += 1.0
    state.scheme[0].lost += 1


@njit
def lose_match(state, i, reason, month):
    """A match ends before departure: the place is free again, the money committed to it goes back into its line."""
    person = state.candidates[i]
    state.scheme[0].places_taken -= 1
    money.refund(state, Line.mobility, person.committed, Index.spent_mobility, month)
    person.committed = 0.0
    drop_out(state, i, reason, month)
