"""``python -m analysis.discovery`` as a user types it; known boxes and noise through the same code path."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.discovery import answer as of_the_command
from analysis.discovery.__main__ import main
from analysis.discovery.tables import BOX_COLUMNS
from analysis.worlds.experiments import Runs
from analysis.worlds.target import Quantity

SMALL = ("worlds=300", "replicates=2", "horizon=40", "resamples=3")


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "analysis.discovery", *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def stated(value, monkeypatch, tmp_path, capsys, *arguments):
    """The command with outcomes computed from the factors instead of the model; its answer and its folder."""

    def outcomes(space, target, replicates, seed, workers, progress, store):
        rng = np.random.default_rng(seed)
        values = value(space.values, rng)
        [quantity] = target.quantities
        return {quantity: np.tile(values[:, None], replicates)}, Runs({}, {}, 1.0, 1.0, len(values) * replicates)

    monkeypatch.setattr(of_the_command, "run_space", outcomes)
    main(["target=matches < 1", "worlds=3000", "resamples=5", f"outputs={tmp_path}", *arguments])
    lines = capsys.readouterr().out.strip().splitlines()
    return lines[:-1], Path(lines[-1])


def test_a_known_box_is_recovered(monkeypatch, tmp_path, capsys):
    def value(factors, rng):
        shock = (factors["shock.month"] >= 6) & (factors["shock.month"] <= 20)
        return np.where(shock & (factors["recognition.months"] > 3.5), 0.0, 5.0)

    answer, folder = stated(value, monkeypatch, tmp_path, capsys)
    boxes = pd.read_csv(folder / "boxes.csv").set_index("parameter")
    assert boxes.box.tolist() == [1] * len(boxes)
    assert set(boxes.index) == {"shock.month", "recognition.months"}
    assert boxes.low["recognition.months"] == pytest.approx(3.5, abs=0.3)
    assert boxes.limited["recognition.months"] == "low"
    assert boxes.high["recognition.months"] == boxes.range_high["recognition.months"]
    assert (boxes.low["shock.month"], boxes.high["shock.month"]) == (6, 20)
    assert (boxes.coverage > 0.9).all()
    assert (boxes.density > 0.9).all()
    assert (boxes.p_value < 1e-6).all()
    assert (boxes.reproducibility == 1.0).all()
    assert answer[0].startswith("Matches stay below 1 where ")
    assert "a shock comes in month 6 to 20" in answer[0]
    assert "recognition.months (" in answer[0]
    for name in ("limits", "box_1", "trade_off", "tree", "spread"):
        assert (folder / "figures" / f"{name}.svg").stat().st_size > 1000


def test_a_known_box_of_levers_is_recovered_in_natural_units(monkeypatch, tmp_path, capsys):
    def value(factors, rng):
        return np.where((factors["design.advisory_board"] == 0) & np.isin(factors["design.sector"], (0, 4)), 0.0, 5.0)

    answer, folder = stated(
        value, monkeypatch, tmp_path, capsys, "factors=[uncertain,design.sector,design.advisory_board,design.shortlist]"
    )
    boxes = pd.read_csv(folder / "boxes.csv").set_index("parameter")
    first = boxes[boxes.box == 1]
    assert set(first.index) == {"design.advisory_board", "design.sector"}
    assert str(first["values"]["design.advisory_board"]).lower() == "false"
    allowed = " or ".join(boxes.loc[["design.sector"], "values"]).split(" or ")
    assert set(allowed) == {"ict", "health"}
    assert first.density.min() > 0.95
    assert "design.advisory_board" in answer[0]


def test_a_density_that_does_not_hold_is_said_not_to(monkeypatch, tmp_path, capsys):
    def value(factors, rng):
        return np.where(rng.random(3000) < np.where(factors["recognition.months"] > 3.0, 0.6, 0.1), 0.0, 5.0)

    answer, folder = stated(value, monkeypatch, tmp_path, capsys, "density=0.8", "boxes=1")
    boxes = pd.read_csv(folder / "boxes.csv")
    assert boxes.density_ci_high[0] < 0.8
    assert any("The density of 80 % asked for is not reached in held-out worlds" in line for line in answer)


def test_no_structure_is_said_to_be_none(monkeypatch, tmp_path, capsys):
    answer, folder = stated(
        lambda factors, rng: rng.integers(0, 4, len(factors["shock.month"])), monkeypatch, tmp_path, capsys
    )
    assert answer[0].startswith("No conditions found: matches stay below 1 in ")
    table = pd.read_csv(folder / "boxes.csv")
    assert table.empty
    assert list(table.columns) == list(BOX_COLUMNS)
    assert "No conditions found" in (folder / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("level", "said"), [
    (5.0, "Nothing to find: in none of the 3,000 worlds matches stay below 1"),
    (0.0, "Nothing to find: in all 3,000 worlds matches stay below 1"),
    (np.nan, "is undefined in all 3,000 worlds"),
])  # fmt: skip
def test_never_always_and_undefined_are_said(level, said, monkeypatch, tmp_path, capsys):
    answer, folder = stated(lambda factors, _: np.full(3000, level), monkeypatch, tmp_path, capsys)
    assert said in answer[0]
    assert not (folder / "INCOMPLETE").exists()


def test_too_few_hits_are_said_to_be_too_few(monkeypatch, tmp_path, capsys):
    answer, _ = stated(lambda factors, _: np.where(np.arange(3000) < 5, 0, 5), monkeypatch, tmp_path, capsys)
    assert answer[0].startswith("Too little to go by: matches stay below 1 in 5 of 3,000 worlds")


def test_one_undefined_value_is_named(monkeypatch, tmp_path, capsys):
    def value(factors, _):
        values = np.where(factors["recognition.months"] > 3.0, 0.0, 5.0)
        values[17] = np.nan
        return values

    answer, folder = stated(value, monkeypatch, tmp_path, capsys)
    assert any("first in world 17, replicate 0: matches" in line and "1 world without any" in line for line in answer)
    worlds = pd.read_parquet(folder / "worlds.parquet")
    assert worlds.usable.sum() == 2999
    assert not worlds.usable[17]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    outputs = tmp_path_factory.mktemp("outputs")
    done = command(
        *SMALL, "target=places_planned <= 70", "factors=[design.places,permits.*,shock.*]", f"outputs={outputs}"
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return Path(done.stdout.strip().splitlines()[-1])


def test_what_the_model_is_told_is_found_again(folder):
    boxes = pd.read_csv(folder / "boxes.csv")
    assert list(boxes.columns) == list(BOX_COLUMNS)
    assert boxes.parameter.tolist() == ["design.places"]
    assert boxes.high[0] == pytest.approx(70, abs=1)
    assert boxes.density[0] == 1.0
    assert boxes.coverage[0] > 0.95
    assert boxes.unit[0] == "persons"


def test_worlds_hold_what_was_judged(folder):
    worlds = pd.read_parquet(folder / "worlds.parquet")
    assert len(worlds) == 300
    assert worlds.met.tolist() == (worlds["design.places"] <= 70).tolist()
    assert worlds.value.tolist() == (worlds["design.places"] - 70).tolist()
    assert worlds.held_out.sum() == 150
    box = pd.read_csv(folder / "boxes.csv").iloc[0]
    assert (worlds.box == 1).tolist() == (worlds["design.places"] <= box.high).tolist()


def test_tables_page_and_provenance(folder):
    way = pd.read_csv(folder / "trajectory.csv")
    assert (way.groupby("way").held_out_coverage.first() == 1.0).all()
    assert way.chosen.sum() == 1
    leaves = pd.read_csv(folder / "leaves.csv")
    assert leaves.worlds.sum() == 150
    assert leaves.share_of_hits.sum() == pytest.approx(1.0)
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert "<script" not in text
    assert 'src="http' not in text
    made = json.loads((folder / "run.json").read_text())
    assert made["runs"] == 600
    assert not (folder / "INCOMPLETE").exists()


def test_the_same_command_gives_the_same_tables(folder, tmp_path):
    done = command(
        *SMALL, "target=places_planned <= 70", "factors=[design.places,permits.*,shock.*]", f"outputs={tmp_path}",
        "workers=1",
    )  # fmt: skip
    again = Path(done.stdout.strip().splitlines()[-1])
    for name in ("boxes", "trajectory", "leaves"):
        assert (folder / f"{name}.csv").read_bytes() == (again / f"{name}.csv").read_bytes()
    assert (folder / "figures" / "limits.svg").read_bytes() == (again / "figures" / "limits.svg").read_bytes()


def test_two_designs_and_a_written_one(tmp_path):
    done = command(
        *SMALL, "designs.short=design.duration_years=1.5", "target=short.matches < three_year.matches", "of=probability",
        "probability=1", f"outputs={tmp_path}",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    made = Path(done.stdout.strip().splitlines()[-1])
    assert json.loads((made / "run.json").read_text())["runs"] == 300 * 2 * 2
    worlds = pd.read_parquet(made / "worlds.parquet")
    assert set(worlds.value.unique()) <= {0.0, 0.5, 1.0}
    assert worlds.met.tolist() == (worlds.value == 1.0).tolist()


@pytest.mark.parametrize(("arguments", "message"), [
    (["target=completed_mobilites < 50"], "did you mean completed_mobilities?"),
    (["target=five_yaer - three_year < 0"], "did you mean five_year?"),
    (["target=completed_mobilities"], "compares nothing"),
    (["target=open('x') < 3"], "is not allowed"),
    (["outcome=matchse"], "did you mean matches?"),
    (["factors=[recogniton.months]"], "did you mean recognition.months?"),
    (["factors=[design.duration_years]"], "is set by a design of the target"),
    (["designs.short=design.duration_years=2"], "does not name short"),
    (["designs.matches=design.duration_years=2", "target=matches < 2"], "the name of an indicator"),
    (["worlds=2"], "worlds: 2 is not a whole number from 100"),
    (["density=2"], "is not a number from 0 to 1"),
    (["scenario=[palim,thamm]"], "takes one scenario"),
    (["boxs=3"], "did you mean boxes?"),
])  # fmt: skip
def test_what_is_wrong_is_said_in_one_line(arguments, message, tmp_path):
    done = command(*arguments, f"outputs={tmp_path}")
    assert done.returncode == 2
    assert done.stdout == ""
    assert message in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_undefined_values_are_refused_where_asked(tmp_path):
    done = command(
        *SMALL, "target=cost_per_completed > 50000", "undefined=refused", "shock_probability=1", f"outputs={tmp_path}"
    )
    assert done.returncode == 2
    assert "cost_per_completed" in done.stderr
    assert "undefined=left_out" in done.stderr


def test_help():
    done = command("--help")
    assert done.returncode == 0
    assert "boxes.csv" in done.stdout


def test_a_quantity_reads_as_it_is_written():
    assert str(Quantity("five_year", "matches")) == "five_year.matches"
    assert str(Quantity("", "matches")) == "matches"
