"""The month's order, once, and every file in which the model is declared: what documents and checks go through."""

from types import ModuleType

from sim import phases, queues, world
from sim.agents import agency, candidate, employer, government, places, relations
from sim.laws import (
    accounts,
    budget,
    desks,
    plan,
    procedures,
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
    finance,
    matching,
    mobility,
    monitoring,
    outreach,
    partnership,
    permits,
    placement,
    recognition,
    selection,
    signing,
    steering,
    training,
)  # fmt: skip

SCHEDULE: tuple[ModuleType, ...] = (
    environment, partnership, agreement, signing, engagement, steering, outreach, selection, training, placement, matching,
    recognition, permits, mobility, balance, finance, monitoring,
)  # fmt: skip
"""The order of processes within a month."""

AGENTS: tuple[ModuleType, ...] = (government, agency, employer, relations, places, candidate)
LAWS: tuple[ModuleType, ...] = (trust, plan, budget, accounts, tracks, vacancies, waits, procedures, desks, summaries)


def parts(process: ModuleType) -> tuple[ModuleType, ...]:
    """A process, and the parts of it that have a file of their own."""
    return (process, *getattr(process, "PARTS", ()))


MECHANISMS: tuple[ModuleType, ...] = (
    world, phases, *AGENTS, queues, *LAWS, *(part for process in SCHEDULE for part in parts(process)),
)  # fmt: skip
"""Every file that declares parameters, columns, draws or measures."""
