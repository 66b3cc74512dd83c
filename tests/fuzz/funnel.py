"""Invariants of the funnel: up to every month, no more persons further down the way than came through before."""

import numpy as np

from tests.fuzz.invariants import invariant, month, when

HIRES = ("hires_micro", "hires_small", "hires_medium", "hires_large")


def _not_more(later: str, earlier: str, why: str) -> None:
    def claim(run):
        before = sum(run.sofar(name) for name in earlier.split(" or "))
        return when(run.whole[later] > 0, run.sofar(later) <= before)

    claim.__name__, claim.__doc__ = f"{later}_are_not_more_than_{earlier.replace(' ', '_')}", why
    invariant(broken=month(later, 1e9))(claim)


for _later, _earlier, _why in (
    ("preselected", "applicants", "Nobody is preselected who did not apply."),
    ("trained", "preselected", "Nobody is trained who was not preselected."),
    ("matches", "preselected", "Nobody is matched who was not preselected."),
    ("local_placements", "trained", "Nobody is placed at home who was not trained."),
    ("departures", "trained or rehires", "Nobody departs who was not trained, or hired again."),
    ("departures", "matches or rehires", "Nobody departs who was not matched, or hired again."),
    ("rehires", "returned", "Nobody is hired again who did not return."),
    ("promises_missed", "matches", "No host is let down over somebody who was not matched, nor twice."),
    ("failed_examinations", "trained", "Nobody fails the examination who was not trained."),
    ("examinations_passed", "sittings", "Nobody passes the examination without a sitting."),
    ("permits_issued", "matches or rehires", "Nobody gets a permit who was not matched, or hired again."),
    ("visas_issued", "permits_issued", "Nobody gets a visa without a permit."),
    ("departures", "visas_issued", "Nobody departs without a visa."),
    ("failed_examinations", "sittings", "Nobody fails the examination without a sitting."),
    ("departures_self_financed", "departures", "Departures that hosts pay for are departures."),
    (
        "completed_self_financed",
        "departures_self_financed",
        "Stays that hosts pay for began with a departure that they paid for.",
    ),
    (
        "completed_self_financed",
        "completed_mobilities",
        "Stays that hosts pay for and that are fulfilled are fulfilled stays.",
    ),
    ("vacancies_lapsed", "declared_vacancies", "No vacancy lapses that was not declared."),
    ("remote_starts", "matches", "Nobody starts remotely who was not matched."),
    ("remote_contracts", "remote_starts", "Nobody stays a remote worker who did not start remotely."),
    ("remote_contracts", "dropouts", "Who stays a remote worker leaves the scheme."),
    ("host_changes", "departures", "Nobody changes the host abroad who did not depart."),
    ("vacancies_below_floor", "declared_vacancies", "Vacancies that pay too little are among those declared."),
    ("completed_mobilities", "departures", "Nobody fulfils a stay who did not depart."),
    ("early_returns", "departures", "Nobody returns early who did not depart."),
    ("women_departed", "departures", "Women who departed are among those who departed."),
    ("stayed", "completed_mobilities", "Nobody stays on who did not fulfil the planned stay."),
    ("returned", "completed_mobilities", "Nobody returns as planned who did not fulfil the planned stay."),
    ("reintegrated", "returned", "Nobody is reintegrated who did not return."),
    ("dropouts", "preselected", "Nobody drops out who was not preselected."),
    ("employers_hiring", "employers_engaged", "No host hires that did not engage."),
    ("employers_hiring", "matches", "Every host that hires has a match."),
    ("hires_first_time", "matches", "Hires by hosts that recruit abroad for the first time are matches."),
    ("hires_internationalisation", "matches", "Hires by hosts that want to internationalise are matches."),
):
    _not_more(_later, _earlier, _why)


@invariant(broken=month("stayed", 1e9))
def who_completes_stays_or_returns(run):
    """In every month, who fulfils the planned stay stays on or returns."""
    ended = run.months["stayed"] + run.months["returned"]
    return when(run.whole["completed_mobilities"] > 0, ended == run.months["completed_mobilities"])


@invariant(broken=month("refusals", 1e9))
def every_offer_is_accepted_or_refused(run):
    """In every month, offers are matches and refusals."""
    return when(run.whole["offers"] > 0, run.months["offers"] == run.months["matches"] + run.months["refusals"])


@invariant(broken=month("hires_small", 1e9))
def every_match_is_with_a_host_of_some_size(run):
    """In every month, hires by size of host add up to the matches."""
    return when(run.whole["matches"] > 0, sum(run.months[name] for name in HIRES) == run.months["matches"])


@invariant(broken=month("interviews", 0.0, at=slice(None)))
def nobody_gets_an_offer_before_the_first_interview(run):
    """Where every file needs an interview, and no host signed to take persons by their file, no offer comes before the first interview."""
    applies = (
        run.throughout("design.interview_share") == {1.0}
        and run.config.design.signed_share == 0
        and run.whole["offers"] > 0
    )
    offers, interviews = run.sofar("offers"), run.sofar("interviews")
    return when(applies, np.all(interviews[offers > 0] > 0))


@invariant(broken=month("agreements_signed", 1e9))
def no_more_agreements_than_there_are_partners(run):
    """Every government signs once, and every country of destination agrees on recognition once at most."""
    most = len(run.state.governments) + len(run.state.countries)
    return when(run.whole["agreements_signed"] > 0, run.sofar("agreements_signed") <= most)
