"""Work in threads that can be stopped, shared fairly between visitors.

Short questions and long ones have threads of their own. A short question uses all cores: planners who ask at once are served
in turn, each as fast as if alone, which is sooner for all of them than sharing. Whoever was served longest ago is next, first
by the network address of the browser, then by its tab: ten tabs of one visitor wait behind one tab of another. A long job
that runs beside another one of the same visitor steps aside while somebody else waits; what it ran is kept in the store, so
it soon is where it was.
"""

import asyncio
import threading
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from weakref import WeakSet

from sim.runs.estimate import sharing

SHORT, LONG = "short", "long"
AT_ONCE = {SHORT: 1, LONG: 2}
"""How many jobs of a kind run at the same time."""
COUNTED: Counter[str] = Counter()
"""How many jobs were done, stopped and failed since the start, and how often one stepped aside."""
TELL_SECONDS = 0.25
"""Time between two looks at how far a job is."""


def concurrent() -> int:
    """Jobs that run at the same time at most, of all visitors together: what one needs, all of them may need at once."""
    return sum(AT_ONCE.values())


class StoppedError(Exception):
    """The job is no longer wanted."""


class AsideError(StoppedError):
    """The job goes back into the queue, because others wait."""


@dataclass(eq=False)
class Job:
    """A piece of work: whose it is, whether it is still wanted, and how far it is (0 to 1, with words)."""

    visitor: "Visitor" = field(default_factory=lambda: Visitor())
    wanted: bool = True
    aside: bool = False
    waiting: bool = False
    ahead: int = 0
    """How many others are served first, while it waits."""
    done: float = 0.0
    phase: str = ""
    so_far: Any = None
    """What there is to see of it before its end, where its work gives anything."""
    when_stopped: Callable[[], object] = lambda: None

    def stop(self) -> None:
        """It is not wanted any more."""
        self.wanted = False
        self.when_stopped()

    def progress(self, done: int, total: int) -> None:
        """To be called from the work; raises :class:`StoppedError` where it is no longer wanted."""
        self.check()
        self.done = done / max(total, 1)

    def check(self) -> None:
        """Raises :class:`StoppedError` where the job is no longer wanted, or not now."""
        if not self.wanted:
            raise StoppedError
        if self.aside:
            raise AsideError

    def enter(self, phase: str) -> None:
        """The next phase of the work begins."""
        self.check()
        self.phase, self.done = phase, 0.0

    @property
    def told(self) -> str:
        """How far it is, in words."""
        if not self.waiting:
            return self.phase or "Starting"
        others = f"{self.ahead} {'other is' if self.ahead == 1 else 'others are'} served first"
        return f"Waiting for its turn: {others}" if self.ahead else "Waiting for its turn"


@dataclass(eq=False)
class Visitor:
    """Who asks: the network address of a browser and one of its tabs. A tab that is closed takes its jobs with it."""

    address: str = ""
    tab: str = ""
    jobs: "WeakSet[Job]" = field(default_factory=WeakSet)

    def job(self) -> Job:
        """A new job of this visitor."""
        job = Job(self)
        self.jobs.add(job)
        return job

    def leave(self) -> None:
        """The tab is closed, or its connection lost: nobody waits for its jobs any more."""
        for job in list(self.jobs):
            job.stop()


class Current:
    """The job under way: a new one supersedes it."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor, self.job = visitor, Job(visitor, wanted=False)

    def begin(self) -> Job:
        """A new job; the one before is no longer wanted."""
        self.stop()
        self.job = self.visitor.job()
        return self.job

    def stop(self) -> None:
        """The job is no longer wanted."""
        self.job.stop()


@dataclass(eq=False)
class Ticket:
    """A job in a queue: its work, its number in the order of asking, and its result to come."""

    job: Job
    work: Callable[[Job], Any]
    number: int
    found: "asyncio.Future[Any]"

    @property
    def keys(self) -> tuple[str, tuple[str, str]]:
        """By what it is counted: the address, and the tab at it."""
        visitor = self.job.visitor
        return visitor.address, (visitor.address, visitor.tab)


class Queue:
    """Threads that serve visitors in turn.

    The thread that has ended a job chooses the next one itself: the event loop is often busy drawing pictures.
    """

    def __init__(self, threads: int, name: str) -> None:
        self.threads, self.pool = threads, ThreadPoolExecutor(threads, thread_name_prefix=name)
        self.waiting: list[Ticket] = []
        self.running: list[Ticket] = []
        self.turns: dict[Any, int] = {}
        """When an address, and a tab, was last served; forgotten when it asks for nothing."""
        self.numbers = count(1)
        self.lock = threading.RLock()

    async def run(self, job: Job, work: Callable[[Job], Any]) -> Any:
        """The result of ``work(job)``. Raises :class:`StoppedError` where it was stopped, at the latest at its end."""
        ticket = Ticket(job, work, next(self.numbers), asyncio.get_running_loop().create_future())
        job.waiting, job.when_stopped = True, self._go_on
        with self.lock:
            self.waiting.append(ticket)
        self._go_on()
        try:
            return await ticket.found
        finally:
            job.when_stopped = lambda: None
            if ticket.found.cancelled():
                job.stop()

    def order(self) -> list[Ticket]:
        """Those who wait, in the order in which they are served if nobody else asks."""
        busy = Counter(key for ticket in self.running for key in ticket.keys)
        turns, turn = dict(self.turns), max(self.turns.values(), default=0)
        left, found = [each for each in self.waiting if each.job.wanted], []
        while left:
            nearest = min(left, key=lambda each: (*((busy[key], turns.get(key, 0)) for key in each.keys), each.number))
            left.remove(nearest)
            found.append(nearest)
            turn += 1
            busy.update(nearest.keys)
            turns.update(dict.fromkeys(nearest.keys, turn))
        return found

    def _go_on(self) -> None:
        """Drop what is not wanted any more, begin what can begin, and tell the others how many are before them."""
        with self.lock:
            dropped = [each for each in self.waiting if not each.job.wanted]
            self.waiting = [each for each in self.waiting if each.job.wanted]
            while len(self.running) < self.threads and (order := self.order()):
                self._begin(order[0])
            order = self.order()
            for place, ticket in enumerate(order):
                ticket.job.ahead = place + 1
            if order:
                self._make_room(order[0])
            asking = {key for ticket in (*self.waiting, *self.running) for key in ticket.keys}
            self.turns = {key: turn for key, turn in self.turns.items() if key in asking}
        for ticket in dropped:
            _deliver(ticket, error=StoppedError())

    def _begin(self, ticket: Ticket) -> None:
        self.waiting.remove(ticket)
        self.running.append(ticket)
        self.turns.update(dict.fromkeys(ticket.keys, max(self.turns.values(), default=0) + 1))
        ticket.job.waiting, ticket.job.ahead = False, 0
        self.pool.submit(self._serve, ticket)

    def _make_room(self, first: Ticket) -> None:
        """Where nothing of the first in the queue runs and two jobs of another visitor do, the later of them steps aside."""
        if any(ticket.job.aside for ticket in self.running):
            return
        for level in (0, 1):
            busy = Counter(ticket.keys[level] for ticket in self.running)
            several = [ticket for ticket in self.running if busy[ticket.keys[level]] > 1]
            if several and not busy[first.keys[level]]:
                several[-1].job.aside = True
                return

    def _serve(self, ticket: Ticket) -> None:
        """In a thread: the work itself, then the next one."""
        result, error = None, None
        try:
            result = _guarded(ticket)
        except BaseException as problem:  # whatever it is, it belongs to who asked
            error = problem
        with self.lock:
            self.running.remove(ticket)
            again = isinstance(error, AsideError) and ticket.job.wanted
            if again:
                COUNTED["aside"] += 1
                ticket.job.waiting = True
                self.waiting.append(ticket)
            ticket.job.aside = False
            self._go_on()
        if not again:
            _deliver(ticket, result, error)


def _guarded(ticket: Ticket) -> Any:
    job = ticket.job
    job.check()
    with sharing(concurrent()):  # others may be at work at the same time, and need as much
        found = ticket.work(job)
    if not job.wanted:
        raise StoppedError
    return found


def _deliver(ticket: Ticket, result: Any = None, error: BaseException | None = None) -> None:
    """Give the result to who asked, in the thread of the event loop in which it was asked."""
    COUNTED["stopped" if isinstance(error, StoppedError) else "failed" if error else "done"] += 1

    def given() -> None:
        if ticket.found.done():
            return
        if error:
            ticket.found.set_exception(error)
        else:
            ticket.found.set_result(result)

    with suppress(RuntimeError):  # the loop is closed: nobody waits any more
        ticket.found.get_loop().call_soon_threadsafe(given)


QUEUES = {SHORT: Queue(AT_ONCE[SHORT], "question"), LONG: Queue(AT_ONCE[LONG], "analysis")}


async def run(job: Job, work: Callable[[Job], Any], kind: str = SHORT) -> Any:
    """The result of ``work(job)`` in a thread, when it is its visitor's turn. Raises :class:`StoppedError` where it was stopped."""
    return await QUEUES[kind].run(job, work)


async def watched(job: Job, work: Callable[[Job], Any], kind: str, tell: Callable[[Job], Awaitable[None]]) -> Any:
    """The same; meanwhile ``tell`` is told again and again how far it is."""
    running = asyncio.ensure_future(run(job, work, kind))
    while not running.done():
        await tell(job)
        await asyncio.wait([running], timeout=TELL_SECONDS)
    return running.result()


_tasks: set[asyncio.Task[Any]] = set()


def begin(coroutine: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
    """Start a coroutine and keep it from being collected before its end."""
    task: asyncio.Task[None] = asyncio.ensure_future(coroutine)
    _tasks.add(task)
    task.add_done_callback(_tasks.discard)
    return task
