"""Chunks on a cluster of dask (extra ``cluster``): an existing one by its scheduler's address, or one on this computer.

dask runs a chunk again where its worker died; workers may come and go. A scheduler that dies ends the command with one
line; what was finished is in the store, and the same command runs the rest.
"""

import logging
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from sim import remote
from sim.errors import UserError

if TYPE_CHECKING:
    from distributed import Client

    from sim.ensemble import Task

__all__ = ["Cluster", "cluster"]

CONNECT_SECONDS = 10.0
"""Time in which a scheduler has to answer."""
REFRESH_SECONDS = 2.0
"""Time after which workers are counted anew."""
IN_FLIGHT = 3
"""Chunks in flight for each thread of the cluster: one that runs, and the next ones already there."""
FEWEST_IN_FLIGHT = 16
"""Chunks in flight where workers are still to come."""
ATTEMPTS = 20
"""Workers that may die with the same chunk, by chance on machines that come and go, before the command gives up."""


class Cluster:
    """A cluster as :class:`sim.executors.Pool`."""

    shares_memory = False

    def __init__(self, client: "Client", shown: str) -> None:
        self.client, self.shown = client, shown
        self.executor = client.get_executor(pure=False)
        self.identity = remote.identity()
        self._threads, self._counted = 0, -REFRESH_SECONDS
        self._waiting = False
        for worker, own in client.run(remote.identity).items():
            if told := remote.refusal(worker, own, self.identity):
                raise UserError(told)

    def room(self) -> int:
        """Some for each thread that there is now: workers that join later get theirs."""
        if time.monotonic() - self._counted > REFRESH_SECONDS:
            try:
                self._threads = sum(self.client.nthreads().values())
            except Exception as error:
                raise self.in_words(error) or error from None
            self._counted = time.monotonic()
        return max(FEWEST_IN_FLIGHT, IN_FLIGHT * self._threads)

    def submit(self, task: "Task", own: Any) -> "Future[Any]":
        """Send a task to the cluster."""
        try:
            return self.executor.submit(remote.run_packed, self.identity, remote.packed(task))
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
        from concurrent.futures import CancelledError

        from distributed import KilledWorker
        from distributed.comm import CommClosedError

        if isinstance(error, UserError):
            return error
        if isinstance(error, KilledWorker):
            return UserError(
                f"{error.allowed_failures + 1} workers died with the same runs, the last of them {error.last_worker.address}: has it too"
                " little memory? What was finished before is kept"
            )
        if isinstance(error, ImportError):
            return UserError(f"a worker or the scheduler at {self.shown} lacks the model ({error}): install the same version there")
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
    try:
        import dask
        from distributed import LocalCluster
    except ImportError:
        raise UserError("executor=dask needs dask.distributed: pip install -e '.[cluster]'") from None
    logging.getLogger("distributed").setLevel(logging.CRITICAL + 1)  # what matters is said in one line
    dask.config.set({"distributed.scheduler.allowed-failures": ATTEMPTS})
    if address:
        with _client(address) as client:
            yield Cluster(client, address)
        return
    number = workers or os.cpu_count() or 1
    with (
        LocalCluster(
            n_workers=1, threads_per_worker=number, processes=True, host="127.0.0.1", dashboard_address=None,
            memory_limit=0, silence_logs=logging.CRITICAL,
        ) as local,
        _client(local.scheduler_address) as client,
    ):  # fmt: skip
        yield Cluster(client, "this computer")


@contextmanager
def _client(address: str) -> "Iterator[Client]":
    from distributed import Client

    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, ImportError):
        raise UserError(f"executor.address: no scheduler of dask answers at {address} within {CONNECT_SECONDS:g} s") from None
    try:
        yield client
    finally:
        client.close(timeout=2.0)
