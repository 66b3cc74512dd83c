"""The model's own forecast: many worlds in which a scheme runs, each with parameters and chance of its own.

What a count says of the truth, and the model of the scheme, is never exact. So a simulated number of persons who moved gets a
normal error of a tenth of the plan, at least one and a half persons (*assumption*), and does not fall below 0. A scheme's error is
the same in all months of a world.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from analysis.worlds.experiments import Experiment, Progress, run, stack
from analysis.worlds.uncertain import quantile_sample
from sim.parameters import Config
from sim.runs.prior import prior

Array = npt.NDArray[np.float64]

DISCREPANCY = 0.1
"""Standard deviation of the error of a count, as a share of the plan (assumption)."""
LEAST_ERROR = 1.5
"""The least standard deviation, in persons (assumption)."""
MOST_REPLICATES = 2**40
_CHANCE, _ERRORS = 90_210, 90_211


@dataclass(frozen=True)
class Ensemble:
    """What came of a scheme in each world. ``weights`` (draws) sum to 1.

    ``departures``: persons by month, (draws, months); ``completed``: completed mobilities by the horizon, (draws); ``errors``:
    standard normal, (draws); ``simulating``: seconds in which something was simulated.
    """

    departures: Array
    completed: Array
    weights: Array
    errors: Array
    simulating: float = 0.0

    @property
    def horizon(self) -> int:
        """Months simulated."""
        return int(self.departures.shape[1])

    def moved(self, month: int, planned: float, window: int = 0) -> Array:
        """Persons who moved in the months 0 to ``month`` - 1, with the error of a count: (draws).

        ``planned``: persons of the plan; ``window``: only so many of the last of these months count (0: all). Raises
        :class:`ValueError` for a month that was not simulated.
        """
        if not 0 <= month <= self.horizon:
            raise ValueError(f"month {month} was not simulated: the runs have {self.horizon} months")
        first = max(0, month - window) if window else 0
        return with_error(self.departures[:, first:month].sum(axis=1), planned, self.errors)

    @property
    def first_arrival(self) -> Array:
        """The month of the first departure, infinite where there is none: (draws)."""
        happened = self.departures > 0.0
        return np.where(happened.any(axis=1), happened.argmax(axis=1), np.inf)


def with_error(persons: Array, planned: float, errors: Array) -> Array:
    """Simulated numbers of persons as somebody might count them. ``errors``: standard normal, as many."""
    return np.asarray(np.maximum(persons + max(DISCREPANCY * planned, LEAST_ERROR) * errors, 0.0))


def ensemble(
    config: Config, draws: int, seed: int, workers: int, without: str = "", progress: Progress | None = None
) -> Ensemble:
    """The scheme in so many worlds, up to the configuration's horizon.

    ``without``: a scheme whose outcome the worlds must not have learned from. Its numbers do not depend on which other
    schemes are asked for.
    """
    columns, weights = _worlds(config, draws, seed, without)
    chance = np.random.default_rng([seed, _CHANCE]).integers(0, MOST_REPLICATES, draws)
    experiment = Experiment(stack([config]), np.zeros(draws, np.int64), columns, chance)
    runs = run(
        experiment, 1, seed, workers=workers, indicators=("completed_mobilities",), monthly=("departures",),
        progress=progress, counted=("draws", draws),
    )  # fmt: skip
    even = (np.random.default_rng([seed, _ERRORS]).permutation(draws) + 0.5) / draws
    return Ensemble(
        departures=np.nan_to_num(runs.monthly["departures"][:, 0]),
        completed=runs.totals["completed_mobilities"][:, 0],
        weights=weights,
        errors=np.asarray(ndtri(even)),
        simulating=runs.inside,
    )


def _worlds(config: Config, draws: int, seed: int, without: str) -> tuple[dict[str, npt.NDArray[Any]], Array]:
    """Drawn parameters by name, (draws) each, and the weights of the draws, (draws), which sum to 1.

    Parameters come from their plausible ranges, and so does what is not known about the scheme itself. Nothing is learned from
    any outcome, so ``without`` leaves nothing out.
    """
    drawn = prior([config.scenario])
    columns = drawn.columns(config, drawn.values(quantile_sample(draws, len(drawn.names), seed)))
    return columns, np.full(draws, 1.0 / draws)
