"""Candidates: who they are, and how they apply, wait, accept, start remotely, return or stay (L11, L15, L18, L19, L22)."""

import math

from sim.choose import by_kind, by_level, by_sector
from sim.compiled import njit
from sim.draws import exponential_from, probability
from sim.parameters import Mobility

AGENTS_PER_CALL = 1 << 22  # an applicant's number: call times this, plus the position in the call

TRACK_ABROAD = 0
TRACK_HOME = 1


@njit
def applies(u, intensity, p):
    """A person who was reached applies; fewer do while the shock makes a departure doubtful."""
    return u < probability(p.candidates.apply_utility - intensity)


@njit
def create(candidate, agent, origin, skill, language, profile, woman, p):
    """Fill an applicant's row."""
    candidate.agent = agent
    candidate.origin = origin
    candidate.skill = skill
    candidate.language = language
    candidate.profile = p.candidates.profile_spread * profile
    candidate.gender = woman
    candidate.level = p.design.level
    candidate.score = 0.0
    candidate.quality = 0.0
    candidate.threshold = 0.0
    candidate.contribution = 0.0
    candidate.committed = 0.0
    candidate.employer = -1
    candidate.market = -1
    candidate.due = -1
    candidate.expiry = -1
    candidate.selected = -1
    candidate.matched = -1
    candidate.departed = -1
    candidate.referrals = 0
    candidate.matches = 0
    candidate.track = TRACK_ABROAD
    candidate.left = 0
    candidate.recognition = 0
    candidate.remote = 0
    candidate.supported = 0


@njit
def patience(u, mean):
    """Months that a candidate is willing to wait, at least one."""
    return 1 + int(exponential_from(u, mean))


@njit
def match_quality(candidate, mismatch, fit, p):
    """True quality of a match: skill, language, distance from the wanted profile, and the personal fit."""
    return (
        p.candidates.skill_weight * candidate.skill
        + p.candidates.language_weight * candidate.language
        - p.candidates.mismatch_weight * mismatch
        + p.candidates.fit_spread * fit
    )


@njit
def accepts(u, quality, p):
    """An offer is accepted the likelier the better the match; a poor match that nobody looked into is refused."""
    wish = p.candidates.accept_utility + by_kind(p.candidates.accept_kind, p.design.kind)
    return u < probability(wish + p.candidates.accept_quality * quality)


@njit
def relief(p):
    """Share of dropout and early return left under the added components, each helping less than the one before."""
    return (1.0 - p.candidates.component_benefit) ** math.sqrt(float(p.design.components))


@njit
def return_probability(quality, p):
    """Probability of a return before the end of the planned stay (given per year, compounded over the stay)."""
    shift = by_level(p.candidates.level_return, p.design.level)
    yearly = probability(p.candidates.return_utility - p.candidates.return_quality * quality + shift) * relief(p)
    return 1.0 - (1.0 - yearly) ** (p.design.stay_months / 12)


@njit
def starts_remotely(u, p):
    """A candidate who is offered a remote start takes it or not."""
    return u < probability(p.candidates.remote_accept)


@njit
def reintegrates(u, supported, economy, p):
    """A returnee is reintegrated, helped by support and by the state of the economy of origin."""
    utility = (
        p.candidates.reintegration_base
        + p.candidates.reintegration_effect * supported
        + p.candidates.reintegration_economy * math.log(max(economy, 1e-6))
    )
    return u < probability(utility)


@njit
def recognition_share(sector, p):
    """Share of cases of a sector and skill level that need recognition; a place of study needs none."""
    if p.design.kind == Mobility.study:
        return 0.0
    return by_sector(p.recognition.required, sector) * by_level(p.recognition.required_level, p.design.level)
