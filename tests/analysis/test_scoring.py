"""Scores scheme by scheme and together, worked out by hand on tiny samples."""

import numpy as np
import pandas as pd
import pytest

from analysis.forecasting import record
from analysis.forecasting.counts import Count, count_of
from analysis.forecasting.ensembles import Ensemble
from analysis.forecasting.pool import fitted_weights, weight_of
from analysis.forecasting.scores import crps, outcomes
from analysis.forecasting.scoring import COLUMNS, TOGETHER, known_outcomes, scores_of, summary
from analysis.forecasting.sources import OUTSIDE_POINTS, SOURCES, Sample, alone, with_pool
from sim import configure
from sim.errors import UserError
from sim.evidence import published
from sim.evidence.outside_view import learned, outside_view
from sim.runs import posterior

EVEN = np.full(2, 0.5)
COUNT = Count("x", 10.0, 12, 0, (4.0, 5.0, 8.0), 0.6, True)
SAMPLES = with_pool(
    {"model": Sample(np.array([4.0, 6.0]), EVEN), "outside_view": Sample(np.array([2.0, 10.0]), EVEN), "plan": Sample(np.array([10.0]), np.ones(1))},
    0.25,
)  # fmt: skip


def by_source(quantity):
    scores = scores_of(COUNT, SAMPLES, 0.25)
    return scores[scores.quantity == quantity].set_index("source")


def test_scores_by_hand():
    """In shares of the plan. Outcome 0.4, 0.5, 0.6, 0.7, 0.8, middle 0.5.

    Model 0.4 and 0.6: distances 0.1, 0.1, 0.1, 0.2, 0.3, mean 0.16; its two draws differ by 0.2: CRPS 0.16 - 0.1 = 0.06.
    Outside view 0.2 and 1: always 0.4 away; exact, so all pairs: 0.4. CRPS 0.4 - 0.2 = 0.2. Plan: 0.4. Skill of the model 0.7.
    """
    found = by_source("moved")
    assert list(found.index) == list(SOURCES)
    assert found.crps[["model", "outside_view", "plan"]].tolist() == pytest.approx([0.06, 0.2, 0.4])
    assert found.skill[["model", "outside_view", "plan"]].tolist() == pytest.approx([0.7, 0.0, -1.0])
    assert found.inside_90.tolist() == [True, True, False, True]
    assert found.width_90[["model", "outside_view", "plan"]].tolist() == pytest.approx([0.2, 0.8, 0.0])
    assert (found.outcome_low.iloc[0], found.outcome.iloc[0], found.outcome_high.iloc[0]) == (0.4, 0.5, 0.8)
    assert found.pit.between(0, 1).all()


def test_the_pool_by_hand():
    """A quarter of the model. Between the two: 0.2, 0.6, 0.4, 0.4, mean 0.4. Distance 0.25 * 0.16 + 0.75 * 0.4 = 0.34.

    Spread 1/16 * 0.2 + 2 * 3/16 * 0.4 + 9/16 * 0.4 = 0.3875, half of it 0.19375.
    """
    assert by_source("moved").crps["pooled"] == pytest.approx(0.34 - 0.19375)


def test_the_ratio_as_published_is_scored_besides():
    """Outcome 0.6: the model is 0.1 away on average, less 0.1; the outside view 0.4 less 0.2; the plan 0.4."""
    found = by_source("moved_as_published")
    assert found.crps[["model", "outside_view", "plan"]].tolist() == pytest.approx([0.0, 0.2, 0.4])
    assert set(found.outcome) == {0.6}


def test_no_outcome_no_scores():
    scores = scores_of(Count("x", 10.0, 12), SAMPLES, 0.25)
    assert scores.empty
    assert list(scores.columns) == list(COLUMNS)
    assert known_outcomes(Count("x", 10.0, 12)) == {}
    assert list(summary(scores).columns) == list(TOGETHER)


def test_sources_are_persons():
    found = Ensemble(np.array([[1.0, 2.0], [0.0, 4.0]]), np.zeros(2), np.array([0.75, 0.25]), np.zeros(2))
    view = outside_view(0.0)
    samples = alone(Count("x", 20.0, 2), found, view)
    assert samples["model"].values == pytest.approx([3.0, 4.0])
    assert list(samples["model"].weights) == [0.75, 0.25]
    assert samples["outside_view"].values == pytest.approx(20 * view.sample(OUTSIDE_POINTS))
    assert list(samples["plan"].values) == [20.0]
    assert list(with_pool(samples, 0.4)["pooled"].weights[:2]) == pytest.approx([0.3, 0.1])


def test_the_summary_by_hand():
    """Two schemes: the model scores 0.1 and 0.3, the outside view 0.2 and 0.6, the plan 0.4 and 0.4."""
    rows = [
        {"scheme": scheme, "quantity": "moved", "source": source, "crps": value, "inside_90": inside, "inside_50": False,
         "width_90": width, "width_50": 0.1}
        for scheme, source, value, inside, width in (
            ("a", "model", 0.1, True, 0.2), ("a", "outside_view", 0.2, True, 0.5), ("a", "plan", 0.4, False, 0.0),
            ("b", "model", 0.3, False, 0.4), ("b", "outside_view", 0.6, True, 0.7), ("b", "plan", 0.4, False, 0.0),
        )
    ]  # fmt: skip
    found = summary(pd.DataFrame(rows)).set_index("source")
    assert found.crps.tolist() == pytest.approx([0.2, 0.4, 0.4])
    assert found.skill.tolist() == pytest.approx([0.5, 0.0, 0.0])
    assert (found.skill_low["model"], found.skill_high["model"]) == pytest.approx((0.5, 0.5))
    assert found.skill_against_plan.tolist() == pytest.approx([0.5, 0.0, 0.0])
    assert found.skill_against_plan_low["model"] < 0.5 < found.skill_against_plan_high["model"]
    assert found.coverage_90.tolist() == [0.5, 1.0, 0.0]
    assert (found.coverage_90_low["model"], found.coverage_90_high["model"]) == pytest.approx(
        (0.01258, 0.98742), abs=1e-5
    )
    assert found.width_90.tolist() == pytest.approx([0.3, 0.6, 0.0])


@pytest.fixture(scope="module")
def three():
    return record.record(30, 2, 1, names=["homere", "wafira", "haiti_h2a"])


def test_a_record_scores_every_scheme_with_a_pool_that_has_not_seen_it(three):
    assert set(three.weights) == {"homere", "wafira", "haiti_h2a", "new"}
    assert all(0.0 <= weight <= 1.0 for weight in three.weights.values())
    moved = three.scores[three.scores.quantity == "moved"]
    assert len(moved) == 3 * (len(SOURCES) + three.calibrated)
    for name, found in three.ensembles.items():
        count = count_of(configure(name))
        ratios = found.moved(count.month, count.planned) / count.planned
        [row] = moved[(moved.scheme == name) & (moved.source == "model")].to_dict("records")
        assert row["crps"] == pytest.approx(crps(ratios, outcomes(count.ratios[0], count.ratios[2])))


def test_a_weight_does_not_know_its_own_outcome(three, monkeypatch):
    """Whatever came of HOMERe: its own weight stays, that of the others does not."""
    usual = record.terms_of

    def other(count, samples, low, high):
        return usual(count, samples, 1.0, 1.0) if count.scheme == "homere" else usual(count, samples, low, high)

    monkeypatch.setattr(record, "terms_of", other)
    changed = record.record(30, 2, 1, names=["homere", "wafira", "haiti_h2a"]).weights
    assert changed["homere"] == three.weights["homere"]
    assert changed["new"] != three.weights["new"]


def test_the_record_is_of_all_schemes_to_learn_from_that_have_a_scenario():
    assert len(record.schemes()) == 17
    assert set(record.schemes()) < set(learned())
    with pytest.raises(ValueError, match="match has no outcome"):
        record.record(20, 1, 1, names=["match"])


def test_a_scheme_of_which_only_other_outcomes_are_published_has_no_number_to_score(three):
    found = record.record(20, 1, 1, names=["palim"])
    assert found.scores.empty
    assert list(found.scores.columns) == list(COLUMNS)
    assert found.left_out["palim"].found.measured.shape == (20, 7)
    assert found.weights == {"new": fitted_weights().get("new", 0.5)}


def test_draws_that_cannot_leave_a_scheme_out_are_refused(monkeypatch):
    known = posterior.Posterior({"error": np.array([0.5]), "homere:design.places": np.array([1.0])})
    monkeypatch.setattr(posterior, "read", lambda: known)
    monkeypatch.setattr(posterior, "read_without", lambda scheme: None)
    with pytest.raises(UserError, match=r"cannot leave homere out: run python -m analysis\.calibration ship=true"):
        record.record(20, 1, 1, names=["homere"])


def test_shipped_weights_are_read_again(three, tmp_path, monkeypatch):
    monkeypatch.setattr(record, "FOLDER", tmp_path)
    monkeypatch.setattr(published, "FOLDER", tmp_path)
    assert fitted_weights() == {}
    three.ship()
    found = fitted_weights()
    assert found == pytest.approx(three.weights, abs=5e-5)
    assert weight_of("wafira", True, found) == found["wafira"]
    assert weight_of("baseline", False, found) == found["new"]
    assert weight_of("wafira", True, {}) == 0.5
    with pytest.raises(UserError, match=r"evidence/pool.csv has no weight of dt4e"):
        weight_of("dt4e", True, found)
