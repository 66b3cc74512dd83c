"""The runs behind the bottlenecks: a scenario as it is, and with each constraint relaxed, on common draws.

Draws are addressed by identity, so replicate ``i`` of a relaxed scheme meets the same persons, hosts, elections and
months as replicate ``i`` of the scheme as it is: a difference between the two is the constraint's doing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.bottlenecks.constraints import CONSTRAINTS, RELAXATIONS, STAGES, Constraint
from analysis.bottlenecks.relaxing import Relaxed, relax
from analysis.worlds.experiments import Experiment, Runs, run, stack
from sim.parameters import Config
from sim.runs.store import Store

OUTCOMES = ("matches", "completed_mobilities")
WAITED = tuple(f"waiting_{cause}" for cause in STAGES)
KEPT = (*OUTCOMES, *WAITED, "public_cost")

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Relaxations:
    """A scenario as it is and relaxed: ``values`` (1 + relaxations, replicates, :data:`KEPT`), the scenario itself first."""

    config: Config
    relaxed: list[Relaxed]
    values: Array
    runs: Runs

    def base(self, name: str) -> Array:
        """An indicator of the scenario as it is, by replicate."""
        values: Array = self.values[0, :, KEPT.index(name)]
        return values

    def gain(self, position: int, name: str) -> Array:
        """What a relaxation adds to an indicator, by replicate."""
        values: Array = self.values[1 + position, :, KEPT.index(name)] - self.base(name)
        return values


def run_relaxations(
    config: Config, constraints: Sequence[Constraint] = CONSTRAINTS, progress: Callable[[int, int], None] | None = None,
    store: Store | None = None,
) -> Relaxations:  # fmt: skip
    """Run a scenario and each of its relaxations for the same replicates."""
    relaxed = [relax(config, constraint, relaxation) for constraint in constraints for relaxation in RELAXATIONS]
    different = [position for position, each in enumerate(relaxed) if each.changed]
    configs = [config, *(relaxed[position].config for position in different)]
    experiment = Experiment(stack(configs), np.arange(len(configs)))
    runs = run(
        experiment, config.replicates, config.seed, workers=config.workers, indicators=KEPT, progress=progress, store=store
    )  # fmt: skip
    kept = np.stack([runs.totals[name] for name in KEPT], axis=-1)
    values = np.repeat(kept[:1], 1 + len(relaxed), axis=0)
    values[[1 + position for position in different]] = kept[1:]
    return Relaxations(config, relaxed, values, runs)
