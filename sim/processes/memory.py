"""Memory: what a partnership keeps when people change (L1, L4, L6).

Signed agreements, a board that meets and services that were built at origin belong to institutions, not to persons.
While the scheme is coordinated, they make a memory: files, habits, people who know each other. It protects trust
against an election, a change of lead and the end of the funding, and a second phase builds on it. It comes slowly and
fades slowly. It cannot be bought at once: a board and capacity building cost money every month, and signatures take
time.

At the end of a month, with signed = share of all governments that have signed, and built = 1 - max(0, 1 - design.capacity_share /
trust.capacity_expected) while the scheme is funded, else 0:

```
growth = min((trust.memory_signed * signed + (trust.memory_board if design.advisory_board else 0) + trust.memory_capacity * built) * covered, 1)
memory = clip(memory + growth * (1 - memory) - trust.memory_fade * memory)
```

It begins at 0. The next month reads it: trust decays at (1 - memory) times its rate ([trust](#trust)), and an election
([partnership](#partnership)) or a change of lead ([leadership](#leadership)) costs (1 - memory) times as much trust.
"""

from dataclasses import dataclass

from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import uncertain, within
from sim.laws.trust import capacity_missing
from sim.measures import level


@dataclass
class Trust:
    """What a partnership remembers."""

    memory_signed: float = uncertain(
        0.015, 0.0, 1.0, "1/month", "Growth of institutional memory where all governments have signed",
        plausible=within(0.005, 0.045, "log", "assumption", "half of it in four years; a third to three times"),
    )  # fmt: skip
    memory_board: float = uncertain(
        0.008, 0.0, 1.0, "1/month", "Growth of institutional memory through an advisory board", "brief.trust",
        plausible=within(0.0025, 0.025, "log", "assumption", "boards help according to the brief, not measured; about half of signatures"),
    )  # fmt: skip
    memory_capacity: float = uncertain(
        0.008, 0.0, 1.0, "1/month", "Growth of institutional memory where the capacity that is expected at origin is built",
        plausible=within(0.0025, 0.025, "log", "assumption", "no figure; about half of signatures"),
    )  # fmt: skip
    memory_fade: float = uncertain(
        0.015, 0.0, 0.5, "1/month", "Share of institutional memory that fades in a month",
        plausible=within(0.005, 0.045, "log", "assumption", "half of it in four years; a third to three times"),
    )  # fmt: skip


class Scheme:
    """What the partnership remembers."""

    memory: float = column("f8", 0.0, "Institutional memory, 0 to 1: what stays when people change", stays=True)


class Measures:
    """Memory."""

    institutional_memory: float = level("0-1", "Institutional memory of the partnership", 1)


@njit
def growth(signed, covered, funded, p):
    """Growth of memory in a month; ``signed``: share of governments, ``covered``: share of coordination that was paid."""
    rate = p.trust.memory_signed * signed
    if p.design.advisory_board:
        rate += p.trust.memory_board
    if funded:
        rate += p.trust.memory_capacity * (1.0 - capacity_missing(p))
    return min(rate * covered, 1.0)


@njit
def after_month(memory, grown, p):
    """Memory after a month."""
    return min(max(memory + grown * (1.0 - memory) - p.trust.memory_fade * memory, 0.0), 1.0)


@inner
def step(state, p, month):
    """Memory grows by what is institutional, and fades."""
    scheme = state.scheme
    signed = 0.0
    for g in range(state.governments.size):
        signed += state.governments[g].signed
    grown = growth(signed / state.governments.size, scheme.covered, scheme.funded, p)
    scheme.memory = after_month(scheme.memory, grown, p)


@inner
def record(state, month):
    """Memory at the end of the month."""
    state.monthly[month].institutional_memory = state.scheme.memory
