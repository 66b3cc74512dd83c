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
from hypothesis import given
from hypothesis import strategies as st

from analysis.sensitivity import runs as sensitivity_runs
from analysis.sensitivity.factors import chosen_factors
from analysis.sensitivity.outputs import checked_dates, planned_ends, read, when, words
from analysis.sensitivity.runs import grouped, noise_share, simulate, study
from analysis.sensitivity.sentences import answer, shift
from analysis.sensitivity.settings import DATES, Asked
from analysis.sensitivity.tables import direction, find
from analysis.worlds.experiments import Runs
from sim import configure
from sim.errors import UserError
from sim.runs.store import Store

SIX = [
    "matches@18", "matches@planned_end", "matches",
    "completed_mobilities@18", "completed_mobilities@planned_end", "completed_mobilities",
]  # fmt: skip
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
    assert list(dict.fromkeys(table.output)) == SIX
    assert set(table["index"]) == {"S1", "ST", "S2", "share"}
    known = table.dropna()
    assert (known.ci_low <= known.value + 1e-9).all()
    assert (known.value <= known.ci_high + 1e-9).all()
    dummy = table[(table.parameter == "dummy") & (table["index"] == "ST")].dropna()
    assert len(dummy) >= 4
    assert (dummy[["value", "ci_low", "ci_high"]] == 0.0).all(axis=None)
    noise = table[table.parameter == "noise"].value.dropna()
    assert ((noise > 0) & (noise <= 1)).all()
    factors = pd.read_csv(folder / "factors.csv")
    assert set(factors.parameter) - {"dummy"} <= set(table.parameter)
    sample = pq.read_table(folder / "sample.parquet")
    assert sample.num_rows == 16 * (2 * len(factors) + 2)
    assert {"recognition.months", *SIX} <= set(sample.column_names)
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
    for date in ("by month 18", "by the planned end of funding", "by the last month simulated"):
        assert re.search(rf"[Mm]atches {date}( are driven most by|: no factor surely stands out)", text)
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
    done = command(*own, "indicators=[matches]", "dates=horizon", "spread=true", *arguments, f"outputs={outputs}")
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
    (["dates=[18,planed_end]"], "planed_end is neither a month such as 18 nor one of planned_end, horizon: did you mean planned_end"),
    (["dates=0"], "dates: 0 is neither a month"),
    (["dates=96"], "month 96 is not before the last month simulated (horizon=96)"),
    (["factors=influentials"], "did you mean influential"),
    (["uncertainty=both"], "uncertainty: analysis.sensitivity draws its worlds by itself"),
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
        simulate(planned, Asked(config, FACTORS, ["matches"]), False, Store(tmp_path))
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
    assert "large enough" in " ".join(answer(many))
    assert "not enough" in " ".join(answer(few))


MONTHLY = np.array([  # two sets, two replicates, five months
    [[1, 0, 2, 0, 4], [0, 0, 1, 1, 0]],
    [[0, 3, 0, 0, 1], [2, 2, 2, 2, 2]],
], float)  # fmt: skip


def test_values_at_a_date_are_sums_of_the_months_until_then():
    # by month 2: 1 + 0, 0 + 0 and 0 + 3, 2 + 2
    assert read("matches", MONTHLY, np.array([2, 2])).tolist() == [[1, 0], [3, 4]]
    # the first set's funding ends after three months, the second's after four: 1 + 0 + 2, 0 + 0 + 1 and 0 + 3 + 0 + 0, 8
    assert read("matches", MONTHLY, np.array([3, 4])).tolist() == [[3, 1], [3, 8]]
    assert np.array_equal(read("matches", MONTHLY, np.array([5, 5])), MONTHLY.sum(axis=2))
    # a level is that of the month itself
    assert read("trust_government", MONTHLY, np.array([3, 4])).tolist() == [[2, 1], [0, 2]]


@given(st.integers(1, 6), st.integers(1, 4), st.integers(1, 12), st.integers(0, 2**32 - 1))
def test_later_dates_never_have_fewer_events(sets, replicates, months, seed):
    rng = np.random.default_rng(seed)
    monthly = rng.integers(0, 5, (sets, replicates, months)).astype(float)
    early = rng.integers(1, months + 1, sets)
    late = np.minimum(early + rng.integers(0, 3, sets), months)
    first, last = read("matches", monthly, early), read("matches", monthly, late)
    assert (first <= last).all()
    for row in range(sets):
        assert np.array_equal(first[row], monthly[row, :, : early[row]].sum(axis=1))


def test_planned_end_is_that_of_each_set():
    config = configure("baseline", "design.duration_years=2.5", "horizon=60")
    # 2.5 years are 30 months; 2.01 years are 24.12 months: month 25 has begun; six years are more than is simulated
    years = {"design.duration_years": np.array([2.0, 2.01, 6.0])}
    assert planned_ends(config, years, 3).tolist() == [24, 25, 60]
    assert planned_ends(config, {}, 2).tolist() == [30, 30]


def test_six_outputs_of_a_tiny_problem(monkeypatch, tmp_path):
    """Four trajectories of two factors and a dummy; every run has a match in each of its first ten months."""
    config = configure("baseline", "replicates=2", "horizon=36")
    ranges = {"design.duration_years": "1 to 2", "permits.months": "1 to 3"}
    planned = study(config, chosen_factors(config, ranges)[0], "morris", 4)
    sets = len(planned.experiment)
    monthly = np.zeros((sets, 2, 36))
    monthly[:, :, :10] = 1.0
    monthly[:, 1, 20] = 4.0  # after month 18, and before the planned end only of a scheme of 21 months or more
    totals = {name: monthly.sum(axis=2) for name in ("matches", "completed_mobilities")}
    runs = Runs(totals, {name: monthly.copy() for name in totals}, 1.0, 1.0, 2 * sets)
    monkeypatch.setattr(sensitivity_runs, "run", lambda *args, **kwargs: runs)
    asked = Asked(config, ranges, list(totals), checked_dates(DATES, config))
    simulate(planned, asked, True, Store(tmp_path))
    assert list(planned.outputs) == SIX
    years = planned.values(next(each for each in planned.factors if each.name == "design.duration_years"))
    assert set(np.round(years, 6)) == {1.0, 1.333333, 1.666667, 2.0}
    for name in totals:
        assert (planned.outputs[f"{name}@18"] == 10.0).all()
        assert np.array_equal(planned.outputs[f"{name}@planned_end"], np.where(years > 20.5 / 12.0, 12.0, 10.0))
        assert (planned.outputs[name] == 12.0).all()  # (10 + 14) / 2
        assert planned.months[name][0, [0, 9, 19, 20, 35]].tolist() == [1.0, 10.0, 10.0, 12.0, 12.0]


def test_what_counts_early_and_what_counts_late_is_told(monkeypatch, tmp_path):
    config = configure("baseline", "replicates=2", "horizon=36")
    planned = study(config, chosen_factors(config, FACTORS)[0], "sobol", 256)
    early = planned.values(next(each for each in planned.factors if each.name == "design.flexibility"))
    late = planned.values(next(each for each in planned.factors if each.name == "permits.months"))
    monthly = np.zeros((len(early), 2, 36))
    monthly[:, :, 5] = early[:, None]
    monthly[:, :, 30] = 2.0 * late[:, None]
    runs = Runs({"matches": monthly.sum(axis=2)}, {"matches": monthly}, 1.0, 1.0, monthly[:, :, 0].size)
    monkeypatch.setattr(sensitivity_runs, "run", lambda *args, **kwargs: runs)
    simulate(planned, Asked(config, FACTORS, ["matches"], ["18", "horizon"]), False, Store(tmp_path))
    found = find(planned, 0.05)
    assert shift(found, ["matches@18", "matches"]) == (
        "The early result hangs on other things than the late one: design.flexibility matters more by month 18,"
        " permits.months matters more by the last month simulated."
    )
    assert shift(found, ["matches"]) == ""
    said = answer(found)[0]
    assert said.startswith("Matches by month 18 are driven most by design.flexibility")
    assert "; matches by the last month simulated are driven most by permits.months" in said


def test_dates_in_words_and_in_the_order_of_time():
    config = configure("baseline", "design.duration_years=3")
    assert checked_dates(["horizon", "48", "planned_end", "012"], config) == ["12", "planned_end", "48", "horizon"]
    assert words("matches@18") == "matches by month 18"
    assert words("matches") == "matches"
    assert words("matches", dated=True) == "matches by the last month simulated"
    assert when("trust_government@planned_end") == "at the planned end of funding"
    assert when("trust_government@24") == "in month 24"
    assert Asked(config, (), ["cost_per_match", "matches"], DATES).outputs == ["cost_per_match", *SIX[:3]]


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
        simulate(planned, Asked(config, FACTORS, ["matches"]), True, Store(tmp_path))
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
