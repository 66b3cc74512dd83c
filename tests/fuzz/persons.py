"""Invariants of persons: everyone is in one place, and nobody is lost between two months."""

import numpy as np
from lists import members, members_due

from sim.categories import Mobility, Pipeline, Stage
from tests.fuzz.invariants import Run, invariant, month, persons, row, standing, when

LISTED = (
    Stage.applied, Stage.preselected, Stage.seat, Stage.examination, Stage.pool, Stage.home_pool, Stage.matched, Stage.recognition, Stage.permit,
    Stage.visa, Stage.ready,
)  # fmt: skip
CALENDARS = (Stage.training, Stage.abroad)
ON_THE_WAY = (Stage.matched, Stage.seat, Stage.recognition, Stage.permit, Stage.visa, Stage.ready)
"""Where a person stands between match and departure, but for training and examination after the match."""
PASSED_THROUGH = (Stage.completed, Stage.remote)
FINAL = (Stage.rejected, Stage.stayed, Stage.reintegrated, Stage.placed_home, Stage.dropped_out)


def _some_in(stage):
    def spoil(run):
        run.state.candidates["stage"][0] = stage

    return spoil


def _all_rejected(run: Run) -> None:
    run.state.candidates["stage"] = Stage.rejected


def _in_two_lists(run: Run) -> None:
    for stage in LISTED:
        if run.state.stages[stage]["count"]:
            run.state.stages[stage]["count"] += 1
            run.state.lists[stage, run.state.stages[stage]["count"] - 1] = run.state.lists[stage, 0]


@invariant(broken=_some_in(Stage.remote))
def everyone_is_in_one_stage(run):
    """As many persons are in each stage as the stage's counter says."""
    counted = np.bincount(run.people["stage"], minlength=max(Stage) + 1)
    return when(len(run.people), counted == run.state.stages["count"])


@invariant(broken=persons(Stage.pool))
def nobody_is_lost_between_months(run):
    """After every month, the persons in all stages are those who applied so far."""
    return when(len(run.people), run.stages.sum(axis=1) == run.sofar("applicants"))


@invariant(broken=_all_rejected)
def lists_hold_who_is_in_the_stage(run):
    """A stage's list holds the persons in that stage, and no others."""
    found = [(stage, members(run.state, stage)) for stage in LISTED]
    right = [(run.state.candidates["stage"][listed] == stage).all() for stage, listed in found]
    return when(any(listed for _, listed in found), right)


@invariant(broken=_all_rejected)
def calendars_hold_who_is_in_the_stage(run):
    """The calendars hold as many in training and abroad as are there, and no others."""
    found = [(stage, members_due(run.state, stage)) for stage in CALENDARS]
    right = [
        len(listed) == run.state.stages[stage]["count"] and (run.state.candidates["stage"][listed] == stage).all()
        for stage, listed in found
    ]
    return when(any(listed for _, listed in found), right)


@invariant(broken=_in_two_lists)
def nobody_stands_in_two_lists(run):
    """Nobody stands in two lists or calendars at once."""
    everybody = [i for stage in LISTED for i in members(run.state, stage)]
    everybody += [i for stage in CALENDARS for i in members_due(run.state, stage)]
    return when(everybody, len(set(everybody)) == len(everybody))


@invariant(broken=persons(Stage.remote))
def nobody_rests_in_a_step(run):
    """Nobody is left after a month in a stage that one only passes through."""
    return when(len(run.people), run.stages[:, list(PASSED_THROUGH)] == 0)


@invariant(broken=persons(Stage.dropped_out, 0))
def nobody_comes_back_from_a_final_stage(run):
    """The numbers in final stages never become smaller."""
    ended = run.stages[:, list(FINAL)]
    return when(ended.any(), np.diff(ended, axis=0) >= 0)


@invariant(broken=row("schemes", "candidate_limit", 0))
def no_more_apply_than_can_be_reached(run):
    """The persons who applied are no more than the plan's limit, and the tables hold them."""
    applied, limit = len(run.people), int(run.state.scheme.candidate_limit)
    return when(applied, applied <= limit < len(run.state.candidates))


@invariant(broken=persons(Stage.rejected, 0))
def applicants_are_preselected_rejected_or_wait(run):
    """Who applied and was not preselected was rejected, or still waits for screening."""
    other = run.number_in(Stage.applied) + run.number_in(Stage.rejected)
    return when(other.any(), run.sofar("applicants") - run.sofar("preselected") == other)


@invariant(broken=month("dropouts", 1e6))
def who_left_dropped_out_or_returned_early(run):
    """The persons who left are those counted as dropouts and as early returns."""
    left = run.number_in(Stage.dropped_out)
    return when(left.any(), run.sofar("dropouts") + run.sofar("early_returns") == left)


@invariant(broken=month("local_placements", 1e6))
def placed_at_home_as_counted(run):
    """The persons placed at home are those counted so far."""
    return when(run.whole["local_placements"], run.sofar("local_placements") == run.number_in(Stage.placed_home))


@invariant(broken=month("stayed", 1e6))
def stayed_as_counted(run):
    """The persons who stayed on are those counted so far."""
    return when(run.whole["stayed"], run.sofar("stayed") == run.number_in(Stage.stayed))


@invariant(broken=month("reintegrated", 1e6))
def returned_and_reintegrated_as_counted(run):
    """Who returned is reintegrated, as counted, or was hired again, or neither."""
    here = run.number_in(Stage.returned), run.number_in(Stage.reintegrated)
    kept = (run.sofar("reintegrated") == here[1]) & (run.sofar("returned") == here[0] + here[1] + run.sofar("rehires"))
    return when(run.whole["returned"], kept)


@invariant(broken=month("departures", 1e6))
def who_departed_is_abroad_or_came_to_an_end(run):
    """Who departed is abroad, fulfilled the planned stay, or returned early."""
    ended = run.sofar("completed_mobilities") + run.sofar("early_returns")
    return when(run.whole["departures"], run.sofar("departures") == ended + run.number_in(Stage.abroad))


@invariant(broken=persons(Stage.permit))
def who_is_matched_waits_departed_or_left(run):
    """No more persons wait between match and departure than were matched and have not departed."""
    waiting = run.stages[:, list(ON_THE_WAY)].sum(axis=1)
    between = waiting + run.number_in(Stage.training) + run.number_in(Stage.examination)  # some of these have a host
    open_cases = run.sofar("matches") + run.sofar("rehires") - run.sofar("departures")
    return when(run.whole["matches"], (waiting <= open_cases) & (open_cases <= between + run.sofar("dropouts")))


@invariant(broken=lambda run: run.people["trained"].fill(0))
def nobody_departs_untrained(run):
    """Whoever departed had been trained, and had been matched."""
    gone = run.people["departed"] >= 0
    return when(gone.any(), (run.people["trained"][gone] == 1) & (run.people["matched"][gone] >= 0))


@invariant(broken=month("departures", 1.0, at=slice(None)))
def nobody_departs_outside_an_intake_date(run):
    """Where stays begin at intake dates only, nobody departs in a month outside of their window."""
    design = run.config.design
    always = all(map(run.always, ("design.intake_months", "design.first_intake", "design.intake_window")))
    applies = always and design.intake_window < design.intake_months
    months = np.arange(run.config.horizon)
    between = (months - design.first_intake) % design.intake_months >= design.intake_window
    return when(applies and run.whole["departures"], run.months["departures"][between] == 0)


@invariant(broken=month("rehires", 1.0))
def only_seasonal_workers_are_hired_again(run):
    """Nobody is hired again where no mobility is seasonal."""
    return when(Mobility.seasonal not in run.throughout("design.kind"), run.months["rehires"] == 0)


@invariant(broken=persons(Stage.seat, 1, at=slice(None)))
def nobody_waits_for_a_seat_who_is_trained_first(run):
    """Nobody has a host before training where training comes first."""
    first = run.throughout("design.pipeline") == {Pipeline.train_first}
    return when(first and len(run.people), run.number_in(Stage.seat) == 0)


@invariant(broken=month("waiting_examination", 1e6))
def who_waits_for_a_sitting_is_counted(run):
    """In every month, as many person-months are waited for a sitting as persons are in the stage."""
    waiting = run.months["waiting_examination"]
    return when(waiting.any(), waiting == run.number_in(Stage.examination))


@invariant(broken=lambda run: run.people["sittings"].fill(99))
def nobody_sits_more_often_than_allowed(run):
    """Nobody sits the examination more often than is allowed, and all sittings are counted."""
    taken = run.people["sittings"]
    allowed = max(run.throughout("candidates.sittings"))
    return when(taken.any(), (taken <= allowed).all() and taken.sum() == run.whole["sittings"])


@invariant(broken=standing("ceiling", -1))
def the_ceiling_is_the_plan_or_a_little_more(run):
    """The funder allows the places of the plan, or more by the share that it grants at most, and takes nothing back."""
    ceiling, places = run.scheme["ceiling"], int(run.state.scheme.places)
    most = int(places * (1 + max(run.throughout("steering.raise_share"))))
    return when(places, (ceiling >= places) & (ceiling <= most) & (np.diff(ceiling, prepend=places) >= 0))


@invariant(broken=standing("support", -0.1))
def support_is_at_most_what_the_design_says(run):
    """The staff carries no more of the hosts' burden than the design says."""
    most = max(run.throughout("design.administrative_support"))
    support = run.scheme["support"]
    return when(run.scheme["alive"].any(), (support >= 0) & (support <= most))


@invariant(broken=persons(Stage.training))
def who_is_preselected_waits_trains_or_went_on(run):
    """No more persons wait for training or are in it than were preselected and are not trained."""
    between = run.stages[:, [Stage.preselected, Stage.training, Stage.seat]].sum(axis=1)
    pools = run.number_in(Stage.pool)  # some of those in the pool look for a host before training
    under_way = run.sofar("preselected") - run.sofar("trained")
    most = between + pools + run.sofar("dropouts")
    return when(run.whole["preselected"], (between <= under_way) & (under_way <= most))


@invariant(broken=standing("places_taken", -1, at=slice(None)))
def places_taken_are_not_more_than_the_ceiling(run):
    """While there is public money, between none and all of the places that the funder allows are taken."""
    funded = run.scheme["funded"] == 1
    taken, there = run.scheme["places_taken"][funded], run.scheme["ceiling"][funded]
    return when(taken.any(), (taken >= 0) & (taken <= there))
