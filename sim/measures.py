"""How an indicator is declared: what a mechanism measures, with unit, definition and direction.

A mechanism's file declares its indicators in a class ``Measures``; kernels count in the month's row:

>>> class Measures:
...     offers: float = flow("offers", "Offers made by hosts", better=1)

:mod:`sim.indicators` collects them.
"""

from dataclasses import dataclass
from typing import Any

FLOW = "flow"  # monthly: events in the month; run: their sum
LEVEL = "level"  # monthly: state at the end of the month; run: at the end of funding
RUN = "run"  # defined for a whole run only


@dataclass(frozen=True)
class Indicator:
    """One indicator. ``better``: +1 more is better, -1 less is better, 0 neither."""

    name: str
    unit: str
    definition: str
    over: str = FLOW
    better: int = 0


@dataclass(frozen=True)
class Measure:
    """An indicator before the class that declares it has named it."""

    unit: str
    definition: str
    over: str
    better: int


def flow(unit: str, definition: str, better: int = 0) -> Any:
    """Events of a month; a run's value is their sum."""
    return Measure(unit, definition, FLOW, better)


def level(unit: str, definition: str, better: int = 0) -> Any:
    """A state at the end of a month; a run's value is that at the end of public funding."""
    return Measure(unit, definition, LEVEL, better)


def of_run(unit: str, definition: str, better: int = 0) -> Any:
    """A value of a whole run only."""
    return Measure(unit, definition, RUN, better)
