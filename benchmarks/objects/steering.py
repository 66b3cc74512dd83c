"""Steering: sensing the market, and changing course by amendments (ODD 7.5)."""

from typing import TYPE_CHECKING

from benchmarks.objects.categories import Line
from benchmarks.objects.scheme import NEVER

if TYPE_CHECKING:
    from benchmarks.objects.model import PilotScheme


def steering(model: "PilotScheme") -> None:
    """Sense, request amendments, carry out those that are due; then a new month's books begin."""
    sense(model)
    if not model.scheme.funded:
        return
    request(model)
    carry_out(model)
    model.budget.unmet = dict.fromkeys(Line, 0.0)


def sense(model: "PilotScheme") -> None:
    """The lead's picture of the wanted profile follows the markets."""
    p, scheme = model.p, model.scheme
    wanted = 0.0
    for market in model.markets:
        wanted += market.profile / len(model.markets)
    paid = scheme.funded and scheme.end_month - model.month > 0 and model.budget.left(Line.monitoring) > 0
    board = p.agencies.board_sensing if p.design.advisory_board else 0.0
    speed = p.agencies.sensing + p.agencies.monitoring_sensing * paid + board
    scheme.sensed += min(speed, 1) * scheme.covered * (wanted - scheme.sensed)


def request(model: "PilotScheme") -> None:
    """Ask for the amendments that are wished; a rigid scheme never gets them."""
    p, scheme = model.p, model.scheme
    flexibility = p.design.flexibility
    delay = int(p.steering.amendment_months * (1 - flexibility) / flexibility) if flexibility > 0 else NEVER
    wished = {
        "money": any(unmet > 0 for unmet in model.budget.unmet.values()),
        "profile": abs(scheme.sensed - scheme.curriculum) > p.steering.profile_tolerance,
        "method": scheme.interviews_short > 0,
        "extension": scheme.end_month - model.month <= p.steering.extension_notice and scheme.behind,
    }
    for amendment, due in scheme.due.items():
        if due < 0 and wished[amendment]:
            scheme.due[amendment] = model.month + delay


def carry_out(model: "PilotScheme") -> None:
    """What is due is done."""
    scheme = model.scheme
    due = {amendment for amendment, month in scheme.due.items() if model.month >= month >= 0}
    if "money" in due:
        model.budget.relieve_blocked_lines()
    if "profile" in due:
        scheme.curriculum = scheme.sensed
    if "method" in due:
        scheme.method_gain = min(scheme.method_gain + model.p.steering.method_step, 1)
    if "extension" in due and scheme.behind:
        scheme.end_month += max(model.budget.months_of_extension(), 0)
    for amendment in due:
        scheme.due[amendment] = NEVER if amendment == "extension" else -1
