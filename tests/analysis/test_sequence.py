"""``python -m analysis.sequence`` as a user types it: files, words, what is refused."""

import json
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analysis.command.questions import main_of
from analysis.sequence.settings import Settings
from analysis.sequence.words import called, count, decision, euros, record_words, short, verdict, worth, years

sequence = main_of("sequence")
SMALL = ("worlds=24", "record=0", "gates=0.5")
PLANS = ["one_long", "two_gated", "two_ungated", "three_parallel"]


def asked(outputs, *arguments):
    """Run the command; returns its folder."""
    sequence([*arguments, f"outputs={outputs}"])
    return max(
        (path for path in (outputs / "sequence").iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime_ns
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The results of a small question."""
    return asked(tmp_path_factory.mktemp("outputs"), "worlds=24", "record=20", "gates=0.5", "worth=60000")


@pytest.mark.compiled
def test_a_row_for_each_plan_and_quantity(folder):
    table = pd.read_csv(folder / "sequence.csv")
    assert list(dict.fromkeys(table.plan)) == PLANS
    assert list(table.columns) == [
        "plan", "quantity", "unit", "mean", "ci_low", "ci_high", "p05", "p25", "p50", "p75", "p95", "worst_tenth", "worst_tenth_ci_low",
        "worst_tenth_ci_high", "difference", "difference_ci_low", "difference_ci_high", "worlds_more", "worlds_equal", "worlds_fewer",
        "worlds",
    ]  # fmt: skip
    assert {*table.quantity} == {
        "completed_mobilities", "departures_by_year", "departures", "completed_self_financed", "public_cost", "spent_coordination",
        "cost_per_completed", "stopped",
    }  # fmt: skip
    worlds = pd.read_parquet(folder / "worlds.parquet")
    means = worlds.groupby("plan").completed_mobilities.mean()
    rows = table[table.quantity == "completed_mobilities"].set_index("plan")
    assert rows["mean"].to_dict() == pytest.approx(means.to_dict())
    assert (worlds[worlds.plan == "one_long"]["shock.month"] == -1).sum() == 12


@pytest.mark.compiled
def test_a_budget_by_year_adds_up_to_what_is_spent_in_all(folder):
    schedule, table = (
        pd.read_csv(folder / "schedule.csv"),
        pd.read_csv(folder / "sequence.csv").set_index(["plan", "quantity"]),
    )
    assert list(schedule.columns) == [
        "plan", "year", "first_month", "quantity", "unit", "mean", "ci_low", "ci_high", "p10", "p50", "p90", "planned",
    ]  # fmt: skip
    for (plan, quantity), rows in schedule.groupby(["plan", "quantity"]):
        assert rows["mean"].sum() == pytest.approx(table.loc[(plan, quantity), "mean"], rel=1e-9)
        assert rows.year.tolist() == [*range(1, 11)]
    spent = schedule[schedule.quantity == "public_cost"]
    assert spent.groupby("plan").planned.sum().to_dict() == pytest.approx(dict.fromkeys(PLANS, 1.5e6))
    until = schedule[(schedule.plan == "one_long") & (schedule.quantity == "departures") & (schedule.year <= 5)]
    assert until["mean"].sum() == pytest.approx(table.loc[("one_long", "departures_by_year"), "mean"])


@pytest.mark.compiled
def test_every_rule_has_its_row(folder):
    gates, table = (
        pd.read_csv(folder / "gate.csv"),
        pd.read_csv(folder / "sequence.csv").set_index(["plan", "quantity"]),
    )
    assert gates.rule.tolist() == ["always", "gate", "gate", "never"]
    assert gates.gate[:3].tolist() == [0.0, 0.25, 0.5]
    assert gates.stopped.is_monotonic_increasing
    row = gates.iloc[1]
    ungated, gated = (table.loc[(plan, "completed_mobilities"), "mean"] for plan in ("two_ungated", "two_gated"))
    assert row.completed_forgone == pytest.approx(ungated - gated)
    assert row.stopped == table.loc[("two_gated", "stopped"), "mean"]
    assert (gates.worlds_stopped + gates.worlds_passed == 24).all()
    assert (gates.worth == 60_000).all()
    assert gates.option_value[0] <= 1e-6


@pytest.mark.compiled
def test_record_page_and_pictures(folder):
    record = pd.read_csv(folder / "record.csv")
    assert record.scheme.tolist() == ["palim", "homere", "digital_explorers", "wafira", "total", "total"]
    page = (folder / "report.html").read_text(encoding="utf-8")
    for told in (
        "In the typical pilot",
        "plausible worlds",
        "At your value of 60,000 EUR",
        "do not compete",
        "repeats the design",
        "Record: PALIM",
    ):
        assert told in page, told
    assert 'src="http' not in page
    made = json.loads((folder / "run.json").read_text(encoding="utf-8"))
    assert made["runs"] == 24 * (1 + 2 + 3 + 1 + 1)  # long, gated and not, three at once, another gate, the first alone
    assert made["worlds"] == 24
    assert {path.name for path in (folder / "figures").iterdir()} >= {"flow.svg", "money.png", "gate.svg"}
    assert not (folder / "INCOMPLETE").exists()


@pytest.mark.compiled
def test_the_same_command_gives_the_same_files_from_the_store(folder, tmp_path):
    one, two = (asked(tmp_path, *SMALL, f"workers={workers}") for workers in (1, 2))
    assert one != two
    for name in ("sequence.csv", "schedule.csv", "gate.csv"):
        assert (one / name).read_bytes() == (two / name).read_bytes()
    stored = [json.loads((each / "run.json").read_text())["runs_from_store"] for each in (one, two)]
    assert stored == [0, 24 * 8]
    assert not (one / "record.csv").exists()
    ours, theirs = (pd.read_csv(each / "sequence.csv") for each in (one, folder))
    pd.testing.assert_frame_equal(ours, theirs)  # neither the record nor a worth of their own changes a plan


@pytest.mark.compiled
def test_other_plans_are_asked_for(tmp_path, capsys):
    path = asked(
        tmp_path, *SMALL, "scenario=seasonal_pilot", "years=4", "phase_years=2", "parallel_years=2.5", "schemes=2", "gap=12", "by_year=4",
        "budget=same_annual", "uncertainty=parameters", "outcome=dropouts", "one_team=true", "gate=2",
    )  # fmt: skip
    told = capsys.readouterr().out
    assert "two schemes of two years" in told
    assert "the same budget and places per year" in told
    assert "dropouts" in told
    assert "it is right only if a completed mobility is worth less than" in told
    table = pd.read_csv(path / "sequence.csv")
    assert list(dict.fromkeys(table.plan)) == [*PLANS[:3], "two_parallel"]
    assert "counts these dates from its own start" in (path / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("arguments", "told"), [
    (["scenario=palin"], "did you mean palim?"), (["scenario=palim,homere"], "takes one scenario"),
    (["scenario=two_phases"], "'two_phases' already follows another scheme"), (["phase.gate=0.5"], "phase.gate=0.5: set gate"),
    (["design.duration_years=4"], "set years, phase_years or parallel_years"), (["replicates=5"], "set worlds"),
    (["shock.month=14"], "set shock_probability"), (["shock=covid"], "set shock_probability"), (["outcome=trust_government"], "cannot be added up"),
    (["outcome=completed_mobilites"], "did you mean completed_mobilities"), (["gates=0.1,high"], "gates: 'high' is not a number from 0 to 2"),
    (["gates=3"], "is not a number from 0 to 2"), (["gate=3"], "gate: 3"), (["schemes=1"], "schemes: 1 is not a whole number from 2 to 10"),
    (["worlds=5"], "worlds: 5 is not"), (["by_year=12"], "by_year=12 lies beyond the 120 months simulated: at most 10"),
    (["design.places=2"], "2 places cannot be shared among 3 schemes"), (["horizon=38", "by_year=3"], "simulate more months"),
    (["gait=0.5"], "did you mean"),
])  # fmt: skip
def test_what_cannot_be_asked_is_refused_in_a_line(capsys, tmp_path, arguments, told):
    with pytest.raises(SystemExit) as ended:
        sequence([*arguments, f"outputs={tmp_path}"])
    assert ended.value.code == 2
    printed = capsys.readouterr()
    assert told in printed.err
    assert len(printed.err.strip().splitlines()) == 1
    assert printed.out == ""
    assert not (tmp_path / "sequence").exists()


def test_the_help_names_every_file_and_setting(capsys):
    sequence(["--help"])
    told = capsys.readouterr().out
    for name in (
        "sequence.csv",
        "schedule.csv",
        "gate.csv",
        "record.csv",
        "worlds.parquet",
        "phase_years",
        "shock_months",
        "worth",
    ):
        assert name in told


# Words


def test_plans_in_words():
    settings = Settings(years=2.5, phase_years=1.0, schemes=4)
    assert called("one_long", settings) == "one scheme of 2.5 years"
    assert called("two_gated", settings) == "two schemes of one year with a decision between"
    assert called("four_parallel", settings) == "four schemes at once"
    assert short("four_parallel", settings) == "four at once"
    assert years(3.0) == "three years"


def test_numbers_in_words():
    assert [count(each) for each in (29.24, 9.96, 4.36, 0.0, 0.04)] == ["29", "10.0", "4.4", "0", "0"]
    assert euros(97_079.5, 89_643.7, 105_160.9) == "98,000 EUR"
    assert euros(97_079.5, np.nan, np.nan) == "97,100 EUR"


@pytest.mark.parametrize(("outcome", "told"), [
    ("completed_mobilities", "one scheme of five years gives more completed mobilities than three schemes at once (the next best) in 2 of 4"
                             " plausible worlds, as many in 1, fewer in 1."),
    ("dropouts", "three schemes at once give fewer dropouts than one scheme of five years (the next best) in 2 of 4 plausible worlds, as"
                 " many in 1, more in 1."),
    ("public_cost", "public money spent is lower with three schemes at once than with one scheme of five years (the next best) in 2 of 4"
                    " plausible worlds, the same in 1, higher in 1."),
])  # fmt: skip
def test_the_best_plan_in_words(outcome, told):
    """7, 8, 9, 4 against 6, 5, 9, 5: more in two worlds, as many in one, fewer in one."""
    values = {"one_long": np.array([7.0, 8.0, 9.0, 4.0]), "three_parallel": np.array([6.0, 5.0, 9.0, 5.0])}
    plans = [
        SimpleNamespace(plan=SimpleNamespace(name=name, schemes=[SimpleNamespace(scenario="baseline")]), totals={outcome: each})
        for name, each in values.items()
    ]  # fmt: skip
    table = pd.DataFrame([{"plan": name, "quantity": outcome, "mean": each.mean()} for name, each in values.items()])
    said = verdict(SimpleNamespace(plans=plans), table, Settings(outcome=outcome))
    assert said == f"In the typical pilot, with the same total budget and places for every plan, {told}"


def row(**values):
    usual = {
        "rule": "gate", "gate": 0.25, "completed_mobilities": 20.4, "worlds": 1000, "worlds_stopped": 303, "worlds_passed": 697, "money_saved": 208_138.0,
        "completed_forgone": 2.144, "stopped_below_half": 283, "stopped_better_than_average": 45, "passed_below_half": 416,
        "worth_below": 97_079.0, "worth_below_ci_low": 89_644.0, "worth_below_ci_high": 105_161.0, "worth_above": 51_065.0,
        "worth_above_ci_low": 49_236.0, "worth_above_ci_high": 53_079.0,
    }  # fmt: skip
    return usual | values


def test_what_a_gate_decides_in_words():
    """283 of 303 are 93 of 100, 45 are 15; 416 of 697 are 60 of 100. The second scheme adds 22.5 - 11."""
    rules = [
        row(rule="always", gate=0.0, completed_mobilities=22.5),
        row(rule="never", gate=np.nan, completed_mobilities=11.0),
    ]
    decides, errs, pays = decision(pd.DataFrame([row(), *rules]), Settings())
    assert decides == (
        "The first of the two schemes completes 11 mobilities on average, and the second would add 12. The gate (25 % of the first"
        " scheme's places reported as taken) stops the second scheme in 30 of 100 worlds. On average this saves 208,000 EUR and"
        " loses 2.1 completed mobilities."
    )
    assert "93 of 100 would have completed fewer than half of their places, but 15 of 100" in errs
    assert errs.endswith("Of those that it lets begin, 60 of 100 complete fewer than half.")
    assert pays.startswith(
        "The gate is worth having if a completed mobility is worth between 51,000 EUR and 98,000 EUR to you."
    )
    _, never = decision(pd.DataFrame([row(worlds_stopped=0), *rules]), Settings())
    assert never.endswith("never stops the second scheme, so it decides nothing.")


def test_for_whom_a_gate_is_worth_having():
    assert "whatever a completed mobility is worth to you: it saves less" in worth(
        SimpleNamespace(**row(worth_below=40_000.0))
    )
    assert worth(SimpleNamespace(**row(worth_below=np.inf))).startswith("The gate loses no completed mobility")
    assert "worth less than 98,000 EUR to you" in worth(SimpleNamespace(**row(worth_above=np.nan, worlds_passed=0)))
    assert worth(SimpleNamespace(**row(worth_above=np.inf))).endswith("stop after the first scheme in any case.")


@pytest.mark.parametrize(("alone", "together", "told"), [
    (True, True, "inside both"), (False, True, "inside only one of the two"), (False, False, "outside both"),
])  # fmt: skip
def test_a_record_that_misses_says_so(alone, together, told):
    usual = {
        "scheme": "total",
        "planned": 580.0,
        "published_low": 297.0,
        "published_high": 313.0,
        "p05": 120.0,
        "p50": 298.0,
        "p95": 490.0,
    }
    rows = [
        usual | {"pairing": name, "inside_90": held} for name, held in (("independent", alone), ("together", together))
    ]
    said = record_words(pd.DataFrame(rows))
    assert "planned for 580 persons together, and 297 to 313 were counted" in said
    assert said.endswith(f"the published total lies {told} 90 % intervals.")
    assert record_words(pd.DataFrame()) == ""
