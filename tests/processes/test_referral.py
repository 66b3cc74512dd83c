"""Referral: from a point drawn on the ring to the next host with an open vacancy, and onto its short-list (L7, L11)."""

from functools import cache

import pytest
from worlds import (
    Decision,
    counted,
    drawn,
    employer,
    fate,
    given_all,
    given_row,
    given_scheme,
    hiring,
    listed,
    of_month,
    people,
    put,
    record,
    run,
    scheme,
    shortlisted,
    sure,
)

from sim.categories import Closing, Motive, Reason, Stage
from sim.processes.matching import referral

#: Where the first eight hosts of a market stand: k times the golden ratio, modulo 1.
POINTS = {0: 0.0, 5: 0.0902, 2: 0.2361, 7: 0.3262, 4: 0.4721, 1: 0.6180, 6: 0.7082, 3: 0.8541}
EIGHT = {"markets.employers": 8}
#: A host that looks at everybody and takes nobody.
REFUSING = {"motive": 1, "need": -100.0}


def next_host(point, hosts=POINTS):
    """The host that stands next at or after a point, around the end if need be."""
    return min(hosts, key=lambda host: (POINTS[host] < point, POINTS[host]))


def expect(state, number, hosts=POINTS):
    """Put candidates into the pool, no more for a host than its short-list holds; the host that each is referred to."""
    expected, agent = [], 0
    while len(expected) < number:
        host = next_host(drawn(state, Decision.referral, 0, agent, 1)[1], hosts)
        if expected.count(host) < 8:
            sure(state, agent=agent)
            expected.append(host)
        agent += 1
    return expected


def test_everyone_is_referred_to_the_next_host_clockwise():
    state = hiring(EIGHT)
    expected = expect(state, 50)
    assert set(expected) == set(POINTS)  # some around the end, too
    run("matching", state, 5)
    assert people(state)["employer"][:50].tolist() == expected
    assert people(state)["referrals"][:50].tolist() == [1] * 50
    assert {fate(state, i) for i in range(50)} == {(Stage.matched, Reason.none)}


def test_every_month_is_a_new_referral():
    state = hiring(EIGHT)
    given_all(state.employers, **REFUSING)
    given_row(people(state)[sure(state, skill=0.0, origin=0)], referrals=3, agent=77)
    run("matching", state, 5)
    host = next_host(drawn(state, Decision.referral, 0, 77, 4)[1])
    assert list(shortlisted(state, host)) == [0]
    run("matching", state, 6)
    host = next_host(drawn(state, Decision.referral, 0, 77, 5)[1])
    assert list(shortlisted(state, host)) == [0]
    assert people(state)[0].referrals == 5


def test_hosts_without_open_vacancy_are_passed_over():
    state = hiring(EIGHT)
    for row in (0, 2, 7, 1):
        state.employers[row].open = 0
    expected = expect(state, 20, (5, 4, 6, 3))
    assert set(expected) == {5, 4, 6, 3}
    assert people(run("matching", state, 5))["employer"][:20].tolist() == expected


def test_markets_weigh_by_their_open_vacancies():
    # markets of two hosts each: 6 + 2, none, 1 + 3 and 4 + 0 open vacancies; 16 in all
    state = hiring({"markets.count": 4, "markets.employers": 8})
    given_all(state.employers, open=[6, 2, 0, 0, 1, 3, 4, 0], **REFUSING)
    for _ in range(30):
        put(state, Stage.pool, expiry=600)
    run("matching", state, 5)
    assert state.markets["open"].tolist() == [8, 0, 4, 4]
    found = {i: row for row in range(8) for i in shortlisted(state, row)}
    expected = {}
    for i in range(30):
        a, point, _, _ = drawn(state, Decision.referral, 0, i, 1)
        level = a * 16
        market = 0 if level < 8 else 2 if level < 12 else 3
        index = next_host(point, (0, 1) if market != 3 else (0,))
        expected[i] = 2 * market + index
    full = {row for row in range(8) if len(shortlisted(state, row)) == 8}
    assert all(found[i] == expected[i] for i in found)
    assert all(expected[i] in full for i in expected if i not in found)
    assert set(found.values()) == {0, 1, 4, 5, 6}


def test_a_market_without_vacancies_at_the_end_gets_nobody():
    state = hiring({"markets.count": 3, "markets.employers": 3})
    given_all(state.employers, open=[0, 8, 0])
    for _ in range(6):
        sure(state)
    assert people(run("matching", state, 5))["employer"][:6].tolist() == [1] * 6


def test_a_short_list_holds_the_best_files_in_order_as_many_as_wanted_per_vacancy():
    state = hiring({"design.shortlist": 2, "markets.employers": 1})
    given_all(state.employers, open=2, **REFUSING)
    for score in (1.0, 5.0, 2.0, 4.0, 2.0, 6.0, 0.0):
        put(state, Stage.pool, score=score, expiry=600)
    run("matching", state, 5)
    assert list(shortlisted(state, 0)) == [5, 1, 3, 2]  # of equal files the earlier
    given_all(state.employers, open=1)
    assert list(shortlisted(run("matching", state, 6), 0)) == [5, 1]
    given_all(state.employers, open=50)
    for score in (3.0, 7.0):
        put(state, Stage.pool, score=score, expiry=600)
    assert list(shortlisted(run("matching", state, 7), 0)) == [8, 5, 1, 3, 7, 2, 4, 0]  # eight at most


def test_of_two_equal_files_the_earlier_keeps_the_last_place():
    state = hiring({"design.shortlist": 1, "markets.employers": 1})
    given_all(state.employers, open=1, **REFUSING)
    for score in (2.0, 2.0, 1.0):
        put(state, Stage.pool, score=score, expiry=600)
    assert list(shortlisted(run("matching", state, 5), 0)) == [0]


def test_in_a_slump_hosts_with_a_shortage_pause_and_the_others_recruit_on():
    state = hiring({"employers.recession_weight": 1.0, "employers.minimum_interest": 0.5, "markets.employers": 3})
    given_all(state.employers, need=1.0, motive=[0, 1, 0])
    state.employers[2].need = 1.3
    given_all(state.markets, demand=0.5)  # log 0.5 = -0.69: 0.31, and 0.61
    sure(state)
    run("matching", state, 5)
    assert state.markets[0].ring_size == 2
    assert sorted(state.ring[:2].tolist()) == [1, 2]
    assert state.markets[0].open == 16


def test_nobody_is_referred_to_a_country_that_has_not_signed():
    state = hiring({"markets.count": 2, "markets.countries": 2, "markets.employers": 4})
    given_all(state.countries, signed=[0, 1])
    for _ in range(6):
        sure(state)
    run("matching", state, 5)
    assert set(people(state)["market"][:6].tolist()) == {1}
    assert state.markets["open"].tolist() == [0, 16]


def test_after_the_funding_only_hosts_that_pay_recruit():
    state = hiring({"employers.contribution_trust": 0.5, "employers.contribution_results": 1.0}, funded=0)
    given_all(state.employers, willing=[1, 1, 0], trust=[0.5, 0.4, 0.9], results=1.0)
    given_all(state.markets, results=1.0)
    for _ in range(4):
        sure(state)
    run("matching", state, 5)
    assert people(state)["employer"][:4].tolist() == [0] * 4
    assert state.markets[0].open == 8
    state.employers[0].results = 0.9
    given_all(state.markets, results=0.9)
    assert run("matching", state, 6).markets[0].open == 0


@pytest.mark.parametrize("columns", [{"alive": 0}, {"covered": 0.0}])
def test_without_a_living_scheme_whose_coordination_is_paid_nobody_is_referred(columns):
    state = hiring(interviews_short=7.0)
    given_scheme(state, **columns)
    i = sure(state)
    run("matching", state, 5)
    assert (fate(state, i)[0], people(state)[i].referrals) == (Stage.pool, 0)
    assert counted(state, 5) == {"waiting_employer": 1.0}
    assert scheme(state).interviews_short == 0.0


def test_an_empty_pool_opens_no_interview_rooms():
    state = hiring(interview_credit=0.5)
    run("matching", state, 5)
    assert scheme(state).interview_credit == 0.5
    assert counted(state, 5) == {}
    given_all(state.employers, open=0)
    sure(state)
    run("matching", state, 5)  # and no vacancy neither
    assert scheme(state).interview_credit == 0.5
    assert counted(state, 5) == {"waiting_employer": 1.0}


def test_who_is_matched_leaves_the_pool_and_the_others_wait_for_a_host_in_their_order():
    state = hiring({"markets.employers": 1, "design.places": 2})
    numbers = [sure(state, score=score) for score in (100.0, 300.0, 200.0, 0.0)]
    given_scheme(state, places=2)
    run("matching", state, 5)
    assert listed(state, Stage.matched) == [1, 2]
    assert listed(state, Stage.pool) == [0, 3]
    assert [int(people(state)[i].since) for i in numbers] == [-1, 5, 5, -1]
    assert of_month(state, 5, "waiting_employer") == 2.0


SHORTAGE, INTERNATIONALISATION = Motive.shortage, Motive.internationalisation


@cache
def parameters(**values):
    return record({name.replace("__", "."): value for name, value in values.items()})


def test_only_shortage_pauses_in_a_slump():
    assert referral.recruits(employer(motive=SHORTAGE), 1.2, parameters())
    assert not referral.recruits(employer(motive=SHORTAGE), 0.4, parameters())
    assert referral.recruits(employer(motive=INTERNATIONALISATION), 0.4, parameters())
    assert not referral.recruits(employer(motive=INTERNATIONALISATION, open=0), 1.2, parameters())


def test_a_host_recruits_from_its_least_interest_on():
    p = record({"employers.minimum_interest": 0.75, "employers.recession_weight": 0.6})
    host = {"need": 0.75, "motive": SHORTAGE, "open": 1}
    assert referral.recruits(employer(**host), 1.0, p)
    assert not referral.recruits(employer(**host), 0.999, p)
    assert not referral.recruits(employer(**(host | {"open": 0})), 1.0, p)
    assert referral.recruits(employer(**(host | {"motive": INTERNATIONALISATION, "need": 0.0})), 1.0, p)


@pytest.mark.parametrize("closing", [Closing.association, Closing.institution, Closing.group])
def test_a_signed_host_recruits_whatever_the_demand_is(closing):
    p = record({"employers.minimum_interest": 0.75})
    host = {"need": 0.0, "motive": SHORTAGE, "closing": closing}
    assert referral.recruits(employer(**host, open=1), 0.01, p)
    assert not referral.recruits(employer(**host, open=0), 5.0, p)
