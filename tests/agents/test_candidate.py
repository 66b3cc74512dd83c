"""Candidates: who they are, what a match with them is worth, what added components take off (L18, L20, L22)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import candidate, fresh, record

from sim.agents import candidate as decisions
from sim.categories import Track

p = record()


@given(st.floats(-4, 4, width=32), st.floats(-4, 4, width=32), st.floats(-4, 4), st.floats(0, 9), st.floats(0, 9))
def test_match_quality_falls_with_mismatch_and_rises_with_fit(skill, language, fit, one, other):
    near, far = sorted((one, other))
    person = candidate(skill=skill, language=language)
    assert decisions.match_quality(person, near, fit, p) >= decisions.match_quality(person, far, fit, p)
    assert decisions.match_quality(person, near, fit, p) <= decisions.match_quality(person, near, fit + 1.0, p)


def test_each_further_component_helps_less():
    left = [decisions.relief(record({"design.components": number})) for number in range(13)]
    helped = -np.diff(left)
    assert left[0] == 1.0
    assert (helped > 0).all()
    assert (np.diff(helped) < 0).all()


def test_an_applicant_is_the_same_under_every_design():
    one, other = candidate(), candidate()
    design = record({"design.digital": 1.0, "design.places": 500, "design.interview_share": 0.0})
    decisions.create(one, 7, 1, 0.3, -0.2, 1.1, 1, p)
    decisions.create(other, 7, 1, 0.3, -0.2, 1.1, 1, design)
    assert one.tobytes() == other.tobytes()


def test_match_quality_by_hand():
    weights = {"candidates.skill_weight": 0.5, "candidates.language_weight": 0.3, "candidates.mismatch_weight": 1.1,
               "candidates.fit_spread": 0.6}  # fmt: skip
    person = candidate(skill=1.5, language=-0.5)
    quality = 0.5 * 1.5 - 0.3 * 0.5 - 1.1 * 0.8 + 0.6 * 0.25
    assert decisions.match_quality(person, 0.8, 0.25, record(weights)) == pytest.approx(quality)


def test_relief_by_hand():
    benefit = {"candidates.component_benefit": 0.2}
    assert decisions.relief(record(benefit, {"design.components": 4})) == pytest.approx(0.8**2)
    assert decisions.relief(record(benefit, {"design.components": 1})) == pytest.approx(0.8)
    assert decisions.relief(record(benefit, {"design.components": 0})) == 1.0


def test_a_fresh_applicant_has_no_past():
    person = fresh("candidate")
    decisions.create(person, 7, 1, 0.3, -0.2, 1.5, 1, record({"candidates.profile_spread": 0.4, "design.level": "low"}))
    who = (person.agent, person.origin, person.gender, person.level, person.track)
    assert who == (7, 1, 1, 0, Track.abroad)
    assert [float(person[name]) for name in ("skill", "language", "profile")] == pytest.approx([0.3, -0.2, 0.6])
    none = ("employer", "market", "due", "expiry", "breaks_off", "selected", "matched", "departed")
    assert [int(person[name]) for name in none] == [-1] * 8
    zero = ("score", "quality", "contribution", "committed", "referrals", "matches", "left_from", "recognition")
    draws = ("lessons_lost", "hearing", "queue_place", "home_threshold", "border_needed", "cut_short")
    assert [float(person[name]) for name in (*zero, *draws, "remote", "supported")] == [0.0] * 16
