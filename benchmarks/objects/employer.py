"""Employers as those who recruit: what they see in a person, whether they hire, what they pay (ODD, hiring, closing)."""

from math import log
from typing import TYPE_CHECKING

from benchmarks.objects import costs
from benchmarks.objects.categories import Closing, Line, Motive, Status
from benchmarks.objects.configuration import by
from benchmarks.objects.draws import Decision, probability, single
from benchmarks.objects.host import Host
from sim.parameters import Mobility

if TYPE_CHECKING:
    from benchmarks.objects.candidate import Candidate
    from benchmarks.objects.partner import Partner

WIDEST_SHORTLIST = 8


class Employer(Host):
    """A host that recruits."""

    def belong_to(self, partner: "Partner", places: int) -> None:
        """Be a host of a partner that is to sign for so many places; it may not honour the signature."""
        self.closing = partner.closing
        self.status = Status.declined
        self.disposed = self.clears = self.experienced = self.willing = True
        self.real_need = self.need_left = places if self.honours() else 0

    def honours(self) -> bool:
        """Whether it keeps its signature: the likelier, the more a stay is worth against its price."""
        p = self.model.p
        share = by(p.employers.honoured, self.closing)
        if share <= 0 or share >= 1:
            return share >= 1
        utility = log(share / (1 - share)) + by(p.employers.commitment, p.design.kind) * self.model.money(
            self.model.asked
        )
        return self.draw(Decision.signed_host)[0] < probability(utility)

    # Money

    @property
    def contributes(self) -> bool:
        """Whether it would pay now: it trusts the lead and has seen results."""
        employers = self.model.p.employers
        return (
            self.willing
            and self.trust >= employers.contribution_trust
            and self.results_seen >= employers.contribution_results
        )

    @property
    def contribution(self) -> float:
        """What it pays for a person, EUR."""
        if not self.contributes:
            return 0.0
        p = self.model.p
        return self.model.asked if self.model.scheme.funded else max(p.costs.full_price, costs.mobility(p))

    @property
    def public_share(self) -> float:
        """What its hire costs the public, EUR."""
        if not self.model.scheme.funded:
            return 0.0
        return max(0.0, costs.mobility(self.model.p) - self.contribution)

    @property
    def can_be_afforded(self) -> bool:
        """Whether a place and the public share of a mobility are there; after funding, whether the host pays."""
        scheme, budget = self.model.scheme, self.model.budget
        if not scheme.funded:
            return self.contributes
        return scheme.places_left > 0 and budget.left(Line.mobility) >= self.public_share

    # Recruiting

    @property
    def decides_on_persons(self) -> bool:
        """Whether it hears or reads persons before it takes one; institutions and groups take whoever is sent."""
        return self.closing in (Closing.open, Closing.association)

    def recruits(self) -> bool:
        """Whether it looks at candidates this month."""
        pauses = (
            self.closing == Closing.open
            and self.motive == Motive.shortage
            and self.interest < self.model.p.employers.minimum_interest
        )
        return self.open > 0 and not pauses and (self.model.scheme.funded or self.contributes)

    def consider(self, candidate: "Candidate") -> None:
        """Put a candidate on the short-list: best scores first, among equals whoever came first."""
        width = min(self.model.p.design.shortlist * self.open, WIDEST_SHORTLIST)
        if len(self.shortlist) >= width:
            if candidate.score <= self.shortlist[-1].score:
                return
            self.shortlist.pop()
        place = sum(other.score >= candidate.score for other in self.shortlist)
        self.shortlist.insert(place, candidate)

    def utility_of(self, candidate: "Candidate", estimate: float, unseen: float) -> float:
        """Utility of hiring somebody of this estimated quality, with so much that is not seen."""
        p, intensity = self.model.p, self.model.shock.intensity
        employers, kind = p.employers, p.design.kind
        weight = by(employers.commitment, kind)
        base = employers.study_utility if kind == Mobility.study else employers.hire_base
        worth = 0.0 if self.really_open <= 0 else employers.need_weight * self.interest
        months = self.market.wait_expected + (0.0 if candidate.trained else p.design.training_months)
        return single(
            base
            + employers.quality_weight * estimate
            - employers.doubt * unseen
            + weight * (worth - employers.burden_weight * self.net_burden + self.model.money(self.contribution))
            - weight * employers.waiting_weight * months
            + employers.trust_weight * self.trust
            - intensity * by(p.shock.freeze, kind) * by(p.shock.freeze_level, p.design.level)
            + self.hires_at
        )

    def offer_to(self, candidate: "Candidate") -> None:
        """Make an offer; if it is accepted, the deal is closed."""
        self.model.count("offers")
        a, _, _, d = candidate.draw_with(self)
        quality = candidate.quality_for(self, a)
        if candidate.accepts(quality, d):
            self.hire(candidate, quality)
        else:
            self.model.count("refusals")

    def hire(self, candidate: "Candidate", quality: float) -> None:
        """Close the deal with a candidate who accepted."""
        count = self.model.count
        candidate.be_matched(self, quality)
        if self.hires == 0:
            count("employers_hiring")
        self.fill_vacancy(candidate)
        count("matches")
        count(f"hires_{self.size.name}")
        if not self.experienced:
            count("hires_first_time")
        if self.motive == Motive.internationalisation:
            count("hires_internationalisation")

    def takes_again(self) -> bool:
        """Whether it can take a seasonal worker again."""
        return (
            self.model.p.design.kind == Mobility.seasonal
            and self.status == Status.engaged
            and self.model.scheme.alive
            and self.can_be_afforded
        )
