"""Published outcomes: each rests on evidence that exists, and a run is measured as the file says."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.fitting.measuring import END, indicators_of, measured
from analysis.fitting.observations import FARTHEST, MOVED, Observation, learned_pairs, observations
from analysis.worlds.experiments import Runs
from sim import configure
from sim.evidence.pairs import pairs
from sim.evidence.published import references
from sim.indicators import MONTHLY


def observation(statistic, indicator, month=None, low=1.0, high=2.0):
    return Observation("palim", "a quantity", statistic, indicator, month, low, high, 0.5, "persons", ("a.b",), "")


def runs(totals=None, **monthly):
    shaped = {name: np.array(values, float)[None, None, :] for name, values in monthly.items()}
    return Runs({name: np.array([[value]]) for name, value in (totals or {}).items()}, shaped, 1.0, 1.0, 1)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (observation("total", "matches", 2), 3.0),
        (observation("total", "matches+departures", 3), 10.0),
        (observation("total", "matches-departures", 3), 4.0),
        (observation("first", "departures"), 2.5),
        (observation("share", "sme_share", 3), 1 - 2 / 7),
        (observation("end", "funding_end"), 26.0),
    ],
)
def test_measures(asked, expected):
    made = runs({END: 26.0}, matches=[1, 2, 4], departures=[0, 0, 3], hires_large=[0, 1, 1])
    assert measured(asked, made)[0, 0] == pytest.approx(expected)


def test_what_never_happened_has_no_first_month_and_no_share():
    made = runs(matches=[0, 0], departures=[0, 0], hires_large=[0, 0])
    for asked in (observation("first", "departures"), observation("share", "sme_share", 2)):
        assert np.isnan(measured(asked, made)).all()
        assert asked.distance(measured(asked, made)) == FARTHEST


@pytest.mark.parametrize(
    ("low", "high", "value", "distance"),
    [(1, 2, 1.5, 0), (1, 2, 0.5, 1), (1, 2, 3, 2), (20, np.inf, 1e9, 0), (-np.inf, 0, 1, 2), (1, 2, -1e9, FARTHEST)],
)
def test_distance_in_tolerances_from_the_published_range(low, high, value, distance):
    assert observation("total", "matches", 2, low, high).distance(value) == pytest.approx(distance)


def test_every_observation_rests_on_published_figures_of_its_scheme():
    """Targets name figures of the evidence, the others the row of their scheme in pairs.csv."""
    for each in observations():
        assert each.tolerance > 0
        assert each.low <= each.high
        assert each.reason
        for name in each.evidence:
            assert name == f"pairs.{each.scheme}" or name in references(), name
            assert name.startswith((f"{each.scheme}.", "pairs.", "mpf.")), name
        assert configure(each.scheme).scenario == each.scheme


def test_published_numbers_are_those_of_the_evidence():
    """Where the figure is a plain number, the target is that number (or the end of its range)."""
    checked = 0
    for each in TARGETS:
        reference = references()[each.evidence[0]]
        if len(each.evidence) > 1 or not reference.low or each.unit in ("share", "EUR"):
            continue
        known = {float(reference.low), float(reference.high or reference.low)}
        if each.quantity not in DERIVED:
            assert known & {each.low, each.high}, each.quantity
            checked += 1
    assert checked >= 8


TARGETS = [each for each in observations() if not each.evidence[0].startswith("pairs.")]


def test_a_scheme_to_learn_from_says_how_many_moved_and_when_the_first_came():
    """Haiti: 14 of 100 planned by month 17, the first in month 12 or 13: a tenth of the plan, and three months, are the tolerances."""
    moved, first = (each for each in observations() if each.scheme == "haiti_h2a")
    assert (moved.statistic, moved.indicator, moved.month, moved.window) == ("total", "departures", 17, None)
    assert (moved.low, moved.high, moved.tolerance) == (14.0, 14.0, 10.0)
    assert (first.statistic, first.indicator, first.low, first.high, first.tolerance) == (
        "first",
        "departures",
        12.0,
        13.0,
        3.0,
    )


def test_counts_of_pairs_have_a_learned_error_and_are_shown_in_tenths_of_the_plan():
    for each in observations():
        if each.quantity.startswith("Moved by month") and each.evidence == (f"pairs.{each.scheme}",):
            assert each.planned == pairs()[each.scheme].planned, each.scheme
            assert each.tolerance == MOVED * each.planned, each.scheme


def test_what_a_target_says_already_is_not_said_twice():
    said = [(each.scheme, each.statistic, each.indicator) for each in observations() if each.statistic == "first"]
    assert len(said) == len(set(said))


def test_only_what_may_be_learned_from_is_observed():
    learned = {each.scheme for each in observations()}
    assert not {name for name, each in pairs().items() if each.use == "forecast"} & learned
    assert not {name for name in learned_pairs() if pairs()[name].aside}
    assert len(learned) >= 18


def test_a_window_counts_its_months_only():
    made = runs(departures=[1, 2, 4, 8])
    assert measured(replace(observation("total", "departures", 4), window=2), made)[0, 0] == 12.0
    assert measured(replace(observation("total", "departures", 3), window=12), made)[0, 0] == 7.0


DERIVED = {"End of funding", "First arrivals"}
"""Dates and durations that the figure tells in words (20 months in all; launch in the tenth month; a year after the start)."""


def test_the_two_schemes_without_an_outcome_are_not_among_the_targets():
    assert not {"ygca", "match"} & {each.scheme for each in observations()}


def test_indicators_needed_have_monthly_values():
    assert set(indicators_of(observations())) <= set(MONTHLY)
