"""Pictures of robustness: regret by design, targets met, which design is best where, the value of information."""

import numpy as np
import numpy.typing as npt
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.figure import Figure

from analysis.command.figures import origin, whiskers
from analysis.robustness.information import best_by
from analysis.robustness.regret import best_design, regret, share_reaching
from analysis.robustness.tables import Findings
from analysis.worlds.target import OWN, Number, Quantity
from analysis.worlds.worlds import SHOCK, SHOCK_MONTH
from sim.indicators import BY_NAME
from sim.parameters import Config, parameters
from sim.reporting import names
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
    YELLOW,
    legend,
    plain_axis,
    sheet,
    styled,
)
from sim.reporting.wording import number

Array = npt.NDArray[np.float64]

BARS = 12
"""Uncertainties in the picture of the value of information."""
LEVELS = 200
CELLS = 60
KEY_COLUMNS = 4


def draw(found: Findings, config: Config) -> dict[str, Figure]:
    """All figures by name."""
    figures = {"regret": regrets(found, config), "satisficing": satisficing(found, config)}
    if len(telling(found)) == 2:
        figures["best_design"] = best_where(found, config)
    return figures | {"information": information(found, config)}


def telling(found: Findings) -> list[str]:
    """The two single uncertainties with the largest value of information (the shock stands for its month)."""
    ranked = [SHOCK_MONTH if name == SHOCK else name for name in found.ranked.parameter]
    return [name for name in ranked if np.ptp(found.worlds.values[name][found.usable]) > 0][:2]


def palette(designs: int) -> list[str | tuple[float, ...]]:
    """A colour per design."""
    own: list[str | tuple[float, ...]] = [BLUE, ORANGE, GREEN, PURPLE, RED, SKY, YELLOW]
    return own[:designs] if designs <= len(own) else [colormaps["tab20"](place % 20) for place in range(designs)]


def last_line(found: Findings, config: Config) -> str:
    """What a figure shows."""
    return origin(
        config.scenario, f"{len(found.values):,} worlds", f"{config.replicates} replicates each", seed=config.seed,
        covers="spread over parameters, shocks and chance",
    )  # fmt: skip


def unit_of(found: Findings) -> str:
    """The outcome in words."""
    return names.indicator(found.outcome)


@styled
def regrets(found: Findings, config: Config) -> Figure:
    """A box per design: quartiles of its regret, whiskers from the 5th to the 95th percentile, the maximum."""
    lost = regret(found.values, found.better)
    order = np.argsort(np.quantile(lost, 0.9, axis=0), kind="stable")
    colours = palette(len(found.designs))
    figure, [axes] = sheet(
        last_line(found, config), "Regret over all worlds", 1.85 + 0.42 * len(order), left=1.75, bottom=0.95, top=0.8
    )
    for row, place in enumerate(order):
        low, first, middle, third, high, upper = np.quantile(lost[:, place], (0.05, 0.25, 0.5, 0.75, 0.95, 0.9))
        axes.plot((low, high), (row, row), color=INK, linewidth=1.1)
        axes.barh(row, third - first, left=first, height=0.5, color=colours[place], alpha=0.75)
        axes.plot(
            (middle, middle), (row - 0.25, row + 0.25), color=INK, linewidth=1.6, label="median" if row == 0 else None
        )
        axes.plot(upper, row, "D", color=INK, markersize=5, label="90th percentile" if row == 0 else None)
        axes.plot(
            lost[:, place].max(),
            row,
            "|",
            color=RED,
            markersize=12,
            markeredgewidth=2,
            label="maximum" if row == 0 else None,
        )
        axes.annotate(f"mean {lost[:, place].mean():,.3g}", (lost[:, place].max(), row), (8, 0), textcoords="offset points", va="center",
                      size=SMALL)  # fmt: skip
    axes.set_yticks(range(len(order)), [names.label(names.design(found.designs[place])) for place in order])
    axes.set_ylim(len(order) - 0.4, -0.6)
    axes.set_xlim(0, max(float(lost.max()) * 1.22, 1e-9))
    axes.tick_params(axis="y", length=0)
    axes.grid(True, axis="x")
    axes.set_xlabel(f"{unit_of(found)} lost against the best design of the world")
    plain_axis(axes.xaxis, "number")
    legend(figure, axes, columns=3)
    return figure


@styled
def satisficing(found: Findings, config: Config) -> Figure:
    """Share of worlds in which each design reaches a level of the outcome, over the levels."""
    key = _key_height(found)
    figure, [axes] = sheet(
        last_line(found, config), "How often a target is met", 4.1 + key, bottom=0.95, top=0.75 + key
    )
    low, high = np.quantile(found.values, (0.0, 1.0))
    levels = np.linspace(min(float(low), 0.0), float(high), LEVELS)
    curves = np.array([share_reaching(found.values, float(level), found.better) for level in levels])
    for place, (design, colour) in enumerate(zip(found.designs, palette(len(found.designs)), strict=True)):
        axes.plot(levels, curves[:, place], color=colour, linewidth=2, label=names.label(names.design(design)))
    left, right, comparison = found.target.sides
    if left == Quantity(OWN, found.outcome) and isinstance(right, Number) and levels[0] <= right.value <= levels[-1]:
        axes.axvline(right.value, color=FAINT, linewidth=1, linestyle="--")
        axes.annotate(f"target {comparison} {right.value:,g}", (right.value, 1.0), (4, 4), textcoords="offset points",
                      size=SMALL, color=FAINT)  # fmt: skip
    axes.set_ylim(0, 1.06)
    axes.set_xlim(levels[0], levels[-1])
    axes.set_yticks([0, 0.25, 0.5, 0.75, 1.0], ["0 %", "25 %", "50 %", "75 %", "100 %"])
    axes.set_ylabel("share of worlds")
    axes.set_xlabel(f"{unit_of(found)}: at {'least' if found.better > 0 else 'most'}")
    axes.grid(True)
    plain_axis(axes.xaxis, BY_NAME[found.outcome].unit if BY_NAME[found.outcome].unit == "share" else "number")
    legend(figure, axes, columns=KEY_COLUMNS)
    return figure


@styled
def best_where(found: Findings, config: Config) -> Figure:
    """Which design is best: a point per world; behind, the best on average at these values of the two uncertainties."""
    across, up = telling(found)
    x = np.column_stack([found.worlds.values[name][found.usable] for name in (across, up)])
    key = _key_height(found)
    figure, [axes] = sheet(
        last_line(found, config), "Which design is best where", 5.0 + key, left=0.95, bottom=0.95, top=0.75 + key
    )
    ends = [(column.min(), column.max()) for column in x.T]
    first, second = (np.linspace(*end, CELLS) for end in ends)
    points = np.column_stack([axis.ravel() for axis in np.meshgrid(first, second)])
    colours = palette(len(found.designs))
    field = best_by(found.better * found.values, x, points).reshape(CELLS, CELLS)
    axes.pcolormesh(first, second, field, cmap=ListedColormap(colours), vmin=-0.5, vmax=len(colours) - 0.5, alpha=0.28,
                    shading="nearest", rasterized=True, linewidth=0)  # fmt: skip
    best = best_design(found.values, found.better)
    for place, (design, colour) in enumerate(zip(found.designs, colours, strict=True)):
        mine = best == place
        axes.scatter(
            x[mine, 0],
            x[mine, 1],
            s=14,
            color=colour,
            linewidths=0,
            label=f"{names.label(names.design(design))}: {100 * mine.mean():.0f} %",
            zorder=3,
        )
    axes.set_xlabel(_axis(across, axes))
    axes.set_ylabel(_axis(up, axes))
    legend(figure, axes, columns=KEY_COLUMNS)
    return figure


def _key_height(found: Findings) -> float:
    """Inches that the legend of designs takes."""
    return 0.2 * -(-len(found.designs) // KEY_COLUMNS)


def _axis(name: str, axes: Axes) -> str:
    parameter = parameters()[name]
    unit = "" if parameter.unit in ("0-1", "number") else f" ({parameter.unit})"
    return f"{name}{', -1: none' if name == SHOCK_MONTH else ''}{unit}"


@styled
def information(found: Findings, config: Config) -> Figure:
    """The largest values of information, with intervals, beside that of perfect information and of pure noise."""
    rows = found.ranked.head(BARS)
    figure, [axes] = sheet(last_line(found, config), "What knowing an uncertainty first would add", 1.8 + 0.29 * len(rows), left=3.1, bottom=0.95,
                           top=0.75)  # fmt: skip
    places = np.arange(len(rows))
    values, low, high = (rows[name].to_numpy() for name in ("evppi", "ci_low", "ci_high"))
    sure = set(found.telling.parameter)
    bars = axes.barh(places, values, height=0.62, color=BLUE, linewidth=0)
    for bar, name in zip(bars, rows.parameter, strict=True):
        bar.set_alpha(0.8 if name in sure else 0.3)
    whiskers(axes, values, places, low, high)
    perfect = found.perfect.estimate
    axes.axvline(perfect, color=GREEN, linewidth=1.4, label=f"perfect information: {number(perfect, 'number', 0)}")
    axes.axvline(found.noise, color=FAINT, linewidth=1, linestyle="--", label=f"pure noise: {found.noise:.2f}")
    axes.set_yticks(places, list(rows.parameter))
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(0, max(perfect, float(high.max(initial=0.0)), 1e-9) * 1.05)
    axes.tick_params(axis="y", length=0)
    axes.grid(True, axis="x")
    axes.set_xlabel(f"{unit_of(found)} {'gained' if found.better > 0 else 'saved'} on average")
    plain_axis(axes.xaxis, "number")
    legend(figure, axes, columns=2)
    return figure
