"""What a planner sees first of a comparison: every design at a glance, and the designs at each date, in words."""

import math

import numpy as np
import numpy.typing as npt

from analysis.command.amounts import fine
from analysis.command.page import Cell, Choice, Column, Table
from analysis.compare.dates import DateOf, date_words, dates_of, difference_at, read_at
from analysis.compare.runs import OUTCOME, Comparison
from analysis.worlds.statistics import Array, Interval
from sim.parameters import Config
from sim.reporting import names, safest, safest_words
from sim.reporting.names import label
from sim.reporting.outside import planned, view_of
from sim.reporting.safest_words import between, of_hundred, persons, rounded, worlds
from sim.reporting.wording import UNDEFINED, counted, funding_end, number, with_unit

NOTHING = "–"
ABOVE = ("Fewer than half of the places completed", "Not one completed mobility", "Promise at most (kept in 8 of 10)")
"""What a page may say in sentences above the table instead."""
BESIDE = ("Departures by the end of public funding", "Outside view: persons who move")
"""What a page may draw beside the table instead."""
MONEY = (
    "Public money spent", "Public money, not exceeded in 8 of 10", "Public money per completed mobility", "End of public funding",
)  # fmt: skip
"""What the scheme costs and how long it is paid for."""
PHONE = 3
"""Columns that a telephone shows side by side."""
READING = (
    "Medians, with nine {worlds} of ten below, rounded to what is known. Every design met the same {worlds}."
    " The spread says how different the {worlds} are, not how sure the comparison is."
)


def glance(comparison: Comparison, uncertainty: str) -> Table:
    """Every design in a column: how often too few, what to promise, who moves and completes, money, end of funding."""
    few = "runs" if uncertainty == safest.CHANCE else "worlds"
    columns = [Column(f"In {worlds(uncertainty)}", "What is told of each design.")]
    columns += [
        Column(label(names.design(design.name)), "The reference." if not place else "A design to compare.", True)
        for place, design in enumerate(comparison.designs)
    ]
    told = [_told(comparison, place) for place in range(len(comparison.designs))]
    rows: list[list[str | Cell]] = [[quantity, *(each[quantity] for each in told)] for quantity in told[0]]
    shown = [row for row in rows if any(cell != Cell(NOTHING) for cell in row[1:])]
    return Table("Every design at a glance", columns, shown, READING.format(worlds=few), wide=len(columns) > PHONE)


def _told(comparison: Comparison, place: int) -> dict[str, Cell]:
    """What is told of one design, by what it is."""
    config = comparison.configs[place]
    done, ends = comparison.values(OUTCOME, place), comparison.values("funding_end", place)
    monthly, places = comparison.runs.monthly, planned(config)
    return {
        ABOVE[0]: _share(done < math.ceil(0.5 * places), places > 0),
        ABOVE[1]: _share(done < 1.0, True),
        ABOVE[2]: Cell(number(safest.promise(done), "count") if done.size > 1 else NOTHING),
        "Completed mobilities": _spread(done, "count"),
        "Completed after public funding": _spread(safest.after(monthly[OUTCOME][place], ends), "count"),
        "Completed, paid for by hosts": _spread(comparison.values("completed_self_financed", place), "count"),
        BESIDE[0]: _spread(departed(comparison, place), "count"),
        BESIDE[1]: _outside(config),
        MONEY[0]: _spread(comparison.values("public_cost", place), "EUR"),
        MONEY[1]: _most(comparison.values("public_cost", place)),
        MONEY[2]: _spread(comparison.values("cost_per_completed", place), "EUR"),
        MONEY[3]: _end(ends, config),
    }  # fmt: skip


def departed(comparison: Comparison, place: int) -> Array:
    """Departures of a design while public money was paid, extensions included: (worlds)."""
    return safest.before(comparison.runs.monthly["departures"][place], comparison.values("funding_end", place))


def _share(met: npt.NDArray[np.bool_], asked: bool) -> Cell:
    return Cell(of_hundred(int(met.sum()), met.size) if asked and met.size > 1 else NOTHING)


def _spread(values: Array, unit: str) -> Cell:
    """The median, and below it nine worlds of ten."""
    found = safest.spread(values)
    if math.isnan(found.median):
        return Cell(UNDEFINED)
    return _middle(found.median, found.low, found.high, unit)


def _middle(middle: float, low: float, high: float, unit: str) -> Cell:
    text = rounded(middle, unit, high - low)
    return Cell(text if unit == "count" else f"{text} {unit}", note=between(low, high, unit) if high > low else "")


def _outside(config: Config) -> Cell:
    view = view_of(config)
    if not view:
        return Cell(NOTHING)
    low, _, middle, _, high = (float(each) * planned(config) for each in view.quantile(safest_words.OUTSIDE_LEVELS))
    return _middle(middle, low, high, "count")


def _most(values: Array) -> Cell:
    most = safest.at_most(values)
    return Cell(NOTHING if math.isnan(most) or values.size < 2 else with_unit(most, "EUR"))


def _end(ends: Array, config: Config) -> Cell:
    found = safest.spread(ends)
    if math.isnan(found.median):
        return Cell(UNDEFINED)
    low, middle, high = (f"{month:.0f}" for month in (found.low, found.median, found.high))
    spread = f"; {low} to {high}" if low != high else ""
    return Cell(f"month {middle}", note=f"planned {funding_end(config):.0f}{spread}")


def by_date(comparison: Comparison, uncertainty: str, name: str) -> Choice:
    """Every design at each date; a reader chooses the date. ``name``: identifies the control in the page."""
    found = dates_of(comparison)
    options = [(label(date_words(date, comparison)), _at(comparison, date, uncertainty)) for date in found]
    return Choice(name, "Read the designs by the end of", options, len(options) - 1)


def _at(comparison: Comparison, date: DateOf, uncertainty: str) -> Table:
    reference = names.design(comparison.designs[0].name)
    columns = [
        Column("Design", "The first is the reference."),
        Column("Departed", "Median, with nine of ten in brackets.", True),
        Column("Completed", "Completed mobilities: median, with nine of ten in brackets.", True),
        Column("Promise at most", "Reached in 8 of 10.", True),
        Column("More, as many, fewer", f"In how many the design completes strictly more than {reference}, as many, and fewer.", True),
        Column("Mean difference", f"Of completed mobilities from {reference}, with the 95 % interval of this mean.", True),
    ]  # fmt: skip
    rows = []
    for place, design in enumerate(comparison.designs):
        left, done = (read_at(comparison, name, place, date.months) for name in ("departures", OUTCOME))
        promised = number(safest.promise(done), "count") if done.size > 1 else NOTHING
        against = ["", ""]
        if place:
            found = safest.better(read_at(comparison, OUTCOME, 0, date.months), done)
            against = [
                ", ".join(f"{part:,}" for part in safest_words.hundredths((found.more, found.equal, found.fewer), found.total)),
                difference_words(difference_at(comparison, OUTCOME, place, date.months)),
            ]  # fmt: skip
        spreads = [persons(safest.spread(values)) for values in (left, done)]
        rows.append([label(names.design(design.name)), *spreads, promised, *against])
    total = min(safest_words.HUNDRED, comparison.values(OUTCOME, 0).size)
    return Table(
        f"By the end of {date_words(date, comparison)}", columns, rows,
        f"More, as many and fewer: of {counted(total, 'world') if uncertainty != safest.CHANCE else counted(total, 'run')}.",
    )  # fmt: skip


def difference_words(difference: Interval) -> str:
    """A mean difference with its interval: ``+7.2 (6.2 to 12)``, no finer than the interval is wide."""
    if not math.isfinite(difference.low):
        return fine(difference.estimate, "persons", 0.0)
    width = difference.high - difference.low
    sign = "+" if difference.estimate > 0 else ""
    if not width:
        return f"{sign}{fine(difference.estimate, 'persons', 0.0)}"
    low, high = (fine(end, "persons", width) for end in (difference.low, difference.high))
    return f"{sign}{fine(difference.estimate, 'persons', width)} ({low} to {high})"
