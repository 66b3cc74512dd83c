"""Matching: referral, short-list, interview, the host's decision, the candidate's answer (ODD 7.9)."""

from math import inf, sqrt
from typing import TYPE_CHECKING

from benchmarks.objects.agency import Recruiter
from benchmarks.objects.categories import Line, Stage
from benchmarks.objects.draws import Decision, normal, single
from benchmarks.objects.employer import Employer

if TYPE_CHECKING:
    from benchmarks.objects.candidate import Candidate
    from benchmarks.objects.model import PilotScheme
    from benchmarks.objects.places import Market


def matching(model: "PilotScheme") -> None:
    """A round of matching in every market."""
    scheme = model.scheme
    scheme.interviews_short = 0
    for market in model.markets:
        market.form_ring()
    vacancies = sum(market.open for market in model.markets)
    if model.lists[Stage.pool] and vacancies > 0 and scheme.alive and scheme.covered > 0:
        for candidate in model.lists[Stage.pool]:
            refer(model, candidate, vacancies)
        hold_round(model)
        for candidate in model.go_through(Stage.pool):
            if candidate.matched == model.month:
                candidate.enter(Stage.matched)
            else:
                candidate.wait_on()
    model.count("waiting_employer", len(model.lists[Stage.pool]) - model.record["waiting_interview"])


def refer(model: "PilotScheme", candidate: "Candidate", vacancies: int) -> None:
    """Send a candidate to a host: markets by their vacancies, hosts by a point on the ring."""
    candidate.referrals += 1
    a, b, c, d = candidate.draw(Decision.referral, candidate.referrals)
    candidate.quality = single(c)
    candidate.queue_place = single(d)
    market_at(model.markets, a * vacancies).host_at(b).consider(candidate)


def market_at(markets: "list[Market]", level: float) -> "Market":
    """The market in whose share of all vacancies a level falls."""
    chosen = 0
    while chosen < len(markets) - 1 and (level >= markets[chosen].open or markets[chosen].open == 0):
        level -= markets[chosen].open
        chosen += 1
    while markets[chosen].open == 0:
        chosen -= 1
    return markets[chosen]


def hold_round(model: "PilotScheme") -> None:
    """Share out the month's interviews; then every host decides."""
    scheme = model.scheme
    fresh = 0.0
    for agency in model.agencies:
        fresh += agency.interview_capacity()
    scheme.interview_credit = scheme.interview_credit % 1 + fresh * model.shock.services
    listed = [candidate for market in model.markets for host in market.ring for candidate in host.shortlist]
    wanted = sum(candidate.quality < model.p.design.interview_share for candidate in listed)
    room = scheme.interview_credit
    queue_cut = 1.0 if wanted <= room else (room + model.p.agencies.margin * sqrt(room)) / wanted
    for market in model.markets:
        expected_wait = market.expected_wait(model)
        for host in market.ring:
            decide(model, host, expected_wait, queue_cut)


def decide(model: "PilotScheme", host: Employer, expected_wait: float, queue_cut: float) -> None:
    """A host looks at its short-list and makes offers, the best first, while it has vacancies and money is there."""
    utilities = [judge(model, host, candidate, expected_wait, queue_cut) for candidate in host.shortlist]
    while host.open > 0:
        best = max(utilities, default=-inf)
        if best <= 0 or not affordable(model, host):
            return
        chosen = utilities.index(best)
        utilities[chosen] = -inf
        candidate = host.shortlist[chosen]
        model.count("offers")
        a, _, _, d = candidate.draw_with(host)
        quality = candidate.quality_for(host, a)
        if candidate.accepts(quality, d):
            host.hire(candidate, quality)
        else:
            model.count("refusals")


def judge(
    model: "PilotScheme", host: Employer, candidate: "Candidate", expected_wait: float, queue_cut: float
) -> float:
    """The host's utility of a candidate after an interview, or by file where none is wanted."""
    p = model.p
    a, b, c, _ = candidate.draw_with(host)
    if candidate.quality < p.design.interview_share:
        if not interview_held(model, candidate, queue_cut):
            model.count("waiting_interview")
            model.scheme.interviews_short += 1
            return -inf
        estimate = candidate.quality_for(host, a) + p.agencies.interview_noise * normal(b)
    else:
        noise, candidates = p.agencies.screening_noise, p.candidates
        by_file = candidates.skill_weight * (1 / (1 + noise * noise)) * candidate.score
        estimate = by_file - candidates.mismatch_weight * candidate.mismatch(host.market)
    return host.utility_of(estimate, expected_wait, c)


def interview_held(model: "PilotScheme", candidate: "Candidate", queue_cut: float) -> bool:
    """Whether capacity, the queue and money allow the interview."""
    scheme = model.scheme
    if scheme.interview_credit < 1 or candidate.queue_place > queue_cut:
        return False
    if not model.budget.pay(Line.selection, price_of_interview(model)):
        return False
    scheme.interview_credit -= 1
    model.count("interviews")
    return True


def price_of_interview(model: "PilotScheme") -> float:
    """Cost of an interview, in part at the recruiters' price; the first recruiter gains in volume."""
    p, share = model.p, model.scheme.recruiter_share
    if share <= 0:
        return p.costs.interview
    recruiter = next(iter(model.agents_by_type[Recruiter]))
    bought = share * p.agencies.recruiter_interviews
    part = bought / (bought + p.agencies.interviews)
    recruiter.volume += part
    return p.costs.interview + part * (recruiter.unit_cost - p.costs.interview)


def affordable(model: "PilotScheme", host: Employer) -> bool:
    """Whether a place and the public share of a mobility are there."""
    scheme, budget = model.scheme, model.budget
    if not scheme.funded:
        return True
    if not scheme.behind:
        return False
    if budget.left(Line.mobility) >= host.public_share:
        return True
    budget.unmet[Line.mobility] += host.public_share
    return False
