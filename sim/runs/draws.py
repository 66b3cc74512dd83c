"""Plausible worlds for many runs: values of everything that is uncertain.

A world is a row of the calibrated draws (:mod:`sim.runs.posterior`), repeated in turn where more worlds are asked for than there are
rows. What varies between schemes is drawn anew for a new scheme, around the row's mean and with its spread; a scheme that was
learned from keeps its own value in that row. What no scheme says anything about, and what is open of a real scheme
(``evidence/unknowns.csv``), is drawn from its plausible range. Without a calibration, everything is.

What a scenario states itself stays as it says, whatever is drawn.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from math import erf, sqrt
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.declare import Range
from sim.parameters import UNCERTAINTY, Config, parameters, value_of
from sim.runs import posterior
from sim.runs.prior import position, quantile, uncertain_ranges, unknowns
from sim.setup.typical import stated

__all__ = ["Draws", "draw", "stratified"]

Array = npt.NDArray[np.float64]
Sample = Callable[[int, int], Array]

NO_ROW = -1
"""Row of a world that no calibration was drawn from."""
ERROR = "error"
"""Column of the calibrated draws: scale of the error of a count."""
_FRESH, _ROWS, _OWN = 7919, 104_729, 15_485_863


@dataclass(frozen=True)
class Draws:
    """Worlds for a scenario. ``ranges``: by parameter; ``positions``: (worlds, parameters), 0 to 1 in these; ``row``: (worlds).

    ``error``: calibrated scale of the error of a count, (worlds); None where nothing is calibrated.
    """

    scenario: str
    ranges: dict[str, Range]
    positions: Array
    row: npt.NDArray[np.int64]
    error: Array | None = None

    def columns(self, config: Config) -> dict[str, npt.NDArray[Any]]:
        """Values by parameter, (worlds), of all that this configuration leaves open."""
        return {
            name: quantile(each, self.positions[:, place], name)
            for place, (name, each) in enumerate(self.ranges.items())
            if _open(config, name)
        }


def draw(
    scenario: str,
    worlds: int,
    seed: int,
    *,
    without: bool = False,
    calibrated: bool = True,
    names: Sequence[str] | None = None,
    sample: Sample | None = None,
    among: npt.NDArray[np.int64] | None = None,
    scheme: int = 0,
) -> Draws:
    """So many worlds for a scenario, by its name; the same for every design of it.

    ``without``: as if this scheme had never been learned from: rows of draws that were made without it, else rows by their
    leave-one-out weights; values of its own are drawn anew. ``calibrated=False``: everything from plausible ranges, whether a
    calibration ships or not. ``names``: only these parameters (default: everything uncertain, and what is open of a real scheme).
    ``sample``: (worlds, dimensions) to positions of what is drawn anew (default: :func:`stratified`). ``among``: the rows of the
    calibrated draws that worlds may rest on (default: all). ``scheme``: further schemes (1, 2, ...) run beside the scenario's own in
    the same worlds: they share all but what varies between schemes, of which each draws values of its own.
    """
    ranges = _ranges(scenario, names)
    fresh = (
        sample(worlds, len(ranges))
        if sample
        else stratified(worlds, len(ranges), np.random.default_rng([seed, _FRESH]))
    )
    known = ((posterior.read_without(scenario) if without else None) or posterior.read()) if calibrated else None
    if known is None:
        return Draws(scenario, ranges, fresh, np.full(worlds, NO_ROW))
    row = _rows(known, worlds, np.random.default_rng([seed, _ROWS]), scenario if without else "", among)
    address = [seed, _OWN, scheme] if scheme else [seed, _OWN]
    own = np.random.default_rng(address).standard_normal((worlds, len(known.varying)))
    positions = fresh.copy()
    for place, (name, each) in enumerate(ranges.items()):
        mine = f"{scenario}:{name}"
        if mine in known and not without and not (scheme and name in known.varying):
            positions[:, place] = position(each, known[mine][row])
        elif name in known.varying:
            normal = (
                known[posterior.MEAN + name][row]
                + known[posterior.SPREAD + name][row] * own[:, known.varying.index(name)]
            )
            positions[:, place] = normal_share(normal)
        elif name in known and mine not in unknowns():
            positions[:, place] = position(each, known[name][row])
    return Draws(scenario, ranges, positions, row, known[ERROR][row] if ERROR in known else None)


def stratified(count: int, dimensions: int, rng: np.random.Generator) -> Array:
    """A Latin hypercube: (count, dimensions) positions, each dimension's ``count`` slices hit once."""
    slices = rng.permuted(np.tile(np.arange(count), (dimensions, 1)), axis=1).T.reshape(count, dimensions)
    return np.asarray((slices + rng.random((count, dimensions))) / max(count, 1))


def normal_share(values: Array) -> Array:
    """Share of a standard normal below each value."""
    return np.asarray(np.vectorize(lambda value: 0.5 * (1.0 + erf(value / sqrt(2.0))), otypes=[float])(values))


def _ranges(scenario: str, names: Sequence[str] | None) -> dict[str, Range]:
    found = dict(uncertain_ranges())
    for name, each in unknowns().items():
        scheme, _, parameter = name.partition(":")
        if scheme == scenario:
            found[parameter] = each
    return found if names is None else {name: found[name] for name in names}


def _rows(
    known: posterior.Posterior, worlds: int, rng: np.random.Generator, without: str, among: npt.NDArray[np.int64] | None
) -> npt.NDArray[np.int64]:
    """Rows in turn, in an order of their own; by leave-one-out weight where a scheme is left out."""
    if without and posterior.WITHOUT + without in known:
        weights = np.cumsum(known[posterior.WITHOUT + without])
        places = (rng.random() + np.arange(worlds)) / worlds * weights[-1]
        return rng.permutation(np.minimum(np.searchsorted(weights, places), len(known) - 1))
    order = rng.permutation(np.arange(len(known)) if among is None else among)
    return np.resize(order, worlds).astype(np.int64)


def _open(config: Config, name: str) -> bool:
    """Whether a configuration leaves a parameter open: uncertain and not stated, or open of a real scheme and as its file has it."""
    if f"{config.scenario}:{name}" in unknowns():
        return bool(value_of(config, name) == value_of(_as_filed(config.scenario), name))
    return parameters()[name].kind == UNCERTAINTY and not stated(config, name)


@cache
def _as_filed(scenario: str) -> Config:
    from sim.setup.configuration import configure  # Hydra: 0.3 s that only real schemes need

    return configure(scenario)
