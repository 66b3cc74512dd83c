"""Candidates: they apply, wait, accept, start remotely, return or stay as theory says (L11, L15, L18, L19, L22)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import candidate, record

from sim.agents import candidate as decisions
from sim.draws import probability

p = record()
share = st.floats(0, 1)
draw = st.floats(2**-33, 1 - 2**-33)
quality = st.floats(-10, 10)


@given(draw, share, share)
def test_fewer_apply_in_a_shock(u, one, other):
    calm, struck = sorted((one, other))
    assert decisions.applies(u, calm, p) >= decisions.applies(u, struck, p)


@given(draw, st.floats(0.5, 120))
def test_patience_is_at_least_a_month(u, mean):
    assert decisions.patience(u, mean) >= 1


@given(draw, st.floats(0.5, 120), st.floats(0.5, 120))
def test_patience_rises_with_its_mean(u, one, other):
    short, long = sorted((one, other))
    assert decisions.patience(u, short) <= decisions.patience(u, long)


def test_patience_has_the_declared_mean():
    drawn = [decisions.patience(u, 10.0) for u in (np.arange(20_000) + 0.5) / 20_000]
    assert np.mean(drawn) == pytest.approx(10.5, abs=0.05)  # whole months, rounded up


@given(st.floats(-4, 4, width=32), st.floats(-4, 4, width=32), st.floats(-4, 4), st.floats(0, 9), st.floats(0, 9))
def test_match_quality_falls_with_mismatch_and_rises_with_fit(skill, language, fit, one, other):
    near, far = sorted((one, other))
    person = candidate(skill=skill, language=language)
    assert decisions.match_quality(person, near, fit, p) >= decisions.match_quality(person, far, fit, p)
    assert decisions.match_quality(person, near, fit, p) <= decisions.match_quality(person, near, fit + 1.0, p)


@given(draw, quality, quality)
def test_acceptance_rises_with_quality(u, one, other):
    poor, good = sorted((one, other))
    assert decisions.accepts(u, poor, p) <= decisions.accepts(u, good, p)


def test_acceptance_happens_as_often_as_its_utility_says():
    accepted = np.mean([decisions.accepts(u, 0.5, p) for u in (np.arange(4000) + 0.5) / 4000])
    assert accepted == pytest.approx(
        probability(p.candidates.accept_utility + 0.5 * p.candidates.accept_quality), abs=1e-3
    )


@given(quality, quality)
def test_early_return_falls_with_quality(one, other):
    poor, good = sorted((one, other))
    assert 0.0 <= decisions.return_probability(good, p) <= decisions.return_probability(poor, p) <= 1.0


@given(quality, st.floats(1, 60), st.floats(1, 60))
def test_early_return_rises_with_the_length_of_the_stay(quality, one, other):
    short, long = (record({"design.stay_months": stay}) for stay in sorted((one, other)))
    assert decisions.return_probability(quality, short) <= decisions.return_probability(quality, long)


def test_early_return_is_given_per_year():
    year, two = (record({"design.stay_months": months}) for months in (12.0, 24.0))
    stayed = 1 - decisions.return_probability(0.0, year)
    assert 1 - decisions.return_probability(0.0, two) == pytest.approx(stayed**2)


def test_lower_levels_return_more_often():
    low, medium, high = (
        decisions.return_probability(0.0, record({"design.level": k})) for k in ("low", "medium", "high")
    )
    assert low > medium > high


def test_each_further_component_helps_less():
    left = [decisions.relief(record({"design.components": number})) for number in range(13)]
    helped = -np.diff(left)
    assert left[0] == 1.0
    assert (helped > 0).all()
    assert (np.diff(helped) < 0).all()


@given(draw, share, share, st.floats(0.01, 3))
def test_support_helps_reintegration(u, one, other, economy):
    less, more = sorted((one, other))
    assert decisions.reintegrates(u, less, economy, p) <= decisions.reintegrates(u, more, economy, p)


@given(draw, st.floats(0, 3), st.floats(0, 3))
def test_a_better_economy_helps_reintegration(u, one, other):
    poor, rich = sorted((one, other))
    assert decisions.reintegrates(u, 0, poor, p) <= decisions.reintegrates(u, 0, rich, p)


@given(draw)
def test_a_remote_start_is_taken_as_often_as_its_utility_says(u):
    assert decisions.starts_remotely(u, p) == (u < probability(p.candidates.remote_accept))


def test_an_applicant_is_the_same_under_every_design():
    one, other = candidate(), candidate()
    design = record({"design.digital": 1.0, "design.places": 500, "design.interview_share": 0.0})
    decisions.create(one, 7, 1, 0.3, -0.2, 1.1, 1, p)
    decisions.create(other, 7, 1, 0.3, -0.2, 1.1, 1, design)
    assert one.tobytes() == other.tobytes()
