"""Pictures of a sequence: departures over the months, money by year, and what the level of the gate changes."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.command.figures import origin
from analysis.sequence.gate import GATE
from analysis.sequence.runs import COST, DEPARTURES, Found
from analysis.sequence.settings import MONTHS_A_YEAR, Settings
from analysis.sequence.tables import funded
from analysis.sequence.words import short
from analysis.worlds.statistics import bands
from sim.parameters import Config
from sim.reporting.names import label
from sim.reporting.pictures.style import (
    BLUE,
    FAINT,
    GREEN,
    INK,
    ORANGE,
    PURPLE,
    RED,
    legend,
    plain_axis,
    sheet,
    styled,
)

COLOURS = (BLUE, ORANGE, GREEN, PURPLE)
THOUSAND, MILLION = 1e3, 1e6
SPREAD = "8 of 10 worlds"
HALF_A_BAR = 0.45
LINE = 0.2
"""Inches of a line in a legend."""
TRIFLE = 0.01
"""Share of the highest yearly spending below which a year is not worth showing."""


def draw(
    found: Found, schedule: pd.DataFrame, gates: pd.DataFrame, config: Config, settings: Settings
) -> dict[str, Figure]:
    """All figures by name; none of the gate where no level stops anything by design."""
    figures = {"flow": flow(found, config, settings), "money": money(found, schedule, config, settings)}
    return figures | ({"gate": gate(gates, found, config, settings)} if (gates.rule == GATE).any() else {})


def last_line(found: Found, config: Config) -> str:
    """What a figure shows."""
    return origin(config.scenario, f"{len(found.worlds):,} worlds", seed=config.seed)


def _shown(schedule: pd.DataFrame) -> int:
    """Years shown: up to the last in which some plan spends more than a small amount."""
    spent = schedule[schedule.quantity == COST]
    return int(spent.year[spent["mean"] > TRIFLE * spent["mean"].max()].max())


@styled
def flow(found: Found, config: Config, settings: Settings) -> Figure:
    """Cumulative departures by month: a panel for each plan, the first plan's mean dashed in all of them."""
    title, number = "Departures up to each month", len(found.plans)
    figure, panels = sheet(last_line(found, config), title, 4.0, panels=number, gap=0.25, top=1.05, sharey=True)
    curves = [np.cumsum(np.nan_to_num(course.monthly[DEPARTURES]), axis=1) for course in found.plans]
    months = np.arange(1, curves[0].shape[1] + 1)
    first, chosen = short(found.plans[0].plan.name, settings), settings.by_year * MONTHS_A_YEAR
    for axes, course, values, colour in zip(panels, found.plans, curves, COLOURS, strict=True):
        low, high = bands(values, (0.1, 0.9))
        axes.fill_between(months, low, high, color=colour, alpha=0.2, linewidth=0, label=SPREAD)
        axes.plot(months, values.mean(axis=0), color=colour, linewidth=2.2, label="mean")
        axes.plot(
            months, curves[0].mean(axis=0), color=COLOURS[0], linewidth=1.2, linestyle="--", label=f"mean of {first}"
        )
        axes.axvline(chosen, color=INK, linewidth=1.0, linestyle=":", label=f"end of year {settings.by_year}")
        for phase, (begins, ends, _) in enumerate(funded(course.plan.schemes[0])):
            name = "funding as planned" if phase == 0 else None
            axes.axvspan(begins, ends, ymax=0.025, color=FAINT, linewidth=0, label=name)
        axes.set_title(label(short(course.plan.name, settings)))
        axes.set_xlim(0, months[-1])
        axes.set_xticks(range(0, months[-1] + 1, 3 * MONTHS_A_YEAR))
        axes.set_xlabel("month")
        axes.grid(True)
    plain_axis(panels[0].yaxis)
    panels[0].set_ylim(bottom=0)
    panels[0].set_ylabel("persons, cumulative")
    legend(figure, panels[0], columns=5)
    return figure


@styled
def money(found: Found, schedule: pd.DataFrame, config: Config, settings: Settings) -> Figure:
    """Public money by year: a panel for each plan; mean, spread, and the budget spread evenly over the planned months."""
    title, number = "Public money by year", len(found.plans)
    figure, panels = sheet(last_line(found, config), title, 3.8, panels=number, gap=0.25, top=1.05, sharey=True)
    until = _shown(schedule)
    for axes, course, colour in zip(panels, found.plans, COLOURS, strict=True):
        rows = schedule[(schedule.plan == course.plan.name) & (schedule.quantity == COST) & (schedule.year <= until)]
        mean, low, high, planned = (rows[name].to_numpy() / MILLION for name in ("mean", "p10", "p90", "planned"))
        reach = np.maximum(mean - low, 0.0), np.maximum(high - mean, 0.0)
        axes.bar(rows.year, mean, width=0.7, color=colour, alpha=0.75, label="mean")
        axes.errorbar(rows.year, mean, yerr=reach, fmt="none", ecolor=INK, elinewidth=1.1, capsize=2.0, label=SPREAD)
        year = rows.year.to_numpy()[planned > 0.0]
        axes.hlines(
            planned[planned > 0.0],
            year - HALF_A_BAR,
            year + HALF_A_BAR,
            color=RED,
            linewidth=1.6,
            label="budget, spread evenly",
        )
        axes.set_title(label(short(course.plan.name, settings)))
        axes.set_xticks(range(1, until + 1))
        axes.set_xlabel("year")
        axes.grid(True, axis="y")
    panels[0].set_ylim(bottom=0)
    panels[0].set_ylabel("million EUR a year")
    legend(figure, panels[0], columns=4)
    return figure


@styled
def gate(gates: pd.DataFrame, found: Found, config: Config, settings: Settings) -> Figure:
    """What the level of the gate changes: how often it stops, what it loses and saves, and for which values it is worth having."""
    title = "What the level of the gate changes"
    more = LINE if settings.worth > 0.0 else 0.0
    figure, [often, lost, value] = sheet(
        last_line(found, config), title, 4.2 + more, panels=3, gap=0.7, top=1.25 + more
    )
    rows = gates[gates.rule == GATE]
    levels = rows.gate.to_numpy()
    poor = rows.stopped_below_half / rows.worlds
    often.bar(levels, poor, width=0.06, color=GREEN, alpha=0.8, label="would have completed under half of its places")
    often.bar(
        levels,
        rows.stopped - poor,
        bottom=poor,
        width=0.06,
        color=ORANGE,
        alpha=0.9,
        label="would have completed half or more",
    )
    often.set_ylim(0, 1.02)
    often.set_title("Second scheme stopped")
    often.set_ylabel("share of worlds")
    plain_axis(often.yaxis, "share")
    _points(lost, rows, "completed_forgone", 1.0, BLUE)
    lost.set_ylim(bottom=0)
    lost.set_title("Completed mobilities lost")
    lost.set_ylabel("persons, mean")
    _points(value, rows, "worth_below", THOUSAND, ORANGE, "above: begin the second in any case")
    _points(value, rows, "worth_above", THOUSAND, BLUE, "below: end after the first in any case")
    between = (rows.worth_below > rows.worth_above).to_numpy()
    value.fill_between(levels, rows.worth_above / THOUSAND, rows.worth_below / THOUSAND, where=between, color=GREEN, alpha=0.2, linewidth=0,
                       label="between: the gate is worth having")  # fmt: skip
    value.set_ylim(bottom=0)
    value.set_title("What a mobility is worth")
    value.set_ylabel("1,000 EUR")
    if settings.worth > 0.0:
        value.axhline(settings.worth / THOUSAND, color=RED, linewidth=1.4, linestyle="--", label="your value")
    for axes in (often, lost, value):
        axes.axvline(settings.gate, color=FAINT, linewidth=1.0, linestyle=":")
        axes.set_xticks(levels, [f"{100 * level:.3g} %" for level in levels])
        axes.set_xlabel("places reported as taken")
        axes.grid(True, axis="y")
    return _both_keys(figure, often, value)


def _points(axes: Axes, rows: pd.DataFrame, name: str, unit: float, colour: str, called: str | None = None) -> None:
    """Estimates with their 95 % intervals over the levels of the gate."""
    middle, low, high = (rows[column].to_numpy() / unit for column in (name, f"{name}_ci_low", f"{name}_ci_high"))
    known = np.isfinite(middle)
    reach = np.maximum(np.nan_to_num(middle - low), 0.0), np.maximum(np.nan_to_num(high - middle), 0.0)
    axes.errorbar(
        rows.gate[known], middle[known], yerr=[each[known] for each in reach], fmt="o-", color=colour, markersize=4.5,
        linewidth=1.4, capsize=2.5, label=called,
    )  # fmt: skip


def _both_keys(figure: Figure, first: Axes, last: Axes) -> Figure:
    """Legends of the first and of the last panel, below the title."""
    height = figure.get_figheight()
    for axes, left in ((first, 0.05), (last, 5.0)):
        handles, labels = axes.get_legend_handles_labels()
        figure.legend(
            handles,
            labels,
            loc="upper left",
            bbox_to_anchor=(left / figure.get_figwidth(), 1 - 0.38 / height),
            borderaxespad=0,
        )
    return figure
