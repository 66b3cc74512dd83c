"""The tree of discovery drawn from left to right: questions with their answers, shares as bars at the leaves."""

from textwrap import fill

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from analysis.discovery.tables import Findings
from analysis.discovery.tree import Node
from analysis.discovery.words import percent, question
from sim.reporting.pictures.style import FAINT, INK, ORANGE, SKY, SMALL, sheet, styled
from sim.reporting.wording import counted

WRAP = (60, 40, 27, 20)
"""Characters in a line of an answer, in a tree of one, two, three or four questions in a row."""
ROW = 0.62
"""Inches per leaf."""
BAR = 0.42
"""Length of a leaf's bar, in columns of the tree."""


@styled
def tree(found: Findings, line: str) -> Figure:
    """The tree: at each question the upper branch is *at most* (*no*), the lower one *more than* (*yes*)."""
    assert found.tree
    root = found.tree.root
    title = f"A tree of {counted(root.leaves - 1, 'question')}: share of held-out worlds that meet the target"
    figure, [axes] = sheet(line, title, 1.1 + ROW * root.leaves, left=0.2, bottom=0.45, top=0.5)
    _draw(axes, found, root, 0, 0.0)
    axes.set_xlim(-0.03, root.depth + 0.85)
    axes.set_ylim(root.leaves - 0.4, -0.6)
    axes.axis("off")
    return figure


def _draw(axes: Axes, found: Findings, node: Node, depth: int, top: float) -> float:
    """Draw a node and its branches. ``top``: first free row. Returns the row of the node."""
    assert found.tree
    if not node.below or not node.above:
        _leaf(axes, node, depth, top)
        return top
    column = found.space.columns[node.column]
    rows = []
    for child, above in ((node.below, False), (node.above, True)):
        rows.append(_draw(axes, found, child, depth + 1, top))
        top += child.leaves
        words = fill(question(column, node.threshold, above), WRAP[min(found.tree.root.depth, len(WRAP)) - 1])
        axes.plot(
            (depth + 0.12, depth + 0.12, depth + 1.0),
            (sum(rows[:1]) if above else rows[0], rows[-1], rows[-1]),
            color=FAINT,
            linewidth=1,
            zorder=1,
        )
        axes.text(
            depth + 0.15,
            rows[-1] + (0.06 if above else -0.06),
            words,
            va="top" if above else "bottom",
            size=SMALL,
            linespacing=1.0,
        )
    middle = sum(rows) / 2.0
    axes.plot((depth, depth + 0.12), (middle, middle), color=FAINT, linewidth=1, zorder=1)
    axes.text(
        depth + 0.15,
        middle,
        column.name,
        va="center",
        size=9,
        weight="bold",
        color=INK,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
    )
    return middle


def _leaf(axes: Axes, node: Node, depth: int, row: float) -> None:
    axes.barh(row, BAR, left=depth, height=0.34, color=SKY, linewidth=0)
    if node.worlds:
        axes.barh(row, BAR * node.share.estimate, left=depth, height=0.34, color=ORANGE, linewidth=0)
    axes.text(
        depth + BAR + 0.02,
        row,
        f"{percent(node.share.estimate)}\nof {node.worlds:,}",
        va="center",
        size=SMALL,
        linespacing=1.15,
    )
