"""One measured figure beside its target, and the table of all of them."""

import math
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Figure:
    """A figure: what was measured, its target, and in ``detail`` what it was computed from (information only)."""

    name: str
    value: float
    unit: str
    target: float
    at_least: bool
    detail: str
    watched: bool = True
    """Whether it is judged in continuous integration, where it is a ratio: not where a small size says nothing of it."""

    @property
    def far(self) -> bool:
        """Whether a ratio is not even half as good as its target: so much no noise explains. Not for times and sizes."""
        if self.unit != "x" or not self.watched or math.isnan(self.value):
            return False
        return self.value < self.target / 2 if self.at_least else self.value > self.target * 2

    @property
    def met(self) -> bool:
        """Whether the target is met; not where nothing could be measured."""
        return not math.isnan(self.value) and (
            self.value >= self.target if self.at_least else self.value <= self.target
        )

    @property
    def bound(self) -> str:
        """The target in words."""
        if math.isnan(self.target):
            return "-"
        return f"at {'least' if self.at_least else 'most'} {self.target:g} {self.unit}".rstrip()

    @property
    def verdict(self) -> str:
        """Met, or missed by what factor."""
        if math.isnan(self.value):
            return "not measured"
        if self.met:
            return "met"
        aim, reached = (self.target, self.value) if self.at_least else (self.value, self.target)
        if reached <= 0:
            return "missed"  # by no factor: nothing at all was reached, or nothing at all was allowed
        missed = aim / reached
        return f"missed by {missed - 1:.0%}"


def not_measured(name: str, error: Exception) -> Figure:
    """What stands in the place of a benchmark's figures where it failed."""
    told = " ".join(f"{type(error).__name__}: {error}".split())
    return Figure(name, math.nan, "", math.nan, True, told)


def as_json(figure: Figure) -> dict[str, Any]:
    """A figure as JSON knows it: null where nothing was measured."""
    row = asdict(figure) | {"verdict": figure.verdict}
    return {
        name: None if isinstance(value, float) and not math.isfinite(value) else value for name, value in row.items()
    }


def show(figures: Iterable[Figure]) -> None:
    """Print the table."""
    table = Table(title="Speed", title_justify="left")
    for heading in ("figure", "measured", "target", "", "from (times on this machine, now)"):
        table.add_column(heading, justify="right" if heading == "measured" else "left")
    for figure in figures:
        value = "-" if math.isnan(figure.value) else f"{figure.value:,.3g} {figure.unit}".rstrip()
        colour = "green" if figure.met else "red"
        table.add_row(figure.name, value, figure.bound, f"[{colour}]{figure.verdict}[/]", figure.detail)
    Console(width=None if sys.stdout.isatty() else 200).print(table)


def as_markdown(figures: Iterable[Figure], made: Mapping[str, Any]) -> str:
    """The table as Markdown, under what made it: machine, versions, hash of the sources."""
    lines = ["# Speed, measured", "", *(f"- {name}: {value}" for name, value in made.items()), ""]
    lines += ["| figure | measured | target | | from |", "|---|---|---|---|---|"]
    for each in figures:
        value = "-" if math.isnan(each.value) else f"{each.value:,.3g} {each.unit}".rstrip()
        lines.append(f"| {each.name} | {value} | {each.bound} | {each.verdict} | {each.detail} |")
    return "\n".join(lines) + "\n"
