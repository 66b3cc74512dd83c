"""Factors of a sensitivity analysis: which parameters are varied, over which range, in which group.

Every factor turns quantiles (points of the unit cube, which is all that the methods see) into values of its parameter, so
that whole numbers, switches and categories are sampled as evenly as numbers are. The rules:

- uncertain numbers: the plausible range, around the stated value (:func:`analysis.worlds.uncertain.plausible`);
- the month of a shock: none, or any month of the planned funding alike; its severity: from 0.2 to 1 alike; another month in which
  something happens: any month of the planned funding that it can be;
- levers: switches, categories and shares take each value alike, funding 2 to 6 years, markets 1 to 4 (assumptions that
  cover the designs which the brief discusses), other numbers half to double, evenly in their logarithm;
- a range of one's own: ``factors.design.duration_years='2 to 5'`` or ``factors.design.kind='study, internship'``, each alike.

A parameter whose rule leaves it only one value (a zero, a share of 1) is left as it is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.worlds.dimensions import SETTINGS
from analysis.worlds.uncertain import EVENT_UNIT, FACTOR, plausible
from analysis.worlds.worlds import LEAST_SEVERITY, MONTHS_A_YEAR, SHOCK_MONTH, SHOCK_SEVERITY
from sim.errors import UserError, brief, did_you_mean, shortened
from sim.evidence.published import influences
from sim.parameters import SETTING, UNCERTAINTY, Config, Parameter, parameters, value_of
from sim.reporting import names
from sim.reporting.wording import setting

Array = npt.NDArray[np.float64]
Quantiles = Callable[[Array], npt.NDArray[Any]]

UNCERTAINTIES, DIMENSIONS, INFLUENTIAL = "uncertainties", "dimensions", "influential"
MOST_INFLUENTIAL = 10
"""Parameters that the word ``influential`` stands for."""
WORDS = (INFLUENTIAL, UNCERTAINTIES, DIMENSIONS)
"""Words that stand for several parameters."""
DUMMY, OTHERS, NEVER = "dummy", "others", "none"
PLANNED = {"design.duration_years": (2.0, 6.0), "markets.count": (1.0, 4.0)}
"""Ranges of levers for which half to double would be too wide or too narrow: assumption."""


@dataclass(frozen=True)
class Factor:
    """A factor: its parameter (None for the dummy), the group it is varied with, its values at quantiles, its range."""

    name: str
    group: str
    quantiles: Quantiles
    low: str
    high: str
    parameter: Parameter | None = None

    @property
    def unit(self) -> str:
        """The unit of its range; empty if the unit says nothing."""
        unit = self.parameter.unit if self.parameter else ""
        return "" if unit in ("0-1", "number", "switch", "category", "share", "probability", "factor") else unit

    @property
    def range(self) -> str:
        """Its range in words: ``1.5 to 6 months``, ``none, or month 0 to 35``."""
        if self.parameter and self.parameter.unit == EVENT_UNIT:
            return f"none, or month 0 to {self.high}" if self.low == NEVER else f"month {self.low} to {self.high}"
        return f"{self.low} to {self.high} {self.unit}".rstrip() if self.parameter else "has no effect"

    @property
    def meaning(self) -> str:
        """What it is."""
        return self.parameter.meaning if self.parameter else "A factor that the model does not know: the zero line"


def dummy() -> Factor:
    """The zero line: a factor that nothing depends on."""
    return Factor(DUMMY, DUMMY, lambda u: u, "", "")


def chosen_factors(
    config: Config, asked: Sequence[str] | Mapping[str, str], shock_probability: float = 0.5
) -> tuple[list[Factor], list[str]]:
    """The factors that were asked for, in the order of the registry, and the parameters left as they are.

    ``asked``: names, patterns (``shock.*``), the words ``influential``, ``uncertainties`` and ``dimensions``; a mapping gives
    ranges by name.
    Raises :class:`UserError` for a name that matches nothing, or a range that is not one.
    """
    ranges = {name: text for name, text in asked.items() if text} if isinstance(asked, Mapping) else {}
    named: dict[str, bool] = {}  # whether it was asked for by its own name
    for word in asked:
        for name in _matching(config, word):
            named[name] = named.get(name, False) or name == word or word == DIMENSIONS
    factors, left = [], []
    for name in (name for name in parameters() if name in named):
        factor = _factor(config, parameters()[name], ranges.get(name, ""), shock_probability)
        if factor:
            factors.append(factor)
        elif named[name] and name in asked:
            raise UserError(
                f"factors: {name} stands at {setting(value_of(config, name))}, around which there is no plausible range: give one,"
                f" e.g. factors.{name}='{_example(parameters()[name])}'"
            )
        else:
            left.append(name)
    if not factors:
        raise UserError(f"factors: nothing is left to vary among {', '.join(asked)}")
    return factors, left


def _matching(config: Config, word: str) -> list[str]:
    """The parameters that a word of the command line stands for."""
    known = {name: each for name, each in parameters().items() if each.kind != SETTING}
    if word == UNCERTAINTIES:
        return [name for name, each in known.items() if each.kind == UNCERTAINTY and each.unit != EVENT_UNIT]
    if word == DIMENSIONS:
        return list(SETTINGS)
    if word == INFLUENTIAL:
        return most_influential()
    if word in known:
        return [word]
    found = [name for name in known if fnmatchcase(name, word)] if any(sign in word for sign in "*?[") else []
    if not found:
        raise UserError(
            f"factors: {shortened(word)} is no parameter that can be varied{did_you_mean(word, [*known, *WORDS])}"
            f" (names, patterns like shock.*, or the words {names.listed(WORDS)})"
        )
    return found


def most_influential() -> list[str]:
    """The uncertain parameters that explain most of completed mobilities (``evidence/influence.csv``), the strongest first."""
    ranked = sorted(influences().values(), key=lambda each: -each.influence)
    return [each.parameter for each in ranked[:MOST_INFLUENTIAL]]


def _factor(config: Config, parameter: Parameter, text: str, shock_probability: float) -> Factor | None:
    name, value = parameter.name, value_of(config, parameter.name)
    if text:
        quantiles = _stated(parameter, text)
    elif name == SHOCK_MONTH:
        quantiles = partial(_shock_month, config.design.duration_years, shock_probability)
    elif name == SHOCK_SEVERITY:
        quantiles = _evenly(parameter, LEAST_SEVERITY, 1.0)
    elif parameter.choices:
        quantiles = _one_of(list(range(len(parameter.choices))))
    elif parameter.type is bool:
        quantiles = _one_of([0, 1])
    elif parameter.unit == EVENT_UNIT:
        quantiles = _evenly(parameter, 0, min(round(config.design.duration_years * MONTHS_A_YEAR) - 1, parameter.high))
    elif parameter.kind == UNCERTAINTY:
        quantiles = partial(plausible, parameter, float(value))
    elif name in PLANNED:
        quantiles = _evenly(parameter, *PLANNED[name])
    elif parameter.low >= 0.0 and parameter.high <= 1.0:
        quantiles = _evenly(parameter, parameter.low, parameter.high)
    else:
        quantiles = partial(_half_to_double, parameter, float(value))
    ends = quantiles(np.array([0.0, 1.0 - 1e-12]))
    if ends[0] == ends[1]:
        return None
    low, high = (_shown(parameter, end) for end in ends)
    return Factor(name, name, quantiles, NEVER if name == SHOCK_MONTH and not text else low, high, parameter)


def _shown(parameter: Parameter, value: Any) -> str:
    if parameter.choices:
        return str(parameter.type(int(value)).name)
    if parameter.type is bool:
        return str(bool(value)).lower()
    return f"{float(value):,.0f}" if abs(value) >= 1000 else f"{float(value):.3g}"


def _example(parameter: Parameter) -> str:
    if parameter.low is None:
        return ", ".join(parameter.choices[:2]) or "true, false"
    return f"{parameter.low:.3g} to {min(parameter.high, max(1.0, 2 * parameter.low)):.3g}"


def _evenly(parameter: Parameter, low: float, high: float) -> Quantiles:
    """Every value from ``low`` to ``high`` is equally likely."""
    if parameter.type is int:
        return lambda u: np.minimum(np.floor(low + np.asarray(u) * (high - low + 1.0)), high)
    return lambda u: low + np.asarray(u) * (high - low)


def _one_of(values: Sequence[float]) -> Quantiles:
    """Every listed value is equally likely."""
    listed = np.asarray(values)
    return lambda u: listed[np.minimum((np.asarray(u) * len(listed)).astype(int), len(listed) - 1)]


def _half_to_double(parameter: Parameter, value: float, u: Array) -> npt.NDArray[Any]:
    low, high = sorted((value / FACTOR, value * FACTOR))
    low, high = max(low, float(parameter.low)), min(high, float(parameter.high))
    if value == 0.0:
        return np.zeros(np.shape(u))
    drawn = np.sign(value) * np.exp(np.log(abs(low)) + np.asarray(u) * (np.log(abs(high)) - np.log(abs(low))))
    return np.asarray(np.rint(drawn) if parameter.type is int else np.clip(drawn, low, high))


def _shock_month(years: float, probability: float, u: Array) -> npt.NDArray[Any]:
    """No shock (-1) for the lower quantiles; then every month of the planned funding is equally likely."""
    months = max(1, round(years * MONTHS_A_YEAR))
    when = np.floor((np.asarray(u) - (1.0 - probability)) / max(probability, 1e-12) * months)
    return np.clip(when, -1.0, months - 1.0)


def _stated(parameter: Parameter, text: str) -> Quantiles:
    """A range (``2 to 5``) or a list (``study, internship``) as it was written."""
    where = f"factors.{parameter.name}"
    low, to, high = text.partition(" to ")
    if to:
        if parameter.low is None:
            raise UserError(f"{where}: {parameter.name} takes a list, e.g. '{_example(parameter)}', not a range")
        least, most = _value(parameter, low, where), _value(parameter, high, where)
        if not least < most:
            raise UserError(f"{where}: {brief(text)} is not a range: its end is not above its beginning")
        return _evenly(parameter, least, most)
    listed = [_value(parameter, each, where) for each in text.split(",")]
    if len(set(listed)) < 2:
        raise UserError(f"{where}: {brief(text)} is neither a range ('{_example(parameter)}') nor a list of values")
    return _one_of(listed)


def _value(parameter: Parameter, text: str, where: str) -> float:
    word = text.strip()
    value: Any = word
    if parameter.type is bool:
        value = {"true": True, "false": False}.get(word.lower(), word)
    elif not parameter.choices:
        try:
            value = int(word) if parameter.type is int else float(word)
        except ValueError:
            raise UserError(f"{where}: {brief(word)} is not {parameter.allowed}") from None
    try:
        return float(parameter.check(value))
    except ValueError as error:
        raise UserError(f"{where}: {error}") from None
