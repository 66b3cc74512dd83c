"""Protectionism: what a closed climate in the countries of destination does (ODD, protectionism)."""

from math import exp

from sim.parameters import Parameters


def beyond(p: Parameters) -> float:
    """Protectionism beyond the usual."""
    return p.politics.protectionism - p.politics.usual_protectionism


def refusal(p: Parameters) -> float:
    """Chance that a permit is refused in this climate."""
    usual, times = p.permits.refusal, exp(p.politics.protectionism_refusal * beyond(p))
    return usual * times / (1 - usual + usual * times)
