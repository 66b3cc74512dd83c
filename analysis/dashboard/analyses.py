"""The two tabs of questions about one design whose work takes longer: what drives it, what holds it back."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from htmltools import Tag
from shiny import Inputs, Session, reactive, render

from analysis.dashboard import drivers, obstacles
from analysis.dashboard.background import Analysis, Asked
from analysis.dashboard.jobs import Visitor
from analysis.dashboard.parts import empty
from analysis.dashboard.plan import LETTERS, configurations


def analyses(outputs: Path, input: Inputs, session: Session, asked: Asked, visitor: Visitor) -> list[Analysis]:
    """The two tabs in a session, and their analyses."""
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

    return [drives, holds]
