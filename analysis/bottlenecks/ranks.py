"""Which constraints are the strongest in each world, and where a gain is a step rather than a slope."""

import math

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from analysis.bottlenecks.constraints import BY_NAME, PARTS, QUARTERS, RELAXATIONS
from analysis.bottlenecks.relaxing import relax
from analysis.worlds.statistics import paired_difference
from sim.parameters import Config, parameters, value_of

Array = npt.NDArray[np.float64]

MONTHS_A_YEAR = 12.0
STRONGEST = 2
"""So many strongest constraints of a world are counted."""


def ranks(gains: Array) -> npt.NDArray[np.int64]:
    """The rank of each constraint in each world, 1 for the largest gain, equal for equals: (constraints, worlds)."""
    return np.asarray(rankdata(-gains, "min", axis=0), np.int64)


def among_strongest(gains: Array) -> Array:
    """Whether each constraint is among the two strongest of each world, 0 to 1: (constraints, worlds).

    What adds nothing is never among them. Constraints that tie for a place share it.
    """
    positive = np.maximum(np.nan_to_num(gains), 0.0)
    if len(positive) < STRONGEST:
        return (positive > 0.0).astype(np.float64)
    last = np.sort(positive, axis=0)[-STRONGEST]
    above = positive > last
    level = (positive == last) & (positive > 0.0)
    shared = (STRONGEST - above.sum(axis=0)) / np.maximum(level.sum(axis=0), 1)
    return np.asarray(above + level * shared)


def step_of(quarters: Array) -> tuple[int, float] | None:
    """The quarter of a tenth that brings the gain by itself, and its share of the gain; None where the gain is a slope.

    ``quarters``: gained after each quarter, (4, worlds). A quarter is a step if it surely brings more than the three others together.
    """
    each = np.diff(quarters, axis=0, prepend=0.0)
    largest = int(each.mean(axis=1).argmax())
    others = quarters[-1] - each[largest]
    if not paired_difference(others, each[largest]).low > 0.0:
        return None
    return largest, float(each[largest].mean() / quarters[-1].mean())


def step_in_words(config: Config, constraint: str, quarter: int, drawn: frozenset[str]) -> str:
    """Where on the way to a tenth a gain comes at once: ``design.cohort_months 6 to 5 (whole number)``.

    A drawn parameter differs from world to world: there the part of the tenth is named.
    """
    ends = ("", *QUARTERS, RELAXATIONS[0])[quarter : quarter + 2]
    texts = []
    for change in BY_NAME[constraint].changes:
        before, after = (
            float(value_of(relax(config, BY_NAME[constraint], end).config if end else config, change.parameter)) for end in ends
        )  # fmt: skip
        if before == after:
            continue
        if change.parameter in drawn:
            texts.append(f"{change.parameter} from {100 * PARTS.get(ends[0], 0.0):g} % to {ends[1]}")
        else:
            texts.append(f"{change.parameter} {before:.6g} to {after:.6g} ({_kind(change.parameter, before, after)})")
    return "; ".join(texts)


def _kind(name: str, before: float, after: float) -> str:
    """What is passed between two values: a whole number, a whole month of a time in years, or a threshold of the model."""
    known = parameters()[name]
    if known.type is int:
        return "whole number"
    months = MONTHS_A_YEAR if known.unit == "years" else 1.0
    passed = any(turn(before * months) != turn(after * months) for turn in (math.floor, round, math.ceil))
    if not passed or float(known.high) <= 1.0:
        return "threshold"
    return "whole month" if known.unit == "years" else "whole number"
