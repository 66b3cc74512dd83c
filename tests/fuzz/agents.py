"""Invariants of agents: trust and support are shares, hosts hire what they declared, the world is made of finite numbers."""

import math

import numpy as np

from sim.categories import AgencyKind, Status
from tests.fuzz.invariants import invariant, month, row, when
from tests.fuzz.runs import SHARES


def _lowest(run):
    run.lowest[-1, 0] = -0.1


def _highest(run):
    run.highest[-1, -1] = 1.1


@invariant(broken=_lowest)
def trust_and_support_are_not_negative(run):
    """After every month, no government and no host has less than no trust or support."""
    return when(run.lowest.shape == (run.config.horizon, len(SHARES)), run.lowest >= 0)


@invariant(broken=_highest)
def trust_and_support_are_at_most_whole(run):
    """After every month, no government and no host has more than full trust or support."""
    return when(run.highest.shape == (run.config.horizon, len(SHARES)), run.highest <= 1)


@invariant(broken=row("employers", "open", -1))
def no_host_has_less_than_no_vacancy(run):
    """No host has less than no open vacancy, nor more of them than it declared."""
    hosts = run.state.employers
    return when(hosts["declared"].any(), (hosts["open"] >= 0) & (hosts["open"] <= hosts["declared"]))


@invariant(broken=month("matches", 1e6))
def hosts_hire_who_is_matched(run):
    """What the hosts hired are the matches."""
    hires = run.state.employers["hires"].sum()
    return when(hires > 0, hires == run.months["matches"].sum())


@invariant(broken=month("declared_vacancies", 1e6))
def vacancies_are_those_that_hosts_declared(run):
    """What the hosts declared are the vacancies that the months count."""
    declared = run.state.employers["declared"].sum()
    return when(declared > 0, declared == run.months["declared_vacancies"].sum())


@invariant(broken=lambda run: run.state.employers["engaged_month"].fill(-1))
def an_engaged_host_knows_since_when(run):
    """Every engaged host has the month in which it engaged."""
    hosts = run.state.employers
    engaged = hosts["status"] == Status.engaged
    return when(engaged.any(), hosts["engaged_month"][engaged] >= 0)


@invariant(broken=lambda run: run.state.markets["active"].fill(30_000))
def markets_list_their_engaged_hosts(run):
    """Every market lists its engaged hosts, in order of position, and no others."""
    state = run.state
    right = []
    for number, market in enumerate(state.markets):
        listed = state.engaged[market["first"] : market["first"] + market["active"]]
        own = np.flatnonzero((state.employers["market"] == number) & (state.employers["status"] == Status.engaged))
        right.append(sorted(listed.tolist()) == own.tolist())
    return when((state.employers["status"] == Status.engaged).any(), right)


def _other_trust(run):
    told = run.months["trust_employer"]
    told[-1] = 0.5 if math.isnan(told[-1]) else math.nan


@invariant(broken=_other_trust)
def trust_of_hosts_is_defined_where_one_is_engaged(run):
    """The trust of engaged hosts is undefined where none is engaged, and only there."""
    engaged = (run.state.employers["status"] == Status.engaged).any()
    return when(True, math.isfinite(run.months["trust_employer"][-1]) == engaged)


@invariant(broken=month("lead_changes", 2.0))
def the_lead_changes_at_most_once_a_month(run):
    """In no month does the lead change twice."""
    return when(run.whole["lead_changes"] > 0, run.months["lead_changes"] <= 1)


@invariant(broken=month("promises_missed", 1e6))
def hosts_are_let_down_by_those_whom_the_months_count(run):
    """The persons over whom a host was let down are those that the months count, each once."""
    let_down = run.people["let_down"].sum()
    return when(let_down > 0, let_down == run.months["promises_missed"].sum())


@invariant(broken=row("agencies", "kind", AgencyKind.private_recruiter))
def there_is_one_lead(run):
    """One agency leads the scheme."""
    return when(True, (run.state.agencies["kind"] == AgencyKind.lead).sum() == 1)


@invariant(broken=row("origins", "economy", math.nan))
def the_world_is_made_of_finite_numbers(run):
    """Governments, markets and countries hold finite numbers only."""
    tables = (run.state.governments, run.state.markets, run.state.origins, run.state.countries)
    return when(
        True, [np.isfinite(table[name]).all() for table in tables for name in table.dtype.names if name != "cut"]
    )
