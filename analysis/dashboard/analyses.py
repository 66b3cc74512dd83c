"""The two tabs whose work takes longer: each with a bar, a way to stop it, and a pause when nobody looks.

An analysis goes on while its page shows another tab, because that is how one waits for it. It ends with its session. When the
page has been hidden for a while (another tab of the browser in front, the window minimised, the screen locked) it is paused;
what it ran is in the store, so that going on repeats little.
"""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from htmltools import Tag
from shiny import Inputs, Session, reactive, render

from analysis.dashboard import drivers, jobs, obstacles
from analysis.dashboard.jobs import LONG, Current, Job, StoppedError, Visitor
from analysis.dashboard.parts import empty
from analysis.dashboard.plan import LETTERS, Plan, configurations
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
        self.under_way: tuple[str, Work] | None = None
        self.paused = False

    async def begin(self, key: str, work: Work) -> None:
        """Ask for it; ``key``: the plan for which it is asked. What was asked before is dropped."""
        self.under_way, self.paused = (key, work), False
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
        async def tell(job: Job) -> None:
            if self.current.job is job:
                await self._tell(job.told, job.done)

        *begins, stops = self.buttons
        await self.send("buttons", {"off": begins, "on": [stops]})
        phase = ""
        try:
            found = await jobs.watched(job, work, LONG, tell)
            async with reactive.lock():
                self.found.set((found, key))
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


def analyses(outputs: Path, input: Inputs, session: Session, asked: Asked, visitor: Visitor) -> None:
    """The two tabs in a session."""
    drives = Analysis("drives", ("screen", "analyse", "stop"), session, visitor)
    holds = Analysis("holds", ("relax", "relax_stop"), session, visitor)

    async def begin(analysis: Analysis, work: Callable[..., Any]) -> None:
        plan, _, trouble = asked()
        if plan is None:
            await analysis.refuse(trouble)
            return
        letter = str(input[f"{analysis.tab}_design"]())
        place = min(LETTERS.index(letter), len(plan.designs) - 1)
        config = configurations(plan)[place]
        await analysis.begin(plan.key, partial(work, config, LETTERS[place], outputs))

    @reactive.effect
    @reactive.event(input.screen)
    async def start_screening() -> None:
        await begin(drives, drivers.screened)

    @reactive.effect
    @reactive.event(input.analyse)
    async def start_analysis() -> None:
        await begin(drives, drivers.analysed)

    @reactive.effect
    @reactive.event(input.relax)
    async def start_relaxing() -> None:
        await begin(holds, partial(obstacles.found, uncertain=input.uncertainty() != "chance"))

    @reactive.effect
    @reactive.event(input.drives_on)
    async def resume_drives() -> None:
        await drives.go_on()

    @reactive.effect
    @reactive.event(input.holds_on)
    async def resume_holds() -> None:
        await holds.go_on()

    @reactive.effect
    @reactive.event(input.stop)
    def stop_drives() -> None:
        drives.stop()

    @reactive.effect
    @reactive.event(input.relax_stop)
    def stop_holds() -> None:
        holds.stop()

    async def pause_later() -> None:
        await asyncio.sleep(HIDDEN_SECONDS)
        drives.pause()
        holds.pause()

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

    def result(analysis: Analysis, draw: Callable[[Any], Tag], nothing: str) -> Tag:
        value = analysis.found()
        if value is None:
            return empty(nothing)
        plan = asked()[0]
        stale = (
            ""
            if plan and plan.key == value[1]
            else "This result is for an earlier choice: ask again for the current one."
        )
        return Tag("div", *([Tag("p", stale, class_="stale")] if stale else []), draw(value[0]))

    @render.ui
    def drives_shown() -> Tag:
        return result(drives, drivers.shown, "Nothing asked yet. The screening takes a few seconds.")

    @render.ui
    def holds_shown() -> Tag:
        return result(
            holds, obstacles.shown, "Nothing asked yet. This takes some seconds, and longer with more worlds."
        )
