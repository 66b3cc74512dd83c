"""Factors of scenario discovery: which uncertain parameters and levers differ between worlds, and their natural units.

Uncertain parameters and the shock: :mod:`analysis.worlds`. A lever is a choice, not a guess, so any of its values is
alike: a switch or a category takes each of its values equally often; a number the registry bounds by at most
:data:`WIDEST` takes its whole range; any other (money, places) ranges from half to double what the scenario states.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.worlds.experiments import Experiment
from analysis.worlds.uncertain import EVENT_UNIT, FACTOR, calibrated_draws, quantile_sample
from analysis.worlds.worlds import SHOCK_MONTH, SHOCK_SEVERITY, Worlds, sample_worlds
from sim.errors import UserError, did_you_mean, shortened
from sim.parameters import ATTRIBUTE, LEVER, Config, Parameter, parameters, value_of

Array = npt.NDArray[np.float64]

UNCERTAIN = "uncertain"
"""Stands for every uncertain parameter and the shock in a list of factors."""
WIDEST = 100.0
"""Ranges of the registry up to this are a lever's own; wider ones are bounds of the possible, not of the plausible."""
_LEVER_SEED = 1_299_709


@dataclass(frozen=True)
class Column:
    """A dimension of the space in which boxes are sought: a parameter, or one category of it (``level``)."""

    parameter: Parameter
    level: str = ""

    @property
    def name(self) -> str:
        """The parameter's name, with the category if the column stands for one."""
        return f"{self.parameter.name} is {self.level}" if self.level else self.parameter.name


@dataclass(frozen=True)
class Space:
    """Worlds in the dimensions that were asked for: the worlds, whether the shock varies, levers' values by name, and the calibrated
    draw of each world (a number of its own where there is none)."""

    worlds: Worlds
    shock: bool
    levers: dict[str, npt.NDArray[Any]]
    draws: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.worlds)

    def experiment(self, replicates: int) -> Experiment:
        """Every design in every world, world by world; the replicates of a world are its own."""
        experiment = self.worlds.experiment(replicates)
        repeated = {name: np.repeat(values, len(self.worlds.configs)) for name, values in self.levers.items()}
        columns = {**experiment.columns, **repeated}
        if not self.shock:
            del columns[SHOCK_MONTH], columns[SHOCK_SEVERITY]
        return replace(experiment, columns=columns)

    @cached_property
    def values(self) -> dict[str, Array]:
        """Values of every factor in every world, as the first design meets them; a shock that does not come has severity 0."""
        found = dict(self.worlds.values)
        if self.shock:
            found[SHOCK_SEVERITY] = np.where(found[SHOCK_MONTH] >= 0, found[SHOCK_SEVERITY], 0.0)
        else:
            del found[SHOCK_MONTH], found[SHOCK_SEVERITY]
        return found | {name: values.astype(float) for name, values in self.levers.items()}

    @cached_property
    def columns(self) -> list[Column]:
        """The dimensions: every factor that varies; of a category each of its values."""
        found: list[Column] = []
        for name, values in self.values.items():
            parameter = parameters()[name]
            if np.ptp(values) > 0.0:
                found += [Column(parameter, level) for level in parameter.choices] or [Column(parameter)]
        return found

    @cached_property
    def matrix(self) -> Array:
        """(worlds, columns): numbers in natural units, switches and categories as 0 and 1."""
        columns = []
        for column in self.columns:
            values = self.values[column.parameter.name]
            if column.level:
                values = (values == column.parameter.choices.index(column.level)).astype(float)
            columns.append(values)
        return np.column_stack(columns) if columns else np.empty((len(self), 0))


def sample_space(
    configs: Sequence[Config], factors: Sequence[str], set_by_designs: Collection[str], number: int, seed: int, method: str,
    shock_probability: float,
) -> Space:  # fmt: skip
    """Sample worlds in the factors asked for. ``factors``: ``uncertain``, names, or patterns such as ``shock.*``.

    What is not a factor stays as the scenario and the designs state it. ``set_by_designs``: names that the compared
    designs set, which cannot vary besides. Raises :class:`UserError` for what names nothing that can vary.
    """
    worlds = sample_worlds(configs, number, seed, method, shock_probability)
    shock = (SHOCK_MONTH, SHOCK_SEVERITY)
    uncertain = {parameter.name for parameter in worlds.drawn} | {SHOCK_MONTH, SHOCK_SEVERITY}
    possible = uncertain | {
        name
        for name, parameter in parameters().items()
        if parameter.kind in (LEVER, ATTRIBUTE) and parameter.unit != EVENT_UNIT
    }
    chosen: set[str] = set()
    for factor in factors:
        chosen |= _matching(factor, uncertain, possible, set_by_designs)
    if chosen & set(shock):
        chosen |= set(shock)  # a shock has a month and a severity
    kept = [place for place, parameter in enumerate(worlds.drawn) if parameter.name in chosen]
    reduced = replace(worlds, drawn=[worlds.drawn[place] for place in kept], quantiles=worlds.quantiles[:, kept])
    levers = [parameter for name, parameter in parameters().items() if name in chosen - uncertain]
    quantiles = quantile_sample(number, len(levers), seed + _LEVER_SEED, method)
    drawn = {
        lever.name: lever_values(lever, value_of(configs[0], lever.name), quantiles[:, place])
        for place, lever in enumerate(levers)
    }
    if "markets.countries" in drawn or "markets.count" in drawn:
        _fit_countries(drawn, configs[0])
    return Space(reduced, bool(chosen & set(shock)), drawn, calibrated_draws(configs, number, seed))


def _matching(factor: str, uncertain: set[str], possible: set[str], set_by_designs: Collection[str]) -> set[str]:
    """The names that a factor or pattern stands for."""
    if factor == UNCERTAIN:
        return uncertain
    known = parameters()
    pattern = any(sign in factor for sign in "*?[")
    found = {name for name in known if fnmatchcase(name, factor)} if pattern else {factor} & set(known)
    if not found:
        what = "matches no parameter" if pattern else "is not a parameter"
        hint = did_you_mean(factor.rstrip(".*"), [UNCERTAIN, *known])
        raise UserError(f"factors: {shortened(factor)} {what}{hint}")
    if not found & possible:
        raise UserError(
            f"factors: {shortened(factor)} does not vary here: calendar months, zeros and settings stay as the scenario states them"
        )
    both = sorted(found & possible & set(set_by_designs) - uncertain)
    if both:
        raise UserError(f"factors: {both[0]} is set by a design of the target and cannot vary besides")
    return found & possible


def lever_values(lever: Parameter, stated: Any, quantiles: Array) -> npt.NDArray[Any]:
    """Values of a lever at quantiles: see the module's docstring."""
    if lever.choices or lever.type is bool:
        options = len(lever.choices) or 2
        places = np.minimum((quantiles * options).astype(np.int64), options - 1)
        return places if lever.choices else places.astype(bool)
    low, high = float(lever.low), float(lever.high)
    if high - low <= WIDEST:
        if lever.type is int:
            return np.minimum(low + np.floor(quantiles * (high - low + 1.0)), high).astype(np.int64)
        return low + quantiles * (high - low)
    ends = max(low, float(stated) / FACTOR), min(high, float(stated) * FACTOR)
    values = ends[0] * (ends[1] / ends[0]) ** quantiles if ends[0] > 0.0 else np.full(len(quantiles), float(stated))
    return np.rint(values).astype(np.int64) if lever.type is int else values


def _fit_countries(drawn: dict[str, npt.NDArray[Any]], config: Config) -> None:
    """At most as many countries of destination as markets: a contradiction otherwise."""
    count = drawn.get("markets.count", np.array(config.markets.count))
    countries = drawn.get("markets.countries", np.array(config.markets.countries))
    number = len(next(iter(drawn.values())))
    drawn["markets.countries"] = np.broadcast_to(np.minimum(count, countries), number).astype(np.int64)
