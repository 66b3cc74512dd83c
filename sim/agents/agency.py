"""Agencies: the lead, public employment services, private recruiters, each with capacity, reach and cost (L3, L6, L17).

They decide whom to contact, whom to screen, to short-list and to interview.
"""

import math

from sim.compiled import njit
from sim.state import AgencyKind


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
    agency.volume = 0.0


@njit
def follow(agency, before, now):
    """Take over what a timeline changed between two months, and nothing else."""
    old, new = means(agency.kind, before), means(agency.kind, now)
    if old != new:
        agency.contacts, agency.screenings, agency.interviews, agency.facilitation = new
    if before.design.digital != now.design.digital:
        agency.digital = now.design.digital


@njit
def credit_after(credit, capacity):
    """Cases that a desk can decide this month: its capacity and the fraction of a case left from the month before."""
    return credit % 1.0 + capacity


@njit
def facilitation_effect(lead, p):
    """What a contact achieves: the lead's skill as interpreter above the floor of a lead without it."""
    return p.trust.facilitation_floor + (1.0 - p.trust.facilitation_floor) * lead.facilitation


@njit
def interview_cost(recruiter, p):
    """A private recruiter's price of an interview: falls with each doubling of its volume, never below the public one."""
    markup = p.agencies.recruiter_markup
    if p.agencies.recruiter_learning > 0.0:
        markup *= (1.0 + recruiter.volume) ** (math.log(1.0 - p.agencies.recruiter_learning) / math.log(2.0))
    return p.costs.interview * (1.0 + markup)


@njit
def screening_score(skill, noise, p):
    """What a file shows: skill, with much noise."""
    return skill + p.agencies.screening_noise * noise


@njit
def file_estimate(candidate, mismatch, p):
    """Match quality expected from the file alone: the score shrunk to what it tells about skill (regression to the mean)."""
    reliability = 1.0 / (1.0 + p.agencies.screening_noise * p.agencies.screening_noise)
    return p.candidates.skill_weight * reliability * candidate.score - p.candidates.mismatch_weight * mismatch
