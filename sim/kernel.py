"""The compiled entry points: a month, a run of months, many runs. All execute the same :func:`step`."""

import math

from sim.compiled import entry, inner
from sim.indicators import COUNT
from sim.processes import (
    environment,
    finance,
    matching,
    mobility,
    monitoring,
    outreach,
    partnership,
    permits,
    recognition,
    selection,
    steering,
    training,
)  # fmt: skip
from sim.state import Book, State
from sim.world import create_world

#: The order of processes within a month.
SCHEDULE = (
    environment, partnership, steering, outreach, selection, training, matching, recognition, permits, mobility,
    finance, monitoring,
)  # fmt: skip


@inner
def step(state, month):
    """One month: every process in the order of :data:`SCHEDULE`."""
    environment.step(state, month)
    partnership.step(state, month)
    steering.step(state, month)
    outreach.step(state, month)
    selection.step(state, month)
    training.step(state, month)
    matching.step(state, month)
    recognition.step(state, month)
    permits.step(state, month)
    mobility.step(state, month)
    finance.step(state, month)
    monitoring.step(state, month)


@inner
def fitted(tables, rows):
    """The state of one run: the tables, cut to what its parameters (``rows``) need."""
    p = rows[0]
    hosts = int(math.ceil(p.markets.employers * p.scale))
    countries = min(p.markets.countries, p.markets.count)
    governments = p.corridor.origins * p.corridor.levels_origin + countries * p.corridor.levels_destination
    book = tables.book
    return State(
        rows,
        Book(
            book.scheme, book.money, book.monthly[: p.horizon], book.candidates, book.stages, book.lists,
            book.calendar[: 2 * (p.horizon + 1)], book.journal,
        ),
        tables.governments[:governments],
        tables.agencies[: 1 + 2 * p.corridor.origins + countries],
        tables.employers[:hosts],
        tables.engaged[:hosts],
        tables.ring[:hosts],
        tables.slots[:hosts],
        tables.markets[: p.markets.count],
        tables.origins[: p.corridor.origins],
        tables.countries[:countries],
        tables.shortlists,
    )  # fmt: skip


@inner
def keep_months(state, out):
    """Copy the run's months into ``out`` (months, indicators)."""
    for month in range(state.book.monthly.shape[0]):
        for position in range(COUNT):
            out[month, position] = state.book.monthly[month, position]


@entry
def advance(state, first, last):
    """Months ``first`` to ``last - 1`` of one run; a ``first`` below 0 creates the world and does nothing else."""
    if first < 0:
        create_world(state)
    else:
        for month in range(first, last):
            step(state, month)


@entry
def run_many(tables, sets, first_replicates, seed, totals, monthly):
    """Every parameter set for consecutive replicates; the world is created anew for each run.

    ``tables``: a :class:`State` whose tables are large enough; ``sets``: (sets, rows) records of parameters;
    ``first_replicates``: (sets), the number of each set's first replicate;
    ``totals``: (sets, replicates, indicators), filled; ``monthly``: (sets, replicates, months, indicators), filled,
    or with a second dimension of 0 where months are not wanted.
    """
    scheme = tables.book.scheme[0]
    for s in range(totals.shape[0]):
        state = fitted(tables, sets[s])
        horizon = sets[s, 0].horizon
        for replicate in range(totals.shape[1]):
            scheme.replicate = first_replicates[s] + replicate
            scheme.seed = seed
            create_world(state)
            for month in range(horizon):
                step(state, month)
            monitoring.measure(state, horizon, totals[s, replicate])
            if monthly.shape[1] > 0:
                keep_months(state, monthly[s, replicate])
