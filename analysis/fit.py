"""How well parameters fit the published outcomes: every scheme simulated once per point, compared target by target."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from analysis.experiments import Experiment, run, stack
from analysis.prior import Prior, prior
from analysis.targets import END, Target, indicators_of, targets
from sim import configure
from sim.parameters import Config

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

MONTHS_A_YEAR = 12


@dataclass
class Fit:
    """The comparison of points with the targets of some schemes."""

    schemes: Sequence[str]
    seed: int
    workers: int = 0
    calibrated: Sequence[str] = ()
    """Schemes whose unknowns are dimensions of the points, where these are more than those simulated."""
    prior: Prior = field(init=False)
    configs: dict[str, Config] = field(init=False)
    runs: int = 0
    simulating: float = 0.0
    """Seconds spent within the ensemble."""

    def __post_init__(self) -> None:
        self.prior = prior(self.calibrated or self.schemes)
        self.configs = {scheme: _shortened(configure(scheme), self.targets_of(scheme)) for scheme in self.schemes}

    @cached_property
    def targets(self) -> list[Target]:
        """The targets of these schemes."""
        return [target for target in targets() if target.scheme in self.schemes]

    def targets_of(self, scheme: str) -> list[Target]:
        """The targets of one scheme."""
        return [target for target in targets() if target.scheme == scheme]

    def measured(self, positions: Array, replicates: Whole) -> Array:
        """Simulated quantities, (points, targets), one run per scheme and point."""
        values = self.prior.values(positions)
        measured = np.empty((len(positions), len(self.targets)))
        for scheme, config in self.configs.items():
            wanted = self.targets_of(scheme)
            columns = self.prior.columns(config, values)
            experiment = Experiment(stack([config]), np.zeros(len(positions), np.int64), columns, replicates)
            runs = run(experiment, 1, self.seed, workers=self.workers, indicators=(END,), monthly=indicators_of(wanted))
            self.runs += runs.count
            self.simulating += runs.inside
            for target in wanted:
                measured[:, self.targets.index(target)] = target.measure(runs)[:, 0]
        return measured

    def distances(self, measured: Array) -> Array:
        """Distances from the published ranges in tolerances, (points, targets)."""
        return np.stack([target.distance(measured[:, place]) for place, target in enumerate(self.targets)], axis=1)

    def of_scheme(self, measured: Array, scheme: str) -> Array:
        """The part of the log-likelihood that rests on one scheme, of quantities already measured."""
        mine = [place for place, target in enumerate(self.targets) if target.scheme == scheme]
        return np.asarray(-0.5 * np.square(self.distances(measured)[:, mine]).sum(axis=1))

    def __call__(self, positions: Array, replicates: Whole) -> Array:
        """Log-likelihood: the distances are normal errors."""
        return np.asarray(-0.5 * np.square(self.distances(self.measured(positions, replicates))).sum(axis=1))


def _shortened(config: Config, wanted: Sequence[Target]) -> Config:
    """The configuration simulated no longer than its targets need."""
    months = [target.month for target in wanted if target.month is not None]
    planned = int(np.ceil(config.design.duration_years * MONTHS_A_YEAR))
    return replace(config, horizon=min(config.horizon, max([planned + 1, *months])))
