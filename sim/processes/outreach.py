"""Outreach: calls for applicants in the countries of origin that have signed (L6, L17).

Calls for applicants open in every country of origin that has signed, at the interval that the planner sets. Each call
looks for its part of the people who are still missing. Nobody is called for places that are still being negotiated,
or when too little time is left to select, train and place them. A call costs money, while applicants are rarely scarce.
Private recruiters reach more of them, at a price. A call stays open for some months: files are read when it is over
([selection](#selection)).

An applicant is known by country of origin, call and position in the call: the same person in every design.

recruiter_share = design.private_recruiters. A call opens if the scheme is alive, covered > 0, at least one origin and one country of destination are
signed, month >= next_call, it is not too late, and at least one person is wanted.

- *Too late*: funded, at least one call before, and month + agencies.call_months + design.training_months + design.closing_months > end_month.
- *Wanted*, while funded: what is missing, spread over the calls that are left: max(0, planned_intake * decided - (preselected - design.flexibility * lost) -
  sought) / n, with sought = sum over origins of min(quota, files), whom calls not yet over look for, and decided = 1 - pending / max(places, 1): nobody is called for places that are still to be signed; n = calls within end_month -
  month ([plan](#plan)). After funding: max(0, v *
  (1 + design.reserve_share) - persons preselected, waiting for a seat or a sitting, in training and in the pool - sought), v = open vacancies in last month's rings.

If wanted >= 1, and the selection line pays costs.call * scale for all signed origins in one payment, each signed origin in order opens a call with quota q = ceil(wanted / number of signed origins):

```
reach  = services * (1 + agencies.recruiter_reach * design.private_recruiters)
number = int(lognormal(a, q / (1 + design.reserve_share) * (candidates.per_place * reach), candidates.call_variation))   applicant_count
number = min(number, candidate_limit - candidates, 2^22)
for position in 0 .. number - 1:
    a, b, c, d of applicant_traits;   y = P(candidates.apply_utility - intensity)
    not an applicant unless d < y
    skill = N(a);  language = N(b);  profile = candidates.profile_spread * N(c)      (f4 each)
    woman if (d * 65536) mod 1 < candidates.women
    enter(applied)
origin.calls += 1;   origin.quota = min(quota, files) + q;   origin.files += number of applicants of this call
```

After all calls, the passing score of each signed origin: x = origin.quota, n = origin.files (applicants of this origin not yet screened),
share = (x + agencies.margin * sqrt(x)) / max(n, 1); cut = minus infinity if share >= 1, else sqrt(1 + agencies.screening_noise^2) * N(1 - share). Then
calls + 1, next_call = month + design.cohort_months.
"""

import math
from dataclasses import dataclass

from sim.agents import candidate
from sim.categories import Line, Reason, Stage, Table
from sim.columns import begin, column
from sim.compiled import inner, njit
from sim.declare import lever, priced, uncertain, within
from sim.draws import decision, lognormal_from, normal_from, probability, uniforms
from sim.laws import accounts, plan
from sim.laws.desks import invited
from sim.measures import flow
from sim.queues import enter

COUNT = decision(11, "applicant_count", "persons reached", group="origin", agent="call")
TRAITS = decision(
    12, "applicant_traits", "skill", "language", "profile", "applies; gender", group="origin", agent="candidate"
)

AGENTS_PER_CALL = 1 << 22  # an applicant's number: call times this, plus the position in the call


@dataclass
class Design:
    """Calls for applicants."""

    cohort_months: int = lever(
        6, 1, 60, "months", "Interval between calls for applicants",
        plausible=within(3.0, 12.0, "log", "assumption", "a quarter to a year"),
        price=priced(unit="costs.call"),
    )  # fmt: skip
    closing_months: int = lever(
        9, 0, 48, "months",
        "Months kept free at the end, after the last training, for matching, permits and departures",
        "triple_win.process_duration",
        plausible=within(4.0, 14.0, "linear", "triple_win.process_duration", "half to one and a half times the usual process"),
        price=priced(months="design.closing_months"),
    )  # fmt: skip
    private_recruiters: float = lever(
        0.0, 0.0, 1.0, "0-1", "Share of the private recruiters' capacity that the scheme buys",
        plausible=within(0.0, 1.0, "linear", "assumption", "none to all"),
        price=priced(unit="costs.interview agencies.recruiter_markup"),
    )  # fmt: skip


@dataclass
class Agencies:
    """Time of a call, and reach of private recruiters."""

    call_months: float = uncertain(
        4.0, 0.0, 24.0, "months", "Months from a call for applicants to the selection among them; 0 where workers are named or known",
        "ygca.call_to_selection",
        plausible=within(3.0, 8.0, "log", "ygca.call_to_selection",
            "three months, described as a record, to over twice as long"),
    )  # fmt: skip

    recruiter_reach: float = uncertain(
        0.4, 0.0, 3.0, "share", "Further applicants reached through private recruiters",
        plausible=within(0.13, 1.2, "log", "assumption", "a third to three times"),
    )  # fmt: skip


@dataclass
class Candidates:
    """How many are reached, and apply."""

    per_place: float = uncertain(
        30.0, 0.0, 200.0, "persons/place", "Persons reached by a call, per place offered", "palim.applicants",
        plausible=within(12.0, 120.0, "log",
            "palim.applicants;palim.selected_started_training;digital_explorers.applicants;digital_explorers.planned_participants;ygca.applicants;ygca.selected",
            "applicants per place: 10 to 15 (YGCA), 28 (Digital Explorers), 81 (PALIM); 10 to 90 of them if three in four of those reached apply"),
    )  # fmt: skip
    exhaustion: float = uncertain(
        3.0, 1.0, 10.0, "factor", "Persons that can be reached in all, relative to those the plan reaches",
        plausible=within(1.5, 6.0, "log", "assumption", "half to double"),
        fixed=True,
    )  # fmt: skip
    call_variation: float = uncertain(
        0.3, 0.0, 1.0, "cv", "Variation of that number between calls",
        plausible=within(0.1, 0.6, "log", "assumption", "a third to double"),
    )  # fmt: skip
    apply_utility: float = uncertain(
        1.2, -4.0, 6.0, "utility", "Utility of applying once reached",
        plausible=within(-0.05, 2.45, "linear", "assumption", "utility of a choice, 1.25 either way"),
    )  # fmt: skip


@dataclass
class Costs:
    """Price of a call."""

    call: float = uncertain(
        2_500.0, 0.0, 1e6, "EUR/call", "A call for applicants in one country of origin",
        plausible=within(800.0, 7500.0, "log", "assumption", "some two weeks of work with publicity; a third to three times"),
    )  # fmt: skip


class Origin:
    """The calls of a country of origin."""

    cut: float = column("f8", 0.0, "Screening score to pass")
    quota: int = column("i4", 0, "Persons still to be preselected")
    files: int = column("i4", 0, "Applicants not yet screened")
    calls: int = column("i4", 0, "Calls so far")


class Scheme:
    """The calls of the scheme."""

    recruiter_share: float = column("f8", 0.0, "Share of the private recruiters' capacity bought this month")
    calls: int = column("i8", 0, "Calls so far")
    next_call: int = column("i8", 0, "Earliest month of the next call")
    candidates: int = column("i8", 0, "Applicants so far: rows in use")


class Measures:
    """Applications."""

    applicants: float = flow("persons", "Persons who applied")


@njit
def applies(u, intensity, p):
    """A person who was reached applies; fewer do while the shock makes a departure doubtful."""
    return u < probability(p.candidates.apply_utility - intensity)


@njit
def is_woman(u, p):
    """Gender, from the fine digits of the draw whose coarse ones decide on applying: the same whenever the call is."""
    return (u * 65536.0) % 1.0 < p.candidates.women


@njit
def still_sought(origin):
    """Persons whom a country's calls still look for: what an earlier call did not find is part of what is missing again."""
    return min(origin.quota, origin.files)


@inner
def sought(state):
    """Persons whom calls that are not over yet look for: never more than there are files to read."""
    found = 0
    for o in range(state.origins.size):
        found += still_sought(state.origins[o])
    return found


@inner
def places_called(state, p, month):
    """Persons to preselect in a call now: its share of the plan and, as far as flexible, of those lost on the way.

    After public funding hosts that pay decide: as many as their open vacancies want.
    """
    scheme = state.scheme
    if not scheme.funded:
        wanted = 0
        for m in range(state.markets.size):
            wanted += state.markets[m].open
        stages = state.stages
        standing = stages[Stage.preselected].count + stages[Stage.training].count + stages[Stage.pool].count
        standing += stages[Stage.seat].count + stages[Stage.examination].count + sought(state)
        return max(0.0, wanted * (1.0 + p.design.reserve_share) - standing)
    standing = scheme.preselected - p.design.flexibility * scheme.lost + sought(state)
    decided = 1.0 - scheme.pending / max(scheme.places, 1)
    return max(0.0, scheme.planned_intake * decided - standing) / plan.calls_within(scheme.end_month - month, p)


@inner
def too_late(state, p, month):
    """Whether a call now would leave no time for training, matching and departure before the funding ends."""
    scheme = state.scheme
    if not scheme.funded or scheme.calls == 0:
        return False
    return month + plan.lead_months(p) > scheme.end_month


@inner
def reach(state, p):
    """Applicants reached relative to the public services alone, in normal times."""
    return state.scheme.services * (1.0 + p.agencies.recruiter_reach * p.design.private_recruiters)


@inner
def open_call(state, o, quota, p, month):
    """One country's call: reach persons, who apply or not."""
    scheme = state.scheme
    origin = state.origins[o]
    a, b, c, d = uniforms(scheme, COUNT, o, origin.calls, 0, 0)
    per_place = p.candidates.per_place * reach(state, p)
    number = int(lognormal_from(a, quota / (1.0 + p.design.reserve_share) * per_place, p.candidates.call_variation))
    number = min(number, scheme.candidate_limit - scheme.candidates, AGENTS_PER_CALL)
    shared = candidate.shared_language(state, o, p)
    applied = 0
    for position in range(number):
        agent = int(origin.calls) * AGENTS_PER_CALL + position
        a, b, c, d = uniforms(scheme, TRAITS, o, agent, 0, 0)
        if not applies(d, scheme.intensity, p):
            continue
        i = scheme.candidates
        scheme.candidates += 1
        woman = 1 if is_woman(d, p) else 0
        begin(state.candidates, i, state.first[Table.candidate])
        candidate.create(
            state.candidates[i], agent, o, normal_from(a), normal_from(b) + shared, normal_from(c), woman, p
        )
        enter(state, i, Stage.applied, Reason.none, month)
        applied += 1
    state.monthly[month].applicants += applied
    origin.calls += 1
    origin.quota = still_sought(origin) + int(math.ceil(quota))
    origin.files += applied


@njit
def passing_score(quota, applicants, p):
    """The screening score passed by slightly more applicants than are wanted."""
    share = invited(quota, p) / max(applicants, 1)
    if share >= 1.0:
        return -math.inf
    return math.sqrt(1.0 + p.agencies.screening_noise * p.agencies.screening_noise) * normal_from(1.0 - share)


@inner
def step(state, p, month):
    """Open a call where one is due, and set the minimum score."""
    scheme = state.scheme
    scheme.recruiter_share = p.design.private_recruiters
    signed = 0
    for o in range(state.origins.size):
        signed += state.origins[o].signed
    destinations = 0
    for c in range(state.countries.size):
        destinations += state.countries[c].signed
    ready = scheme.alive and scheme.covered > 0.0 and signed > 0 and destinations > 0 and month >= scheme.next_call
    if not ready or too_late(state, p, month):
        return
    wanted = places_called(state, p, month)
    if wanted < 1.0 or not accounts.pay(state, Line.selection, p.costs.call * p.scale * signed, month):
        return
    for o in range(state.origins.size):
        if state.origins[o].signed:
            open_call(state, o, math.ceil(wanted / signed), p, month)
    for o in range(state.origins.size):
        origin = state.origins[o]
        if origin.signed:
            origin.cut = passing_score(origin.quota, origin.files, p)
    scheme.calls += 1
    scheme.next_call = month + p.design.cohort_months
