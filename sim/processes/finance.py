"""Finance: the books of the month, the end of public funding, and whether the pathway lives on (L9, L20).

After the funding a pathway lives on while every government that signed still backs it and hosts cover its coordination.
"""

from sim.compiled import inner
from sim.indicators import Index


@inner
def backed(state, p):
    """Whether every government that signed still backs the pathway enough for it to live without public funding."""
    for g in range(state.governments.size):
        place = state.governments[g]
        if place.signed and place.trust * place.support < p.costs.sustain_trust:
            return False
    return True


@inner
def step(state, month):
    """Close the books: is the scheme still funded, and if not, does the pathway live on?"""
    p = state.parameters[min(month, state.parameters.size - 1)]
    scheme = state.book.scheme[0]
    if scheme.funded:
        if month + 1 >= scheme.end_month:
            scheme.funded = 0
            scheme.alive = backed(state, p)
    elif scheme.alive:
        if scheme.covered >= 1.0:
            scheme.uncovered = 0
            state.book.monthly[month, Index.months_sustained] += 1.0
        else:
            scheme.uncovered += 1
        scheme.alive = scheme.uncovered <= p.costs.sustain_grace and backed(state, p)
