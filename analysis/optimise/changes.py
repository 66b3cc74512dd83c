"""The design for the money with one lever changed: what the next euro buys, and what to cut first."""

from collections.abc import Sequence

import numpy as np

from analysis.optimise.fields import Stage
from analysis.optimise.found import Changes, Found, Trial
from analysis.optimise.levers import Places, Space
from analysis.optimise.objectives import COST
from analysis.optimise.search import allowed

STEP = 0.25
"""Part of a lever's grid by which it changes."""
RANKING_WORLDS = 512
"""Worlds of the search's half in which the changes are put in order."""


def for_the_money(found: Found) -> int | None:
    """The design that gives most for the money at hand, by position; None where none is that cheap.

    It costs no more in the worlds of the report, and is the best of these by the numbers of the search: a choice by the reported
    numbers would report the luckiest design.
    """
    wanted = found.asked.wanted
    within = np.flatnonzero(found.values[COST].mean(axis=1) <= found.asked.money)
    within = within[allowed(wanted, {name: each[within] for name, each in found.values.items()})]
    if not within.size:
        return None
    return int(within[(wanted.signs[wanted.aim] * found.searched[within, wanted.aim]).argmax()])


def single_changes(trial: Trial, found: Found, worlds: int) -> Changes | None:
    """The design for the money with one lever changed, in fresh worlds of both halves."""
    place = for_the_money(found)
    if place is None:
        return None
    design = found.designs[place]
    rows, levers = neighbours(found.asked.space, design, STEP)
    everything = np.concatenate([design[None, :], rows])
    ranking = trial(Stage.ranking, RANKING_WORLDS, everything)
    values = trial(Stage.changes, worlds, everything)
    return Changes(place, rows, levers, values, ranking, trial.field(Stage.changes, worlds).draws)


def neighbours(space: Space, design: Places, part: float) -> tuple[Places, list[int]]:
    """The design with one lever changed: a number up and down by a ``part`` of its grid, anything else to each other member.

    Returns (designs, levers) and which lever each changes.
    """
    rows: list[Places] = []
    changed: list[int] = []
    for place, lever in enumerate(space.levers):
        step = max(1, round(part * (len(lever.values) - 1)))
        now = int(design[place])
        targets: Sequence[int] = (
            [target for target in (now - step, now + step) if 0 <= target < len(lever.values)]
            if lever.ordered
            else [target for target in range(len(lever.values)) if target != now]
        )
        for target in targets:
            row = design.copy()
            row[place] = target
            rows.append(row)
            changed.append(place)
    fixed = space.repaired(np.array(rows)) if rows else np.empty((0, len(space.levers)), np.int64)
    return fixed, changed
