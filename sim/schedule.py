"""The month's order, once, and every file in which the model is declared: what documents and checks go through."""

from types import ModuleType

from sim import phases, queues, world
from sim.agents import agency, candidate, employer, government, places, relations
from sim.laws import (
    accounts,
    budget,
    corridors,
    desks,
    levels,
    plan,
    procedures,
    protectionism,
    remote,
    rights,
    summaries,
    tracks,
    trust,
    vacancies,
    waits,
)
from sim.processes import (
    agreement,
    balance,
    engagement,
    environment,
    examination,
    finance,
    leadership,
    matching,
    memory,
    mobility,
    monitoring,
    outreach,
    partnership,
    permits,
    placement,
    politics,
    promises,
    recognition,
    reports,
    selection,
    signing,
    steering,
    training,
    visas,
)  # fmt: skip

SCHEDULE: tuple[ModuleType, ...] = (
    environment, politics, leadership, partnership, agreement, signing, engagement, reports, steering, outreach, selection, training, examination,
    placement, matching, recognition, permits, visas, mobility, promises, balance, memory, finance, monitoring,
)  # fmt: skip
"""The order of processes within a month."""

AGENTS: tuple[ModuleType, ...] = (government, agency, employer, relations, places, candidate)
LAWS: tuple[ModuleType, ...] = (
    trust, levels, plan, budget, accounts, tracks, vacancies, remote, waits, rights, procedures, corridors, protectionism, desks, summaries,
)  # fmt: skip


def parts(process: ModuleType) -> tuple[ModuleType, ...]:
    """A process, and the parts of it that have a file of their own."""
    return (process, *getattr(process, "PARTS", ()))


MECHANISMS: tuple[ModuleType, ...] = (
    world, phases, *AGENTS, queues, *LAWS, *(part for process in SCHEDULE for part in parts(process)),
)  # fmt: skip
"""Every file that declares parameters, columns, draws or measures."""
