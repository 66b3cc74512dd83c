"""Applicants: the stages that they go through, selection and training (ODD, queues, waits, selection, training)."""

from math import exp
from typing import TYPE_CHECKING

import mesa

from benchmarks.objects.categories import Line, Outcome, Reason, Stage, Status
from benchmarks.objects.configuration import by
from benchmarks.objects.draws import Decision, exponential, normal, patience, probability, single, whole_months

if TYPE_CHECKING:
    from benchmarks.objects.employer import Employer
    from benchmarks.objects.model import PilotScheme
    from benchmarks.objects.places import Market, Origin

#: Months beyond every horizon.
NEVER = 32_000


class Applicant(mesa.Agent):
    """A person who applied: who it is, where it is, what it learns."""

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
        self.trained = False
        self.score = 0.0
        self.quality = 0.0
        self.hearing = 0.0
        self.queue_place = 0.0
        self.lessons_lost = 0.0
        self.hazard_to_pass = 0.0
        self.pull_withstood: float | None = None
        self.opening_needed = 0.0
        self.due = -1
        self.breaks_off = -1
        self.expiry = -1
        self.held_until = NEVER
        self.needed = False
        self.applied = model.month
        self.selected = -1
        self.promised = -1
        self.matched = -1
        self.told = -1
        self.has_let_down = False
        self.works_remotely = False
        self.departed = -1
        self.referrals = 0
        self.matches = 0
        self.sittings = 0
        self.employer: Employer | None = None
        self.market: Market | None = None
        self.recognition: Outcome | None = None
        self.contribution = 0.0
        self.committed = 0.0
        self.self_financed = False
        self.cut_short = False
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
        """Leave between match and departure; what was committed goes back, and the vacancy is open again if it lives."""
        self.model.scheme.places_taken -= 1
        self.model.budget.refund(Line.mobility, self.committed)
        self.committed = 0.0
        if reason == Reason.works_remotely:
            self.model.count("remote_contracts")
        else:
            self.employer.lose(self)
        self.drop_out(reason)

    def let_host_down(self) -> None:
        """The host waits in vain: it loses trust, once for each person."""
        if not self.has_let_down:
            self.has_let_down = True
            self.employer.lose_trust(self.model.p.trust.promise_loss)
            self.model.count("promises_missed")

    @property
    def why_lost(self) -> Reason:
        """Why the match is lost this month; none if it stands."""
        if self.stays_remote:
            return Reason.works_remotely
        if self.model.month >= self.expiry:
            return Reason.waited_too_long
        if self.model.month >= self.held_until:
            return Reason.vacancy_lapsed
        return Reason.host_withdrew if self.employer.status == Status.withdrawn else Reason.none

    @property
    def stays_remote(self) -> bool:
        """Whether remote work has replaced the move."""
        started = self.pull_withstood is not None and self.departed < 0
        return started and self.model.scheme.pull_of_remote_work >= self.pull_withstood

    def patience_from_promise(self, u: float, mean: float) -> int:
        """Month in which patience ends: it runs from the promised date."""
        return min(max(self.model.month, self.promised) + patience(u, mean), NEVER)

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
        design = self.model.p.design
        self.promised = min(self.selected + int(design.training_months + design.closing_months), NEVER)
        self.model.scheme.preselected += 1
        self.model.count("preselected")
        self.enter(Stage.preselected)

    @property
    def wants_home_track(self) -> bool:
        """Whether this person would be trained for work at home."""
        return self.draw(Decision.training)[0] < self.model.p.design.home_share

    def begin_training(self) -> None:
        """Take a seat: which track, whether and when lessons are broken off."""
        p, month = self.model.p, self.model.month
        length = p.design.training_months
        _, b, c, d = self.draw(Decision.training)
        self.home_track = self.wants_home_track
        self.lessons_lost = single(self.model.shock.training_lost)
        due = month + whole_months(length, d)
        if b < p.candidates.training_dropout * (1 - self.model.mentoring_relief) and length > 0:
            self.breaks_off = month + 1 + int(c * length)
            due = min(due, self.breaks_off)
        self.enter_until(Stage.training, due)

    def finish_training(self) -> None:
        """Lessons end: broken off, made up for, or done, with an examination perhaps."""
        model, month = self.model, self.model.month
        if 0 <= self.breaks_off <= month:
            self.leave_training(Reason.training_dropout)
            return
        lost = int(model.shock.training_lost - self.lessons_lost)
        if lost > 0 and model.p.design.training_months > 0:
            self.lessons_lost = single(self.lessons_lost + lost)
            model.calendars[Stage.training].add(self, month + lost)
            return
        self.skill, self.language, self.profile = (single(trait) for trait in self.as_trained)
        self.trained = True
        model.count("trained")
        if not self.home_track and model.p.design.examination:
            self.register_for_examination()
        elif self.employer is not None:
            self.enter(Stage.matched)
        elif self.home_track:
            self.seek_at_home()
        else:
            self.join_pool()

    @property
    def as_trained(self) -> tuple[float, float, float]:
        """Skill, language and profile as they are, or will be, after training."""
        if self.trained:
            return self.skill, self.language, self.profile
        candidates, length = self.model.p.candidates, self.model.p.design.training_months
        taught = 1 - exp(-candidates.training_shift * length)
        return (
            self.skill + candidates.training_skill * self.model.learned,
            self.language + candidates.training_language * self.model.learned,
            self.profile + (self.model.scheme.curriculum - self.profile) * taught,
        )

    def register_for_examination(self) -> None:
        """The first sitting closes the course; without a host, patience begins."""
        self.due = self.model.month
        if self.employer is None:
            self.wait_without_host()
        self.enter(Stage.examination)

    def sit_examination(self) -> None:
        """Language decides who passes; who fails tries again while attempts are left."""
        model, p = self.model, self.model.p
        passed, rest, _, _ = self.draw(Decision.examination, self.sittings)
        if self.sittings > 0:
            self.language = single(self.language + p.candidates.retake_gain)
        self.sittings += 1
        model.count("sittings")
        asked = by(p.sectors.language, p.design.sector) + by(p.candidates.level_language, p.design.level)
        beyond = self.language - asked
        if passed < probability(p.candidates.pass_base + p.candidates.pass_language * beyond):
            model.count("examinations_passed")
            self.enter(Stage.pool if self.employer is None else Stage.matched)
        elif self.sittings >= p.candidates.sittings:
            model.count("failed_examinations")
            if self.employer is not None:
                self.let_host_down()
            self.leave_training(Reason.failed_examination)
        else:
            self.due = min(model.month + whole_months(p.candidates.sitting_months, rest), NEVER)
            self.go_on_waiting()

    def wait_for_sitting(self) -> None:
        """A month without a sitting: patience may end, or the host be gone."""
        if self.employer is not None and self.why_lost != Reason.none:
            self.lose_match(self.why_lost)
        elif self.employer is None and self.model.month >= self.expiry:
            self.give_up(Reason.waited_too_long)
        else:
            self.go_on_waiting()

    def go_on_waiting(self) -> None:
        """Wait for a sitting in the next months."""
        self.wait_on()
        self.model.count("waiting_examination")

    def leave_training(self, reason: Reason) -> None:
        """Be lost in training, and with it the match if there is one."""
        if self.employer is not None:
            self.lose_match(reason)
        else:
            self.drop_out(reason)

    def wait_without_host(self) -> None:
        """Patience without a host begins."""
        u = self.draw(Decision.pool, self.matches)[0]
        self.expiry = self.patience_from_promise(u, self.model.p.candidates.pool_patience)

    def join_pool(self) -> None:
        """Wait for a host, for a while."""
        self.wait_without_host()
        self.enter(Stage.pool)

    def give_up(self, reason: Reason) -> None:
        """Without a host and out of patience: work at home, if the scheme has that track, or the end."""
        if self.trained and self.model.p.design.home_share > 0:
            self.model.scheme.lost += 1
            self.seek_at_home()
        else:
            self.origin.disappointed += self.trained
            self.drop_out(reason)

    def seek_at_home(self) -> None:
        """Look for work in the country of origin."""
        self.home_track = True
        self.hazard_to_pass = single(self.origin.hazard + exponential(self.draw(Decision.pool, other=1)[0], 1.0))
        self.enter(Stage.home_pool)
