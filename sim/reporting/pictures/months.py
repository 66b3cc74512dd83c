"""Figures over months: fans of cumulative matches and completed mobilities, and trust by kind of stakeholder."""

import math
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.parameters import Config
from sim.reporting.estimates import Array, by_month, cumulative, estimates, first_months, quantiles
from sim.reporting.pictures.style import (
    BLUE,
    FAINT,
    GREEN,
    INK,
    ORANGE,
    RED,
    SMALL,
    legend,
    page,
    plain_axis,
    styled,
    undefined,
)
from sim.reporting.results import Results
from sim.reporting.safest import dates, spread, width
from sim.reporting.safest_words import persons, rounded
from sim.reporting.wording import calendar, funding_end, month_name, number, shocked

STEPS = (1, 2, 3, 6, 12, 24, 48, 60, 120)


class Kind(NamedTuple):
    """A kind of stakeholder whose trust is shown."""

    indicator: str
    label: str
    colour: str


STAKEHOLDERS = (
    Kind("trust_government_origin", "Governments of origin", BLUE),
    Kind("trust_government_destination", "Governments of destination", GREEN),
    Kind("trust_employer", "Engaged hosts", ORANGE),
)


@styled
def progress(config: Config, results: Results) -> Figure:
    """Cumulative matches and completed mobilities by month: median, 50 % and 90 % of the runs, against the plan."""
    title = "Matches and completed mobilities up to each month"
    figure, panels = page(config, results, title, 4.6, panels=2, bottom=_bottom(config), top=1.15, sharey=True)
    places = estimates(results)["places_planned"].median
    for axes, name, label, colour in zip(
        panels,
        ("matches", "completed_mobilities"),
        ("Matched with a host", "Completed the stay"),
        (BLUE, GREEN),
        strict=True,
    ):
        curves = cumulative(results, name)
        fan(axes, curves, colour)
        _mark_dates(axes, config, curves)
        if math.isfinite(places):
            axes.axhline(places, color=INK, linewidth=1.2, linestyle=(0, (1, 1.5)), label="Places planned")
        events(axes, config, results)
        month_axis(axes, config, labels=9)
        axes.set_title(label)
    plain_axis(panels[0].yaxis)
    panels[0].set_ylim(bottom=0)
    panels[0].set_ylabel("persons, cumulative")
    legend(figure, panels[0], columns=4)
    return figure


def explain_progress(config: Config, results: Results) -> str:
    """How to read the fans, and what they say."""
    first = float(np.median(first_months(results, "departures")))
    curves = cumulative(results, "completed_mobilities")
    by_end = curves[:, max(0, min(math.ceil(funding_end(config)), config.horizon) - 1)]
    left = (
        f"In the median run the first person departed in {month_name(config, first)}."
        if math.isfinite(first)
        else "In at least half of the runs nobody departed."
    )
    return (
        "The line is the median run of each month, the dark band holds the middle half of the runs, the light band nine in"
        f" ten. Diamonds mark month 18, the planned end of funding and the last month. {left} By the planned end of funding {persons(spread(by_end))} mobilities had been"
        f" completed, by the last month {persons(spread(curves[:, -1]))} (median, and nine runs in ten)."
    )


@styled
def trust(config: Config, results: Results) -> Figure:
    """Mean trust in the lead by month and kind of stakeholder: median, 50 % and 90 % of the runs."""
    title = "Trust in the project lead, by kind of stakeholder"
    figure, panels = page(config, results, title, 4.0, panels=3, bottom=_bottom(config), top=1.15, gap=0.3, sharey=True)
    for axes, kind in zip(panels, STAKEHOLDERS, strict=True):
        values = by_month(results, kind.indicator)
        if np.isnan(values).all():
            undefined(axes, "undefined in all runs")
        else:
            fan(axes, values, kind.colour)
        events(axes, config, results)
        month_axis(axes, config, labels=5)
        axes.set_title(kind.label)
    panels[0].set_ylim(0, 1)
    panels[0].set_ylabel("mean trust, 0 none to 1 full")
    legend(figure, max(panels, key=lambda axes: len(axes.get_legend_handles_labels()[1])), columns=3)
    return figure


def explain_trust(config: Config, results: Results) -> str:
    """How to read the trust figure, and what it says."""
    known = estimates(results)
    levels = [
        f"{kind.label.lower()} {number(known[kind.indicator].median, '0-1')}"
        for kind in STAKEHOLDERS
        if known[kind.indicator].known
    ]
    told = (
        f" When funding ended it stood at (median): {', '.join(levels)}." if levels else " It is undefined in all runs."
    )
    return f"Trust grows with contact, saturates, and decays without; agreements, permits and engagement wait for it.{told}"


def fan(axes: Axes, values: Array, colour: str) -> None:
    """Median, 50 % and 90 % bands of replicates x months."""
    low, quarter, median, three_quarters, high = quantiles(values, (0.05, 0.25, 0.5, 0.75, 0.95))
    months = np.arange(values.shape[1])
    marker = "o" if months.size == 1 else ""
    axes.plot(months, median, color=colour, linewidth=2.2, marker=marker, label="Median", zorder=3)
    if values.shape[0] > 1:
        width = 0.15 if months.size == 1 else 0.0
        edges = np.append(months - width, months[-1] + width) if width else months
        for bottom, top, strength, label in (
            (quarter, three_quarters, 0.38, "50 % of runs"),
            (low, high, 0.16, "90 % of runs"),
        ):
            band = (np.append(bottom, bottom[-1]), np.append(top, top[-1])) if width else (bottom, top)
            axes.fill_between(edges, *band, color=colour, alpha=strength, linewidth=0, label=label)


def events(axes: Axes, config: Config, results: Results) -> None:
    """Vertical lines where the shock strikes, where funding was planned to end, and where it did (median)."""
    planned, actual = funding_end(config), estimates(results)["funding_end"].median
    if shocked(config):
        axes.axvline(config.shock.month, color=RED, linewidth=1.6, linestyle="-.", label="Shock begins")
    if planned <= config.horizon:
        axes.axvline(planned, color=INK, linewidth=1.2, linestyle="--", label="Planned end of funding")
    if math.isfinite(actual) and abs(actual - planned) >= 0.5 and actual <= config.horizon:
        axes.axvline(actual, color=FAINT, linewidth=1.6, linestyle=":", label="End of funding (median)")


def month_axis(axes: Axes, config: Config, labels: int) -> None:
    """Months since the start, with calendar months below where the start is known; at most ``labels`` of them."""
    step = next((step for step in STEPS if config.horizon / step < labels), STEPS[-1])
    ticks = range(0, config.horizon + 1, step)
    names = [f"{month}\n" + calendar(config, month).replace(" ", "\n") for month in ticks]
    axes.set_xticks(ticks, names if config.start else [str(month) for month in ticks], size=SMALL)
    axes.set_xlim(0 if config.horizon > 1 else -0.5, max(config.horizon - 1, 0.5))
    axes.set_xlabel("month since the start")
    axes.grid(True)


def _mark_dates(axes: Axes, config: Config, curves: Array) -> None:
    """The three dates on the median line, each with its number."""
    for date in dates(funding_end(config), min(config.horizon, curves.shape[1])):
        at = curves[:, date.months - 1]
        middle, spread = float(np.median(at)), width(at)
        axes.plot([date.months - 1], [middle], marker="D", markersize=5, color=INK, zorder=5, clip_on=False)
        axes.annotate(
            rounded(middle, "count", spread), (date.months - 1, middle), (-6, 4), textcoords="offset points", size=SMALL,
            ha="right", va="bottom", weight="bold", zorder=5,
            bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.6, "alpha": 0.7},
        )  # fmt: skip


def _bottom(config: Config) -> float:
    return 1.1 if config.start else 0.85
