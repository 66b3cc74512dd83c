"""Plausible worlds, and every design in each of them on common draws.

A world is a point in the uncertain parameters (ranges: :mod:`analysis.worlds.uncertain`), a shock or none, and chance of its own:
the replicates of a world are met by all its designs and by no other world, so that the chance of few replicates averages
out over the worlds. A shock comes with a given probability. Every month of the longest design's planned duration is equally
likely, and so is every severity from 0.2 to 1.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.worlds.experiments import Experiment
from analysis.worlds.uncertain import (
    calibrated_draws,
    quantile_sample,
    uncertain_columns,
    uncertain_parameters,
    world_quantiles,
)
from sim.parameters import Config, Parameter, parameters
from sim.runs.sets import stack

Array = npt.NDArray[np.float64]

LEAST_SEVERITY = 0.2
SHOCK = "shock"
SHOCK_MONTH, SHOCK_SEVERITY = "shock.month", "shock.severity"
MONTHS_A_YEAR = 12
CHANCE_APART = 1_000_000
"""Replicates between the first of two groups of worlds that must not share chance: as many as there can be worlds."""


@dataclass(frozen=True)
class Worlds:
    """Sampled worlds: ``quantiles`` (worlds, drawn), and the shock of each (month -1: none)."""

    configs: list[Config]
    drawn: list[Parameter]
    quantiles: Array
    month: npt.NDArray[np.int64]
    severity: Array
    draws: npt.NDArray[np.int64]
    """The calibrated draw that each world rests on; a number of its own where none does."""
    luck: bool = True
    """Whether every world has chance of its own."""

    def __len__(self) -> int:
        return len(self.quantiles)

    @cached_property
    def values(self) -> dict[str, Array]:
        """Parameter values of every world, by name, as the first design meets them."""
        number = len(self)
        columns = self._columns(np.zeros(number, np.int64), np.arange(number))
        return {name: np.asarray(values, dtype=float) for name, values in columns.items()}

    def _columns(self, base: npt.NDArray[np.int64], row: npt.NDArray[np.int64]) -> dict[str, npt.NDArray[np.float64]]:
        columns = uncertain_columns(self.configs, self.quantiles, self.drawn, base, row)
        return columns | {SHOCK_MONTH: self.month[row], SHOCK_SEVERITY: self.severity[row]}

    def experiment(self, replicates: int) -> Experiment:
        """Every design in every world, world by world; the replicates of a world are its own."""
        designs, number = len(self.configs), len(self)
        base, row = np.tile(np.arange(designs), number), np.repeat(np.arange(number), designs)
        chance = row * replicates if self.luck else np.zeros_like(row)
        return Experiment(stack(self.configs), base, self._columns(base, row), chance)

    def first(self, number: int) -> "Worlds":
        """The first of them, as many as there are at most."""
        return replace(
            self,
            quantiles=self.quantiles[:number],
            month=self.month[:number],
            severity=self.severity[:number],
            draws=self.draws[:number],
        )

    def table(self) -> pd.DataFrame:
        """A row per world: its shock and its parameters."""
        return pd.DataFrame({"world": np.arange(len(self)), **self.values})

    def information(self) -> dict[str, Array]:
        """What could be known before the choice: (worlds, 1) for each uncertain parameter, (worlds, 2) for the shock."""
        found = {parameter.name: self.quantiles[:, [place]] for place, parameter in enumerate(self.drawn)}
        struck = self.month >= 0
        found[SHOCK] = np.column_stack([np.where(struck, self.severity, 0.0), self.month])
        return found


def sample_worlds(
    configs: Sequence[Config], number: int, seed: int, method: str, shock_probability: float, uncertainty: str = "both"
) -> Worlds:
    """Sample worlds for designs: parameters and shock as in the module's docstring.

    ``uncertainty``: ``chance`` leaves the parameters as they are, ``parameters`` gives all worlds the same chance.
    """
    own = (SHOCK_MONTH, SHOCK_SEVERITY)
    drawn = [parameter for parameter in uncertain_parameters(configs) if parameter.name not in own]
    drawn = drawn if uncertainty != "chance" else []
    quantiles = world_quantiles(configs, drawn, number, seed, method)
    months = max(1, math.ceil(max(config.design.duration_years for config in configs) * MONTHS_A_YEAR))
    month, severity = sample_shocks(number, seed, shock_probability, months, method)
    draws = calibrated_draws(configs, number, seed) if drawn else np.arange(number)
    return Worlds(list(configs), drawn, quantiles, month, severity, draws, uncertainty != "parameters")


def sample_shocks(
    number: int, seed: int, probability: float, months: int, method: str = "lhs"
) -> tuple[npt.NDArray[np.int64], Array]:
    """The shock of each world: the month in which it comes, below ``months`` (-1: none), and its severity."""
    comes, when, strength = quantile_sample(number, 3, seed + 1, method).T
    month = np.where(comes < probability, np.floor(when * months), -1.0).astype(np.int64)
    return month, LEAST_SEVERITY + (1.0 - LEAST_SEVERITY) * strength


def label(name: str) -> str:
    """What an uncertainty is, in words."""
    if name == SHOCK:
        return "Whether a shock comes, when and how strong"
    return parameters()[name].meaning
