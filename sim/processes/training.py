"""Training: seats and money, lessons lost to a shock, dropout (L2, L13, L18).

1. *Lessons end* for everyone in the training calendar of this month, in order; each is counted out. Finish:
   - If breaks_off >= 0 and month >= breaks_off: drop out (training_dropout).
   - lost = int(training_lost - lessons_lost). If lost > 0 and design.training_months > 0: lessons_lost += lost (f4), count in again, due in
     month + lost (listed there; the column `due` and the journal are not touched).
   - Otherwise `trained` + 1; track home: *seek at home*; track abroad: *join the pool* ([tracks](#tracks)).
2. *Seats.* seats = costs.training_seats * scale * services * (1 + capacity_stock); cost = costs.training * design.training_months. Go through preselected. If not
   alive: drop out (funding_ended). Otherwise, if (training_months <= 0 or persons in training < seats) and the training line pays cost: *begin*.
   Otherwise wait on, `waiting_training` + 1.

   ```
   begin: a, b, c, d of training
          track        = home if a < design.home_share else abroad
          lessons_lost = training_lost                                                     (f4)
          profile     += (curriculum - profile) * (1 - exp(-candidates.training_shift * training_months))    (f4)
          breaks_off   = month + 1 + int(c * training_months)  if b < candidates.training_dropout * relief and training_months > 0, else -1
          due          = month + months(training_months, d);   if breaks_off >= 0: due = min(due, breaks_off)
          enter until(training, due)
   ```

   with the relief of added components ([candidates](#candidate)).
3. Lessons end once more (for those who needed none).
"""

import math
from dataclasses import dataclass

from sim.agents import candidate
from sim.categories import Line, Reason, Stage, Track
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import lever, uncertain, within
from sim.draws import decision, uniforms, whole_months
from sim.laws import accounts
from sim.laws.tracks import join_pool, seek_at_home
from sim.measures import flow
from sim.queues import append, drop_out, enter_until, postpone, take_all, take_due

TRAINING = decision(
    14, "training", "track", "breaks off", "month of breaking off", "fraction of a month",
    group="origin", agent="candidate",
)  # fmt: skip


@dataclass
class Design:
    """Training."""

    training_months: float = lever(
        5.0, 0.0, 24.0, "months", "Planned length of training before matching", "training.ict_bootcamp_length",
    )  # fmt: skip


@dataclass
class Candidates:
    """What training does."""

    training_shift: float = uncertain(
        0.25, 0.0, 1.0, "1/month", "Share of the distance to the curriculum closed per month of training",
        plausible=within(0.067, 0.6, "log", "assumption", "a third to three times"),
    )  # fmt: skip
    training_dropout: float = uncertain(
        0.036, 0.0, 1.0, "probability", "Dropout during training", "training.selected_fully_supported",
        plausible=within(0.02, 0.25, "odds",
            "training.selected_fully_supported;training.german_dual_training_contract_dissolution_all;training.not_reaching_b1",
            "20 % lost by WAFIRA from selection on, a quarter of German training contracts; more fail in unselected groups"),
    )  # fmt: skip


@dataclass
class Costs:
    """Price and seats of training."""

    training: float = uncertain(
        700.0, 0.0, 20_000.0, "EUR/person-month", "Training", "palim.cost_per_trainee",
        plausible=within(350.0, 1780.0, "log", "palim.cost_per_trainee;palim.training_duration_actual",
            "12,470 EUR over 7 months with all else in it (1,780 a month: upper end); lower end half the default"),
    )  # fmt: skip
    training_seats: float = uncertain(
        120.0, 0.0, 1e6, "seats", "Training seats at a time", "palim.selected_started_training",
        plausible=within(80.0, 200.0, "log",
            "palim.selected_started_training;morocco_germany.selected;vietnam_nurses.pilot_1_2012_2016;vietnam_nurses.pilot_2_2016_2019",
            "cohorts of 100 to 150 in PALIM, Morocco-Germany and Vietnam"),
    )  # fmt: skip


class Candidate:
    """A trainee."""

    lessons_lost: float = column(
        "f4", 0.0, "Months that lessons were lost to the shock, at the start of this trainee's"
    )
    breaks_off: int = column("i2", -1, "Month in which the person breaks off training; -1: never")


class Measures:
    """Training."""

    trained: float = flow("persons", "Persons who completed training (or needed none) and entered a pool", 1)
    waiting_training: float = flow("person-months", "Person-months waited for a training seat", -1)


@njit
def taught(p):
    """Share of the distance to the curriculum that training closes."""
    return 1.0 - math.exp(-p.candidates.training_shift * p.design.training_months)


@inner
def begin(state, i, p, month):
    """A preselected person takes a seat; whether and when it drops out is drawn now, once."""
    person = state.candidates[i]
    a, b, c, d = uniforms(state.scheme, TRAINING, person.origin, person.agent, 0, 0)
    person.track = Track.home if a < p.design.home_share else Track.abroad
    person.lessons_lost = state.scheme.training_lost
    person.profile += (state.scheme.curriculum - person.profile) * taught(p)
    length = p.design.training_months
    person.breaks_off = -1
    if b < p.candidates.training_dropout * candidate.relief(p) and length > 0.0:
        person.breaks_off = month + 1 + int(c * length)
    due = month + whole_months(length, d)
    due = due if person.breaks_off < 0 else min(due, person.breaks_off)
    enter_until(state, state.lessons, i, Stage.training, due, month)


@inner
def finish(state, i, p, month):
    """Training ends: dropout, more time where lessons were lost to a shock, or the pool of the person's track."""
    person = state.candidates[i]
    if person.breaks_off >= 0 and month >= person.breaks_off:
        drop_out(state, i, Reason.training_dropout, month)
        return
    lost = int(state.scheme.training_lost - person.lessons_lost)
    if lost > 0 and p.design.training_months > 0.0:
        person.lessons_lost += lost
        state.stages[Stage.training].count += 1
        postpone(state, state.lessons, i, month + lost)
        return
    state.monthly[month].trained += 1.0
    if person.track == Track.home:
        seek_at_home(state, i, month)
    else:
        join_pool(state, i, p, month)


@inner
def end_lessons(state, p, month):
    """Everyone whose training ends or breaks off this month."""
    i = take_due(state.lessons, month)
    while i >= 0:
        following = state.candidates[i].next
        state.stages[Stage.training].count -= 1
        finish(state, i, p, month)
        i = following


@inner
def fill_seats(state, p, month):
    """Preselected persons take seats in order of selection, as far as seats and money go."""
    scheme = state.scheme
    seats = p.costs.training_seats * p.scale * scheme.services * (1.0 + scheme.capacity_stock)
    cost = p.costs.training * p.design.training_months
    for place in range(take_all(state, Stage.preselected)):
        i = state.lists[Stage.preselected, place]
        free = p.design.training_months <= 0.0 or state.stages[Stage.training].count < seats
        if not scheme.alive:
            drop_out(state, i, Reason.funding_ended, month)
        elif free and accounts.pay(state, Line.training, cost, month):
            begin(state, i, p, month)
        else:
            append(state, i, Stage.preselected)
            state.monthly[month].waiting_training += 1.0


@inner
def step(state, p, month):
    """Lessons end, seats are filled, and those who needed no lessons go on at once."""
    end_lessons(state, p, month)
    fill_seats(state, p, month)
    end_lessons(state, p, month)
