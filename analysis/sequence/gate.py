"""What a gate decides, what it is worth, and how often it is wrong.

The second scheme is known in every world from the run in which nothing stops it. What it *adds* is the completed mobilities of both
schemes minus those of the first one alone. A gate that stops it saves its money and loses what it would have added.

For a planner to whom a completed mobility is worth w EUR, a rule is worth w times the completed mobilities less the public cost. A
gate is worth having only if it beats both rules that decide nothing: to go on in any case, and to stop in any case. So

- it beats going on if w is below what it saves for each completed mobility that it loses (``worth_below``);
- it beats stopping if w is above the public cost of each completed mobility that is added by the second schemes that it lets begin
  (``worth_above``).

Where the first is below the second, no planner needs this gate. What the gate gains over the better of the two rules is the value
of the option to stop.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis.sequence.runs import COMPLETED, COST, Course, Found
from analysis.sequence.tables import stopped
from analysis.worlds.statistics import Interval, paired_difference, resampled_interval, share_interval
from sim.parameters import phases_of

Array = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

ALWAYS, GATE, NEVER = "always", "gate", "never"
"""Rules for the second scheme: it begins in any case, if the gate is reached, in no case."""
HALF = 0.5


@dataclass(frozen=True)
class Errors:
    """How often a gate is wrong. ``stopped``: worlds in which it stops the second scheme, ``passed``: the others.

    ``better``: stopped, although the second scheme would have added more than it does on average over all worlds; ``poor``:
    stopped, and it would have completed fewer than half of its places; ``let_through``: passed, although it does.
    ``if_stopped``, ``if_passed``: what it adds on average; undefined (NaN) where there is no such world.
    """

    stopped: int
    passed: int
    better: int
    poor: int
    let_through: int
    if_stopped: float
    if_passed: float


def errors(added: Array, stops: Mask, places: float) -> Errors:
    """How often a gate is wrong: (worlds) of what the second scheme adds, (worlds) in which it is stopped, and its places."""
    poor = added < HALF * places
    means = [float(added[part].mean()) if part.any() else math.nan for part in (stops, ~stops)]
    return Errors(
        int(stops.sum()), int((~stops).sum()), int((stops & (added > added.mean())).sum()), int((stops & poor).sum()),
        int((~stops & poor).sum()), *means,
    )  # fmt: skip


def per(money: Array, persons: Array) -> Interval:
    """Money for each person, as a ratio of means over the worlds; infinite if there is money but nobody, undefined if there is neither."""

    def statistic(chosen: npt.NDArray[np.int64]) -> Array:
        above, below = np.asarray(money[chosen].mean(axis=-1)), np.asarray(persons[chosen].mean(axis=-1))
        return np.asarray(np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0.0))

    if not persons.mean() > 0.0:
        value = math.inf if money.mean() > 0.0 else math.nan
        return Interval(value, math.nan, math.nan, len(money), 0)
    return resampled_interval(statistic, len(money))


def option_value(worth: float, gated: Course, always: Course, never: Course) -> Interval:
    """What a gate gains in EUR over the better of the two rules that decide nothing, for this worth of a completed mobility."""
    net = [worth * each.totals[COMPLETED] - each.totals[COST] for each in (gated, always, never)]

    def statistic(chosen: npt.NDArray[np.int64]) -> Array:
        means = [each[chosen].mean(axis=-1) for each in net]
        return np.asarray(means[0] - np.maximum(means[1], means[2]))

    return resampled_interval(statistic, len(net[0]))


def gate_table(found: Found, worth: float) -> pd.DataFrame:
    """A row for each rule: going on in any case, every level of the gate, stopping in any case."""
    added = found.ungated.totals[COMPLETED] - found.alone.totals[COMPLETED]
    second = phases_of(found.ungated.plan.schemes[0])[0]
    places = math.ceil(second.design.places * second.scale)
    rules: Sequence[tuple[str, float, Course]] = [
        *((GATE if gate else ALWAYS, gate, course) for gate, course in found.gates.items()), (NEVER, math.nan, found.alone)
    ]  # fmt: skip
    return pd.DataFrame([_row(rule, gate, course, found, added, places, worth) for rule, gate, course in rules])


def _row(
    rule: str, gate: float, course: Course, found: Found, added: Array, places: int, worth: float
) -> dict[str, Any]:
    always, never = found.ungated.totals, found.alone.totals
    mine = course.totals
    stops = stopped(course) if rule != NEVER else np.ones(len(added), bool)
    share, known = share_interval(int(stops.sum()), len(stops)), errors(added, stops, places)
    forgone, saved = (paired_difference(mine[name], always[name]) for name in (COMPLETED, COST))
    below = per(always[COST] - mine[COST], always[COMPLETED] - mine[COMPLETED])
    above = per(mine[COST] - never[COST], mine[COMPLETED] - never[COMPLETED])
    row = {
        "rule": rule, "gate": gate, "worlds": len(stops), COMPLETED: float(mine[COMPLETED].mean()), COST: float(mine[COST].mean()),
        **_columns("stopped", share), **_columns("completed_forgone", forgone), **_columns("money_saved", saved),
        **_columns("worth_below", below), **_columns("worth_above", above), "worlds_stopped": known.stopped,
        "stopped_better_than_average": known.better, "stopped_below_half": known.poor, "worlds_passed": known.passed,
        "passed_below_half": known.let_through, "added_if_stopped": known.if_stopped, "added_if_passed": known.if_passed,
    }  # fmt: skip
    if worth > 0.0:
        value = option_value(worth, course, found.ungated, found.alone)
        row |= {"worth": worth, **_columns("option_value", value)}
    return row


def _columns(name: str, found: Interval) -> dict[str, float]:
    return {name: found.estimate, f"{name}_ci_low": found.low, f"{name}_ci_high": found.high}
