"""Accounts: a line pays what it holds and no more, then private money; refunds; a line spent evenly; closed books."""

import numba
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import EASY, budget, counted, finished, given_scheme, line, run, scheme, small, world

from sim.categories import Line
from sim.laws import accounts
from sim.runs.ensemble import create_state


@numba.njit
def pay(state, line, amount):
    return accounts.pay(state, line, amount, 0)


@numba.njit
def give_back(state, line, amount, month):
    accounts.refund(state, line, amount, month)


@numba.njit
def spend(state, line, month):
    return accounts.spend_evenly(state, line, month)


def test_a_line_that_spent_some_pays_what_is_left_and_no_more():
    state = world()
    budget(state, training=100.0)
    line(state, Line.training).spent = 40.0
    given_scheme(state, private_balance=1e6)
    assert not pay(state, Line.training, 61.0)
    assert not pay(state, Line.training, 62.0)
    assert line(state, Line.training).unmet == 123.0
    assert counted(state, 0) == {}
    assert pay(state, Line.training, 60.0)
    assert pay(state, Line.training, 0.0)
    assert line(state, Line.training).spent == 100.0
    assert counted(state, 0) == {"spent_training": 60.0, "public_cost": 60.0}
    assert scheme(state).private_balance == 1e6


def test_the_private_account_pays_to_its_last_euro():
    state = world()
    budget(state, training=1e6)
    given_scheme(state, funded=0, private_balance=100.0)
    assert pay(state, Line.training, 30.0)
    assert not pay(state, Line.training, 71.0)
    assert scheme(state).private_balance == 70.0
    assert pay(state, Line.training, 70.0)
    assert scheme(state).private_balance == 0.0
    assert line(state, Line.training).spent == line(state, Line.training).unmet == 0.0
    assert counted(state, 0) == {}


def test_a_refund_goes_back_into_line_month_and_public_cost():
    state = world()
    budget(state, mobility=1000.0)
    line(state, Line.mobility).spent = 600.0
    give_back(state, Line.mobility, 250.0, 4)
    assert line(state, Line.mobility).spent == 350.0
    assert counted(state, 4) == {"spent_mobility": -250.0, "public_cost": -250.0}


def test_a_line_is_spent_evenly_over_the_months_left():
    state = world()
    budget(state, monitoring=1000.0)
    line(state, Line.monitoring).spent = 100.0
    given_scheme(state, end_month=12)
    assert spend(state, Line.monitoring, 9) == 300.0
    assert counted(state, 9) == {"spent_monitoring": 300.0, "public_cost": 300.0}
    assert spend(state, Line.monitoring, 11) == 600.0
    assert spend(state, Line.monitoring, 11) == 0.0  # nothing is left
    line(state, Line.monitoring).allocation = 1500.0
    assert spend(state, Line.monitoring, 12) == 0.0  # no month is left
    assert spend(state, Line.monitoring, 13) == 0.0
    assert line(state, Line.monitoring).unmet == 0.0
    line(state, Line.monitoring).allocation = 1000.5
    assert spend(state, Line.monitoring, 11) == 0.5
    line(state, Line.monitoring).allocation = 900.0
    assert spend(state, Line.monitoring, 9) == line(state, Line.monitoring).unmet == 0.0  # overdrawn: left alone
    given_scheme(state, funded=0)
    line(state, Line.monitoring).allocation = 1500.0
    assert spend(state, Line.monitoring, 9) == 0.0  # after the funding only private money pays: there is none


FREE = {"costs.digital_setup": 0.0}  # nothing is spent before the first month


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_a_line_pays_what_it_holds(holds, amount):
    state = create_state(small(FREE), 1)
    line = state.money[Line.training]
    line.allocation = holds
    paid = pay(state, Line.training, amount)
    assert paid == (amount <= holds)
    assert (line.spent, line.unmet) == ((amount, 0.0) if paid else (0.0, amount))
    assert state.monthly[0].public_cost == line.spent


@given(st.floats(0, 1e5), st.floats(0, 1e5))
def test_after_the_funding_private_money_pays(balance, amount):
    state = create_state(small(FREE), 1)
    scheme = state.scheme
    scheme.funded, scheme.private_balance = 0, balance
    paid = pay(state, Line.training, amount)
    assert paid == (amount <= balance)
    assert scheme.private_balance == (balance - amount if paid else balance)
    assert state.monthly[0].public_cost == 0.0


def test_money_of_a_lost_match_goes_back():
    state = finished(small(EASY, {"permits.refusal": 1.0}))
    assert state.monthly["matches"].sum() > 0
    assert state.money[Line.mobility].spent == pytest.approx(0.0, abs=1e-6)
    assert np.isclose(state.monthly["spent_mobility"].sum(), 0.0, atol=1e-6)


def test_closing_the_books_enters_what_each_line_spent_and_begins_a_new_month():
    state = world()
    spent = {which: 100.0 + which for which in Line}
    for which, amount in spent.items():
        line(state, which).this_month = amount
    run("monitoring", state, 5)
    entered = {name: value for name, value in counted(state, 5).items() if name.startswith("spent_")}
    assert entered == {f"spent_{which.name}": amount for which, amount in spent.items()}
    assert state.money["this_month"].tolist() == [0.0] * len(Line)
    run("monitoring", state, 6)
    assert counted(state, 6) == {}
