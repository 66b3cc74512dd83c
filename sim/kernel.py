"""The compiled entry points: a month, a run of months, many runs. All execute the same :func:`step`."""

from sim.compiled import njit
from sim.processes import (
    environment, finance, matching, mobility, monitoring, outreach, partnership, permits, recognition, selection,
    steering, training,
)  # fmt: skip
from sim.state import State
from sim.world import create_world

#: The order of processes within a month.
SCHEDULE = (
    environment, partnership, steering, outreach, selection, training, matching, recognition, permits, mobility,
    finance, monitoring,
)  # fmt: skip


@njit
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


@njit
def run_months(state, first, last):
    """Months ``first`` to ``last - 1``."""
    for month in range(first, last):
        step(state, month)


@njit
def run_many(tables, sets, first_replicate, seed, totals, monthly):
    """Every parameter set for consecutive replicates; the world is created anew for each run.

    ``tables``: a :class:`State` whose tables are large enough; ``sets``: (sets, rows) records of parameters;
    ``totals``: (sets, replicates, indicators), filled; ``monthly``: (sets, replicates, months, indicators), filled,
    or with a second dimension of 0 where months are not wanted.
    """
    for s in range(totals.shape[0]):
        p = sets[s, 0]
        countries = min(p.markets.countries, p.markets.count)
        governments = p.corridor.origins * p.corridor.levels_origin + countries * p.corridor.levels_destination
        hosts = int(-(-p.markets.employers * p.scale // 1))
        for r in range(totals.shape[1]):
            tables.key[0] = first_replicate + r
            tables.key[1] = seed
            state = State(
                sets[s],
                tables.key,
                tables.scheme,
                tables.governments[:governments],
                tables.agencies[: 1 + 2 * p.corridor.origins + countries],
                tables.employers[:hosts],
                tables.candidates,
                tables.markets[: p.markets.count],
                tables.origins[: p.corridor.origins],
                tables.countries[:countries],
                tables.money,
                tables.stages,
                tables.training[: p.horizon + 1],
                tables.abroad[: p.horizon + 1],
                tables.active,
                tables.ring,
                tables.shortlists,
                tables.shortlisted,
                tables.utilities,
                tables.monthly[: p.horizon],
                tables.match_waits[: p.horizon + 1],
                tables.departure_waits[: p.horizon + 1],
                tables.journal,
            )
            create_world(state)
            run_months(state, 0, p.horizon)
            monitoring.measure(state, p.horizon, totals[s, r])
            if monthly.shape[1] > 0:
                monthly[s, r, : p.horizon] = state.monthly
