"""``python -m analysis.sensitivity`` as a user types it, and what it says about outputs that are known."""

import json
import re
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from analysis.sensitivity import runs as sensitivity_runs
from analysis.sensitivity.factors import chosen_factors
from analysis.sensitivity.page import answer
from analysis.sensitivity.runs import grouped, noise_share, simulate, study
from analysis.sensitivity.tables import direction, find
from analysis.worlds.experiments import Runs
from sim import configure
from sim.errors import UserError
from sim.runs.store import Store

CONTRACT = ["output", "parameter", "index", "value", "ci_low", "ci_high"]
SMALL = ("horizon=60", "replicates=3", "factors=[dimensions,permits.months]")
FACTORS = ["design.duration_years", "design.flexibility", "recognition.months", "permits.months"]


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "analysis.sensitivity", *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("outputs")


@pytest.fixture(scope="module")
def folder(outputs: Path) -> Path:
    done = command(*SMALL, "samples=16", f"outputs={outputs}")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return Path(done.stdout.strip().splitlines()[-1])


def test_tables_as_promised(folder):
    table = pd.read_csv(folder / "indices.csv")
    assert list(table.columns) == CONTRACT
    assert set(table.output) == {
        "matches", "completed_mobilities", "spread_of_matches", "spread_of_completed_mobilities",
    }  # fmt: skip
    assert set(table["index"]) == {"S1", "ST", "S2", "share"}
    known = table.dropna()
    assert (known.ci_low <= known.value + 1e-9).all()
    assert (known.value <= known.ci_high + 1e-9).all()
    dummy = table[(table.parameter == "dummy") & (table["index"] == "ST")]
    assert (dummy[["value", "ci_low", "ci_high"]] == 0.0).all(axis=None)
    noise = table[table.parameter == "noise"].value
    assert ((noise > 0) & (noise <= 1)).all()
    factors = pd.read_csv(folder / "factors.csv")
    assert set(factors.parameter) - {"dummy"} <= set(table.parameter)
    sample = pq.read_table(folder / "sample.parquet")
    assert sample.num_rows == 16 * (2 * len(factors) + 2)
    assert {"recognition.months", "matches", "spread_of_matches"} <= set(sample.column_names)
    months = pd.read_csv(folder / "months.csv")
    assert months.month.max() == 59
    assert set(pd.read_csv(folder / "convergence.csv")["size"]) == {8, 16}


def test_it_says_how_many_runs_before_it_runs(outputs, folder):
    done = command(*SMALL, "samples=16", "on_error=keep_going", "by_month=true", f"outputs={outputs}")
    assert "sobol: 352 parameter sets x 3 replicates = 1,056 runs\n" in done.stdout
    again = Path(done.stdout.strip().splitlines()[-1])
    run = json.loads((again / "run.json").read_text())
    assert (run["runs"], run["runs_from_store"]) == (1056, 1056)  # all were there
    assert (again / "indices.csv").read_bytes() == (folder / "indices.csv").read_bytes()


def test_page_and_figures(folder):
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert "What drives matches and completed mobilities" in text
    assert re.search(r"Matches (are driven most by|: no factor surely stands out)|Matches: no factor", text)
    assert "were not enough" in text
    assert "<script" not in text
    assert 'src="http' not in text
    assert not (folder / "INCOMPLETE").exists()
    for kind in ("indices", "pairs", "months", "effects", "convergence"):
        for name in ("matches", "completed_mobilities"):
            assert (folder / "figures" / f"{kind}_{name}.svg").stat().st_size > 1000
            assert (folder / "figures" / f"{kind}_{name}.png").stat().st_size > 1000
    drawn = (folder / "figures" / "indices_matches.svg").read_text(encoding="utf-8")
    assert "2 to 6 months" in drawn  # ranges with units in the labels


@pytest.mark.parametrize(("arguments", "index", "figure"), [
    (("method=morris", "samples=8", "groups=dimensions"), "mu_star", "indices_matches"),
    (("method=pawn", "samples=128"), "pawn_median", "effects_matches"),
    (("method=delta", "samples=128", "by_month=false", "keep=2", "screening=4"), "delta", "morris_matches"),
    (("method=sobol", "samples=8", "keep=2", "screening=4", "second_order=false"), "ST", "indices_matches"),
    (("method=morris", "samples=8", "replicates=1"), "mu_star", "morris_matches"),
])  # fmt: skip
def test_every_method(outputs, arguments, index, figure):
    own = [each for each in SMALL if not each.startswith("replicates") or "replicates=1" not in arguments]
    done = command(*own, "indicators=[matches]", *arguments, f"outputs={outputs}")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    folder = Path(done.stdout.strip().splitlines()[-1])
    table = pd.read_csv(folder / "indices.csv")
    main = table[(table.output == "matches") & (table["index"] == index)].set_index("parameter").value
    assert "dummy" in main.index
    assert (folder / "figures" / f"{figure}.svg").exists()
    assert ("spread_of_matches" in set(table.output)) == ("replicates=1" not in arguments)
    if "groups=dimensions" in arguments:
        assert set(main.index) == {
            "duration",
            "flexibility",
            "shock",
            "recognition",
            "market_diversity",
            "others",
            "dummy",
        }
    if "keep=2" in arguments:
        screening = pd.read_csv(folder / "screening.csv")
        assert {"mu_star", "mu", "sigma"} == set(screening["index"])
        assert len(main) == (3 if index == "delta" else 4)  # sobol: the others have an index together


@pytest.mark.parametrize(("arguments", "message"), [
    (["factors=[recognition.month]"], "did you mean recognition.months"),
    (["factors.design.kind='employment, studie'"], "design.kind"),
    (["method=sobel"], "did you mean sobol"),
    (["samples=1000"], "a Sobol sample is a power of two: 512 or 1024, not 1000"),
    (["method=pawn", "groups=dimensions"], "groups need method=morris"),
    (["indicators=[match]"], "did you mean matches"),
    (["scenario=[palim,homere]"], "one scenario"),
    (["scenario=palmi"], "palim"),
    (["samples=-1"], "samples: -1 is not a whole number from 0"),
])  # fmt: skip
def test_what_is_wrong_is_said_in_one_line(arguments, message, tmp_path):
    done = command(*arguments, f"outputs={tmp_path}")
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_undefined_outputs_are_named_and_refused(tmp_path):
    done = command(
        *SMALL,
        "indicators=[cost_per_completed]",
        "method=morris",
        "samples=8",
        "design.places=1",
        f"outputs={tmp_path}",
    )
    assert done.returncode == 2
    assert re.search(r"cost_per_completed is undefined in \d+ of \d+ runs \(rows \d+.*choose an indicator", done.stderr)
    assert "python -m sim scenario=baseline" in done.stderr


def test_help():
    done = command("--help")
    assert done.returncode == 0
    for word in ("method", "samples", "indices.csv", "groups", "on_error", "second_order"):
        assert word in done.stdout


@pytest.fixture
def known(monkeypatch, tmp_path):
    """A study whose outputs are computed from its factors, not simulated: (method, size, function) to findings."""

    def made(method, size, function, second_order=False, replicates=3):
        config = configure("baseline", f"replicates={replicates}", "horizon=60")
        planned = study(config, chosen_factors(config, FACTORS)[0], method, size, second_order)
        values = {factor.name: planned.values(factor) for factor in planned.factors}
        output = function(values)
        totals = {"matches": output if output.ndim == 2 else np.repeat(output[:, None], replicates, axis=1)}
        runs = Runs(totals, {}, 1.0, 1.0, totals["matches"].size)
        monkeypatch.setattr(sensitivity_runs, "run", lambda *args, **kwargs: runs)
        simulate(planned, ["matches"], False, Store(tmp_path))
        return find(planned, 0.05)

    return made


@pytest.mark.parametrize(("method", "size"), [("sobol", 256), ("morris", 32), ("pawn", 512), ("delta", 512)])
def test_what_drives_a_known_output_is_found_with_its_direction(known, method, size):
    found = known(method, size, lambda x: 10.0 * x["design.flexibility"] - 0.02 * x["permits.months"] + 50.0)
    assert list(found.ranked("matches").parameter[:1]) == ["design.flexibility"]
    assert direction(found, "matches", "design.flexibility") == "rise with it"
    said = " ".join(answer(found))
    assert "Matches are driven most by design.flexibility" in said
    ruled_out = "do not matter" if method in ("sobol", "morris") else "cannot be told from one without effect"
    assert "recognition.months" in said[said.index(ruled_out) :]


def test_a_bend_is_called_a_bend(known):
    found = known("sobol", 256, lambda x: -((x["design.duration_years"] - 4.0) ** 2))
    assert direction(found, "matches", "design.duration_years") == "rise, then fall with it"


def test_convergence_is_stated(known):
    def rough(x):
        return 10.0 * x["design.flexibility"] + np.exp(2.0 * x["design.flexibility"] * x["recognition.months"] / 6.0)

    few, many = known("sobol", 16, rough), known("sobol", 2048, rough)
    assert not few.verdicts[0].enough
    assert few.verdicts[0].needed > 16
    assert many.verdicts[0].enough
    assert "2,048 base points were enough" not in answer(few)[1]
    assert "large enough" in " ".join(answer(many))
    assert "not enough" in " ".join(answer(few))


def test_noise_share():
    rng = np.random.default_rng(1)
    signal = rng.normal(size=(4000, 1))
    shared = rng.normal(size=(1, 8)) * 5.0  # a replicate's effect on all rows alike shifts the output only
    noise = rng.normal(size=(4000, 8))
    share, low, high = noise_share(signal + shared + 2.0 * noise, lambda each: each.mean(axis=1))
    assert share == pytest.approx(4 / 8 / (1 + 4 / 8), abs=0.02)
    assert low <= share <= high
    assert noise_share(signal + shared + 0.0 * noise, lambda each: each.mean(axis=1))[0] == pytest.approx(
        0.0, abs=1e-12
    )


def test_chance_in_the_outputs_is_no_driver(known):
    rng = np.random.default_rng(2)
    found = known("sobol", 128, lambda x: x["design.flexibility"][:, None] + rng.normal(size=(len(x["dummy"]), 3)))
    assert found.study.noise["matches"][0] > 0.5
    assert "recognition.months" not in list(found.drivers("matches").parameter)
    assert "permits.months" not in list(found.drivers("matches").parameter)


def test_one_undefined_run_is_refused(known):
    def broken(x):
        output = np.repeat(x["design.flexibility"][:, None], 3, axis=1)
        output[5, 2] = np.nan
        return output

    with pytest.raises(UserError, match=r"matches is undefined in 1 of .* \(rows 5 of the sample\).*replicates=3"):
        known("sobol", 16, broken)


def test_real_indices_do_not_depend_on_the_order_on_disk(tmp_path):
    config = configure("baseline", "replicates=2", "horizon=60")
    factors = grouped(chosen_factors(config, FACTORS)[0], "none")

    def indices_of():
        planned = study(config, factors, "sobol", 16)
        simulate(planned, ["matches"], True, Store(tmp_path))
        return planned, find(planned, 0.05)

    planned, first = indices_of()
    assert planned.runs.stored < planned.count
    for path in tmp_path.glob("*/*/*.parquet"):
        table = pq.read_table(path)
        pq.write_table(table.take(np.random.default_rng(5).permutation(table.num_rows)), path)
    planned, again = indices_of()
    assert planned.runs.stored == planned.count
    pd.testing.assert_frame_equal(first.indices, again.indices)
    pd.testing.assert_frame_equal(first.months, again.months)


@pytest.mark.compiled
def test_a_killed_command_goes_on_where_it_was(tmp_path):
    arguments = [
        "factors=[dimensions]",
        "samples=128",
        "replicates=4",
        "by_month=false",
        "indicators=[matches]",
        f"outputs={tmp_path}",
    ]
    process = subprocess.Popen([sys.executable, "-m", "analysis.sensitivity", *arguments], stdout=subprocess.DEVNULL)
    until = time.monotonic() + 120
    while not list(tmp_path.glob(".store/*/*/*.parquet")) and time.monotonic() < until:
        time.sleep(0.01)
    process.kill()
    process.wait()
    [cut] = tmp_path.glob("sensitivity/*")
    assert (cut / "INCOMPLETE").exists()
    done = command(*arguments)
    assert done.returncode == 0, done.stderr
    resumed = Path(done.stdout.strip().splitlines()[-1])
    run = json.loads((resumed / "run.json").read_text())
    assert run["runs_from_store"] > 0
    whole = Path(command(*arguments[:-1], f"outputs={tmp_path / 'fresh'}").stdout.strip().splitlines()[-1])
    assert (resumed / "indices.csv").read_bytes() == (whole / "indices.csv").read_bytes()
