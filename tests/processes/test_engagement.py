"""Engagement: hosts are sought market by market, listed by their place on the ring, reviewed, and declare again (L7, L8)."""

import math

import numpy as np
import pytest
from worlds import (
    BARE,
    EASY,
    Decision,
    budget,
    counted,
    drawn,
    engaged,
    finished,
    given_all,
    given_scheme,
    of_month,
    record,
    run,
    scheme,
    settled,
    small,
    world,
)

from sim.agents import employer as hosts
from sim.categories import Size, Stage, Status

WILLING = {"disposed": 1, "engage_at": 50.0}
UNWILLING = {"disposed": 0, "engage_at": 50.0}


def seeking(contacts, hosts, *values, **columns):
    """A lead whose contacts all go to hosts that have no relation to the scheme yet; trust stands still."""
    settings = {
        **BARE, "agencies.contacts": contacts, "design.ministry_share": 0.0, "agencies.prospecting_share": 1.0,
        "trust.gain": 0.0, "trust.decay": 0.0, "employers.quit_hazard": 0.0, "agencies.lookup": 0.25,
        "employers.vacancy_months.ict": 240.0, "design.administrative_support": 0.0,
    }  # fmt: skip
    state = world(settings, *values)
    budget(state, coordination=1e6)
    given_all(state.employers, **hosts)
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
        ({"vacancies": 3}, 1), ({"vacancies": 4}, 0), ({"alive": 0}, 0), ({"pending": 3}, 1), ({"pending": 4}, 0),
        ({"pending": 2, "vacancies": 1, "places_taken": 1}, 0), ({"ceiling": 5, "places_taken": 4}, 1),
        ({"places": 9, "places_taken": 4}, 0),
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


def test_a_contact_may_be_what_a_host_still_lacked():
    values = {
        "trust.gain": 0.5,
        "design.facilitation": 1.0,
        "trust.contacts_needed": 2.0,
        "employers.trust_weight": 4.0,
    }
    for at, status in ((-1e-3, Status.declined), (1e-3, Status.engaged)):
        state = seeking(1.0, {"disposed": 1}, PLAIN | values)
        grown = 0.2 + 0.5 * (1 - math.exp(-0.5)) * 0.8
        given_all(state.employers, trust=0.2, engage_at=2.0 - 4.0 * grown + at)
        assert run("partnership engagement", state, 3).employers[0].status == status


#: Of the utility of engaging only the base of -2, and what a test adds.
PLAIN = {
    "employers.engagement_base": -2.0, "employers.need_weight": 0.0, "employers.burden_weight": 0.0,
    "employers.trust_weight": 0.0, "employers.results_weight": 0.0, "employers.money_weight": 0.0,
}  # fmt: skip


def test_a_host_answers_by_its_utility_for_the_demand_and_results_of_its_market():
    values = {
        "employers.need_weight": 1.0, "employers.burden_weight": 0.5, "employers.recession_weight": 1.0,
        "employers.results_weight": 2.0, "employers.peer_results": 0.5, "employers.trust_weight": 1.0,
        "design.administrative_support": 0.5, "markets.employers": 40,
    }  # fmt: skip
    state = seeking(40.0, {}, PLAIN | values)
    given_all(state.employers, need=1.0, burden=0.4, trust=0.3, motive=0, disposed=[k % 4 != 0 for k in range(40)])
    given_all(state.employers, engage_at=[(k - 20) / 5 for k in range(40)])
    given_all(state.markets, demand=1.5, results=1.0)
    run("partnership engagement", state, 3)
    # -2 + (1 + log 1.5) - 0.5 * 0.2 + 0.3 + 2 * (half of what others showed): 0.605
    utility = -2.0 + 1.0 + math.log(1.5) - 0.1 + 0.3 + 2.0 * 0.5
    willing = [k % 4 != 0 and utility + (k - 20) / 5 > 0 for k in range(40)]
    assert (state.employers["status"] == Status.engaged).tolist() == willing
    assert 10 < sum(willing) < 38


def test_a_host_that_is_not_of_the_kind_that_is_sought_costs_a_look():
    state = seeking(2.0, WILLING, {"markets.employers": 5, "design.sought_size": "large"}, ceiling=99)
    given_all(state.employers, size_class=[Size.micro, Size.large, Size.small, Size.large, Size.medium])
    run("partnership engagement", state, 3)
    # a look, a contact (0.75 are left): the next needs a whole one
    assert contacts(state) == [0, 1, 0, 0, 0]
    assert state.employers["status"].tolist() == [Status.unaware, Status.engaged, *[Status.unaware] * 3]
    assert scheme(state).prospects == pytest.approx(0.75)
    run("partnership engagement", state, 4)  # 2.75: a look, a contact, a look, the end of the list, a look
    assert contacts(state) == [0, 1, 0, 1, 0]
    assert scheme(state).prospects == pytest.approx(1.0)
    assert state.employers["trust"].tolist() == pytest.approx([0.092] * 5)


def test_what_a_host_still_needs_is_what_it_declares():
    for left, declared in ((0, 0), (1, 2), (2, 3), (9, 5)):  # 1.5 times the smaller of 3 and what is left, rounded up
        state = seeking(1.0, WILLING, {"employers.optimism": 0.5})
        given_all(state.employers, real_need=3, need_left=left)
        assert of_month(run("partnership engagement", state, 4), 4, "declared_vacancies") == declared
        assert state.employers[0].real_open == min(3, left)


def test_a_host_that_engages_declares_its_need_and_its_optimism():
    state = seeking(1.0, WILLING, {"employers.optimism": 0.3, "employers.review_months": 7})
    given_all(state.employers, real_need=3, need_left=5, hires=2, open=1, declared=5)
    run("partnership engagement", state, 4)
    host = state.employers[0]
    assert (host.status, host.engaged_month, host.next_review) == (Status.engaged, 4, 11)
    assert (host.declared, host.open, host.real_open) == (5 + 4, 1 + 4, 3)  # 3 * 1.3 = 3.9, rounded up
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
        **BARE, "agencies.contacts": 3.0, "design.ministry_share": 0.0, "agencies.prospecting_share": 0.0,
        "markets.count": 2, "markets.employers": 6, "trust.gain": 0.5, "design.facilitation": 1.0, "trust.decay": 0.0,
        "trust.contacts_needed": 1.5, "employers.review_months": 6, "employers.quit_hazard": 0.0,
        "employers.optimism": 0.5, "employers.vacancy_months.ict": 240.0, "design.administrative_support": 0.0,
    }  # fmt: skip
    state = world(settings, *values)
    budget(state, coordination=1e6)
    engaged(state, 0, 1)
    engaged(state, 3, 4, market=1)
    given_all(state.employers, trust=0.2, open=2, next_review=40, real_need=3, real_open=2, need_left=9)
    given_scheme(state, **columns)
    return state


@pytest.mark.parametrize(("months", "life"), [(9, 4.0), (9, 0.5), (10, 4.0), (11, 4.0)])
def test_open_vacancies_of_engaged_hosts_lapse_by_the_clock_of_their_sector(months, life):
    state = keeping({"employers.vacancy_months.ict": life, "markets.diversity": 0.5})  # the other market: engineering
    given_all(state.employers, open=[6, 4, 5, 6, 4, 5], real_open=2, closing=[0, 1, 0, 0, 0, 0])
    run("partnership engagement", state, months)
    left = []
    for row, (market, index, vacant) in enumerate([(0, 0, 6), (0, 1, 4), (0, 2, 5), (1, 0, 6), (1, 1, 4), (1, 2, 5)]):
        a = drawn(state, Decision.vacancy_clock, market, index, months)[0]
        mean = life if market == 0 else record().employers.vacancy_months.engineering
        ticks = row in (0, 3, 4)  # one has signed, two take no part
        left.append(vacant - ticks * min(int(vacant * (1 - math.exp(-1 / mean)) + a), vacant))
    assert state.employers["open"].tolist() == left
    assert scheme(state).vacancies == sum(left) - 5 - 5
    assert of_month(state, months, "vacancies_lapsed") == 30 - sum(left) > 0


def test_a_host_that_withdraws_has_no_vacancy_that_could_lapse():
    state = keeping({"employers.vacancy_months.ict": 0.1, "employers.quit_hazard": 1.0})
    given_all(state.employers, next_review=[9, 40, 40, 40, 40, 40])
    run("partnership engagement", state, 9)
    assert of_month(state, 9, "vacancies_lapsed") == 6.0
    assert state.employers["need_left"].tolist() == [9, 7, 9, 7, 7, 9]


@pytest.mark.parametrize(("on_the_way", "support", "left"), [
    (0, 0.5, 3.0), (2, 0.5, 3.0 - 2 * 0.4), (6, 0.5, 3.0 - 2.4), (8, 0.5 * 3.0 / 3.2, 0.0), (20, 0.5 * 3.0 / 8.0, 0.0),
])  # fmt: skip
def test_support_for_hosts_takes_staff_time_for_everybody_on_the_way(on_the_way, support, left):
    state = keeping({"design.administrative_support": 0.5, "agencies.support_contacts": 0.8})
    settled(state, Stage.abroad, 7)  # who has left needs none
    settled(state, Stage.pool, 7)
    stages = (Stage.matched, Stage.seat, Stage.recognition, Stage.permit, Stage.ready)
    for k, stage in enumerate(stages):
        settled(state, stage, on_the_way // 5 + (1 if k < on_the_way % 5 else 0))
    run("partnership engagement", state, 9)
    assert scheme(state).support == pytest.approx(support)
    assert scheme(state).host_contacts == pytest.approx(left)
    grown = 0.2 + 0.5 * (1 - math.exp(-left / 4 / 1.5)) * 0.8  # the rest is shared by the four
    assert state.employers["trust"][:2] == pytest.approx([grown, grown])


@pytest.mark.parametrize("stage", [Stage.matched, Stage.seat, Stage.recognition, Stage.permit, Stage.ready])
def test_support_is_needed_in_every_stage_between_match_and_departure(stage):
    state = keeping({"design.administrative_support": 0.5, "agencies.support_contacts": 0.8})
    settled(state, stage, 5)
    assert scheme(run("partnership engagement", state, 9)).host_contacts == pytest.approx(1.0)


def test_time_that_support_takes_is_gone_for_seeking_hosts():
    values = {"design.administrative_support": 0.5, "agencies.support_contacts": 2.0}
    state = seeking(3.0, UNWILLING, values)
    settled(state, Stage.permit, 2)
    run("partnership engagement", state, 3)
    assert contacts(state) == [1, 0, 0]
    assert scheme(state).prospects == pytest.approx(0.0)


def test_without_support_none_is_served():
    state = keeping({"design.administrative_support": 0.0})
    settled(state, Stage.permit, 5)
    run("partnership engagement", state, 9)
    assert (scheme(state).support, scheme(state).host_contacts) == (0.0, 3.0)


def test_engaged_hosts_share_the_contacts_left_for_them():
    state = run("partnership engagement", keeping(), 9)
    grown = 0.2 + 0.5 * (1 - math.exp(-0.75 / 1.5)) * 0.8
    assert state.employers["trust"] == pytest.approx([grown, grown, 0.2, grown, grown, 0.2])
    assert scheme(state).host_trust == pytest.approx(4 * grown)
    assert scheme(state).vacancies == 8
    assert state.employers["next_review"].tolist() == [40] * 6
    assert "declared_vacancies" not in counted(state, 9)


def test_hosts_are_won_by_their_own_readiness():
    state = keeping({"trust.decay": 0.1}, memory=0.25)
    given_all(state.employers, readiness=[0.5, 0.0, 1.0, 1.5, 1.0, 1.0])
    run("partnership engagement", state, 9)
    reached = 1 - math.exp(-0.75 / 1.5)
    kept = 0.2 - 0.1 * 0.75 * (1 - reached) * 0.2
    grown = [kept + 0.5 * readiness * reached * 0.8 for readiness in (0.5, 0.0, 1.5, 1.0)]
    assert state.employers["trust"] == pytest.approx([*grown[:2], 0.2, *grown[2:], 0.2])


def test_a_host_that_is_sought_is_won_by_its_own_readiness():
    state = seeking(1.0, UNWILLING, {"trust.gain": 0.5, "design.facilitation": 1.0, "trust.contacts_needed": 2.0})
    given_all(state.employers, trust=0.2, readiness=0.5)
    run("partnership engagement", state, 3)
    assert state.employers["trust"] == pytest.approx([0.2 + 0.25 * (1 - math.exp(-0.5)) * 0.8, 0.2, 0.2])


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
    assert state.employers["real_open"].tolist() == [0, 2, 2, 2, 0, 2]
    assert state.employers["need_left"].tolist() == [9] * 6
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


def test_at_its_review_a_host_with_nothing_open_and_a_need_declares_again():
    state = keeping()
    given_all(state.employers, next_review=9, open=0, real_open=0, hires=4, declared=5, need_left=[7, 7, 7, 0, 2, 7])
    state.employers[1].open = 1
    run("partnership engagement", state, 9)  # hosts 0 (3 * 1.5 = 4.5) and 4 (2 * 1.5), rounded up
    assert state.employers["open"].tolist() == [5, 1, 0, 0, 3, 0]
    assert state.employers["real_open"].tolist() == [3, 0, 0, 0, 2, 0]
    assert state.employers["declared"].tolist() == [10, 5, 5, 5, 8, 5]
    assert state.employers["need_left"].tolist() == [7, 7, 7, 0, 2, 7]  # a declaration uses nothing up
    assert of_month(state, 9, "declared_vacancies") == 8.0
    assert scheme(state).vacancies == 9


def test_between_reviews_nothing_is_declared():
    state = keeping()
    given_all(state.employers, next_review=10, open=0)
    run("partnership engagement", state, 9)
    assert state.employers["open"].tolist() == [0] * 6
    assert state.employers["next_review"].tolist() == [10] * 6


def test_hosts_engage_once_and_are_listed_by_place_on_the_ring():
    state = finished(small({"markets.employers": 600}), months=30)
    market = state.markets[0]
    listed = state.engaged[market.first : market.first + market.active]
    assert sorted(listed) == np.flatnonzero(state.employers["status"] == Status.engaged).tolist()
    places = [hosts.position(row - market.first) for row in listed]
    assert places == sorted(places)


@pytest.mark.parametrize("month", [3, 9, 30])
def test_engaged_hosts_stand_in_order_of_position_and_their_sums_are_kept(month):
    state = finished(small(EASY, {"markets.count": 3, "markets.employers": 2000, "scale": 1.0}), months=month)
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
