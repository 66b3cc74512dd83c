"""Partnership and agreement: contacts, trust, signatures, simplified recognition (ODD, partnership)."""

from typing import TYPE_CHECKING

from benchmarks.objects import costs, trust
from benchmarks.objects.agency import Lead
from benchmarks.objects.government import Government

if TYPE_CHECKING:
    from benchmarks.objects.model import PilotScheme


def partnership(model: "PilotScheme") -> None:
    """Coordination is paid, contacts are made, relations with governments change."""
    p, scheme = model.p, model.scheme
    [lead] = model.agents_by_type[Lead]
    scheme.covered = model.budget.cover_coordination() if scheme.alive else 0.0
    contacts = share_out_time(model, lead)
    scheme.trust_gain = p.trust.gain * trust.effect(lead.means.facilitation * scheme.settled, p)
    governments = model.agents_by_type[Government]
    each = contacts / (len(governments) * p.scale) + model.board_contacts
    governments.do("meet_lead", each, scheme.trust_gain)
    for country in (*model.origins, *model.countries):
        country.disappointed = 0
        country.decide_to_take_part()
    for country in model.countries:
        country.speed = 1 - p.permits.trust_effect * (1 - country.weakest_standing)


def share_out_time(model: "PilotScheme", lead: Lead) -> float:
    """What the lead and its staff can do this month: contacts with hosts are kept, those with ministries returned."""
    p, design = model.p, model.p.design
    works = share_that_works(model)
    ministries = lead.means.contacts * design.ministry_share + p.agencies.staff_contacts * design.facilitation_staff
    hosts = lead.means.contacts * (1 - design.ministry_share) + p.agencies.staff_contacts * design.host_staff
    model.scheme.host_contacts = hosts * works
    return ministries * works * (1 - p.recognition.negotiation_time * is_negotiating(model))


def share_that_works(model: "PilotScheme") -> float:
    """How much of their time turns into contacts."""
    p = model.p
    load = 1 + p.trust.component_load * costs.components(p) * (len(model.origins) + len(model.countries))
    effort = 1 - p.trust.coordination_effort * p.design.origin_coordination
    struck = 1 - model.shock.intensity * p.shock.contacts * (1 - model.digital)
    return p.scale * model.scheme.covered * effort * struck / load


def is_negotiating(model: "PilotScheme") -> bool:
    """Whether a simplified recognition procedure is being negotiated."""
    begun = 0 <= model.p.recognition.agreement_month <= model.calendar
    return begun and not all(country.agreement for country in model.countries)


def agreement(model: "PilotScheme") -> None:
    """Work on a simplified recognition procedure, country by country."""
    recognition = model.p.recognition
    if not is_negotiating(model):
        return
    needed = recognition.agreement_work * recognition.simplification / recognition.usual_simplification
    weakest_origin = min(origin.weakest_standing for origin in model.origins)
    for country in model.countries:
        if country.agreement:
            continue
        country.agreement_work += min(weakest_origin, country.weakest_standing) * model.scheme.covered
        if country.agreement_work >= needed:
            country.agreement = True
            model.count("agreements_signed")
