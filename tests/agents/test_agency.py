"""Agencies: facilitation, the falling price of recruiters, files that tell little, desks with a capacity (L3, L11, L17)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import agency, candidate, record

from sim.agents import agency as decisions
from sim.categories import AgencyKind

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


MEANS = {
    "scale": 0.5, "corridor.origins": 4, "markets.count": 3, "markets.countries": 2, "agencies.contacts": 40.0,
    "agencies.screenings": 100.0, "agencies.interviews": 12.0, "agencies.recruiter_screenings": 60.0,
    "agencies.recruiter_interviews": 80.0, "design.facilitation": 0.7, "design.digital": 0.2, "costs.interview": 90.0,
}  # fmt: skip


@pytest.mark.parametrize(("kind", "contacts", "screenings", "interviews", "facilitation"), [
    (AgencyKind.lead, 40.0, 0.0, 0.0, 0.7),
    (AgencyKind.public_service_origin, 0.0, 50.0, 0.0, 0.0),
    (AgencyKind.public_service_destination, 0.0, 0.0, 3.0, 0.0),  # 12 * 0.5, shared by two countries
    (AgencyKind.private_recruiter, 0.0, 30.0, 10.0, 0.0),  # 80 * 0.5, shared by four countries of origin
])  # fmt: skip
def test_the_means_of_a_kind_by_hand(kind, contacts, screenings, interviews, facilitation):
    office = agency(volume=9.0)
    decisions.create(office, kind, 3, record(MEANS))
    means = (office.contacts, office.screenings, office.interviews, office.facilitation)
    assert means == (contacts, screenings, interviews, facilitation)
    assert (office.kind, office.country, office.digital, office.unit_cost, office.volume) == (kind, 3, 0.2, 90.0, 0.0)


def test_what_decides_an_agencys_work_by_hand():
    chosen = record({
        "trust.facilitation_floor": 0.4, "agencies.recruiter_markup": 1.2, "agencies.recruiter_learning": 0.25,
        "costs.interview": 80.0, "agencies.screening_noise": 2.0, "candidates.skill_weight": 0.5,
        "candidates.mismatch_weight": 0.7,
    })  # fmt: skip
    assert decisions.facilitation_effect(agency(facilitation=0.5), chosen) == pytest.approx(0.4 + 0.6 * 0.5)
    assert decisions.interview_cost(agency(volume=3.0), chosen) == pytest.approx(80 * (1 + 1.2 * 0.75**2))
    never = record({"agencies.recruiter_learning": 0.0, "agencies.recruiter_markup": 1.2, "costs.interview": 80.0})
    assert decisions.interview_cost(agency(volume=3.0), never) == pytest.approx(80 * 2.2)
    assert decisions.screening_score(0.5, -0.3, chosen) == pytest.approx(0.5 - 2 * 0.3)
    assert decisions.file_estimate(candidate(score=1.5), 0.4, chosen) == pytest.approx(0.5 * 1.5 / 5 - 0.7 * 0.4)
    assert decisions.credit_after(2.75, 1.5) == pytest.approx(0.75 + 1.5)


def test_a_timeline_changes_what_differs_only():
    office = agency()
    before, now = record(MEANS), record(MEANS, {"agencies.interviews": 20.0, "design.digital": 0.9})
    decisions.create(office, AgencyKind.public_service_destination, 0, before)
    decisions.follow(office, before, now)
    assert (office.interviews, office.digital, office.contacts) == (5.0, 0.9, 0.0)
    office.interviews = 77.0
    decisions.follow(office, now, record(MEANS, {"agencies.interviews": 20.0, "design.digital": 0.1}))
    assert (office.interviews, office.digital) == (77.0, 0.1)


def test_a_timeline_reaches_an_agency_and_leaves_the_rest_alone():
    lead = agency()
    decisions.create(lead, AgencyKind.lead, 0, p)
    lead.digital = 0.77  # set by hand
    decisions.follow(lead, p, p)
    assert lead.digital == 0.77
    decisions.follow(lead, p, record({"design.facilitation": 1.0}))
    assert (lead.facilitation, lead.contacts, lead.digital) == (1.0, p.agencies.contacts, 0.77)
