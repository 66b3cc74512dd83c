"""Finance: the end of public funding, and what must hold for the pathway to live on (L9, L20)."""

import numpy as np
import pytest
from worlds import (
    EASY,
    budget,
    counted,
    finished,
    given_all,
    given_scheme,
    line,
    months,
    of_month,
    recorded,
    run,
    scheme,
    small,
    totals,
    world,
)

from sim.categories import Line
from sim.indicators import NAMES

TRUSTED = {
    "trust.prior": 0.9, "politics.support": 1.0, "politics.support_spread": 0.0, "politics.election_month": 600,
    "trust.decay": 0.0, "employers.contribution_results": 0.0, "employers.willing": 1.0, "employers.contribution_trust": 0.0,
    "horizon": 96,
}  # fmt: skip


def test_public_money_ends_with_the_funding():
    run = months(small({"design.flexibility": 0.0}), 10)
    assert run[:, :36, NAMES.index("public_cost")].sum() > 0
    assert (run[:, 36:, NAMES.index("public_cost")] <= 0).all()  # what was committed to lost matches comes back


def test_a_pathway_lives_on_where_governments_and_hosts_carry_it():
    run = totals(small(TRUSTED, {"costs.lean_coordination": 0.0}), 10)
    assert (run["months_sustained"] > 24).all()


def test_a_pathway_without_trust_ends_with_the_funding():
    run = totals(small(TRUSTED, {"costs.lean_coordination": 0.0, "costs.sustain_trust": 1.0}), 10)
    assert run["months_sustained"].sum() == 0


def test_a_pathway_without_private_money_ends_after_the_grace():
    config = small(TRUSTED, {"employers.willing": 0.0, "design.flexibility": 0.0})
    assert totals(config, 10)["months_sustained"].sum() == 0
    state = finished(config, months=36 + 6)
    assert state.scheme.alive
    state = finished(config, months=36 + 8)
    assert not state.scheme.alive


def test_hosts_pay_only_once_they_saw_results():
    run = months(small(EASY, {"employers.contribution_trust": 0.0, "employers.willing": 1.0}), 20)
    paid = run[:, :, NAMES.index("private_contribution")].cumsum(axis=1)
    completed = run[:, :, NAMES.index("completed_mobilities")].cumsum(axis=1)
    assert paid.max() > 0
    assert (paid[completed == 0] == 0).all()


def test_nothing_happens_in_a_scheme_that_ended():
    config = small({"employers.willing": 0.0, "horizon": 96, "design.flexibility": 0.0})
    run = months(config, 10)
    assert run[:, 60:, NAMES.index("matches")].sum() == 0
    assert run[:, 60:, NAMES.index("applicants")].sum() == 0
    assert np.isfinite(run[:, :, NAMES.index("trust_government")]).all()


def near_the_end(*values, **columns):
    """A scheme whose funding ends with month 11; both its signatories stand at 0.5 x 0.6 = 0.3."""
    state = world({"design.capacity_share": 0.0, "costs.sustain_trust": 0.3, "costs.sustain_grace": 2}, *values)
    given_all(state.governments, trust=0.5, support=0.6, signed=1)
    budget(state)
    given_scheme(state, end_month=12, **columns)
    return state


def after_the_end(*values, **columns):
    return near_the_end(*values, **({"funded": 0, "alive": 1, "covered": 1.0} | columns))


def test_public_funding_ends_with_the_last_month_of_the_term():
    for month, funded in ((10, 1), (11, 0)):  # months are counted from 0: the twelfth is month 11
        state = run("finance", near_the_end(), month)
        assert (scheme(state).funded, scheme(state).alive) == (funded, 1)
        assert counted(state, month) == {}


@pytest.mark.parametrize("column", ["trust", "support"])
def test_without_the_backing_of_all_who_signed_the_pathway_ends_with_the_funding(column):
    state = near_the_end({"costs.sustain_trust": 0.31})
    assert scheme(run("finance", state, 10)).alive == 1  # while there is funding nobody asks
    assert scheme(run("finance", state, 11)).alive == 0
    state = near_the_end()
    state.governments[3][column] *= 0.9
    assert scheme(run("finance", state, 11)).alive == 0
    state.governments[3].signed = 0  # one who never signed need not back it
    given_scheme(state, funded=1, alive=1)
    assert scheme(run("finance", state, 11)).alive == 1


def test_standing_just_at_the_threshold_is_enough():
    state = near_the_end({"costs.sustain_trust": 0.25})
    given_all(state.governments, trust=0.5, support=0.5)
    assert scheme(run("finance", state, 11)).alive == 1


def test_a_pathway_that_nobody_signed_ends_with_the_funding():
    state = near_the_end()
    given_all(state.governments, signed=0, trust=1.0, support=1.0)
    assert scheme(run("finance", state, 11)).alive == 0


def test_after_the_funding_every_month_covered_counts_and_forgives_those_before():
    state = run("finance", after_the_end(uncovered=2), 20)
    assert (scheme(state).uncovered, scheme(state).alive) == (0, 1)
    assert counted(state, 20) == {"months_sustained": 1.0}


def test_after_the_funding_the_backing_is_needed_in_every_month():
    state = after_the_end()
    state.governments[0].trust = 0.4
    run("finance", state, 20)
    assert scheme(state).alive == 0
    assert counted(state, 20) == {"months_sustained": 1.0}


def test_a_pathway_survives_as_many_uncovered_months_as_the_grace():
    state = after_the_end(covered=0.99)
    for uncovered, alive in ((1, 1), (2, 1), (3, 0)):
        run("finance", state, 20)
        assert (scheme(state).uncovered, scheme(state).alive) == (uncovered, alive)
    assert counted(state, 20) == {}
    given_scheme(state, covered=1.0)
    run("finance", state, 20)  # what has ended does not come back
    assert (scheme(state).uncovered, scheme(state).alive) == (3, 0)


def test_capacity_and_monitoring_are_paid_evenly_and_capacity_grows_where_people_meet():
    state = world({"agencies.capacity_gain": 2.0})
    budget(state, capacity=1300.0, monitoring=660.0)
    line(state, Line.capacity).spent = 100.0
    given_scheme(state, budget=10_000.0, end_month=12, services=0.5, capacity_stock=0.1, funded=1)
    run("finance monitoring", state, 6)  # six months are left: 1,200 / 6 and 660 / 6
    assert counted(state, 6) == {"spent_capacity": 200.0, "spent_monitoring": 110.0, "public_cost": 310.0}
    assert scheme(state).capacity_stock == pytest.approx(0.1 + 2.0 * 0.5 * 200 / 10_000)
    run("finance", state, 11)  # all that is left
    assert counted(state, 11) == {"spent_capacity": 1000.0, "spent_monitoring": 550.0, "public_cost": 1550.0}
    assert scheme(state).capacity_stock == pytest.approx(0.12 + 2.0 * 0.5 * 1000 / 10_000)


def test_capacity_lasts_while_it_is_paid_for_and_fades_by_half_in_its_half_life():
    state = world({"agencies.capacity_half_life": 3.0, "agencies.capacity_gain": 0.0})
    budget(state, capacity=1200.0)
    given_scheme(state, budget=10_000.0, end_month=12, capacity_stock=0.4, funded=1)
    run("finance", state, 6)
    assert scheme(state).capacity_stock == 0.4
    given_scheme(state, funded=0)
    for month, left in ((12, 0.4 * 0.5 ** (1 / 3)), (13, 0.4 * 0.5 ** (2 / 3)), (14, 0.2)):
        run("finance", state, month)
        assert scheme(state).capacity_stock == pytest.approx(left)
    recorded(state, 14)
    assert of_month(state, 14, "capacity_built") == pytest.approx(0.2)


def test_without_funding_or_without_a_budget_no_capacity_is_built():
    for columns in ({"funded": 0}, {"funded": 1, "budget": 0.0}):
        state = world()
        budget(state, capacity=1200.0, monitoring=600.0)
        given_scheme(state, **({"end_month": 12, "private_balance": 1e6} | columns))
        run("finance", state, 6)
        assert scheme(state).capacity_stock == 0.0
        assert scheme(state).private_balance == 1e6
        assert bool(counted(state, 6)) == bool(scheme(state).funded)
