"""Steering: sensing the market, amendments that the funder may grant, the ceiling of places (ODD, steering)."""

from typing import TYPE_CHECKING

from benchmarks.objects import costs
from benchmarks.objects.applicant import NEVER
from benchmarks.objects.categories import Amendment, Line
from benchmarks.objects.draws import Decision, lognormal, probability, whole_months

if TYPE_CHECKING:
    from benchmarks.objects.model import PilotScheme


def steering(model: "PilotScheme") -> None:
    """Sense, request amendments, carry out those that are granted; then a new month's books begin."""
    sense(model)
    if not model.scheme.funded:
        return
    request(model)
    carry_out(model)
    raise_ceiling(model)
    model.budget.unmet = dict.fromkeys(Line, 0.0)


def sense(model: "PilotScheme") -> None:
    """The lead's picture of the wanted profile follows the markets."""
    p, scheme = model.p, model.scheme
    wanted = 0.0
    for market in model.markets:
        wanted += market.profile / len(model.markets)
    board = p.agencies.board_sensing if p.design.advisory_board else 0.0
    if model.budget.monitored:
        scheme.reported = scheme.places_taken / max(scheme.places, 1)
    speed = p.agencies.sensing + p.agencies.monitoring_sensing * model.budget.monitored + board
    scheme.sensed += min(speed, 1) * scheme.covered * (wanted - scheme.sensed)


def request(model: "PilotScheme") -> None:
    """Ask for the amendments that are wished: some work, and a time until the funder decides."""
    p, scheme, budget = model.p, model.scheme, model.budget
    near_end = scheme.end_month - model.month <= p.steering.extension_notice
    wished = {
        Amendment.money: any(unmet > 0 for unmet in budget.unmet.values()),
        Amendment.profile: abs(scheme.sensed - scheme.curriculum) > p.steering.profile_tolerance,
        Amendment.method: scheme.interviews_short > 0,
        Amendment.extension: near_end and scheme.places_left > 0 and months_asked(model) >= 1,
    }
    mean = p.steering.amendment_months * 2 * (1 - p.design.flexibility)
    for amendment in Amendment:
        if scheme.due[amendment] >= 0 or not wished[amendment]:
            continue
        scheme.requests[amendment] += 1
        a, _, c, _ = draw(model, amendment)
        delay = whole_months(lognormal(a, mean, p.steering.amendment_variation), c)
        scheme.due[amendment] = min(model.month + delay, NEVER)
        if budget.left(Line.coordination) >= p.costs.amendment * p.scale:
            budget.pay(Line.coordination, p.costs.amendment * p.scale)


def draw(model: "PilotScheme", amendment: Amendment) -> tuple[float, float, float, float]:
    """The draws of the latest request for an amendment."""
    return model.draw(Decision.amendment, agent=amendment, event=model.scheme.requests[amendment])


def months_asked(model: "PilotScheme") -> float:
    """Months of extension that the scheme needs at its pace so far, as far as they can be had."""
    scheme = model.scheme
    longest = model.p.steering.extension_share * scheme.planned_months - scheme.extended
    pace = max(scheme.places_taken, 1) / (model.month + 1)
    return min(longest, scheme.places_left / pace)


def carry_out(model: "PilotScheme") -> None:
    """What is decided and granted is done."""
    p, scheme = model.p, model.scheme
    approval = p.steering.rigid_approval + (1 - p.steering.rigid_approval) * p.design.flexibility
    if is_granted(model, Amendment.money, approval):
        model.budget.relieve_blocked_lines()
    if is_granted(model, Amendment.profile, approval):
        scheme.curriculum = scheme.sensed
    if is_granted(model, Amendment.method, approval):
        scheme.method_gain = min(scheme.method_gain + p.steering.method_step, 1)
    if is_granted(model, Amendment.extension, approval_of_extension(model)) and scheme.places_left > 0:
        months = max(model.budget.months_of_extension(int(months_asked(model) + 0.5)), 0)
        scheme.end_month += months
        scheme.extended += months


def approval_of_extension(model: "PilotScheme") -> float:
    """Chance that the funder extends: it looks at what was reported, if anything is monitored."""
    steering, scheme = model.p.steering, model.scheme
    reported = min(scheme.places_taken / max(scheme.places, 1), 1) * model.budget.monitored
    return probability(
        steering.extension_base
        + steering.extension_flexibility * (model.p.design.flexibility - 0.5)
        + steering.extension_progress * reported
    )


def is_granted(model: "PilotScheme", amendment: Amendment, chance: float) -> bool:
    """Whether the funder decides this month, and says yes; a refused amendment may be wished again."""
    due = model.scheme.due
    if not model.month >= due[amendment] >= 0:
        return False
    due[amendment] = -1
    if draw(model, amendment)[1] >= chance:
        return False
    model.scheme.granted[amendment] += 1
    model.count("amendments")
    return True


def raise_ceiling(model: "PilotScheme") -> None:
    """More places where nearly all are taken, hosts ask for more and the money is there."""
    p, scheme = model.p, model.scheme
    asked_for = (
        model.month % p.steering.review_months == 0
        and scheme.places > 0
        and scheme.places_taken >= p.steering.raise_at * scheme.ceiling
        and model.vacancies > scheme.places_left
    )
    if not asked_for:
        return
    more = int(scheme.places * (1 + p.steering.raise_share)) - scheme.ceiling
    cost = costs.mobility(p)
    if cost > 0:
        more = min(more, int(model.budget.left(Line.mobility) / cost) - scheme.places_left)
    scheme.ceiling += max(more, 0)
