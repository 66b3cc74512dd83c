"""How points are compared with what was published: values by scheme, simulated quantities, distances, likelihood."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from analysis.fitting import vary
from analysis.fitting.fit import Fit
from analysis.fitting.observations import observations
from analysis.fitting.plausible import plausible
from analysis.fitting.tempering import SPREAD
from sim import configure
from sim.parameters import LEVER, parameters, value_of
from sim.runs.prior import quantile
from sim.setup.typical import stated

PAIR = ["palim", "morocco_germany"]
VARYING = ["permits.months", "employers.need_weight"]


@pytest.fixture(scope="module")
def fit():
    return Fit(PAIR, VARYING, 1, 1)


@pytest.fixture(scope="module")
def points(fit):
    return plausible(fit, 6, np.random.default_rng(2))


def simulated(fit, points, rows=slice(None)):
    return fit.simulated(points.shared[rows], points.theta[rows], points.own[rows], points.replicates[rows])


def test_dimensions_are_what_is_shared_what_varies_and_what_is_a_schemes_own(fit):
    assert not set(fit.shared) & set(VARYING)
    assert all(":" not in name for name in fit.shared)
    assert all(name.partition(":")[0] == PAIR[owner] for name, owner in zip(fit.own, fit.owner, strict=True))
    assert set(fit.prior.names) == {*fit.shared, *fit.varying, *fit.own}


def test_values_by_scheme(fit, points):
    """Shared: the same for both; varying: each scheme's own place on the normal scale; own: of one scheme only."""
    columns = fit.columns(points.shared, points.theta, points.own)
    first, second = slice(0, 6), slice(6, 12)
    for place, name in enumerate(fit.shared):
        expected = quantile(fit.prior.ranges[name], points.shared[:, place], name)
        for scheme, config, mine in zip(PAIR, fit.configs.values(), (first, second), strict=True):
            if f"{scheme}:{name}" in fit.own:
                continue
            kept = stated(config, name)
            assert np.array_equal(columns[name][mine], np.full(6, value_of(config, name)) if kept else expected), name
    assert not stated(fit.configs["palim"], "employers.hire_base")
    months = fit.prior.ranges["permits.months"]
    share = norm.cdf(points.theta[3, 1, 0])
    by_hand = np.exp(np.log(months.low) + share * (np.log(months.high) - np.log(months.low)))
    assert months.scale == "log"
    assert columns["permits.months"][second][3] == pytest.approx(by_hand)
    for place, each in enumerate(fit.own):
        scheme, _, name = each.partition(":")
        mine = (first, second)[PAIR.index(scheme)]
        assert np.array_equal(columns[name][mine], quantile(fit.prior.ranges[each], points.own[:, place], name)), each


def test_a_scheme_keeps_what_its_scenario_states(fit, points):
    columns = fit.columns(points.shared, points.theta, points.own)
    kept = 0
    for place, (scheme, config) in enumerate(fit.configs.items()):
        for name, values in columns.items():
            if f"{scheme}:{name}" not in fit.own and (stated(config, name) or parameters()[name].kind == LEVER):
                assert (values[6 * place : 6 * place + 6] == value_of(config, name)).all(), name
                kept += 1
    assert kept > 2


def test_a_point_is_simulated_alike_alone_among_others_and_on_any_number_of_threads(fit, points):
    together = simulated(fit, points)
    assert np.array_equal(together, simulated(Fit(PAIR, VARYING, 1, 2), points), equal_nan=True)
    assert np.array_equal(together[3:4], simulated(fit, points, slice(3, 4)), equal_nan=True)
    assert (np.nanmax(together, axis=0) > np.nanmin(together, axis=0)).any()


def test_a_scheme_is_simulated_alike_whatever_the_other_does(fit, points):
    other = replace(points, theta=points.theta.copy(), replicates=points.replicates.copy())
    other.theta[:, 1], other.replicates[:, 1] = -other.theta[:, 1], other.replicates[:, 1] + 1
    mine = fit.of_scheme[0]
    assert np.array_equal(simulated(fit, points)[:, mine], simulated(fit, other)[:, mine], equal_nan=True)
    assert not np.array_equal(simulated(fit, points), simulated(fit, other), equal_nan=True)


def test_shortened_runs_measure_as_full_ones(fit, points):
    full = Fit(PAIR, VARYING, 1, 1)
    full.configs = {scheme: configure(scheme) for scheme in PAIR}
    assert any(fit.configs[scheme].horizon < full.configs[scheme].horizon for scheme in PAIR)
    short, long = simulated(fit, points), simulated(full, points)
    later = [
        each.statistic == "first" for each in fit.observations
    ]  # what comes after a shortened run is far off either way
    assert np.array_equal(short[:, ~np.array(later)], long[:, ~np.array(later)], equal_nan=True)
    assert fit.distances(short) == pytest.approx(fit.distances(long))


def test_likelihood_by_hand(fit):
    """Distances are normal errors: half of their squares, summed over the observations of each scheme. (None of these schemes has a
    count with a learned error, see test_error.py.)"""
    assert all(each.planned is None for each in fit.observations)
    middle = np.array([min(max(each.low, -1e6), each.high) for each in fit.observations])[None, :]
    scale = np.array([0.5])
    assert fit.of(middle, scale).tolist() == [[0.0, 0.0]]
    off = middle.copy()
    first, last = fit.of_scheme[0][0], fit.of_scheme[1][0]
    off[0, first] = fit.observations[first].low - 2.0 * fit.observations[first].tolerance
    off[0, last] = np.nan
    assert fit.of(off, scale)[0] == pytest.approx(
        [-2.0, -18.0]
    )  # -(2^2) / 2; what is undefined is 6 tolerances off: -(6^2) / 2


def test_a_point_is_what_its_simulated_quantities_say(fit, points):
    assert np.array_equal(
        fit(points.shared, points.theta, points.own, points.replicates),
        fit.of(simulated(fit, points), fit.scale(points.shared)),
    )


def test_other_outcomes_can_be_given_and_change_nothing_that_is_simulated(fit, points):
    same = Fit(PAIR, VARYING, 1, 1, given=[each for each in observations() if each.scheme in PAIR])
    assert same.observations == fit.observations
    moved = [replace(each, low=5.0, high=5.0, tolerance=1.0) for each in fit.observations]
    other = Fit(PAIR, VARYING, 1, 1, given=moved)
    other.configs = fit.configs
    assert np.array_equal(simulated(other, points), simulated(fit, points), equal_nan=True)
    assert other.distances(np.full((1, len(moved)), 7.0)).tolist() == [[2.0] * len(moved)]


def test_attention_is_a_fifth_alike_and_the_rest_by_influence(fit):
    weighed = Fit(PAIR, VARYING, 1, 1)
    number = len(weighed.dimensions) + 2
    weighed.weights = np.zeros(number)
    weighed.weights[[0, -1]] = 3.0, 1.0
    assert weighed.attention[0] == pytest.approx(0.2 / number + 0.6)
    assert weighed.attention[-1] == pytest.approx(0.2 / number + 0.2)
    assert weighed.attention.sum() == pytest.approx(1.0)
    assert fit.attention.tolist() == [1.0] * number


def test_plausible_points_are_drawn_from_the_prior(fit):
    many = plausible(fit, 20_000, np.random.default_rng(3))
    assert many.shared.mean() == pytest.approx(0.5, abs=0.01)
    assert many.mean.std() == pytest.approx(1.0, abs=0.02)
    assert many.spread.mean() == pytest.approx(SPREAD * np.sqrt(2 / np.pi), rel=0.02)
    apart = (many.theta - many.mean[:, None]) / many.spread[:, None]
    assert apart.std() == pytest.approx(1.0, abs=0.02)


def test_influence_is_the_squared_rank_correlation_less_what_chance_gives(monkeypatch):
    """The number that moved rises with one parameter and falls half as closely with another."""

    def simulate(fit, shared, theta, own, replicates):
        up, down = shared[:, fit.shared.index("trust.gain")], shared[:, fit.shared.index("permits.months")]
        noise = np.random.default_rng(1).random(len(shared))
        return np.tile((4.0 * up - 2.0 * down + noise)[:, None], (1, len(fit.observations)))

    monkeypatch.setattr(Fit, "simulated", simulate)
    table = vary.influences(PAIR, 1, 1, points=2000)
    assert table.parameter[:2].tolist() == ["trust.gain", "permits.months"]
    total = 4.0**2 + 2.0**2 + 1.0  # variances of the three terms, in twelfths
    assert table.influence[0] == pytest.approx(16.0 / total, abs=0.05)
    assert table.influence[1] == pytest.approx(4.0 / total, abs=0.05)
    assert table.influence[2] < 0.01
    assert table.palim[1] < 0 < table.palim[0]
    assert vary.chosen(table) == table.parameter[: vary.VARY].tolist()
