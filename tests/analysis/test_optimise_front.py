"""Fronts by hand: dominance, a few that stand for all, equal designs, probability, bands."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.optimise.front import alike, bands, dearer, deviation, few, near, nondominated, probability_on_front

#: More is better in both: 1 dominates 3, nothing dominates the others; 4 equals 0.
GAINS = np.array([[1.0, 9.0], [5.0, 5.0], [9.0, 1.0], [4.0, 5.0], [1.0, 9.0]])


def test_dominance_by_hand():
    assert nondominated(GAINS).tolist() == [True, True, True, False, True]
    assert nondominated(GAINS, np.array([True, False, True, True, False])).tolist() == [True, False, True, True, False]
    assert nondominated(GAINS, np.zeros(5, bool)).tolist() == [False] * 5


points = st.lists(st.tuples(*[st.integers(0, 6)] * 3), min_size=1, max_size=25).map(lambda rows: np.array(rows, float))


@given(points)
def test_dominance_is_what_its_definition_says(gains):
    for mine, on in zip(gains, nondominated(gains), strict=True):
        beaten = any((other >= mine).all() and (other > mine).any() for other in gains)
        assert on == (not beaten)


def test_near_is_within_what_matters():
    assert near(GAINS, np.array([0.5, 0.5])).tolist() == [True] * 5  # 3 falls behind 1 in one objective only
    behind = np.vstack([GAINS, [4.0, 4.0]])
    assert near(behind, np.array([0.5, 0.5])).tolist() == [True] * 5 + [False]
    assert near(behind, np.array([1.5, 1.5])).tolist() == [True] * 6


@given(points, st.integers(2, 8))
def test_a_few_stand_for_all(gains, most):
    gains = gains[nondominated(gains)]
    kept = few(gains, np.full(3, 1.0), most)
    assert len(kept) <= max(most, 3)
    assert len(np.unique(kept)) == len(kept)
    for place in range(3):  # the best in each objective is there
        assert gains[kept, place].max() == gains[:, place].max()


def test_designs_within_what_matters_of_another_are_left_out():
    gains = np.array([[0.0, 10.0], [0.4, 9.8], [5.0, 5.0], [10.0, 0.0]])
    assert few(gains, np.array([0.5, 0.5]), 10).tolist() == [3, 2, 0]
    assert few(gains, np.array([0.1, 0.1]), 10).tolist() == [3, 2, 1, 0]
    assert few(gains, np.array([0.1, 0.1]), 3).tolist() == [3, 2, 0]  # the margin grows until three are left


def test_the_line_from_the_cheapest_to_the_dearest_leaves_out_what_gives_less_for_more():
    gives, cost = np.array([5.0, 1.0, 4.0, 9.0]), np.array([20.0, 10.0, 30.0, 40.0])
    assert dearer(gives, cost).tolist() == [1, 0, 3]


def test_equal_designs_are_one():
    outcomes = np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 2.5], [1.0, 2.0]])
    assert alike(outcomes).tolist() == [0, 0, 2, 0]


def test_probability_on_the_front_by_hand():
    drawn = np.array(
        [[[1.0, 1.0], [2.0, 2.0]], [[3.0, 0.0], [2.0, 2.0]], [[1.0, 1.0], [2.0, 2.0]], [[3.0, 3.0], [2.0, 2.0]]]
    )
    every = np.ones((4, 2), bool)
    assert probability_on_front(drawn, every).tolist() == [0.5, 0.75]
    every[3, 0] = False  # there the first breaks a ceiling, and the second is no longer beaten
    assert probability_on_front(drawn, every).tolist() == [0.25, 1.0]


def test_bands_of_two_fronts():
    drawn = np.array([[[1.0, -1.0]], [[2.0, -1.0]]])  # in one resample 1 is had for 1, in the other 2
    some, always = bands(drawn, (0.5, 1.0))
    assert some.tolist() == [[2.0, -1.0]]
    assert always.tolist() == [[1.0, -1.0]]


def test_a_front_that_does_not_move_deviates_by_nothing():
    same = np.tile(np.array([[[1.0, 2.0], [2.0, 1.0]]]), (5, 1, 1))
    assert deviation(same, np.zeros(2)) == pytest.approx(0.0)
    moved = same + np.arange(5.0)[:, None, None]
    assert deviation(moved, np.zeros(2)) > 0.2
