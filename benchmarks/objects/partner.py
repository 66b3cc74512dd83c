"""Partners: who signs for places before training begins (ODD, signing)."""

from math import ceil
from typing import TYPE_CHECKING

from benchmarks.objects import trust
from benchmarks.objects.agency import Lead
from benchmarks.objects.applicant import NEVER
from benchmarks.objects.categories import Closing, Line
from benchmarks.objects.configuration import by
from benchmarks.objects.draws import Decision, single
from sim.parameters import Mobility

if TYPE_CHECKING:
    from benchmarks.objects.employer import Employer
    from benchmarks.objects.model import PilotScheme

CLASSES = (Closing.association, Closing.institution, Closing.group)


class Partner:
    """All signed hosts of one class: one partner to negotiate with."""

    def __init__(self, model: "PilotScheme", closing: Closing, places: int) -> None:
        p = model.p
        self.closing = closing
        self.places = places
        #: What each of its hosts is to give; the hosts themselves are created with their markets.
        self.places_by_host = shared_out(places, ceil(places / by(p.employers.signed_places, closing)))
        self.hosts: list[Employer] = []
        posts = 1.0
        if closing == Closing.institution and p.design.kind != Mobility.study:
            posts = by(p.sectors.institutions, p.design.sector)
        if closing == Closing.group:
            posts = by(p.employers.group_posts, p.design.kind)
        times = places / (by(p.employers.signing_size, closing) * p.scale)
        chance = by(p.employers.signing_chance, closing) ** times * posts
        self.willing = model.draw(Decision.partner, agent=closing)[0] < chance
        effect = trust.effect(p.design.facilitation, p)
        self.work = p.design.preparation_months * p.agencies.signing_contacts * effect
        self.signed = False
        self.refused = False

    @property
    def is_pending(self) -> bool:
        """Whether there is something to sign, and it has not answered."""
        return self.places > 0 and not self.signed and not self.refused

    def negotiate(self, model: "PilotScheme") -> None:
        """A month of negotiation, with the contacts that are left."""
        p, scheme = model.p, model.scheme
        [lead] = model.agents_by_type[Lead]
        contacts = min(p.agencies.signing_contacts * p.scale, scheme.host_contacts)
        scheme.host_contacts -= contacts
        self.work += contacts / p.scale * trust.effect(lead.means.facilitation * scheme.settled, p)
        once = p.employers.signing_once
        needed = once + (1.0 - once) * self.places / (p.employers.signing_usual * p.scale)
        if self.work < by(p.employers.signing_work, self.closing) * needed:
            return
        if self.willing:
            self.sign(model)
        else:
            self.refused = True

    def sign(self, model: "PilotScheme") -> None:
        """Its hosts engage; an association is paid, and lends its trust."""
        self.signed = True
        for host in self.hosts:
            if host.real_need > 0:
                host.engage(NEVER)
        if self.closing == Closing.association:
            left = max(model.budget.left(Line.coordination), 0)
            model.budget.pay(Line.coordination, min(model.p.costs.signed_place * self.places, left))
            for market in model.markets:
                for host in market.in_reach:
                    host.trust = single(host.trust + model.p.agencies.association_trust * (1 - host.trust))


def create_partners(model: "PilotScheme") -> list[Partner]:
    """The partners of the three classes, with the places that are to be signed for."""
    design = model.p.design
    signed = int(model.scheme.places * design.signed_share + 0.5)
    weights = [by(design.signed_by, closing) for closing in CLASSES]
    total = weights[0] + weights[1] + weights[2]
    before, bounds = 0.0, [0]
    for weight in weights:
        before += weight
        bounds.append(int(signed * (before / total) + 0.5) if total > 0 else 0)
    return [Partner(model, closing, bounds[k + 1] - bounds[k]) for k, closing in enumerate(CLASSES)]


def shared_out(whole: int, parts: int) -> list[int]:
    """A whole number in equal parts, the first of them one larger where it does not divide."""
    return [whole // parts + (part < whole % parts) for part in range(parts)]


def signing(model: "PilotScheme") -> None:
    """Negotiate with the partners that have not answered."""
    for partner in model.partners:
        if partner.is_pending and model.scheme.alive:
            partner.negotiate(model)
    model.scheme.pending = sum(partner.places for partner in model.partners if partner.is_pending)
