"""The prior, the fit and ``python -m analysis.calibration`` and ``analysis.validation`` as a user types them."""

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
from sim.evidence.published import ranges
from sim.parameters import LEVER, parameters, value_of
from sim.runs import posterior
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


def test_what_ships_is_a_posterior_of_all_schemes():
    drawn = posterior.draws()
    assert len(drawn) >= 500
    assert set(prior(CALIBRATED).names) == set(drawn.columns)
    for name in posterior.known():
        each = ranges()[name]
        slack = 1e-6 * max(abs(each.low), abs(each.high))
        assert each.low - slack <= drawn[name].min() <= drawn[name].max() <= each.high + slack, name


def test_defaults_are_the_middle_of_the_posterior_or_the_evidence():
    """Between the quartiles of the posterior, unless a published figure fixes the default."""
    for name in posterior.known():
        default = float(parameters()[name].default)
        low, high = posterior.quantile(name, [0.25, 0.75])
        if parameters()[name].source == "assumption":
            assert low - 1e-9 <= default <= high + 1e-9, name


def test_the_shipped_posterior_agrees_with_what_was_published():
    """With the chance that was drawn with it closely; with new chance, far more closely than by the plausible ranges alone."""
    fit = Fit(CALIBRATED, posterior.seed())
    positions = fit.prior.positions({name: posterior.draws()[name].to_numpy() for name in fit.prior.names})[:200]
    rng = np.random.default_rng(5)
    chance = rng.integers(0, 10**6, (len(positions), len(CALIBRATED)))
    own, after = (fit.of(fit.measured(positions, each)) for each in (posterior.replicates(CALIBRATED)[:200], chance))
    before = fit.of(fit.measured(rng.random(positions.shape), chance))
    assert np.median(own) > 0.2 * np.median(before)
    assert np.median(after) > 0.6 * np.median(before)
    assert np.quantile(own, 0.05) > np.quantile(after, 0.5)


def test_validation_as_a_user_types_it(tmp_path):
    done = command("validation", "scenario=[morocco_germany,ygca]", "moves=1", f"outputs={tmp_path}")
    assert done.returncode == 0, done.stderr
    table = pd.read_csv(Path(done.stdout.strip().splitlines()[-1]) / "validation.csv")
    contract = [
        "scheme",
        "quantity",
        "observed_low",
        "observed_high",
        "p05",
        "p50",
        "p95",
        "inside",
        "used_in_calibration",
    ]
    assert [name for name in table.columns if name in contract] == contract
    assert (table.p05 <= table.p50).all()
    assert (table.p50 <= table.p95).all()
    predicted = table[table.scheme == "ygca"]
    assert predicted.observed_low.isna().all()
    assert not predicted.used_in_calibration.any()
    assert set(table[table.scheme == "morocco_germany"].used_in_calibration) == {True, False}


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("calibration", ["scenario=[palim,ygca]"], "ygca is no scheme of which an outcome is published"),
        ("calibration", ["scenario=palin"], "did you mean palim"),
        ("calibration", ["design.flexibility=0.3"], "takes the schemes as they were"),
        ("calibration", ["points=3"], "a whole number from 20"),
        ("validation", ["scenario=baseline"], "baseline is no real scheme"),
        ("validation", ["shock=none"], "takes the schemes as they were"),
        ("validation", ["leave_out=perhaps"], "true or false"),
    ],
)
def test_errors_are_one_line(name, arguments, told):
    done = command(name, *arguments)
    assert done.returncode == 2
    assert told.lower() in done.stderr.lower()
    assert len(done.stderr.strip().splitlines()) == 1
