"""The worlds in which designs are tried: those of the search and those of the report have different draws and different chance.

The calibrated draws are split at random into two halves. Every stage of the search takes new worlds from the first half; all
reported numbers come from the second half. Among thousands of designs tried in the same worlds, some look good only because these
worlds happen to suit them: other worlds show how good they are.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.optimise.levers import Places, Space
from analysis.worlds.experiments import Experiment, Progress, Runs, run
from analysis.worlds.worlds import CHANCE_APART, MONTHS_A_YEAR, SHOCK_MONTH, SHOCK_SEVERITY, sample_shocks
from sim.parameters import parameters
from sim.runs import posterior
from sim.runs.draws import NO_ROW, draw
from sim.runs.sets import stack
from sim.runs.store import Store

Array = npt.NDArray[np.float64]

SEARCH, REPORT = 0, 1
_HALVES = 32_452_843


class Stage(IntEnum):
    """Where worlds are used. Each use has worlds and chance of its own."""

    first = 0
    second = 1
    third = 2
    choice = 3
    simpler = 4
    ranking = 5
    report = 6
    changes = 7

    @property
    def half(self) -> int:
        """The half of the draws that it may use."""
        return REPORT if self in (Stage.report, Stage.changes) else SEARCH


@dataclass(frozen=True)
class Field:
    """Worlds: values of what is uncertain by name, chance, and the calibrated draw of each, (worlds)."""

    columns: dict[str, npt.NDArray[Any]]
    replicate: npt.NDArray[np.int64]
    draws: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.replicate)


def worlds_of(space: Space, stage: Stage, worlds: int, uncertainty: str, shock_probability: float) -> Field:
    """Worlds of a stage around the scenario of a space. A lever that is searched is not drawn, whatever else is open."""
    config = space.config
    drawn_with = int(np.random.SeedSequence([config.seed, int(stage)]).generate_state(1)[0])
    first = CHANCE_APART * int(stage)
    replicate = first + np.arange(worlds) if uncertainty != "parameters" else np.full(worlds, first)
    columns: dict[str, npt.NDArray[Any]] = {}
    draws = np.arange(worlds)
    if uncertainty != "chance":
        found = draw(config.scenario, worlds, drawn_with, among=half_of(config.seed, stage.half))
        columns = {name: values for name, values in found.columns(config).items() if name not in space.names}
        draws = np.where(found.row == NO_ROW, draws, found.row)
    if shock_probability > 0.0:
        columns |= shocks(worlds, drawn_with, shock_probability)
    return Field(columns, replicate.astype(np.int64), draws)


def half_of(seed: int, half: int) -> npt.NDArray[np.int64] | None:
    """Rows of the calibrated draws that the search (or the report) may use; None where nothing is calibrated."""
    known = posterior.read()
    if known is None:
        return None
    order = np.random.default_rng([seed, _HALVES]).permutation(len(known))
    return np.sort(order[half::2])


def shocks(worlds: int, seed: int, probability: float) -> dict[str, npt.NDArray[Any]]:
    """A shock in a share of the worlds: any month of the longest plausible funding, whatever the designs are, and any severity."""
    longest = parameters()["design.duration_years"].plausible
    assert longest is not None
    month, severity = sample_shocks(worlds, seed, probability, int(longest.high * MONTHS_A_YEAR))
    return {SHOCK_MONTH: month, SHOCK_SEVERITY: severity}


def tried(
    space: Space, designs: Places, field: Field, indicators: list[str], store: Store | None = None, progress: Progress | None = None,
) -> tuple[dict[str, Array], Runs]:  # fmt: skip
    """Every design in every world: by indicator (designs, worlds), and how much was run how fast."""
    number, worlds = len(designs), len(field)
    design, world = np.repeat(np.arange(number), worlds), np.tile(np.arange(worlds), number)
    columns = {name: values[world] for name, values in field.columns.items()}
    columns |= {name: values[design] for name, values in space.columns(designs).items()}
    experiment = Experiment(stack([space.config]), np.zeros(number * worlds, np.int64), columns, field.replicate[world])
    runs = run(
        experiment, 1, space.config.seed, workers=space.config.workers, indicators=indicators, store=store, progress=progress,
        counted=("designs", number),
    )  # fmt: skip
    return {name: values.reshape(number, worlds) for name, values in runs.totals.items()}, runs
