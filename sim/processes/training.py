"""Training: the reserve list, seats and money, lessons lost to a shock, dropout (L2, L13, L18).

Preselected people begin training when there is a seat and money for it. Where training comes first, people may be
trained for a place that never comes. Where matching comes first (`design.pipeline`), the host has to wait for the
training. People beyond the training places wait on a reserve list, which costs a little every month, and step in for
those who are lost. If an examination or licence stands before the permit, it follows the training
([examination](#examination)).

Training is paid by the month. It pays off in hosts who say yes, examinations passed and fewer early returns.

1. *Lessons end* for everyone in the training calendar of this month, in order; each is counted out. Finish:
   - If breaks_off >= 0 and month >= breaks_off: *leave* (training_dropout).
   - lost = int(training_lost - lessons_lost). If lost > 0 and design.training_months > 0: lessons_lost += lost (f4), count in again, due in
     month + lost (listed there; the column `due` and the journal are not touched).
   - Otherwise the person is *trained* ([candidates](#candidate)), `trained` + 1. Not on the home track and design.examination: enter(examination).
     Otherwise, with a host: enter(matched) again (no new match); track home: *seek at home*; track abroad: *join the pool* ([tracks](#tracks)).

   *Leave*(reason): with a host (employer >= 0) lose the match, else drop out.
2. *Admission.* Go through preselected. Not alive: disappointed of the origin + 1, drop out (funding_ended). Otherwise, if admitted - lost >=
   planned_trainees while funded, or afterwards if persons in training, waiting for a seat or a sitting and in the pool >= open vacancies in last month's rings: wait on, on the reserve list, and pay costs.reserve from the selection line (if that cannot be paid, nothing else follows). Otherwise, if design.pipeline = match_first and track abroad (by a, below): admitted + 1,
   *join the pool*. Otherwise a seat: seats = costs.training_seats * scale * services * (1 + capacity_stock). If (training_months <= 0 or persons in training < seats) and the training
   line pays training_cost ([budget](#budget)) and keeps attempts_cost * (persons in training + waiting for a sitting + 1), fees for the examination: admitted + 1, *begin*. Otherwise wait on, `waiting_training` + 1.
3. *Seats of the matched.* Go through seat. Lost ([waits](#waits)): lose the match. Otherwise as above: begin, or wait on, `waiting_training` + 1.

   ```
   begin: a, b, c, d of training
          track        = home if a < design.home_share else abroad
          lessons_lost = training_lost                                                     (f4)
          breaks_off   = month + 1 + int(c * training_months)  if b < candidates.training_dropout * training relief and training_months > 0, else -1
          due          = month + months(training_months, d);   if breaks_off >= 0: due = min(due, breaks_off)
          enter until(training, due)
   ```

   with the training relief of [candidates](#candidate).
4. Lessons end once more (for those who needed none).
"""

from dataclasses import dataclass

from sim.agents import candidate
from sim.categories import Line, Pipeline, Reason, Stage, Track
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import lever, priced, uncertain, within
from sim.draws import decision, uniforms, whole_months
from sim.laws import accounts, waits
from sim.laws.budget import attempts_cost, training_cost
from sim.laws.tracks import join_pool, seek_at_home
from sim.measures import flow
from sim.queues import NOBODY, append, drop_out, enter, enter_until, lose_match, postpone, take_all, take_due

TRAINING = decision(
    14, "training", "track", "breaks off", "month of breaking off", "fraction of a month",
    group="origin", agent="candidate",
)  # fmt: skip


@dataclass
class Design:
    """The order of the pipeline."""

    pipeline: Pipeline = lever(
        Pipeline.train_first, None, None, "category", "Whether candidates are trained before they are matched, or after",
        price=priced(unit="costs.training", months="design.training_months"),
    )  # fmt: skip


@dataclass
class Candidates:
    """What training does."""

    training_dropout: float = uncertain(
        0.075, 0.0, 1.0, "probability", "Dropout during training", "training.selected_fully_supported",
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
            "palim.selected_started_training;morocco_germany.selected",
            "cohorts of 100 to 120 in PALIM and Morocco-Germany; a fifth less to two thirds more"),
    )  # fmt: skip
    reserve: float = uncertain(
        25.0, 0.0, 5_000.0, "EUR/person-month", "Keeping in touch with a person on the reserve list",
        plausible=within(8.0, 75.0, "log", "assumption", "about three quarters of an hour of work; a third to three times"),
    )  # fmt: skip


class Candidate:
    """A trainee."""

    lessons_lost: float = column(
        "f4", 0.0, "Months that lessons were lost to the shock, at the start of this trainee's"
    )
    breaks_off: int = column("i2", -1, "Month in which the person breaks off training; -1: never")


class Scheme:
    """Training places."""

    admitted: int = column("i8", 0, "Persons admitted to training, or to matching before it, so far")


class Measures:
    """Training."""

    trained: float = flow("persons", "Persons who completed training (or needed none) and entered a pool", 1)
    waiting_training: float = flow("person-months", "Person-months waited for a training seat", -1)


@njit
def track_of(u, p):
    """The track that a person is trained for."""
    return Track.home if u < p.design.home_share else Track.abroad


@inner
def begin(state, i, p, month):
    """A person takes a seat; whether and when it drops out is drawn now, once."""
    person = state.candidates[i]
    a, b, c, d = uniforms(state.scheme, TRAINING, person.origin, person.agent, 0, 0)
    person.track = track_of(a, p)
    person.lessons_lost = state.scheme.training_lost
    length = p.design.training_months
    person.breaks_off = -1
    if b < p.candidates.training_dropout * candidate.training_relief(p) and length > 0.0:
        person.breaks_off = month + 1 + int(c * length)
    due = month + whole_months(length, d)
    due = due if person.breaks_off < 0 else min(due, person.breaks_off)
    enter_until(state, state.lessons, i, Stage.training, due, month)


@inner
def leave(state, i, reason, month):
    """A trainee is lost, and with it the match if there is one."""
    if state.candidates[i].employer != NOBODY:
        lose_match(state, i, reason, month)
    else:
        drop_out(state, i, reason, month)


@inner
def finish(state, i, p, month):
    """Training ends: dropout, more time where lessons were lost, then the examination, the host, the pool or work at home."""
    person = state.candidates[i]
    if person.breaks_off >= 0 and month >= person.breaks_off:
        leave(state, i, Reason.training_dropout, month)
        return
    lost = int(state.scheme.training_lost - person.lessons_lost)
    if lost > 0 and p.design.training_months > 0.0:
        person.lessons_lost += lost
        state.stages[Stage.training].count += 1
        postpone(state, state.lessons, i, month + lost)
        return
    candidate.train(person, state.scheme.curriculum, p)
    person.trained = 1
    state.monthly[month].trained += 1.0
    if person.track == Track.abroad and p.design.examination:
        enter(state, i, Stage.examination, Reason.none, month)
    elif person.employer != NOBODY:
        enter(state, i, Stage.matched, Reason.none, month)
    elif person.track == Track.home:
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
def seat_found(state, p, month):
    """Whether a seat is free and paid for, and fees are kept back for all who will sit the examination."""
    scheme, stages = state.scheme, state.stages
    seats = p.costs.training_seats * p.scale * scheme.services * (1.0 + scheme.capacity_stock)
    free = p.design.training_months <= 0.0 or stages[Stage.training].count < seats
    kept = attempts_cost(p) * (stages[Stage.training].count + stages[Stage.examination].count + 1)
    return free and accounts.pay_and_keep(state, Line.training, training_cost(p), kept, month)


@inner
def full(state):
    """Whether all training places are taken; who is preselected beyond them waits on the reserve list."""
    scheme = state.scheme
    if scheme.funded:
        return scheme.admitted - scheme.lost >= scheme.planned_trainees
    wanted = 0
    for m in range(state.markets.size):
        wanted += state.markets[m].open
    stages = state.stages
    waiting = stages[Stage.seat].count + stages[Stage.examination].count + stages[Stage.pool].count
    return stages[Stage.training].count + waiting >= wanted


@inner
def matches_first(state, person, p):
    """Whether a person looks for a host before training."""
    if p.design.pipeline != Pipeline.match_first:
        return False
    a, b, c, d = uniforms(state.scheme, TRAINING, person.origin, person.agent, 0, 0)
    return track_of(a, p) == Track.abroad


@inner
def admit(state, p, month):
    """Preselected persons are admitted in order of selection, as far as places, seats and money go."""
    scheme = state.scheme
    for place in range(take_all(state, Stage.preselected)):
        i = state.lists[Stage.preselected, place]
        if not scheme.alive:
            state.origins[state.candidates[i].origin].disappointed += 1.0
            drop_out(state, i, Reason.funding_ended, month)
        elif full(state):
            accounts.pay(state, Line.selection, p.costs.reserve, month)
            append(state, i, Stage.preselected)
        elif matches_first(state, state.candidates[i], p):
            scheme.admitted += 1
            join_pool(state, i, p, month)
        elif seat_found(state, p, month):
            scheme.admitted += 1
            begin(state, i, p, month)
        else:
            append(state, i, Stage.preselected)
            state.monthly[month].waiting_training += 1.0


@inner
def seat_matched(state, p, month):
    """Persons matched before training take seats; the match may be lost while they wait."""
    for place in range(take_all(state, Stage.seat)):
        i = state.lists[Stage.seat, place]
        why = waits.lost(state, state.candidates[i], month)
        if why != Reason.none:
            lose_match(state, i, why, month)
        elif seat_found(state, p, month):
            begin(state, i, p, month)
        else:
            append(state, i, Stage.seat)
            state.monthly[month].waiting_training += 1.0


@inner
def step(state, p, month):
    """Lessons end, seats are filled, and those who needed no lessons go on at once."""
    end_lessons(state, p, month)
    admit(state, p, month)
    seat_matched(state, p, month)
    end_lessons(state, p, month)
