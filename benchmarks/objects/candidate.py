"""Candidates: what they decide, and their way from a match to the end of a stay (ODD, hiring to mobility)."""

from math import log, sqrt
from typing import TYPE_CHECKING

from benchmarks.objects import costs
from benchmarks.objects.applicant import NEVER, Applicant
from benchmarks.objects.categories import Line, Outcome, Reason, Stage
from benchmarks.objects.configuration import by
from benchmarks.objects.corridors import visa_refusal
from benchmarks.objects.draws import Decision, exponential, lognormal, normal, probability, single, whole_months
from benchmarks.objects.protectionism import refusal

if TYPE_CHECKING:
    from benchmarks.objects.employer import Employer
    from benchmarks.objects.places import Market


class Candidate(Applicant):
    """An applicant in its dealings with hosts and desks."""

    # Matching

    def draw_with(self, host: "Employer") -> tuple[float, float, float, float]:
        """The draws of a candidate and a host."""
        return self.draw(Decision.interview, other=host.market.number * 2**24 + host.index)

    def mismatch(self, market: "Market") -> float:
        """Squared distance of the profile from the one that a market wants."""
        _, _, profile = self.as_trained
        distance = profile - market.profile
        return distance * distance

    def quality_for(self, host: "Employer", u: float) -> float:
        """True quality of a match."""
        p, market = self.model.p, host.market
        skill, language, _ = self.as_trained
        return (
            p.candidates.skill_weight * skill
            + p.candidates.language_weight * (language - by(p.sectors.language, market.sector))
            - p.candidates.mismatch_weight * self.mismatch(market)
            + p.candidates.fit_spread * normal(u)
        )

    def accepts(self, quality: float, u: float) -> bool:
        """Whether an offer of this quality is taken."""
        design, candidates = self.model.p.design, self.model.p.candidates
        utility = (
            candidates.accept_utility
            + by(candidates.accept_kind, design.kind)
            + candidates.accept_stay * log(design.stay_months / candidates.usual_stay)
            + candidates.accept_quality * quality
        )
        return u < probability(utility)

    def be_matched(self, host: "Employer", quality: float) -> None:
        """Accept a host's offer."""
        scheme, month = self.model.scheme, self.model.month
        self.be_paid_for(host)
        self.matched = month
        self.matches += 1
        self.market = host.market
        self.employer = host
        self.quality = single(quality)
        scheme.mismatch += sqrt(self.mismatch(host.market))
        scheme.months_to_match[month - self.selected] += 1

    def be_paid_for(self, host: "Employer") -> None:
        """Take a place: public money is committed, and the host's contribution agreed."""
        scheme = self.model.scheme
        self.contribution = single(host.contribution)
        self.committed = host.public_share
        if self.committed > 0:
            self.model.budget.pay(Line.mobility, self.committed)
        self.self_financed = not scheme.funded
        scheme.places_taken += 1

    # Recognition, permit and visa

    def go_on_from_match(self) -> None:
        """After the match, or the training that followed it: patience, then a seat or the case of recognition."""
        if self.matched == self.model.month:
            self.set_patience()
        if self.trained:
            self.file_for_recognition()
        else:
            self.enter(Stage.seat)

    def set_patience(self) -> None:
        """How long to wait for departure; a remote start, if it is offered, taken and paid, makes it longer."""
        p, sector = self.model.p, self.market.sector
        a, b, c, d = self.draw(Decision.remote, self.matches)
        mean = p.candidates.match_patience
        offered = b < by(p.sectors.remote, sector) * p.design.remote_start
        wished = offered and c < probability(p.candidates.remote_accept)
        if wished and self.model.budget.pay(Line.mobility, p.costs.remote_start):
            self.model.count("remote_starts")
            self.works_remotely = True
            self.pull_withstood = single(self.model.scheme.pull_of_remote_work + exponential(d, 1.0))
            self.note(Stage.remote)
            mean *= p.candidates.remote_patience
        self.expiry = self.patience_from_promise(a, mean)

    def file_for_recognition(self) -> None:
        """Whether recognition is needed, how it will end, and when."""
        recognition = self.model.p.recognition
        share = self.market.share_to_recognise(self.model.p)
        simplified = recognition.simplification * self.market.country.agreement
        a, b, c, d = self.draw(Decision.recognition, self.matches)
        if a >= share:
            self.apply_for_permit()
            return
        duration = lognormal(d, recognition.months * (1 - simplified), recognition.variation)
        if b < recognition.success + (1 - recognition.success) * simplified:
            self.recognition = Outcome.full
        elif c < recognition.compensation:
            self.recognition = Outcome.after_compensation
            duration += recognition.compensation_months
        else:
            self.recognition = Outcome.refused
        self.due = min(self.model.month + whole_months(duration, a / share), NEVER)
        self.enter(Stage.recognition)

    def apply_for_permit(self) -> None:
        """Hand in the file at the permit desk."""
        self.due = -1
        self.enter(Stage.permit)

    def process_permit(self) -> None:
        """A month at the permit desk, before any decision."""
        permits, desk = self.model.p.permits, self.market.country
        if self.due < 0:
            a, _, c, _ = self.draw(Decision.permit, self.matches)
            mean = desk.permit_months(self.origin, self.model.p) * desk.relief / max(desk.speed, 1e-6)
            self.due = min(self.model.month + whole_months(lognormal(a, mean, permits.variation), c), NEVER)
        self.due += desk.delay

    def receive_permit(self) -> None:
        """The desk decides."""
        if self.draw(Decision.permit, self.matches)[1] < refusal(self.model.p.permits.refusal, self.model.p):
            self.be_refused(Reason.permit_refused)
        else:
            self.due = -1
            self.model.count("permits_issued")
            self.enter(Stage.visa)

    def wait_for_appointment(self) -> None:
        """A month at the consulate, before any decision."""
        permits, country = self.model.p.permits, self.market.country
        if self.due < 0:
            a, _, c, _ = self.draw(Decision.visa, self.matches)
            mean = country.visa_months(self.origin, self.model.p) * country.relief
            self.due = min(self.model.month + whole_months(lognormal(a, mean, permits.variation), c), NEVER)
        self.due += country.delay

    @property
    def may_leave(self) -> bool:
        """Whether borders are open enough, and the country of origin lets its people go."""
        return self.opening_needed <= self.model.shock.travel_open and not self.origin.stopped

    def receive_visa(self) -> None:
        """The consulate decides."""
        usual = self.model.p.permits.visa_refusal
        usual = visa_refusal(self.origin.code, self.market.country.code, usual)
        if self.draw(Decision.visa, self.matches)[1] < refusal(usual, self.model.p):
            self.be_refused(Reason.visa_refused)
        else:
            self.opening_needed = single(self.draw(Decision.mobility, self.matches)[0])
            self.model.count("visas_issued")
            self.enter(Stage.ready)

    def be_refused(self, reason: Reason) -> None:
        """A desk refuses a person whom the origin prepared: its governments and the host are disappointed."""
        self.origin.disappointed += 1
        self.let_host_down()
        self.lose_match(reason)

    # Abroad and back

    def depart(self) -> None:
        """Leave: the host pays, support for the return is set aside, the stay is drawn."""
        model, p, month = self.model, self.model.p, self.model.month
        if self.contribution > 0:
            self.employer.contributed += self.contribution
            model.count("private_contribution", self.contribution)
            model.budget.private_balance += max(0, self.contribution - costs.mobility(p) + self.committed)
        a, b, c, d = self.draw(Decision.mobility, self.matches, 1)
        support = p.design.reintegration_support
        if support * p.costs.reintegration > 0 and a < support:
            self.supported = model.budget.pay(Line.reintegration, costs.homecoming(p))
        if self.departed < 0:
            model.scheme.months_to_departure[month - self.selected] += 1
        self.departed = month
        model.count("departures")
        model.count("departures_self_financed", self.self_financed)
        model.count("women_departed", self.woman)
        stay = whole_months(p.design.stay_months, d)
        if b < 1 - (1 - self.yearly_return) ** (p.design.stay_months / 12):
            self.cut_short = True
            stay = int(c * stay)
        self.market.country.abroad[self.origin.number] += 1
        self.enter_until(Stage.abroad, min(month + max(stay, 1), NEVER))

    @property
    def yearly_return(self) -> float:
        """Probability of an early return, per year of stay."""
        candidates = self.model.p.candidates
        utility = (
            candidates.return_utility
            - candidates.return_quality * self.quality
            + by(candidates.level_return, self.model.p.design.level)
        )
        return probability(utility) * self.model.return_relief

    def end_stay(self) -> None:
        """The stay ends: early, for good, with another season, or with a return that may succeed."""
        host = self.next_host() if self.cut_short else None
        if host is not None:
            self.change_to(host)
            return
        self.market.country.abroad[self.origin.number] -= 1
        if self.cut_short:
            self.return_early()
            return
        count, candidates = self.model.count, self.model.p.candidates
        self.employer.results = single(self.employer.results + 1)
        self.market.results += 1
        count("completed_mobilities")
        count("completed_self_financed", self.self_financed)
        self.note(Stage.completed)
        a, b, c, _ = self.draw(Decision.mobility, self.matches, 2)
        if a < by(candidates.stay_share, self.model.p.design.kind):
            self.give_support_back()
            self.settle(Stage.stayed)
            count("stayed")
            return
        count("returned")
        if c < candidates.rehire and self.employer.takes_again():
            self.be_hired_again()
        elif b < probability(self.reintegration_utility):
            self.note(Stage.returned)
            self.settle(Stage.reintegrated)
            count("reintegrated")
        else:
            self.settle(Stage.returned)

    def next_host(self) -> "Employer | None":
        """A host that takes the person over, if it wants one, may change, finds one and the new permit is paid."""
        p = self.model.p
        a, b, c, d = self.draw(Decision.change_of_host, self.matches)
        if a >= p.candidates.change_share or b >= p.design.change_of_host or d >= p.employers.takes_over:
            return None
        hosts = list(self.market.engaged())
        first = int(c * len(hosts))
        for host in hosts[first:] + hosts[:first]:
            if host is not self.employer and host.open > 0 and host.clears:
                return host if self.model.budget.pay(Line.mobility, p.costs.change_of_host) else None
        return None

    def change_to(self, host: "Employer") -> None:
        """Complete the stay with another host, to the disappointment of the first."""
        model = self.model
        self.employer.trust = single(self.employer.trust * (1 - model.p.trust.return_loss))
        host.give_vacancy()
        model.count("host_changes")
        self.employer = host
        self.cut_short = False
        _, _, c, d = self.draw(Decision.mobility, self.matches, 1)
        stay = whole_months(model.p.design.stay_months, d)
        rest = stay - max(int(c * stay), 1)
        self.due = min(model.month + max(rest, 1), NEVER)
        model.calendars[Stage.abroad].add(self, self.due)
        self.note(Stage.abroad, Reason.changed_host)

    def return_early(self) -> None:
        """Break the stay off: the host and the governments are disappointed."""
        self.give_support_back()
        self.settle(Stage.dropped_out, Reason.early_return)
        self.model.count("early_returns")
        self.employer.lose_trust(self.model.p.trust.return_loss)
        self.origin.disappointed += 1
        self.market.country.disappointed += 1

    def be_hired_again(self) -> None:
        """Another season with the same host: a place and its money, and a new permit."""
        self.give_support_back()
        self.matches += 1
        self.be_paid_for(self.employer)
        self.expiry = self.held_until = NEVER
        self.supported = False
        self.note(Stage.returned)
        self.apply_for_permit()
        self.model.count("rehires")

    def give_support_back(self) -> None:
        """Money set aside for the return goes back into its line while there is one."""
        if self.supported and self.model.scheme.funded:
            self.model.budget.refund(Line.reintegration, costs.homecoming(self.model.p))
            self.supported = False

    @property
    def reintegration_utility(self) -> float:
        """Utility of a successful reintegration."""
        p, candidates = self.model.p, self.model.p.candidates
        support = self.supported * (1 + candidates.business_effect * p.design.business_creation)
        return (
            candidates.reintegration_base
            + candidates.reintegration_effect * support
            + candidates.reintegration_economy * self.origin.log_of_economy
        )
