"""Partnership: contacts, trust, elections, signatures, hosts, simplified recognition (ODD 7.4)."""

from typing import TYPE_CHECKING

from benchmarks.objects.agency import Lead
from benchmarks.objects.categories import Status
from benchmarks.objects.government import Government

if TYPE_CHECKING:
    from benchmarks.objects.model import PilotScheme


def partnership(model: "PilotScheme") -> None:
    """Coordination is paid, contacts are made, relations change."""
    p, scheme = model.p, model.scheme
    [lead] = model.agents_by_type[Lead]
    governments = model.agents_by_type[Government]
    scheme.covered = model.budget.cover_coordination() if scheme.alive else 0.0
    contacts = contacts_of(model, lead)
    floor = p.trust.facilitation_floor
    gain = p.trust.gain * (floor + (1 - floor) * lead.means.facilitation)
    board = p.agencies.board_contacts * scheme.covered if p.design.advisory_board else 0.0

    each = contacts * p.agencies.government_share / (len(governments) * p.scale) + board
    governments.do("meet_lead", each, gain)
    for country in (*model.origins, *model.countries):
        country.decide_to_take_part()
    for country in model.countries:
        country.speed = 1 - p.permits.trust_effect * (1 - country.weakest_standing)
    negotiate_recognition(model)

    hosts = contacts * (1 - p.agencies.government_share)
    declared = sum(host.open for market in model.markets for host in market.engaged())
    wanted = scheme.alive and scheme.places - scheme.places_taken > declared
    seeking = hosts * p.agencies.prospecting_share if wanted else 0.0
    scheme.prospects = min(scheme.prospects + seeking, seeking + 1)
    seek_hosts(model, gain)
    keep_hosts(model, hosts - seeking, board, gain)


def contacts_of(model: "PilotScheme", lead: Lead) -> float:
    """Contacts that the lead makes this month."""
    p = model.p
    load = 1 + p.trust.component_load * p.design.components * (len(model.origins) + len(model.countries))
    effort = 1 - p.trust.coordination_effort * p.design.origin_coordination
    struck = 1 - model.shock.intensity * p.shock.contacts * (1 - p.design.digital)
    return lead.means.contacts * p.scale * model.scheme.covered * effort * struck / load


def negotiate_recognition(model: "PilotScheme") -> None:
    """Work on a simplified recognition procedure, country by country."""
    recognition = model.p.recognition
    if not 0 <= recognition.agreement_month <= model.month:
        return
    weakest_origin = min(origin.weakest_standing for origin in model.origins)
    for country in model.countries:
        if country.agreement:
            continue
        country.agreement_work += min(weakest_origin, country.weakest_standing) * model.scheme.covered
        if country.agreement_work >= recognition.agreement_work:
            country.agreement = True
            model.count("agreements_signed")


def seek_hosts(model: "PilotScheme", gain: float) -> None:
    """Call on hosts, market by market in turn, as long as contacts are in hand."""
    scheme = model.scheme
    for _ in range(sum(len(market.hosts) for market in model.markets)):
        if scheme.prospects < 1:
            return
        market = model.markets[scheme.turns % len(model.markets)]
        scheme.turns += 1
        if market.pointer >= len(market.hosts):
            market.pointer = 0
            continue
        host = market.hosts[market.pointer]
        market.pointer += 1
        if host.status != Status.engaged:
            scheme.prospects -= 1
            host.be_sought(gain)


def keep_hosts(model: "PilotScheme", contacts: float, board: float, gain: float) -> None:
    """Share the other contacts among the engaged hosts, who stay or withdraw."""
    engaged = [market.engaged() for market in model.markets]
    number = sum(len(hosts) for hosts in engaged)
    each = (contacts / number if number > 0 else 0.0) + board
    for hosts in engaged:
        hosts.do("be_kept", each, gain)
