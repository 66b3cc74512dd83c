"""Steering: when the funder decides on an amendment and whether it grants it, without an edge at any flexibility (L2, L5)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import (
    BARE,
    Decision,
    budget,
    counted,
    drawn,
    given_row,
    given_scheme,
    line,
    record,
    request,
    run,
    scheme,
    world,
)

from sim.categories import Amendment, Line
from sim.draws import lognormal_from, whole_months
from sim.processes import steering

share = st.floats(0, 1)

#: Six months on average at half flexibility; half are granted by a rigid funder.
SLOW = {
    "design.flexibility": 0.25, "steering.amendment_months": 6.0, "steering.amendment_variation": 0.5,
    "steering.rigid_approval": 0.4, "steering.evidence_weight": 0.0,
}  # fmt: skip


def test_the_time_and_the_chance_of_an_amendment_by_hand():
    p = record(SLOW)
    assert steering.amendment_months(p) == pytest.approx(9.0)  # 6 * 2 * 0.75
    assert steering.approval(p) == pytest.approx(0.4 + 0.6 * 0.25)
    for flexibility, months, chance in ((0.0, 12.0, 0.4), (0.5, 6.0, 0.7), (1.0, 0.0, 1.0)):
        p = record(SLOW, {"design.flexibility": flexibility})
        assert steering.amendment_months(p) == pytest.approx(months)
        assert steering.approval(p) == pytest.approx(chance)


def test_the_chance_of_an_extension_by_hand():
    values = {
        "steering.extension_base": -0.3,
        "steering.extension_flexibility": 2.0,
        "steering.extension_progress": 0.9,
    }
    for flexibility, progress, utility in ((0.5, 0.0, -0.3), (0.5, 1.0, 0.6), (1.0, 0.0, 0.7), (0.0, 0.5, -0.85)):
        p = record(values, {"design.flexibility": flexibility})
        assert steering.extension_approval(progress, p) == pytest.approx(1 / (1 + np.exp(-utility)))


@given(share, share, share)
def test_the_more_flexible_the_sooner_and_the_likelier(one, other, progress):
    rigid, flexible = (record({"design.flexibility": f}) for f in sorted((one, other)))
    assert steering.amendment_months(flexible) <= steering.amendment_months(rigid)
    assert steering.approval(flexible) >= steering.approval(rigid)
    assert steering.extension_approval(progress, flexible) >= steering.extension_approval(progress, rigid)
    assert steering.extension_approval(progress, flexible) <= steering.extension_approval(1.0, flexible)


@given(st.floats(0, 0.99))
def test_no_flexibility_is_an_edge(flexibility):
    here, beside = (record({"design.flexibility": f}) for f in (flexibility, flexibility + 0.01))
    assert steering.amendment_months(here) - steering.amendment_months(beside) == pytest.approx(0.12, abs=1e-6)
    assert steering.approval(beside) - steering.approval(here) == pytest.approx(0.007, abs=1e-6)
    assert steering.extension_approval(0.5, beside) - steering.extension_approval(0.5, here) < 0.01


def steered(*values, **columns):
    """A scheme of 4 places, of which 3 are known to be taken; month 40 the end."""
    still = {"steering.profile_tolerance": 0.5}
    state = world(
        BARE, still, SLOW, {"costs.amendment": 0.0, "costs.oversight": 0.0, "steering.review_months": 24}, *values
    )
    budget(state)
    calm = {"sensed": 1.0, "curriculum": 1.0, "covered": 1.0, "end_month": 40, "places": 4, "ceiling": 4}
    given_scheme(state, **(calm | {"planned_months": 40, "known_taken": 3} | columns))
    return state


def asked(state, kind):
    return int(request(state, kind).requests), int(request(state, kind).due)


@pytest.mark.parametrize("requests", range(5))
@pytest.mark.parametrize("kind", [Amendment.profile, Amendment.method])
def test_when_an_amendment_is_decided_is_drawn_by_kind_and_request(kind, requests):
    state = steered(**({"sensed": 2.0} if kind == Amendment.profile else {"known_short": 1.0}))
    given_row(request(state, kind), requests=requests)
    a, _, c, _ = drawn(state, Decision.amendment, 0, kind, requests + 1)
    due = 5 + whole_months(lognormal_from(a, 9.0, 0.5), c)
    run("steering", state, 5)
    assert asked(state, kind) == (requests + 1, due)
    assert due > 5
    given_row(request(state, kind), due=32_000)
    run("steering", state, 6)  # asked for once, until it is decided
    assert asked(state, kind) == (requests + 1, 32_000)


def test_an_amendment_that_takes_for_ever_is_never_decided():
    slow = {"steering.amendment_months": 24.0, "steering.amendment_variation": 0.0, "costs.amendment": 9.0}
    state = steered(slow, sensed=2.0)
    run("steering", state, 31_999)
    assert asked(state, Amendment.profile) == (1, 32_000)


@pytest.mark.parametrize("requests", range(1, 7))
@pytest.mark.parametrize("kind", [Amendment.profile, Amendment.method])
def test_an_amendment_is_granted_by_its_draw_in_its_month(kind, requests):
    state = steered(sensed=1.3)
    given_row(request(state, kind), requests=requests, due=8)
    granted = drawn(state, Decision.amendment, 0, kind, requests)[1] < 0.4 + 0.6 * 0.25
    run("steering", state, 7)
    assert asked(state, kind) == (requests, 8)
    assert (scheme(state).curriculum, scheme(state).method_gain) == (1.0, 0.0)
    run("steering", state, 8)
    assert asked(state, kind) == (requests, -1)
    changed = (1.3, 0.0) if kind == Amendment.profile else (1.0, 0.5)
    assert (scheme(state).curriculum, scheme(state).method_gain) == (changed if granted else (1.0, 0.0))
    assert counted(state, 8) == ({"amendments": 1.0} if granted else {})


@pytest.mark.parametrize("requests", range(1, 9))
@pytest.mark.parametrize("kind", [Amendment.profile, Amendment.method, Amendment.money, Amendment.extension])
@pytest.mark.parametrize(("covered", "shown"), [(0.0, 0.2), (0.5, 0.6), (1.0, 1.0)])
def test_what_is_not_monitored_is_granted_less_often(requests, kind, covered, shown):
    sure = {"steering.rigid_approval": 1.0, "steering.extension_base": 0.6, "steering.extension_flexibility": 0.0,
            "steering.extension_progress": 0.0, "steering.evidence_weight": 0.8}  # fmt: skip
    state = steered(sure, sensed=1.3, coverage=covered)
    given_row(request(state, kind), requests=requests, due=8)
    chance = shown / (1 + np.exp(-0.6)) if kind == Amendment.extension else shown
    granted = drawn(state, Decision.amendment, 0, kind, requests)[1] < chance
    run("steering", state, 8)
    assert counted(state, 8).get("amendments", 0.0) == float(granted)


def test_both_answers_occur():
    state = steered()
    chances = [drawn(state, Decision.amendment, 0, kind, n)[1] < 0.55 for kind in (1, 2) for n in range(1, 7)]
    assert 2 < sum(chances) < 10


def test_an_amendment_that_is_overdue_is_decided_and_one_in_the_first_month_is_too():
    for due, month in ((3, 8), (0, 0)):
        state = steered({"steering.rigid_approval": 1.0}, sensed=1.3)
        given_row(request(state, Amendment.profile), requests=1, due=due)
        assert scheme(run("steering", state, month)).curriculum == 1.3


def test_what_was_refused_is_asked_for_again():
    state = steered({"steering.rigid_approval": 0.0, "design.flexibility": 0.0}, known_short=1.0)
    given_row(request(state, Amendment.method), requests=1, due=8)
    run("steering", state, 8)
    assert (scheme(state).method_gain, asked(state, Amendment.method)) == (0.0, (1, -1))
    run("steering", state, 9)
    assert asked(state, Amendment.method)[0] == 2


def test_money_moves_in_the_month_in_which_it_is_granted_for_what_is_known_to_lack_then():
    state = steered({"steering.rigid_approval": 1.0})
    given_row(request(state, Amendment.money), requests=1, due=20)
    budget(state, training=1000.0)
    line(state, Line.mobility).lacking = 400.0
    run("steering", state, 19)
    assert (line(state, Line.mobility).allocation, line(state, Line.mobility).lacking) == (0.0, 400.0)
    line(state, Line.mobility).lacking = 300.0
    run("steering", state, 20)
    assert (line(state, Line.mobility).allocation, line(state, Line.training).allocation) == (300.0, 700.0)
    assert line(state, Line.mobility).lacking == 0.0


@pytest.mark.parametrize(("holds", "spent"), [(500.0, 500.0), (499.0, 0.0)])
def test_asking_costs_work_if_coordination_has_the_money(holds, spent):
    state = steered({"costs.amendment": 1000.0, "scale": 0.5, "markets.employers": 6}, sensed=2.0)
    budget(state, coordination=holds)
    run("steering", state, 5)
    assert asked(state, Amendment.profile)[0] == 1
    assert line(state, Line.coordination).spent == spent
    assert line(state, Line.coordination).lacking == 0.0
    assert counted(state, 5) == ({"spent_coordination": spent, "public_cost": spent} if spent else {})


def test_each_request_costs():
    state = steered({"costs.amendment": 100.0}, sensed=2.0, known_short=1.0)
    budget(state, coordination=1e6)
    assert line(run("steering", state, 5), Line.coordination).spent == 200.0


EXTENDING = {
    "steering.extension_base": 0.2, "steering.extension_flexibility": 2.0, "steering.extension_progress": 1.5,
    "costs.coordination": 0.0, "steering.extension_share": 0.5,
}  # fmt: skip


@pytest.mark.parametrize("requests", range(1, 9))
@pytest.mark.parametrize(
    ("taken", "covered", "progress"), [(0, 1.0, 0.0), (2, 1.0, 0.5), (6, 1.0, 1.0), (6, 0.4, 0.4), (6, 0.0, 0.0)]
)
def test_an_extension_is_granted_by_the_progress_that_was_reported(requests, taken, covered, progress):
    state = steered(EXTENDING, known_taken=taken, ceiling=9, coverage=covered)
    given_row(request(state, Amendment.extension), requests=requests, due=8)
    b = drawn(state, Decision.amendment, 0, Amendment.extension, requests)[1]
    granted = b < 1 / (1 + np.exp(-(0.2 - 2.0 * 0.25 + 1.5 * progress)))
    run("steering", state, 8)
    assert (scheme(state).end_month > 40) == granted
    assert asked(state, Amendment.extension) == (requests, -1)


def test_places_filled_while_the_amendment_was_on_its_way_make_it_needless():
    sure = EXTENDING | {"steering.extension_base": 6.0, "steering.extension_flexibility": 0.0}
    for taken, end in ((4, 40), (3, 43)):  # nine months for three places: three for the last
        state = steered(sure, known_taken=taken)
        given_row(request(state, Amendment.extension), requests=1, due=8)
        run("steering", state, 8)
        assert scheme(state).end_month == end
        assert asked(state, Amendment.extension) == (1, -1)


def test_an_empty_plan_reports_full_progress_with_its_first_place():
    never = EXTENDING | {"steering.extension_base": -6.0, "steering.extension_progress": 6.0, "design.flexibility": 0.5}
    for places, requests in ((0, 1), (0, 2), (0, 3)):
        state = steered(never, places=places, known_taken=1, ceiling=2, coverage=1.0)
        given_row(request(state, Amendment.extension), requests=requests, due=8)
        b = drawn(state, Decision.amendment, 0, Amendment.extension, requests)[1]
        assert (scheme(run("steering", state, 8)).end_month > 40) == (b < 0.5)
