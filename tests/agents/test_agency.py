"""Agencies: every kind has means of its own, a timeline changes them, digital tools take time (L3, L11, L17)."""

import pytest
from worlds import agency, record

from sim.agents import agency as decisions
from sim.categories import AgencyKind

p = record()


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
    "costs.signed_place": 250.0, "agencies.digital_months": 4.0,
}  # fmt: skip


@pytest.mark.parametrize(("kind", "contacts", "screenings", "interviews", "facilitation", "price"), [
    (AgencyKind.lead, 40.0, 0.0, 0.0, 0.7, 90.0),
    (AgencyKind.public_service_origin, 0.0, 50.0, 0.0, 0.0, 90.0),
    (AgencyKind.public_service_destination, 0.0, 0.0, 3.0, 0.0, 90.0),  # 12 * 0.5, shared by two countries
    (AgencyKind.private_recruiter, 0.0, 30.0, 10.0, 0.0, 90.0),  # 80 * 0.5, shared by four countries of origin
    (AgencyKind.association, 0.0, 0.0, 0.0, 0.0, 250.0),  # paid by place
])  # fmt: skip
def test_the_means_of_a_kind_by_hand(kind, contacts, screenings, interviews, facilitation, price):
    office = agency()
    decisions.create(office, kind, 3, record(MEANS))
    means = (office.contacts, office.screenings, office.interviews, office.facilitation)
    assert means == (contacts, screenings, interviews, facilitation)
    assert (office.kind, office.country, office.unit_cost, office.volume) == (kind, 3, price, 0.0)
    assert office.digital == pytest.approx(0.2 / 4)  # in the first month of four


@pytest.mark.parametrize(("month", "share"), [(0, 0.2), (1, 0.4), (2, 0.6), (3, 0.8), (4, 0.8), (40, 0.8)])
def test_digital_tools_ramp_up_over_their_months(month, share):
    ramp = record({"design.digital": 0.8, "agencies.digital_months": 4.0})
    assert decisions.digital_share(month, ramp) == pytest.approx(share)


@pytest.mark.parametrize(("months", "share"), [(0.0, 0.8), (0.5, 0.8), (1.0, 0.8), (1.25, 0.64)])
def test_digital_tools_that_take_no_time_work_at_once(months, share):
    ramp = record({"design.digital": 0.8, "agencies.digital_months": months})
    assert decisions.digital_share(0, ramp) == pytest.approx(share)


def test_a_timeline_changes_what_differs_only():
    office = agency()
    before, now = record(MEANS), record(MEANS, {"agencies.interviews": 20.0})
    decisions.create(office, AgencyKind.public_service_destination, 0, before)
    office.digital = 0.77  # set by hand: the environment follows digital tools
    decisions.follow(office, before, now)
    assert (office.interviews, office.digital, office.contacts) == (5.0, 0.77, 0.0)
    office.interviews = 77.0
    decisions.follow(office, now, record(MEANS, {"agencies.interviews": 20.0, "design.digital": 0.1}))
    assert (office.interviews, office.digital) == (77.0, 0.77)


def test_a_timeline_reaches_an_agency_and_leaves_the_rest_alone():
    lead = agency()
    decisions.create(lead, AgencyKind.lead, 0, p)
    lead.contacts = 77.0  # set by hand
    decisions.follow(lead, p, p)
    assert lead.contacts == 77.0
    decisions.follow(lead, p, record({"design.facilitation": 1.0}))
    assert (lead.facilitation, lead.contacts) == (1.0, p.agencies.contacts)
    recruiter = agency()
    decisions.create(recruiter, AgencyKind.private_recruiter, 0, p)
    decisions.follow(recruiter, p, record({"agencies.recruiter_screenings": 7.0, "agencies.recruiter_interviews": 3.0}))
    assert (recruiter.screenings, recruiter.interviews) == (7.0, 3.0)
