"""What can hold a scheme back: a row for each constraint, with what candidates wait for and how it is relaxed by 10 % or fully.

A constraint is relaxed by changing parameters of the model and nothing else. Amounts grow or shrink by a tenth; shares go a
tenth of the way; the odds of a decision grow by a tenth (a logit shifts by ln 1.1). Fully relaxed, the constraint is
practically gone: capacity has no limit, procedures take no time, odds stand at the end of their range. Amounts without such an end
(hosts, applicants, money, places, demand) are multiplied, by as much as the table says.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.command.asked import one_of
from sim.parameters import Sector

SMALL = 0.1
RELAXATIONS = ("10 %", "full")
SIZE = "size"
"""The one row that is a goal rather than an obstacle: relaxed and shown, but never called binding."""

#: Where in their way candidates wait for each cause.
STAGES = {
    "training": "preselected", "employer": "pool", "interview": "pool, short-listed", "recognition": "recognition",
    "permit": "permit desk", "travel": "ready to leave",
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """How one parameter is relaxed: by a tenth by one rule, and fully to a value (``full``) or many times (``times``).

    ``rule``: ``more`` and ``less`` change an amount by a tenth, ``towards`` goes a tenth of the way to ``full``, ``odds`` and
    ``odds against`` shift a logit by the logarithm of 1.1.
    """

    parameter: str
    rule: str
    full: float = math.nan
    times: float = math.nan

    def value(self, now: float, relaxation: str) -> float:
        """The relaxed value."""
        if relaxation == "full":
            return now * self.times if math.isnan(self.full) else self.full
        return {
            "more": now * (1.0 + SMALL),
            "less": now * (1.0 - SMALL),
            "towards": now + SMALL * (self.full - now),
            "odds": now + math.log(1.0 + SMALL),
            "odds against": now - math.log(1.0 + SMALL),
        }[self.rule]


@dataclass(frozen=True)
class Constraint:
    """A constraint: its name, what it is in words, the cause of waiting it shows in (or none), and what relaxes it."""

    name: str
    meaning: str
    cause: str
    changes: tuple[Change, ...]


def _row(name: str, meaning: str, cause: str, *changes: Change) -> Constraint:
    return Constraint(name, meaning, cause, changes)


_DEMAND = tuple(Change(f"sectors.demand.{sector.name}", "more", times=3.0) for sector in Sector)

CONSTRAINTS: tuple[Constraint, ...] = (
    _row("applicants", "persons reached by calls; three times as many", "", Change("candidates.per_place", "more", times=3.0)),
    _row("screening", "files screened a month", "", Change("agencies.screenings", "more", 1e8)),
    _row("calls", "months between calls; a call every three months", "", Change("design.cohort_months", "less", 3)),
    _row("training_seats", "training seats", "training", Change("costs.training_seats", "more", 1e6)),
    _row("training_dropout", "dropout during training", "", Change("candidates.training_dropout", "less", 0.0)),
    _row("hosts_in_reach", "hosts that can be contacted; ten times as many", "employer", Change("markets.employers", "more", times=10.0)),
    _row("hosts_engagement", "odds that a contacted host engages", "employer", Change("employers.engagement_base", "odds", 2.0)),
    _row("hosts_decision", "odds that a host takes a person", "employer",
         Change("employers.hire_base", "odds", 4.0), Change("employers.study_utility", "odds", 8.0)),
    _row("hosts_burden", "administrative burden left to hosts", "employer", Change("design.administrative_support", "towards", 1.0)),
    _row("demand", "demand of the markets; three times as much", "employer", *_DEMAND),
    _row("profiles", "weight of a profile that is not the wanted one", "employer", Change("candidates.mismatch_weight", "less", 0.0)),
    _row("interviews", "interviews held a month", "interview", Change("agencies.interviews", "more", 1e8)),
    _row("acceptance", "odds that a candidate accepts an offer", "employer", Change("candidates.accept_utility", "odds", 6.0)),
    _row("patience", "months that candidates go on waiting", "",
         Change("candidates.pool_patience", "more", 60.0), Change("candidates.match_patience", "more", 120.0)),
    _row("recognition_time", "time and capacity of recognition", "recognition", Change("recognition.months", "less", 0.0),
         Change("recognition.compensation_months", "less", 0.0), Change("recognition.capacity", "more", 1e6)),
    _row("recognition_success", "recognition granted", "",
         Change("recognition.success", "towards", 1.0), Change("recognition.compensation", "towards", 1.0)),
    _row("permit_time", "processing time of permits", "permit", Change("permits.months", "less", 0.0)),
    _row("permit_capacity", "permits given a month", "permit", Change("permits.capacity", "more", 1e6)),
    _row("permit_refusal", "refusals of permits", "", Change("permits.refusal", "less", 0.0)),
    _row("travel", "closed borders during the shock", "travel", Change("shock.travel", "less", 0.0)),
    _row("shock", "severity of the shock in all it touches", "", Change("shock.severity", "less", 0.0)),
    _row("early_returns", "odds of an early return", "", Change("candidates.return_utility", "odds against", -8.0)),
    _row("signatures", "trust and support that governments ask before they sign, or suspend", "",
         Change("politics.sign_threshold", "less", 0.0), Change("politics.minimum_support", "less", 0.0)),
    _row("contacts", "contacts that the lead makes; ten times as many", "", Change("agencies.contacts", "more", times=10.0)),
    _row("trust", "trust at the start and its growth", "", Change("trust.prior", "more", 1.0), Change("trust.gain", "more", 1.0)),
    _row("facilitation", "skill of the lead as interpreter", "", Change("design.facilitation", "more", 1.0)),
    _row("flexibility", "freedom to move money, revise, extend", "", Change("design.flexibility", "towards", 1.0)),
    _row("money", "public money; ten times as much", "", Change("design.budget_total", "more", times=10.0)),
    _row(SIZE, "planned places and persons called and trained for them, same money; three times as many", "",
         Change("design.places", "more", times=3.0)),
    _row("time", "months of funding, their coordination paid in addition; eight years", "", Change("design.duration_years", "more", 8.0)),
)  # fmt: skip

BY_NAME = {constraint.name: constraint for constraint in CONSTRAINTS}


def chosen_constraints(names: Sequence[str]) -> tuple[Constraint, ...]:
    """Constraints by name; ``all`` for all. Raises :class:`UserError` for one that does not exist."""
    if list(names) == ["all"]:
        return CONSTRAINTS
    for name in names:
        one_of(name, BY_NAME, "constraints", "constraint", f" (all, or: {', '.join(BY_NAME)})")
    return tuple(constraint for constraint in CONSTRAINTS if constraint.name in names)
