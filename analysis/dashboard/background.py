"""Work that takes longer, behind a tab: with a bar, a way to stop it, and a pause when nobody looks.

An analysis goes on while its page shows another tab, because that is how one waits for it. It ends with its session. When the
page has been hidden for a while (another tab of the browser in front, the window minimised, the screen locked) it is paused;
what it ran is in the store, so that going on repeats little.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from shiny import Inputs, Session, reactive

from analysis.dashboard import jobs
from analysis.dashboard.jobs import LONG, Current, Job, StoppedError, Visitor
from analysis.dashboard.plan import Plan
from analysis.dashboard.typed import in_a_line
from sim.errors import UserError

Asked = Callable[[], tuple[Plan | None, dict[str, dict[str, str]], str]]
Work = Callable[[Job], Any]

HIDDEN_SECONDS = 600.0
"""Time for which a page may be hidden before its analyses are paused."""
STOPPED = "Stopped. Finished runs are kept: if you ask again, the analysis goes on from there."
PAUSED = "Paused, because nobody has looked at this page for {}. Finished runs are kept."


class Analysis:
    """A tab's analysis in one session: begun, followed, stopped, paused and resumed."""

    def __init__(self, tab: str, buttons: tuple[str, ...], session: Session, visitor: Visitor) -> None:
        self.tab, self.buttons, self.send = tab, buttons, session.send_custom_message
        self.current = Current(visitor)
        self.found: reactive.Value[Any] = reactive.value(None)
        self.so_far: reactive.Value[Any] = reactive.value(None)
        """What the work shows before its end (:attr:`Job.so_far`); nothing once it is found."""
        self.under_way: tuple[str, Work] | None = None
        self.paused = False

    async def begin(self, key: str, work: Work) -> None:
        """Ask for it; ``key``: the plan for which it is asked. What was asked before is dropped."""
        self.under_way, self.paused = (key, work), False
        self.so_far.set(None)
        jobs.begin(self._follow(self.current.begin(), key, work))

    async def go_on(self) -> None:
        """Take up what was paused."""
        if self.under_way:
            await self.begin(*self.under_way)

    def stop(self) -> None:
        """Stop it for good."""
        self.current.stop()

    def pause(self) -> None:
        """Stop it, so that it can go on."""
        if self.current.job.wanted and self.under_way:
            self.paused = True
            self.current.stop()

    async def refuse(self, why: str) -> None:
        """Say why nothing is begun."""
        await self._tell(why)

    async def _tell(self, phase: str, done: float = 0.0, paused: bool = False) -> None:
        await self.send(
            "progress", {"tab": self.tab, "on": bool(phase), "done": done, "phase": phase, "paused": paused}
        )

    async def _follow(self, job: Job, key: str, work: Work) -> None:
        shown: Any = None

        async def tell(job: Job) -> None:
            nonlocal shown
            if self.current.job is not job:
                return
            await self._tell(job.told, job.done)
            if job.so_far is not shown:
                shown = job.so_far
                async with reactive.lock():
                    self.so_far.set(shown)
                    await reactive.flush()

        *begins, stops = self.buttons
        await self.send("buttons", {"off": begins, "on": [stops]})
        phase = ""
        try:
            found = await jobs.watched(job, work, LONG, tell)
            async with reactive.lock():
                self.found.set((found, key))
                self.so_far.set(None)
                await reactive.flush()
        except StoppedError:
            phase = PAUSED.format(_minutes(HIDDEN_SECONDS)) if self.paused else STOPPED
        except (UserError, MemoryError) as error:
            phase = f"This cannot be computed: {in_a_line(error) or 'not enough memory'}"
        if self.current.job is job:
            if not self.paused:
                self.under_way = None
            job.wanted = False
            await self._tell(phase, paused=self.paused)
            await self.send("buttons", {"off": [stops], "on": begins})


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.0f} minutes" if seconds >= 120 else f"{seconds:.0f} seconds"


def pausing(input: Inputs, session: Session, analyses: Sequence[Analysis]) -> None:
    """Pause the analyses of a session whose page is hidden for a while."""

    async def pause_later() -> None:
        await asyncio.sleep(HIDDEN_SECONDS)
        for each in analyses:
            each.pause()

    hidden: list[asyncio.Task[None]] = []

    def seen() -> None:
        while hidden:
            hidden.pop().cancel()

    session.on_ended(seen)

    @reactive.effect
    @reactive.event(input.hidden)
    def look() -> None:
        seen()
        if input.hidden():
            hidden.append(jobs.begin(pause_later()))
