"""What a planner sees first of a comparison: every design at a glance, and the designs at each date, in words."""

import math

import numpy as np

from analysis.command.amounts import fine
from analysis.command.page import Choice, Column, Table
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
READING = (
    "Medians, with nine {worlds} of ten in brackets, rounded to what is known. Every design met the same {worlds}."
    " The spread in brackets says how different the {worlds} are, not how sure the comparison is."
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
    rows = [[quantity, *(each[quantity] for each in told)] for quantity in told[0]]
    shown = [row for row in rows if any(cell != NOTHING for cell in row[1:])]
    return Table("Every design at a glance", columns, shown, READING.format(worlds=few))


def _told(comparison: Comparison, place: int) -> dict[str, str]:
    """What is told of one design, by what it is."""
    config = comparison.configs[place]
    done, ends = comparison.values(OUTCOME, place), comparison.values("funding_end", place)
    monthly, places = comparison.runs.monthly, planned(config)
    view = view_of(config)
    low, _, middle, _, high = view.quantile(safest_words.OUTSIDE_LEVELS) * places if view else [math.nan] * 5
    return {
        ABOVE[0]: _share(done < math.ceil(0.5 * places), places > 0),
        ABOVE[1]: _share(done < 1.0, True),
        ABOVE[2]: number(safest.promise(done), "count") if done.size > 1 else NOTHING,
        "Completed mobilities": persons(safest.spread(done)),
        "Completed after public funding": persons(safest.spread(safest.after(monthly[OUTCOME][place], ends))),
        "Completed, paid for by hosts": persons(safest.spread(comparison.values("completed_self_financed", place))),
        BESIDE[0]: persons(safest.spread(departed(comparison, place))),
        BESIDE[1]: f"{rounded(middle, 'count', high - low)} ({between(low, high, 'count')})" if view else NOTHING,
        MONEY[0]: _money(comparison.values("public_cost", place)),
        MONEY[1]: _most(comparison.values("public_cost", place)),
        MONEY[2]: _money(comparison.values("cost_per_completed", place)),
        MONEY[3]: _end(ends, config),
    }  # fmt: skip


def departed(comparison: Comparison, place: int) -> Array:
    """Departures of a design while public money was paid, extensions included: (worlds)."""
    return safest.before(comparison.runs.monthly["departures"][place], comparison.values("funding_end", place))


def _share(met: "np.typing.NDArray[np.bool_]", asked: bool) -> str:
    return of_hundred(int(met.sum()), met.size) if asked and met.size > 1 else NOTHING


def _money(values: Array) -> str:
    found = safest.spread(values)
    if math.isnan(found.median):
        return UNDEFINED
    width = found.high - found.low
    spread = f" ({between(found.low, found.high, 'EUR')})" if width > 0.0 else ""
    return f"{with_unit(safest.known(found.median, width), 'EUR')}{spread}"


def _most(values: Array) -> str:
    most = safest.at_most(values)
    return NOTHING if math.isnan(most) or values.size < 2 else with_unit(most, "EUR")


def _end(ends: Array, config: Config) -> str:
    found = safest.spread(ends)
    if math.isnan(found.median):
        return UNDEFINED
    low, middle, high = (f"{month:.0f}" for month in (found.low, found.median, found.high))
    spread = f" ({low} to {high})" if low != high else ""
    return f"month {middle}{spread}; planned {funding_end(config):.0f}"


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
    """A mean difference with its interval: ``+8.9 (6.2 to 12)``, no finer than the interval is wide."""
    if not math.isfinite(difference.low):
        return fine(difference.estimate, "persons", 0.0)
    width = difference.high - difference.low
    sign = "+" if difference.estimate > 0 else ""
    if not width:
        return f"{sign}{fine(difference.estimate, 'persons', 0.0)}"
    low, high = (fine(end, "persons", width) for end in (difference.low, difference.high))
    return f"{sign}{fine(difference.estimate, 'persons', width)} ({low} to {high})"
