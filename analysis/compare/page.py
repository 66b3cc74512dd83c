"""The page of a comparison: its answer, pictures and tables."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pandas as pd

from analysis.command.amounts import fine, interval_words
from analysis.command.declare import Request
from analysis.command.page import Cell, Column, Page, Picture, Section, Table
from analysis.compare.cells import cell_of, shade
from analysis.compare.glance import by_date, glance
from analysis.compare.hanging import NOTHING, Hangs
from analysis.compare.pictures import slug
from analysis.compare.runs import OUTCOME, Comparison
from analysis.compare.turning import Turn
from analysis.compare.turning_page import hanging_tables, hanging_words, turning_tables, turning_words
from analysis.compare.words import answer, count, euros, month_words, varies
from analysis.worlds.settings import BASIS, MEANS, drawn
from analysis.worlds.statistics import Interval
from sim.parameters import Config, phases_of
from sim.reporting import names
from sim.reporting.names import label
from sim.reporting.outside import view_of
from sim.reporting.safest_words import outside_rule
from sim.reporting.wording import HEADLINES, budget, counted, number, places_planned

SHOWN = 6
"""Scenarios whose pictures and tables stand on the page; all are in the folder."""
FEW = 30
MOST_SVG_POINTS = 5000
"""Points from which a scatter plot is put on a page as PNG instead of SVG."""


def page(
    request: Request, comparisons: Sequence[Comparison], turns: Sequence[Turn], table: pd.DataFrame,
    figures: Mapping[str, str], folder: Path, hangs: Hangs = NOTHING,
) -> Page:  # fmt: skip
    """The page of a comparison; ``figures``: SVG by name; ``folder``: where the PNG files lie; ``hangs``: what the difference hangs on."""
    settings, first = request.settings, comparisons[0]
    uncertainty = settings.uncertainty.name
    designs = names.listed([names.bare(names.design(design.name)) for design in first.designs], "or")
    several = len(comparisons) > 1 or len(first.designs) > 2
    sections = [
        Section(
            "scenarios",
            "Scenarios and designs",
            tables=[_scenario_table(comparisons)] if several else [],
        ),
        Section("compared", "What was compared", tables=[_compared(request, comparisons)], folded=True),
        Section("pictures", "More pictures", pictures=_pictures(comparisons, figures, folder), folded=True),
        Section("dates", "The other scenarios by date", choices=[
            by_date(each, uncertainty, f"dates_{slug(each.scenario)}") for each in comparisons[1:SHOWN]
        ], folded=True),
        Section(
            "turning",
            "What would turn the answer round",
            [*turning_words(turns, first, uncertainty), *(hanging_words(hangs, uncertainty) if turns else [])],
            tables=[*hanging_tables(hangs, first), *turning_tables(turns, first)],
            folded=True,
        ),
        Section("indicators", "Every indicator", tables=_indicator_tables(comparisons, table), folded=True),
    ]  # fmt: skip
    return Page(
        title=f"{label(designs)}?",
        kind="Designs of a legal-migration pilot scheme, compared in the same simulated worlds",
        answer=answer(comparisons, turns, settings.budget, table, uncertainty, hangs),
        caveat=_caveat(first, uncertainty),
        sections=[each for each in sections if each.tables or each.pictures or each.paragraphs or each.choices],
        computed=_computed(first, uncertainty),
        facts=[
            ("Intervals", "95 %, bootstrap over replicates (BCa for means of pairs; percentile over months)"),
            ("They cover", MEANS[uncertainty]),
            ("Budget basis", f"{settings.budget.name}: {BASIS[settings.budget]}"),
        ],
        first=[
            Section("glance", "Every design at a glance", tables=[glance(first, uncertainty)]),
            Section("by_date", "By date", choices=[by_date(first, uncertainty, f"dates_{slug(first.scenario)}")]),
            Section("shown", "Pictures", pictures=[_outside(first, figures), _months(first, figures)]),
        ],
        drawn=drawn(uncertainty),
    )  # fmt: skip


def _caveat(comparison: Comparison, uncertainty: str) -> str:
    replicates = comparison.configs[0].replicates
    text = f"Means are over {counted(replicates, 'world')}; every design met the same ones. The intervals cover {MEANS[uncertainty]}."
    if uncertainty == "chance":
        text += " They leave out how wrong the parameters may be: uncertainty=both includes it."
    if replicates < FEW:
        text += f" With only {counted(replicates, 'replicate')} the intervals are rough: take {FEW} or more."
    return f"{text} {varies(comparison, uncertainty)}".strip()


def _compared(request: Request, comparisons: Sequence[Comparison]) -> Table:
    """What was compared: scenarios, designs with their money, the basis of the budget."""
    first = comparisons[0]
    scenarios = ", ".join(label(names.scenario(each.scenario)) for each in comparisons)
    rows = [["Scenario" if len(comparisons) == 1 else "Scenarios", scenarios]]
    for position, design in enumerate(first.designs):
        config = first.configs[position]
        money = f"{euros(budget(config))}, {counted(places_planned(config), 'place')}, {_years(config)}"
        role = " (reference)" if position == 0 else ""
        rows.append(
            [label(names.design(design.name)) + role, f"{design.meaning}. In {names.scenario(first.scenario)}: {money}"]
        )
    rows.append(["Budget", label(BASIS[request.settings.budget])])
    return Table(
        "What was compared", (Column("What", "Part of the question."), Column("Setting", "What was asked.")), rows
    )


def _years(config: Config) -> str:
    """Planned years of public money, of each phase: ``3 years``, ``3 and 3 years``."""
    years = [phase.design.duration_years for phase in phases_of(config)[::-1]]
    earlier = [number(each, "count") for each in years[:-1]]
    return names.listed([*earlier, counted(years[-1], "year")])


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
            *(cell_of(difference) for difference in each.outcomes[1:]),
        ]
        for each in comparisons
    ]
    return Table(
        "Completed mobilities: difference from the reference, by scenario and design", columns, rows,
        "Blue: better than the reference; orange: worse; grey: no difference. The colour is strong if the 95 % interval excludes zero, and pale if"
        " the difference may be chance.",
    )  # fmt: skip


def _outside(comparison: Comparison, figures: Mapping[str, str]) -> Picture:
    """The outside view above every design."""
    reading = "A thin line holds nine cases of ten, the thick part half of them, and the dot is the middle."
    if view := view_of(comparison.configs[0]):
        reading += f" {outside_rule(view)}"
    name = f"outside_{slug(comparison.scenario)}"
    where = names.scenario(comparison.scenario)
    return Picture(name, f"The outside view and the model in {where}", figures[name], reading)


def _months(comparison: Comparison, figures: Mapping[str, str]) -> Picture:
    reference, where = names.design(comparison.designs[0].name), names.scenario(comparison.scenario)
    name = f"months_{slug(comparison.scenario)}"
    return Picture(
        name, f"Completed mobilities by month in {where}", figures[name],
        f"Left: mean of the runs, the band holds nine runs in ten; dashed where each design's funding was planned to end."
        f" Right: mean difference from {reference} in the same worlds, the band is its 95 % interval; below it, the diamond"
        " marks the month from which a design stays ahead, and the bar is that month's 95 % interval."
        f" {' '.join(_ahead_words(comparison))}",
    )  # fmt: skip


def _pictures(comparisons: Sequence[Comparison], figures: Mapping[str, str], folder: Path) -> list[Picture]:
    found = []
    for place, each in enumerate(comparisons[:SHOWN]):
        where = names.scenario(each.scenario)
        points = sum(each.values(OUTCOME, position).size for position in range(len(each.designs)))
        if place:
            found += [replace(picture, folded=True) for picture in (_outside(each, figures), _months(each, figures))]
        name = f"cost_{slug(each.scenario)}"
        content: str | bytes = figures[name] if points <= MOST_SVG_POINTS else (folder / f"{name}.png").read_bytes()
        found.append(
            Picture(
                name, f"Public cost against completed mobilities in {where}", content,
                f"One point for each of {counted(points, 'run')}; large diamonds are the designs' means. Points further up have more mobilities,"
                " points further left cost less public money. Clouds may overlap although one design is better in nearly every pair.",
                folded=place > 0,
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
