"""Many configurations to arrays: variants of base configurations by columns, run in blocks with common chance.

>>> bases = stack([config_a, config_b])                        # (bases, rows) records of equal length
>>> experiment = Experiment(bases, base=np.array([0, 0, 1]), columns={"shock.month": np.array([6, 14, 6])})
>>> runs = run(experiment, replicates=100, seed=1, indicators=("completed_mobilities",))
>>> runs.totals["completed_mobilities"]                        # (sets, replicates)

Every set of parameters meets the same replicates (common random numbers). Sets are made block by block, and only the
indicators asked for are kept: memory grows with the results, not with the runs.

Uncertain parameters: :func:`uncertain_parameters`, :func:`sample_quantiles`, :func:`uncertain_columns`. A world is a draw from
the posterior of the calibration (``evidence/posterior.parquet``), its values together as they were drawn; what the calibration
leaves to each scheme (hosts within reach ...) comes from its plausible range (``evidence/ranges.csv``). A value that a
scenario states itself is taken as its best guess: it moves as far from it, on the scale of the range, as the draw lies from
the default. Zeros, shares of 1, switches, categories and calendar months (``shock.month``, ``politics.election_month``: events
that the scenario tells) stay as they are.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from sim.evidence.published import ranges
from sim.indicators import COUNT, NAMES
from sim.parameters import RECORD, Config, Parameter, parameters, to_record, value_of
from sim.runs import posterior, prior

if TYPE_CHECKING:
    from sim.runs.store import Failure, Store

Array = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]

BLOCK_BYTES = 64_000_000
"""Memory of one block of sets and of its results, about."""
MEANS = {
    "chance": "chance only (who applies, who hires, elections, demand), given the parameters as they are set",
    "parameters": "the uncertain parameters only (each replicate draws them once, the same for every design), chance held fixed",
    "both": "chance and the uncertain parameters (each replicate draws both, the same for every design)",
}
"""What an interval covers, by kind of uncertainty."""
EVENT_UNIT = "month"
"""Unit of the calendar months in which something happens: part of the scenario, not uncertain."""
FACTOR = 2.0
"""Levers whose range is not their own vary from what the scenario states divided by this to that times this."""


def stack(configs: Sequence[Config]) -> npt.NDArray[Any]:
    """Records of configurations, (configs, rows): a row per month, the last repeated where a timeline is shorter."""
    records = [to_record(config, config.timeline) for config in configs]
    rows = max(record.size for record in records)
    stacked = np.empty((len(records), rows), RECORD)
    for place, record in zip(stacked, records, strict=True):
        place[: record.size] = record
        place[record.size :] = record[-1]
    return stacked.view(np.recarray)


def column(records: npt.NDArray[Any], name: str) -> npt.NDArray[Any]:
    """The values of a parameter by dotted name as a view, so that assigning to it changes the records."""
    view: Any = records.view(np.ndarray)
    for part in name.split("."):
        view = view[part]
    return np.asarray(view)


def assign(records: npt.NDArray[Any], name: str, values: npt.ArrayLike) -> None:
    """Set a parameter of every set, in place: ``values`` (sets) for ``records`` (sets, rows).

    Months in which a timeline has set it to something else keep what the timeline says.
    """
    view = column(records, name)
    stated = view == view[:, :1]
    view[...] = np.where(stated, np.asarray(values)[:, None], view)


@dataclass
class Experiment:
    """Sets of parameters, made when they are needed: a base each, and columns of values that differ from it.

    ``bases``: (bases, rows) records; ``base``: (sets) which base each set starts from; ``columns``: dotted name to (sets)
    values; ``replicate``: (sets) first replicate of each set, or one number for all.
    """

    bases: npt.NDArray[Any]
    base: npt.NDArray[np.int64]
    columns: Mapping[str, npt.NDArray[Any]] = field(default_factory=dict)
    replicate: int | npt.NDArray[np.int64] = 0

    def __post_init__(self) -> None:
        known = parameters()
        for name, values in self.columns.items():
            if name not in known:
                raise KeyError(f"{name} is not a parameter of the model")
            if len(values) != len(self.base):
                raise ValueError(f"{name}: {len(values)} values for {len(self.base)} sets")

    def __len__(self) -> int:
        return len(self.base)

    def records(self, first: int = 0, last: int | None = None) -> npt.NDArray[Any]:
        """The sets from ``first`` to ``last`` as (sets, rows) records, a copy."""
        block = slice(first, last)
        records = self.bases[self.base[block]]
        for name, values in self.columns.items():
            assign(records, name, values[block])
        return records.view(np.recarray)


@dataclass
class Runs:
    """What was kept of an experiment: by indicator, (sets, replicates), and (sets, replicates, months) where asked.

    ``seconds``: wall time; ``inside``: those in which something was simulated; ``count``: number of runs; ``stored``: those of
    them that a store held; ``failures``: runs that failed, whose values are NaN.
    """

    totals: dict[str, Array]
    monthly: dict[str, Array]
    seconds: float
    inside: float
    count: int
    stored: int = 0
    failures: "list[Failure]" = field(default_factory=list)

    @property
    def facts(self) -> dict[str, float]:
        """Speed, for ``run.json``: runs, runs per second, share of the time in which nothing was simulated."""
        return {
            "runs": self.count,
            "runs_from_store": self.stored,
            "runs_per_second": round(self.count / max(self.seconds, 1e-9), 1),
            "outside_share": round(1.0 - self.inside / max(self.seconds, 1e-9), 4),
        }


def run(
    experiment: Experiment,
    replicates: int,
    seed: int,
    *,
    workers: int = 0,
    indicators: Sequence[str] = NAMES,
    monthly: Sequence[str] = (),
    progress: Progress | None = None,
    block: int | None = None,
    store: "Store | None" = None,
) -> Runs:
    """Run every set for the same replicates, keep the ``indicators`` and the ``monthly`` values asked for.

    ``block``: sets at a time (default: as many as :data:`BLOCK_BYTES` hold); the numbers do not depend on it. ``store``:
    where finished runs are kept and found again (:mod:`sim.runs.store`); equal sets are then run once.
    """
    from sim.runs.ensemble import Outcome, begin
    from sim.runs.executors import flow
    from sim.runs.store import Kept, positions, runs_in_a_part

    began = time.perf_counter()
    sets, rows = len(experiment), experiment.bases.shape[1]
    months = int(column(experiment.bases, "horizon").max()) if monthly else 0
    if "horizon" in experiment.columns and monthly:
        months = max(months, int(np.max(experiment.columns["horizon"])))
    each_run = 8 * (COUNT + len(monthly) * months)
    most_runs = runs_in_a_part(experiment.bases, len(monthly)) if store else max(1, BLOCK_BYTES // each_run)
    step = block or max(1, min(sets, BLOCK_BYTES // (RECORD.itemsize * rows + each_run * replicates)))
    if store:
        step = block or max(1, most_runs // replicates)
    kept: dict[str, Array] = {name: np.empty((sets, replicates)) for name in indicators}
    series: dict[str, Array] = {name: np.full((sets, replicates, months), np.nan) for name in monthly}
    runs = Runs(kept, series, 0.0, 0.0, sets * replicates)

    def keep(piece: slice, first: int, last: int, found: Kept | Outcome) -> None:
        for place, (name, values) in enumerate(kept.items()):
            values[piece, first:last] = found.totals[name] if isinstance(found, Kept) else found.totals[:, :, place]
        for place, (name, values) in enumerate(series.items()):
            by_month = found.monthly[name] if isinstance(found, Kept) else found.monthly[:, :, :, place]
            values[piece, first:last, : by_month.shape[2]] = by_month
        if isinstance(found, Kept):
            runs.stored += (piece.stop - piece.start) * (last - first) - found.simulated
            runs.failures += [
                replace(each, set=each.set + piece.start, replicate=each.replicate + first) for each in found.failures
            ]

    with flow(workers, progress, runs.count) as running:
        for piece, first, last in _pieces(sets, replicates, step, most_runs):
            records = experiment.records(piece.start, piece.stop)
            start = experiment.replicate
            here = start[piece] + first if isinstance(start, np.ndarray) else start + first
            then = partial(keep, piece, first, last)
            if store:
                store.begin(
                    running, records, last - first, seed, then, indicators=indicators, monthly=monthly, first_replicate=here,
                    workers=workers,
                )  # fmt: skip
            else:
                begin(
                    running, records, last - first, seed, then, indicators=positions(indicators), monthly=positions(monthly),
                    first_replicate=here,
                )  # fmt: skip
    runs.failures.sort(key=lambda each: (each.set, each.replicate))
    runs.inside, runs.seconds = running.busy, time.perf_counter() - began
    return runs


def _pieces(sets: int, replicates: int, step: int, most_runs: int) -> list[tuple[slice, int, int]]:
    """Blocks of sets; where one set alone has too many replicates, parts of them."""
    if step == 1 and replicates > most_runs:
        return [
            (slice(s, s + 1), r, min(r + most_runs, replicates))
            for s in range(sets)
            for r in range(0, replicates, most_runs)
        ]
    return [(slice(s, min(s + step, sets)), 0, replicates) for s in range(0, sets, step)]


def run_designs(
    configs: Sequence[Config],
    replicates: int,
    seed: int,
    uncertainty: str = "chance",
    *,
    workers: int = 0,
    indicators: Sequence[str] = NAMES,
    monthly: Sequence[str] = (),
    progress: Progress | None = None,
) -> Runs:
    """Run configurations in the same worlds, one per replicate; arrays are (configurations, replicates[, months]).

    ``uncertainty``: what differs between replicates, a key of :data:`MEANS`.
    """
    bases, designs = stack(configs), len(configs)
    if uncertainty == "chance":
        experiment = Experiment(bases, np.arange(designs))
        return run(
            experiment, replicates, seed, workers=workers, indicators=indicators, monthly=monthly, progress=progress
        )
    base, row = np.repeat(np.arange(designs), replicates), np.tile(np.arange(replicates), designs)
    drawn = uncertain_parameters(configs)
    quantiles = sample_quantiles(drawn, replicates, seed)
    columns = uncertain_columns(configs, quantiles, drawn, base, row)
    experiment = Experiment(bases, base, columns, row if uncertainty == "both" else 0)
    runs = run(experiment, 1, seed, workers=workers, indicators=indicators, monthly=monthly, progress=progress)
    for kept in (runs.totals, runs.monthly):
        for name, values in kept.items():
            kept[name] = values.reshape(designs, replicates, *values.shape[2:])
    return runs


def uncertain_parameters(configs: Sequence[Config]) -> list[Parameter]:
    """The uncertain numbers that are not switched off in every configuration, in the order of the registry."""
    return [
        parameter
        for parameter in parameters().values()
        if parameter.name in ranges()
        and ranges()[parameter.name].low < ranges()[parameter.name].high
        and any(not _fixed(parameter, float(value_of(config, parameter.name))) for config in configs)
    ]


def _fixed(parameter: Parameter, value: float) -> bool:
    """Whether a scenario switched something off (or fully on) that is otherwise uncertain."""
    at_end = value == 0.0 or (float(parameter.low) == 0.0 and value >= float(parameter.high) <= 1.0)
    return bool(at_end and value != float(parameter.default))


def quantile_sample(count: int, dimensions: int, seed: int, method: str = "lhs") -> Array:
    """A seeded sample of the unit cube, (count, dimensions): Latin hypercube (``lhs``) or scrambled Sobol (``sobol``)."""
    from scipy.stats import qmc

    if dimensions == 0:
        return np.empty((count, 0))
    rng = np.random.default_rng([seed, 7919])
    if method == "sobol":
        sample = qmc.Sobol(dimensions, scramble=True, rng=rng).random_base2(
            max(0, int(np.ceil(np.log2(max(count, 1)))))
        )
        return np.asarray(sample[:count])
    return np.asarray(qmc.LatinHypercube(dimensions, rng=rng).random(count))


def sample_quantiles(drawn: Sequence[Parameter], count: int, seed: int, method: str = "lhs") -> Array:
    """Worlds as quantiles of every uncertain parameter, (count, parameters): those of the posterior come together as drawn."""
    quantiles = quantile_sample(count, len(drawn), seed, method)
    together = [place for place, parameter in enumerate(drawn) if parameter.name in posterior.known()]
    if together:
        rng = np.random.default_rng([seed, 104_729])
        quantiles[:, together] = posterior.joint_quantiles([drawn[place].name for place in together], count, rng)
    return quantiles


def spread(parameter: Parameter, value: float) -> tuple[float, float]:
    """Lowest and highest plausible value around a stated one: see the module's docstring."""
    low, high = (float(plausible(parameter, value, end)) for end in (0.0, 1.0))
    return low, high


def plausible(parameter: Parameter, value: float, quantile: npt.ArrayLike) -> Array:
    """Quantiles of the distribution of an uncertain parameter around its stated value: see the module's docstring."""
    u = np.asarray(quantile, np.float64)
    if parameter.name not in ranges() or _fixed(parameter, value):
        return np.full(u.shape, float(value))
    drawn = _drawn(parameter.name, u)
    if value != float(parameter.default):
        drawn = _moved(parameter, drawn, value)
    return np.asarray(np.rint(drawn) if parameter.type is int else drawn)


def _drawn(name: str, u: Array) -> Array:
    """Quantiles of the posterior, or of the plausible range where there is none."""
    return posterior.quantile(name, u) if name in posterior.known() else prior.quantile(ranges()[name], u, name)


def _moved(parameter: Parameter, drawn: Array, value: float) -> Array:
    """Draws moved to lie around a stated value as they lie around the default, on the scale of the parameter's range."""
    scale = ranges()[parameter.name].scale
    low, high = float(parameter.low), float(parameter.high)
    centre = float(parameter.default)
    if scale == "log" and min(value, centre) <= 0.0:
        scale = "linear"
    if scale == "odds" and not (0.0 < value < 1.0 and 0.0 < centre < 1.0):
        scale = "linear"
    forward, back = prior.SCALES[scale]
    return np.asarray(np.clip(back(forward(value) + forward(drawn) - forward(centre)), low, high))


def uncertain_columns(
    configs: Sequence[Config], quantiles: Array, drawn: Sequence[Parameter], base: npt.NDArray[np.int64], row: npt.NDArray[np.int64]
) -> dict[str, npt.NDArray[Any]]:  # fmt: skip
    """Columns of drawn parameters for sets: set ``i`` is ``configs[base[i]]`` in the world ``quantiles[row[i]]``.

    Every configuration meets the same quantiles, around its own stated value: what a design sets itself stays set apart.
    """
    columns: dict[str, npt.NDArray[Any]] = {}
    for position, parameter in enumerate(drawn):
        stated = [float(value_of(config, parameter.name)) for config in configs]
        table = {value: plausible(parameter, value, quantiles[:, position]) for value in set(stated)}
        columns[parameter.name] = np.stack([table[value] for value in stated])[base, row]
    return columns
