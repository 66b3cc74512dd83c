"""What holds a design back: every obstacle made a tenth smaller, one at a time, in the same worlds."""

from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
from htmltools import Tag, tags

from analysis.bottlenecks.constraints import BY_NAME, RELAXATIONS
from analysis.bottlenecks.runs import run_relaxations
from analysis.bottlenecks.tables import binding, bottleneck_table, waiting_table
from analysis.compare.runs import OUTCOME
from analysis.dashboard import svg
from analysis.dashboard.drivers import cores, store_folder
from analysis.dashboard.jobs import Job
from analysis.dashboard.parts import markup, numbers
from analysis.dashboard.svg import Bar
from analysis.worlds.settings import drawn
from sim.parameters import Config
from sim.reporting.wording import counted
from sim.runs.store import Store

MOST = 200
"""Worlds in which obstacles are made smaller, at most; up to here they are those of the comparison."""
SHOWN = 12
COVERS = {"chance": "chance", "both": "chance and plausible parameters"}


@dataclass(frozen=True)
class Obstacles:
    """The tables of :mod:`analysis.bottlenecks.runs` for one design."""

    design: str
    scenario: str
    gains: pd.DataFrame
    waiting: pd.DataFrame
    worlds: int
    differs: str
    """Why its means differ from those of the comparison; empty where they do not."""
    uncertainty: str = "chance"
    """What differs between its worlds."""


def found(config: Config, design: str, outputs: Path, job: Job, uncertain: bool = False) -> Obstacles:
    """Relax every constraint by a tenth and fully. ``uncertain``: whether the comparison draws parameters too."""
    few = replace(config, replicates=min(config.replicates, MOST), workers=cores())
    job.enter("Every obstacle smaller, by itself")
    uncertainty = "both" if uncertain else "chance"
    runs = run_relaxations(few, progress=job.progress, store=Store(store_folder(outputs)), uncertainty=uncertainty)
    job.enter("Intervals")
    differs = ""
    if few.replicates < config.replicates:
        which = "drawn anew" if uncertain else f"the first of the {config.replicates:,} under Compare"
        differs = f"These {few.replicates:,} worlds are {which}, so means differ a little from those under Compare."
    return Obstacles(
        design, config.scenario, bottleneck_table(runs), waiting_table(runs), few.replicates, differs, uncertainty
    )


def shown(obstacles: Obstacles) -> Tag:
    """The binding constraint in a sentence, the gains as bars."""
    tenth = obstacles.gains[(obstacles.gains.relaxation == RELAXATIONS[0]) & (obstacles.gains.indicator == OUTCOME)]
    top = tenth[tenth.changed != ""].sort_values("gain_per_relaxation", ascending=False, kind="stable").head(SHOWN)
    best = binding(obstacles.gains, obstacles.scenario, OUTCOME)
    waits = obstacles.waiting.sort_values("person_months", ascending=False).iloc[0]
    if best is None:
        words = (
            f"In design {obstacles.design}, no obstacle, made smaller alone, gives a sure gain in completed mobilities."
        )
    else:
        step = "a tenth" if best.relaxation == RELAXATIONS[0] else "all"
        words = (
            f"In design {obstacles.design} the binding constraint is {_plain(best.constraint)}: {step} less of this obstacle gives"
            f" {best.gain_per_relaxation:,.1f} more completed mobilities (95 % interval {best.ci_low:,.1f} to {best.ci_high:,.1f})."
        )
    if waits.person_months > 0:
        words += f" Candidates wait longest for: {waits.cause} ({waits.person_months:,.0f} person-months, {waits['share']:.0%} of all waiting)."
    heading = f"Completed mobilities gained in design {obstacles.design} by a tenth less of each obstacle"
    groups = [
        (_plain(row.constraint), [Bar(row.gain_per_relaxation, row.ci_low, row.ci_high, f"{row.gain_per_relaxation:+,.1f}".replace("-", "\u2212"))])
        for row in top.itertuples()
    ]  # fmt: skip
    rows = [
        (_plain(row.constraint), row.relaxation, f"{row.gain_per_relaxation:+,.1f}".replace("-", "\u2212"),
         f"{row.ci_low:,.1f} to {row.ci_high:,.1f}".replace("-", "\u2212"), row.changed)
        for row in obstacles.gains[obstacles.gains.indicator == OUTCOME].itertuples()
    ]  # fmt: skip
    described = f"{heading}: " + "; ".join(f"{label} {row[0].value:.1f}" for label, row in groups)
    return tags.figure(
        tags.p(words, class_="verdict"),
        tags.h3(heading),
        markup(svg.bars("obstacles", described, groups, "completed mobilities gained, persons", label_width=170)),
        tags.figcaption(
            f"Mean over {counted(obstacles.worlds, 'world')}, whiskers: 95 % interval over {COVERS[obstacles.uncertainty]}. {drawn(obstacles.uncertainty)} {obstacles.differs} Each obstacle is made smaller alone, in the same worlds; nothing else changes."
            " The number of planned places is a goal, not an obstacle, so it is never called binding."
        ),
        numbers(heading, ("Obstacle", "Made smaller by", "Gain", "95 % interval", "What was changed"), rows),
    )


def _plain(name: str) -> str:
    return BY_NAME[name].meaning.partition(";")[0]
