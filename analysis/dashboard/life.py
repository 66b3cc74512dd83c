"""One life: the way of a candidate and of a host in one simulated world, told and drawn as a line through the stages."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from htmltools import Tag, tags

from analysis.dashboard.address import from_address
from analysis.dashboard.parts import markup, numbers
from analysis.dashboard.plan import Plan, configurations
from analysis.dashboard.svg import COLOURS, FAINT, GRID, Canvas, months
from analysis.worlds.designs import adjusted
from analysis.worlds.settings import Uncertainty
from sim.categories import Stage, Status
from sim.model import PartnershipModel
from sim.parameters import Config, parameters
from sim.runs.draws import draw
from sim.stories import candidate_story, employer_story
from sim.views import Candidate, Employer

ENDS = {
    Stage.completed: "completed the stay", Stage.stayed: "stayed abroad", Stage.returned: "returned", Stage.reintegrated: "was reintegrated at home",
    Stage.placed_home: "found work at home", Stage.dropped_out: "left the scheme", Stage.abroad: "is still abroad",
    Stage.pool: "still waits for a host", Stage.seat: "still waits for a training seat",
    Stage.examination: "still waits for a sitting of the examination", Stage.rejected: "was rejected",
}  # fmt: skip
STAGES = {
    Stage.applied: "applied", Stage.rejected: "rejected", Stage.preselected: "preselected", Stage.training: "in training",
    Stage.pool: "waits for a host", Stage.home_pool: "looks for work at home", Stage.matched: "matched",
    Stage.recognition: "recognition", Stage.permit: "permit desk", Stage.visa: "consulate", Stage.ready: "ready to leave", Stage.remote: "works remotely",
    Stage.seat: "waits for a training seat", Stage.examination: "examination", Stage.abroad: "abroad", Stage.completed: "stay completed", Stage.stayed: "stays on", Stage.returned: "returned",
    Stage.reintegrated: "reintegrated", Stage.placed_home: "placed at home", Stage.dropped_out: "left the scheme",
}  # fmt: skip
MOST_WORDS = 60


@dataclass(frozen=True)
class World:
    """One simulated world: its model, and candidates by the stage in which their way ended."""

    model: Any
    ends: dict[str, list[int]]
    hosts: list[int]


@lru_cache(maxsize=8)
def world(address: str, design: int, replicate: int) -> World:
    """Simulate one world of a design of the plan in an address: the one of this number in the comparison."""
    plan = from_address(address)
    config = drawn(configurations(plan)[design], plan, replicate)
    chance = 0 if plan.uncertainty == Uncertainty.parameters else replicate
    model = PartnershipModel(config, seed=config.seed, replicate=chance)
    model.run()
    state = model.state
    people = state.candidates[: int(state.scheme.candidates)]
    ends = {stage.name: np.flatnonzero(people["stage"] == stage).tolist() for stage in ENDS}
    hired = np.argsort(-state.employers["hires"], kind="stable")
    hosts = [int(row) for row in hired if state.employers["engaged_month"][row] >= 0]
    return World(model, {name: rows for name, rows in ends.items() if rows}, hosts or [0])


def drawn(config: Config, plan: Plan, replicate: int) -> Config:
    """A design's configuration with the parameters that this world has drawn; by luck alone, as it is."""
    if plan.uncertainty == Uncertainty.chance:
        return config
    columns = draw(config.scenario, plan.replicates, plan.seed).columns(config)
    return adjusted(config, {name: parameters()[name].type(values[replicate]) for name, values in columns.items()})


def choices(found: World) -> dict[str, str]:
    """Ends of a candidate's way that occur in this world, with how many."""
    return {name: f"{ENDS[Stage[name]]} ({len(rows):,})" for name, rows in found.ends.items()}


def shown(found: World, end: str, turn: int, host_turn: int) -> Tag:
    """A candidate and a host."""
    rows = found.ends.get(end) or next(iter(found.ends.values()), [])
    parts = [] if rows else [tags.p("Nobody applied in this world.", class_="story")]
    if rows:
        person = Candidate(found.model, rows[turn % len(rows)])
        parts.append(_figure("A candidate", candidate_story(person), _candidate_line(found.model, person.row)))
    if len(found.model.state.employers):
        host = Employer(found.model, found.hosts[host_turn % len(found.hosts)])
        parts.append(_figure("A host", employer_story(host), _host_line(found.model, host)))
    return tags.div(*parts, class_="pictures")


def _figure(heading: str, story: str, steps: list[tuple[int, str]]) -> Tag:
    return tags.figure(
        tags.h3(heading),
        tags.p(story, class_="story"),
        markup(line(heading, steps)) if steps else tags.p("Nothing happened to draw.", class_="empty"),
        numbers(heading, ("Month", "What"), [(str(month), what) for month, what in steps]),
    )


def _candidate_line(model: Any, row: int) -> list[tuple[int, str]]:
    state = model.state
    journal = state.journal[: int(state.scheme.journal)]
    mine = journal[journal["candidate"] == row]
    return [(int(month), STAGES[Stage(stage)]) for month, stage in zip(mine["month"], mine["stage"], strict=True)]


def _host_line(model: Any, host: Any) -> list[tuple[int, str]]:
    """When it first came to each step of the relation."""
    people = model.state.candidates[: int(model.state.scheme.candidates)]
    mine = people[people["employer"] == host.row]
    steps = [(int(host.engaged_month), "engaged")] if host.engaged_month >= 0 else []
    for column, words in (("matched", "match"), ("departed", "arrival")):
        months_of = np.sort(mine[column][mine[column] >= 0])
        if months_of.size:
            steps.append((int(months_of[0]), f"first {words}"))
        if months_of.size > 1:
            steps.append((int(months_of[-1]), f"{words} no. {months_of.size}"))
    if host.status == Status.withdrawn:
        steps.append((model.month, "has withdrawn"))
    return sorted(steps, key=lambda step: step[0])


def line(name: str, steps: list[tuple[int, str]]) -> str:
    """Months from left to right, a row per stage; the line steps from one stage to the next."""
    stages = list(dict.fromkeys(what for _, what in steps))
    last = max(month for month, _ in steps)
    end = max(12, -(-(last + 2) // 12) * 12)
    canvas = Canvas(height=34 * len(stages) + 62, left=140, x=(0, end), y=(len(stages) - 0.4, -0.6))
    for place, stage in enumerate(stages):
        canvas.line(canvas.left, canvas.at_y(place), canvas.width - canvas.right, canvas.at_y(place), GRID)
        canvas.text(canvas.left - 8, canvas.at_y(place) + 4, stage, "end")
    for month in months(end):
        canvas.line(
            canvas.at_x(month),
            canvas.height - canvas.bottom,
            canvas.at_x(month),
            canvas.height - canvas.bottom + 4,
            FAINT,
        )
        canvas.text(canvas.at_x(month), canvas.height - canvas.bottom + 17, f"{month:.0f}", "middle", FAINT)
    canvas.text((canvas.left + canvas.width) / 2, canvas.height - 6, "month from the scheme's start", "middle", FAINT)
    for (month, stage), (later, after) in zip(steps, steps[1:], strict=False):
        y, below = canvas.at_y(stages.index(stage)), canvas.at_y(stages.index(after))
        canvas.line(canvas.at_x(month), y, canvas.at_x(later), y, COLOURS[0], 3)
        canvas.line(canvas.at_x(later), y, canvas.at_x(later), below, COLOURS[0], 1.6)
    for month, stage in steps:
        canvas.point(canvas.at_x(month), canvas.at_y(stages.index(stage)), COLOURS[0])
    told = "; ".join(f"month {month}: {what}" for month, what in steps[:MOST_WORDS])
    return canvas.render("life", f"{name}, {told}")
