"""Partnership: contacts build trust, every level must sign, crowding and coordination at origin (L1, L3, L4, L5, L6)."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import (
    Decision,
    budget,
    counted,
    drawn,
    engaged,
    finished,
    given_all,
    given_scheme,
    months,
    of_month,
    record,
    run,
    scheme,
    small,
    totals,
    world,
)

from sim.agents import employer
from sim.categories import Status
from sim.indicators import NAMES
from sim.processes import partnership


@given(st.floats(0, 10), st.floats(0, 1), st.floats(0, 1))
def test_coordination_takes_the_crowding_away(projects, one, other):
    less, more = (
        partnership.crowding(record({"trust.crowding": projects, "design.origin_coordination": share}))
        for share in sorted((one, other))
    )
    assert 0.0 < less <= more <= 1.0
    assert partnership.crowding(record({"trust.crowding": projects, "design.origin_coordination": 1.0})) == 1.0


def still(*values, **columns):
    """A world without contacts in which trust neither grows nor decays, coordination is covered and hosts stay."""
    state = world({"trust.decay": 0.0, "agencies.contacts": 0.0, "employers.quit_hazard": 0.0}, *values)
    budget(state, coordination=1e6)
    given_scheme(state, **columns)
    return state


#: Contacts of the month, by hand: 40 of the lead, half scale, half covered, less 0.2 * 0.5 for coordination at origin and
#: 0.5 * 0.5 * 0.8 in the shock, over a load of 1 + 0.1 * 2 components * 3 countries: 40 * 0.5 * 0.5 * 0.9 * 0.8 / 1.6
CONTACTS = 4.5
#: 0.2 * (0.3 + 0.7 * 0.5)
GAIN = 0.13


def busy(*values, **columns):
    """Two countries of origin and one of destination, a level each; three hosts, of which two are engaged."""
    settings = {
        "scale": 0.5, "markets.employers": 6, "design.places": 8, "corridor.origins": 2, "corridor.levels_origin": 1,
        "corridor.levels_destination": 1, "trust.component_load": 0.1, "design.components": 2,
        "trust.coordination_effort": 0.2, "design.origin_coordination": 0.5, "shock.contacts": 0.5,
        "design.digital": 0.2, "costs.coordination": 1000.0, "costs.coordination_country": 0.0,
        "costs.coordination_component": 0.0, "agencies.contacts": 40.0, "agencies.government_share": 0.4,
        "agencies.prospecting_share": 0.5, "agencies.board_contacts": 0.4, "trust.crowding": 3.0, "trust.gain": 0.2,
        "trust.facilitation_floor": 0.3, "design.facilitation": 0.5, "trust.contacts_needed": 2.0, "trust.decay": 0.1,
        "employers.engagement_base": -6.0, "employers.need_weight": 0.0, "employers.trust_weight": 0.0,
        "employers.results_weight": 0.0,
    }  # fmt: skip
    state = world(settings, *values)
    budget(state, coordination=250.0)  # coordination costs 1,000 * 0.5
    given_all(state.governments, trust=[0.5, 0.2, 0.4, 0.4][: state.governments.size], support=0.5, threshold=1.0)
    given_all(state.employers, trust=[0.3, 0.4, 0.5])
    engaged(state, 2, 1)
    given_all(state.employers[1:], next_review=40)
    given_scheme(state, **({"intensity": 0.5, "places": 4} | columns))
    return state


def after(trust, contacts):
    """Trust after a month, by hand: gain and decay of 0.1, two contacts needed."""
    reached = 1 - math.exp(-contacts / 2)
    return trust + GAIN * reached * (1 - trust) - 0.1 * (1 - reached) * trust


def test_contacts_are_shared_between_governments_and_hosts():
    state = run("partnership", busy(), 3)
    each = CONTACTS * 0.4 / (3 * 0.5)
    crowded = each / (1 + 3 * 0.5)  # other projects call at origin, half coordinated
    expected = [after(0.5, crowded), after(0.2, crowded), after(0.4, each)]
    assert state.governments["trust"] == pytest.approx(expected)
    hosts = CONTACTS * 0.6
    assert scheme(state).prospects == pytest.approx(hosts * 0.5 - 1)  # one host was contacted
    shared = hosts * 0.5 / 2
    assert state.employers["trust"] == pytest.approx([after(0.3, 1.0), after(0.4, shared), after(0.5, shared)])
    assert scheme(state).host_trust == pytest.approx(after(0.4, shared) + after(0.5, shared))
    assert scheme(state).covered == 0.5
    assert counted(state, 3) == {"spent_coordination": 250.0, "public_cost": 250.0}


def test_a_board_adds_contacts_as_far_as_coordination_is_covered():
    state = run("partnership", busy({"design.advisory_board": True}), 3)
    each = CONTACTS * 0.4 / (3 * 0.5) + 0.4 * 0.5
    crowded = each / (1 + 3 * 0.5)
    assert state.governments["trust"] == pytest.approx([after(0.5, crowded), after(0.2, crowded), after(0.4, each)])
    shared = CONTACTS * 0.6 * 0.5 / 2 + 0.4 * 0.5
    assert state.employers["trust"][1:] == pytest.approx([after(0.4, shared), after(0.5, shared)])


def test_components_cost_contacts_for_every_country_at_both_ends():
    for components, countries, load in ((0, 1, 1.0), (2, 1, 1.6), (2, 2, 1.8), (4, 1, 2.2)):
        state = busy({"design.components": components, "markets.count": 2, "markets.countries": countries})
        given_scheme(state, intensity=0.0, places=0)  # no host is sought
        run("partnership", state, 3)
        each = 40 * 0.5 * 0.5 * 0.9 / load * 0.4 / (state.governments.size * 0.5)
        assert state.governments[2].trust == pytest.approx(after(0.4, each))


def test_a_scheme_that_ended_has_no_contacts():
    state = busy(alive=0)
    given_all(state.governments, trust=1.0, support=1.0)
    run("partnership", state, 3)
    assert scheme(state).covered == 0.0
    assert state.governments["trust"] == pytest.approx([0.9] * 3)
    assert state.governments["signed"].tolist() == [0, 0, 0]
    assert counted(state, 3) == {}


def test_a_government_signs_once_at_its_own_threshold():
    state = still()
    given_all(state.governments, trust=0.5, support=0.5, threshold=[0.25, 0.26, 0.24, 0.3], signed=[0, 0, 1, 0])
    run("partnership", state, 3)
    assert state.governments["signed"].tolist() == [1, 0, 1, 0]
    assert of_month(state, 3, "agreements_signed") == 1.0
    assert of_month(run("partnership", state, 4), 4, "agreements_signed") == 0.0


def test_a_government_may_sign_in_the_month_in_which_trust_is_there():
    state = busy()
    given_all(state.governments, support=1.0, threshold=[1.0, 1.0, 0.41])  # 0.4 before, 0.41 with this month's contacts
    assert run("partnership", state, 3).governments["signed"].tolist() == [0, 0, 1]


def test_elections_come_in_their_month_before_contacts():
    state = still({"politics.turnover": 0.5, "politics.unsigned_kept": 0.5, "politics.support_new": 0.6})
    given_all(state.governments, trust=0.4, support=0.9, next_election=[7, 8, 6, 7])
    _, b, _, _ = drawn(state, Decision.election, 0, 0, 1)
    run("partnership", state, 7)
    assert state.governments["elections"].tolist() == [1, 0, 0, 1]
    assert state.governments[0].trust == pytest.approx(0.4 * (1 - 0.5 * 0.8 * b))
    assert state.governments[0].support == pytest.approx(0.2 * 0.9 + 0.8 * 0.6)
    assert state.governments[1].trust == 0.4


def test_a_desk_is_as_fast_as_the_weakest_level_allows():
    state = still({"permits.trust_effect": 0.5, "markets.count": 2, "markets.countries": 2})
    given_all(
        state.governments, trust=[0.1, 0.1, 0.8, 0.5, 0.9, 1.0], support=[0.1, 0.1, 0.5, 0.6, 1.0, 1.0], threshold=1.0
    )
    run("partnership", state, 3)  # 0.8 * 0.5 = 0.4 and 0.5 * 0.6 = 0.3; 0.9 and 1
    assert state.countries["speed"] == pytest.approx([1 - 0.5 * 0.7, 1 - 0.5 * 0.1])


def negotiating(month, *values, **columns):
    """Two countries of destination, one level everywhere, after a month of work on a simplified recognition."""
    settings = {
        "recognition.agreement_month": 5, "recognition.agreement_work": 2.0, "markets.count": 2, "markets.countries": 2,
        "corridor.origins": 2, "corridor.levels_origin": 1, "corridor.levels_destination": 1,
    }  # fmt: skip
    state = still(settings, *values)
    given_all(state.governments, trust=[0.9, 0.6, 0.5, 0.8], support=1.0, threshold=1.1)
    cost = 8200.0 + 2 * 1700.0
    budget(state, coordination=cost / 2)  # half of it is covered
    for name, value in columns.items():
        given_all(state.countries, **{name: value})
    return run("partnership", state, month)


def test_work_on_recognition_is_as_fast_as_the_weakest_institution_on_both_sides():
    assert negotiating(5).countries["agreement_work"] == pytest.approx([0.5 * 0.5, 0.6 * 0.5])
    assert negotiating(6).countries["agreement_work"] == pytest.approx([0.5 * 0.5, 0.6 * 0.5])
    assert negotiating(4).countries["agreement_work"].tolist() == [0.0, 0.0]
    never = negotiating(4, {"recognition.agreement_month": -1})
    assert never.countries["agreement_work"].tolist() == [0.0, 0.0]
    at_once = negotiating(0, {"recognition.agreement_month": 0})
    assert at_once.countries["agreement_work"] == pytest.approx([0.5 * 0.5, 0.6 * 0.5])


def test_recognition_is_agreed_once_the_work_is_done_and_only_once():
    state = negotiating(7, {"recognition.agreement_work": 1.25}, agreement_work=[1.0, 0.94])  # 1.25 and 1.24
    assert state.countries["agreement"].tolist() == [1, 0]
    assert state.governments["agreement"].tolist() == [0, 0, 1, 0]
    assert of_month(state, 7, "agreements_signed") == 1.0
    budget(state, coordination=1e6)
    run("partnership", state, 8)
    assert state.countries["agreement"].tolist() == [1, 1]
    assert state.countries["agreement_work"] == pytest.approx([1.25, 1.84])
    assert state.governments["agreement"].tolist() == [0, 0, 1, 1]
    assert of_month(state, 8, "agreements_signed") == 1.0


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
    state = still({"corridor.levels_origin": 3, "corridor.origins": 2, "politics.minimum_support": 0.25})
    given_all(state.governments, signed=[1, 1, 0, 1, 1, 1, 1, 1], trust=0.1, support=0.3, threshold=1.0)
    run("partnership", state, 3)  # the first country of origin lacks its third level
    assert (state.origins["signed"].tolist(), state.countries["signed"].tolist()) == ([0, 1], [1])
    state.governments[2].signed = 1
    run("partnership", state, 4)
    assert (state.origins["signed"].tolist(), state.countries["signed"].tolist()) == ([1, 1], [1])
    state.governments[4].support = 0.24  # a level of the second country of origin suspends what it signed
    state.governments[7].signed = 0  # and one of destination has not signed
    run("partnership", state, 5)
    assert (state.origins["signed"].tolist(), state.countries["signed"].tolist()) == ([1, 0], [0])
    state.governments[4].support = 0.25
    assert run("partnership", state, 6).origins["signed"].tolist() == [1, 1]


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
    assert state.scheme.vacancies == vacancies
    assert state.scheme.host_trust == pytest.approx(trust_in_all)
