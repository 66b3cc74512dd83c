"""How an invariant is written, and the list of all of them.

>>> @invariant(broken=whole(matches=1e9))
... def nobody_is_matched_untrained(run):
...     "Matches are not more than persons trained."
...     return when(run.whole["trained"] > 0, run.whole["matches"] <= run.whole["trained"])

It returns whether the run keeps to it, or None where the run says nothing about it. ``broken`` spoils a copy of a run; a
test sees that the invariant notices. An invariant that no run of a fuzz said anything about fails the fuzz.
"""

from collections import Counter
from collections.abc import Callable
from typing import Any

import numpy as np

from tests.fuzz.runs import Run

Invariant = Callable[[Run], bool | None]
Spoil = Callable[[Run], object]

INVARIANTS: dict[str, Invariant] = {}
BROKEN: dict[str, Spoil] = {}


def invariant(broken: Spoil) -> Callable[[Invariant], Invariant]:
    """Add an invariant to the list."""

    def added(claim: Invariant) -> Invariant:
        assert claim.__name__ not in INVARIANTS, f"{claim.__name__} is there twice"
        assert claim.__doc__, f"{claim.__name__} says nothing"
        INVARIANTS[claim.__name__], BROKEN[claim.__name__] = claim, broken
        return claim

    return added


def when(applies: Any, claim: Any) -> bool | None:
    """The claim (all of it, where it is about many), or None where it does not apply."""
    return bool(np.all(claim)) if applies else None


def near(one: Any, other: Any, tolerance: float) -> bool:
    """Whether two amounts are the same but for rounding."""
    return bool(np.all(np.abs(np.asarray(one) - np.asarray(other)) <= tolerance))


def broken_by(run: Run, applied: Counter[str] | None = None) -> list[str]:
    """What a run breaks, each in a line; ``applied`` counts the invariants that it said something about."""
    problems = []
    for name, claim in INVARIANTS.items():
        kept = claim(run)
        if applied is not None:
            applied[name] += kept is not None
        if kept is False:
            problems.append(f"{name}: {claim.__doc__}")
    return problems


# ways to spoil a run


def whole(**values: float) -> Spoil:
    """Another figure of the whole run."""
    return lambda run: run.whole.update(values)


def month(name: str, value: float, at: int | slice = -1) -> Spoil:
    """Another figure of one month."""

    def spoil(run: Run) -> None:
        run.months[name][at] = value

    return spoil


def standing(name: str, value: float, at: int | slice = -1) -> Spoil:
    """Another value of the scheme's own record after one month."""

    def spoil(run: Run) -> None:
        run.scheme[name][at] = value

    return spoil


def line(name: str, value: float, at: int | slice = -1) -> Spoil:
    """Another amount in the first line of the budget after one month."""

    def spoil(run: Run) -> None:
        run.lines[name][at, 0] = value

    return spoil


def persons(stage: int, number: int = 1_000_000, at: int | slice = -1) -> Spoil:
    """Another number of persons in a stage after one month."""

    def spoil(run: Run) -> None:
        run.stages[at, stage] = number

    return spoil


def row(table: str, column: str, value: Any) -> Spoil:
    """Another value in the first row of a table of the last state."""

    def spoil(run: Run) -> None:
        getattr(run.state, table)[column][0] = value

    return spoil


def way(change: Callable[[list[Any]], object]) -> Spoil:
    """Another way of the candidate who came furthest in the journal."""
    return lambda run: change(max(run.ways.values(), key=len))
