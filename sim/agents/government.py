"""Governments: support, trust, signature, speed, and what an election does to them (L1, L3, L4).

A government stands on one side of the corridor, at one level (national, regional, local) of one country. Permits and
agreements need every level, so the weakest binds.
"""

import math

from sim.compiled import njit
from sim.draws import Decision, normal_from, uniforms
from sim.state import Side

LEVELS = 3  # national, regional, local: the numbering of governments within a country


@njit
def identity(government):
    """The number by which a government's draws are addressed: side, country and level, in every design the same."""
    return (int(government.side) * 256 + int(government.country)) * LEVELS + int(government.level)


@njit
def capacity(side, p):
    """Permits a month that a government of this side can give the scheme."""
    return p.permits.capacity * p.scale if side == Side.destination else 0.0


@njit
def follow(government, before, now):
    """Take over what a timeline changed between two months, and nothing else."""
    if capacity(government.side, before) != capacity(government.side, now):
        government.capacity = capacity(government.side, now)
    if before.design.digital != now.design.digital:
        government.digital = now.design.digital


@njit
def create(government, key, side, level, country, p):
    """Fill a government's row: who it is, its first election, its support and trust before the scheme begins."""
    government.side = side
    government.level = level
    government.country = country
    a, b, c, d = uniforms(key, Decision.government_traits, 0, identity(government), 0, 0)
    gained = p.trust.preparation * p.design.preparation
    support = min(max(p.politics.support + p.politics.support_spread * normal_from(a), 0.0), 1.0)
    government.support = support + (1.0 - support) * gained
    government.trust = p.trust.prior + (1.0 - p.trust.prior) * gained
    government.threshold = max(p.politics.sign_threshold + p.politics.sign_spread * normal_from(b), 0.0)
    government.capacity = capacity(side, p)
    government.digital = p.design.digital
    forced = p.politics.election_month
    government.next_election = forced if forced >= 0 else int(c * p.politics.term_months)
    government.elections = 0
    government.signed = 0
    government.agreement = 0


@njit
def standing(government):
    """Trust times support: how far this government backs the scheme."""
    return government.trust * government.support


@njit
def signs(government):
    """A government signs once its standing reaches its own threshold."""
    return standing(government) >= government.threshold


@njit
def suspends(government, p):
    """A government whose support is too low suspends what it signed."""
    return government.support < p.politics.minimum_support


@njit
def trust_after_month(trust, contacts, gain, p):
    """Trust after a month: grows with contact towards 1 with saturation, decays without.

    ``contacts``: contacts in the month; ``gain``: monthly growth at saturating contact, facilitation included.
    """
    reached = 1.0 - math.exp(-contacts / p.trust.contacts_needed)
    return min(max(trust + gain * reached * (1.0 - trust) - p.trust.decay * (1.0 - reached) * trust, 0.0), 1.0)


@njit
def holds_election(government, key, p):
    """An election redraws support and destroys trust, the less the more the relation is institutionalised.

    What is kept grows with trust itself and with a signature: an early election costs more than a late one.
    """
    government.elections += 1
    government.next_election += p.politics.term_months
    kept = government.trust * (1.0 if government.signed else p.politics.unsigned_kept)
    a, b, c, d = uniforms(key, Decision.election, 0, identity(government), government.elections, 0)
    redrawn = min(max(p.politics.support_new + p.politics.support_spread * normal_from(a), 0.0), 1.0)
    government.support = kept * government.support + (1.0 - kept) * redrawn
    government.trust *= 1.0 - p.politics.turnover * (1.0 - kept) * b


@njit
def desk_speed(weakest, p):
    """Speed of a permit desk (share of its best) given the standing of the weakest level."""
    return 1.0 - p.permits.trust_effect * (1.0 - weakest)
