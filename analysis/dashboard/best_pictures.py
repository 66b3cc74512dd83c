"""The picture of the search: public money across, completed mobilities upwards, while it grows and at its end."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from analysis.dashboard.best import Best, SoFar
from analysis.dashboard.svg import FAINT, Canvas, ticks
from sim.reporting.pictures.style import BLUE, GREY, RED
from sim.reporting.wording import counted, money

Array = npt.NDArray[np.float64]

ROOM = 1.05
"""Ends of the axes, in multiples of what is shown."""
MOST_TOLD = 8
"""Designs that the description names, at most."""


def growing(so_far: SoFar) -> str:
    """Everything that was tried up to now, and the best of it."""
    canvas = _canvas(so_far.tried, so_far.money)
    canvas.through(so_far.line, BLUE)
    for x, y in so_far.line.tolist():
        canvas.point(canvas.at_x(x), canvas.at_y(y), BLUE, 3.4)
    canvas.cross(canvas.at_x(so_far.own[0]), canvas.at_y(so_far.own[1]))
    tried = counted(len(so_far.tried), "design")
    return canvas.render(
        "front", f"Tried up to generation {so_far.generation}: {tried}. Best so far: {_told(so_far.line)}"
    )


def final(best: Best) -> str:
    """The designs that were found, with intervals; what the search tried last behind them."""
    points = best.points
    reached = np.concatenate([best.tried, points[:, :2], points[:, [0, 3]]])
    canvas = _canvas(reached, best.question.money, best.tried)
    canvas.through(points[best.on_line, :2], BLUE, 1.4)
    for place, (cost, gives, low, high) in enumerate(points.tolist()):
        x, y = canvas.at_x(cost), canvas.at_y(gives)
        canvas.line(x, canvas.at_y(low), x, canvas.at_y(high), BLUE, 1.6)
        canvas.point(x, y, BLUE, 5.0)
        beside = (x - 8, y - 6, "end") if place in best.on_line else (x + 8, y + 14, "start")
        canvas.text(beside[0], beside[1], f"{place + 1}", beside[2], size=12, weight="600")
    canvas.cross(canvas.at_x(best.own[0]), canvas.at_y(best.own[1]))
    if best.chosen is not None:
        canvas.ring(canvas.at_x(points[best.chosen, 0]), canvas.at_y(points[best.chosen, 1]), RED)
    return canvas.render("front", f"The designs found: {_told(points[:, :2])}")


def _canvas(reached: Array, at_hand: float, cloud: Array | None = None) -> Canvas:
    """Axes wide enough for what is shown, the money at hand as an upright line, and what was tried in grey."""
    right = ROOM * max(float(reached[:, 0].max()), at_hand)
    canvas = Canvas(height=300, x=(0.0, right), y=(0.0, ROOM * max(float(reached[:, 1].max()), 1.0)))
    canvas.axes("completed mobilities", "public money spent, EUR", whole=True, of_x=ticks(0.0, right, 5))
    bottom = canvas.height - canvas.bottom
    canvas.line(canvas.at_x(at_hand), canvas.top, canvas.at_x(at_hand), bottom, FAINT, 1.2, "4 3")
    canvas.cloud(reached if cloud is None else cloud, GREY)
    return canvas


def _told(points: Array) -> str:
    """Some of the designs in words, from the cheapest to the dearest."""
    ordered = points[np.argsort(points[:, 0], kind="stable")]
    some: Iterable[int] = np.unique(np.linspace(0, len(ordered) - 1, min(len(ordered), MOST_TOLD)).astype(int))
    return "; ".join(f"{ordered[place, 1]:,.0f} completed for {money(ordered[place, 0])} EUR" for place in some)
