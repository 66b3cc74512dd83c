"""The model's own forecast: many worlds in which a scheme runs, each with parameters and chance of its own.

What a count says of the truth, and the model of the scheme, is never exact. So a simulated number of persons who moved gets a
error as the fit assumes it (:mod:`analysis.fitting.error`), of the size that it learned. A scheme's error is
the same in all months of a world.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri
from scipy.stats import t as student

from analysis.fitting import error
from analysis.fitting.measuring import END, indicators_of, measured
from analysis.fitting.observations import Observation
from analysis.worlds.experiments import Experiment, Progress, run
from sim.categories import Uncertainty
from sim.parameters import Config
from sim.runs.draws import Draws, draw
from sim.runs.sets import stack
from sim.runs.store import Store

Array = npt.NDArray[np.float64]

MOST_REPLICATES = 2**40
_CHANCE, _ERRORS, _TOLERANCES = 90_210, 90_211, 90_210


@dataclass(frozen=True)
class Ensemble:
    """What came of a scheme in each world. ``weights`` (draws) sum to 1.

    ``departures``: persons by month, (draws, months); ``completed``: completed mobilities by the horizon, (draws); ``errors``:
    of a count in log odds, (draws); ``simulating``: seconds in which something was simulated; ``measured``: published
    quantities as they came out, without any error, (draws, observations).
    """

    departures: Array
    completed: Array
    weights: Array
    errors: Array
    simulating: float = 0.0
    measured: Array = field(default_factory=lambda: np.empty((0, 0)))

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
    """Simulated numbers of persons as somebody might count them. ``errors``: in log odds, as many."""
    return error.persons(error.on_scale(persons, planned) + errors, planned)


def with_tolerance(each: Observation, values: Array, errors: Array) -> Array:
    """Simulated quantities with the error of what was published: a learned one of persons who moved, else the tolerance."""
    if each.planned is not None:
        return with_error(values, each.planned, errors)
    even = (np.random.default_rng(_TOLERANCES).permutation(len(values)) + 0.5) / len(values)
    return np.asarray(values + each.tolerance * ndtri(even))


def ensemble(
    config: Config,
    draws: int,
    seed: int,
    workers: int,
    without: str = "",
    progress: Progress | None = None,
    calibrated: bool = True,
    wanted: Sequence[Observation] = (),
    store: Store | None = None,
) -> Ensemble:
    """The scheme in so many worlds, up to the configuration's horizon.

    ``config.uncertainty`` says what differs between worlds. ``without``: a scheme whose outcome the worlds must not have learned
    from. ``calibrated=False``: worlds from plausible ranges, whatever ships. ``wanted``: published quantities to measure. Its
    numbers do not depend on which other schemes are asked for. ``store``: where finished runs are kept and found again.
    """
    drawn = draw(config.scenario, draws, seed, without=config.scenario == without, calibrated=calibrated)
    chance = np.random.default_rng([seed, _CHANCE]).integers(0, MOST_REPLICATES, draws)
    columns = {} if config.uncertainty == Uncertainty.chance else drawn.columns(config)
    if config.uncertainty == Uncertainty.parameters:
        chance[:] = chance[0]
    experiment = Experiment(stack([config]), np.zeros(draws, np.int64), columns, chance)
    runs = run(
        experiment, 1, seed, workers=workers, indicators=("completed_mobilities", *((END,) if wanted else ())),
        monthly=tuple(dict.fromkeys(("departures", *indicators_of(wanted)))), progress=progress, counted=("draws", draws),
        store=store,
    )  # fmt: skip
    even = (np.random.default_rng([seed, _ERRORS]).permutation(draws) + 0.5) / draws
    return Ensemble(
        departures=np.nan_to_num(runs.monthly["departures"][:, 0]),
        completed=runs.totals["completed_mobilities"][:, 0],
        weights=np.full(draws, 1.0 / draws),
        errors=np.asarray(_scales(drawn) * student.ppf(even, error.FREEDOM)),
        simulating=runs.inside,
        measured=np.stack([measured(each, runs)[:, 0] for each in wanted], axis=1) if wanted else np.empty((draws, 0)),
    )


def _scales(drawn: Draws) -> Array:
    """Scale of the error of a count in each world: that of its calibrated draw."""
    return np.full(len(drawn.row), error.USUAL) if drawn.error is None else drawn.error
