"""Discovery over calibrated draws: worlds of one draw are alike, and must not pass for many."""

import numpy as np
import pytest

from analysis.discovery.boxes import design_effect, halves, search, worth
from analysis.worlds.statistics import share_interval


def test_no_draw_is_in_both_halves():
    draws = np.arange(4000) % 300
    held_out = halves(draws, 1)
    assert not set(draws[held_out]) & set(draws[~held_out])
    assert held_out.mean() == pytest.approx(0.5, abs=0.01)


def test_the_design_effect_by_hand():
    """Four draws of five worlds each: all worlds of a draw agree, or none more than by chance."""
    draws = np.repeat(np.arange(4), 5)
    alike = np.repeat([True, True, False, False], 5)
    assert design_effect(alike, draws) == pytest.approx(5.0)
    assert design_effect(np.tile([True, False], 10), np.repeat(np.arange(2), 10)) == 1.0
    assert design_effect(alike, np.arange(20)) == 1.0
    # draws with 4, 3, 2 and 1 hits: squares of 5/3 * 5 between and 4/20 * 16 within, usual size 5
    hits = np.concatenate([[1] * k + [0] * (5 - k) for k in (4, 3, 2, 1)]).astype(bool)
    between, within = 5 * (0.3**2 + 0.1**2 + 0.1**2 + 0.3**2) / 3, (0.8 + 1.2 + 1.2 + 0.8) / 16
    share = (between - within) / (between + 4 * within)
    assert design_effect(hits, draws) == pytest.approx(1 + 4 * share)


def test_a_share_is_worth_fewer_worlds_where_they_are_alike():
    assert worth(60, 100, 1.0) == share_interval(60, 100)
    few, ten = worth(60, 100, 10.0), share_interval(6, 10)
    assert (few.estimate, few.low, few.high) == (0.6, ten.low, ten.high)
    assert np.isnan(worth(0, 0, 3.0).estimate)


def test_a_parameter_that_only_tells_draws_apart_gives_no_box():
    """Whether a draw's worlds meet the target is luck of the draw; inputs have no effect, but each draw has its own values."""
    rng = np.random.default_rng(3)
    draws = np.arange(6000) % 60
    values, lucky = rng.random((60, 8)), rng.random(60)
    hits = rng.random(6000) < lucky[draws]
    x = values[draws]
    assert not search(x, hits, 3, 0.0, [], 2, 1, draws=draws).kept
    assert search(x, hits, 3, 0.0, [], 2, 1).kept  # what passed for a finding before draws were told apart


def test_what_holds_in_every_draw_is_still_found():
    rng = np.random.default_rng(4)
    draws = np.arange(6000) % 300
    x = np.column_stack([rng.random(6000), rng.random(300)[draws]])
    hits = rng.random(6000) < np.where((x[:, 0] > 0.6) & (x[:, 1] > 0.3), 0.9, 0.1)
    (kept, *_) = search(x, hits, 1, 0.0, [], 2, 1, draws=draws).kept
    assert set(kept.box.restricted) == {0, 1}
