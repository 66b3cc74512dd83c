"""Selection: files are screened in order of arrival, as far as capacity, money and the quota go (L11, L16, L17)."""

import numpy as np
import pytest
from worlds import (
    Decision,
    budget,
    counted,
    drawn,
    fate,
    finished,
    given_all,
    given_row,
    given_scheme,
    line,
    listed,
    months,
    people,
    put,
    record,
    run,
    scheme,
    small,
    totals,
    world,
)

from sim.categories import AgencyKind, Line, Reason, Stage
from sim.draws import normal_from
from sim.indicators import NAMES
from sim.processes.selection import screening_score


def screened(*values):
    """Files screened by month: who left the list of applicants."""
    state = finished(small(*values))
    journal = state.journal[: state.scheme.journal]
    decided = journal[np.isin(journal["stage"], [Stage.rejected, Stage.preselected])]
    return np.bincount(decided["month"], minlength=72)


def test_capacity_limits_screening():
    few = {"agencies.screenings": 40.0, "design.capacity_share": 0.0, "agencies.digital_gain": 0.0}
    assert 0 < screened(few)[:36].max() <= 40 * 0.15


def test_digital_tools_and_recruiters_screen_more():
    few = {"agencies.screenings": 40.0, "design.capacity_share": 0.0}
    plain = screened(few, {"design.digital": 0.0})[:36].max()
    assert screened(few, {"design.digital": 1.0})[:36].max() > plain
    assert screened(few, {"design.digital": 0.0, "design.private_recruiters": 1.0})[:36].max() > plain


def test_every_file_costs():
    else_free = {"design.interview_share": 0.0, "costs.call": 0.0, "costs.reserve": 0.0}
    run = totals(small(else_free, {"costs.screening": 10.0, "horizon": 30}))
    rejected_and_passed = run["spent_selection"] / 10.0
    assert (rejected_and_passed <= run["applicants"]).all()
    assert np.allclose(rejected_and_passed, np.round(rejected_and_passed))


def test_no_more_pass_than_are_wanted():
    run = months(small({"design.flexibility": 0.0}), 10)
    state = finished(small({"design.flexibility": 0.0}))
    assert (run[:, :36, NAMES.index("preselected")].sum(axis=1) <= state.scheme.planned_intake + 6).all()


def test_better_files_pass():
    state = finished(small({"scale": 1.0, "horizon": 24}))
    people = state.candidates[: state.scheme.candidates]
    rejected = people[people["stage"] == Stage.rejected]
    passed = people[~np.isin(people["stage"], [Stage.rejected, Stage.applied])]
    assert passed["skill"].mean() > rejected["skill"].mean() + 0.5


def desk(*values, screenings=(100.0, 0.0), files=0, **columns):
    """A country of origin whose public service and recruiters screen as many files a month, each for 10 euro."""
    state = world({"costs.screening": 10.0, "design.digital": 0.0, "agencies.call_months": 0.0}, *values)
    budget(state, selection=1000.0)
    for row in state.agencies:
        kinds = (AgencyKind.public_service_origin, AgencyKind.private_recruiter)
        row.screenings = screenings[kinds.index(row.kind)] if row.kind in kinds else 777.0
    given_all(state.origins, quota=50, cut=-100.0, files=files)
    given_scheme(state, **columns)
    for _ in range(files):
        put(state, Stage.applied)
    return state


def test_the_capacity_for_files_by_hand():
    values = {"agencies.digital_gain": 0.5, "corridor.origins": 2}
    state = desk(values, screenings=(10.0, 20.0), files=1, capacity_stock=0.25, recruiter_share=0.3, services=0.8)
    given_all(state.agencies, digital=0.4)
    given_all(state.origins, screening_credit=55.0)  # nothing is left over from the month before
    run("selection", state, 4)
    expected = (10.0 * 1.2 * 1.25 + 20.0 * 0.3) * 0.8
    assert state.origins["screening_credit"] == pytest.approx([expected - 1, expected])


def test_without_files_no_desk_opens():
    state = desk()
    given_all(state.origins, screening_credit=55.0)
    run("selection", state, 4)
    assert state.origins[0].screening_credit == 0.0


def test_files_are_screened_in_order_as_far_as_capacity_goes():
    state = desk(files=4, screenings=(2.5, 0.0))
    run("selection", state, 4)
    assert listed(state, Stage.preselected) == [0, 1]
    assert listed(state, Stage.applied) == [2, 3]
    assert state.origins[0].screening_credit == 0.5
    assert (state.origins[0].files, state.origins[0].quota, scheme(state).preselected) == (2, 48, 2)
    assert counted(state, 4) == {"preselected": 2.0, "spent_selection": 20.0, "public_cost": 20.0}
    assert [int(people(state)[i].selected) for i in (0, 1)] == [4, 4]
    state = desk(files=2, screenings=(1.0, 0.0))
    assert listed(run("selection", state, 4), Stage.applied) == [1]


@pytest.mark.parametrize(("call_months", "first"), [(0.0, 0), (0.5, 1), (1.0, 1), (3.0, 3), (3.2, 4)])
def test_files_wait_until_the_call_is_over(call_months, first):
    """Applied in month 0: read in the first month that is so many months later, and meanwhile free of charge."""
    state = desk({"agencies.call_months": call_months}, files=2)
    people(state)["since"] = 0
    for month in range(first):
        run("selection", state, month)
        assert listed(state, Stage.applied) == [0, 1]
        assert (counted(state, month), state.origins[0].files) == ({}, 2)
    run("selection", state, first)
    assert listed(state, Stage.preselected) == [0, 1]


def test_a_call_that_is_not_over_ends_with_the_scheme():
    state = desk({"agencies.call_months": 9.0}, files=2, alive=0)
    run("selection", state, 4)
    assert [fate(state, i) for i in (0, 1)] == [(Stage.rejected, Reason.funding_ended)] * 2
    assert state.origins[0].files == 0


def test_files_are_screened_as_far_as_money_goes():
    state = desk(files=3)
    given_row(line(state, Line.selection), allocation=20.0)
    run("selection", state, 4)
    assert listed(state, Stage.applied) == [2]
    assert line(state, Line.selection).unmet == 10.0
    assert state.origins[0].screening_credit == 98.0
    state = desk(files=1, screenings=(0.5, 0.0))
    run("selection", state, 4)  # who is not screened for lack of a desk costs nothing
    assert line(state, Line.selection).unmet == line(state, Line.selection).spent == 0.0


@pytest.mark.parametrize("i", range(4))
def test_a_score_by_hand_and_who_passes(i):
    values = {"agencies.screening_noise": 0.7}
    for nudge, passes in ((-1e-4, True), (1e-4, False)):
        state = desk(values, files=0)
        noise = normal_from(drawn(state, Decision.screening, 0, i)[0])
        score = 0.3 + 0.7 * noise
        given_all(state.origins, cut=score + nudge, files=1)
        put(state, Stage.applied, agent=i, skill=0.3)
        run("selection", state, 4)
        assert people(state)[0].score == pytest.approx(score, rel=1e-5)
        assert fate(state, 0) == ((Stage.preselected, Reason.none) if passes else (Stage.rejected, Reason.screening))
        assert state.origins[0].files == 0
        assert state.origins[0].quota == (49 if passes else 50)
        assert counted(state, 4).get("preselected", 0.0) == scheme(state).preselected == float(passes)


def test_no_more_pass_than_the_quota():
    state = desk(files=3)
    given_all(state.origins, quota=2)
    run("selection", state, 4)
    assert [fate(state, i)[0] for i in range(3)] == [Stage.preselected, Stage.preselected, Stage.rejected]
    assert (state.origins[0].quota, state.origins[0].files) == (0, 0)


def test_each_country_of_origin_has_its_own_desk_quota_and_score():
    state = desk({"corridor.origins": 2})
    given_all(state.origins, quota=[5, 0], cut=[-100.0, -100.0], files=1)
    for origin in (1, 0):
        put(state, Stage.applied, origin=origin)
    run("selection", state, 4)
    assert [fate(state, i)[0] for i in range(2)] == [Stage.rejected, Stage.preselected]
    assert state.origins["files"].tolist() == [0, 0]
    assert state.origins["quota"].tolist() == [4, 0]


def test_when_the_scheme_has_ended_all_files_are_closed():
    state = desk(files=2, alive=0)
    run("selection", state, 4)
    assert [fate(state, i) for i in range(2)] == [(Stage.rejected, Reason.funding_ended)] * 2
    assert state.origins[0].files == 0
    assert counted(state, 4) == {}
    assert line(state, Line.selection).spent == 0.0


def test_the_score_of_a_file_by_hand():
    assert screening_score(0.5, -0.3, record({"agencies.screening_noise": 2.0})) == pytest.approx(0.5 - 2 * 0.3)
