"""The report of a validation: the scores first, then what was aimed at, the misses, classes and first arrivals; the rest folds."""

from collections.abc import Mapping, Sequence

from analysis.command.page import Cell, Column, Page, Picture, Section, Table
from analysis.validation import rows
from analysis.validation.runs import Found
from analysis.validation.shipped import lessons
from analysis.validation.words import answer, rests
from sim.reporting.wording import number

MISSED, BOLD = " **missed**", "**"
GREEN, ORANGE = "rgba(0, 158, 115, 0.18)", "rgba(230, 159, 0, 0.28)"
CAVEAT = (
    "A few schemes are a small test, and the intervals of all scores say how small. The schemes are not a random sample either: those"
    " with published numbers are there. What the model cannot explain, no interval covers."
)
HOW = [
    "Each scheme is left out in turn. Calibrated draws count by their weights without the scheme; what varies between schemes, and what"
    " its design leaves open, is drawn anew. Where no calibrated draws ship, everything is drawn from its plausible range.",
    "The score is the CRPS of arrived over planned: the mean distance between forecast and outcome, less half the spread of the forecast."
    " It is 0 for a sure and right forecast. Where a range was published, it is the mean over five even points of it.",
    "Skill is 1 less the ratio of two summed scores. Its 95 % interval comes from a bootstrap over schemes. Coverage has an exact"
    " binomial interval.",
    "The outside view knows what other schemes of the same class achieved (docs/forecasting.md). Of first arrivals it knows those of the"
    " other schemes, all alike. A world in which nobody arrives counts as the last month simulated.",
    "The pool's weights are fitted without the scheme.",
]
MEANINGS = {
    "outcome": "Principals who arrived (this decides), the ratio as published, or the month of the first arrival.",
    "source": "Who forecast.",
    "schemes": "Schemes with a known outcome.",
    "CRPS": "Mean, in shares of the plan; less is better.",
    "skill": "Against the outside view, with its 95 % interval over schemes; above 0 is better.",
    "against the plan": "The same against the plan as promised.",
    "against no fit": "The same against the model before any fit; a dash where nothing is calibrated.",
    "held by 90 %": "Outcomes inside the 90 % interval.",
    "held by 50 %": "Outcomes inside the 50 % interval.",
    "width of 90 %": "Mean width of the 90 % interval, in shares of the plan.",
    "target": "What was aimed at.",
    "found": "What the scores say.",
    "": "Whether the target is met.",
    "class": "Who closes the deal: open, half open, signed.",
    "CRPS of the model": "In shares of the plan, of a first arrival in months.",
    "of the outside view": "The same of the outside view.",
    "pooled": "Skill of model and outside view together.",
    "scheme": "The scheme that was left out.",
    "planned": "Persons planned.",
    "moved": "Principals who arrived.",
    "model": "Median and 90 % interval.",
    "outside view": "Median and 90 % interval.",
    "closer": "Who has the smaller CRPS.",
    "PIT": "Share of the model's forecast below the outcome; ties at random.",
    "published": "The published value or range.",
    "the model's 90 % interval": "Nine worlds in ten lie here.",
    "what it teaches": "What is learned from the miss (docs/misses.csv).",
    "quantity": "What was published.",
    "unit": "Its unit.",
    "simulated": "Median and 90 % interval.",
    "judged by": "The simulated interval alone, its middle half, or the interval widened by the error of what was published.",
    "quantities": "Published quantities.",
    "reached": "Those that the interval meets.",
    "coverage": "Share, with its 95 % interval.",
    "worlds": "What the worlds know.",
}
"""What each column means."""


def page(found: Found, figures: Mapping[str, str]) -> Page:
    """The whole page."""
    parts = [_scores(found, figures), _misses(found)] if figures else []
    if len(found.by_class):
        parts.append(_classes(found, figures))
    parts.append(_published(found))
    drawn = rests(found.table.basis.iloc[0])
    weights = [f"{weight:.2f}" for weight in sorted(found.record.weights.values())]
    told = weights[0] if weights[0] == weights[-1] else f"{weights[0]} to {weights[-1]}"
    return Page(
        "How good are the forecasts?", "Validation of simulated pilot schemes", answer(found.summary, found.scores), CAVEAT, parts,
        HOW, [("Worlds", f"{number(found.draws, 'count')} for each scheme"), ("Weight of the model in the pool", told)], drawn=drawn,
    )  # fmt: skip


def _scores(found: Found, figures: Mapping[str, str]) -> Section:
    pictures = [
        _picture("validation", "What was forecast, and what happened", figures,
                 "Each scheme is forecast without its own outcome. Black: what happened, a line where a range was published."),
        _picture("validation_scores", "Who was closer, scheme by scheme", figures,
                 "Left is better. A blue line: the model was closer; an orange one: the outside view was."),
        _picture("validation_pit", "Where outcomes lie in their forecasts", figures,
                 "Grey holds 95 % of honest forecasts. Many schemes in the middle: the intervals are too wide; many at the ends: too narrow.",
                 folded=True),
    ]  # fmt: skip
    tables = [
        table("Targets", rows.TARGETS, rows.targets(found.summary)),
        table("Scores of all schemes", rows.SCORES, rows.score_lines(found.summary)),
        table("Scheme by scheme", rows.SCHEMES, rows.scheme_lines(found.scores), folded=True),
    ]
    return Section("scores", "The scores", pictures=pictures, tables=tables)


def _misses(found: Found) -> Section:
    lines = rows.miss_lines(found.scores, lessons())
    told = [] if lines else ["No outcome lies outside of the model's 90 % interval."]
    return Section(
        "misses", "Misses, and what they teach", told, tables=[table("Misses", rows.MISSES, lines)] if lines else []
    )


def _classes(found: Found, figures: Mapping[str, str]) -> Section:
    tables = [table("By class", rows.CLASSES, rows.class_lines(found.shipped))]
    if arrivals := rows.arrival_lines(found.scores):
        tables.append(table("First arrivals, in months from the start", rows.ARRIVALS, arrivals, folded=True))
    pictures = [
        _picture("validation_skill", "Skill against the outside view", figures, "Right of 0 the forecast is better than the outside view.")
    ] if figures else []  # fmt: skip
    return Section("classes", "By class, and first arrivals", pictures=pictures, tables=tables)


def _published(found: Found) -> Section:
    tables = [
        table("Coverage of all published quantities", rows.COVERAGE, rows.coverage_lines(found.coverage)),
        table("Every published quantity", rows.COMPARED, rows.compared(found.table)),
    ]
    return Section("published", "Everything that was published", [PUBLISHED], tables=tables, folded=True)


PUBLISHED = (
    "Reached says little, missed says much: wide intervals include any number, and one that misses says that a range is too narrow or that"
    " the model lacks a mechanism. Persons who moved are compared without the error of a count, which the tolerance holds."
)


def _picture(name: str, heading: str, figures: Mapping[str, str], reading: str, folded: bool = False) -> Picture:
    return Picture(name, heading, figures[name], reading, folded)


def table(caption: str, headings: Sequence[str], lines: rows.Rows, folded: bool = False) -> Table:
    """A table of the page from rows of text: misses are coloured, and every column says what it means."""
    columns = [Column(heading[:1].upper() + heading[1:], MEANINGS[heading]) for heading in headings]
    return Table(caption, columns, [[_cell(text) for text in line] for line in lines], folded=folded)


def _cell(text: str) -> str | Cell:
    if text.endswith(MISSED):
        return Cell(text.removesuffix(MISSED), ORANGE, "missed")
    if text.startswith(BOLD):
        return Cell(text.strip("*"), ORANGE)
    return Cell(text, GREEN) if text == "met" else text
