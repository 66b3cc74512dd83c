"""The questions as functions: what the command writes, without a folder."""

import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from analysis.api import compare, forecast
from sim.errors import UserError

SMALL = {"replicates": 20, "seed": 3, "turning": 0}


def test_compare_gives_the_command_s_tables(tmp_path):
    found = compare("palim", ["rigid", "flexible"], "design.places=20", budget="same_annual", **SMALL)
    done = subprocess.run(
        [
            sys.executable, "-m", "analysis.compare", "scenario=palim", "designs=rigid,flexible", "design.places=20",
            "budget=same_annual", "replicates=20", "seed=3", "turning=0", f"outputs={tmp_path}",
        ], capture_output=True, text=True, check=True,
    )  # fmt: skip
    folder = Path(done.stdout.strip().splitlines()[-1])
    for name in ("comparison", "dates", "monthly", "turning", "hangs_on"):
        written = pd.read_csv(folder / f"{name}.csv")
        table = getattr(found, name)
        assert list(table.columns) == list(written.columns), name
        assert len(table) == len(written), name
    numbers = found.comparison.set_index("indicator").difference
    assert numbers.to_numpy() == pytest.approx(
        pd.read_csv(folder / "comparison.csv").difference.to_numpy(), nan_ok=True, rel=1e-6
    )
    for sentence in found.answer:
        assert sentence in " ".join(done.stdout.split())


def test_designs_written_out():
    found = compare(designs={"small": "design.places=20", "large": "design.places=40"}, **SMALL)
    assert set(found.comparison.design_b) == {"large"}
    assert set(found.runs.design) == {"small", "large"}


def test_forecast_of_a_scheme_with_an_outcome_is_scored():
    found = forecast(["wafira", "open_pilot"], draws=40)
    assert set(found.forecast.scheme) == {"wafira", "open_pilot"}
    assert set(found.scores.scheme) == {"wafira"}
    assert {"model", "outside_view", "plan", "pooled"} == set(found.scores.source)
    assert len(found.answer) >= 1


@pytest.mark.parametrize(("ask", "told"), [
    (lambda: compare("palin"), "did you mean palim"),
    (lambda: compare("palim", ["rigid"]), "design"),
    (lambda: compare("palim", ["rigid", "flexible"], "design.place=3"), "design.places"),
    (lambda: forecast("palim", draws=3), "20"),
    (lambda: forecast("palim", replicates=3), "draws"),
])  # fmt: skip
def test_what_is_wrong_is_said(ask, told):
    with pytest.raises(UserError, match=told):
        ask()
