"""The safest numbers in sentences: whole, grammatical in every case, and rounded."""

import math

import numpy as np
import pytest

from sim.evidence import outside_view
from sim.parameters import Config
from sim.reporting import safest, safest_words
from sim.reporting.estimate import Estimate
from sim.reporting.safest import Better, Frequency, Spread

CONFIG = Config(scenario="made_up", start="2019-03")


@pytest.mark.parametrize(("count", "total", "text"), [
    (7, 30, "7 of 30"), (24, 100, "24 of 100"), (48, 200, "24 of 100"), (49, 200, "25 of 100"), (1, 1000, "fewer than 1 of 100"),
    (999, 1000, "more than 99 of 100"), (0, 200, "0 of 200"), (2000, 2000, "2,000 of 2,000"), (3, 400, "1 of 100"),
])  # fmt: skip
def test_of_a_hundred(count, total, text):
    assert safest_words.of_hundred(count, total) == text


@pytest.mark.parametrize(("each", "uncertainty", "text"), [
    (Frequency(0.5, 30, 48, 200), "both",
     "In 24 of 100 plausible worlds, fewer than half of the 60 places (fewer than 30) lead to a completed mobility."),
    (Frequency(0.5, 30, 48, 200), "chance",
     "In 24 of 100 runs of this one world, fewer than half of the 60 places (fewer than 30) lead to a completed mobility."),
    (Frequency(0.5, 30, 200, 200), "parameters",
     "In all 200 plausible worlds, fewer than half of the 60 places (fewer than 30) lead to a completed mobility."),
    (Frequency(0.5, 30, 0, 200), "both",
     "In all 200 plausible worlds, at least half of the 60 places (30 or more) lead to a completed mobility."),
    (Frequency(1.0, 60, 20, 40), "both", "In 20 of 40 plausible worlds, not all of the 60 places lead to a completed mobility."),
    (Frequency(1.0, 60, 0, 40), "both", "In all 40 plausible worlds, all of the 60 places lead to a completed mobility."),
    (Frequency(0.0, 1, 3, 40), "both", "In 3 of 40 plausible worlds, there is not one completed mobility."),
    (Frequency(0.0, 1, 40, 40), "both", "In all 40 plausible worlds, there is not one completed mobility."),
])  # fmt: skip
def test_how_often(each, uncertainty, text):
    assert safest_words.how_often(each, 60, uncertainty) == text


def test_promises():
    many, one, none = np.array([20.0] * 8 + [3.0, 2.0]), np.array([1.0] * 9 + [0.0]), np.array([0.0] * 3 + [9.0] * 7)
    said = safest_words.promised(many, 96, CONFIG, "both")
    assert (
        said
        == "Promise at most 20 completed mobilities: 8 of 10 plausible worlds have at least so many by month 96 (Mar 2027)."
    )
    said = safest_words.promised(one, 36, CONFIG, "both")
    assert (
        said
        == "Promise at most 1 completed mobility: 8 of 10 plausible worlds have at least this one by month 36 (Mar 2022)."
    )
    said = safest_words.promised(none, 36, CONFIG, "chance")
    assert said.startswith("Promise no number: in more than 2 of 10 runs of this one world, there is not one")
    assert safest_words.promised(np.array([5.0]), 36, CONFIG, "both") == ""
    assert safest_words.promised(np.array([5.0, math.nan]), 36, CONFIG, "both") == ""


def test_cost_in_8_of_10():
    cost = np.array([1.0e6] * 8 + [1.9e6, 2.0e6])
    assert safest_words.spent_at_most(cost, "both") == (
        "In 8 of 10 plausible worlds, the scheme spends at most 1 million EUR of public money."
    )
    assert safest_words.spent_at_most(cost[:1], "both") == ""


def test_persons_are_rounded_to_what_is_known():
    assert safest_words.persons(Spread(8.3, 23.0, 41.0, 24.0, 22.0, 26.0)) == "25 (10 to 40)"
    assert safest_words.persons(Spread(7.0, 7.0, 7.0, 7.0, 7.0, 7.0)) == "7"
    assert safest_words.persons(safest.spread([])) == "undefined"
    assert (
        safest_words.roughly(Estimate("public_cost", "EUR", 1_234_567, 1e6, 2e6, 9, 9))
        == "1.2 million EUR (1 to 2 million)"
    )
    assert safest_words.roughly(Estimate("trained", "persons", 123, 80, 171, 9, 9)) == "120 (80 to 170)"
    assert safest_words.roughly(Estimate("trained", "persons", 123, 123, 123, 1, 1)) == "120"
    assert safest_words.roughly(Estimate("trained", "persons", math.nan, math.nan, math.nan, 0, 9)) == "undefined"


def test_after_the_funding():
    said = safest_words.after_funding(np.array([4.0, 5.0, 6.0]), np.array([0.0, 0.0, 2.0]))
    assert (
        said
        == "Of the completed mobilities, 5 (4 to 6) end after public funding has ended; hosts pay for 0 (0 to 2) of them."
    )
    said = safest_words.after_funding(np.array([5.0, 5.0]), np.zeros(2))
    assert said == "Of the completed mobilities, 5 end after public funding has ended."
    assert safest_words.after_funding(np.zeros(3), np.zeros(3)) == ""


def test_the_mean_is_apart_from_the_spread():
    said = safest_words.mean_and_spread(np.array([0.0, 10.0, 20.0, 30.0, 40.0] * 40), "both")
    assert "nine in ten have 0 to 40 completed mobilities" in said
    assert "The mean of all 200 is 20 (95 % interval 18 to 22)." in said
    assert said.endswith("More worlds narrow this interval, not the spread.")
    assert safest_words.mean_and_spread(np.array([3.0]), "both") == ""


def test_the_outside_view_is_in_persons():
    view = outside_view.of(CONFIG)
    middle = float(view.quantile(0.5)) * 1000
    said = safest_words.outside(view, 1000, np.full(10, 400.0), CONFIG)
    told = int(said.split("after the start: ")[1].split(" persons move")[0])
    width = float(view.quantile(0.95) - view.quantile(0.05)) * 1000
    assert abs(told - middle) <= 0.5 * safest.step(middle, width)
    assert said.endswith("The model: 400 depart by the end of public funding.")
    short = Config(horizon=24)
    assert safest_words.end_of_funding(short) == "month 24"
    assert "The model" not in safest_words.outside(view, 1000, np.array([math.nan]), CONFIG)


@pytest.mark.parametrize(("found", "text"), [
    (Better(61, 15, 24), "Design b completes more than design a in 61, as many in 15, fewer in 24 of 100 plausible worlds."),
    (Better(3, 0, 1), "Design b completes more than design a in 3, as many in 0, fewer in 1 of 4 plausible worlds."),
    (Better(2, 1, 0), "Design b completes more than design a in 2, as many in 1, fewer in 0 of 3 plausible worlds."),
    (Better(100, 100, 100), "Design b completes more than design a in 34, as many in 33, fewer in 33 of 100 plausible worlds."),
    (Better(0, 7, 0), "Design b and design a complete equally many mobilities in all 7 plausible worlds."), (Better(1, 0, 0), ""),
])  # fmt: skip
def test_more_equal_fewer(found, text):
    assert safest_words.more_equal_fewer(found, "design a", "design b", "both") == text


def test_what_the_numbers_are():
    assert safest_words.caveat("both", 1).startswith("This is one run.")
    assert "medians over 200 worlds" in safest_words.caveat("both", 200)
    for kind in ("chance", "parameters", "both"):
        assert safest_words.DIFFERS[kind] in safest_words.caveat(kind, 50)
