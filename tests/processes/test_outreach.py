"""Outreach: the passing score, who applies, calls in every country of origin that signed (L6, L17)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import finished, record, small

from sim.draws import probability
from sim.processes import outreach
from sim.state import Stage

p = record()


def test_as_many_pass_as_are_wanted_and_a_margin():
    chance = np.random.default_rng(1)
    noise = p.agencies.screening_noise
    scores = chance.standard_normal(200_000) + noise * chance.standard_normal(200_000)
    passed = (scores >= outreach.passing_score(100, 1000.0, p)).mean()
    assert passed == pytest.approx((100 + 10) / 1000, rel=0.03)


def test_everyone_passes_where_there_are_no_more_applicants_than_places():
    assert outreach.passing_score(10, 12.0, p) == -np.inf
    assert outreach.passing_score(10, 0.0, p) == -np.inf


@given(st.integers(1, 1000), st.integers(1, 1000), st.floats(1, 1e6))
def test_more_places_lower_the_passing_score(one, other, applicants):
    few, many = sorted((one, other))
    assert outreach.passing_score(few, applicants, p) >= outreach.passing_score(many, applicants, p)


@given(st.floats(0, 1))
def test_share_that_applies(intensity):
    assert outreach.applying_share(intensity, p) == pytest.approx(probability(p.candidates.apply_utility - intensity))


def people(*values):
    state = finished(small(*values))
    return state.book.candidates[: state.book.scheme[0].candidates]


def test_women_apply_in_their_share():
    everyone = people({"scale": 2.0, "candidates.women": 0.4, "horizon": 24})
    assert everyone["gender"].mean() == pytest.approx(0.4, abs=4 * np.sqrt(0.24 / len(everyone)))


def test_no_country_of_origin_has_an_easier_passing_score():
    three = {"corridor.origins": 3, "scale": 1.0, "design.places": 300, "horizon": 30, "agencies.screenings": 1e6}
    everyone = people(three, {"design.budget_total": 1e8, "candidates.call_variation": 0.0})
    selected = everyone[~np.isin(everyone["stage"], [Stage.applied, Stage.rejected])]
    lowest = [np.quantile(selected["score"][selected["origin"] == origin], 0.1) for origin in range(3)]
    assert np.ptp(lowest) < 0.25


def test_numbers_of_applicants_are_unique():
    everyone = people({"corridor.origins": 2})
    assert len(set(zip(everyone["origin"], everyone["agent"], strict=True))) == len(everyone)
