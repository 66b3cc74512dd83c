"""Recognition of qualifications: who needs it, how long it takes, how it ends; a desk in each country (L12, L22)."""

from sim.agents import agency, candidate
from sim.choose import by_sector
from sim.compiled import inner, njit
from sim.draws import Decision, lognormal_from, uniforms, whole_months
from sim.indicators import Index
from sim.schedule import append, enter, lose_match, note, take_all
from sim.state import Reason, Stage, Status

NOT_NEEDED = 0
FULL = 1
AFTER_COMPENSATION = 2
REFUSED = 3


@njit
def outcome(required, success, compensated, share, simplified, p):
    """How a case ends, from three uniforms: recognised at once, after a compensation measure, or refused."""
    if required >= share:
        return NOT_NEEDED
    full = p.recognition.success + (1.0 - p.recognition.success) * simplified
    if success < full:
        return FULL
    return AFTER_COMPENSATION if compensated < p.recognition.compensation else REFUSED


@inner
def open_case(state, i, p, month):
    """A new match: patience for the way to departure, then the recognition desk or straight to the permit desk."""
    person = state.book.candidates[i]
    market = state.markets[person.market]
    country = state.countries[market.country]
    a, b, c, d = uniforms(state.book.scheme[0], Decision.recognition, person.origin, person.agent, person.matches, 0)
    simplified = p.recognition.simplification * country.agreement
    person.recognition = outcome(a, b, c, candidate.recognition_share(market.sector, p), simplified, p)
    if person.recognition == NOT_NEEDED:
        enter(state.book, i, Stage.permit, Reason.none, month)
        person.due = -1
        return
    months = lognormal_from(d, p.recognition.months * (1.0 - simplified), p.recognition.variation)
    if person.recognition == AFTER_COMPENSATION:
        months += p.recognition.compensation_months
    person.due = min(month + whole_months(months, a / candidate.recognition_share(market.sector, p)), 32_000)
    enter(state.book, i, Stage.recognition, Reason.none, month)


@inner
def set_patience(state, i, p, month):
    """The candidate's patience between match and departure, drawn once; a remote start lengthens it."""
    person = state.book.candidates[i]
    a, b, c, d = uniforms(state.book.scheme[0], Decision.remote, person.origin, person.agent, person.matches, 0)
    sector = state.markets[person.market].sector
    offered = by_sector(p.sectors.remote, sector) * p.design.remote_start
    mean = p.candidates.match_patience
    if b < offered and candidate.starts_remotely(c, p):
        person.remote = 1
        state.book.monthly[month, Index.remote_starts] += 1.0
        note(state.book, i, Stage.remote, Reason.none, month)
        mean *= p.candidates.remote_patience
    person.expiry = min(month + candidate.patience(a, mean), 32_000)


@inner
def add_credit(state, p):
    """The month's decisions that each country's desk can give."""
    for c in range(state.countries.size):
        country = state.countries[c]
        country.recognition_credit = agency.credit_after(country.recognition_credit, p.recognition.capacity * p.scale)


@inner
def step(state, month):
    """Open the cases of new matches; decide those that are due, in order of filing."""
    p = state.parameters[min(month, state.parameters.size - 1)]
    add_credit(state, p)
    for place in range(take_all(state.book, Stage.matched)):
        i = state.book.lists[Stage.matched, place]
        set_patience(state, i, p, month)
        open_case(state, i, p, month)
    for place in range(take_all(state.book, Stage.recognition)):
        i = state.book.lists[Stage.recognition, place]
        person = state.book.candidates[i]
        country = state.countries[state.markets[person.market].country]
        if month >= person.expiry:
            lose_match(state.book, i, Reason.waited_too_long, month)
        elif state.employers[person.employer].status == Status.withdrawn:
            lose_match(state.book, i, Reason.host_withdrew, month)
        elif person.due <= month and country.recognition_credit >= 1.0:
            country.recognition_credit -= 1.0
            if person.recognition == REFUSED:
                lose_match(state.book, i, Reason.not_recognised, month)
            else:
                person.due = -1
                enter(state.book, i, Stage.permit, Reason.none, month)
        else:
            append(state.book, i, Stage.recognition)
            state.book.monthly[month, Index.waiting_recognition] += 1.0
