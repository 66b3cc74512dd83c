"""The runs behind the bottlenecks: a scenario as it is, and with each constraint relaxed, on common draws.

Draws are addressed by identity, so replicate ``i`` of a relaxed scheme meets the same persons, hosts, elections and
months as replicate ``i`` of the scheme as it is: a difference between the two is the constraint's doing. Where parameters are
uncertain, a replicate is a world with parameters of its own, and what was drawn there is relaxed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analysis.bottlenecks.constraints import CONSTRAINTS, QUARTERS, RELAXATIONS, STAGES, Constraint, sides_of
from analysis.bottlenecks.relaxing import BUDGET, Columns, Relaxed, relax, relaxed_columns
from analysis.worlds.experiments import Experiment, Runs, run, totalled
from analysis.worlds.statistics import paired_difference
from analysis.worlds.uncertain import uncertain_columns, uncertain_parameters, world_quantiles
from sim.parameters import Config
from sim.runs.sets import stack
from sim.runs.store import Store

OUTCOMES = ("matches", "completed_mobilities")
WAITED = tuple(f"waiting_{cause}" for cause in STAGES)
KEPT = (*OUTCOMES, *WAITED, "public_cost")

Array = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Relaxations:
    """A scenario as it is and relaxed: ``values`` (1 + relaxations, worlds, :data:`KEPT`), the scenario itself first.

    ``relaxed``: constraints, then whole sides; ``quarters``: completed mobilities gained after each quarter of a tenth, (4, worlds),
    of the constraints of which a tenth surely gives some; ``drawn``: names of drawn parameters.
    """

    config: Config
    relaxed: list[Relaxed]
    values: Array
    quarters: dict[str, Array]
    drawn: frozenset[str]
    runs: Runs

    def base(self, name: str) -> Array:
        """An indicator of the scenario as it is, by world."""
        values: Array = self.values[0, :, KEPT.index(name)]
        return values

    def gain(self, position: int, name: str) -> Array:
        """What a relaxation adds to an indicator, by world."""
        values: Array = self.values[1 + position, :, KEPT.index(name)] - self.base(name)
        return values

    @property
    def of_sides(self) -> list[int]:
        """Positions of the relaxations of whole sides."""
        return [place for place, each in enumerate(self.relaxed) if each.constraint.whole]

    @property
    def of_constraints(self) -> list[int]:
        """Positions of the relaxations of single constraints."""
        return [place for place, each in enumerate(self.relaxed) if not each.constraint.whole]


@dataclass(frozen=True)
class Worlds:
    """Where relaxations are tried: drawn parameters, (worlds) each, none where only chance varies; and the chance of each world.

    ``replicate``: the first replicate of each world; ``repeats``: runs of each world.
    """

    config: Config
    columns: Columns
    replicate: npt.NDArray[np.int64]
    repeats: int

    def run(self, relaxed: Sequence[Relaxed], progress: Progress | None, store: Store | None) -> tuple[Array, Runs]:
        """The scenario as it is and relaxed in every world: (1 + relaxed, worlds, :data:`KEPT`), means over a world's runs."""
        config, bases = self.config, stack([self.config, *(each.config for each in relaxed)])
        how = {"workers": config.workers, "indicators": KEPT, "progress": progress, "store": store}
        if not self.columns:
            experiment = Experiment(bases, np.arange(len(bases)))
            runs = run(experiment, config.replicates, config.seed, **how)  # type: ignore[arg-type]
            return np.stack([runs.totals[name] for name in KEPT], axis=-1), runs
        worlds = len(self.replicate)
        own = [
            self.columns
            | {BUDGET: np.full(worlds, each.config.design.budget_total)}
            | relaxed_columns(config, each, self.columns)
            for each in relaxed
        ]
        own.insert(0, self.columns | {BUDGET: np.full(worlds, config.design.budget_total)})
        columns = {name: np.concatenate([each[name] for each in own]) for name in own[0]}
        base = np.repeat(np.arange(len(bases)), worlds)
        experiment = Experiment(bases, base, columns, np.tile(self.replicate, len(bases)))
        runs = run(experiment, self.repeats, config.seed, **how)  # type: ignore[arg-type]
        kept = np.stack([runs.totals[name].mean(axis=1) for name in KEPT], axis=-1)
        return kept.reshape(len(bases), worlds, len(KEPT)), runs


def worlds_of(config: Config, uncertainty: str, repeats: int) -> Worlds:
    """The worlds of a scenario, as many as its replicates. ``repeats``: runs of each, where chance and parameters vary."""
    worlds = np.arange(config.replicates)
    if uncertainty == "chance":
        return Worlds(config, {}, worlds, 1)
    drawn = uncertain_parameters([config])
    quantiles = world_quantiles([config], drawn, config.replicates, config.seed)
    columns = uncertain_columns([config], quantiles, drawn, np.zeros_like(worlds), worlds)
    if uncertainty == "parameters":
        return Worlds(config, columns, np.zeros_like(worlds), 1)
    return Worlds(config, columns, worlds * repeats, repeats)


def expected_runs(config: Config, constraints: Sequence[Constraint], uncertainty: str, repeats: int) -> int:
    """Runs of a scenario and its relaxations, without the quarters of a tenth, whose number shows only later."""
    relaxed = len(RELAXATIONS) * (len(constraints) + len(sides_of(constraints)))
    return (1 + relaxed) * config.replicates * (repeats if uncertainty == "both" else 1)


def run_relaxations(
    config: Config, constraints: Sequence[Constraint] = CONSTRAINTS, progress: Progress | None = None,
    store: Store | None = None, uncertainty: str = "chance", repeats: int = 1,
) -> Relaxations:  # fmt: skip
    """Run a scenario and each of its relaxations in the same worlds; then see whether a gain is a slope or a step."""
    worlds = worlds_of(config, uncertainty, repeats)
    relaxed = [
        relax(config, each, relaxation) for each in (*constraints, *sides_of(constraints)) for relaxation in RELAXATIONS
    ]
    values, runs = _different(worlds, relaxed, progress, store)
    found = Relaxations(config, relaxed, values, {}, frozenset(worlds.columns), runs)
    sure = [
        place for place in found.of_constraints if relaxed[place].relaxation == RELAXATIONS[0] and _surely(found, place)
    ]
    steps = [relax(config, relaxed[place].constraint, part) for place in sure for part in QUARTERS]
    if not steps:
        return found
    between, more = _different(worlds, steps, progress, store)
    kept = KEPT.index(OUTCOMES[1])
    quarters = {
        relaxed[place].constraint.name: np.concatenate([
            between[1 + number * len(QUARTERS) : 1 + (number + 1) * len(QUARTERS), :, kept] - values[:1, :, kept],
            found.gain(place, OUTCOMES[1])[None],
        ])
        for number, place in enumerate(sure)
    }  # fmt: skip
    return Relaxations(config, relaxed, values, quarters, found.drawn, totalled([runs, more]))


def _different(
    worlds: Worlds, relaxed: Sequence[Relaxed], progress: Progress | None, store: Store | None
) -> tuple[Array, Runs]:
    """Run what differs from the scenario; what has nothing to relax is the scenario itself."""
    different = [place for place, each in enumerate(relaxed) if each.changed]
    kept, runs = worlds.run([relaxed[place] for place in different], progress, store)
    values = np.repeat(kept[:1], 1 + len(relaxed), axis=0)
    values[[1 + place for place in different]] = kept[1:]
    return values, runs


def _surely(found: Relaxations, place: int) -> bool:
    gain = found.gain(place, OUTCOMES[1])
    return paired_difference(np.zeros_like(gain), gain).low > 0.0
