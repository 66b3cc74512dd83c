"""The check of the sampler: simulated truths, ranks, and the band in which a right sampler's ranks lie."""

import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis.calibration import check
from analysis.calibration.settings import CHECKED
from analysis.fitting.fit import Fit

PAIR = ["georgia_pcms", "haiti_h2a"]


@pytest.fixture(scope="module")
def fit():
    return Fit(PAIR, ["trust.gain", "permits.months"], 1, 1)


def simulated(fit, truth):
    points = truth.points
    return fit.simulated(points.shared, points.theta, points.own, points.replicates)[0]


def test_truths_are_simulated_and_changed_by_an_error_as_large_as_the_tolerance(fit):
    found = check.truths(fit, 12, 3)
    assert len(found) == 12
    apart = []
    for truth in found:
        values = simulated(fit, truth)
        assert np.isfinite(values).all()
        for each, original, value in zip(truth.published, fit.observations, values, strict=True):
            assert each.low == each.high
            assert (each.quantity, each.month, each.tolerance) == (
                original.quantity,
                original.month,
                original.tolerance,
            )
            apart.append((each.low - value) / each.tolerance)
    assert stats.kstest(apart, "norm").pvalue > 1e-3


def test_the_first_truths_are_the_same_however_many_there_are(fit):
    few, many = check.truths(fit, 2, 3), check.truths(fit, 5, 3)
    for one, other in zip(few, many, strict=False):
        assert one.published == other.published
        assert np.array_equal(one.points.shared, other.points.shared)


def test_a_fit_to_a_truth_compares_with_what_was_simulated(fit, monkeypatch):
    """Every draw of the last rounds is one of the truth's data: populations come from a fit whose outcomes are given."""
    truth = check.truths(fit, 1, 3)[0]
    used = []
    monkeypatch.setattr(check, "temper", lambda here, population, *rest: used.append(here) or iter([population]))
    settings = SimpleNamespace(check_points=20, check_moves=1, check_last_moves=5)
    populations = list(check.fitted(fit, truth, settings, 7))
    assert len(populations) == 3  # rounds 3 to 5 of 5
    assert used[0].observations == truth.published
    assert {name: config.horizon for name, config in used[0].configs.items()} == {
        name: config.horizon for name, config in fit.configs.items()
    }


def test_a_rank_is_the_share_of_draws_below_the_truth(fit, monkeypatch):
    """Means of one parameter at 1, 2, 3, 4 in both rounds, truth at 2.5: half lie below; spreads all above: none."""
    truth = check.truths(fit, 1, 3)[0]
    truth.points.mean[0] = 2.5, 0.0
    truth.points.spread[0] = 0.1, 0.9
    shared = np.tile(np.linspace(0.2, 0.8, 4)[:, None], (1, len(fit.dimensions)))
    truth.points.shared[0] = 0.75
    rounds = [
        SimpleNamespace(shared=shared, mean=np.column_stack([[1, 2, 3, 4], [1.0] * 4]), spread=np.full((4, 2), 0.5))
    ] * 6
    monkeypatch.setattr(check, "fitted", lambda *asked: iter(rounds))
    influence = pd.DataFrame({"parameter": ["trust.gain", *reversed(fit.shared)]})
    asked = check.looked_at(fit, influence)
    assert asked[:4] == ["mean:trust.gain", "mean:permits.months", "spread:trust.gain", "spread:permits.months"]
    assert asked[4] == "error"
    assert asked[5:] == fit.shared[: -check.INFLUENTIAL - 1 : -1]
    table = check.ranked(fit, truth, asked, None, 1).set_index("parameter")["rank"]
    assert table["mean:trust.gain"] == 0.5
    assert table["mean:permits.months"] == 0.0
    assert table["spread:trust.gain"] == 0.0
    assert table["spread:permits.months"] == 1.0
    assert (table.iloc[4:] == 0.75).all()


def test_the_band_holds_nineteen_of_twenty_right_samplers():
    expected, drawn = check.band(40, 1), np.random.default_rng(9).random((40, 4000))
    shares = np.stack([(drawn <= place).mean(axis=0) for place in check.PLACES])
    inside = ((expected.low[:, None] <= shares) & (shares <= expected.high[:, None])).all(axis=0).mean()
    assert inside == pytest.approx(0.95, abs=0.015)
    assert (expected.low < check.PLACES).all()
    assert (expected.high > check.PLACES).all()


def test_probability_is_small_where_ranks_leave_the_band():
    expected, rng = check.band(100, 1), np.random.default_rng(5)
    even = (np.arange(100) + 0.5) / 100
    assert expected.probability(even) > 0.99
    assert expected.probability(0.3 + 0.4 * even) < 0.001  # draws too wide
    assert expected.probability(np.where(even < 0.5, 0.2, 0.8) * even**0.2) < 0.01
    right = [expected.probability(rng.random(100)) for _ in range(200)]
    assert np.mean(np.array(right) < 0.05) == pytest.approx(0.05, abs=0.05)


def test_judged_by_hand():
    even = (np.arange(100) + 0.5) / 100
    ranks = pd.concat([
        pd.DataFrame({"parameter": name, "rank": values, "truth": 1.0, "p05": low, "p95": 2.0, "effective": 50.0})
        for name, values, low in (("right", even, 0.0), ("low", even**3, np.where(even < 0.25, 1.5, 0.5)))
    ])  # fmt: skip
    table = check.judged(ranks, check.band(100, 1)).set_index("parameter")
    assert table.within.to_dict() == {"right": True, "low": False}
    assert table.inside_90.to_dict() == {"right": 1.0, "low": 0.75}
    assert table.mean_rank["right"] == pytest.approx(0.5)
    assert table.mean_rank["low"] == pytest.approx(0.25, abs=0.01)


@pytest.mark.slow
def test_the_command_goes_on_from_the_fits_that_are_done(tmp_path):
    """Two fits after one: the first is not made again, and its ranks stay."""

    def asked(fits):
        arguments = [f"check={fits}", "check_points=20", "check_moves=1", "check_last_moves=8", f"outputs={tmp_path}"]
        done = subprocess.run(
            [sys.executable, "-m", "analysis.calibration", *arguments],
            capture_output=True,
            text=True,
            timeout=400,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return Path(done.stdout.strip().splitlines()[-1])

    first, second = asked(1), asked(2)
    one, two = pd.read_csv(first / "ranks.csv"), pd.read_csv(second / "ranks.csv")
    pd.testing.assert_frame_equal(one, two[two.fit == 0])
    assert len(two) == 2 * len(one) == 2 * (2 * 4 + 1 + check.INFLUENTIAL)
    assert two["rank"].between(0, 1).all()
    judged = pd.read_csv(second / "judged.csv")
    assert judged.probability.between(0, 1).all()
    assert "In 2 fits to simulated outcomes" in (second / "report.html").read_text()
    assert (second / "figures" / "ranks.png").stat().st_size > 5000
    assert len(CHECKED) == 6
