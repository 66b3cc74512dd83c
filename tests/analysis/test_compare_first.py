"""The first screen of a comparison, from worlds made up so that every number can be checked by hand."""

import numpy as np
import pytest

from analysis.compare.dates import date_words, dates_of, dates_table
from analysis.compare.glance import by_date, departed, difference_words, glance
from analysis.compare.hanging import Hanging, Hangs
from analysis.compare.runs import OUTCOME, Comparison
from analysis.compare.words import answer, counted_worlds, hung, promises, varies, verdict
from analysis.worlds.designs import named
from analysis.worlds.experiments import Runs
from analysis.worlds.settings import Budget
from analysis.worlds.statistics import Interval
from sim.indicators import NAMES
from sim.setup.configuration import configure

WORLDS = 10
SHORT = np.array([0.0, 2, 4, 6, 8, 10, 12, 14, 16, 18])
"""Completed mobilities of the reference by month 40, world by world; the other design completes two more in world 0 to 5 ..."""
MORE = np.array([2.0, 2, 2, 2, 2, 2, 0, 0, 0, -1])
"""... as many in three, one fewer in the last, all in month 70."""


def comparison(**changes):
    """Two designs of three and five years, 60 places, in ten worlds."""
    designs = [named("three_year"), named("five_year")]
    configs = [configure("baseline", f"design={design.name}", "start=2020-01") for design in designs]
    done, left = np.zeros((2, WORLDS, 96)), np.zeros((2, WORLDS, 96))
    done[0, :, 40], done[1, :, 40] = SHORT, np.minimum(SHORT, SHORT + MORE)
    done[1, :, 70] = np.maximum(MORE, 0.0)
    left[:, :, 10], left[:, :, 38] = 20.0, 5.0
    totals = {name: np.ones((2, WORLDS)) for name in NAMES}
    totals |= {
        OUTCOME: done.sum(axis=2), "funding_end": np.array([[36.0] * WORLDS, [60.0] * WORLDS]),
        "completed_self_financed": np.zeros((2, WORLDS)), "public_cost": np.full((2, WORLDS), 1.2e6),
        "cost_per_completed": np.full((2, WORLDS), 50_000.0),
    }  # fmt: skip
    monthly = {OUTCOME: done, "departures": left}
    runs = Runs(totals | changes, monthly, 0.0, 0.0, 2 * WORLDS)
    return Comparison("baseline", designs, configs, runs)


def test_dates_are_month_18_both_ends_of_funding_and_the_last_month():
    found = dates_of(comparison())
    assert [date_words(date, comparison()) for date in found] == [
        "month 18 (Jul 2021)", "month 36 (Jan 2023), planned end of funding of three years",
        "month 60 (Jan 2025), planned end of funding of five years", "month 96 (Jan 2028), last month simulated",
    ]  # fmt: skip


def test_designs_that_end_together_are_not_named():
    same = comparison()
    same.configs[1] = same.configs[0]
    assert [date_words(date, same) for date in dates_of(same)][1] == "month 36 (Jan 2023), planned end of funding"


def test_dates_table_by_hand():
    table = dates_table([comparison()]).set_index(["design", "month", "indicator"])
    row = table.loc[("five_year", 60, OUTCOME)]
    assert (row.worlds_more, row.worlds_equal, row.worlds_fewer) == (0, 9, 1)
    assert row.difference == pytest.approx(-0.1)
    assert row.planned_end
    row = table.loc[("five_year", 96, OUTCOME)]
    assert (row.worlds_more, row.worlds_equal, row.worlds_fewer) == (6, 3, 1)
    assert row["mean"] == pytest.approx(9.0 + 1.1)
    assert row.promise == 6.0  # 2, 4, 6, ...: 6 is reached by 8 of 10; a tenth of the spread (13.6) makes steps of 2
    assert table.loc[("three_year", 36, "departures")]["p50"] == 20.0
    assert table.loc[("three_year", 36, OUTCOME)]["mean"] == 0.0


def test_a_reader_chooses_the_date():
    choice = by_date(comparison(), "both", "dates_baseline")
    assert [option.partition(" (")[0] for option, _ in choice.options] == [
        "Month 18",
        "Month 36",
        "Month 60",
        "Month 96",
    ]
    assert choice.chosen == 3
    last = choice.options[3][1]
    assert last.rows[0][:4] == ["Three years", "25", "10 (1 to 18)", "4"]
    assert last.rows[1][4] == "6, 3, 1"
    assert last.rows[0][4:] == ["", ""]
    assert last.reading == "More, as many and fewer: of 10 worlds."
    assert by_date(comparison(), "chance", "x").options[0][1].reading.endswith("of 10 runs.")


def told(made):
    """The cells of the glance by what they tell: text and note of each design."""
    return {row[0]: [(cell.text, cell.note) for cell in row[1:]] for row in glance(made, "both").rows}


def test_every_design_at_a_glance():
    found = told(comparison())
    assert found["Fewer than half of the places completed"] == [("10 of 10", "")] * 2
    assert found["Not one completed mobility"] == [("1 of 10", ""), ("0 of 10", "")]
    assert found["Promise at most (kept in 8 of 10)"] == [("4", ""), ("6", "")]
    assert found["Completed after public funding"] == [("10", "1 to 18"), ("2", "0 to 2")]
    assert found["Departures by the end of public funding"] == [("20", ""), ("25", "")]
    assert found["Public money spent"] == [("1.2 million EUR", "")] * 2
    assert found["End of public funding"] == [("month 36", "planned 36"), ("month 60", "planned 60")]
    assert found["Outside view: persons who move"] == [("20", "2 to 60")] * 2
    assert departed(comparison(), 0).tolist() == [20.0] * WORLDS


def test_an_extension_is_seen():
    ends = np.array([[36.0] * 5 + [48.0] * 5, [60.0] * WORLDS])
    assert told(comparison(funding_end=ends))["End of public funding"][0] == ("month 42", "planned 36; 36 to 48")


def test_what_is_undefined_is_said():
    nothing = np.full((2, WORLDS), np.nan)
    found = told(comparison(cost_per_completed=nothing, funding_end=nothing))
    assert found["Public money per completed mobility"] == [("undefined", "")] * 2
    assert found["End of public funding"] == [("undefined", "")] * 2


def test_worlds_are_counted_first():
    said = counted_worlds(comparison(), Budget.same_total, "both")
    assert said == (
        "In the typical pilot, with the same total budget and places for every design, five years completes more than three years"
        " in 6, as many in 3, fewer in 1 of 10 plausible worlds."
    )


def test_promises_of_both_designs():
    assert promises(comparison(), "both") == (
        "Promise at most 6 completed mobilities with five years and 4 with three years: 8 of 10 plausible worlds have at least"
        " so many by month 96 (Jan 2028)."
    )
    none = comparison(**{OUTCOME: np.array([SHORT * 0.0, SHORT])})
    assert "4 with" not in promises(none, "both")
    assert "with five years and none with three years" in promises(none, "both")
    assert promises(comparison(**{OUTCOME: np.zeros((2, WORLDS))}), "both").startswith(
        "Promise no number, neither with"
    )


def test_the_mean_and_the_spread_are_apart():
    said = varies(comparison(), "both")
    # differences 2 (six times), 0 (three times), -1: 5 % at -0.55, 95 % at 2; a half goes up
    assert "varies: −0.5 to 2 in nine of ten" in said
    assert said.startswith("From one world to the next, the difference (five years less three years)")
    text = verdict(comparison(), Budget.same_total, placed=False)
    assert text.startswith(
        "On average, five years gives 1.1 more completed mobilities than three years: 10.1 instead of 9.0"
    )
    assert "It is ahead from month 70" in text


def test_cost_names_both_designs_and_the_end_of_their_funding():
    from analysis.compare.tables import comparison_table

    said = answer([comparison()], [], Budget.same_total, comparison_table([comparison()], 0.05), "both")
    assert said[3] == (
        "Public money spent on average: 1.2 million EUR with five years (funded until month 60) and 1.2 million EUR with three"
        " years (funded until month 36); per completed mobility 50,000 EUR and 50,000 EUR."
    )


def test_what_it_hangs_on_is_named():
    assert hung(Hangs([], 0.0)) == ""
    said = hung(Hangs([Hanging("permits.months", 0.4), Hanging("costs.mobility", -0.3)], 0.2))
    assert said.startswith("What the difference hangs on most: ")
    assert said.count(";") == 1


@pytest.mark.parametrize(("difference", "text"), [
    (Interval(8.93, 6.2, 11.7, 60, 0), "+9 (6 to 12)"), (Interval(-8.93, -11.7, -6.2, 60, 0), "−9 (−12 to −6)"),
    (Interval(0.0, 0.0, 0.0, 60, 0), "0"), (Interval(2.0, float("nan"), float("nan"), 1, 0), "2"),
])  # fmt: skip
def test_mean_differences_in_words(difference, text):
    assert difference_words(difference) == text
