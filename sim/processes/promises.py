"""Promises: hosts are told when a person comes, and lose trust if the person is late (L5, L10).

When a match is made, the host is told by when to expect the person. This date allows for the months that procedures
usually take, the training that is still to come, and the next date on which stays can begin. A host forgives a short
delay. If the person is still not there after that, the host trusts the lead less, hires less, and pays less willingly.
The host does not miss a person who works remotely from home in the meantime.

At the end of a month, for everyone with a host in the stages seat, examination, recognition, permit, visa and ready, in this order and in order of entry:

- Matched this month: *told* = max(promised, month + ceil(months to arrival ([procedures](#procedures)) + (0 if trained, else
  design.training_months))), then the first month from there on in which stays can begin ([waits](#waits)), at most 32000.
- Otherwise, if departed < 0, the person did not start remotely and month >= told + trust.promise_grace: a *missed promise* ([trust](#trust)).
"""

import math
from dataclasses import dataclass

from sim.categories import Stage
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import uncertain, within
from sim.laws import trust
from sim.laws.desks import FAR_MONTH
from sim.laws.procedures import months_to_arrival
from sim.laws.waits import intake
from sim.queues import NOBODY

WAITING = (Stage.seat, Stage.examination, Stage.recognition, Stage.permit, Stage.visa, Stage.ready)
"""Where matched persons wait for somebody else."""


@dataclass
class Trust:
    """What a host forgives."""

    promise_grace: int = uncertain(
        2, 0, 24, "months", "Delay that a host forgives, beyond the month it was told",
        plausible=within(0.0, 6.0, "linear", "assumption", "none to half a year"),
    )  # fmt: skip


class Candidate:
    """What the host was told."""

    told: int = column("i2", -1, "Month by which its host was told to expect the person; -1: not told")


@njit
def told_month(earliest, promised, p):
    """The month by which a host expects a person: as promised to the person, or later, when stays can begin."""
    month = min(max(earliest, promised), FAR_MONTH)
    while month < FAR_MONTH and not intake(month, p):
        month += 1
    return month


@inner
def tell(state, person, p, month):
    """The host is told when to expect a person whom it has just taken."""
    months = months_to_arrival(state, state.markets[person.market], p)
    months += 0.0 if person.trained else p.design.training_months
    person.told = told_month(month + int(math.ceil(min(months, float(FAR_MONTH)))), int(person.promised), p)


@inner
def wait(state, person, p, month):
    """The host of a person waits: told at first, let down if it waits too long."""
    if person.matched == month:
        tell(state, person, p, month)
    elif person.departed < 0 and not person.remote and month >= person.told + p.trust.promise_grace:
        trust.miss_promise(state, person, p, month)


@inner
def step(state, p, month):
    """Every host that waits for a person."""
    for stage in WAITING:
        for place in range(state.stages[stage].count):
            person = state.candidates[state.lists[stage, place]]
            if person.employer != NOBODY:
                wait(state, person, p, month)
