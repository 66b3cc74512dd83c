"""The runs behind the page: the numbers of the command, found again where they were run, dropped where not wanted."""

import threading
import time
from collections import OrderedDict
from dataclasses import replace

import numpy as np
import pytest

from analysis.compare.runs import OUTCOME, SERIES
from analysis.dashboard import answers, beside, designs_run, life, takeaway, words
from analysis.dashboard.address import read_address
from analysis.dashboard.answers import answer, known
from analysis.dashboard.jobs import Job, StoppedError
from analysis.dashboard.pictures import PICTURES
from analysis.dashboard.plan import OWN, Plan, configurations
from analysis.worlds.experiments import run_designs
from analysis.worlds.settings import Uncertainty
from sim.indicators import NAMES

pytestmark = pytest.mark.compiled

PLAN = Plan("digital_explorers", designs=({OWN[0]: 2.0}, {OWN[0]: 4.0}, {OWN[0]: 4.0, OWN[1]: 0.9}), replicates=20)


@pytest.fixture(scope="module")
def found():
    return answer(PLAN, Job())


@pytest.mark.parametrize("uncertainty", ["chance", "both"])
def test_runs_found_again_are_those_of_all_designs_at_once(uncertainty):
    configs = configurations(PLAN)
    wanted = run_designs(configs, 20, 1, uncertainty, indicators=NAMES, monthly=SERIES)
    for _ in range(2):
        runs = designs_run.run(configs, 20, 1, uncertainty, monthly=SERIES)
        for name in NAMES:
            np.testing.assert_array_equal(runs.totals[name], wanted.totals[name])
        for name in SERIES:
            np.testing.assert_array_equal(runs.monthly[name], wanted.monthly[name])


@pytest.mark.parametrize("uncertainty", Uncertainty)
def test_only_the_design_that_moved_is_simulated(monkeypatch, uncertainty):
    plan = replace(PLAN, uncertainty=uncertainty)
    answer(plan, Job())
    ran = []

    def counted(configs, *arguments, **keywords):
        ran.append(len(configs))
        return run_designs(configs, *arguments, **keywords)

    monkeypatch.setattr(designs_run, "run_designs", counted)
    moved = replace(plan, designs=({OWN[0]: 2.125}, *PLAN.designs[1:]))
    found = answer(moved, Job())
    assert ran == [1]
    assert answer(moved, Job()) is known(moved)
    assert answer(replace(moved, month=18), Job()) is found
    assert ran == [1]
    wanted = run_designs(configurations(moved), 20, 1, uncertainty.name)
    np.testing.assert_array_equal(found.comparison.runs.totals[OUTCOME], wanted.totals[OUTCOME])


def test_answers_are_forgotten_before_they_fill_the_memory(monkeypatch):
    monkeypatch.setattr(answers, "_answers", OrderedDict())
    plans = [Plan("palim", designs=({OWN[0]: 1.0}, {OWN[0]: 2.0 + place}), replicates=20) for place in range(3)]
    first = answer(plans[0], Job())
    monkeypatch.setattr(answers, "MOST_BYTES", 5 * designs_run.size(first.comparison.runs))
    for plan in plans[1:]:
        answer(plan, Job())
    assert [known(plan) is not None for plan in plans] == [False, True, True]
    monkeypatch.setattr(answers, "MOST_BYTES", 1)
    assert known(answer(plans[0], Job()).plan)  # the last one always stays


def test_a_job_that_is_not_wanted_stops_at_the_next_chunk():
    job, began = Job(), time.monotonic()
    threading.Timer(0.4, job.stop).start()
    plan = Plan("talent_partnership", designs=({OWN[0]: 5.0}, {OWN[0]: 7.0}), replicates=200)
    with pytest.raises(StoppedError):
        answer(plan, job)
    assert time.monotonic() - began < 6.0  # the whole takes some twenty seconds
    assert known(plan) is None


def test_the_sentence_says_which_how_much_how_sure_and_from_when(found):
    text = str(words.sentence(found))
    assert "95 % interval" in text
    assert "A (2 years" in text
    assert "C (4 years, flexibility 0.9)" in text
    assert "of 20 plausible worlds" in text
    assert "Public money per completed mobility" in str(words.how_sure(found))


@pytest.mark.parametrize("draw", PICTURES)
def test_every_picture_has_units_words_and_numbers(found, draw):
    shown = draw(found)
    assert shown.picture.startswith("<svg")
    assert "nan" not in shown.picture
    assert "role=" in shown.picture
    assert "aria-label=" in shown.picture
    assert any(unit in shown.picture for unit in ("persons", "EUR", "person-months"))
    assert shown.rows
    assert all(len(row) == len(shown.columns) for row in shown.rows)


def test_pictures_of_nothing_at_all():
    """No places: nobody moves, costs are undefined, and every picture still stands."""
    empty = answer(Plan("baseline", common={"design.places": 0}, replicates=20), Job())
    text = str(words.pictures(empty)) + str(words.sentence(empty))
    text += str(beside.strips(empty)) + str(beside.at_a_glance(empty)) + str(beside.by_date(empty, 0))
    assert "undefined" in text
    assert "nan" not in text.replace("finance", "")
    assert "give the same number" in text


def test_what_a_planner_wrote_is_escaped():
    plan = Plan("baseline", title="<script>alert(1)</script>", loaded={"design.places": 20}, replicates=20)
    found = answer(plan, Job())
    texts = [str(words.sentence(found)), str(words.pictures(found)), takeaway.report(found)]
    texts += [str(beside.strips(found)), str(beside.at_a_glance(found)), str(beside.buttons(found, 0))]
    from analysis.dashboard.page import described, page

    for text in (*texts, str(page(plan, read_address("scenario=<img src=x>"))), str(described(plan))):
        assert "<script>alert(1)" not in text
        assert "<img src=x>" not in text


@pytest.mark.parametrize("uncertainty", Uncertainty)
def test_the_yaml_is_the_scenario(tmp_path, uncertainty):
    from sim import simulate
    from sim.setup.configuration import configure

    plan = replace(PLAN, uncertainty=uncertainty)
    path = tmp_path / takeaway.file_name(plan, 1)
    path.write_text(takeaway.yaml_of(plan, 1), encoding="utf-8")
    runs = simulate(configure(str(path))).runs
    found = answer(plan, Job()).comparison
    for name in ("completed_mobilities", "public_cost", "waiting_permit"):
        np.testing.assert_array_equal(runs[name], found.values(name, 1))


def test_the_command_makes_the_same_comparison(tmp_path, found):
    import shlex

    import pandas as pd

    from analysis.compare.__main__ import main

    main([*shlex.split(takeaway.command(PLAN))[3:], f"outputs={tmp_path}", "turning=0"])
    [table] = tmp_path.glob("compare/*/comparison.csv")
    mine = pd.read_csv(table)
    assert mine.difference.tolist() == pytest.approx(found.table.difference.tolist(), nan_ok=True)


@pytest.mark.parametrize("uncertainty", Uncertainty)
def test_a_life_is_lived_in_a_world_of_the_comparison(uncertainty):
    plan = replace(PLAN, uncertainty=uncertainty)
    comparison = answer(plan, Job()).comparison
    for replicate in (0, 7, 19):
        state = life.world(plan.key, 1, replicate).model.state
        assert int(state.scheme.candidates) == comparison.values("applicants", 1)[replicate]
        assert int(state.employers["hires"].sum()) == comparison.values("matches", 1)[replicate]


def test_a_world_in_which_nobody_applies_says_so():
    plan = Plan("baseline", common={"design.places": 0}, replicates=2)
    text = str(life.shown(life.world(plan.key, 0, 0), "", 0, 0))
    assert "Nobody applied in this world." in text


def test_a_life_is_told_and_drawn():
    lived = life.world(PLAN.key, 1, 0)
    for end in life.choices(lived):
        text = str(life.shown(lived, end, 0, 0))
        assert text.count("<svg") == 2
        assert "aria-label=" in text
    assert str(life.shown(lived, "completed", 0, 0)) == str(life.shown(lived, "completed", 0, 0))
