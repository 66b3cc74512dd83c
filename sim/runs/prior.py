"""What may be true before any outcome is looked at: the plausible ranges of parameters, and what a scheme's design left open.

Two kinds of dimensions: uncertain parameters that all schemes share (:func:`sim.evidence.published.ranges`), and what is not known about one scheme
itself (``evidence/unknowns.csv``: hosts within reach, the skill of its lead ...), written ``scheme:parameter``. All values of
a range are alike plausible on its scale (linear, log, odds). A scheme keeps what its scenario states, unless it is unknown.
"""

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.declare import ASSUMPTION, Range
from sim.evidence.published import FOLDER, ranges
from sim.parameters import UNCERTAINTY, Config, parameters
from sim.setup.typical import stated

Array = npt.NDArray[np.float64]
Transform = Callable[[Any], Any]

SCALES: dict[str, tuple[Transform, Transform]] = {
    "linear": (lambda x: x, lambda y: y),
    "log": (np.log, np.exp),
    "odds": (lambda x: np.log(x / (1.0 - x)), lambda y: 1.0 / (1.0 + np.exp(-y))),
}
"""By name: to a scale on which all values of a range are alike plausible, and back."""

WITHIN_REACH = ("markets.employers", "candidates.per_place")
"""Uncertainties that each scheme has for itself."""


@dataclass(frozen=True)
class Prior:
    """Dimensions of the unit cube by name, and the range of each."""

    ranges: Mapping[str, Range]

    @property
    def names(self) -> list[str]:
        """Names of the dimensions: a parameter, or ``scheme:parameter``."""
        return list(self.ranges)

    def values(self, positions: Array) -> dict[str, Array]:
        """Values by name of points in the unit cube, (points, dimensions)."""
        return {name: quantile(each, positions[:, place], _parameter(name))
                for place, (name, each) in enumerate(self.ranges.items())}  # fmt: skip

    def positions(self, values: Mapping[str, Array]) -> Array:
        """Points in the unit cube, (points, dimensions), that have these values: the inverse of :meth:`values`."""
        return np.stack([position(each, values[name]) for name, each in self.ranges.items()], axis=1)

    def columns(self, config: Config, values: Mapping[str, Array]) -> dict[str, npt.NDArray[Any]]:
        """What differs from a scheme's configuration: shared values that it does not state, and what it leaves open."""
        own = {
            name.partition(":")[2]: drawn for name, drawn in values.items() if name.startswith(f"{config.scenario}:")
        }
        shared = {name: drawn for name, drawn in values.items() if ":" not in name and not stated(config, name)}
        return shared | own


def _parameter(name: str) -> str:
    return name.rpartition(":")[2]


def quantile(each: Range, u: npt.ArrayLike, name: str) -> Array:
    """Quantiles ``u`` of a plausible range, in the parameter's unit; whole numbers where the parameter is one."""
    forward, back = SCALES[each.scale]
    low, high = forward(each.low), forward(each.high)
    drawn = np.clip(back(low + (high - low) * np.asarray(u, np.float64)), each.low, each.high)
    return np.rint(drawn) if name in parameters() and parameters()[name].type is int else np.asarray(drawn)


def position(each: Range, values: npt.ArrayLike) -> Array:
    """Where values lie in a plausible range, 0 to 1: the inverse of :func:`quantile`."""
    forward, _ = SCALES[each.scale]
    low, high = forward(each.low), forward(each.high)
    return np.asarray(np.clip((forward(np.clip(values, each.low, each.high)) - low) / (high - low), 0.0, 1.0))


@cache
def unknowns() -> dict[str, Range]:
    """What is not known about each scheme, by ``scheme:parameter``."""
    with (FOLDER / "unknowns.csv").open(encoding="utf-8", newline="") as file:
        return {
            f"{row['scheme']}:{row['parameter']}": Range(
                float(row["low"]), float(row["high"]), row["scale"], (ASSUMPTION,), row["reason"]
            )
            for row in csv.DictReader(file)
        }


def uncertain_ranges() -> dict[str, Range]:
    """The plausible ranges of uncertainties that are not a point, by name. A lever is a choice: it is never drawn."""
    return {
        name: each for name, each in ranges().items() if parameters()[name].kind == UNCERTAINTY and each.low < each.high
    }


def prior(schemes: Sequence[str]) -> Prior:
    """The prior for these schemes: the shared uncertainties whose range is not a point, and these schemes' unknowns.

    How many hosts and persons are within reach is a matter of each scheme, not of all. A lever is drawn only where what a
    scheme chose is unknown.
    """
    from sim.setup.configuration import configure  # Hydra: 0.3 s that ranges alone do not need

    own = {name: each for name, each in unknowns().items() if name.partition(":")[0] in schemes}
    for scheme in schemes:
        config = configure(scheme)
        for name in WITHIN_REACH:
            if not stated(config, name):
                own.setdefault(f"{scheme}:{name}", uncertain_ranges()[name])
    shared = {name: each for name, each in uncertain_ranges().items() if name not in WITHIN_REACH}
    return Prior(shared | own)
