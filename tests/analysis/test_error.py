"""The error of a published count, by hand: log odds of the ratio over 1.5, Student with four degrees of freedom."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some
from scipy.stats import t

from analysis.fitting import error


def test_the_scale_by_hand():
    """Half of a plan of 100: 0.5 / 1.5 is a third, whose odds are 1 to 2. Nobody is half a person: 0.005 / 1.5 is 1 in 300."""
    assert error.on_scale(50, 100) == pytest.approx(np.log(1 / 2))
    assert error.on_scale(0, 100) == pytest.approx(np.log(1 / 299))
    assert error.on_scale(1_000, 100) == error.on_scale(149.85, 100)  # no more than 1.5 times the plan


@given(some.floats(0.5, 149.0), some.floats(20.0, 5_000.0))
def test_persons_is_the_inverse(share, planned):
    persons = max(share / 100.0 * planned, error.HALF_A_PERSON)
    assert error.persons(error.on_scale(persons, planned), planned) == pytest.approx(persons)


def test_inside_a_range_nothing_is_off():
    assert error.outside([20.0, 25.0, 30.0], 20.0, 30.0, 100.0).tolist() == [0.0, 0.0, 0.0]
    assert error.outside(50.0, 10.0, 25.0, 100.0) == pytest.approx(np.log(1 / 2) - np.log(1 / 5))
    assert error.outside(10.0, 25.0, 50.0, 100.0) == pytest.approx(np.log(1 / 5) - np.log(1 / 14))


def test_the_density_is_that_of_a_student_distribution():
    distance, scale = np.array([0.0, 0.5, 2.0]), np.array([0.5, 0.5, 1.0])
    assert error.log_density(distance, scale) == pytest.approx(t.logpdf(distance, 4, scale=scale))
    assert error.log_density(np.array([np.nan]), np.array([0.5])) == pytest.approx(t.logpdf(10.0, 4, scale=0.5))
