"""Agencies: the lead, public employment services, private recruiters, an employers' association (L3, L17).

Agencies do the work of a scheme, and each can do only so much a month: meetings, files, interviews. The planner can
add staff at a salary, buy the capacity of private recruiters, and pay for digital tools. The lead's own team and the
added staff divide their time between ministries and hosts ([partnership](#partnership)). Digital tools take time:
only `agencies.digital_months` after the start do they do what `design.digital` says.

```
digital of month t = design.digital * min(1, (t + 1) / agencies.digital_months)        (1 if agencies.digital_months is 0)
```

They are created in this order: the lead; for each country of origin its public service and a private recruiter; a public
service of each country of destination; the association. Columns that are not named are 0, except digital = that of month 0 and unit_cost = `costs.interview`.

```
lead:                          contacts = agencies.contacts;  facilitation = design.facilitation
association:                   unit_cost = costs.signed_place;  volume = places that it has signed for
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
from sim.declare import lever, priced, uncertain, within


@dataclass
class Design:
    """Skill and tools of the agencies."""

    facilitation: float = lever(
        0.6, 0.0, 1.0, "0-1", "Skill of the project lead as interpreter between stakeholders", "brief.trust",
        plausible=within(0.2, 0.9, "linear", "assumption", "a lead without experience of the corridor to a seasoned one"),
        price=priced(monthly="costs.facilitation"),
    )  # fmt: skip
    digital: float = lever(
        0.3, 0.0, 1.0, "0-1", "Share of procedures that run digitally",
        "covid.organisations_that_hired_staff_remotely_since_pandemic",
        plausible=within(0.1, 0.8, "linear", "assumption", "paper but for e-mail, to nearly all steps online"),
        price=priced(one_off="costs.digital_setup", monthly="costs.digital_running", months="agencies.digital_months"),
    )  # fmt: skip
    facilitation_staff: float = lever(
        0.5, 0.0, 1000.0, "full-time staff", "Staff, besides the lead's team, who work with ministries and partners",
        plausible=within(0.0, 2.0, "linear", "assumption", "none to two posts in a pilot"),
        price=priced(monthly="costs.staff"),
    )  # fmt: skip
    host_staff: float = lever(
        0.5, 0.0, 1000.0, "full-time staff", "Staff, besides the lead's team, who seek hosts and support them",
        plausible=within(0.0, 2.0, "linear", "assumption", "none to two posts in a pilot"),
        price=priced(monthly="costs.staff"),
    )  # fmt: skip
    ministry_share: float = lever(
        0.5, 0.0, 1.0, "0-1", "Share of the lead's own time for ministries; the rest is for hosts",
        plausible=within(0.2, 0.8, "linear", "assumption", "mostly firms to mostly ministries"),
        price=priced(staff="agencies.contacts"),
    )  # fmt: skip


@dataclass
class Agencies:
    """Capacities of the lead, public employment services and private recruiters."""

    contacts: float = uncertain(
        20.0, 0.0, 1e6, "contacts/month", "Contacts that the lead's own team can make",
        plausible=within(7.0, 60.0, "log", "assumption", "a third to three times"),
    )  # fmt: skip
    screenings: float = uncertain(
        2500.0, 0.0, 1e8, "files/month", "Files that a public employment service can screen per country of origin",
        "palim.applicants",
        plausible=within(1600.0, 4800.0, "log", "palim.applicants", "9,677 files seen within 2 to 6 months"),
    )  # fmt: skip
    interviews: float = uncertain(
        20.0, 0.0, 1e8, "interviews/month", "Interviews or committee hearings that public services can hold",
        "brief.final_selection",
        plausible=within(7.0, 60.0, "log", "assumption", "resource-intensive according to the brief, not counted; a third to three times"),
    )  # fmt: skip
    staff_contacts: float = uncertain(
        24.0, 0.0, 1000.0, "contacts/month", "Contacts that one full-time member of staff can make",
        "prices.productive_hours_per_full_time_year",
        plausible=within(12.0, 48.0, "log", "prices.productive_hours_per_full_time_year",
            "143 productive hours a month; a contact with preparation, travel and follow-up takes 3 to 12 of them (assumption)"),
    )  # fmt: skip
    digital_months: float = uncertain(
        9.0, 0.0, 60.0, "months", "Months until digital tools do what they are meant to",
        plausible=within(4.0, 18.0, "log", "assumption", "half to double; procurement and roll-out come first"),
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
    unit_cost: float = column(
        "f8",
        0.0,
        "Price of an interview, EUR (a recruiter's is renewed every month of matching); of an association: of a place",
    )
    volume: float = column(
        "f8",
        0.0,
        "Interviews held so far by the recruiter, as a real number; places that an association signed for",
        stays=True,
    )
    kind: AgencyKind = column("u1", 0, "Kind of agency", AgencyKind)
    country: int = column("u1", 0, "Number of its country (origin or destination, by its kind)")


@dataclass
class Costs:
    """What staff and tools cost."""

    staff: float = uncertain(
        4_800.0, 0.0, 50_000.0, "EUR/month", "A full-time member of staff at destination, employer's cost",
        "prices.average_hourly_labour_cost_eu_euro_area",
        plausible=within(2300.0, 6900.0, "log", "prices.average_hourly_labour_cost_be_de_fr_lt;prices.average_hourly_labour_cost_eu_euro_area",
            "57,620 EUR a full-time year in the EU; 28,036 (Lithuania) to 82,904 (Belgium)"),
    )  # fmt: skip
    facilitation: float = uncertain(
        3_000.0, 0.0, 100_000.0, "EUR/month", "What a lead of full facilitation skill costs beyond one without",
        plausible=within(1000.0, 6000.0, "log", "assumption",
            "senior instead of junior staff: a third to twice the cost of half a post for a team of about three"),
    )  # fmt: skip
    digital_setup: float = uncertain(
        80_000.0, 0.0, 1e8, "EUR", "Setting up fully digital procedures for one country at each end",
        plausible=within(30_000.0, 200_000.0, "log", "assumption",
            "6 to 40 months of a full-time post; no price of a platform for a pilot is published"),
        fixed=True,
    )  # fmt: skip
    digital_running: float = uncertain(
        1_200.0, 0.0, 1e6, "EUR/month", "Running fully digital procedures",
        plausible=within(500.0, 3000.0, "log", "assumption", "a tenth to half of a post"),
    )  # fmt: skip


@njit
def digital_share(month, p):
    """Share of procedures that run digitally in a month: tools take time before they do what they are meant to."""
    if p.agencies.digital_months <= 0.0:
        return p.design.digital
    return p.design.digital * min(1.0, (month + 1.0) / p.agencies.digital_months)


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
    if kind == AgencyKind.association:
        return 0.0, 0.0, 0.0, 0.0
    screenings = p.agencies.recruiter_screenings * p.scale
    return 0.0, screenings, p.agencies.recruiter_interviews * p.scale / p.corridor.origins, 0.0


@njit
def create(agency, kind, country, p):
    """Fill an agency's row."""
    agency.kind = kind
    agency.country = country
    agency.contacts, agency.screenings, agency.interviews, agency.facilitation = means(kind, p)
    agency.digital = digital_share(0, p)
    agency.unit_cost = p.costs.signed_place if kind == AgencyKind.association else p.costs.interview


@njit
def follow(agency, before, now):
    """Take over what a timeline changed between two months, and nothing else."""
    old, new = means(agency.kind, before), means(agency.kind, now)
    if old != new:
        agency.contacts, agency.screenings, agency.interviews, agency.facilitation = new
