"""The page: what is chosen on the left, the answer and what supports it on the right; on a telephone one below the other."""

import re

from htmltools import Tag, TagChild, TagList, tags
from shiny import ui

from analysis.dashboard import best_page, fields, trust
from analysis.dashboard.address import Reading
from analysis.dashboard.parts import progress
from analysis.dashboard.plan import COMMON, FEWEST, LETTERS, OWN, REPLICATES, WORLD, Plan, base, levers, stated
from analysis.worlds.pilots import PILOTS
from analysis.worlds.settings import Budget
from sim.evidence.published import references
from sim.parameters import Config
from sim.reporting import names
from sim.setup.catalogue import find_scenario, real_and_typical

OWN_FILE = "(your file)"
COVERS = {"both": "luck and what is not known about the world", "chance": "luck alone, if the world were known"}
BASES = {Budget.same_total.name: "the same total budget", Budget.same_annual.name: "the same budget per year"}


def page(plan: Plan, asked: Reading | None = None) -> Tag:
    """The whole page for a plan; ``asked``: the address from which it comes, where there was one."""
    common = base(plan)
    return ui.page_fluid(
        tags.head(
            tags.meta(name="viewport", content="width=device-width, initial-scale=1"),
            tags.link(rel="stylesheet", href="page.css"),
            tags.script(src="page.js"),
            tags.script(src="history.js"),
        ),
        tags.a("Skip to the answer", href="#answer", class_="skip"),
        tags.header(
            tags.h1("Which pilot design works?"),
            tags.p("Legal-migration pilot schemes, simulated: choose a scenario and designs, compare them in the same worlds."),
        ),
        tags.main(
            tags.section(
                tags.h2("The answer", class_="unseen"),
                notice(asked) if asked and asked.problems else None,
                tags.p("", id="problem", role="alert", class_="error"),
                tags.p("", id="status", role="status", class_="status"),
                _month(plan, common),
                ui.output_ui("sentence"),
                *_beside(),
                id="answer", tabindex="-1",
            ),
            tags.aside(tags.h2("Choose"), *_choose(plan, common), id="choose", **{"aria-label": "Choose"}),
            tags.section(_tabs(), id="shown", **{"aria-label": "Results"}),
            class_="grid",
        ),
        title="Which pilot design works?",
        lang="en",
    )  # fmt: skip


def _month(plan: Plan, common: Config) -> Tag:
    """The month at whose end the answer is read: a slider, and a button for each date."""
    months = plan.month if 0 < plan.month < common.horizon else common.horizon
    return tags.div(
        tags.label("By the end of month", **{"for": "month"}),
        tags.input(type="range", id="month", class_="form-range month", min="1", max=str(common.horizon), step="1", value=str(months)),
        tags.output(str(months), id="month-shown", **{"for": "month"}),
        ui.output_ui("dates_shown"),
        class_="by-month",
    )  # fmt: skip


def _beside() -> list[Tag]:
    """What stands beside the answer, folded away on a telephone (``static/page.js``)."""
    return [
        tags.div(
            _fold("glance", "Money, end of funding, completed mobilities", "glance_shown"),
            _fold("outside", "The outside view beside the model", "outside_shown"),
            class_="beside",
        ),
        _fold("by-date", "Three dates", "by_date_shown"),
        _fold("sure", "How to read these numbers, and how sure they are", "sure_shown", opened=False),
    ]


def _fold(name: str, heading: str, output: str, opened: bool = True) -> Tag:
    return tags.details(
        tags.summary(heading), ui.output_ui(output), id=f"fold-{name}", class_="fold", open="" if opened else None
    )


def notice(asked: Reading) -> Tag:
    """What an address asked for in vain, which stays until the planner decides what is asked instead."""
    return tags.div(
        tags.p("The address of this page asks for something that is not possible:"),
        tags.ul(*(tags.li(problem) for problem in asked.problems)),
        tags.p("So there is no answer yet. What is right in the address is filled in under Choose; the rest is as the scenario says."),
        tags.div(
            tags.a(f"Ask for {asked.nearest.replace('_', ' ')}", href=f"?{asked.instead}", id="nearest", class_="btn btn-primary") if asked.instead else None,
            ui.input_action_button("accept", "Answer what is filled in", class_="btn-outline-primary" if asked.instead else "btn-primary"),
            class_="buttons",
        ),
        id="notice", role="alert", class_="error",
    )  # fmt: skip


def _choose(plan: Plan, common: Config) -> list[TagChild]:
    return [
        ui.input_select("scenario", "Scenario or pilot", scenarios(bool(plan.title)), selected=OWN_FILE if plan.title else plan.scenario, width="100%"),
        ui.output_ui("described"),
        tags.details(
            tags.summary("Start from your own YAML"),
            ui.input_file("file", "A scenario file, at most 64 kB", accept=[".yaml", ".yml"], multiple=False, width="100%"),
            tags.p("", id="file-problem", class_="problem", role="alert"),
        ),
        tags.h3("The designs"),
        ui.input_radio_buttons("count", "How many designs", [str(n) for n in range(FEWEST, len(LETTERS) + 1)], selected=str(len(plan.designs)), inline=True),
        *(_design(letter, place, plan, common) for place, letter in enumerate(LETTERS)),
        ui.input_radio_buttons("budget", "Compared with", BASES, selected=plan.budget.name),
        tags.h3("For every design"),
        tags.div(
            fields.fields(COMMON, WORLD, common),
            fields.fields(COMMON, fields.MONEY, common),
            tags.details(tags.summary("All other levers"), fields.fields(COMMON, fields.drawer(), common), class_="drawer"),
            id=COMMON, class_="fields",
        ),
        tags.h3("How sure"),
        ui.input_radio_buttons("uncertainty", "Simulated worlds differ in", COVERS, selected="chance" if plan.uncertainty.name == "chance" else "both"),
        ui.input_select("replicates", "Simulated worlds", sorted({str(n) for n in (*REPLICATES, plan.replicates)}, key=int), selected=str(plan.replicates), width="100%"),
    ]  # fmt: skip


def scenarios(own_file: bool = False) -> dict[str, dict[str, str]]:
    """What can be chosen, in groups: typical scenarios, real schemes, the planner's own file where there is one."""
    real, typical = real_and_typical()
    groups = {
        "Typical scenarios": {name: names.label(names.scenario(name)) for name in typical},
        "Real schemes": {
            name: PILOTS[name].label if name in PILOTS else names.label(names.scenario(name)) for name in real
        },
    }
    return {"Your file": {OWN_FILE: "your file"}, **groups} if own_file else groups


def _design(letter: str, place: int, plan: Plan, common: Config) -> Tag:
    own = plan.designs[place] if place < len(plan.designs) else {OWN[0]: 4.0}
    further = [name for name in levers() if name not in OWN]
    differs = any(name in own for name in further)
    return tags.fieldset(
        tags.legend(tags.span(letter, class_=f"badge-{letter}"), f" Design {letter}", " (reference)" if place == 0 else ""),
        fields.own_fields(letter, own, OWN, common),
        tags.details(
            tags.summary("Also different in this design"),
            fields.own_fields(letter, own, further, common) if differs else fields.empty_fields(letter, tuple(further)),
            open="" if differs else None,
            class_="drawer",
        ),
        id=letter, class_="fields design", hidden="" if place >= len(plan.designs) else None,
    )  # fmt: skip


def _tabs() -> TagChild:
    return ui.navset_tab(
        ui.nav_panel("Compare", ui.output_ui("pictures"), value="compare"),
        ui.nav_panel("What drives it", _drives(), value="drives"),
        ui.nav_panel("What holds it back", _holds(), value="holds"),
        ui.nav_panel("Best for the money", best_page.controls(), value="best"),
        ui.nav_panel("How far to trust it", trust.shown(), value="trust"),
        ui.nav_panel("One life", _life(), value="life"),
        ui.nav_panel("Take away", _take(), value="take"),
        id="tab",
    )


def _drives() -> TagList:
    return TagList(
        tags.p("Which of the things that are uncertain, or that a planner sets, move the number of completed mobilities most?"
               " Asked around the design chosen here; runs that were done once are found again."),
        tags.div(
            ui.input_select("drives_design", "Design", list(LETTERS[:2])),
            ui.input_action_button("screen", "Screen (seconds)", class_="btn-primary"),
            ui.input_action_button("analyse", "Full analysis (about a minute)", class_="btn-outline-primary"),
            ui.input_action_button("stop", "Stop", class_="btn-outline-secondary", disabled=True),
            ui.input_action_button("drives_on", "Go on", class_="btn-primary", hidden=""),
            class_="buttons",
        ),
        progress("drives"),
        ui.output_ui("drives_shown"),
    )  # fmt: skip


def _holds() -> TagList:
    return TagList(
        tags.p(
            "What candidates wait for, and what would be gained if one obstacle were a tenth smaller, all else equal."
        ),
        tags.div(
            ui.input_select("holds_design", "Design", list(LETTERS[:2])),
            ui.input_action_button("relax", "Find the bottlenecks (some seconds)", class_="btn-primary"),
            ui.input_action_button("relax_stop", "Stop", class_="btn-outline-secondary", disabled=True),
            ui.input_action_button("holds_on", "Go on", class_="btn-primary", hidden=""),
            class_="buttons",
        ),
        progress("holds"),
        ui.output_ui("holds_shown"),
    )


def _life() -> TagList:
    return TagList(
        tags.p("One simulated world, and in it one candidate and one host: what happened to them, month by month."),
        tags.div(
            ui.input_select("life_design", "Design", list(LETTERS[:2])),
            ui.input_numeric("life_world", "World", 1, min=1, max=REPLICATES[-1], step=1),
            ui.input_select("life_end", "Candidate whose way ended", {}),
            ui.input_action_button("life_next", "Another candidate", class_="btn-outline-primary"),
            ui.input_action_button("host_next", "Another host", class_="btn-outline-primary"),
            class_="buttons",
        ),
        ui.output_ui("life_shown"),
    )


def _take() -> TagList:
    return TagList(
        tags.h2("Take away"),
        tags.p("Everything here is made from what is chosen now."),
        tags.ul(
            tags.li(ui.download_button("report", "The report (HTML)", class_="btn-primary"), " One page with the answer, pictures and every indicator; it needs no network."),
            tags.li(ui.download_button("table", "Every indicator (CSV)"), " Means, difference with its 95 % interval, by design."),
            tags.li(ui.download_button("months", "Months (CSV)"), " Mean and 90 % of the runs by design, indicator and month."),
            tags.li(ui.download_button("runs", "Every run (CSV)"), " A row per design and world."),
            class_="take",
        ),
        tags.h3("The scenarios as YAML"),
        tags.p("They hold every parameter, what differs between worlds, the number of worlds and the seed. ",
               tags.code("python -m sim scenario=that.yaml"), " runs a design again, to the same numbers."),
        tags.div(*(tags.span(ui.download_button(f"yaml_{letter}", f"Design {letter} (YAML)"), id=f"take-{letter}") for letter in LETTERS), class_="buttons"),
        tags.h3("This page again"),
        tags.p("The address of this page holds all that is chosen. Copy it to come back, or to show somebody else what you see."),
        tags.div(
            tags.label("Address", **{"for": "address"}),
            tags.input(id="address", type="text", readonly="", class_="form-control"),
            tags.button("Copy", type="button", id="copy", class_="btn btn-outline-primary"),
            class_="buttons address",
        ),
        tags.h3("The same on the command line"),
        ui.output_ui("command"),
    )  # fmt: skip


def described(plan: Plan) -> Tag:
    """The scenario's description, and the evidence behind what it sets."""
    config = stated(plan)
    rows = [] if plan.title else evidence_of(plan.scenario)
    assumed = tags.p(
        "Its values are the planner's own."
        if plan.title
        else "It sets values that are part of the question, none of them measured."
    )
    return tags.div(
        tags.p(config.description, class_="described"),
        tags.details(
            tags.summary("What it rests on"),
            tags.ul(*(tags.li(tags.strong(name), f": {what}") for name, what in rows)) if rows else assumed,
        ),
    )


def evidence_of(scenario: str) -> list[tuple[str, str]]:
    """Published figures that a scenario's file names beside its values, and what is said of those that it assumes."""
    path = find_scenario(scenario)
    known = references()
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if found := re.match(r"\s+(\w+): .*?\s# (.+)$", line):
            name, words = found.groups()
            figure = known.get(re.split(r"[:,;\s]", words)[0])
            about = f"{figure.quantity} ({figure.source}; quality {figure.quality})" if figure else words
            rows.append((name.replace("_", " "), about))
    return rows
