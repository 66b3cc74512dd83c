"""Plausible values of the uncertain parameters, and worlds drawn from them.

A world draws every uncertain parameter from its plausible range (:func:`sim.evidence.published.ranges`), each by itself. A value
that a scenario states itself is taken as its best guess: the draw lies as far from it, on the scale of the range, as it lies from
the default. Some values never vary: levers, which are choices; zeros, shares of 1, switches, categories; and calendar months
(``shock.month``, ``politics.election_month``), which are events that the scenario tells.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.stats import qmc

from analysis.worlds.settings import DRAWN
from sim.evidence.published import ranges
from sim.parameters import UNCERTAINTY, Config, Parameter, parameters, value_of
from sim.runs import prior

Array = npt.NDArray[np.float64]

EVENT_UNIT = "month"
"""Unit of the calendar months in which something happens: part of the scenario, not uncertain."""
FACTOR = 2.0
"""Levers whose range is not their own vary from what the scenario states divided by this to that times this."""


def uncertain_parameters(configs: Sequence[Config]) -> list[Parameter]:
    """The uncertain numbers that are not switched off in every configuration, in the order of the registry."""
    return [
        parameter
        for parameter in map(parameters().__getitem__, prior.uncertain_ranges())
        if any(not _fixed(parameter, float(value_of(config, parameter.name))) for config in configs)
    ]


def said_of(names: Iterable[str]) -> str:
    """Where the values of varied parameters come from; nothing to say where all of them are choices or events."""
    known = parameters()
    return DRAWN if any(known[name].kind == UNCERTAINTY and name in ranges() for name in names if name in known) else ""


def _fixed(parameter: Parameter, value: float) -> bool:
    """Whether a scenario switched an uncertain parameter off, or fully on."""
    at_end = value == 0.0 or (float(parameter.low) == 0.0 and value >= float(parameter.high) <= 1.0)
    return bool(at_end and value != float(parameter.default))


def quantile_sample(count: int, dimensions: int, seed: int, method: str = "lhs") -> Array:
    """A seeded sample of the unit cube, (count, dimensions): Latin hypercube (``lhs``) or scrambled Sobol (``sobol``)."""
    if dimensions == 0:
        return np.empty((count, 0))
    rng = np.random.default_rng([seed, 7919])
    if method == "sobol":
        sample = qmc.Sobol(dimensions, scramble=True, rng=rng).random_base2(
            max(0, int(np.ceil(np.log2(max(count, 1)))))
        )
        return np.asarray(sample[:count])
    return np.asarray(qmc.LatinHypercube(dimensions, rng=rng).random(count))


def spread(parameter: Parameter, value: float) -> tuple[float, float]:
    """Lowest and highest plausible value around a stated one: see the module's docstring."""
    low, high = (float(plausible(parameter, value, end)) for end in (0.0, 1.0))
    return low, high


def plausible(parameter: Parameter, value: float, quantile: npt.ArrayLike) -> Array:
    """Quantiles of the distribution of an uncertain parameter around its stated value: see the module's docstring."""
    u = np.asarray(quantile, np.float64)
    if parameter.name not in ranges() or _fixed(parameter, value):
        return np.full(u.shape, float(value))
    drawn = prior.quantile(ranges()[parameter.name], u, parameter.name)
    if value != float(parameter.default):
        drawn = _moved(parameter, drawn, value)
    return np.asarray(np.rint(drawn) if parameter.type is int else drawn)


def _moved(parameter: Parameter, drawn: Array, value: float) -> Array:
    """Draws moved to lie around a stated value as they lie around the default, on the scale of the parameter's range."""
    scale = ranges()[parameter.name].scale
    low, high = float(parameter.low), float(parameter.high)
    centre = float(parameter.default)
    if scale == "log" and min(value, centre) <= 0.0:
        scale = "linear"
    if scale == "odds" and not (0.0 < value < 1.0 and 0.0 < centre < 1.0):
        scale = "linear"
    forward, back = prior.SCALES[scale]
    return np.asarray(np.clip(back(forward(value) + forward(drawn) - forward(centre)), low, high))


def uncertain_columns(
    configs: Sequence[Config], quantiles: Array, drawn: Sequence[Parameter], base: npt.NDArray[np.int64], row: npt.NDArray[np.int64]
) -> dict[str, npt.NDArray[Any]]:  # fmt: skip
    """Columns of drawn parameters for sets: set ``i`` is ``configs[base[i]]`` in the world ``quantiles[row[i]]``.

    Every configuration meets the same quantiles, around its own stated value: what a design sets itself stays set apart.
    """
    columns: dict[str, npt.NDArray[Any]] = {}
    for position, parameter in enumerate(drawn):
        stated = [float(value_of(config, parameter.name)) for config in configs]
        table = {value: plausible(parameter, value, quantiles[:, position]) for value in set(stated)}
        columns[parameter.name] = np.stack([table[value] for value in stated])[base, row]
    return columns
