"""One number to show: the median of an indicator, with its interval."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDE = 20.0
"""Ratio of the largest to the smallest value from which a linear scale no longer shows both."""


@dataclass(frozen=True)
class Estimate:
    """Median of an indicator with its 90 % interval over the replicates in which it is defined."""

    name: str
    unit: str
    median: float
    low: float
    high: float
    defined: int
    replicates: int

    @property
    def known(self) -> bool:
        """Whether it is defined in at least one replicate."""
        return self.defined > 0 and math.isfinite(self.median)

    @property
    def undefined(self) -> float:
        """Share of the replicates in which it is undefined."""
        return 1.0 - self.defined / self.replicates


def wide(values: Sequence[Estimate]) -> bool:
    """Whether medians differ so much that a linear scale does not show them all."""
    medians = [value.median for value in values if value.median > 0]
    return bool(medians) and max(medians) > WIDE * min(medians)
