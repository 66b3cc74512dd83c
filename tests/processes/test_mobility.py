"""Mobility: departures as borders open, the stay, early return, staying on, reintegration (L13, L15, L19)."""

import numpy as np
import pytest
from worlds import finished, small, totals

from sim.state import Reason, Stage

CERTAIN = {"candidates.return_utility": -8.0, "candidates.return_quality": 0.0, "candidates.level_return.high": -2.0}


def journal_of(*values, **options):
    state = finished(small(*values), **options)
    return state.book.journal[: state.book.scheme[0].journal]


def by_person(journal, stage):
    return {int(e["candidate"]): int(e["month"]) for e in journal if e["stage"] == stage}


@pytest.mark.parametrize("stay", [3.0, 12.0])
def test_completed_stays_have_the_planned_length(stay):
    journal = journal_of({"design.stay_months": stay, "horizon": 96})
    left, done = by_person(journal, Stage.abroad), by_person(journal, Stage.completed)
    assert done
    assert {done[i] - left[i] for i in done} == {int(stay)}


def test_early_returns_are_before_the_planned_end():
    journal = journal_of({"candidates.return_utility": 2.0, "horizon": 96, "scale": 0.5})
    left = by_person(journal, Stage.abroad)
    back = {int(e["candidate"]): int(e["month"]) for e in journal if e["reason"] == Reason.early_return}
    assert back
    assert all(1 <= back[i] - left[i] < 12 for i in back)


def test_early_return_at_its_limits():
    never, always = totals(small(CERTAIN)), totals(small({"candidates.return_utility": 4.0, "design.stay_months": 60.0}))
    assert never["early_returns"].sum() == 0 < never["completed_mobilities"].sum()
    assert always["completed_mobilities"].sum() == 0 < always["early_returns"].sum()


@pytest.mark.parametrize(("share", "indicator"), [(1.0, "stayed"), (0.0, "returned")])
def test_after_the_stay_everyone_stays_or_returns(share, indicator):
    run = totals(small({"candidates.stay_share.employment": share}))
    assert (run[indicator] == run["completed_mobilities"]).all()
    assert run["completed_mobilities"].sum() > 0
    everyone = totals(small())
    assert (everyone["stayed"] + everyone["returned"] == everyone["completed_mobilities"]).all()


def test_reintegration_needs_a_return_and_support_helps():
    none, full = (totals(small({"design.reintegration_support": share}), 30) for share in (0.0, 1.0))
    assert (none["reintegrated"] <= none["returned"]).all()
    assert none["spent_reintegration"].sum() == 0 < full["spent_reintegration"].sum()
    assert full["reintegrated"].sum() / full["returned"].sum() > none["reintegrated"].sum() / none["returned"].sum()


def test_nobody_travels_while_borders_are_closed():
    closed = {"shock.month": 20, "shock.closure_months": 12.0, "shock.travel": 1.0, "shock.severity": 1.0}
    left = by_person(journal_of(closed, {"scale": 0.5}), Stage.abroad)
    assert not [month for month in left.values() if 20 <= month < 32]
    assert [month for month in left.values() if month >= 32]


def test_remote_starts_only_where_the_sector_allows():
    offered = {"design.remote_start": 1.0, "candidates.remote_accept": 4.0}
    assert totals(small(offered))["remote_starts"].sum() > 0
    assert totals(small(offered, {"sectors.remote.ict": 0.0}))["remote_starts"].sum() == 0
    journal = journal_of(offered)
    remote = by_person(journal, Stage.remote)
    matched = by_person(journal, Stage.matched)
    assert all(remote[i] == matched[i] for i in remote)


def test_results_are_credited_to_the_host():
    state = finished(small())
    assert state.employers["results"].sum() == state.markets["results"].sum()
    people = state.book.candidates[: state.book.scheme[0].candidates]
    done = people[np.isin(people["stage"], [Stage.stayed, Stage.returned, Stage.reintegrated])]
    credited = np.bincount(done["employer"], minlength=len(state.employers))
    assert (credited == state.employers["results"]).all()
