"""Work in threads that can be stopped. Short questions and long ones have threads of their own.

One question at a time uses all cores: planners who ask at once are served in turn, each as fast as if alone, which is
sooner for all of them than sharing. A question that its planner has superseded is dropped before it begins, or stops
at the next chunk of runs.
"""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

SHORT, LONG = "short", "long"
_POOLS = {
    SHORT: ThreadPoolExecutor(1, thread_name_prefix="question"),
    LONG: ThreadPoolExecutor(2, thread_name_prefix="analysis"),
}
COUNTED: Counter[str] = Counter()
"""How many jobs were done, stopped and failed since the start."""


class StoppedError(Exception):
    """The job is no longer wanted."""


@dataclass
class Job:
    """A piece of work: whether it is still wanted, and how far it is (0 to 1, with words)."""

    wanted: bool = True
    done: float = 0.0
    phase: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def stop(self) -> None:
        """It is not wanted any more."""
        self.wanted = False

    def progress(self, done: int, total: int) -> None:
        """To be called from the work; raises :class:`StoppedError` where it is no longer wanted."""
        self.check()
        self.done = done / max(total, 1)

    def check(self) -> None:
        """Raises :class:`StoppedError` where the job is no longer wanted."""
        if not self.wanted:
            raise StoppedError

    def enter(self, phase: str) -> None:
        """The next phase of the work begins."""
        self.check()
        self.phase, self.done = phase, 0.0


class Current:
    """The job under way: a new one supersedes it."""

    def __init__(self) -> None:
        self.job = Job(wanted=False)

    def begin(self) -> Job:
        """A new job; the one before is no longer wanted."""
        self.stop()
        self.job = Job()
        return self.job

    def stop(self) -> None:
        """The job is no longer wanted."""
        self.job.stop()


async def run(job: Job, work: Callable[[Job], Any], kind: str = SHORT) -> Any:
    """The result of ``work(job)`` in a thread. Raises :class:`StoppedError` where it was stopped, at the latest at its end."""

    def guarded() -> Any:
        try:
            job.check()
            found = work(job)
            job.check()
        except StoppedError:
            COUNTED["stopped"] += 1
            raise
        except BaseException:
            COUNTED["failed"] += 1
            raise
        COUNTED["done"] += 1
        return found

    return await asyncio.get_running_loop().run_in_executor(_POOLS[kind], guarded)


_tasks: set[asyncio.Task[Any]] = set()


def begin(coroutine: Coroutine[Any, Any, None]) -> None:
    """Start a coroutine and keep it from being collected before its end."""
    task: asyncio.Task[Any] = asyncio.ensure_future(coroutine)
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)
