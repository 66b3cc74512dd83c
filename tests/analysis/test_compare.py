"""The command ``python -m analysis.compare`` as a user types it: files, columns, words, figures, refusals."""

import re
import subprocess
import sys
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest

from analysis.command.amounts import fine
from analysis.compare import words as comparison_words
from analysis.compare.__main__ import main
from analysis.compare.turning import Turn
from analysis.worlds.statistics import Interval
from sim.indicators import BY_NAME, NAMES

COLUMNS = [
    "indicator", "unit", "design_a", "design_b", "mean_a", "mean_b", "difference", "ci_low", "ci_high",
    "probability_b_better", "correlation", "replicates", "scenario", "needed_replicates", "undefined",
    "worlds_more", "worlds_equal", "worlds_fewer",
]  # fmt: skip


def compare(capsys, folder, *arguments):
    """The folder that a command leaves, and what it prints."""
    main([*arguments, f"outputs={folder}"])
    printed = capsys.readouterr().out.splitlines()
    return type(folder)(printed[-1]), printed


@pytest.fixture(scope="module")
def typical(tmp_path_factory):
    """A comparison in two scenarios, run in a process of its own as a user would."""
    folder = tmp_path_factory.mktemp("typical")
    command = [
        "scenario=[covid_shock,palim]", "designs=[three_year,five_year,diverse]", "budget=same_total", "replicates=40",
        "turning=20", f"outputs={folder}",
    ]  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "analysis.compare", *command], capture_output=True, text=True, check=True
    )
    return type(folder)(done.stdout.splitlines()[-1]), done.stdout


def test_columns_are_the_contract(typical):
    table = pd.read_csv(typical[0] / "comparison.csv")
    assert list(table.columns) == COLUMNS
    assert len(table) == 2 * 2 * len(NAMES)
    assert set(table["indicator"]) == set(NAMES)
    assert set(table["design_a"]) == {"three_year"}


def test_differences_are_those_of_the_runs(typical):
    table = pd.read_csv(typical[0] / "comparison.csv").set_index(["scenario", "design_b", "indicator"])
    runs = pd.read_parquet(typical[0] / "runs.parquet").set_index(["scenario", "design", "replicate"]).sort_index()
    for name in ("completed_mobilities", "public_cost", "cost_per_completed", "months_to_match"):
        row = table.loc[("covid_shock", "five_year", name)]
        a, b = runs.loc[("covid_shock", "three_year"), name], runs.loc[("covid_shock", "five_year"), name]
        difference = (b - a).dropna()
        assert row.difference == pytest.approx(difference.mean())
        assert row.mean_b - row.mean_a == pytest.approx(row.difference)
        assert row.ci_low <= row.difference <= row.ci_high
        assert row.replicates == len(difference)
        assert row.undefined == 40 - len(difference)
        counted = (difference > 0).sum(), (difference == 0).sum(), (difference < 0).sum()
        assert (row.worlds_more, row.worlds_equal, row.worlds_fewer) == counted
        better = BY_NAME[name].better
        assert row.probability_b_better == pytest.approx((0.5 + 0.5 * np.sign(better * difference)).mean())


def test_monthly_ends_where_the_runs_end(typical):
    months = pd.read_csv(typical[0] / "monthly.csv")
    assert list(months.columns) == [
        "scenario", "design", "indicator", "month", "mean", "p05", "p50", "p95", "difference", "difference_low", "difference_high",
    ]  # fmt: skip
    last = months[(months.month == 95) & (months.indicator == "completed_mobilities")].set_index(["scenario", "design"])
    runs = pd.read_parquet(typical[0] / "runs.parquet").groupby(["scenario", "design"])["completed_mobilities"].mean()
    for key, mean in runs.items():
        assert last.loc[key, "mean"] == pytest.approx(mean)
    reference = months[months.design == "three_year"]
    assert (reference["difference"].dropna() == 0.0).all()


def test_files_are_complete(typical):
    folder, printed = typical
    assert not (folder / "INCOMPLETE").exists()
    assert {path.name for path in folder.iterdir()} == {
        "comparison.csv", "monthly.csv", "dates.csv", "turning.csv", "hangs_on.csv", "runs.parquet", "settings.yaml", "run.json", "report.html", "figures",
    }  # fmt: skip
    for scenario in ("covid_shock", "palim"):
        for kind in ("months", "outside", "cost"):
            assert (folder / "figures" / f"{kind}_{scenario}.svg").read_text().startswith("<?xml")
            assert (folder / "figures" / f"{kind}_{scenario}.png").read_bytes().startswith(b"\x89PNG")
    assert "Of the 2 scenarios" in printed


class Loads(HTMLParser):
    """Whatever a page would load, and the identifiers in it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.identifiers: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("src", "srcset") or (name == "href" and tag == "link") or name == "xlink:href":
                self.loaded.append(value)
            if name == "id":
                self.identifiers.append(value)


def test_the_report_needs_no_network_and_names_its_origin(typical):
    html = (typical[0] / "report.html").read_text()
    page = Loads(html)
    assert all(value.startswith(("data:", "#")) for value in page.loaded)
    assert "@import" not in html
    assert "<script" not in html
    assert len(page.identifiers) == len(set(page.identifiers))
    assert "python -m analysis.compare &#39;scenario=[covid_shock,palim]&#39;" in html
    for text in ("sources <code>", "scipy", "seed 1", "chance and the uncertain parameters", "What the columns mean"):
        assert text in html


def test_the_answer_comes_first_and_is_computed(typical):
    html = (typical[0] / "report.html").read_text()
    answer = html[html.index('id="answer"') : html.index('class="caveat"')]
    row = pd.read_csv(typical[0] / "comparison.csv").query(
        "scenario == 'covid_shock' and design_b == 'five_year' and indicator == 'completed_mobilities'"
    )
    [row] = row.to_dict("records")
    first = re.search(r'<p class="first">(.*?)</p>', answer, re.DOTALL).group(1)
    assert first.startswith("In the COVID shock, with the same total budget")
    counts = row["worlds_more"], row["worlds_equal"], row["worlds_fewer"]
    counts = counts if counts[0] >= counts[2] else counts[::-1]
    assert re.search(r"in {}, as many in {}, fewer in {} of 40 plausible worlds".format(*counts), first)
    assert "Promise " in answer
    if row["ci_low"] > 0.0 or row["ci_high"] < 0.0:
        assert f"{abs(row['difference']):.2g} more completed mobilities" in answer
        assert re.search(r"It is ahead from month \d+", answer)
    else:
        assert "cannot be told apart by completed mobilities" in answer
        assert f"a difference of {abs(row['difference']):.2g}" in answer
    assert re.search(r"turns|decided|certain", answer)
    assert re.search(
        r"EUR with five years \(funded until month 6\d\) and .* EUR with three years \(funded until", answer
    )


def test_the_first_screen_shows_both_designs_and_three_dates(typical):
    html = (typical[0] / "report.html").read_text()
    first = html[html.index("Every design at a glance") : html.index("<h2", html.index("Every design at a glance"))]
    for text in ("Outside view: persons who move", "End of public funding", "Completed, paid for by hosts"):
        assert text in first
    radios = re.findall(r'<input type="radio" name="dates_covid_shock" id="(dates_covid_shock-\d)"( checked)?>', first)
    assert [chosen for _, chosen in radios] == ["", "", "", " checked"]  # 18, 36, 60 and 96, the last of them
    assert first.count('<div class="chosen">') == 4
    assert all(
        f"#{identifier}:checked ~ .chosen:nth-of-type({place})" in html
        for place, (identifier, _) in enumerate(radios, 1)
    )
    assert 'id="figure-outside_covid_shock"' in first


def test_dates_are_those_of_the_months(typical):
    dates = pd.read_csv(typical[0] / "dates.csv").query(
        "scenario == 'covid_shock' and indicator == 'completed_mobilities'"
    )
    months = pd.read_csv(typical[0] / "monthly.csv").query(
        "scenario == 'covid_shock' and indicator == 'completed_mobilities'"
    )
    assert sorted(set(dates["month"])) == [18, 36, 60, 96]
    assert set(dates.query("planned_end")[["design", "month"]].itertuples(index=False, name=None)) == {
        ("three_year", 36), ("five_year", 60), ("diverse", 36),
    }  # fmt: skip
    merged = dates.merge(months.assign(month=months["month"] + 1), on=["design", "month"])
    assert len(merged) == len(dates) == 12
    for name in ("mean", "p05", "p50", "p95", "difference"):
        np.testing.assert_allclose(merged[f"{name}_x"], merged[f"{name}_y"], atol=1e-9)


def test_identical_designs_differ_by_exactly_nothing(capsys, tmp_path):
    folder, printed = compare(
        capsys,
        tmp_path,
        "designs.one=design.duration_years=3",
        "designs.other=design.duration_years=3",
        "replicates=12",
    )
    table = pd.read_csv(folder / "comparison.csv")
    defined = table[table.replicates > 1]
    assert (defined[["difference", "ci_low", "ci_high"]] == 0.0).all(axis=None)
    assert set(defined["probability_b_better"].dropna()) == {0.5}
    assert printed[0].endswith("other and one complete equally many mobilities in all 12 plausible worlds.")
    assert any("the same number of completed mobilities in every replicate" in line for line in printed)
    assert pd.read_csv(folder / "turning.csv").empty


def test_designs_that_differ_from_a_month_on_are_the_same_before(capsys, tmp_path):
    folder, _ = compare(
        capsys, tmp_path, "scenario=covid_shock", "designs.as_is=design.flexibility=0.1", "replicates=20", "turning=0",
        "designs.later=design.flexibility=0.1 timeline.30.design.flexibility=1 timeline.30.design.administrative_support=1",
    )  # fmt: skip
    months = pd.read_csv(folder / "monthly.csv")
    keys = ["indicator", "month", "mean", "p05", "p50", "p95"]
    one, other = (
        months[(months.design == name) & (months.month < 30)][keys].reset_index(drop=True)
        for name in ("as_is", "later")
    )
    pd.testing.assert_frame_equal(one, other, check_exact=True)
    assert (months[months.month >= 30]["difference"].dropna() != 0.0).any()


def test_the_same_command_gives_the_same_numbers(capsys, tmp_path):
    arguments = ("scenario=palim", "replicates=16", "turning=8", "uncertainty=both", "horizon=60")
    one, _ = compare(capsys, tmp_path / "1", *arguments, "workers=1")
    two, _ = compare(capsys, tmp_path / "2", *arguments, "workers=2")
    for name in ("comparison.csv", "monthly.csv", "turning.csv"):
        assert (one / name).read_bytes() == (two / name).read_bytes()


def test_one_replicate_and_a_short_horizon_still_make_a_page(capsys, tmp_path):
    folder, _ = compare(capsys, tmp_path, "replicates=1", "horizon=1")
    assert (folder / "report.html").exists()


def test_the_page_says_what_the_interval_covers(capsys, tmp_path):
    folder, _ = compare(capsys, tmp_path, "replicates=10", "turning=0", "uncertainty=parameters", "budget=same_annual")
    html = (folder / "report.html").read_text()
    assert "the uncertain parameters only" in html
    assert "per year" in html


def turn(condition, estimate, low, high):
    as_it_is = Interval(10.0, 8.0, 12.0, 60, 0)
    return Turn(condition, Interval(estimate, low, high, 60, 0), as_it_is, as_it_is)


def test_what_turns_the_answer_round(typical):
    class Two:
        contender = 1
        designs = (type("D", (), {"name": "a"}), type("D", (), {"name": "b"}))

    stands, unsure, turned = turn("x", 4.0, 3.0, 5.0), turn("y", 0.5, -1.0, 2.0), turn("z", -4.0, -5.0, -3.0)
    assert "x comes closest and leaves 40 %" in comparison_words.turned_round([stands], Two)
    assert "with y the difference is no longer certain" in comparison_words.turned_round([stands, unsure], Two)
    assert "turns round with z (a then gives 4 more, 3 to 5)" in comparison_words.turned_round(
        [stands, turned, unsure], Two
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["designs=[three_yer,five_year]"], "did you mean three_year"),
        (["designs=[three_year]"], "at least 2"),
        (["designs=[a,a]"], "listed twice"),
        (["scenario=[palim,homer]"], "did you mean homere"),
        (["scenario=nonsense"], "Available: "),
        (["budget=total"], "same_total, same_annual"),
        (["uncertainty=all"], "chance, parameters, both"),
        (["precision=0"], "precision"),
        (["turning=x"], "turning"),
        (["shock.mont=3"], "did you mean shock.month"),
        (["replicate=3"], "did you mean replicates"),
        (["budget=same_total", "budget=same_total"], "given twice"),
        (["recognition.months=1,2"], "several values"),
        (["recognition.months=-1"], "recognition.months"),
        (["designs.a=design.places=x", "designs.b=design=five_year"], "design.places"),
        (["designs.a.b=design.places=3", "designs=[rigid]"], "letters, digits"),
        (["--multirun"], "not a flag"),
        (["--cfg", "hydra"], "--cfg takes 'job'"),
        (["palim"], "scenario=palim"),
        (["outputs=/dev/null/x"], "cannot use"),
    ],
)
def test_refusals_are_one_line_and_status_2(capsys, arguments, message):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("\n") == 1
    assert message in told.err


def test_without_the_extra_packages_a_line_says_what_to_install(capsys, monkeypatch):
    monkeypatch.setattr("sim.installation.find_spec", lambda name: None)
    with pytest.raises(SystemExit):
        main(["replicates=2"])
    error = capsys.readouterr().err
    assert error.startswith("Error: analysis.compare needs scipy, which is not installed. Install it with: ")
    assert "[analysis]'" in error


def test_help_is_quick_and_light():
    code = "import sys; from analysis.compare.__main__ import main; main(['--help']); print([m for m in ('scipy', 'numba', 'pandas', 'hydra', 'matplotlib') if m in sys.modules])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.splitlines()[-1] == "[]"
    for text in ("usage: python -m analysis.compare", "budget", "uncertainty", "comparison.csv", "Examples:"):
        assert text in told


def test_configuration_is_printed_and_nothing_run(capsys, tmp_path):
    main(["--cfg", "job", "scenario=palim", f"outputs={tmp_path}"])
    told = capsys.readouterr().out
    assert "uncertainty: both" in told
    assert "places: 30" in told
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("value", "unit", "width", "text"),
    [
        (-13.04, "persons", 0.4, "−13.0"),
        (16.6, "persons", 3.0, "17"),
        (0.289, "share", 0.04, "29 %"),
        (-0.0004, "persons", 0.5, "0.0"),
        (93_533.2, "EUR", 5_000.0, "93,500"),
        (-1_234_567.0, "EUR", 5_000.0, "−1.23 million"),
        (0.0, "persons", 0.0, "0"),
        (0.0404, "0-1", 0.002, "0.040"),
        (float("nan"), "EUR", 1.0, "undefined"),
    ],
)
def test_numbers_are_as_fine_as_their_interval(value, unit, width, text):
    assert fine(value, unit, width) == text
