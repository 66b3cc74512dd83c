"""The report of a sequence: the answer, the plans at a glance, a budget by year, what the decision is worth, and the record."""

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from analysis.command.amounts import fine, interval_words
from analysis.command.page import Cell, Column, Page, Picture, Section, Table
from analysis.forecasting.wording import persons
from analysis.sequence.gate import ALWAYS, GATE, NEVER
from analysis.sequence.plans import COUNTS
from analysis.sequence.record import ALONE, INDEPENDENT, SCHEMES, TOTAL
from analysis.sequence.runs import COMPLETED, COORDINATION, COST, DEPARTURES, SELF_FINANCED, Found
from analysis.sequence.settings import Settings
from analysis.sequence.tables import BY_YEAR, STOPPED, UNIT_COST
from analysis.sequence.words import amount, answer, called, count, euros, short, years
from analysis.worlds.settings import BASIS, MEANS, Budget, drawn
from sim.parameters import Config
from sim.reporting import names
from sim.reporting.names import label
from sim.reporting.safest_words import between
from sim.reporting.wording import counted, money, number, with_unit

GREEN, ORANGE = "rgba(0, 158, 115, 0.18)", "rgba(230, 159, 0, 0.28)"
CAVEAT = (
    "The worlds are plausible, not predicted. Intervals of means say how much a mean might change with other worlds drawn in the same"
    " way; the spread of the worlds says how different they are."
)
LEFT_OUT = (
    "The second scheme repeats the design of the first. In the model, the decision between them is to go on or to stop. A planner may"
    " also use it to redesign the scheme, to ask for other hosts or to move to another corridor. What that is worth is not in these"
    " numbers.",
    "Schemes that run at once do not compete in the model: each has its own hosts, consulates and offices, as if it worked in another"
    " region. They share only the world's parameters and the shock: what one of them learns does not help the others. In the same"
    " corridor they would complete fewer mobilities.",
    "Each scheme pays for its own lead's team, and that is most of what a small scheme spends. With one_team=true, the schemes that"
    " run at once share one team.",
    "Money saved has no other use in the model. If it could pay for mobilities elsewhere, take their cost as your value of a completed"
    " mobility.",
    "Durations, the gap and the gate are assumptions, until you set them.",
)
SEASONS = (
    "Stays begin on fixed dates, such as a season or an academic year. The second scheme counts these dates from its own start, so a gap"
    " or an extension moves them in the calendar. Choose a gap that fits these dates."
)
HOW = (
    "A world sets the uncertain parameters and chance. It also sets whether a shock comes, when, and how hard. Every plan meets the same"
    " worlds. The settings give the probability of a shock and the number of months in which it may come. Each of these months is equally"
    " likely, and so is each severity from 0.2 to 1. The months do not depend on the plans.",
    "Of the schemes that run at once, the first has the same chance and parameters as the schemes of the other plans. Each of the others"
    " has its own chance, and its own values of the parameters that vary between schemes in the calibration.",
    "The worst tenth is the mean over the tenth of the worlds with the worst results. A cost per completed mobility is a ratio of means over the"
    " worlds; stays that hosts paid for after the funding are left out.",
    "When the gap is over, the second scheme begins if the last report says that enough places of the first are taken. If the gate stops"
    " it, the same world without the gate shows what it would have added: completed mobilities of both schemes minus those of the first"
    " alone.",
    "Record: each of the four schemes runs in worlds that have not learned from its outcome, with the error of a count, as in"
    " python -m analysis.forecast. The four are added up twice: with the worlds of each in a different order (independent), and with the"
    " worlds of each from the worst to the best (good and bad worlds coincide).",
)  # fmt: skip


def page(
    found: Found, tables: Mapping[str, pd.DataFrame], settings: Settings, config: Config, texts: Mapping[str, str],
    seconds: tuple[float, float],
) -> Page:  # fmt: skip
    """The whole page. ``tables``: by file name; ``texts``: figures as SVG; ``seconds``: spent simulating, and on all else."""
    table, schedule, gates, record = (tables[name] for name in ("sequence", "schedule", "gate", "record"))
    pictures = {
        "flow": ("Departures up to each month", "Line: mean of the worlds. Band: 8 of 10 worlds. Grey bars: funding as planned."),
        "money": ("Public money by year", "Bar: mean of the worlds. Line across it: 8 of 10 worlds. Red: the budget, spread evenly over"
                  " the planned months of funding, whatever the decision."),
        "gate": ("What the level of the gate changes", "A higher gate stops more schemes, good ones among them. Dotted: your gate. Right: the"
                 " values of a completed mobility for which the gate beats both going on in any case and stopping in any case."),
    }  # fmt: skip
    shown = {
        name: Picture(name, heading, texts[name], reading)
        for name, (heading, reading) in pictures.items()
        if name in texts
    }
    sections = [
        Section("money", "A budget by year", pictures=[shown["money"]], tables=[_money(found, schedule, settings)]),
        Section("gate", "What the decision is worth", [_own_value(settings)], [shown[name] for name in ("gate",) if name in shown], [_gate(gates)]),
        *([Section("record", "How good such totals are", [RECORD], tables=[_record(record)])] if len(record) else []),
        Section("left_out", "What these numbers leave out", [*LEFT_OUT, *([SEASONS] if config.design.intake_months > 1 else [])]),
        Section("quantities", "All quantities", tables=[_quantities(table, settings)], folded=True),
    ]  # fmt: skip
    summary = [
        ("Scenario", label(names.scenario(config.scenario))), ("Plans", "; ".join(called(each.plan.name, settings) for each in found.plans)),
        ("Budget", _budget(found, config, settings)),
        ("Between the two", f"{counted(settings.gap, 'month')}; the second begins if {100 * settings.gate:.0f} % of the first one's places are reported as taken"),
        ("Worlds", f"{len(found.worlds):,}; shock with probability {settings.shock_probability:g} in the first {counted(settings.shock_months, 'month')}"),
        ("Between worlds differ", MEANS[settings.uncertainty.name].partition(" (")[0]),
    ]  # fmt: skip
    facts = [("Time", f"{seconds[0]:.1f} s simulating; {seconds[1]:.1f} s for loading, tables and figures")]
    return Page(
        _title(settings), "Schemes in sequence and at once", answer(found, table, gates, record, settings), CAVEAT, sections, HOW, summary,
        facts, drawn(settings.uncertainty.name),
        [Section("glance", "The plans at a glance", pictures=[shown["flow"]], tables=[_glance(found, table, settings)])],
    )  # fmt: skip


RECORD = (
    "Four real schemes were forecast without their own outcomes and added up. WAFIRA makes up most of the total, so this is a check of"
    " the total more than of each part. No final number was published for PALIM: its interim count is used instead."
)


def _title(settings: Settings) -> str:
    return (
        f"One scheme of {years(settings.years)}, two of {years(settings.phase_years)} with a decision between,"
        f" or {short('', settings)}?"
    )


def _budget(found: Found, config: Config, settings: Settings) -> str:
    """The budget basis, and what every plan has where all have the same."""
    basis = label(BASIS[settings.budget].replace("design", "plan"))
    if settings.budget != Budget.same_total:
        return basis
    return f"{basis}: {with_unit(config.design.budget_total * config.scale, 'EUR')} and {counted(found.plans[0].plan.places, 'place')}"


def _own_value(settings: Settings) -> str:
    if settings.worth > 0.0:
        return f"The value of {money(settings.worth)} EUR for a completed mobility is yours. The model has no opinion on it."
    return (
        "You decide what a completed mobility is worth; the model has no opinion on it. The table shows for which values each"
        " level of the gate is worth having. Give yours (for example worth=60000) to see what the option to stop is worth."
    )


def _range(row: Any) -> str:
    """Nine worlds in ten."""
    return between(row.p05, row.p95, "count" if row.unit == "persons" else row.unit)


def _cell(value: float, low: float, high: float, unit: str) -> Cell:
    """A mean or a difference, and below it its 95 % interval."""
    width = high - low if math.isfinite(high - low) else 0.0
    return Cell(fine(value, unit, width), note=interval_words(low, high, unit))


def _glance(found: Found, table: pd.DataFrame, settings: Settings) -> Table:
    columns = [
        Column("Plan", "The plan, as described above."),
        Column("Completed", "Completed mobilities: mean, and below it nine worlds in ten.", True),
        Column("Worst tenth", "Mean of completed mobilities in the tenth of the worlds with the fewest.", True),
        Column(f"Departed by year {settings.by_year}", "Departures by then: mean, and below it nine worlds in ten.", True),
        Column("Public money", "Spent in all, EUR: mean, and below it nine worlds in ten.", True),
        Column("Each completed", "Public money for each completed mobility, EUR: ratio of means, and below it its 95 % interval.", True),
        Column("Second stopped", "Worlds in which the second scheme does not begin.", True),
        Column("Against the first plan", "Completed mobilities minus those of the first plan: mean, and below it its 95 % interval.", True),
    ]  # fmt: skip
    rows: list[list[str | Cell]] = []
    for course in found.plans:
        mine = {row.quantity: row for row in table[table.plan == course.plan.name].itertuples()}
        done, stops, each, spent = mine[COMPLETED], mine.get(STOPPED), mine[UNIT_COST], mine[COST]
        rows.append([
            label(short(course.plan.name, settings)), Cell(count(done.mean), note=_range(done)), count(done.worst_tenth),
            Cell(count(mine[BY_YEAR].mean), note=_range(mine[BY_YEAR])), Cell(money(spent.mean), note=_range(spent)),
            "–" if math.isnan(each.mean) else _cell(each.mean, each.ci_low, each.ci_high, "EUR"),
            "–" if stops is None else number(stops.mean, "share"),
            "–" if course is found.plans[0] else _cell(done.difference, done.difference_ci_low, done.difference_ci_high, done.unit),
        ])  # fmt: skip
    return Table("The plans at a glance", columns, rows)


def _money(found: Found, schedule: pd.DataFrame, settings: Settings) -> Table:
    columns = [
        Column("Year", "Year of the plan, counted from its start."),
        *(Column(label(short(course.plan.name, settings)), "Public money, EUR: mean, and below it 8 of 10 worlds and the budget if it is spread evenly.", True)
          for course in found.plans),
    ]  # fmt: skip
    spent = schedule[schedule.quantity == COST]
    rows: list[list[str | Cell]] = []
    for year in range(1, int(spent.year[(spent.p90 >= 1.0) | (spent.planned > 0.0)].max()) + 1):
        cells: list[str | Cell] = [str(year)]
        for course in found.plans:
            row = next(spent[(spent.plan == course.plan.name) & (spent.year == year)].itertuples())
            note = f"{between(row.p10, row.p90, 'EUR')}; planned {money(row.planned)}"
            cells.append(Cell(money(round(row.mean, -3)), note=note))
        rows.append(cells)
    return Table(
        "Public money by year",
        columns,
        rows,
        "Departures and completed mobilities by year are in schedule.csv.",
        folded=True,
    )


def _gate(gates: pd.DataFrame) -> Table:
    columns = [
        Column("Second scheme begins", "On which condition."), Column("Stopped", "Worlds in which it does not begin.", True),
        Column("Saved", "Public money saved, compared with beginning in any case, EUR: mean, and below it its 95 % interval.", True),
        Column("Lost", "Completed mobilities lost, compared with beginning in any case: mean, and below it its 95 % interval.", True),
        Column("Under half", "How many of the stopped second schemes would have completed fewer than half of their places.", True),
        Column("Above average", "How many of the stopped second schemes would have done better than the average second scheme.", True),
        Column("Worth having from", "Public money for each completed mobility that the second schemes add where they begin, EUR: if yours is worth less, stop in any case.", True),
        Column("to", "Public money saved for each completed mobility lost, EUR: if yours is worth more, begin in any case.", True),
    ]  # fmt: skip
    valued = "option_value" in gates
    if valued:
        columns.append(Column("Gain at your value", "EUR gained over the better of the two rules without a decision: mean, and below it its 95 % interval.", True))  # fmt: skip
    rows: list[list[str | Cell]] = []
    for row in gates.itertuples():
        rule = {ALWAYS: "In any case", NEVER: "Never"}.get(row.rule, f"At {100 * row.gate:.3g} % of places taken")
        worth = row.rule == GATE and math.isfinite(row.worth_below) and math.isfinite(row.worth_above)
        cells: list[str | Cell] = [
            rule, number(row.stopped, "share"),
            _cell(row.money_saved, row.money_saved_ci_low, row.money_saved_ci_high, "EUR"),
            _cell(row.completed_forgone, row.completed_forgone_ci_low, row.completed_forgone_ci_high, "persons"),
            *((f"{each:,} of {row.worlds_stopped:,}" if row.worlds_stopped else "–")
              for each in (row.stopped_below_half, row.stopped_better_than_average)),
            euros(row.worth_above, row.worth_above_ci_low, row.worth_above_ci_high).removesuffix(" EUR") if worth else "–",
            euros(row.worth_below, row.worth_below_ci_low, row.worth_below_ci_high).removesuffix(" EUR") if worth else "–",
        ]  # fmt: skip
        if valued:
            gain = _cell(row.option_value, row.option_value_ci_low, row.option_value_ci_high, "EUR")
            cells.append(gain if row.rule == GATE else "–")
        rows.append(cells)
    return Table("Rules for the second scheme", columns, rows)


def _record(record: pd.DataFrame) -> Table:
    columns = [
        Column("Scheme", "The scheme; below the total, how the worlds of the four go together."), Column("Counted", "What was counted, and until when."),
        Column("Planned", "Persons planned.", True), Column("Published", "Persons, lowest to highest as published.", True),
        Column("Expected", "Median over worlds that have not learned from the scheme; in brackets, nine worlds in ten.", True),
        Column("90 % interval", "Whether the middle of the published range lies in it."),
    ]  # fmt: skip
    rows: list[list[str | Cell]] = []
    for row in record.itertuples():
        name = label(names.scenario(row.scheme)) if row.pairing == ALONE else "Total"
        note = (
            ""
            if row.scheme != TOTAL
            else "independent"
            if row.pairing == INDEPENDENT
            else "good and bad worlds coincide"
        )
        low, high = (number(each, "count") for each in (row.published_low, row.published_high))
        rows.append([
            Cell(name, note=note), row.quantity, number(row.planned, "count"), low if low == high else f"{low} to {high}",
            f"{persons(row.p50)} ({persons(row.p05)} to {persons(row.p95)})",
            Cell("inside" if row.inside_90 else "outside", GREEN if row.inside_90 else ORANGE),
        ])  # fmt: skip
    return Table(f"{COUNTS[len(SCHEMES)].capitalize()} schemes together", columns, rows)


def _quantities(table: pd.DataFrame, settings: Settings) -> Table:
    columns = [
        Column("Plan", "The plan."), Column("Quantity", "What is added up over the whole plan, and over schemes at once."),
        Column("Mean", "Below it, its 95 % interval.", True), Column("Nine worlds in ten", "From the 5 % to the 95 % quantile.", True),
        Column("Worst tenth", "Mean of the worst tenth of the worlds.", True), Column("Against the first plan", "Difference of means, and below it its 95 % interval.", True),
    ]  # fmt: skip
    called_here = {BY_YEAR: f"departures by year {settings.by_year}", STOPPED: "second scheme stopped"}
    order = [
        settings.outcome,
        *(
            name
            for name in (COMPLETED, BY_YEAR, DEPARTURES, SELF_FINANCED, COST, COORDINATION, UNIT_COST, STOPPED)
            if name != settings.outcome
        ),
    ]
    rows: list[list[str | Cell]] = []
    for quantity in order:
        for row in table[table.quantity == quantity].itertuples():
            rows.append([
                label(short(row.plan, settings)), called_here.get(quantity) or names.indicator(quantity),
                _cell(row.mean, row.ci_low, row.ci_high, row.unit),
                "–" if math.isnan(row.p05) else _range(row),
                "–" if math.isnan(row.worst_tenth) else amount(row.worst_tenth, row.unit),
                "–" if math.isnan(row.difference) else _cell(row.difference, row.difference_ci_low, row.difference_ci_high, row.unit),
            ])  # fmt: skip
    return Table("All quantities", columns, rows)
