"""Pictures of a sensitivity analysis: indices, pairs, elementary effects, months, conditional means, convergence."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from analysis.command.figures import origin, whiskers
from analysis.sensitivity.factors import DUMMY, OTHERS, Factor
from analysis.sensitivity.indices import DELTA, MORRIS, PAIR, PAWN, SOBOL
from analysis.sensitivity.runs import NOISE, SPREAD
from analysis.sensitivity.tables import Findings, strongest_member
from sim.indicators import BY_NAME
from sim.reporting import names
from sim.reporting.pictures.style import (
    BLUE,
    DPI,
    FAINT,
    GREEN,
    INK,
    ORANGE,
    PURPLE,
    RED,
    SKY,
    SMALL,
    WIDTH,
    legend,
    plain_axis,
    sheet,
    styled,
)
from sim.reporting.wording import number

SHOWN = 14
LINES = 6
CELLS = 9
UNSURE = "#aaaaaa"
COLOURS = (BLUE, ORANGE, GREEN, RED, PURPLE, SKY)
WORDS = {
    "S1": "alone (S1)", "ST": "with all interactions (ST)", "mu_star": "mean size of its effect (mu*)",
    "pawn_median": "median over slices", "pawn_maximum": "maximum over slices", "delta": "delta",
}  # fmt: skip
AXES = {
    SOBOL: "share of the variance between parameter sets",
    PAWN: "distance of distributions, 0 to 1",
    DELTA: "distance of densities, 0 to 1",
}


def draw(found: Findings, screening: pd.DataFrame | None = None) -> dict[str, Figure]:
    """All figures by name: for each output that varies its indices, and what else the method gives."""
    figures: dict[str, Figure] = {}
    for verdict in found.verdicts:
        name = verdict.output
        figures[f"indices_{name}"] = bars(found, name)
        if found.method == SOBOL and found.study.sample.second_order:
            figures[f"pairs_{name}"] = pairs(found, name)
        if found.method == MORRIS:
            table = found.indices[found.indices.output == name]
            if (table["index"] == "sigma").any():  # groups have none
                figures[f"morris_{name}"] = effects_plane(found, name, table)
        elif screening is not None and not name.startswith(SPREAD):
            figures[f"morris_{name}"] = effects_plane(found, name, screening[screening.output == name])
        if (found.months.output == name).any():
            figures[f"months_{name}"] = over_months(found, name)
        figures[f"effects_{name}"] = effects(found, name)
        figures[f"convergence_{name}"] = convergence(found, name)
    return figures


def words(output: str) -> str:
    """An output in words."""
    if output.startswith(SPREAD):
        return f"the spread of {words(output.removeprefix(SPREAD))} between replicates"
    return names.indicator(output)


def unit(output: str) -> str:
    """An output's unit."""
    return BY_NAME[output.removeprefix(SPREAD)].unit


def last_line(found: Findings, sample: str = "") -> str:
    """What a figure shows; ``sample``: of which sample, if not of the study's."""
    config, own = found.study.config, found.study.sample
    sample = sample or f"{own.method}, {len(own.points):,} parameter sets"
    replicates = f"{config.replicates} replicates each"
    return origin(config.scenario, sample, replicates, seed=config.seed, covers="95 % intervals")


def label(found: Findings, part: str) -> tuple[str, str]:
    """A factor's name and, below it, its range with unit (of a group: how many factors)."""
    members = found.study.members(part)
    if len(members) == 1:
        own = "" if members[0].name == part else f"{members[0].name} "
        return part.replace("_", " ") if own else part, own + members[0].range
    return ("all other factors" if part == OTHERS else part.replace("_", " ")), f"{len(members)} varied together"


def _axis_words(found: Findings, output: str) -> str:
    if found.method == MORRIS:
        return f"change of {words(output)} ({unit(output)}) over the whole range"
    return AXES[found.method]


def _named(axes: Axes, found: Findings, parts: Sequence[str]) -> None:
    """Factors along the left side, each with its range."""
    axes.set_yticks(range(len(parts)), ["" for _ in parts])
    for row, part in enumerate(parts):
        name, below = label(found, part)
        place: dict[str, Any] = {
            "xy": (0, row),
            "xycoords": ("axes fraction", "data"),
            "textcoords": "offset points",
            "ha": "right",
        }
        axes.annotate(name, xytext=(-6, 1), va="bottom", size=9, **place)
        axes.annotate(below, xytext=(-6, -1), va="top", size=7.5, color=FAINT, **place)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(parts) - 0.4, -0.6)


@styled
def bars(found: Findings, output: str) -> Figure:
    """The main index of each factor with its interval, the largest first; for Sobol the first-order index below it."""
    ranked = found.ranked(output).head(SHOWN)
    parts = [*ranked.parameter, DUMMY]
    height = 1.75 + 0.42 * len(parts)
    figure, [axes] = sheet(last_line(found), f"What drives {words(output)}", height, left=2.9, bottom=0.95, top=0.85)
    table = found.indices[found.indices.output == output].set_index(["index", "parameter"])
    second = {SOBOL: "S1", PAWN: "pawn_maximum"}.get(found.method)
    shown = [(found.main, BLUE), (second, ORANGE)] if second else [(found.main, BLUE)]
    thick = 0.36 if second else 0.55
    limit = found.threshold(output)
    for place, (index, colour) in enumerate(shown):
        rows = table.loc[index].loc[parts]
        where = np.arange(len(parts)) + (place - (len(shown) - 1) / 2) * thick
        value = rows.value.to_numpy()
        axes.barh(where, value, height=thick * 0.92, color=colour, linewidth=0, alpha=0.85, label=WORDS[index])
        whiskers(axes, value, where, rows.ci_low, rows.ci_high)
    axes.axvline(
        limit,
        color=RED,
        linewidth=1.0,
        linestyle="--",
        label="does not matter, or is chance" if found.method == SOBOL else "does not matter",
    )
    axes.axvline(0.0, color=FAINT, linewidth=0.8)
    _named(axes, found, parts)
    axes.grid(True, axis="x")
    plain_axis(axes.xaxis, "share" if found.method == SOBOL else "number")
    if found.method in (PAWN, DELTA):
        axes.xaxis.set_major_formatter("{x:.2f}")
    axes.set_xlabel(_axis_words(found, output))
    legend(figure, axes, columns=3)
    return figure


@styled
def pairs(found: Findings, output: str) -> Figure:
    """Second-order indices as a map: what two factors change together beyond what each changes alone."""
    parts = list(found.ranked(output).parameter[:CELLS])
    table = found.indices[(found.indices.output == output) & (found.indices["index"] == "S2")].set_index("parameter")
    rows, columns = parts[1:], parts[:-1]
    values, sure = np.full((len(rows), len(columns)), np.nan), np.zeros((len(rows), len(columns)), bool)
    for i, one in enumerate(rows):
        for j, other in enumerate(columns[: i + 1]):
            key = one + PAIR + other if one + PAIR + other in table.index else other + PAIR + one
            values[i, j], sure[i, j] = table.value[key], table.ci_low[key] > 0.0
    title = f"Which pairs act together on {words(output)}"
    figure, [axes] = sheet(last_line(found), title, 2.3 + 0.44 * len(rows), left=2.9, bottom=1.75, top=0.6)
    most = max(0.05, float(np.nanmax(values, initial=0.0)))
    pale = LinearSegmentedColormap.from_list("pale", ["#ffffff", BLUE])
    axes.imshow(np.where(sure, np.maximum(values, 0.0), np.nan), cmap=pale, vmin=0.0, vmax=most, aspect="auto")
    for i, j in zip(*np.nonzero(np.isfinite(values)), strict=True):
        dark = sure[i, j] and values[i, j] > 0.6 * most
        axes.text(j, i, number(max(values[i, j], 0.0), "share"), ha="center", va="center", size=SMALL,
                  color="white" if dark else INK if sure[i, j] else UNSURE)  # fmt: skip
    if not sure.any():
        axes.text(
            0.98,
            0.93,
            "none is surely above zero in a sample of this size",
            ha="right",
            color=FAINT,
            transform=axes.transAxes,
        )
    _named(axes, found, rows)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xticks(
        range(len(columns)), [label(found, part)[0] for part in columns], rotation=35, ha="right", size=SMALL
    )
    axes.tick_params(axis="x", length=0)
    return figure


@styled
def effects_plane(found: Findings, output: str, table: pd.DataFrame) -> Figure:
    """Morris's plane: to the right, how much a factor changes the output; upwards, how much this depends on the other factors."""
    wide = table.pivot_table(index="parameter", columns="index", values="value", sort=False)
    bounds = table[table["index"] == "mu_star"].set_index("parameter")
    figure, [axes] = sheet(
        last_line(found, "" if found.method == MORRIS else "Morris screening of all factors"),
        f"Elementary effects on {words(output)}",
        5.2,
        left=0.85,
        bottom=0.95,
        top=0.85,
    )
    wide = wide.drop(index=[DUMMY, NOISE], errors="ignore").sort_values("mu_star", ascending=False, kind="stable")
    sigma = wide.sigma.fillna(0.0)
    top = list(wide.index[:10])
    axes.errorbar(
        wide.mu_star[top], sigma[top], xerr=(bounds.ci_high[top] - bounds.value[top]), fmt="none", ecolor=SKY, elinewidth=1.0, zorder=1
    )  # fmt: skip
    axes.scatter(wide.mu_star, sigma, s=22, color=BLUE, zorder=2, linewidths=0, label="a factor")
    reach = max(float(wide.mu_star.max()), float(sigma.max()), 1e-9) * 1.08
    axes.plot(
        (0, reach),
        (0, reach),
        color=FAINT,
        linewidth=0.9,
        linestyle="--",
        label="above: the effect changes with the other factors",
    )
    span = float(bounds.ci_high[top].max()) * 1.4
    axes.set_xlim(0.0, span)
    axes.set_ylim(0.0, max(float(sigma.max()) * 1.15, 1e-9))
    _labels(axes, [(wide.mu_star[name], sigma[name], name) for name in top])
    axes.grid(True)
    plain_axis(axes.xaxis, "number")
    plain_axis(axes.yaxis, "number")
    axes.set_xlabel(f"mu*: mean size of the change of {words(output)} ({unit(output)}) over a factor's whole range")
    axes.set_ylabel("sigma: how much that change varies")
    legend(figure, axes, columns=2)
    return figure


def _labels(axes: Axes, points: Sequence[tuple[float, float, str]]) -> None:
    """Names in a column at the right, in the order of height, each joined to its point."""
    (low, high), (_, right) = axes.get_ylim(), axes.get_xlim()
    heights = [(y - low) / (high - low) for _, y, _ in points]
    for _ in range(200):  # neighbours push each other apart
        order = np.argsort(heights)[::-1]
        for above, below in zip(order[:-1], order[1:], strict=True):
            lack = 0.055 - (heights[above] - heights[below])
            if lack > 0:
                heights[above], heights[below] = (
                    min(heights[above] + lack / 2, 0.98),
                    max(heights[below] - lack / 2, 0.02),
                )
    for (x, y, name), height in zip(points, heights, strict=True):
        axes.annotate(name, (x, y), xytext=(0.775 * right, low + height * (high - low)), size=SMALL, va="center",
                      arrowprops={"arrowstyle": "-", "color": FAINT, "linewidth": 0.4, "shrinkA": 1, "shrinkB": 3})  # fmt: skip


@styled
def over_months(found: Findings, output: str) -> Figure:
    """The main index of the strongest factors for the output up to each month."""
    table = found.months[(found.months.output == output) & (found.months["index"] == found.main)]
    peak = table[table.parameter != DUMMY].groupby("parameter", sort=False).value.max()
    parts = list(peak.sort_values(ascending=False, kind="stable").index[:LINES])
    figure, [axes] = sheet(
        last_line(found), f"What drives {words(output)}, month by month", 4.7, left=0.85, bottom=0.95, top=1.15
    )
    for part, colour in zip(parts, COLOURS, strict=False):
        rows = table[table.parameter == part].sort_values("month")
        axes.plot(rows.month + 1, rows.value, color=colour, linewidth=1.8, label=label(found, part)[0])
        axes.fill_between(rows.month + 1, rows.ci_low, rows.ci_high, color=colour, alpha=0.15, linewidth=0)
    axes.set_xlim(0, found.study.config.horizon)
    axes.set_ylim(0.0, max(float(table[table.parameter.isin(parts)].ci_high.max()) * 1.05, 1e-9))
    axes.set_xlabel("month of the scheme (output counted up to this month)")
    axes.set_ylabel(
        {SOBOL: "share of the variance (ST)", MORRIS: f"mu* ({unit(output)})"}.get(
            found.method, AXES.get(found.method, "")
        )
    )
    plain_axis(axes.yaxis, "share" if found.method == SOBOL else "number")
    axes.grid(True)
    legend(figure, axes, columns=3)
    return figure


@styled
def effects(found: Findings, output: str) -> Figure:
    """The mean of the output for values of each of the strongest factors: direction and shape."""
    parts = [part for part in found.ranked(output).parameter if part != OTHERS][:LINES]
    members = [(part, strongest_member(found, output, part)) for part in parts]
    chosen: list[tuple[str, Factor]] = [(part, member) for part, member in members if member]
    rows = max(1, math.ceil(len(chosen) / 3))
    height = 1.15 + 2.0 * rows
    figure = Figure(figsize=(WIDTH, height), dpi=DPI)
    grid = figure.subplots(rows, 3, sharey=True, squeeze=False)
    figure.subplots_adjust(0.75 / WIDTH, 0.85 / height, 1 - 0.2 / WIDTH, 1 - 0.55 / height, wspace=0.12, hspace=0.62)
    figure.text(
        0.12 / WIDTH,
        1 - 0.13 / height,
        f"How {words(output)} change with each factor (mean over all others)",
        va="top",
        size=12,
        weight="bold",
    )
    figure.text(0.12 / WIDTH, 0.1 / height, last_line(found), va="bottom", size=7.5, color=FAINT)
    for axes, (_, factor) in zip(grid.flat, chosen, strict=False):
        table = found.effects[(found.effects.output == output) & (found.effects.parameter == factor.name)]
        places = np.arange(len(table)) if factor.parameter and factor.parameter.choices else table.value
        axes.fill_between(places, table.ci_low, table.ci_high, color=BLUE, alpha=0.18, linewidth=0)
        axes.plot(places, table["mean"], color=BLUE, linewidth=1.6, marker="o", markersize=3.5)
        axes.set_xlabel(factor.name + (f" ({factor.unit})" if factor.unit else ""), size=SMALL)
        if factor.parameter and factor.parameter.choices:
            axes.set_xticks(places, [factor.parameter.choices[int(value)] for value in table.value], size=7)
        axes.grid(True)
        if not (factor.parameter and factor.parameter.choices):
            axes.locator_params(axis="x", nbins=4)
            axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.6g}"))
    for axes in grid[:, 0]:
        axes.set_ylabel(unit(output))
    for axes in list(grid.flat)[len(chosen) :]:
        axes.set_visible(False)
    return figure


@styled
def convergence(found: Findings, output: str) -> Figure:
    """The main index of the strongest factors against the size of the sample."""
    parts = list(found.ranked(output).parameter[:LINES])
    table = found.convergence[found.convergence.output == output]
    verdict = next(each for each in found.verdicts if each.output == output)
    said = "large enough" if verdict.enough else "not large enough yet"
    figure, [axes] = sheet(
        last_line(found),
        f"Is the sample large enough for {words(output)}? It is {said}",
        4.3,
        left=0.85,
        bottom=0.95,
        top=1.15,
    )
    sizes = sorted(table["size"].unique())
    for place, (part, colour) in enumerate(zip(parts, COLOURS, strict=False)):
        rows = table[table.parameter == part].sort_values("size")
        x = rows["size"].to_numpy() * 2.0 ** ((place - (len(parts) - 1) / 2) * 0.05)
        axes.errorbar(x, rows.value, yerr=(np.maximum(rows.value - rows.ci_low, 0), np.maximum(rows.ci_high - rows.value, 0)), color=colour,
                      linewidth=1.4, marker="o", markersize=4, capsize=2.5, label=label(found, part)[0])  # fmt: skip
    axes.set_xscale("log", base=2)
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
    axes.minorticks_off()
    plain_axis(axes.yaxis, "share" if found.method == SOBOL else "number")
    axes.set_xlabel(
        {SOBOL: "base points of the sample", MORRIS: "trajectories"}.get(found.method, "points of the sample")
    )
    axes.set_ylabel(
        {SOBOL: "share of the variance (ST)", MORRIS: f"mu* ({unit(output)})"}.get(
            found.method, AXES.get(found.method, "")
        )
    )
    axes.grid(True)
    legend(figure, axes, columns=3)
    return figure
