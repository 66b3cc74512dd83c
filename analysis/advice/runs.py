"""The runs behind the advice: a scenario as it is, and with each lever pushed, in the same drawn worlds.

World ``i`` draws every uncertain parameter from its plausible range and has chance of its own, the same for all designs: a difference
between two designs in a world is the lever's doing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.advice.pushes import Push, pushes
from analysis.worlds.experiments import Experiment, Runs, run
from sim.parameters import Config
from sim.runs.draws import draw
from sim.runs.sets import stack
from sim.runs.store import Store

KEPT = (
    "completed_mobilities", "public_cost", "departures", "early_returns", "trust_government", "trust_employer",
    "months_to_departure",
)  # fmt: skip
"""Indicators that the advice rests on."""
DEPARTURE = "months_to_departure"
"""Counted from the beginning of the preparation: who prepares for a year departs a year after the decision at the earliest."""

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Pushed:
    """A scenario as it is and pushed: ``values`` by indicator (1 + pushes, worlds), the scenario itself first."""

    config: Config
    pushes: list[Push]
    refused: list[str]
    values: dict[str, Array]
    runs: Runs


def plausible_worlds(config: Config, draws: int) -> dict[str, npt.NDArray[np.float64]]:
    """What the scenario leaves open, drawn: by name, (draws)."""
    return draw(config.scenario, draws, config.seed).columns(config)


def run_pushes(
    config: Config, levers: Sequence[str], draws: int, progress: Callable[[int, int], None] | None = None,
    store: Store | None = None,
) -> Pushed:  # fmt: skip
    """Run a scenario and every push of these levers in the same worlds."""
    found, refused = pushes(config, levers)
    bases = stack([config, *(push.config for push in found)])
    base, world = np.repeat(np.arange(len(bases)), draws), np.tile(np.arange(draws), len(bases))
    columns = {name: values[world] for name, values in plausible_worlds(config, draws).items()}
    runs = run(
        Experiment(bases, base, columns, world), 1, config.seed, workers=config.workers, indicators=KEPT,
        progress=progress, store=store, counted=("draws", draws),
    )  # fmt: skip
    values = {name: each.reshape(len(bases), draws) for name, each in runs.totals.items()}
    prepared = [each.design.preparation_months for each in (config, *(push.config for push in found))]
    values[DEPARTURE] = values[DEPARTURE] + np.array(prepared)[:, None]  # the wait begins with the preparation
    return Pushed(config, found, refused, values, runs)
