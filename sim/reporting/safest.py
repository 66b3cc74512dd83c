"""What is safest to say of numbers that differ from world to world: how often, at least how many, and how finely.

Arrays hold a value per world. Without drawn parameters the worlds are runs of one world that differ by chance only. Undefined values (NaN) are left
out. Everything here is counted from the worlds at hand; only the interval of a mean takes the normal distribution.
"""

import math
from collections.abc import Callable
from statistics import NormalDist
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]

CHANCE = "chance"
"""The kind of uncertainty in which all worlds have the same parameters."""
REVIEW = 18
"""Month of the first date: a review half way through a scheme of three years."""
KEPT = 0.8
"""Share of the worlds in which a promise is kept."""
ENDS = (0.05, 0.5, 0.95)
"""The spread of the worlds, with its middle."""
HALF = 0.5
FRACTIONS = (0.1, 0.25, HALF, 0.75, 1.0)
"""Shares of the places below which a result may be counted."""
RARE = 0.05
"""A frequency below this, or above 1 less this, says little."""
LEVEL = 0.95
MOST_DIGITS = 2
STEPS = (1.0, 2.0, 5.0, 10.0)
"""First digits of the steps to which numbers are rounded."""
PARTS = 10.0
"""The spread over this is the finest step."""
_ROUNDING = 1e-9


def uncertainty_of(config: Any) -> str:
    """What differs between the runs of a configuration: ``chance``, ``parameters`` or ``both``."""
    kind = getattr(config, "uncertainty", CHANCE)
    return str(getattr(kind, "name", kind))


class Frequency(NamedTuple):
    """In how many ``worlds`` of a ``total`` fewer than ``below`` came about; ``fraction``: of the places (0: none at all)."""

    fraction: float
    below: int
    worlds: int
    total: int

    @property
    def share(self) -> float:
        """The frequency as a share of the worlds; undefined without any."""
        return self.worlds / self.total if self.total else math.nan


def frequencies(values: npt.ArrayLike, places: float) -> list[Frequency]:
    """How often a result stays below a share of the places, and how often it is nothing at all, where that is not rare.

    ``values``: persons per world; ``places``: persons planned. The share is half. Where nearly all worlds, or nearly none,
    stay below half, it is the one that divides the worlds most evenly. Nothing to say of fewer than two worlds, or without places.
    """
    found = _defined(values)
    if found.size < 2 or not places > 0.0:
        return []
    told = [_frequency(found, fraction, places) for fraction in FRACTIONS]
    [half] = (each for each in told if each.fraction == HALF)
    if not RARE <= half.share <= 1.0 - RARE:
        half = min(told, key=lambda each: (abs(each.share - HALF), abs(each.fraction - HALF)))
    nothing = Frequency(0.0, 1, int((found < 1.0).sum()), found.size)
    return [half, nothing] if nothing.share >= RARE and half.below > 1 else [half]


def _frequency(values: Array, fraction: float, places: float) -> Frequency:
    below = math.ceil(fraction * places - _ROUNDING)
    return Frequency(fraction, below, int((values < below).sum()), values.size)


def promise(values: npt.ArrayLike, kept: float = KEPT) -> float:
    """The largest number that is reached in at least a share ``kept`` of the worlds, rounded down to what is known.

    In the unit of ``values``; undefined (NaN) without any. See :func:`at_most` for a cost.
    """
    found = np.sort(_defined(values))
    if not found.size:
        return math.nan
    reached = float(found[min(found.size - 1, math.floor((1.0 - kept) * found.size + _ROUNDING))])
    return _to_step(reached, step(reached, width(found)), _down)


def at_most(values: npt.ArrayLike, kept: float = KEPT) -> float:
    """The smallest number that is not exceeded in at least a share ``kept`` of the worlds, rounded up to what is known."""
    found = np.sort(_defined(values))
    if not found.size:
        return math.nan
    highest = float(found[max(0, math.ceil(kept * found.size - _ROUNDING) - 1)])
    return _to_step(highest, step(highest, width(found)), _up)


class Spread(NamedTuple):
    """Nine worlds in ten lie from ``low`` to ``high``. The mean of all worlds is known to lie from ``mean_low`` to ``mean_high``.

    More worlds narrow the interval of the mean. The spread stays as wide as the worlds are different.
    """

    low: float
    median: float
    high: float
    mean: float
    mean_low: float
    mean_high: float


def spread(values: npt.ArrayLike) -> Spread:
    """Spread of the worlds (5, 50, 95 % quantiles), and the mean with its 95 % interval (normal, Monte Carlo error only)."""
    found = _defined(values)
    if not found.size:
        return Spread(*[math.nan] * 6)
    low, median, high = (float(value) for value in np.quantile(found, ENDS))
    mean = float(found.mean())
    half = math.nan
    if found.size > 1:
        half = NormalDist().inv_cdf((1.0 + LEVEL) / 2.0) * float(found.std(ddof=1)) / math.sqrt(found.size)
    return Spread(low, median, high, mean, mean - half, mean + half)


def width(values: npt.ArrayLike) -> float:
    """From the 5 % to the 95 % quantile of the worlds; 0 where there is none."""
    found = _defined(values)
    return float(np.ptp(np.quantile(found, (ENDS[0], ENDS[-1])))) if found.size else 0.0


def step(value: float, spread: float) -> float:
    """The step to which a number is rounded: two significant digits, and not finer than a tenth of the spread of the worlds.

    A power of ten times 1, 2 or 5. A number smaller than that step keeps its first digit.
    """
    size = abs(value)
    if size == 0.0:
        return _upwards(spread / PARTS)
    digits = _power(size) / 10.0 ** (MOST_DIGITS - 1)
    wanted = max(digits, _upwards(spread / PARTS))
    return wanted if wanted <= size else _power(size)


def known(value: float, spread: float) -> float:
    """A number rounded to what is known, see :func:`step`. What is not finite stays as it is."""
    return _to_step(value, step(value, spread), _nearest) if math.isfinite(value) else value


def _to_step(value: float, size: float, whole: Callable[[float], int]) -> float:
    return float(f"{whole(value / size) * size:.12g}") if size > 0.0 else value


def _down(number: float) -> int:
    return math.floor(number + _ROUNDING)


def _up(number: float) -> int:
    return math.ceil(number - _ROUNDING)


def _nearest(number: float) -> int:
    return math.floor(number + 0.5 + _ROUNDING)


def _upwards(least: float) -> float:
    """The smallest step that is not finer than this; 0 for 0."""
    if not least > 0.0:
        return 0.0
    power = _power(least)
    return float(f"{next(each for each in STEPS if each * power >= least * (1.0 - _ROUNDING)) * power:.12g}")


def _power(size: float) -> float:
    """The power of ten with which a number begins: 10 for 37."""
    return 10.0 ** math.floor(math.log10(size) + _ROUNDING)


class Date(NamedTuple):
    """A date at which results are read: up to the end of so many months. ``name``: review, planned_end, horizon."""

    name: str
    months: int


def dates(planned_end: float, horizon: int) -> list[Date]:
    """Month 18, the planned end of funding and the last month simulated, each once and in the order of time.

    ``planned_end``, ``horizon``: months since the start. A date after the last month simulated is left out.
    """
    wanted = (Date("planned_end", math.ceil(planned_end - _ROUNDING)), Date("horizon", horizon), Date("review", REVIEW))
    found: dict[int, Date] = {}
    for date in wanted:
        if 0 < date.months <= horizon:
            found.setdefault(date.months, date)
    return [found[months] for months in sorted(found)]


def up_to(monthly: npt.ArrayLike, months: int) -> Array:
    """Events of the first ``months`` months in every world: (worlds) from (worlds, months). Undefined (NaN) where all are."""
    events = np.asarray(monthly, np.float64)[:, :months]
    return np.where(np.isnan(events).all(axis=1), np.nan, np.nansum(events, axis=1))


def after(monthly: npt.ArrayLike, ends: npt.ArrayLike) -> Array:
    """Events from the month on in which public funding had ended: (worlds) from (worlds, months) and (worlds) months.

    A world in which no end is defined has none after it.
    """
    events = np.nan_to_num(np.asarray(monthly, np.float64))
    begins = np.asarray(ends, np.float64)
    later = np.arange(events.shape[1])[None, :] >= np.where(np.isnan(begins), np.inf, begins)[:, None]
    return np.asarray(np.where(later, events, 0.0).sum(axis=1))


def before(monthly: npt.ArrayLike, ends: npt.ArrayLike) -> Array:
    """Events of the months with public funding: (worlds) from (worlds, months) and (worlds) months. See :func:`after`."""
    events = np.asarray(monthly, np.float64)
    return up_to(events, events.shape[1]) - after(events, ends)


class Better(NamedTuple):
    """In how many worlds a second design has more than a first one, as many, and fewer."""

    more: int
    equal: int
    fewer: int

    @property
    def total(self) -> int:
        """Worlds in which both are defined."""
        return self.more + self.equal + self.fewer


def better(first: npt.ArrayLike, second: npt.ArrayLike) -> Better:
    """Count the worlds in which the second design has strictly more, as many, and strictly fewer than the first."""
    difference = _defined(np.asarray(second, np.float64) - np.asarray(first, np.float64))
    return Better(int((difference > 0.0).sum()), int((difference == 0.0).sum()), int((difference < 0.0).sum()))


def _defined(values: npt.ArrayLike) -> Array:
    found = np.asarray(values, np.float64).ravel()
    return found[~np.isnan(found)]
