"""Steering: sensing the market and changing course by amendments, at a speed set by flexibility (L2, L5, L16).

An amendment moves money, revises the target profile or the selection method, or extends the scheme at no cost. A rigid
scheme waits long for an amendment, or never gets one.

1. Sensing, always: wanted = the sum over markets of (profile / number of markets); monitored = 1 if funded, end_month - month > 0 and
   left(monitoring) > 0, else 0.

   ```
   speed   = agencies.sensing + agencies.monitoring_sensing * monitored + (agencies.board_sensing if design.advisory_board else 0)
   sensed += min(speed, 1) * covered * (wanted - sensed)
   ```
2. If not funded, the process ends here.
3. Requests. An amendment that is not yet requested (due < 0) and is wished is due in month + delay, where delay =
   int(steering.amendment_months * (1 - f) / f) for flexibility f = design.flexibility > 0, and 2^30 for f = 0. In this order:

   | amendment | wished if |
   |---|---|
   | money | some line has unmet > 0 |
   | profile | abs(sensed - curriculum) > steering.profile_tolerance |
   | method | interviews_short > 0 (of last month's interviews) |
   | extension | end_month - month <= steering.extension_notice and places_taken < places |
4. Carried out if month >= due >= 0, in the same order. The first three are then no longer requested (due = -1) and may be wished again.
   - *Money.* For each line with unmet > 0 in order: wanted = unmet; for every other line in order, except coordination and lines with
     unmet > 0: amount = min(spare, wanted) is moved, wanted is reduced. spare = max(0, left - allocation * (max(end_month - month, 0) / end_month)).
   - *Profile.* curriculum = sensed.
   - *Method.* method_gain = min(method_gain + steering.method_step, 1).
   - *Extension*, once: due = 2^30 afterwards, whatever came of it. If still places_taken < places:

     ```
     c = coordination_cost;  n = int(steering.extension_share * planned_months)
     if c > 0:
         wanted = n * c - spare(coordination)
         for capacity, monitoring, selection, training, reintegration, mobility, in this order, while wanted > 0:
             amount = min(spare(line), wanted) is moved to coordination;  wanted -= amount
         n = min(n, int((left(coordination) - max(end_month - month, 0) * c) / c))
     if n > 0: end_month += n
     ```
5. unmet = 0 in every line.
"""

from dataclasses import dataclass

from sim.categories import Line
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import lever, uncertain, within
from sim.laws.accounts import remaining
from sim.laws.budget import coordination_cost

NEVER = 1 << 30


@dataclass
class Design:
    """How freely the scheme changes its course."""

    flexibility: float = lever(
        0.5, 0.0, 1.0, "0-1", "Freedom to move money, revise profiles and methods, and extend: 0 rigid, 1 flexible",
        "brief.flexibility",
    )  # fmt: skip


@dataclass
class Steering:
    """How a scheme changes its course."""

    amendment_months: float = uncertain(
        6.0, 0.0, 24.0, "months", "Time of an amendment at flexibility 0.5", "brief.flexibility",
        plausible=within(2.0, 18.0, "log", "assumption", "a third to three times"),
    )  # fmt: skip
    profile_tolerance: float = uncertain(
        0.15, 0.0, 2.0, "profile units", "Sensed mismatch at which the profile is revised", "palim.curriculum_change",
        plausible=within(0.05, 0.45, "log", "assumption", "a third to three times"),
    )  # fmt: skip
    extension_share: float = uncertain(
        0.48, 0.0, 1.0, "share", "Longest no-cost extension, as a share of the planned duration",
        plausible=within(0.2, 0.7, "odds", "assumption",
            "rules of the funder not published; what pilots were granted is kept for calibration"),
    )  # fmt: skip
    extension_notice: int = uncertain(
        6, 1, 24, "months", "Months before the end when an extension is considered",
        plausible=within(3.0, 12.0, "log", "assumption", "a quarter to a year"),
    )  # fmt: skip
    method_step: float = uncertain(
        0.5, 0.0, 1.0, "share", "Change of the selection method when interviews are the bottleneck",
        "brief.flexibility",
        plausible=within(0.25, 0.75, "odds", "assumption", "odds a third to three times"),
    )  # fmt: skip


@dataclass
class Agencies:
    """How the lead senses the market."""

    sensing: float = uncertain(
        0.05, 0.0, 1.0, "1/month", "Speed at which the lead senses the wanted profile by itself",
        plausible=within(0.017, 0.15, "log", "assumption", "a third to three times"),
    )  # fmt: skip
    board_sensing: float = uncertain(
        0.25, 0.0, 1.0, "1/month", "Speed that an advisory board adds", "brief.trust",
        plausible=within(0.08, 0.75, "log", "assumption", "a third to three times"),
    )  # fmt: skip
    monitoring_sensing: float = uncertain(
        0.10, 0.0, 1.0, "1/month", "Speed that the monitoring line adds",
        plausible=within(0.033, 0.3, "log", "assumption", "a third to three times"),
    )  # fmt: skip


class Scheme:
    """What the lead senses, and the amendments on their way."""

    curriculum: float = column("f8", 0.0, "Profile that is taught")
    sensed: float = column("f8", 0.0, "The lead's picture of the wanted profile")
    method_gain: float = column("f8", 0.0, "Public interview capacity gained by revising the method, share")
    money_due: int = column("i8", -1, "Month in which money is moved; -1: not requested")
    profile_due: int = column("i8", -1, "Month in which the curriculum is revised; -1: not requested")
    method_due: int = column("i8", -1, "Month in which the selection method is revised; -1: not requested")
    extension_due: int = column("i8", -1, "Month in which an extension is decided; -1: not requested; 2^30: over")


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
    scheme = state.scheme
    wanted = 0.0
    for m in range(state.markets.size):
        wanted += state.markets[m].profile / state.markets.size
    months_left = scheme.end_month - month
    monitored = 1.0 if scheme.funded and months_left > 0 and remaining(state, Line.monitoring) > 0.0 else 0.0
    speed = p.agencies.sensing + p.agencies.monitoring_sensing * monitored
    speed += p.agencies.board_sensing if p.design.advisory_board else 0.0
    scheme.sensed += min(speed, 1.0) * scheme.covered * (wanted - scheme.sensed)


@inner
def spare(state, line, month):
    """Money of a line beyond what it would need to run evenly to the end."""
    end = state.scheme.end_month
    left_share = max(end - month, 0) / end
    return max(0.0, remaining(state, line) - state.money[line].allocation * left_share)


@inner
def take(state, line, wanted, month):
    """Move up to ``wanted`` spare euro out of a line; returns what was moved."""
    amount = min(spare(state, line, month), wanted)
    state.money[line].allocation -= amount
    return amount


@inner
def move_money(state, month):
    """Give every blocked line what it lacked this month, from lines with money to spare."""
    for lacking in range(state.money.size):
        wanted = state.money[lacking].unmet
        for line in range(state.money.size):
            if wanted > 0.0 and line != lacking and line != Line.coordination and state.money[line].unmet <= 0.0:
                amount = take(state, line, wanted, month)
                state.money[lacking].allocation += amount
                wanted -= amount


@inner
def extend(state, p, month):
    """A no-cost extension: as long as allowed and as unspent money carries the coordination."""
    scheme = state.scheme
    cost = coordination_cost(p)
    months = int(p.steering.extension_share * scheme.planned_months)
    if cost > 0.0:
        wanted = months * cost - spare(state, Line.coordination, month)
        for line in (Line.capacity, Line.monitoring, Line.selection, Line.training, Line.reintegration, Line.mobility):
            if wanted > 0.0:
                amount = take(state, line, wanted, month)
                state.money[Line.coordination].allocation += amount
                wanted -= amount
        ahead = max(scheme.end_month - month, 0) * cost
        months = min(months, int((remaining(state, Line.coordination) - ahead) / cost))
    if months > 0:
        scheme.end_month += months


@inner
def behind(state):
    """Whether places for mobility are still to be filled."""
    return state.scheme.places_taken < state.scheme.places


@inner
def blocked(state):
    """Whether a line could not pay this month."""
    for line in range(state.money.size):
        if state.money[line].unmet > 0.0:
            return True
    return False


@njit
def due_after(due, wish, month, p):
    """When an amendment takes effect: as already requested, or requested now if wished."""
    if due >= 0 or not wish:
        return due
    return month + amendment_delay(p)


@inner
def step(state, p, month):
    """Sense, request amendments, carry out those that are due; then a new month's books begin."""
    scheme = state.scheme
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
    for line in range(state.money.size):
        state.money[line].unmet = 0.0
