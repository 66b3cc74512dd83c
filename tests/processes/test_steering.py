"""Steering: amendments take the longer the more rigid the scheme is; blocked lines are helped; schemes extended (L2, L5)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import (
    budget,
    finished,
    given_all,
    given_row,
    given_scheme,
    line,
    record,
    run,
    scheme,
    small,
    totals,
    world,
)

from sim.categories import Line
from sim.processes import steering


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 24))
def test_amendments_are_faster_the_more_flexible_the_scheme(one, other, months):
    rigid, flexible = (
        record({"design.flexibility": flexibility, "steering.amendment_months": months})
        for flexibility in sorted((one, other))
    )
    assert 0 <= steering.amendment_delay(flexible) <= steering.amendment_delay(rigid) <= steering.NEVER


def test_amendments_at_their_limits():
    assert steering.amendment_delay(record({"design.flexibility": 0.0})) == steering.NEVER
    assert steering.amendment_delay(record({"design.flexibility": 1.0})) == 0
    half = record({"design.flexibility": 0.5, "steering.amendment_months": 6.0})
    assert steering.amendment_delay(half) == 6


def test_an_amendment_is_requested_once():
    p = record({"design.flexibility": 0.5})
    assert steering.due_after(-1, False, 10, p) == -1
    assert steering.due_after(-1, True, 10, p) == 10 + steering.amendment_delay(p)
    assert steering.due_after(13, True, 11, p) == 13


def test_only_flexible_schemes_are_extended_and_only_when_late():
    late = {"trust.gain": 0.05}
    rigid = totals(small(late, {"design.flexibility": 0.0}), 20)
    flexible = totals(small(late, {"design.flexibility": 1.0}), 20)
    assert (rigid["funding_end"] == 36).all()
    assert flexible["funding_end"].max() > 36
    assert flexible["funding_end"].max() <= 36 * (1 + record().steering.extension_share)
    assert (flexible["public_cost"] <= 0.15 * record().design.budget_total * (1 + 1e-12)).all()


def test_a_board_senses_the_drift_of_the_market():
    drifting = {"markets.drift": 0.2, "agencies.board_contacts": 0.0}

    def distance(*values):
        states = [finished(small(drifting, *values), replicate=r, months=30) for r in range(10)]
        return np.mean([abs(s.scheme.sensed - s.markets["profile"].mean()) for s in states])

    assert distance({"design.advisory_board": True}) < distance()
    assert distance() < distance({"agencies.sensing": 0.0, "agencies.monitoring_sensing": 0.0})


def sensed(*values, month=6, spent=0.0, **columns):
    """What the lead has sensed, 0.5 before, after a month: two markets want 1 and 2, coordination is half covered."""
    speeds = {"agencies.sensing": 0.1, "agencies.monitoring_sensing": 0.2, "agencies.board_sensing": 0.3}
    state = world(speeds, {"markets.count": 2, "design.flexibility": 0.0}, *values)
    given_all(state.markets, profile=[1.0, 2.0])
    budget(state, monitoring=100.0)
    line(state, Line.monitoring).spent = spent
    given_scheme(state, **({"sensed": 0.5, "curriculum": 0.5, "covered": 0.5, "end_month": 12} | columns))
    return scheme(run("steering", state, month)).sensed


def test_the_lead_senses_a_share_of_the_distance_to_the_mean_of_the_markets():
    board = {"design.advisory_board": True}
    assert sensed(spent=100.0) == pytest.approx(0.5 + 0.1 * 0.5 * 1.0)
    assert sensed() == pytest.approx(0.5 + 0.3 * 0.5 * 1.0)
    assert sensed(board) == pytest.approx(0.5 + 0.6 * 0.5 * 1.0)
    assert sensed(board, {"agencies.board_sensing": 0.9}) == pytest.approx(0.5 + 1.0 * 0.5 * 1.0)  # never beyond
    assert sensed(sensed=3.5) == pytest.approx(3.5 - 0.3 * 0.5 * 2.0)
    assert sensed(covered=0.0) == 0.5


def test_monitoring_senses_while_it_is_funded_has_time_and_money():
    assert sensed(month=11) == pytest.approx(0.65)
    assert sensed(month=12) == sensed(month=13) == pytest.approx(0.55)
    assert sensed(funded=0) == pytest.approx(0.55)
    assert sensed(spent=99.5) == pytest.approx(0.65)


def steered(*values, **columns):
    """A scheme that nothing urges to change, in a world where sensing stands still: 4 places taken of 4, month 12 the end."""
    still = {"agencies.sensing": 0.0, "agencies.monitoring_sensing": 0.0, "costs.coordination": 1000.0}
    settings = {
        "design.flexibility": 1.0, "steering.amendment_months": 6.0, "steering.profile_tolerance": 0.5,
        "steering.method_step": 0.4, "steering.extension_notice": 6, "steering.extension_share": 0.4,
    }  # fmt: skip
    state = world(still, settings, *values)
    budget(state)
    calm = {"sensed": 1.0, "curriculum": 1.0, "covered": 1.0, "end_month": 12, "places": 4, "places_taken": 4}
    given_scheme(state, **(calm | {"planned_months": 10} | columns))
    return state


def due(state):
    now = scheme(state)
    return {
        "money": now.money_due,
        "profile": now.profile_due,
        "method": now.method_due,
        "extension": now.extension_due,
    }


NOTHING = {"money": -1, "profile": -1, "method": -1, "extension": -1}
SLOW = {"design.flexibility": 0.25}  # 6 * 0.75 / 0.25 = 18 months until an amendment takes effect


def test_nothing_is_amended_that_nothing_urges():
    assert due(run("steering", steered(SLOW), 6)) == NOTHING


def test_each_amendment_has_its_cause_and_takes_its_time():
    state = steered(SLOW)
    line(state, Line.selection).unmet = 0.01
    assert due(run("steering", state, 5)) == NOTHING | {"money": 23}
    assert due(run("steering", steered(SLOW, sensed=1.51), 5)) == NOTHING | {"profile": 23}
    assert due(run("steering", steered(SLOW, sensed=0.49), 5)) == NOTHING | {"profile": 23}
    assert due(run("steering", steered(SLOW, sensed=1.5), 5)) == NOTHING
    assert due(run("steering", steered(SLOW, interviews_short=0.5), 5)) == NOTHING | {"method": 23}
    assert due(run("steering", steered(SLOW, places_taken=3), 6)) == NOTHING | {"extension": 24}
    assert due(run("steering", steered(SLOW, places_taken=3), 5)) == NOTHING  # not near the end yet
    assert due(run("steering", steered(SLOW, places_taken=5), 6)) == NOTHING


def test_amendments_wait_for_their_month_and_are_carried_out_once():
    waiting = {"profile_due": 8, "method_due": 8, "money_due": 8, "sensed": 1.2}
    state = run("steering", steered(**waiting), 7)
    assert due(state) == NOTHING | {"money": 8, "profile": 8, "method": 8}
    assert (scheme(state).curriculum, scheme(state).method_gain) == (1.0, 0.0)
    for month in (8, 9):
        run("steering", state, month)
        assert due(state) == NOTHING
        assert (scheme(state).curriculum, scheme(state).method_gain) == (1.2, 0.4)


def test_the_method_improves_step_by_step_up_to_double():
    state = steered(interviews_short=1.0)
    for gain in (0.4, 0.8, 1.0, 1.0):
        run("steering", state, 3)
        assert scheme(state).method_gain == pytest.approx(gain)
    given_scheme(state, interviews_short=0.0, method_gain=0.2)
    assert scheme(run("steering", state, 4)).method_gain == 0.2


def test_after_the_funding_nothing_is_amended():
    state = steered(funded=0, interviews_short=1.0, sensed=2.0, money_due=3)
    line(state, Line.training).unmet = 5.0
    assert due(run("steering", state, 3)) == NOTHING | {"money": 3}
    assert (scheme(state).method_gain, scheme(state).curriculum, line(state, Line.training).unmet) == (0.0, 1.0, 5.0)


def allocations(state):
    return {which.name: float(line(state, which).allocation) for which in Line if line(state, which).allocation}


def unmet(state):
    return [float(line(state, which).unmet) for which in Line]


def test_a_blocked_line_gets_what_it_lacked_from_lines_with_money_to_spare_but_never_from_coordination():
    # in month 6 of 12 a line needs half its allocation for the rest: selection can spare 400 - 200 = 200, reintegration
    # 800 - 500 = 300; of training less is left (10) than it needs (50)
    state = steered()
    budget(state, coordination=9000.0, training=100.0, selection=400.0, mobility=50.0, reintegration=1000.0)
    line(state, Line.training).spent = 90.0
    line(state, Line.reintegration).spent = 200.0
    line(state, Line.mobility).unmet = 350.0
    run("steering", state, 6)
    assert allocations(state) == {
        "coordination": 9000.0, "training": 100.0, "selection": 200.0, "mobility": 400.0, "reintegration": 850.0,
    }  # fmt: skip
    assert unmet(state) == [0.0] * len(Line)
    run("steering", state, 6)  # nothing is blocked any more
    assert allocations(state)["mobility"] == 400.0


def test_blocked_lines_do_not_help_each_other_and_coordination_is_helped():
    state = steered()
    budget(state, coordination=100.0, training=1000.0, selection=600.0, monitoring=500.0)
    line(state, Line.training).unmet = 100.0
    line(state, Line.coordination).unmet = 200.0
    run("steering", state, 6)  # selection can spare 300, gives 200, then 400 - 200 = 200 more, gives 100
    assert allocations(state) == {"coordination": 300.0, "training": 1100.0, "selection": 300.0, "monitoring": 500.0}


def test_near_the_end_a_line_needs_less_and_beyond_it_nothing():
    for month, spare in ((9, 750.0), (12, 1000.0), (14, 1000.0)):
        state = steered()
        budget(state, training=1000.0)
        line(state, Line.mobility).unmet = 5000.0
        run("steering", state, month)
        assert [float(line(state, which).allocation) for which in (Line.training, Line.mobility)] == [
            1000 - spare,
            spare,
        ]


#: What the lines hold and spent in month 6 of 12. Six months of coordination at 1,000 are still to be paid.
HELD = {
    "coordination": (12_000.0, 6000.0), "capacity": (1000.0, 0.0), "selection": (2000.0, 500.0),
    "training": (4000.0, 1000.0), "reintegration": (3000.0, 0.0), "mobility": (8000.0, 0.0),
}  # fmt: skip


def extended(*values, held=HELD, month=6, **columns):
    """The scheme after its extension was asked for and granted at once: one place of four is still free."""
    state = steered(*values, **({"places_taken": 3} | columns))
    for name, (allocation, spent) in held.items():
        given_row(line(state, Line[name]), allocation=allocation, spent=spent)
    return run("steering", state, month)


def test_an_extension_collects_what_its_coordination_costs_in_order_of_lines():
    # 0.4 * 10 = 4 months at 1,000 are wanted; spare are 0 (coordination), 500, 500, 1,000, 1,500 and 4,000 (mobility)
    state = extended()
    assert scheme(state).end_month == 16
    assert due(state) == NOTHING | {"extension": steering.NEVER}
    assert allocations(state) == {
        "coordination": 16_000.0, "capacity": 500.0, "selection": 1500.0, "training": 3000.0, "reintegration": 1500.0,
        "mobility": 7500.0,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["capacity", "monitoring", "selection", "training", "reintegration", "mobility"])
def test_every_line_helps_to_extend_and_months_are_whole(name):
    state = extended(held={"coordination": (12_000.0, 6000.0), name: (5000.0, 0.0)})
    assert scheme(state).end_month == 14  # 2,500 are spare: two months
    assert allocations(state) == {"coordination": 14_500.0, name: 2500.0}


def test_spare_coordination_counts_first():
    held = {"coordination": (12_000.0, 4000.0), "capacity": (8000.0, 0.0)}
    state = extended(held=held)  # 2,000 are spare, so 2,000 of the 4,000 are taken elsewhere
    assert (scheme(state).end_month, allocations(state)["capacity"]) == (16, 6000.0)
    state = extended(held={"coordination": (12_000.0, 0.0), "capacity": (8000.0, 0.0)})
    assert (scheme(state).end_month, allocations(state)["capacity"]) == (16, 8000.0)


def test_an_extension_without_money_changes_nothing_and_comes_once():
    state = extended(held={"coordination": (12_000.0, 9000.0)})  # not even the planned months are paid for
    assert scheme(state).end_month == 12
    line(state, Line.coordination).allocation = 1e6
    assert scheme(run("steering", state, 7)).end_month == 12
    assert scheme(extended({"steering.extension_share": 0.09})).end_month == 12  # 0.9 months


def test_past_the_end_no_coordination_is_ahead():
    held = {"coordination": (4000.0, 1000.0)}
    assert scheme(extended(held=held, month=13)).end_month == 15


def test_coordination_that_costs_nothing_extends_for_nothing():
    state = extended({"costs.coordination": 0.0})
    assert scheme(state).end_month == 16
    assert allocations(state) == {name: allocation for name, (allocation, spent) in HELD.items()}
    half = extended({"costs.coordination": 0.5}, held={})  # half a euro a month is a cost
    assert scheme(half).end_month == 12


def test_places_filled_while_the_amendment_was_on_its_way_make_it_needless():
    state = steered(extension_due=7)
    assert scheme(run("steering", state, 7)).end_month == 12
    assert due(state)["extension"] == steering.NEVER
    state = steered({"costs.coordination": 0.0}, places_taken=3, extension_due=8)
    assert scheme(run("steering", state, 7)).end_month == 12
    assert scheme(run("steering", state, 8)).end_month == 16
