"""Agencies: facilitation, the falling price of recruiters, files that tell little, desks with a capacity (L3, L11, L17)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import agency, candidate, record

from sim.agents import agency as decisions
from sim.state import AgencyKind

p = record()
share = st.floats(0, 1)
volume = st.floats(0, 1e6)


@given(share, share)
def test_a_better_facilitator_achieves_more_with_a_contact(one, other):
    worse, better = (decisions.facilitation_effect(agency(facilitation=skill), p) for skill in sorted((one, other)))
    assert p.trust.facilitation_floor <= worse <= better <= 1.0


@given(volume, volume, st.floats(0, 0.5))
def test_the_price_of_an_interview_falls_with_volume_down_to_the_public_one(one, other, learning):
    chosen = record({"agencies.recruiter_learning": learning})
    small, large = sorted((one, other))
    dear, cheap = (decisions.interview_cost(agency(volume=bought), chosen) for bought in (small, large))
    assert p.costs.interview <= cheap <= dear <= p.costs.interview * (1 + p.agencies.recruiter_markup) + 1e-9


def test_each_doubling_takes_the_declared_share_off_the_markup():
    markups = [decisions.interview_cost(agency(volume=2.0**k - 1), p) / p.costs.interview - 1 for k in range(8)]
    ratios = np.array(markups[1:]) / np.array(markups[:-1])
    assert ratios == pytest.approx(1 - p.agencies.recruiter_learning)


def test_a_file_tells_little_of_a_person():
    person = candidate(score=2.0)
    estimate = decisions.file_estimate(person, 0.0, p)
    assert 0.0 < estimate < p.candidates.skill_weight * 2.0
    certain = record({"agencies.screening_noise": 0.0})
    assert decisions.file_estimate(person, 0.0, certain) == pytest.approx(p.candidates.skill_weight * 2.0)


@given(st.floats(-4, 4, width=32), st.floats(0, 9), st.floats(0, 9))
def test_an_estimate_falls_with_mismatch(score, one, other):
    near, far = sorted((one, other))
    person = candidate(score=score)
    assert decisions.file_estimate(person, near, p) >= decisions.file_estimate(person, far, p)


def test_the_estimate_from_a_file_is_the_regression_on_its_score():
    chance = np.random.default_rng(1)
    skill, noise = chance.standard_normal((2, 20_000))
    scores = np.array([decisions.screening_score(s, n, p) for s, n in zip(skill, noise, strict=True)])
    slope = np.polyfit(scores, p.candidates.skill_weight * skill, 1)[0]
    assert decisions.file_estimate(candidate(score=1.0), 0.0, p) == pytest.approx(slope, rel=0.05)


@given(st.floats(0, 50), st.floats(0, 50))
def test_a_desk_keeps_fractions_of_a_case_only(left, capacity):
    credit = decisions.credit_after(left, capacity)
    assert capacity <= credit < capacity + 1.0


@pytest.mark.parametrize("capacity", [0.2, 0.5, 1.0, 1.5, 2.25])
def test_a_busy_desk_decides_its_capacity_in_the_long_run(capacity):
    credit, decided = 0.0, 0
    for _ in range(1000):
        credit = decisions.credit_after(credit, capacity)
        decided += int(credit + 1e-9)
        credit -= int(credit + 1e-9)
        credit = max(credit, 0.0)
    assert decided == pytest.approx(1000 * capacity, abs=1)


def test_every_kind_has_means_of_its_own():
    made = {}
    for kind in AgencyKind:
        office = agency()
        decisions.create(office, kind, 0, p)
        made[kind] = office
    assert made[AgencyKind.lead].contacts == p.agencies.contacts
    assert made[AgencyKind.lead].facilitation == p.design.facilitation
    assert made[AgencyKind.public_service_origin].screenings == p.agencies.screenings
    assert made[AgencyKind.public_service_destination].interviews == p.agencies.interviews
    assert made[AgencyKind.private_recruiter].interviews == p.agencies.recruiter_interviews
    assert sum(office.contacts > 0 for office in made.values()) == 1


def test_a_timeline_reaches_an_agency_and_leaves_the_rest_alone():
    lead = agency()
    decisions.create(lead, AgencyKind.lead, 0, p)
    lead.digital = 0.77  # set by hand
    decisions.follow(lead, p, p)
    assert lead.digital == 0.77
    decisions.follow(lead, p, record({"design.facilitation": 1.0}))
    assert (lead.facilitation, lead.contacts, lead.digital) == (1.0, p.agencies.contacts, 0.77)
