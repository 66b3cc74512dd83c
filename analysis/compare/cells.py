"""Cells of a comparison's tables: a difference with its interval, coloured by what is better."""

from analysis.command.amounts import fine, interval_words
from analysis.command.page import Cell
from analysis.compare.runs import OUTCOME
from analysis.worlds.statistics import Interval
from sim.reporting.direction import effect

SURELY_BETTER, BETTER, SURELY_WORSE, WORSE, SAME = "#9ecae1", "#e3eff7", "#fdb97d", "#fdeadb", "#f2f2f2"


def cell_of(difference: Interval) -> Cell:
    """A difference in completed mobilities with its interval below."""
    if difference.estimate == 0.0:
        return Cell("0", SAME, interval_words(difference.low, difference.high, "persons"))
    sign = "+" if difference.estimate > 0 else ""
    shown = fine(difference.estimate, "persons", difference.high - difference.low)
    return Cell(
        f"{sign}{shown}",
        shade(difference, OUTCOME),
        interval_words(difference.low, difference.high, "persons"),
    )


def shade(difference: Interval, name: str) -> str:
    """Blue where the difference is for the better, orange where it is for the worse; no colour where neither is better.

    ``name``: the indicator's. Pale where the difference may be chance.
    """
    way = effect(name, difference.estimate)
    if way > 0:
        return SURELY_BETTER if difference.sure else BETTER
    if way < 0:
        return SURELY_WORSE if difference.sure else WORSE
    return ""
