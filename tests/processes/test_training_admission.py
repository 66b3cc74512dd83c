"""Training: who is admitted, the reserve list, the seats of those who were matched first (L2, L18)."""

import pytest
from schooling import COST, school
from worlds import (
    Decision,
    budget,
    counted,
    drawn,
    fate,
    given_all,
    given_row,
    line,
    listed,
    number_in,
    people,
    put,
    run,
    scheme,
    settled,
)

from sim.categories import Line, Reason, Stage, Status
from sim.draws import exponential_from


def test_when_the_scheme_has_ended_no_training_begins():
    state = school(alive=0)
    i = put(state, Stage.preselected)
    run("training", state, 3)
    assert fate(state, i) == (Stage.dropped_out, Reason.funding_ended)
    assert counted(state, 3) == {"dropouts": 1.0}
    assert line(state, Line.training).spent == 0.0
    assert state.origins["disappointed"].tolist() == [1.0]


@pytest.mark.parametrize(
    ("admitted", "lost", "begin"), [(97, 0, 3), (98, 0, 2), (99, 1, 2), (100, 0, 0), (100, 2, 2), (103, 1, 0)]
)
def test_who_is_selected_beyond_the_places_waits_on_the_reserve_list(admitted, lost, begin):
    state = school(admitted=admitted, lost=lost)
    numbers = [put(state, Stage.preselected) for _ in range(3)]
    run("training", state, 3)
    assert listed(state, Stage.preselected) == numbers[begin:]
    assert number_in(state, Stage.training) == begin
    assert scheme(state).admitted == admitted + begin
    reserve = 3 - begin
    assert line(state, Line.selection).spent == 20.0 * reserve
    assert "waiting_training" not in counted(state, 3)


@pytest.mark.parametrize(
    ("money", "begin"), [(2 * COST + 3 * 300, 1), (2 * COST + 5 * 300, 2), (2 * COST + 5 * 300 - 1, 1)]
)
def test_fees_for_all_attempts_of_all_under_way_are_kept_back(money, begin):
    """One in training, two who wait for a sitting; three attempts of 100 each. The second newcomer makes five persons."""
    examined = {"design.examination": True, "costs.examination": 100.0, "candidates.sittings": 3}
    for values, seats in ((examined, begin), ({**examined, "design.examination": False}, 2)):
        state = school(values)
        budget(state, training=money)
        settled(state, Stage.training, 1)
        settled(state, Stage.examination, 2)
        for _ in range(2):
            put(state, Stage.preselected)
        run("training", state, 3)
        assert number_in(state, Stage.training) == 1 + seats
        assert (line(state, Line.training).spent, line(state, Line.training).unmet) == (
            COST * seats,
            COST * (2 - seats),
        )


def test_after_the_funding_fees_are_kept_back_from_what_hosts_paid():
    values = {
        "design.examination": True,
        "costs.examination": 100.0,
        "candidates.sittings": 3,
        "candidates.training_dropout": 0.0,
    }
    for money, seats in ((COST + 299, 0), (COST + 300, 1)):
        state = school(values, funded=0, private_balance=money)
        given_all(state.markets, open=4)
        put(state, Stage.preselected)
        run("training", state, 3)
        assert number_in(state, Stage.training) == seats
        assert (scheme(state).private_balance, line(state, Line.training).unmet) == (money - COST * seats, 0.0)


def test_a_reserve_list_that_cannot_be_paid_stays():
    state = school(admitted=100)
    budget(state, selection=30.0)
    numbers = [put(state, Stage.preselected) for _ in range(3)]
    run("training", state, 3)
    assert listed(state, Stage.preselected) == numbers
    assert (line(state, Line.selection).spent, line(state, Line.selection).unmet) == (20.0, 40.0)


@pytest.mark.parametrize("stage", [Stage.training, Stage.seat, Stage.examination, Stage.pool])
def test_after_the_funding_open_vacancies_decide_who_is_admitted(stage):
    state = school({"markets.count": 2}, funded=0, private_balance=1e6, admitted=500)
    given_all(state.markets, open=[4, 3])
    settled(state, Stage.pool, 2)
    settled(state, stage, number_in(state, stage) + 3)
    numbers = [put(state, Stage.preselected) for _ in range(4)]
    if stage == Stage.seat:
        settled(state, Stage.seat, 0)  # nobody passes through what only counts
        settled(state, Stage.pool, 5)
    run("training", state, 3)
    assert listed(state, Stage.preselected) == numbers[2:]
    assert scheme(state).private_balance == 1e6 - 2 * COST - 2 * 20.0


def test_who_waits_for_a_seat_after_the_funding_counts_as_well():
    state = school({"costs.training_seats": 0.0}, funded=0, private_balance=1e6)
    given_all(state.markets, open=1)
    for _ in range(2):
        put(state, Stage.seat, employer=0, expiry=40)
    i = put(state, Stage.preselected)
    run("training", state, 3)
    assert listed(state, Stage.preselected) == [i]
    assert scheme(state).private_balance == 1e6 - 20.0  # on the reserve list


MATCHED_FIRST = {"design.pipeline": "match_first"}


def test_in_the_other_order_the_pool_comes_before_training_but_not_for_the_home_track():
    state = school(MATCHED_FIRST)
    for _ in range(20):
        put(state, Stage.preselected, promised=8)
    run("training", state, 3)
    home = [drawn(state, Decision.training, 0, i)[0] < 0.4 for i in range(20)]
    assert [fate(state, i)[0] == Stage.training for i in range(20)] == home
    assert [fate(state, i)[0] == Stage.pool for i in range(20)] == [not h for h in home]
    assert 2 < sum(home) < 18
    assert scheme(state).admitted == 20
    assert line(state, Line.training).spent == COST * sum(home)
    first = home.index(False)
    patience = exponential_from(drawn(state, Decision.pool, 0, first, 0)[0], 12.0)
    assert (people(state)[first].expiry, people(state)[first].trained) == (8 + 1 + int(patience), 0)


def test_the_matched_take_seats_in_order_and_may_lose_their_match_while_they_wait():
    state = school(MATCHED_FIRST, {"costs.training_seats": 2.0, "design.home_share": 0.0}, places_taken=5)
    given_row(state.employers[1], status=Status.withdrawn)
    late, lapsed, gone, one, two, three = (
        put(state, Stage.seat, **{"employer": 0, "expiry": 9, "matches": 1, **columns})
        for columns in ({"expiry": 6}, {"held_until": 6}, {"employer": 1}, {}, {"expiry": 7, "held_until": 7}, {})
    )
    run("training", state, 6)
    assert fate(state, late) == (Stage.dropped_out, Reason.waited_too_long)
    assert fate(state, lapsed) == (Stage.dropped_out, Reason.vacancy_lapsed)
    assert fate(state, gone) == (Stage.dropped_out, Reason.host_withdrew)
    assert fate(state, one)[0] == fate(state, two)[0] == Stage.training
    assert listed(state, Stage.seat) == [three]
    assert scheme(state).places_taken == 2
    assert scheme(state).admitted == 0  # they were admitted before
    assert counted(state, 6) == {
        "dropouts": 3.0, "waiting_training": 1.0, "spent_training": 2 * COST, "public_cost": 2 * COST,
    }  # fmt: skip
    assert people(state)[one].employer == 0


def test_preselected_persons_take_seats_before_the_matched():
    state = school({"costs.training_seats": 1.0})
    matched, new = put(state, Stage.seat, employer=0, expiry=40), put(state, Stage.preselected)
    run("training", state, 6)
    assert (fate(state, new)[0], fate(state, matched)[0]) == (Stage.training, Stage.seat)
