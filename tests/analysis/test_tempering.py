"""Tempering against posteriors that are known in closed form, and its limiting cases."""

from itertools import islice

import numpy as np
import pytest
from scipy import stats

from analysis.fitting.tempering import Population, forget, reflected, start, temper

CENTRE, WIDTH = np.array([0.3, 0.6]), 0.08


def both(positions, _):
    return -0.5 * np.square((positions[:, :2] - CENTRE) / WIDTH).sum(axis=1)


def second(positions, _):
    return -0.5 * np.square((positions[:, 1] - CENTRE[1]) / WIDTH)


def sampled(likelihood, points=800, dimensions=12, seed=3, moves=12):
    population = start(likelihood, points, dimensions, 2, seed)
    for later in temper(likelihood, population, seed, moves, 3 * moves):
        population = later
    return population


@pytest.fixture(scope="module")
def known():
    return sampled(both)


def test_the_posterior_of_a_normal_likelihood_has_its_mean_and_spread(known):
    found = known.positions[:, :2]
    assert found.mean(axis=0) == pytest.approx(CENTRE, abs=0.012)
    assert found.std(axis=0) == pytest.approx([WIDTH, WIDTH], rel=0.12)
    assert abs(np.corrcoef(found, rowvar=False)[0, 1]) < 0.15


def test_what_the_data_say_nothing_about_stays_the_prior(known):
    for free in known.positions[:, 2:].T:
        assert free.mean() == pytest.approx(0.5, abs=0.05)
        assert stats.kstest(free, "uniform").statistic < 0.08


def test_a_sum_that_the_data_fix_leaves_its_parts_tied():
    def likelihood(positions, _):
        return -0.5 * np.square((positions[:, 0] + positions[:, 1] - 1.0) / 0.05)

    found = sampled(likelihood, dimensions=6).positions
    assert np.corrcoef(found[:, 0], found[:, 1])[0, 1] < -0.9
    assert found[:, 0].std() == pytest.approx(1 / np.sqrt(12), rel=0.12)


def test_chance_is_sampled_with_the_parameters():
    """A likelihood of parameter plus chance: the parameter's posterior is as wide as the chance."""

    def likelihood(positions, replicates):
        chance = 0.1 * stats.norm.ppf((replicates[:, 0] % 1009 + 0.5) / 1009)
        return -0.5 * np.square((positions[:, 0] + chance - 0.5) / 0.03)

    found = sampled(likelihood, dimensions=3).positions[:, 0]
    assert found.std() == pytest.approx(np.hypot(0.1, 0.03), rel=0.15)


def test_forgetting_data_gives_the_posterior_of_the_rest(known):
    forgotten = both(known.positions, None) - second(known.positions, None)
    left = forget(second, known, forgotten, seed=5, moves=60)
    assert left.positions[:, 0].std() == pytest.approx(1 / np.sqrt(12), rel=0.15)
    assert left.positions[:, 1].mean() == pytest.approx(CENTRE[1], abs=0.02)
    assert left.positions[:, 1].std() == pytest.approx(WIDTH, rel=0.2)


def test_it_goes_on_from_any_step_to_the_same_end():
    first = start(both, 60, 4, 1, 9)
    whole = list(temper(both, first, 9, 3, 5))
    halfway = whole[1]
    again = list(temper(both, halfway, 9, 3, 5))
    assert np.array_equal(again[-1].positions, whole[-1].positions)
    assert [later.weight for later in again] == [later.weight for later in whole[2:]]


def test_weights_rise_to_one():
    weights = [later.weight for later in temper(both, start(both, 60, 4, 1, 1), 1, 2, 2)]
    assert weights == sorted(weights)
    assert weights[-1] == 1.0


def test_no_data_is_done_in_one_step():
    steps = list(
        islice(temper(lambda x, _: np.zeros(len(x)), start(lambda x, _: np.zeros(len(x)), 50, 3, 1, 1), 1, 2, 2), 5)
    )
    assert [later.weight for later in steps] == [1.0]
    assert steps[0].accepted == 1.0


def test_walls_fold_back():
    assert reflected(np.array([-0.2, 0.0, 0.4, 1.0, 1.3, 2.1])) == pytest.approx([0.2, 0.0, 0.4, 1.0, 0.7, 0.1])


def test_every_point_stays_in_the_unit_cube(known):
    assert isinstance(known, Population)
    assert known.positions.min() >= 0.0
    assert known.positions.max() <= 1.0
