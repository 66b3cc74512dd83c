"""Change of lead, institutional memory, promises to hosts (ODD, leadership, memory, promises)."""

from math import ceil, exp
from typing import TYPE_CHECKING

from benchmarks.objects.applicant import NEVER
from benchmarks.objects.categories import Stage, Status
from benchmarks.objects.draws import Decision, clip
from benchmarks.objects.government import Government
from benchmarks.objects.trust import capacity_missing

if TYPE_CHECKING:
    from benchmarks.objects.candidate import Candidate
    from benchmarks.objects.model import PilotScheme


def leadership(model: "PilotScheme") -> None:
    """The person who leads the project changes, or learns."""
    p, scheme = model.p, model.scheme
    chance = 1 - exp(-p.agencies.lead_change / 12)
    if scheme.alive and model.draw(Decision.lead_change, event=model.month)[0] < chance:
        model.count("lead_changes")
        scheme.settled = 0.0
        hand_over(model, p.trust.lead_loss * (1 - scheme.memory))
    elif p.agencies.lead_learning > 0:
        scheme.settled += (1 - scheme.settled) * (1 - exp(-1 / p.agencies.lead_learning))
    else:
        scheme.settled = 1.0


def hand_over(model: "PilotScheme", lost: float) -> None:
    """Whoever knew the old lead loses a share of its trust."""
    for government in model.agents_by_type[Government]:
        government.trust *= 1 - lost
    for market in model.markets:
        for host in market.hosts:
            if host.status != Status.unaware:
                host.lose_trust(lost)


def memory(model: "PilotScheme") -> None:
    """What is institutional makes a memory, which fades."""
    p, scheme = model.p, model.scheme
    governments = model.agents_by_type[Government]
    signed = sum(government.signed for government in governments) / len(governments)
    rate = p.trust.memory_signed * signed
    rate += p.trust.memory_board * p.design.advisory_board
    rate += p.trust.memory_capacity * (1 - capacity_missing(p)) * scheme.funded
    growth = min(rate * scheme.covered, 1)
    scheme.memory = clip(scheme.memory + growth * (1 - scheme.memory) - p.trust.memory_fade * scheme.memory)


def promises(model: "PilotScheme") -> None:
    """Hosts learn by when to expect a person, and lose trust over one who is late."""
    for stage in (Stage.seat, Stage.examination, Stage.recognition, Stage.permit, Stage.visa, Stage.ready):
        for candidate in model.lists[stage]:
            if candidate.employer is None:
                continue
            if candidate.matched == model.month:
                candidate.told = told(model, candidate)
            elif is_missed(model, candidate):
                candidate.let_host_down()


def told(model: "PilotScheme", candidate: "Candidate") -> int:
    """The month by which the host of a new match expects the person."""
    months = candidate.market.months_to_arrival(model)
    months += 0.0 if candidate.trained else model.p.design.training_months
    month = min(max(candidate.promised, model.month + ceil(min(months, NEVER))), NEVER)
    while month < NEVER and not model.stays_can_begin(month):
        month += 1
    return month


def is_missed(model: "PilotScheme", candidate: "Candidate") -> bool:
    """Whether a person should have come by now."""
    late = model.month >= candidate.told + model.p.trust.promise_grace
    return late and candidate.departed < 0 and not candidate.works_remotely
