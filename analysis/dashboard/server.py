"""A session: what a planner chooses becomes a plan, the plan an answer; nothing is shared between sessions but answers."""

from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from htmltools import Tag
from shiny import App, Inputs, Outputs, Session, reactive, render, req, ui
from starlette.requests import Request

from analysis.dashboard import jobs, page, tabs, words
from analysis.dashboard.answers import Answer, answer, known
from analysis.dashboard.fields import values_in
from analysis.dashboard.jobs import Current, Job, StoppedError
from analysis.dashboard.parts import empty
from analysis.dashboard.plan import (
    COMMON,
    FEWEST,
    LETTERS,
    OWN,
    REPLICATES,
    WORLD,
    Plan,
    as_fields,
    configurations,
    from_address,
    levers,
    merged,
    stated,
    to_address,
)
from analysis.dashboard.upload import LARGEST, plan_of
from analysis.worlds.settings import Budget, Uncertainty
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
        for letter in LETTERS[: max(FEWEST, int(input.count()))]:
            own, problems[letter] = values_in(input[letter](), letter, said)
            if own.get(OWN[1]) == value_of(said, OWN[1]):
                own.pop(OWN[1])
            designs.append(own)
        if any(problems.values()):
            return (
                None,
                problems,
                "One of the values cannot be used: see beside the field. The answer is to the question before.",
            )
        plan = replace(
            source.plan, common=common, designs=tuple(designs), budget=Budget[input.budget()],
            uncertainty=Uncertainty[input.uncertainty()], replicates=min(max(2, int(input.replicates())), REPLICATES[-1]),
        )  # fmt: skip
        try:
            plan = merged(plan)
            configurations(plan)
        except UserError as error:
            return None, problems, f"This cannot be simulated: {error}"
        return plan, problems, ""

    @reactive.effect
    async def ask() -> None:
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
        except StoppedError:
            return
        except (UserError, MemoryError) as error:
            await send(
                "problems", {"fields": {}, "text": f"This could not be simulated: {error or 'not enough memory'}"}
            )
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
    async def change_scenario() -> None:
        chosen = input.scenario()
        with reactive.isolate():
            now = origin().plan
        if chosen not in (page.OWN_FILE, "" if now.title else now.scenario):
            await _start_from(Plan(scenario=chosen))
            if now.title:
                ui.update_select("scenario", choices=page.scenarios(), selected=chosen)

    @reactive.effect
    @reactive.event(input.file)
    async def read_file() -> None:
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
    async def show_designs() -> None:
        count = int(input.count())
        await send("count", {"shown": list(LETTERS[:count]), "hidden": list(LETTERS[count:])})
        for name in ("drives_design", "holds_design", "life_design"):
            with reactive.isolate():
                chosen = input[name]()
            letters = list(LETTERS[:count])
            ui.update_select(name, choices=letters, selected=chosen if chosen in letters else letters[0])

    tabs.analyses(outputs, input, session, asked)
    tabs.lives(input, asked)
    tabs.downloads(shown, asked)
