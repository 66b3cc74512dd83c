"""The space that is searched: levers, each with the values that it can take.

A number takes values on a grid within its plausible range, including both ends and the scenario's own value; a category takes each of
its members; a switch is on or off. A design is a row of whole numbers, the places of its values in these grids, so that equal designs are exactly
equal. Values that contradict the scenario are left out; where two levers contradict each other, :meth:`Space.repaired` says
which one gives way.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.worlds.levers import INSTEAD, TOGETHER
from sim.errors import UserError
from sim.parameters import Config, Parameter, parameters, value_of
from sim.reporting.wording import setting

Places = npt.NDArray[np.int64]
"""(designs, levers): the place of each lever's value in its grid."""

STEPS = 20
"""Steps of a grid, about."""
NICE = (1.0, 2.0, 2.5, 5.0, 10.0)
"""Steps of a linear grid are one of these times a power of ten."""
DIGITS = 2
"""Significant digits of the values of a grid on a log scale."""
LEAST = {"months": 1.0, "years": 0.5}
"""Smallest steps that people plan with, by unit."""
SIGNED, SIGNED_BY = "design.signed_share", "design.signed_by."


@dataclass(frozen=True)
class Lever:
    """A lever and its grid. ``own``: the place of the scenario's value; ``ends``: places of the ends of its plausible range."""

    parameter: Parameter
    values: tuple[Any, ...]
    own: int
    ends: tuple[int, int]

    @property
    def name(self) -> str:
        """Its dotted name."""
        return self.parameter.name

    @property
    def ordered(self) -> bool:
        """Whether more and less mean something: numbers, not categories and switches."""
        return self.parameter.low is not None

    @property
    def shown(self) -> list[str]:
        """The values as they are written in a scenario's file."""
        return [written(value) for value in self.values]


@dataclass(frozen=True)
class Space:
    """All designs that may be chosen in a scenario."""

    config: Config
    levers: tuple[Lever, ...]

    @property
    def names(self) -> list[str]:
        """The levers' names, in order."""
        return [lever.name for lever in self.levers]

    @property
    def sizes(self) -> Places:
        """Number of values of each lever."""
        return np.array([len(lever.values) for lever in self.levers])

    @property
    def own(self) -> Places:
        """The scenario as it is, (levers)."""
        return np.array([lever.own for lever in self.levers])

    def values(self, design: Places) -> dict[str, Any]:
        """A design's values by lever; ``design``: (levers)."""
        return {lever.name: lever.values[place] for lever, place in zip(self.levers, design, strict=True)}

    def columns(self, designs: Places) -> dict[str, npt.NDArray[Any]]:
        """The values of many designs by lever, (designs) each, as kernels read them."""
        return {
            lever.name: np.array([plain(value) for value in lever.values])[designs[:, place]]
            for place, lever in enumerate(self.levers)
        }

    def place(self, values: Mapping[str, Any]) -> Places:
        """The design nearest to these values, the scenario's own where nothing is said: (levers)."""
        found = self.own
        for place, lever in enumerate(self.levers):
            if lever.name not in values:
                continue
            wanted = values[lever.name]
            if lever.ordered:
                found[place] = int(np.abs(np.array(lever.values, dtype=float) - float(wanted)).argmin())
            elif wanted in lever.values:
                found[place] = lever.values.index(wanted)
        return found

    def position(self, designs: Places) -> npt.NDArray[np.float64]:
        """Where designs lie in the space, each lever from 0 to 1: (designs, levers)."""
        return np.asarray(designs / np.maximum(self.sizes - 1, 1))

    def repaired(self, designs: Places) -> Places:
        """The designs without contradictions between levers: what one lever needs, another follows."""
        found, places = designs.copy(), {name: place for place, name in enumerate(self.names)}
        for lever, above in TOGETHER.items():
            needed, most = self._now(found, places, lever), self._now(found, places, above)
            short = needed > most
            if above in places:
                grid = np.array([float(value) for value in self.levers[places[above]].values])
                found[short, places[above]] = np.searchsorted(grid, needed[short]).clip(max=len(grid) - 1)
            elif lever in places:
                grid = np.array([float(value) for value in self.levers[places[lever]].values])
                found[short, places[lever]] = np.searchsorted(grid, most[short], side="right") - 1
        weights = {name: self._now(found, places, name) for name in parameters() if name.startswith(SIGNED_BY)}
        nobody = (self._now(found, places, SIGNED) > 0.0) & (sum(weights.values()) <= 0.0)
        for name in weights:  # nobody could sign: the scenario's own partners do, or nobody has to
            if name in places:
                found[nobody, places[name]] = self.own[places[name]]
        if SIGNED in places and not any(value_of(self.config, name) for name in weights):
            found[nobody, places[SIGNED]] = self.levers[places[SIGNED]].values.index(0.0)
        return found

    def _now(self, designs: Places, places: Mapping[str, int], name: str) -> npt.NDArray[np.float64]:
        """A lever's value in each design, also if it is not searched."""
        if name not in places:
            return np.full(len(designs), float(value_of(self.config, name)))
        grid = np.array([float(value) for value in self.levers[places[name]].values])
        return np.asarray(grid[designs[:, places[name]]])


def space(config: Config, chosen: Sequence[str]) -> Space:
    """The space of these levers around a scenario. Raises :class:`UserError` where nothing can be chosen."""
    found = [_lever(config, parameters()[name]) for name in chosen]
    kept = tuple(lever for lever in found if len(lever.values) > 1)
    if not kept:
        raise UserError("levers: none of these can take another value in this scenario: name others")
    return Space(config, kept)


def grid(parameter: Parameter, own: Any) -> list[Any]:
    """The values that a lever may take, in order, its own value among them."""
    if parameter.choices:
        return [getattr(parameter.type, name) for name in parameter.choices]
    if parameter.type is bool:
        return [False, True]
    low, high, scale = _range(parameter, own)
    least = LEAST.get(parameter.unit, 0.0)
    if scale == "log" and low > 0.0:
        values = [float(f"{value:.{DIGITS}g}") for value in np.geomspace(low, high, STEPS + 1)]
        values = [round(value / least) * least for value in values] if least else values
    else:
        step = max(_nice((high - low) / STEPS), least)
        first = math.ceil(low / step - 1e-9) * step
        values = [round(float(value), 10) for value in np.arange(first, high + step * 1e-6, step)]
    values = [low, *(value for value in values if low < value < high), high]
    if parameter.type is int:
        values = [round(value) for value in values]
    return sorted({*values, own})


def written(value: Any) -> str:
    """A value as it is written in a scenario's file."""
    if isinstance(value, int | float) and not isinstance(value, bool | IntEnum):
        return f"{value:.10g}"
    return setting(value)


def plain(value: Any) -> Any:
    """A value as kernels read it."""
    return int(value) if isinstance(value, IntEnum) else value


def _lever(config: Config, parameter: Parameter) -> Lever:
    own = value_of(config, parameter.name)
    values = [value for value in grid(parameter, own) if value == own or _allowed(config, parameter.name, value)]
    ends = (0, len(values) - 1)
    if parameter.low is not None:
        low, high, _ = _range(parameter, own)
        inside = [place for place, value in enumerate(values) if low <= value <= high]
        ends = (inside[0], inside[-1]) if inside else ends
    return Lever(parameter, tuple(values), values.index(own), ends)


def _allowed(config: Config, name: str, value: Any) -> bool:
    """Whether a scenario can have this value if all else stays, except what goes together with it."""
    from analysis.worlds.designs import adjusted  # heavy: Hydra

    values = {name: value}
    if name in TOGETHER and value_of(config, TOGETHER[name]) < value:
        values[TOGETHER[name]] = value
    elif name in TOGETHER.values():
        values |= {lever: min(value_of(config, lever), value) for lever, above in TOGETHER.items() if above == name}
    elif name.startswith(SIGNED_BY):
        return True  # whether somebody is left to sign is for the repair
    try:
        adjusted(config, values)
    except UserError:
        return False
    return True


def _range(parameter: Parameter, own: Any) -> tuple[float, float, str]:
    """Ends and scale of the plausible range; of the allowed range if the lever declares no other."""
    if parameter.plausible:
        return float(parameter.plausible.low), float(parameter.plausible.high), parameter.plausible.scale
    if parameter.name in INSTEAD:
        low, high = INSTEAD[parameter.name](own)
        return float(low), float(high), "linear"
    return float(parameter.low), float(parameter.high), "linear"


def _nice(step: float) -> float:
    """The next step at or above this one that people would choose."""
    if step <= 0.0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(step))
    return next(nice * power for nice in NICE if nice * power >= step * (1.0 - 1e-9))
