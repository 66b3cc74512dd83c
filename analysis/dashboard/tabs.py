"""The tabs beside the comparison whose work is short: one life, what can be taken away."""

from collections.abc import AsyncGenerator, Callable
from functools import partial
from typing import Any

from htmltools import Tag
from shiny import Inputs, reactive, render, req, ui

from analysis.dashboard import jobs, life, takeaway
from analysis.dashboard.answers import Answer
from analysis.dashboard.background import Asked
from analysis.dashboard.jobs import LONG, Current, Job, StoppedError, Visitor
from analysis.dashboard.parts import empty
from analysis.dashboard.plan import LETTERS, REPLICATES


def lives(input: Inputs, asked: Asked, visitor: Visitor) -> None:
    """The tab that follows a candidate and a host through one world."""
    current = Current(visitor)
    found: reactive.Value[life.World | None] = reactive.value(None)

    @reactive.effect
    async def live() -> None:
        req(input.tab() == "life")
        plan, world = asked()[0], input.life_world()
        req(plan is not None and isinstance(world, int | float) and 1 <= world <= plan.replicates)
        assert plan is not None
        place = min(LETTERS.index(str(input.life_design())), len(plan.designs) - 1)
        try:
            lived = await jobs.run(current.begin(), lambda _: life.world(plan.key, place, int(world) - 1))
        except StoppedError:
            return
        choices = life.choices(lived)
        with reactive.isolate():
            chosen = input.life_end()
        ui.update_select(
            "life_end", choices=choices, selected=chosen if chosen in choices else next(iter(choices), None)
        )
        found.set(lived)

    @render.ui
    def life_shown() -> Tag:
        lived, world = found(), input.life_world()
        plan = asked()[0]
        worlds = plan.replicates if plan else REPLICATES[-1]
        if not isinstance(world, int | float) or not 1 <= world <= worlds:
            return Tag("p", f"World: a whole number from 1 to {worlds}.", class_="error", role="alert")
        if lived is None:
            return empty("Simulating one world ...")
        return life.shown(lived, str(input.life_end() or ""), int(input.life_next()), int(input.host_next()))


def downloads(shown: "reactive.Value[Answer | None]", asked: Asked, visitor: Visitor) -> None:
    """The tab of what can be taken away."""

    def current() -> Answer:
        found = shown()
        req(found is not None)
        assert found is not None
        return found

    def name(kind: str, ending: str) -> Callable[[], str]:
        return lambda: f"{current().comparison.scenario}_{kind}.{ending}"

    @render.download_button(filename=name("report", "html"), media_type="text/html")
    async def report() -> AsyncGenerator[str, None]:
        found = current()
        yield await jobs.run(Job(visitor), lambda _: takeaway.report(found), LONG)

    def csv(kind: str) -> Callable[[], Any]:
        async def written() -> AsyncGenerator[str, None]:
            found = current()
            yield await jobs.run(Job(visitor), lambda _: takeaway.csv_of(found, kind), LONG)

        written.__name__ = kind
        return written

    for kind in ("table", "months", "runs"):
        render.download_button(filename=name(kind, "csv"), media_type="text/csv")(csv(kind))

    def yaml(position: int) -> Callable[[], Any]:
        async def written() -> AsyncGenerator[str, None]:
            plan = current().plan
            req(position < len(plan.designs))
            yield takeaway.yaml_of(plan, position)

        written.__name__ = f"yaml_{LETTERS[position]}"
        return written

    for position in range(len(LETTERS)):
        file_name = partial(lambda place: takeaway.file_name(current().plan, place), position)
        render.download_button(filename=file_name, media_type="application/yaml")(yaml(position))

    @render.ui
    def command() -> Tag:
        found = shown()
        return Tag("pre", takeaway.command(found.plan), tabindex="0", role="region", **{"aria-label": "Command"}) if found else empty("It comes with the first answer.")  # fmt: skip
