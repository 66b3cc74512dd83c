"""Lists and calendars: where candidates wait, in order of entry, and who is due in which month.

**Lists.** Each of the stages applied, preselected, seat, examination, pool, home_pool, matched, recognition, permit, visa and ready has a list in order of entry.

- *Enter(stage, reason)*: set the candidate's stage, reason and since; put it at the end of the list; count it; write the journal.
- *Wait on*: put it back at the end of the list, without a new date or journal entry.
- *Go through a stage* always means: take the whole list, leave it empty, and visit the candidates in its order; whoever stays is put
  back at the end. So the order of entry is kept. A candidate that enters the list during this pass comes after those put back so far.
- *Settle(stage, reason)* in a final stage: `left_from` takes the former stage, then stage, reason, since; count; journal. No list.

**Calendars.** Those in training and those abroad are listed by the month in which they are due, in order of entry. A due month after
the horizon is never reached. *Enter until(stage, month due)*: stage, reason none, since, due; count; put at the end of the list of that
month; journal.

**Journal.** An entry holds candidate, month, stage, reason and the row of the candidate's host at that moment (-1 before a match). Some
entries are written without a change of stage: *remote* ([recognition](#recognition)), *completed* and *returned* ([mobility](#mobility)).

**Drop out(reason).** Settle in dropped_out; `dropouts` + 1; lost + 1.

**Lose a match(reason).** places_taken - 1; refund `committed` to the mobility line ([accounts](#accounts)); committed = 0; the host's vacancy
*reopens* while it lives ([vacancies](#vacancies)), or stays filled and `remote_contracts` + 1 if the reason is works_remotely ([remote work](#remote)); drop out.
"""

# A stage's list is a row of candidates' numbers, so that a pass through it reads what lies side by side, for ten
# candidates and for a million. The calendars, where nobody passes through, are threaded through the column ``next``.

from sim.categories import Line, Reason, Stage
from sim.columns import column
from sim.compiled import inner
from sim.laws import accounts, vacancies
from sim.measures import flow

NOBODY = -1


class Candidate:
    """Where a candidate is, since when and why."""

    committed: float = column("f8", 0.0, "Public money committed to the mobility, EUR")
    employer: int = column("i4", -1, "Row of the host, -1: none")
    next: int = column(
        "i4", 0, "The candidate that follows in the calendar, due in the same month, -1: the last", plumbing=True
    )
    since: int = column("i2", -1, "Month of entry into the stage")
    due: int = column(
        "i2",
        -1,
        "Month in which training, recognition, permit processing or stay end, or of the next sitting; -1: not set",
    )
    stage: Stage = column("u1", Stage.applied, "Where the candidate is", Stage)
    reason: Reason = column("u1", Reason.none, "Why it entered the stage", Reason)
    left_from: Stage = column("u1", Stage.applied, "The stage before the final one", Stage)


class Waiting:
    """A stage."""

    count: int = column("i4", 0, "Candidates in the stage")


class Calendar:
    """A month of a calendar."""

    head: int = column("i4", NOBODY, "First candidate whose training or stay ends in this month, -1: none")
    tail: int = column("i4", NOBODY, "Last such candidate, -1: none")


class Entry:
    """An entry of the journal."""

    candidate: int = column("i4", 0, "Row of the candidate")
    month: int = column("i2", 0, "Month")
    stage: int = column("u1", 0, "Stage entered")
    reason: int = column("u1", 0, "Why")
    employer: int = column("i4", NOBODY, "Row of the host at that time, -1: none")


class Scheme:
    """Counts of the lists."""

    journal: int = column("i8", 0, "Entries in the journal")
    lost: int = column("i8", 0, "Preselected persons lost so far, those who moved to the home track included")
    places_taken: int = column("i8", 0, "Matches and re-hires less those lost before departure")


class Measures:
    """Who leaves."""

    dropouts: float = flow("persons", "Preselected persons who left before departure", -1)


@inner
def enter(state, i, stage, reason, month):
    """Candidate ``i`` enters a stage at the end of its list: counted, dated, written into the journal."""
    person = state.candidates[i]
    person.stage = stage
    person.reason = reason
    person.since = month
    append(state, i, stage)
    note(state, i, stage, reason, month)


@inner
def append(state, i, stage):
    """Put candidate ``i`` at the end of a stage's list (without a new entry: it waits on)."""
    place = state.stages[stage]
    state.lists[stage, place.count] = i
    place.count += 1


@inner
def take_all(state, stage):
    """Empty a stage's list and return the number of candidates that were in it.

    Visit them in order, ``state.lists[stage, 0]`` and on, and put back who stays: never beyond the one just visited.
    """
    place = state.stages[stage]
    number = place.count
    place.count = 0
    return number


@inner
def settle(state, i, stage, reason, month):
    """Candidate ``i`` comes to rest in a final stage: counted, no list."""
    person = state.candidates[i]
    person.left_from = person.stage
    person.stage = stage
    person.reason = reason
    person.since = month
    state.stages[stage].count += 1
    note(state, i, stage, reason, month)


@inner
def enter_until(state, calendar, i, stage, due, month):
    """Candidate ``i`` enters a stage (training or abroad) that it leaves in month ``due`` of its calendar."""
    person = state.candidates[i]
    person.stage = stage
    person.reason = Reason.none
    person.since = month
    person.due = due
    state.stages[stage].count += 1
    postpone(state, calendar, i, due)
    note(state, i, stage, Reason.none, month)


@inner
def postpone(state, calendar, i, due):
    """Put candidate ``i`` into the list of those who are due in a month; a month after the horizon never comes."""
    page = calendar[min(due, state.scheme.horizon)]
    state.candidates[i].next = NOBODY
    if page.head == NOBODY:
        page.head = i
    else:
        state.candidates[page.tail].next = i
    page.tail = i


@inner
def take_due(calendar, month):
    """Empty the month's list of a calendar and return its first candidate; each must be counted out."""
    page = calendar[month]
    first = page.head
    page.head = NOBODY
    page.tail = NOBODY
    return first


@inner
def note(state, i, stage, reason, month):
    """Write a stage entry into the journal, where journeys are asked for."""
    scheme = state.scheme
    if scheme.journal < state.journal.size:
        entry = state.journal[scheme.journal]
        entry.candidate = i
        entry.month = month
        entry.stage = stage
        entry.reason = reason
        entry.employer = state.candidates[i].employer
        scheme.journal += 1


@inner
def drop_out(state, i, reason, month):
    """Candidate ``i`` leaves before departure; its former stage and the reason are kept."""
    settle(state, i, Stage.dropped_out, reason, month)
    state.monthly[month].dropouts += 1.0
    state.scheme.lost += 1


@inner
def lose_match(state, i, reason, month):
    """A match ends before departure: the place is free again, the money committed to it goes back into its line."""
    person = state.candidates[i]
    state.scheme.places_taken -= 1
    accounts.refund(state, Line.mobility, person.committed, month)
    person.committed = 0.0
    if reason == Reason.works_remotely:  # the host keeps the person, and needs nobody else
        state.monthly[month].remote_contracts += 1.0
    else:
        vacancies.reopen(state, person, month)
    drop_out(state, i, reason, month)
