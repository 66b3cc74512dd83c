"""Tracks: a trained person seeks a host abroad, or work at home (L18).

A trained person seeks a host abroad or work at home. Everybody who is preselected is told a date by which to expect a
place. Their patience begins to run then, and not on the day of selection: people accept a wait that was announced.

The date that was promised: promised = min(the month of preselection + int(`design.training_months` + `design.closing_months`), 32000).

- *Pool patience*: expiry = min(max(month, promised) + patience(a, candidates.pool_patience), 32000), with patience(u, m) = 1 + int(exponential(u, m)).
- *Join the pool*: pool patience, enter(pool).
- *Seek at home*: track home; home_threshold = origin.hazard + exponential(a, 1) (f4); enter(home_pool).
- *Give up*(reason), whose patience is over and who has no host: if trained and design.home_share > 0, lost + 1 and seek at home; else disappointed of the origin + 1
  if trained, drop out (reason).
"""

from dataclasses import dataclass

from sim.categories import Reason, Stage, Track
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import lever, priced, uncertain, within
from sim.draws import decision, exponential_from, uniforms
from sim.laws.desks import FAR_MONTH
from sim.queues import drop_out, enter

POOL = decision(18, "pool", "patience in the pool", group="origin", agent="candidate", event="matches")
HOME = decision(18, "pool", "threshold of the home hazard", group="origin", agent="candidate", other="1")


@dataclass
class Design:
    """The two tracks."""

    home_share: float = lever(
        0.0, 0.0, 0.95, "0-1", "Share of trainees on the home track, trained for the market of origin",
        "palim.planned_split_of_120",
        plausible=within(0.0, 0.6, "linear", "palim.planned_split_of_120", "none to three in four of those trained (PALIM)"),
        price=priced(unit="costs.training costs.screening"),
    )  # fmt: skip


@dataclass
class Candidates:
    """Patience in the pool."""

    pool_patience: float = uncertain(
        10.0, 0.5, 60.0, "months", "Mean patience in the pool without an offer, from the promised date", "thamm.unmatched_after_b1_example",
        plausible=within(3.3, 30.0, "log", "assumption",
            "candidates without an offer were seen waiting, nobody published how long; a third to three times"),
    )  # fmt: skip


class Candidate:
    """What a trained person seeks, and how long."""

    track: Track = column("u1", Track.abroad, "What the person is trained for", Track)
    promised: int = column("i2", -1, "Month of departure that the person was promised")
    expiry: int = column(
        "i2",
        -1,
        "Month in which patience ends: without a host in the pool or for a sitting, and between match and departure",
    )
    home_threshold: float = column("f4", 0.0, "Accumulated hazard of the origin at which the person is placed at home")


@njit
def patience(u, mean):
    """Months that a candidate is willing to wait, at least one."""
    return 1 + int(exponential_from(u, mean))


@njit
def promised(month, p):
    """The month of departure that a person is promised when preselected."""
    return min(month + int(p.design.training_months + p.design.closing_months), FAR_MONTH)


@inner
def set_pool_patience(state, person, p, month):
    """The patience of a person without a host, drawn once: it runs from the promised date."""
    a, b, c, d = uniforms(state.scheme, POOL, person.origin, person.agent, person.matches, 0)
    person.expiry = min(max(month, int(person.promised)) + patience(a, p.candidates.pool_patience), FAR_MONTH)


@inner
def join_pool(state, i, p, month):
    """Into the pool for matching abroad, with a patience drawn once per entry."""
    set_pool_patience(state, state.candidates[i], p, month)
    enter(state, i, Stage.pool, Reason.none, month)


@inner
def seek_at_home(state, i, month):
    """Into the home pool: placed once the accumulated hazard of a placement exceeds the person's own threshold."""
    person = state.candidates[i]
    a, b, c, d = uniforms(state.scheme, HOME, person.origin, person.agent, 0, 1)
    person.track = Track.home
    person.home_threshold = state.origins[person.origin].hazard + exponential_from(a, 1.0)
    enter(state, i, Stage.home_pool, Reason.none, month)


@inner
def give_up(state, i, reason, p, month):
    """Patience without a host is over: work at home for the trained, if there is a home track, or the end."""
    person = state.candidates[i]
    if person.trained and p.design.home_share > 0.0:
        state.scheme.lost += 1
        seek_at_home(state, i, month)
    else:
        state.origins[person.origin].disappointed += float(person.trained)
        drop_out(state, i, reason, month)
