"""Pictures of the search: the front with what one more costs, average and worst tenth, the levers along the front."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.command.figures import origin
from analysis.optimise.changes import for_the_money
from analysis.optimise.front import bands, dearer
from analysis.optimise.levers import Lever
from analysis.optimise.objectives import COST, WORST
from analysis.optimise.tables import Judged
from sim.reporting import names
from sim.reporting.pictures.style import (
    BLUE,
    FAINT,
    GREY,
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
from sim.reporting.wording import money

Array = npt.NDArray[np.float64]

MILLION = 1e-6
LEVELS = (0.05, 0.95)
"""Shares of resamples between whose attainment surfaces the band lies."""
ROW = 0.26
MOST_CLOUD = 4000
"""Most designs that are shown in the background, of those that were tried."""


def draw(judged: Judged, steps: pd.DataFrame) -> dict[str, Figure]:
    """All figures by name."""
    figures = {"front": front(judged, steps)}
    if any(each.measure == WORST for each in judged.found.asked.wanted.objectives):
        figures["worst"] = worst_tenth(judged)
    return figures | {"levers": levers(judged)}


def last_line(judged: Judged) -> str:
    """What a figure shows."""
    config = judged.found.asked.config
    return origin(
        config.scenario, f"{len(judged.found.field):,} worlds that the search did not use", seed=config.seed,
        covers="band and intervals over these worlds",
    )  # fmt: skip


@styled
def front(judged: Judged, steps: pd.DataFrame) -> Figure:
    """Money across, and upwards the first objective that is not money."""
    figure, [axes] = sheet(last_line(judged), "What can be had for the money", 5.0, bottom=1.0, top=0.8)
    place = judged.aim
    objective = judged.found.asked.wanted.objectives[place]
    cost, gives = _cost(judged), judged.estimate[:, place]
    mine, own = slice(0, judged.number), judged.number
    _cloud(axes, judged, place)
    _band(axes, judged, place)
    order = dearer(objective.better * gives[mine], cost[mine])
    axes.plot(cost[order], gives[order], color=BLUE, linewidth=1.2, zorder=3)
    axes.scatter(cost[mine], gives[mine], s=42, color=BLUE, zorder=4, label="designs found")
    axes.scatter(cost[own + 1 :], gives[own + 1 :], s=36, marker="D", color=ORANGE, zorder=4, label="named designs")
    axes.scatter(cost[own], gives[own], s=70, marker="X", color=INK, zorder=5, label="the scenario as it is")
    chosen = for_the_money(judged.found)
    if chosen is not None:
        axes.scatter(cost[chosen], gives[chosen], s=150, facecolors="none", edgecolors=RED, linewidths=1.6, zorder=5,
                     label=f"the best for {money(judged.found.asked.money)} EUR")  # fmt: skip
    for number in range(judged.number):
        axes.annotate(judged.names[number].removeprefix("front_"), (cost[number], gives[number]), (-5, 6), textcoords="offset points",
                      size=SMALL, ha="right")  # fmt: skip
    _prices(axes, judged, steps, cost, gives)
    axes.set_xlabel("public cost, million EUR")
    axes.set_ylabel(objective.label)
    axes.grid(True)
    plain_axis(axes.yaxis, "share" if objective.unit == "share" else "number")
    legend(figure, axes, columns=5)
    return figure


def _cost(judged: Judged) -> Array:
    return np.asarray(judged.values[COST].mean(axis=1) * MILLION)


def _cloud(axes: Axes, judged: Judged, place: int) -> None:
    """What the search tried in its last worlds."""
    last, wanted = judged.found.last, judged.found.asked.wanted
    found = wanted.among(last.values)[:MOST_CLOUD, place]
    axes.scatter(last.values[COST].mean(axis=1)[:MOST_CLOUD] * MILLION, found, s=5, color=GREY, alpha=0.35, linewidths=0, zorder=1,
                 label="tried", rasterized=True)  # fmt: skip


def _band(axes: Axes, judged: Judged, place: int) -> None:
    """Between the attainment surfaces of few and of most resamples."""
    better = judged.found.asked.wanted.objectives[place].better
    drawn = judged.against_money * (1.0, MILLION)
    high, low = (points[np.argsort(-points[:, 1], kind="stable")] for points in bands(drawn, LEVELS))
    across = np.unique(np.concatenate([-high[:, 1], -low[:, 1]]))
    upper, lower = _stairs(high, across), _stairs(low, across)
    known = np.isfinite(upper) & np.isfinite(lower)
    axes.fill_between(across[known], better * lower[known], better * upper[known], step="post", color=SKY, alpha=0.35, linewidth=0,
                      zorder=2, label="nine of ten fronts")  # fmt: skip


def _stairs(points: Array, across: Array) -> Array:
    """The best value attained at each cost: points (value, -cost), the cheapest first."""
    best = np.maximum.accumulate(points[:, 0])
    place = np.searchsorted(-points[:, 1], across, side="right") - 1
    return np.where(place >= 0, best[np.maximum(place, 0)], np.nan)


def _prices(axes: Axes, judged: Judged, steps: pd.DataFrame, cost: Array, gives: Array) -> None:
    """What one more costs, between the dots of each step."""
    at = {name: place for place, name in enumerate(judged.names)}
    for row in steps.itertuples():
        if not row.money_per_one > 0.0:
            continue
        before, after = at[str(row.design_from)], at[str(row.design_to)]
        middle = (cost[before] + cost[after]) / 2.0, (gives[before] + gives[after]) / 2.0
        axes.annotate(f"{money(row.money_per_one)}", middle, (6, -8), textcoords="offset points", size=7.5, color=FAINT)


@styled
def worst_tenth(judged: Judged) -> Figure:
    """Each design on average and in the worst tenth of the worlds."""
    objectives = judged.found.asked.wanted.objectives
    place = next(each for each, objective in enumerate(objectives) if objective.measure == WORST)
    worst = objectives[place]
    values = judged.values[worst.indicator].mean(axis=1)
    shown = [*range(judged.number), judged.number]
    figure, [axes] = sheet(
        last_line(judged), "On average, and when things go wrong", 1.7 + ROW * len(shown), left=1.6, bottom=0.9, top=0.8
    )
    low, high = judged.interval(place)
    for row, design in enumerate(shown):
        axes.plot((judged.estimate[design, place], values[design]), (row, row), color=GREY, linewidth=1.2)
        axes.plot((low[design], high[design]), (row, row), color=ORANGE, linewidth=4, alpha=0.5, solid_capstyle="butt")
    axes.scatter(
        judged.estimate[shown, place],
        range(len(shown)),
        color=ORANGE,
        s=34,
        zorder=3,
        label="worst tenth of the worlds",
    )
    axes.scatter(values[shown], range(len(shown)), color=BLUE, s=34, zorder=3, label="average")
    axes.set_yticks(range(len(shown)), [*judged.names, "as it is"])
    axes.set_ylim(len(shown) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(names.indicator(worst.indicator))
    axes.grid(True, axis="x")
    plain_axis(axes.xaxis, "number")
    legend(figure, axes, columns=2)
    return figure


@styled
def levers(judged: Judged) -> Figure:
    """A row per lever that some design changes, a column per design: where its value lies in the grid."""
    space, designs = judged.found.asked.space, judged.found.designs
    changed = [place for place in range(len(space.levers)) if (designs[:, place] != space.own[place]).any()]
    figure, [axes] = sheet(
        last_line(judged), "Levers along the front", 1.9 + ROW * max(len(changed), 1), left=3.3, bottom=0.85, top=0.5
    )
    position = space.position(designs)
    for row, place in enumerate(changed):
        for column, where in enumerate(position[:, place]):
            if designs[column, place] == space.own[place]:
                axes.scatter(column, row, s=46, facecolors="none", edgecolors=FAINT, linewidths=0.9)
            else:
                axes.scatter(column, row, s=260, color=BLUE, alpha=0.15 + 0.85 * float(where), marker="s", linewidths=0)
                axes.annotate(compact(space.levers[place], int(designs[column, place])), (column, row), (0, -1), textcoords="offset points",
                              ha="center", va="center", size=6.5, color="white" if where > 0.5 else INK)  # fmt: skip
    axes.set_yticks(range(len(changed)), [space.levers[place].name for place in changed])
    axes.set_xticks(range(judged.number), [name.removeprefix("front_") for name in judged.names])
    axes.set_ylim(max(len(changed), 1) - 0.4, -0.6)
    axes.set_xlim(-0.6, judged.number - 0.4)
    axes.tick_params(length=0)
    axes.set_xlabel("design, the one that gives most last")
    for spine in axes.spines.values():
        spine.set_visible(False)
    return figure


def compact(lever: Lever, place: int) -> str:
    """A value in few characters: millions as ``1.5M``, categories and switches by their first letters."""
    value = lever.values[place]
    if not lever.ordered or isinstance(value, bool):
        return lever.shown[place][:5]
    return f"{value * MILLION:.2g}M" if value >= 1e5 else f"{value:.4g}"
