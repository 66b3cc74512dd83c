"""Weights without a scheme against a normal hierarchy in closed form, and which of them are trusted."""

import numpy as np
import pytest
from gaussian import Normal

from analysis.fitting.leave_out import TRUSTED, LeftOut, joined, left_out, not_trusted
from analysis.fitting.tempering import Population, start

SPREAD, ERROR = 0.6, 0.3
OUTCOMES = np.array([0.9, 0.6, 1.6, 0.3, 1.1, 5.0])
"""The last scheme is far from all others."""
VARIANCE = SPREAD**2 + ERROR**2


def mean_between(outcomes: np.ndarray) -> tuple[float, float]:
    """Mean and variance of the mean between schemes, given these outcomes, at a known spread: the prior is one more outcome."""
    precision = 1.0 + len(outcomes) / VARIANCE
    return outcomes.sum() / VARIANCE / precision, 1.0 / precision


@pytest.fixture(scope="module")
def found() -> tuple[Population, LeftOut]:
    """Independent draws of the posterior with all schemes, and their weights."""
    draws, schemes = 4000, len(OUTCOMES)
    rng = np.random.default_rng(4)
    centre, variance = mean_between(OUTCOMES)
    mean = centre + np.sqrt(variance) * rng.standard_normal((draws, 1))
    population = Population(
        np.empty((draws, 0)), mean, np.full((draws, 1), SPREAD), np.zeros((draws, schemes, 1)), rng.random((draws, 1)),
        np.zeros((draws, schemes), np.int64), np.zeros((draws, schemes)), np.ones(schemes),
    )  # fmt: skip
    return population, left_out(Normal(OUTCOMES, ERROR), population, 1, anew=400)


@pytest.mark.parametrize("place", range(5))
def test_weighted_draws_are_the_posterior_of_the_other_schemes(found, place):
    population, weights = found
    centre, variance = mean_between(np.delete(OUTCOMES, place))
    drawn, mine = population.mean[:, 0], weights.weights[:, place]
    effective = 1.0 / np.square(mine).sum()
    middle = drawn @ mine
    assert mine.sum() == pytest.approx(1.0)
    assert middle == pytest.approx(centre, abs=4 * np.sqrt(variance / effective) + 0.02)
    assert np.square(drawn - middle) @ mine == pytest.approx(variance, rel=0.15)
    assert weights.shape[place] <= TRUSTED


def test_a_weight_is_one_over_the_likelihood_without_the_schemes_own_value(found):
    """Integrated over a new value around the mean, an outcome is normal with both variances; up to Monte Carlo error of 400 values."""
    population, weights = found
    exact = 0.5 * np.square(OUTCOMES[0] - population.mean[:, 0]) / VARIANCE
    said = np.log(weights.weights[:, 0])
    lower = np.argsort(exact)[: len(exact) // 2]  # the largest weights are smoothed
    slope, _ = np.polyfit(exact[lower], said[lower], 1)
    assert slope == pytest.approx(1.0, abs=0.1)
    assert (said - exact)[lower].std() < 0.1


def test_a_scheme_far_from_all_others_is_not_trusted(found):
    _, weights = found
    schemes = Normal(OUTCOMES, ERROR).schemes
    assert not_trusted(schemes, weights) == [schemes[-1]]


@pytest.mark.parametrize(
    ("shape", "trusted"), [(0.2, True), (TRUSTED, True), (0.71, False), (np.inf, False), (np.nan, False)]
)
def test_trusted_up_to_the_limit_and_only_where_defined(shape, trusted):
    assert (not_trusted(["a"], LeftOut(np.ones((1, 1)), np.array([shape]))) == []) == trusted


def test_populations_are_joined_row_by_row():
    first, second = (start(Normal(OUTCOMES, ERROR, 1.0), 5, 1, seed) for seed in (1, 2))
    both = joined([first, second])
    assert len(both) == 10
    assert np.array_equal(both.theta[:5], first.theta)
    assert np.array_equal(both.shared[5:], second.shared)
    assert np.array_equal(both.weight, first.weight)
