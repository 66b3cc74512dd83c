"""What the pictures of a sensitivity analysis have in common: names of factors, words for axes, panels for dates."""

from collections.abc import Sequence
from textwrap import fill
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.command.figures import origin
from analysis.sensitivity.factors import OTHERS
from analysis.sensitivity.indices import DELTA, MORRIS, PAWN, SOBOL
from analysis.sensitivity.outputs import unit, when
from analysis.sensitivity.tables import Findings
from sim.reporting.pictures.style import BLUE, DPI, FAINT, GREEN, ORANGE, PURPLE, RED, SKY, WIDTH

COLOURS = (BLUE, ORANGE, GREEN, RED, PURPLE, SKY)
AXES = {
    SOBOL: "share of the variance between parameter sets",
    PAWN: "distance of distributions, 0 to 1",
    DELTA: "distance of densities, 0 to 1",
}


def last_line(found: Findings, sample: str = "") -> str:
    """What a figure shows; ``sample``: of which sample, if not of the study's."""
    config, own = found.study.config, found.study.sample
    sample = sample or f"{own.method}, {len(own.points):,} parameter sets"
    replicates = f"{config.replicates} replicates each"
    return origin(config.scenario, sample, replicates, seed=config.seed, covers="95 % intervals")


def label(found: Findings, part: str) -> tuple[str, str]:
    """A factor's name and, below it, its range with unit (of a group: how many factors)."""
    members = found.study.members(part)
    if len(members) == 1:
        own = "" if members[0].name == part else f"{members[0].name} "
        return part.replace("_", " ") if own else part, own + members[0].range
    return ("all other factors" if part == OTHERS else part.replace("_", " ")), f"{len(members)} varied together"


def named(axes: Axes, found: Findings, parts: Sequence[str]) -> None:
    """Factors along the left side, each with its range."""
    axes.set_yticks(range(len(parts)), ["" for _ in parts])
    for row, part in enumerate(parts):
        name, below = label(found, part)
        place: dict[str, Any] = {
            "xy": (0, row),
            "xycoords": ("axes fraction", "data"),
            "textcoords": "offset points",
            "ha": "right",
        }
        axes.annotate(name, xytext=(-6, 1), va="bottom", size=9, **place)
        axes.annotate(below, xytext=(-6, -1), va="top", size=7.5, color=FAINT, **place)
    rows(axes, len(parts))


def rows(axes: Axes, count: int) -> None:
    """So many rows, the first at the top."""
    axes.tick_params(axis="y", length=0)
    axes.set_ylim(count - 0.4, -0.6)


def index_words(found: Findings, output: str) -> str:
    """What the main index measures, for an axis."""
    if found.method == MORRIS:
        return f"mu* ({unit(output)})"
    return "share of the variance (ST)" if found.method == SOBOL else AXES[found.method]


def date_title(axes: Axes, outputs: Sequence[str], output: str, width: int = 40) -> None:
    """The date of a panel as its title, where there are several, in lines of so many characters."""
    if len(outputs) > 1:
        axes.set_title(fill(when(output), width), size=9.5)


def below(figure: Figure, axes: Sequence[Axes], text: str) -> None:
    """One label below panels that stand side by side."""
    left, right = axes[0].get_position().x0, axes[-1].get_position().x1
    figure.text((left + right) / 2.0, 0.42 / figure.get_figheight(), text, ha="center", va="bottom", size=10)


def stacked(
    origin: str, title: str, panels: int, height: float, left: float, bottom: float, top: float, gap: float
) -> tuple[Figure, list[Axes]]:
    """A figure with panels of one height below each other. Measures in inches."""
    total = top + bottom + panels * height + (panels - 1) * gap
    figure = Figure(figsize=(WIDTH, total), dpi=DPI)
    grid = figure.subplots(panels, 1, squeeze=False)
    figure.subplots_adjust(left / WIDTH, bottom / total, 1 - 0.25 / WIDTH, 1 - top / total, hspace=gap / height)
    figure.text(0.12 / WIDTH, 1 - 0.13 / total, title, va="top", size=12, weight="bold")
    figure.text(0.12 / WIDTH, 0.1 / total, origin, va="bottom", size=7.5, color=FAINT)
    return figure, list(grid[:, 0])
