"""How well parameters fit the published outcomes: every scheme simulated once per point, compared observation by observation."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.stats import qmc

from analysis.fitting.measuring import END, indicators_of
from analysis.fitting.measuring import measured as measured_in
from analysis.fitting.observations import Observation, observations
from analysis.worlds.experiments import Experiment, run
from sim.parameters import Config
from sim.runs.prior import Prior, prior
from sim.runs.sets import stack
from sim.setup.configuration import configure

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]

MONTHS_A_YEAR = 12
PROBES = 96
"""Points at which a dimension is changed to see whether it matters."""
_PROBED = 31_337


@dataclass
class Fit:
    """The comparison of points with the observations of some schemes."""

    schemes: Sequence[str]
    seed: int
    workers: int = 0
    calibrated: Sequence[str] = ()
    """Schemes whose unknowns are dimensions of the points, where these are more than those simulated."""
    prior: Prior = field(init=False)
    active: npt.NDArray[np.int64] = field(init=False)
    """Dimensions of the prior that points have: all, or those that matter (:meth:`leave_out_inert`)."""
    configs: dict[str, Config] = field(init=False)
    runs: int = 0
    simulating: float = 0.0
    """Seconds spent within the ensemble."""

    def __post_init__(self) -> None:
        self.prior = prior(self.calibrated or self.schemes)
        self.active = np.arange(len(self.prior.names))
        self.configs = {scheme: _shortened(configure(scheme), self.observations_of(scheme)) for scheme in self.schemes}

    @cached_property
    def observations(self) -> list[Observation]:
        """The observations of these schemes."""
        return [observation for observation in observations() if observation.scheme in self.schemes]

    def observations_of(self, scheme: str) -> list[Observation]:
        """The observations of one scheme."""
        return [observation for observation in observations() if observation.scheme == scheme]

    def leave_out_inert(self, probes: int = PROBES) -> None:
        """Leave out dimensions that change no quantity of any scheme in any of ``probes`` runs: chance is addressed, so that
        what has no effect leaves every number as it was, to the last bit. Their posterior is the plausible range."""
        rng = np.random.default_rng([self.seed, _PROBED])
        positions = rng.random((probes, len(self.prior.names)))
        replicates = rng.integers(0, 2**40, (probes, len(self.schemes)))
        usual, found = self.measured(positions, replicates), []
        for place in range(len(self.prior.names)):
            changed = positions.copy()
            changed[:, place] = np.mod(positions[:, place] + rng.uniform(0.25, 0.75, probes), 1.0)
            if not np.array_equal(usual, self.measured(changed, replicates), equal_nan=True):
                found.append(place)
        self.active = np.array(found, np.int64)

    def completed(self, positions: Array, rng: np.random.Generator) -> Array:
        """Points with all dimensions of the prior: those left out are drawn from their plausible range."""
        whole = np.asarray(qmc.LatinHypercube(len(self.prior.names), rng=rng).random(len(positions)))
        whole[:, self.active] = positions
        return whole

    def measured(self, positions: Array, replicates: Whole) -> Array:
        """Simulated quantities, (points, observations), one run per scheme and point. ``replicates``: (points, schemes)."""
        whole = np.full((len(positions), len(self.prior.names)), 0.5)
        whole[:, self.active if positions.shape[1] == len(self.active) else slice(None)] = positions
        values = self.prior.values(whole)
        measured = np.empty((len(positions), len(self.observations)))
        for place, (scheme, config) in enumerate(self.configs.items()):
            wanted = self.observations_of(scheme)
            columns = self.prior.columns(config, values)
            experiment = Experiment(stack([config]), np.zeros(len(positions), np.int64), columns, replicates[:, place])
            runs = run(experiment, 1, self.seed, workers=self.workers, indicators=(END,), monthly=indicators_of(wanted))
            self.runs += runs.count
            self.simulating += runs.inside
            for observation in wanted:
                measured[:, self.observations.index(observation)] = measured_in(observation, runs)[:, 0]
        return measured

    def distances(self, measured: Array) -> Array:
        """Distances from the published ranges in tolerances, (points, observations)."""
        return np.stack(
            [observation.distance(measured[:, place]) for place, observation in enumerate(self.observations)], axis=1
        )

    def of(self, measured: Array, scheme: str = "") -> Array:
        """Log-likelihood of measured quantities, the distances being normal errors; the part of one scheme where one is named."""
        chosen = [place for place, observation in enumerate(self.observations) if scheme in ("", observation.scheme)]
        return np.asarray(-0.5 * np.square(self.distances(measured)[:, chosen]).sum(axis=1))

    def speed(self, seconds: float) -> dict[str, float]:
        """Runs of this session, runs per second, share of the time outside the ensemble."""
        return {
            "runs": self.runs,
            "runs_per_second": round(self.runs / seconds, 1),
            "outside_share": round(1.0 - self.simulating / seconds, 4),
        }

    def __call__(self, positions: Array, replicates: Whole) -> Array:
        """Log-likelihood of points."""
        return self.of(self.measured(positions, replicates))


def _shortened(config: Config, wanted: Sequence[Observation]) -> Config:
    """The configuration simulated no longer than its observations need."""
    months = [observation.month for observation in wanted if observation.month is not None]
    planned = int(np.ceil(config.design.duration_years * MONTHS_A_YEAR))
    return replace(config, horizon=min(config.horizon, max([planned + 1, *months])))
