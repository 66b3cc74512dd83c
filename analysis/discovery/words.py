"""Boxes and trees in words and natural units: whole numbers, switches, categories, the month of a shock."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.discovery.space import Column
from analysis.worlds.prim import Box
from analysis.worlds.statistics import Interval
from analysis.worlds.worlds import SHOCK_MONTH
from sim.parameters import Parameter

_UNITLESS = ("0-1", "number", "switch", "category", "")


@dataclass(frozen=True)
class Limit:
    """The limits of a box for one parameter: ends in natural units, infinite where there is none, or the ``values`` allowed."""

    parameter: Parameter
    low: float
    high: float
    values: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """``is at least 3 months``, ``is ict or health``."""
        name, low, high = self.parameter.name, self.low, self.high
        if self.values:
            return f"is {' or '.join(self.values)}"
        if name == SHOCK_MONTH:
            return _shock(low, high)
        unit = "" if self.parameter.unit in _UNITLESS else f" {self.parameter.unit}"
        if math.isinf(high):
            return f"is at least {amount(low)}{unit}"
        if math.isinf(low):
            return f"is at most {amount(high)}{unit}"
        return f"is {amount(low)}{unit}" if low == high else f"lies from {amount(low)} to {amount(high)}{unit}"

    @property
    def sentence(self) -> str:
        """The limit with the parameter's name and meaning."""
        if self.parameter.name == SHOCK_MONTH:
            return self.words
        meaning = self.parameter.meaning
        return f"{self.parameter.name} ({meaning[0].lower()}{meaning[1:]}) {self.words}"


def amount(value: float) -> str:
    """A number to three significant digits, with thousands separators."""
    if value == 0:
        return "0"
    rounded = float(f"{value:.3g}")
    return f"{rounded:,.0f}" if abs(rounded) >= 1000 or rounded == int(rounded) else f"{rounded:g}"


def percent(share: float) -> str:
    """A share in percent, with a decimal if it is near 0 or 100 %."""
    if not math.isfinite(share):
        return "undefined"
    near = min(share, 1.0 - share)
    return f"{100.0 * share:.{1 if 0.0 < near < 0.0095 else 0}f} %"


def with_interval(share: Interval) -> str:
    """``72 % (64 to 79)``."""
    low, high = percent(share.low), percent(share.high)
    return f"{percent(share.estimate)} ({low.removesuffix(' %')} to {high.removesuffix(' %')})"


def _shock(low: float, high: float) -> str:
    if high < 0:
        return "no shock comes"
    if low < 0 or math.isinf(low):
        return f"no shock comes, or one by month {amount(high)}"
    if math.isinf(high):
        return "a shock comes" if low <= 0 else f"a shock comes in month {amount(low)} or later"
    return f"a shock comes in month {amount(low)} to {amount(high)}"


def limits(box: Box, columns: Sequence[Column], order: Sequence[int]) -> list[Limit]:
    """The limits of a box by parameter, in the order given; the columns of a category are one limit."""
    found: dict[str, Limit] = {}
    for position in order:
        parameter = columns[position].parameter
        if parameter.name not in found:
            found[parameter.name] = _limit(box, columns, position)
    return list(found.values())


def _limit(box: Box, columns: Sequence[Column], position: int) -> Limit:
    parameter, low, high = columns[position].parameter, float(box.low[position]), float(box.high[position])
    if parameter.choices:
        mine = [place for place, column in enumerate(columns) if column.parameter.name == parameter.name]
        left = [columns[place].level for place in mine if box.high[place] >= 1.0]
        return Limit(parameter, -math.inf, math.inf, tuple(left))
    if parameter.type is bool:
        return Limit(parameter, -math.inf, math.inf, ("true" if low > 0.0 else "false",))
    if parameter.type is int:
        low, high = (
            end if math.isinf(end) else rounding(end) for end, rounding in ((low, math.ceil), (high, math.floor))
        )
    return Limit(parameter, low, high)


def in_words(found: Sequence[Limit]) -> str:
    """All limits of a box in one phrase."""
    *first, last = [limit.sentence for limit in found]
    return f"{', '.join(first)} and {last}" if first else last


def question(column: Column, threshold: float, above: bool) -> str:
    """What a branch of a tree asks, without the parameter's name: ``more than 3 months``, ``no shock``."""
    parameter = column.parameter
    if column.level:
        return f"is {column.level}" if above else f"is not {column.level}"
    if parameter.type is bool:
        return "is true" if above else "is false"
    if parameter.name == SHOCK_MONTH:
        month = math.floor(threshold)
        if month < 0:
            return "a shock comes" if above else "no shock"
        return f"in month {month + 1} or later" if above else f"none, or by month {month}"
    unit = "" if parameter.unit in _UNITLESS else f" {parameter.unit}"
    if parameter.type is int:
        return f"{math.floor(threshold) + 1:,} or more{unit}" if above else f"at most {math.floor(threshold):,}{unit}"
    return f"more than {amount(threshold)}{unit}" if above else f"at most {amount(threshold)}{unit}"
