"""Factors: what a word of the command line stands for, and the values that quantiles turn into."""

import numpy as np
import pandas as pd
import pytest

from analysis.sensitivity.factors import chosen_factors, most_influential
from analysis.sensitivity.runs import grouped
from analysis.worlds.dimensions import SETTINGS
from analysis.worlds.uncertain import plausible, uncertain_parameters
from sim import configure
from sim.errors import UserError
from sim.evidence.published import FOLDER
from sim.parameters import parameters

U = np.linspace(0.0, 1.0, 10_001)


@pytest.fixture(scope="module")
def config():
    return configure("baseline")


def only(config, name, text=""):
    [factor] = chosen_factors(config, {name: text})[0]
    return factor


def test_all_uncertainties_and_the_planners_dimensions(config):
    factors, left = chosen_factors(config, ["uncertainties", "dimensions"])
    names = [factor.name for factor in factors]
    varied = {each.name for each in uncertain_parameters([config])}
    assert set(names) | set(left) >= varied | set(SETTINGS)
    assert names == [name for name in parameters() if name in names]  # in the order of the registry
    for factor in factors:
        values = np.asarray(factor.quantiles(U), float)
        low, high = factor.parameter.low, factor.parameter.high
        assert np.isfinite(values).all(), factor.name
        assert np.ptp(values) > 0, factor.name
        assert low is None or (values.min() >= low and values.max() <= high), factor.name
    assert "politics.election_month" not in names
    assert "recognition.required_level.medium" in left  # the other levels are measured by it


def test_the_most_influential_are_read_from_the_evidence(config):
    table = pd.read_csv(FOLDER / "influence.csv")
    first = set(table.nlargest(10, "influence").parameter)
    assert set(most_influential()) == first
    factors, left = chosen_factors(config, ["influential", "dimensions"])
    assert {factor.name for factor in factors} | set(left) == first | set(SETTINGS)


def test_months_of_events_are_said_as_months(config):
    assert only(config, "shock.month").range == "none, or month 0 to 35"
    assert only(config, "shock.month", "6 to 12").range == "month 6 to 12"


def test_patterns_names_and_their_quantiles(config):
    factors, _ = chosen_factors(config, ["recognition.months", "shock.*"])
    names = [factor.name for factor in factors]
    assert "recognition.months" in names
    assert {"shock.month", "shock.severity", "shock.closure_months"} <= set(names)
    assert all(name == "recognition.months" or name.startswith("shock.") for name in names)
    months = only(config, "recognition.months")
    assert np.array_equal(
        months.quantiles(U), plausible(parameters()["recognition.months"], config.recognition.months, U)
    )
    assert months.range == "2 to 6 months"


def test_shocks_come_with_their_probability(config):
    month = chosen_factors(config, ["shock.month"], 0.25)[0][0].quantiles(U)
    assert np.mean(month < 0) == pytest.approx(0.75, abs=0.001)
    struck = month[month >= 0]
    assert set(struck) == set(range(36))
    assert np.ptp(np.bincount(struck.astype(int))) <= 2
    assert (chosen_factors(config, ["shock.month"], 1.0)[0][0].quantiles(U) >= 0).all()


@pytest.mark.parametrize(("name", "text", "values"), [
    ("design.advisory_board", "", {0, 1}),
    ("design.kind", "", {0, 1, 2, 3, 4}),
    ("design.kind", "study, internship", {2, 3}),
    ("design.first_intake", "", set(range(12))),
    ("design.first_intake", "2 to 4", {2, 3, 4}),
    ("markets.count", "", {1, 2, 3, 4}),
    ("design.shortlist", "3, 7", {3, 7}),
])  # fmt: skip
def test_whole_numbers_switches_and_categories_are_sampled_evenly(config, name, text, values):
    drawn = np.asarray(only(config, name, text).quantiles(U)).astype(int)
    assert set(drawn) == values
    assert np.ptp(np.unique(drawn, return_counts=True)[1]) <= 2


def test_a_range_of_ones_own(config):
    factor = only(config, "design.duration_years", "2 to 5")
    assert (factor.quantiles(U).min(), factor.quantiles(U).max()) == (2.0, 5.0)
    assert factor.range == "2 to 5 years"


@pytest.mark.parametrize(("asked", "message"), [
    (["recognition.mont"], r"did you mean recognition\.months"),
    (["nothing.*"], "is no parameter that can be varied"),
    (["horizon"], "is no parameter that can be varied"),
    (["design.preparation_months"], r"stands at 0.*factors\.design\.preparation_months="),
    ({"design.places": "90 to 30"}, "its end is not above its beginning"),
    ({"design.places": "30 to many"}, "'many' is not a whole number"),
    ({"design.flexibility": "0 to 2"}, "is not a number from 0 to 1"),
    ({"design.kind": "employment to study"}, "takes a list"),
    ({"design.kind": "employment, studying"}, "is not one of"),
    ({"design.places": "60"}, "neither a range"),
])  # fmt: skip
def test_what_cannot_be_varied_is_said(config, asked, message):
    with pytest.raises(UserError, match=message):
        chosen_factors(config, asked)


def test_groups(config):
    factors, _ = chosen_factors(config, ["uncertainties", "dimensions"])
    by_name = {factor.name: factor.group for factor in grouped(factors, "dimensions")}
    assert set(by_name.values()) == {"duration", "flexibility", "shock", "recognition", "market_diversity", "others"}
    assert by_name["shock.severity"] == "shock"
    assert by_name["recognition.success"] == "recognition"
    assert by_name["markets.volatility"] == "others"
    sections = {factor.group for factor in grouped(factors, "sections")}
    assert {"trust", "employers", "design"} <= sections
    assert grouped(factors, "none") == factors
