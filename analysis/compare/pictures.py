"""Figures of a comparison: completed mobilities by month and their difference, cost against completed mobilities."""

import math
import re
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from analysis.command.figures import origin
from analysis.compare.glance import departed
from analysis.compare.runs import OUTCOME, Comparison
from analysis.compare.settings import Settings
from analysis.worlds import statistics
from analysis.worlds.settings import MEANS
from sim.reporting import names
from sim.reporting.estimates import quantiles
from sim.reporting.outside import planned, view_of
from sim.reporting.pictures.months import month_axis
from sim.reporting.pictures.outside import LEVELS, Strip, strips
from sim.reporting.pictures.style import (
    BLUE,
    FAINT,
    GREEN,
    INK,
    ORANGE,
    PURPLE,
    RED,
    SKY,
    SMALL,
    legend,
    plain_axis,
    sheet,
    styled,
    undefined,
)  # fmt: skip
from sim.reporting.wording import counted, funding_end, shocked

COLOURS = (BLUE, ORANGE, GREEN, PURPLE, SKY, RED)
MILLION = 1e6


def colour(design: int) -> str:
    """The colour of a design in every figure."""
    return COLOURS[design % len(COLOURS)]


def slug(scenario: str) -> str:
    """A scenario's name as a part of names of files and of identifiers in a page."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", scenario)


@styled
def draw(comparisons: Sequence[Comparison], settings: Settings) -> dict[str, Figure]:
    """Every figure by name: three for each scenario."""
    figures = {}
    for comparison in comparisons:
        figures[f"months_{slug(comparison.scenario)}"] = months(comparison, settings)
        figures[f"outside_{slug(comparison.scenario)}"] = outside(comparison, settings)
        figures[f"cost_{slug(comparison.scenario)}"] = cost(comparison, settings)
    return figures


def last_line(comparison: Comparison, settings: Settings) -> str:
    """What a figure shows."""
    config = comparison.configs[0]
    runs = counted(config.replicates, "replicate")
    kind = MEANS[settings.uncertainty.name].partition(" (")[0].partition(",")[0]
    return origin(comparison.scenario, settings.budget.name, runs, seed=config.seed, covers=f"intervals: {kind}")


@styled
def months(comparison: Comparison, settings: Settings) -> Figure:
    """Cumulative completed mobilities by month for each design, and the difference from the reference."""
    title = f"Completed mobilities up to each month: {names.scenario(comparison.scenario)}"
    config = comparison.configs[0]
    figure, [left, right] = sheet(
        last_line(comparison, settings), title, 4.6, panels=2, bottom=1.1 if config.start else 0.85, top=1.05, gap=0.75
    )
    curves = comparison.cumulative[OUTCOME]
    for position, design in enumerate(comparison.designs):
        low, high = statistics.bands(curves[position], (0.05, 0.95))
        month = np.arange(curves.shape[2])
        left.plot(
            month,
            curves[position].mean(axis=0),
            color=colour(position),
            linewidth=2.2,
            label=names.label(names.design(design.name)),
            zorder=3,
        )
        if curves.shape[1] > 1:
            left.fill_between(month, low, high, color=colour(position), alpha=0.16, linewidth=0)
        end = funding_end(comparison.configs[position])
        if end < config.horizon:
            left.axvline(end, color=colour(position), linewidth=1.1, linestyle="--")
    _shock(left, comparison)
    month_axis(left, config, labels=9)
    plain_axis(left.yaxis)
    left.set_ylim(bottom=0)
    left.set_ylabel("persons, cumulative")
    left.set_title("Mean and 90 % of the runs")
    _differences(right, comparison)
    _shock(right, comparison)
    month_axis(right, config, labels=9)
    right.set_title(f"Difference from {names.design(comparison.designs[0].name)}")
    legend(figure, left, columns=6)
    return figure


def _differences(axes: Axes, comparison: Comparison) -> None:
    """The mean difference by month with its 95 % interval, and the month from which each design is ahead."""
    curves = comparison.cumulative[OUTCOME]
    axes.axhline(0.0, color=INK, linewidth=1.0)
    if curves.shape[1] < 2:
        undefined(axes, "one replicate: no interval")
        return
    count = len(comparison.designs)
    for b in range(1, count):
        mean, low, high = statistics.mean_band(curves[b] - curves[0])
        month = np.arange(mean.size)
        axes.plot(month, mean, color=colour(b), linewidth=2.2, zorder=3)
        axes.fill_between(month, low, high, color=colour(b), alpha=0.3, linewidth=0)
    if all(not np.any(curves[b] != curves[0]) for b in range(1, count)):
        axes.set_ylim(-1, 1)
    bottom, top = axes.get_ylim()
    height = (top - bottom) * 0.06
    for b in range(1, count):
        first = comparison.ahead[b]
        if not math.isfinite(first.month):
            continue
        level = bottom - height * (b - 0.2)
        last = min(first.high, curves.shape[2] - 1)
        axes.plot([first.low, last], [level, level], color=colour(b), linewidth=4, alpha=0.45, solid_capstyle="butt")
        axes.plot([first.month], [level], marker="D", markersize=6, color=colour(b), zorder=4)
        axes.plot([first.month, first.month], [level, 0.0], color=colour(b), linewidth=1.0, linestyle=":")
        text = f"ahead from month {first.month:.0f}"
        room = first.month < 0.55 * curves.shape[2]
        axes.annotate(
            text, (last if room else first.low, level), (7 if room else -7, 0), textcoords="offset points", size=SMALL,
            va="center", ha="left" if room else "right", color=INK,
        )  # fmt: skip
    axes.set_ylim(bottom - height * (count + 0.2), top)
    axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.set_ylabel("persons, cumulative")


def _shock(axes: Axes, comparison: Comparison) -> None:
    config = comparison.configs[0]
    if shocked(config):
        axes.axvline(config.shock.month, color=RED, linewidth=1.6, linestyle="-.")
        axes.annotate("shock", (config.shock.month, 1.0), (3, -2), xycoords=("data", "axes fraction"), textcoords="offset points", size=SMALL, va="top", color=RED)  # fmt: skip


@styled
def outside(comparison: Comparison, settings: Settings) -> Figure:
    """Persons who moved in comparable real schemes, and departures with each design by the end of its funding."""
    rows: list[Strip] = []
    told: tuple[float, object] | None = None
    for place, design in enumerate(comparison.designs):
        config, name = comparison.configs[place], names.label(names.design(design.name))
        view, places = view_of(config), planned(config)
        if view and told != (places, view.open_share):  # designs with the same places and class share theirs
            told = places, view.open_share
            rows.append(Strip(f"Outside view,\n{counted(places, 'place')}", view.quantile(LEVELS) * places, FAINT))
        rows.append(Strip(name, quantiles(departed(comparison, place), LEVELS), colour(place)))
    title = f"Persons who depart by the end of public funding: {names.scenario(comparison.scenario)}"
    figure, [axes] = sheet(
        last_line(comparison, settings), title, 1.35 + 0.5 * len(rows), left=2.2, bottom=0.8, top=0.45
    )
    strips(axes, rows, 0.0)
    axes.set_xlabel("persons")
    return figure


@styled
def cost(comparison: Comparison, settings: Settings) -> Figure:
    """Public cost against completed mobilities: a point per replicate and design, and each design's mean."""
    title = f"Public cost against completed mobilities: {names.scenario(comparison.scenario)}"
    figure, [axes] = sheet(last_line(comparison, settings), title, 4.8, top=0.85)
    count = comparison.values(OUTCOME, 0).size
    fade = float(np.clip(60.0 / math.sqrt(count * len(comparison.designs)) / 3.0, 0.08, 0.5))
    for position, design in enumerate(comparison.designs):
        spent = comparison.values("public_cost", position) / MILLION
        done = comparison.values(OUTCOME, position)
        axes.scatter(spent, done, s=14, color=colour(position), alpha=fade, linewidths=0)
        axes.scatter(
            [spent.mean()], [done.mean()], s=110, marker="D", color=colour(position), edgecolors=INK, linewidths=1.2,
            zorder=4, label=f"{names.label(names.design(design.name))} (large: mean)",
        )  # fmt: skip
    axes.set_xlabel("public money spent, million EUR")
    axes.set_ylabel("completed mobilities, persons")
    axes.grid(True, color="#dddddd")
    axes.tick_params(colors=FAINT, labelcolor=INK)
    axes.set_ylim(bottom=min(0.0, axes.get_ylim()[0]))
    legend(figure, axes, columns=4)
    return figure
