"""The value of information against closed forms.

Design 0 yields 0; design 1 yields ``a x1 + b x2`` with independent standard normals. The best is to take the larger, so with
s the standard deviation of what becomes known, E[max(0, s Z)] - 0 = s / sqrt(2 pi).
"""

import math

import numpy as np
import pytest
from scipy import stats

from analysis.robustness.information import basis, evpi_by_world, evppi

A, B = 3.0, 1.0
KNOWN = 1.0 / math.sqrt(2.0 * math.pi)


def evpi(y):
    """Of worlds without chance."""
    return evpi_by_world(y[:, None]).mean()


def worlds(number: int, seed: int = 5) -> tuple[np.ndarray, np.ndarray]:
    x = stats.norm.ppf(stats.qmc.Sobol(3, seed=seed).random(number))
    return x, np.column_stack([np.zeros(number), A * x[:, 0] + B * x[:, 1]])


def test_perfect_information():
    _, y = worlds(4096)
    assert evpi(y) == pytest.approx(math.hypot(A, B) * KNOWN, rel=0.01)


@pytest.mark.parametrize(("column", "spread"), [(0, A), (1, B), (2, 0.0)])
def test_partial_information(column, spread):
    x, y = worlds(2048)
    found = evppi(y, x[:, [column]])
    assert found.value == pytest.approx(spread * KNOWN, abs=0.06)
    assert found.low <= spread * KNOWN <= found.high


def test_two_parameters_together_are_perfect_information():
    x, y = worlds(1024)
    assert evppi(y, x[:, :2]).value == pytest.approx(evpi(y), rel=0.05)


def test_a_bend_is_found():
    """Design 1 yields x squared less 1: E[max(0, x2 - 1)] = 2 phi(1), which a straight line misses wholly."""
    x, _ = worlds(2048)
    y = np.column_stack([np.zeros(len(x)), x[:, 0] ** 2 - 1.0 + B * x[:, 1]])
    assert evppi(y, x[:, [0]]).value == pytest.approx(2.0 * stats.norm.pdf(1.0), rel=0.12)


def test_a_shift_of_the_means_lowers_the_value():
    """With mean m and spread s: s phi(m / s) - |m| Phi(-|m| / s), the unit normal loss."""
    x, y = worlds(2048)
    m = 2.0
    loss = A * stats.norm.pdf(m / A) - m * stats.norm.cdf(-m / A)
    assert evppi(np.add(y, [0.0, m]), x[:, [0]]).value == pytest.approx(loss, abs=0.06)
    assert evppi(np.add(y, [m, 0.0]), x[:, [0]]).value == pytest.approx(loss, abs=0.06)


def test_information_that_changes_no_choice_is_worth_nothing():
    x, y = worlds(512)
    assert evpi(np.add(y, [0.0, 100.0])) == pytest.approx(0.0, abs=1e-9)
    assert evppi(np.add(y, [0.0, 100.0]), x[:, [0]]).high == pytest.approx(0.0, abs=1e-9)


def test_identical_designs_are_worth_nothing():
    x, y = worlds(256)
    same = np.repeat(y[:, 1:], 3, axis=1)
    assert evpi(same) == 0.0
    assert evppi(same, x[:, [0]]) == (0.0, 0.0, 0.0)


def test_chance_is_taken_out_of_perfect_information():
    """Noise of sd 4 per replicate, eight of them: the plain mean is a fifth too high, the corrected one is not."""
    _, y = worlds(4096)
    noise = np.random.default_rng(8).normal(0.0, 4.0, (len(y), 8, 2))
    replicates = y[:, None, :] + noise
    truth = math.hypot(A, B) * KNOWN
    assert evpi(replicates.mean(axis=1)) > 1.1 * truth
    assert evpi_by_world(replicates).mean() == pytest.approx(truth, rel=0.06)


def test_a_switch_has_indicator_columns():
    assert basis(np.array([[-1.0], [3.0], [3.0], [-1.0]])).shape == (4, 2)
    assert basis(np.ones((4, 1))).shape == (4, 1)


def test_a_column_that_only_tells_draws_apart_is_worth_nothing():
    """Thirty calibrated draws in forty worlds each: design 1 is better in some draws, the column says nothing but which draw."""
    random = np.random.default_rng(3)
    draws = np.repeat(np.arange(30), 40)
    y = np.column_stack(
        [np.zeros(draws.size), 3.0 * random.standard_normal(30)[draws] + random.standard_normal(draws.size)]
    )
    noise = random.random((20, 30))[:, draws]
    apart = [evppi(y, column[:, None]).low > 0.0 for column in noise]
    together = [evppi(y, column[:, None], draws=draws).low > 0.0 for column in noise]
    assert sum(apart) > 10
    assert sum(together) <= 2


def test_worlds_of_draws_of_their_own_are_resampled_one_by_one():
    x, y = worlds(256)
    assert evppi(y, x[:, [0]], draws=np.arange(256)[::-1]).value == pytest.approx(evppi(y, x[:, [0]]).value, rel=0.1)
    assert evppi(y, x[:, [0]], draws=np.arange(256)) == evppi(y, x[:, [0]])


def test_a_parameter_of_draws_keeps_its_value():
    """400 draws in three worlds each: E[max(0, x)] of a normal with spread A."""
    random = np.random.default_rng(4)
    draws = np.repeat(np.arange(400), 3)
    x = stats.norm.ppf((np.arange(400) + 0.5) / 400)[random.permutation(400)][draws]
    y = np.column_stack([np.zeros(draws.size), A * x + B * random.standard_normal(draws.size)])
    found = evppi(y, x[:, None], draws=draws)
    assert found.value == pytest.approx(A * KNOWN, abs=0.06)
    assert 0.0 < found.low <= A * KNOWN <= found.high
