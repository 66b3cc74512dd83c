"""Permits and visas: a queue and a processing time in each country of destination (L3, L12, L13, L16)."""

from sim.agents import agency
from sim.compiled import inner, njit
from sim.draws import Decision, lognormal_from, uniforms, whole_months
from sim.indicators import Index
from sim.schedule import append, enter, lose_match, take_all
from sim.state import Level, Reason, Side, Stage, Status


@njit
def digital_relief(digital, p):
    """Share of time that digital procedures leave (never quite none)."""
    return max(1.0 - p.permits.digital_effect * digital, 1e-6)


@inner
def open_desks(state, p):
    """The month's permits of each country: the capacity of its national government, slower where trust lacks.

    A shock closes the desk, but for its digital procedures: fewer permits, and a month of delay for every file once the
    time lost adds up to one.
    """
    for row in range(state.governments.size):
        place = state.governments[row]
        if place.side == Side.destination and place.level == Level.national:
            country = state.countries[place.country]
            country.digital = place.digital
            struck = 1.0 - state.book.scheme[0].intensity * p.shock.consular * (1.0 - place.digital)
            capacity = place.capacity * country.speed / digital_relief(place.digital, p)
            before = int(country.closed)
            country.closed += 1.0 - struck
            country.delay = int(country.closed) - before
            country.permit_credit = agency.credit_after(country.permit_credit, capacity * struck)


@inner
def file(state, i, p, month):
    """Open the file: its processing time is drawn once."""
    person = state.book.candidates[i]
    country = state.countries[state.markets[person.market].country]
    a, b, c, d = uniforms(state.book.scheme[0], Decision.permit, person.origin, person.agent, person.matches, 0)
    months = lognormal_from(
        a, p.permits.months * digital_relief(country.digital, p) / max(country.speed, 1e-6), p.permits.variation
    )
    person.due = min(month + whole_months(months, c), 32_000)


@inner
def refused(state, i, p):
    """Whether this permit is refused (one word of the file's draws)."""
    person = state.book.candidates[i]
    a, b, c, d = uniforms(state.book.scheme[0], Decision.permit, person.origin, person.agent, person.matches, 0)
    return b < p.permits.refusal


@inner
def decide(state, i, p, month):
    """The desk's decision: a permit, with the draws of the journey, or a refusal."""
    person = state.book.candidates[i]
    if refused(state, i, p):
        lose_match(state.book, i, Reason.permit_refused, month)
        return
    a, b, c, d = uniforms(state.book.scheme[0], Decision.mobility, person.origin, person.agent, person.matches, 0)
    person.threshold = a  # how open borders must be for this person to travel
    enter(state.book, i, Stage.ready, Reason.none, month)


@inner
def step(state, month):
    """New files, and decisions in order of filing as far as capacity goes."""
    p = state.parameters[min(month, state.parameters.size - 1)]
    open_desks(state, p)
    for place in range(take_all(state.book, Stage.permit)):
        i = state.book.lists[Stage.permit, place]
        person = state.book.candidates[i]
        country = state.countries[state.markets[person.market].country]
        if person.due < 0:
            file(state, i, p, month)
        person.due += country.delay
        if month >= person.expiry:
            lose_match(state.book, i, Reason.waited_too_long, month)
        elif state.employers[person.employer].status == Status.withdrawn:
            lose_match(state.book, i, Reason.host_withdrew, month)
        elif person.due <= month and country.permit_credit >= 1.0:
            country.permit_credit -= 1.0
            decide(state, i, p, month)
        else:
            append(state.book, i, Stage.permit)
            state.book.monthly[month, Index.waiting_permit] += 1.0
