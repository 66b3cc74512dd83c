"""Trust: how contact, disappointment and the lead's skill move it (ODD, trust)."""

from math import exp

from benchmarks.objects.draws import clip
from sim.parameters import Parameters


def after_a_month(trust: float, contacts: float, gain: float, p: Parameters) -> float:
    """Contacts build trust, with falling returns; what they do not reach decays."""
    reached = 1 - exp(-contacts / p.trust.contacts_needed)
    return clip(trust + gain * reached * (1 - trust) - p.trust.decay * (1 - reached) * trust)


def after_disappointment(trust: float, persons: float, planned: float, p: Parameters) -> float:
    """So many persons were disappointed, of those planned."""
    return trust * exp(-p.trust.disappointment * persons / max(planned, 1))


def gain_at_origin(gain: float, p: Parameters) -> float:
    """What contacts bring in partner countries, which expect a part of the budget for their own services."""
    missing = max(0, 1 - p.design.capacity_share / p.trust.capacity_expected)
    return gain * (1 - p.trust.capacity_weight * missing)


def effect(facilitation: float, p: Parameters) -> float:
    """What the contacts of a lead achieve that is as good an interpreter as this."""
    return p.trust.facilitation_floor + (1 - p.trust.facilitation_floor) * facilitation
