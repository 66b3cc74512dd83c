"""Scores of forecasts: small cases by hand, a normal in closed form, and what must hold of any sample."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.forecasting.scores import (
    coverage,
    crps,
    distance,
    outcomes,
    pit,
    quantiles,
    skill,
    spread,
    weighted,
)

VALUES = st.lists(st.floats(-50, 50), min_size=1, max_size=12)
WEIGHTED = st.lists(st.tuples(st.floats(-50, 50), st.floats(0.01, 5)), min_size=2, max_size=12)


def test_crps_by_hand():
    """Sample 1, 2, 4, outcome 3: distances 2, 1, 1, mean 4/3. Pairs: 1, 3, 2, mean of different ones 2, of all 9 4/3."""
    sample = [4.0, 1.0, 2.0]
    assert distance(sample, 3.0) == pytest.approx(4 / 3)
    assert (spread(sample), spread(sample, fair=False)) == pytest.approx((2.0, 4 / 3))
    assert crps(sample, 3.0) == pytest.approx(4 / 3 - 1)
    assert crps(sample, 3.0, fair=False) == pytest.approx(4 / 3 - 2 / 3)


def test_weighted_crps_by_hand():
    """Values 0 and 10 with weights 3/4 and 1/4, outcome 0: 2.5; spread of all draws 2 * 3/16 * 10, of different ones 10."""
    assert crps([0.0, 10.0], 0.0, [3.0, 1.0], fair=False) == pytest.approx(2.5 - 0.5 * 3.75)
    assert crps([0.0, 10.0], 0.0, [3.0, 1.0]) == pytest.approx(2.5 - 5.0)


def test_a_range_is_five_points():
    """From 10 to 14: a point forecast of 11 is 1, 0, 1, 2, 3 away."""
    assert list(outcomes(10.0, 14.0)) == [10, 11, 12, 13, 14]
    assert list(outcomes(3.0, 3.0)) == [3.0] * 5
    assert crps([11.0], outcomes(10.0, 14.0)) == pytest.approx(1.4)


def test_crps_of_a_normal_in_closed_form():
    """Gneiting and Raftery 2007: sd (z (2 F(z) - 1) + 2 f(z) - 1 / sqrt(pi)), z = (outcome - mean) / sd."""
    mean, sd, outcome = 3.0, 2.0, 4.0
    z = (outcome - mean) / sd
    expected = sd * (z * (2 * stats.norm.cdf(z) - 1) + 2 * stats.norm.pdf(z) - 1 / math.sqrt(math.pi))
    exact = stats.norm(mean, sd).ppf((np.arange(20_000) + 0.5) / 20_000)
    assert crps(exact, outcome, fair=False) == pytest.approx(expected, abs=1e-4)
    draws = np.random.default_rng(1).normal(mean, sd, (4000, 5))
    fair = np.array([crps(each, outcome) for each in draws])  # unbiased, however small the sample
    assert fair.mean() == pytest.approx(expected, abs=4 * fair.std() / math.sqrt(len(fair)))
    unfair = np.mean([crps(each, outcome, fair=False) for each in draws])
    assert unfair - fair.mean() > 0.15  # by half of the mean distance of two draws, 2 sd / sqrt(pi), over 5


@given(WEIGHTED, st.floats(-60, 60))
def test_spread_and_distance_are_those_of_all_pairs(pairs, outcome):
    sample, weights = (np.array(each) for each in zip(*pairs, strict=True))
    shares = weights / weights.sum()
    every = float(shares @ np.abs(sample[:, None] - sample) @ shares)
    assert spread(sample, weights, fair=False) == pytest.approx(every, abs=1e-9)
    different = 1 - float(shares @ shares)
    assert spread(sample, weights) == pytest.approx(every / different, abs=1e-7)
    assert crps(sample, outcome, weights, fair=False) >= -1e-9


@given(VALUES, st.floats(-60, 60), st.floats(-5, 5), st.floats(0.1, 10))
def test_crps_moves_and_scales_with_its_unit(sample, outcome, shift, scale):
    moved = crps(np.array(sample) * scale + shift, outcome * scale + shift)
    assert moved == pytest.approx(crps(sample, outcome) * scale, abs=1e-8)


@given(VALUES, st.integers(1, 4), st.floats(-60, 60))
def test_a_value_of_double_weight_is_a_value_twice(sample, times, outcome):
    weights = [times] + [1] * (len(sample) - 1)
    assert crps(sample, outcome, weights, fair=False) == pytest.approx(
        crps([sample[0]] * (times - 1) + sample, outcome, fair=False), abs=1e-9
    )


@given(WEIGHTED, st.floats(0.001, 0.999))
def test_quantiles_are_the_first_values_with_so_much_weight_at_or_below(pairs, level):
    sample, weights = (np.array(each) for each in zip(*pairs, strict=True))
    (found,) = quantiles(sample, [level], weights)
    below = weights[sample <= found].sum() / weights.sum()
    assert found in sample
    assert below >= level - 1e-9
    assert weights[sample < found].sum() / weights.sum() <= level + 1e-9


def test_skill_by_hand():
    """CRPS 1 + 2 against 2 + 4: half; whichever schemes are resampled, it is a half."""
    found = skill([1.0, 2.0], [2.0, 4.0])
    assert tuple(found)[:4] == (0.5, 0.5, 0.5, 2)


def test_skill_is_that_of_sums_and_its_interval_pairs_schemes():
    rng = np.random.default_rng(3)
    other = rng.uniform(0.05, 0.5, 20)
    own = other * rng.uniform(0.5, 1.0, 20)
    found = skill(own, other)
    assert found.estimate == pytest.approx(1 - own.sum() / other.sum())
    assert 0.0 < found.low < found.estimate < found.high < 0.5
    assert found == skill(own, other)  # seeded
    apart = skill(rng.permutation(own), other)
    assert apart.high - apart.low > 2 * (found.high - found.low)


def test_skill_against_a_perfect_forecast_is_undefined():
    assert math.isnan(skill([1.0], [0.0]).estimate)
    with pytest.raises(ValueError, match="same schemes"):
        skill([1.0], [1.0, 2.0])


def test_coverage_by_hand():
    """Of 10, 10 inside: the lower end is (0.025)^(1/10) = 0.6915. Of 2, 1: 1 - sqrt(1 - 0.025) = 0.0126."""
    assert tuple(coverage([True] * 10))[:3] == pytest.approx((1.0, 0.69150, 1.0), abs=1e-5)
    assert tuple(coverage([True, False]))[:3] == pytest.approx((0.5, 0.01258, 0.98742), abs=1e-5)
    assert math.isnan(coverage([]).estimate)


def test_pit_by_hand():
    assert pit([1.0, 2.0, 3.0, 4.0], 2.5, "a") == 0.5
    assert pit([1.0, 2.0], 0.0, "a") == 0.0
    assert pit([1.0, 2.0], 9.0, "a") == 1.0
    assert pit([1.0, 2.0], 1.5, "a", [1.0, 3.0]) == 0.25
    tied = pit([0.0, 0.0, 0.0, 1.0], 0.0, "a")
    assert 0.0 < tied < 0.75
    assert tied == pit([0.0, 0.0, 0.0, 1.0], 0.0, "a") != pit([0.0, 0.0, 0.0, 1.0], 0.0, "b")
    ranges = {pit([1.5, 3.5, 9.0, 9.0], outcomes(1.0, 5.0), str(name)) for name in range(99)}
    assert ranges == {0.0, 0.25, 0.5}  # each scheme draws one of the points 1, 2, 3, 4, 5


def test_the_pit_of_a_right_forecast_is_even_though_outcomes_are_counts():
    rng = np.random.default_rng(5)
    values = [pit(rng.poisson(1.5, 400), rng.poisson(1.5), str(case)) for case in range(1500)]
    assert stats.kstest(values, "uniform").pvalue > 0.01


@pytest.mark.parametrize("weights", [[1.0], [1.0, -1.0, 2.0], [0.0, 0.0, 0.0]])
def test_wrong_weights_are_refused(weights):
    with pytest.raises(ValueError, match="weights"):
        weighted([1.0, 2.0, 3.0], weights)
