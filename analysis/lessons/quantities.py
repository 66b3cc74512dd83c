"""Quantities of designed experiments: written once as arithmetic, evaluated on any arms with an interval over replicates.

>>> five, three = total("five", "completed_mobilities"), total("three", "completed_mobilities")
>>> (five - three * (5 / 3)).interval(arms)                        # mean of one value per replicate
>>> (five.per(total("five", "matches")) - 0.5).interval(arms)      # ratio of two means: whole replicates resampled
>>> five.variation().interval(arms)                                # spread between replicates, resampled likewise

``arms``: name to :class:`Arm`, the replicates of all in the same order (common random numbers), so that every interval is
over pairs of replicates.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.worlds.statistics import Interval, mean_interval, resampled_interval

Array = npt.NDArray[np.float64]
Indices = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Arm:
    """Replicates of one design: ``totals``: indicator to (replicates); ``monthly``: indicator to (replicates, months)."""

    totals: Mapping[str, Array]
    monthly: Mapping[str, Array]


Arms = Mapping[str, Arm]


@dataclass(frozen=True)
class Quantity:
    """A number that replicates of arms have: one value each (``paired``), or one value of all of them together.

    ``values(arms, chosen)``: of the replicates ``chosen``, (..., replicates); as many values where ``paired``, else (...).
    """

    values: Callable[[Arms, Indices], Array]
    paired: bool = True
    arms: frozenset[str] = frozenset()
    totals: frozenset[str] = frozenset()
    monthly: frozenset[str] = frozenset()

    def __add__(self, other: "Quantity | float") -> "Quantity":
        return self._with(other, np.add)

    def __sub__(self, other: "Quantity | float") -> "Quantity":
        return self._with(other, np.subtract)

    def __mul__(self, factor: float) -> "Quantity":
        return self._with(factor, np.multiply)

    def _with(self, other: "Quantity | float", operation: Callable[[Array, Array], Array]) -> "Quantity":
        right = other if isinstance(other, Quantity) else constant(other)
        if self.paired and right.paired:
            return self._joined(right, lambda arms, i: operation(self.values(arms, i), right.values(arms, i)), True)
        one, two = self.mean(), right.mean()
        return self._joined(right, lambda arms, i: operation(one.values(arms, i), two.values(arms, i)), False)

    def _joined(self, other: "Quantity", values: Callable[[Arms, Indices], Array], paired: bool) -> "Quantity":
        return Quantity(
            values, paired, self.arms | other.arms, self.totals | other.totals, self.monthly | other.monthly
        )

    def _reduced(self, values: Callable[[Arms, Indices], Array], paired: bool = False) -> "Quantity":
        return Quantity(values, paired, self.arms, self.totals, self.monthly)

    def mean(self) -> "Quantity":
        """Its mean over the replicates."""
        if not self.paired:
            return self
        return self._reduced(lambda arms, i: np.asarray(self.values(arms, i).mean(axis=-1)))

    def per(self, other: "Quantity") -> "Quantity":
        """The ratio of two means: this much for every one of the other."""
        top, bottom = self.mean(), other.mean()

        def ratio(arms: Arms, chosen: Indices) -> Array:
            with np.errstate(divide="ignore", invalid="ignore"):
                return np.asarray(top.values(arms, chosen) / bottom.values(arms, chosen))

        return self._joined(other, ratio, False)

    def variation(self) -> "Quantity":
        """Its standard deviation between replicates relative to its mean."""
        return self.deviation().per(self)

    def deviation(self) -> "Quantity":
        """Its standard deviation between replicates."""
        return self._reduced(lambda arms, i: np.asarray(self.values(arms, i).std(axis=-1, ddof=1)))

    def positive(self) -> "Quantity":
        """Its value in each replicate, but never less than zero."""
        return self._reduced(lambda arms, i: np.maximum(self.values(arms, i), 0.0), True)

    def at_least(self, least: float) -> "Quantity":
        """1 in the replicates in which it reaches ``least``, else 0: the mean is a share of the runs."""
        return self._reduced(lambda arms, i: np.asarray(self.values(arms, i) >= least, np.float64), True)

    def interval(self, arms: Arms) -> Interval:
        """Its value over all replicates with a 95 % interval; undefined values are left out and counted."""
        count = len(next(iter(arms[min(self.arms)].totals.values())))
        if self.paired:
            return mean_interval(self.values(arms, np.arange(count)))
        return resampled_interval(lambda chosen: self.values(arms, chosen), count)


def constant(value: float) -> Quantity:
    """The same number in every replicate."""
    return Quantity(lambda arms, chosen: np.full(chosen.shape, float(value)))


def total(arm: str, *indicators: str) -> Quantity:
    """Indicators of a whole run in an arm, added up."""

    def values(arms: Arms, chosen: Indices) -> Array:
        return np.asarray(sum(arms[arm].totals[name][chosen] for name in indicators))

    return Quantity(values, True, frozenset([arm]), frozenset(indicators))


def during(arm: str, indicator: str, first: int, last: int) -> Quantity:
    """An indicator's sum over the months from ``first`` to before ``last`` in an arm."""

    def values(arms: Arms, chosen: Indices) -> Array:
        return np.asarray(arms[arm].monthly[indicator][:, first:last].sum(axis=1)[chosen])

    return Quantity(values, True, frozenset([arm]), frozenset(), frozenset([indicator]))
