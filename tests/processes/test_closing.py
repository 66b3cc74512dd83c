"""Closing: what a match books and costs, and when there is no place or no money for it (L9, L10)."""

import pytest
from worlds import (
    Decision,
    budget,
    counted,
    drawn,
    fate,
    given_all,
    given_row,
    given_scheme,
    hiring,
    line,
    people,
    run,
    scheme,
    sure,
    waits,
)

from sim.categories import Line, Motive, Reason, Stage
from sim.draws import exponential_from

ONE = {"markets.employers": 1}

#: A mobility costs 3,000; a willing host pays half of 4,000.
PRICED = {"costs.mobility": 3000.0, "costs.full_price": 4000.0, "design.contribution_share": 0.5, **ONE}
VACANT = {"employers.vacancy_months.ict": 5.0, "employers.hold": 2.0}


PAYING = {"willing": 1, "trust": 0.9, "results": 9.0}


def matched(*values, host=None, **columns):
    """The only candidate, matched in month 5 with the only host, and the state."""
    state = hiring(PRICED, *values)
    given_row(state.employers[0], **(host or {}))
    given_scheme(state, **columns)
    i = sure(state, selected=2, profile=0.7)
    given_all(state.markets, profile=0.2)
    run("matching", state, 5)
    return people(state)[i], state


def test_a_match_is_booked():
    person, state = matched(VACANT, vacancies=8, mismatch=1.0, places_taken=3)
    held = exponential_from(drawn(state, Decision.vacancy_held, 0, 0, 1)[0], 10.0)
    assert person.held_until == 5 + 1 + int(held)
    assert (state.employers[0].real_open, state.employers[0].need_left, person.self_financed) == (7, 7, 0)
    assert (person.matched, person.matches, person.market, person.employer) == (5, 1, 0, 0)
    assert fate(state, 0) == (Stage.matched, Reason.none)
    assert scheme(state).mismatch == pytest.approx(1.5)
    assert (scheme(state).places_taken, scheme(state).vacancies) == (4, 7)
    assert (state.employers[0].open, state.employers[0].hires) == (7, 1)
    assert waits(state)["matches"].nonzero()[0].tolist() == [3]
    assert (person.contribution, person.committed) == (0.0, 3000.0)
    assert counted(state, 5) == {
        "offers": 1.0, "matches": 1.0, "employers_hiring": 1.0, "hires_micro": 1.0, "hires_first_time": 1.0,
        "spent_mobility": 3000.0, "public_cost": 3000.0,
    }  # fmt: skip


def test_the_profile_of_a_match_may_lie_on_either_side():
    state = hiring(PRICED)
    sure(state, profile=-0.4)
    given_all(state.markets, profile=0.2)
    assert scheme(run("matching", state, 5)).mismatch == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("host", "names"),
    [
        ({"size_class": 0, "experience": 1}, {"hires_micro"}),
        ({"size_class": 1, "experience": 1}, {"hires_small"}),
        ({"size_class": 2, "experience": 1}, {"hires_medium"}),
        ({"size_class": 3, "experience": 1}, {"hires_large"}),
        ({"size_class": 3, "experience": 0}, {"hires_large", "hires_first_time"}),
        ({"size_class": 3, "motive": Motive.internationalisation}, {"hires_large", "hires_first_time", "hires_internationalisation"}),
    ],
)  # fmt: skip
def test_who_hired_is_counted_by_size_experience_and_motive(host, names):
    counts = counted(matched(host=host)[1], 5)
    assert {name for name in counts if name.startswith("hires_")} == names
    assert all(counts[name] == 1.0 for name in names)


def test_a_host_counts_as_hiring_with_its_first_match_only():
    assert "employers_hiring" not in counted(matched(host={"hires": 1})[1], 5)


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
