"""Many configurations to arrays: variants of base configurations by columns, run in blocks with common chance.

>>> bases = stack([config_a, config_b])                        # (bases, rows) records of equal length
>>> experiment = Experiment(bases, base=np.array([0, 0, 1]), columns={"shock.month": np.array([6, 14, 6])})
>>> runs = run(experiment, replicates=100, seed=1, indicators=("completed_mobilities",))
>>> runs.totals["completed_mobilities"]                        # (sets, replicates)

Every set of parameters meets the same replicates (common random numbers). Sets are made block by block, and only the
indicators asked for are kept: memory grows with the results, not with the runs.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.worlds.uncertain import uncertain_columns, uncertain_parameters, world_quantiles
from sim.indicators import COUNT, NAMES
from sim.parameters import RECORD, Config, parameters
from sim.runs.ahead import ahead, to_foresee
from sim.runs.ensemble import Outcome, begin
from sim.runs.estimate import evidently_fits, of_sets
from sim.runs.executors import flow
from sim.runs.sets import assign, column, stack
from sim.runs.store import Failure, Kept, Store, positions, runs_in_a_part

Array = npt.NDArray[np.float64]
Progress = Callable[[int, int], None]

TRIED = 12
"""Sets from which is foreseen what all of them take."""
BLOCK_BYTES = 64_000_000
"""Memory of one block of sets and of its results, about."""


@dataclass
class Experiment:
    """Sets of parameters, made when they are needed: a base each, and columns of values that differ from it.

    ``bases``: (bases, rows) records; ``base``: (sets) which base each set starts from; ``columns``: dotted name to (sets)
    values; ``replicate``: (sets) first replicate of each set, or one number for all; ``every_phase``: whether columns also set
    what a phase before the last one has of its own (:func:`sim.runs.sets.assign`).
    """

    bases: npt.NDArray[Any]
    base: npt.NDArray[np.int64]
    columns: Mapping[str, npt.NDArray[Any]] = field(default_factory=dict)
    replicate: int | npt.NDArray[np.int64] = 0
    every_phase: bool = False

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
            assign(records, name, values[block], self.every_phase)
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
    failures: list[Failure] = field(default_factory=list)

    @property
    def facts(self) -> dict[str, float]:
        """Speed, for ``run.json``: runs, runs per second, share of the time in which nothing was simulated."""
        return {
            "runs": self.count,
            "runs_from_store": self.stored,
            "runs_per_second": round(self.count / max(self.seconds, 1e-9), 1),
            "outside_share": round(1.0 - self.inside / max(self.seconds, 1e-9), 4),
        }


def totalled(parts: Iterable[Runs]) -> Runs:
    """How many runs several experiments took together and how long, without their values."""
    every = list(parts)
    return Runs(
        {}, {}, sum(each.seconds for each in every), sum(each.inside for each in every),
        sum(each.count for each in every), sum(each.stored for each in every),
    )  # fmt: skip


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
    store: Store | None = None,
    counted: tuple[str, int] | None = None,
) -> Runs:
    """Run every set for the same replicates, keep the ``indicators`` and the ``monthly`` values asked for.

    ``block``: sets at a time (default: as many as :data:`BLOCK_BYTES` hold); the numbers do not depend on it. ``store``:
    where finished runs are kept and found again (:mod:`sim.runs.store`); equal sets are then run once. ``counted``:
    the setting that says how many there are, and its value (default: the replicates, or where there is one, the sets).

    Raises :class:`~sim.errors.UserError` before anything is run where the results would not fit into memory.
    """
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
    share = min(step, sets) * (
        RECORD.itemsize * rows + 8 * (len(indicators) + len(monthly) * months) * min(replicates, most_runs)
    )
    _foresee(
        experiment,
        replicates,
        seed,
        workers,
        len(indicators) + len(monthly) * months,
        share,
        counted,
        store is not None,
    )
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


def _foresee(
    experiment: Experiment, replicates: int, seed: int, workers: int, values: int, share: float, counted: tuple[str, int] | None,
    stored: bool,
) -> None:  # fmt: skip
    """Refuse what would not fit, and say how long it takes, from some of the sets. ``values``: kept of a run."""
    sets = len(experiment)
    some = np.concatenate(
        [experiment.records(place, place + 1) for place in np.linspace(0, sets - 1, min(sets, TRIED), dtype=int)]
    )
    kept = 8.0 * values * sets * replicates
    if evidently_fits(some, to_foresee(sets * replicates), kept, workers):
        return
    name, number = counted or (("replicates", replicates) if replicates > 1 else ("parameter sets", sets))
    ahead(of_sets(some, sets, replicates, seed, kept, units=number, workers=workers, in_flight=share), name, stored)


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

    ``uncertainty``: what differs between replicates, a key of :data:`analysis.worlds.settings.MEANS`.
    """
    bases, designs = stack(configs), len(configs)
    if uncertainty == "chance":
        experiment = Experiment(bases, np.arange(designs))
        return run(
            experiment, replicates, seed, workers=workers, indicators=indicators, monthly=monthly, progress=progress
        )
    base, row = np.repeat(np.arange(designs), replicates), np.tile(np.arange(replicates), designs)
    drawn = uncertain_parameters(configs)
    quantiles = world_quantiles(configs, drawn, replicates, seed)
    columns = uncertain_columns(configs, quantiles, drawn, base, row)
    experiment = Experiment(bases, base, columns, row if uncertainty == "both" else 0)
    runs = run(
        experiment, 1, seed, workers=workers, indicators=indicators, monthly=monthly, progress=progress,
        counted=("replicates", replicates),
    )  # fmt: skip
    for kept in (runs.totals, runs.monthly):
        for name, values in kept.items():
            kept[name] = values.reshape(designs, replicates, *values.shape[2:])
    return runs
