"""Where candidates wait: one list per stage, in order of entry, and calendars of those whose month is known.

A stage's list is a row of candidates' numbers, so that a pass through it reads what lies side by side, for ten candidates
and for a million. The calendars, where nobody passes through, are threaded through the candidates' ``next`` column.
"""

from sim import money
from sim.compiled import inner
from sim.indicators import Index
from sim.state import Line, Reason, Stage

NOBODY = -1


@inner
def enter(book, i, stage, reason, month):
    """Candidate ``i`` enters a stage at the end of its list: counted, dated, written into the journal."""
    candidate = book.candidates[i]
    candidate.stage = stage
    candidate.reason = reason
    candidate.since = month
    append(book, i, stage)
    note(book, i, stage, reason, month)


@inner
def append(book, i, stage):
    """Put candidate ``i`` at the end of a stage's list (without a new entry: it waits on)."""
    place = book.stages[stage]
    book.lists[stage, place.count] = i
    place.count += 1


@inner
def take_all(book, stage):
    """Empty a stage's list and return the number of candidates that were in it.

    Visit them in order, ``book.lists[stage, 0]`` and on, and put back who stays: never beyond the one just visited.
    """
    place = book.stages[stage]
    number = place.count
    place.count = 0
    return number


@inner
def settle(book, i, stage, reason, month):
    """Candidate ``i`` comes to rest in a final stage: counted, no list."""
    candidate = book.candidates[i]
    candidate.left = candidate.stage
    candidate.stage = stage
    candidate.reason = reason
    candidate.since = month
    book.stages[stage].count += 1
    note(book, i, stage, reason, month)


@inner
def enter_until(book, i, stage, due, month):
    """Candidate ``i`` enters a stage (training or abroad) that it leaves in month ``due``."""
    candidate = book.candidates[i]
    candidate.stage = stage
    candidate.reason = Reason.none
    candidate.since = month
    candidate.due = due
    book.stages[stage].count += 1
    postpone(book, i, stage, due)
    note(book, i, stage, Reason.none, month)


@inner
def calendar_row(book, stage, month):
    """The calendar's list of a month: first half training, second half abroad; a month after the horizon never comes."""
    horizon = book.scheme[0].horizon
    return min(month, horizon) + (horizon + 1 if stage == Stage.abroad else 0)


@inner
def postpone(book, i, stage, due):
    """Put candidate ``i`` into the list of those who leave the stage in month ``due``."""
    page = book.calendar[calendar_row(book, stage, due)]
    book.candidates[i].next = NOBODY
    if page.head == NOBODY:
        page.head = i
    else:
        book.candidates[page.tail].next = i
    page.tail = i


@inner
def take_due(book, stage, month):
    """Empty the month's list of a calendar stage and return its first candidate; each must be counted out."""
    page = book.calendar[calendar_row(book, stage, month)]
    first = page.head
    page.head = NOBODY
    page.tail = NOBODY
    return first


@inner
def note(book, i, stage, reason, month):
    """Write a stage entry into the journal, where journeys are asked for."""
    scheme = book.scheme[0]
    if scheme.journal < book.journal.size:
        entry = book.journal[scheme.journal]
        entry.candidate = i
        entry.month = month
        entry.stage = stage
        entry.reason = reason
        entry.employer = book.candidates[i].employer
        scheme.journal += 1


@inner
def drop_out(book, i, reason, month):
    """Candidate ``i`` leaves before departure; its former stage and the reason are kept."""
    settle(book, i, Stage.dropped_out, reason, month)
    book.monthly[month, Index.dropouts] += 1.0
    book.scheme[0].lost += 1


@inner
def lose_match(book, i, reason, month):
    """A match ends before departure: the place is free again, the money committed to it goes back into its line."""
    person = book.candidates[i]
    book.scheme[0].places_taken -= 1
    money.refund(book, Line.mobility, person.committed, Index.spent_mobility, month)
    person.committed = 0.0
    drop_out(book, i, reason, month)
