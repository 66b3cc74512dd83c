"""Employers (hosts): engaging, staying, recruiting, wanting this candidate, contributing (ODD 5, 7.4, 7.9)."""

from math import ceil, log
from typing import TYPE_CHECKING

import mesa

from benchmarks.objects import trust
from benchmarks.objects.categories import Motive, Status
from benchmarks.objects.configuration import by
from benchmarks.objects.draws import Decision, logistic, normal, probability, single
from sim.parameters import Mobility, Size

if TYPE_CHECKING:
    from benchmarks.objects.candidate import Candidate
    from benchmarks.objects.model import PilotScheme
    from benchmarks.objects.places import Market

WIDEST_SHORTLIST = 8


class Employer(mesa.Agent):
    """A firm, or for study schemes a university, that may host candidates."""

    model: "PilotScheme"

    def __init__(self, model: "PilotScheme", market: "Market", index: int, row: int) -> None:
        super().__init__(model)
        employers = model.p.employers
        self.market = market
        self.index = index
        self.row = row
        self.point = (index * 2654435769 % 2**32) / 2**32
        a, b, c, d = self.draw(Decision.employer_traits)
        self.size = size_of(a, [by(employers.size_share, size) for size in Size])
        self.motive = Motive.internationalisation if b < employers.internationalisation else Motive.shortage
        self.experienced = c < by(employers.experience, self.size)
        self.willing = d < employers.willing
        a, b, _, _ = self.draw(Decision.employer_need)
        self.need = single(max(1 + employers.need_spread * normal(a), 0))
        relief = employers.experience_relief if self.experienced else 0.0
        self.burden = single(by(employers.burden, self.size) * (1 - relief))
        mean = by(employers.vacancies, self.size)
        further = int(log(1 - b) / log(mean / (1 + mean))) if mean > 0 else 0
        self.real_need = min(1 + further, 10_000)
        self.trust = single(model.p.trust.prior)
        self.status = Status.unaware
        self.results = 0.0
        self.contributed = 0.0
        self.declared = 0
        self.open = 0
        self.hires = 0
        self.covered = 0
        self.next_review = 0
        self.contacts = 0
        self.reviews = 0
        self.shortlist: list[Candidate] = []

    def draw(self, decision: Decision, event: int = 0) -> tuple[float, float, float, float]:
        """Its draws for a decision."""
        return self.model.draw(decision, self.market.number, self.index, event)

    # What it thinks of the scheme

    @property
    def interest(self) -> float:
        """Interest in recruiting abroad; demand counts for those in shortage only."""
        if self.motive == Motive.internationalisation:
            return self.need
        return self.need + self.model.p.employers.recession_weight * self.market.log_demand

    @property
    def net_burden(self) -> float:
        """Administrative burden that support leaves."""
        return self.burden * (1 - self.model.p.design.administrative_support)

    @property
    def results_seen(self) -> float:
        """Completed stays of persons it hired, and in part those of others in its market."""
        return self.results + self.model.p.employers.peer_results * (self.market.results - self.results)

    def learn_to_trust(self, contacts: float, gain: float) -> None:
        """A month of contacts with the lead."""
        self.trust = single(trust.after_a_month(self.trust, contacts, gain, self.model.p))

    # Engaging and staying

    def be_sought(self, gain: float) -> None:
        """The lead calls: it engages or declines."""
        employers = self.model.p.employers
        self.learn_to_trust(1.0, gain)
        self.contacts += 1
        utility = (
            employers.engagement_base
            + employers.need_weight * self.interest
            - employers.burden_weight * self.net_burden
            + employers.trust_weight * self.trust
            + employers.results_weight * min(self.results_seen, 1)
        )
        if self.draw(Decision.engagement, self.contacts)[0] < probability(utility):
            self.status = Status.engaged
            self.next_review = self.model.month + employers.review_months
            self.model.count("employers_engaged")
            self.declare_vacancies()
        else:
            self.status = Status.declined

    def declare_vacancies(self) -> None:
        """Declare what it needs, and more, as optimism has it."""
        vacancies = ceil(self.real_need * (1 + self.model.p.employers.optimism))
        self.covered = self.hires
        self.declared += vacancies
        self.open += vacancies
        self.model.count("declared_vacancies", vacancies)

    def be_kept(self, contacts: float, gain: float) -> None:
        """A month as an engaged host, with a review now and then."""
        self.learn_to_trust(contacts, gain)
        if self.model.month < self.next_review:
            return
        self.next_review = self.model.month + self.model.p.employers.review_months
        self.reviews += 1
        if not self.stays():
            self.status = Status.withdrawn
            self.open = 0
        elif self.open == 0 and self.results > 0:
            self.declare_vacancies()

    def stays(self) -> bool:
        """Whether it stays with the scheme."""
        employers = self.model.p.employers
        hazard = employers.quit_hazard
        if hazard <= 0 or hazard >= 1:
            return hazard <= 0
        utility = log(hazard / (1 - hazard)) - employers.trust_weight * (self.trust - employers.review_trust)
        if self.motive == Motive.shortage:
            utility -= employers.recession_weight * self.market.log_demand
        return self.draw(Decision.review, self.reviews)[0] >= probability(utility)

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
        if self.model.scheme.funded:
            return p.costs.full_price * p.design.contribution_share
        return max(p.costs.full_price, self.model.budget.mobility_cost)

    @property
    def public_share(self) -> float:
        """What its hire costs the public, EUR."""
        if not self.model.scheme.funded:
            return 0.0
        return max(0.0, self.model.budget.mobility_cost - self.contribution)

    # Recruiting

    def recruits(self) -> bool:
        """Whether it looks at candidates this month."""
        return (
            self.open > 0
            and (self.motive == Motive.internationalisation or self.interest >= self.model.p.employers.minimum_interest)
            and (self.model.scheme.funded or self.contributes)
        )

    def consider(self, candidate: "Candidate") -> None:
        """Put a candidate on the short-list: best scores first, among equals whoever came first."""
        width = min(self.model.p.design.shortlist * self.open, WIDEST_SHORTLIST)
        if len(self.shortlist) >= width:
            if candidate.score <= self.shortlist[-1].score:
                return
            self.shortlist.pop()
        place = sum(other.score >= candidate.score for other in self.shortlist)
        self.shortlist.insert(place, candidate)

    def utility_of(self, estimate: float, expected_wait: float, u: float) -> float:
        """Utility of hiring somebody of this estimated quality."""
        p, intensity = self.model.p, self.model.shock.intensity
        employers, kind = p.employers, p.design.kind
        weight = by(employers.commitment, kind)
        base = employers.study_utility if kind == Mobility.study else employers.hire_base
        satisfied = self.hires - self.covered >= self.real_need
        worth = 0.0 if satisfied else employers.need_weight * self.interest
        return single(
            base
            + employers.quality_weight * estimate
            + weight * (worth - employers.burden_weight * self.net_burden)
            - weight * employers.waiting_weight * expected_wait
            + employers.trust_weight * self.trust
            - intensity * by(p.shock.freeze, kind) * by(p.shock.freeze_level, p.design.level)
            + logistic(u)
        )

    def hire(self, candidate: "Candidate", quality: float) -> None:
        """Close the deal with a candidate who accepted."""
        count = self.model.count
        candidate.be_matched(self, quality)
        if self.hires == 0:
            count("employers_hiring")
        self.open -= 1
        self.hires += 1
        count("matches")
        count(f"hires_{self.size.name}")
        if not self.experienced:
            count("hires_first_time")
        if self.motive == Motive.internationalisation:
            count("hires_internationalisation")


def size_of(u: float, shares: list[float]) -> Size:
    """The size class that a draw falls into, by the weights of the classes."""
    micro, small, medium, large = shares
    level = u * (((micro + small) + medium) + large)
    if level < micro:
        return Size.micro
    if level < micro + small:
        return Size.small
    return Size.medium if level < (micro + small) + medium else Size.large
