"""How well parameters fit what was published: every scheme simulated once per point, compared observation by observation."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr

from analysis.fitting import error
from analysis.fitting.measuring import END, indicators_of, measured
from analysis.fitting.observations import Observation, last_month, observations
from analysis.worlds.experiments import Experiment, Runs
from sim.declare import Range
from sim.parameters import value_of
from sim.runs.ensemble import Outcome, begin
from sim.runs.executors import flow
from sim.runs.prior import SCALES, Prior, prior, quantile
from sim.runs.sets import stack
from sim.runs.store import positions
from sim.setup.configuration import configure
from sim.setup.typical import stated

Array = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


LARGE = 400
"""Places up to which a scheme is simulated as it is. A larger one is simulated at a smaller scale, which changes no share and no month, but
chance (``tests/patterns/test_patterns.py``)."""
COUNTED = ("persons", "vacancies", "hosts", "EUR")
"""Units of what grows with the scale."""


@dataclass
class Fit:
    """The comparison of points with the observations of some schemes; a :class:`~analysis.fitting.tempering.Likelihood`.

    ``varying``: parameters that vary between schemes.
    """

    schemes: Sequence[str]
    varying: Sequence[str]
    seed: int
    workers: int = 0
    weights: Array | None = None
    """How much depends on each shared dimension, then on each varying one (default: alike much)."""
    inert: Sequence[str] = ()
    """Parameters on which no observation depends: they are left at the middle of their range."""
    given: Sequence[Observation] | None = None
    """What is compared instead of what was published (default: what was published)."""
    prior: Prior = field(init=False)
    runs: int = 0
    simulating: float = 0.0
    """Seconds spent within the ensemble."""

    def __post_init__(self) -> None:
        self.prior = prior(self.schemes)
        self.configs = {scheme: configure(scheme) for scheme in self.schemes}
        for scheme, config in self.configs.items():
            config.horizon = min(config.horizon, last_month(config, self.observations_of(scheme)))
            config.scale = min(1.0, LARGE / config.design.places)

    @cached_property
    def shared(self) -> list[str]:
        """Parameters that all schemes share, by name, in the order of the registry. The last shared dimension is the error's scale."""
        left = {*self.varying, *self.inert}
        return [name for name in self.prior.names if ":" not in name and name not in left]

    @property
    def dimensions(self) -> list[str]:
        """Names of the shared dimensions."""
        return [*self.shared, error.NAME]

    @cached_property
    def own(self) -> list[str]:
        """What the schemes' designs left open, as ``scheme:parameter``."""
        return [name for name in self.prior.names if ":" in name]

    @cached_property
    def owner(self) -> Whole:
        """For each of these, which scheme it belongs to."""
        return np.array([list(self.schemes).index(name.partition(":")[0]) for name in self.own], np.int64)

    @cached_property
    def attention(self) -> Array:
        """How often each shared dimension, then each mean is moved: a tenth alike, the others as much as depends on them."""
        number = len(self.dimensions) + len(self.varying)
        if self.weights is None:
            return np.ones(number)
        share = self.weights / self.weights.sum()
        return np.asarray(0.2 / number + 0.8 * share)

    @cached_property
    def observations(self) -> list[Observation]:
        """The observations of these schemes, scheme by scheme."""
        return [each for scheme in self.schemes for each in self.observations_of(scheme)]

    def observations_of(self, scheme: str) -> list[Observation]:
        """The observations of one scheme."""
        every = observations() if self.given is None else self.given
        return [each for each in every if each.scheme == scheme]

    @cached_property
    def of_scheme(self) -> list[Whole]:
        """For each scheme, the places of its observations."""
        return [
            np.array([i for i, each in enumerate(self.observations) if each.scheme == scheme], np.int64)
            for scheme in self.schemes
        ]

    def columns(self, shared: Array, theta: Array, own: Array) -> dict[str, Array]:
        """Values by parameter, (schemes * points), scheme by scheme: drawn where a scheme leaves it open, else as it says."""
        found: dict[str, Array] = {}
        drawn = {
            name: quantile(self.prior.ranges[name], shared[:, place], name) for place, name in enumerate(self.shared)
        }
        drawn |= {name: quantile(self.prior.ranges[name], np.full(len(shared), 0.5), name) for name in self.inert}
        for name in [*drawn, *self.varying]:
            parts = []
            for place, config in enumerate(self.configs.values()):
                if stated(config, name):
                    parts.append(np.full(len(shared), float(value_of(config, name))))
                elif name in drawn:
                    parts.append(drawn[name])
                else:
                    parts.append(self.value(name, theta[:, place, list(self.varying).index(name)]))
            found[name] = np.concatenate(parts)
        points = len(shared)
        for place, each in enumerate(self.own):
            scheme, _, name = each.partition(":")
            if name not in found:
                usual = [np.full(points, float(value_of(config, name))) for config in self.configs.values()]
                found[name] = np.concatenate(usual)
            first = list(self.schemes).index(scheme) * points
            found[name][first : first + points] = quantile(self.prior.ranges[each], own[:, place], name)
        return found

    def range(self, name: str) -> Range:
        """The plausible range of a dimension."""
        return error.SCALE if name == error.NAME else self.prior.ranges[name]

    def value(self, name: str, normal: Array) -> Array:
        """Values of a varying parameter from where a scheme lies on the normal scale."""
        return quantile(self.prior.ranges[name], ndtr(normal), name)

    def simulated(self, shared: Array, theta: Array, own: Array, replicates: Whole) -> Array:
        """Simulated quantities, (points, observations), one run per scheme and point. ``replicates``: (points, schemes)."""
        found = np.empty((len(shared), len(self.observations)))
        columns = self.columns(shared, theta, own)
        with flow(self.workers, None, len(shared) * len(self.schemes)) as running:
            for place, config in enumerate(self.configs.values()):
                mine = slice(place * len(shared), (place + 1) * len(shared))
                drawn = {name: values[mine] for name, values in columns.items()}
                sets = Experiment(stack([config]), np.zeros(len(shared), np.int64), drawn).records()
                begin(
                    running, sets, 1, self.seed, partial(self._measure, found, place), indicators=positions([END]),
                    monthly=positions(self.monthly[place]), first_replicate=replicates[:, place],
                )  # fmt: skip
        self.runs += len(shared) * len(self.schemes)
        self.simulating += running.busy
        return found

    @cached_property
    def monthly(self) -> list[list[str]]:
        """For each scheme, the monthly indicators that its observations need."""
        return [indicators_of(self.observations_of(scheme)) for scheme in self.schemes]

    def _measure(self, found: Array, place: int, outcome: Outcome) -> None:
        """Write what is observed of a scheme into its columns."""
        totals = {END: outcome.totals[:, :, 0]}
        by_month = {name: outcome.monthly[:, :, :, number] for number, name in enumerate(self.monthly[place])}
        runs = Runs(totals, by_month, 0.0, 0.0, len(found))
        for column in self.of_scheme[place]:
            each = self.observations[column]
            whole = self.configs[each.scheme].scale if each.unit in COUNTED else 1.0
            found[:, column] = measured(each, runs)[:, 0] / whole

    def distances(self, simulated: Array) -> Array:
        """Distances from the published ranges in tolerances, (points, observations)."""
        return np.stack([each.distance(simulated[:, place]) for place, each in enumerate(self.observations)], axis=1)

    def scale(self, shared: Array) -> Array:
        """Scale of the error of a count, (points)."""
        forward, back = SCALES[error.SCALE.scale]
        low, high = forward(error.SCALE.low), forward(error.SCALE.high)
        return np.asarray(back(low + (high - low) * shared[:, -1]))

    def of(self, simulated: Array, scale: Array) -> Array:
        """Log-likelihood of simulated quantities by scheme, (points, schemes): see :mod:`analysis.fitting.error`; other distances
        are normal errors."""
        parts = -0.5 * np.square(self.distances(simulated))
        for place, each in enumerate(self.observations):
            if each.planned is not None:
                apart = error.outside(simulated[:, place], each.low, each.high, each.planned)
                parts[:, place] = error.log_density(apart, scale)
        return np.stack([parts[:, places].sum(axis=1) for places in self.of_scheme], axis=1)

    def __call__(self, shared: Array, theta: Array, own: Array, replicates: Whole) -> Array:
        """Log-likelihood of points by scheme."""
        return self.of(self.simulated(shared, theta, own, replicates), self.scale(shared))

    def speed(self, seconds: float) -> dict[str, float]:
        """Runs of this session, runs per second, share of the time outside the ensemble."""
        return {
            "runs": self.runs,
            "runs_per_second": round(self.runs / seconds, 1),
            "outside_share": round(1.0 - self.simulating / seconds, 4),
        }
