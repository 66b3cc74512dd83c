"""Placement: the home track finds work in the economy of origin, the impatient leave the pool (L18).

Some people are trained for work at home; they find it sooner when the economy of origin is good. Those trained for
work abroad wait for a host, but not for ever. When their patience ends they leave, or seek work at home if the scheme
has a home track. Trained people who leave without an offer disappoint the governments of origin, and the money for
their training is spent.

1. *Placement at home.* Go through home_pool: if origin.hazard >= home_threshold, settle in placed_home, `local_placements` + 1; otherwise wait on.
2. *Impatience.* Go through pool: if month < expiry wait on; otherwise, if trained and design.home_share > 0: lost + 1 and seek at home
   ([tracks](#tracks)); else disappointed of the origin + 1 if trained, drop out (no_offer).
"""

from sim.categories import Reason, Stage
from sim.compiled import inner
from sim.laws.tracks import seek_at_home
from sim.measures import flow
from sim.queues import append, drop_out, settle, take_all


class Measures:
    """Placements at home."""

    local_placements: float = flow("persons", "Trained persons placed in the economy of origin", 1)


@inner
def place_at_home(state, month):
    """Placements in the economies of origin."""
    for place in range(take_all(state, Stage.home_pool)):
        i = state.lists[Stage.home_pool, place]
        person = state.candidates[i]
        if state.origins[person.origin].hazard >= person.home_threshold:
            settle(state, i, Stage.placed_home, Reason.none, month)
            state.monthly[month].local_placements += 1.0
        else:
            append(state, i, Stage.home_pool)


@inner
def leave_pool(state, p, month):
    """Those whose patience in the pool is over look for work at home, if they are trained and there is a home track, or leave."""
    for place in range(take_all(state, Stage.pool)):
        i = state.lists[Stage.pool, place]
        if month < state.candidates[i].expiry:
            append(state, i, Stage.pool)
        elif state.candidates[i].trained and p.design.home_share > 0.0:
            state.scheme.lost += 1
            seek_at_home(state, i, month)
        else:
            person = state.candidates[i]
            state.origins[person.origin].disappointed += float(person.trained)
            drop_out(state, i, Reason.no_offer, month)


@inner
def step(state, p, month):
    """The home track places people, and impatient people leave the pool."""
    place_at_home(state, month)
    leave_pool(state, p, month)
