"""What is counted of a scheme, and the model's sample: months, windows, the error of a count, first arrivals."""

import numpy as np
import pytest
from scipy import stats

from analysis.fitting.observations import observations
from analysis.forecasting import ensembles
from analysis.forecasting.counts import Count, count_of, planned_end, with_horizon
from analysis.forecasting.ensembles import Ensemble, ensemble, with_error
from sim import configure
from sim.evidence.pairs import pairs
from sim.runs import posterior
from sim.runs.draws import draw

DEPARTURES = np.array([[0, 0, 3, 1], [2, 0, 0, 0], [0, 0, 0, 0]], np.float64)
FOUND = Ensemble(DEPARTURES, np.array([4.0, 1.0, 0.0]), np.full(3, 1 / 3), np.zeros(3))


@pytest.mark.parametrize(("month", "window", "expected"), [
    (2, 0, [0, 2, 0]), (3, 0, [3, 2, 0]), (4, 0, [4, 2, 0]), (4, 2, [4, 0, 0]), (3, 1, [3, 0, 0]), (0, 0, [0, 0, 0]),
])  # fmt: skip
def test_moved_are_departures_before_the_month(month, window, expected):
    """Without any error; nobody counts as half a person."""
    assert FOUND.moved(month, 100.0, window) == pytest.approx([each or 0.5 for each in expected])


def test_first_arrival_is_the_month_of_the_first_departure():
    assert list(FOUND.first_arrival) == [2, 0, np.inf]


def test_a_month_that_was_not_simulated_is_refused():
    with pytest.raises(ValueError, match="month 5 was not simulated: the runs have 4 months"):
        FOUND.moved(5, 100.0)


def test_the_error_by_hand():
    """Of 50 planned the scale ends at 75. 20 persons: odds 20 / 55; an error of log 2 doubles them: 75 * 40 / (55 + 40).

    Nobody is half a person: odds 0.5 / 74.5, doubled 75 / (74.5 + 1). 200 are 0.999 of 75.
    """
    persons, errors = np.array([20.0, 20.0, 0.0, 200.0]), np.array([np.log(2.0), 0.0, np.log(2.0), 0.0])
    assert with_error(persons, 50.0, errors) == pytest.approx([75 * 40 / 95, 20.0, 75 / 75.5, 74.925])


def test_real_schemes_are_counted_as_their_pairs_say():
    assert count_of(configure("haiti_h2a")) == Count("haiti_h2a", 100.0, 17, 0, (14.0, 14.0, 14.0), 0.14, True)
    assert count_of(configure("palim")) == Count("palim", 30.0, 26)
    assert count_of(configure("thamm")).planned == 700.0  # no plan of the same thing is published: the places
    dt4e = count_of(configure("dt4e"))
    assert dt4e.arrived == (75.64, 98.82, 122.0)
    assert dt4e.ratios == pytest.approx((0.30256, 0.39528, 0.488))


def test_a_yearly_quota_is_counted_over_its_last_year():
    """150 a year; the run is as long as the longest plan: 8 years."""
    quota = count_of(configure("swiss_tunisia_stagiaires"))
    assert (quota.planned, quota.month, quota.window) == (150.0, 96, 12)


def test_what_is_no_real_scheme_is_counted_at_its_planned_end():
    config = configure("baseline", "design.duration_years=2.5", "design.places=44")
    assert count_of(config) == Count("baseline", 44.0, 30)
    assert planned_end(configure("ygca")) == 20
    changed = count_of(configure("wafira", "design.places=100"), changed=True)
    assert (changed.planned, changed.arrived, changed.learned) == (100.0, None, False)
    assert with_horizon(config, 30).horizon == config.horizon
    assert with_horizon(config, 30, 120).horizon == 120


@pytest.mark.parametrize("name", [name for name, each in pairs().items() if each.use == "forecast"])
def test_no_outcome_of_a_prediction_is_there(name):
    count = count_of(configure(name))
    assert (count.arrived, count.published, count.ratios, count.learned) == (None, None, None, False)
    assert count.month == pairs()[name].month


@pytest.fixture(scope="module")
def drawn():
    """Worlds without any calibration, whether one ships or not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(posterior, "read", lambda: None)
        yield ensemble(with_horizon(configure("homere"), 20), 40, 3, 1)


def test_an_ensemble_is_one_run_in_each_world(drawn):
    assert drawn.departures.shape == (40, configure("homere").horizon)
    assert drawn.weights.sum() == pytest.approx(1.0)
    moved = drawn.departures[:, :20].sum(axis=1)
    assert np.unique(moved).size > 3
    assert (drawn.completed <= drawn.departures.sum(axis=1) + 1e-9).all()
    assert drawn.moved(20, 250.0) == pytest.approx(with_error(moved, 250.0, drawn.errors))


def test_errors_are_even_quantiles_of_a_student_distribution(drawn):
    """Of the usual scale where nothing is calibrated, in an order of their own."""
    even = stats.t(4).ppf((np.arange(40) + 0.5) / 40)
    assert np.sort(drawn.errors) == pytest.approx(0.5 * even)
    assert not np.array_equal(np.sort(drawn.errors), drawn.errors)


def test_a_calibrated_world_has_the_scale_of_its_draw(monkeypatch):
    monkeypatch.setattr(posterior, "read", lambda: posterior.Posterior({"error": np.array([0.2, 0.8])}))
    drawn = draw("homere", 3, 1)
    assert list(ensembles._scales(drawn)) == [(0.2, 0.8)[row] for row in drawn.row]
    before = draw("homere", 3, 1, calibrated=False)
    assert before.error is None
    assert list(ensembles._scales(before)) == [0.5] * 3
    assert list(before.row) == [-1] * 3


def test_published_quantities_are_measured_in_the_same_runs(drawn):
    wanted = [each for each in observations() if each.scheme == "homere"]
    config = with_horizon(configure("homere"), 20)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(posterior, "read", lambda: None)
        found = ensemble(config, 40, 3, 1, wanted=wanted)
    assert np.array_equal(found.departures, drawn.departures)
    assert found.measured.shape == (40, len(wanted))
    place = next(i for i, each in enumerate(wanted) if each.indicator == "departures")
    assert found.measured[:, place] == pytest.approx(found.departures[:, : wanted[place].month].sum(axis=1))
    assert drawn.measured.shape == (40, 0)


def test_an_ensemble_is_the_same_for_the_same_seed_and_another_for_another(drawn):
    config = with_horizon(configure("homere"), 20)
    assert np.array_equal(ensemble(config, 40, 3, 1).departures, drawn.departures)
    assert not np.array_equal(ensemble(config, 40, 4, 1).departures, drawn.departures)


def test_a_longer_run_does_not_change_the_months_before(drawn):
    longer = ensemble(with_horizon(configure("homere"), drawn.horizon + 12), 40, 3, 1)
    assert np.array_equal(longer.departures[:, : drawn.horizon], drawn.departures)
