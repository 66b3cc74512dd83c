"""A session: what a planner chooses becomes a plan, the plan an answer; nothing is shared between sessions but answers."""

from collections.abc import AsyncGenerator, Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from htmltools import Tag
from shiny import App, Inputs, Outputs, Session, reactive, render, req, ui
from starlette.requests import Request

from analysis.compare import Uncertainty
from analysis.dashboard import drivers, jobs, life, obstacles, page, takeaway, words
from analysis.dashboard.answers import Answer, answer, known
from analysis.dashboard.fields import values_in
from analysis.dashboard.jobs import LONG, Job, Stopped
from analysis.dashboard.parts import empty
from analysis.dashboard.plan import COMMON, LETTERS, OWN, WORLD, Plan, as_fields, configurations, from_address, levers, merged, stated, to_address
from analysis.dashboard.upload import LARGEST, plan_of
from analysis.designs import Budget
from sim.errors import UserError
from sim.parameters import value_of

STATIC = Path(__file__).resolve().parent / "static"
LONGER = 2.0
"""Years by which the second design is longer than the scenario, where a scenario is chosen anew."""


def create_app(outputs: Path) -> App:
    """The application; ``outputs``: the folder below which finished runs are kept."""

    def shown(request: Request) -> Tag:
        plan, problem = _plan_of(request.url.query)
        return page.page(plan, problem)

    return App(shown, partial(_session, outputs), static_assets=STATIC)


def _plan_of(query: str) -> tuple[Plan, str]:
    try:
        return from_address(query), ""
    except UserError as error:
        return Plan(), f"The address asks for what cannot be: {error}. The page starts afresh."


@dataclass(frozen=True)
class Origin:
    """What the fields start from: a plan's scenario or file, and a number that tells old fields from new ones."""

    plan: Plan
    version: int = 0


def _session(outputs: Path, input: Inputs, output: Outputs, session: Session) -> None:
    with reactive.isolate():
        start, _ = _plan_of(str(session.clientdata.url_search() or ""))
    origin = reactive.value(Origin(start))
    shown: reactive.Value[Answer | None] = reactive.value(None)
    current = Current()
    send = session.send_custom_message
    session.on_ended(current.stop)

    @reactive.calc
    def asked() -> tuple[Plan | None, dict[str, dict[str, str]], str]:
        source = origin()
        given = input[COMMON]()
        req(isinstance(given, dict) and given.get("version") == source.version)
        said = stated(source.plan)
        problems: dict[str, dict[str, str]] = {}
        common, problems[COMMON] = values_in(given, COMMON, said)
        designs = []
        for letter in LETTERS[: int(input.count())]:
            own, problems[letter] = values_in(input[letter](), letter, said)
            if own.get(OWN[1]) == value_of(said, OWN[1]):
                own.pop(OWN[1])
            designs.append(own)
        if any(problems.values()):
            return None, problems, "One of the values cannot be used: see beside the field. The answer is to the question before."
        plan = replace(
            source.plan, common=common, designs=tuple(designs), budget=Budget[input.budget()],
            uncertainty=Uncertainty[input.uncertainty()], replicates=int(input.replicates()),
        )  # fmt: skip
        try:
            plan = merged(plan)
            configurations(plan)
        except UserError as error:
            return None, problems, f"This cannot be simulated: {error}"
        return plan, problems, ""

    @reactive.effect
    async def _() -> None:
        plan, problems, trouble = asked()
        await send("problems", {"fields": problems, "text": trouble})
        if plan is None:
            current.stop()
            await send("busy", {"on": False})
            return
        await send("address", {"query": to_address(plan)})
        job = current.begin()
        if found := known(plan):
            shown.set(found)
            await send("busy", {"on": False})
        else:
            await send("busy", {"on": True})
            jobs.begin(_compare(plan, job))

    async def _compare(plan: Plan, job: Job) -> None:
        try:
            found = await jobs.run(job, partial(answer, plan))
        except Stopped:
            return
        except (UserError, MemoryError) as error:
            await send("problems", {"fields": {}, "text": f"This could not be simulated: {error or 'not enough memory'}"})
            await send("busy", {"on": False})
            return
        async with reactive.lock():
            if job.wanted:
                shown.set(found)
                await send("busy", {"on": False})
                await reactive.flush()

    @render.ui
    def sentence() -> Tag:
        found = shown()
        return words.sentence(found) if found else empty("Simulating both designs in the same worlds ...")

    @render.ui
    def pictures() -> Tag:
        found = shown()
        return words.pictures(found) if found else empty("The pictures come with the first answer.")

    @render.ui
    def described() -> Tag:
        return page.described(origin().plan)

    async def _start_from(plan: Plan) -> None:
        """Fill all fields anew from a scenario or a file."""
        with reactive.isolate():
            version = origin().version + 1
        origin.set(Origin(plan, version))
        said = stated(plan)
        own = {name: value_of(said, name) for name in OWN}
        longer = {**own, OWN[0]: min(own[OWN[0]] + LONGER, 8.0)}
        names = [name for name in levers() if name not in OWN]
        await send("fields", {
            "version": version,
            "groups": {
                COMMON: as_fields({name: value_of(said, name) for name in (*names, *WORLD)}),
                "A": as_fields(own) | dict.fromkeys(names, ""), "B": as_fields(longer) | dict.fromkeys(names, ""),
            },
        })  # fmt: skip

    @reactive.effect
    @reactive.event(input.scenario, ignore_init=True)
    async def _() -> None:
        chosen = input.scenario()
        with reactive.isolate():
            now = origin().plan
        if chosen not in (page.OWN_FILE, "" if now.title else now.scenario):
            await _start_from(Plan(scenario=chosen))
            if now.title:
                ui.update_select("scenario", choices=page.scenarios(), selected=chosen)

    @reactive.effect
    @reactive.event(input.file)
    async def _() -> None:
        [file] = req(input.file())
        try:
            if int(file["size"]) > LARGEST:
                raise UserError(f"the file is too large: at most {LARGEST // 1024} kB")
            plan = plan_of(Path(file["datapath"]).read_bytes(), file["name"], Plan())
            configurations(plan)
        except UserError as error:
            await send("file_problem", {"text": f"{str(error)[:300]}"})
            return
        finally:
            Path(file["datapath"]).unlink(missing_ok=True)
        await send("file_problem", {"text": ""})
        ui.update_select("scenario", choices=page.scenarios(True), selected=page.OWN_FILE)
        await _start_from(plan)

    @reactive.effect
    async def _() -> None:
        count = int(input.count())
        await send("count", {"shown": list(LETTERS[:count]), "hidden": list(LETTERS[count:])})
        for name in ("drives_design", "holds_design", "life_design"):
            with reactive.isolate():
                chosen = input[name]()
            letters = list(LETTERS[:count])
            ui.update_select(name, choices=letters, selected=chosen if chosen in letters else letters[0])

    _analyses(outputs, input, session, asked)
    _life(input, asked)
    _downloads(input, shown, asked)


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


Asked = Callable[[], tuple[Plan | None, dict[str, dict[str, str]], str]]


def _analyses(outputs: Path, input: Inputs, session: Session, asked: Asked) -> None:
    """The two tabs whose work takes longer: each with a bar and a way to stop it."""
    import asyncio

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
            await send("progress", {"tab": tab, "on": True, "done": job.done, "phase": job.phase or "Waiting for its turn"})
            await asyncio.wait([running], timeout=0.25)
        phase = ""
        try:
            result = running.result()
            async with reactive.lock():
                found[tab].set((result, key))
                await reactive.flush()
        except Stopped:
            phase = "Stopped. Runs that were done are kept: asking again goes on from there."
        except UserError as error:
            phase = f"This cannot be computed: {error}"
        if under_way[tab].job is job:
            await send("progress", {"tab": tab, "on": bool(phase), "done": 0, "phase": phase})
            await send("buttons", {"off": [stops[tab]], "on": list(started[tab])})

    @reactive.effect
    @reactive.event(input.screen)
    async def _() -> None:
        await begin("drives", drivers.screened)

    @reactive.effect
    @reactive.event(input.analyse)
    async def _() -> None:
        await begin("drives", drivers.analysed)

    @reactive.effect
    @reactive.event(input.relax)
    async def _() -> None:
        await begin("holds", obstacles.found)

    @reactive.effect
    @reactive.event(input.stop)
    def _() -> None:
        under_way["drives"].stop()

    @reactive.effect
    @reactive.event(input.relax_stop)
    def _() -> None:
        under_way["holds"].stop()

    def result(tab: str, draw: Callable[[Any], Tag], nothing: str) -> Tag:
        value = found[tab]()
        if value is None:
            return empty(nothing)
        plan = asked()[0]
        stale = "" if plan and plan.key == value[1] else "This was asked for an earlier choice: ask again for the present one."
        return Tag("div", *([Tag("p", stale, class_="stale")] if stale else []), draw(value[0]))

    @render.ui
    def drives_shown() -> Tag:
        return result("drives", drivers.shown, "Nothing asked yet. The screening takes a few seconds.")

    @render.ui
    def holds_shown() -> Tag:
        return result("holds", obstacles.shown, "Nothing asked yet. It takes a few seconds.")


def _life(input: Inputs, asked: Asked) -> None:
    """The tab that follows a candidate and a host through one world."""
    found: reactive.Value[life.World | None] = reactive.value(None)

    @reactive.effect
    async def _() -> None:
        req(input.tab() == "life")
        plan, world = asked()[0], input.life_world()
        req(plan is not None and isinstance(world, int | float) and 1 <= world <= 1000)
        assert plan is not None
        place = min(LETTERS.index(str(input.life_design())), len(plan.designs) - 1)
        lived = await jobs.run(Job(), lambda _: life.world(plan.key, place, int(world) - 1))
        choices = life.choices(lived)
        with reactive.isolate():
            chosen = input.life_end()
        ui.update_select("life_end", choices=choices, selected=chosen if chosen in choices else next(iter(choices), None))
        found.set(lived)

    @render.ui
    def life_shown() -> Tag:
        lived, world = found(), input.life_world()
        if not isinstance(world, int | float) or not 1 <= world <= 1000:
            return Tag("p", "World: a whole number from 1 to 1000.", class_="error", role="alert")
        if lived is None:
            return empty("Simulating one world ...")
        return life.shown(lived, str(input.life_end() or ""), int(input.life_next()), int(input.host_next()))


def _downloads(input: Inputs, shown: "reactive.Value[Answer | None]", asked: Asked) -> None:
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
