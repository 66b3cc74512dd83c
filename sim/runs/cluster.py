"""Chunks on a cluster of dask (extra ``cluster``): an existing one by its scheduler's address, or one on this computer.

dask runs a chunk again where its worker died; workers may come and go. A scheduler that dies ends the command with one
line; what was finished is in the store, and the same command runs the rest.
"""

import asyncio
import logging
import os
import ssl
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from contextlib import contextmanager
from typing import Any

import dask
from distributed import Client, KilledWorker, LocalCluster
from distributed.comm import CommClosedError
from distributed.security import Security

from sim.errors import UserError
from sim.runs import remote
from sim.runs.identity import identity
from sim.runs.task import Task
from sim.runs.worker import packed

__all__ = ["Cluster", "cluster"]

CONNECT_SECONDS = 10.0
"""Time in which a scheduler has to answer."""
ENCRYPTED = ("tls://", "wss://")
MORE = ": see docs/scaling.md, Encryption"
REFRESH_SECONDS = 2.0
"""Time after which workers are counted anew."""
IN_FLIGHT = 3
"""Chunks in flight for each thread of the cluster: one that runs, and the next ones already there."""
FEWEST_IN_FLIGHT = 16
"""Chunks in flight where workers are still to come."""
THREADS_OF_A_PROCESS = 16
"""Threads that share a process on this computer: kernels release the interpreter's lock, what is around them does not."""
ATTEMPTS = 20
"""Workers that may die with the same chunk, by chance on machines that come and go, before the command gives up."""
LOCAL = {
    "distributed.scheduler.allowed-failures": ATTEMPTS,
    "distributed.worker.profile.enabled": False,
    "distributed.admin.system-monitor.interval": "5s",
    "distributed.admin.tick.interval": "500ms",
    "distributed.nanny.pre-spawn-environ": {"OMP_NUM_THREADS": 1},
}
"""Settings of a cluster of one's own. What dask watches by default took 7 % of a core while nothing was done, so it takes 1 %;
workers keep the memory that they freed for the next chunk, as threads do: dask's default of giving it back took 6 %."""


class ClientExecutor(Executor):
    """An executor of concurrent.futures in front of a client of dask, for code that a worker runs as often as it must.

    dask's own leaves futures open for ever whose results were on the way when the scheduler died.
    """

    def __init__(self, client: Client) -> None:
        self.client = client

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """Send a call to the cluster. Its future fails where the cluster does."""
        sent = self.client.submit(function, *arguments, pure=False, **named)

        async def result() -> Any:
            return await sent

        return asyncio.run_coroutine_threadsafe(result(), self.client.loop.asyncio_loop)


class Cluster:
    """A cluster as :class:`sim.runs.executors.Pool`."""

    shares_memory = False

    def __init__(self, client: Client, shown: str) -> None:
        self.client, self.shown = client, shown
        self.executor = ClientExecutor(client)
        self.identity = identity()
        self._threads, self._counted = 0, -REFRESH_SECONDS
        self._waiting = False
        self._refuse_strangers()

    def _refuse_strangers(self) -> None:
        """Have each worker that is there say whether it runs the same model; later ones say so with their first chunk."""
        try:
            asked = [
                self.executor.submit(remote.refusal, self.identity, workers=[worker], allow_other_workers=True)
                for worker in self.client.nthreads()
            ]
            answers = [future.result() for future in asked]
        except Exception as error:
            raise self.in_words(error) or error from None
        for told in filter(None, answers):
            raise UserError(told)

    def threads(self) -> int:
        """Those of all workers that are there."""
        self.room()
        return self._threads

    def room(self) -> int:
        """Some for each thread that there is now: workers that join later get theirs."""
        if time.monotonic() - self._counted > REFRESH_SECONDS:
            try:
                self._threads = sum(self.client.nthreads().values())
            except Exception as error:
                raise self.in_words(error) or error from None
            self._counted = time.monotonic()
        return max(FEWEST_IN_FLIGHT, IN_FLIGHT * self._threads)

    def submit(self, task: Task, own: Any) -> Future[Any]:
        """Send a task to the cluster."""
        try:
            return self.executor.submit(remote.run_packed, self.identity, packed(task))
        except Exception as error:
            raise self.in_words(error) or error from None

    def check(self) -> None:
        """Say once where nobody is there to work; refuse to wait for a scheduler that is gone."""
        if self.client.status != "running":
            raise self._lost()
        self._counted = -REFRESH_SECONDS
        self.room()
        if self._threads == 0 and not self._waiting:
            print(f"No worker at {self.shown} yet: waiting for one.", file=sys.stderr, flush=True)
        self._waiting = self._threads == 0

    def in_words(self, error: BaseException) -> Exception | None:
        """What went wrong with the cluster (not within a run), in a line."""
        if isinstance(error, UserError):
            return error
        if isinstance(error, KilledWorker):
            return UserError(
                f"{error.allowed_failures + 1} workers died with the same runs, the last of them {error.last_worker.address}: has it too"
                " little memory? What was finished before is kept"
            )
        if isinstance(error, ImportError):
            return UserError(
                f"a worker or the scheduler at {self.shown} lacks the model ({error}): install the same version there"
            )
        if isinstance(error, CancelledError | CommClosedError | TimeoutError) or self.client.status != "running":
            return self._lost()
        return None

    def _lost(self) -> UserError:
        return UserError(
            f"the connection to the scheduler at {self.shown} is lost. What was finished is kept: the same command runs the rest"
        )


@contextmanager
def cluster(address: str, workers: int) -> Iterator[Cluster]:
    """A cluster by its scheduler's address, or, without one, started on this computer with so many workers (0: one per core)."""
    if address:
        with _quiet(), _client(address) as client:
            yield Cluster(client, address)
        return
    number = workers or os.cpu_count() or 1
    processes = -(-number // THREADS_OF_A_PROCESS)
    with (
        _quiet(),
        dask.config.set(LOCAL),
        LocalCluster(
            n_workers=processes, threads_per_worker=-(-number // processes), processes=True, host="127.0.0.1", dashboard_address=None,
            memory_limit=0, silence_logs=logging.CRITICAL,
        ) as local,
        _client(local.scheduler_address) as client,
    ):  # fmt: skip
        yield Cluster(client, "this computer")


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep dask's own messages from the terminal: what matters is said in one line."""
    loggers = [
        logging.getLogger(name)
        for name in logging.root.manager.loggerDict
        if name.startswith(("distributed", "tornado"))
    ]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


@contextmanager
def _client(address: str) -> Iterator[Client]:
    """A client, with the certificates that dask's configuration names (``distributed.comm.tls``)."""
    _refuse_without_certificates(address)
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ImportError, RuntimeError, ValueError) as error:
        raise UserError(
            f"executor.address: no scheduler of dask answers at {address} within {CONNECT_SECONDS:g} s{_why(error)}"
        ) from None
    try:
        yield client
    finally:
        client.close(timeout=2.0)


def _refuse_without_certificates(address: str) -> None:
    """An encrypted connection needs certificates, files that can be read."""
    try:
        context = Security().get_connection_args("client")["ssl_context"]
    except (OSError, ValueError, TypeError) as error:
        raise UserError(f"the certificates that dask's configuration names cannot be used: {error}{MORE}") from None
    if context is None and address.startswith(ENCRYPTED):
        raise UserError(
            f"executor.address {address} is encrypted, and dask's configuration names no certificates{MORE}"
        )


def _why(error: BaseException) -> str:
    """What a failed connection says about encryption; nothing where that is not what failed."""
    reasons: list[str] = []
    chain: BaseException | None = error
    while chain is not None:
        if isinstance(chain, ssl.SSLError | RuntimeError):
            reasons.append(" ".join(str(chain).split()))
        chain = chain.__cause__ or chain.__context__
    return f" ({reasons[-1]}){MORE}" if reasons else ""
