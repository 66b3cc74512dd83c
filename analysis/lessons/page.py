"""The report of the lessons: the verdicts in one table, then a picture and a table for every theme."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.command.page import Cell, Column, Page, Picture, Section, Table
from analysis.lessons.lesson import INCONCLUSIVE, OPEN, REFUTED, SUPPORTED, VERDICTS, Lesson
from analysis.lessons.themes import THEMES
from analysis.lessons.words import MARKS, answer, claimed_words, effect_words, in_words
from analysis.worlds.settings import MEANS, drawn
from sim.reporting.wording import counted

SHADES = {
    SUPPORTED: "rgba(0, 114, 178, 0.18)",
    REFUTED: "rgba(213, 94, 0, 0.30)",
    INCONCLUSIVE: "rgba(230, 159, 0, 0.18)",
    OPEN: "",
}
CAVEAT = (
    "The 95 % intervals cover {covers}. If the model shows a lesson, that says something about the model: it contains the mechanism, and the"
    " effect has the direction that the brief reports. It is no evidence that the lesson holds in the world. Of so many experiments,"
    " about one in twenty will seem sure although there is no true effect."
)
HOW = (
    "Each experiment has two or more arms, which differ only in what is named. All of them meet the same persons, hosts, elections and"
    " months and, if parameters are uncertain, the same draws. An effect is the mean of its values over the replicates (BCa bootstrap). For a"
    " ratio of two means or a spread, whole replicates are resampled.",
    "A part is "
    + "; ".join(f"{said} where {meaning}" for said, meaning in VERDICTS.items())
    + ". A lesson is supported if all its parts are, not"
    " supported if one is contradicted, inconclusive otherwise; open parts do not count.",
)
READING = (
    "Dots: effects; lines: 95 % intervals. Every row has its own scale, so compare lengths only within a row. The line in the middle is what the"
    " effect is compared with (0 unless another claim is named). The claimed side is always on the right, even if the claim is that an effect is below 0. Filled circle: supported; cross: not"
    " supported; hollow circle: inconclusive; diamond: nothing was claimed."
)


def page(lessons: Sequence[Lesson], table: pd.DataFrame, uncertainty: str, texts: Mapping[str, str]) -> Page:
    """The whole page."""
    said = answer(table)
    sections = [Section("overview", "All lessons", tables=[_overview(lessons, table)])]
    for theme in THEMES:
        mine = table[table.lesson.isin([lesson.number for lesson in theme.lessons])]
        if len(mine):
            picture = Picture(theme.name, f"Effects: {theme.title}", texts[theme.name], READING)
            sections.append(
                Section(theme.name, theme.title, pictures=[picture], tables=[_parts(mine, theme.title)], folded=True)
            )
    summary = [
        ("Lessons", counted(table.lesson.nunique(), "lesson") + f", {counted(len(table), 'experiment')}"),
        ("Replicates", f"{table.replicates.iloc[0]:,} of every arm"),
        ("Uncertainty", MEANS[uncertainty]),
    ]
    return Page("What the model shows of the brief's lessons", "Lessons of the pilots as experiments", said,
                CAVEAT.format(covers=MEANS[uncertainty]), sections, HOW, summary, drawn=drawn(uncertainty))  # fmt: skip


def _verdict(said: str) -> Cell:
    return Cell(f"{MARKS[said]}\u00a0{said}", SHADES[said])


def _overview(lessons: Sequence[Lesson], table: pd.DataFrame) -> Table:
    columns = [
        Column("Lesson", "Number and title."), Column("What the brief says", "Its sense, in a sentence."),
        Column("Shown", "Whether the model shows it: supported if all its parts are."),
        Column("Parts", "Experiments that bear out their claim, of those that claim something.", True),
        Column("Mechanism", "Parameters, or groups of them, that carry the mechanism."),
    ]  # fmt: skip
    rows: list[list[str | Cell]] = []
    for lesson in lessons:
        mine = table[table.lesson == lesson.number]
        claimed = mine[mine.supported != OPEN]
        rows.append([
            f"{lesson.number} {lesson.title}", lesson.sense, _verdict(mine.lesson_supported.iloc[0]),
            f"{(claimed.supported == SUPPORTED).sum()} of {len(claimed)}", ", ".join(name.rstrip("._") for name in lesson.mechanism),
        ])  # fmt: skip
    return Table("The lessons of the brief and what the model shows", columns, rows)


def _parts(table: pd.DataFrame, title: str) -> Table:
    columns = [
        Column("Lesson", "Number of the lesson."), Column("Claim", "What a planner would read; below, for which arms it holds."),
        Column("Effect", "What was measured."),
        Column("Found (95 % interval)", "Effect in its unit; differences of shares in percentage points.", True),
        Column("Claimed", "The side on which the whole interval has to lie."), Column("Supported", "What the interval says."),
    ]  # fmt: skip
    rows: list[list[str | Cell]] = []
    for row in table.itertuples():
        waited = (
            f"{in_words(row.longest_wait)}: longest in {100 * row.agreement:.0f} % of runs" if row.longest_wait else ""
        )
        undefined = f"undefined in {row.undefined:,} runs" if row.undefined else ""
        rows.append([
            row.lesson, Cell(row.claim, "", row.scope), Cell(row.measure, "", waited),
            Cell(effect_words(row.effect, row.ci_low, row.ci_high, row.unit), "", undefined), claimed_words(row.claimed, row.reference, row.unit),
            _verdict(row.supported),
        ])  # fmt: skip
    return Table(title, columns, rows)
