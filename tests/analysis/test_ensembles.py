"""What is counted of a scheme, and the model's sample: months, windows, the error of a count, first arrivals."""

import numpy as np
import pytest
from scipy import stats

from analysis.forecasting.counts import Count, count_of, planned_end, with_horizon
from analysis.forecasting.ensembles import Ensemble, ensemble, with_error
from sim import configure
from sim.evidence.pairs import pairs

DEPARTURES = np.array([[0, 0, 3, 1], [2, 0, 0, 0], [0, 0, 0, 0]], np.float64)
FOUND = Ensemble(DEPARTURES, np.array([4.0, 1.0, 0.0]), np.full(3, 1 / 3), np.zeros(3))


@pytest.mark.parametrize(("month", "window", "expected"), [
    (2, 0, [0, 2, 0]), (3, 0, [3, 2, 0]), (4, 0, [4, 2, 0]), (4, 2, [4, 0, 0]), (3, 1, [3, 0, 0]), (0, 0, [0, 0, 0]),
])  # fmt: skip
def test_moved_are_departures_before_the_month(month, window, expected):
    assert list(FOUND.moved(month, 100.0, window)) == expected


def test_first_arrival_is_the_month_of_the_first_departure():
    assert list(FOUND.first_arrival) == [2, 0, np.inf]


def test_a_month_that_was_not_simulated_is_refused():
    with pytest.raises(ValueError, match="month 5 was not simulated: the runs have 4 months"):
        FOUND.moved(5, 100.0)


def test_the_error_by_hand():
    """A tenth of 50 places is 5 persons; of 5 places it would be half a person, so 1.5; never below nobody."""
    persons, errors = np.array([20.0, 20.0, 3.0]), np.array([1.0, -2.0, -1.0])
    assert list(with_error(persons, 50.0, errors)) == [25.0, 10.0, 0.0]
    assert list(with_error(persons, 5.0, errors)) == [21.5, 17.0, 1.5]


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
    return ensemble(with_horizon(configure("homere"), 20), 40, 3, 1)


def test_an_ensemble_is_one_run_in_each_world(drawn):
    assert drawn.departures.shape == (40, configure("homere").horizon)
    assert drawn.weights.sum() == pytest.approx(1.0)
    moved = drawn.departures[:, :20].sum(axis=1)
    assert np.unique(moved).size > 3
    assert (drawn.completed <= drawn.departures.sum(axis=1) + 1e-9).all()
    assert drawn.errors.mean() == pytest.approx(0.0, abs=1e-12)
    assert np.sort(drawn.errors) == pytest.approx(stats.norm.ppf((np.arange(40) + 0.5) / 40))
    assert drawn.moved(20, 250.0) == pytest.approx(np.maximum(moved + 25 * drawn.errors, 0))


def test_an_ensemble_is_the_same_for_the_same_seed_and_another_for_another(drawn):
    config = with_horizon(configure("homere"), 20)
    assert np.array_equal(ensemble(config, 40, 3, 1).departures, drawn.departures)
    assert not np.array_equal(ensemble(config, 40, 4, 1).departures, drawn.departures)


def test_a_longer_run_does_not_change_the_months_before(drawn):
    longer = ensemble(with_horizon(configure("homere"), drawn.horizon + 12), 40, 3, 1)
    assert np.array_equal(longer.departures[:, : drawn.horizon], drawn.departures)
