"""Leadership: the person who leads the project changes (L4, L6).

Projects outlive the people who lead them. When the person in charge leaves, the successor does not know the partners
yet: contacts at first achieve no more than those of a lead without any skill, and improve over some months. Part of the
trust was placed in the person who leaves, and it goes with that person. The more the partnership itself remembers
([memory](#memory)), the less is lost. Nobody can plan the month in which it happens.

If the scheme is alive and a < 1 - exp(-agencies.lead_change / 12) by draw `lead_change`: `lead_changes` + 1, settled = 0, and trust =
trust * (1 - trust.lead_loss * (1 - memory)) of every government, and of every host whose status is not unaware (f4).
Otherwise settled += (1 - settled) * (1 - exp(-1 / agencies.lead_learning)), or settled = 1 if agencies.lead_learning is 0.
settled begins at 1; it is the share of the lead's facilitation that works ([trust](#trust)).
"""

import math
from dataclasses import dataclass

from sim.categories import Status
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import uncertain, within
from sim.draws import decision, uniforms
from sim.measures import flow

LEAD_CHANGE = decision(41, "lead_change", "changes", event="month")


@dataclass
class Agencies:
    """How long a lead stays, and how long a new one needs."""

    lead_change: float = uncertain(
        0.2, 0.0, 12.0, "1/year", "Rate at which the person who leads the project changes",
        plausible=within(0.07, 0.6, "log", "assumption", "a lead stays five years; a third to three times"),
    )  # fmt: skip
    lead_learning: float = uncertain(
        6.0, 0.0, 60.0, "months", "Months in which a new lead gains 63 % of its skill with these partners",
        plausible=within(2.0, 18.0, "log", "assumption", "half a year; a third to three times"),
    )  # fmt: skip


@dataclass
class Trust:
    """What goes with the lead."""

    lead_loss: float = uncertain(
        0.25, 0.0, 1.0, "share", "Share of trust that goes with a departing lead, where the partnership remembers nothing",
        plausible=within(0.1, 0.5, "odds", "assumption", "odds a third to three times; less than an election can destroy"),
    )  # fmt: skip


class Scheme:
    """The lead."""

    settled: float = column("f8", 1.0, "Share of its skill that the lead has with these partners", stays=True)


class Measures:
    """Changes of lead."""

    lead_changes: float = flow("changes", "Times that the person who leads the project changed", -1)


@njit
def changes(month, key, p):
    """Whether the lead changes this month."""
    a, b, c, d = uniforms(key, LEAD_CHANGE, 0, 0, month, 0)
    return a < 1.0 - math.exp(-p.agencies.lead_change / 12.0)


@njit
def learned(settled, p):
    """Share of its skill that a lead has with its partners after another month."""
    if p.agencies.lead_learning <= 0.0:
        return 1.0
    return settled + (1.0 - settled) * (1.0 - math.exp(-1.0 / p.agencies.lead_learning))


@inner
def hand_over(state, p, month):
    """A new lead: skill is to be learned anew, and trust that was personal is gone with those who knew the old one."""
    state.scheme.settled = 0.0
    state.monthly[month].lead_changes += 1.0
    kept = 1.0 - p.trust.lead_loss * (1.0 - state.scheme.memory)
    for g in range(state.governments.size):
        state.governments[g].trust *= kept
    for row in range(state.employers.size):
        if state.employers[row].status != Status.unaware:
            state.employers[row].trust *= kept


@inner
def step(state, p, month):
    """The lead changes, or learns."""
    scheme = state.scheme
    if scheme.alive and changes(month, scheme, p):
        hand_over(state, p, month)
    else:
        scheme.settled = learned(scheme.settled, p)
