"""The queue between visitors: everybody gets a turn, nobody two while others wait, and who has left is not served."""

import asyncio
import threading
import time

import pytest

from analysis.dashboard.jobs import AT_ONCE, COUNTED, Current, Job, Queue, StoppedError, Visitor, concurrent, watched

PATIENCE = 30


class Hall:
    """A queue whose jobs last until they are let go; it writes down in which order they are served."""

    def __init__(self, threads=1):
        self.queue, self.served, self.doors = Queue(threads, "test"), [], {}
        self.asked = {}

    def ask(self, name, visitor):
        job = visitor.job()
        self.doors[name] = threading.Event()
        self.asked[name] = (job, asyncio.ensure_future(self.queue.run(job, lambda job: self.work(name, job))))
        return job

    def work(self, name, job):
        self.served.append(name)
        end = time.monotonic() + PATIENCE
        while not self.doors[name].wait(0.005):
            job.check()
            assert time.monotonic() < end
        return name

    async def until(self, condition):
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, self.served
            await asyncio.sleep(0.002)

    async def let_go(self, name):
        self.doors[name].set()
        await self.until(lambda: self.asked[name][1].done())


def played(scene):
    """A scene in an event loop of its own."""
    asyncio.run(asyncio.wait_for(scene(), PATIENCE))


def test_ten_tabs_of_one_visitor_wait_behind_one_of_another():
    async def scene():
        hall = Hall()
        for number in range(10):
            hall.ask(f"many {number}", Visitor("192.0.2.1", f"tab {number}"))
        job = hall.ask("one", Visitor("192.0.2.2", "tab"))
        await asyncio.sleep(0)
        assert (job.ahead, job.told) == (1, "Waiting for its turn: 1 other is served first")
        assert hall.asked["many 9"][0].told == "Waiting for its turn: 10 others are served first"
        await hall.until(lambda: hall.served == ["many 0"])
        await hall.let_go("many 0")
        await hall.until(lambda: len(hall.served) == 2)
        assert hall.served == ["many 0", "one"]
        await hall.let_go("one")
        for number in range(1, 10):
            await hall.let_go(f"many {number}")
        assert hall.served[2:] == [f"many {number}" for number in range(1, 10)]
        assert hall.queue.turns == {}

    played(scene)


def test_tabs_of_one_visitor_take_turns_too():
    async def scene():
        hall, first, second = Hall(), Visitor("a", "1"), Visitor("a", "2")
        for name in ("1a", "1b", "1c"):
            hall.ask(name, first)
        for name in ("2a", "2b"):
            hall.ask(name, second)
        await asyncio.sleep(0)  # all have asked before the first is let go
        for name in ("1a", "2a", "1b", "2b", "1c"):
            await hall.let_go(name)
        assert hall.served == ["1a", "2a", "1b", "2b", "1c"]

    played(scene)


@pytest.mark.parametrize("visitors", [(("a", "1"), ("a", "1")), (("a", "1"), ("a", "2"))], ids=["one tab", "two tabs"])
def test_a_second_job_of_one_visitor_steps_aside_while_another_waits(visitors):
    async def scene():
        hall, before = Hall(2), COUNTED["aside"]
        hall.ask("first", Visitor(*visitors[0]))
        second = hall.ask("second", Visitor(*visitors[1]))
        await hall.until(lambda: len(hall.served) == 2)
        hall.ask("other", Visitor("b", "1"))
        await hall.until(lambda: len(hall.served) == 3)
        assert hall.served[2] == "other"
        assert COUNTED["aside"] == before + 1
        assert second.told == "Waiting for its turn: 1 other is served first"
        await hall.let_go("other")
        await hall.until(lambda: len(hall.served) == 4)
        assert hall.served[3] == "second"  # it goes on as soon as there is room
        for name in ("first", "second"):
            await hall.let_go(name)
        assert await hall.asked["second"][1] == "second"

    played(scene)


def test_nobody_steps_aside_for_a_visitor_who_is_served_already():
    async def scene():
        hall = Hall(2)
        hall.ask("a", Visitor("a", "1"))
        hall.ask("b", Visitor("b", "1"))
        await hall.until(lambda: len(hall.served) == 2)
        job = hall.ask("a again", Visitor("a", "2"))
        await asyncio.sleep(0.05)
        assert job.waiting
        assert sorted(hall.served) == ["a", "b"]
        for name in ("a", "b", "a again"):
            await hall.let_go(name)

    played(scene)


def test_a_visitor_who_leaves_is_not_served_and_stops_what_runs():
    async def scene():
        hall, gone, other = Hall(), Visitor("a", "1"), Visitor("b", "1")
        hall.ask("runs", gone)
        hall.ask("waits", gone)
        await hall.until(lambda: hall.served == ["runs"])
        job = hall.ask("other", other)
        gone.leave()
        await hall.until(lambda: hall.served == ["runs", "other"])
        for name in ("runs", "waits"):
            with pytest.raises(StoppedError):
                await hall.asked[name][1]
        assert job.told == "Starting"
        await hall.let_go("other")

    played(scene)


def test_what_is_superseded_leaves_the_queue_at_once():
    async def scene():
        hall, current = Hall(), Current(Visitor("b", "1"))
        hall.ask("runs", Visitor("a", "1"))
        first = current.begin()
        waiting = asyncio.ensure_future(hall.queue.run(first, lambda job: "never"))
        await asyncio.sleep(0)
        current.begin()
        with pytest.raises(StoppedError):
            await waiting
        assert hall.queue.waiting == []
        await hall.let_go("runs")

    played(scene)


def test_a_failure_reaches_who_asked_and_frees_the_thread():
    async def scene():
        queue = Queue(1, "test")
        with pytest.raises(ZeroDivisionError):
            await queue.run(Job(), lambda job: 1 // 0)
        assert await queue.run(Job(), lambda job: 7) == 7

    played(scene)


def test_a_task_that_is_cancelled_stops_its_job():
    async def scene():
        hall = Hall()
        job = hall.ask("runs", Visitor())
        await hall.until(lambda: hall.served == ["runs"])
        hall.asked["runs"][1].cancel()
        await hall.until(lambda: not job.wanted and hall.queue.running == [])

    played(scene)


def test_how_far_a_job_is_is_told_until_its_end():
    async def scene():
        told = []

        async def tell(job):
            told.append(job.told)

        def work(job):
            job.enter("Half of it")
            time.sleep(0.4)
            return "done"

        assert await watched(Job(), work, "long", tell) == "done"
        assert "Half of it" in told

    played(scene)


def test_jobs_at_once_are_those_of_both_kinds():
    assert concurrent() == sum(AT_ONCE.values()) == 3
