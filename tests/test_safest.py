"""The safest number first: frequencies, promises, dates and rounding, worked out by hand and as properties."""

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.parameters import Config
from sim.reporting import safest

PERSONS = st.lists(st.integers(0, 400).map(float), min_size=2, max_size=60)
TEN = [0.0, 3.0, 12.0, 18.0, 22.0, 25.0, 29.0, 30.0, 31.0, 44.0]
"""Completed mobilities of ten worlds."""


def test_fewer_than_half_of_the_places():
    [half, nothing] = safest.frequencies(TEN, 60)
    assert half == safest.Frequency(0.5, 30, 7, 10)  # 30 itself is half, not fewer
    assert nothing == safest.Frequency(0.0, 1, 1, 10)
    assert half.share == 0.7


def test_half_of_an_odd_number_of_places_is_rounded_up_to_whole_persons():
    [half] = safest.frequencies([2.0, 3.0, 4.0, 1.0], 5)  # half is 2.5: 2 and 1 are fewer, 3 and 4 are not
    assert (half.below, half.worlds) == (3, 2)


def test_where_half_says_nothing_another_share_is_told():
    low = [1.0, 2.0, 3.0, 4.0, 14.0, 16.0, 17.0, 18.0]  # all below 30, 4 of 8 below 6, 8 of 8 below 45
    assert safest.frequencies(low, 60) == [safest.Frequency(0.1, 6, 4, 8)]
    high = [40.0, 50.0, 55.0, 58.0]  # none below 30, 1 below 45, 4 below 60
    assert safest.frequencies(high, 60) == [safest.Frequency(0.75, 45, 1, 4)]


def test_where_all_shares_say_nothing_it_is_half():
    assert safest.frequencies([60.0] * 5, 60) == [safest.Frequency(0.5, 30, 0, 5)]
    assert [each.fraction for each in safest.frequencies([0.0] * 5, 60)] == [0.5, 0.0]


def test_nobody_is_named_once_where_half_of_the_places_is_one_person():
    [half] = safest.frequencies([0.0, 1.0, 0.0], 2)
    assert (half.below, half.worlds) == (1, 2)


def test_rare_is_not_said():
    assert [each.fraction for each in safest.frequencies([0.0, *[20.0] * 30, *[40.0] * 30], 60)] == [0.5]  # 1 of 61


def test_no_frequency_of_one_world_or_without_places():
    assert safest.frequencies([5.0], 60) == []
    assert safest.frequencies([5.0, math.nan], 60) == []
    assert safest.frequencies([5.0, 6.0], 0) == []
    assert math.isnan(safest.Frequency(0.5, 30, 0, 0).share)


@given(PERSONS, st.integers(1, 400))
def test_frequencies_are_counts_of_worlds(values, places):
    for each in safest.frequencies(values, places):
        assert each.total == len(values)
        assert each.worlds == sum(value < each.below for value in values)
        assert each.below == (math.ceil(each.fraction * places) or 1)


def test_a_promise_is_kept_in_8_of_10_worlds():
    # the third smallest of ten, 12, is reached by 8; spread 1.35 to 38.15, a tenth is 3.7, so the step is 5: 10
    assert safest.promise(TEN) == 10.0
    # hardly any spread: 21 is reached by 8 of 10, and two digits are a step of 1
    assert safest.promise([20.0, 20.0, 21.0, 21.0, 22.0, 22.0, 22.0, 22.0, 23.0, 23.0]) == 21.0


def test_a_promise_smaller_than_the_step_keeps_its_first_digit():
    wide = [0.0, 3.0, 3.0, 3.0, 300.0]  # 3 is reached by 4 of 5
    assert safest.promise(wide) == 3.0
    assert safest.promise([0.0, 0.0, 0.0, 9.0]) == 0.0


def test_a_cost_is_rounded_up():
    cost = [1.01e6, 1.02e6, 1.03e6, 1.04e6, 2.5e6]  # 1.04 million is not exceeded in 4 of 5; step 200,000
    assert safest.at_most(cost) == 1.2e6
    assert safest.at_most([7.0]) == 7.0


def test_nothing_is_promised_of_nothing():
    assert math.isnan(safest.promise([]))
    assert math.isnan(safest.at_most([math.nan]))


@given(PERSONS)
def test_promises_hold_in_at_least_8_of_10_worlds(values):
    least, most = safest.promise(values), safest.at_most(values)
    assert sum(value >= least for value in values) >= 0.8 * len(values) - 1e-9
    assert sum(value <= most for value in values) >= 0.8 * len(values) - 1e-9
    assert least <= max(values)
    assert most >= min(values)


@pytest.mark.parametrize(
    ("value", "spread", "step", "known"),
    [
        (18.4, 0.0, 1.0, 18.0),  # two digits
        (184.0, 0.0, 10.0, 180.0),
        (185.0, 0.0, 10.0, 190.0),  # a half goes up
        (18.4, 32.0, 5.0, 20.0),  # a tenth of the spread is 3.2
        (18.4, 20.0, 2.0, 18.0),
        (1_234_567.0, 300_000.0, 100_000.0, 1_200_000.0),
        (1_234_567.0, 1_900_000.0, 200_000.0, 1_200_000.0),
        (3.7, 60.0, 1.0, 4.0),  # smaller than the step of 10: the first digit is kept
        (37.0, 900.0, 10.0, 40.0),
        (-18.4, 32.0, 5.0, -20.0),
        (0.0, 32.0, 5.0, 0.0),
        (0.0, 0.0, 0.0, 0.0),
        (0.37, 0.0, 0.01, 0.37),
    ],
)
def test_rounding_to_what_is_known(value, spread, step, known):
    assert safest.step(value, spread) == pytest.approx(step)
    assert safest.known(value, spread) == pytest.approx(known)


def test_what_is_not_finite_is_not_rounded():
    assert safest.known(math.inf, 1.0) == math.inf
    assert math.isnan(safest.known(math.nan, 1.0))


@given(st.floats(1e-3, 1e9), st.floats(0.0, 1e9))
def test_a_rounded_number_has_two_digits_at_most_and_is_near(value, spread):
    known, step = safest.known(value, spread), safest.step(value, spread)
    assert abs(known - value) <= 0.5001 * step
    assert float(f"{known:.2g}") == pytest.approx(known)
    assert step >= 0.999 * min(spread / 10.0, 10.0 ** math.floor(math.log10(value) + 1e-9))
    assert known > 0.0


def test_the_spread_of_worlds_is_apart_from_the_interval_of_their_mean():
    found = safest.spread([0.0, 10.0, 20.0, 30.0, 40.0])
    # quantiles: 5 % at 0.2 of the first gap. sd = sqrt(1000 / 4) = 15.81, half-width 1.96 x 15.81 / sqrt(5) = 13.86
    assert (found.low, found.median, found.high, found.mean) == pytest.approx((2.0, 20.0, 38.0, 20.0))
    assert (found.mean_low, found.mean_high) == pytest.approx((20.0 - 13.859, 20.0 + 13.859), abs=1e-3)


def test_more_worlds_narrow_the_interval_of_the_mean_only():
    few = safest.spread(TEN)
    many = safest.spread(TEN * 100)
    assert many.high - many.low == pytest.approx(few.high - few.low, rel=0.2)
    assert many.mean_high - many.mean_low < 0.11 * (few.mean_high - few.mean_low)


def test_one_world_has_no_interval_and_none_has_nothing():
    assert math.isnan(safest.spread([5.0]).mean_low)
    assert safest.spread([5.0]).mean == 5.0
    assert all(math.isnan(value) for value in safest.spread([math.nan]))


@pytest.mark.parametrize(
    ("planned_end", "horizon", "names"),
    [
        (36.0, 96, [("review", 18), ("planned_end", 36), ("horizon", 96)]),
        (18.0, 96, [("planned_end", 18), ("horizon", 96)]),  # the end of funding is the more telling name
        (36.0, 36, [("review", 18), ("planned_end", 36)]),
        (60.0, 36, [("review", 18), ("horizon", 36)]),  # not simulated so far
        (12.0, 96, [("planned_end", 12), ("review", 18), ("horizon", 96)]),
        (2.5 * 12, 12, [("horizon", 12)]),
        (20.4, 24, [("review", 18), ("planned_end", 21), ("horizon", 24)]),  # a month that has begun
    ],
)
def test_three_dates_each_once(planned_end, horizon, names):
    assert safest.dates(planned_end, horizon) == [safest.Date(*each) for each in names]


def test_up_to_a_date_counts_the_months_before_it():
    monthly = np.zeros((2, 24))
    monthly[0, [0, 17, 18]] = 1, 2, 4  # month 18 is the nineteenth
    monthly[1] = math.nan
    assert safest.up_to(monthly, 18)[0] == 3.0
    assert safest.up_to(monthly, 24)[0] == 7.0
    assert math.isnan(safest.up_to(monthly, 24)[1])


def test_after_the_funding():
    monthly = np.ones((3, 10))
    assert safest.after(monthly, [4.0, 10.0, math.nan]).tolist() == [6.0, 0.0, 0.0]


@given(st.integers(1, 40))
def test_before_and_after_the_funding_make_the_whole(end):
    monthly = np.arange(80.0).reshape(2, 40)
    assert (safest.after(monthly, [end, end]) + safest.up_to(monthly, end)).tolist() == monthly.sum(axis=1).tolist()


def test_strictly_better_equal_worse():
    first, second = [1.0, 2.0, 3.0, math.nan, 5.0], [2.0, 2.0, 1.0, 4.0, 6.0]
    found = safest.better(first, second)
    assert found == safest.Better(2, 1, 1)
    assert found.total == 4


@given(PERSONS)
def test_a_design_against_itself_is_equal_everywhere(values):
    assert safest.better(values, values) == safest.Better(0, len(values), 0)


def test_what_differs_between_the_runs():
    @dataclass
    class Set:
        uncertainty: object

    kind = Enum("Uncertainty", ["chance", "parameters", "both"])
    assert safest.uncertainty_of(Set(kind.both)) == "both"
    assert safest.uncertainty_of(Set("parameters")) == "parameters"
    assert safest.uncertainty_of(object()) == "chance"
    assert safest.uncertainty_of(Config()) in {"chance", "parameters", "both"}
