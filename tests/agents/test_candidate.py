"""Candidates: they apply, wait, accept, start remotely, return or stay as theory says (L11, L15, L18, L19, L22)."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import candidate, record

from sim.agents import candidate as decisions
from sim.draws import probability
from sim.parameters import Mobility, Sector

p = record()
share = st.floats(0, 1)
draw = st.floats(2**-33, 1 - 2**-33)
quality = st.floats(-10, 10)


@given(draw, share, share)
def test_fewer_apply_in_a_shock(u, one, other):
    calm, struck = sorted((one, other))
    assert decisions.applies(u, calm, p) >= decisions.applies(u, struck, p)


def test_women_are_reached_in_their_share_whoever_applies():
    women = record({"candidates.women": 0.4})
    reached = (np.arange(20_000) + 0.5) * 2.0**32 // 20_000 / 2.0**32
    for intensity in (0.0, 1.0):
        applied = [decisions.is_woman(u, women) for u in reached if decisions.applies(u, intensity, p)]
        assert np.mean(applied) == pytest.approx(0.4, abs=0.01)


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


def chance(utility):
    return 1 / (1 + math.exp(-utility))


def decides(decision, expected):
    """Whether a decision on a uniform draw is taken just below the expected probability, and no more just above."""
    return decision(expected - 1e-6) and not decision(expected + 1e-6)


def test_match_quality_by_hand():
    weights = {"candidates.skill_weight": 0.5, "candidates.language_weight": 0.3, "candidates.mismatch_weight": 1.1,
               "candidates.fit_spread": 0.6}  # fmt: skip
    person = candidate(skill=1.5, language=-0.5)
    quality = 0.5 * 1.5 - 0.3 * 0.5 - 1.1 * 0.8 + 0.6 * 0.25
    assert decisions.match_quality(person, 0.8, 0.25, record(weights)) == pytest.approx(quality)


def test_who_was_reached_applies_less_often_in_a_shock():
    chosen = record({"candidates.apply_utility": 1.5})
    assert decides(lambda u: decisions.applies(u, 0.0, chosen), chance(1.5))
    assert decides(lambda u: decisions.applies(u, 0.7, chosen), chance(0.8))


def test_gender_is_in_the_fine_digits_of_the_draw():
    women = record({"candidates.women": 0.4})
    for coarse in (0, 1000, 65535):
        assert decisions.is_woman((coarse + 0.3) / 65536, women)
        assert not decisions.is_woman((coarse + 0.5) / 65536, women)
    assert not decisions.is_woman(1.5 / 65536, record({"candidates.women": 0.5}))  # women up to, not including


def test_patience_by_hand():
    assert decisions.patience(1 - math.exp(-0.35), 10.0) == 1 + 3  # 3.5 months, begun ones count
    assert decisions.patience(1e-9, 10.0) == 1


@pytest.mark.parametrize(
    ("kind", "further"), [("employment", 0.0), ("apprenticeship", 0.5), ("internship", 0.3), ("study", 1.5)]
)
def test_an_offer_is_accepted_by_kind_and_quality(kind, further):
    chosen = record({
        "candidates.accept_utility": 0.4, "candidates.accept_quality": 0.7, "design.kind": kind,
        "candidates.accept_kind.apprenticeship": 0.5,
    })  # fmt: skip
    assert decides(lambda u: decisions.accepts(u, -1.2, chosen), chance(0.4 + further - 0.7 * 1.2))


def test_relief_by_hand():
    benefit = {"candidates.component_benefit": 0.2}
    assert decisions.relief(record(benefit, {"design.components": 4})) == pytest.approx(0.8**2)
    assert decisions.relief(record(benefit, {"design.components": 1})) == pytest.approx(0.8)
    assert decisions.relief(record(benefit, {"design.components": 0})) == 1.0


def test_an_early_return_by_hand():
    chosen = record({
        "candidates.return_utility": -2.0, "candidates.return_quality": 0.5, "candidates.level_return.low": 0.6,
        "design.level": "low", "candidates.component_benefit": 0.2, "design.components": 4, "design.stay_months": 30.0,
    })  # fmt: skip
    yearly = chance(-2.0 - 0.5 * 1.4 + 0.6) * 0.64
    assert decisions.return_probability(1.4, chosen) == pytest.approx(1 - (1 - yearly) ** 2.5)


def test_a_remote_start_is_taken_by_hand():
    assert decides(lambda u: decisions.starts_remotely(u, record({"candidates.remote_accept": 0.7})), chance(0.7))


def test_reintegration_by_hand():
    chosen = record({"candidates.reintegration_base": -0.4, "candidates.reintegration_effect": 1.2,
                     "candidates.reintegration_economy": 1.5})  # fmt: skip
    assert decides(lambda u: decisions.reintegrates(u, 1, 1.3, chosen), chance(0.8 + 1.5 * math.log(1.3)))
    assert decides(lambda u: decisions.reintegrates(u, 0, 0.8, chosen), chance(-0.4 + 1.5 * math.log(0.8)))
    poor = record({"candidates.reintegration_base": 0.0, "candidates.reintegration_economy": 0.5})
    assert decides(lambda u: decisions.reintegrates(u, 0, 0.0, poor), chance(0.5 * math.log(1e-6)))


def test_recognition_is_needed_by_sector_and_level_and_not_for_study():
    needed = {
        "recognition.required.engineering": 0.25,
        "recognition.required_level.medium": 0.9,
        "design.level": "medium",
    }
    assert decisions.recognition_share(Sector.engineering, record(needed)) == pytest.approx(0.225)
    study = record(needed, {"design.kind": Mobility.study})
    assert decisions.recognition_share(Sector.engineering, study) == 0.0


def test_a_fresh_applicant_has_no_past():
    person = candidate(**dict.fromkeys(("score", "quality", "contribution", "committed", "referrals", "matches"), 9))
    for name in ("threshold", "left", "recognition", "remote", "supported", "track"):
        person[name] = 9
    decisions.create(person, 7, 1, 0.3, -0.2, 1.5, 1, record({"candidates.profile_spread": 0.4, "design.level": "low"}))
    who = (person.agent, person.origin, person.gender, person.level, person.track)
    assert who == (7, 1, 1, 0, decisions.TRACK_ABROAD)
    assert [float(person[name]) for name in ("skill", "language", "profile")] == pytest.approx([0.3, -0.2, 0.6])
    none = ("employer", "market", "due", "expiry", "selected", "matched", "departed")
    assert [int(person[name]) for name in none] == [-1] * 7
    zero = ("score", "quality", "threshold", "contribution", "committed", "referrals", "matches", "left", "recognition")
    assert [float(person[name]) for name in (*zero, "remote", "supported")] == [0.0] * 11
