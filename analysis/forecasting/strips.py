"""How a forecast is drawn: a bar for each source, with its median, half of the worlds, 90 %, and the promise."""

from matplotlib.axes import Axes

from analysis.forecasting.scores import quantiles
from analysis.forecasting.sources import MODEL, OUTSIDE, PLAN, POOLED, PRIOR, Sample
from sim.reporting.pictures.style import BLUE, GREEN, INK, ORANGE, PURPLE, SKY

ROWS = {OUTSIDE: ("outside view", ORANGE), MODEL: ("model", BLUE), POOLED: ("pooled", GREEN), PLAN: ("plan", PURPLE)}
"""Names and colours of the sources, from above."""
FURTHER = {PRIOR: ("before any fit", SKY)}
"""The same of a source that only a record has."""
READ = "dot: median; thick: half of the worlds; thin: 90 %; tick: reached in 8 of 10"
"""How to read a strip."""
_LEVELS = (0.05, 0.2, 0.25, 0.5, 0.75, 0.95)


def bar(axes: Axes, sample: Sample, place: float, colour: str, size: float = 1.0, promise: bool = True) -> None:
    """Draw a sample at this height. ``size``: of lines and dot, 1 as usual; ``promise``: with the number reached in 8 of 10."""
    low, promised, quarter, fifty, most, high = quantiles(sample.values, _LEVELS, sample.weights)
    axes.plot((low, high), (place, place), color=colour, linewidth=2.5 * size, alpha=0.5, zorder=2)
    axes.plot((quarter, most), (place, place), color=colour, linewidth=9 * size, solid_capstyle="butt", zorder=2)
    axes.plot(fifty, place, "o", color="white", markeredgecolor=INK, markersize=6 * size, zorder=3)
    if promise:
        axes.plot((promised, promised), (place - 0.3, place + 0.3), color=INK, linewidth=1.6, zorder=3, clip_on=False)
