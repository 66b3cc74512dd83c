"""``python -m analysis.robustness`` as a user types it, and worlds that every design shares."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.robustness.runs import run_worlds
from analysis.worlds.worlds import sample_worlds
from sim.setup.configuration import configure

SMALL = ("worlds=16", "replicates=2", "horizon=48")


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "analysis.robustness", *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    outputs = tmp_path_factory.mktemp("outputs")
    done = command(
        *SMALL, "designs=[three_year,five_year,rigid]", f"outputs={outputs}", "target=completed_mobilities >= 5"
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    lines = done.stdout.strip().splitlines()
    assert lines[0].endswith(".")
    return Path(lines[-1])


def test_regret_has_a_row_per_world_and_design(folder):
    table = pd.read_csv(folder / "regret.csv")
    assert list(table.columns) == ["world", "design", "outcome", "value", "regret"]
    assert len(table) == 16 * 3
    assert (table.groupby("world").regret.min() == 0).all()
    best = table.groupby("world").value.transform("max")
    assert table.regret.to_numpy() == pytest.approx((best - table.value).to_numpy())


def test_summary_repeats_the_table(folder):
    table, summary = pd.read_csv(folder / "regret.csv"), pd.read_csv(folder / "regret_summary.csv").set_index("design")
    by_design = table.groupby("design")
    assert summary.max_regret.to_dict() == pytest.approx(by_design.regret.max().to_dict())
    assert summary.p90_regret.to_dict() == pytest.approx(by_design.regret.quantile(0.9).to_dict())
    assert summary.satisficing.to_dict() == pytest.approx(
        by_design.value.apply(lambda values: (values >= 5).mean()).to_dict()
    )
    assert summary.share_best.sum() == pytest.approx(1.0)


def test_value_of_information_names_every_uncertainty(folder):
    table = pd.read_csv(folder / "value_of_information.csv")
    assert {"parameter", "evppi", "share_of_evpi", "ci_low", "ci_high"} <= set(table.columns)
    assert {"all", "none", "shock", "permits.months"} <= set(table.parameter)
    assert not {"shock.month", "horizon"} & set(table.parameter)
    partial = table[~table.parameter.isin(["all"])]
    assert (partial.evppi >= 0).all()
    assert (partial.ci_low <= partial.ci_high).all()


def test_worlds_and_page(folder):
    worlds = pd.read_parquet(folder / "worlds.parquet")
    assert len(worlds) == 16
    assert (worlds["shock.month"] == -1).sum() == 8
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert "least regretted" in text
    assert "<script" not in text
    assert 'src="http' not in text
    made = json.loads((folder / "run.json").read_text())
    assert made["runs"] == 16 * 3 * 2 + 16 * 3 * 2 * 2  # two prices, each at two factors, one replicate
    assert not (folder / "INCOMPLETE").exists()
    for name in ("regret", "satisficing", "prices", "information"):
        assert (folder / "figures" / f"{name}.svg").stat().st_size > 1000
        assert (folder / "figures" / f"{name}.png").stat().st_size > 1000


def test_prices_that_are_assumptions_are_tried(folder):
    table = pd.read_csv(folder / "prices.csv")
    assert list(table.columns) == [
        "parameter", "meaning", "basis", "levers", "designs", "factor", "worlds", "design", "mean", "p90_regret",
        "least_regretted", "regret_turned", "regret_open", "best_mean", "mean_turned", "mean_open",
    ]  # fmt: skip
    assert list(dict.fromkeys(table.parameter)) == ["costs.oversight", "costs.amendment"]
    assert set(table.levers) == {"design.flexibility"}
    assert set(table.designs) == {"three_year five_year | rigid"}
    assert (table.groupby(["parameter", "design"]).factor.apply(list).map(str) == "[0.5, 1.0, 2.0]").all()
    as_is = table[table.factor == 1.0]
    assert len(as_is[["design", "mean", "p90_regret"]].drop_duplicates()) == 3
    assert "Prices that are assumptions" in (folder / "report.html").read_text(encoding="utf-8")


TIGHT = (
    "outcome=public_cost", "uncertainty=chance", "shock_probability=0", "worlds=16", "replicates=2", "design.places=10",
)  # fmt: skip


def test_a_price_that_bites_reverses_the_ranking(tmp_path):
    """A board costs less than four fifths of a post, and more once it costs double."""
    done = command(
        *TIGHT, "designs.board=design.advisory_board=true", "designs.staff=design.host_staff=1.3", f"outputs={tmp_path}"
    )
    assert done.returncode == 0, done.stderr
    answer, prices, *_, path = done.stdout.splitlines()
    assert answer.startswith("Board is least regretted")
    assert prices.endswith("(secretariat and meetings of an advisory board). If it doubles, staff comes first.")
    table = pd.read_csv(Path(path) / "prices.csv")
    first = table.drop_duplicates("factor")
    assert first.least_regretted.tolist() == first.best_mean.tolist() == ["board", "board", "staff"]
    assert first.regret_turned.tolist() == first.mean_turned.tolist() == [False, False, True]
    assert prices in (Path(path) / "report.html").read_text(encoding="utf-8")


def test_designs_that_differ_in_no_assumed_price_have_no_row(tmp_path):
    done = command(*SMALL, "designs.few=design.host_staff=0", "designs.many=design.host_staff=1", f"outputs={tmp_path}")
    assert done.returncode == 0, done.stderr
    assert "assumption" not in done.stdout
    path = Path(done.stdout.splitlines()[-1])
    assert pd.read_csv(path / "prices.csv").empty
    assert "Prices that are assumptions" not in (path / "report.html").read_text(encoding="utf-8")
    assert json.loads((path / "run.json").read_text())["runs"] == 16 * 2 * 2


def test_prices_need_not_be_tried(tmp_path):
    done = command(*SMALL, "price_worlds=0", "designs=[flexible,rigid]", f"outputs={tmp_path}")
    assert done.returncode == 0, done.stderr
    assert (
        "2 prices that do not affect all designs alike are assumptions. It was not tried whether the ranking depends on them."
        in done.stdout
    )
    table = pd.read_csv(Path(done.stdout.splitlines()[-1]) / "prices.csv")
    assert table.parameter.tolist() == ["costs.oversight", "costs.amendment"]
    assert table.factor.isna().all()


def test_equal_designs_are_never_regretted(tmp_path):
    done = command(
        *SMALL, "designs.a=design.flexibility=0.5", "designs.b=design.flexibility=0.5", f"outputs={tmp_path}"
    )
    assert done.returncode == 0, done.stderr
    assert "no choice is regretted" in done.stdout
    path = Path(done.stdout.strip().splitlines()[-1])
    assert (pd.read_csv(path / "regret.csv").regret == 0).all()
    assert pd.read_csv(path / "prices.csv").empty


def test_an_outcome_that_can_be_undefined(tmp_path):
    done = command(
        *SMALL,
        "outcome=cost_per_completed",
        "designs=[three_year,five_year]",
        "shock_probability=1",
        f"outputs={tmp_path}",
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("arguments", "message"), [
    (["designs=[five_year]"], "name at least 2"),
    (["designs=[five_year,tree_year]"], "did you mean"),
    (["outcome=completed_mobilites"], "did you mean completed_mobilities"),
    (["outcome=applicants"], "neither more nor less is better"),
    (["target=many"], "compares nothing"),
    (["target=five_year.matches < 3"], "the same for every design"),
    (["worlds=2"], "worlds: 2 is not a whole number from 8"),
    (["shock_probability=2"], "is not a number from 0 to 1"),
    (["scenario=[palim,thamm]"], "takes one scenario"),
    (["scenario=atlantis"], "atlantis"),
    (["wolds=10"], "did you mean worlds"),
])  # fmt: skip
def test_what_is_wrong_is_said_in_one_line(arguments, message, tmp_path):
    done = command(*arguments, f"outputs={tmp_path}")
    assert done.returncode == 2
    assert done.stdout == ""
    assert message in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_help():
    done = command("--help")
    assert done.returncode == 0
    assert "value_of_information.csv" in done.stdout


def test_worlds_do_not_depend_on_the_designs():
    configs = [configure("baseline", f"design={name}", "horizon=40") for name in ("three_year", "rigid", "flexible")]
    few, many = (sample_worlds(some, 8, 3, "lhs", 0.5) for some in (configs[:2], configs))
    assert np.array_equal(few.quantiles, many.quantiles)
    assert np.array_equal(few.month, many.month)
    a, b = (run_worlds(worlds, 2, 3, ["matches"], 1, None)[0]["matches"] for worlds in (few, many))
    assert np.array_equal(a, b[:, :, :2])


def test_memory_holds_the_outcomes_asked_for_only():
    configs = [configure("baseline", "horizon=30"), configure("rigid", "horizon=30")]
    values, runs = run_worlds(sample_worlds(configs, 8, 1, "sobol", 0.0), 3, 1, ["matches"], 1, None)
    assert values["matches"].shape == (8, 3, 2)
    assert list(runs.totals) == ["matches"]
    assert runs.monthly == {}
