"""What is too good to be true: the two rules on numbers made by hand, each condition tripped by itself."""

from math import nan

import pytest

from analysis.advice.free_lunch import MUCH_MORE, NOTHING_WORSE, Change, Thresholds, rule, worse

NOTHING = Change(
    places=60, completed=0.0, completed_before=40.0, cost=0.0, cost_before=1_000_000.0, each=0.0, each_before=25_000.0,
    returns=0.0, trust_government=0.0, trust_employer=0.0, months=0.0,
)  # fmt: skip
FREE = NOTHING._replace(completed=3.1, cost=-1.0, each=-1_251.0)
"""Just over 5 % of 60 places, each just over 5 % cheaper, nothing worse."""
COSTLY = NOTHING._replace(
    completed=10.1, cost=99_999.0, returns=9.0, trust_government=-0.5, trust_employer=-0.5, months=9.0
)
"""Just over 25 % of the 40 there are, for just under 10 % more, and everything gets worse."""


def test_nothing_is_no_free_lunch():
    assert rule(NOTHING) == ""


def test_more_and_cheaper_and_nothing_worse():
    assert rule(FREE) == NOTHING_WORSE
    assert worse(FREE) == []


@pytest.mark.parametrize("change", [
    {"completed": 3.0}, {"completed": -3.1}, {"each": -1_250.0}, {"each": 1_251.0}, {"each": nan}, {"places": 63},
    {"each_before": 25_100.0}, {"returns": 1.01}, {"trust_government": -0.021}, {"trust_employer": -0.021}, {"months": 0.51},
])  # fmt: skip
def test_each_condition_alone_makes_it_none(change):
    assert rule(FREE._replace(**change)) == ""


@pytest.mark.parametrize("change", [
    {"returns": 1.0}, {"trust_government": -0.02}, {"trust_employer": -0.02}, {"months": 0.5}, {"months": nan},
    {"returns": -5.0}, {"trust_government": 0.3}, {"trust_employer": 0.3}, {"months": -9.0}, {"trust_employer": nan},
])  # fmt: skip
def test_what_gets_a_little_worse_or_better_or_is_undefined_does_not_count(change):
    assert rule(FREE._replace(**change)) == NOTHING_WORSE


@pytest.mark.parametrize(("change", "name"), [
    ({"returns": 1.01}, "early_returns"), ({"trust_government": -0.021}, "trust_government"),
    ({"trust_employer": -0.021}, "trust_employer"), ({"months": 0.51}, "months_to_departure"),
])  # fmt: skip
def test_what_is_worse_is_named(change, name):
    assert worse(FREE._replace(**change)) == [name]


def test_much_more_for_hardly_more_money_whatever_gets_worse():
    assert rule(COSTLY) == MUCH_MORE
    assert len(worse(COSTLY)) == 4


@pytest.mark.parametrize(
    "change", [{"completed": 10.0}, {"completed_before": 40.5}, {"cost": 100_000.0}, {"cost_before": 999_000.0}]
)
def test_either_condition_of_the_second_rule_makes_it_none(change):
    assert rule(COSTLY._replace(**change)) == ""


def test_where_nobody_completed_before_some_are_cheaper_than_none():
    none = FREE._replace(completed_before=0.0, each_before=nan, each=nan)
    assert rule(none) == NOTHING_WORSE
    assert rule(none._replace(completed=0.0)) == ""


@pytest.mark.parametrize(("usual", "found"), [
    (Thresholds(gain=0.06), ""), (Thresholds(saving=0.06), ""), (Thresholds(), NOTHING_WORSE),
    (Thresholds(gain=0.06, large_gain=0.07), MUCH_MORE),
])  # fmt: skip
def test_thresholds_are_settings(usual, found):
    assert rule(FREE, usual) == found


@pytest.mark.parametrize("usual", [
    Thresholds(returns=0.5), Thresholds(trust_lost=0.01), Thresholds(months=0.2),
])  # fmt: skip
def test_by_how_much_something_is_worse_is_a_setting(usual):
    assert rule(FREE._replace(returns=0.9, trust_employer=-0.015, months=0.4)) == NOTHING_WORSE
    assert rule(FREE._replace(returns=0.9, trust_employer=-0.015, months=0.4), usual) == ""
