"""Politics: support that reacts, elections, stops by a state (ODD, politics)."""

from math import exp
from typing import TYPE_CHECKING

from benchmarks.objects.applicant import NEVER
from benchmarks.objects.categories import Side
from benchmarks.objects.draws import Decision, clip, lognormal, whole_months
from benchmarks.objects.government import Government
from benchmarks.objects.places import Country
from benchmarks.objects.protectionism import beyond

if TYPE_CHECKING:
    from benchmarks.objects.model import PilotScheme


def politics(model: "PilotScheme") -> None:
    """Governments change their minds and are replaced; states stop and go on."""
    p, scheme = model.p, model.scheme
    before, scheme.struck = scheme.struck, p.politics.shock_effect * model.shock.intensity
    fallen = max(0.0, 1 - (1 - scheme.struck) / (1 - before))
    model.agents_by_type[Government].do("react", fallen, behind_plan(model))
    for side, places in ((Side.origin, model.origins), (Side.destination, model.countries)):
        for place in places:
            stop(model, side, place)


def behind_plan(model: "PilotScheme") -> float:
    """How far the known places lag behind the plan, where the funder reviews it this month."""
    scheme, month = model.scheme, model.month
    if not scheme.funded or scheme.places == 0 or month == 0 or month % model.p.steering.review_months != 0:
        return 0.0
    lead = model.p.agencies.call_months + model.p.design.training_months + model.p.design.closing_months
    due = clip((month - lead) / max(scheme.planned_months - lead, 1))
    return max(0.0, due - scheme.known.taken / scheme.places)


def stop(model: "PilotScheme", side: Side, place: Country) -> None:
    """A country stops the pathway, or goes on doing so, or does not."""
    p = model.p.politics
    if model.calendar >= place.stopped_until:
        a, b, c, _ = model.draw(Decision.stop, place.number, side, model.calendar)
        times = exp(p.protectionism_stops * beyond(model.p)) if side == Side.destination else 1.0
        yearly = p.stop_rate * times * (1 - p.stop_shelter * place.weakest_standing)
        if a < 1 - exp(-yearly / 12):
            months = whole_months(lognormal(b, p.stop_months, p.stop_variation), c)
            place.stopped_until = min(model.calendar + months, NEVER)
    place.stopped = model.calendar < place.stopped_until
    model.count("stopped_months", place.stopped)
