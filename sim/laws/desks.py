"""Desks: how many cases an office can decide in a month, and the last month that a table can hold.

*Credit* of a desk, every month: credit = (credit mod 1) + capacity. Each decision takes 1. So the fraction of a case that is
left over counts in the next month, and capacity that nobody used is lost.
"""

from sim.compiled import njit

FAR_MONTH = 32_000
"""The last month that a column of 16 bits holds, in round numbers: a later month never comes."""


@njit
def credit_after(credit, capacity):
    """Cases that a desk can decide this month: its capacity and the fraction of a case left from the month before."""
    return credit % 1.0 + capacity
