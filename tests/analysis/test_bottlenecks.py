"""``python -m analysis.bottlenecks`` as a user types it, and constraints that are relaxed one at a time."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.bottlenecks.constraints import BY_NAME, CONSTRAINTS, RELAXATIONS, SIZE, STAGES, chosen_constraints
from analysis.bottlenecks.relaxing import relax
from analysis.bottlenecks.runs import OUTCOMES, run_relaxations
from analysis.bottlenecks.tables import binding, bottleneck_table
from sim.errors import UserError
from sim.parameters import parameters, value_of
from sim.setup.checks import validated
from sim.setup.configuration import configure

CONTRACT = ["constraint", "person_months_waited", "gain_per_relaxation", "ci_low", "ci_high"]


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "analysis.bottlenecks", *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    outputs = tmp_path_factory.mktemp("outputs")
    done = command(
        "scenario=[ygca,match]", "replicates=6", "constraints=[permit_time,travel,time,money]", f"outputs={outputs}"
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return Path(done.stdout.strip().splitlines()[-1])


def test_table_as_promised(folder):
    table = pd.read_csv(folder / "bottlenecks.csv")
    assert list(table.columns)[:5] == CONTRACT
    assert {"scenario", "relaxation", "indicator", "gain_per_million_eur"} <= set(table.columns)
    assert len(table) == 2 * 4 * len(RELAXATIONS) * len(OUTCOMES)
    inside = table.dropna(subset=["ci_low"])
    assert (inside.ci_low <= inside.gain_per_relaxation + 1e-9).all()
    assert (inside.gain_per_relaxation <= inside.ci_high + 1e-9).all()


def test_waiting_and_binding(folder):
    waiting, found = pd.read_csv(folder / "waiting.csv"), pd.read_csv(folder / "binding.csv")
    assert len(waiting) == 2 * len(STAGES)
    assert waiting.groupby("scenario").share.sum().tolist() == pytest.approx([1.0, 1.0])
    assert set(found.scenario) == {"ygca", "match"}


def test_page_and_figures(folder):
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert "What holds the pilots back" in text
    assert "<script" not in text
    assert 'src="http' not in text
    assert json.loads((folder / "run.json").read_text())["runs"] <= 2 * 9 * 6
    assert not (folder / "INCOMPLETE").exists()
    for name in ("waiting", "gains_ygca", "gains_match"):
        assert (folder / "figures" / f"{name}.svg").stat().st_size > 1000
        assert (folder / "figures" / f"{name}.png").stat().st_size > 1000


@pytest.mark.parametrize(("arguments", "message"), [
    (["constraints=[permit_tine]"], "did you mean permit_time"),
    (["scenario=palmi"], "palim"),
    (["scenario=[palim,palim]"], "listed twice"),
    (["replicates=0"], "replicates: 0 is not a whole number from 1"),
    (["shock.severity=3"], "shock.severity"),
])  # fmt: skip
def test_what_is_wrong_is_said_in_one_line(arguments, message, tmp_path):
    done = command(*arguments, f"outputs={tmp_path}")
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("scenario", ["palim", "homere", "ygca", "thamm"])
def test_relaxing_changes_what_it_names_and_stays_in_range(scenario):
    config = configure(scenario)
    for constraint in CONSTRAINTS:
        named = {change.parameter for change in constraint.changes} | (
            {"design.budget_total"} if constraint.name == "time" else set()
        )
        for relaxation in RELAXATIONS:
            relaxed = validated(relax(config, constraint, relaxation).config)
            differ = {name for name in parameters() if value_of(relaxed, name) != value_of(config, name)}
            assert differ <= named


def test_a_tenth_by_hand():
    config = configure(
        "baseline", "agencies.interviews=20", "permits.months=3", "design.administrative_support=0.6", "design.places=7"
    )

    def relaxed(name: str, parameter: str, relaxation: str = "10 %") -> float:
        return float(value_of(relax(config, BY_NAME[name], relaxation).config, parameter))

    assert relaxed("interviews", "agencies.interviews") == pytest.approx(22.0)
    assert relaxed("permit_time", "permits.months") == pytest.approx(2.7)
    assert relaxed("permit_time", "permits.months", "full") == 0.0
    assert relaxed("hosts_burden", "design.administrative_support") == pytest.approx(0.64)
    assert relaxed(SIZE, "design.places") == 8
    assert relaxed("hosts_decision", "employers.hire_base") == pytest.approx(config.employers.hire_base + np.log(1.1))


def test_added_months_bring_their_coordination():
    config = configure("baseline", "costs.coordination=10000")
    longer = relax(config, BY_NAME["time"], "10 %").config
    assert longer.design.duration_years == pytest.approx(3.3)
    assert longer.design.budget_total - config.design.budget_total == pytest.approx(0.3 * 12 * 10_000)


def test_a_timeline_is_relaxed_too():
    config = configure("baseline", "timeline.12.permits.months=4")
    assert relax(config, BY_NAME["permit_time"], "10 %").config.timeline[12]["permits.months"] == pytest.approx(3.6)
    assert config.timeline[12]["permits.months"] == 4


def test_what_is_not_there_does_not_bind():
    """Without a shock, closed borders hold nobody back: exactly no gain."""
    runs = run_relaxations(
        configure("baseline", "replicates=5", "horizon=50", "workers=1"), chosen_constraints(["travel", "shock"])
    )
    table = bottleneck_table(runs)
    assert (table[["gain_per_relaxation", "ci_low", "ci_high"]] == 0).all(axis=None)
    assert binding(table, "baseline") is None


def test_a_planted_bottleneck_is_found():
    """With one permit a month, the permit desk is what binds, and freeing it gives most."""
    config = configure("baseline", "permits.capacity=1", "replicates=12")
    names = ["permit_capacity", "interviews", "training_seats", "recognition_time", "hosts_burden"]
    found = binding(bottleneck_table(run_relaxations(config, chosen_constraints(names))), "baseline")
    assert found is not None
    assert found.constraint == "permit_capacity"


def test_unknown_constraints():
    with pytest.raises(UserError, match="did you mean"):
        chosen_constraints(["traveling"])
    assert chosen_constraints(["all"]) == CONSTRAINTS
