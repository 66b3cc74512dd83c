"""Vacancies: declared with optimism, lapse by a clock, are held for a person, and reopen only while they live (L10)."""

import math

import numba
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import (
    Decision,
    counted,
    drawn,
    employer,
    given_row,
    given_scheme,
    people,
    put,
    record,
    scheme,
    world,
)

from sim.categories import Closing, Sector, Stage, Status
from sim.draws import exponential_from
from sim.laws import vacancies

FAR = 32_000


@numba.njit
def declare(state, row, month):
    vacancies.declare(state, state.employers[row], state.parameters[0], month)


@numba.njit
def lapse(state, row, sector, month):
    vacancies.lapse(state, state.employers[row], sector, state.parameters[0], month)


@numba.njit
def fill(state, row, i, sector, month):
    vacancies.fill(state, state.employers[row], state.candidates[i], sector, state.parameters[0], month)


@numba.njit
def reopen(state, i, month):
    vacancies.reopen(state, state.candidates[i], month)


def host(*values, **columns):
    """A world and the first of its hosts, which takes part."""
    state = world({"markets.employers": 12}, *values)
    plain = {"status": Status.engaged, "real_need": 4, "need_left": 6, "real_open": 0, "open": 0, "declared": 0}
    return state, given_row(state.employers[0], **(plain | columns))


@pytest.mark.parametrize(("real", "left", "optimism", "closing", "declared"), [
    (4, 9, 0.5, Closing.open, 6), (3, 9, 0.5, Closing.open, 5), (3, 9, 0.0, Closing.open, 3), (1, 9, 0.1, Closing.open, 2),
    (4, 2, 0.5, Closing.open, 3), (4, 0, 0.5, Closing.open, 0), (4, 4, 0.5, Closing.association, 4),
    (4, 4, 0.5, Closing.institution, 4), (4, 4, 0.5, Closing.group, 4),
])  # fmt: skip
def test_what_a_host_declares_by_hand(real, left, optimism, closing, declared):
    made = employer(real_need=real, need_left=left, closing=closing)
    assert vacancies.real_vacancies(made) == min(real, left)
    assert vacancies.declarable(made, record({"employers.optimism": optimism})) == declared


def test_a_declaration_adds_to_what_is_open_and_renews_the_real_need():
    state, made = host({"employers.optimism": 0.3}, real_need=3, open=1, declared=5, real_open=2)
    declare(state, 0, 7)
    assert (made.declared, made.open, made.real_open, made.need_left) == (5 + 4, 1 + 4, 3, 6)  # 3.9, rounded up
    assert counted(state, 7) == {"declared_vacancies": 4.0}


@pytest.mark.parametrize(
    ("vacant", "u", "lost"), [(10, 0.0, 2), (10, 0.85, 2), (10, 0.95, 3), (1, 0.5, 0), (1, 0.99, 1), (0, 0.5, 0)]
)
def test_vacancies_lapse_as_the_expected_number_rounded_by_chance(vacant, u, lost):
    # a life of 1 / log(1 / 0.79): 21 % a month, 2.1 of 10
    assert vacancies.lapsing(vacant, -1 / math.log(0.79), u) == lost


@given(st.integers(0, 50), st.floats(0.1, 240), st.floats(2**-33, 1 - 2**-33))
def test_no_more_lapse_than_are_open(vacant, life, u):
    assert 0 <= vacancies.lapsing(vacant, life, u) <= vacant


@pytest.mark.parametrize("month", range(4))
def test_a_month_of_the_clock_by_hand(month):
    state, made = host({"employers.vacancy_months.health": 2.5}, open=5, real_open=2, need_left=3, declared=5)
    lapse(state, 0, Sector.health, month)
    a = drawn(state, Decision.vacancy_clock, 0, 0, month)[0]
    lost = int(5 * (1 - math.exp(-0.4)) + a)
    really = min(lost, 2)
    assert 1 <= lost <= 2
    assert (made.open, made.real_open, made.need_left, made.declared) == (5 - lost, 2 - really, 3 - really, 5)
    assert counted(state, month) == {"vacancies_lapsed": float(lost)}


def test_optimism_lapses_without_any_need():
    state, made = host({"employers.vacancy_months.ict": 0.1}, open=3, real_open=1, need_left=4)
    lapse(state, 0, Sector.ict, 2)
    assert (made.open, made.real_open, made.need_left) == (0, 0, 3)
    lapse(state, 0, Sector.ict, 2)  # nothing is left to lapse
    assert counted(state, 2) == {"vacancies_lapsed": 3.0}


@pytest.mark.parametrize("closing", [Closing.association, Closing.institution, Closing.group])
def test_places_of_signed_hosts_have_no_clock(closing):
    state, made = host({"employers.vacancy_months.ict": 0.1}, open=3, real_open=3, closing=closing)
    lapse(state, 0, Sector.ict, 2)
    assert (made.open, made.real_open) == (3, 3)
    assert counted(state, 2) == {}


@pytest.mark.parametrize("agent", range(4))
def test_a_match_takes_a_vacancy_and_holds_it_for_a_while(agent):
    values = {"employers.vacancy_months.health": 2.5, "employers.hold": 3.0}
    state, made = host(values, open=5, real_open=2, need_left=3, hires=1)
    i = put(state, Stage.pool, agent=agent, matches=2)
    fill(state, 0, i, Sector.health, 7)
    assert (made.open, made.hires, made.real_open, made.need_left) == (4, 2, 1, 2)
    assert people(state)[i].needed == 1
    held = exponential_from(drawn(state, Decision.vacancy_held, 0, agent, 2)[0], 7.5)
    assert people(state)[i].held_until == 7 + 1 + int(held)
    fill(state, 0, put(state, Stage.pool), Sector.health, FAR - 1)
    assert people(state)[1].held_until == FAR


def test_a_match_beyond_the_real_need_takes_optimism_only():
    state, made = host(open=2, real_open=0, need_left=3)
    i = put(state, Stage.pool, needed=1)  # of an earlier match
    fill(state, 0, i, Sector.ict, 7)
    assert (made.open, made.hires, made.real_open, made.need_left) == (1, 1, 0, 3)
    assert people(state)[i].needed == 0


@pytest.mark.parametrize("closing", [Closing.association, Closing.institution, Closing.group])
def test_a_signed_host_holds_its_place_for_good(closing):
    state, _ = host({"employers.vacancy_months.ict": 0.1, "employers.hold": 1.0}, open=2, closing=closing)
    i = put(state, Stage.pool, held_until=4)
    fill(state, 0, i, Sector.ict, 7)
    assert people(state)[i].held_until == FAR


@pytest.mark.parametrize(
    ("month", "status", "departed", "again"),
    [
        (7, Status.engaged, -1, 1),
        (8, Status.engaged, -1, 0),  # it lived until then
        (9, Status.engaged, -1, 0),
        (7, Status.withdrawn, -1, 0),
        (7, Status.declined, -1, 0),
        (7, Status.engaged, 0, 0),  # hired again after a stay: that took no vacancy
        (7, Status.engaged, 3, 0),
    ],
)
@pytest.mark.parametrize("needed", [0, 1])
def test_a_lost_match_reopens_the_vacancy_only_while_it_lives_and_a_need_only_where_there_was_one(
    month, status, departed, again, needed
):
    state, made = host(status=status, open=2, real_open=1, need_left=3, hires=4, declared=6)
    given_scheme(state, vacancies=9)
    reopen(state, put(state, Stage.permit, employer=0, held_until=8, departed=departed, needed=needed), month)
    assert (made.open, made.real_open, made.need_left) == (2 + again, 1 + again * needed, 3 + again * needed)
    assert scheme(state).vacancies == 9 + again
    assert (made.hires, made.declared) == (4, 6)


def test_need_neither_grows_nor_shrinks_by_matches_that_are_lost():
    state, made = host({"employers.hold": 50.0}, open=3, real_open=1, need_left=2)
    for _ in range(5):
        persons = [put(state, Stage.pool, employer=0) for _ in range(3)]
        for i in persons:
            fill(state, 0, i, Sector.ict, 7)
        assert (made.open, made.real_open, made.need_left) == (0, 0, 1)
        for i in persons:
            reopen(state, i, 7)
        assert (made.open, made.real_open, made.need_left) == (3, 1, 2)
