"""The compiled entry points: a month, a run of months, many runs. All execute the same :func:`step`."""

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from sim import phases, world
from sim.columns import copy_rows
from sim.compiled import entry, inner
from sim.indicators import COUNT, INDICATORS
from sim.measures import FLOW, LEVEL, RUN
from sim.schedule import SCHEDULE
from sim.state import State


def in_order(functions: Sequence[Callable[..., Any]], arguments: str) -> Any:
    """One compiled function that calls others in order, as if the calls were written out: ``f0(state, month)`` and on."""
    names = {f"f{number}": function for number, function in enumerate(functions)}
    calls = "\n".join(f"    {name}({arguments})" for name in names)
    exec(f"def one_after_the_other({arguments}):\n{calls}", names)
    return inner(names["one_after_the_other"])


#: Every process of a month in order, then the levels that they record at its end, and what they measure of a whole run.
processes = in_order([process.step for process in SCHEDULE], "state, p, month")
record = in_order([process.record for process in SCHEDULE if hasattr(process, "record")], "state, month")
measures = in_order([process.measure for process in SCHEDULE if hasattr(process, "measure")], "state, run")

_FLOWS = tuple(position for position, indicator in enumerate(INDICATORS) if indicator.over == FLOW)
_LEVELS = tuple(position for position, indicator in enumerate(INDICATORS) if indicator.over == LEVEL)
_OF_RUN = tuple(position for position, indicator in enumerate(INDICATORS) if indicator.over == RUN)


@inner
def step(state, month):
    """One month: every process in the order of :data:`sim.schedule.SCHEDULE`, then the month's levels."""
    processes(state, world.parameters(state, month), month)
    record(state, month)


@inner
def measure(state, months):
    """The whole run's indicators, after ``months`` calendar months, into the record that follows the last month's."""
    figures = state.monthly.view(np.float64)
    run = months * COUNT
    for position in _FLOWS:
        figures[run + position] = 0.0
        for month in range(months):
            figures[run + position] += figures[month * COUNT + position]
    last = min(state.scheme.began + state.scheme.end_month, months) - 1
    for position in _LEVELS:
        figures[run + position] = figures[last * COUNT + position] if last >= 0 else math.nan
    for position in _OF_RUN:
        figures[run + position] = math.nan
    measures(state, state.monthly[months])


@entry
def advance(state, first, last):
    """Months ``first`` to ``last - 1`` of one run; a ``first`` below 0 creates the world and does nothing else."""
    if first < 0:
        world.create(state)
    else:
        for month in range(first, last):
            step(state, month)


@inner
def add_up(tables, horizon):
    """Add the months of a phase to the calendar months: flows to those of the phases before, levels in their place."""
    course, figures = tables.course.view(np.float64), tables.monthly.view(np.float64)
    began = tables.scheme.began
    for month in range(horizon - began):
        into, found = (began + month) * COUNT, month * COUNT
        for position in range(COUNT):
            course[into + position] = figures[found + position] + (
                course[into + position] if tables.scheme.phase > 0 else 0.0
            )
        for position in _LEVELS:
            course[into + position] = figures[found + position]


@entry
def run_many(tables, sets, first_replicates, seed, totals, monthly):
    """Every parameter set for consecutive replicates; the world is created anew for each run.

    ``tables``: a :class:`State` whose tables are large enough; ``sets``: (sets, rows) records of parameters;
    ``first_replicates``: (sets), the number of each set's first replicate;
    ``totals``: (sets, replicates, indicators), filled; ``monthly``: (sets, replicates, months, indicators), filled,
    or with a second dimension of 0 where months are not wanted.
    """
    scheme = tables.scheme
    for s in range(totals.shape[0]):
        horizon = sets[s, 0].horizon
        for replicate in range(totals.shape[1]):
            scheme.replicate = first_replicates[s] + replicate
            scheme.seed = seed
            scheme.phase = 0
            scheme.began = 0
            before = world.sizes(sets[s, 0])  # in the first phase nothing is read of it
            for phase in range(phases.number(sets[s])):
                rows = sets[s][phases.first_row(sets[s], phase) : phases.last_row(sets[s], phase)]
                sizes = world.sizes(rows[0])
                there = min(phase, 1)
                kept = tables.kept
                state = State(  # the tables, cut to what the parameters need; a function cannot return records
                    rows, tables.corridors, tables.first, tables.scheme, tables.schemes, tables.monthly[: horizon + 1], tables.money,
                    tables.candidates, tables.stages, tables.lists, tables.lessons[: horizon + 1], tables.stays[: horizon + 1], tables.waits[: horizon + 1], tables.journal,
                    tables.governments[: sizes.governments], tables.agencies[: sizes.agencies],
                    tables.employers[: sizes.employers], tables.engaged[: sizes.employers], tables.ring[: sizes.employers],
                    tables.slots[: sizes.employers], tables.markets[: sizes.markets], tables.origins[: sizes.origins],
                    tables.countries[: sizes.countries], tables.shortlists, tables.partners, tables.amendments,
                    tables.consulates[: sizes.countries * sizes.origins], tables.staying,
                    phases.Kept(
                        kept.governments[: there * before.governments], kept.agencies[: there * before.agencies],
                        kept.employers[: there * before.employers], kept.markets[: there * before.markets],
                        kept.origins[: there * before.origins], kept.countries[: there * before.countries], kept.schemes[:there],
                    ),
                    tables.course,
                )  # fmt: skip
                world.create(state)
                began = -1
                for month in range(horizon - scheme.began):
                    step(state, month)
                    if began < 0 and phase + 1 < phases.number(sets[s]):
                        after = sets[s, phases.first_row(sets[s], phase + 1)]
                        if phases.follows(scheme, after, month):
                            began = scheme.began + month + 1
                            phases.keep(state, tables.kept)
                            scheme.alive = 0
                if phases.number(sets[s]) > 1:
                    add_up(tables, horizon)
                if began < 0:
                    break
                before = sizes
                phases.succeed(scheme, scheme, began)
            if phases.number(sets[s]) > 1:
                copy_rows(state.monthly, tables.course[: horizon + 1])
            measure(state, horizon)
            figures = state.monthly.view(np.float64)
            for position in range(COUNT):
                totals[s, replicate, position] = figures[horizon * COUNT + position]
            if monthly.shape[1] > 0:
                for month in range(horizon):
                    for position in range(COUNT):
                        monthly[s, replicate, month, position] = figures[month * COUNT + position]
