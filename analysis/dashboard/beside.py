"""What stands beside the first answer: the outside view and the model as strips, three dates, every design at a glance.

All of it is counted from the runs that are there; the sentences and rows are those of the reports.
"""

import math

from htmltools import Tag, tags

from analysis.command.page import Cell
from analysis.compare.dates import READ, DateOf, date_words, dates_of
from analysis.compare.glance import ABOVE, BESIDE, MONEY, departed, glance
from analysis.dashboard import svg
from analysis.dashboard.answers import Answer
from analysis.dashboard.parts import markup, numbers, table
from analysis.dashboard.pictures import Shown
from analysis.dashboard.plan import LETTERS
from sim.reporting import safest_words
from sim.reporting.answer import date_row
from sim.reporting.estimates import quantiles
from sim.reporting.names import label
from sim.reporting.outside import planned, view_of
from sim.reporting.pictures.outside import READING
from sim.reporting.safest import Date
from sim.reporting.safest_words import DATE_COLUMNS, OUTSIDE_LEVELS
from sim.reporting.wording import counted


def dates(answer: Answer, month: int) -> list[DateOf]:
    """Month 18, the planned ends of funding and the last month; and the month chosen, where it is another one."""
    found = {date.months: date for date in dates_of(answer.comparison)}
    months = answer.months(month)
    found.setdefault(months, DateOf(months, False, (), False))
    return [found[each] for each in sorted(found)]


def date_in_short(date: DateOf) -> str:
    """A date by its number, and what happens then: ``36, funding ends (A)``."""
    ending = ", ".join(LETTERS[place] for place in date.ending)
    return f"{date.months}" + (f", funding ends ({ending})" if ending else "") + (", last month" if date.last else "")


def buttons(answer: Answer, month: int) -> Tag:
    """A button for each date, which moves the slider there."""
    items = [
        tags.button(
            date_in_short(date), type="button", class_="date", title=label(f"by the end of {date_words(date, answer.comparison)}"),
            **{"data-month": str(date.months), "aria-pressed": str(date.months == answer.months(month)).lower()},
        )
        for date in dates(answer, month)
    ]  # fmt: skip
    return tags.div(*items, class_="dates", role="group", **{"aria-label": "Dates"})


def by_date(answer: Answer, month: int) -> Tag:
    """Completed mobilities, what to promise and departures of every design at each date."""
    comparison = answer.comparison
    letters = LETTERS[: len(comparison.designs)]
    order = ("completed", "promise", "departed")
    said = {"departed": DATE_COLUMNS[0], "completed": DATE_COLUMNS[1], "promise": DATE_COLUMNS[2]}
    columns = ("By the end of month", *(f"{label(said[each])}: {letter}" for each in order for letter in letters))
    rows = []
    for date in dates(answer, month):
        told = [
            date_row(Date("", date.months), config, *(comparison.runs.monthly[name][place] for name in READ))
            for place, config in enumerate(comparison.configs)
        ]
        rows.append((date_in_short(date), *(str(getattr(each, name)) for name in order for each in told)))
    return tags.div(table("Persons by each date: median (nine in ten)", columns, rows))


def at_a_glance(answer: Answer) -> Tag:
    """Money, end of funding and persons of every design over all months; what is said above or drawn beside is left out."""
    found = glance(answer.comparison, answer.plan.uncertainty.name)
    rows = [tuple(_told(cell) for cell in row) for row in found.rows if row[0] not in (*ABOVE, *BESIDE)]
    rows.sort(key=lambda row: row[0] not in MONEY)
    columns = ("", *(column.heading for column in found.columns[1:]))
    months = counted(answer.comparison.configs[0].horizon, "month")
    return tags.div(table(f"Over all {months}: median (nine in ten)", columns, rows))


def _told(cell: str | Cell) -> str:
    """A cell in a line: the median, and in brackets what stands below it in a report."""
    if isinstance(cell, str):
        return cell
    return f"{cell.text} ({cell.note})" if cell.note else cell.text


def outside(answer: Answer) -> Shown:
    """Persons who moved in comparable real schemes, and departures with each design by the end of its funding."""
    comparison = answer.comparison
    rows: list[svg.Strip] = []
    sentences: list[str] = []
    told: tuple[float, float] | None = None
    for place, (name, config) in enumerate(zip(answer.names, comparison.configs, strict=True)):
        view, places, own = view_of(config), planned(config), departed(comparison, place)
        if view and told != (places, view.open_share):  # designs with the same places and class share theirs
            told = places, view.open_share
            rows.append(
                svg.Strip(
                    f"Outside view, {counted(places, 'place')}", view.quantile(OUTSIDE_LEVELS) * places, svg.FAINT
                )
            )
        sentences += [f"{name}: {safest_words.outside(view, places, own, config)}"] if view else []
        rows.append(svg.Strip(f"Model, {name}", quantiles(own, OUTSIDE_LEVELS), svg.COLOURS[place]))
    heading = "Persons who depart by the end of public funding"
    cells = [(row.label, *(_whole(each) for each in row.levels)) for row in rows]
    described = f"{heading}. {' '.join(sentences)}" if sentences else heading
    return Shown(
        "outside", heading, svg.strips("outside", described, rows, "persons who depart by the end of funding"), READING,
        ("", *(f"{100 * level:g} %" for level in OUTSIDE_LEVELS)), cells,
    )  # fmt: skip


def strips(answer: Answer) -> Tag:
    """The outside view beside the model, with its numbers."""
    shown = outside(answer)
    return tags.figure(
        markup(shown.picture), tags.figcaption(shown.reading), numbers(shown.heading, shown.columns, shown.rows)
    )


def _whole(value: float) -> str:
    return f"{value:,.0f}" if math.isfinite(value) else "undefined"
