"""Training: seats and money, lessons, the home track's placements, impatience in the pool (ODD 7.8)."""

from typing import TYPE_CHECKING

from benchmarks.objects.categories import Line, Reason, Stage

if TYPE_CHECKING:
    from benchmarks.objects.model import PilotScheme


def training(model: "PilotScheme") -> None:
    """Lessons end, seats are filled, the home track places, the impatient leave the pool."""
    end_lessons(model)
    fill_seats(model)
    end_lessons(model)  # of those who needed none
    place_at_home(model)
    leave_pool(model)


def end_lessons(model: "PilotScheme") -> None:
    """The lessons of this month's list end."""
    for candidate in model.calendars[Stage.training].due_in(model.month):
        candidate.finish_training()


def fill_seats(model: "PilotScheme") -> None:
    """Those preselected begin, in order, as far as seats and money go."""
    p, length = model.p, model.p.design.training_months
    seats = p.costs.training_seats * p.scale * model.shock.services * (1 + model.scheme.capacity_stock)
    for candidate in model.go_through(Stage.preselected):
        seat = length <= 0 or model.calendars[Stage.training].persons < seats
        if not model.scheme.alive:
            candidate.drop_out(Reason.funding_ended)
        elif seat and model.budget.pay(Line.training, p.costs.training * length):
            candidate.begin_training()
        else:
            candidate.wait_on()
            model.count("waiting_training")


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
        elif model.p.design.home_share > 0:
            model.scheme.lost += 1
            candidate.seek_at_home()
        else:
            candidate.drop_out(Reason.no_offer)
