"""Every number of the page that answers the same question is the same: sentence, pictures, tables, other tabs."""

import io
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.compare.runs import OUTCOME
from analysis.dashboard import obstacles, takeaway, words
from analysis.dashboard.answers import answer
from analysis.dashboard.jobs import Job
from analysis.dashboard.pictures import PICTURES, cost
from analysis.dashboard.plan import OWN, Plan, configurations
from analysis.worlds.settings import DRAWN, Uncertainty

pytestmark = pytest.mark.compiled

FEW = Plan("palim", common={"design.places": 12}, designs=({OWN[0]: 1.0}, {OWN[0]: 2.5}), replicates=100)
"""A small pilot: in some worlds nobody completes, so that costs per completed mobility are undefined there."""


@pytest.fixture(scope="module")
def found():
    return answer(FEW, Job())


@pytest.fixture(scope="module")
def table(found):
    return pd.read_csv(io.StringIO(takeaway.csv_of(found, "table"))).set_index("indicator")


def test_costs_are_those_of_the_table(found, table):
    row = table.loc["cost_per_completed"]
    assert row.undefined > 0
    for place, mean in enumerate((row.mean_a, row.mean_b)):
        assert found.spread("cost_per_completed", place)[0] == pytest.approx(mean, rel=1e-12)
        assert found.spread("cost_per_completed", place)[3] == row.replicates
    told = f"Over the {row.replicates} of 100 worlds in which every design had one."
    assert told in words.money(found)
    assert told in cost(found).reading


def test_every_bar_is_the_mean_of_the_table(found, table):
    for name in table.index:
        for place, column in enumerate(("mean_a", "mean_b")):
            mean = found.spread(name, place)[0]
            assert mean == pytest.approx(table.loc[name, column], rel=1e-9, abs=1e-12, nan_ok=True), name


def test_the_difference_by_month_ends_with_the_answer(found, table):
    [(mean, low, high)] = found.differences
    row = table.loc[OUTCOME]
    assert (mean[-1], low[-1], high[-1]) == pytest.approx((row.difference, row.ci_low, row.ci_high))
    end = next(draw(found) for draw in PICTURES if draw(found).name == "difference").rows[-1]
    assert float(end[2]) == round(row.difference, 1)
    [said] = re.findall(r"gives (\S+) more completed mobilities|a difference of (\S+) \(", str(words.sentence(found)))
    assert float("".join(said)) == pytest.approx(abs(row.difference), abs=0.5)


def test_a_design_that_never_has_one_does_not_hide_the_others():
    plan = Plan("palim", designs=({"design.places": 0}, {OWN[0]: 2.0}), replicates=100)
    found = answer(plan, Job())
    assert found.spread("cost_per_completed", 0)[3] == 0
    assert found.spread("cost_per_completed", 1)[3] > 50
    assert "undefined, because it completed none" in words.money(found)


@pytest.mark.parametrize("uncertainty", [Uncertainty.both, Uncertainty.chance])
def test_what_is_waited_for_is_the_same_under_compare_and_under_obstacles(tmp_path, uncertainty):
    plan = replace(FEW, uncertainty=uncertainty)
    found, config = answer(plan, Job()), configurations(plan)[1]
    holds = obstacles.found(config, "B", tmp_path, Job(), uncertain=uncertainty == Uncertainty.both)
    assert holds.differs == ""
    for row in holds.waiting.itertuples():
        assert row.person_months == pytest.approx(found.spread(f"waiting_{row.cause}", 1)[0])
    assert np.allclose(holds.gains[holds.gains.indicator == OUTCOME].unrelaxed, found.spread(OUTCOME, 1)[0])


@pytest.mark.parametrize(("runs", "uncertain", "why"), [(500, False, "These 10 worlds are the first of the 500 under Compare"), (100, True, "These 10 worlds are drawn anew")])  # fmt: skip
def test_where_means_differ_the_page_says_why(monkeypatch, tmp_path, runs, uncertain, why):
    monkeypatch.setattr(obstacles, "MOST", 10)
    config = configurations(Plan("palim", replicates=runs))[0]
    holds = obstacles.found(config, "A", tmp_path, Job(), uncertain)
    assert why in holds.differs
    assert why in str(obstacles.shown(holds))


def test_the_page_says_where_drawn_parameters_come_from(found, tmp_path):
    assert str(words.how_sure(found)).count(DRAWN) == 1
    luck = answer(replace(FEW, uncertainty=Uncertainty.chance), Job())
    assert DRAWN not in str(words.how_sure(luck))
    holds = obstacles.found(configurations(Plan("palim", replicates=10))[0], "A", tmp_path, Job(), uncertain=True)
    assert str(obstacles.shown(holds)).count(DRAWN) == 1
