"""Trust: how contact, disappointment and the lead's skill move it (ODD, trust)."""

from math import exp

from benchmarks.objects.draws import clip, lognormal, normal
from sim.parameters import Parameters


def at_start(u: float, p: Parameters) -> float:
    """Trust in a lead that is new: odds of the usual trust, higher or lower."""
    odds = exp(p.trust.prior_spread * normal(u))
    return p.trust.prior * odds / (1 - p.trust.prior + p.trust.prior * odds)


def readiness(u: float, p: Parameters) -> float:
    """How soon a stakeholder is won, against the mean of all."""
    return lognormal(u, 1.0, p.trust.gain_spread)


def after_a_month(trust: float, contacts: float, gain: float, memory: float, p: Parameters) -> float:
    """Contacts build trust, with falling returns; what they do not reach decays, the slower the more is remembered."""
    reached = 1 - exp(-contacts / p.trust.contacts_needed)
    return clip(trust + gain * reached * (1 - trust) - p.trust.decay * (1 - memory) * (1 - reached) * trust)


def after_disappointment(trust: float, persons: float, planned: float, p: Parameters) -> float:
    """So many persons were disappointed, of those planned."""
    return trust * exp(-p.trust.disappointment * persons / max(planned, 1))


def gain_at_origin(gain: float, p: Parameters) -> float:
    """What contacts bring in partner countries, which expect a part of the budget for their own services."""
    return gain * (1 - p.trust.capacity_weight * capacity_missing(p))


def capacity_missing(p: Parameters) -> float:
    """Share of the capacity building that partner countries expect, and do not get."""
    return max(0.0, 1 - p.design.capacity_share / p.trust.capacity_expected)


def effect(facilitation: float, p: Parameters) -> float:
    """What the contacts of a lead achieve that is as good an interpreter as this."""
    return p.trust.facilitation_floor + (1 - p.trust.facilitation_floor) * facilitation
