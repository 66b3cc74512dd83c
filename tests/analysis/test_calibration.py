"""The prior, the fit and ``python -m analysis.calibration`` as a user types it."""

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

from analysis.fitting.fit import Fit
from analysis.fitting.observations import observations
from sim import configure
from sim.parameters import LEVER, parameters, value_of
from sim.runs.prior import SCALES, prior, unknowns

SMALL = ("scenario=[palim,morocco_germany]", "points=24", "moves=1", "last_moves=2", "populations=2")
CALIBRATED = list(dict.fromkeys(observation.scheme for observation in observations()))


def command(name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", f"analysis.{name}", *arguments], capture_output=True, text=True, timeout=300, check=False
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    outputs = tmp_path_factory.mktemp("outputs")
    done = command("calibration", *SMALL, f"outputs={outputs}")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return Path(done.stdout.strip().splitlines()[-1])


def test_positions_and_values_are_inverse():
    chosen = prior(CALIBRATED)
    positions = np.random.default_rng(1).random((50, len(chosen.names)))
    values = chosen.values(positions)
    again = chosen.positions(values)
    whole = [parameters()[name.rpartition(":")[2]].type is int for name in chosen.names]
    assert again[:, ~np.array(whole)] == pytest.approx(positions[:, ~np.array(whole)], abs=1e-9)
    for name, drawn in values.items():
        each = chosen.ranges[name]
        assert each.scale in SCALES
        assert each.low <= drawn.min() <= drawn.max() <= each.high, name


def test_unknowns_are_assumptions_of_scenarios_within_bounds():
    """What is left open contains what the scenario assumes, and nothing that is left open is a scheme's size or calendar."""
    for name, each in unknowns().items():
        scheme, _, parameter = name.partition(":")
        known = parameters()[parameter]
        assert known.low <= each.low < each.high <= known.high, name
        assert each.low <= value_of(configure(scheme), parameter) <= each.high, name
        assert parameter not in ("design.places", "shock.month", "design.duration_years"), name


def test_a_scheme_keeps_what_its_scenario_states():
    config = configure("palim")
    chosen = prior(CALIBRATED)
    columns = chosen.columns(config, chosen.values(np.random.default_rng(1).random((4, len(chosen.names)))))
    assert not {"design.places", "candidates.per_place", "shock.month"} & set(columns)
    levers = {name for name in columns if parameters()[name].kind == LEVER}
    assert levers == {name.partition(":")[2] for name in unknowns() if name.startswith("palim:design.")}


def test_one_set_of_behaviour_for_all_schemes():
    chosen = prior(CALIBRATED)
    values = chosen.values(np.random.default_rng(1).random((4, len(chosen.names))))
    for scheme in CALIBRATED:
        columns = chosen.columns(configure(scheme), values)
        assert np.array_equal(columns["employers.hire_base"], values["employers.hire_base"])


def test_fit_does_not_depend_on_company_or_workers():
    """A point is simulated alike alone, among others, and on any number of threads."""
    fit, threads = Fit(["homere"], 1, 1), Fit(["homere"], 1, 2)
    rng = np.random.default_rng(2)
    positions, replicates = rng.random((12, len(fit.prior.names))), rng.integers(0, 1000, (12, 1))
    together = fit.measured(positions, replicates)
    assert np.array_equal(together, threads.measured(positions, replicates), equal_nan=True)
    assert np.array_equal(together[3:4], fit.measured(positions[3:4], replicates[3:4]), equal_nan=True)
    assert np.ptp(together[:, 0]) > 0


def test_shortened_runs_measure_as_full_ones():
    fit = Fit(["palim"], 1, 1)
    positions = np.random.default_rng(3).random((6, len(fit.prior.names)))
    chance = np.arange(6)[:, None]
    short = fit.measured(positions, chance)
    fit.configs = {"palim": configure("palim")}
    assert np.array_equal(short, fit.measured(positions, chance), equal_nan=True)


def test_tables_as_promised(folder):
    fit = pd.read_csv(folder / "fit.csv")
    assert {"scheme", "quantity", "observed_low", "observed_high", "p05", "p50", "p95", "inside"} <= set(fit.columns)
    assert len(fit) == sum(observation.scheme in ("palim", "morocco_germany") for observation in observations())
    drawn = pd.read_parquet(folder / "posterior.parquet")
    assert len(drawn) == 48
    assert {"employers.hire_base", "palim:design.flexibility", "replicate:palim", "seed"} <= set(drawn.columns)
    assert not any(name.startswith("homere:") for name in drawn.columns)
    identified = pd.read_csv(folder / "identified.csv")
    assert len(identified) == len(prior(["palim", "morocco_germany"]).names)
    html = (folder / "report.html").read_text()
    assert "http" not in html.split("What made this page")[0].replace("http://www.w3.org", "")
    assert "The outcomes say next to nothing about" in html
    assert json.loads((folder / "run.json").read_text())["seed"] == 1


def test_the_same_command_gives_the_same_posterior(folder, tmp_path):
    done = command("calibration", *SMALL, "workers=1", f"outputs={tmp_path}")
    again = Path(done.stdout.strip().splitlines()[-1])
    assert (again / "posterior.parquet").read_bytes() == (folder / "posterior.parquet").read_bytes()


def test_killed_and_started_again_it_goes_on_to_the_same_posterior(folder, tmp_path):
    running = subprocess.Popen(
        [sys.executable, "-m", "analysis.calibration", *SMALL, f"outputs={tmp_path}"], stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 120
    while not list(tmp_path.glob("calibration/.steps-*/0.npz")) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    done = command("calibration", *SMALL, f"outputs={tmp_path}")
    again = Path(done.stdout.strip().splitlines()[-1])
    assert (again / "posterior.parquet").read_bytes() == (folder / "posterior.parquet").read_bytes()
    assert json.loads((again / "run.json").read_text())["runs"] <= json.loads((folder / "run.json").read_text())["runs"]


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("calibration", ["scenario=[palim,ygca]"], "ygca is no scheme of which an outcome is published"),
        ("calibration", ["scenario=palin"], "did you mean palim"),
        ("calibration", ["design.flexibility=0.3"], "takes the schemes as they were"),
        ("calibration", ["points=3"], "a whole number from 20"),
        ("calibration", ["ship=true"], "ship"),
    ],
)
def test_errors_are_one_line(name, arguments, told):
    done = command(name, *arguments)
    assert done.returncode == 2
    assert told.lower() in done.stderr.lower()
    assert len(done.stderr.strip().splitlines()) == 1
