"""Finance: capacity building, the end of public funding, and life after it (L9, L16, L17, L20).

Every month, part of the budget pays for monitoring and builds capacity in public services, which lasts. Public money
stops when the planned time and any extension are over. The pathway then lives on as long as every government that
signed still backs it and hosts pay for its coordination. So it depends on trust and results; public money
that is left does not help.

If funded: spend the monitoring line evenly, then the capacity line evenly ([accounts](#accounts)); capacity_stock +=
agencies.capacity_gain * services * (amount of the capacity line) / budget, if budget > 0. Then the books are closed.
*Backed*: at least one government has signed, and none that has signed has trust * support < costs.sustain_trust.

- Funded: if month + 1 >= end_month: funded = 0, alive = backed.
- Otherwise, if alive: covered >= 1: uncovered = 0, `months_sustained` + 1; else uncovered + 1. Then alive = uncovered <= costs.sustain_grace and backed.
"""

from dataclasses import dataclass

from sim.agents.government import standing
from sim.categories import Line
from sim.columns import column
from sim.compiled import inner
from sim.declare import uncertain, within
from sim.laws import accounts
from sim.measures import flow, of_run


@dataclass
class Agencies:
    """What capacity building gives."""

    capacity_gain: float = uncertain(
        3.0, 0.0, 10.0, "share",
        "Public capacity added if the whole budget went into capacity building (in proportion to what does)",
        plausible=within(1.0, 9.0, "log", "assumption", "a third to three times"),
    )  # fmt: skip


@dataclass
class Costs:
    """What a pathway needs after the funding."""

    sustain_trust: float = uncertain(
        0.25, 0.0, 1.0, "trust x support", "Trust times support at every level that the pathway needs to live on",
        plausible=within(0.1, 0.45, "odds", "assumption", "odds a third to nearly three times"),
    )  # fmt: skip
    sustain_grace: int = uncertain(
        6, 0, 24, "months", "Months that a pathway survives without covering its coordination",
        "politics.end_of_pilot_successor_phase",
        plausible=within(0.0, 24.0, "linear", "politics.end_of_pilot_successor_phase",
            "0 to 24 months between the end of a pilot and its successor"),
    )  # fmt: skip


class Scheme:
    """What money builds, and how long the pathway goes uncovered."""

    capacity_stock: float = column("f8", 0.0, "Public capacity added by capacity building, share", stays=True)
    uncovered: int = column("i8", 0, "Months in a row, after funding, in which coordination was not covered")


class Measures:
    """The end of the money, and life after it."""

    unspent: float = of_run("EUR", "Public budget returned unspent", -1)
    months_sustained: float = flow("months", "Months that the pathway lives on after public funding ends", 1)
    funding_end: float = of_run("month", "Month in which public funding ended, extensions included")


@inner
def build_capacity(state, p, month):
    """Spend the capacity-building and monitoring lines evenly; capacity grows less where people cannot meet."""
    scheme = state.scheme
    if not scheme.funded:
        return
    accounts.spend_evenly(state, Line.monitoring, month)
    amount = accounts.spend_evenly(state, Line.capacity, month)
    if scheme.budget > 0.0:
        scheme.capacity_stock += p.agencies.capacity_gain * scheme.services * amount / scheme.budget


@inner
def backed(state, p):
    """Whether all governments that signed (one at least) back the pathway enough for a life without public funding."""
    signed = False
    for g in range(state.governments.size):
        place = state.governments[g]
        signed = signed or place.signed
        if place.signed and standing(place) < p.costs.sustain_trust:
            return False
    return signed


@inner
def step(state, p, month):
    """Build capacity and close the books. Is the scheme still funded? If not, does the pathway continue?"""
    scheme = state.scheme
    build_capacity(state, p, month)
    if scheme.funded:
        if month + 1 >= scheme.end_month:
            scheme.funded = 0
            scheme.alive = backed(state, p)
    elif scheme.alive:
        if scheme.covered >= 1.0:
            scheme.uncovered = 0
            state.monthly[month].months_sustained += 1.0
        else:
            scheme.uncovered += 1
        scheme.alive = scheme.uncovered <= p.costs.sustain_grace and backed(state, p)


@inner
def measure(state, run):
    """What is left of the budget, and when the funding ended."""
    scheme = state.scheme
    run.unspent = scheme.budget_before + scheme.budget - run.public_cost
    run.funding_end = scheme.began + scheme.end_month
