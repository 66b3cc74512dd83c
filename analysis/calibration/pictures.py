"""Pictures of a calibration: published against simulated, what was narrowed, how far schemes differ, densities, pairs."""

from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from scipy.special import ndtr
from scipy.stats import halfnorm

from analysis.calibration.tables import NARROWED, Found
from analysis.command.figures import origin
from analysis.fitting import error
from analysis.fitting.numbers import short
from analysis.fitting.picture import Layer, compared
from analysis.fitting.tempering import SPREAD
from sim.parameters import parameters
from sim.reporting import names
from sim.reporting.pictures.style import BLUE, DPI, FAINT, GRID, INK, ORANGE, SKY, SMALL, WIDTH, sheet, styled
from sim.runs.prior import quantile

Array = npt.NDArray[np.float64]

SHOWN = 24
"""Parameters in the picture of what was narrowed."""
DENSITIES = 9
PAIRED = 5
COLUMNS = 3
_NEW = 31_415


def draw(found: Found) -> dict[str, Figure]:
    """All figures by name."""
    layers = (Layer("after calibration", found.after, BLUE, True), Layer("before", found.before, ORANGE))
    fitted = compared(found.fit_of.observations, layers, last_line(found))
    figures = {"fit": fitted, "narrowed": narrowed(found), "densities": densities(found), "pairs": pairs(found)}
    return figures | ({"spreads": spreads(found)} if len(found.spreads) else {})


def last_line(found: Found) -> str:
    """What a figure shows."""
    return origin(
        ", ".join(found.fit_of.schemes), f"{len(found.positions):,} draws", seed=found.fit_of.seed,
        covers="spread over parameters and chance",
    )  # fmt: skip


def words(name: str) -> str:
    """A dimension's name as a label: the scheme it belongs to in front where it belongs to one."""
    scheme, _, parameter = name.rpartition(":")
    shown = "error of a count" if parameter == error.NAME else parameter
    return f"{names.scenario(scheme)}: {shown}" if scheme else shown


def _positions(found: Found, name: str) -> Array:
    """Drawn positions of a parameter in its plausible range, 0 to 1."""
    return np.asarray(found.positions[:, found.names.index(name)])


def unit(name: str) -> str:
    """The unit of a dimension."""
    return "log odds" if name == error.NAME else parameters()[name.rpartition(":")[2]].unit


@styled
def narrowed(found: Found) -> Figure:
    """A row per parameter: its plausible range from end to end, and the part that the outcomes leave."""
    rows = found.identified.head(SHOWN)
    height = 1.2 + 0.3 * len(rows)
    figure, [axes] = sheet(
        last_line(found), "What the published outcomes narrow", height, left=3.4, bottom=0.4, top=0.75
    )
    for place, row in enumerate(rows.itertuples()):
        low, middle, high = np.quantile(_positions(found, row.parameter), (0.05, 0.5, 0.95))
        axes.barh(place, 1.0, color=GRID, height=0.5)
        axes.barh(place, high - low, left=low, color=BLUE if row.identified else SKY, height=0.5)
        axes.plot(middle, place, "|", color=INK, markersize=9, markeredgewidth=1.6)
        axes.text(-0.01, place, short(row.low), ha="right", va="center", size=7, color=FAINT)
        axes.text(1.01, place, short(row.high), ha="left", va="center", size=7, color=FAINT)
    axes.set_yticks(range(len(rows)), [words(name) for name in rows.parameter], size=8)
    axes.set_ylim(len(rows) - 0.4, -0.6)
    axes.set_xlim(-0.14, 1.14)
    axes.set_xticks([])
    axes.tick_params(axis="y", length=0)
    axes.spines[["bottom", "left"]].set_visible(False)
    figure.text(
        0.12 / WIDTH, 1 - 0.45 / height,
        f"grey: plausible range   blue: 5 to 95 % of the draws after calibration (pale: narrowed by less than {100 * NARROWED:.0f} %)   line: median",
        va="top", size=SMALL, color=FAINT,
    )  # fmt: skip
    return figure


@styled
def densities(found: Found) -> Figure:
    """Small pictures of the parameters that were narrowed most: posterior against the flat prior."""
    rows = found.identified.head(DENSITIES)
    lines = -(-len(rows) // COLUMNS)
    height = 1.1 + 1.75 * lines
    figure = Figure(figsize=(WIDTH, height), dpi=DPI)
    grid = figure.subplots(lines, COLUMNS, squeeze=False)
    figure.subplots_adjust(0.04, 0.75 / height, 0.97, 1 - 0.85 / height, wspace=0.15, hspace=0.75)
    figure.text(0.12 / WIDTH, 1 - 0.13 / height, "Before and after calibration", va="top", size=12, weight="bold")
    figure.text(0.12 / WIDTH, 0.1 / height, last_line(found), va="bottom", size=7.5, color=FAINT)
    for axes, row in zip(grid.flat, rows.itertuples(), strict=False):
        _density(axes, found, row.parameter)
    for axes in list(grid.flat)[len(rows) :]:
        axes.set_visible(False)
    return figure


def _density(axes: Axes, found: Found, name: str) -> None:
    axes.hist(_positions(found, name), bins=20, range=(0, 1), density=True, color=BLUE, alpha=0.85)
    axes.axhline(1.0, color=ORANGE, linewidth=1.6)
    _in_its_range(axes, found, name)
    axes.set_title(f"{words(name)}\n{unit(name)}", size=7.6)


def _in_its_range(axes: Axes, found: Found, name: str) -> None:
    """An axis from end to end of a parameter's plausible range, with the values at its ends and in its middle."""
    ticks = np.array([0.0, 0.5, 1.0])
    values = quantile(found.fit_of.range(name), ticks, name.rpartition(":")[2])
    axes.set_xlim(-0.03, 1.03)
    axes.set_xticks(ticks, [short(float(value)) for value in values], size=7.5)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)


@styled
def spreads(found: Found) -> Figure:
    """A row per parameter that varies: how far schemes lie apart, before and after; and where schemes lie in the plausible range."""
    fit, rows = found.fit_of, len(found.spreads)
    height = 1.55 + 1.6 * rows
    figure = Figure(figsize=(WIDTH, height), dpi=DPI)
    grid = figure.subplots(rows, 2, squeeze=False, width_ratios=(1, 1.5))
    figure.subplots_adjust(0.04, 0.75 / height, 0.97, 1 - 1.05 / height, wspace=0.12, hspace=0.85)
    figure.text(0.12 / WIDTH, 1 - 0.13 / height, "How far schemes differ", va="top", size=12, weight="bold")
    key = "blue: after calibration   orange: before   left: spread between schemes (with 1, they fill the plausible range)\nright: what a new scheme may have; black: where each known scheme lies (median)"
    figure.text(0.12 / WIDTH, 1 - 0.42 / height, key, va="top", size=SMALL, color=FAINT)
    figure.text(0.12 / WIDTH, 0.1 / height, last_line(found), va="bottom", size=7.5, color=FAINT)
    apart = np.random.default_rng([fit.seed, _NEW]).standard_normal(found.together.mean.shape)
    for place, name in enumerate(fit.varying):
        spread = found.together.spread[:, place]
        new = ndtr(found.together.mean[:, place] + spread * apart[:, place])
        middles = ndtr(np.median(found.together.theta[:, :, place], axis=0))
        left, right = grid[place]
        _spread(left, spread)
        left.set_title(f"{name}: spread", size=8)
        _between(right, found, name, new, middles)
        lowest, highest = (
            names.label(names.scenario(fit.schemes[int(end)])) for end in (middles.argmin(), middles.argmax())
        )
        right.set_title(f"{name} ({parameters()[name].unit}): from {lowest} to {highest}", size=8)
    return figure


def _spread(axes: Axes, drawn: Array) -> None:
    """A spread: its half-normal prior as a line, what the outcomes leave as bars."""
    end = max(3.0 * SPREAD, float(drawn.max()))
    along = np.linspace(0.0, end, 200)
    axes.hist(drawn, bins=24, range=(0.0, end), density=True, color=BLUE, alpha=0.85)
    axes.plot(along, halfnorm.pdf(along, scale=SPREAD), color=ORANGE, linewidth=1.6)
    axes.set_xlim(0.0, end)
    axes.set_yticks([])
    axes.tick_params(axis="x", labelsize=7.5)
    axes.spines["left"].set_visible(False)


def _between(axes: Axes, found: Found, name: str, new: Array, middles: Array) -> None:
    """Where a new scheme may lie, and where the known ones do. ``new``: (draws); ``middles``: (schemes)."""
    axes.hist(new, bins=24, range=(0.0, 1.0), density=True, color=BLUE, alpha=0.35)
    axes.axhline(1.0, color=ORANGE, linewidth=1.6)
    marks: dict[str, Any] = {"markersize": 16, "markeredgewidth": 1.3, "clip_on": False, "zorder": 5}
    axes.plot(middles, np.zeros_like(middles), "|", color=INK, **marks)
    _in_its_range(axes, found, name)
    axes.tick_params(axis="x", pad=9)  # below the marks


@styled
def pairs(found: Found) -> Figure:
    """Scatter of the parameters that were narrowed most, two by two."""
    chosen = list(found.identified.parameter[:PAIRED])
    size = len(chosen)
    height = WIDTH * 0.92
    figure = Figure(figsize=(WIDTH, height), dpi=DPI)
    grid = figure.subplots(size, size, squeeze=False)
    figure.subplots_adjust(0.06, 0.1, 0.98, 0.9, wspace=0.08, hspace=0.08)
    figure.text(
        0.12 / WIDTH, 1 - 0.13 / height, "Pairs of parameters after calibration", va="top", size=12, weight="bold"
    )
    figure.text(0.12 / WIDTH, 0.1 / height, last_line(found), va="bottom", size=7.5, color=FAINT)
    for row, vertical in enumerate(chosen):
        for place, horizontal in enumerate(chosen):
            axes = grid[row, place]
            axes.set_xticks([])
            axes.set_yticks([])
            if place > row:
                axes.set_visible(False)
            elif place == row:
                axes.hist(_positions(found, vertical), bins=16, range=(0, 1), color=BLUE)
                axes.set_title(_broken(vertical), size=7.2)
            else:
                axes.plot(_positions(found, horizontal), _positions(found, vertical), ".", color=BLUE, markersize=1.6, alpha=0.5, rasterized=True)  # fmt: skip
                axes.set_xlim(0, 1)
                axes.set_ylim(0, 1)
            if place == 0 and row > 0:
                axes.set_ylabel(_broken(vertical), size=6.4)
            if row == size - 1:
                axes.set_xlabel(_broken(horizontal), size=6.4)
    return figure


def _broken(name: str) -> str:
    """A label on two or three lines."""
    return words(name).replace(": ", ":\n").replace(".", ".\n", 1)
