"""What can hold a scheme back: a row for each constraint, with what candidates wait for and how it is relaxed by 10 % or fully.

A constraint is relaxed by changing parameters of the model and nothing else. Amounts grow or shrink by a tenth; shares go a
tenth of the way; the odds of a decision grow by a tenth (a logit shifts by ln 1.1). Fully relaxed, the constraint is
practically gone: capacity has no limit, procedures take no time, odds stand at the end of their range. Amounts without such an end
(hosts, applicants, money, places, demand) are multiplied, by as much as the table says. Constraints belong to a side; a side is relaxed by relaxing all of
its constraints at once, because hosts who are reached, won and convinced one by one hold a scheme back together.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.command.asked import one_of
from sim.parameters import Sector, Skill

RELAXATIONS = ("10 %", "full")
QUARTERS = ("2.5 %", "5 %", "7.5 %")
"""The way to a tenth in quarters: where a single quarter brings the gain, it is a step and not a slope."""
PARTS = {"2.5 %": 0.025, "5 %": 0.05, "7.5 %": 0.075, "10 %": 0.1}
"""How far each of them goes."""
SIZE = "size"
"""The one row that is a goal rather than an obstacle: relaxed and shown, but never called binding."""

HOSTS, CANDIDATES, STATE, MONEY, PARTNERSHIP = "hosts", "candidates", "state", "money", "partnership"
SIDES = {
    HOSTS: "hosts: how many can be reached, engage, decide for a person, and what they need",
    CANDIDATES: "candidates: calls, selection, training, patience, early returns",
    STATE: "the state: recognition, permits, visas, borders",
    MONEY: "money: the budget, how long it lasts and what it may be spent on",
    PARTNERSHIP: "the partnership: signatures, trust, the lead's contacts and skill",
}
"""The sides that can hold a scheme back. Its size, a goal, a shock, an event, and staff, which costs money, belong to none."""

#: Where in their way candidates wait for each cause.
STAGES = {
    "training": "preselected", "employer": "pool", "interview": "pool, short-listed", "recognition": "recognition",
    "permit": "permit desk", "visa": "consulate", "travel": "ready to leave", "examination": "examination",
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """How one parameter is relaxed: by a tenth by one rule, and fully to a value (``full``) or many times (``times``).

    ``rule``: ``more`` and ``less`` change an amount by a tenth, ``towards`` goes a tenth of the way to ``full``, ``odds`` and
    ``odds against`` shift a logit by the logarithm of 1.1. A quarter of a tenth goes a quarter as far.
    """

    parameter: str
    rule: str
    full: float = math.nan
    times: float = math.nan

    def value(self, now: float, relaxation: str) -> float:
        """The relaxed value."""
        if relaxation == "full":
            return now * self.times if math.isnan(self.full) else self.full
        part = PARTS[relaxation]
        return {
            "more": now * (1.0 + part),
            "less": now * (1.0 - part),
            "towards": now + part * (self.full - now),
            "odds": now + math.log(1.0 + part),
            "odds against": now - math.log(1.0 + part),
        }[self.rule]


@dataclass(frozen=True)
class Constraint:
    """A constraint: its name, its side, what it is in words, the cause of waiting it shows in (or none), and what relaxes it."""

    name: str
    side: str
    meaning: str
    cause: str
    changes: tuple[Change, ...]
    whole: bool = False
    """Whether it stands for all constraints of its side together."""


def _row(name: str, side: str, meaning: str, cause: str, *changes: Change) -> Constraint:
    return Constraint(name, side, meaning, cause, changes)


_DEMAND = tuple(Change(f"sectors.demand.{sector.name}", "more", times=3.0) for sector in Sector)

_LIVES = tuple(Change(f"employers.vacancy_months.{sector.name}", "more", times=10.0) for sector in Sector)

_FLOORS = tuple(Change(f"employers.clears_threshold.{skill.name}", "towards", 1.0) for skill in Skill)

CONSTRAINTS: tuple[Constraint, ...] = (
    _row("applicants", CANDIDATES, "persons reached by calls; three times as many", "", Change("candidates.per_place", "more", times=3.0)),
    _row("screening", CANDIDATES, "files screened a month", "", Change("agencies.screenings", "more", 1e8)),
    _row("calls", CANDIDATES, "months between calls; a call every three months", "", Change("design.cohort_months", "less", 3)),
    _row("training_seats", CANDIDATES, "training seats", "training", Change("costs.training_seats", "more", 1e6)),
    _row("training_dropout", CANDIDATES, "dropout during training", "", Change("candidates.training_dropout", "less", 0.0)),
    _row("hosts_in_reach", HOSTS, "hosts that can be contacted; ten times as many", "employer", Change("markets.employers", "more", times=10.0)),
    _row("hosts_disposed", HOSTS, "hosts that would ever take a person from abroad", "employer",
         Change("employers.disposed", "towards", 1.0), Change("employers.disposed_experienced", "towards", 1.0)),
    _row("hosts_engagement", HOSTS, "odds that a contacted host engages", "employer", Change("employers.engagement_base", "odds", 2.0)),
    _row("hosts_decision", HOSTS, "odds that a host takes a person", "employer",
         Change("employers.hire_base", "odds", 4.0), Change("employers.study_utility", "odds", 8.0)),
    _row("hosts_burden", HOSTS, "administrative burden left to hosts", "employer", Change("design.administrative_support", "towards", 1.0)),
    _row("wage_floor", HOSTS, "hosts whose pay is below what the permit asks for", "employer", *_FLOORS),
    _row("vacancy_life", HOSTS, "months that a vacancy lives; ten times as many", "employer", *_LIVES),
    _row("host_staff", "", "staff who seek and support hosts, at the same budget; four times as many", "employer",
         Change("design.host_staff", "more", times=4.0)),
    _row("demand", HOSTS, "demand of the markets; three times as much", "employer", *_DEMAND),
    _row("profiles", HOSTS, "weight of a profile that is not the wanted one", "employer", Change("candidates.mismatch_weight", "less", 0.0)),
    _row("examination", CANDIDATES, "odds of passing a sitting of the examination abroad", "examination", Change("candidates.pass_base", "odds", 6.0)),
    _row("sittings", CANDIDATES, "months between sittings of the examination; a sitting every month", "examination",
         Change("candidates.sitting_months", "less", 1.0)),
    _row("interviews", CANDIDATES, "interviews held a month", "interview", Change("agencies.interviews", "more", 1e8)),
    _row("acceptance", CANDIDATES, "odds that a candidate accepts an offer", "employer", Change("candidates.accept_utility", "odds", 6.0)),
    _row("patience", CANDIDATES, "months that candidates go on waiting", "",
         Change("candidates.pool_patience", "more", 60.0), Change("candidates.match_patience", "more", 120.0)),
    _row("recognition_time", STATE, "time and capacity of recognition", "recognition", Change("recognition.months", "less", 0.0),
         Change("recognition.compensation_months", "less", 0.0), Change("recognition.capacity", "more", 1e6)),
    _row("recognition_success", STATE, "recognition granted", "",
         Change("recognition.success", "towards", 1.0), Change("recognition.compensation", "towards", 1.0)),
    _row("permit_time", STATE, "processing time of permits", "permit", Change("permits.months", "less", 0.0)),
    _row("permit_capacity", STATE, "permits given a month", "permit", Change("permits.capacity", "more", 1e6)),
    _row("permit_refusal", STATE, "refusals of permits", "", Change("permits.refusal", "less", 0.0)),
    _row("visa_time", STATE, "time for an appointment at the consulate and the visa", "visa", Change("permits.visa_months", "less", 0.0)),
    _row("visa_capacity", STATE, "visas that a consulate gives a month", "visa", Change("permits.visa_capacity", "more", 1e6)),
    _row("visa_refusal", STATE, "refusals of visas", "", Change("permits.visa_refusal", "less", 0.0)),
    _row("politics", STATE, "stops by states, and protectionism", "permit",
         Change("politics.stop_rate", "less", 0.0), Change("politics.protectionism", "less", 0.0)),
    _row("remote_substitution", HOSTS, "remote work that replaces the move", "", Change("employers.remote_stays", "less", 0.0)),
    _row("travel", STATE, "closed borders during the shock", "travel", Change("shock.travel", "less", 0.0)),
    _row("shock", "", "severity of the shock in all it touches", "", Change("shock.severity", "less", 0.0)),
    _row("early_returns", CANDIDATES, "odds of an early return", "", Change("candidates.return_utility", "odds against", -8.0)),
    _row("signatures", PARTNERSHIP, "trust and support that governments ask before they sign, or suspend", "",
         Change("politics.sign_threshold", "less", 0.0), Change("politics.minimum_support", "less", 0.0)),
    _row("contacts", PARTNERSHIP, "contacts that the lead makes; ten times as many", "", Change("agencies.contacts", "more", times=10.0)),
    _row("facilitation_staff", "", "staff who work with ministries, at the same budget; four times as many", "",
         Change("design.facilitation_staff", "more", times=4.0)),
    _row("trust", PARTNERSHIP, "trust at the start and its growth", "", Change("trust.prior", "more", 1.0), Change("trust.gain", "more", 1.0)),
    _row("lead_changes", PARTNERSHIP, "changes of the lead", "", Change("agencies.lead_change", "less", 0.0)),
    _row("memory", PARTNERSHIP, "what the partnership forgets", "", Change("trust.memory_fade", "less", 0.0)),
    _row("promises", HOSTS, "trust of hosts lost over persons who come late or are refused", "",
         Change("trust.promise_loss", "less", 0.0)),
    _row("facilitation", PARTNERSHIP, "skill of the lead as interpreter", "", Change("design.facilitation", "more", 1.0)),
    _row("flexibility", MONEY, "freedom to move money, revise, extend", "", Change("design.flexibility", "towards", 1.0)),
    _row("money", MONEY, "public money; ten times as much", "", Change("design.budget_total", "more", times=10.0)),
    _row(SIZE, "", "planned places and persons called and trained for them, same money; three times as many", "",
         Change("design.places", "more", times=3.0)),
    _row("time", MONEY, "months of funding, their coordination paid in addition; eight years", "", Change("design.duration_years", "more", 8.0)),
)  # fmt: skip

BY_NAME = {constraint.name: constraint for constraint in CONSTRAINTS}


def sides_of(constraints: Sequence[Constraint]) -> tuple[Constraint, ...]:
    """The sides, each as one constraint that relaxes all of its own at once; none where only some constraints were chosen."""
    if len(constraints) < len(CONSTRAINTS):
        return ()
    return tuple(
        Constraint(side, side, meaning, "", tuple(change for each in constraints if each.side == side for change in each.changes), True)
        for side, meaning in SIDES.items()
    )  # fmt: skip


def chosen_constraints(names: Sequence[str]) -> tuple[Constraint, ...]:
    """Constraints by name; ``all`` for all. Raises :class:`UserError` for one that does not exist."""
    if list(names) == ["all"]:
        return CONSTRAINTS
    for name in names:
        one_of(name, BY_NAME, "constraints", "constraint", f" (all, or: {', '.join(BY_NAME)})")
    return tuple(constraint for constraint in CONSTRAINTS if constraint.name in names)
