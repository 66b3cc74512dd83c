"""What a search found, and how designs are tried in the worlds of a stage."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.optimise.fields import Field, Stage, tried, worlds_of
from analysis.optimise.levers import Places
from analysis.optimise.objectives import Values
from analysis.optimise.search import Generation, Tried
from analysis.optimise.settings import Asked
from analysis.worlds.experiments import Runs
from sim.errors import UserError
from sim.runs.store import Store

Array = npt.NDArray[np.float64]
Watch = Callable[[Stage, int, int], None]
"""Told how many runs of a stage are done and how many are asked for; whoever raises ends the search."""

OWN = "as_it_is"
"""Name of the scenario's own design."""


@dataclass(frozen=True)
class Found:
    """What was found. ``designs``: (designs, levers), the one that gives most of the first objective last; ``named``: by name, the scenario first.

    ``searched``: objectives of the designs in the search's last worlds, and of the scenario at the end; ``values``,
    ``named_values``: by indicator, in the worlds of the report; ``margin``: the smallest difference that matters in each objective;
    ``last``: all designs of the search's last stage; ``changes``: single changes to the design for the money.
    """

    asked: Asked
    designs: Places
    searched: Array
    values: dict[str, Array]
    named: dict[str, Places]
    named_values: dict[str, Array]
    field: Field
    margin: Array
    generations: list[Generation]
    last: Tried
    changes: "Changes | None"
    runs: Runs

    @property
    def best(self) -> dict[str, Array]:
        """The best value of each world over all designs of the report, for regret."""
        return self.asked.wanted.best(joined(self.values, self.named_values))


@dataclass(frozen=True)
class Changes:
    """Single changes to a design: which lever each changes, and values by indicator, (1 + changes, worlds), the design first.

    ``ranking``: the same in worlds of the search's half, so that the first of them does not come first by luck.
    """

    design: int
    designs: Places
    levers: list[int]
    values: dict[str, Array]
    ranking: dict[str, Array]
    draws: npt.NDArray[np.int64]


@dataclass
class Trial:
    """Designs tried in worlds of a stage, through the store; counts what was run."""

    asked: Asked
    settings: Any
    store: Store | None = None
    watch: Watch | None = None

    def __post_init__(self) -> None:
        self.fields: dict[Stage, Field] = {}
        self.done: list[Runs] = []

    def field(self, stage: Stage, worlds: int) -> Field:
        """The worlds of a stage; always the same."""
        if stage not in self.fields:
            self.fields[stage] = worlds_of(
                self.asked.space, stage, worlds, self.settings.uncertainty.name, self.settings.shock_probability
            )
        return self.fields[stage]

    def __call__(self, stage: Stage, worlds: int, designs: Places) -> dict[str, Array]:
        """Values of designs in the worlds of a stage. Raises :class:`UserError` where an objective is undefined."""
        wanted = self.asked.wanted
        progress = partial(self.watch, stage) if self.watch else None
        values, runs = tried(
            self.asked.space, designs, self.field(stage, worlds), wanted.indicators, self.store, progress
        )
        self.done.append(runs)
        for objective in wanted.objectives:
            if objective.indicator and np.isnan(values[objective.indicator]).any():
                raise UserError(f"objectives: {objective.indicator} is undefined in some runs here: choose another")
        return values


def joined(first: Values, second: Values) -> dict[str, Array]:
    """Values of two groups of designs together."""
    return {name: np.concatenate([first[name], second[name]]) for name in first}
