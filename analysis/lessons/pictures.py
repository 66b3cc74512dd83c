"""Pictures of the lessons: for each theme the effects with their intervals, every row on its own scale."""

from textwrap import wrap

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.command.figures import origin
from analysis.lessons.lesson import INCONCLUSIVE, OPEN, REFUTED, SUPPORTED
from analysis.lessons.themes import THEMES
from analysis.lessons.words import claimed_words, interval_words, sign
from sim.parameters import Config
from sim.reporting.pictures.style import BLUE, FAINT, GRID, INK, ORANGE, RED, SMALL, sheet, styled

ROW, HEADING, TOP, BOTTOM, LEFT, RIGHT = 0.42, 0.36, 0.75, 0.75, 4.35, 2.05  # inches
COVERS = {"chance": "chance only", "parameters": "uncertain parameters only", "both": "chance and uncertain parameters"}
STYLES = {
    SUPPORTED: {"marker": "o", "color": BLUE, "markerfacecolor": BLUE},
    REFUTED: {"marker": "X", "color": RED, "markerfacecolor": RED},
    INCONCLUSIVE: {"marker": "o", "color": ORANGE, "markerfacecolor": "white"},
    OPEN: {"marker": "D", "color": FAINT, "markerfacecolor": "white"},
}


def draw(table: pd.DataFrame, config: Config) -> dict[str, Figure]:
    """A figure for every theme that has findings, by its name."""
    figures = {}
    for theme in THEMES:
        mine = table[table.lesson.isin([lesson.number for lesson in theme.lessons])]
        if len(mine):
            figures[theme.name] = forest(mine, theme.title, config)
    return figures


@styled
def forest(table: pd.DataFrame, title: str, config: Config) -> Figure:
    """Effects with intervals: a row per experiment, scaled to its own largest value; the line is what it is held against."""
    first = table.iloc[0]
    line = origin(
        f"{first.replicates:,} replicates", seed=config.seed, covers=f"95 % intervals over {COVERS[first.uncertainty]}",
        note="every row has its own scale",
    )  # fmt: skip
    inner = ROW * len(table) + HEADING * table.lesson.nunique()
    figure, [axes] = sheet(line, title, inner + TOP + BOTTOM, left=LEFT, bottom=BOTTOM, top=TOP)
    width = figure.get_figwidth()
    figure.subplots_adjust(right=1 - RIGHT / width)
    axes.set(xlim=(-1.12, 1.12), ylim=(inner, 0))
    axes.set_xticks([])
    axes.set_yticks([])
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.axvline(0.0, color=FAINT, linewidth=0.9)
    for x, text in ((-1.1, "against the claim"), (1.1, "for the claim")):
        axes.text(x, -0.06, text, ha="left" if x < 0 else "right", va="bottom", size=SMALL, color=FAINT)
    at = 0.0
    for _, rows in table.groupby("lesson", sort=False):
        head = rows.iloc[0]
        _beside(axes, at + HEADING * 0.62, f"{head.lesson}  {head.title}", -LEFT + 0.12, weight="bold")
        _beside(
            axes,
            at + HEADING * 0.62,
            head.lesson_supported,
            RIGHT_OF,
            weight="bold",
            color=_colour(head.lesson_supported),
        )
        axes.axhline(at + 0.04, color=GRID, linewidth=0.8)
        at += HEADING
        for _, row in rows.iterrows():
            _row(axes, at + ROW / 2, row)
            at += ROW
    return figure


RIGHT_OF = 0.08  # inches from the axes' right end


def _colour(said: str) -> str:
    return {SUPPORTED: BLUE, REFUTED: RED}.get(said, INK)


def _beside(axes: Axes, y: float, text: str, inches: float, **style: object) -> None:
    """Text beside the axes: ``inches`` to the right of its right end, or, below zero, of its left end."""
    axes.annotate(text, (0.0 if inches < 0 else 1.0, y), (72 * inches, 0), xycoords=("axes fraction", "data"),
                  textcoords="offset points", va="center", annotation_clip=False, **({"size": 9} | style))  # type: ignore[arg-type]  # fmt: skip


def _row(axes: Axes, y: float, row: pd.Series) -> None:
    """One experiment: measure, interval, effect in its own unit, verdict."""
    side = sign(row.claimed, row.effect - row.reference)
    low, middle, high = (side * (value - row.reference) for value in (row.ci_low, row.effect, row.ci_high))
    known = [abs(value) for value in (low, middle, high) if np.isfinite(value)]
    scale = max(known, default=0.0) or 1.0
    style = STYLES[row.supported]
    if np.isfinite(low) and np.isfinite(high):
        axes.plot([low / scale, high / scale], [y, y], color=style["color"], linewidth=2.2, solid_capstyle="butt")
    if np.isfinite(middle):
        axes.plot([middle / scale], [y], marker=style["marker"], color=style["color"], linestyle="none",
                  markerfacecolor=style["markerfacecolor"], markersize=7, markeredgewidth=1.6)  # fmt: skip
    held = f" (claimed: {claimed_words(row.claimed, row.reference, row.unit)})" if row.reference else ""
    _beside(axes, y, "\n".join(wrap(row.measure + held, 66)[:2]), -LEFT + 0.12, size=SMALL)
    _beside(
        axes,
        y,
        f"{interval_words(row.effect, row.ci_low, row.ci_high)}\n{row.unit} · {row.supported}",
        RIGHT_OF,
        size=SMALL,
    )
