"""First arrivals: what is known, what other schemes tell, and scores in months, by hand."""

import numpy as np
import pytest

from analysis.fitting.observations import Observation
from analysis.forecasting import arrivals
from analysis.forecasting.arrivals import expected, known, others, rows
from analysis.forecasting.ensembles import Ensemble
from analysis.forecasting.sources import MODEL, OUTSIDE, Sample


def ensemble(months, horizon=24):
    months = np.array(months, np.float64)
    count = len(months)
    return Ensemble(
        np.zeros((count, horizon)), np.zeros(count), np.full(count, 1 / count), np.zeros(count), 0.0, months[:, None]
    )


def observation(tolerance):
    return Observation("x", "First arrivals", "first", "departures", None, 9.0, 10.0, tolerance, "months", (), "")


def test_what_is_known_comes_from_pairs_and_targets():
    found = known()
    assert found["haiti_h2a"] == (12.0, 13.0)
    assert found["georgia_pcms"] == (19.0, 36.0)  # open to the later side: counted in month 36
    assert found["morocco_germany"] == (12.0, 13.0)  # a target
    assert "palim" not in found  # its first trainees are no arrivals
    assert "uk_kenya_nurses" not in found  # an announcement


def test_the_outside_view_is_that_of_the_others(monkeypatch):
    """Two others, one of them a range: each has half of the weight, the range as five even points."""
    monkeypatch.setattr(arrivals, "known", lambda: {"a": (1.0, 1.0), "b": (4.0, 8.0), "c": (20.0, 20.0)})
    found = others("c")
    assert found.values.tolist() == [1.0] * 5 + [4.0, 5.0, 6.0, 7.0, 8.0]
    assert found.weights == pytest.approx(np.full(10, 0.1))


def test_nobody_counts_as_the_last_month():
    assert expected(observation(1e-9), 0, ensemble([3.5, np.nan, 7.5])).values == pytest.approx(
        [3.5, 24.0, 7.5], abs=1e-6
    )


def test_the_error_has_the_tolerance_and_stays_within_the_months():
    values = expected(observation(3.0), 0, ensemble([12.0] * 2_000)).values
    assert values.mean() == pytest.approx(12.0, abs=0.05)
    assert values.std() == pytest.approx(3.0, abs=0.05)
    assert expected(observation(3.0), 0, ensemble([0.5] * 200)).values.min() == 0.0


def test_scores_by_hand(monkeypatch):
    """Outcome 10. The model says 8 and 12: 2 away, less half of the 4 between its two draws: 0. The others said 10 and 14.

    These are 2 away on average; they stand for themselves, so all four pairs count: 2, half of it 1. CRPS 1.
    """
    monkeypatch.setattr(arrivals, "known", lambda: {"x": (10.0, 10.0), "a": (10.0, 10.0), "b": (14.0, 14.0)})
    model, outside = rows("x", {MODEL: Sample(np.array([8.0, 12.0]), np.full(2, 0.5))})
    assert (model["source"], outside["source"]) == (MODEL, OUTSIDE)
    assert (model["crps"], outside["crps"]) == pytest.approx((0.0, 1.0))
    assert model["skill"] == pytest.approx(1.0)
    assert (model["quantity"], model["outcome"], model["inside_90"], model["width_90"]) == (
        "first_arrival",
        10.0,
        True,
        4.0,
    )
    assert (model["p05"], model["p50"], model["p95"]) == (8.0, 8.0, 12.0)
    assert np.isnan(model["planned"])
