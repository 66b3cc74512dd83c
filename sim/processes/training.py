"""Training: seats and money, dropout, two tracks, the home track's placements (L2, L13, L18)."""

import math

from sim import money
from sim.agents import candidate
from sim.compiled import inner, njit
from sim.draws import Decision, exponential_from, uniforms, whole_months
from sim.indicators import Index
from sim.schedule import (
    append,
    drop_out,
    enter,
    enter_until,
    postpone,
    settle,
    take_all,
    take_due,
)  # fmt: skip
from sim.state import Line, Reason, Stage


@inner
def begin(state, i, p, month):
    """A preselected person takes a seat; whether and when it drops out is drawn now, once."""
    person = state.book.candidates[i]
    a, b, c, d = uniforms(state.book.scheme[0], Decision.training, person.origin, person.agent, 0, 0)
    person.track = candidate.TRACK_HOME if a < p.design.home_share else candidate.TRACK_ABROAD
    person.threshold = state.book.scheme[0].training_lost  # lost time at the start
    person.profile += (state.book.scheme[0].curriculum - person.profile) * taught(p)
    length = p.design.training_months
    person.expiry = -1
    if b < p.candidates.training_dropout * candidate.relief(p) and length > 0.0:
        person.expiry = month + 1 + int(c * length)
    due = month + whole_months(length, d)
    enter_until(state.book, i, Stage.training, due if person.expiry < 0 else min(due, person.expiry), month)


@njit
def taught(p):
    """Share of the distance to the curriculum that training closes."""
    return 1.0 - math.exp(-p.candidates.training_shift * p.design.training_months)


@inner
def finish(state, i, p, month):
    """Training ends: dropout, more time where lessons were lost to a shock, or the pool of the person's track."""
    person = state.book.candidates[i]
    if person.expiry >= 0 and month >= person.expiry:
        drop_out(state.book, i, Reason.training_dropout, month)
        return
    lost = int(state.book.scheme[0].training_lost - person.threshold)
    if lost > 0 and p.design.training_months > 0.0:
        person.threshold += lost
        state.book.stages[Stage.training].count += 1
        postpone(state.book, i, Stage.training, month + lost)
        return
    state.book.monthly[month, Index.trained] += 1.0
    if person.track == candidate.TRACK_HOME:
        seek_at_home(state, i, p, month)
    else:
        join_pool(state, i, Reason.none, p, month)


@inner
def join_pool(state, i, reason, p, month):
    """Into the pool for matching abroad, with a patience drawn once per entry."""
    person = state.book.candidates[i]
    a, b, c, d = uniforms(state.book.scheme[0], Decision.match, person.origin, person.agent, person.matches, 0)
    person.expiry = min(month + candidate.patience(a, p.candidates.pool_patience), 32_000)
    enter(state.book, i, Stage.pool, reason, month)


@inner
def seek_at_home(state, i, p, month):
    """Into the home pool: placed once the accumulated hazard of a placement exceeds the person's own threshold."""
    person = state.book.candidates[i]
    a, b, c, d = uniforms(state.book.scheme[0], Decision.match, person.origin, person.agent, 0, 1)
    person.track = candidate.TRACK_HOME
    person.threshold = state.origins[person.origin].hazard + exponential_from(a, 1.0)
    enter(state.book, i, Stage.home_pool, Reason.none, month)


@inner
def end_lessons(state, p, month):
    """Everyone whose training ends or breaks off this month."""
    i = take_due(state.book, Stage.training, month)
    while i >= 0:
        following = state.book.candidates[i].next
        state.book.stages[Stage.training].count -= 1
        finish(state, i, p, month)
        i = following


@inner
def fill_seats(state, p, month):
    """Preselected persons take seats in order of selection, as far as seats and money go."""
    seats = (
        p.costs.training_seats * p.scale * state.book.scheme[0].services * (1.0 + state.book.scheme[0].capacity_stock)
    )
    cost = p.costs.training * p.design.training_months
    for place in range(take_all(state.book, Stage.preselected)):
        i = state.book.lists[Stage.preselected, place]
        free = p.design.training_months <= 0.0 or state.book.stages[Stage.training].count < seats
        if not state.book.scheme[0].alive:
            drop_out(state.book, i, Reason.funding_ended, month)
        elif free and money.pay(state.book, Line.training, cost, Index.spent_training, month):
            begin(state, i, p, month)
        else:
            append(state.book, i, Stage.preselected)
            state.book.monthly[month, Index.waiting_training] += 1.0


@inner
def place_at_home(state, month):
    """Placements in the economies of origin."""
    for place in range(take_all(state.book, Stage.home_pool)):
        i = state.book.lists[Stage.home_pool, place]
        person = state.book.candidates[i]
        if state.origins[person.origin].hazard >= person.threshold:
            settle(state.book, i, Stage.placed_home, Reason.none, month)
            state.book.monthly[month, Index.local_placements] += 1.0
        else:
            append(state.book, i, Stage.home_pool)


@inner
def leave_pool(state, p, month):
    """Those whose patience in the pool is over look for work at home where the scheme has a home track, or leave."""
    for place in range(take_all(state.book, Stage.pool)):
        i = state.book.lists[Stage.pool, place]
        if month < state.book.candidates[i].expiry:
            append(state.book, i, Stage.pool)
        elif p.design.home_share > 0.0:
            state.book.scheme[0].lost += 1
            seek_at_home(state, i, p, month)
        else:
            drop_out(state.book, i, Reason.no_offer, month)


@inner
def step(state, month):
    """Lessons end, seats are filled, the home track places, the impatient leave the pool."""
    p = state.parameters[min(month, state.parameters.size - 1)]
    end_lessons(state, p, month)
    fill_seats(state, p, month)
    end_lessons(state, p, month)  # those who needed no lessons
    place_at_home(state, month)
    leave_pool(state, p, month)
