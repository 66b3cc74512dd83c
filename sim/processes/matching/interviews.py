"""Interviews: capacity for the final selection, what interviews cost, and what they show about a candidate (L11, L17).

*Interview capacity.* fresh = sum over agencies in order of: interviews * (1 + capacity_stock) * (1 + method_gain) for public services of destination;
interviews * recruiter_share for private recruiters, whose unit_cost becomes

```
markup    = agencies.recruiter_markup * (1 + volume) ^ (log(1 - agencies.recruiter_learning) / log(2))   (no power if learning is 0)
unit_cost = costs.interview * (1 + markup)
```

interview_credit = (interview_credit mod 1) + fresh * services. wanted = short-listed persons with hearing <
design.interview_share; r = interview_credit. queue_cut = 1 if wanted <= r, else (r + agencies.margin * sqrt(r)) / wanted.

*What is seen* of a person on a short-list: mismatch = (profile - market.profile)^2; a, b, c, d of `interview` for this pair.
If hearing < design.interview_share an interview is wanted: it is held if interview_credit >= 1, queue_place <= queue_cut and the selection line pays its cost; then
interview_credit - 1, `interviews` + 1, estimate = [match quality](#candidate) + agencies.interview_noise * N(b). If it is not held: `waiting_interview` + 1, interviews_short + 1,
and the host cannot take the person this month. If no interview is wanted: estimate = candidates.skill_weight * (1 / (1 + agencies.screening_noise^2)) * score - candidates.mismatch_weight * mismatch.

Cost of an interview: costs.interview; if recruiter_share > 0, x = recruiter_share * agencies.recruiter_interviews, share = x / (x + agencies.interviews), cost +=
share * (unit_cost of the first recruiter - costs.interview), and that recruiter's volume += share (also if the payment then fails).
"""

import math
from dataclasses import dataclass

from sim.agents import candidate
from sim.categories import AgencyKind, Line
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import lever, uncertain, within
from sim.draws import decision, normal_from
from sim.laws import accounts
from sim.laws.desks import credit_after, invited
from sim.measures import flow
from sim.processes.matching.referral import WIDEST_SHORTLIST

INTERVIEW = decision(
    16, "interview", "personal fit", "noise of the interview", "the host's decision", "the candidate's answer",
    group="origin", agent="candidate", other="market * 2^24 + index of the host",
)  # fmt: skip


@dataclass
class Design:
    """Interviews and committees."""

    interview_share: float = lever(
        0.9, 0.0, 1.0, "0-1",
        "Share of short-listed candidates seen by an interview or committee; the rest by file alone",
        "brief.final_selection",
    )  # fmt: skip


@dataclass
class Agencies:
    """What interviews show, and what recruiters ask."""

    interview_noise: float = uncertain(
        0.3, 0.0, 3.0, "sd", "Noise of what an interview reveals", "brief.final_selection",
        plausible=within(0.15, 0.6, "log", "assumption", "half to double, below that of a file"),
    )  # fmt: skip
    recruiter_markup: float = uncertain(
        1.5, 0.0, 5.0, "share", "Cost of a private recruiter's interview above a public one's, at first",
        plausible=within(0.5, 4.5, "log", "assumption", "a third to three times"),
    )  # fmt: skip
    recruiter_learning: float = uncertain(
        0.15, 0.0, 0.5, "share", "Fall of that cost with each doubling of volume",
        "cost.learning_effect_on_unit_cost",
        plausible=within(0.05, 0.3, "log", "assumption",
            "cost falls with volume according to the evidence, by how much is not said; a third to double"),
    )  # fmt: skip


@dataclass
class Costs:
    """Price of an interview."""

    interview: float = uncertain(
        150.0, 0.0, 5_000.0, "EUR/interview", "Interview or committee hearing", "brief.final_selection",
        plausible=within(50.0, 450.0, "log", "assumption", "a third to three times"),
    )  # fmt: skip


class Scheme:
    """Rooms for interviews."""

    interview_credit: float = column("f8", 0.0, "Interviews that can still be held this month")
    interviews_short: float = column("f8", 0.0, "Interviews wanted and not held this month")


class Measures:
    """Interviews."""

    interviews: float = flow("interviews", "Interviews and committee hearings held")
    waiting_interview: float = flow(
        "person-months", "Person-months waited for an interview, short-listed but not heard", -1
    )


@njit
def recruiter_price(recruiter, p):
    """A private recruiter's price of an interview: falls with each doubling of its volume, never below the public one."""
    markup = p.agencies.recruiter_markup
    if p.agencies.recruiter_learning > 0.0:
        markup *= (1.0 + recruiter.volume) ** (math.log(1.0 - p.agencies.recruiter_learning) / math.log(2.0))
    return p.costs.interview * (1.0 + markup)


@njit
def file_estimate(person, mismatch, p):
    """Match quality expected from the file alone: the score shrunk to what it tells about skill (regression to the mean)."""
    reliability = 1.0 / (1.0 + p.agencies.screening_noise * p.agencies.screening_noise)
    return p.candidates.skill_weight * reliability * person.score - p.candidates.mismatch_weight * mismatch


@inner
def add_rooms(state, p):
    """Add the month's capacity for interviews: public services (and what steering changed), recruiters bought."""
    scheme = state.scheme
    fresh = 0.0
    for row in range(state.agencies.size):
        office = state.agencies[row]
        if office.kind == AgencyKind.public_service_destination:
            fresh += office.interviews * (1.0 + scheme.capacity_stock) * (1.0 + scheme.method_gain)
        elif office.kind == AgencyKind.private_recruiter:
            office.unit_cost = recruiter_price(office, p)
            fresh += office.interviews * scheme.recruiter_share
    fresh *= scheme.services
    scheme.interview_credit = credit_after(scheme.interview_credit, fresh)


@inner
def interviews_wanted(state, p):
    """Interviews that hosts want this month."""
    wanted = 0
    for m in range(state.markets.size):
        market = state.markets[m]
        for slot in range(market.ring_first, market.ring_first + market.ring_size):
            for place in range(state.slots[slot].shortlisted):
                i = state.shortlists[slot * WIDEST_SHORTLIST + place].candidate
                if state.candidates[i].hearing < p.design.interview_share:
                    wanted += 1
    return wanted


@inner
def open_rooms(state, p):
    """Open the month's rooms; returns up to which place in the queue (0 to 1) there is room."""
    add_rooms(state, p)
    wanted = interviews_wanted(state, p)
    rooms = state.scheme.interview_credit
    return 1.0 if wanted <= rooms else invited(rooms, p) / wanted


@inner
def hold(state, p, month):
    """One interview, by a public service or, for the share bought, by a private recruiter. False if money lacks."""
    scheme = state.scheme
    cost = p.costs.interview
    if scheme.recruiter_share > 0.0:
        for row in range(state.agencies.size):
            office = state.agencies[row]
            if office.kind == AgencyKind.private_recruiter:
                bought = scheme.recruiter_share * p.agencies.recruiter_interviews
                share = bought / (bought + p.agencies.interviews)
                cost += share * (office.unit_cost - cost)
                office.volume += share
                break
    if not accounts.pay(state, Line.selection, cost, month):
        return False
    scheme.interview_credit -= 1.0
    state.monthly[month].interviews += 1.0
    return True


@inner
def estimate(state, person, mismatch, fit, noise, queue_cut, p, month):
    """Match quality as the host sees it, by interview or by file; minus infinity if the interview could not be held.

    ``fit``, ``noise``: uniforms of the pair.
    """
    if person.hearing >= p.design.interview_share:
        return file_estimate(person, mismatch, p)
    scheme = state.scheme
    room = scheme.interview_credit >= 1.0 and person.queue_place <= queue_cut
    if not room or not hold(state, p, month):
        state.monthly[month].waiting_interview += 1.0
        scheme.interviews_short += 1.0
        return -math.inf
    quality = candidate.match_quality(person, mismatch, normal_from(fit), p)
    return quality + p.agencies.interview_noise * normal_from(noise)
