"""Places: who pays for a mobility, and when there is no place or no money for it (L9)."""

import pytest
from booking import PAYING, PRICED, matched
from worlds import (
    budget,
    counted,
    given_all,
    given_row,
    hiring,
    line,
    people,
    run,
    scheme,
    sure,
)

from sim.categories import Line


def test_a_host_that_pays_takes_part_of_the_price_off_the_public():
    person, state = matched(host=PAYING)
    assert (person.contribution, person.committed) == (2000.0, 1000.0)
    assert line(state, Line.mobility).spent == 1000.0
    person, _ = matched({"design.contribution_share": 1.0}, host=PAYING)
    assert (person.contribution, person.committed) == (4000.0, 0.0)  # never below nothing
    person, state = matched({"design.contribution_share": 0.75}, host=PAYING)
    assert (person.contribution, person.committed) == (3000.0, 0.0)
    assert "spent_mobility" not in counted(state, 5)
    person, _ = matched({"costs.mobility": 3000.5, "design.contribution_share": 0.75}, host=PAYING)
    assert person.committed == 0.5
    for lacking in ({"willing": 0}, {"trust": 0.1}, {"results": 0.0}):
        assert matched(host=PAYING | lacking)[0].contribution == 0.0


def test_results_of_other_hosts_of_the_market_persuade_to_pay():
    values = {"employers.contribution_results": 1.0, "employers.peer_results": 0.5}
    for results, paid in ((2.0, 2000.0), (1.9, 0.0)):
        state = hiring(PRICED, values)
        given_row(state.employers[0], **(PAYING | {"results": 0.0}))
        given_all(state.markets, results=results)
        sure(state)
        assert people(run("matching", state, 5))[0].contribution == paid


@pytest.mark.parametrize(("price", "paid"), [(4000.0, 4000.0), (2000.0, 3000.0)])
def test_after_the_funding_a_host_pays_all_that_it_costs(price, paid):
    person, state = matched({"costs.full_price": price}, host=PAYING, funded=0, places_taken=100, private_balance=7.0)
    assert (person.contribution, person.committed, person.self_financed) == (paid, 0.0, 1)
    assert "public_cost" not in counted(state, 5)
    assert scheme(state).private_balance == 7.0
    assert scheme(state).places_taken == 101  # places bind public money only


@pytest.mark.parametrize(
    ("taken", "ceiling", "offers"), [(99, 100, 1), (100, 100, 0), (101, 100, 0), (100, 101, 1), (98, 98, 0)]
)
def test_no_offer_beyond_the_ceiling(taken, ceiling, offers):
    state = hiring(PRICED, places_taken=taken, ceiling=ceiling)
    for score in (100.0, 200.0):
        sure(state, skill=100.0, score=score)
    run("matching", state, 5)
    assert counted(state, 5).get("offers", 0) == offers
    assert line(state, Line.mobility).unmet == 0.0


def test_without_a_free_place_no_money_is_missed():
    state = hiring(PRICED, places_taken=100)
    budget(state, mobility=0.0)
    sure(state)
    run("matching", state, 5)
    assert line(state, Line.mobility).unmet == 0.0


def test_a_mobility_costs_its_allowance_and_the_package_of_integration():
    study = {"design.kind": "study", "design.stay_months": 10.0, "costs.allowance.study": 700.0}
    package = {"design.integration_package": True, "costs.integration_package": 400.0}
    assert matched(study)[0].committed == 10_000.0
    assert matched(study, package)[0].committed == 10_400.0


@pytest.mark.parametrize(("holds", "unmet", "offers"), [(3000.0, 0.0, 1), (2999.0, 3000.0, 0)])
def test_no_offer_that_the_mobility_line_cannot_carry(holds, unmet, offers):
    state = hiring(PRICED)
    budget(state, mobility=holds)
    sure(state)
    run("matching", state, 5)
    assert counted(state, 5).get("offers", 0) == offers
    assert line(state, Line.mobility).unmet == unmet


def test_what_a_mobility_lacks_adds_up_and_a_host_that_pays_needs_less():
    state = hiring(PRICED, {"markets.employers": 2})
    budget(state, mobility=999.0)
    given_row(state.employers[0], **PAYING)  # its next mobility would cost the public 1,000, the other's 3,000
    for _ in range(12):
        sure(state)
    run("matching", state, 5)
    assert line(state, Line.mobility).unmet == 4000.0
    assert counted(state, 5) == {"waiting_employer": 12.0}
