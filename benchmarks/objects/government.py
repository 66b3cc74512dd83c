"""Governments: trust in the lead, political support, elections, signatures (ODD 5, partnership)."""

from math import exp
from typing import TYPE_CHECKING

import mesa

from benchmarks.objects import trust
from benchmarks.objects.categories import Side
from benchmarks.objects.draws import Decision, clip, normal
from benchmarks.objects.protectionism import beyond

if TYPE_CHECKING:
    from benchmarks.objects.model import PilotScheme


class Government(mesa.Agent):
    """One level of government of a country."""

    model: "PilotScheme"

    def __init__(self, model: "PilotScheme", side: Side, country: int, level: int) -> None:
        super().__init__(model)
        p = model.p
        self.side = side
        self.country = country
        self.number = (side * 256 + country) * 3 + level
        a, b, c, _ = model.draw(Decision.government_traits, agent=self.number)
        gained = p.trust.preparation * (1 - exp(-p.design.preparation_months / p.trust.preparation_months))
        support = clip(p.politics.support + p.politics.support_spread * normal(a))
        self.support = self.usual = support
        u, v, _, _ = model.draw(Decision.trust_traits, agent=self.number)
        self.trust = trust.at_start(u, p)
        self.readiness = trust.readiness(v, p)
        self.threshold = max(p.politics.sign_threshold + p.politics.sign_spread * normal(b), 0.0)
        fixed = p.politics.election_month
        self.next_election = fixed if fixed >= 0 else int(c * p.politics.term_months)
        self.elections = 0
        self.signed = False
        if model.found:
            vars(self).update(model.found.governments.get(self.number, {}))
        while self.next_election < model.began:
            self.elections += 1
            self.next_election += p.politics.term_months
        self.support = self.support + (1 - self.support) * gained
        self.usual = self.usual + (1 - self.usual) * gained
        self.trust = self.trust + (1 - self.trust) * gained
        self.capacity = 0.0
        self.renew()

    def renew(self) -> None:
        """What its desk can do, by the parameters of the month."""
        self.capacity = self.model.p.permits.capacity * self.model.p.scale if self.side == Side.destination else 0.0

    @property
    def standing(self) -> float:
        """What the scheme is worth to it."""
        return self.trust * self.support

    @property
    def takes_part(self) -> bool:
        """It has signed and does not suspend."""
        return self.signed and not self.support < self.model.p.politics.minimum_support

    @property
    def disappointed(self) -> tuple[float, float]:
        """How many persons disappointed it since last month, and of how many that were planned."""
        scheme = self.model.scheme
        if self.side == Side.origin:
            origins = self.model.origins
            return origins[self.country].disappointed, scheme.planned_trainees / len(origins)
        countries = self.model.countries
        return countries[self.country].disappointed, scheme.places / len(countries)

    @property
    def results(self) -> float:
        """What is known of the results that count for it, as a share of what was planned."""
        scheme = self.model.scheme
        if self.side == Side.origin:
            return clip(scheme.known.gains / max(scheme.planned_trainees, 1))
        return clip(scheme.known.completed / max(scheme.places, 1))

    def react(self, fallen: float, behind: float) -> None:
        """A month of politics: an election where it is due; the shock, results and failures move support."""
        politics, struck = self.model.p.politics, self.model.scheme.struck
        if self.model.calendar == self.next_election:
            self.hold_election()
        level = (self.usual + (1 - self.usual) * politics.results_effect * self.results) * (1 - struck)
        support = self.support * (1 - fallen)
        support = support + politics.return_speed * (level - support)
        persons, planned = self.disappointed
        failed = politics.failure_effect * persons / max(planned, 1) + politics.review_effect * behind
        self.support = clip(support * exp(-failed))

    def meet_lead(self, contacts: float, gain: float) -> None:
        """A month: contacts with the lead, and perhaps a signature."""
        p = self.model.p
        if self.side == Side.origin:
            contacts = contacts * (1 / (1 + p.trust.crowding * (1 - p.design.origin_coordination)))
            gain = trust.gain_at_origin(gain, p)
        self.trust = trust.after_a_month(self.trust, contacts, gain * self.readiness, self.model.scheme.memory, p)
        self.trust = trust.after_disappointment(self.trust, *self.disappointed, p)
        if not self.signed and self.model.scheme.alive and self.standing >= self.threshold:
            self.signed = True
            self.model.count("agreements_signed")

    def hold_election(self) -> None:
        """Redraw support and destroy trust, as far as trust is not institutionalised."""
        politics = self.model.p.politics
        self.elections += 1
        self.next_election += politics.term_months
        a, b, _, _ = self.model.draw(Decision.election, agent=self.number, event=self.elections)
        kept = self.trust * (1.0 if self.signed else politics.unsigned_kept)
        lost = politics.protectionism_support * beyond(self.model.p) if self.side == Side.destination else 0.0
        redrawn = clip(politics.support_new + politics.support_spread * normal(a) - lost)
        self.support = kept * self.support + (1 - kept) * redrawn
        self.usual = kept * self.usual + (1 - kept) * redrawn
        self.trust = self.trust * (1 - politics.turnover * (1 - kept) * (1 - self.model.scheme.memory) * b)
