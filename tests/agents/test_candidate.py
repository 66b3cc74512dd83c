"""Candidates: who they are, what training gives, what a match is worth, what components take off (L11, L18, L20, L22)."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import candidate, fresh, record

from sim.agents import candidate as decisions
from sim.categories import Sector, Track

p = record()


@given(st.floats(-4, 4, width=32), st.floats(-4, 4, width=32), st.floats(-4, 4), st.floats(0, 9), st.floats(0, 9))
def test_match_quality_falls_with_mismatch_and_rises_with_fit(skill, language, fit, one, other):
    near, far = sorted((one, other))
    person = candidate(skill=skill, language=language)
    quality = [decisions.match_quality(person, Sector.health, mismatch, fit, p) for mismatch in (near, far)]
    assert quality[0] >= quality[1]
    assert quality[0] <= decisions.match_quality(person, Sector.health, near, fit + 1.0, p)


def test_an_applicant_is_the_same_under_every_design():
    one, other = candidate(), candidate()
    design = record({"design.digital": 1.0, "design.places": 500, "design.interview_share": 0.0})
    decisions.create(one, 7, 1, 0.3, -0.2, 1.1, 1, p)
    decisions.create(other, 7, 1, 0.3, -0.2, 1.1, 1, design)
    assert one.tobytes() == other.tobytes()


#: Training of four months: of what it can give in the long run, 1 - exp(-4 / 8) is learned.
TAUGHT = {
    "design.training_months": 4.0, "candidates.learning_months": 8.0, "candidates.training_skill": 0.7,
    "candidates.training_language": 1.5, "candidates.training_shift": 0.2, "candidates.skill_weight": 0.5,
    "candidates.language_weight": 0.3, "candidates.mismatch_weight": 1.1, "candidates.fit_spread": 0.6,
    "sectors.language.health": 1.4, "sectors.language.ict": 0.2,
}  # fmt: skip
LEARNED = 1 - math.exp(-0.5)


def test_what_training_gives_by_hand():
    chosen = record(TAUGHT)
    assert decisions.learned(chosen) == pytest.approx(LEARNED)
    assert decisions.taught(chosen) == pytest.approx(1 - math.exp(-0.8))
    person = candidate(skill=0.2, language=-0.4, profile=0.5)
    decisions.train(person, 1.5, chosen)
    assert person.skill == pytest.approx(0.2 + 0.7 * LEARNED, rel=1e-6)
    assert person.language == pytest.approx(-0.4 + 1.5 * LEARNED, rel=1e-6)
    assert person.profile == pytest.approx(0.5 + 1.0 * (1 - math.exp(-0.8)), rel=1e-6)


def test_no_training_gives_nothing():
    person = candidate(skill=0.25, language=-0.5, profile=0.5)
    decisions.train(person, 1.5, record(TAUGHT, {"design.training_months": 0.0}))
    assert (person.skill, person.language, person.profile) == (0.25, -0.5, 0.5)


@given(st.floats(0, 24), st.floats(0, 24))
def test_longer_training_gives_more(one, other):
    short, long = (record({"design.training_months": months}) for months in sorted((one, other)))
    assert 0.0 <= decisions.learned(short) <= decisions.learned(long) < 1.0
    assert 0.0 <= decisions.taught(short) <= decisions.taught(long) < 1.0


def test_match_quality_by_hand():
    person = candidate(skill=1.5, language=-0.5, trained=1)
    for sector, wanted in ((Sector.health, 1.4), (Sector.ict, 0.2)):
        quality = 0.5 * 1.5 + 0.3 * (-0.5 - wanted) - 1.1 * 0.8 + 0.6 * 0.25
        assert decisions.match_quality(person, sector, 0.8, 0.25, record(TAUGHT)) == pytest.approx(quality)


def test_who_is_matched_before_training_is_judged_as_trained():
    before = candidate(skill=1.5, language=-0.5, profile=0.1)
    quality = 0.5 * (1.5 + 0.7 * LEARNED) + 0.3 * (-0.5 + 1.5 * LEARNED - 1.4) - 1.1 * 0.8 + 0.6 * 0.25
    chosen = record(TAUGHT)
    assert decisions.match_quality(before, Sector.health, 0.8, 0.25, chosen) == pytest.approx(quality)
    after = candidate(skill=1.5, language=-0.5, profile=0.1)
    decisions.train(after, 0.9, chosen)
    after.trained = 1
    assert decisions.match_quality(after, Sector.health, 0.8, 0.25, chosen) == pytest.approx(quality, rel=1e-6)


def test_the_mismatch_is_the_squared_distance_of_the_profile_as_trained():
    market = candidate(profile=0.3)  # any row with a profile
    chosen = record(TAUGHT)
    assert decisions.mismatch(candidate(profile=1.0, trained=1), market, 5.0, chosen) == pytest.approx(0.49)
    ahead = 1.0 + 0.5 * (1 - math.exp(-0.8))
    assert decisions.mismatch(candidate(profile=1.0), market, 1.5, chosen) == pytest.approx((ahead - 0.3) ** 2)


def test_relief_by_hand():
    shares = {"candidates.mentoring_relief": 0.2, "candidates.integration_relief": 0.3}
    for mentoring, package, in_training, abroad in (
        (False, False, 1.0, 1.0), (True, False, 0.8, 0.8), (False, True, 1.0, 0.7), (True, True, 0.8, 0.56),
    ):  # fmt: skip
        chosen = record(shares, {"design.mentoring": mentoring, "design.integration_package": package})
        assert decisions.training_relief(chosen) == pytest.approx(in_training)
        assert decisions.return_relief(chosen) == pytest.approx(abroad)


def test_a_fresh_applicant_has_no_past():
    person = fresh("candidate")
    decisions.create(person, 7, 1, 0.3, -0.2, 1.5, 1, record({"candidates.profile_spread": 0.4, "design.level": "low"}))
    who = (person.agent, person.origin, person.gender, person.level, person.track)
    assert who == (7, 1, 1, 0, Track.abroad)
    assert [float(person[name]) for name in ("skill", "language", "profile")] == pytest.approx([0.3, -0.2, 0.6])
    none = ("employer", "market", "due", "expiry", "breaks_off", "selected", "matched", "departed", "promised")
    assert [int(person[name]) for name in none] == [-1] * 9
    zero = ("score", "quality", "contribution", "committed", "referrals", "matches", "left_from", "recognition")
    draws = ("lessons_lost", "hearing", "queue_place", "home_threshold", "border_needed", "cut_short", "trained")
    assert [float(person[name]) for name in (*zero, *draws, "remote", "supported", "self_financed")] == [0.0] * 18
    assert person.held_until == 32_000  # no post is held for it, so none lapses
