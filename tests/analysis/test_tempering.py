"""Tempering against posteriors that are known in closed form, and its limiting cases."""

from dataclasses import replace

import numpy as np
import pytest
from gaussian import Normal, agrees, sampled
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from analysis.fitting.leave_out import without
from analysis.fitting.tempering import (
    KEPT,
    SPREAD,
    WANTED,
    move_schemes,
    move_shared,
    move_spread,
    moved,
    reflected,
    resampled,
    start,
    temper,
)  # fmt: skip

OUTCOMES = np.array([1.9, 0.4, 1.1, 2.3, -0.2, 0.9, 1.4, 0.1])
EFFECTIVE = 150
"""Independent draws that 600 points are worth at the least."""


@pytest.fixture(scope="module")
def hierarchy():
    """Schemes that vary, nothing shared."""
    likelihood = Normal(OUTCOMES, 0.3)
    return likelihood, sampled(likelihood)


def test_mean_and_spread_between_schemes_have_their_closed_form(hierarchy):
    likelihood, population = hierarchy
    known = likelihood.known()
    assert known["spread"][0] > 1.5 * SPREAD * np.sqrt(2 / np.pi)  # the data say something
    assert agrees(population.mean[:, 0], known["mean"], EFFECTIVE)
    assert agrees(population.spread[:, 0], known["spread"], EFFECTIVE)


def test_a_schemes_own_value_lies_between_its_outcome_and_the_mean(hierarchy):
    """Given mean and spread, theta is normal around the mean of both, weighed by their precision."""
    likelihood, population = hierarchy
    mean, spread = population.mean[:, 0], population.spread[:, 0]
    share = spread**2 / (spread**2 + likelihood.error**2)
    for place, outcome in enumerate(OUTCOMES):
        centre, width = mean + share * (outcome - mean), np.sqrt(share) * likelihood.error
        standardised = (population.theta[:, place, 0] - centre) / width
        assert agrees(standardised, (0.0, 1.0), EFFECTIVE)


@pytest.mark.parametrize("idle", [0, 6])
def test_a_shared_dimension_and_the_mean_have_their_closed_form(idle):
    likelihood = Normal(np.array([1.2, 0.9, 1.5, 1.1]), 0.2, 2.0, idle)
    population = sampled(likelihood, last_moves=80)
    known = likelihood.known()
    for name, drawn in (
        ("u", population.shared[:, 0]),
        ("mean", population.mean[:, 0]),
        ("spread", population.spread[:, 0]),
    ):
        assert agrees(drawn, known[name], EFFECTIVE / 2), name
    assert np.corrcoef(population.shared[:, 0], population.mean[:, 0])[0, 1] < -0.5  # only their sum is known
    for free in population.shared[:, 1:].T:
        assert agrees(free, (0.5, np.sqrt(1 / 12)), EFFECTIVE / 2)


def test_chance_is_sampled_with_the_parameters():
    """Outcomes are the scheme's value plus its chance: the mean is as uncertain as both together say."""

    class Lucky(Normal):
        def __call__(self, shared, theta, own, replicates):
            chance = 0.4 * stats.norm.ppf((replicates % 1009 + 0.5) / 1009)
            return super().__call__(shared, theta + chance[:, :, None], own, replicates)

    population = sampled(Lucky(OUTCOMES, 0.3))
    known = Normal(OUTCOMES, 0.5).known()  # 0.3 and 0.4 are 0.5 together
    assert agrees(population.mean[:, 0], known["mean"], EFFECTIVE)
    assert agrees(population.spread[:, 0], known["spread"], EFFECTIVE)


@pytest.mark.parametrize("move", [
    lambda likelihood, population, rng: move_schemes(likelihood, population, rng),
    lambda likelihood, population, rng: move_spread(population, rng),
    lambda likelihood, population, rng: move_shared(likelihood, population, rng),
    lambda likelihood, population, rng: moved(likelihood, population, rng, 1),
], ids=["schemes", "spread", "shared", "all"])  # fmt: skip
def test_moves_leave_the_prior_as_it_is_where_the_data_weigh_nothing(move):
    likelihood = Normal(OUTCOMES, 0.01, 2.0, 3)
    first = population = start(likelihood, 3000, 1, 5)
    rng = np.random.default_rng(8)
    for _ in range(15):
        population = move(likelihood, population, rng)
    apart = (population.theta - population.mean[:, None]) / population.spread[:, None]
    drawn = [*((free, "uniform") for free in [*population.shared.T, *population.own.T]), (population.mean[:, 0], "norm"),
             *((each, "norm") for each in apart[:, :, 0].T), (population.spread[:, 0] / SPREAD, "halfnorm")]  # fmt: skip
    assert min(stats.kstest(values, name).pvalue for values, name in drawn) > 1e-4
    assert any(
        not np.array_equal(getattr(population, name), getattr(first, name)) for name in ("theta", "mean", "spread")
    )
    assert np.array_equal(
        population.fit, likelihood(population.shared, population.theta, population.own, population.replicates)
    )


def test_a_move_of_a_scheme_changes_no_other():
    """Where one scheme's data forbid every move, only the others move."""

    class Fixed(Normal):
        def __call__(self, shared, theta, own, replicates):
            fit = super().__call__(shared, theta, own, replicates)
            fit[:, 2] = np.where(np.isin(replicates[:, 2], allowed) & np.isin(theta[:, 2, 0], values), 0.0, -1e9)
            return fit

    likelihood = Fixed(OUTCOMES, 0.3)
    allowed = values = np.array([])
    population = start(likelihood, 40, 1, 1)
    allowed, values = population.replicates[:, 2], population.theta[:, 2, 0]
    population = replace(population, fit=likelihood(population.shared, population.theta, population.own, population.replicates),
                         weight=np.ones(len(OUTCOMES)))  # fmt: skip
    after = move_schemes(likelihood, population, np.random.default_rng(1))
    assert np.array_equal(after.theta[:, 2], population.theta[:, 2])
    changed = (after.theta != population.theta).any(axis=(0, 2))
    assert changed[np.arange(len(OUTCOMES)) != 2].all()


def test_it_goes_on_from_any_step_to_the_same_end():
    likelihood = Normal(OUTCOMES, 0.3, 2.0)
    whole = list(temper(likelihood, start(likelihood, 60, 1, 9), 9, 2, 3))
    again = list(temper(likelihood, whole[1], 9, 2, 3))
    assert len(whole) > 3
    assert np.array_equal(again[-1].theta, whole[-1].theta)
    assert np.array_equal(again[-1].shared, whole[-1].shared)
    assert [later.step for later in again] == [later.step for later in whole[2:]]


def test_weights_rise_to_one_in_steps_that_keep_the_wanted_share():
    likelihood = Normal(OUTCOMES, 0.3)
    before = start(likelihood, 300, 1, 1)
    weights = []
    for later in temper(likelihood, before, 1, 1, 1):
        gained = np.exp(before.fit @ (later.weight - before.weight))
        share = gained.sum() ** 2 / np.square(gained).sum() / len(gained)
        assert share == pytest.approx(KEPT, abs=1e-6) or (later.weight == 1.0).all()
        assert share > KEPT - 1e-6
        weights.append(later.weight[0])
        assert np.ptp(later.weight) < 1e-12
        before = later
    assert weights == sorted(weights)
    assert weights[-1] == 1.0


def test_no_data_is_done_in_one_step():
    class Silent(Normal):
        def __call__(self, shared, theta, own, replicates):
            return np.zeros(replicates.shape)

    likelihood = Silent(OUTCOMES, 1.0, 1.0)
    steps = list(temper(likelihood, start(likelihood, 200, 1, 1), 1, 2, 2))
    assert len(steps) == 1
    assert steps[0].weight.tolist() == [1.0] * len(OUTCOMES)
    assert steps[0].accepted > WANTED


def test_forgetting_a_scheme_gives_the_posterior_of_the_others(hierarchy):
    likelihood, population = hierarchy
    *_, left = without(likelihood, population, "scheme_3", 4, 3, 20)
    target = np.ones(len(OUTCOMES))
    target[3] = 0.0
    assert np.array_equal(left.weight, target)
    known = likelihood.known(target)
    assert abs(known["mean"][0] - likelihood.known()["mean"][0]) > 0.1  # it makes a difference
    assert agrees(left.mean[:, 0], known["mean"], EFFECTIVE)
    assert agrees(left.spread[:, 0], known["spread"], EFFECTIVE)
    assert agrees((left.theta[:, 3] - left.mean)[:, 0] / left.spread[:, 0], (0.0, 1.0), EFFECTIVE)


@pytest.mark.parametrize(
    ("position", "expected"), [(-0.2, 0.2), (0.0, 0.0), (0.4, 0.4), (1.0, 1.0), (1.3, 0.7), (2.1, 0.1)]
)
def test_walls_fold_back(position, expected):
    assert reflected(np.array([position])) == pytest.approx([expected])


@given(st.lists(st.floats(-50, 50), min_size=1, max_size=20))
def test_nothing_leaves_the_unit_cube(positions):
    folded = reflected(np.array(positions))
    assert ((folded >= 0.0) & (folded <= 1.0)).all()


@given(st.lists(st.floats(-30, 0), min_size=2, max_size=60), st.integers(0, 1000))
def test_every_point_is_taken_as_often_as_its_weight_says_to_within_one(log_weights, seed):
    weights = np.exp(np.array(log_weights) - max(log_weights))
    expected = len(weights) * weights / weights.sum()
    taken = np.bincount(resampled(np.array(log_weights), np.random.default_rng(seed)), minlength=len(weights))
    assert taken.sum() == len(weights)
    assert (np.abs(taken - expected) < 1.0 + 1e-9).all()
