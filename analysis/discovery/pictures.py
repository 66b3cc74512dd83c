"""Pictures of discovery: limits of the boxes, a map of worlds with the box, coverage against density, the target's spread."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator
from scipy.stats import ks_2samp

from analysis.command.figures import origin
from analysis.discovery.boxes import Kept
from analysis.discovery.settings import Of, Settings
from analysis.discovery.space import Column
from analysis.discovery.tables import Findings, trajectory_table
from analysis.discovery.tree_picture import tree
from analysis.discovery.words import Limit, amount, percent
from analysis.worlds.worlds import SHOCK_MONTH
from sim.parameters import Config
from sim.reporting.pictures.style import BLUE, FAINT, GRID, INK, ORANGE, SKY, SMALL, legend, plain_axis, sheet, styled

Array = npt.NDArray[np.float64]

MOST_POINTS = 3000
"""Worlds shown on a map at most: more hide one another."""
BARS = 40
"""Bars of a histogram, about."""
ROOM = 0.06
"""Distance between numbers on a line at least, as a share."""
JITTER = 0.3
"""Whole numbers are shown up to this beside their place, so that worlds do not hide one another."""


def draw(found: Findings, settings: Settings, config: Config) -> dict[str, Figure]:
    """All figures by name; those of boxes and tree only where there are some."""
    line = last_line(found, settings, config)
    figures = {"spread": spread(found, settings, line)}
    if found.kept:
        figures["limits"] = limits_of_boxes(found, line)
        figures |= {f"box_{number}": box_map(found, kept, number, line) for number, kept in enumerate(found.kept, 1)}
    table = trajectory_table(found)
    if len(table):
        figures["trade_off"] = trade_off(found, table, line)
    if found.tree and found.tree.better_than_a_coin:
        figures["tree"] = tree(found, line)
    return figures


def last_line(found: Findings, settings: Settings, config: Config) -> str:
    """What a figure shows."""
    worlds, replicates = f"{len(found.hits):,} worlds", f"{settings.replicates} replicates each"
    return origin(config.scenario, str(found.target), worlds, replicates, seed=config.seed)


@styled
def spread(found: Findings, settings: Settings, line: str) -> Figure:
    """How much the target's two sides differ in each world, and the line between worlds that meet it and worlds that do not."""
    condition = found.condition
    values = condition.value[condition.usable & np.isfinite(condition.value)]
    figure, [axes] = sheet(line, "The target over all worlds", 3.7, bottom=0.95, top=0.8)
    if len(values):
        shift = _level(found) if settings.of == Of.mean else 0.0
        low, high = float(values.min()), float(values.max())
        width = max((high - low) / BARS, 1e-9)
        first, last = (math.floor((end - condition.threshold) / width) for end in (low, high))
        edges = condition.threshold + np.arange(first, last + 2) * width  # the threshold is an edge, exactly
        met = condition.hits[condition.usable & np.isfinite(condition.value)]
        counts = [np.histogram(values[some], edges)[0] for some in (met, ~met)]
        axes.bar(
            edges[:-1] + shift,
            counts[0],
            width,
            align="edge",
            color=ORANGE,
            label=f"target met: {percent(found.base.estimate)} of the worlds",
        )
        axes.bar(edges[:-1] + shift, counts[1], width, align="edge", bottom=counts[0], color=SKY, label="not met")
        axes.axvline(condition.threshold + shift, color=INK, linewidth=1.4, label="threshold")
    axes.set_ylabel("worlds")
    axes.set_xlabel(_side(found) if settings.of == Of.mean else "share of the replicates that meet the target")
    axes.grid(True, axis="y")
    if settings.of == Of.mean:
        axes.xaxis.set_major_locator(MaxNLocator(6))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: amount(value)))
    else:
        plain_axis(axes.xaxis, "share")
    plain_axis(axes.yaxis)
    legend(figure, axes, columns=3)
    return figure


def _level(found: Findings) -> float:
    """The number on the right side of the target; 0 if there is none."""
    return float(getattr(found.target.right, "value", 0.0))


def _side(found: Findings) -> str:
    """The label of the axis: the target's left side (less its right side, unless that is a number)."""
    left, _, right = found.target.text.partition(found.target.comparison)
    name = left.strip() if hasattr(found.target.right, "value") else f"{left.strip()} - ({right.strip()})"
    return f"{name}, mean over the replicates of a world"


@styled
def limits_of_boxes(found: Findings, line: str) -> Figure:
    """For every box and each parameter it limits, the whole range and the part inside the box."""
    rows: list[tuple[int, Limit]] = [
        (number, limit) for number, kept in enumerate(found.kept, 1) for limit in found.limits(kept)
    ]
    gaps = len(found.kept)
    height = 1.45 + 0.42 * len(rows) + 0.42 * gaps
    figure, [axes] = sheet(line, "Limits of the boxes in natural units", height, left=2.6, bottom=0.5, top=0.5)
    place = 0.0
    for number, kept in enumerate(found.kept, 1):
        axes.text(-0.02, place, f"Box {number}", ha="right", va="center", weight="bold")
        axes.text(0.0, place, f"target met in {percent(kept.density.estimate)} of its worlds; it holds {percent(kept.coverage.estimate)} of all such worlds",
                  va="center", size=SMALL)  # fmt: skip
        for limit in found.limits(kept):
            place += 1.0
            _range(axes, place, limit, found)
        place += 1.0
    axes.set_xlim(0, 1.62)
    axes.set_ylim(place - 0.3, -0.6)
    axes.axis("off")
    return figure


def _range(axes: Axes, place: float, limit: Limit, found: Findings) -> None:
    """One parameter: its range as a grey bar, the limits as a blue one, both with their numbers."""
    name = limit.parameter.name
    values = found.space.values[name]
    axes.text(-0.02, place, name, ha="right", va="center", size=9)
    axes.barh(place, 1.0, height=0.26, color=GRID, linewidth=0)
    ends = float(values.min()), float(values.max())
    if not limit.values:
        span = ends[1] - ends[0]
        low, high = ((min(max(end, ends[0]), ends[1]) - ends[0]) / span for end in (limit.low, limit.high))
        width = max(high - low, 0.012)
        axes.barh(place, width, left=min(low, 1.0 - width), height=0.26, color=BLUE, linewidth=0)
        axes.text(0.0, place + 0.17, amount(ends[0]), size=7, color=FAINT, va="top")
        axes.text(1.0, place + 0.17, amount(ends[1]), size=7, color=FAINT, va="top", ha="right")
    axes.text(1.02, place, limit.words.removeprefix("is ").removeprefix("lies "), va="center", size=9)


@styled
def box_map(found: Findings, kept: Kept, number: int, line: str) -> Figure:
    """Worlds by the two most restrictive dimensions of a box, whether the target is met, and the box's limits on them."""
    assert found.found
    free = (
        ~np.any([earlier.box.contains(found.x) for earlier in found.kept[: number - 1]], axis=0)
        if number > 1
        else slice(None)
    )
    x, hits = found.x[free], found.hits[free]
    across, up = _two(kept, x, hits)
    over = "its two most restrictive dimensions" if len(kept.order) > 1 else "its limit and what tells most besides"
    figure, [axes] = sheet(line, f"Box {number} over {over}", 5.4, left=0.95, bottom=0.95, top=0.95)
    others = kept.box.without(across).without(up).contains(x)
    rng = np.random.default_rng(number)
    shown = np.sort(rng.permutation(len(x))[:MOST_POINTS])
    xy = np.column_stack([_jittered(x[:, each], found.space.columns[each], rng) for each in (across, up)])
    pale = len(kept.order) > 2
    for met, colour, marker, name in ((False, SKY, "o", "not met"), (True, ORANGE, "^", "target met")):
        for inside, alpha in ((False, 0.18), (True, 0.85)):
            some = shown[(hits[shown] == met) & (others[shown] == inside)]
            label = f"{name}" + ("" if inside else " (outside the box's other limits)")
            if len(some) and (inside or pale):
                axes.scatter(xy[some, 0], xy[some, 1], s=13 if met else 9, color=colour, marker=marker, linewidths=0, alpha=alpha,
                             rasterized=True, zorder=3 if met else 2, label=label)  # fmt: skip
    _rectangle(axes, kept, across, up, xy)
    axes.set_xlabel(_axis(found.space.columns[across]))
    axes.set_ylabel(_axis(found.space.columns[up]))
    for axis, each in ((axes.xaxis, across), (axes.yaxis, up)):
        _ticks(axis, found.space.columns[each])
    legend(figure, axes, columns=2)
    return figure


def _two(kept: Kept, x: Array, hits: npt.NDArray[np.bool_]) -> tuple[int, int]:
    """The two most restrictive dimensions; where only one is limited, with it the one that tells most within the box."""
    if len(kept.order) > 1:
        return kept.order[0], kept.order[1]
    inside = kept.box.contains(x)
    x, hits = x[inside], hits[inside]
    least = [ks_2samp(column[hits], column[~hits]).pvalue if 1 < hits.sum() < len(hits) - 1 else 1.0 for column in x.T]
    least[kept.order[0]] = math.inf
    return kept.order[0], int(np.argmin(least))


def _jittered(values: Array, column: Column, rng: np.random.Generator) -> Array:
    whole = column.level or column.parameter.type in (int, bool)
    return values + rng.uniform(-JITTER, JITTER, len(values)) if whole else values


def _rectangle(axes: Axes, kept: Kept, across: int, up: int, xy: Array) -> None:
    margin = 0.02 * np.ptp(xy, axis=0)
    ends = np.array([xy.min(axis=0) - margin, xy.max(axis=0) + margin])
    axes.set_xlim(ends[0, 0], ends[1, 0])
    axes.set_ylim(ends[0, 1], ends[1, 1])
    inner = margin / 3.0  # a side without a limit is drawn just inside the frame
    low = np.maximum(kept.box.low[[across, up]], ends[0] + inner)
    high = np.minimum(kept.box.high[[across, up]], ends[1] - inner)
    axes.add_patch(Rectangle((float(low[0]), float(low[1])), *(float(each) for each in high - low), fill=False, edgecolor=INK, linewidth=1.8,
                             zorder=5, label="the box"))  # fmt: skip


def _axis(column: Column) -> str:
    parameter = column.parameter
    unit = "" if parameter.unit in ("0-1", "number", "switch", "category") else f" ({parameter.unit})"
    return f"{column.name}{', -1: none' if parameter.name == SHOCK_MONTH else ''}{unit}"


def _ticks(axis: Any, column: Column) -> None:
    """Few ticks in natural units; words for switches and categories."""
    if column.level or column.parameter.type is bool:
        axis.set_ticks([0, 1], ["no", "yes"] if column.level else ["false", "true"])
        return
    axis.set_major_locator(MaxNLocator(5, integer=column.parameter.type is int, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda value, _: amount(value)))


@styled
def trade_off(found: Findings, table: pd.DataFrame, line: str) -> Figure:
    """Coverage against density of every box on the way, in the half that found them and in the held-out half."""
    numbers = sorted(int(number) for number in table.box.unique())
    figure, panels = sheet(
        line,
        "The trade-off on the way to each box",
        4.6,
        panels=len(numbers),
        bottom=0.95,
        top=1.25,
        gap=0.35,
        sharey=True,
    )
    for axes, number in zip(panels, numbers, strict=True):
        mine = table[table.box == number]
        kept, wide = mine[mine.way == "kept"], mine[mine.way == "all"]
        axes.plot(wide.held_out_coverage, wide.held_out_density, color=ORANGE, linewidth=1.6, linestyle="--",
                  label="with every parameter that tells anything, held-out worlds")  # fmt: skip
        axes.scatter(
            kept.found_coverage, kept.found_density, s=14, color=SKY, label="with the box's parameters, where found"
        )
        axes.plot(kept.held_out_coverage, kept.held_out_density, color=BLUE, linewidth=2, label="with the box's parameters, held-out worlds")  # fmt: skip
        chosen = kept[kept.chosen == 1]
        axes.scatter(chosen.held_out_coverage, chosen.held_out_density, s=110, facecolor="none", edgecolor=INK, linewidth=1.8, zorder=4,
                     label="chosen")  # fmt: skip
        _steps(axes, kept)
        axes.axhline(float(kept.held_out_density.iloc[0]), color=FAINT, linewidth=1, linestyle=":", label="chance")
        axes.set_title(f"Box {number}" if found.kept else "Refused: no better than chance in held-out worlds")
        axes.set_xlim(-0.02, 1.04)
        axes.set_ylim(0, 1.06)
        axes.set_xlabel("coverage: share of all hits")
        axes.grid(True)
        axes.set_xticks([0, 0.25, 0.5, 0.75, 1.0], ["0", "25 %", "50 %", "75 %", "100 %"])
        plain_axis(axes.yaxis, "share")
    panels[0].set_ylabel("density: share of hits in the box")
    legend(figure, panels[0], columns=2)
    return figure


def _steps(axes: Axes, way: pd.DataFrame) -> None:
    """The number of limited parameters, written where it changes if there is room."""
    last, at = 0, np.array([math.inf, math.inf])
    for row in way.itertuples():
        here = np.array([row.held_out_coverage, row.held_out_density])
        if row.limited > last and not np.abs(here - at).max() < ROOM:
            axes.annotate(
                f"{row.limited}", tuple(here), (2, 7), textcoords="offset points", size=SMALL, color=BLUE, weight="bold"
            )
            at = here
        last = max(last, int(row.limited))
