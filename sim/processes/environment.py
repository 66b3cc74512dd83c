"""Environment: the shock's time profile, demand and wanted profiles of the markets, economies of origin (L13, L14).

Nothing here depends on the design: every design of a replicate meets the same months.
"""

import math

from sim.agents import agency, government
from sim.choose import by_sector
from sim.compiled import inner, njit
from sim.draws import Decision, normal_from, uniforms


@njit
def wave(months_since, shock):
    """One wave: 1 during the closure, then an exponential recovery."""
    if months_since < 0:
        return 0.0
    if months_since < shock.closure_months:
        return 1.0
    return math.exp(-(months_since - shock.closure_months) / shock.recovery_months)


@njit
def shock_intensity(month, shock):
    """Intensity of the shock (0 to 1) in a month: the larger of two waves, times the severity."""
    if shock.month < 0 or month < shock.month:
        return 0.0
    since = float(month - shock.month)
    return shock.severity * max(wave(since, shock), shock.second_wave * wave(since - shock.second_wave_months, shock))


@njit
def lasting(month, shock):
    """How much of the lasting change of demand is there: it comes as the shock goes."""
    if shock.month < 0 or month < shock.month:
        return 0.0
    return shock.severity * (1.0 - wave(float(month - shock.month), shock))


@njit
def innovation(key, decision, group, month):
    """A standard normal that the whole calendar shares."""
    a, b, c, d = uniforms(key, decision, group, 0, month, 0)
    return normal_from(a)


@inner
def move_markets(state, p, month):
    """Demand: an autoregressive common and own part, the sector's level and the shock; profiles: a random walk."""
    scheme = state.book.scheme[0]
    kept = p.markets.persistence
    noise = p.markets.volatility * math.sqrt(1.0 - kept * kept)
    scheme.log_common = kept * scheme.log_common + noise * innovation(
        state.book.scheme[0], Decision.demand_common, 0, month
    )
    after = lasting(month, p.shock)
    for m in range(state.markets.size):
        market = state.markets[m]
        market.log_own = kept * market.log_own + noise * innovation(
            state.book.scheme[0], Decision.demand_market, m, month
        )
        market.profile += p.markets.drift * innovation(state.book.scheme[0], Decision.profile_market, m, month)
        together = math.sqrt(p.markets.correlation) * scheme.log_common
        alone = math.sqrt(1.0 - p.markets.correlation) * market.log_own
        struck = 1.0 - scheme.intensity * by_sector(p.shock.demand_loss, market.sector)
        struck *= 1.0 + after * by_sector(p.shock.demand_growth, market.sector)
        market.demand = by_sector(p.sectors.demand, market.sector) * math.exp(together + alone) * struck


@inner
def move_origins(state, p, month):
    """Economies of origin, and the hazard of a placement at home accumulated so far."""
    kept = p.markets.persistence
    noise = p.markets.volatility * math.sqrt(1.0 - kept * kept)
    for o in range(state.origins.size):
        origin = state.origins[o]
        origin.log_economy = kept * origin.log_economy + noise * innovation(
            state.book.scheme[0], Decision.economy_origin, o, month
        )
        origin.economy = math.exp(origin.log_economy) * (1.0 - state.book.scheme[0].intensity * p.shock.origin_loss)
        origin.hazard += p.candidates.home_hazard * origin.economy


@inner
def follow_timeline(state, p, month):
    """Agencies and governments take over what the timeline changes in this month."""
    if month == 0 or month >= state.parameters.size:
        return
    before = state.parameters[month - 1]
    for row in range(state.agencies.size):
        agency.follow(state.agencies[row], before, p)
    for row in range(state.governments.size):
        government.follow(state.governments[row], before, p)


@inner
def step(state, month):
    """The month's shock, markets and economies."""
    p = state.parameters[min(month, state.parameters.size - 1)]
    scheme = state.book.scheme[0]
    follow_timeline(state, p, month)
    scheme.intensity = shock_intensity(month, p.shock)
    scheme.services = 1.0 - scheme.intensity * p.shock.services * (1.0 - p.design.digital)
    scheme.travel_open = 1.0 - scheme.intensity * p.shock.travel
    scheme.training_lost += 1.0 - scheme.services
    move_markets(state, p, month)
    move_origins(state, p, month)
