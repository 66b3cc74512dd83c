"""Remote work: a bridge to the move, which can also replace it (L13, L15).

Where a job can be done remotely, a host may let a matched person start from home ([recognition](#recognition)). This
keeps person and host together while they wait. But the longer it lasts, the less the host needs the move: some people
stay with the host as remote workers and never leave. Host and person gain, but the scheme counts no mobility. While
borders are closed, more people settle for remote work.

Each month: remote_hazard += employers.remote_stays * (1 + shock.remote_stays * intensity). Who starts remotely:
remote_until = remote_hazard + exponential(d, 1) (f4), d of `remote`. Before the first departure such a person *works
remotely* for good as soon as remote_hazard >= remote_until ([waits](#waits)).

*Works remotely*: as a match that is lost ([queues](#queues)), so the place and its money are free again; but the host keeps the person:
the vacancy stays filled, `remote_contracts` + 1. A vacancy that is filled remotely without the scheme is part of its
clock ([vacancies](#vacancies)).
"""

from dataclasses import dataclass

from sim.columns import column
from sim.compiled import inner
from sim.declare import uncertain, within
from sim.draws import exponential_from
from sim.measures import flow


@dataclass
class Employers:
    """How soon a host settles for remote work."""

    remote_stays: float = uncertain(
        0.015, 0.0, 1.0, "1/month", "Rate at which those who started remotely give up the move and stay remote workers",
        plausible=within(0.005, 0.045, "log", "assumption", "no figure; a third to three times: 3 to 24 % in half a year"),
    )  # fmt: skip


@dataclass
class Shock:
    """Remote work while borders are closed."""

    remote_stays: float = uncertain(
        1.0, 0.0, 20.0, "factor", "How much more often they give up the move at full intensity of the shock: added to 1",
        plausible=within(0.3, 3.0, "log", "assumption",
            "no figure for work across borders; three in four organisations learned to recruit without meeting anybody"),
    )  # fmt: skip


class Candidate:
    """A remote worker."""

    remote_until: float = column(
        "f4", 0.0, "Accumulated hazard of the scheme at which who started remotely stays a remote worker"
    )


class Scheme:
    """The pull of remote work."""

    remote_hazard: float = column("f8", 0.0, "Accumulated hazard that remote work replaces the move")


class Measures:
    """Remote work instead of the move."""

    remote_contracts: float = flow(
        "persons", "Persons who stay with their host as remote workers instead of moving; no mobility"
    )


@inner
def pass_month(state, p):
    """A month in which hosts get used to remote work, faster while borders are closed."""
    state.scheme.remote_hazard += p.employers.remote_stays * (1.0 + p.shock.remote_stays * state.scheme.intensity)


@inner
def start(state, person, u):
    """A remote start: how much of that hazard the move survives, drawn once."""
    person.remote = 1
    person.remote_until = state.scheme.remote_hazard + exponential_from(u, 1.0)


@inner
def settled(state, person):
    """Whether remote work has replaced the move; who moved once is past that."""
    return person.remote == 1 and person.departed < 0 and state.scheme.remote_hazard >= person.remote_until
