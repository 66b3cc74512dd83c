"""Engagement: support for hosts, seeking new ones, keeping those that there are (ODD, engagement)."""

from typing import TYPE_CHECKING

from benchmarks.objects.categories import Stage, Status
from benchmarks.objects.finance import mean

if TYPE_CHECKING:
    from benchmarks.objects.model import PilotScheme

#: Where those wait who are matched and have not departed, without those in training.
SUPPORTED = (Stage.matched, Stage.seat, Stage.recognition, Stage.permit, Stage.visa, Stage.ready)


def engagement(model: "PilotScheme") -> None:
    """The staff supports hosts; the lead seeks more while places are free, and keeps those that it has."""
    scheme = model.scheme
    for market in model.markets:
        for host in market.hosts:
            host.need_again()
    support_hosts(model)
    wanted = scheme.alive and scheme.places_left - scheme.pending > model.vacancies
    seeking = scheme.host_contacts * model.p.agencies.prospecting_share if wanted else 0.0
    scheme.prospects = min(scheme.prospects + seeking, seeking + 1)
    seek_hosts(model)
    keep_hosts(model, scheme.host_contacts - seeking)


def support_hosts(model: "PilotScheme") -> None:
    """Carry part of the hosts' burden, as far as time goes."""
    p, scheme = model.p, model.scheme
    persons = sum(len(model.lists[stage]) for stage in SUPPORTED)
    needed = p.design.administrative_support * p.agencies.support_contacts * persons
    served = min(needed, scheme.host_contacts)
    scheme.host_contacts -= served
    scheme.support = p.design.administrative_support * (served / needed if needed > 0 else 1.0)


def seek_hosts(model: "PilotScheme") -> None:
    """Call on hosts in reach, market by market in turn, as long as contacts are in hand."""
    scheme = model.scheme
    for _ in range(sum(len(market.in_reach) for market in model.markets)):
        if scheme.prospects < 1:
            return
        market = model.markets[scheme.turns % len(model.markets)]
        scheme.turns += 1
        if market.pointer >= len(market.in_reach):
            market.pointer = 0
            continue
        host = market.in_reach[market.pointer]
        market.pointer += 1
        if host.status == Status.engaged:
            continue
        if host.is_sought:
            scheme.prospects -= 1
            host.be_sought()
        else:
            scheme.prospects -= model.p.agencies.lookup


def keep_hosts(model: "PilotScheme", contacts: float) -> None:
    """Share the other contacts among the engaged hosts, who stay or withdraw."""
    engaged = [market.engaged() for market in model.markets]
    number = sum(len(hosts) for hosts in engaged)
    each = (contacts / number if number > 0 else 0.0) + model.board_contacts
    for hosts in engaged:
        hosts.do("be_kept", each)
    model.scheme.host_trust = mean(host.trust for market in model.markets for host in market.engaged())
