"""Pictures of a forecast: a strip for each scheme, all sources above one another, with what happened where that is known."""

import re

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.command.figures import origin
from analysis.forecast.runs import Forecast, Found
from analysis.forecast.words import span
from analysis.forecasting.scores import quantiles
from analysis.forecasting.sources import MODEL, OUTSIDE, PLAN, POOLED, Sample
from sim.reporting import names
from sim.reporting.pictures.style import BLUE, FAINT, GREEN, INK, ORANGE, PURPLE, plain_axis, sheet, styled
from sim.reporting.wording import counted

ROWS = {OUTSIDE: ("outside view", ORANGE), MODEL: ("model", BLUE), POOLED: ("pooled", GREEN), PLAN: ("plan", PURPLE)}
"""Names and colours of the sources, from above."""
HAPPENED = "what happened"
READ = "dot: median; thick: half of the worlds; thin: 90 %; tick: reached in 8 of 10"
"""How to read a strip."""


def slug(scheme: str) -> str:
    """A scheme's name as a part of names of files and of identifiers in a page."""
    return re.sub(r"[^A-Za-z0-9_-]", "_", scheme)


def draw(found: Found) -> dict[str, Figure]:
    """A figure for each scheme, by name."""
    return {f"strip_{slug(each.count.scheme)}": strip(each, found) for each in found.forecasts}


@styled
def strip(each: Forecast, found: Found) -> Figure:
    """Who expects how many to move: median, half of the worlds, 90 %, and the promise."""
    rows = [*ROWS, *([HAPPENED] if each.count.arrived is not None else [])]
    last = origin(f"{found.draws:,} worlds", seed=found.seed, note=READ)
    title = f"{names.label(names.scenario(each.count.scheme))}: how many move"
    figure, [axes] = sheet(last, title, 1.5 + 0.42 * len(rows), left=1.35, bottom=0.78, top=0.55)
    axes.axvline(each.count.planned, color=PURPLE, linewidth=1.0, linestyle="--", zorder=1)
    for place, source in enumerate(rows):
        if source == HAPPENED:
            _outcome(axes, each, place)
        elif source == PLAN:
            axes.plot(each.count.planned, place, "D", color=PURPLE, markersize=7, zorder=3)
        else:
            _bar(axes, each.samples[source], place, ROWS[source][1])
    axes.set_yticks(range(len(rows)), [ROWS[source][0] if source in ROWS else source for source in rows])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(0, axes.get_xlim()[1])
    axes.set_xlabel(f"persons who move {span(each)}; {counted(each.count.planned, 'place')} planned: dashed")
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    plain_axis(axes.xaxis)
    return figure


def _bar(axes: Axes, sample: Sample, place: int, colour: str) -> None:
    low, promised, quarter, fifty, most, high = quantiles(
        sample.values, (0.05, 0.2, 0.25, 0.5, 0.75, 0.95), sample.weights
    )
    axes.plot((low, high), (place, place), color=colour, linewidth=2.5, alpha=0.5, zorder=2)
    axes.plot((quarter, most), (place, place), color=colour, linewidth=9, solid_capstyle="butt", zorder=2)
    axes.plot(fifty, place, "o", color="white", markeredgecolor=INK, markersize=6, zorder=3)
    axes.plot((promised, promised), (place - 0.3, place + 0.3), color=INK, linewidth=1.6, zorder=3, clip_on=False)


def _outcome(axes: Axes, each: Forecast, place: int) -> None:
    assert each.count.arrived is not None
    low, middle, high = each.count.arrived
    axes.axvspan(*_wide(low, high, each.count.planned), color=FAINT, alpha=0.18, linewidth=0, zorder=0)
    axes.plot((low, high), (place, place), color=INK, linewidth=4, solid_capstyle="butt", zorder=3)
    axes.plot(middle, place, "s", color=INK, markersize=7, zorder=4)


def _wide(low: float, high: float, planned: float) -> tuple[float, float]:
    """The published range, wide enough to be seen."""
    half = max(high - low, 0.006 * planned) / 2.0
    centre = float(np.mean((low, high)))
    return centre - half, centre + half
