"""``python -m analysis.advice`` as a user types it: files, words, refusals, and the table that ships."""

import json
import re

import pandas as pd
import pytest

from analysis.advice import answer as answering
from analysis.advice import words
from analysis.advice.pushes import levers
from analysis.advice.settings import TYPICAL
from analysis.advice.tables import columns
from analysis.command.questions import main_of
from sim.setup.catalogue import ROOT

advice = main_of("advice")
SMALL = ("levers=design.training_months,design.pipeline,design.advisory_board", "draws=20")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The results of a small question about two pilots."""
    outputs = tmp_path_factory.mktemp("advice")
    advice(["scenario=open_pilot,seasonal_pilot", *SMALL, f"outputs={outputs}"])
    [found] = [path for path in (outputs / "advice").iterdir() if path.is_dir()]
    return found


def test_a_row_per_scenario_lever_and_value(folder):
    table = words.read(folder / "advice.csv")
    assert list(table.columns) == columns()
    mine = table[table.scenario == "open_pilot"]
    assert [f"{row.lever} {row.value_from} {row.value_to} {row.direction}" for row in mine.itertuples()] == [
        "design.training_months 5 0 down", "design.training_months 5 12 up", "design.advisory_board false true true",
        "design.pipeline train_first match_first match_first",
    ]  # fmt: skip
    assert (table.completed_mobilities_ci_low <= table.completed_mobilities).all()
    assert (table.completed_mobilities <= table.completed_mobilities_ci_high).all()
    assert set(table.free_lunch) <= {0, 1}
    assert ((table.free_lunch == 1) == (table["rule"] != "")).all()


def test_the_cost_of_a_completed_mobility_is_the_cost_over_the_mobilities(folder):
    row = words.read(folder / "advice.csv").iloc[0]
    before = row.before_public_cost / row.before_completed_mobilities
    after = (row.before_public_cost + row.public_cost) / (row.before_completed_mobilities + row.completed_mobilities)
    assert row.before_cost_per_completed == pytest.approx(before, rel=1e-4)
    assert row.cost_per_completed == pytest.approx(after - before, abs=1e-3 * before)


def test_everything_is_written(folder):
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "Too good to be true" in page
    assert "Open pilot" in page
    assert "Seasonal pilot" in page
    assert {path.name for path in (folder / "figures").iterdir()} >= {
        "advice_open_pilot.svg",
        "advice_seasonal_pilot.png",
    }
    facts = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    pushes = len(words.read(folder / "advice.csv"))
    assert (facts["draws"], facts["runs"]) == (20, 20 * (pushes + 2))


@pytest.mark.parametrize(("arguments", "told"), [
    (["levers=design.flexibilty"], "did you mean design.flexibility?"), (["levers=design.budget_total"], "is held"),
    (["levers=trust.gain"], "is no lever"), (["draws=1"], "draws"), (["scenario=nowhere"], "nowhere"),
    (["ship=true", "draws=20", "scenario=palim"], "ship: docs/advice.csv"), (["ship=true", "gain=0.1"], "change nothing else"),
    (["ship=true", "trust.gain=0.2"], "change nothing else"), (["ship=true", "levers=design.pipeline"], "change nothing else"),
])  # fmt: skip
def test_what_cannot_be_asked_is_refused_in_a_line(capsys, arguments, told):
    with pytest.raises(SystemExit) as ended:
        advice(arguments)
    assert ended.value.code == 2
    error = capsys.readouterr().err
    assert told in error
    assert len(error.strip().splitlines()) == 1


def test_shipping_writes_what_the_documentation_reads(folder, tmp_path, monkeypatch, capsys):
    table = words.read(folder / "advice.csv")
    monkeypatch.setattr(answering, "SHIPPED", tmp_path / "advice.csv")
    answering.ship(table)
    assert str(tmp_path / "advice.csv") in capsys.readouterr().out
    pd.testing.assert_frame_equal(words.read(tmp_path / "advice.csv"), table)


def test_the_shipped_table_is_about_the_present_levers():
    table = words.read(ROOT / "docs" / "advice.csv")
    assert tuple(dict.fromkeys(table.scenario)) == TYPICAL
    assert set(table.lever) == set(levers())


def rows(*changes):
    """A table of pushes that differ from one that changes nothing."""
    nothing = dict.fromkeys(columns(), 0.0) | {
        "scenario": "open_pilot", "lever": "design.flexibility", "value_from": "0.5", "value_to": "1", "direction": "up",
        "worse": "", "free_lunch": 0, "rule": "", "exception": "", "price": "", "places": 60, "before_public_cost": 1e6,
    }  # fmt: skip
    return pd.DataFrame([nothing | change for change in changes], columns=columns())


MORE = {"completed_mobilities": 8.0, "completed_mobilities_ci_low": 6.0, "completed_mobilities_ci_high": 10.0,
        "public_cost": 120_000.0, "cost_per_completed": -2_000.0}  # fmt: skip
FEWER = {"completed_mobilities": -8.0, "completed_mobilities_ci_low": -10.0, "completed_mobilities_ci_high": -6.0,
         "trust_employer": -0.05, "worse": "trust_employer"}  # fmt: skip


def test_the_answer_says_whether_anything_is_free_and_what_adds_most():
    free, most = words.answer(rows({}, MORE))
    assert free.startswith("In the open pilot, none of 2 changes of a lever gives more for nothing")
    assert (
        most
        == "Completed mobilities rise most with design.flexibility=1 in the open pilot (+8.0, for 120,000 EUR more)."
    )
    free, _ = words.answer(rows({}, MORE | {"free_lunch": 1, "rule": "nothing worse"}))
    assert "1 of 2 changes of a lever" in free
    assert "(design.flexibility=1)" in free
    free, _ = words.answer(rows(MORE | {"free_lunch": 1, "rule": "nothing worse", "exception": "palim.budget"}))
    assert "none of 1 change" in free
    _, most = words.answer(rows({}, FEWER))
    assert "nothing surely adds any in the open pilot" in most


def test_what_a_push_does_costs_and_worsens():
    more, fewer, nothing = (row for _, row in rows(MORE | {"price": "9 EUR (assumption)"}, FEWER, {}).iterrows())
    assert words.does(more) == "8.0 more complete the stay (6.0 to 10.0)"
    assert words.costs(more) == "120,000 EUR more; 2,000 EUR less per completed mobility; price: 9 EUR (assumption)"
    assert words.worsens(more) == "nothing that is measured here"
    assert words.does(fewer) == "8.0 fewer complete the stay (6.0 to 10.0)"
    assert words.worsens(fewer) == "trust of hosts -0.05"
    assert words.does(nothing) == "completed mobilities: no sure change"


def test_what_changes_too_little_stands_below_the_table():
    table = rows(MORE, {"value_to": "0", "direction": "down"}, {"lever": "design.digital", "value_to": "1"})
    told, rest = words.shown(table, "open_pilot")
    assert list(told.value_to) == ["1"]
    assert words.small(rest) == "Too little changes to show with `design.flexibility` = 0, `design.digital` = 1."


@pytest.mark.parametrize("change", [
    {"public_cost": 20_001.0}, {"early_returns": 1.1}, {"trust_government": -0.03}, {"trust_employer": 0.03},
    {"months_to_departure": 0.6},
])  # fmt: skip
def test_what_changes_enough_is_shown(change):
    assert words.noticeable(rows(change)).all()
    assert not words.noticeable(rows({name: value / 2 for name, value in change.items()})).any()


def test_the_page_of_the_documentation_marks_what_is_free():
    text = (ROOT / "docs" / "advice.md").read_text(encoding="utf-8")
    free = words.read(ROOT / "docs" / "advice.csv")
    assert text.count("*(free lunch?)*") == int(((free.free_lunch == 1) & (free.exception == "")).sum())
    assert len(re.findall(r"^### ", text, re.MULTILINE)) == len(TYPICAL)
