"""``python -m analysis.validation`` as a user types it, what its tables and sentences say by hand, and what ships."""

import math
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.fitting.observations import Observation, observations
from analysis.forecasting.counts import published, schemes
from analysis.forecasting.scoring import MOVED, summary
from analysis.forecasting.sources import MODEL, OUTSIDE, SOURCES
from analysis.forecasting.wording import signed
from analysis.validation import shipped
from analysis.validation.pictures import band, draw, ordered
from analysis.validation.rows import (
    UNEXPLAINED,
    arrival_lines,
    class_lines,
    miss_lines,
    scheme_lines,
    score_lines,
    targets,
)
from analysis.validation.runs import validate
from analysis.validation.tables import (
    COLUMNS,
    JUDGED,
    PLAUSIBLE,
    WITH,
    WITHOUT,
    by_class,
    class_of,
    coverage,
    meets,
    with_tolerance,
)  # fmt: skip
from analysis.validation.words import answer, expected, rests
from docs import record as page
from sim.evidence.pairs import pairs
from sim.runs import posterior
from sim.setup.catalogue import ROOT

CONTRACT = ["scheme", "quantity", "observed_low", "observed_high", "p05", "p50", "p95", "inside", "used_in_calibration"]
THREE = ["homere", "haiti_h2a", "palim"]


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "analysis.validation", *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    found = command(f"scenario=[{','.join(THREE)}]", "draws=40", f"outputs={tmp_path_factory.mktemp('outputs')}")
    assert found.returncode == 0, found.stderr
    return found


@pytest.fixture(scope="module")
def folder(done) -> Path:
    return Path(done.stdout.strip().splitlines()[-1])


@pytest.fixture(scope="module")
def few():
    """Two schemes without any calibration, whether one ships or not."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(posterior, "read", lambda: None)
        patch.setattr(posterior, "read_without", lambda scheme: None)
        yield validate(["homere", "haiti_h2a"], 40, 1, 1)


def scores_by_hand() -> pd.DataFrame:
    """Three schemes: the model scores 0.1, 0.2, 0.3, the outside view 0.2, 0.1, 0.6; the model's third interval misses."""
    rows = [
        {"scheme": scheme, "quantity": MOVED, "source": source, "crps": crps, "inside_90": inside, "inside_50": inside,
         "width_90": width, "width_50": 0.1, "pit": 0.5, "planned": 200.0, "outcome_low": 0.4, "outcome": 0.4, "outcome_high": 0.5,
         "p05": 0.1, "p50": 0.2, "p95": 0.3 + 0.2 * inside}
        for scheme, source, crps, inside, width in (
            ("homere", MODEL, 0.1, True, 0.2), ("homere", OUTSIDE, 0.2, True, 0.5),
            ("haiti_h2a", MODEL, 0.2, True, 0.3), ("haiti_h2a", OUTSIDE, 0.1, True, 0.6),
            ("wafira", MODEL, 0.3, False, 0.4), ("wafira", OUTSIDE, 0.6, True, 0.7),
        )
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_the_verdict_by_hand():
    """The model's sum is 0.6, that of the outside view 0.9: skill 1/3. It is closer in two of three. One of three misses."""
    scores = scores_by_hand()
    first, second, third = answer(summary(scores), scores)[:3]
    assert first.startswith(
        "The model beats the outside view: its error is 33 % smaller, and it is closer to the outcome in 2 of 3 schemes (skill 0.33"
    )
    assert first.endswith("The interval includes 0, so it is not sure which of the two is better.")
    assert "hold 2 of 3 outcomes and are 30 % of the plan wide on average" in second
    assert "hold 3 of 3 and are 60 % wide" in second
    assert third == "Outside of the model's 90 % interval: WAFIRA (80 moved, 20 to 60 expected)."


def test_a_model_that_loses_says_so_first():
    """The other way round the skill is 1 - 0.9 / 0.6 = -0.5."""
    scores = scores_by_hand()
    scores["source"] = scores.source.map({MODEL: OUTSIDE, OUTSIDE: MODEL})
    text = answer(summary(scores), scores)[0]
    assert text.startswith("The model loses to the outside view: its error is 50 % larger")
    assert "in 1 of 3 schemes" in text


def test_nearly_equal_scores_are_no_victory():
    """The model's sum is 0.99, that of the outside view 1.02: skill 0.03."""
    scores = scores_by_hand()
    scores["crps"] = np.where(scores.source == MODEL, 0.33, 0.34)
    text = answer(summary(scores), scores)[0]
    assert text.startswith("The model is about as good as the outside view: its error is 3 % smaller")
    assert signed(-0.001) == "0.00"


def test_nothing_to_score_is_said():
    empty = scores_by_hand().iloc[:0]
    assert answer(summary(empty), empty) == [
        "None of these schemes has a published number of persons to score: only other outcomes are compared."
    ]
    assert targets(summary(empty)) == []


def test_targets_by_hand():
    """Skill 1/3 is above 0.2. 2 of 3: the exact interval is 9 to 99 %. 0.3 is narrower than 0.6."""
    scores = scores_by_hand()
    assert [line[2] for line in targets(summary(scores))] == ["met", "met", "met"]
    assert targets(summary(scores))[1][1] == "2 of 3: 9.4 % to 99.2 %"
    scores["inside_90"] = scores.source == OUTSIDE  # the model holds none: 0 to 71 %
    scores["crps"] = np.where(scores.source == MODEL, 1.0, 1.2)  # skill 1/6
    scores["width_90"] = 0.5
    assert [line[2] for line in targets(summary(scores))] == ["**not met**"] * 3


def test_classes_by_hand():
    """Haiti is open, HOMERe half open, WAFIRA signed: each class has one scheme, and so no interval."""
    scores = scores_by_hand()
    together, classes = by_class(scores)
    assert [class_of(name) for name in ("haiti_h2a", "homere", "wafira")] == ["open", "half open", "signed"]
    mine = classes[classes.source == MODEL].set_index("class")
    assert mine.skill.to_dict() == pytest.approx({"open": -1.0, "half open": 0.5, "signed": 0.5})
    assert mine.skill_low.isna().all()
    assert together[together.source == MODEL].skill.iloc[0] == pytest.approx(1 / 3)
    assert class_lines(classes)[0] == ("open", "moved", "1", "0.200", "0.100", "−1.00", "–", "1 of 1")


def test_a_source_is_not_compared_with_itself():
    """Mean CRPS 0.2 and 0.3; nobody compares with the plan or with the model before any fit here."""
    model, outside = score_lines(summary(scores_by_hand()))
    assert (model[3], outside[3]) == ("0.200", "0.300")
    assert model[4].startswith("0.33 (")
    assert outside[4:7] == ("–", "–", "–")
    assert outside[7] == "100 % (29 to 100)"
    assert (model[9], outside[9]) == ("0.30", "0.60")


def test_rows_by_hand():
    scores = scores_by_hand()
    lines = scheme_lines(scores)
    assert lines[2][:6] == ("WAFIRA", "signed", "200", "80 (80 to 100)", "40 (20 to 60) **missed**", "40 (20 to 100)")
    assert [line[8] for line in lines] == ["model", "outside view", "model"]
    assert miss_lines(scores, {}) == [("WAFIRA", "200", "80 (80 to 100)", "20 to 60", UNEXPLAINED)]
    assert miss_lines(scores, {"wafira": "employers were bound"})[0][4] == "employers were bound"
    assert arrival_lines(scores) == []


def test_an_interval_meets_what_was_published_where_they_have_a_value_in_common():
    def of(low, high):
        return Observation("x", "q", "total", "departures", 1, low, high, 2.0, "persons", (), "")

    assert meets(of(3.0, 5.0), 5.0, 9.0)
    assert meets(of(3.0, math.inf), 0.0, 3.0)
    assert meets(of(-math.inf, 3.0), 3.0, 9.0)
    assert not meets(of(3.0, 5.0), 5.1, 9.0)
    assert not meets(of(3.0, 5.0), 0.0, 2.9)
    assert not meets(of(3.0, 5.0), math.nan, math.nan)


@given(st.lists(st.floats(0.0, 100.0), min_size=4, max_size=4))
def test_meeting_is_having_a_value_in_common(ends):
    """The larger of the lower ends lies in both, or no value does; and it does not matter which of the two was published."""
    (low, high), (least, most) = sorted(ends[:2]), sorted(ends[2:])
    shared = max(low, least)
    asked = Observation("x", "q", "total", "departures", 1, low, high, 1.0, "persons", (), "")
    other = Observation("x", "q", "total", "departures", 1, least, most, 1.0, "persons", (), "")
    assert meets(asked, least, most) == (low <= shared <= high and least <= shared <= most)
    assert meets(asked, least, most) == meets(other, low, high)


def test_the_tolerance_widens_by_a_normal_error():
    """4,000 equal values: their 5 % quantile lies 1.645 tolerances below. Persons who moved get the learned error instead."""
    plain = Observation("x", "q", "total", "departures", 1, 0.0, 1.0, 2.0, "persons", (), "")
    wide = with_tolerance(plain, np.full(4_000, 10.0), np.zeros(4_000))
    assert np.quantile(wide, 0.05) == pytest.approx(10.0 - 2.0 * 1.645, abs=0.01)
    moved = Observation("x", "q", "total", "departures", 1, 0.0, 1.0, 2.0, "persons", (), "", None, 50.0)
    assert with_tolerance(moved, np.array([20.0]), np.array([np.log(2.0)])) == pytest.approx([75 * 40 / 95])


def test_coverage_by_hand():
    """Of four quantities three are reached: Wilson's interval of 3 in 4 is 30 to 95 %."""
    table = pd.DataFrame({"basis": [PLAUSIBLE] * 4, **{name: [True, True, True, False] for name in JUDGED}})
    found = coverage(table).iloc[0]
    assert (found.quantities, found.reached, found.coverage) == (4, 3, 0.75)
    assert (found.ci_low, found.ci_high) == pytest.approx((0.301, 0.954), abs=1e-3)


def test_the_band_of_the_pit_is_that_of_kolmogorov_and_smirnov():
    """Tables give 0.318 for 17 values at 95 %."""
    assert band(17) == pytest.approx(0.318, abs=5e-4)


def test_tables_as_promised(folder):
    table = pd.read_csv(folder / "validation.csv")
    assert list(table.columns) == list(COLUMNS)
    assert list(table.columns)[: len(CONTRACT)] == CONTRACT
    mine = table[~table.used_in_calibration]
    assert len(mine) == sum(each.scheme in THREE for each in observations())
    for lower, upper in (("p05", "p25"), ("p25", "p50"), ("p50", "p75"), ("p75", "p95")):
        assert (mine[lower] <= mine[upper]).all()
    assert (mine.p05 < mine.p95).any()
    scores = pd.read_csv(folder / "scores.csv")
    assert set(scores[scores.quantity == MOVED].scheme) == {"homere", "haiti_h2a"}
    assert set(scores[scores.quantity == "first_arrival"].scheme) == {"haiti_h2a"}
    assert list(scores[(scores.quantity == MOVED) & (scores.scheme == "homere")].source)[:3] == list(SOURCES)[:3]
    together = pd.read_csv(folder / "summary.csv")
    assert together[(together.quantity == MOVED) & (together.source == MODEL)].schemes.iloc[0] == 2
    assert set(pd.read_csv(folder / "by_class.csv")["class"]) == {"open", "half open"}
    assert list(pd.read_csv(folder / "coverage.csv").judged)[:3] == list(JUDGED)


def test_console_and_page_begin_with_the_verdict(done, folder):
    first = done.stdout.splitlines()[0]
    assert first.startswith("The model ")
    assert "the outside view: its error is" in first
    text = (folder / "report.html").read_text(encoding="utf-8")
    assert first[:60] in text
    told = rests(pd.read_csv(folder / "validation.csv").basis.iloc[0])
    assert done.stdout.count(told) == text.count(told) == 1
    assert {path.name for path in (folder / "figures").glob("*.png")} == {
        "validation.png", "validation_pit.png", "validation_scores.png", "validation_skill.png",
    }  # fmt: skip


def test_without_a_calibration_all_comes_from_plausible_ranges(few):
    assert set(few.table.basis) == {PLAUSIBLE}
    assert not few.record.calibrated
    assert few.runs == 80
    assert set(few.scores.source) == set(SOURCES)
    for place, (observation, row) in enumerate(
        zip(few.record.left_out["homere"].wanted, few.table[few.table.scheme == "homere"].itertuples(), strict=True)
    ):
        values = few.record.left_out["homere"].found.measured[:, place]
        assert (row.p05, row.p95) == tuple(np.nanquantile(values, (0.05, 0.95)))
        assert row.inside == (not (row.p95 < observation.low or row.p05 > observation.high))


def test_moved_is_measured_as_it_is_scored(few):
    """The quantity beside the published one and the forecast come from the same runs."""
    each = few.record.left_out["haiti_h2a"]
    place = next(i for i, wanted in enumerate(each.wanted) if wanted.planned)
    assert each.found.measured[:, place] == pytest.approx(each.found.departures[:, : each.count.month].sum(axis=1))


def test_a_scheme_does_not_depend_on_its_company(few):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(posterior, "read", lambda: None)
        patch.setattr(posterior, "read_without", lambda scheme: None)
        alone = validate(["homere"], 40, 1, 1)
    mine, theirs = (found.record.left_out["homere"].found for found in (alone, few))
    assert np.array_equal(mine.departures, theirs.departures)
    one, two = (
        found.scores[(found.scores.scheme == "homere") & (found.scores.source == MODEL)] for found in (alone, few)
    )
    assert one.crps.tolist() == two.crps.tolist()


def test_pictures_are_drawn_for_all_schemes_in_order(few):
    figures = draw(few)
    assert set(figures) == {"validation", "validation_scores", "validation_skill", "validation_pit"}
    assert ordered(few.scores) == ["haiti_h2a", "homere"]  # open before half open
    labels = [label.get_text() for label in figures["validation"].axes[0].get_yticklabels()]
    assert labels == ["H-2A pilot with Haiti: open", "HOMERe: half open"]


def calibrated(names):
    """Two draws that ship: of the error, and weights without each scheme that allow the second one only."""
    values = {"error": np.array([0.2, 0.8]), **{f"{posterior.WITHOUT}{name}": np.array([0.0, 1.0]) for name in names}}
    return posterior.Posterior(values | {f"{name}:design.places": np.zeros(2) for name in names})


def test_with_a_calibration_the_model_also_competes_with_itself_before(few, monkeypatch):
    """Worlds without the scheme take the second draw only, those that know it both, those before any fit neither."""
    monkeypatch.setattr(posterior, "read", lambda: calibrated(["homere", "haiti_h2a"]))
    monkeypatch.setattr(posterior, "read_without", lambda scheme: None)
    found = validate(["homere", "haiti_h2a"], 40, 1, 1)
    assert found.record.calibrated
    assert found.runs == 240
    assert set(found.table.basis) == {WITHOUT, WITH}
    assert list(found.table[found.table.basis == WITH].used_in_calibration.unique()) == [True]
    first = found.record.left_out["homere"]
    usual = few.record.left_out["homere"].found
    assert np.abs(first.found.errors).max() == pytest.approx(0.8 / 0.5 * np.abs(usual.errors).max())
    assert np.array_equal(first.before.errors, usual.errors)
    assert np.array_equal(first.before.departures, usual.departures)
    rows = found.summary[found.summary.quantity == MOVED].set_index("source")
    assert rows.skill_against_prior["prior_predictive"] == pytest.approx(0.0)
    assert np.isfinite(rows.skill_against_prior[MODEL])
    assert "Against itself before any fit" in answer(found.summary, found.scores)[2]


def test_rounding_never_hides_a_miss():
    """Of 5 planned all came; the interval ends at 4.6: 0 to 4, though 4.6 is nearer to 5."""
    row = SimpleNamespace(p05=0.0, p95=0.92, outcome=1.0, planned=5.0)
    assert expected(row) == "0 to 4"
    assert expected(SimpleNamespace(p05=0.0, p95=0.92, outcome=0.9, planned=5.0)) == "0 to 5"


def test_what_ships_is_what_was_found(few, tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.forecasting.record.FOLDER", tmp_path)
    (tmp_path / "pictures").mkdir()
    shipped.ship(few, draw(few), tmp_path)
    again = pd.read_csv(tmp_path / "validation.csv")
    assert list(again["class"].unique()) == ["all", "open", "half open"]
    assert again.skill.to_numpy() == pytest.approx(few.shipped.skill.to_numpy(np.float64), rel=1e-3, nan_ok=True)
    assert set(again.draws) == {40}
    assert len(pd.read_csv(tmp_path / "validation_schemes.csv")) == len(few.scores)
    assert len(pd.read_csv(tmp_path / "validation_quantities.csv")) == len(few.table)
    assert (tmp_path / "pool.csv").read_text(encoding="utf-8").startswith("scheme,weight\nhomere,")
    assert len(list((tmp_path / "pictures").glob("*.png"))) == 4
    assert shipped.lessons(tmp_path) == {}
    (tmp_path / "misses.csv").write_text('scheme,teaches\nwafira,"more, than one"\n', encoding="utf-8")
    assert shipped.lessons(tmp_path) == {"wafira": "more, than one"}


def test_the_page_says_what_ships():
    """The verdict at the top of docs/validation.md, worked out again from the shipped scores of the schemes."""
    text = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    schemes_table, table = page.read(shipped.SCHEMES), page.read(shipped.SUMMARY)
    moved = schemes_table[schemes_table.quantity == MOVED].pivot(index="scheme", columns="source", values="crps")
    assert set(moved.index) == set(schemes())
    skill = 1.0 - moved[MODEL].sum() / moved[OUTSIDE].sum()
    row = table[(table["class"] == "all") & (table.quantity == MOVED) & (table.source == MODEL)].iloc[0]
    assert row.skill == pytest.approx(skill, abs=2e-3)
    better = int((moved[MODEL] < moved[OUTSIDE]).sum())
    first = " ".join(text.split("\n\n")[1].split())
    does = "is about as good as" if abs(row.skill) < 0.05 else "beats" if row.skill > 0 else "loses to"
    assert f"The model {does} the outside view: its error is {abs(100 * row.skill):.0f} %" in first
    assert f"in {better} of {len(moved)} schemes" in first
    held = int(schemes_table[(schemes_table.quantity == MOVED) & (schemes_table.source == MODEL)].inside_90.sum())
    assert f"Its 90 % intervals hold {held} of {len(moved)} outcomes" in " ".join(text.split())
    missed = schemes_table[
        (schemes_table.quantity == MOVED) & (schemes_table.source == MODEL) & ~schemes_table.inside_90
    ]
    assert len(missed) == len(moved) - held
    assert set(page.read(shipped.QUANTITIES).scheme) == set(published())


def test_what_is_written_by_hand_fits():
    """Every miss that is explained is a scheme; there are at most three rounds after the first fit."""
    assert set(shipped.lessons()) <= set(published())
    rounds = pd.read_csv(ROOT / "docs" / shipped.ROUNDS)
    assert list(rounds.columns) == ["round", "date", "what", "why", "skill_before", "skill_after", "coverage_after"]
    assert len(rounds[rounds["round"] != "first"]) <= 3


def test_every_published_scheme_is_left_out():
    assert set(published()) == {each.scheme for each in observations()}
    assert all(pairs()[name].use != "forecast" for name in published())


@pytest.mark.parametrize(("arguments", "told"), [
    (["scenario=baseline"], "baseline is no scheme with a published outcome"),
    (["scenario=match"], "match is no scheme with a published outcome"),
    (["scenario=[palim,palim]"], "listed twice"),
    (["shock=none"], "takes the schemes as they were"),
    (["draws=3"], "a whole number from 20"),
    (["leave_out=false"], "leave_out"),
    (["scenario=palim", "ship=true"], "only a validation of all schemes can ship"),
])  # fmt: skip
def test_errors_are_one_line(arguments, told):
    done = command(*arguments)
    assert done.returncode == 2
    assert told.lower() in done.stderr.lower()
    assert len(done.stderr.strip().splitlines()) == 1
