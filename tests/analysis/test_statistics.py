"""Intervals, probabilities, months: against scipy and closed forms, degenerate cases, coverage."""

import math

import numpy as np
import pytest
from scipy import stats

from analysis.worlds import statistics

RNG = np.random.default_rng(5)


def test_paired_difference_is_scipys_bca_bootstrap():
    a, b = RNG.normal(10, 3, 80), RNG.gamma(2.0, 6.0, 80)
    found = statistics.paired_difference(a, b)
    expected = stats.bootstrap(
        (b - a,), np.mean, n_resamples=9999, method="BCa", vectorized=True, rng=np.random.default_rng(1)
    ).confidence_interval
    assert found.estimate == pytest.approx((b - a).mean())
    assert found.low == pytest.approx(expected.low, abs=0.15)
    assert found.high == pytest.approx(expected.high, abs=0.15)
    assert found.defined == 80
    assert found.dropped == 0


def test_the_same_values_give_the_same_interval():
    a, b = RNG.normal(0, 1, 50), RNG.normal(1, 1, 50)
    assert statistics.paired_difference(a, b) == statistics.paired_difference(a.copy(), b.copy())


@pytest.mark.parametrize("value", [0.0, 0.1, -3.7, 1e9])
def test_values_that_are_all_equal_give_exactly_that_value(value):
    assert statistics.mean_interval(np.full(31, value))[:3] == (value, value, value)


def test_identical_designs_differ_by_exactly_nothing():
    a = RNG.normal(0, 1e6, 40)
    assert statistics.paired_difference(a, a)[:3] == (0.0, 0.0, 0.0)
    assert statistics.probability_better(a, a, 1) == 0.5
    assert statistics.correlation(a, a) == pytest.approx(1.0)


def test_undefined_pairs_are_dropped_and_counted():
    a = np.array([1.0, np.nan, 3.0, 4.0, np.nan])
    b = np.array([2.0, 5.0, np.nan, 6.0, np.nan])
    found = statistics.paired_difference(a, b)
    assert (found.estimate, found.defined, found.dropped) == (1.5, 2, 3)
    assert statistics.probability_better(a, b, 1) == 1.0


def test_nothing_and_one_value_have_no_interval():
    none, one = statistics.mean_interval([np.nan, np.nan]), statistics.mean_interval([7.0, np.nan])
    assert math.isnan(none.estimate)
    assert none.defined == 0
    assert one.estimate == 7.0
    assert math.isnan(one.low)
    assert not one.sure


def test_nearly_all_equal_still_has_an_interval_that_holds_the_mean():
    values = np.zeros(50)
    values[3] = 1.0
    found = statistics.mean_interval(values)
    assert math.isfinite(found.low)
    assert found.low <= 0.02 <= found.high


def test_many_values_get_the_normal_interval():
    values = RNG.exponential(2.0, statistics.BCA_AT_MOST + 1)
    found = statistics.mean_interval(values)
    half = 1.959964 * values.std(ddof=1) / math.sqrt(values.size)
    assert found.low == pytest.approx(values.mean() - half)
    assert found.high == pytest.approx(values.mean() + half)


def test_probability_counts_ties_half_and_knows_the_direction():
    a, b = np.array([1.0, 2.0, 3.0, 4.0]), np.array([2.0, 2.0, 2.0, 5.0])
    assert statistics.probability_better(a, b, 1) == pytest.approx(2.5 / 4)
    assert statistics.probability_better(a, b, -1) == pytest.approx(1.5 / 4)
    assert math.isnan(statistics.probability_better(a, b, 0))


def test_probability_of_two_normals_is_the_closed_form():
    a, b = RNG.normal(0, 1, 200_000), RNG.normal(1, 1, 200_000)
    assert statistics.probability_better(a, b, 1) == pytest.approx(stats.norm.cdf(1 / math.sqrt(2)), abs=0.005)


def test_correlation_is_pearsons_and_undefined_for_constants():
    a = RNG.normal(0, 1, 100)
    b = a + RNG.normal(0, 1, 100)
    assert statistics.correlation(a, b) == pytest.approx(stats.pearsonr(a, b).statistic)
    assert math.isnan(statistics.correlation(a, np.ones(100)))


def test_needed_replicates_give_the_precision_asked_for():
    values = RNG.normal(5, 4, 500)
    needed = statistics.needed_replicates(values, 0.2)
    assert needed == math.ceil((1.959963984540054 * values.std(ddof=1) / 0.2) ** 2)
    assert statistics.needed_replicates(np.full(9, 3.0), 0.2) == 1.0
    assert math.isnan(statistics.needed_replicates(values, 0.0))


def test_quantile_bands():
    values = RNG.normal(0, 1, (200, 7))
    assert np.array_equal(statistics.bands(values, (0.05, 0.5)), np.quantile(values, (0.05, 0.5), axis=0))


def test_mean_band_agrees_with_the_normal_interval():
    values = RNG.normal([0.0, 5.0], [1.0, 3.0], (400, 2))
    mean, low, high = statistics.mean_band(values)
    half = 1.96 * values.std(axis=0, ddof=1) / 20
    assert mean == pytest.approx(values.mean(axis=0))
    assert low == pytest.approx(mean - half, rel=0.2, abs=0.05)
    assert high == pytest.approx(mean + half, rel=0.2, abs=0.05)


def test_mean_band_of_nothing_is_exactly_nothing():
    for curve in statistics.mean_band(np.zeros((30, 5))):
        assert np.array_equal(curve, np.zeros(5))


def test_ahead_from_the_month_of_the_last_crossing():
    a = np.tile([0.0, 0, 2, 3, 3, 3, 3], (40, 1))
    b = np.tile([0.0, 1, 1, 1, 4, 5, 6], (40, 1))
    assert statistics.ahead_from(a, b) == (4.0, 4.0, 4.0, 0.0)
    assert statistics.ahead_from(b, a) == (math.inf, math.inf, math.inf, 1.0)
    assert statistics.ahead_from(a, a).month == math.inf


def test_the_interval_of_the_month_holds_the_true_crossing():
    months = np.arange(60)
    curves = (months - 30.0) + RNG.normal(0, 20, (100, 1)) + np.zeros((100, 60))
    found = statistics.ahead_from(np.zeros((100, 60)), curves)
    assert found.low <= found.month <= found.high
    assert found.low <= 31 <= found.high
    assert 2 <= found.high - found.low <= 15


def test_ahead_only_in_some_samples_has_an_infinite_end():
    curves = RNG.normal(0.02, 1, (50, 1)) * np.ones((50, 10))
    found = statistics.ahead_from(np.zeros((50, 10)), curves)
    assert found.high == math.inf
    assert 0.0 < found.never < 1.0


@pytest.mark.slow
def test_intervals_of_paired_differences_cover_the_truth():
    """Skewed common worlds, a known mean difference of 1.5: the 95 % interval holds it in 93 to 97 % of 1,000 trials."""
    rng = np.random.default_rng(11)
    covered = 0
    for _ in range(1_000):
        world = rng.gamma(2.0, 5.0, 100)
        a = world + rng.normal(0, 2, 100)
        b = world + 1.5 + rng.normal(0, 3, 100)
        found = statistics.paired_difference(a, b, resamples=1_000)
        covered += found.low <= 1.5 <= found.high
    assert 930 <= covered <= 970


def test_resampled_interval_of_a_mean_is_that_of_the_mean():
    values = np.random.default_rng(2).normal(3.0, 1.0, 200)
    resampled = statistics.resampled_interval(lambda chosen: values[chosen].mean(axis=-1), 200)
    plain = statistics.mean_interval(values)
    assert resampled.estimate == plain.estimate
    assert resampled.low == pytest.approx(plain.low, abs=0.02)
    assert resampled.high == pytest.approx(plain.high, abs=0.02)


def test_resampled_interval_without_spread_or_value():
    same = statistics.resampled_interval(lambda chosen: np.full(chosen.shape[:-1], 2.0), 20)
    assert (same.estimate, same.low, same.high) == (2.0, 2.0, 2.0)
    undefined = statistics.resampled_interval(lambda chosen: np.full(chosen.shape[:-1], np.nan), 20)
    assert np.isnan([undefined.estimate, undefined.low, undefined.high]).all()


def test_values_of_a_cluster_are_resampled_together():
    cluster = np.array([7, 7, 2, 9, 2])
    weights = statistics.cluster_weights(cluster, 50, 3)
    assert (weights[:, 0] == weights[:, 1]).all()
    assert (weights[:, 2] == weights[:, 4]).all()
    assert (weights[:, [0, 2, 3]].sum(axis=1) == 3).all()  # three clusters are drawn out of three
    assert (weights[:, 0] != weights[:, 3]).any()
