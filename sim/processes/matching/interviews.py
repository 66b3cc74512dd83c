"""Interviews: capacity for the final selection, what interviews cost, and what they show about a candidate (L11, L17).

An interview shows far more of a person than a file, but it takes interviewers and money. The planner decides how many
of those short-listed are interviewed (`design.interview_share`), and whether to buy private recruiters' capacity. If
capacity or money runs out, an open host cannot decide this month, and the person waits. A host that has only read the
file keeps its doubts: it hires more rarely, and more often the wrong person.

*Interview capacity.* fresh = sum over agencies in order of: interviews * (1 + capacity_stock) * (1 + method_gain) for public services of destination;
interviews * recruiter_share for private recruiters, whose unit_cost becomes

```
markup    = agencies.recruiter_markup * (1 + volume) ^ (log(1 - agencies.recruiter_learning) / log(2))   (no power if learning is 0)
unit_cost = costs.interview * (1 + markup)
```

interview_credit = (interview_credit mod 1) + fresh * services. wanted = short-listed persons with hearing <
design.interview_share with open hosts and associations; r = interview_credit. queue_cut = 1 if wanted <= r, else (r + agencies.margin * sqrt(r)) / wanted.

*What is seen* of a person on a short-list: mismatch of profiles ([candidates](#candidate)); a, b, d of `interview` for this pair.
If hearing < design.interview_share, and the host is open or of an association, an interview is wanted: it is held if interview_credit >= 1, queue_place <= queue_cut and the selection line pays its cost; then
interview_credit - 1, `interviews` + 1, estimate = [match quality](#candidate) + agencies.interview_noise * N(b). If it is not held: interviews_short + 1;
an open host cannot take the person this month, `waiting_interview` + 1; an association reads the file. If no interview is wanted, the file: estimate =
candidates.skill_weight * (score / (1 + agencies.screening_noise^2) + candidates.training_skill * learned) + candidates.language_weight *
(candidates.training_language * learned - sectors.language[sector]) - candidates.mismatch_weight * mismatch.

*What is not seen* leaves doubt: unseen = agencies.interview_noise after an interview; of a file
sqrt(candidates.skill_weight^2 * (1 - 1 / (1 + agencies.screening_noise^2)) + candidates.language_weight^2 + candidates.fit_spread^2); if the person
is not trained yet, sqrt(unseen^2 + employers.training_doubt^2).

Cost of an interview: costs.interview; if recruiter_share > 0, x = recruiter_share * agencies.recruiter_interviews, share = x / (x + agencies.interviews), cost +=
share * (unit_cost of the first recruiter - costs.interview), and that recruiter's volume += share (also if the payment then fails).
"""

import math
from dataclasses import dataclass

from sim.agents import candidate
from sim.categories import AgencyKind, Closing, Line
from sim.choose import by_sector as value_by_sector
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import lever, priced, uncertain, within
from sim.draws import decision
from sim.laws import accounts
from sim.laws.desks import credit_after, invited
from sim.measures import flow
from sim.processes.matching.referral import WIDEST_SHORTLIST

INTERVIEW = decision(
    16, "interview", "personal fit", "noise of the interview", "-", "the candidate's answer",
    group="origin", agent="candidate", other="market * 2^24 + index of the host",
)  # fmt: skip


@dataclass
class Design:
    """Interviews and committees."""

    interview_share: float = lever(
        0.9, 0.0, 1.0, "0-1",
        "Share of short-listed candidates seen by an interview or committee; the rest by file alone",
        "brief.final_selection",
        plausible=within(0.3, 1.0, "linear", "assumption", "a third of those short-listed, to all"),
        price=priced(unit="costs.interview", staff="agencies.interviews"),
    )  # fmt: skip


@dataclass
class Employers:
    """What hosts doubt."""

    training_doubt: float = uncertain(
        0.4, 0.0, 3.0, "sd", "Doubt about a person whose training is still to come",
        plausible=within(0.2, 0.8, "log", "assumption", "half to double"),
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
def reliability(p):
    """Share of a screening score's variance that tells about skill."""
    return 1.0 / (1.0 + p.agencies.screening_noise * p.agencies.screening_noise)


@njit
def heard_by(closing):
    """Whether hosts of this class hold interviews: those that decide on a person."""
    return closing == Closing.open or closing == Closing.association


@njit
def file_estimate(person, sector, mismatch, p):
    """Match quality expected from the file alone: the score shrunk to what it tells about skill (regression to the mean)."""
    gained = candidate.learned(p)
    skill = reliability(p) * person.score + p.candidates.training_skill * gained
    language = p.candidates.training_language * gained - value_by_sector(p.sectors.language, sector)
    seen = p.candidates.skill_weight * skill + p.candidates.language_weight * language
    return seen - p.candidates.mismatch_weight * mismatch


@njit
def unseen(heard, trained, p):
    """Standard deviation of what the host does not see: after an interview, or from the file; more before training."""
    noise = p.agencies.interview_noise
    if not heard:
        skill = p.candidates.skill_weight * p.candidates.skill_weight * (1.0 - reliability(p))
        language = p.candidates.language_weight * p.candidates.language_weight
        noise = math.sqrt(skill + language + p.candidates.fit_spread * p.candidates.fit_spread)
    if trained:
        return noise
    return math.sqrt(noise * noise + p.employers.training_doubt * p.employers.training_doubt)


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
            if not heard_by(state.employers[state.ring[slot]].closing):
                continue
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
def interview(state, person, closing, queue_cut, p, month):
    """An interview if one is wanted: 1 held, 0 not wanted, -1 wanted and not held."""
    if person.hearing >= p.design.interview_share or not heard_by(closing):
        return 0
    scheme = state.scheme
    room = scheme.interview_credit >= 1.0 and person.queue_place <= queue_cut
    if room and hold(state, p, month):
        return 1
    if closing == Closing.open:  # an association reads the file instead: nobody waits
        state.monthly[month].waiting_interview += 1.0
    scheme.interviews_short += 1.0
    return -1
