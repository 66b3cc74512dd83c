"""Monitoring: levels at the end of the month, and the whole run's indicators (L21)."""

import math

from sim.compiled import inner, njit
from sim.indicators import INDICATORS, RUN, Index
from sim.state import Side

_SUMMED = tuple(position for position, indicator in enumerate(INDICATORS) if indicator.over == "flow")
_LEVELS = tuple(position for position, indicator in enumerate(INDICATORS) if indicator.over == "level")
_UNDEFINED = tuple(position for position, indicator in enumerate(INDICATORS) if indicator.over == RUN)


@inner
def mean_trust(state, side):
    """Mean trust of the governments of one side, or of both (side -1); undefined without any."""
    total, number = 0.0, 0
    for g in range(state.governments.size):
        if side < 0 or state.governments[g].side == side:
            total += state.governments[g].trust
            number += 1
    return total / number if number > 0 else math.nan


@inner
def record_levels(state, month):
    """Trust, support and demand at the end of the month."""
    row = state.book.monthly[month]
    row[Index.trust_government] = mean_trust(state, -1)
    row[Index.trust_government_origin] = mean_trust(state, Side.origin)
    row[Index.trust_government_destination] = mean_trust(state, Side.destination)
    support = 0.0
    for g in range(state.governments.size):
        support += state.governments[g].support / state.governments.size
    row[Index.political_support] = support
    hosts, demand = 0, 0.0
    for m in range(state.markets.size):
        market = state.markets[m]
        demand += market.demand / state.markets.size
        hosts += market.active
    row[Index.trust_employer] = state.book.scheme[0].host_trust / hosts if hosts > 0 else math.nan
    row[Index.demand] = demand


@inner
def step(state, month):
    """The month is recorded."""
    record_levels(state, month)


@njit
def median_wait(waits):
    """Median of a histogram over whole months; undefined where empty."""
    total = waits.sum()
    if total == 0:
        return math.nan
    below = 0
    for months in range(waits.size):
        below += waits[months]
        if 2 * below > total:
            return float(months)
        if 2 * below == total:
            upper = months + 1
            while waits[upper] == 0:
                upper += 1
            return (months + upper) / 2
    return math.nan


@njit
def per(amount, number):
    """Amount per number; undefined where the number is zero."""
    return amount / number if number > 0.0 else math.nan


@inner
def measure(state, months, out):
    """The whole run's indicators into ``out`` (length: the number of indicators), after ``months`` months."""
    scheme = state.book.scheme[0]
    for position in _SUMMED:
        out[position] = 0.0
        for month in range(months):
            out[position] += state.book.monthly[month, position]
    last = min(scheme.end_month, months) - 1
    for position in _LEVELS:
        out[position] = state.book.monthly[last, position] if last >= 0 else math.nan
    for position in _UNDEFINED:
        out[position] = math.nan
    matches = out[Index.matches]
    out[Index.places_planned] = scheme.places
    out[Index.achievement] = per(out[Index.completed_mobilities], float(scheme.places))
    out[Index.closing_rate] = per(matches, out[Index.declared_vacancies])
    out[Index.sme_share] = per(matches - out[Index.hires_large], matches)
    out[Index.first_time_share] = per(out[Index.hires_first_time], matches)
    out[Index.internationalisation_share] = per(out[Index.hires_internationalisation], matches)
    out[Index.months_to_match] = median_wait(state.book.calendar.matches[: scheme.horizon + 1])
    out[Index.months_to_departure] = median_wait(state.book.calendar.departures[: scheme.horizon + 1])
    out[Index.unspent] = scheme.budget - out[Index.public_cost]
    out[Index.cost_per_match] = per(out[Index.public_cost], matches)
    out[Index.cost_per_completed] = per(out[Index.public_cost], out[Index.completed_mobilities])
    out[Index.funding_end] = scheme.end_month
    out[Index.profile_mismatch] = per(scheme.mismatch, matches)
    out[Index.women_share] = per(out[Index.women_departed], out[Index.departures])
