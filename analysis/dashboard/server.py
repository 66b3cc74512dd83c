"""A session: what a planner chooses becomes a plan, the plan an answer; nothing is shared between sessions but answers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from htmltools import Tag
from shiny import App, Inputs, Outputs, Session, reactive, render, req, ui
from starlette.requests import Request

from analysis.dashboard import beside, filling, jobs, page, tabs, words
from analysis.dashboard.address import read_address
from analysis.dashboard.analyses import analyses
from analysis.dashboard.answers import Answer, answer, known
from analysis.dashboard.background import pausing
from analysis.dashboard.best_tab import best_designs
from analysis.dashboard.fields import values_in
from analysis.dashboard.jobs import SHORT, Current, Job, StoppedError, Visitor
from analysis.dashboard.parts import empty
from analysis.dashboard.plan import (
    COMMON,
    FEWEST,
    LETTERS,
    LONGEST,
    OWN,
    REPLICATES,
    Plan,
    configurations,
    merged,
    stated,
    to_address,
)
from analysis.dashboard.typed import in_a_line
from analysis.dashboard.upload import LARGEST, plan_of
from analysis.worlds.settings import Budget, Uncertainty
from sim.errors import UserError
from sim.parameters import value_of

STATIC = Path(__file__).resolve().parent / "static"
HELD = "The address asks for something that is not possible: first choose what the page should answer."
BEFORE = ". The answer shown is still for the previous question."
NOT_YET = "No answer yet: choose above what the page should answer, or change something under Choose."
LATER = "It comes with the first answer."
WRONG = "One of the values cannot be used: see the note beside its field"


def create_app(outputs: Path) -> App:
    """The application; ``outputs``: the folder below which finished runs are kept."""

    def shown(request: Request) -> Tag:
        asked = read_address(request.url.query)
        return page.page(asked.plan, asked)

    return App(shown, partial(_session, outputs), static_assets=STATIC)


@dataclass(frozen=True)
class Origin:
    """What the fields start from: a plan's scenario or file, and a number that tells old fields from new ones."""

    plan: Plan
    version: int = 0


@dataclass
class Held:
    """Whether the address was wrong and its reader has not yet decided what is asked instead: any change decides."""

    on: bool
    first: str | None = None

    def holds(self, plan: Plan | None) -> bool:
        """Whether this plan, the one filled in or a changed one, is not to be answered."""
        if self.on and self.first is None:
            self.first = plan.key if plan else ""
        return self.on and (plan is None or plan.key == self.first)


def _session(outputs: Path, input: Inputs, output: Outputs, session: Session) -> None:
    with reactive.isolate():
        start = read_address(str(session.clientdata.url_search() or ""))
    origin = reactive.value(Origin(start.plan))
    held = Held(bool(start.problems))
    accepted = reactive.value(0)
    shown: reactive.Value[Answer | None] = reactive.value(None)
    last: list[Plan] = []
    client = getattr(getattr(session, "http_conn", None), "client", None)
    visitor = Visitor(client.host if client else "", session.id)
    session.on_ended(visitor.leave)
    current = Current(visitor)
    send = session.send_custom_message

    @reactive.calc
    def month() -> int:
        """The month at whose end the answer is read; 0: the last one simulated."""
        given = input.month()
        return given if isinstance(given, int) and 0 < given <= LONGEST else 0

    @reactive.calc
    def asked() -> tuple[Plan | None, dict[str, dict[str, str]], str]:
        accepted()
        found = _asked()
        return (None, found[1], HELD) if found[0] and held.holds(found[0]) else found

    def _asked() -> tuple[Plan | None, dict[str, dict[str, str]], str]:
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
            held.holds(None)
            return None, problems, f"{WRONG}{BEFORE if last else '.'}"
        plan = replace(
            source.plan, common=common, designs=tuple(designs), budget=Budget[input.budget()],
            uncertainty=Uncertainty[input.uncertainty()], replicates=min(max(2, int(input.replicates())), REPLICATES[-1]),
            month=month(),
        )  # fmt: skip
        try:
            plan = merged(plan)
            configurations(plan)
        except UserError as error:
            held.holds(None)
            return (
                None,
                filling.changed(plan, last),
                f"This cannot be simulated: {in_a_line(error)}{BEFORE if last else ''}",
            )
        return plan, problems, ""

    @reactive.effect
    async def ask() -> None:
        plan, problems, trouble = asked()
        if plan is not None:
            last[:] = [plan]
            if held.on:
                held.on = False
                await send("notice", {"on": False})
        sliders = filling.sliders(last[0]) if last else {}
        text = "" if trouble == HELD else trouble
        await send("problems", {"fields": problems, "text": text, "refused": bool(text), "sliders": sliders})
        if plan is None:
            current.stop()
            await send("busy", {"text": ""})
            return
        await send("address", {"query": to_address(plan)})
        job = current.begin()
        if found := known(plan):
            shown.set(found)
            await send("busy", {"text": ""})
        else:
            jobs.begin(_compare(plan, job))

    async def _compare(plan: Plan, job: Job) -> None:
        told = ""

        async def tell(job: Job) -> None:
            nonlocal told
            text = f"{job.told} ..." if job.waiting else "Simulating ..."
            if job.wanted and text != told:
                told = text
                await send("busy", {"text": text})

        try:
            found = await jobs.watched(job, partial(answer, plan), SHORT, tell)
        except StoppedError:
            return
        except (UserError, MemoryError) as error:
            why = in_a_line(error) or "not enough memory"
            await send("problems", {"fields": {}, "text": f"This could not be simulated: {why}{BEFORE}", "sliders": {}})
            await send("busy", {"text": ""})
            return
        async with reactive.lock():
            if job.wanted:
                shown.set(found)
                await send("busy", {"text": ""})
                await reactive.flush()

    @render.ui
    def sentence() -> Tag:
        found = shown()
        if found:
            return words.sentence(found, month())
        return empty(NOT_YET if asked()[2] == HELD else "Simulating all designs in the same worlds ...")

    @render.ui
    def pictures() -> Tag:
        found = shown()
        return words.pictures(found) if found else empty("The pictures come with the first answer.")

    @render.ui
    def dates_shown() -> Tag | None:
        found = shown()
        return beside.buttons(found, month()) if found else None

    @output(suspend_when_hidden=False)
    @render.ui
    def by_date_shown() -> Tag:
        found = shown()
        return beside.by_date(found, month()) if found else empty(LATER)

    @output(suspend_when_hidden=False)
    @render.ui
    def outside_shown() -> Tag:
        found = shown()
        return beside.strips(found) if found else empty(LATER)

    @output(suspend_when_hidden=False)
    @render.ui
    def glance_shown() -> Tag:
        found = shown()
        return beside.at_a_glance(found) if found else empty(LATER)

    @output(suspend_when_hidden=False)
    @render.ui
    def sure_shown() -> Tag:
        found = shown()
        return words.how_sure(found) if found else empty(LATER)

    @reactive.effect
    async def show_month() -> None:
        """The slider ends with the last month simulated, and stands where the answer is read."""
        if found := shown():
            with reactive.isolate():
                chosen = month()
            await send("month", {"last": found.months(0), "value": chosen})

    @render.ui
    def described() -> Tag:
        return page.described(origin().plan)

    async def _fill(plan: Plan, fields: Mapping[str, Any]) -> None:
        """Fill the fields anew: what they start from is the plan, and what the old ones held is passed over."""
        with reactive.isolate():
            before = origin()
        origin.set(Origin(plan, before.version + 1))
        if plan.title or before.plan.title or plan.scenario != before.plan.scenario:
            selected = page.OWN_FILE if plan.title else plan.scenario
            ui.update_select("scenario", choices=page.scenarios(bool(plan.title)), selected=selected)
        await send("fields", {"version": before.version + 1, **fields})

    async def fill_whole(plan: Plan) -> None:
        await _fill(plan, filling.whole(plan))

    @reactive.effect
    @reactive.event(input.accept)
    def accept() -> None:
        held.first = ""
        accepted.set(accepted() + 1)

    @reactive.effect
    @reactive.event(input.restored)
    async def restore() -> None:
        """The browser goes back or forward: the plan of that address is in the fields again, and answered."""
        plan = read_address(str(input.restored().get("query", ""))).plan
        await fill_whole(plan)

    @reactive.effect
    @reactive.event(input.scenario, ignore_init=True)
    async def change_scenario() -> None:
        chosen = input.scenario()
        with reactive.isolate():
            now = origin().plan
        if chosen not in (page.OWN_FILE, "" if now.title else now.scenario):
            plan = Plan(scenario=chosen)
            await _fill(plan, filling.afresh(plan))

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
            await send("file_problem", {"text": in_a_line(error)})
            return
        finally:
            Path(file["datapath"]).unlink(missing_ok=True)
        await send("file_problem", {"text": ""})
        await _fill(plan, filling.afresh(plan))

    @reactive.effect
    async def show_designs() -> None:
        count = int(input.count())
        await send("count", {"shown": list(LETTERS[:count]), "hidden": list(LETTERS[count:])})
        for name in ("drives_design", "holds_design", "best_design", "life_design"):
            with reactive.isolate():
                chosen = input[name]()
            letters = list(LETTERS[:count])
            ui.update_select(name, choices=letters, selected=chosen if chosen in letters else letters[0])

    begun = analyses(outputs, input, session, asked, visitor)
    begun.append(best_designs(outputs, input, session, asked, visitor, fill_whole))
    pausing(input, session, begun)
    tabs.lives(input, asked, visitor)
    tabs.downloads(shown, asked, visitor)
