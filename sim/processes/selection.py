"""Selection: cheap, noisy screening of files by public services and private recruiters (L11, L16, L17)."""

from sim import money
from sim.agents import agency
from sim.compiled import inner
from sim.draws import Decision, normal_from, uniforms
from sim.indicators import Index
from sim.schedule import append, enter, settle, take_all
from sim.state import AgencyKind, Line, Reason, Stage


@inner
def open_desks(state, p):
    """Files that each country of origin can screen this month: public services, digital tools, recruiters bought."""
    scheme = state.book.scheme[0]
    for row in range(state.agencies.size):
        office = state.agencies[row]
        factor = 0.0
        if office.kind == AgencyKind.public_service_origin:
            factor = (1.0 + p.agencies.digital_gain * office.digital) * (1.0 + scheme.capacity_stock)
        elif office.kind == AgencyKind.private_recruiter:
            factor = scheme.recruiter_share
        if factor > 0.0:
            state.origins[office.country].screening_credit += office.screenings * factor * scheme.services


@inner
def screen(state, i, p, month):
    """Score one file: above the passing score and while the quota lasts, the applicant is preselected."""
    person = state.book.candidates[i]
    origin = state.origins[person.origin]
    a, b, c, d = uniforms(state.book.scheme[0], Decision.screening, person.origin, person.agent, 0, 0)
    origin.files -= 1
    person.score = agency.screening_score(person.skill, normal_from(a), p)
    if person.score < origin.cut or origin.quota <= 0:
        settle(state.book, i, Stage.rejected, Reason.screening, month)
        return
    origin.quota -= 1
    person.selected = month
    state.book.scheme[0].preselected += 1
    state.book.monthly[month, Index.preselected] += 1.0
    enter(state.book, i, Stage.preselected, Reason.none, month)


@inner
def step(state, month):
    """Screen files in order of arrival, as far as capacity and money go."""
    p = state.parameters[min(month, state.parameters.size - 1)]
    for o in range(state.origins.size):
        state.origins[o].screening_credit = 0.0
    files = take_all(state.book, Stage.applied)
    if files == 0:
        return
    open_desks(state, p)
    working = state.book.scheme[0].alive
    for place in range(files):
        i = state.book.lists[Stage.applied, place]
        origin = state.origins[state.book.candidates[i].origin]
        if not working:
            origin.files -= 1
            settle(state.book, i, Stage.rejected, Reason.funding_ended, month)
        elif origin.screening_credit >= 1.0 and money.pay(
            state.book, Line.selection, p.costs.screening, Index.spent_selection, month
        ):
            origin.screening_credit -= 1.0
            screen(state, i, p, month)
        else:
            append(state.book, i, Stage.applied)
