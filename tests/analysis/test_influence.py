"""Shares of the variance against known ones, and ``python -m analysis.influence`` as a user types it."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.influence import answer
from analysis.influence.shares import fifths, noise_floor, shares
from sim.evidence import published as evidence
from sim.setup.catalogue import ROOT

WORLDS = 4000


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "analysis.influence", *arguments], capture_output=True, text=True, timeout=300, check=False,
        cwd=ROOT,
    )  # fmt: skip


@pytest.fixture(scope="module")
def known():
    """A slope, a hump, two that act only together, one without effect; and their shares by calculation."""
    rng = np.random.default_rng(7)
    u = rng.random((WORLDS, 5))
    outcome = u[:, 0] + 6 * (u[:, 1] - 0.5) ** 2 + 4 * (u[:, 2] - 0.5) * (u[:, 3] - 0.5) + rng.normal(0, 0.2, WORLDS)
    parts = np.array([1 / 12, 36 / 180, 0, 0, 0])
    return u, outcome, parts / (parts.sum() + 16 / 144 + 0.04)


def test_shares_are_those_known_by_calculation(known):
    u, outcome, expected = known
    found = shares(u, outcome)
    assert found.share == pytest.approx(expected, abs=0.03)
    assert ((found.low - 0.005 <= expected) & (expected <= found.high + 0.005)).all()


def test_a_hump_is_found_that_a_rank_correlation_misses(known):
    from scipy.stats import spearmanr

    u, outcome, _ = known
    assert spearmanr(u[:, 1], outcome).statistic ** 2 < 0.005
    assert shares(u, outcome, resamples=100).low[1] > 0.4


def test_what_has_no_effect_lies_below_the_noise_floor_or_close(known):
    u, outcome, _ = known
    floor = noise_floor(u, outcome)
    assert 0 <= floor < 0.006
    found = shares(u, outcome, resamples=100)
    assert (found.share[:2] > 10 * max(floor, 1e-3)).all()
    assert (np.abs(found.share[2:]) < 0.006).all()


def test_shares_do_not_depend_on_the_scale_of_an_input_or_the_outcome(known):
    u, outcome, _ = known
    found, again = shares(u, outcome, 20), shares(np.exp(5 * u), 3 - 1000 * outcome, 20)
    assert again.share == pytest.approx(found.share)
    assert again.low == pytest.approx(found.low)


def test_intervals_cover_the_truth_about_as_often_as_they_say():
    rng, truth, inside = np.random.default_rng(3), (1 / 12) / (1 / 12 + 0.16), 0
    for _ in range(100):
        u = rng.random((500, 2))
        found = shares(u, u[:, 0] + rng.normal(0, 0.4, 500), 300)
        inside += found.low[0] <= truth <= found.high[0]
    assert 86 <= inside <= 100


def test_what_does_not_vary_has_no_share():
    rng = np.random.default_rng(1)
    u = np.column_stack([rng.random(300), np.full(300, 2.0)])
    assert shares(u, u[:, 0], 20).share[1] == 0
    assert shares(u, np.full(300, 4.0), 20).share.tolist() == [0, 0]
    assert noise_floor(u, np.full(300, 4.0)) == 0
    assert np.isnan(fifths(u, u[:, 0])[1]).all()


def test_too_few_worlds_are_refused():
    with pytest.raises(ValueError, match="too few"):
        shares(np.zeros((3, 1)), np.zeros(3))


def test_fifths_show_slope_and_hump():
    u = ((np.arange(1000) + 0.5) / 1000)[:, None]
    assert fifths(u, u[:, 0])[0] == pytest.approx([0.1, 0.5, 0.9], abs=0.001)
    low, middle, high = fifths(u, -((u[:, 0] - 0.5) ** 2))[0]
    assert low == pytest.approx(high)
    assert middle > low


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    outputs = tmp_path_factory.mktemp("outputs")
    done = command("worlds=300", "horizon=48", "scenario=palim", "outcome=matches", f"outputs={outputs}")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return Path(done.stdout.strip().splitlines()[-1])


def test_the_table_has_a_row_per_parameter_the_most_influential_first(folder):
    table = pd.read_csv(folder / "influence.csv")
    assert list(table.columns[:4]) == answer.SHIPPED_COLUMNS
    assert table.influence.is_monotonic_decreasing
    assert (table.ci_low <= table.influence).all()
    assert (table.influence <= table.ci_high).all()
    assert set(table.evidence) <= {"high", "medium", "low", "assumption", "definition"}
    assert {"permits.months", "trust.gain"} <= set(table.parameter)
    assert not {"shock.month", "design.places"} & set(table.parameter)


def test_the_page_answers_and_needs_no_network(folder):
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert "matches" in text
    assert "<script" not in text
    assert 'src="http' not in text
    made = json.loads((folder / "run.json").read_text())
    assert (made["runs"], made["worlds"]) == (300, 300)
    assert (folder / "figures" / "influence.svg").is_file()


def test_shipping_writes_what_ranks_the_assumptions(tmp_path, monkeypatch):
    monkeypatch.setattr(evidence, "FOLDER", tmp_path)
    monkeypatch.setattr(answer, "FOLDER", tmp_path)
    table = pd.DataFrame(
        {"parameter": ["trust.gain"], "influence": [0.1], "ci_low": [0.05], "ci_high": [0.2], "evidence": ["high"]}
    )
    answer.ship(table)
    assert evidence.influences.__wrapped__() == {"trust.gain": evidence.Influence("trust.gain", 0.1, 0.05, 0.2)}


@pytest.mark.parametrize(("argument", "message"), [
    ("outcome=maches", "Error: outcome: maches is no indicator: did you mean matches?"),
    ("worlds=3", "Error: worlds: 3 is not a whole number from 200 to 1 million worlds"),
    ("ship=maybe", "Error: ship: 'maybe' is not true or false"),
    ("scenario=[palim,thamm]", "Error: scenario: this command takes one scenario, not 2"),
])  # fmt: skip
def test_refusals_are_one_line(argument, message):
    done = command(argument)
    assert (done.returncode, done.stderr) == (2, message + "\n")


def test_only_the_baselines_completed_mobilities_ship():
    done = command("scenario=palim", "ship=true")
    assert done.returncode == 2
    assert done.stderr.startswith("Error: ship: evidence/influence.csv is about completed_mobilities in baseline")


def test_help_names_every_setting():
    text = command("--help").stdout
    assert all(f"  {name} " in text for name in ("scenario", "outcome", "worlds", "ship"))
