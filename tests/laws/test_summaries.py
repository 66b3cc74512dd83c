"""Summaries: medians of histograms, and quotients that are undefined where there is nothing to divide by (L21)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.laws.summaries import median_wait, per


@given(st.lists(st.integers(0, 30), max_size=60))
def test_median_of_a_histogram(waits):
    histogram = np.bincount(waits, minlength=31).astype(np.int32)
    median = median_wait(histogram)
    assert np.isnan(median) if not waits else median == np.median(waits)


def test_a_ratio_to_nothing_is_undefined():
    assert np.isnan(per(5.0, 0.0))
    assert per(6.0, 3.0) == 2.0


@pytest.mark.parametrize(("histogram", "median"), [
    ([0, 0, 3], 2.0), ([1, 1], 0.5), ([1, 0, 0, 1], 1.5), ([2, 1, 1], 0.5), ([1, 1, 1], 1.0), ([0, 1, 0, 0, 2], 4.0),
    ([1, 0, 0, 0, 0, 1, 5], 6.0), ([3, 1], 0.0),
])  # fmt: skip
def test_medians_by_hand(histogram, median):
    assert median_wait(np.array(histogram, dtype=np.int32)) == median
