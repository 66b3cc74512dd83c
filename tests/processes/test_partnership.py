"""Partnership: contacts build trust, every level must sign, crowding and coordination at origin (L1, L3, L4, L5, L6)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import finished, months, record, small, totals

from sim.agents import employer
from sim.indicators import NAMES
from sim.processes import partnership
from sim.state import Side, Status


@given(st.floats(0, 10), st.floats(0, 1), st.floats(0, 1))
def test_coordination_takes_the_crowding_away(projects, one, other):
    less, more = (
        partnership.crowding(record({"trust.crowding": projects, "design.origin_coordination": share}))
        for share in sorted((one, other))
    )
    assert 0.0 < less <= more <= 1.0
    assert partnership.crowding(record({"trust.crowding": projects, "design.origin_coordination": 1.0})) == 1.0


def trust(name, *values):
    return np.nanmean(months(small(*values), 10)[:, :36, NAMES.index(name)])


@pytest.mark.parametrize("name", ["trust_government", "trust_employer"])
def test_trust_grows_with_contacts(name):
    assert trust(name, {"agencies.contacts": 100.0}) > trust(name) > trust(name, {"agencies.contacts": 1.0})


def test_crowding_costs_trust_at_origin_only():
    crowded, coordinated = (
        {"trust.crowding": 5.0},
        {"design.origin_coordination": 1.0, "trust.coordination_effort": 0.0},
    )
    assert trust("trust_government_origin", crowded) < trust("trust_government_origin")
    assert trust("trust_government_destination", crowded) == trust("trust_government_destination")
    assert trust("trust_government_origin", crowded, coordinated) > trust("trust_government_origin", crowded)


def test_trust_without_contact_decays():
    state = finished(small({"agencies.contacts": 0.0, "politics.election_month": 600}))
    p = record()
    assert state.governments["trust"] == pytest.approx(p.trust.prior * (1 - p.trust.decay) ** 72)


def test_every_level_of_a_country_must_sign():
    state = finished(small({"corridor.levels_origin": 3}), months=40)
    origin = state.governments[state.governments["side"] == Side.origin]
    assert state.origins[0].signed == origin["signed"].all()
    assert len(origin) == 3


def test_a_signature_is_given_once():
    run = totals(small({"corridor.levels_origin": 3, "corridor.levels_destination": 2}), 20)
    assert run["agreements_signed"].max() == 5


def test_hosts_engage_once_and_are_listed_by_place_on_the_ring():
    state = finished(small({"markets.employers": 600}), months=30)
    market = state.markets[0]
    listed = state.engaged[market.first : market.first + market.active]
    assert sorted(listed) == np.flatnonzero(state.employers["status"] == Status.engaged).tolist()
    places = [employer.position(row - market.first) for row in listed]
    assert places == sorted(places)


def test_contacts_are_shared_so_more_governments_mean_less_trust():
    few = {"corridor.levels_origin": 1, "corridor.levels_destination": 1}
    many = {"corridor.levels_origin": 3, "corridor.levels_destination": 3}
    assert trust("trust_government", many) < trust("trust_government", few)


@pytest.mark.parametrize("month", [3, 9, 30])
def test_engaged_hosts_stand_in_order_of_position_and_their_sums_are_kept(month):
    state = finished(small({"markets.count": 3, "markets.employers": 2000, "scale": 1.0}), months=month)
    vacancies, trust_in_all = 0, 0.0
    for market in state.markets:
        rows = state.engaged[market.first : market.first + market.active]
        points = [employer.position(row - market.first) for row in rows]
        assert points == sorted(points)
        assert len(set(rows)) == len(rows)
        assert (state.employers.status[rows] == Status.engaged).all()
        vacancies += state.employers.open[rows].sum()
        trust_in_all += state.employers.trust[rows].sum(dtype=float)
    assert sum(market.active for market in state.markets) > 5
    assert state.book.scheme[0].vacancies == vacancies
    assert state.book.scheme[0].host_trust == pytest.approx(trust_in_all)
