"""Steering: what the lead asks for by what it knows, and what moved money and extensions change (L2, L5).

When an amendment is decided, and how, is in ``test_steering_amendments.py``.
"""

import pytest
from worlds import (
    BARE,
    budget,
    counted,
    given_row,
    given_scheme,
    line,
    record,
    request,
    run,
    scheme,
    small,
    totals,
    world,
)

from sim.categories import Amendment, Line


def test_the_more_flexible_the_later_the_funding_ends_and_never_beyond_what_is_allowed():
    late = {"trust.gain": 0.05}
    rigid = totals(small(late, {"design.flexibility": 0.0}), 20)
    flexible = totals(small(late, {"design.flexibility": 1.0}), 20)
    assert rigid["funding_end"].mean() < flexible["funding_end"].mean()
    assert flexible["funding_end"].max() <= 36 * (1 + record().steering.extension_share)
    assert (flexible["public_cost"] <= 0.15 * record().design.budget_total * (1 + 1e-12)).all()


def steered(*values, **columns):
    """A scheme that nothing urges to change: 4 places known to be taken of 4, month 12 the end.

    What is asked for is granted at once.
    """
    settings = {
        "steering.amendment_months": 0.0, "steering.rigid_approval": 1.0, "steering.extension_base": 6.0,
        "steering.extension_progress": 0.0, "steering.profile_tolerance": 0.5, "steering.method_step": 0.4,
        "steering.extension_notice": 6, "steering.extension_share": 0.4, "steering.review_months": 24, "steering.evidence_weight": 0.0,
        "costs.coordination": 1000.0, "costs.oversight": 0.0, "costs.amendment": 0.0,
    }  # fmt: skip
    state = world(BARE, {"design.flexibility": 1.0, "steering.extension_flexibility": 12.0}, settings, *values)
    budget(state)
    calm = {"sensed": 1.0, "curriculum": 1.0, "covered": 1.0, "end_month": 12, "places": 4, "ceiling": 4}
    given_scheme(state, **(calm | {"planned_months": 10, "known_taken": 4} | columns))
    return state


def asked(state):
    """How often each amendment was asked for, and the month in which it is decided."""
    return {kind.name: (int(request(state, kind).requests), int(request(state, kind).due)) for kind in Amendment}


NOTHING = {kind.name: (0, -1) for kind in Amendment}


def test_nothing_is_amended_that_nothing_urges():
    state = run("steering", steered(), 6)
    assert asked(state) == NOTHING
    assert counted(state, 6) == {}


@pytest.mark.parametrize(("columns", "month", "wished"), [
    ({"sensed": 1.51}, 5, "profile"), ({"sensed": 0.49}, 5, "profile"), ({"sensed": 1.5}, 5, None),
    ({"known_short": 0.5}, 5, "method"), ({"known_taken": 3}, 6, "extension"), ({"known_taken": 3}, 5, None),
    ({"known_taken": 5}, 6, None), ({"known_taken": 4, "ceiling": 5}, 6, "extension"),
    ({"known_taken": 3, "places": 9, "ceiling": 3}, 6, None), ({"known_taken": 3, "extended": 3}, 6, "extension"),
    ({"known_taken": 3, "extended": 4}, 6, None),
])  # fmt: skip
def test_each_amendment_has_its_cause(columns, month, wished):
    state = run("steering", steered(**columns), month)
    assert asked(state) == NOTHING | ({wished: (1, -1)} if wished else {})


def test_money_is_asked_for_where_a_line_could_not_pay():
    state = steered()
    line(state, Line.selection).lacking = 0.01
    assert asked(run("steering", state, 5)) == NOTHING | {"money": (1, -1)}


def test_the_method_improves_step_by_step_up_to_double():
    state = steered()
    for gain in (0.4, 0.8, 1.0, 1.0):
        given_scheme(state, known_short=1.0)
        run("steering", state, 3)
        assert scheme(state).method_gain == pytest.approx(gain)
        assert scheme(state).known_short == 0.0  # relieved: asked for again only when it is reported again
    given_scheme(state, method_gain=0.2)
    assert scheme(run("steering", state, 4)).method_gain == 0.2


def test_what_happened_and_was_not_reported_moves_nothing():
    state = steered(interviews_short=3.0, places_taken=1, vacancies=9)
    given_row(line(state, Line.selection), unmet=100.0, worst=100.0)
    assert asked(run("steering", state, 6)) == NOTHING  # four places are known to be taken, and nothing else


def test_the_profile_taught_becomes_the_one_sensed():
    assert scheme(run("steering", steered(sensed=1.75), 5)).curriculum == 1.75


def test_after_the_funding_nothing_is_amended():
    state = steered(funded=0, known_short=1.0, sensed=2.0)
    line(state, Line.training).lacking = 5.0
    assert asked(run("steering", state, 3)) == NOTHING
    assert (scheme(state).method_gain, scheme(state).curriculum, line(state, Line.training).lacking) == (0.0, 1.0, 5.0)


def allocations(state):
    return {which.name: float(line(state, which).allocation) for which in Line if line(state, which).allocation}


def lacking(state):
    return [float(line(state, which).lacking) for which in Line]


def test_a_blocked_line_gets_what_it_lacked_from_lines_with_money_to_spare_but_never_from_coordination():
    # in month 6 of 12 a line needs half its allocation for the rest: selection can spare 400 - 200 = 200, reintegration
    # 800 - 500 = 300; of training less is left (10) than it needs (50)
    state = steered()
    budget(state, coordination=9000.0, training=100.0, selection=400.0, mobility=50.0, reintegration=1000.0)
    line(state, Line.training).spent = 90.0
    line(state, Line.reintegration).spent = 200.0
    line(state, Line.mobility).lacking = 350.0
    run("steering", state, 6)
    assert allocations(state) == {
        "coordination": 9000.0, "training": 100.0, "selection": 200.0, "mobility": 400.0, "reintegration": 850.0,
    }  # fmt: skip
    assert lacking(state) == [0.0] * len(Line)
    run("steering", state, 6)  # nothing is blocked any more
    assert allocations(state)["mobility"] == 400.0


def test_blocked_lines_do_not_help_each_other_and_coordination_is_helped():
    state = steered()
    budget(state, coordination=100.0, training=1000.0, selection=600.0, monitoring=500.0)
    line(state, Line.training).lacking = 100.0
    line(state, Line.coordination).lacking = 200.0
    run("steering", state, 6)  # selection can spare 300, gives 200, then 400 - 200 = 200 more, gives 100
    assert allocations(state) == {"coordination": 300.0, "training": 1100.0, "selection": 300.0, "monitoring": 500.0}


def test_near_the_end_a_line_needs_less_and_beyond_it_nothing():
    for month, spare in ((9, 750.0), (12, 1000.0), (14, 1000.0)):
        state = steered()
        budget(state, training=1000.0)
        line(state, Line.mobility).lacking = 5000.0
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
    """The scheme after its extension was asked for and granted at once: two of four places are still free.

    Seven months for two places: seven more for the other two, but four at most (0.4 of 10).
    """
    state = steered(*values, **({"known_taken": 2} | columns))
    for name, (allocation, spent) in held.items():
        given_row(line(state, Line[name]), allocation=allocation, spent=spent)
    return run("steering", state, month)


def test_an_extension_collects_what_its_coordination_costs_in_order_of_lines():
    # 4 months at 1,000 are wanted; spare are 0 (coordination), 500, 500, 1,000, 1,500 and 4,000 (mobility)
    state = extended()
    assert (scheme(state).end_month, scheme(state).extended) == (16, 4)
    assert allocations(state) == {
        "coordination": 16_000.0, "capacity": 500.0, "selection": 1500.0, "training": 3000.0, "reintegration": 1500.0,
        "mobility": 7500.0,
    }  # fmt: skip
    assert counted(state, 6) == {"amendments": 1.0}


@pytest.mark.parametrize("name", ["capacity", "monitoring", "selection", "training", "reintegration", "mobility"])
def test_every_line_helps_to_extend_and_months_are_whole(name):
    state = extended(held={"coordination": (12_000.0, 6000.0), name: (5000.0, 0.0)})
    assert (scheme(state).end_month, scheme(state).extended) == (14, 2)  # 2,500 are spare: two months
    assert allocations(state) == {"coordination": 14_500.0, name: 2500.0}


def test_spare_coordination_counts_first():
    held = {"coordination": (12_000.0, 4000.0), "capacity": (8000.0, 0.0)}
    state = extended(held=held)  # 2,000 are spare, so 2,000 of the 4,000 are taken elsewhere
    assert (scheme(state).end_month, allocations(state)["capacity"]) == (16, 6000.0)
    state = extended(held={"coordination": (12_000.0, 0.0), "capacity": (8000.0, 0.0)})
    assert (scheme(state).end_month, allocations(state)["capacity"]) == (16, 8000.0)


FREE = {"costs.coordination": 0.0}


@pytest.mark.parametrize(("columns", "month", "months"), [
    ({"known_taken": 2}, 6, 4),  # seven for the other two, four are allowed
    ({"known_taken": 3}, 6, 2),  # seven for three places: 2.33 for the last
    ({"known_taken": 3}, 8, 3),  # nine for three
    ({"known_taken": 0}, 6, 4),  # none so far counts as one
    ({"known_taken": 3, "ceiling": 5}, 6, 4),  # 4.67
    ({"known_taken": 6, "ceiling": 7}, 6, 1),  # 1.17
    ({"known_taken": 8, "ceiling": 9}, 6, 0),  # 0.88: not worth asking
    ({"known_taken": 2, "extended": 1}, 6, 3),
    ({"known_taken": 2, "planned_months": 20, "ceiling": 3}, 6, 4),  # 3.5, rounded
])  # fmt: skip
def test_the_months_asked_for_fill_the_places_at_the_pace_so_far(columns, month, months):
    state = run("steering", steered(FREE, **columns), month)
    assert scheme(state).end_month == 12 + months
    assert scheme(state).extended == months + columns.get("extended", 0)
    assert asked(state)["extension"][0] == (months > 0)


def test_an_extension_without_money_changes_nothing_and_is_asked_for_again():
    state = extended(held={"coordination": (12_000.0, 9000.0)})  # not even the planned months are paid for
    assert (scheme(state).end_month, scheme(state).extended) == (12, 0)
    line(state, Line.coordination).allocation = 1e6
    run("steering", state, 7)
    assert (scheme(state).end_month, asked(state)["extension"]) == (16, (2, -1))
    run("steering", state, 12)  # all that is allowed is used up
    assert (scheme(state).end_month, asked(state)["extension"]) == (16, (2, -1))


def test_past_the_end_no_coordination_is_ahead():
    held = {"coordination": (4000.0, 1000.0)}
    assert scheme(extended(held=held, month=13)).end_month == 15


def test_coordination_that_costs_nothing_extends_for_nothing():
    state = extended(FREE)
    assert scheme(state).end_month == 16
    assert allocations(state) == {name: allocation for name, (allocation, spent) in HELD.items()}
    half = extended({"costs.coordination": 0.5}, held={})  # half a euro a month is a cost
    assert scheme(half).end_month == 12


@pytest.mark.parametrize(("values", "columns", "raised"), [
    ({}, {}, 2), ({}, {"known_taken": 7}, 0), ({}, {"known_taken": 8}, 2), ({}, {"known_vacancies": 1}, 0),
    ({}, {"known_vacancies": 2}, 2), ({}, {"known_taken": 10, "known_vacancies": 0}, 0), ({}, {"known_taken": 10, "known_vacancies": 1}, 2),
    ({"steering.raise_share": 0.0}, {}, 0), ({"steering.raise_share": 0.39}, {}, 3), ({}, {"ceiling": 11, "known_taken": 10}, 1),
    ({}, {"ceiling": 12, "known_taken": 11}, 0), ({"steering.raise_at": 1.0}, {}, 0), ({}, {"places": 0, "ceiling": 10}, 0),
    ({"steering.review_months": 7}, {}, 0), ({"steering.review_months": 2}, {}, 2), ({}, {"funded": 0}, 0),
])  # fmt: skip
def test_the_ceiling_is_raised_where_money_is_left_and_hosts_ask_for_more(values, columns, raised):
    given = {"steering.review_months": 3, "steering.raise_at": 0.8, "steering.raise_share": 0.2}
    state = steered(
        given | values,
        **({"places": 10, "ceiling": 10, "known_taken": 9, "known_vacancies": 5, "extended": 4} | columns),
    )
    budget(state, mobility=1e6)
    run("steering", state, 6)
    assert scheme(state).ceiling == columns.get("ceiling", 10) + raised
    assert scheme(state).places == columns.get("places", 10)


@pytest.mark.parametrize(("holds", "raised"), [(9000.0, 2), (8999.0, 1), (6000.0, 1), (5999.0, 0), (0.0, 0)])
def test_the_ceiling_is_raised_only_as_far_as_the_mobility_line_goes(holds, raised):
    # one of ten places is free and needs 3,000 first
    state = steered(
        {"steering.review_months": 6, "steering.raise_share": 0.2, "costs.mobility": 3000.0}, places=10, ceiling=10,
        known_taken=9, known_vacancies=5, extended=4,
    )  # fmt: skip
    budget(state, mobility=holds + 500.0)
    line(state, Line.mobility).spent = 500.0
    assert scheme(run("steering", state, 6)).ceiling == 10 + raised


def test_mobilities_that_cost_nothing_need_no_money():
    state = steered(
        {"steering.review_months": 6, "steering.raise_share": 0.2, "costs.mobility": 0.0}, places=10, ceiling=10,
        known_taken=9, known_vacancies=5, extended=4,
    )  # fmt: skip
    assert scheme(run("steering", state, 6)).ceiling == 12
