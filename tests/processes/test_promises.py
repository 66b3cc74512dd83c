"""Promises: hosts are told by when to expect a person, and lose trust over one who is late (L5, L10)."""

import pytest
from worlds import counted, given_all, given_scheme, people, put, record, run, world

from sim.categories import Stage
from sim.processes import promises

#: A permit takes 2 months at full speed, a visa half a month, recognition is not needed, a late person costs a fifth of the host's trust.
PROMPT = {
    "permits.months": 2.0, "permits.visa_months": 0.5, "design.digital": 0.0, "recognition.required.ict": 0.0, "trust.promise_loss": 0.2,
    "trust.promise_grace": 2, "design.training_months": 4.0, "shock.closure_months": 6.0,
}  # fmt: skip


def waiting(*values, **columns):
    """A world in which three hosts half trust the lead."""
    state = world(PROMPT, *values)
    given_all(state.employers, trust=0.5)
    given_scheme(state, **columns)
    return state


def person(state, stage=Stage.permit, **columns):
    """Somebody who was matched with the first host in month 5."""
    return put(state, stage, **{"market": 0, "employer": 0, "matched": 5, "promised": 3, **columns})


@pytest.mark.parametrize(("columns", "told"), [
    ({}, 8),  # month 5 and 2.5 months, rounded up
    ({"promised": 8}, 8), ({"promised": 11}, 11),  # not before the person was promised to leave
    ({"trained": 0}, 12),  # four months of training are still to come: 5 + 6.5
])  # fmt: skip
def test_what_a_host_is_told_by_hand(columns, told):
    state = waiting()
    i = person(state, **columns)
    run("promises", state, 5)
    assert people(state)[i].told == told
    assert counted(state, 5) == {}
    assert state.employers["trust"].tolist() == [0.5] * 3


def test_slow_desks_recognition_and_a_shock_are_known_when_the_host_is_told():
    needed = {"recognition.required.ict": 0.5, "recognition.required_level.high": 1.0, "recognition.months": 3.0}
    state = waiting(needed, intensity=0.5)
    given_all(state.countries, speed=0.5)
    i = person(state)
    run("promises", state, 5)
    assert people(state)[i].told == 5 + 9  # 2 / 0.5 + 0.5 + 0.5 * 3 + 0.5 * 6 = 9


@pytest.mark.parametrize(("earliest", "told"), [(3, 3), (4, 4), (5, 15), (15, 15), (16, 16), (17, 27)])
def test_the_date_is_one_on_which_stays_can_begin(earliest, told):
    p = record({"design.intake_months": 12, "design.first_intake": 3, "design.intake_window": 2})
    assert promises.told_month(earliest, -1, p) == told
    assert promises.told_month(-1, earliest, p) == told


def test_no_month_is_beyond_what_a_column_holds():
    assert promises.told_month(10**9, 3, record()) == 32_000


@pytest.mark.parametrize("stage", [Stage.seat, Stage.recognition, Stage.permit, Stage.ready])
def test_a_host_forgives_a_short_delay_and_no_more(stage):
    state = waiting()
    i = person(state, stage, told=8)
    run("promises", state, 9)
    assert (counted(state, 9), state.employers[0].trust) == ({}, 0.5)
    run("promises", state, 10)
    assert counted(state, 10) == {"promises_missed": 1.0}
    assert state.employers["trust"] == pytest.approx([0.4, 0.5, 0.5])
    run("promises", state, 11)  # once for each person
    assert counted(state, 11) == {}
    assert state.employers["trust"] == pytest.approx([0.4, 0.5, 0.5])
    assert people(state)[i].let_down == 1


def test_each_person_who_is_late_costs_trust():
    state = waiting()
    for _ in range(3):
        person(state, told=4)
    person(state, told=4, employer=2)
    run("promises", state, 7)
    assert counted(state, 7) == {"promises_missed": 4.0}
    assert state.employers["trust"] == pytest.approx([0.5 * 0.8**3, 0.5, 0.4])


@pytest.mark.parametrize("columns", [{"remote": 1}, {"departed": 6}])
def test_who_works_remotely_or_has_come_before_is_not_missed(columns):
    state = waiting()
    person(state, told=4, **columns)
    run("promises", state, 20)
    assert counted(state, 20) == {}


def test_who_left_in_time_or_is_not_matched_keeps_no_host_waiting():
    state = waiting()
    person(state, Stage.abroad, told=4, due=30)
    put(state, Stage.pool, promised=2)
    run("promises", state, 20)
    assert counted(state, 20) == {}
