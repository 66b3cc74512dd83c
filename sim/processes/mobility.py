"""Mobility: departure, the stay, early return, staying on or returning, reintegration (L13, L15, L19)."""

from sim import money
from sim.agents import candidate
from sim.choose import by_kind
from sim.compiled import inner
from sim.draws import Decision, uniforms, whole_months
from sim.indicators import Index
from sim.schedule import append, enter_until, lose_match, note, settle, take_all, take_due
from sim.state import Line, Reason, Stage, Status


@inner
def depart(state, i, p, month):
    """A departure: the contribution falls due, an early return and its month are drawn now, once."""
    scheme = state.book.scheme[0]
    person = state.book.candidates[i]
    if person.contribution > 0.0:
        state.employers[person.employer].contributed += person.contribution
        state.book.monthly[month, Index.private_contribution] += person.contribution
        scheme.private_balance += max(0.0, person.contribution - money.mobility_cost(p) + person.committed)
    support = p.design.reintegration_support * p.costs.reintegration
    a, b, c, d = uniforms(state.book.scheme[0], Decision.mobility, person.origin, person.agent, person.matches, 1)
    if support > 0.0 and a < p.design.reintegration_support:
        paid = money.pay(state.book, Line.reintegration, p.costs.reintegration, Index.spent_reintegration, month)
        person.supported = 1 if paid else 0
    person.departed = month
    state.book.calendar[month - person.selected].departures += 1
    state.book.monthly[month, Index.departures] += 1.0
    state.book.monthly[month, Index.women_departed] += person.gender
    stay = whole_months(p.design.stay_months, d)
    person.expiry = -1
    if b < candidate.return_probability(person.quality, p):
        person.expiry = month + int(c * stay)
        stay = int(c * stay)
    enter_until(state.book, i, Stage.abroad, min(month + max(stay, 1), 32_000), month)


@inner
def end_stay(state, i, p, month):
    """The stay ends: broken off, or completed, and then staying on or returning, perhaps to be reintegrated."""
    person = state.book.candidates[i]
    state.book.stages[Stage.abroad].count -= 1
    if person.expiry >= 0:
        settle(state.book, i, Stage.dropped_out, Reason.early_return, month)
        state.book.monthly[month, Index.early_returns] += 1.0
        return
    host = state.employers[person.employer]
    host.results += 1.0
    state.markets[person.market].results += 1.0
    state.book.monthly[month, Index.completed_mobilities] += 1.0
    note(state.book, i, Stage.completed, Reason.none, month)
    a, b, c, d = uniforms(state.book.scheme[0], Decision.mobility, person.origin, person.agent, person.matches, 2)
    if a < by_kind(p.candidates.stay_share, p.design.kind):
        settle(state.book, i, Stage.stayed, Reason.none, month)
        state.book.monthly[month, Index.stayed] += 1.0
        return
    state.book.monthly[month, Index.returned] += 1.0
    economy = state.origins[person.origin].economy
    if candidate.reintegrates(b, person.supported, economy, p):
        note(state.book, i, Stage.returned, Reason.none, month)
        settle(state.book, i, Stage.reintegrated, Reason.none, month)
        state.book.monthly[month, Index.reintegrated] += 1.0
    else:
        settle(state.book, i, Stage.returned, Reason.none, month)


@inner
def end_stays(state, p, month):
    """Everyone whose stay ends or breaks off this month."""
    i = take_due(state.book, Stage.abroad, month)
    while i >= 0:
        following = state.book.candidates[i].next
        end_stay(state, i, p, month)
        i = following


@inner
def step(state, month):
    """Stays end; those who are ready leave as far as borders are open."""
    p = state.parameters[min(month, state.parameters.size - 1)]
    end_stays(state, p, month)
    for place in range(take_all(state.book, Stage.ready)):
        i = state.book.lists[Stage.ready, place]
        person = state.book.candidates[i]
        if state.employers[person.employer].status == Status.withdrawn:
            lose_match(state.book, i, Reason.host_withdrew, month)
        elif person.threshold <= state.book.scheme[0].travel_open:
            depart(state, i, p, month)
        elif month >= person.expiry:
            lose_match(state.book, i, Reason.waited_too_long, month)
        else:
            append(state.book, i, Stage.ready)
            state.book.monthly[month, Index.waiting_travel] += 1.0
