"""Regret and satisficing on a table small enough to be worked out by hand."""

import numpy as np
import pytest

from analysis.robustness.regret import (
    best_design,
    least_regretted,
    maximum_regret,
    regret,
    regret_quantile,
    share_best,
    share_reaching,
    usable_worlds,
)

#                   a     b     c
TABLE = np.array([[10.0, 30.0, 20.0],
                  [40.0, 10.0, 35.0],
                  [25.0, 25.0, 24.0],
                  [5.0, 50.0, 30.0]])  # fmt: skip
REGRET = np.array([[20.0, 0.0, 10.0], [0.0, 30.0, 5.0], [0.0, 0.0, 1.0], [45.0, 0.0, 20.0]])


def test_regret_by_hand():
    assert np.array_equal(regret(TABLE), REGRET)
    assert np.array_equal(maximum_regret(TABLE), [45.0, 30.0, 20.0])


def test_regret_where_less_is_better():
    assert np.array_equal(regret(TABLE, better=-1)[0], [0.0, 20.0, 10.0])
    assert np.array_equal(regret(-TABLE, better=-1), REGRET)


def test_upper_regret_is_the_quantile_of_the_column():
    assert regret_quantile(TABLE) == pytest.approx([37.5, 21.0, 17.0])
    assert regret_quantile(TABLE, quantile=1.0) == pytest.approx([45.0, 30.0, 20.0])
    assert regret_quantile(TABLE, quantile=0.5) == pytest.approx([10.0, 0.0, 7.5])


def test_least_regretted_may_be_best_nowhere():
    assert least_regretted(TABLE) == 2
    assert 2 not in best_design(TABLE)


def test_best_design_and_ties():
    assert best_design(TABLE).tolist() == [1, 0, 0, 1]
    assert share_best(TABLE) == pytest.approx([1.5 / 4, 2.5 / 4, 0.0])


def test_the_share_that_reaches_a_level_counts_worlds():
    assert share_reaching(TABLE, 25.0) == pytest.approx([0.5, 0.75, 0.5])
    assert share_reaching(TABLE, 25.1) == pytest.approx([0.25, 0.5, 0.5])
    assert share_reaching(TABLE, 10.0, better=-1) == pytest.approx([0.5, 0.25, 0.0])


def test_undefined_values_reach_nothing():
    values = np.array([[1.0, np.nan], [2.0, 1.0]])
    assert usable_worlds(values).tolist() == [False, True]
    assert share_reaching(values, 1.0).tolist() == [1.0, 0.5]
    with pytest.raises(ValueError, match="undefined in worlds"):
        regret(values)


def test_equal_designs_have_no_regret():
    assert not regret(np.repeat(TABLE[:, :1], 3, axis=1)).any()
