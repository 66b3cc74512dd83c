"""The pool: its CRPS against that of the pooled sample, its weight against a grid, and what it may learn from."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.forecasting.pool import NEW, Terms, best_weight, pooled, terms, weights
from analysis.forecasting.scores import crps, outcomes

SAMPLES = st.lists(st.floats(0, 1.5), min_size=2, max_size=10)
GRID = np.linspace(0.0, 1.0, 1001)


def test_terms_by_hand():
    """Model 0 and 2, outside view 1 and 2, outcome 1: distances 1 and 0.5; different draws of the model 2, all pairs of the
    outside view 0.5; between 1, 2, 1, 0, mean 1."""
    assert terms([0.0, 2.0], [1.0, 2.0], 1.0) == pytest.approx((1.0, 0.5, 2.0, 0.5, 1.0))


def test_terms_of_a_range_are_means():
    whole = terms([0.0, 2.0], [1.0, 2.0], outcomes(0.0, 4.0))
    each = [terms([0.0, 2.0], [1.0, 2.0], outcome) for outcome in range(5)]
    assert whole == pytest.approx(tuple(np.mean(each, axis=0)))


@given(SAMPLES, SAMPLES, st.floats(0, 1.5), st.floats(0, 1), st.data())
def test_the_parabola_is_the_crps_of_the_pooled_sample(model, outside, outcome, weight, data):
    """With exact quantiles on both sides, so that nothing but the pool is compared."""
    shares = data.draw(st.lists(st.floats(0.1, 1), min_size=len(model), max_size=len(model)))
    known = terms(model, outside, outcome, shares)
    values, own = pooled(model, outside, weight, shares)
    assert own.sum() == pytest.approx(1.0)
    exact = known._replace(in_model=2 * (known.to_model - crps(model, outcome, shares, fair=False)))
    assert exact.crps(weight) == pytest.approx(crps(values, outcome, own, fair=False), abs=1e-9)


@given(st.lists(st.tuples(SAMPLES, SAMPLES, st.floats(0, 1.5)), min_size=1, max_size=5))
def test_the_best_weight_is_that_of_a_grid(cases):
    known = [terms(*case) for case in cases]
    total = [sum(each.crps(weight) for each in known) for weight in GRID]
    found = best_weight(known)
    assert 0.0 <= found <= 1.0
    assert sum(each.crps(found) for each in known) <= min(total) + 1e-9


def test_ends():
    model, outside = [0.9, 1.0, 1.1], [0.1, 0.2, 0.3]
    assert best_weight([terms(model, outside, 1.0)]) == 1.0
    assert best_weight([terms(model, outside, 0.2)]) == 0.0
    assert terms(model, outside, 1.0).crps(1.0) == pytest.approx(crps(model, 1.0))
    assert terms(model, outside, 1.0).crps(0.0) == pytest.approx(crps(outside, 1.0, fair=False))


def test_a_weight_is_fitted_without_its_scheme():
    """In two schemes the model is right, in a third it is far off: only that one trusts the model altogether."""
    good = terms([0.9, 1.0, 1.1], [0.1, 0.2, 0.3], 1.0)
    bad = terms([0.9, 1.0, 1.1], [0.1, 0.2, 0.3], 0.2)
    found = weights({"a": good, "b": good, "c": bad})
    assert found["c"] == 1.0
    assert found["a"] == found["b"] == best_weight([good, bad]) < found[NEW] < 1.0
    changed = weights({"a": good, "b": good, "c": good})
    assert changed["c"] == found["c"]  # whatever came of it


def test_one_scheme_teaches_nothing():
    with pytest.raises(ValueError, match="at least two schemes"):
        weights({"a": Terms(1.0, 1.0, 1.0, 1.0, 1.0)})


def test_pooled_by_hand():
    values, shares = pooled([1.0, 2.0], [3.0], 0.8, [3.0, 1.0])
    assert list(values) == [1.0, 2.0, 3.0]
    assert shares == pytest.approx([0.6, 0.2, 0.2])
