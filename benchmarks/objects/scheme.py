"""The scheme's plan and its own state (ODD 5), and the calendars of those in training and abroad (ODD, queues)."""

from collections import Counter, defaultdict
from math import ceil, floor
from typing import TYPE_CHECKING

from benchmarks.objects.categories import Amendment, Side
from sim.parameters import Parameters

if TYPE_CHECKING:
    from benchmarks.objects.candidate import Candidate


class Scheme:
    """What is planned, what the lead knows, and how far things are."""

    def __init__(self, p: Parameters) -> None:
        self.places = int(ceil(p.design.places * p.scale))
        self.ceiling = self.places
        self.planned_trainees = float(ceil(self.places / (1 - p.design.home_share) - 1e-6))
        self.planned_intake = float(ceil(self.planned_trainees * (1 + p.design.reserve_share)))
        self.candidate_limit = ceil(self.planned_trainees * p.candidates.per_place * p.candidates.exhaustion)
        self.planned_months = max(1, floor(p.design.duration_years * 12 + 0.5))
        self.end_month = self.planned_months
        delivery = self.planned_months - (p.agencies.call_months + p.design.training_months + p.design.closing_months)
        self.calls_planned = 1 + max(0, int(delivery / p.design.cohort_months))
        self.funded = True
        self.alive = True
        self.covered = 0.0
        self.uncovered_months = 0
        # What the lead knows and teaches, and its means
        self.sensed = 0.0
        self.curriculum = 0.0
        self.capacity_stock = 0.0
        self.method_gain = 0.0
        self.recruiter_share = 0.0
        self.host_contacts = 0.0
        self.trust_gain = 0.0
        self.support = 0.0
        self.prospects = 0.0
        self.turns = 0
        self.interview_credit = 0.0
        self.interviews_short = 0
        # Amendments: the month in which each is decided, -1 if it is not requested; how often asked for, and granted
        self.due = dict.fromkeys(Amendment, -1)
        self.requests = dict.fromkeys(Amendment, 0)
        self.granted = dict.fromkeys(Amendment, 0)
        self.extended = 0
        self.reported = 0.0
        # How far things are
        self.pending = 0
        self.calls = 0
        self.next_call = 0
        self.applicants = 0
        self.preselected = 0
        self.admitted = 0
        self.lost = 0
        self.places_taken = 0
        self.mismatch = 0.0
        #: Persons who disappointed governments since these last judged, by side.
        self.disappointed = dict.fromkeys(Side, 0)
        #: Mean trust of engaged hosts after the month's engagement.
        self.host_trust = 0.0
        self.months_to_match: Counter[int] = Counter()
        self.months_to_departure: Counter[int] = Counter()

    @property
    def places_left(self) -> int:
        """Places that are still free, as far as the funder allows."""
        return self.ceiling - self.places_taken


class Calendar:
    """Candidates by the month in which their training or stay ends, in order of entry."""

    def __init__(self) -> None:
        self.by_month: defaultdict[int, list[Candidate]] = defaultdict(list)
        self.persons = 0

    def add(self, candidate: "Candidate", due: int) -> None:
        """List a candidate under a month."""
        self.by_month[due].append(candidate)
        self.persons += 1

    def due_in(self, month: int) -> "list[Candidate]":
        """Those due in a month, counted out."""
        due = self.by_month.pop(month, [])
        self.persons -= len(due)
        return due
