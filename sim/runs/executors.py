"""Where chunks of runs are worked through: threads of this process, or a cluster; both as an executor of concurrent.futures.

>>> with using(config):                       # executor=threads or executor=dask, as the configuration says
...     with flow(workers=0) as running:      # chunks of many calls, in flight at once
...         ensemble.begin(running, sets, ...)

Everything that simulates goes through :func:`flow`; outside of :func:`using` it works with threads. Numbers do not depend
on the executor: chunks are cut before one is asked, and each is put where it belongs.
"""

import queue
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Protocol

from sim.installation import require
from sim.machine import cores
from sim.parameters import Config, ExecutorName
from sim.runs.task import Task, work

__all__ = ["Flow", "Job", "Pool", "flow", "threads", "using"]

Progress = Callable[[int, int], None]

PATIENCE = 5.0
"""Seconds without any finished chunk after which an executor is asked whether something is wrong."""


class Pool(Protocol):
    """An executor as :class:`Flow` uses it. ``shares_memory``: results need no copying."""

    shares_memory: bool

    def threads(self) -> int:
        """Threads that work at the same time; 0 where none is there yet."""

    def room(self) -> int:
        """Chunks to keep in flight, so that nobody waits for work and an interruption waits for few."""

    def submit(self, task: Task, own: Any) -> "Future[Any]":
        """Have a task worked through; ``own``: the arrays that its results belong into."""

    def check(self) -> None:
        """Asked now and then while nothing is finished. Raises :class:`UserError` where nothing ever will be."""

    def in_words(self, error: BaseException) -> Exception | None:
        """An error of the executor (not of a run) in words for a user; None for an error of a run."""


class Threads:
    """Threads of this process, which write results where they belong."""

    shares_memory = True

    def __init__(self, workers: int) -> None:
        self.number = workers or cores()
        self.executor = ThreadPoolExecutor(self.number)

    def threads(self) -> int:
        """As many as were asked for."""
        return self.number

    def room(self) -> int:
        """Two for each thread."""
        return 2 * self.number

    def submit(self, task: Task, own: Any) -> "Future[Any]":
        """Run it in a thread."""
        return self.executor.submit(work, task, own)

    def check(self) -> None:
        """Threads do not get lost."""

    def in_words(self, error: BaseException) -> Exception | None:
        """Threads have no errors of their own."""
        return None


@dataclass
class Job:
    """The chunks of one call.

    ``weight``: runs that it counts for in the progress; ``finished``: told at the end, with the error of a run where
    there was one; ``patient``: whether an error waits for the other chunks instead of being raised at once.
    """

    chunks: int
    weight: int
    finished: Callable[[Exception | None], None]
    patient: bool = False
    counted: int = 0
    error: Exception | None = None


class Flow:
    """Chunks of many calls in flight at once. Results are taken, and jobs finished, in the thread that adds them.

    ``busy``: seconds during which at least one chunk was in flight.
    """

    def __init__(self, pool: Pool, progress: Progress | None = None, total: int = 0) -> None:
        self.pool, self.progress, self.total = pool, progress, total
        self.done = 0
        self.busy = 0.0
        self._began = 0.0
        self._flying: dict[Future[Any], tuple[Job, int, Any]] = {}
        self._landed: queue.SimpleQueue[Future[Any]] = queue.SimpleQueue()

    def add(self, job: Job, runs: int, task: Task, own: Any) -> None:
        """Give a chunk of a job to the executor, as soon as there is room."""
        while len(self._flying) >= self.pool.room():
            self._take()
        if not self._flying:
            self._began = time.perf_counter()
        future = self.pool.submit(task, own)
        self._flying[future] = (job, runs, own)
        future.add_done_callback(self._landed.put)

    def count(self, runs: int) -> None:
        """Count runs that are done, for the progress."""
        self.done += runs
        if self.progress:
            self.progress(self.done, self.total)

    def drain(self) -> None:
        """Wait until every job is finished."""
        while self._flying:
            self._take()

    def give_up(self) -> None:
        """Take what is there already, so that jobs whose chunks are all done are finished, and cancel the rest."""
        self.progress = None
        while not self._landed.empty():
            future = self._landed.get()
            if not future.cancelled() and future.exception() is None:
                self._arrived(future)
        for future in self._flying:
            future.cancel()

    def _take(self) -> None:
        """Wait for a chunk and take its results. Raises what ended it, unless its job waits for the others first."""
        while True:
            try:
                future = self._landed.get(timeout=PATIENCE)
                break
            except queue.Empty:
                self.pool.check()
        error = CancelledError() if future.cancelled() else future.exception()
        if error is not None:
            job = self._flying[future][0]
            told = self.pool.in_words(error)
            if told or not isinstance(error, Exception):
                raise told or error
            if not job.patient:
                raise error
            job.error = error
        self._arrived(future)

    def _arrived(self, future: "Future[Any]") -> None:
        """Put results where they belong; with the last of its chunks a job is finished."""
        job, runs, own = self._flying.pop(future)
        if not self._flying:
            self.busy += time.perf_counter() - self._began
        if not self.pool.shares_memory and future.exception() is None:
            for place, values in zip(own, future.result(), strict=True):
                place[...] = values
        job.chunks -= 1
        job.counted += runs
        if job.chunks == 0:
            job.finished(job.error)
            runs += job.weight - job.counted
        self.count(runs)


@contextmanager
def flow(workers: int = 0, progress: Progress | None = None, total: int = 0) -> Iterator[Flow]:
    """Chunks in flight on the chosen executor, all of them done at the end; ``workers``: threads, 0 for one per core."""
    chosen = _chosen.get()
    own = Threads(workers)  # which starts no thread before it has work
    running = Flow(chosen.pool if chosen else own, progress, total)
    try:
        yield running
        running.drain()
    except BaseException:
        running.give_up()
        own.executor.shutdown(wait=False, cancel_futures=True)
        raise
    own.executor.shutdown()


def threads(workers: int) -> tuple[int, bool]:
    """How many threads :func:`flow` would work with now, and whether they are threads of this process."""
    chosen = _chosen.get()
    return (chosen.pool.threads(), False) if chosen else (workers or cores(), True)


@dataclass(frozen=True)
class _Chosen:
    """An executor in use, and the settings that asked for it."""

    pool: Pool
    settings: tuple[ExecutorName, str, int]


_chosen: ContextVar[_Chosen | None] = ContextVar("chosen executor", default=None)


@contextmanager
def using(config: Config) -> Iterator[None]:
    """Simulate where a configuration says (``executor``, ``executor.address``, ``workers``) within this block.

    Raises :class:`~sim.errors.UserError` where there is no such place, or another version of the model runs in it.
    """
    settings = (config.executor.name, config.executor.address, config.workers)
    before = _chosen.get()
    if config.executor.name == ExecutorName.threads:
        yield from _with(None)
    elif before and before.settings == settings:
        yield
    else:
        require("distributed", "dask.distributed", "cluster", "executor=dask")
        from sim.runs.cluster import cluster  # dask: an extra, and 0.6 s that threads do not need

        with cluster(config.executor.address, config.workers) as pool:
            yield from _with(_Chosen(pool, settings))


def _with(chosen: _Chosen | None) -> Iterator[None]:
    token = _chosen.set(chosen)
    try:
        yield
    finally:
        _chosen.reset(token)
