"""Finance: capacity building, the books of the month, the end of public funding, and life after it (L9, L16, L17, L20).

After the funding a pathway lives on while every government that signed still backs it and hosts cover its coordination.
"""

from sim import money
from sim.compiled import inner
from sim.indicators import Index
from sim.state import Line


@inner
def build_capacity(state, p, month):
    """Spend the capacity-building and monitoring lines evenly; capacity grows less where people cannot meet."""
    scheme = state.book.scheme[0]
    if not scheme.funded:
        return
    money.spend_evenly(state.book, Line.monitoring, Index.spent_monitoring, month)
    amount = money.spend_evenly(state.book, Line.capacity, Index.spent_capacity, month)
    if scheme.budget > 0.0:
        scheme.capacity_stock += p.agencies.capacity_gain * scheme.services * amount / scheme.budget


@inner
def backed(state, p):
    """Whether all governments that signed (one at least) back the pathway enough for a life without public funding."""
    signed = False
    for g in range(state.governments.size):
        place = state.governments[g]
        signed = signed or place.signed
        if place.signed and place.trust * place.support < p.costs.sustain_trust:
            return False
    return signed


@inner
def step(state, month):
    """Capacity is built, the books are closed: is the scheme still funded, and if not, does the pathway live on?"""
    p = state.parameters[min(month, state.parameters.size - 1)]
    scheme = state.book.scheme[0]
    build_capacity(state, p, month)
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
