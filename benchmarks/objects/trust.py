"""Trust after a month (ODD 7.4)."""

from math import exp

from benchmarks.objects.draws import clip
from sim.parameters import Parameters


def after_a_month(trust: float, contacts: float, gain: float, p: Parameters) -> float:
    """Contacts build trust, with falling returns; what they do not reach decays."""
    reached = 1 - exp(-contacts / p.trust.contacts_needed)
    return clip(trust + gain * reached * (1 - trust) - p.trust.decay * (1 - reached) * trust)
