"""Many runs: parameter sets x replicates, cut into chunks that an executor works through (threads, or a cluster).

Kernels release the GIL, so threads share one copy of the code. The numbers depend on the parameters, the seed and the
replicate only: any executor, any number of workers and any chunking gives the same.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.categories import Line, Uncertainty
from sim.indicators import COUNT, MONTHLY, NAMES
from sim.parameters import Config, to_record
from sim.reporting.results import Results, tabulate
from sim.runs.ahead import foresee
from sim.runs.course import Course, rows_of_phases
from sim.runs.draws import draw
from sim.runs.executors import Flow, Job, flow, using
from sim.runs.sets import assign
from sim.runs.task import Array, Task, chunks, compile_all, empty, enough_for, runs_in_a_chunk
from sim.setup.checks import checked, validated
from sim.state import State

__all__ = ["Outcome", "Results", "begin", "create_state", "planned_spending", "run_sets", "simulate"]

Progress = Callable[[int, int], None]


@dataclass
class Outcome:
    """What :func:`run_sets` returns.

    ``totals``: (sets, replicates, indicators); ``monthly``: (sets, replicates, months, indicators kept), empty if not asked.
    """

    totals: Array
    monthly: Array


def run_sets(
    sets: npt.NDArray[Any],
    replicates: int,
    seed: int,
    *,
    workers: int = 0,
    monthly: bool | Sequence[int] = False,
    progress: Progress | None = None,
    runs_per_chunk: int | None = None,
    first_replicate: int | npt.NDArray[np.int64] = 0,
) -> Outcome:
    """Run every parameter set for the same replicates.

    ``sets``: (sets, rows) records, see :func:`sim.parameters.to_record`; ``workers``: threads, 0 for one per core (on a
    cluster chosen with :func:`sim.runs.executors.using`, all that it has);
    ``monthly``: whether to keep every month of all indicators, or the positions of those to keep;
    ``first_replicate``: number of the first replicate, one for all sets or one for each.
    """
    kept = (range(COUNT) if monthly else ()) if isinstance(monthly, bool) else monthly
    done: list[Outcome] = []
    with flow(workers, progress, len(sets) * replicates) as running:
        begin(
            running, sets, replicates, seed, done.append, monthly=kept, first_replicate=first_replicate,
            runs_per_chunk=runs_per_chunk,
        )  # fmt: skip
    return done[0]


def begin(
    running: Flow,
    sets: npt.NDArray[Any],
    replicates: int,
    seed: int,
    then: Callable[[Outcome], None],
    *,
    failed: Callable[[Exception], None] | None = None,
    indicators: Sequence[int] = range(COUNT),
    monthly: Sequence[int] = (),
    first_replicate: int | npt.NDArray[np.int64] = 0,
    runs_per_chunk: int | None = None,
    weight: int | None = None,
) -> None:
    """Give the chunks of a call to an executor and return; ``then`` gets the outcome when the last of them is done.

    Other calls may follow at once, so that no executor waits for the last chunk of a call. Arguments as for
    :func:`run_sets`; ``indicators``: positions of those in the totals; ``failed`` gets the error where a run has one
    (without it the error is raised); ``weight``: runs that this call counts for in the progress shown.
    """
    sets = np.asarray(sets)
    capacity = enough_for(sets)
    uneven = bool(np.ptp(sets["horizon"]) > 0)  # months that only some sets have
    first = np.broadcast_to(np.asarray(first_replicate, np.int64), len(sets))
    task = Task(sets, first, replicates, seed, tuple(indicators), tuple(monthly), capacity, uneven)
    outcome = Outcome(*empty(task))
    runs = len(sets) * replicates
    todo = list(chunks(len(sets), replicates, runs_per_chunk or runs_in_a_chunk(capacity, runs)))
    if running.pool.shares_memory:
        compile_all()

    def finished(error: Exception | None) -> None:
        if error is None:
            then(outcome)
        elif failed:
            failed(error)
        else:
            raise error

    job = Job(len(todo), runs if weight is None else weight, finished, patient=failed is not None)
    for chunk in todo:
        own = (
            outcome.totals[chunk.sets, chunk.replicates],
            outcome.monthly[chunk.sets, chunk.replicates if task.monthly else slice(0, 0)],
        )
        part = replace(
            task,
            sets=sets[chunk.sets],
            first=first[chunk.sets] + chunk.replicates.start,
            replicates=chunk.replicates.stop - chunk.replicates.start,
        )
        running.add(job, chunk.runs, part, own)


def create_state(config: Config, seed: int, replicate: int = 0, journal: bool = True) -> State:
    """The state of one run before its first month (of its first phase), with a journal of every stage entered."""
    return Course.of(config, seed, replicate, journal).latest


def planned_spending(config: Config) -> dict[str, float]:
    """EUR per budget line as planned at the start (steering may move money later), of all phases."""
    rows = to_record(config, config.timeline)
    allocation = np.zeros(len(Line))
    for phase in rows_of_phases(rows):
        allocation += Course(phase, config.seed, journal=False).latest.money["allocation"]
    return {line.name: float(allocation[line]) for line in Line}


def simulate(
    config: "Config | str | Mapping[str, Any]",
    replicates: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Results:
    """Run a configuration for many replicates; what is not given comes from the configuration.

    ``config``: a :class:`Config`, the name of a scenario, or a mapping of settings (:func:`sim.configure`). Raises
    :class:`~sim.errors.UserError` for what is none of them, or out of its range, and for what does not
    fit into memory. Returns tables: ``summary``, ``runs``, ``monthly`` and, for the first ``config.journeys`` replicates,
    ``journeys``. ``config.uncertainty`` says what differs between replicates.
    """
    if not isinstance(config, Config):
        from sim.setup.configuration import configure  # Hydra: 0.3 s that a Config does not need

        config = configure(config)
    config = validated(deepcopy(config))
    with using(config):
        config.replicates = config.replicates if replicates is None else checked("replicates", replicates)
        config.seed = config.seed if seed is None else checked("seed", seed)
        config.workers = config.workers if workers is None else checked("workers", workers)
        foresee(config)
        sets, replicates, chance, row = _worlds(config)
        kept = [NAMES.index(name) for name in MONTHLY]
        outcome = run_sets(
            sets,
            replicates,
            config.seed,
            workers=config.workers,
            monthly=kept,
            progress=progress,
            first_replicate=chance,
        )
    months = outcome.monthly.shape[2]
    return tabulate(
        config.scenario, outcome.totals.reshape(config.replicates, -1), outcome.monthly.reshape(config.replicates, months, -1),
        _journeys(config, sets, chance), planned_spending(config), row,
    )  # fmt: skip


def _worlds(config: Config) -> tuple[npt.NDArray[Any], int, npt.NDArray[np.int64], npt.NDArray[np.int64] | None]:
    """Parameters of the replicates, how many run with each, the first number of chance of each, and the rows that were drawn.

    By chance alone one set runs for all replicates; else every replicate has a set of its own.
    """
    rows = to_record(config, config.timeline)[None, :]
    if config.uncertainty == Uncertainty.chance:
        return rows, config.replicates, np.zeros(1, np.int64), None
    drawn = draw(config.scenario, config.replicates, config.seed)
    sets = np.repeat(rows, config.replicates, axis=0)
    for name, values in drawn.columns(config).items():
        assign(sets, name, values)
    own = np.arange(config.replicates)
    return sets, 1, own if config.uncertainty == Uncertainty.both else np.zeros_like(own), drawn.row


def _journeys(config: Config, sets: npt.NDArray[Any], chance: npt.NDArray[np.int64]) -> Iterator[Sequence[State]]:
    """The first replicates once more, one after the other, with journals."""
    for replicate in range(min(config.journeys, config.replicates)):
        own = min(replicate, len(sets) - 1)
        course = Course(sets[own].view(np.recarray), config.seed, int(chance[own]) + replicate - own)
        course.advance(0, config.horizon)
        yield course.states
