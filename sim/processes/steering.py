"""Steering: sensing the market and changing course by amendments, at a speed set by flexibility (L2, L5, L16).

An amendment moves money, revises the target profile or the selection method, or extends the scheme at no cost. A rigid
scheme waits long for it, or never gets it.
"""

from sim import money
from sim.compiled import inner, njit
from sim.state import Line

NEVER = 1 << 30


@njit
def amendment_delay(p):
    """Months until an amendment takes effect: none at full flexibility, never at none."""
    flexibility = p.design.flexibility
    if flexibility <= 0.0:
        return NEVER
    return int(min(p.steering.amendment_months * (1.0 - flexibility) / flexibility, float(NEVER)))


@inner
def sense(state, p, month):
    """The lead's picture of the wanted profile follows the markets, faster with a board and with monitoring."""
    scheme = state.book.scheme[0]
    wanted = 0.0
    for m in range(state.markets.size):
        wanted += state.markets[m].profile / state.markets.size
    months_left = scheme.end_month - month
    monitored = 1.0 if scheme.funded and months_left > 0 and money.left(state.book, Line.monitoring) > 0.0 else 0.0
    speed = p.agencies.sensing + p.agencies.monitoring_sensing * monitored
    speed += p.agencies.board_sensing if p.design.advisory_board else 0.0
    scheme.sensed += min(speed, 1.0) * scheme.covered * (wanted - scheme.sensed)


@inner
def spare(state, line, month):
    """Money of a line beyond what it would need to run evenly to the end."""
    scheme = state.book.scheme[0]
    left_share = max(scheme.end_month - month, 0) / scheme.end_month
    return max(0.0, money.left(state.book, line) - state.book.money[line].allocation * left_share)


@inner
def take(state, line, wanted, month):
    """Move up to ``wanted`` spare euro out of a line; returns what was moved."""
    amount = min(spare(state, line, month), wanted)
    state.book.money[line].allocation -= amount
    return amount


@inner
def move_money(state, month):
    """Give every blocked line what it lacked this month, from lines with money to spare."""
    for blocked in range(state.book.money.size):
        wanted = state.book.money[blocked].unmet
        for line in range(state.book.money.size):
            if wanted > 0.0 and line != blocked and line != Line.coordination and state.book.money[line].unmet <= 0.0:
                amount = take(state, line, wanted, month)
                state.book.money[blocked].allocation += amount
                wanted -= amount


@inner
def extend(state, p, month):
    """A no-cost extension: as long as allowed and as unspent money carries the coordination."""
    scheme = state.book.scheme[0]
    cost = money.coordination_cost(p)
    months = int(p.steering.extension_share * scheme.planned_months)
    if cost > 0.0:
        wanted = months * cost - spare(state, Line.coordination, month)
        for line in (Line.capacity, Line.monitoring, Line.selection, Line.training, Line.reintegration, Line.mobility):
            if wanted > 0.0:
                amount = take(state, line, wanted, month)
                state.book.money[Line.coordination].allocation += amount
                wanted -= amount
        ahead = max(scheme.end_month - month, 0) * cost
        months = min(months, int((money.left(state.book, Line.coordination) - ahead) / cost))
    if months > 0:
        scheme.end_month += months


@inner
def behind(state):
    """Whether places for mobility are still to be filled."""
    return state.book.scheme[0].places_taken < state.book.scheme[0].places


@inner
def blocked(state):
    """Whether a line could not pay this month."""
    for line in range(state.book.money.size):
        if state.book.money[line].unmet > 0.0:
            return True
    return False


@njit
def due_after(due, wish, month, p):
    """When an amendment takes effect: as already requested, or requested now if wished."""
    if due >= 0 or not wish:
        return due
    return month + amendment_delay(p)


@inner
def step(state, month):
    """Sense, request amendments, carry out those that are due; then a new month's books begin."""
    p = state.parameters[min(month, state.parameters.size - 1)]
    scheme = state.book.scheme[0]
    sense(state, p, month)
    if not scheme.funded:
        return
    mismatch = abs(scheme.sensed - scheme.curriculum)
    scheme.money_due = due_after(scheme.money_due, blocked(state), month, p)
    scheme.profile_due = due_after(scheme.profile_due, mismatch > p.steering.profile_tolerance, month, p)
    scheme.method_due = due_after(scheme.method_due, scheme.interviews_short > 0.0, month, p)
    near_end = scheme.end_month - month <= p.steering.extension_notice
    scheme.extension_due = due_after(scheme.extension_due, near_end and behind(state), month, p)
    if month >= scheme.money_due >= 0:
        move_money(state, month)
        scheme.money_due = -1
    if month >= scheme.profile_due >= 0:
        scheme.curriculum = scheme.sensed
        scheme.profile_due = -1
    if month >= scheme.method_due >= 0:
        scheme.method_gain = min(scheme.method_gain + p.steering.method_step, 1.0)
        scheme.method_due = -1
    if month >= scheme.extension_due >= 0:
        if behind(state):
            extend(state, p, month)
        scheme.extension_due = NEVER
    for line in range(state.book.money.size):
        state.book.money[line].unmet = 0.0
