"""Desks: how many cases an office can decide in a month, how many it invites, and the last month that a table can hold.

An office can decide only so many cases a month; the others wait. For a number of places a few more people are
invited, because some do not come or do not pass.

*Credit* of a desk, every month: credit = (credit mod 1) + capacity. Each decision takes 1. So a leftover fraction of
a case counts in the next month, and unused capacity is lost.

*Invited* for n places: n + agencies.margin * sqrt(n).
"""

import math
from dataclasses import dataclass

from sim.compiled import njit
from sim.declare import uncertain, within

FAR_MONTH = 32_000
"""The last month that a column of 16 bits holds, in round numbers: a later month never comes."""


@dataclass
class Agencies:
    """How generously desks invite."""

    margin: float = uncertain(
        1.0, 0.0, 3.0, "sd", "Files that pass screening, and persons in the queue for interviews, beyond the places there are",
        plausible=within(1.0, 1.0, "linear", "assumption", "definition: one standard deviation of a count"),
    )  # fmt: skip


@njit
def invited(places, p):
    """How many are invited for so many places: more than there are, by a margin in standard deviations of a count."""
    return places + p.agencies.margin * math.sqrt(float(places))


@njit
def credit_after(credit, capacity):
    """Cases that a desk can decide this month: its capacity and the fraction of a case left from the month before."""
    return credit % 1.0 + capacity
