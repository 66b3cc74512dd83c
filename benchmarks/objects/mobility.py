"""From the match to the end of the stay: recognition, permits, visas, mobility (ODD, sections of these names)."""

from typing import TYPE_CHECKING

from benchmarks.objects.categories import Outcome, Reason, Stage
from benchmarks.objects.configuration import by
from benchmarks.objects.corridors import income

if TYPE_CHECKING:
    from benchmarks.objects.model import PilotScheme


def recognition(model: "PilotScheme") -> None:
    """Open the cases of new matches; decide those that are due, in order of filing."""
    for country in model.countries:
        country.recognition_credit = country.recognition_credit % 1 + model.p.recognition.capacity * model.p.scale
    pull = 1 + model.p.shock.remote_stays * model.shock.intensity
    model.scheme.pull_of_remote_work += model.p.employers.remote_stays * pull
    for candidate in model.go_through(Stage.matched):
        candidate.go_on_from_match()
    for candidate in model.go_through(Stage.recognition):
        desk = candidate.market.country
        if candidate.why_lost != Reason.none:
            candidate.lose_match(candidate.why_lost)
        elif candidate.due <= model.month and desk.recognition_credit >= 1:
            desk.recognition_credit -= 1
            if candidate.recognition == Outcome.refused:
                candidate.be_refused(Reason.not_recognised)
            else:
                candidate.apply_for_permit()
        else:
            candidate.wait_on()
            model.count("waiting_recognition")


def permits(model: "PilotScheme") -> None:
    """New files, and decisions in order of filing as far as capacity goes."""
    for country in model.countries:
        country.open_permit_desk(model)
    for candidate in model.go_through(Stage.permit):
        desk = candidate.market.country
        candidate.process_permit()
        if candidate.why_lost != Reason.none:
            candidate.lose_match(candidate.why_lost)
        elif candidate.due <= model.month and desk.permit_credit >= 1:
            desk.permit_credit -= 1
            candidate.receive_permit()
        else:
            candidate.wait_on()
            model.count("waiting_permit")


def visas(model: "PilotScheme") -> None:
    """New appointments, and decisions in order of asking as far as each consulate's capacity goes."""
    for country in model.countries:
        country.open_consulates(model)
    for candidate in model.go_through(Stage.visa):
        consulates, origin = candidate.market.country.visa_credit, candidate.origin.number
        candidate.wait_for_appointment()
        if candidate.why_lost != Reason.none:
            candidate.lose_match(candidate.why_lost)
        elif candidate.due <= model.month and consulates[origin] >= 1:
            consulates[origin] -= 1
            candidate.receive_visa()
        else:
            candidate.wait_on()
            model.count("waiting_visa")


def mobility(model: "PilotScheme") -> None:
    """Stays end; those who are ready leave as far as borders are open."""
    for candidate in model.calendars[Stage.abroad].due_in(model.month):
        candidate.end_stay()
    for candidate in model.go_through(Stage.ready):
        if candidate.why_lost != Reason.none:
            candidate.lose_match(candidate.why_lost)
        elif candidate.may_leave and model.stays_can_begin(model.month):
            candidate.depart()
        else:
            candidate.wait_on()
            model.count("waiting_travel")


def balance(model: "PilotScheme") -> None:
    """The accounts of migrants and of the countries of origin."""
    persons, record = model.calendars[Stage.abroad].persons, model.record
    candidates = model.p.candidates
    usual = by(candidates.income_abroad, model.p.design.level)
    model.count("months_abroad", persons)
    model.count("housing_paid", persons * by(model.p.costs.housing, model.p.design.level))
    for country in model.countries:
        for origin in model.origins:
            there = country.abroad[origin.number] * usual * income("destination", country.code)
            here = country.abroad[origin.number] * usual / candidates.earnings_multiple * income("origin", origin.code)
            model.count("income_gained", there - here)
            model.count("remittances", there * candidates.remitted)
    model.count("placements_added", record["local_placements"] * (1 - candidates.home_work))
    model.count("skills_lost", record["stayed"] * candidates.home_work)
    model.count("skill_balance", record["reintegrated"] + record["placements_added"] - record["skills_lost"])
