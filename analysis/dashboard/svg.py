"""Pictures as SVG text, drawn in milliseconds: axes with units, lines with bands, bars with whiskers, steps.

matplotlib takes a third of a second a figure, too long behind a slider. Colours are those of the other figures
(:mod:`sim.reporting.pictures.style`); lines differ by dashes too. All text is escaped.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from sim.reporting.pictures.style import BLUE, GREEN, INK, PURPLE, RED
from sim.reporting.safest_words import rounded
from sim.reporting.wording import number

Array = npt.NDArray[np.float64]

COLOURS = (BLUE, RED, GREEN, PURPLE)
DASHES = ("", "7 3", "2 3", "9 3 2 3")
FAINT, GRID = "#595959", "#e2e2e2"
SIZE = 13
WIDTH = 440
_MOST_TICKS = 6


def ticks(low: float, high: float, most: int = _MOST_TICKS, whole: bool = False) -> list[float]:
    """Round numbers from ``low`` to ``high``, at most about ``most`` of them."""
    span = high - low
    if not span > 0.0 or not math.isfinite(span):
        return [low]
    rough = span / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1.0, 2.0, 2.5, 5.0, 10.0) if power * factor >= rough - 1e-12)
    step = max(1.0, math.ceil(step)) if whole else step
    first = math.ceil(low / step - 1e-9)
    return [place * step for place in range(first, math.floor(high / step + 1e-9) + 1)]


@dataclass
class Canvas:
    """A picture being drawn: from data to points by linear scales."""

    width: float = WIDTH
    height: float = 264
    left: float = 52
    right: float = 14
    top: float = 12
    bottom: float = 44
    x: tuple[float, float] = (0.0, 1.0)
    y: tuple[float, float] = (0.0, 1.0)
    parts: list[str] = field(default_factory=list)

    def at_x(self, value: float) -> float:
        """Horizontal place of a value."""
        low, high = self.x
        return self.left + (value - low) / ((high - low) or 1.0) * (self.width - self.left - self.right)

    def at_y(self, value: float) -> float:
        """Vertical place of a value."""
        low, high = self.y
        return (
            self.height - self.bottom - (value - low) / ((high - low) or 1.0) * (self.height - self.top - self.bottom)
        )

    def text(
        self,
        x: float,
        y: float,
        words: str,
        anchor: str = "start",
        colour: str = INK,
        size: float = SIZE,
        weight: str = "",
    ) -> None:
        """Words at a point."""
        bold = f' font-weight="{weight}"' if weight else ""
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}" font-size="{size}"{bold}>{escape(words)}</text>')  # fmt: skip

    def line(
        self, x1: float, y1: float, x2: float, y2: float, colour: str = GRID, width: float = 1.0, dash: str = ""
    ) -> None:
        """A straight line between two points."""
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}" stroke-width="{width}"{dashes}/>')  # fmt: skip

    def rectangle(self, x: float, y: float, width: float, height: float, colour: str, opacity: float = 1.0) -> None:
        """A filled rectangle."""
        self.parts.append(f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" height="{max(height, 0):.1f}" fill="{colour}" fill-opacity="{opacity}"/>')  # fmt: skip

    def curve(self, values: Array, colour: str, dash: str = "", width: float = 2.4) -> None:
        """A line through one value per month."""
        points = " ".join(
            f"{self.at_x(i):.1f},{self.at_y(v):.1f}" for i, v in enumerate(values.tolist()) if math.isfinite(v)
        )
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width}"{dashes}/>')

    def through(self, points: Array, colour: str, width: float = 2.4) -> None:
        """A line through points, (points, 2)."""
        places = " ".join(f"{self.at_x(x):.1f},{self.at_y(y):.1f}" for x, y in points.tolist())
        self.parts.append(f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="{width}"/>')

    def cloud(self, points: Array, colour: str, size: float = 4.0) -> None:
        """Many small dots, (points, 2), as one part of the picture."""
        dots = "".join(f"M{self.at_x(x):.1f} {self.at_y(y):.1f}h0" for x, y in points.tolist())
        self.parts.append(f'<path d="{dots}" stroke="{colour}" stroke-width="{size}" stroke-linecap="round" stroke-opacity="0.45"/>')  # fmt: skip

    def cross(self, x: float, y: float, colour: str = INK, half: float = 5.0) -> None:
        """A diagonal cross on a white one, so that it shows on dots."""
        for wide, stroke in (("#fff", 5.5), (colour, 2.6)):
            self.line(x - half, y - half, x + half, y + half, wide, stroke)
            self.line(x - half, y + half, x + half, y - half, wide, stroke)

    def ring(self, x: float, y: float, colour: str, radius: float = 9.0) -> None:
        """A ring around a point."""
        self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="none" stroke="{colour}" stroke-width="2"/>')  # fmt: skip

    def band(self, low: Array, high: Array, colour: str, opacity: float = 0.16) -> None:
        """An area between two values per month."""
        there = [f"{self.at_x(i):.1f},{self.at_y(v):.1f}" for i, v in enumerate(low.tolist())]
        back = [f"{self.at_x(i):.1f},{self.at_y(v):.1f}" for i, v in reversed(list(enumerate(high.tolist())))]
        self.parts.append(f'<polygon points="{" ".join([*there, *back])}" fill="{colour}" fill-opacity="{opacity}"/>')

    def point(self, x: float, y: float, colour: str, radius: float = 4.5) -> None:
        """A dot with a white rim."""
        self.parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{colour}" stroke="#fff" stroke-width="1.2"/>'
        )

    def axes(
        self,
        unit: str,
        below: str = "month from the scheme's start",
        whole: bool = False,
        of_x: Sequence[float] | None = None,
    ) -> None:
        """Grid, ticks and labels of both axes; the left margin is made wide enough for its numbers."""
        bottom = self.height - self.bottom
        marks = ticks(*self.y, whole=whole)
        self.left = 30 + 7.8 * max(len(short(value)) for value in marks)
        for value in marks:
            self.line(
                self.left, self.at_y(value), self.width - self.right, self.at_y(value), INK if value == 0.0 else GRID
            )
            self.text(self.left - 6, self.at_y(value) + 4, short(value), "end", FAINT)
        for value in of_x if of_x is not None else ticks(0, self.x[1], 9, True):
            self.line(self.at_x(value), bottom, self.at_x(value), bottom + 4, FAINT)
            self.text(self.at_x(value), bottom + 17, short(value), "middle", FAINT)
        self.text((self.left + self.width - self.right) / 2, self.height - 6, below, "middle", FAINT)
        middle = (self.top + bottom) / 2
        self.parts.append(f'<text x="14" y="{middle:.1f}" transform="rotate(-90 14 {middle:.1f})" text-anchor="middle" fill="{FAINT}" font-size="{SIZE}">{escape(unit)}</text>')  # fmt: skip

    def render(self, name: str, described: str) -> str:
        """The picture; ``described`` is what those hear who do not see it."""
        return (
            f'<svg class="{name}" viewBox="0 0 {self.width:g} {self.height:g}" role="img" aria-label="{escape(described, quote=True)}"'
            f' font-family="system-ui, sans-serif">{"".join(self.parts)}</svg>'
        )


def months(horizon: int) -> list[float]:
    """Ticks of a time axis: whole years."""
    step = 12 if horizon <= 120 else 24
    return [float(each) for each in range(0, horizon + 1, step)]


def short(value: float) -> str:
    """A number on an axis: with thousands separators, millions as such."""
    if abs(value) >= 1e6:
        return f"{value / 1e6:,.4g} M"
    if value == int(value):
        return f"{int(value):,}".replace("-", "\u2212")
    return f"{value:,.4g}".replace("-", "\u2212")


@dataclass(frozen=True)
class Bar:
    """A bar with a whisker; the whisker is left out where it is not finite."""

    value: float
    low: float
    high: float
    words: str


def bars(
    name: str,
    described: str,
    groups: Sequence[tuple[str, Sequence[Bar]]],
    unit: str,
    colours: Sequence[str] = COLOURS,
    label_width: float = 150,
) -> str:
    """Groups of horizontal bars with whiskers: a group per thing, a bar per design."""
    thick = 13.0
    count = max((len(each) for _, each in groups), default=1)
    labels = [_wrapped(label, int(label_width / 7.4)) for label, _ in groups]
    pitch = max(count * (thick + 3) + 13, max(map(len, labels), default=1) * 14 + 6)
    height = pitch * len(groups) + 56
    reached = [
        each for _, row in groups for bar in row for each in (bar.value, bar.low, bar.high) if math.isfinite(each)
    ]
    high, low = max(reached, default=1.0), min(0.0, min(reached, default=0.0))
    canvas = Canvas(height=height, left=label_width, right=66, bottom=44, x=(low, high or 1.0), y=(0, 1))
    bottom = height - canvas.bottom
    for value in ticks(*canvas.x, most=3):
        canvas.line(canvas.at_x(value), canvas.top, canvas.at_x(value), bottom, INK if value == 0.0 else GRID)
        canvas.text(canvas.at_x(value), bottom + 17, short(value), "middle", FAINT)
    canvas.text((canvas.left + canvas.width - canvas.right) / 2, height - 6, unit, "middle", FAINT)
    for place, (lines, (_, row)) in enumerate(zip(labels, groups, strict=True)):
        top = canvas.top + place * pitch + (pitch - count * (thick + 3)) / 2
        for at, words in enumerate(lines):
            middle = top + count * (thick + 3) / 2 + 3 + (at - (len(lines) - 1) / 2) * 14
            canvas.text(canvas.left - 8, middle, words, "end")
        for position, bar in enumerate(row):
            y = top + position * (thick + 3)
            if not math.isfinite(bar.value):
                canvas.text(canvas.left + 4, y + 11, bar.words, colour=FAINT, size=12)
                continue
            start, end = sorted((canvas.at_x(0.0), canvas.at_x(bar.value)))
            canvas.rectangle(start, y, max(end - start, 1), thick, colours[position % len(colours)], 0.75)
            right = end
            if math.isfinite(bar.low) and bar.high > bar.low:
                middle = y + thick / 2
                canvas.line(canvas.at_x(bar.low), middle, canvas.at_x(bar.high), middle, INK, 1.4)
                for edge in (bar.low, bar.high):
                    canvas.line(canvas.at_x(edge), middle - 3, canvas.at_x(edge), middle + 3, INK, 1.4)
                right = max(right, canvas.at_x(bar.high))
            canvas.text(right + 5, y + 11, bar.words, size=12)
    return canvas.render(name, described)


class Strip(NamedTuple):
    """A row of strips: what it is called, its 5, 25, 50, 75 and 95 % quantiles, and its colour."""

    label: str
    levels: Array
    colour: str


def strips(name: str, described: str, rows: Sequence[Strip], unit: str = "persons", label_width: float = 150) -> str:
    """Rows of strips: a thin line holds nine cases of ten, the thick part half of them, the dot is the middle."""
    pitch, top = 36.0, 4.0
    height = top + pitch * len(rows) + 42
    reached = [float(level) for row in rows for level in row.levels if math.isfinite(level)]
    canvas = Canvas(height=height, left=label_width, right=20, top=top, bottom=42, x=(0.0, max([*reached, 1.0]) * 1.04))
    bottom = height - canvas.bottom
    for value in ticks(*canvas.x, most=5, whole=True):
        canvas.line(canvas.at_x(value), top, canvas.at_x(value), bottom, INK if value == 0.0 else GRID)
        canvas.text(canvas.at_x(value), bottom + 17, short(value), "middle", FAINT)
    canvas.text((canvas.left + canvas.width - canvas.right) / 2, height - 6, unit, "middle", FAINT)
    for place, row in enumerate(rows):
        y = top + place * pitch + 0.62 * pitch
        lines = _wrapped(row.label, int(label_width / 7.0))
        for at, words in enumerate(lines):
            canvas.text(canvas.left - 8, y + 4 + (at - (len(lines) - 1) / 2) * 14, words, "end", size=12)
        low, quarter, middle, three_quarters, high = (float(level) for level in row.levels)
        if not math.isfinite(middle):
            canvas.text(canvas.left + 4, y + 4, "undefined", colour=FAINT, size=12)
            continue
        canvas.line(canvas.at_x(low), y, canvas.at_x(high), y, row.colour, 2.2)
        canvas.rectangle(
            canvas.at_x(quarter), y - 5, canvas.at_x(three_quarters) - canvas.at_x(quarter), 10, row.colour, 0.6
        )
        canvas.point(canvas.at_x(middle), y, INK)
        canvas.text(canvas.at_x(middle), y - 8, rounded(middle, "count", high - low), "middle", size=12)
    return canvas.render(name, described)


def _wrapped(words: str, width: int) -> list[str]:
    lines = [""]
    for word in words.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > width:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines[:3]


def figure(value: float, unit: str) -> str:
    """A number beside a bar."""
    return short(float(f"{value:.3g}")) if unit == "EUR" and math.isfinite(value) else number(value, unit)
