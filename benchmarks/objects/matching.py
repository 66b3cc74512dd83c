"""Matching: referral, short-list, interview, the host's decision (ODD, matching to hiring)."""

from math import inf, sqrt
from typing import TYPE_CHECKING

from benchmarks.objects.agency import Recruiter
from benchmarks.objects.categories import Closing, Line, Stage
from benchmarks.objects.configuration import by
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
    if model.lists[Stage.pool] and model.referable > 0 and scheme.alive and scheme.covered > 0:
        vacancies = model.referable
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
    candidate.hearing = single(c)
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
    hosts = [host for market in model.markets for host in market.ring]
    wanted = sum(is_heard(model, host, candidate) for host in hosts for candidate in host.shortlist)
    room = scheme.interview_credit
    queue_cut = 1.0 if wanted <= room else (room + model.p.agencies.margin * sqrt(room)) / wanted
    for market in model.markets:
        market.wait_expected = market.expected_wait(model)
    for host in hosts:
        decide(model, host, queue_cut)


def is_heard(model: "PilotScheme", host: Employer, candidate: "Candidate") -> bool:
    """Whether a host wants to interview a person on its short-list, rather than read the file."""
    return host.decides_on_persons and candidate.hearing < model.p.design.interview_share


def decide(model: "PilotScheme", host: Employer, queue_cut: float) -> None:
    """A host looks at its short-list and makes offers, the best first, while it has vacancies and money is there."""
    if host.decides_on_persons:
        utilities = [judge(model, host, candidate, queue_cut) for candidate in host.shortlist]
    else:
        utilities = [float(place) for place in range(len(host.shortlist), 0, -1)]
    while host.open > 0:
        best = max(utilities, default=-inf)
        if best <= 0:
            return
        if not host.can_be_afforded:
            if model.scheme.funded and model.scheme.places_left > 0:
                model.budget.unmet[Line.mobility] += host.public_share
            return
        chosen = utilities.index(best)
        utilities[chosen] = -inf
        host.offer_to(host.shortlist[chosen])


def judge(model: "PilotScheme", host: Employer, candidate: "Candidate", queue_cut: float) -> float:
    """The host's utility of a candidate after an interview, or by the file."""
    agencies = model.p.agencies
    if not host.clears:
        return -inf
    wanted = is_heard(model, host, candidate)
    held = wanted and interview_held(model, candidate, queue_cut)
    if wanted and not held:
        model.scheme.interviews_short += 1
        if host.closing == Closing.open:
            model.count("waiting_interview")
            return -inf
    if held:
        a, b, _, _ = candidate.draw_with(host)
        estimate = candidate.quality_for(host, a) + agencies.interview_noise * normal(b)
    else:
        estimate = estimate_by_file(model, host, candidate)
    if host.closing == Closing.association:
        return single(estimate - model.p.employers.association_standard)
    return host.utility_of(candidate, estimate, unseen(model, candidate, held))


def estimate_by_file(model: "PilotScheme", host: Employer, candidate: "Candidate") -> float:
    """Match quality that the file lets expect."""
    p, candidates, market = model.p, model.p.candidates, host.market
    skill = reliability(model) * candidate.score + candidates.training_skill * model.learned
    language = candidates.training_language * model.learned - by(p.sectors.language, market.sector)
    seen = candidates.skill_weight * skill + candidates.language_weight * language
    return seen - candidates.mismatch_weight * candidate.mismatch(market)


def reliability(model: "PilotScheme") -> float:
    """Share of a score's variance that tells of skill."""
    return 1 / (1 + model.p.agencies.screening_noise * model.p.agencies.screening_noise)


def unseen(model: "PilotScheme", candidate: "Candidate", heard: bool) -> float:
    """Standard deviation of what the host does not see."""
    p, candidates = model.p, model.p.candidates
    hidden = p.agencies.interview_noise
    if not heard:
        skill = candidates.skill_weight * candidates.skill_weight * (1 - reliability(model))
        language = candidates.language_weight * candidates.language_weight
        hidden = sqrt(skill + language + candidates.fit_spread * candidates.fit_spread)
    doubt = p.employers.training_doubt
    return hidden if candidate.trained else sqrt(hidden * hidden + doubt * doubt)


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
