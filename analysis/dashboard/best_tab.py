"""The tab of the best designs in a session: asked, followed, stopped, and its designs taken over or saved."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from functools import partial
from pathlib import Path

from htmltools import Tag
from shiny import Inputs, Session, reactive, render, req

from analysis.dashboard import best, best_page
from analysis.dashboard.background import Analysis, Asked
from analysis.dashboard.best import SHOWN, Best, Question
from analysis.dashboard.jobs import Job, Visitor
from analysis.dashboard.parts import empty
from analysis.dashboard.plan import Plan
from analysis.dashboard.typed import in_a_line
from sim.errors import UserError

Fill = Callable[[Plan], Awaitable[None]]
"""Puts a plan into the page's fields."""


def best_designs(
    outputs: Path, input: Inputs, session: Session, asked: Asked, visitor: Visitor, fill: Fill
) -> Analysis:
    """The tab in a session, and its analysis."""
    analysis = Analysis("best", ("seek", "seek_stop"), session, visitor)
    taken = reactive.value("")

    @reactive.effect
    @reactive.event(input.seek)
    async def seek() -> None:
        plan, _, trouble = asked()
        if plan is None or best.missing():
            await analysis.refuse(trouble or best.missing())
            return
        try:
            question = best.asked(
                plan, str(input.best_design()), str(input.best_money()), input.best_levers(), str(input.best_size())
            )
        except UserError as error:
            await analysis.refuse(f"This cannot be searched: {in_a_line(error)}")
            return
        taken.set("")
        await analysis.begin(question.letter, partial(_search, question, outputs))

    @reactive.effect
    @reactive.event(input.best_on)
    async def resume() -> None:
        await analysis.go_on()

    @reactive.effect
    @reactive.event(input.seek_stop)
    def stop() -> None:
        analysis.stop()

    @render.ui
    def best_note() -> Tag | None:
        value, plan = analysis.found(), asked()[0]
        if value is None:
            return None
        if plan is None or best.searched(plan, value[0].question.letter) != value[0].question.config:
            return Tag("p", best.STALE, class_="stale")
        return Tag("p", taken(), class_="verdict") if taken() else None

    @render.ui
    def best_shown() -> Tag:
        so_far, value = analysis.so_far(), analysis.found()
        if so_far is not None:
            return best_page.growing(so_far)
        return best_page.shown(value[0]) if value else empty(best_page.NOTHING)

    def found() -> Best:
        value = analysis.found()
        req(value is not None)
        result: Best = value[0]
        return result

    def row(place: int) -> None:
        """What can be done with a design of the table."""

        @reactive.effect
        @reactive.event(input[f"best_take_{place}"])
        async def take() -> None:
            plan = asked()[0]
            req(plan is not None)
            assert plan is not None
            try:
                changed, letter = best.taken_over(plan, found(), place, str(input.best_letter()))
            except UserError:
                return  # the note says so already
            await fill(changed)
            name = found().rows[place].name
            taken.set(f"{name} was taken over as design {letter}: the answer above and the other tabs use it.")

        async def written() -> AsyncGenerator[str, None]:
            yield found().rows[place].file

        written.__name__ = f"best_yaml_{place}"
        render.download_button(
            filename=lambda: f"{found().question.config.scenario}_{found().rows[place].name}.yaml",
            media_type="application/yaml",
        )(written)

    for place in range(SHOWN):
        row(place)

    @render.download_button(
        filename=lambda: f"{found().question.config.scenario}_best.zip", media_type="application/zip"
    )
    async def best_zip() -> AsyncGenerator[bytes, None]:
        yield found().archive

    return analysis


def _search(question: Question, outputs: Path, job: Job) -> Best:
    from analysis.dashboard import best_search  # heavy: pymoo, of an extra that may be missing

    return best_search.found(question, outputs, job)
