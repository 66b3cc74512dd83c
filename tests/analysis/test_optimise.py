"""``python -m analysis.optimise`` as a user types it: files, designs that run, a kill in mid-search, and an oracle."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import differential_evolution

from analysis.api import optimise
from analysis.command.questions import application
from analysis.optimise.fields import Stage, tried, worlds_of
from analysis.optimise.levers import space
from analysis.optimise.settings import EXAMPLES, chosen_levers
from sim.errors import UserError
from sim.setup.configuration import configure

LEVERS = ["design.places", "design.host_staff", "design.training_months"]
SMALL = {"runs": 4000, "population": 8, "worlds": 60, "shown": 5, "seed": 3}
ARGUMENTS = [
    "scenario=open_pilot",
    f"levers=[{','.join(LEVERS)}]",
    *(f"{name}={value}" for name, value in SMALL.items()),
]
OBJECTIVES = ("completed_mobilities", "public_cost", "completed_mobilities_worst_tenth")

pytestmark = pytest.mark.compiled


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "analysis.optimise", *arguments]


def asked(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), capture_output=True, text=True, timeout=600, check=False)


def folder_of(done: subprocess.CompletedProcess[str]) -> Path:
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.strip().splitlines()[-1])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return folder_of(asked(*ARGUMENTS, f"outputs={tmp_path_factory.mktemp('outputs')}"))


def test_every_file_is_there(folder):
    names = {path.name for path in folder.iterdir()}
    assert names == {
        "front.csv", "steps.csv", "changes.csv", "levers.csv", "named.csv", "prices.csv", "search.parquet", "designs", "figures", "report.html",
        "run.json", "settings.yaml",
    }  # fmt: skip
    assert {path.stem for path in (folder / "figures").glob("*.svg")} == {"front", "worst", "levers"}


def test_the_front_has_the_columns_of_the_contract(folder):
    front = pd.read_csv(folder / "front.csv")
    assert list(front.columns[: 1 + len(LEVERS)]) == ["design", *chosen_levers(LEVERS)]
    for name in OBJECTIVES:
        for ending in ("", "_ci_low", "_ci_high", "_optimism", "_gain", "_gain_ci_low", "_gain_ci_high"):
            assert f"{name}{ending}" in front
        assert (front[f"{name}_ci_low"] <= front[name] + 1e-9).all()
        assert (front[name] <= front[f"{name}_ci_high"] + 1e-9).all()
    assert front.probability_on_front.between(0.0, 1.0).all()
    assert 1 <= len(front) <= SMALL["shown"]
    assert front.completed_mobilities.is_monotonic_increasing
    assert front.extrapolation.isna().all()
    assert front[LEVERS].drop_duplicates().shape == front[LEVERS].shape


def test_reported_numbers_are_those_of_the_designs_in_worlds_that_the_search_never_saw(folder):
    mine = space(configure("open_pilot", "seed=3"), chosen_levers(LEVERS))
    front, named = (
        pd.read_csv(folder / "front.csv", dtype=dict.fromkeys(LEVERS, str)),
        pd.read_csv(folder / "named.csv"),
    )
    designs = np.array([
        [lever.shown.index(row[lever.name]) for lever in mine.levers] for _, row in front.iterrows()
    ])  # fmt: skip
    report = worlds_of(mine, Stage.report, SMALL["worlds"], "both", 0.0)
    values, _ = tried(
        mine, np.concatenate([designs, mine.own[None, :]]), report, ["completed_mobilities", "public_cost"]
    )
    completed = values["completed_mobilities"]
    assert front.completed_mobilities.to_numpy() == pytest.approx(completed[:-1].mean(axis=1))
    assert front.public_cost.to_numpy() == pytest.approx(values["public_cost"][:-1].mean(axis=1))
    assert front.completed_mobilities_worst_tenth.to_numpy() == pytest.approx(
        np.sort(completed[:-1], axis=1)[:, :6].mean(axis=1)
    )
    assert front.completed_mobilities_gain.to_numpy() == pytest.approx(
        completed[:-1].mean(axis=1) - completed[-1].mean()
    )
    assert named.design.iloc[0] == "as_it_is"
    assert named.completed_mobilities.iloc[0] == pytest.approx(completed[-1].mean())


def test_designs_are_scenarios_that_run_as_they_are(folder, tmp_path):
    files = sorted((folder / "designs").glob("*.yaml"))
    front = pd.read_csv(folder / "front.csv", dtype=dict.fromkeys(LEVERS, str)).set_index("design")
    assert [path.stem for path in files] == sorted(front.index)
    for path in files:
        config = configure(str(path))
        assert config.scenario == path.stem
        assert f"{config.design.places}" == front.loc[path.stem, "design.places"]
        assert float(front.loc[path.stem, "design.host_staff"]) == config.design.host_staff
        assert config.design.duration_years == configure("open_pilot").design.duration_years
        assert config.replicates == configure("open_pilot").replicates
    done = subprocess.run(
        [sys.executable, "-m", "sim", f"scenario={files[-1]}", "replicates=10", f"outputs={tmp_path}"], capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert "Completed the stay" in done.stdout or "completed" in done.stdout
    done = subprocess.run(
        [
            sys.executable, "-m", "analysis.compare", f"scenario={files[-1]}", "designs=three_year,five_year", "replicates=10",
            "turning=0", f"outputs={tmp_path}",
        ], capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr == ""


def test_the_page_says_what_the_files_say(folder):
    page = (folder / "report.html").read_text(encoding="utf-8")
    front = pd.read_csv(folder / "front.csv")
    assert "For 1.5 million euro" in page
    assert "What to be careful about" in page
    for name in front.design:
        assert name in page
    run = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert run["seed"] == 3
    assert run["runs"] > SMALL["runs"]


def test_steps_and_changes_add_up(folder):
    front, steps, changes = (pd.read_csv(folder / f"{name}.csv") for name in ("front", "steps", "changes"))
    at = front.set_index("design")
    for row in steps.itertuples():
        assert row.more == pytest.approx(
            at.completed_mobilities[row.design_to] - at.completed_mobilities[row.design_from]
        )
        assert row.money == pytest.approx(at.public_cost[row.design_to] - at.public_cost[row.design_from])
        assert row.money_per_one == pytest.approx(row.money / row.more)
    assert set(changes.kind.dropna()) <= {"buys", "saves"}
    assert changes.design.nunique() == 1
    assert at.public_cost[changes.design.iloc[0]] <= 1.5e6
    known = changes[changes.money != 0]
    assert known.per_money.to_numpy() == pytest.approx((known.more / known.money.abs() * 100_000).to_numpy())


def test_prices_are_those_of_what_each_design_changes(folder):
    front, levers, prices = (pd.read_csv(folder / f"{name}.csv", dtype=str) for name in ("front", "levers", "prices"))
    own = levers.set_index("lever").scenario
    changed = {(row.design, name) for _, row in front.iterrows() for name in own.index if row[name] != own[name]}
    assert set(zip(prices.design, prices.lever, strict=True)) == changed
    assert (prices.price.str.len() > 10).all()


def test_the_search_is_written_down(folder):
    table = pd.read_parquet(folder / "search.parquet")
    assert set(table.stage) == {0, 1, 2}
    assert {*LEVERS, *OBJECTIVES, "generation", "ceilings_hold"} <= set(table.columns)
    assert not table.duplicated(["stage", *LEVERS]).any()


def test_the_same_from_python(folder):
    found = optimise("open_pilot", levers=LEVERS, **SMALL)
    written = pd.read_csv(folder / "front.csv")
    assert found.front.design.tolist() == written.design.tolist()
    for name in OBJECTIVES:
        assert found.front[name].to_numpy() == pytest.approx(written[name].to_numpy(), rel=1e-6)
    page = " ".join((folder / "report.html").read_text(encoding="utf-8").split())
    assert found.answer[0] in page
    assert set(found.designs) == set(written.design)
    assert found.designs["front_01"].design.places == int(written["design.places"][0])


def test_killed_in_mid_search_it_goes_on_and_finds_the_same_front(folder, tmp_path):
    running = subprocess.Popen(
        command(*ARGUMENTS, f"outputs={tmp_path}"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    end = time.monotonic() + 300
    while len(list(tmp_path.glob(".store/*/*/*.parquet"))) < 3:
        assert running.poll() is None
        assert time.monotonic() < end
        time.sleep(0.01)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    left = list((tmp_path / "optimise").glob("*"))
    assert all((path / "INCOMPLETE").exists() for path in left)
    before = len(list(tmp_path.glob(".store/*/*/*.parquet")))
    done = folder_of(asked(*ARGUMENTS, f"outputs={tmp_path}"))
    assert (done / "front.csv").read_bytes() == (folder / "front.csv").read_bytes()
    assert (done / "changes.csv").read_bytes() == (folder / "changes.csv").read_bytes()
    run = json.loads((done / "run.json").read_text(encoding="utf-8"))
    assert run["runs_from_store"] > 0
    assert len(list(tmp_path.glob(".store/*/*/*.parquet"))) > before


def test_on_a_cluster_the_same(folder, tmp_path):
    done = folder_of(asked(*ARGUMENTS, f"outputs={tmp_path}", "executor=dask"))
    assert (done / "front.csv").read_bytes() == (folder / "front.csv").read_bytes()


def test_another_search_finds_nothing_better_under_a_ceiling():
    """Differential evolution (scipy) with a penalty for what costs too much, on as many runs; both are judged in the report's worlds."""
    ceiling = 1_100_000.0
    chosen = ["design.places", "design.budget_total", "design.host_staff", "design.duration_years"]
    found = optimise(
        "open_pilot",
        levers=chosen,
        objectives=["completed_mobilities", "public_cost"],
        runs=40_000,
        population=32,
        worlds=400,
        seed=5,
    )
    mine = space(configure("open_pilot", "seed=5"), chosen_levers(chosen))
    seen = worlds_of(mine, Stage.third, 128, "both", 0.0)

    def lost(position):
        designs = mine.repaired(np.rint(position.T * (mine.sizes - 1)).astype(np.int64).reshape(-1, len(mine.levers)))
        values, _ = tried(mine, designs, seen, ["completed_mobilities", "public_cost"])
        over = np.maximum(values["public_cost"].mean(axis=1) - ceiling, 0.0)
        return -values["completed_mobilities"].mean(axis=1) + over / 1000.0

    best = differential_evolution(
        lost,
        [(0.0, 1.0)] * len(mine.levers),
        vectorized=True,
        updating="deferred",
        popsize=8,
        maxiter=10,
        polish=False,
        seed=1,
    ).x
    design = mine.repaired(np.rint(best * (mine.sizes - 1)).astype(np.int64)[None, :])
    report, _ = tried(
        mine, design, worlds_of(mine, Stage.report, 400, "both", 0.0), ["completed_mobilities", "public_cost"]
    )
    completed, cost = report["completed_mobilities"].mean(), report["public_cost"].mean()
    matters = 0.02 * 60, 0.02 * 1.5e6
    front = found.front
    kept_up = (front.completed_mobilities >= completed - matters[0]) & (front.public_cost <= cost + matters[1])
    assert kept_up.any(), (completed, cost, front[["completed_mobilities", "public_cost"]])


@pytest.mark.parametrize(("arguments", "told"), [
    (["objectives=completed_mobilities"], "2 to 4"),
    (["levers=design.placs"], "did you mean design.places"),
    (["levers=design.places", "design.places=30"], "leave it out of one of them"),
    (["runs=2000"], "fewer than one generation"),
    (["scenario=open_pilot,palim"], "one scenario"),
    (["ceilings=public_cost"], "compares nothing"),
    (["objectivs=[completed_mobilities,public_cost]"], "did you mean objectives"),
])  # fmt: skip
def test_what_is_wrong_is_one_line(arguments, told, capsys):
    with pytest.raises(SystemExit) as left:
        __import__("analysis.optimise.__main__", fromlist=["main"]).main(arguments)
    assert left.value.code == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1
    assert told in error


def test_from_python_what_is_wrong_is_said():
    with pytest.raises(UserError, match=r"did you mean design\.places"):
        optimise("open_pilot", levers=["design.placs"])


def test_the_defaults_in_the_file_are_those_of_the_help():
    import yaml

    from analysis.optimise.settings import Settings
    from sim.installation import ROOT

    filed = yaml.safe_load((ROOT / "conf" / "optimise.yaml").read_text(encoding="utf-8"))
    filed.pop("defaults")
    declared = {name: getattr(value, "name", value) for name, value in vars(Settings()).items()}
    assert filed == declared
    assert application("optimise").examples == EXAMPLES
