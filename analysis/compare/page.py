"""The page of a comparison: its answer, pictures and tables."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from analysis.command.amounts import fine, interval_words
from analysis.command.declare import Request
from analysis.command.page import Cell, Column, Page, Picture, Section, Table
from analysis.compare.pictures import slug
from analysis.compare.runs import OUTCOME, Comparison
from analysis.compare.turning import Turn
from analysis.compare.words import answer, called, count, euros, month_words
from analysis.worlds.settings import BASIS, MEANS, drawn
from analysis.worlds.statistics import Interval
from sim.reporting import names
from sim.reporting.direction import effect
from sim.reporting.names import label
from sim.reporting.wording import HEADLINES, counted, number

SHOWN = 6
"""Scenarios whose pictures and tables stand on the page; all are in the folder."""
FEW = 30
MOST_SVG_POINTS = 5000
"""Points from which a scatter plot is put on a page as PNG instead of SVG."""
SURELY_BETTER, BETTER, SURELY_WORSE, WORSE, SAME = "#9ecae1", "#e3eff7", "#fdb97d", "#fdeadb", "#f2f2f2"


def page(
    request: Request, comparisons: Sequence[Comparison], turns: Sequence[Turn], table: pd.DataFrame,
    figures: Mapping[str, str], folder: Path,
) -> Page:  # fmt: skip
    """The page of a comparison; ``figures``: SVG by name; ``folder``: where the PNG files lie."""
    settings, first = request.settings, comparisons[0]
    designs = names.listed([names.bare(names.design(design.name)) for design in first.designs], "or")
    sections = [
        Section(
            "scenarios",
            "Scenarios and designs",
            tables=[_scenario_table(comparisons)] if len(comparisons) > 1 or len(first.designs) > 2 else [],
        ),
        Section("pictures", "Pictures", pictures=_pictures(comparisons, figures, folder)),
        Section(
            "turning",
            "What would turn the answer round",
            _turning_words(turns, first),
            tables=_turning_table(turns, first),
            folded=True,
        ),
        Section("indicators", "Every indicator", tables=_indicator_tables(comparisons, table), folded=True),
    ]
    return Page(
        title=f"{label(designs)}?",
        kind="Designs of a legal-migration pilot scheme, compared in the same simulated worlds",
        answer=answer(comparisons, turns, settings.budget, table),
        caveat=_caveat(first, settings.uncertainty.name),
        sections=[section for section in sections if section.tables or section.pictures or section.paragraphs],
        computed=_computed(first, settings.uncertainty.name),
        summary=_summary(request, comparisons),
        facts=[
            ("Intervals", "95 %, bootstrap over replicates (BCa for means of pairs; percentile over months)"),
            ("They cover", MEANS[settings.uncertainty.name]),
            ("Budget basis", f"{settings.budget.name}: {BASIS[settings.budget]}"),
        ],
        drawn=drawn(settings.uncertainty.name),
    )


def _caveat(comparison: Comparison, uncertainty: str) -> str:
    replicates = comparison.configs[0].replicates
    text = f"Numbers are means over {counted(replicates, 'world')}; every design met the same ones. The intervals cover {MEANS[uncertainty]}."
    if uncertainty == "chance":
        text += " They leave out how wrong the parameters may be: uncertainty=both includes it."
    if replicates < FEW:
        text += f" With only {counted(replicates, 'replicate')} the intervals are rough: take {FEW} or more."
    return text


def _summary(request: Request, comparisons: Sequence[Comparison]) -> list[tuple[str, str]]:
    first = comparisons[0]
    lines = [
        (
            "Scenario" if len(comparisons) == 1 else "Scenarios",
            ", ".join(label(names.scenario(each.scenario)) for each in comparisons),
        )
    ]
    basis = request.settings.budget
    for position, design in enumerate(first.designs):
        config = first.configs[position]
        money = f"{euros(config.design.budget_total * config.scale)}, {counted(config.design.places, 'place')}, {counted(config.design.duration_years, 'year')}"
        role = " (reference)" if position == 0 else ""
        lines.append(
            (label(names.design(design.name)) + role, f"{design.meaning}. In {names.scenario(first.scenario)}: {money}")
        )
    lines.append(("Budget", label(BASIS[basis])))
    return lines


def _computed(comparison: Comparison, uncertainty: str) -> list[str]:
    lines = [
        "An agent-based simulation, month by month. Replicate i of every design is the same world: the same candidates, hosts,"
        " elections and shocks, down to each draw; only what follows from the design differs. The table of indicators shows how"
        " closely the pairs correlate; closer pairs need fewer replicates for the same precision.",
        "A difference is the mean over pairs; its interval is a BCa bootstrap over the pairs, one value per replicate. An indicator"
        " that is undefined in a run (a cost per match without a match) is left out with its pair, and the number of pairs is given.",
    ]
    if uncertainty != "chance":
        lines.append(
            "Uncertain parameters are drawn once per replicate from their plausible ranges, the same draw for every design. A value"
            " that the scenario states itself varies around that value. Levers, zeros, shares of one, switches, categories and dates of"
            " events are not varied."
        )
    return lines


def _scenario_table(comparisons: Sequence[Comparison]) -> Table:
    first = comparisons[0]
    columns = [
        Column("Scenario", "The world; all else equal."),
        Column(label(names.design(first.designs[0].name)), "Mean completed mobilities of the reference.", True),
    ]
    columns += [
        Column(
            label(names.design(design.name)),
            "Difference in completed mobilities from the reference, with its 95 % interval.",
            True,
        )
        for design in first.designs[1:]
    ]
    rows: list[list[str | Cell]] = [
        [
            label(names.scenario(each.scenario)),
            count(float(each.values(OUTCOME, 0).mean())),
            *(_cell(difference) for difference in each.outcomes[1:]),
        ]
        for each in comparisons
    ]
    return Table(
        "Completed mobilities: difference from the reference, by scenario and design", columns, rows,
        "Blue: better than the reference; orange: worse; grey: no difference. The colour is strong if the 95 % interval excludes zero, and pale if"
        " the difference may be chance.",
    )  # fmt: skip


def _cell(difference: Interval) -> Cell:
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


def _pictures(comparisons: Sequence[Comparison], figures: Mapping[str, str], folder: Path) -> list[Picture]:
    found = []
    for place, each in enumerate(comparisons[:SHOWN]):
        reference, where = names.design(each.designs[0].name), names.scenario(each.scenario)
        points = sum(each.values(OUTCOME, position).size for position in range(len(each.designs)))
        found.append(
            Picture(
                f"months_{slug(each.scenario)}", f"Completed mobilities by month in {where}", figures[f"months_{slug(each.scenario)}"],
                f"Left: mean of the runs, the band holds nine runs in ten; dashed where each design's funding was planned to end."
                f" Right: mean difference from {reference} in the same worlds, the band is its 95 % interval; below it, the diamond"
                " marks the month from which a design stays ahead, and the bar is that month's 95 % interval."
                f" {' '.join(_ahead_words(each))}",
                folded=place > 0,
            )
        )  # fmt: skip
        name = f"cost_{slug(each.scenario)}"
        content: str | bytes = figures[name] if points <= MOST_SVG_POINTS else (folder / f"{name}.png").read_bytes()
        found.append(
            Picture(
                name, f"Public cost against completed mobilities in {where}", content,
                f"One point for each of {counted(points, 'run')}; large diamonds are the designs' means. Points further up have more mobilities,"
                " points further left cost less public money. Clouds may overlap although one design is better in nearly every pair.",
                folded=True,
            )
        )  # fmt: skip
    return found


def _ahead_words(comparison: Comparison) -> list[str]:
    sentences = []
    for b in range(1, len(comparison.designs)):
        first, name = comparison.ahead[b], names.starting(names.design(comparison.designs[b].name))
        if math.isfinite(first.month):
            sentences.append(f"{name} is ahead from {month_words(first, comparison.configs[0])}.")
        else:
            sentences.append(f"{name} does not end ahead.")
    return sentences


def _turning_words(turns: Sequence[Turn], comparison: Comparison) -> list[str]:
    if not turns:
        return []
    before, stated = turns[0].before, turns[0].stated
    words = [
        f"Each condition is changed for both {called(comparison, comparison.contender)} and {called(comparison, 0)}, everything else"
        f" stays, and the comparison is run again in {names.scenario(comparison.scenario)}. What a design sets itself does not change."
    ]
    if before.defined != stated.defined:
        words.append(
            f"To save time, this was done in the first {before.defined:,} of the {stated.defined:,} worlds only. In these worlds the"
            f" difference is {fine(before.estimate, 'persons', before.high - before.low)}; in all of them it is"
            f" {fine(stated.estimate, 'persons', stated.high - stated.low)}, as stated in the answer. Compare each condition with the first"
            f" {before.defined:,} worlds, because chance was the same in them (turning={stated.defined} uses all)."
        )
    return words


def _turning_table(turns: Sequence[Turn], comparison: Comparison) -> list[Table]:
    if not turns:
        return []
    before, stated = turns[0].before, turns[0].stated
    columns = (
        Column("Changed for both", "The condition under which the comparison was run again."),
        Column("Difference", f"Completed mobilities of {called(comparison, comparison.contender)} less those of {called(comparison, 0)} under this condition,"
               " with 95 % interval.", True),
        Column("Left", "This difference as a share of the difference as it is in the same worlds; negative where the sign changed.", True),
        Column("Answer", "Whether the sign changed: 'turns round' with certainty, 'open' where the interval holds zero."),
    )  # fmt: skip
    rows: list[list[str | Cell]] = []
    if before.defined != stated.defined:
        rows.append([f"nothing: all {stated.defined:,} worlds", _cell(stated), "", ""])
    rows.append([f"nothing: these {before.defined:,} worlds", _cell(before), number(1.0, "share"), ""])
    for turn in sorted(turns, key=lambda turn: turn.left):
        verdict = "turns round" if turn.turned else "open" if turn.open else "stands"
        rows.append([turn.condition, _cell(turn.difference), fine(turn.left, "share", 0.5), verdict])
    reading = (
        "The rows that speak most against the answer come first. Blue: better; orange: worse; pale: may be chance."
    )
    return [Table("The difference under changed conditions", columns, rows, reading)]


COLUMNS = (
    Column("Indicator", "What is measured, with its name in the files; those that matter most come first."),
    Column("Mean a", "Mean of the reference over the pairs in which both are defined.", True),
    Column("Mean b", "Mean of the other design over the same pairs.", True),
    Column("Difference", "Mean of b less a over the pairs.", True),
    Column("95 % interval", "Interval of that difference; where it excludes zero, the difference is not chance.", True),
    Column(
        "b better",
        "Share of the pairs in which b is better (ties count half); empty where neither direction is better.",
        True,
    ),
    Column(
        "Correlation",
        "Of a and b over the pairs. The common worlds make it high, and a high correlation makes the difference sharper.",
        True,
    ),
    Column("Pairs", "Replicates in which both are defined.", True),
    Column("Needed", "Replicates for an interval of the wanted precision (half-width as a share of mean a).", True),
    Column("Unit", "Unit of means and difference."),
)


INDICATOR_READING = (
    "Coloured where the interval excludes zero: blue where b is better, orange where it is worse. Without a colour, neither more nor"
    " less is better. Definitions: docs/odd.md."
)


def _indicator_tables(comparisons: Sequence[Comparison], table: pd.DataFrame) -> list[Table]:
    headlines = [name for group in HEADLINES for name in group]
    found = []
    for each in comparisons[:SHOWN]:
        for design in each.designs[1:]:
            mine = table[(table["scenario"] == each.scenario) & (table["design_b"] == design.name)].set_index(
                "indicator"
            )
            order = [*headlines, *(name for name in mine.index if name not in headlines)]
            rows = [_indicator_row(name, mine.loc[name]) for name in order]
            found.append(
                Table(
                    f"{label(names.scenario(each.scenario))}: {names.design(design.name)} (b) against {names.design(each.designs[0].name)} (a)",
                    COLUMNS,
                    rows,
                    INDICATOR_READING,
                )
            )
    return found


def _indicator_row(name: str, row: "pd.Series[float]") -> list[str | Cell]:
    unit = str(row.unit)
    beside = max(abs(float(row.mean_a)), abs(float(row.mean_b))) if row.replicates else 0.0
    difference = Interval(row.difference, row.ci_low, row.ci_high, int(row.replicates), int(row.undefined))
    text = ("+" if row.difference > 0 else "") + fine(row.difference, unit, row.ci_high - row.ci_low)
    colour = shade(difference, name) if difference.sure else ""
    return [
        Cell(label(names.indicator(name)), note=name),
        number(row.mean_a, unit, beside),
        number(row.mean_b, unit, beside),
        Cell(text, colour),
        interval_words(difference.low, difference.high, unit),
        number(row.probability_b_better, "share") if math.isfinite(row.probability_b_better) else "",
        f"{row.correlation:.2f}" if math.isfinite(row.correlation) else "",
        f"{row.replicates:,}",
        f"{row.needed_replicates:,.0f}" if math.isfinite(row.needed_replicates) else "",
        unit,
    ]
