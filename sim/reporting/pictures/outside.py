"""The outside view as a strip above the model's: what comparable real schemes achieved, and what the model says."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.parameters import Config
from sim.reporting import safest_words
from sim.reporting.estimates import Array, quantiles
from sim.reporting.outside import departed, planned, view_of
from sim.reporting.pictures.style import FAINT, GREEN, INK, SMALL, page, plain_axis, styled, undefined
from sim.reporting.results import Results

LEVELS = safest_words.OUTSIDE_LEVELS
READING = "A thin line holds nine cases of ten, the thick part half of them, and the dot is the middle."
"""How to read the strips."""


class Strip(NamedTuple):
    """A row of the picture: what it is called, its 5, 25, 50, 75 and 95 % quantiles, in persons, and its colour."""

    label: str
    levels: Array
    colour: str


def strips(axes: Axes, rows: Sequence[Strip], places: float) -> None:
    """Rows from top to bottom: a thin line holds nine cases of ten, the thick part half of them, the dot is the middle.

    ``places``: planned, a dotted line. A row whose quantiles are undefined says so.
    """
    for place, row in enumerate(rows):
        low, quarter, middle, three_quarters, high = (float(level) for level in row.levels)
        if not math.isfinite(middle):
            axes.annotate("undefined", (0, place), (4, 0), textcoords="offset points", va="center", color=FAINT)
            continue
        axes.plot([low, high], [place] * 2, color=row.colour, linewidth=2.2, solid_capstyle="butt")
        axes.plot(
            [quarter, three_quarters], [place] * 2, color=row.colour, linewidth=11, alpha=0.55, solid_capstyle="butt"
        )
        axes.plot([middle], [place], marker="o", markersize=6, color=INK, zorder=4)
        text = safest_words.rounded(middle, "count", high - low)
        axes.annotate(text, (middle, place - 0.24), ha="center", va="bottom", size=SMALL)
    axes.set_yticks(range(len(rows)), [row.label for row in rows])
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(len(rows) - 0.45, -0.75)
    axes.grid(True, axis="x")
    plain_axis(axes.xaxis)
    ends = [float(row.levels[-1]) for row in rows if math.isfinite(row.levels[-1])]
    axes.set_xlim(0, 1.08 * max(*ends, places, 1.0))
    if places > 0:
        axes.axvline(places, color=INK, linewidth=1.2, linestyle=(0, (1, 1.5)))
        axes.annotate(
            "places planned", (places, -0.72), (-4, 0), textcoords="offset points", size=SMALL, va="top", ha="right"
        )


@styled
def outside(config: Config, results: Results) -> Figure:
    """Persons who moved in comparable real schemes, scaled to the places planned, and departures in the model."""
    title = f"Persons who depart by {safest_words.end_of_funding(config)}"
    figure, [axes] = page(config, results, title, 2.35, left=1.35, bottom=0.8, top=0.45)
    view, places = view_of(config), planned(config)
    rows = [Strip("Outside view", view.quantile(LEVELS) * places, FAINT)] if view else []
    left = departed(results)
    rows.append(Strip("Model", quantiles(left, LEVELS), GREEN))
    if np.isnan(left).all() and not view:
        undefined(axes, "undefined in all runs")
        axes.set_xticks([])
        axes.set_yticks([])
        return figure
    strips(axes, rows, places)
    axes.set_xlabel("persons")
    return figure


def explain_outside(config: Config, results: Results) -> str:
    """How to read the strips, and what the outside view is."""
    view = view_of(config)
    if not view:
        return f"{READING} There is no outside view to compare with: it needs places and the folder of evidence."
    return f"{READING} {safest_words.outside_rule(view)}"
