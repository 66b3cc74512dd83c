"""The page of a comparison: colours follow what is better, and a quantity with two values says why."""

from pathlib import Path

import pytest

from analysis.compare.__main__ import main
from analysis.compare.cells import SURELY_BETTER, SURELY_WORSE, WORSE, shade
from analysis.compare.turning import Turn
from analysis.compare.turning_page import turning_tables, turning_words
from analysis.compare.words import turned_round
from analysis.worlds.statistics import Interval

LESS, MORE, UNSURE = (Interval(*ends, 60, 0) for ends in ((-5.0, -6.0, -4.0), (5.0, 4.0, 6.0), (-5.0, -11.0, 1.0)))


class Two:
    """What the words need of a comparison."""

    contender, scenario = 1, "palim"
    designs = (type("Design", (), {"name": "three_year"}), type("Design", (), {"name": "five_year"}))


@pytest.mark.parametrize(("name", "difference", "colour"), [
    ("completed_mobilities", MORE, SURELY_BETTER), ("completed_mobilities", LESS, SURELY_WORSE), ("matches", UNSURE, WORSE),
    ("cost_per_match", LESS, SURELY_BETTER), ("waiting_permit", MORE, SURELY_WORSE), ("women_share", MORE, ""),
])  # fmt: skip
def test_orange_means_worse_and_not_fewer(name, difference, colour):
    assert shade(difference, name) == colour


@pytest.mark.compiled
def test_the_money_the_places_and_the_years_are_those_of_all_phases(tmp_path, capsys):
    two = "phase.after=first_phase design.places=30 design.budget_total=750000"
    main(
        [
            f"designs.two={two}",
            "designs.five=design.duration_years=5",
            "scale=0.5",
            "replicates=2",
            "turning=0",
            f"outputs={tmp_path}",
        ]
    )
    text = (Path(capsys.readouterr().out.splitlines()[-1]) / "report.html").read_text(encoding="utf-8")
    assert "In the typical pilot: 750,000 EUR, 30 places, 3 and 3 years" in text
    assert "In the typical pilot: 750,000 EUR, 30 places, 5 years" in text


def test_a_difference_with_two_values_says_in_which_worlds():
    turn = Turn("no shock", MORE, MORE, Interval(8.9, 8.0, 10.0, 200, 0))
    told = " ".join(turning_words([turn], Two))
    assert "this was done in only the first 60 of the 200 worlds." in told
    assert "the difference is 5; in the 200 it is 9, as the answer states" in told
    assert "in only 60 worlds, drawn in the same way as the 200" in turning_words([turn], Two, "both")[1]
    [table] = turning_tables([turn], Two)
    assert [row[0] for row in table.rows] == ["nothing: all 200 worlds", "nothing: these 60 worlds", "no shock"]


def test_the_same_worlds_need_no_explanation():
    turn = Turn("no shock", MORE, MORE, MORE)
    assert len(turning_words([turn], Two)) == 1
    assert [row[0] for row in turning_tables([turn], Two)[0].rows] == ["nothing: these 60 worlds", "no shock"]


def test_few_worlds_do_not_contradict_the_answer():
    sure = Interval(8.9, 8.0, 10.0, 200, 0)
    told = turned_round([Turn("no shock", UNSURE, UNSURE, sure)], Two)
    assert told.startswith("60 replicates are too few to say whether another condition turns it round")
    assert "turning=200" in told
