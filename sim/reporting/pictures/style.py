"""One style for all figures: palette, type, grid, title above, provenance below; and how a figure becomes a file.

Colours are Okabe and Ito's, distinguishable with any colour vision. The same figure yields the same bytes every time.
"""

import re
from collections.abc import Callable
from functools import wraps
from html import escape
from io import BytesIO, StringIO
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sim.compiled import source_hash
from sim.parameters import Config
from sim.reporting.results import Results
from sim.reporting.safest import uncertainty_of
from sim.reporting.wording import counted, number

BLUE, ORANGE, GREEN, RED, PURPLE, SKY, YELLOW, GREY = (
    "#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#F0E442", "#999999",
)  # fmt: skip
INK, FAINT, GRID = "#222222", "#666666", "#dddddd"
WIDTH = 8.6  # inches, as all measures of layout
DPI = 110
SMALL = 8.5
COVERS = {
    "chance": "intervals over chance only",
    "parameters": "intervals over parameters only",
    "both": "intervals over chance and parameters",
}
"""What the intervals of a figure cover, by what differs between the runs."""

_RC: Any = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": 10,
    "text.hinting": "none",
    "text.parse_math": False,
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.titlesize": 10.5,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "grid.color": GRID,
    "grid.linewidth": 0.7,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "legend.frameon": False,
    "legend.fontsize": 9,
    "svg.hashsalt": "pilot-schemes",
    "svg.fonttype": "none",
}


def styled(function: Callable[..., Any]) -> Callable[..., Any]:
    """Run a function that draws or saves under the common style, whatever the user's own settings of matplotlib."""

    @wraps(function)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        if matplotlib.rcParams["svg.hashsalt"] == _RC["svg.hashsalt"]:
            return function(*args, **kwargs)
        with matplotlib.rc_context():
            matplotlib.rcdefaults()
            matplotlib.rcParams.update(_RC)
            return function(*args, **kwargs)

    return wrapper


def page(
    config: Config, results: Results, title: str, height: float, panels: int = 1, left: float = 0.75, bottom: float = 0.85,
    top: float = 0.5, gap: float = 0.55, sharey: bool = False,
) -> tuple[Figure, list[Axes]]:  # fmt: skip
    """A figure with its title, panels side by side, and a last line that says what run it shows. Measures in inches."""
    runs = counted(len(results.runs), "replicate")
    origin = (
        f"{config.scenario} · {runs} · seed {config.seed} · model {source_hash()} · {COVERS[uncertainty_of(config)]}"
    )
    return sheet(origin, title, height, panels, left, bottom, top, gap, sharey)


def sheet(
    origin: str, title: str, height: float, panels: int = 1, left: float = 0.75, bottom: float = 0.85,
    top: float = 0.5, gap: float = 0.55, sharey: bool = False,
) -> tuple[Figure, list[Axes]]:  # fmt: skip
    """A figure with its title, panels side by side, and ``origin`` as its last line. Measures in inches."""
    figure = Figure(figsize=(WIDTH, height), dpi=DPI)
    inner = (WIDTH - left - 0.25 - gap * (panels - 1)) / panels
    grid = figure.subplots(1, panels, sharey=sharey, squeeze=False)
    figure.subplots_adjust(
        left / WIDTH, bottom / height, 1 - 0.25 / WIDTH, 1 - top / height, wspace=gap / inner if panels > 1 else None
    )
    figure.text(0.12 / WIDTH, 1 - 0.13 / height, title, va="top", size=12, weight="bold")
    figure.text(0.12 / WIDTH, 0.1 / height, origin, va="bottom", size=7.5, color=FAINT)
    return figure, list(grid[0])


def legend(figure: Figure, axes: Axes, columns: int) -> None:
    """One legend for the whole figure, below its title."""
    handles, labels = axes.get_legend_handles_labels()
    if not labels:
        return
    height = figure.get_figheight()
    figure.legend(
        handles, labels, loc="upper left", bbox_to_anchor=(0.05 / WIDTH, 1 - 0.38 / height), ncols=columns,
        borderaxespad=0, handlelength=1.8, columnspacing=1.4,
    )  # fmt: skip


def plain_axis(axis: Any, unit: str = "count") -> None:
    """Few ticks, numbers with thousands separators (in percent for shares)."""
    axis.set_major_locator(
        MaxNLocator(5, integer=unit == "count", min_n_ticks=1 if unit == "count" else 2, steps=[1, 2, 2.5, 5, 10])
    )
    axis.set_major_formatter(FuncFormatter(lambda value, _: number(value, unit)))


def undefined(axes: Axes, why: str) -> None:
    """Say in an empty panel why it is empty."""
    axes.text(0.5, 0.5, why, ha="center", va="center", color=FAINT, transform=axes.transAxes)


@styled
def to_svg(figure: Figure) -> str:
    """The figure as SVG: text stays text, no date, identifiers that depend on the content only."""
    buffer = StringIO()
    figure.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()


@styled
def to_png(figure: Figure) -> bytes:
    """The figure as PNG."""
    buffer = BytesIO()
    figure.savefig(buffer, format="png", dpi=DPI, metadata={"Software": None}, pil_kwargs={"compress_level": 3})
    return buffer.getvalue()


def inline(svg: str, name: str, description: str) -> str:
    """An SVG ready to stand in a page: a description for those who do not see it, identifiers unique to this figure."""
    body = svg[svg.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>|<style[^>]*>\*.*?</style>|<!--.*?-->", "", body, flags=re.DOTALL)
    body = re.sub(r'\bid="', f'id="{name}-', body)
    body = re.sub(r'(url\(|xlink:href=")#', rf"\1#{name}-", body)
    opening = re.sub(r' (width|height)="[^"]*"', "", body[: body.index(">")])
    label = escape(description, quote=True)
    return f'{opening} role="img" aria-label="{label}"{body[body.index(">") :]}'
