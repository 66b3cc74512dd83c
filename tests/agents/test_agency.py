"""Agencies: every kind has means of its own, and a timeline changes them (L3, L11, L17)."""

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
}  # fmt: skip


@pytest.mark.parametrize(("kind", "contacts", "screenings", "interviews", "facilitation"), [
    (AgencyKind.lead, 40.0, 0.0, 0.0, 0.7),
    (AgencyKind.public_service_origin, 0.0, 50.0, 0.0, 0.0),
    (AgencyKind.public_service_destination, 0.0, 0.0, 3.0, 0.0),  # 12 * 0.5, shared by two countries
    (AgencyKind.private_recruiter, 0.0, 30.0, 10.0, 0.0),  # 80 * 0.5, shared by four countries of origin
])  # fmt: skip
def test_the_means_of_a_kind_by_hand(kind, contacts, screenings, interviews, facilitation):
    office = agency()
    decisions.create(office, kind, 3, record(MEANS))
    means = (office.contacts, office.screenings, office.interviews, office.facilitation)
    assert means == (contacts, screenings, interviews, facilitation)
    assert (office.kind, office.country, office.digital, office.unit_cost, office.volume) == (kind, 3, 0.2, 90.0, 0.0)


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
