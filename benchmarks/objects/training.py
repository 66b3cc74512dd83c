"""Training, examination, placement: admission, seats, lessons; sittings; work at home, impatience in the pool (ODD)."""

from typing import TYPE_CHECKING

from benchmarks.objects import costs
from benchmarks.objects.categories import Line, Pipeline, Reason, Stage

if TYPE_CHECKING:
    from benchmarks.objects.candidate import Candidate
    from benchmarks.objects.model import PilotScheme


def training(model: "PilotScheme") -> None:
    """Lessons end, persons are admitted, those who were matched first take seats."""
    end_lessons(model)
    for candidate in model.go_through(Stage.preselected):
        admit(model, candidate)
    for candidate in model.go_through(Stage.seat):
        if candidate.why_lost != Reason.none:
            candidate.lose_match(candidate.why_lost)
        else:
            take_seat(model, candidate)
    end_lessons(model)  # of those who needed none


def end_lessons(model: "PilotScheme") -> None:
    """The lessons of this month's list end."""
    for candidate in model.calendars[Stage.training].due_in(model.month):
        candidate.finish_training()


def admit(model: "PilotScheme", candidate: "Candidate") -> None:
    """Admit a person who is preselected, to training or to matching; or keep it on the reserve list."""
    p, scheme = model.p, model.scheme
    if not scheme.alive:
        candidate.origin.disappointed += 1
        candidate.drop_out(Reason.funding_ended)
    elif is_full(model):
        model.budget.pay(Line.selection, p.costs.reserve)
        candidate.wait_on()
    elif p.design.pipeline == Pipeline.match_first and not candidate.wants_home_track:
        scheme.admitted += 1
        candidate.join_pool()
    elif take_seat(model, candidate):
        scheme.admitted += 1


def is_full(model: "PilotScheme") -> bool:
    """Whether all training places are taken; after funding, whether enough persons are there for the vacancies."""
    scheme = model.scheme
    if scheme.funded:
        return scheme.admitted - scheme.lost >= scheme.planned_trainees
    waiting = sum(len(model.lists[stage]) for stage in (Stage.seat, Stage.examination, Stage.pool))
    return model.calendars[Stage.training].persons + waiting >= model.referable


def take_seat(model: "PilotScheme", candidate: "Candidate") -> bool:
    """Begin training if a seat is free and paid for; wait on otherwise."""
    p = model.p
    seats = p.costs.training_seats * p.scale * model.shock.services * (1 + model.scheme.capacity_stock)
    in_training = model.calendars[Stage.training].persons
    free = p.design.training_months <= 0 or in_training < seats
    fees = costs.attempts(p) * (in_training + len(model.lists[Stage.examination]) + 1)
    if free and model.budget.pay_and_keep(Line.training, costs.training(p), fees):
        candidate.begin_training()
        return True
    candidate.wait_on()
    model.count("waiting_training")
    return False


def examination(model: "PilotScheme") -> None:
    """Sittings of the examination, for whoever is due and as far as money goes."""
    for candidate in model.go_through(Stage.examination):
        if candidate.due <= model.month and model.budget.pay(Line.training, model.p.costs.examination):
            candidate.sit_examination()
        else:
            candidate.wait_for_sitting()


def placement(model: "PilotScheme") -> None:
    """The home track places, the impatient leave the pool."""
    place_at_home(model)
    leave_pool(model)


def place_at_home(model: "PilotScheme") -> None:
    """Those of the home track find work as the economy of origin allows."""
    for candidate in model.go_through(Stage.home_pool):
        if candidate.origin.hazard >= candidate.hazard_to_pass:
            candidate.settle(Stage.placed_home)
            model.count("local_placements")
        else:
            candidate.wait_on()


def leave_pool(model: "PilotScheme") -> None:
    """Whoever ran out of patience leaves the pool: for work at home, if the scheme has that track."""
    for candidate in model.go_through(Stage.pool):
        if model.month < candidate.expiry:
            candidate.wait_on()
        else:
            candidate.give_up(Reason.no_offer)
