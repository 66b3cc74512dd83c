"""Employers, the hosts: two motives, a burden, a decision to engage and another to hire (L7, L8, L9, L10).

Declared interest is not a hire: a host declares vacancies when it engages; whether it takes *this* candidate is a
separate decision on need, quality, cost and waiting. For study schemes the host is a university of the same kind.
"""

import math

from sim.choose import by_kind, by_level, by_size
from sim.compiled import njit
from sim.draws import Decision, normal_from, probability, uniforms
from sim.parameters import Mobility, Size
from sim.state import Motive, Status


@njit
def size_from(u, shares):
    """Size class from a uniform and the (unnormalised) shares."""
    level = u * (shares.micro + shares.small + shares.medium + shares.large)
    if level < shares.micro:
        return Size.micro
    if level < shares.micro + shares.small:
        return Size.small
    if level < shares.micro + shares.small + shares.medium:
        return Size.medium
    return Size.large


@njit
def position(index):
    """Position (0 to 1) on the market's ring: Fibonacci hashing (Knuth, TAOCP 3, 6.4) spreads any first hosts evenly."""
    return ((int(index) * 2654435769) & 0xFFFFFFFF) * 2.0**-32


@njit
def create(employer, key, market, index, p):
    """Fill a host's row: size, motive, experience, need and burden, drawn by its position in its market."""
    a, b, c, d = uniforms(key, Decision.employer_traits, market, index, 0, 0)
    employer.market = market
    employer.index = index
    employer.size_class = size_from(a, p.employers.size_share)
    employer.motive = Motive.internationalisation if b < p.employers.internationalisation else Motive.shortage
    employer.experience = 1 if c < by_size(p.employers.experience, employer.size_class) else 0
    employer.willing = 1 if d < p.employers.willing else 0
    a, b, c, d = uniforms(key, Decision.employer_need, market, index, 0, 0)
    employer.need = max(1.0 + p.employers.need_spread * normal_from(a), 0.0)
    relief = p.employers.experience_relief if employer.experience else 0.0
    employer.burden = by_size(p.employers.burden, employer.size_class) * (1.0 - relief)
    mean = by_size(p.employers.vacancies, employer.size_class)
    further = int(math.log(1.0 - b) / math.log(mean / (1.0 + mean))) if mean > 0.0 else 0
    employer.real_need = min(1 + further, 10_000)
    employer.trust = p.trust.prior
    employer.results = 0.0
    employer.contributed = 0.0
    employer.declared = 0
    employer.open = 0
    employer.hires = 0
    employer.covered = 0
    employer.engaged_month = -1
    employer.next_review = 0
    employer.contacts = 0
    employer.reviews = 0
    employer.status = Status.unaware


@njit
def interest(employer, demand, p):
    """What taking part is worth: the need, which falls with demand, or the wish to internationalise, which does not."""
    if employer.motive == Motive.internationalisation:
        return employer.need
    return employer.need + p.employers.recession_weight * math.log(max(demand, 1e-6))


@njit
def recruits(employer, demand, p):
    """An engaged host looks at candidates this month if taking part is worth its while; a slump makes shortages pause."""
    pauses = employer.motive == Motive.shortage and interest(employer, demand, p) < p.employers.minimum_interest
    return employer.open > 0 and not pauses


@njit
def net_burden(employer, p):
    """The administrative burden that the scheme leaves to the host."""
    return employer.burden * (1.0 - p.design.administrative_support)


@njit
def results_seen(employer, peers, p):
    """Results seen: one's own completed stays, and in part those of the market's others (``peers``: its sum, own included)."""
    return employer.results + p.employers.peer_results * (peers - employer.results)


@njit
def engages(employer, demand, peers, key, p):
    """A host that was contacted engages or declines."""
    employer.contacts += 1
    utility = (
        p.employers.engagement_base
        + p.employers.need_weight * interest(employer, demand, p)
        - p.employers.burden_weight * net_burden(employer, p)
        + p.employers.trust_weight * employer.trust
        + p.employers.results_weight * min(results_seen(employer, peers, p), 1.0)
    )
    a, b, c, d = uniforms(key, Decision.engagement, employer.market, employer.index, employer.contacts, 0)
    return a < probability(utility)


@njit
def declares(employer, p):
    """Vacancies that an engaged host declares: its real need and the optimism of a declaration that costs nothing."""
    return int(math.ceil(employer.real_need * (1.0 + p.employers.optimism)))


@njit
def reluctance(intensity, p):
    """Reluctance to make appointments in a shock, by kind of mobility and skill level."""
    return intensity * by_kind(p.shock.freeze, p.design.kind) * by_level(p.shock.freeze_level, p.design.level)


@njit
def hire_utility(employer, quality, demand, months_waiting, intensity, p):
    """Utility of taking this candidate: quality, interest, burden, expected waiting, reluctance in a shock, trust."""
    weight = by_kind(p.employers.commitment, p.design.kind)
    base = p.employers.study_utility if p.design.kind == Mobility.study else p.employers.hire_base
    covered = employer.hires - employer.covered >= employer.real_need  # the rest was optimism
    worth = 0.0 if covered else p.employers.need_weight * interest(employer, demand, p)
    return (
        base
        + p.employers.quality_weight * quality
        + weight * (worth - p.employers.burden_weight * net_burden(employer, p))
        - weight * p.employers.waiting_weight * months_waiting
        + p.employers.trust_weight * employer.trust
        - reluctance(intensity, p)
    )


@njit
def stays(employer, demand, key, p):
    """At a review an engaged host stays or withdraws: the hazard at average value, moved by demand and by trust."""
    employer.reviews += 1
    hazard = p.employers.quit_hazard
    if hazard <= 0.0:
        return True
    if hazard >= 1.0:
        return False
    utility = math.log(hazard / (1.0 - hazard)) - p.employers.trust_weight * (employer.trust - 0.5)
    if employer.motive == Motive.shortage:
        utility -= p.employers.recession_weight * math.log(max(demand, 1e-6))
    a, b, c, d = uniforms(key, Decision.review, employer.market, employer.index, employer.reviews, 0)
    return a >= probability(utility)


@njit
def contributes(employer, peers, p):
    """No private money until trust and shown results: a willing host pays once both are there."""
    return (
        employer.willing == 1
        and employer.trust >= p.employers.contribution_trust
        and results_seen(employer, peers, p) >= p.employers.contribution_results
    )
