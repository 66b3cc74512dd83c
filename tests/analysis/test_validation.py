"""The prior predictive: ``python -m analysis.validation`` as a user types it, and what its tables say."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.fitting.observations import observations
from analysis.validation.page import answer
from analysis.validation.runs import JUDGED, validate
from analysis.worlds.settings import DRAWN
from sim.runs.prior import prior

CONTRACT = ["scheme", "quantity", "observed_low", "observed_high", "p05", "p50", "p95", "inside", "used_in_calibration"]


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "analysis.validation", *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    done = command("scenario=[homere,ygca]", "draws=60", f"outputs={tmp_path_factory.mktemp('outputs')}")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(DRAWN) == 1
    return Path(done.stdout.strip().splitlines()[-1])


def test_tables_as_promised(folder):
    table = pd.read_csv(folder / "validation.csv")
    assert [name for name in table.columns if name in CONTRACT] == CONTRACT
    for lower, upper in (("p05", "p25"), ("p25", "p50"), ("p50", "p75"), ("p75", "p95")):
        assert (table[lower] <= table[upper]).all()
    assert not table.used_in_calibration.any()
    assert (table.p05 < table.p95).any()
    predicted = table[table.scheme == "ygca"]
    assert predicted.observed_low.isna().all()
    assert predicted.inside.isna().all()
    published = table[table.scheme == "homere"]
    assert len(published) == sum(each.scheme == "homere" for each in observations())
    assert published.inside.notna().all()


def test_the_page_says_where_parameters_come_from(folder):
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert text.count(DRAWN) == 1
    assert "No outcome of YGCA is published" in text


def test_the_middle_half_lies_within_the_rest(folder):
    coverage = pd.read_csv(folder / "coverage.csv").set_index("judged").reached
    assert list(coverage.index) == list(JUDGED)
    assert coverage["inside_half"] <= coverage["inside"] <= coverage["inside_with_tolerance"]


def test_reached_is_an_interval_that_meets_what_was_published():
    """By hand: a quantity is reached exactly where its 90 % interval and the published range overlap."""
    found = validate(["homere"], 40, 1, 1)
    for place, (observation, row) in enumerate(zip(found.observations, found.table.itertuples(), strict=True)):
        low, high = np.quantile(found.simulated[:, place], (0.05, 0.95))
        assert (row.p05, row.p95) == (low, high)
        assert row.inside == (not (high < observation.low or low > observation.high))
    told = answer(found)[0]
    assert f"include {found.table.inside.sum()} of {len(found.table)} published quantities" in told


def test_a_scheme_does_not_depend_on_its_company():
    alone, together = validate(["homere"], 20, 1, 1), validate(["palim", "homere"], 20, 1, 1)
    mine = [place for place, each in enumerate(together.observations) if each.scheme == "homere"]
    assert np.array_equal(alone.simulated, together.simulated[:, mine], equal_nan=True)


def test_draws_come_from_the_plausible_ranges():
    """A range that shifts what is simulated: nothing fitted stands between the range and the run."""
    chosen = prior(["homere"])
    values = chosen.values(np.array([[0.0] * len(chosen.names), [1.0] * len(chosen.names)]))
    for name, (low, high) in values.items():
        assert (low, high) == pytest.approx((chosen.ranges[name].low, chosen.ranges[name].high)), name


@pytest.mark.parametrize(("arguments", "told"), [
    (["scenario=baseline"], "baseline is no real scheme"),
    (["scenario=[palim,palim]"], "listed twice"),
    (["shock=none"], "takes the schemes as they were"),
    (["draws=3"], "a whole number from 20"),
    (["leave_out=false"], "leave_out"),
])  # fmt: skip
def test_errors_are_one_line(arguments, told):
    done = command(*arguments)
    assert done.returncode == 2
    assert told.lower() in done.stderr.lower()
    assert len(done.stderr.strip().splitlines()) == 1
