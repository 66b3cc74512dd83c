"""Leadership: a new lead knows nobody yet, and trust that was personal is gone (L4, L6)."""

import math

import pytest
from worlds import Decision, counted, drawn, given_all, given_scheme, months, run, scheme, small, world

from sim.categories import Status
from sim.indicators import NAMES

#: In some year, a lead changes for sure in every month, or never.
ALWAYS, NEVER = {"agencies.lead_change": 12.0}, {"agencies.lead_change": 0.0}


def months_of_change(rate, seed_months=240):
    """The months in which the lead changes at this rate, by hand."""
    state = world()
    chance = 1 - math.exp(-rate / 12)
    return [month for month in range(seed_months) if drawn(state, Decision.lead_change, 0, 0, month)[0] < chance]


def first_change():
    return months_of_change(12.0)[0]


def test_the_lead_changes_in_the_months_that_are_drawn():
    state = world({"agencies.lead_change": 3.0})
    changed = []
    for month in range(40):
        run("leadership", state, month)
        if counted(state, month):
            assert counted(state, month) == {"lead_changes": 1.0}
            changed.append(month)
    assert changed == [month for month in months_of_change(3.0) if month < 40]
    assert 3 < len(changed) < 20


def test_a_faster_rate_adds_changes_and_moves_none():
    assert set(months_of_change(0.5)) < set(months_of_change(3.0))


def test_a_change_of_lead_costs_trust_of_those_who_knew_it():
    month = first_change()
    state = world(ALWAYS, {"trust.lead_loss": 0.4})
    given_all(state.governments, trust=[0.5, 0.2, 0.8, 1.0])
    given_all(state.employers, trust=0.6, status=[Status.unaware, Status.engaged, Status.declined])
    given_scheme(state, memory=0.25)
    run("leadership", state, month)
    kept = 1 - 0.4 * 0.75
    assert state.governments["trust"] == pytest.approx([0.5 * kept, 0.2 * kept, 0.8 * kept, kept])
    assert state.employers["trust"] == pytest.approx([0.6, 0.6 * kept, 0.6 * kept])
    assert scheme(state).settled == 0.0
    assert counted(state, month) == {"lead_changes": 1.0}


def test_what_the_partnership_remembers_is_not_lost():
    state = world(ALWAYS, {"trust.lead_loss": 1.0})
    given_all(state.governments, trust=0.5)
    given_scheme(state, memory=1.0)
    run("leadership", state, first_change())
    assert state.governments["trust"].tolist() == [0.5] * 4


def test_a_scheme_that_ended_has_no_lead_to_lose():
    state = world(ALWAYS)
    given_all(state.governments, trust=0.5)
    given_scheme(state, alive=0)
    run("leadership", state, first_change())
    assert counted(state, first_change()) == {}
    assert state.governments["trust"].tolist() == [0.5] * 4


@pytest.mark.parametrize(("needed", "after_one", "after_three"), [
    (4.0, 1 - math.exp(-0.25), 1 - math.exp(-0.75)), (0.0, 1.0, 1.0),
])  # fmt: skip
def test_a_new_lead_learns(needed, after_one, after_three):
    state = world(NEVER, {"agencies.lead_learning": needed})
    given_scheme(state, settled=0.0)
    run("leadership", state, 5)
    assert scheme(state).settled == pytest.approx(after_one)
    for month in (6, 7):
        run("leadership", state, month)
    assert scheme(state).settled == pytest.approx(after_three)


def test_a_lead_that_stays_has_all_its_skill():
    state = world(NEVER)
    run("leadership", state, 0)
    assert scheme(state).settled == 1.0


def test_changes_of_lead_cost_trust_in_whole_runs():
    loyal, fickle = (months(small(rate), 10)[:, :36, :] for rate in (NEVER, {"agencies.lead_change": 1.0}))
    place = NAMES.index("trust_government")
    assert fickle[:, :, place].mean() < loyal[:, :, place].mean() - 0.05
