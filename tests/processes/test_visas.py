"""The consulate: an appointment, a queue of its own for each pair of countries, a refusal (L3, L12, L13, L16)."""

import pytest
from worlds import (
    Decision,
    budget,
    counted,
    drawn,
    fate,
    given_all,
    given_row,
    given_scheme,
    line,
    listed,
    months,
    people,
    put,
    run,
    scheme,
    small,
    totals,
    world,
)

from sim.categories import Line, Reason, Stage, Status
from sim.draws import lognormal_from, whole_months
from sim.indicators import NAMES


def consulate(*values, **columns):
    """A consulate that gives two visas a month and refuses none, at a desk that is open."""
    state = world({"permits.visa_capacity": 2.0, "permits.visa_refusal": 0.0, "permits.digital_effect": 0.3}, *values)
    given_scheme(state, **columns)
    return state


def asks(state, **columns):
    """A person whose appointment is due: its number."""
    return put(state, Stage.visa, **{"market": 0, "employer": 0, "due": 0, "expiry": 40, "matches": 1, **columns})


def test_the_visas_of_a_month_by_hand():
    state = consulate({"scale": 0.5, "permits.visa_capacity": 6.0, "permits.digital_effect": 0.5})
    given_all(state.countries, digital=0.4, opened=0.7)
    given_all(state.consulates, visa_credit=3.75)
    run("visas", state, 4)
    assert state.consulates[0].visa_credit == pytest.approx(0.75 + 6.0 * 0.5 / (1 - 0.5 * 0.4) * 0.7)


@pytest.mark.parametrize("i", range(6))
def test_an_appointment_is_asked_for_once_and_its_time_is_drawn(i):
    state = consulate({"permits.visa_months": 4.0, "permits.variation": 0.5, "permits.digital_effect": 0.5})
    given_all(state.countries, digital=0.4, speed=0.1)  # trust speeds the desk, not the consulate
    asks(state, due=-1, agent=i, matches=2)
    a, _, c, _ = drawn(state, Decision.visa, 0, i, 2)
    took = whole_months(lognormal_from(a, 4.0 * 0.8, 0.5), c)
    run("visas", state, 3)
    assert people(state)[0].due == 3 + took
    run("visas", state, 4)
    assert people(state)[0].due == 3 + took


def test_a_closed_country_delays_everybody_who_waits():
    state = consulate()
    given_all(state.countries, delay=1, opened=0.1)
    i, j = asks(state, due=4), asks(state, due=9)
    run("visas", state, 4)
    assert (people(state)[i].due, people(state)[j].due) == (5, 10)
    assert listed(state, Stage.visa) == [i, j]
    assert counted(state, 4) == {"waiting_visa": 2.0}


def test_visas_are_given_in_order_of_asking_as_far_as_capacity_goes():
    state = consulate()
    later, first, second, third = (asks(state, due=due) for due in (9, 4, 3, 4))
    run("visas", state, 4)
    assert listed(state, Stage.ready) == [first, second]
    assert listed(state, Stage.visa) == [later, third]
    assert counted(state, 4) == {"visas_issued": 2.0, "waiting_visa": 2.0}
    assert state.consulates[0].visa_credit == 0.0
    for i in (first, second):
        threshold = drawn(state, Decision.mobility, 0, i, 1, 0)[0]
        assert people(state)[i].border_needed == pytest.approx(threshold, rel=1e-6)


def test_a_visa_is_refused_by_its_draw():
    state = consulate({"permits.visa_capacity": 1000.0, "permits.visa_refusal": 0.4})
    numbers = [asks(state, matches=3) for _ in range(20)]
    given_scheme(state, places_taken=20)
    run("visas", state, 4)
    expected = [drawn(state, Decision.visa, 0, i, 3)[1] < 0.4 for i in numbers]
    assert [fate(state, i) == (Stage.dropped_out, Reason.visa_refused) for i in numbers] == expected
    assert 4 < sum(expected) < 16
    assert len(listed(state, Stage.ready)) == 20 - sum(expected)
    assert scheme(state).places_taken == 20 - sum(expected)


def test_who_waited_too_long_or_lost_the_host_gives_the_place_and_its_money_back():
    state = consulate({"permits.visa_capacity": 1000.0})
    budget(state, mobility=5000.0)
    given_row(line(state, Line.mobility), spent=4000.0)
    patient, late, left = asks(state, expiry=5), asks(state, expiry=4, committed=900.0), asks(state, employer=1)
    given_row(people(state)[left], committed=700.0)
    held, lapsed = asks(state, held_until=5), asks(state, held_until=4)
    state.employers[1].status = Status.withdrawn
    given_scheme(state, places_taken=5)
    run("visas", state, 4)
    assert fate(state, held)[0] == fate(state, patient)[0] == Stage.ready
    assert fate(state, lapsed) == (Stage.dropped_out, Reason.vacancy_lapsed)
    assert fate(state, late) == (Stage.dropped_out, Reason.waited_too_long)
    assert fate(state, left) == (Stage.dropped_out, Reason.host_withdrew)
    assert (scheme(state).places_taken, scheme(state).lost) == (2, 3)
    assert counted(state, 4) == {
        "visas_issued": 2.0, "dropouts": 3.0, "spent_mobility": -1600.0, "public_cost": -1600.0,
    }  # fmt: skip
    assert people(state)[late].left_from == Stage.visa
    assert state.consulates[0].visa_credit == 998.0


@pytest.mark.parametrize(("held_until", "again"), [(5, 1), (4, 0)])
def test_the_vacancy_of_a_refused_visa_reopens_while_it_lives(held_until, again):
    state = consulate({"permits.visa_refusal": 1.0})
    given_row(state.employers[0], status=Status.engaged, open=2, real_open=1, need_left=1)
    given_scheme(state, places_taken=3, vacancies=7)
    i = asks(state, held_until=held_until, needed=1)
    run("visas", state, 4)
    assert fate(state, i)[0] == Stage.dropped_out
    assert (state.employers[0].open, scheme(state).vacancies) == (2 + again, 7 + again)


def test_each_pair_of_countries_has_a_consulate_of_its_own():
    state = consulate({"markets.count": 2, "markets.countries": 2, "corridor.origins": 3, "permits.visa_capacity": 1.0})
    assert len(state.consulates) == 6
    pairs = [(market, origin) for market in (0, 1) for origin in (0, 1, 2) for _ in range(2)]
    numbers = [asks(state, market=market, origin=origin) for market, origin in pairs]
    run("visas", state, 4)
    assert listed(state, Stage.ready) == numbers[::2]  # one of each pair
    assert [each.visa_credit for each in state.consulates] == [0.0] * 6


def test_with_the_permit_the_visa_may_come_in_the_same_month():
    state = consulate({"permits.refusal": 0.0, "permits.visa_months": 0.0, "design.digital": 0.0})
    i = put(state, Stage.permit, market=0, employer=0, due=0, expiry=40, matches=1)
    run("permits", state, 4)
    assert fate(state, i) == (Stage.visa, Reason.none)
    run("visas", state, 4)
    assert fate(state, i) == (Stage.ready, Reason.none)


def test_without_visas_nobody_leaves_and_all_wait():
    run_without = totals(small({"permits.visa_capacity": 0.0}))
    assert run_without["departures"].sum() == 0 < run_without["waiting_visa"].sum()


def test_a_shock_makes_people_wait_at_the_consulate():
    """It closes consulates and desks alike; with digital procedures it closes neither."""
    shock = {"shock.month": 20, "shock.travel": 0.0, "permits.digital_effect": 0.0, "permits.months": 0.0}
    waited = [
        months(small(shock, {"design.digital": share}), 20)[:, 20:32, NAMES.index("waiting_visa")].sum()
        for share in (0.0, 1.0)
    ]
    assert waited[1] < waited[0]
