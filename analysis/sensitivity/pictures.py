"""Pictures of a sensitivity analysis: indices, pairs, elementary effects, a panel for each date; and all pictures by name."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure

from analysis.command.figures import whiskers
from analysis.sensitivity import courses
from analysis.sensitivity.factors import DUMMY
from analysis.sensitivity.indices import DELTA, MORRIS, PAIR, PAWN, SOBOL
from analysis.sensitivity.labels import AXES, below, date_title, label, last_line, named, rows, stacked
from analysis.sensitivity.outputs import SPREAD, family, unit, words
from analysis.sensitivity.runs import NOISE
from analysis.sensitivity.tables import Findings
from sim.reporting.pictures.style import (
    BLUE,
    FAINT,
    INK,
    ORANGE,
    RED,
    SKY,
    SMALL,
    legend,
    plain_axis,
    sheet,
    styled,
)

SHOWN = 14
CELLS = 8
POINTS = 8
UNSURE = "#aaaaaa"
NOTHING = {SOBOL: "left of it: does not matter, or is chance", PAWN: "median left of it: does not matter"}
WORDS = {
    "S1": "alone (S1)", "ST": "with all interactions (ST)", "mu_star": "mean size of its effect (mu*)",
    "pawn_median": "median over slices", "pawn_maximum": "maximum over slices", "delta": "delta",
}  # fmt: skip


def draw(found: Findings, screening: pd.DataFrame | None = None) -> dict[str, Figure]:
    """All figures by name: for each indicator that varies its indices by date, and what else the method gives."""
    figures: dict[str, Figure] = {}
    for name, every in found.study.families.items():
        outputs = found.varying(every)
        if not outputs:
            continue
        figures[f"indices_{name}"] = bars(found, outputs)
        if found.method == SOBOL and found.study.sample.second_order:
            figures[f"pairs_{name}"] = pairs(found, outputs)
        if found.method == MORRIS:
            if (found.indices["index"] == "sigma").any():  # groups have none
                figures[f"morris_{name}"] = effects_plane(found, outputs, found.indices)
        elif screening is not None and not name.startswith(SPREAD):
            screened = [output for output in outputs if (screening.output == output).any()]
            if screened:
                figures[f"morris_{name}"] = effects_plane(found, screened, screening)
        if (found.months.output == name).any():
            figures[f"months_{name}"] = courses.over_months(found, name)
        figures[f"effects_{name}"] = courses.effects(found, outputs)
        figures[f"convergence_{name}"] = courses.convergence(found, outputs)
    return figures


@styled
def bars(found: Findings, outputs: Sequence[str]) -> Figure:
    """The main index of each factor with its interval, a panel for each date; for Sobol the first-order index below it.

    All panels have the same factors in the same order: by the largest index at any date.
    """
    parts = [*found.strongest(outputs)[:SHOWN], DUMMY]
    several = len(outputs) > 1
    height = 1.75 + 0.42 * len(parts) + (0.25 if several else 0.0)
    figure, panels = sheet(
        last_line(found), f"What drives {words(family(outputs[0]))}", height, panels=len(outputs), left=2.9, bottom=0.95,
        top=1.1 if several else 0.85, gap=0.22,
    )  # fmt: skip
    for place, (axes, output) in enumerate(zip(panels, outputs, strict=True)):
        _bars(axes, found, output, parts)
        date_title(axes, outputs, output, width=18)
        if place == 0:
            named(axes, found, parts)
        else:
            axes.set_yticks(range(len(parts)), ["" for _ in parts])
            rows(axes, len(parts))
    if found.method != MORRIS:  # effects grow with the output, shares do not
        least = min(axes.get_xlim()[0] for axes in panels)
        most = max(axes.get_xlim()[1] for axes in panels)
        for axes in panels:
            axes.set_xlim(least, most)
    change = f"change of {words(family(outputs[0]))} ({unit(outputs[0])}) over the whole range"
    below(figure, panels, change if found.method == MORRIS else AXES[found.method])
    legend(figure, panels[0], columns=3)
    return figure


def _bars(axes: Axes, found: Findings, output: str, parts: Sequence[str]) -> None:
    table = found.indices[found.indices.output == output].set_index(["index", "parameter"])
    second = {SOBOL: "S1", PAWN: "pawn_maximum"}.get(found.method)
    shown = [(found.main, BLUE), (second, ORANGE)] if second else [(found.main, BLUE)]
    thick = 0.36 if second else 0.55
    limit = found.threshold(output)
    for place, (index, colour) in enumerate(shown):
        own = table.loc[[(index, part) for part in parts]]
        value = np.maximum(own.value.to_numpy(), 0.0)
        where = np.arange(len(parts)) + (place * 0.4 - 0.2 if second else 0.0)
        axes.barh(where, value, thick, color=colour, linewidth=0, alpha=0.85, label=WORDS[index])
        whiskers(axes, value, where, own.ci_low, own.ci_high)
    axes.axvline(
        limit,
        color=RED,
        linewidth=1.0,
        linestyle="--",
        label=NOTHING.get(found.method, "left of it: does not matter"),
    )
    axes.axvline(0.0, color=FAINT, linewidth=0.8)
    axes.grid(True, axis="x")
    plain_axis(axes.xaxis, "share" if found.method == SOBOL else "number")
    if found.method in (PAWN, DELTA):
        axes.xaxis.set_major_formatter("{x:.2g}")
    axes.tick_params(axis="x", labelsize=SMALL)


@styled
def pairs(found: Findings, outputs: Sequence[str]) -> Figure:
    """Second-order indices as a map for each date: what two factors change together beyond what each changes alone."""
    parts = found.strongest(outputs)[:CELLS]
    down, across = parts[1:], parts[:-1]
    figure, panels = stacked(
        last_line(found), f"Which pairs act together on {words(family(outputs[0]))}", len(outputs), 0.36 * len(down),
        left=2.9, bottom=1.75, top=0.85, gap=0.45,
    )  # fmt: skip
    tables = [_pairs(found, output, down, across) for output in outputs]
    most = max(0.05, *(float(np.nanmax(values, initial=0.0)) for values, _ in tables))
    pale = LinearSegmentedColormap.from_list("pale", ["#ffffff", BLUE])
    for axes, output, (values, sure) in zip(panels, outputs, tables, strict=True):
        axes.imshow(np.where(sure, np.maximum(values, 0.0), np.nan), cmap=pale, vmin=0.0, vmax=most, aspect="auto")
        for i, j in zip(*np.nonzero(np.isfinite(values)), strict=True):
            dark = sure[i, j] and values[i, j] > 0.6 * most
            axes.text(j, i, f"{100 * max(values[i, j], 0.0):.0f} %", ha="center", va="center", size=SMALL,
                      color="white" if dark else INK if sure[i, j] else UNSURE)  # fmt: skip
        if not sure.any():
            axes.text(0.98, 0.9, "none is surely above zero in a sample of this size", ha="right", va="top", color=FAINT,
                      transform=axes.transAxes)  # fmt: skip
        named(axes, found, down)
        axes.set_ylim(len(down) - 0.5, -0.5)
        axes.set_xticks([])
        date_title(axes, outputs, output)
    names = [label(found, part)[0] for part in across]
    panels[-1].set_xticks(range(len(across)), names, rotation=35, ha="right", size=SMALL)
    panels[-1].tick_params(axis="x", length=0)
    return figure


def _pairs(found: Findings, output: str, down: Sequence[str], across: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """The lower triangle of an output's second-order indices, and which are surely above zero."""
    table = found.indices[(found.indices.output == output) & (found.indices["index"] == "S2")].set_index("parameter")
    values, sure = np.full((len(down), len(across)), np.nan), np.zeros((len(down), len(across)), bool)
    for i, one in enumerate(down):
        for j, other in enumerate(across[: i + 1]):
            key = one + PAIR + other if one + PAIR + other in table.index else other + PAIR + one
            values[i, j], sure[i, j] = table.value[key], table.ci_low[key] > 0.0
    return values, sure


@styled
def effects_plane(found: Findings, outputs: Sequence[str], table: pd.DataFrame) -> Figure:
    """Morris's plane, a panel for each date: to the right, how much a factor changes the output; upwards, how much this varies."""
    what = words(family(outputs[0]))
    several = len(outputs) > 1
    figure, panels = stacked(
        last_line(found, "" if found.method == MORRIS else "Morris screening of all factors"), f"Elementary effects on {what}",
        len(outputs), 2.7 if several else 3.4, left=0.85, bottom=0.95, top=1.1 if several else 0.85, gap=0.55,
    )  # fmt: skip
    for axes, output in zip(panels, outputs, strict=True):
        _plane(axes, table[table.output == output])
        date_title(axes, outputs, output)
    panels[-1].set_xlabel(f"mu*: mean size of the change of {what} ({unit(outputs[0])}) over a factor's whole range")
    legend(figure, panels[0], columns=2)
    return figure


def _plane(axes: Axes, table: pd.DataFrame) -> None:
    wide = table.pivot_table(index="parameter", columns="index", values="value", sort=False)
    bounds = table[table["index"] == "mu_star"].set_index("parameter")
    wide = wide.drop(index=[DUMMY, NOISE], errors="ignore").sort_values("mu_star", ascending=False, kind="stable")
    sigma = wide.sigma.fillna(0.0)
    top = list(wide.index[:POINTS])
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
    axes.set_xlim(0.0, float(bounds.ci_high[top].max()) * 1.5)
    axes.set_ylim(0.0, max(float(sigma.max()) * 1.15, 1e-9))
    _names(axes, [(wide.mu_star[name], sigma[name], name) for name in top])
    axes.grid(True)
    plain_axis(axes.xaxis, "number")
    plain_axis(axes.yaxis, "number")
    axes.set_ylabel("sigma: how much that\nchange varies")


def _names(axes: Axes, points: Sequence[tuple[float, float, str]]) -> None:
    """Names in a column at the right, in the order of height, each joined to its point."""
    (low, high), (_, right) = axes.get_ylim(), axes.get_xlim()
    heights = [(y - low) / (high - low) for _, y, _ in points]
    for _ in range(200):  # neighbours push each other apart
        order = np.argsort(heights)[::-1]
        for above, beneath in zip(order[:-1], order[1:], strict=True):
            lack = 0.075 - (heights[above] - heights[beneath])
            if lack > 0:
                heights[above], heights[beneath] = (
                    min(heights[above] + lack / 2, 0.98),
                    max(heights[beneath] - lack / 2, 0.02),
                )
    for (x, y, name), height in zip(points, heights, strict=True):
        axes.annotate(name, (x, y), xytext=(0.7 * right, low + height * (high - low)), size=SMALL, va="center",
                      arrowprops={"arrowstyle": "-", "color": FAINT, "linewidth": 0.4, "shrinkA": 1, "shrinkB": 3})  # fmt: skip
