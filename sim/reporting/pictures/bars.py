"""Horizontal bars with 90 % intervals and their values in print: what most figures of amounts are made of."""

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from sim.reporting.estimate import Estimate
from sim.reporting.estimates import Array
from sim.reporting.pictures.style import FAINT, INK, SMALL, WIDTH, plain_axis
from sim.reporting.wording import estimated, number

INCHES_A_LETTER = 0.072


def bars(
    axes: Axes, labels: Sequence[str], values: Sequence[Estimate], colours: Sequence[str], unit: str = "count",
    places: Sequence[float] | None = None, log: bool = False, planned: Sequence[float] = (),
) -> None:  # fmt: skip
    """A bar per estimate from top to bottom (at ``places`` if given), its interval as a line, its numbers beside it.

    ``planned``: for the first bars, a value to compare with, drawn as a mark across the bar.
    """
    rows = np.arange(len(values), dtype=float) if places is None else np.asarray(places, float)
    floor = 0.7 if log else 0.0
    low, middle, high = (
        np.maximum(np.nan_to_num(np.array([getattr(value, part) for value in values], float)), floor)
        for part in ("low", "median", "high")
    )
    axes.barh(rows, middle - floor, left=floor, height=0.62, color=list(colours), alpha=0.75, linewidth=0)
    uncertain = np.array([value.defined > 1 for value in values])
    if uncertain.any():
        axes.errorbar(
            middle[uncertain], rows[uncertain], xerr=((middle - low)[uncertain], (high - middle)[uncertain]),
            fmt="none", ecolor=INK, elinewidth=1.3, capsize=3,
        )  # fmt: skip
    texts = [estimated(value) for value in values]
    for row, mark in zip(rows, planned, strict=False):
        axes.plot([mark] * 2, [row - 0.42, row + 0.42], color=INK, linewidth=1.6)
    high[: len(planned)] = np.maximum(high[: len(planned)], planned)
    for row, text, value, end in zip(rows, texts, values, high, strict=True):
        axes.annotate(
            text, (end, row), (7, 0), textcoords="offset points", va="center", size=SMALL,
            color=INK if value.known else FAINT, bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8, "alpha": 0.8},
        )  # fmt: skip
    axes.set_yticks(rows, labels)
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(rows.max() + 0.6, rows.min() - 0.6)
    axes.grid(True, axis="x")
    if log:
        axes.set_xscale("log")
        axes.set_xlim(floor, floor * 10 ** _room(axes, np.log10(high / floor), texts))
        decades = [10**power for power in range(int(np.log10(axes.get_xlim()[1])) + 1)]
        axes.set_xticks(decades, [number(decade, "count") for decade in decades])
        axes.minorticks_off()
    else:
        axes.set_xlim(0, _room(axes, high, texts))
        plain_axis(axes.xaxis, unit)


def _room(axes: Axes, ends: Array, texts: Sequence[str]) -> float:
    """How far the axis must reach for every text to fit beside its bar."""
    width = axes.get_position().width * WIDTH
    free = [max(1.0 - (0.15 + INCHES_A_LETTER * len(text)) / width, 0.2) for text in texts]
    return float(max(end / share for end, share in zip(ends, free, strict=True))) or 1.0
