"""Hiring: the host's decision on this person, and the person's answer (L7, L8, L10, L13, L15, L22).

An open host decides on a person, not on an idea. It weighs what it has seen of the person, its doubt about what it
has not seen, its need, the paperwork, its trust in the lead, the months until arrival, and whether a stay of this
length is worth its price. Asked again about the same person, it answers the same unless one of these has changed.
Signed hosts have decided already: an association may still turn a person down, an institution or a group takes
whoever is sent. The person may refuse, too, for example a short stay or a poor fit.

*The host's expected wait*, per market:

```
w  = mean permit months over the origins * relief / max(country.speed, 1e-6)
w += share that needs recognition * recognition.months * (1 - simplified)                       ([procedures](#procedures))
w += intensity * shock.closure_months + (politics.stop_months if the country is stopped, else 0)
w *= 1 - design.remote_start * sectors.remote[sector]
```

(i) For each person on the short-list in order, the utility (f4), from the estimate of an interview or of the file ([interviews](#interviews)). An open
host whose pay does not clear the threshold (clears = 0) hears and takes nobody. Otherwise

```
weight  = employers.commitment[kind];   base = employers.study_utility for study, else employers.hire_base
worth   = 0 if real_open <= 0, else employers.need_weight * interest
months  = w + (0 if trained, else design.training_months)
utility = base + employers.quality_weight * estimate - employers.doubt * unseen
          + weight * (worth - employers.burden_weight * net_burden + money(contribution))
          - weight * employers.waiting_weight * months + employers.trust_weight * trust
          - intensity * shock.freeze[kind] * shock.freeze_level[level]
          + hire_at
```

with the contribution that the host would pay ([places](#places)). Nothing is drawn here: a host asked again about the same person answers the same. A
signed host does not weigh any of this: utility = estimate - employers.association_standard with an association, which may reject a person; the
place on the list counted from its end, with an institution or a group, which takes whoever is sent, best file first.

(ii) While the host has open vacancies: the person with the highest utility above 0 (the earlier on the list among equals); none: done. Not affordable ([places](#places)): done, and if only
the money lacks while funded, the mobility line's unmet + public share. Otherwise strike the person off and
make an offer, `offers` + 1. The person accepts if d < P(candidates.accept_utility + candidates.accept_kind[kind] + candidates.accept_stay *
log(design.stay_months / candidates.usual_stay) + candidates.accept_quality * match quality), with the match
quality of this pair; otherwise `refusals` + 1.
"""

import math
from dataclasses import dataclass
from typing import Any

from sim.agents import candidate, employer, places
from sim.categories import Closing, Mobility
from sim.choose import by_kind as value_by_kind
from sim.choose import by_level as value_by_level
from sim.choose import by_sector as value_by_sector
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import by_kind, by_level, uncertain, within
from sim.draws import normal_from, probability, uniforms
from sim.laws.procedures import digital_relief, expected_permit_months, recognition_share, simplified
from sim.measures import flow
from sim.processes.matching import closing, interviews
from sim.processes.matching.interviews import INTERVIEW
from sim.processes.matching.referral import WIDEST_SHORTLIST


@dataclass
class Employers:
    """When a host hires."""

    hire_base: float = uncertain(
        -2.0, -6.0, 4.0, "utility", "Utility of hiring an average candidate",
        "brief.declared_interest_vs_hiring_decision",
        plausible=within(-3.5, -0.5, "linear", "assumption", "utility of a choice, 1.5 either way"),
    )  # fmt: skip
    quality_weight: float = uncertain(
        1.2, 0.0, 4.0, "utility", "Utility of one unit of match quality",
        plausible=within(0.6, 2.4, "log", "assumption", "weight in a choice, half to double"),
    )  # fmt: skip
    waiting_weight: float = uncertain(
        0.12, 0.0, 1.0, "utility/month", "Disutility of a month of expected waiting",
        plausible=within(0.04, 0.36, "log", "assumption", "a third to three times"),
    )  # fmt: skip
    doubt: float = uncertain(
        1.2, 0.0, 6.0, "utility/sd", "Disutility of what a host does not see of a person",
        plausible=within(0.6, 2.4, "log", "assumption", "weight in a choice, half to double; few firms take a person whom they have not seen"),
    )  # fmt: skip
    association_standard: float = uncertain(
        -0.6, -6.0, 6.0, "quality", "Estimated match quality below which an association rejects a person",
        plausible=within(-1.2, 0.0, "linear", "assumption", "about a standard deviation below the average to the average"),
    )  # fmt: skip
    commitment: Any = by_kind(
        (1.0, 0.8, 0.56, 0.0, 0.8), 0.0, 2.0, "factor", "Weight of need, burden, money and waiting in the decision on a person",
        plausible=(
            within(1.0, 1.0, "linear", "assumption", "definition: the other kinds are relative to this one"),
            within(0.5, 1.1, "linear", "assumption", "more than an internship, about as much as a job at most"),
            within(0.25, 1.0, "log", "assumption", "weight in a choice, half to double"),
            within(0.0, 0.0, "linear", "assumption", "definition: a place of study fills no post"),
            within(0.5, 1.1, "linear", "assumption", "more than an internship, about as much as a job at most"),
        ),
    )  # fmt: skip
    study_utility: float = uncertain(
        3.0, 0.0, 8.0, "utility", "Utility of a university that fills a study place",
        "ygca.places_offered_by_universities",
        plausible=within(1.5, 4.5, "linear", "assumption",
            "universities offered more places than were filled; utility of a choice, 1.5 either way"),
    )  # fmt: skip


@dataclass
class Shock:
    """Reluctance in a shock."""

    freeze: Any = by_kind(
        (1.7, 1.5, 3.0, 0.25, 0.8), 0.0, 6.0, "utility", "Reluctance to make appointments at full intensity",
        "brief.covid",
        plausible=(
            within(0.0, 2.5, "linear", "assumption", "named by the brief, not measured; utility of a choice, 1 to 1.5 either way"),
            within(0.5, 3.0, "linear", "assumption", "named by the brief, not measured; utility of a choice, 1 to 1.5 either way"),
            within(1.5, 4.5, "linear", "assumption", "hit hardest according to the brief, not measured; 1.5 either way"),
            within(0.0, 0.5, "linear", "assumption", "study places were kept; a small effect cannot be excluded"),
            within(0.0, 1.6, "linear", "assumption", "harvests went on where borders let people in"),
        ),
    )  # fmt: skip
    freeze_level: Any = by_level(
        (1.0, 1.0, 0.55), 0.0, 2.0, "factor", "Factor on that reluctance by skill level (entry level most)",
        "brief.covid",
        plausible=(
            within(0.6, 1.5, "log", "assumption", "relative to medium level"),
            within(1.0, 1.0, "linear", "assumption", "definition: the other levels are relative to this one"),
            within(0.3, 1.0, "log", "assumption", "half as much to as much as at medium level and below"),
        ),
    )  # fmt: skip


@dataclass
class Candidates:
    """When a candidate accepts."""

    accept_utility: float = uncertain(
        1.4, -4.0, 6.0, "utility", "Utility of an offer at average quality", "funnel.offer_acceptance_rate",
        plausible=within(0.4, 2.2, "linear", "funnel.offer_acceptance_rate",
            "69 to 90 % of offers at home (utility 0.8 to 2.2); abroad as few as 60 %"),
    )  # fmt: skip
    accept_kind: Any = by_kind(
        (0.0, 0.54, 0.3, 1.5, 1.0), -4.0, 4.0, "utility",
        "Addition to it by kind of mobility (who applied for a place of study wants it)",
        plausible=(
            within(0.0, 0.0, "linear", "assumption", "definition: the other kinds are relative to this one"),
            within(-0.7, 1.3, "linear", "assumption", "utility of a choice, 1 either way"),
            within(-0.7, 1.3, "linear", "assumption", "utility of a choice, 1 either way"),
            within(0.5, 2.5, "linear", "assumption", "utility of a choice, 1 either way"),
            within(0.0, 2.0, "linear", "assumption", "utility of a choice, 1 either way; applicants are never scarce"),
        ),
    )  # fmt: skip
    accept_stay: float = uncertain(
        0.4, 0.0, 4.0, "utility", "Effect of the (log) length of the stay on acceptance: what a longer stay earns",
        plausible=within(0.13, 1.2, "log", "assumption", "a third to three times"),
    )  # fmt: skip
    usual_stay: float = uncertain(
        12.0, 1.0, 60.0, "months", "Length of stay to which the utility of an offer refers",
        plausible=within(12.0, 12.0, "linear", "assumption", "definition: a year"),
    )  # fmt: skip
    accept_quality: float = uncertain(
        0.8, 0.0, 4.0, "utility", "Effect of match quality on acceptance",
        plausible=within(0.4, 1.6, "log", "assumption", "weight in a choice, half to double"),
    )  # fmt: skip


class Shortlist:
    """A file on a short-list."""

    utility: float = column("f4", 0.0, "The host's utility of the candidate")


class Measures:
    """Offers."""

    offers: float = flow("offers", "Offers made by hosts", 1)
    refusals: float = flow("offers", "Offers that candidates refused", -1)


@inner
def expected_wait(state, market, p):
    """Months that a host expects between an offer and the arrival, as things stand this month."""
    country = state.countries[market.country]
    months = expected_permit_months(state, market.country, p) * digital_relief(country.digital, p)
    months /= max(country.speed, 1e-6)
    months += recognition_share(market.sector, p) * p.recognition.months * (1.0 - simplified(country, p))
    months += state.scheme.intensity * p.shock.closure_months + country.stopped * p.politics.stop_months
    return months * (1.0 - p.design.remote_start * value_by_sector(p.sectors.remote, market.sector))


@njit
def reluctance(intensity, p):
    """Reluctance to make appointments in a shock, by kind of mobility and skill level."""
    by_the_kind = value_by_kind(p.shock.freeze, p.design.kind)
    return intensity * by_the_kind * value_by_level(p.shock.freeze_level, p.design.level)


@njit
def hire_utility(host, quality, unseen, demand, months_waiting, asked, support, intensity, p):
    """An open host's utility of taking a person: quality, doubt, need, burden, money, waiting, trust, and its own threshold.

    ``asked``: what the host would pay, EUR; ``support``: share of the burden that the staff carries.
    """
    weight = value_by_kind(p.employers.commitment, p.design.kind)
    base = p.employers.study_utility if p.design.kind == Mobility.study else p.employers.hire_base
    satisfied = host.real_open <= 0  # the rest was optimism
    worth = 0.0 if satisfied else p.employers.need_weight * employer.interest(host, demand, p)
    burden = p.employers.burden_weight * employer.net_burden(host, support, p)
    return (
        base
        + p.employers.quality_weight * quality
        - p.employers.doubt * unseen
        + weight * (worth - burden + employer.money(asked, p))
        - weight * p.employers.waiting_weight * months_waiting
        + p.employers.trust_weight * host.trust
        - reluctance(intensity, p)
        + host.hire_at
    )


@njit
def accepts(u, quality, p):
    """An offer is accepted the likelier the better the match; a poor match that nobody looked into is refused."""
    wish = p.candidates.accept_utility + value_by_kind(p.candidates.accept_kind, p.design.kind)
    wish += p.candidates.accept_stay * math.log(p.design.stay_months / p.candidates.usual_stay)
    return u < probability(wish + p.candidates.accept_quality * quality)


@njit
def pair(host):
    """The number of a host in the draws of a pair."""
    return (int(host.market) << 24) | int(host.index)


@inner
def consider(state, host, market, i, wait, queue_cut, p, month):
    """Utility of one short-listed candidate for a host that decides on persons; minus infinity where it cannot or will not."""
    person = state.candidates[i]
    if not host.clears:
        return -math.inf
    curriculum = state.scheme.curriculum
    mismatch = candidate.mismatch(person, market, curriculum, p)
    held = interviews.interview(state, person, host.closing, queue_cut, p, month)
    if held < 0 and host.closing == Closing.open:
        return -math.inf
    if held > 0:
        a, b, c, d = uniforms(state.scheme, INTERVIEW, person.origin, person.agent, 0, pair(host))
        quality = candidate.match_quality(person, market.sector, mismatch, normal_from(a), p)
        quality += p.agencies.interview_noise * normal_from(b)
    else:
        quality = interviews.file_estimate(person, market.sector, mismatch, p)
    if host.closing == Closing.association:
        return quality - p.employers.association_standard
    unseen = interviews.unseen(held > 0, person.trained, p)
    months = wait + (0.0 if person.trained else p.design.training_months)
    asked = places.contribution(state, host, market, p)
    intensity, support = state.scheme.intensity, state.scheme.support
    return hire_utility(host, quality, unseen, market.demand, months, asked, support, intensity, p)


@inner
def offer(state, host, market, i, p, month):
    """An offer; the candidate answers it by the true quality of the match."""
    person = state.candidates[i]
    a, b, c, d = uniforms(state.scheme, INTERVIEW, person.origin, person.agent, 0, pair(host))
    mismatch = candidate.mismatch(person, market, state.scheme.curriculum, p)
    state.monthly[month].offers += 1.0
    quality = candidate.match_quality(person, market.sector, mismatch, normal_from(a), p)
    if accepts(d, quality, p):
        closing.close(state, host, market, i, quality, p, month)
    else:
        state.monthly[month].refusals += 1.0


@inner
def decide(state, slot, market, wait, queue_cut, p, month):
    """One host goes through its short-list: hears or reads, ranks, offers to the best as long as it is worth it."""
    number = state.slots[slot].shortlisted
    if number == 0:
        return
    host = state.employers[state.ring[slot]]
    first = slot * WIDEST_SHORTLIST
    for place in range(first, first + number):
        i = state.shortlists[place].candidate
        if interviews.heard_by(host.closing):
            state.shortlists[place].utility = consider(state, host, market, i, wait, queue_cut, p, month)
        else:
            state.shortlists[place].utility = first + number - place
    while host.open > 0:
        best = -1
        for place in range(first, first + number):
            utility = state.shortlists[place].utility
            if utility > 0.0 and (best < 0 or utility > state.shortlists[best].utility):
                best = place
        if best < 0:
            return
        if not places.affordable(state, host, market, p):
            closing.note_shortage(state, host, market, p)
            return
        state.shortlists[best].utility = -math.inf
        offer(state, host, market, state.shortlists[best].candidate, p, month)
