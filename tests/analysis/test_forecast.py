"""``python -m analysis.forecast`` as a user types it: tables, scores, sentences, and what is refused."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.forecast.__main__ import main
from analysis.forecast.runs import forecast
from analysis.forecast.settings import Case
from analysis.forecast.tables import forecast_table
from analysis.forecast.words import answer, promise
from analysis.forecasting.pool import fitted_weights, weight_of
from analysis.forecasting.sources import SOURCES, Sample
from analysis.forecasting.wording import persons
from analysis.worlds.settings import DRAWN
from sim import configure
from sim.evidence.outside_view import outside_view
from sim.evidence.pairs import pairs
from sim.evidence.published import rows
from sim.indicators import BY_NAME

CONTRACT = ["scheme", "quantity", "month", "source", "p05", "p25", "p50", "p75", "p95", "mean"]
SCORES = ["scheme", "quantity", "source", "crps", "skill", "inside_90", "pit"]


def command(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "analysis.forecast", *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    found = command("scenario=[wafira,palim,baseline]", "draws=60", f"outputs={tmp_path_factory.mktemp('outputs')}")
    assert found.returncode == 0, found.stderr
    return found


@pytest.fixture(scope="module")
def folder(done):
    return Path(done.stdout.strip().splitlines()[-1])


@pytest.fixture(scope="module")
def table(folder):
    return pd.read_csv(folder / "forecast.csv")


def test_tables_as_promised(folder, table):
    assert list(table.columns[: len(CONTRACT)]) == CONTRACT
    scores = pd.read_csv(folder / "scores.csv")
    assert list(scores.columns[: len(SCORES)]) == SCORES
    assert set(scores.scheme) == {"wafira"}  # nothing is known of palim, and the typical pilot never was
    assert list(scores[scores.quantity == "moved"].source) == list(SOURCES)
    assert len(pd.read_csv(folder / "summary.csv")) == 8
    assert not table.duplicated(["scheme", "quantity", "month", "source"]).any()


def test_every_source_forecasts_the_count(table):
    for scheme, month, planned in (("wafira", 41, 250), ("palim", 26, 30), ("baseline", 36, 60)):
        mine = table[(table.scheme == scheme) & (table.quantity == "moved") & (table.month == month)]
        assert list(mine.source) == list(SOURCES)
        assert (mine.planned == planned).all()
        plan = mine[mine.source == "plan"].iloc[0]
        assert set(plan[["p05", "p20", "p50", "p95", "mean"]]) == {planned}


def test_quantiles_rise_and_the_promise_lies_between(table):
    levels = ["p05", "p20", "p25", "p50", "p75", "p80", "p95"]
    for lower, upper in zip(levels, levels[1:], strict=False):
        assert (table[lower] <= table[upper]).all()
    pooled, model, outside = (
        table[table.source == source].set_index("scheme") for source in ("pooled", "model", "outside_view")
    )
    model = model[
        (model.quantity == "moved") & (model.month == model.index.map({"wafira": 41, "palim": 26, "baseline": 36}))
    ]
    fitted = fitted_weights()
    weight = pd.Series(
        {
            "wafira": weight_of("wafira", True, fitted),
            "palim": weight_of("palim", False, fitted),
            "baseline": weight_of("baseline", False, fitted),
        }
    )
    middle = weight * model["mean"] + (1 - weight) * outside["mean"]
    assert pooled["mean"].to_dict() == pytest.approx(middle.to_dict())


def test_the_outside_view_is_that_of_the_class_without_the_scheme(table):
    rows = table[table.source == "outside_view"].set_index("scheme")
    for scheme, share, without in (("wafira", 0.0, "wafira"), ("palim", 1.0, ""), ("baseline", 1.0, "")):
        expected = outside_view(share, without).quantile([0.05, 0.5, 0.95]) * rows.planned[scheme]
        assert rows.loc[scheme, ["p05", "p50", "p95"]].tolist() == pytest.approx(expected.tolist(), rel=0.03)


def test_the_model_also_says_when(table):
    mine = table[(table.scheme == "palim") & (table.source == "model")]
    assert set(mine[mine.quantity == "moved"].month) == {18, 26, 96}  # 18 is also its planned end
    assert list(mine[mine.quantity != "moved"].quantity) == ["first_arrival", "completed"]
    by_month = mine[mine.quantity == "moved"].sort_values("month")
    assert by_month["mean"].is_monotonic_increasing


def test_console_and_page_tell_the_same(done, folder):
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert "WAFIRA, 250 persons planned: in the first 41 months (to Feb 2025), at least" in done.stdout
    assert "What happened: 231 arrived." in done.stdout
    assert done.stdout.count("What happened") == 1
    assert done.stdout.count(DRAWN) == text.count(DRAWN) == 1
    assert "WAFIRA, 250 persons planned" in text
    for scheme in ("wafira", "palim", "baseline"):
        assert (folder / "figures" / f"strip_{scheme}.png").exists()


def test_numbers_are_those_of_the_runs(table):
    """By hand, from the samples: quantiles of the worlds, the share of worlds in which nobody comes, the mean."""
    found = forecast([Case(configure("palim"), True)], 60)
    [each] = found.forecasts
    mine = forecast_table(found).set_index(["quantity", "month", "source"])
    moved = np.sort(each.found.moved(26, 30.0))
    assert mine.loc[("moved", 26, "model"), "p50"] == moved[29]  # the first at or below which half of 60 lie
    assert mine.loc[("moved", 26, "model"), "p20"] == moved[11]
    assert mine.loc[("moved", 26, "model"), "mean"] == pytest.approx(moved.mean())
    assert mine.loc[("completed", 96, "model"), "mean"] == pytest.approx(each.found.completed.mean())
    assert BY_NAME["completed_mobilities"].unit == "persons"
    nobody = np.isinf(each.found.first_arrival).mean()
    assert f"in {100 * nobody:.0f} of 100 worlds nobody arrives" in " ".join(answer(found))
    alone = table[table.scheme == "palim"].set_index(["quantity", "month", "source"])
    assert alone.loc[("moved", 26, "model"), "p50"] == pytest.approx(moved[29])  # whoever else was asked for


def test_a_changed_scheme_is_a_plan_like_any_other():
    [each] = forecast([Case(configure("wafira", "design.places=100"), False)], 20).forecasts
    assert (each.count.planned, each.count.month, each.count.arrived) == (100.0, 40, None)
    assert each.scores.empty


def test_a_quota_is_shown_for_its_own_months_only():
    found = forecast([Case(configure("swiss_tunisia_stagiaires"), True)], 20)
    shown = forecast_table(found)
    assert set(shown[shown.quantity == "moved"].month) == {96}
    assert "in months 84 to 95 (to Jul 2022)" in answer(found)[0]


@pytest.mark.parametrize(("value", "text", "down"), [
    (3.6, "4", "3"), (99.4, "99", "99"), (154.0, "150", "150"), (1987.0, "2,000", "1,900"), (0.0, "0", "0"),
])  # fmt: skip
def test_persons_are_no_finer_than_is_known(value, text, down):
    assert (persons(value), persons(value, down=True)) == (text, down)


def test_the_promise_is_kept_in_8_of_10():
    sample = Sample(np.arange(1.0, 11.0), np.full(10, 0.1))
    assert promise(sample) == "2"
    assert (sample.values >= 2).mean() >= 0.8


def test_the_words_stand_for_the_schemes(capsys, tmp_path):
    """Every blind prediction, and never a word of what happened; then those that are learned from."""
    main(["scenario=blind", "draws=20", f"outputs={tmp_path}"])
    told = capsys.readouterr().out
    folder = Path(told.strip().splitlines()[-1])
    blind = {name for name, each in pairs().items() if each.use == "forecast"}
    assert set(pd.read_csv(folder / "forecast.csv").scheme) == blind
    assert pd.read_csv(folder / "scores.csv").empty
    assert not re.search("What happened|skill", told)
    main(["scenario=learned", "draws=20", f"outputs={tmp_path / 'learned'}"])
    told = capsys.readouterr().out
    assert "Over 17 schemes with a known outcome the model alone is" in told.splitlines()[0]
    assert pd.read_csv(Path(told.strip().splitlines()[-1]) / "scores.csv").scheme.nunique() == 17


def test_what_is_missing_is_said(done):
    assert ("No weights of the pool are fitted yet" in done.stdout) == (not list(rows("pool.csv")))


@pytest.mark.parametrize(("arguments", "told"), [
    (["scenario=pallim"], "did you mean palim"),
    (["scenario=[palim,palim]"], "listed twice"),
    (["replicates=10"], "set draws=1000 instead"),
    (["draws=3"], "a whole number from 20"),
    (["drawss=30"], "draws"),
])  # fmt: skip
def test_errors_are_one_line(arguments, told):
    failed = command(*arguments)
    assert failed.returncode == 2
    assert told.lower() in failed.stderr.lower()
    assert len(failed.stderr.strip().splitlines()) == 1
