"""What a sequence computes, worked out by hand: worst tenth, years, the plans' parts, errors and worth of a gate, the record's pairing."""

import math
from types import SimpleNamespace

import numpy as np
import pytest

from analysis.fitting.observations import Observation
from analysis.sequence.gate import Errors, errors, option_value, per
from analysis.sequence.plans import BUDGET, GATED, LONG, UNGATED, plans_of
from analysis.sequence.record import SCHEMES, paired, published
from analysis.sequence.runs import Worlds
from analysis.sequence.settings import Asked, Settings
from analysis.sequence.tables import better_of, by_year, funded, unit_cost, worst_tenth
from analysis.worlds.settings import Budget
from analysis.worlds.worlds import CHANCE_APART
from sim import configure
from sim.errors import UserError
from sim.parameters import phases_of

HORIZON = 120


def plans(*overrides, horizon=HORIZON, gates=(0.25,), **asked):
    """The plans of the baseline: 60 places, 1.5 million EUR, three years."""
    settings = Settings(**asked)
    return plans_of(Asked(configure("baseline", *overrides), gates, horizon), settings)


def laid_out(plan):
    """Years, places and money of every phase of every scheme, the first phase first."""
    return [
        [(phase.design.duration_years, phase.design.places, phase.design.budget_total) for phase in phases_of(scheme)[::-1]]
        for scheme in plan.schemes
    ]  # fmt: skip


# The plans


def test_every_plan_has_the_same_money_and_places():
    long, gated, ungated, parallel = plans().compared
    assert laid_out(long) == [[(5.0, 60, 1.5e6)]]
    assert laid_out(gated) == laid_out(ungated) == [[(3.0, 30, 750_000.0), (3.0, 30, 750_000.0)]]
    assert laid_out(parallel) == [[(3.0, 20, 500_000.0)]] * 3
    assert [each.name for each in (long, gated, ungated, parallel)] == [LONG, GATED, UNGATED, "three_parallel"]
    assert (gated.schemes[0].phase.gap, gated.schemes[0].phase.gate, ungated.schemes[0].phase.gate) == (3, 0.25, 0.0)
    assert {each.horizon for plan in plans().compared for scheme in plan.schemes for each in phases_of(scheme)} == {
        HORIZON
    }


def test_places_are_shared_out_as_whole_numbers():
    """23 places: 12 and 11 in sequence; 6, 6, 6 and 5 at once."""
    found = plans("design.places=23", schemes=4)
    assert [places for _, places, _ in laid_out(found.compared[1])[0]] == [12, 11]
    assert [scheme[0][1] for scheme in laid_out(found.compared[3])] == [6, 6, 6, 5]
    assert {plan.places for plan in found.compared} == {23}


def test_the_same_budget_a_year():
    """20 places and 500,000 EUR for each year of funding: 5 years; twice 3; 3 years, shared by two."""
    found = plans(budget=Budget.same_annual, schemes=2)
    assert laid_out(found.compared[0]) == [[(5.0, 100, pytest.approx(2.5e6))]]
    assert laid_out(found.compared[1]) == [[(3.0, 60, 1.5e6), (3.0, 60, 1.5e6)]]
    assert laid_out(found.compared[3]) == [[(3.0, 30, 750_000.0)]] * 2


def test_one_team_is_paid_for_together():
    usual = configure("baseline").costs.coordination
    apart, together = (plans(one_team=each).compared[3] for each in (False, True))
    assert [scheme.costs.coordination for scheme in apart.schemes] == [usual] * 3
    assert [scheme.costs.coordination for scheme in together.schemes] == pytest.approx([usual / 3] * 3)


def test_other_levels_of_the_gate_and_the_first_scheme_alone():
    found = plans(gates=(0.0, 0.1, 0.25, 0.5))
    assert {gate: plan.schemes[0].phase.gate for gate, plan in found.levels.items()} == {0.1: 0.1, 0.5: 0.5}
    assert laid_out(found.alone) == [[(3.0, 30, 750_000.0)]]


def test_too_few_places_cannot_be_shared():
    with pytest.raises(UserError, match=r"2 places cannot be shared among 3 schemes: set more design\.places"):
        plans("design.places=2")


def test_months_in_which_funding_is_planned():
    found = plans(gap=4)
    assert [(first, last) for first, last, _ in funded(found.compared[0].schemes[0])] == [(0, 60)]
    assert [(first, last) for first, last, _ in funded(found.compared[1].schemes[0])] == [(0, 36), (40, 76)]


# Worlds


def test_a_scheme_has_its_parts_of_what_is_drawn_and_chance_of_its_own():
    drawn = [{BUDGET: np.array([6.0, 9.0]), "trust.gain": np.array([0.1, 0.2])}, {"trust.gain": np.array([0.3, 0.4])}]
    worlds = Worlds(np.array([-1, 7]), np.array([0.2, 0.9]), drawn, True)
    found = worlds.columns(0, {BUDGET: 1 / 3})
    assert found[BUDGET].tolist() == [2.0, 3.0]
    assert found["trust.gain"].tolist() == [0.1, 0.2]
    assert worlds.columns(1, {BUDGET: 1 / 3})["trust.gain"].tolist() == [0.3, 0.4]
    assert worlds.columns(1, {})["shock.month"].tolist() == [-1, 7]
    assert worlds.chance(0).tolist() == [0, 1]
    assert worlds.chance(2).tolist() == [2 * CHANCE_APART, 2 * CHANCE_APART + 1]
    assert Worlds(worlds.month, worlds.severity, drawn, False).chance(1).tolist() == [CHANCE_APART, CHANCE_APART]


# Tables


def test_the_worst_tenth():
    """The worst two of twenty: 1 and 2 where more is better, 20 and 19 where less is. Of eleven, two count: a tenth, rounded up."""
    values = np.random.default_rng(1).permutation(np.arange(1.0, 21.0))
    assert worst_tenth(values, 1) == 1.5
    assert worst_tenth(values, -1) == 19.5
    assert worst_tenth(np.arange(11.0), 1) == 0.5
    assert worst_tenth(np.array([[3.0, 1.0], [2.0, 5.0]]), 1).tolist() == [1.0, 2.0]
    assert math.isnan(worst_tenth(values, 0))


def test_more_departures_are_better_and_less_money():
    assert [better_of(name) for name in ("departures_by_year", "completed_mobilities", "public_cost")] == [1, 1, -1]


def test_months_add_up_to_years():
    months = np.arange(26.0)[None, :]
    assert by_year(months).tolist() == [[sum(range(12)), sum(range(12, 24)), 24 + 25]]
    months[0, 1] = np.nan
    assert by_year(months)[0, 0] == sum(range(12)) - 1


def course(completed, cost, self_financed=None):
    own = np.zeros(len(completed)) if self_financed is None else np.array(self_financed, float)
    totals = {
        "completed_mobilities": np.array(completed, float),
        "public_cost": np.array(cost, float),
        "completed_self_financed": own,
    }
    return SimpleNamespace(totals=totals)


def test_a_cost_for_each_completed_mobility_is_a_ratio_of_means():
    """(100 + 300) / (2 + 6 - 1 self-financed); a world without any completed stay counts with its cost."""
    first, second = course([2, 6], [100, 300], [0, 1]), course([0, 4], [100, 100])
    assert unit_cost(first).estimate == pytest.approx(400 / 7)
    assert unit_cost(second).estimate == pytest.approx(200 / 4)
    assert unit_cost(first, second).estimate == pytest.approx(50 - 400 / 7)
    assert math.isnan(unit_cost(course([0, 0], [1, 1])).estimate)


# The gate


def test_how_often_a_gate_errs():
    """Second schemes of 10 places add 2, 4, 6, 12: six on average. Worlds 0, 1 and 3 are stopped."""
    found = errors(np.array([2.0, 4.0, 6.0, 12.0]), np.array([True, True, False, True]), 10)
    assert found == Errors(stopped=3, passed=1, better=1, poor=2, let_through=0, if_stopped=6.0, if_passed=6.0)
    found = errors(np.array([2.0, 4.0, 6.0, 12.0]), np.zeros(4, bool), 10)
    assert (found.stopped, found.passed, found.let_through, found.if_passed) == (0, 4, 2, 6.0)
    assert math.isnan(found.if_stopped)


def test_money_for_each_person():
    assert per(np.array([30.0, 10.0]), np.array([1.0, 3.0])).estimate == 10.0
    assert per(np.array([30.0, 10.0]), np.zeros(2)).estimate == math.inf
    assert math.isnan(per(np.zeros(2), np.zeros(2)).estimate)


def test_the_value_of_the_option_to_stop():
    """Two worlds. The first scheme: 10 and 2 for 100. With the second: 20 and 3 for 200. The gate stops it in the second world.

    At 6 EUR: always 6 * 11.5 - 200 = -131; never 6 * 6 - 100 = -64; gate 6 * 11 - 150 = -84: 20 worse than never.
    At 15 EUR: always -27.5; never -10; gate 15: 25 better. At 60 EUR: always 490; never 260; gate 510: 20 better.
    It saves 50 and loses 0.5: worth having below 100. It adds 5 for 50: worth having above 10.
    """
    always, never, gated = course([20, 3], [200, 200]), course([10, 2], [100, 100]), course([20, 2], [200, 100])
    for worth, gain in ((6.0, -20.0), (10.0, 0.0), (15.0, 25.0), (60.0, 20.0), (100.0, 0.0), (110.0, -5.0)):
        assert option_value(worth, gated, always, never).estimate == pytest.approx(gain), worth
    totals = [each.totals for each in (always, gated, never)]
    money, persons = ([each[name] for each in totals] for name in ("public_cost", "completed_mobilities"))
    assert per(money[0] - money[1], persons[0] - persons[1]).estimate == 100.0
    assert per(money[1] - money[2], persons[1] - persons[2]).estimate == 10.0


# The record


def test_the_last_published_count_of_each_scheme():
    found = {scheme: published(scheme) for scheme in SCHEMES}
    assert all(isinstance(each, Observation) for each in found.values())
    assert [(each.month, each.indicator, each.low, each.high) for each in found.values()] == [
        (16, "matches", 1.0, 2.0), (20, "departures", 50.0, 50.0), (36, "departures", 15.0, 30.0), (41, "departures", 231.0, 231.0),
    ]  # fmt: skip


def test_good_worlds_together_or_apart():
    samples = np.array([[3.0, 1.0, 2.0], [10.0, 30.0, 20.0]])
    assert paired(samples, 1, True).tolist() == [11.0, 22.0, 33.0]
    many = np.tile(np.arange(1000.0), (4, 1))
    apart, together = paired(many, 1, False), paired(many, 1, True)
    assert apart.sum() == together.sum() == many.sum()
    assert apart.std() == pytest.approx(together.std() / 2, rel=0.1)  # four independent schemes: half as wide
    assert np.array_equal(apart, paired(many, 1, False))
