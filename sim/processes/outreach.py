"""Outreach: calls for applicants in the countries of origin that have signed (L6, L17).

An applicant is known by country of origin, call and position in the call: the same person in every design.
"""

import math

from sim.agents import candidate
from sim.compiled import inner, njit
from sim.draws import Decision, lognormal_from, normal_from, uniforms
from sim.indicators import Index
from sim.schedule import enter
from sim.state import Reason, Stage


@inner
def places_called(state, p, month):
    """Persons to preselect in a call now: the plan up to this call, and, as far as flexible, those lost on the way.

    After public funding hosts that pay decide: as many as their open vacancies want.
    """
    scheme = state.book.scheme[0]
    if not scheme.funded:
        wanted = 0
        for m in range(state.markets.size):
            wanted += state.markets[m].open
        stages = state.book.stages
        standing = stages[Stage.preselected].count + stages[Stage.training].count + stages[Stage.pool].count
        return max(0.0, wanted * p.design.intake_ratio - standing)
    standing = scheme.preselected - p.design.flexibility * scheme.lost
    share = min(1.0, (scheme.calls + 1.0) / scheme.calls_planned)
    return max(0.0, scheme.planned_intake * share - standing)


@inner
def too_late(state, p, month):
    """Whether a call now would leave no time for training, matching and departure before the funding ends."""
    scheme = state.book.scheme[0]
    if not scheme.funded or scheme.calls == 0:
        return False
    return month + p.design.training_months + p.design.closing_months > scheme.end_month


@inner
def reach(state, p):
    """Applicants reached relative to the public services alone, in normal times."""
    return state.book.scheme[0].services * (1.0 + p.agencies.recruiter_reach * p.design.private_recruiters)


@inner
def open_call(state, o, quota, p, month):
    """One country's call: reach persons, who apply or not."""
    scheme = state.book.scheme[0]
    origin = state.origins[o]
    a, b, c, d = uniforms(state.book.scheme[0], Decision.applicant_count, o, origin.calls, 0, 0)
    per_place = p.candidates.per_place * reach(state, p)
    number = int(lognormal_from(a, quota / p.design.intake_ratio * per_place, p.candidates.call_variation))
    number = min(number, scheme.candidate_limit - scheme.candidates, candidate.AGENTS_PER_CALL)
    applied = 0
    for position in range(number):
        agent = int(origin.calls) * candidate.AGENTS_PER_CALL + position
        a, b, c, d = uniforms(state.book.scheme[0], Decision.applicant_traits, o, agent, 0, 0)
        if not candidate.applies(d, scheme.intensity, p):
            continue
        i = scheme.candidates
        scheme.candidates += 1
        woman = 1 if d < p.candidates.women * applying_share(scheme.intensity, p) else 0
        person = state.book.candidates[i]
        candidate.create(person, agent, o, normal_from(a), normal_from(b), normal_from(c), woman, p)
        enter(state.book, i, Stage.applied, Reason.none, month)
        applied += 1
    state.book.monthly[month, Index.applicants] += applied
    origin.calls += 1
    origin.quota += int(math.ceil(quota))
    origin.files += applied


@njit
def applying_share(intensity, p):
    """Share of those reached who apply (the gender of an applicant uses the same draw, rescaled by it)."""
    return 1.0 / (1.0 + math.exp(-(p.candidates.apply_utility - intensity)))


@njit
def passing_score(quota, applicants, p):
    """The screening score passed by slightly more applicants (one standard deviation) than are wanted."""
    share = (quota + math.sqrt(float(quota))) / max(applicants, 1)
    if share >= 1.0:
        return -math.inf
    return math.sqrt(1.0 + p.agencies.screening_noise * p.agencies.screening_noise) * normal_from(1.0 - share)


@inner
def step(state, month):
    """Open a call where one is due, and set the score that the best must pass."""
    p = state.parameters[min(month, state.parameters.size - 1)]
    scheme = state.book.scheme[0]
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
    if wanted < 1.0:
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
