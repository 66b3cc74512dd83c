"""Lists of waiting candidates: in order of entry, counted, nobody twice; calendars; the journal."""

import numba
import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from lists import members, members_due
from worlds import small

from sim import queues
from sim.categories import Reason, Stage
from sim.runs.ensemble import create_state

WAITING = (Stage.applied, Stage.pool, Stage.permit)
PEOPLE = 12


@numba.njit
def put(state, i, stage, month):
    queues.enter(state, i, stage, Reason.none, month)


@numba.njit
def move_some(state, stage, chosen, target):
    """Take everyone out of a list; the chosen enter another, the rest wait on."""
    for place in range(queues.take_all(state, stage)):
        i = state.lists[stage, place]
        if chosen[i]:
            queues.enter(state, i, target, Reason.none, 1)
        else:
            queues.append(state, i, stage)


@numba.njit
def send(state, calendar, i, stage, due):
    queues.enter_until(state, calendar, i, stage, due, 0)


@numba.njit
def come_back(state, calendar, month, found):
    """Everyone whose time in a calendar stage ends in a month, in order; their number."""
    number = 0
    i = queues.take_due(calendar, month)
    while i >= 0:
        found[number] = i
        number += 1
        i = state.candidates[i].next
    return number


def calendar_of(state, stage):
    """The calendar of those in training or of those abroad."""
    return state.lessons if stage == Stage.training else state.stays


def fresh():
    state = create_state(small({"horizon": 10}), 1)
    for i in range(PEOPLE):
        put(state, i, Stage.applied, 0)
    return state


moves = st.lists(
    st.tuples(
        st.sampled_from(WAITING), st.sampled_from(WAITING), st.lists(st.booleans(), min_size=PEOPLE, max_size=PEOPLE)
    ),
    max_size=12,
)


@given(moves)
def test_lists_keep_the_order_of_entry(moves):
    state = fresh()
    expected = {stage: [] for stage in WAITING}
    expected[Stage.applied] = list(range(PEOPLE))
    entries = PEOPLE
    for source, target, chosen in moves:
        move_some(state, source, np.array(chosen), target)
        leaving = [i for i in expected[source] if chosen[i]]
        staying = [i for i in expected[source] if not chosen[i]]
        if source != target:  # whoever re-enters the same list lines up in the order of the pass: as before
            expected[source], expected[target] = staying, expected[target] + leaving
        entries += len(leaving)
        for stage in WAITING:
            assert members(state, stage) == expected[stage]
            assert state.stages[stage].count == len(expected[stage])
    assert state.scheme.journal == entries


@given(st.lists(st.tuples(st.sampled_from([Stage.training, Stage.abroad]), st.integers(1, 40)), max_size=PEOPLE))
def test_calendars_return_everyone_in_the_month_due(journeys):
    state = fresh()
    for i, (stage, due) in enumerate(journeys):
        send(state, calendar_of(state, stage), i, stage, due)
    for stage in (Stage.training, Stage.abroad):
        inside = [i for i, (chosen, _) in enumerate(journeys) if chosen == stage]
        assert state.stages[stage].count == len(inside)
        assert sorted(members_due(state, stage)) == inside
        for month in range(10):
            found = np.zeros(PEOPLE, np.int64)
            number = come_back(state, calendar_of(state, stage), month, found)
            due_now = [i for i in inside if journeys[i][1] == month]
            assert found[:number].tolist() == due_now


def test_the_journal_tells_who_entered_what_and_when():
    state = fresh()
    put(state, 3, Stage.pool, 7)
    entry = state.journal[state.scheme.journal - 1]
    assert (entry.candidate, entry.stage, entry.month) == (3, Stage.pool, 7)
    assert (state.candidates[3].stage, state.candidates[3].since) == (Stage.pool, 7)
