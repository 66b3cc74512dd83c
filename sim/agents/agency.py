"""Agencies: the lead, public employment services, private recruiters, each with capacity, reach and cost (L3, L17).

Columns that are not named are 0, except digital = `design.digital` and unit_cost = `costs.interview`.

```
lead:                          contacts = agencies.contacts;  facilitation = design.facilitation
public service of origin:      screenings = agencies.screenings * scale
private recruiter:             screenings = agencies.recruiter_screenings * scale
                               interviews = agencies.recruiter_interviews * scale / origins
public service of destination: interviews = agencies.interviews * scale / countries of destination
```
"""

from dataclasses import dataclass

from sim.categories import AgencyKind
from sim.columns import column
from sim.compiled import njit
from sim.declare import lever, uncertain, within


@dataclass
class Design:
    """Skill and tools of the agencies."""

    facilitation: float = lever(
        0.6, 0.0, 1.0, "0-1", "Skill of the project lead as interpreter between stakeholders", "brief.trust",
    )  # fmt: skip
    digital: float = lever(
        0.3, 0.0, 1.0, "0-1", "Share of procedures that run digitally",
        "covid.organisations_that_hired_staff_remotely_since_pandemic",
    )  # fmt: skip


@dataclass
class Agencies:
    """Capacities of the lead, public employment services and private recruiters."""

    contacts: float = uncertain(
        42.0, 0.0, 1e6, "contacts/month", "Contacts that the lead can make",
        plausible=within(8.0, 72.0, "log", "assumption", "a third to three times"),
    )  # fmt: skip
    screenings: float = uncertain(
        2500.0, 0.0, 1e8, "files/month", "Files that a public employment service can screen per country of origin",
        "palim.applicants",
        plausible=within(1600.0, 4800.0, "log", "palim.applicants", "9,677 files seen within 2 to 6 months"),
    )  # fmt: skip
    interviews: float = uncertain(
        11.0, 0.0, 1e8, "interviews/month", "Interviews or committee hearings that public services can hold",
        "brief.final_selection",
        plausible=within(7.0, 60.0, "log", "assumption", "resource-intensive according to the brief, not counted; a third to three times"),
    )  # fmt: skip
    recruiter_screenings: float = uncertain(
        2500.0, 0.0, 1e8, "files/month", "The same, private recruiters, per country of origin",
        plausible=within(830.0, 7500.0, "log", "assumption", "a third to three times"),
    )  # fmt: skip
    recruiter_interviews: float = uncertain(
        60.0, 0.0, 1e8, "interviews/month", "The same, private recruiters",
        plausible=within(20.0, 180.0, "log", "assumption", "a third to three times"),
    )  # fmt: skip


class Agency:
    """An agency: the lead, a public employment service or a private recruiter."""

    contacts: float = column("f8", 0.0, "Contacts a month (lead only), before the scheme's scale")
    screenings: float = column("f8", 0.0, "Files a month, scale included (public service of origin, private recruiter)")
    interviews: float = column(
        "f8", 0.0, "Interviews a month, scale included (public service of destination, private recruiter)"
    )
    facilitation: float = column("f8", 0.0, "Skill as interpreter between stakeholders, 0 to 1 (lead only)")
    digital: float = column("f8", 0.0, "Share of digital procedures; read where public services of origin screen")
    unit_cost: float = column("f8", 0.0, "Price of an interview, EUR; a recruiter's is renewed every month of matching")
    volume: float = column("f8", 0.0, "Interviews held so far by the recruiter, as a real number")
    kind: AgencyKind = column("u1", 0, "Kind of agency", AgencyKind)
    country: int = column("u1", 0, "Number of its country (origin or destination, by its kind)")


@njit
def means(kind, p):
    """Contacts, screenings and interviews a month, and facilitation skill, of an agency of this kind."""
    if kind == AgencyKind.lead:
        return p.agencies.contacts, 0.0, 0.0, p.design.facilitation
    if kind == AgencyKind.public_service_origin:
        return 0.0, p.agencies.screenings * p.scale, 0.0, 0.0
    if kind == AgencyKind.public_service_destination:
        countries = min(p.markets.countries, p.markets.count)
        return 0.0, 0.0, p.agencies.interviews * p.scale / countries, 0.0
    screenings = p.agencies.recruiter_screenings * p.scale
    return 0.0, screenings, p.agencies.recruiter_interviews * p.scale / p.corridor.origins, 0.0


@njit
def create(agency, kind, country, p):
    """Fill an agency's row."""
    agency.kind = kind
    agency.country = country
    agency.contacts, agency.screenings, agency.interviews, agency.facilitation = means(kind, p)
    agency.digital = p.design.digital
    agency.unit_cost = p.costs.interview


@njit
def follow(agency, before, now):
    """Take over what a timeline changed between two months, and nothing else."""
    old, new = means(agency.kind, before), means(agency.kind, now)
    if old != new:
        agency.contacts, agency.screenings, agency.interviews, agency.facilitation = new
    if before.design.digital != now.design.digital:
        agency.digital = now.design.digital
