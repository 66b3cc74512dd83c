"""Reports: what the lead and the funder know (ODD, reports)."""

from typing import TYPE_CHECKING

from benchmarks.objects.candidate import Candidate
from benchmarks.objects.categories import Line, Stage
from benchmarks.objects.scheme import Known

if TYPE_CHECKING:
    from benchmarks.objects.model import PilotScheme


def reports(model: "PilotScheme") -> None:
    """A month is observed; perhaps there is a report; the lead's picture of the market follows."""
    p, scheme, budget = model.p, model.scheme, model.budget
    scheme.coverage = budget.coverage_of_monitoring
    scheme.watched += scheme.coverage
    alone = max(p.steering.unmonitored_months, p.steering.report_months)
    scheme.report_due += scheme.coverage / p.steering.report_months + (1 - scheme.coverage) / alone
    scheme.short_since_report += scheme.interviews_short
    budget.note_what_lacked()
    watched = 0.0
    if scheme.report_due >= 1 - 1e-6:
        scheme.report_due -= 1
        report(model)
        watched, scheme.watched = scheme.watched, 0.0
    sense(model, watched)


def report(model: "PilotScheme") -> None:
    """All that happened so far becomes known."""
    p, scheme = model.p, model.scheme
    stages = [person.stage for person in model.agents_by_type[Candidate]] if scheme.applicants else []
    gained = sum(stage in (Stage.returned, Stage.reintegrated, Stage.placed_home) for stage in stages)
    stayed = stages.count(Stage.stayed)
    scheme.known = Known(
        taken=scheme.places_taken,
        vacancies=model.vacancies,
        interviews_short=scheme.short_since_report,
        completed=sum(market.results for market in model.markets),
        gains=gained - p.politics.skills_weight * p.candidates.home_work * stayed,
    )
    scheme.short_since_report = 0.0
    model.budget.lacking, model.budget.worst = model.budget.worst, dict.fromkeys(Line, 0.0)


def sense(model: "PilotScheme", watched: float) -> None:
    """The lead's picture of the wanted profile follows the markets."""
    p, scheme = model.p, model.scheme
    wanted = 0.0
    for market in model.markets:
        wanted += market.profile / len(model.markets)
    board = p.agencies.board_sensing if p.design.advisory_board else 0.0
    speed = p.agencies.sensing + p.agencies.monitoring_sensing * watched + board
    scheme.sensed += min(speed, 1) * scheme.covered * (wanted - scheme.sensed)
