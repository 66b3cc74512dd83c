"""The tabs beside the comparison: analyses that take longer, one life, what can be taken away."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from functools import partial
from pathlib import Path
from typing import Any

from htmltools import Tag
from shiny import Inputs, Session, reactive, render, req, ui

from analysis.dashboard import drivers, jobs, life, obstacles, takeaway
from analysis.dashboard.answers import Answer
from analysis.dashboard.jobs import LONG, Current, Job, StoppedError
from analysis.dashboard.parts import empty
from analysis.dashboard.plan import LETTERS, Plan, configurations
from analysis.worlds.settings import Uncertainty
from sim.errors import UserError

Asked = Callable[[], tuple[Plan | None, dict[str, dict[str, str]], str]]


def analyses(outputs: Path, input: Inputs, session: Session, asked: Asked) -> None:
    """The two tabs whose work takes longer: each with a bar and a way to stop it."""
    send = session.send_custom_message
    found: dict[str, Any] = {name: reactive.value(None) for name in ("drives", "holds")}
    under_way = {name: Current() for name in found}
    for each in under_way.values():
        session.on_ended(each.stop)
    started = {"drives": ("screen", "analyse"), "holds": ("relax",)}
    stops = {"drives": "stop", "holds": "relax_stop"}

    async def begin(tab: str, work: Callable[..., Any]) -> None:
        plan, _, trouble = asked()
        if plan is None:
            await send("progress", {"tab": tab, "on": True, "done": 0, "phase": trouble})
            return
        letter = str(input[f"{tab}_design"]())
        place = min(LETTERS.index(letter), len(plan.designs) - 1)
        config = configurations(plan)[place]
        job = under_way[tab].begin()
        jobs.begin(follow(tab, job, plan.key, partial(work, config, LETTERS[place], outputs)))

    async def follow(tab: str, job: Job, key: str, work: Callable[[Job], Any]) -> None:
        running = asyncio.ensure_future(jobs.run(job, work, LONG))
        await send("buttons", {"off": list(started[tab]), "on": [stops[tab]]})
        while not running.done():
            await send(
                "progress", {"tab": tab, "on": True, "done": job.done, "phase": job.phase or "Waiting for its turn"}
            )
            await asyncio.wait([running], timeout=0.25)
        phase = ""
        try:
            result = running.result()
            async with reactive.lock():
                found[tab].set((result, key))
                await reactive.flush()
        except StoppedError:
            phase = "Stopped. Runs that were done are kept: asking again goes on from there."
        except UserError as error:
            phase = f"This cannot be computed: {error}"
        if under_way[tab].job is job:
            await send("progress", {"tab": tab, "on": bool(phase), "done": 0, "phase": phase})
            await send("buttons", {"off": [stops[tab]], "on": list(started[tab])})

    @reactive.effect
    @reactive.event(input.screen)
    async def start_screening() -> None:
        await begin("drives", drivers.screened)

    @reactive.effect
    @reactive.event(input.analyse)
    async def start_analysis() -> None:
        await begin("drives", drivers.analysed)

    @reactive.effect
    @reactive.event(input.relax)
    async def start_relaxing() -> None:
        await begin("holds", obstacles.found)

    @reactive.effect
    @reactive.event(input.stop)
    def stop_drives() -> None:
        under_way["drives"].stop()

    @reactive.effect
    @reactive.event(input.relax_stop)
    def stop_holds() -> None:
        under_way["holds"].stop()

    def result(tab: str, draw: Callable[[Any], Tag], nothing: str) -> Tag:
        value = found[tab]()
        if value is None:
            return empty(nothing)
        plan = asked()[0]
        stale = (
            ""
            if plan and plan.key == value[1]
            else "This was asked for an earlier choice: ask again for the present one."
        )
        return Tag("div", *([Tag("p", stale, class_="stale")] if stale else []), draw(value[0]))

    @render.ui
    def drives_shown() -> Tag:
        return result("drives", drivers.shown, "Nothing asked yet. The screening takes a few seconds.")

    @render.ui
    def holds_shown() -> Tag:
        return result("holds", obstacles.shown, "Nothing asked yet. It takes a few seconds.")


def lives(input: Inputs, asked: Asked) -> None:
    """The tab that follows a candidate and a host through one world."""
    found: reactive.Value[life.World | None] = reactive.value(None)

    @reactive.effect
    async def live() -> None:
        req(input.tab() == "life")
        plan, world = asked()[0], input.life_world()
        req(plan is not None and isinstance(world, int | float) and 1 <= world <= 1000)
        assert plan is not None
        place = min(LETTERS.index(str(input.life_design())), len(plan.designs) - 1)
        lived = await jobs.run(Job(), lambda _: life.world(plan.key, place, int(world) - 1))
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
        if not isinstance(world, int | float) or not 1 <= world <= 1000:
            return Tag("p", "World: a whole number from 1 to 1000.", class_="error", role="alert")
        if lived is None:
            return empty("Simulating one world ...")
        return life.shown(lived, str(input.life_end() or ""), int(input.life_next()), int(input.host_next()))


def downloads(shown: "reactive.Value[Answer | None]", asked: Asked) -> None:
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
        yield await jobs.run(Job(), lambda _: takeaway.report(found), LONG)

    def csv(kind: str) -> Callable[[], Any]:
        async def written() -> AsyncGenerator[str, None]:
            found = current()
            yield await jobs.run(Job(), lambda _: takeaway.csv_of(found, kind), LONG)

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

    @render.ui
    def yaml_note() -> Tag:
        plan = asked()[0]
        if plan is None or plan.uncertainty == Uncertainty.chance:
            return Tag("p", "They hold every parameter, the number of worlds and the seed.")
        return Tag("p", "They hold every parameter, the number of worlds and the seed, but not the draws of uncertain parameters: a plain run varies chance only."
                   " The command below repeats the comparison with both.")  # fmt: skip
