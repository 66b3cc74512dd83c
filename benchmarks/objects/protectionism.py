"""Protectionism: what a closed climate in the countries of destination does (ODD, protectionism)."""

from math import exp

from sim.parameters import Parameters


def beyond(p: Parameters) -> float:
    """Protectionism beyond the usual."""
    return p.politics.protectionism - p.politics.usual_protectionism


def refusal(usual: float, p: Parameters) -> float:
    """Chance of a refusal in this climate, by the usual one."""
    times = exp(p.politics.protectionism_refusal * beyond(p))
    return usual * times / (1 - usual + usual * times)
