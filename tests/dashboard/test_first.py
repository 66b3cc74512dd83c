"""What the page says first: counted by hand, at every month, and the same in sentence, table and picture."""

import re
from dataclasses import replace

import numpy as np
import pytest

from analysis.compare.runs import OUTCOME
from analysis.dashboard import beside, svg, words
from analysis.dashboard.answers import Answer, answer
from analysis.dashboard.jobs import Job
from analysis.dashboard.plan import OWN, Plan
from analysis.worlds.settings import DRAWN, Uncertainty
from sim.evidence import outside_view
from sim.reporting import safest

pytestmark = pytest.mark.compiled

PLAN = Plan("baseline", designs=({OWN[0]: 3.0}, {OWN[0]: 5.0}), replicates=10)
"""60 places, 96 months."""


def told(tag):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", str(tag)))


@pytest.fixture(scope="module")
def simulated():
    return answer(PLAN, Job())


@pytest.fixture
def found(simulated):
    """An answer whose completed mobilities are made up: ten worlds, two designs.

    A completes 20 in month 10 (index) in every world, and 20 more in month 50 in six worlds. B completes 10, 20 or 40 in month 40.
    """
    monthly = np.zeros((2, 10, 96))
    monthly[0, :, 10] = 20.0
    monthly[0, :6, 50] = 20.0
    monthly[1, :, 40] = [10, 10, 20, 20, 40, 40, 40, 40, 40, 40]
    runs = simulated.comparison.runs
    runs = replace(runs, totals=runs.totals | {OUTCOME: monthly.sum(axis=2)}, monthly=runs.monthly | {OUTCOME: monthly})
    return Answer(simulated.plan, replace(simulated.comparison, runs=runs))


def test_the_first_sentences_are_counted_in_worlds(found):
    text = told(words.sentence(found))
    a, b = (text.index(each) for each in ("A 3 years: 60 places", "B 5 years: 60 places"))
    assert a < text.index("In 4 of 10 plausible worlds, fewer than half of the 60 places (fewer than 30)") < b
    assert b < text.rindex("In 4 of 10 plausible worlds, fewer than half of the 60 places (fewer than 30)")
    assert (
        "Promise at most 20 completed mobilities: 8 of 10 plausible worlds have at least so many by month 96." in text
    )
    # B less A: worlds 0, 1: 10 - 40; 2, 3: 20 - 40; 4, 5: 40 - 40; 6 to 9: 40 - 20
    assert "B (5 years) completes more than A (3 years) in 4, as many in 2, fewer in 4 of 10 plausible worlds." in text
    assert words.in_short(found) == "B against A: more in 4, fewer in 4 of 10 worlds"


def test_the_money_is_that_of_all_phases():
    assert "60 places, 1.5 M EUR" in told(words.key(answer(Plan("two_phases", replicates=2), Job())))


def test_another_month_is_read_from_the_same_runs(found):
    text = told(words.sentence(found, 36))
    assert text.count("by month 36.") == 2
    assert "In all 10 plausible worlds, fewer than half" in text
    assert "Promise at most 20 completed mobilities" in text
    assert (
        "Promise no number: in more than 2 of 10 plausible worlds, there is not one completed mobility by month 36."
        in text
    )
    assert "A (3 years) completes more than B (5 years) in 10, as many in 0, fewer in 0 of 10 plausible worlds." in text
    assert "20 instead of 0" in text
    assert words.in_short(found, 36) == "A against B: more in 10, fewer in 0 of 10 worlds"
    assert found.by(36).values(OUTCOME, 0).tolist() == [20.0] * 10
    assert found.by(41).values(OUTCOME, 1).tolist() == [10, 10, 20, 20, 40, 40, 40, 40, 40, 40]
    assert found.by(40).values(OUTCOME, 1).tolist() == [0.0] * 10
    assert found.by(36) is found.by(36)


@pytest.mark.parametrize("month", [0, 96, 97, 240])
def test_the_last_month_is_the_comparison_itself(found, month):
    assert found.by(month) is found.comparison
    assert found.months(month) == 96


def test_three_dates_and_the_month_chosen(found):
    assert [date.months for date in beside.dates(found, 0)] == [18, 36, 60, 96]
    assert [date.months for date in beside.dates(found, 41)] == [18, 36, 41, 60, 96]
    pressed = re.findall(r'data-month="(\d+)" aria-pressed="(\w+)"', str(beside.buttons(found, 36)))
    assert pressed == [("18", "false"), ("36", "true"), ("60", "false"), ("96", "false")]
    assert "36, funding ends (A)" in str(beside.buttons(found, 36))
    assert "96, last month" in str(beside.buttons(found, 36))


def test_the_table_of_dates_is_that_of_the_months(found):
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', str(beside.by_date(found, 50)))
    cells = {name: re.findall(r"<td>(.*?)</td>", rest) for name, rest in rows}
    assert list(cells) == ["18", "36, funding ends (A)", "50", "60, funding ends (B)", "96, last month"]
    assert cells["18"][:4] == ["20", "0", "20", "0"]  # completed A and B, promised A and B
    assert cells["50"][:4] == ["20", "40 (10 to 40)", "20", "20"]  # month index 50 is not over yet
    assert cells["60, funding ends (B)"][:4] == ["40 (20 to 40)", "40 (10 to 40)", "20", "20"]
    departed = found.comparison.runs.monthly["departures"][0][:, :18].sum(axis=1)
    assert cells["18"][4].split(" ")[0] == str(round(safest.known(np.median(departed), safest.width(departed))))


def test_money_and_end_of_funding_stand_first_in_the_table(found):
    rows = re.findall(r'<th scope="row">(.*?)</th>', str(beside.at_a_glance(found)))
    assert rows[0] == "Public money spent"
    assert (
        rows.index("End of public funding")
        < rows.index("Completed mobilities")
        < rows.index("Completed after public funding")
    )
    assert not {"Outside view: persons who move", "Promise at most (kept in 8 of 10)"} & set(rows)
    assert "planned 36" in str(beside.at_a_glance(found))
    assert "planned 60" in str(beside.at_a_glance(found))


def test_the_outside_view_stands_beside_the_model(simulated):
    shown = beside.outside(simulated)
    levels = outside_view.of(simulated.comparison.configs[0]).quantile([0.05, 0.25, 0.5, 0.75, 0.95]) * 60
    assert shown.rows[0] == ("Outside view, 60 places", *(f"{each:,.0f}" for each in levels))
    assert [row[0] for row in shown.rows[1:]] == ["Model, A (3 years)", "Model, B (5 years)"]
    comparison = simulated.comparison
    ends = comparison.values("funding_end", 0)
    left = [
        departures[: int(end)].sum()
        for departures, end in zip(comparison.runs.monthly["departures"][0], ends, strict=True)
    ]
    assert shown.rows[1][3] == f"{np.median(left):,.0f}"
    assert "Outside view, from" in shown.picture
    assert "depart by the end of public funding" in shown.picture


def test_designs_with_places_of_their_own_have_an_outside_view_of_their_own():
    plan = replace(PLAN, designs=({"design.places": 40}, {"design.places": 80}))
    rows = [row[0] for row in beside.outside(answer(plan, Job())).rows]
    assert [each.partition(",")[0] for each in rows] == ["Outside view", "Model", "Outside view", "Model"]
    assert rows[0].endswith("40 places")
    assert rows[2].endswith("80 places")


def test_strips_stand_where_the_numbers_are():
    text = svg.strips(
        "x", "described", [svg.Strip("one & two", np.array([0.0, 10, 20, 30, 100]), svg.FAINT)], label_width=150
    )
    # 104 persons from 150 to 420 points
    assert f'cx="{150 + 20 / 104 * 270:.1f}"' in text
    assert f'x1="{150.0:.1f}"' in text
    assert f'x2="{150 + 100 / 104 * 270:.1f}"' in text
    assert "one &amp; two" in text
    nothing = svg.strips("x", "described", [svg.Strip("none", np.full(5, np.nan), svg.FAINT)])
    assert "undefined" in nothing
    assert "nan" not in nothing


def test_spread_and_precision_are_told_apart(found):
    text = told(words.how_sure(found))
    assert "Numbers are medians over 10 worlds" in text
    assert "−30 to 20 in nine of ten" in text
    assert "says only how well 10 worlds tell the mean" in text
    assert "The outside view asks only" in text
    assert text.count(DRAWN) == 1


def test_luck_alone_is_called_so():
    found = answer(replace(PLAN, uncertainty=Uncertainty.chance), Job())
    text = told(words.sentence(found))
    assert "runs of this one world" in text
    assert "plausible worlds" not in text
    assert words.in_short(found).endswith("of 10 runs")
    sure = told(words.how_sure(found))
    assert "The runs differ by luck alone" in sure
    assert "as if the world were known" in sure
    assert DRAWN not in sure


def test_every_other_design_is_set_against_the_first(simulated):
    plan = replace(PLAN, designs=({OWN[0]: 3.0}, {OWN[0]: 5.0}, {OWN[0]: 4.0}))
    found = answer(plan, Job())
    text = told(words.sentence(found))
    other = next(letter for letter, place in (("B", 1), ("C", 2)) if place != found.comparison.contender)
    counts = safest.better(found.comparison.values(OUTCOME, 0), found.comparison.values(OUTCOME, "ABC".index(other)))
    years = {"B": 5, "C": 4}[other]
    assert (
        f"{other} ({years} years) completes more than A (3 years) in {counts.more}, as many in {counts.equal},"
        f" fewer in {counts.fewer} of 10 plausible worlds. The means differ by"
    ) in text
