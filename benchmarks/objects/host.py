"""Employers (hosts): who they are, their vacancies, engaging and staying (ODD, employers, vacancies, engagement)."""

from math import ceil, exp, log
from typing import TYPE_CHECKING

import mesa

from benchmarks.objects import trust
from benchmarks.objects.applicant import NEVER
from benchmarks.objects.categories import (
    Closing,
    Motive,
    SoughtExperience,
    SoughtMotive,
    SoughtSize,
    Status,
)
from benchmarks.objects.configuration import by
from benchmarks.objects.draws import Decision, exponential, logistic, normal, probability, single
from sim.parameters import Size

if TYPE_CHECKING:
    from benchmarks.objects.candidate import Candidate
    from benchmarks.objects.model import PilotScheme
    from benchmarks.objects.places import Market

    #: Its market, whether it signs, and its number among those of its market that do, or do not.
    Place = tuple[int, bool, int]


class Host(mesa.Agent):
    """A firm, or for study schemes a university, in its relation with the scheme."""

    model: "PilotScheme"

    def __init__(self, model: "PilotScheme", market: "Market", index: int, row: int, place: "Place") -> None:
        super().__init__(model)
        self.market = market
        self.index = index
        self.row = row
        self.place = place
        self.point = (index * 2654435769 % 2**32) / 2**32
        self.closing = Closing.open
        self.draw_traits()
        u, v, _, _ = model.draw(Decision.trust_traits, market.number, index, other=1)
        self.trust = single(trust.at_start(u, model.p))
        self.readiness = single(trust.readiness(v, model.p))
        self.status = Status.unaware
        self.results = 0.0
        self.contributed = 0.0
        self.declared = 0
        self.open = 0
        self.really_open = 0
        self.hires = 0
        self.next_review = 0
        self.contacts = 0
        self.reviews = 0
        self.shortlist: list[Candidate] = []
        if model.found:
            vars(self).update(model.found.hosts.get(place, {}))

    def draw_traits(self) -> None:
        """Who it is, for life."""
        employers = self.model.p.employers
        a, b, c, d = self.draw(Decision.employer_traits)
        self.size = size_of(a, [by(employers.size_share, size) for size in Size])
        self.motive = Motive.internationalisation if b < employers.internationalisation else Motive.shortage
        found = self.model.found
        recruited = found is not None and self.place in found.recruited
        self.experienced = recruited or c < by(employers.experience, self.size)
        self.willing = d < employers.willing
        a, b, c, d = self.draw(Decision.employer_need)
        self.need = single(max(1 + employers.need_spread * normal(a), 0))
        relief = employers.experience_relief if self.experienced else 0.0
        self.burden = single(by(employers.burden, self.size) * (1 - relief))
        mean = by(employers.vacancies, self.size)
        further = int(log(1 - b) / log(mean / (1 + mean))) if mean > 0 else 0
        self.real_need = min(1 + further, 10_000)
        self.need_at_first = min(ceil(self.real_need * (1 + employers.recurrence)), 32_000)
        self.need_left = self.need_at_first
        self.disposed = c < (employers.disposed_experienced if self.experienced else employers.disposed)
        self.engages_at = single(logistic(d))
        a, b, _, _ = self.draw(Decision.employer_character)
        self.hires_at = single(employers.hire_spread * logistic(a))
        self.clears = b < by(employers.clears_threshold, self.model.p.design.level)

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
        """Administrative burden that the scheme's staff leaves."""
        return self.burden * (1 - self.model.scheme.support)

    @property
    def results_seen(self) -> float:
        """Completed stays of persons it hired, and in part those of others in its market."""
        return self.results + self.model.p.employers.peer_results * (self.market.results - self.results)

    def learn_to_trust(self, contacts: float) -> None:
        """A month of contacts with the lead."""
        scheme = self.model.scheme
        gain = scheme.trust_gain * self.readiness
        self.trust = single(trust.after_a_month(self.trust, contacts, gain, scheme.memory, self.model.p))

    def lose_trust(self, share: float) -> None:
        """Lose a share of its trust."""
        self.trust = single(self.trust * (1 - share))

    # Vacancies

    def need_again(self) -> None:
        """After the months that the need at first covers, the same need comes again, spread evenly."""
        period = self.model.p.employers.need_months
        months = self.model.calendar - ceil(period)
        if months >= 0 and self.closing == Closing.open:
            need = self.need_at_first
            further = int(need * (months + 1) / period) - int(need * months / period)
            self.need_left = min(self.need_left + further, 32_000)

    @property
    def real_vacancies(self) -> int:
        """Persons that it really needs now."""
        return min(self.real_need, self.need_left)

    def declare_vacancies(self) -> None:
        """Declare what it needs, and more, as optimism has it; a signed host its places."""
        optimism = self.model.p.employers.optimism if self.closing == Closing.open else 0.0
        vacancies = ceil(self.real_vacancies * (1 + optimism))
        self.really_open = self.real_vacancies
        self.declared += vacancies
        self.open += vacancies
        self.model.count("declared_vacancies", vacancies)
        if not self.clears:
            self.model.count("vacancies_below_floor", vacancies)

    @property
    def vacancy_life(self) -> float:
        """Mean months that a vacancy lives."""
        return by(self.model.p.employers.vacancy_months, self.market.sector)

    def let_vacancies_lapse(self) -> None:
        """A month of the clock; places of signed hosts do not lapse."""
        if self.closing != Closing.open or self.open <= 0:
            return
        u = self.draw(Decision.vacancy_clock, self.model.month)[0]
        lapsed = min(int(self.open * (1 - exp(-1 / self.vacancy_life)) + u), self.open)
        really = min(lapsed, self.really_open)
        self.open -= lapsed
        self.really_open -= really
        self.need_left -= really
        self.model.count("vacancies_lapsed", lapsed)

    def give_vacancy(self) -> bool:
        """One open vacancy less; whether it really needed the person."""
        needed = self.really_open > 0
        self.open -= 1
        self.really_open -= needed
        self.need_left -= needed
        return needed

    def fill_vacancy(self, candidate: "Candidate") -> None:
        """A match takes a vacancy, which is held for a while."""
        candidate.needed = self.give_vacancy()
        self.hires += 1
        if self.closing == Closing.open:
            u = candidate.draw(Decision.vacancy_held, candidate.matches)[0]
            held = int(exponential(u, self.vacancy_life * self.model.p.employers.hold))
            candidate.held_until = min(self.model.month + 1 + held, NEVER)

    def lose(self, candidate: "Candidate") -> None:
        """A match is lost: the vacancy is open again while it lives; a re-hire had taken none."""
        lives = self.status == Status.engaged and self.model.month < candidate.held_until
        if lives and candidate.departed < 0:
            self.open += 1
            self.really_open += candidate.needed
            self.need_left += candidate.needed

    # Engaging and staying

    @property
    def is_sought(self) -> bool:
        """Whether it is of the size, motive and experience that the lead seeks."""
        design = self.model.p.design
        sought_size = design.sought_size == SoughtSize.any or (
            (design.sought_size == SoughtSize.large) == (self.size == Size.large)
        )
        sought_motive = design.sought_motive == SoughtMotive.any or (
            (design.sought_motive == SoughtMotive.shortage) == (self.motive == Motive.shortage)
        )
        sought_experience = design.sought_experience == SoughtExperience.any or (
            (design.sought_experience == SoughtExperience.experienced) == self.experienced
        )
        return sought_size and sought_motive and sought_experience

    def be_sought(self) -> None:
        """The lead calls: it engages or declines."""
        self.learn_to_trust(1.0)
        self.contacts += 1
        if self.disposed and self.need_left > 0 and self.engagement_utility + self.engages_at > 0:
            self.engage(self.model.month + self.model.p.employers.review_months)
        else:
            self.status = Status.declined

    @property
    def engagement_utility(self) -> float:
        """What engaging is worth to it, without its own threshold."""
        p, employers = self.model.p, self.model.p.employers
        return (
            employers.engagement_base
            + employers.need_weight * self.interest
            - employers.burden_weight * self.net_burden
            + employers.trust_weight * self.trust
            + employers.results_weight * min(self.results_seen, 1)
            + employers.diaspora_effect * p.design.diaspora_network
            + by(employers.commitment, p.design.kind) * self.model.money(self.model.asked)
        )

    def engage(self, next_review: int) -> None:
        """Become a host of the scheme, and declare vacancies."""
        self.status = Status.engaged
        self.next_review = next_review
        self.model.count("employers_engaged")
        self.declare_vacancies()

    def be_kept(self, contacts: float) -> None:
        """A month as an engaged host, with a review now and then; vacancies lapse."""
        self.learn_to_trust(contacts)
        if self.model.month >= self.next_review:
            self.review()
        if self.status == Status.engaged:
            self.let_vacancies_lapse()

    def review(self) -> None:
        """Stay, and declare again where nothing is open and something is needed; or withdraw."""
        self.next_review = self.model.month + self.model.p.employers.review_months
        self.reviews += 1
        if not self.stays():
            self.status = Status.withdrawn
            self.open = 0
            self.really_open = 0
        elif self.open == 0 and self.need_left > 0:
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


def size_of(u: float, shares: list[float]) -> Size:
    """The size class that a draw falls into, by the weights of the classes."""
    micro, small, medium, large = shares
    level = u * (((micro + small) + medium) + large)
    if level < micro:
        return Size.micro
    if level < micro + small:
        return Size.small
    return Size.medium if level < (micro + small) + medium else Size.large
