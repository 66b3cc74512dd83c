"""Phases: a scheme that follows another in the same corridor, and what it finds there (L1, L16, L17).

A pilot need not be one block. A planner can compare one five-year scheme with two shorter ones, one after the other,
and may let the second begin only if the first has shown results (a gate, decided once). Both phases share one world:
demand, elections and shocks go on through all phases, in calendar months. The second phase makes its own plan with its
own money, and recruits new people. But it does not start from nothing. Governments and hosts remember the lead, a
signature stays signed, hosts that recruited before are experienced, hosts that already have some people need fewer, the
lead keeps its picture of the market, and public services keep the capacity that was built. In the gap between two
phases all of this fades as it does without contact.

A phase finds what the earlier phase has left in the month before the new one begins. From then on, the older phase only
finishes what it has begun: it makes no more matches, and people who are on their way or abroad continue to the end.

**Months.** Every phase counts its months from 0; began = the calendar month of its month 0 (0 in the first). *Calendar month* =
began + month: it addresses the draws and the events of the environment, elections, the shock, negotiations on recognition and the
timeline. The horizon is a calendar month: a phase is simulated for horizon - began months.

**Parameters** of an earlier phase: its own design and other levers, phase.gap and phase.gate; all else (the world) is that of the last
phase. A month reads the row of its calendar month on the timeline; the world before month 0 of a phase reads that of month began.

**Beginning.** At the end of each month of a phase that has another one after it, which has not begun: the next one begins in the
following month if not funded, month + 1 = end_month + gap and known_taken >= gate * max(places, 1) (gap and gate of the next phase; the places
that are known to be taken and those planned in the older one, [reports](#reports)), and the months simulated are not over. Then alive = 0 in the older phase. *What stays* is copied in this moment.

**Created** as any world, but

- draws of the new phase have group + 65536 * (number of the phase, from 0), except those of the environment, of elections and of the traits of
  governments and hosts, which have the same address in all phases;
- what stays is put back over the first values, right after a row is created: of governments (same side, country and level) before preparation
  adds to trust and support, and `next_election` of one that was not there before is moved on by terms (elections + 1 each) until it is >= began; of agencies (same
  kind and country), markets and countries (same number), and hosts (same market and position; of those that sign: same market and place among
  those that sign);
- a host that made a hire in the phase before has experience = 1 when it is created; of one that signs, the places of the new signature
  count, not what stays of its need.

**Results** of a run: flows of all phases are added by calendar month. Levels of a month are those of the latest phase that has begun. The
places, the budget, the waits and the mismatch of all phases are added. `phases_run` is the number of phases that began.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

from sim.categories import Table
from sim.columns import column, copy_rows, put_back
from sim.compiled import inner, njit
from sim.declare import setting
from sim.measures import of_run


@dataclass
class Phase:
    """When a phase begins after the one before."""

    gap: int = setting(
        3, 0, 120, "months", "Months from the end of funding of the phase before to the start of this one", fixed=True
    )
    gate: float = setting(
        0.0, 0.0, 2.0, "share",
        "Places taken per place planned that the phase before must have reported; 0: this phase begins in any case", fixed=True,
    )  # fmt: skip


class Scheme:
    """Which phase of several it is, when it began, and what those before it planned."""

    phase: int = column("u4", 0, "Number of the phase, from 0: part of the address of most draws")
    began: int = column("i8", 0, "Calendar month in which the phase began")
    places_before: int = column("i8", 0, "Places planned by the phases before")
    budget_before: float = column("f8", 0.0, "Public budget of the phases before, EUR")


class Measures:
    """Phases."""

    phases_run: float = of_run("phases", "Phases that began, 1 where there is only one")


class Kept(NamedTuple):
    """The tables of the phase before, as they were when the next one began. Empty in the first phase."""

    governments: Any
    agencies: Any
    employers: Any
    markets: Any
    origins: Any
    countries: Any
    schemes: Any


@njit
def number(rows):
    """Number of phases that a run's rows of parameters describe."""
    return max(rows[0].sequence.phases, 1)


@njit
def first_row(rows, phase):
    """The first row of a phase (counted from 0): the last phase's come first."""
    return (number(rows) - 1 - phase) * rows[0].sequence.months


@njit
def last_row(rows, phase):
    """The row after the last of a phase."""
    return first_row(rows, phase) + rows[0].sequence.months if number(rows) > 1 else rows.size


@njit
def follows(scheme, after, month):
    """Whether the next phase, whose parameters are ``after``, begins in the month after this one."""
    return (
        scheme.funded == 0
        and month + 1 == scheme.end_month + after.phase.gap
        and scheme.known_taken >= after.phase.gate * max(scheme.places, 1)
        and scheme.began + month + 1 < scheme.horizon
    )


@njit
def succeed(scheme, before, began):
    """The scheme of the phase that begins after ``before``: its number, its first month, and what was planned so far."""
    scheme.seed = before.seed
    scheme.replicate = before.replicate
    scheme.places_before = before.places_before + before.places
    scheme.budget_before = before.budget_before + before.budget
    scheme.phase = before.phase + 1
    scheme.began = began


@inner
def keep(state, kept):
    """Copy what the next phase finds."""
    copy_rows(kept.governments, state.governments)
    copy_rows(kept.agencies, state.agencies)
    copy_rows(kept.employers, state.employers)
    copy_rows(kept.markets, state.markets)
    copy_rows(kept.origins, state.origins)
    copy_rows(kept.countries, state.countries)
    copy_rows(kept.schemes, state.schemes)


@inner
def find_government(state, g):
    """A government, if it was there in the phase before, is as it was then; if not, its elections went on without the scheme."""
    place = state.governments[g]
    for row in range(state.kept.governments.size):
        before = state.kept.governments[row]
        if before.side == place.side and before.country == place.country and before.level == place.level:
            put_back(state.governments, g, state.kept.governments, row, state.staying[Table.government])


@inner
def find_agency(state, row):
    """An agency that was there in the phase before knows what it learned then."""
    office = state.agencies[row]
    for old in range(state.kept.agencies.size):
        before = state.kept.agencies[old]
        if before.kind == office.kind and before.country == office.country:
            put_back(state.agencies, row, state.kept.agencies, old, state.staying[Table.agency])


@inner
def find_market(state, m):
    """A market goes on from where it was."""
    if m < state.kept.markets.size:
        put_back(state.markets, m, state.kept.markets, m, state.staying[Table.market])


@inner
def find_places(state):
    """Countries, and the scheme itself, go on from where they were."""
    for o in range(min(state.origins.size, state.kept.origins.size)):
        put_back(state.origins, o, state.kept.origins, o, state.staying[Table.origin])
    for c in range(min(state.countries.size, state.kept.countries.size)):
        put_back(state.countries, c, state.kept.countries, c, state.staying[Table.country])
    if state.kept.schemes.size > 0:
        put_back(state.schemes, 0, state.kept.schemes, 0, state.staying[Table.scheme])


@inner
def former_row(state, m, index, signs):
    """The row in which a host stood in the phase before, -1 if it was not there; ``index``: among those of its market that sign, or do not."""
    kept = state.kept
    if m >= kept.markets.size:
        return -1
    market = kept.markets[m]
    end = kept.markets[m + 1].first if m + 1 < kept.markets.size else kept.employers.size
    row = market.first + index
    if signs:
        row += market.hosts
    else:
        end = market.first + market.hosts
    return row if row < end else -1


@inner
def recruited(state, former):
    """1 if the host in this row of the phase before made a hire then."""
    return 1 if former >= 0 and state.kept.employers[former].hires > 0 else 0


@inner
def find_host(state, row, former):
    """A host that was there in the phase before trusts, remembers and needs what it did then."""
    if former >= 0:
        put_back(state.employers, row, state.kept.employers, former, state.staying[Table.employer])
