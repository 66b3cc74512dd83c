"""Finance: capacity building, the end of public funding, and life after it (L9, L16, L17, L20).

Every month, part of the budget pays for monitoring and builds capacity in public services: they screen and interview
more people and have more training seats. This capacity lasts. After the money it fades slowly, as people move on, and
the next scheme in the corridor finds what is left of it. Public money
stops when the planned time and any extension are over. The pathway then lives on as long as every government that
signed still backs it and hosts pay for its coordination. So it depends on trust and results; public money
that is left does not help.

If funded: spend the monitoring line evenly, then the capacity line evenly ([accounts](#accounts)); capacity_stock +=
agencies.capacity_gain * services * (amount of the capacity line) / budget, if budget > 0. If not funded: capacity_stock = capacity_stock *
0.5 ^ (1 / agencies.capacity_half_life). Then the books are closed. `capacity_built` = capacity_stock at the end of the month; `capacity_left` that at the end of all months.
*Backed*: at least one government has signed, and none that has signed has trust * support < costs.sustain_trust.

- Funded: if month + 1 >= end_month: funded = 0, alive = backed.
- Otherwise, if alive: covered >= 1: uncovered = 0, `months_sustained` + 1; else uncovered + 1. Then alive = uncovered <= costs.sustain_grace and backed.
"""

from dataclasses import dataclass

from sim.agents.government import standing
from sim.categories import Line
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import uncertain, within
from sim.laws import accounts
from sim.measures import flow, level, of_run


@dataclass
class Agencies:
    """What capacity building gives."""

    capacity_gain: float = uncertain(
        3.0, 0.0, 10.0, "share",
        "Public capacity added if the whole budget went into capacity building (in proportion to what does)",
        plausible=within(1.0, 9.0, "log", "assumption", "a third to three times"),
    )  # fmt: skip
    capacity_half_life: float = uncertain(
        60.0, 1.0, 600.0, "months", "Months after the funding in which half of the public capacity that was built is lost again",
        plausible=within(24.0, 180.0, "log", "assumption",
            "trained staff move on and routines are given up: two years where a post ends, fifteen where a service goes on"),
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

    capacity_built: float = level(
        "share", "Public capacity added by capacity building, as a share of what was there", 1
    )
    capacity_left: float = of_run("share", "What is left of that capacity at the end of the months simulated", 1)
    unspent: float = of_run("EUR", "Public budget returned unspent", -1)
    months_sustained: float = flow("months", "Months that the pathway lives on after public funding ends", 1)
    funding_end: float = of_run("month", "Month in which public funding ended, extensions included")


@njit
def kept_in_a_month(p):
    """Share of the public capacity built that a month without public money leaves."""
    return 0.5 ** (1.0 / p.agencies.capacity_half_life)


@inner
def build_capacity(state, p, month):
    """Spend the capacity-building and monitoring lines evenly; capacity grows less where people cannot meet, and fades after the money."""
    scheme = state.scheme
    if not scheme.funded:
        scheme.capacity_stock *= kept_in_a_month(p)
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
def record(state, month):
    """Public capacity built so far, and not lost again."""
    state.monthly[month].capacity_built = state.scheme.capacity_stock


@inner
def measure(state, run):
    """What is left of the budget and of the capacity built, and when the funding ended."""
    scheme = state.scheme
    run.capacity_left = scheme.capacity_stock
    run.unspent = scheme.budget_before + scheme.budget - run.public_cost
    run.funding_end = scheme.began + scheme.end_month
