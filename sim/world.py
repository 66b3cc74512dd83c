"""The world before the first month: created from the run's key and the world's parameters, the same for every design.

A design adds its own means to it (the scheme's plan and budget, the agencies' and governments' digital share, the trust
that preparation gained) and draws nothing.
"""

import math

from sim import money
from sim.agents import agency, employer, government
from sim.compiled import inner, njit
from sim.indicators import COUNT
from sim.parameters import Sector
from sim.schedule import NOBODY
from sim.state import AgencyKind, Side

SECTORS = len(Sector)
ROUNDING = 1e-6  # 60 places / (1 - 0.9) are 600 trainees, not 601


@njit
def market_sector(market, p):
    """The main sector, and for the last markets (their share is the diversity) the other sectors in turn."""
    outside = int(math.floor(p.markets.count * p.markets.diversity + 0.5))
    further = market - (p.markets.count - outside)
    if further < 0:
        return p.design.sector
    return (p.design.sector + 1 + further % (SECTORS - 1)) % SECTORS


@inner
def create_governments(state, p):
    """Every level of every country on both sides."""
    row = 0
    for side in range(2):
        countries = state.origins.size if side == Side.origin else state.countries.size
        levels = p.corridor.levels_origin if side == Side.origin else p.corridor.levels_destination
        for country in range(countries):
            for level in range(levels):
                government.create(state.governments[row], state.book.scheme[0], side, level, country, p)
                row += 1


@inner
def create_agencies(state, p):
    """The lead, then per country of origin a public service and a recruiter, then the services of destination."""
    agency.create(state.agencies[0], AgencyKind.lead, 0, p)
    row = 1
    for origin in range(state.origins.size):
        agency.create(state.agencies[row], AgencyKind.public_service_origin, origin, p)
        agency.create(state.agencies[row + 1], AgencyKind.private_recruiter, origin, p)
        row += 2
    for country in range(state.countries.size):
        agency.create(state.agencies[row], AgencyKind.public_service_destination, country, p)
        row += 1


@inner
def create_markets(state, p):
    """Markets and their hosts: each host is known by its position in its market."""
    first = 0
    for m in range(state.markets.size):
        market = state.markets[m]
        hosts = state.employers.size
        market.hosts = hosts // state.markets.size + (1 if m < hosts % state.markets.size else 0)
        market.first = first
        market.sector = market_sector(m, p)
        market.country = m % state.countries.size
        market.demand = 1.0
        market.log_own = 0.0
        market.profile = 0.0
        market.results = 0.0
        market.active = 0
        market.ring_first = first
        market.ring_size = 0
        market.open = 0
        market.pointer = 0
        market.fresh = 0
        for index in range(market.hosts):
            employer.create(state.employers[first + index], state.book.scheme[0], m, index, p)
        first += market.hosts


@inner
def create_places(state):
    """Countries of origin and destination, empty lists, empty calendars, zero counters."""
    for o in range(state.origins.size):
        origin = state.origins[o]
        origin.economy = 1.0
        origin.log_economy = 0.0
        origin.hazard = 0.0
        origin.cut = 0.0
        origin.screening_credit = 0.0
        origin.quota = 0
        origin.files = 0
        origin.calls = 0
        origin.signed = 0
    for c in range(state.countries.size):
        country = state.countries[c]
        country.speed = 1.0
        country.digital = 0.0
        country.closed = 0.0
        country.delay = 0
        country.permit_credit = 0.0
        country.recognition_credit = 0.0
        country.agreement_work = 0.0
        country.signed = 0
        country.agreement = 0
    for s in range(state.book.stages.size):
        state.book.stages[s].count = 0
    for month in range(state.book.calendar.size):
        page = state.book.calendar[month]
        page.head = NOBODY
        page.tail = NOBODY
        page.matches = 0
        page.departures = 0
    for month in range(state.book.monthly.shape[0]):
        for position in range(COUNT):
            state.book.monthly[month, position] = 0.0


@inner
def create_scheme(state, p):
    """The scheme's plan: places, calls, length, budget lines."""
    scheme = state.book.scheme[0]
    scheme.horizon = p.horizon
    scheme.budget = p.design.budget_total * p.scale
    scheme.places = int(math.ceil(p.design.places * p.scale))
    scheme.planned_trainees = math.ceil(scheme.places / (1.0 - p.design.home_share) - ROUNDING)
    scheme.planned_intake = math.ceil(scheme.planned_trainees * p.design.intake_ratio)
    scheme.candidate_limit = int(math.ceil(scheme.planned_trainees * p.candidates.per_place * p.candidates.exhaustion))
    scheme.planned_months = max(1, int(math.floor(p.design.duration_years * 12.0 + 0.5)))
    scheme.end_month = scheme.planned_months
    delivery = scheme.planned_months - p.design.training_months - p.design.closing_months
    scheme.calls_planned = max(1, int(delivery / p.design.cohort_months))
    scheme.calls = 0
    scheme.next_call = 0
    scheme.candidates = 0
    scheme.curriculum = 0.0
    scheme.sensed = 0.0
    scheme.log_common = 0.0
    scheme.intensity = 0.0
    scheme.services = 1.0
    scheme.travel_open = 1.0
    scheme.training_lost = 0.0
    scheme.capacity_stock = 0.0
    scheme.covered = 0.0
    scheme.prospects = 0.0
    scheme.next_prospect = 0
    scheme.vacancies = 0
    scheme.host_trust = 0.0
    scheme.interview_credit = 0.0
    scheme.interviews_short = 0.0
    scheme.method_gain = 0.0
    scheme.recruiter_share = 0.0
    scheme.private_balance = 0.0
    scheme.mismatch = 0.0
    scheme.places_taken = 0
    scheme.preselected = 0
    scheme.lost = 0
    scheme.uncovered = 0
    scheme.money_due = -1
    scheme.profile_due = -1
    scheme.method_due = -1
    scheme.extension_due = -1
    scheme.journal = 0
    scheme.funded = 1
    scheme.alive = 1
    money.plan(state.book, p)


@inner
def create_world(state):
    """Fill all tables for the run whose key and parameters the state holds."""
    p = state.parameters[0]
    create_places(state)
    create_governments(state, p)
    create_agencies(state, p)
    create_markets(state, p)
    create_scheme(state, p)
