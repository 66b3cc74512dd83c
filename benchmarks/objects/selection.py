"""Outreach and selection: calls for applicants, and the screening of their files (ODD, outreach, selection)."""

from math import ceil, inf, sqrt
from typing import TYPE_CHECKING

from benchmarks.objects.agency import Agency
from benchmarks.objects.candidate import Candidate
from benchmarks.objects.categories import Line, Reason, Stage
from benchmarks.objects.corridors import value
from benchmarks.objects.draws import Decision, lognormal, normal, probability

if TYPE_CHECKING:
    from benchmarks.objects.model import PilotScheme
    from benchmarks.objects.places import Origin

LARGEST_CALL = 2**22


def outreach(model: "PilotScheme") -> None:
    """Open a call where one is due, and set the score that the best must pass."""
    scheme = model.scheme
    scheme.recruiter_share = model.p.design.private_recruiters
    signed = [origin for origin in model.origins if origin.signed]
    possible = scheme.alive and scheme.covered > 0 and signed and any(country.signed for country in model.countries)
    if not possible or model.month < scheme.next_call or too_late(model):
        return
    wanted = persons_wanted(model)
    if wanted < 1:
        return
    if not model.budget.pay(Line.selection, model.p.costs.call * model.p.scale * len(signed)):
        return
    for origin in signed:
        call_for_applicants(model, origin, ceil(wanted / len(signed)))
    for origin in signed:
        origin.cut = passing_score(model, origin)
    scheme.calls += 1
    scheme.next_call = model.month + model.p.design.cohort_months


def too_late(model: "PilotScheme") -> bool:
    """Whether those called now could not be placed before funding ends."""
    scheme, design = model.scheme, model.p.design
    lead = model.p.agencies.call_months + design.training_months + design.closing_months
    return scheme.funded and scheme.calls > 0 and model.month + lead > scheme.end_month


def persons_wanted(model: "PilotScheme") -> float:
    """How many persons to preselect: by the plan while funded, by open vacancies afterwards."""
    scheme, design = model.scheme, model.p.design
    sought = sum(min(origin.quota, origin.files) for origin in model.origins)
    if scheme.funded:
        decided = 1 - scheme.pending / max(scheme.places, 1)
        lead = model.p.agencies.call_months + design.training_months + design.closing_months
        months = scheme.end_month - model.month - lead
        calls_left = 1 + max(0, int(months / design.cohort_months))
        missing = scheme.planned_intake * decided - (scheme.preselected - design.flexibility * scheme.lost)
        return max(0, missing - sought) / calls_left
    on_the_way = model.calendars[Stage.training].persons
    on_the_way += sum(
        len(model.lists[stage]) for stage in (Stage.preselected, Stage.seat, Stage.examination, Stage.pool)
    )
    return max(0, model.referable * (1 + design.reserve_share) - on_the_way - sought)


def call_for_applicants(model: "PilotScheme", origin: "Origin", quota: int) -> None:
    """Reach persons in a country of origin, some of whom apply."""
    p, scheme = model.p, model.scheme
    origin.quota = min(origin.quota, origin.files) + quota
    reach = model.shock.services * (1 + p.agencies.recruiter_reach * p.design.private_recruiters)
    mean = quota / (1 + p.design.reserve_share) * (p.candidates.per_place * reach)
    u = model.draw(Decision.applicant_count, origin.number, origin.calls)[0]
    reached = int(lognormal(u, mean, p.candidates.call_variation))
    reached = min(reached, scheme.candidate_limit - scheme.applicants, LARGEST_CALL)
    applies = probability(p.candidates.apply_utility - model.shock.intensity)
    known = known_language(model, origin)
    for position in range(reached):
        number = origin.calls * LARGEST_CALL + position
        a, b, c, d = model.draw(Decision.applicant_traits, origin.number, number)
        if d < applies:
            traits = (normal(a), normal(b) + known, p.candidates.profile_spread * normal(c))
            Candidate(model, origin, number, traits, woman=d * 65536 % 1 < p.candidates.women)
            scheme.applicants += 1
            origin.files += 1
            model.count("applicants")
    origin.calls += 1


def known_language(model: "PilotScheme", origin: "Origin") -> float:
    """Language that applicants know beforehand: the share of the destinations with which their country shares one."""
    shared = sum(value("common_official_language", origin.code, each.code) or 0.0 for each in model.countries)
    return model.p.candidates.shared_language * (shared / len(model.countries))


def passing_score(model: "PilotScheme", origin: "Origin") -> float:
    """The score that leaves the quota and a margin, if scores come as expected."""
    share = (origin.quota + model.p.agencies.margin * sqrt(origin.quota)) / max(origin.files, 1)
    noise = model.p.agencies.screening_noise
    return -inf if share >= 1 else sqrt(1 + noise * noise) * normal(1 - share)


def selection(model: "PilotScheme") -> None:
    """Screen files in order of arrival, as far as capacity and money go."""
    for origin in model.origins:
        origin.screening_credit = 0.0
    if not model.lists[Stage.applied]:
        return
    for agency in model.agencies:
        give_capacity(model, agency)
    for candidate in model.go_through(Stage.applied):
        origin = candidate.origin
        if not model.scheme.alive:
            origin.files -= 1
            candidate.settle(Stage.rejected, Reason.funding_ended)
        elif model.month - candidate.applied < model.p.agencies.call_months:
            candidate.wait_on()
        elif origin.screening_credit >= 1 and model.budget.pay(Line.selection, model.p.costs.screening):
            origin.screening_credit -= 1
            candidate.be_screened()
        else:
            candidate.wait_on()


def give_capacity(model: "PilotScheme", agency: Agency) -> None:
    """Files that an agency can screen this month in its country of origin."""
    factor = agency.screening_factor()
    if agency.origin and factor > 0:
        agency.origin.screening_credit += agency.means.screenings * factor * model.shock.services
