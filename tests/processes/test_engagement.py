"""Engagement: hosts are sought market by market, listed by their place on the ring, reviewed, and declare again (L7, L8)."""

import math

import numpy as np
import pytest
from worlds import (
    Decision,
    budget,
    counted,
    drawn,
    engaged,
    finished,
    given_all,
    given_scheme,
    of_month,
    run,
    scheme,
    small,
    world,
)

from sim.agents import employer as hosts
from sim.categories import Status

WILLING = {"employers.engagement_base": 2.0, "employers.need_weight": 4.0, "employers.quit_hazard": 0.0}
UNWILLING = {"employers.engagement_base": -6.0, "employers.need_weight": 0.0, "employers.quit_hazard": 0.0}


def seeking(contacts, *values, **columns):
    """A lead whose contacts all go to hosts that have no relation to the scheme yet; trust stands still."""
    settings = {
        "agencies.contacts": contacts, "agencies.government_share": 0.0, "agencies.prospecting_share": 1.0,
        "trust.gain": 0.0, "trust.decay": 0.0, "employers.trust_weight": 0.0, "employers.results_weight": 0.0,
    }  # fmt: skip
    state = world(settings, *values)
    budget(state, coordination=1e6)
    given_scheme(state, **columns)
    return state


def contacts(state):
    return state.employers["contacts"].tolist()


def test_hosts_are_sought_market_by_market_in_turn_and_again_from_the_first():
    state = seeking(3.0, UNWILLING, {"markets.count": 2, "markets.employers": 5})  # rows 0 to 2, and 3 to 4
    assert contacts(run("partnership engagement", state, 0)) == [1, 1, 0, 1, 0]
    assert (state.markets["pointer"].tolist(), scheme(state).next_prospect) == ([2, 1], 3)
    # market 1, row 4; market 0, row 2; both lists are at their end: two turns; then market 1 once more
    assert contacts(run("partnership engagement", state, 1)) == [1, 1, 1, 2, 1]
    assert (state.markets["pointer"].tolist(), scheme(state).next_prospect) == ([0, 1], 8)
    assert set(state.employers["status"]) == {Status.declined}


def test_a_month_has_at_most_as_many_turns_as_there_are_hosts():
    state = run("partnership engagement", seeking(10.0, UNWILLING), 0)
    assert contacts(state) == [1, 1, 1]
    assert scheme(state).prospects == 7.0
    run("partnership engagement", state, 1)  # a turn to find the list at its end, two for hosts
    assert contacts(state) == [2, 2, 1]
    assert scheme(state).prospects == 11.0 - 2.0  # never more than the month's and one


def test_contacts_below_one_are_saved_and_a_whole_one_is_used():
    state = seeking(0.5, UNWILLING)
    for month, made, left in ((0, 0, 0.5), (1, 1, 0.0), (2, 1, 0.5)):
        run("partnership engagement", state, month)
        assert (sum(contacts(state)), scheme(state).prospects) == (made, left)


@pytest.mark.parametrize(
    ("columns", "made"),
    [
        ({}, 1), ({"places_taken": 3, "vacancies": 1}, 0), ({"places_taken": 3}, 1), ({"places_taken": 4}, 0),
        ({"vacancies": 3}, 1), ({"vacancies": 4}, 0), ({"alive": 0}, 0),
    ],
)  # fmt: skip
def test_hosts_are_sought_while_places_are_free_beyond_the_open_vacancies(columns, made):
    assert sum(contacts(run("partnership engagement", seeking(1.0, UNWILLING, **columns), 0))) == made


def test_engaged_hosts_are_passed_over_and_cost_no_contact():
    state = seeking(2.0, UNWILLING)
    engaged(state, 0)
    state.employers[0].next_review = 40
    run("partnership engagement", state, 3)
    assert contacts(state) == [0, 1, 1]
    assert state.employers["status"].tolist() == [Status.engaged, Status.declined, Status.declined]


def test_who_declined_or_withdrew_is_sought_again():
    state = seeking(3.0, WILLING)
    given_all(state.employers, status=[Status.declined, Status.withdrawn, Status.unaware])
    run("partnership engagement", state, 3)
    assert state.employers["status"].tolist() == [Status.engaged] * 3


def test_a_contact_builds_trust_before_the_answer():
    state = seeking(1.0, UNWILLING, {"trust.gain": 0.5, "design.facilitation": 1.0, "trust.contacts_needed": 2.0})
    given_all(state.employers, trust=0.2)
    run("partnership engagement", state, 3)
    assert state.employers["trust"] == pytest.approx([0.2 + 0.5 * (1 - math.exp(-0.5)) * 0.8, 0.2, 0.2])


def test_a_host_answers_by_its_utility_for_the_demand_and_results_of_its_market():
    values = {
        "employers.engagement_base": -2.0, "employers.need_weight": 1.0, "employers.burden_weight": 0.5,
        "employers.recession_weight": 1.0, "employers.results_weight": 2.0, "employers.peer_results": 0.5,
        "employers.trust_weight": 1.0, "design.administrative_support": 0.5, "markets.employers": 40,
    }  # fmt: skip
    state = seeking(40.0, values)
    given_all(state.employers, need=1.0, burden=0.4, trust=0.3, motive=0)
    given_all(state.markets, demand=1.5, results=1.0)
    run("partnership engagement", state, 3)
    # -2 + (1 + log 1.5) - 0.5 * 0.2 + 0.3 + 2 * (half of what others showed)
    utility = -2.0 + 1.0 + math.log(1.5) - 0.1 + 0.3 + 2.0 * 0.5
    willing = [drawn(state, Decision.engagement, 0, index, 1)[0] < 1 / (1 + math.exp(-utility)) for index in range(40)]
    assert (state.employers["status"] == Status.engaged).tolist() == willing
    assert 10 < sum(willing) < 38


def test_a_host_that_engages_declares_its_need_and_its_optimism():
    state = seeking(1.0, WILLING, {"employers.optimism": 0.3, "employers.review_months": 7})
    given_all(state.employers, real_need=3, hires=2, open=1, declared=5)
    run("partnership engagement", state, 4)
    host = state.employers[0]
    assert (host.status, host.engaged_month, host.next_review, host.hires_before) == (Status.engaged, 4, 11, 2)
    assert (host.declared, host.open) == (5 + 4, 1 + 4)  # 3 * 1.3 = 3.9, rounded up
    assert of_month(state, 4, "employers_engaged") == 1.0
    assert of_month(state, 4, "declared_vacancies") == 4.0
    assert scheme(state).vacancies == 5
    assert scheme(state).host_trust == pytest.approx(float(host.trust))
    assert scheme(state).prospects == 0.0


def test_a_host_that_declines_declares_nothing():
    state = run("partnership engagement", seeking(1.0, UNWILLING), 4)
    host = state.employers[0]
    assert (host.status, host.engaged_month, host.declared, host.open) == (Status.declined, -1, 0, 0)
    assert of_month(state, 4, "employers_engaged") == of_month(state, 4, "declared_vacancies") == 0.0


@pytest.mark.parametrize("already", [(), (2, 1), (0, 7, 6), (5,), (3,), (0, 5, 2, 7, 4, 1, 6)])
def test_fresh_hosts_are_merged_into_the_list_in_order_of_position(already):
    # on the ring stand 0, 5, 2, 7, 4, 1, 6, 3 (at 0, .09, .24, .33, .47, .62, .71, .85) in either market
    state = seeking(16.0, WILLING, {"markets.count": 2, "markets.employers": 16})
    engaged(state, *already)
    engaged(state, *(8 + index for index in already), market=1)
    given_all(state.employers, next_review=40)
    run("partnership engagement", state, 3)
    order = [0, 5, 2, 7, 4, 1, 6, 3]
    assert state.engaged.tolist() == order + [8 + index for index in order]
    assert state.markets["active"].tolist() == [8, 8]
    assert state.markets["fresh"].tolist() == [0, 0]
    run("partnership engagement", state, 4)
    assert state.engaged.tolist() == order + [8 + index for index in order]


def keeping(*values, **columns):
    """A lead whose contacts, 3 a month, all go to the engaged hosts: four in two markets, 0, 1 and 3, 4 of six."""
    settings = {
        "agencies.contacts": 3.0, "agencies.government_share": 0.0, "agencies.prospecting_share": 0.0,
        "markets.count": 2, "markets.employers": 6, "trust.gain": 0.5, "design.facilitation": 1.0, "trust.decay": 0.0,
        "trust.contacts_needed": 1.5, "employers.review_months": 6, "employers.quit_hazard": 0.0,
        "employers.optimism": 0.5,
    }  # fmt: skip
    state = world(settings, *values)
    budget(state, coordination=1e6)
    engaged(state, 0, 1)
    engaged(state, 3, 4, market=1)
    given_all(state.employers, trust=0.2, open=2, next_review=40, real_need=3)
    given_scheme(state, **columns)
    return state


def test_engaged_hosts_share_the_contacts_left_for_them():
    state = run("partnership engagement", keeping(), 9)
    grown = 0.2 + 0.5 * (1 - math.exp(-0.75 / 1.5)) * 0.8
    assert state.employers["trust"] == pytest.approx([grown, grown, 0.2, grown, grown, 0.2])
    assert scheme(state).host_trust == pytest.approx(4 * grown)
    assert scheme(state).vacancies == 8
    assert state.employers["next_review"].tolist() == [40] * 6
    assert "declared_vacancies" not in counted(state, 9)


def test_a_host_alone_gets_all_contacts():
    state = keeping()
    given_all(state.markets, active=[1, 0])
    run("partnership engagement", state, 9)
    assert state.employers[0].trust == pytest.approx(0.2 + 0.5 * (1 - math.exp(-3.0 / 1.5)) * 0.8)


def test_a_board_reaches_every_engaged_host():
    board = {"design.advisory_board": True, "agencies.board_contacts": 0.5}
    state = run("partnership engagement", keeping(board), 9)
    assert state.employers[1].trust == pytest.approx(0.2 + 0.5 * (1 - math.exp(-1.25 / 1.5)) * 0.8)
    alone = keeping(board)
    given_all(alone.markets, active=0)
    assert scheme(run("partnership engagement", alone, 9)).host_trust == 0.0


def test_at_a_review_hosts_stay_or_withdraw_and_the_list_closes_up():
    state = keeping({"employers.quit_hazard": 1.0})
    given_all(state.employers, next_review=[9, 10, 9, 10, 8, 9])
    run("partnership engagement", state, 9)
    assert state.employers["status"].tolist() == [
        Status.withdrawn,
        Status.engaged,
        0,
        Status.engaged,
        Status.withdrawn,
        0,
    ]
    assert state.employers["open"].tolist() == [0, 2, 2, 2, 0, 2]
    assert state.employers["reviews"].tolist() == [1, 0, 0, 0, 1, 0]
    assert state.employers["next_review"].tolist() == [15, 10, 9, 10, 15, 9]
    assert state.markets["active"].tolist() == [1, 1]
    assert (state.engaged[0], state.engaged[3]) == (1, 3)
    assert scheme(state).vacancies == 4


def test_a_review_weighs_the_demand_of_the_market():
    state = keeping({"employers.quit_hazard": 0.5, "employers.trust_weight": 0.0, "employers.recession_weight": 4.0})
    given_all(state.employers, next_review=9, motive=0)
    given_all(state.markets, demand=[1e-3, 1e3])  # nobody stays in the first market, everybody in the second
    assert run("partnership engagement", state, 9).markets["active"].tolist() == [0, 2]


def test_a_host_with_results_and_nothing_open_declares_again():
    state = keeping()
    given_all(state.employers, next_review=9, results=1.0, open=0, hires=4, hires_before=1, declared=5)
    state.employers[1].open = 1
    state.employers[3].results = 0.0
    state.employers[4].next_review = 10
    run("partnership engagement", state, 9)  # only host 0: 3 * 1.5 = 4.5, rounded up
    assert state.employers["open"].tolist() == [5, 1, 0, 0, 0, 0]
    assert state.employers["declared"].tolist() == [10, 5, 5, 5, 5, 5]
    assert state.employers["hires_before"].tolist() == [4, 1, 1, 1, 1, 1]
    assert state.employers["next_review"].tolist() == [15, 15, 9, 15, 10, 9]
    assert of_month(state, 9, "declared_vacancies") == 5.0
    assert scheme(state).vacancies == 6


def test_hosts_engage_once_and_are_listed_by_place_on_the_ring():
    state = finished(small({"markets.employers": 600}), months=30)
    market = state.markets[0]
    listed = state.engaged[market.first : market.first + market.active]
    assert sorted(listed) == np.flatnonzero(state.employers["status"] == Status.engaged).tolist()
    places = [hosts.position(row - market.first) for row in listed]
    assert places == sorted(places)


@pytest.mark.parametrize("month", [3, 9, 30])
def test_engaged_hosts_stand_in_order_of_position_and_their_sums_are_kept(month):
    state = finished(small({"markets.count": 3, "markets.employers": 2000, "scale": 1.0}), months=month)
    vacancies, trust_in_all = 0, 0.0
    for market in state.markets:
        rows = state.engaged[market.first : market.first + market.active]
        points = [hosts.position(row - market.first) for row in rows]
        assert points == sorted(points)
        assert len(set(rows)) == len(rows)
        assert (state.employers.status[rows] == Status.engaged).all()
        vacancies += state.employers.open[rows].sum()
        trust_in_all += state.employers.trust[rows].sum(dtype=float)
    assert sum(market.active for market in state.markets) > 5
    assert state.scheme.vacancies == vacancies
    assert state.scheme.host_trust == pytest.approx(trust_in_all)
