"""Candidates: their way through the stages, and what they decide (ODD 7.1, 7.7 to 7.12)."""

from math import exp
from typing import TYPE_CHECKING

import mesa

from benchmarks.objects.categories import Line, Outcome, Reason, Stage, Status
from benchmarks.objects.configuration import by
from benchmarks.objects.draws import (
    Decision,
    exponential,
    lognormal,
    normal,
    patience,
    probability,
    single,
    whole_months,
)

if TYPE_CHECKING:
    from benchmarks.objects.employer import Employer
    from benchmarks.objects.model import PilotScheme
    from benchmarks.objects.places import Market, Origin

#: Months beyond every horizon.
NEVER = 32_000


class Candidate(mesa.Agent):
    """A person who applied."""

    model: "PilotScheme"

    def __init__(
        self, model: "PilotScheme", origin: "Origin", number: int, traits: tuple[float, float, float], woman: bool
    ) -> None:
        super().__init__(model)
        self.origin = origin
        self.number = number
        self.row = model.scheme.applicants
        self.skill, self.language, self.profile = (single(trait) for trait in traits)
        self.woman = woman
        self.home_track = False
        self.score = 0.0
        self.quality = 0.0
        self.queue_place = 0.0
        self.training_lost = 0.0
        self.hazard_to_pass = 0.0
        self.opening_needed = 0.0
        self.due = -1
        self.expiry = -1
        self.selected = -1
        self.matched = -1
        self.referrals = 0
        self.matches = 0
        self.employer: Employer | None = None
        self.market: Market | None = None
        self.recognition: Outcome | None = None
        self.contribution = 0.0
        self.committed = 0.0
        self.supported = False
        self.enter(Stage.applied)

    def draw(self, decision: Decision, event: int = 0, other: int = 0) -> tuple[float, float, float, float]:
        """Its draws for a decision."""
        return self.model.draw(decision, self.origin.number, self.number, event, other)

    # Stages

    def note(self, stage: Stage, reason: Reason = Reason.none) -> None:
        """Write a step of the journey into the journal."""
        host = self.employer.row if self.employer else -1
        self.model.journal.append((self.row, self.model.month, stage, reason, host))

    def enter(self, stage: Stage) -> None:
        """Go to the end of a stage's list."""
        self.stage = stage
        self.model.lists[stage].append(self)
        self.note(stage)

    def wait_on(self) -> None:
        """Stay in the list, in order of entry."""
        self.model.lists[self.stage].append(self)

    def enter_until(self, stage: Stage, due: int) -> None:
        """Stay in a stage until a month of its calendar."""
        self.stage = stage
        self.due = due
        self.model.calendars[stage].add(self, due)
        self.note(stage)

    def settle(self, stage: Stage, reason: Reason = Reason.none) -> None:
        """Come to rest in a final stage."""
        self.stage = stage
        self.note(stage, reason)

    def drop_out(self, reason: Reason) -> None:
        """Leave before departure."""
        self.settle(Stage.dropped_out, reason)
        self.model.count("dropouts")
        self.model.scheme.lost += 1

    def lose_match(self, reason: Reason) -> None:
        """Leave between match and departure; what was committed goes back."""
        self.model.scheme.places_taken -= 1
        self.model.budget.refund(Line.mobility, self.committed)
        self.committed = 0.0
        self.drop_out(reason)

    @property
    def host_withdrew(self) -> bool:
        """Whether the host has left the scheme."""
        return self.employer is not None and self.employer.status == Status.withdrawn

    # Selection and training

    def be_screened(self) -> None:
        """A file is read: passed on, or rejected."""
        agencies, origin = self.model.p.agencies, self.origin
        origin.files -= 1
        self.score = single(self.skill + agencies.screening_noise * normal(self.draw(Decision.screening)[0]))
        if self.score < origin.cut or origin.quota <= 0:
            self.settle(Stage.rejected, Reason.screening)
            return
        origin.quota -= 1
        self.selected = self.model.month
        self.model.scheme.preselected += 1
        self.model.count("preselected")
        self.enter(Stage.preselected)

    def begin_training(self) -> None:
        """Take a seat: which track, what is learnt, whether and when lessons are broken off."""
        p, month, scheme = self.model.p, self.model.month, self.model.scheme
        length = p.design.training_months
        a, b, c, d = self.draw(Decision.training)
        self.home_track = a < p.design.home_share
        self.training_lost = single(self.model.shock.training_lost)
        learnt = 1 - exp(-p.candidates.training_shift * length)
        self.profile = single(self.profile + (scheme.curriculum - self.profile) * learnt)
        due = month + whole_months(length, d)
        self.expiry = -1
        if b < p.candidates.training_dropout * self.model.relief and length > 0:
            self.expiry = month + 1 + int(c * length)
            due = min(due, self.expiry)
        self.enter_until(Stage.training, due)

    def finish_training(self) -> None:
        """Lessons end: broken off, made up for, or done."""
        month = self.model.month
        if 0 <= self.expiry <= month:
            self.drop_out(Reason.training_dropout)
            return
        lost = int(self.model.shock.training_lost - self.training_lost)
        if lost > 0 and self.model.p.design.training_months > 0:
            self.training_lost = single(self.training_lost + lost)
            self.model.calendars[Stage.training].add(self, month + lost)
            return
        self.model.count("trained")
        if self.home_track:
            self.seek_at_home()
        else:
            self.join_pool()

    def join_pool(self) -> None:
        """Wait for a host, for a while."""
        waiting = patience(self.draw(Decision.match, self.matches)[0], self.model.p.candidates.pool_patience)
        self.expiry = min(self.model.month + waiting, NEVER)
        self.enter(Stage.pool)

    def seek_at_home(self) -> None:
        """Look for work in the country of origin."""
        self.home_track = True
        self.hazard_to_pass = single(self.origin.hazard + exponential(self.draw(Decision.match, other=1)[0], 1.0))
        self.enter(Stage.home_pool)

    # Matching

    def draw_with(self, host: "Employer") -> tuple[float, float, float, float]:
        """The draws of a candidate and a host."""
        return self.draw(Decision.interview, other=host.market.number * 2**24 + host.index)

    def mismatch(self, market: "Market") -> float:
        """Squared distance of the profile from the one that a market wants."""
        distance = self.profile - market.profile
        return distance * distance

    def quality_for(self, host: "Employer", u: float) -> float:
        """True quality of a match."""
        candidates = self.model.p.candidates
        return (
            candidates.skill_weight * self.skill
            + candidates.language_weight * self.language
            - candidates.mismatch_weight * self.mismatch(host.market)
            + candidates.fit_spread * normal(u)
        )

    def accepts(self, quality: float, u: float) -> bool:
        """Whether an offer of this quality is taken."""
        p = self.model.p
        kind = by(p.candidates.accept_kind, p.design.kind)
        return u < probability(p.candidates.accept_utility + kind + p.candidates.accept_quality * quality)

    def be_matched(self, host: "Employer", quality: float) -> None:
        """Accept a host's offer."""
        scheme, month = self.model.scheme, self.model.month
        self.contribution = single(host.contribution)
        self.committed = host.public_share
        if self.committed > 0:
            self.model.budget.pay(Line.mobility, self.committed)
        self.matched = month
        self.matches += 1
        self.market = host.market
        self.employer = host
        self.quality = single(quality)
        scheme.mismatch += abs(self.profile - host.market.profile)
        scheme.places_taken += 1
        scheme.months_to_match[month - self.selected] += 1

    # Recognition and permit

    def prepare_to_leave(self) -> None:
        """After the match: a remote start perhaps, patience, and a case of recognition if one is needed."""
        p, sector = self.model.p, self.market.sector
        a, b, c, _ = self.draw(Decision.remote, self.matches)
        mean = p.candidates.match_patience
        offered = b < by(p.sectors.remote, sector) * p.design.remote_start
        if offered and c < probability(p.candidates.remote_accept):
            self.model.count("remote_starts")
            self.note(Stage.remote)
            mean *= p.candidates.remote_patience
        self.expiry = min(self.model.month + patience(a, mean), NEVER)
        self.file_for_recognition()

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
        if self.draw(Decision.permit, self.matches)[1] < self.model.p.permits.refusal:
            self.lose_match(Reason.permit_refused)
        else:
            self.opening_needed = single(self.draw(Decision.mobility, self.matches)[0])
            self.enter(Stage.ready)

    # Abroad and back

    def depart(self) -> None:
        """Leave: the host pays, support for the return is set aside, the stay is drawn."""
        model, p, month = self.model, self.model.p, self.model.month
        if self.contribution > 0:
            self.employer.contributed += self.contribution
            model.count("private_contribution", self.contribution)
            model.budget.private_balance += max(0, self.contribution - model.budget.mobility_cost + self.committed)
        a, b, c, d = self.draw(Decision.mobility, self.matches, 1)
        support = p.design.reintegration_support
        if support * p.costs.reintegration > 0 and a < support:
            self.supported = model.budget.pay(Line.reintegration, p.costs.reintegration)
        model.scheme.months_to_departure[month - self.selected] += 1
        model.count("departures")
        model.count("women_departed", self.woman)
        stay = whole_months(p.design.stay_months, d)
        self.expiry = -1
        if b < 1 - (1 - self.yearly_return) ** (p.design.stay_months / 12):
            stay = int(c * stay)
            self.expiry = month + stay
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
        return probability(utility) * self.model.relief

    def end_stay(self) -> None:
        """The stay ends: early, for good, or with a return that may succeed."""
        count, candidates = self.model.count, self.model.p.candidates
        if self.expiry >= 0:
            self.settle(Stage.dropped_out, Reason.early_return)
            count("early_returns")
            return
        self.employer.results = single(self.employer.results + 1)
        self.market.results += 1
        count("completed_mobilities")
        self.note(Stage.completed)
        a, b, _, _ = self.draw(Decision.mobility, self.matches, 2)
        if a < by(candidates.stay_share, self.model.p.design.kind):
            self.settle(Stage.stayed)
            count("stayed")
            return
        count("returned")
        if b < probability(self.reintegration_utility):
            self.note(Stage.returned)
            self.settle(Stage.reintegrated)
            count("reintegrated")
        else:
            self.settle(Stage.returned)

    @property
    def reintegration_utility(self) -> float:
        """Utility of a successful reintegration."""
        candidates = self.model.p.candidates
        return (
            candidates.reintegration_base
            + candidates.reintegration_effect * self.supported
            + candidates.reintegration_economy * self.origin.log_of_economy
        )
