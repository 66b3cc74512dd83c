"""The report of a forecast: the answer, a strip for each scheme, all numbers, and the scores where outcomes are known."""

import math
from collections.abc import Mapping

import pandas as pd

from analysis.command.page import Cell, Column, Page, Picture, Section, Table
from analysis.forecast.pictures import slug
from analysis.forecast.runs import Found
from analysis.forecast.tables import COMPLETED, FIRST, MOVED
from analysis.forecast.words import answer, span
from analysis.forecasting.scoring import AS_PUBLISHED
from analysis.forecasting.sources import MODEL, PLAN
from analysis.forecasting.strips import READ
from analysis.forecasting.wording import CALLED, persons, signed
from analysis.worlds.settings import DRAWN
from sim.reporting import names
from sim.reporting.wording import number

OPEN = 3
"""Pictures that are open; of more schemes the rest opens at a click."""
GREEN, ORANGE = "rgba(0, 158, 115, 0.18)", "rgba(230, 159, 0, 0.28)"
QUANTITIES = {
    MOVED: "moved",
    FIRST: "first arrival (month)",
    COMPLETED: "completed stays",
    AS_PUBLISHED: "moved, as published",
}
CAVEAT = (
    "The model's intervals cover parameters, chance and the error of a count. They do not cover what the model leaves out: the"
    " outside view, which knows nothing but what other schemes achieved, is the check on that."
)
HOW = [
    "Model: the scheme runs once in each of many worlds, with parameters drawn from their plausible ranges. Moved are principals who"
    " arrived. Each number gets the error of a count: on the scale of the outside view, of a size that a calibration learns, or assumes where none ships.",
    "Outside view: achieved over planned of the other real schemes of the same class of who closes the deal (docs/forecasting.md),"
    " times the plan.",
    "Pooled: a draw from the model with the pool's weight, else from the outside view. The weight is fitted to the outcomes of other"
    " schemes.",
    "The promise is the number that is reached in 8 of 10 worlds; for the first arrival, the month that is not passed in 8 of 10.",
]


def page(found: Found, table: pd.DataFrame, summary: pd.DataFrame, figures: Mapping[str, str]) -> Page:
    """The whole page."""
    pictures = [
        Picture(
            name, f"{names.label(names.scenario(each.count.scheme))}: who expects how many", figures[name],
            READ[:1].upper() + READ[1:] + (", the promise. Grey: what happened." if each.count.arrived else ", the promise."), folded=place >= OPEN,
        )
        for place, each in enumerate(found.forecasts)
        if (name := f"strip_{slug(each.count.scheme)}")
    ]  # fmt: skip
    sections = [
        Section("forecasts", "How many move", pictures=pictures, tables=[_moved(found, table)]),
        Section("dates", "By when", tables=[_dates(table)], folded=True),
    ]
    if len(summary):
        tables = [_summary(summary), _scores(found.scores)]
        sections.append(Section("scores", "How good these forecasts are", [SCORES], tables=tables))
    return Page(
        "How many persons will move?", "Forecast of legal-migration pilot schemes", answer(found), CAVEAT, sections, HOW,
        [("Worlds", f"{found.draws:,} for each scheme"), ("Weights of the pool", _weights(found))], drawn=DRAWN,
    )  # fmt: skip


SCORES = (
    "CRPS is the mean distance between forecast and outcome, less half the spread of the forecast, in shares of the plan: less is"
    " better. Skill compares it with that of the outside view: above 0 is better. A scheme is never scored with the help of its own"
    " outcome. A single scheme says little about a forecaster."
)


def _weights(found: Found) -> str:
    known = {f"{each.weight:.2f}" for each in found.forecasts}
    told = (
        f"the model's weight is {names.listed(sorted(known))}" if len(known) <= OPEN else "fitted without each scheme"
    )
    return told if found.fitted else f"{told}; not fitted yet"


def _number(value: float, quantity: str) -> str:
    if not math.isfinite(value):
        return "never"
    return f"{value:.0f}" if quantity == FIRST else persons(value)


def _between(low: float, high: float) -> str:
    """An interval of persons; a dash for a single number."""
    return "–" if low == high else f"{persons(low)} to {persons(high)}"


def _moved(found: Found, table: pd.DataFrame) -> Table:
    columns = [
        Column("Scheme", "The scheme, and the month up to which arrivals count."), Column("Source", "Who expects this."),
        Column("Promise", "Reached in 8 of 10 worlds.", True), Column("Median", "Half of the worlds have fewer.", True),
        Column("Middle half", "Half of the worlds lie here.", True), Column("90 %", "Nine worlds in ten lie here.", True),
        Column("Planned", "Persons planned.", True), Column("Arrived", "What happened, where that is known.", True),
    ]  # fmt: skip
    rows: list[list[str | Cell]] = []
    for each in found.forecasts:
        mine = table[
            (table.scheme == each.count.scheme) & (table.quantity == MOVED) & (table.month == each.count.month)
        ]
        arrived = "" if each.count.arrived is None else number(each.count.arrived[1], "count")
        for row in mine.itertuples():
            rows.append([
                Cell(names.label(names.scenario(row.scheme)), note=span(each)), CALLED[row.source].removeprefix("the "),
                *(([number(row.planned, "count")] * 2) if row.source == PLAN else [persons(row.p20, down=True), persons(row.p50)]), _between(row.p25, row.p75),
                _between(row.p05, row.p95), number(row.planned, "count"), arrived,
            ])  # fmt: skip
    return Table("Persons who move by the month of the count", columns, rows)


def _dates(table: pd.DataFrame) -> Table:
    columns = [
        Column("Scheme", "The scheme."), Column("Quantity", "What is forecast, by the model."),
        Column("By month", "Months that count; of the first arrival, months simulated.", True),
        Column("Promise", "Reached in 8 of 10 worlds; of the first arrival, not passed in 8 of 10.", True),
        Column("Median", "Half of the worlds have less.", True), Column("90 %", "Nine worlds in ten lie here.", True),
    ]  # fmt: skip
    rows = [
        [
            names.label(names.scenario(row.scheme)), QUANTITIES[row.quantity], str(row.month),
            _number(row.p80, FIRST) if row.quantity == FIRST else persons(row.p20, down=True),
            *(_number(value, row.quantity) for value in (row.p50,)),
            f"{_number(row.p05, row.quantity)} to {_number(row.p95, row.quantity)}",
        ]
        for row in table[table.source == MODEL].itertuples()
    ]  # fmt: skip
    return Table("What the model expects by which month", columns, rows)


def _summary(summary: pd.DataFrame) -> Table:
    columns = [
        Column("Outcome", "Principals who arrived (this decides), or the ratio as published."), Column("Source", "Who forecast."),
        Column("Schemes", "Schemes with a known outcome.", True), Column("CRPS", "Mean, in shares of the plan; less is better.", True),
        Column("Skill", "Against the outside view, with its 95 % interval over schemes.", True),
        Column("Held by 90 %", "Share of outcomes inside the 90 % interval, with its exact 95 % interval.", True),
        Column("Width", "Mean width of the 90 % interval, in percent of the plan.", True),
    ]  # fmt: skip
    rows: list[list[str | Cell]] = [
        [
            QUANTITIES[row.quantity], CALLED[row.source].removeprefix("the "), str(row.schemes), f"{row.crps:.3f}",
            signed(row.skill) + _span(row.skill_low, row.skill_high),
            f"{100 * row.coverage_90:.0f} % ({100 * row.coverage_90_low:.0f} to {100 * row.coverage_90_high:.0f})",
            f"{100 * row.width_90:.0f} %",
        ]
        for row in summary.itertuples()
    ]  # fmt: skip
    return Table("Scores of these schemes together", columns, rows)


def _span(low: float, high: float) -> str:
    return f" ({signed(low)} to {signed(high)})" if math.isfinite(low) else ""


def _scores(scores: pd.DataFrame) -> Table:
    columns = [
        Column("Scheme", "The scheme."), Column("Outcome", "Principals who arrived, or the ratio as published."),
        Column("Source", "Who forecast."), Column("CRPS", "In shares of the plan; less is better.", True),
        Column("Skill", "Against the outside view.", True), Column("90 % interval", "Whether it holds the outcome."),
        Column("PIT", "Share of the forecast below the outcome; ties at random.", True),
    ]  # fmt: skip
    rows: list[list[str | Cell]] = [
        [
            names.label(names.scenario(row.scheme)), QUANTITIES[row.quantity], CALLED[row.source].removeprefix("the "), f"{row.crps:.3f}",
            signed(row.skill), Cell("holds it" if row.inside_90 else "missed", GREEN if row.inside_90 else ORANGE), f"{row.pit:.2f}",
        ]
        for row in scores.itertuples()
    ]  # fmt: skip
    return Table("Scores scheme by scheme", columns, rows, folded=True)
