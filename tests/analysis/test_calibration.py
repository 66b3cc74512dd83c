"""The prior, the fit and ``python -m analysis.calibration`` as a user types it."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy.stats import halfnorm

from analysis.calibration import answer
from analysis.calibration.answer import SHIPPED, ship
from analysis.calibration.tables import agreement
from analysis.fitting.leave_out import TRUSTED
from analysis.fitting.observations import observations
from analysis.fitting.tempering import SPREAD
from analysis.fitting.vary import VARY
from sim import configure
from sim.parameters import LEVER, parameters, value_of
from sim.runs import posterior
from sim.runs.draws import draw
from sim.runs.prior import SCALES, prior, uncertain_ranges, unknowns

PAIR = ["palim", "morocco_germany"]
SMALL = ("scenario=[palim,morocco_germany]", "points=24", "moves=1", "last_moves=2", "populations=2", "again_moves=1",
         "again_last_moves=1")  # fmt: skip
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


def test_tables_as_promised(folder):
    fit = pd.read_csv(folder / "fit.csv")
    assert {"scheme", "quantity", "observed_low", "observed_high", "p05", "p50", "p95", "inside"} <= set(fit.columns)
    assert len(fit) == sum(observation.scheme in PAIR for observation in observations())
    assert (fit.inside == ((fit.p05 <= fit.observed_high) & (fit.p95 >= fit.observed_low))).all()
    identified = pd.read_csv(folder / "identified.csv")
    assert "error" in set(identified.parameter) <= {*prior(PAIR).names, "error"}
    assert identified.varies.sum() == VARY
    assert identified.narrowed.is_monotonic_decreasing
    assert (identified.effective > 0).all()
    assert (identified.rhat > 0.9).all()


def test_draws_as_they_ship(folder):
    """48 draws: shared values, mean and spread of what varies, each scheme's own values, and weights without it."""
    drawn = pd.read_parquet(folder / "posterior.parquet")
    assert len(drawn) == 48
    varying = [name.removeprefix("mean:") for name in drawn if name.startswith("mean:")]
    assert len(varying) == VARY
    for name in varying:
        assert name not in drawn
        each = uncertain_ranges()[name]
        assert (drawn[f"spread:{name}"] > 0).all()
        for scheme in PAIR:
            assert drawn[f"{scheme}:{name}"].between(each.low * 0.999, each.high * 1.001).all()
    for scheme in PAIR:
        assert drawn[f"without:{scheme}"].sum() == pytest.approx(1.0, abs=1e-5)
        assert f"replicate:{scheme}" in drawn
    assert {"employers.hire_base", "palim:design.flexibility", "seed"} <= set(drawn.columns)
    assert not any(name.startswith("homere:") for name in drawn.columns)


def test_spreads_before_are_those_of_the_assumption(folder):
    spreads = pd.read_csv(folder / "spreads.csv")
    assert spreads.prior_p50.to_numpy() == pytest.approx(halfnorm.ppf(0.5, scale=SPREAD))
    assert (spreads.p05 < spreads.p50).all()
    drawn = pd.read_parquet(folder / "posterior.parquet")
    for row in spreads.itertuples():
        assert row.p50 == pytest.approx(np.quantile(drawn[f"spread:{row.parameter}"], 0.5), rel=1e-4)
        assert row.below_prior_median == (drawn[f"spread:{row.parameter}"] < row.prior_p50).mean()


def test_schemes_whose_weights_fail_are_tempered_again(folder):
    """The file without a scheme holds as many draws for each of these, and nothing of the scheme's own."""
    left_out = pd.read_csv(folder / "left_out.csv")
    assert (left_out.again == ~(left_out["shape"] <= TRUSTED)).all()
    again = pd.read_parquet(folder / "without.parquet")
    assert left_out.again.any()
    assert again.groupby("scheme").size().to_dict() == dict.fromkeys(left_out.scheme[left_out.again], 48)
    drawn = pd.read_parquet(folder / "posterior.parquet")
    shared = [name for name in drawn if ":" not in name or name.startswith(("mean:", "spread:"))]
    assert list(again.columns) == ["scheme", *(name for name in shared if name != "seed")]
    assert again.notna().all().all()


def test_the_page_answers_first(folder):
    html = (folder / "report.html").read_text()
    assert "http" not in html.split("What made this page")[0].replace("http://www.w3.org", "")
    said = [html.index(each) for each in (
        "published quantities lie within the model", "The 4 parameters on which outcomes depend most vary between schemes.", "Is the sample large enough?",
        "cannot be trusted (Pareto shape above 0.7", "The outcomes say next to nothing about",
    )]  # fmt: skip
    assert said == sorted(said)
    for name in ("fit", "narrowed", "spreads", "densities", "pairs"):
        assert (folder / "figures" / f"{name}.png").stat().st_size > 5000
    assert json.loads((folder / "run.json").read_text())["seed"] == 1


def test_the_same_command_gives_the_same_draws_with_any_number_of_workers(folder, tmp_path):
    done = command("calibration", *SMALL, "workers=1", f"outputs={tmp_path}")
    same(Path(done.stdout.strip().splitlines()[-1]), folder)


@pytest.mark.parametrize("kept", ["0.npz", "1.tempered", "without-*.npz"])
def test_killed_and_started_again_it_goes_on_to_the_same_draws(folder, tmp_path, kept):
    running = subprocess.Popen(
        [sys.executable, "-m", "analysis.calibration", *SMALL, f"outputs={tmp_path}"], stdout=subprocess.DEVNULL
    )
    deadline = time.monotonic() + 240
    while not list(tmp_path.glob(f"calibration/.steps-*/{kept}")) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    done = command("calibration", *SMALL, f"outputs={tmp_path}")
    again = Path(done.stdout.strip().splitlines()[-1])
    same(again, folder)
    assert json.loads((again / "run.json").read_text())["runs"] < json.loads((folder / "run.json").read_text())["runs"]


def same(again: Path, folder: Path) -> None:
    for name in ("posterior.parquet", "without.parquet", "fit.csv", "spreads.csv", "left_out.csv"):
        assert (again / name).read_bytes() == (folder / name).read_bytes(), name


def test_what_ships_is_read_as_it_was_found(folder, tmp_path, monkeypatch):
    """A file for every analysis: no replicate and no seed, all else; the draws without a scheme; tables for the documentation."""
    monkeypatch.setattr(answer, "DOCS", tmp_path)
    monkeypatch.setattr(posterior, "FILE", tmp_path / "posterior.parquet")
    monkeypatch.setattr(posterior, "WITHOUT_FILE", tmp_path / "without.parquet")
    drawn, without = (pd.read_parquet(folder / f"{name}.parquet") for name in ("posterior", "without"))
    tables = {name: pd.read_csv(folder / f"{name}.csv") for name in SHIPPED}
    ship(SimpleNamespace(posterior=drawn, without=without, **tables))
    for name, table in tables.items():
        pd.testing.assert_frame_equal(pd.read_csv(tmp_path / f"calibration_{name}.csv"), table)
    for cached in (posterior.read, posterior.read_without):
        cached.cache_clear()
    known = posterior.read()
    assert sorted(known.schemes) == sorted(PAIR)
    assert "seed" not in known
    assert not any(name.startswith("replicate:") for name in known.values)
    assert np.array_equal(known["employers.hire_base"], drawn["employers.hire_base"])
    left = without.scheme[0]
    assert len(posterior.read_without(left)) == 48
    found = draw(left, 48, 1, without=True)
    values = found.columns(configure(left))["employers.hire_base"]
    assert np.sort(values) == pytest.approx(np.sort(without["employers.hire_base"][without.scheme == left]), rel=1e-5)
    for cached in (posterior.read, posterior.read_without):
        cached.cache_clear()


def test_populations_that_agree_have_an_r_hat_of_one_and_those_that_do_not_a_larger_one():
    rng = np.random.default_rng(1)
    alike = [rng.standard_normal((200, 1)) for _ in range(4)]
    apart = [each + 2.0 * place for place, each in enumerate(alike)]
    rhat, effective = agreement([np.hstack(both) for both in zip(alike, apart, strict=True)])
    assert rhat[0] == pytest.approx(1.0, abs=0.02)
    assert rhat[1] > 1.5
    assert effective[0] > 500
    assert effective[1] < 20
    assert np.isnan(agreement(alike[:1])[0]).all()


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("calibration", ["scenario=[palim,ygca]"], "ygca is no scheme of which an outcome is published"),
        ("calibration", ["scenario=palin"], "did you mean palim"),
        ("calibration", ["design.flexibility=0.3"], "takes the schemes as they were"),
        ("calibration", ["points=3"], "a whole number from 20"),
        ("calibration", ["scenario=palim", "ship=true"], "only a calibration on all schemes can ship"),
        ("calibration", ["scenario=palim", "check=5"], "leave scenario and ship as they are"),
        ("calibration", ["check=5", "ship=true"], "leave scenario and ship as they are"),
    ],
)
def test_errors_are_one_line(name, arguments, told):
    done = command(name, *arguments)
    assert done.returncode == 2
    assert told.lower() in done.stderr.lower()
    assert len(done.stderr.strip().splitlines()) == 1
