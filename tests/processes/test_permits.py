"""The permit desk against queueing theory, and what slows it (L3, L12, L13, L16)."""

import numba
import numpy as np
import pytest
from queues import PERMIT, mean_queue, observe, stationary_mean
from worlds import (
    EASY,
    Decision,
    budget,
    counted,
    drawn,
    fate,
    figures,
    finished,
    given_all,
    given_row,
    given_scheme,
    line,
    listed,
    of_month,
    people,
    put,
    record,
    run,
    scheme,
    small,
    totals,
    world,
)

from sim.categories import Level, Line, Reason, Side, Stage, Status
from sim.draws import lognormal_from, whole_months
from sim.processes import permits
from sim.queues import enter

PROMPT = {
    "permits.months": 0.0,
    "permits.refusal": 0.0,
    "permits.digital_effect": 0.0,
    "candidates.match_patience": 120.0,
}


@numba.njit
def work(state, arrivals, queue, waits):
    """Let files arrive and the real desk work; the queue after each month's decisions, each file's months of waiting."""
    filed = 0
    decided = 0
    for month in range(arrivals.size):
        for _ in range(arrivals[month]):
            person = state.candidates[filed]
            person.due = -1
            person.expiry = 32_000
            waits[filed] = -month
            enter(state, filed, Stage.permit, Reason.none, 0)
            filed += 1
        permits.step(state, state.parameters[0], 0)
        queue[month] = state.stages[Stage.permit].count
        while decided < filed and state.candidates[decided].stage == Stage.visa:
            waits[decided] += month
            decided += 1
    return decided


@pytest.mark.compiled
@pytest.mark.parametrize("rate", [0.3, 0.6, 0.85])
def test_queue_of_a_desk_that_gives_one_permit_a_month(rate):
    queue, *_ = observe(work, rate, PERMIT | PROMPT | {"permits.capacity": 1.0})
    mean, error = mean_queue(queue)
    assert mean == pytest.approx(rate**2 / (2 * (1 - rate)), abs=4 * error)


@pytest.mark.compiled
@pytest.mark.parametrize(("rate", "capacity", "slots"), [(0.3, 0.5, (0, 1)), (1.2, 1.5, (1, 2)), (4.0, 5.0, (5,))])
def test_queue_of_a_desk_of_any_capacity(rate, capacity, slots):
    queue, *_ = observe(work, rate, PERMIT | PROMPT | {"permits.capacity": capacity})
    mean, error = mean_queue(queue)
    assert mean == pytest.approx(stationary_mean(rate, slots), abs=4 * error)


@pytest.mark.compiled
def test_littles_law():
    rate = 0.8
    queue, waits, arrivals, decided = observe(work, rate, PERMIT | PROMPT | {"permits.capacity": 1.0})
    assert decided > 0.999 * arrivals.sum()
    assert waits[:decided].min() == 0
    assert queue.mean() == pytest.approx(arrivals.mean() * waits[:decided].mean(), rel=0.005)


@pytest.mark.compiled
def test_waiting_is_counted_once_per_person_and_month():
    arrivals_state = observe(work, 0.7, PERMIT | PROMPT | {"permits.capacity": 1.0}, full=True)
    queue, state = arrivals_state[0], arrivals_state[-1]
    issued = state.monthly["permits_issued"].sum()
    assert issued > 0
    assert figures(state).sum() - issued == pytest.approx(queue.sum())


def test_digital_procedures_take_time_off():
    p = record({"permits.digital_effect": 0.4})
    assert permits.digital_relief(0.0, p) == 1.0
    assert permits.digital_relief(1.0, p) == pytest.approx(0.6)


def test_a_shock_closes_the_desk_but_for_its_digital_procedures():
    covid = {"shock.month": 20, "shock.travel": 0.0}
    paper, digital = (small(covid, {"design.digital": share, "permits.digital_effect": 0.0}) for share in (0.0, 1.0))
    assert totals(digital, 20)["waiting_permit"].sum() < totals(paper, 20)["waiting_permit"].sum()


def test_every_permit_that_is_refused_ends_the_way_there():
    state = finished(small(EASY, {"permits.refusal": 1.0}))
    journal = state.journal[: state.scheme.journal]
    assert (journal["stage"] == Stage.permit).any()
    assert not np.isin(journal["stage"], [Stage.visa, Stage.ready, Stage.abroad]).any()
    assert (journal["reason"] == Reason.permit_refused).any()


def desk(*values, **columns):
    """A desk that gives two permits a month at full speed, without digital procedures."""
    plain = {"permits.capacity": 2.0, "permits.refusal": 0.0, "design.digital": 0.0, "permits.digital_effect": 0.3}
    state = world(plain, *values)
    given_scheme(state, **columns)
    return state


def files(state, **columns):
    """A file that is due: its number."""
    return put(state, Stage.permit, **{"market": 0, "employer": 0, "due": 0, "expiry": 40, "matches": 1, **columns})


def test_the_sizes_of_a_desk_by_hand():
    state = desk({"shock.consular": 0.8, "permits.digital_effect": 0.5}, intensity=0.5)
    given_all(state.countries, speed=0.6, permit_credit=3.75, closed=0.1)
    for place in state.governments:
        national = place.side == Side.destination and place.level == Level.national
        given_row(place, digital=0.4 if national else 1.0, capacity=5.0 if national else 99.0)
    run("permits", state, 4)
    struck = 1 - 0.5 * 0.8 * 0.6
    assert state.countries[0].permit_credit == pytest.approx(0.75 + 5.0 * 0.6 / (1 - 0.5 * 0.4) * struck)
    assert state.countries[0].closed == pytest.approx(0.1 + 0.24)
    assert state.countries[0].opened == pytest.approx(struck)
    assert (state.countries[0].digital, state.countries[0].delay) == (0.4, 0)


def test_digital_procedures_never_leave_quite_no_time():
    assert permits.digital_relief(1.0, record({"permits.digital_effect": 1.0})) == 1e-6
    assert permits.digital_relief(0.5, record({"permits.digital_effect": 0.4})) == pytest.approx(0.8)


def test_a_closed_desk_delays_every_file_by_a_month_once_a_month_is_lost():
    state = desk({"shock.consular": 0.6}, intensity=1.0)
    i, j = files(state, due=5), files(state, due=9)
    for month, closed, delay, due in ((3, 0.6, 0, 5), (4, 1.2, 1, 6), (5, 1.8, 0, 6)):
        run("permits", state, month)
        assert state.countries[0].closed == pytest.approx(closed)
        assert state.countries[0].delay == delay
        assert (people(state)[i].due, people(state)[j].due) == (due, due + 4)
        assert fate(state, i)[0] == Stage.permit
        assert counted(state, month) == {"waiting_permit": 2.0}


def test_a_political_stop_closes_the_desk_whatever_is_digital():
    state = desk({"markets.count": 2, "markets.countries": 2, "shock.consular": 0.6}, intensity=0.5)
    given_all(state.governments, digital=1.0)
    given_all(state.countries, stopped=[1, 0])
    here, there = files(state, due=4), files(state, due=4, market=1)
    run("permits", state, 4)
    assert (fate(state, here)[0], fate(state, there)[0]) == (Stage.permit, Stage.visa)
    assert (people(state)[here].due, state.countries["delay"].tolist()) == (5, [1, 0])
    assert state.countries["closed"].tolist() == [1.0, 0.0]
    assert state.countries[0].permit_credit == 0.0
    given_all(state.countries, stopped=0)
    run("permits", state, 5)
    assert fate(state, here)[0] == Stage.visa


@pytest.mark.parametrize("i", range(6))
def test_a_file_is_opened_once_and_its_time_is_drawn(i):
    values = {"permits.months": 4.0, "permits.variation": 0.5, "permits.digital_effect": 0.5}
    state = desk(values)
    for place in state.governments:
        place.digital = 0.4
    given_all(state.countries, speed=0.6)
    files(state, due=-1, agent=i, matches=2)
    a, _, c, _ = drawn(state, Decision.permit, 0, i, 2)
    months = whole_months(lognormal_from(a, 4.0 * 0.8 / 0.6, 0.5), c)
    run("permits", state, 3)
    assert people(state)[0].due == 3 + months
    run("permits", state, 4)
    assert people(state)[0].due == 3 + months


def test_a_desk_without_trust_all_but_stands_still():
    state = desk({"permits.months": 1.0})
    given_all(state.countries, speed=0.0)
    files(state, due=-1)
    run("permits", state, 3)
    assert people(state)[0].due == 32_000  # a million months, as many as the column holds


def test_decisions_go_in_order_of_filing_as_far_as_capacity_goes():
    state = desk()
    later, first, second, third = (files(state, due=due) for due in (9, 4, 3, 4))
    run("permits", state, 4)
    assert listed(state, Stage.visa) == [first, second]
    assert listed(state, Stage.permit) == [later, third]
    assert counted(state, 4) == {"permits_issued": 2.0, "waiting_permit": 2.0}
    assert state.countries[0].permit_credit == 0.0
    assert [people(state)[i].due for i in (first, second)] == [-1, -1]  # no appointment at the consulate yet


def test_a_permit_is_refused_by_its_draw():
    state = desk({"permits.capacity": 1000.0, "permits.refusal": 0.4, "trust.promise_loss": 0.2})
    numbers = [files(state, matches=3, employer=k % 3, let_down=int(k == 2)) for k in range(20)]
    given_scheme(state, places_taken=20)
    given_all(state.employers, trust=0.5)
    run("permits", state, 4)
    expected = [drawn(state, Decision.permit, 0, i, 3)[1] < 0.4 for i in numbers]
    assert [fate(state, i) == (Stage.dropped_out, Reason.permit_refused) for i in numbers] == expected
    assert 4 < sum(expected) < 16
    assert len(listed(state, Stage.visa)) == 20 - sum(expected)
    assert state.origins[0].disappointed == sum(expected)  # its governments helped to prepare them
    let_down = [sum(expected[k] for k in range(host, 20, 3) if k != 2) for host in range(3)]  # but once for each person
    assert state.employers["trust"] == pytest.approx([0.5 * 0.8**number for number in let_down])
    assert of_month(state, 4, "promises_missed") == sum(let_down)


def test_protectionism_means_more_refusals():
    climate = {
        "politics.protectionism": 0.7,
        "politics.usual_protectionism": 0.2,
        "politics.protectionism_refusal": 4.0,
    }
    state = desk({"permits.capacity": 1000.0, "permits.refusal": 0.2}, climate)
    numbers = [files(state, matches=3) for _ in range(20)]
    given_scheme(state, places_taken=20)
    run("permits", state, 4)
    chance = 0.25 * np.exp(2.0) / (1 + 0.25 * np.exp(2.0))
    draws = [drawn(state, Decision.permit, 0, i, 3)[1] for i in numbers]
    assert [fate(state, i) == (Stage.dropped_out, Reason.permit_refused) for i in numbers] == [
        b < chance for b in draws
    ]
    assert any(0.2 < b < chance for b in draws)


def test_who_waited_too_long_or_lost_the_host_gives_the_place_and_its_money_back():
    state = desk({"permits.capacity": 1000.0})
    budget(state, mobility=5000.0)
    given_row(line(state, Line.mobility), spent=4000.0)
    patient, late, left = files(state, expiry=5), files(state, expiry=4, committed=900.0), files(state, employer=1)
    given_row(people(state)[left], committed=700.0)
    held, lapsed = files(state, held_until=5), files(state, held_until=4)
    state.employers[1].status = Status.withdrawn
    given_scheme(state, places_taken=5)
    run("permits", state, 4)
    assert fate(state, held)[0] == Stage.visa
    assert fate(state, lapsed) == (Stage.dropped_out, Reason.vacancy_lapsed)
    assert fate(state, patient)[0] == Stage.visa
    assert fate(state, late) == (Stage.dropped_out, Reason.waited_too_long)
    assert fate(state, left) == (Stage.dropped_out, Reason.host_withdrew)
    assert (scheme(state).places_taken, scheme(state).lost) == (2, 3)
    assert line(state, Line.mobility).spent == 2400.0
    assert counted(state, 4) == {
        "permits_issued": 2.0, "dropouts": 3.0, "spent_mobility": -1600.0, "public_cost": -1600.0,
    }  # fmt: skip
    assert (people(state)[late].committed, people(state)[late].left_from) == (0.0, Stage.permit)
    assert state.countries[0].permit_credit == 998.0


@pytest.mark.parametrize(("held_until", "again"), [(5, 1), (4, 0)])
def test_the_vacancy_of_a_refused_permit_reopens_while_it_lives(held_until, again):
    state = desk({"permits.refusal": 1.0})
    given_row(state.employers[0], status=Status.engaged, open=2, real_open=1, need_left=1)
    given_scheme(state, places_taken=3, vacancies=7)
    i = files(state, held_until=held_until, needed=1)
    run("permits", state, 4)
    assert fate(state, i)[0] == Stage.dropped_out
    assert (state.employers[0].open, state.employers[0].real_open, state.employers[0].need_left) == (
        2 + again,
        1 + again,
        1 + again,
    )
    assert scheme(state).vacancies == 7 + again


def test_each_country_of_destination_has_a_desk_of_its_own():
    state = desk({"markets.count": 2, "markets.countries": 2, "permits.capacity": 1.0})
    numbers = [files(state, market=market) for market in (0, 0, 1)]
    run("permits", state, 4)
    assert listed(state, Stage.visa) == [numbers[0], numbers[2]]
