"""Pictures of a forecast: a strip for each scheme, all sources above one another, with what happened where that is known."""

import re

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.command.figures import origin
from analysis.forecast.runs import Forecast, Found
from analysis.forecast.words import span
from analysis.forecasting.sources import PLAN
from analysis.forecasting.strips import READ, ROWS, bar
from sim.reporting import names
from sim.reporting.pictures.style import FAINT, INK, PURPLE, plain_axis, sheet, styled
from sim.reporting.wording import counted

HAPPENED = "what happened"


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
            bar(axes, each.samples[source], place, ROWS[source][1])
    axes.set_yticks(range(len(rows)), [ROWS[source][0] if source in ROWS else source for source in rows])
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(0, axes.get_xlim()[1])
    axes.set_xlabel(f"persons who move {span(each)}; {counted(each.count.planned, 'place')} planned: dashed")
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    plain_axis(axes.xaxis)
    return figure


def _outcome(axes: Axes, each: Forecast, place: int) -> None:
    assert each.count.arrived is not None
    low, middle, high = each.count.arrived
    axes.axvspan(*_wide(low, high, each.count.planned), color=FAINT, alpha=0.18, linewidth=0, zorder=0)
    axes.plot((low, high), (place, place), color=INK, linewidth=4, solid_capstyle="butt", zorder=3)
    axes.plot(middle, place, "s", color=INK, markersize=7, zorder=4)


def _wide(low: float, high: float, planned: float) -> tuple[float, float]:
    """The published range, wide enough to be seen."""
    half = max(high - low, 0.006 * planned) / 2.0
    centre = (low + high) / 2.0
    return centre - half, centre + half
