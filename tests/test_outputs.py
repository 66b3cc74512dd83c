"""The folder a run leaves: named anew every time, complete or marked as not, its files as the contract says."""

import io
import json
import os
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from rich.console import Console
from synthetic import synthetic

from sim import indicators
from sim.job import headline
from sim.parameters import Config, Mobility
from sim.reporting import outputs
from sim.reporting.wording import money, span
from sim.setup.configuration import configure

FIGURES = {"outside", "funnel", "progress", "waiting", "trust", "money", "hosts", "spread"}


@pytest.fixture
def config(tmp_path: Path) -> Config:
    config = Config(scenario="made_up", description="Made up for a test", start="2019-03", replicates=12, horizon=60)
    config.outputs = str(tmp_path / "outputs")
    config.shock.month = 14
    return config


def written(config: Config, fate: str = "typical") -> Path:
    folder = outputs.open_folder(config)
    outputs.write(folder, config, synthetic(config, fate=fate), "python -m sim scenario=made_up", 1.25)
    return folder


def test_folder_is_named_after_scenario_and_time_and_marked(config):
    folder = outputs.open_folder(config)
    assert folder.parent == Path(config.outputs) / "made_up"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d_\d{6}(_\d+)?", folder.name)
    assert [path.name for path in folder.iterdir()] == [outputs.MARKER]
    assert "not complete" in (folder / outputs.MARKER).read_text()


def test_folders_of_one_second_are_all_different(config):
    with ThreadPoolExecutor(8) as pool:
        folders = list(pool.map(outputs.open_folder, [config] * 24))
    assert len(set(folders)) == 24
    assert all((folder / outputs.MARKER).exists() for folder in folders)


def test_a_complete_folder_has_the_files_of_the_contract_and_no_marker(config):
    folder = written(config)
    tables = {"summary.csv", "runs.parquet", "monthly.parquet", "journeys.parquet"}
    assert {path.name for path in folder.iterdir()} == tables | {"config.yaml", "run.json", "report.html", "figures"}
    assert {path.name for path in (folder / "figures").iterdir()} == {
        f"{n}.{e}" for n in FIGURES for e in ("svg", "png")
    }


def test_columns_are_the_contract(config):
    folder = written(config)
    summary = pd.read_csv(folder / "summary.csv")
    assert list(summary) == ["indicator", "unit", "mean", "sd", "p05", "p50", "p95", "n"]
    assert tuple(summary["indicator"]) == indicators.NAMES
    runs = pd.read_parquet(folder / "runs.parquet")
    assert list(runs) == ["scenario", "replicate", "draw", *indicators.NAMES]
    assert len(runs) == 12
    monthly = pd.read_parquet(folder / "monthly.parquet")
    assert list(monthly) == ["scenario", "replicate", "month", *indicators.MONTHLY]
    assert len(monthly) == 12 * 60
    journeys = pd.read_parquet(folder / "journeys.parquet")
    assert list(journeys) == ["replicate", "candidate", "month", "stage", "reason", "employer", "market"]


def test_tables_come_back_as_they_were(config):
    folder = written(config)
    pd.testing.assert_frame_equal(pd.read_parquet(folder / "runs.parquet"), synthetic(config).runs)


def test_run_json_says_what_made_the_results(config):
    made = json.loads((written(config) / "run.json").read_text())
    assert made["command"] == "python -m sim scenario=made_up"
    assert (made["seed"], made["replicates"], made["seconds"]) == (1, 12, 1.25)
    assert re.fullmatch(r"[0-9a-f]{12}", made["source_hash"])
    assert set(made["versions"]) == {"project", "python", "numpy", "numba", "pandas", "mesa"}
    assert made["date"]
    assert made["platform"]


def test_config_yaml_is_a_scenario_that_gives_the_same_configuration(config):
    config.design.kind = Mobility.study
    config.description = "With a colon: 'quotes', # no comment, and ${nothing}".replace("${nothing}", "é")
    config.timeline = {24: {"recognition.months": 2.0}, 30: {"design.flexibility": 0.9}}
    folder = written(config)
    assert configure(str(folder / "config.yaml")) == config
    assert "kind: study" in (folder / "config.yaml").read_text()


@pytest.mark.parametrize("fate", ["nothing", "undefined"])
@pytest.mark.parametrize(("replicates", "horizon"), [(1, 1), (7, 24)])
def test_edge_cases_are_written_too(config, fate, replicates, horizon):
    folder = written(replace(config, replicates=replicates, horizon=horizon, start=""), fate)
    assert not (folder / outputs.MARKER).exists()


def test_a_failure_leaves_the_marker_and_no_part_of_a_file(config, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    folder = outputs.open_folder(config)
    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space left"):
        outputs.write(folder, config, synthetic(config), "", 0.0)
    assert [path.name for path in folder.iterdir()] == [outputs.MARKER]


def test_an_interruption_leaves_the_marker(config, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    folder = outputs.open_folder(config)
    monkeypatch.setattr(outputs, "render", interrupted)
    with pytest.raises(KeyboardInterrupt):
        outputs.write(folder, config, synthetic(config), "", 0.0)
    assert (folder / outputs.MARKER).exists()
    assert not (folder / "report.html").exists()


def test_a_folder_that_cannot_be_made_is_an_os_error(config, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError):  # noqa: PT011  (which one depends on the system)
        outputs.open_folder(replace(config, outputs=str(tmp_path / "file")))


def printed(config: Config, fate: str = "typical", encoding: str = "utf-8") -> str:
    stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    results = synthetic(config, fate=fate)
    outputs.print_summary(config, results, Console(file=stream, highlight=False, width=200))
    stream.seek(0)
    return stream.read()


def test_print_begins_with_the_answer_and_three_dates(config):
    results = synthetic(config)
    lines = [line for line in printed(config).splitlines() if line]
    assert lines[0] == "made_up: Made up for a test"
    few = int((results.runs["completed_mobilities"] < 30).sum())
    assert lines[1].startswith(f"In {few} of 12 plausible worlds, fewer than half of the 60 places (fewer than 30)")
    [dates] = [place for place, line in enumerate(lines) if line.startswith("Three dates")]
    assert [line[:25] for line in lines[dates + 3 : dates + 6]] == [
        "month 18 (Sep 2020)      ", "month 36 (Mar 2022), plan", "month 60 (Mar 2024), last",
    ]  # fmt: skip
    [design] = [place for place, line in enumerate(lines) if line.startswith("Design:")]
    [table] = [place for place, line in enumerate(lines) if line.startswith("indicator ")]
    assert dates < design < table


def test_print_is_plain_text_of_at_most_100_columns(config):
    text = printed(config)
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= 100
    assert "made_up: Made up for a test" in text
    assert "shock in month 14 (May 2020)" in text


def test_print_shows_medians_and_intervals_in_the_unit(config):
    text, results = printed(config), synthetic(config)
    row = results.summary.set_index("indicator").loc["public_cost"]
    assert re.search(rf"public_cost +{money(row.p50)} +{span(row.p05, row.p95, 'EUR')} +EUR", text)
    assert "Completed the stay" in text
    assert "A host in the pool" in text


def test_print_says_in_how_many_runs_an_indicator_is_undefined(config):
    results = synthetic(config)
    results.runs.loc[:2, "cost_per_match"] = np.nan
    results.summary.loc[results.summary["indicator"] == "cost_per_match", "n"] = 9
    stream = io.StringIO()
    outputs.print_summary(config, results, Console(file=stream, width=100))
    assert re.search(r"cost_per_match .* undefined in 25 % of runs", stream.getvalue())


def test_print_takes_a_description_literally(config):
    config.description = "[bold]loud[/bold] [/nothing] :smile:"
    assert config.description in printed(config)


def test_print_needs_no_unicode_bars(config):
    assert "####" in printed(replace(config, description=""), encoding="latin-1")


@pytest.mark.parametrize("fate", ["nothing", "undefined"])
def test_print_survives_edge_cases(config, fate):
    text = printed(replace(config, replicates=1, horizon=1), fate)
    assert "nan" not in text.lower().replace("self_financed", "")
    assert "undefined in all runs" in text


def test_a_line_of_a_sweep_says_what_to_promise(config):
    results = synthetic(config)
    kept = sorted(results.runs["completed_mobilities"])[2]  # of 12, 10 reach it
    told = headline("made_up", results)
    assert told.startswith("made_up  matches ")
    promised = int(re.search(r"  promise at most (\d+)$", told)[1])
    assert kept - 5 < promised <= kept
    assert "promise" not in headline("made_up", synthetic(replace(config, replicates=1)))
