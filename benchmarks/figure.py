"""One measured figure beside its target, and the table of all of them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

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

    @property
    def met(self) -> bool:
        """Whether the target is met; not where nothing could be measured."""
        return not math.isnan(self.value) and (
            self.value >= self.target if self.at_least else self.value <= self.target
        )

    @property
    def bound(self) -> str:
        """The target in words."""
        return f"at {'least' if self.at_least else 'most'} {self.target:g} {self.unit}".rstrip()

    @property
    def verdict(self) -> str:
        """Met, or missed by what factor."""
        if math.isnan(self.value):
            return "not measured"
        if self.met:
            return "met"
        missed = self.target / self.value if self.at_least else self.value / self.target
        return f"missed by {missed - 1:.0%}"


def show(figures: Iterable[Figure]) -> None:
    """Print the table."""
    table = Table(title="Speed", title_justify="left")
    for heading in ("figure", "measured", "target", "", "from (times on this machine, now)"):
        table.add_column(heading, justify="right" if heading == "measured" else "left")
    for figure in figures:
        value = "-" if math.isnan(figure.value) else f"{figure.value:,.3g} {figure.unit}".rstrip()
        colour = "green" if figure.met else "red"
        table.add_row(figure.name, value, figure.bound, f"[{colour}]{figure.verdict}[/]", figure.detail)
    Console().print(table)
