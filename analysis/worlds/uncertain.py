"""Plausible values of the uncertain parameters, and worlds drawn from them.

A world is drawn as :mod:`sim.runs.draws` says. Some values never vary: what a scenario states itself; levers, which are choices,
unless a real scheme's are not known; switches, categories; and calendar months (``shock.month``, ``politics.election_month``),
which are events that the scenario tells.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.stats import qmc

from analysis.worlds.settings import DRAWN
from sim.evidence.published import ranges
from sim.parameters import UNCERTAINTY, Config, Parameter, parameters, value_of
from sim.runs import prior
from sim.runs.draws import NO_ROW, Draws, draw
from sim.setup.typical import usual

Array = npt.NDArray[np.float64]

EVENT_UNIT = "month"
"""Unit of the calendar months in which something happens: part of the scenario, not uncertain."""
FACTOR = 2.0
"""Levers whose range is not their own vary from what the scenario states divided by this to that times this."""


def uncertain_parameters(configs: Sequence[Config]) -> list[Parameter]:
    """What some configuration leaves open, in the order of the registry."""
    open_somewhere = set[str]().union(*(draw(_scenario(configs), 1, 0).columns(config) for config in configs))
    return [parameter for name, parameter in parameters().items() if name in open_somewhere]


def _scenario(configs: Sequence[Config]) -> str:
    """The scenario of all configurations; empty where they have several."""
    names = {config.scenario for config in configs}
    return names.pop() if len(names) == 1 else ""


def world_quantiles(
    configs: Sequence[Config],
    drawn: Sequence[Parameter],
    worlds: int,
    seed: int,
    method: str = "lhs",
    calibrated: bool = True,
) -> Array:
    """Where the drawn parameters of worlds lie in their plausible ranges: (worlds, drawn), the same for all configurations.

    World ``i`` is the same whatever else is compared with it, and that of ``python -m sim``: everything uncertain is drawn, and
    what is not asked for is left out. ``calibrated=False``: from plausible ranges alone.
    """
    sample = partial(quantile_sample, seed=seed, method=method) if method == "sobol" else None
    found = draw(_scenario(configs), worlds, seed, sample=sample, calibrated=calibrated)
    places = {name: place for place, name in enumerate(found.ranges)}
    return np.asarray(found.positions[:, [places[each.name] for each in drawn]])


def calibrated_draws(configs: Sequence[Config], worlds: int, seed: int) -> npt.NDArray[np.int64]:
    """The calibrated draw that each of these worlds rests on, by number; a number of its own where none does."""
    row = draw(_scenario(configs), worlds, seed, names=[]).row
    return np.where(row == NO_ROW, np.arange(worlds), row)


def said_of(names: Iterable[str]) -> str:
    """Where the values of varied parameters come from; nothing to say where all of them are choices or events."""
    known = parameters()
    return DRAWN if any(known[name].kind == UNCERTAINTY and name in ranges() for name in names if name in known) else ""


def _fixed(parameter: Parameter, value: float) -> bool:
    """Whether a scenario switched an uncertain parameter off, or fully on."""
    at_end = value == 0.0 or (float(parameter.low) == 0.0 and value >= float(parameter.high) <= 1.0)
    return bool(at_end and value != float(usual(parameter.name)))


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
    if value != float(usual(parameter.name)):
        drawn = _moved(parameter, drawn, value)
    return np.asarray(np.rint(drawn) if parameter.type is int else drawn)


def _moved(parameter: Parameter, drawn: Array, value: float) -> Array:
    """Draws moved to lie around a stated value as they lie around the default, on the scale of the parameter's range."""
    scale = ranges()[parameter.name].scale
    low, high = float(parameter.low), float(parameter.high)
    centre = float(usual(parameter.name))
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

    Every configuration meets the same values, and keeps what it states itself.
    """
    ranges = draw(_scenario(configs), 1, 0, names=[each.name for each in drawn]).ranges
    worlds = Draws(_scenario(configs), ranges, quantiles, np.full(len(quantiles), -1))
    by_config = [worlds.columns(config) for config in configs]
    columns: dict[str, npt.NDArray[Any]] = {}
    for parameter in drawn:
        name = parameter.name
        values = [
            found[name] if name in found else np.full(len(quantiles), value_of(config, name))
            for config, found in zip(configs, by_config, strict=True)
        ]
        columns[name] = np.stack(values)[base, row]
    return columns
