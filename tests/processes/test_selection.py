"""Selection: files are screened in order of arrival, as far as capacity, money and the quota go (L11, L16, L17)."""

import numpy as np
from worlds import finished, months, small, totals

from sim.indicators import Index
from sim.state import Stage


def screened(*values):
    """Files screened by month: who left the list of applicants."""
    state = finished(small(*values))
    journal = state.book.journal[: state.book.scheme[0].journal]
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
    run = totals(small({"design.interview_share": 0.0, "costs.screening": 10.0, "horizon": 30}))
    rejected_and_passed = run["spent_selection"] / 10.0
    assert (rejected_and_passed <= run["applicants"]).all()
    assert np.allclose(rejected_and_passed, np.round(rejected_and_passed))


def test_no_more_pass_than_are_wanted():
    run = months(small({"design.flexibility": 0.0}), 10)
    state = finished(small({"design.flexibility": 0.0}))
    assert (run[:, :36, Index.preselected].sum(axis=1) <= state.book.scheme[0].planned_intake + 6).all()


def test_better_files_pass():
    state = finished(small({"scale": 1.0, "horizon": 24}))
    people = state.book.candidates[: state.book.scheme[0].candidates]
    rejected = people[people["stage"] == Stage.rejected]
    passed = people[~np.isin(people["stage"], [Stage.rejected, Stage.applied])]
    assert passed["skill"].mean() > rejected["skill"].mean() + 0.5
