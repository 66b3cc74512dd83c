"""The report of the advice: the answer in words, the free lunches, and a picture and a table per scenario."""

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.advice import words
from analysis.advice.free_lunch import Thresholds
from analysis.advice.tables import remaining
from analysis.command.page import Cell, Column, Page, Picture, Section, Table
from sim.parameters import Config
from sim.reporting import names
from sim.reporting.names import label

SEEN = 10
"""Rows of the first table that are seen without unfolding it, at most."""
RED = "rgba(213, 94, 0, 0.18)"
CAVEAT = (
    "The numbers are differences between simulated schemes, averaged over worlds whose uncertain parameters are drawn from their plausible"
    " ranges. They say how the model answers, not what a real scheme will get. 95 % intervals are over these worlds."
)
HOW = (
    "Every lever goes to both ends of its plausible range (a category to each other member, a switch to its other value), all else and the"
    " budget untouched. World i draws every uncertain parameter that the scenario does not state once, and has chance of its own, the same for"
    " every design. Cost per completed mobility and early returns are differences of two ratios of means; intervals resample whole"
    " worlds."
)


def page(
    configs: Sequence[Config], table: pd.DataFrame, refused: Sequence[str], usual: Thresholds, draws: int,
    texts: Mapping[str, str],
) -> Page:  # fmt: skip
    """The whole page."""
    sections = [
        Section("free_lunches", "Too good to be true", [_rules(usual), *_refused(refused)], tables=_free(table))
    ]
    for config in configs:
        rows, rest = words.shown(table, config.scenario)
        name, called = f"advice_{config.scenario}", label(names.scenario(config.scenario))
        reading = (
            "Blue: for the better; orange: for the worse; lines: 95 % intervals. Names in red: too good to be true."
        )
        paragraphs = [words.as_it_is(table, config.scenario), words.small(rest).replace("`", "")]
        sections.append(
            Section(name, called, [each for each in paragraphs if each],
                    [Picture(name, f"What levers change in {names.scenario(config.scenario)}", texts[name], reading)], [_levers(rows, called, usual)], folded=len(configs) > 1)
        )  # fmt: skip
    told = ", ".join(label(names.scenario(config.scenario)) for config in configs)
    summary = [
        ("Scenarios" if len(configs) > 1 else "Scenario", told),
        ("Worlds", f"{draws:,}, each met by every design"),
    ]
    return Page("What each lever does, and what it costs", "Advice from simulated pilot schemes", words.answer(table),
                CAVEAT, sections, [HOW], summary)  # fmt: skip


def _rules(usual: Thresholds) -> str:
    return (
        f"A change is too good to be true if completed mobilities rise by more than {100 * usual.gain:g} % of the places while each becomes"
        f" cheaper by more than {100 * usual.saving:g} %, and nothing gets worse: neither early returns (by {usual.returns:g} per 100 departures)"
        f" nor trust (by {usual.trust_lost:g}) nor the time to departure (by {usual.months:g} months). It also is if, whatever gets worse,"
        f" completed mobilities rise by more than {100 * usual.large_gain:g} % for less than {100 * usual.small_cost:g} % more money."
    )


def _refused(refused: Sequence[str]) -> list[str]:
    return [f"Not tried, because it contradicts the scenario: {'; '.join(refused)}."] if refused else []


def _free(table: pd.DataFrame) -> list[Table]:
    columns = [
        Column("Scenario", "Where."), Column("Lever", "Name of the parameter."), Column("Change", "From the scenario's value to this one."),
        Column("What it does", "Completed mobilities with 95 % interval, and what gets better."), Column("What it costs", "Public money."),
        Column("Rule", "Nothing worse: more and cheaper, and nothing measured gets worse. Much more: far more for hardly more money."),
        Column("Source", "The published figure that shows that it is real; empty where there is none."),
    ]  # fmt: skip
    rows = [
        [label(names.scenario(row.scenario)), row.lever, words.push(row), words.does(row), words.costs(row), row["rule"], row.exception]
        for _, row in table[table.free_lunch == 1].iterrows()
    ]  # fmt: skip
    return (
        [Table(f"Free lunches: {len(remaining(table))} without a source", columns, rows, folded=len(rows) > SEEN)]
        if rows
        else []
    )


def _levers(rows: pd.DataFrame, called: str, usual: Thresholds) -> Table:
    columns = [
        Column("Lever", "What is changed, and below it the name of the parameter."), Column("Change", "From the scenario's value to this one."),
        Column("What it does", "Completed mobilities with 95 % interval, and whatever gets better."),
        Column("What it costs", "Change of public money in all and per completed mobility; the lever's own price."),
        Column("What gets worse", "Early returns, trust and time to departure, where they get worse by more than a little."),
    ]  # fmt: skip
    shown = []
    for _, row in rows.iterrows():
        free = row.free_lunch and not row.exception
        cells: list[str | Cell] = [Cell(words.what(row.lever), RED if free else "", row.lever), words.push(row)]
        shown.append([*cells, words.does(row, usual), words.costs(row), words.worsens(row)])
    return Table(f"{called}: what each lever does", columns, shown, "The largest gain in completed mobilities comes first.", folded=True)  # fmt: skip
