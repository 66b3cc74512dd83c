"""Plans in the same worlds: what a gate may change and what not, what schemes at once share, and that no money is lost."""

import numpy as np
import pytest

from analysis.sequence.gate import gate_table
from analysis.sequence.plans import BUDGET, Plan, plans_of
from analysis.sequence.record import INDEPENDENT, TOGETHER, TOTAL, recorded
from analysis.sequence.runs import MONTHLY, run_plans, sample, simulate
from analysis.sequence.settings import Asked, Settings
from analysis.sequence.tables import (
    BY_YEAR,
    by_year,
    planned_money,
    schedule_table,
    sequence_table,
    stopped,
    worlds_table,
    worst_tenth,
)
from analysis.worlds.experiments import Experiment, run
from analysis.worlds.settings import Uncertainty
from sim import configure
from sim.runs import posterior
from sim.runs.sets import column, stack
from sim.runs.store import Store

pytestmark = pytest.mark.compiled

WORLDS, HORIZON = 32, 108
BEGINS = 36 + 3
"""Month in which the second scheme begins at the earliest."""


def asked(scenario="baseline", *overrides, gates=(0.25, 0.5, 2.0)):
    return Asked(configure(scenario, *overrides), gates, HORIZON)


def found_for(question, store=None, **settings):
    settings = Settings(**{"worlds": WORLDS} | settings)
    return simulate(question, plans_of(question, settings), settings, store=store)


@pytest.fixture(scope="module")
def found():
    return found_for(asked())


def same(one, other, worlds=None, months=None):
    """Whether two courses are equal to the last bit, in these worlds and up to these months."""
    chosen = slice(None) if worlds is None else worlds
    monthly = all(
        np.array_equal(one.monthly[name][chosen, :months], other.monthly[name][chosen, :months]) for name in MONTHLY
    )
    totals = all(
        np.array_equal(one.totals[name][chosen], other.totals[name][chosen])
        for name in one.totals
        if name != "phases_run"
    )
    return monthly and (totals or months is not None)


# The gate


def test_where_a_gate_stops_only_the_first_scheme_is_left_and_elsewhere_it_changes_nothing(found):
    counts = []
    for gate, course in found.gates.items():
        stops = stopped(course)
        counts.append(int(stops.sum()))
        assert same(course, found.alone, stops), gate
        assert same(course, found.ungated, ~stops), gate
    assert list(found.gates) == [0.0, 0.25, 0.5, 2.0]
    assert counts == sorted(counts)
    assert counts[0] == 0 < counts[1] < counts[2] < counts[3] == WORLDS


def test_a_gate_of_nought_is_no_gate():
    none = found_for(asked(gates=(0.0,)), gate=0.0)
    assert same(none.plans[1], none.plans[2])
    table = gate_table(none, 0.0)
    assert list(table.rule) == ["always", "never"]
    assert table.completed_forgone[0] == table.money_saved[0] == 0.0


def test_plans_do_not_differ_before_they_act_differently(found):
    later = found_for(asked(), gap=9)
    _, gated, ungated, _ = found.plans
    for other in (gated, found.alone, later.ungated):
        assert same(ungated, other, months=BEGINS)
    assert not same(ungated, later.ungated, months=BEGINS + 24)
    assert same(found.plans[0], later.plans[0])


def test_what_the_table_of_the_gate_says(found):
    """Each row from the runs themselves."""
    table = gate_table(found, 50_000.0).set_index("gate")
    always, alone = found.ungated.totals, found.alone.totals
    added = always["completed_mobilities"] - alone["completed_mobilities"]
    stops = stopped(found.gates[0.25])
    row = table.loc[0.25]
    assert row.stopped == stops.mean()
    assert row.completed_forgone == pytest.approx(added[stops].sum() / WORLDS)
    assert row.money_saved == pytest.approx((always["public_cost"] - alone["public_cost"])[stops].sum() / WORLDS)
    assert row.worth_below == pytest.approx(row.money_saved / row.completed_forgone)
    assert row.stopped_below_half == (added[stops] < 15).sum()
    assert row.added_if_passed == pytest.approx(added[~stops].mean())
    net = [
        50_000 * each["completed_mobilities"].mean() - each["public_cost"].mean()
        for each in (found.gates[0.25].totals, always, alone)
    ]
    assert row.option_value == pytest.approx(net[0] - max(net[1:]))
    assert row.option_value_ci_low <= row.option_value <= row.option_value_ci_high
    assert "worth" not in gate_table(found, 0.0)


# Worlds


def test_the_same_seed_gives_the_same_numbers_and_a_store_the_same_again(found, tmp_path):
    again = found_for(asked("baseline", "workers=1"), store=Store(tmp_path))
    kept = found_for(asked("baseline", "workers=2"), store=Store(tmp_path))
    assert all(same(one, other) for one, other in zip(found.plans, again.plans, strict=True))
    assert all(same(one, other) for one, other in zip(found.plans, kept.plans, strict=True))
    assert (again.runs.stored, kept.runs.stored) == (0, kept.runs.count)
    other = found_for(asked("baseline", "seed=2"))
    assert not same(found.plans[0], other.plans[0])


def test_the_months_of_a_shock_do_not_depend_on_the_plans():
    short, long = (Settings(worlds=4000, years=years, phase_years=years, parallel_years=years) for years in (1.0, 8.0))
    one, other = (sample(asked(), each) for each in (short, long))
    assert np.array_equal(one.month, other.month)
    assert np.array_equal(one.severity, other.severity)
    assert (one.month >= 0).sum() == 2000
    assert {*one.month[one.month >= 0].tolist()} == {*range(72)}
    assert sample(asked(), Settings(worlds=50, shock_probability=1.0, shock_months=1)).month.tolist() == [0] * 50
    assert sample(asked(), Settings(worlds=50, shock_probability=0.0)).month.tolist() == [-1] * 50


def test_schemes_at_once_share_their_world_but_not_what_varies_between_schemes():
    worlds = sample(asked(), Settings(worlds=60))
    first, *others = (worlds.columns(scheme, {}) for scheme in range(3))
    varying = posterior.read().varying
    assert set(varying) <= set(first)
    for other in others:
        assert {name for name in first if not np.array_equal(first[name], other[name])} == set(varying)
    assert not np.array_equal(others[0][varying[0]], others[1][varying[0]])
    assert np.array_equal(first["shock.month"], others[0]["shock.month"])


def test_schemes_at_once_are_the_sum_of_their_runs():
    question, settings = asked(), Settings(worlds=WORLDS)
    plan, worlds = plans_of(question, settings).compared[3], sample(question, settings)
    each = [
        run(
            Experiment(stack([scheme]), np.zeros(WORLDS, int), worlds.columns(place, plan.parts), worlds.chance(place)),
            1, question.config.seed, indicators=("matches",),
        ).totals["matches"][:, 0]
        for place, scheme in enumerate(plan.schemes)
    ]  # fmt: skip
    [course], _ = run_plans([plan], worlds, question.config, ["matches"])
    assert np.array_equal(course.totals["matches"], sum(each))
    assert course.totals["matches"].sum() > 0


def test_equal_schemes_at_once_have_chance_of_their_own():
    question = asked()
    settings = Settings(worlds=WORLDS, uncertainty=Uncertainty.chance, shock_probability=0.0)
    worlds, scheme = sample(question, settings), plans_of(question, settings).alone.schemes[0]
    [one, two], _ = run_plans(
        [Plan("one", (scheme,), {}), Plan("two", (scheme,) * 2, {})], worlds, question.config, ["matches"]
    )
    second = two.totals["matches"] - one.totals["matches"]
    assert not np.array_equal(second, one.totals["matches"])
    assert second.mean() == pytest.approx(one.totals["matches"].mean(), rel=0.3)


@pytest.mark.parametrize(
    ("kind", "alike"), [(Uncertainty.chance, False), (Uncertainty.parameters, True), (Uncertainty.both, False)]
)
def test_what_differs_between_worlds(kind, alike):
    worlds = sample(asked(), Settings(worlds=20, uncertainty=kind))
    assert (len(set(worlds.chance(0).tolist())) == 1) == alike
    assert ("trust.gain" in worlds.columns(0, {})) == (kind != Uncertainty.chance)


def test_what_is_open_of_a_real_scheme_is_the_same_in_both_phases_and_its_budget_is_shared():
    question, settings = asked("homere"), Settings(worlds=20)
    worlds, plans = sample(question, settings), plans_of(question, settings)
    drawn = worlds.drawn[0][BUDGET]
    assert drawn.std() > 0.0
    for plan, parts in zip(plans.compared, (1, 2, 2, 3), strict=True):
        assert worlds.columns(0, plan.parts)[BUDGET] == pytest.approx(drawn / parts)
    [last] = plans.compared[1].schemes
    experiment = Experiment(
        stack([last]), np.zeros(20, int), worlds.columns(0, plans.compared[1].parts), every_phase=True
    )
    for name in (BUDGET, "design.flexibility"):
        rows = column(experiment.records(), name)
        assert np.array_equal(rows[:, 0], rows[:, -1])
        assert len(set(rows[:, 0].tolist())) == 20


# Tables


def test_a_budget_by_year_adds_up_to_the_cost(found):
    schedule = schedule_table(found)
    spent = schedule[schedule.quantity == "public_cost"].groupby("plan")
    for course in found.plans:
        years = by_year(course.monthly["public_cost"])
        assert years.sum(axis=1) == pytest.approx(course.totals["public_cost"], rel=1e-12)
        name = course.plan.name
        assert spent["mean"].sum()[name] == pytest.approx(course.totals["public_cost"].mean(), rel=1e-9)
        assert spent["planned"].sum()[name] == pytest.approx(1.5e6)
        assert schedule[(schedule.quantity == "departures") & (schedule.plan == name)]["mean"].sum() == pytest.approx(
            course.totals["departures"].mean()
        )
    assert {*schedule.year} == {*range(1, HORIZON // 12 + 1)}


def test_the_budget_as_planned(found):
    """Two times 750,000 EUR over 36 months, three months apart; three times 500,000 EUR at once."""
    sequence, parallel = (planned_money(found.plans[place], found.worlds) for place in (1, 3))
    assert sequence[[0, 35, 36, 38, 39, 74, 75]] == pytest.approx(
        np.array([750_000 / 36] * 2 + [0.0] * 2 + [750_000 / 36] * 2 + [0.0])
    )
    assert parallel[[0, 35, 36]] == pytest.approx(np.array([1.5e6 / 36] * 2 + [0.0]))


def test_what_the_table_of_plans_says(found):
    table = sequence_table(found, Settings(worlds=WORLDS, by_year=4)).set_index(["plan", "quantity"])
    long, gated = found.plans[:2]
    completed = gated.totals["completed_mobilities"]
    row = table.loc[("two_gated", "completed_mobilities")]
    assert row["mean"] == pytest.approx(completed.mean())
    assert row.worst_tenth == np.sort(completed)[:4].mean() == worst_tenth(completed, 1)
    assert row.difference == pytest.approx((completed - long.totals["completed_mobilities"]).mean())
    assert row.difference_ci_low <= row.difference <= row.difference_ci_high
    assert row.worlds_more + row.worlds_equal + row.worlds_fewer == WORLDS
    assert table.loc[("one_long", BY_YEAR), "mean"] == pytest.approx(
        long.monthly["departures"][:, :48].sum(axis=1).mean()
    )
    assert table.loc[("two_gated", "stopped"), "mean"] == stopped(gated).mean()
    assert ("one_long", "stopped") not in table.index
    assert table.loc[("one_long", "public_cost"), "worst_tenth"] >= table.loc[("one_long", "public_cost"), "mean"]
    assert table.loc[("one_long", "completed_mobilities"), "difference_ci_high"] == 0.0


def test_every_world_is_in_the_table_of_worlds(found):
    table = worlds_table(found, Settings(worlds=WORLDS))
    assert len(table) == 4 * WORLDS
    assert table[table.plan == "three_parallel"].phases_run.tolist() == [1.0] * WORLDS
    assert (
        table.groupby("plan").completed_mobilities.mean()["one_long"]
        == found.plans[0].totals["completed_mobilities"].mean()
    )


# The record


def test_the_published_total_of_four_schemes_lies_inside_the_interval():
    """Each forecast without its own outcome; nothing here is fitted to it."""
    table, simulating = recorded(asked(), 150)
    assert simulating > 0.0
    assert list(table.scheme) == ["palim", "homere", "digital_explorers", "wafira", TOTAL, TOTAL]
    assert table.planned.tolist() == [30, 250, 50, 250, 580, 580]
    total = table[table.scheme == TOTAL].set_index("pairing")
    assert total.published.tolist() == [1.5 + 50 + 22.5 + 231] * 2
    assert total.inside_90.all()
    for row in total.itertuples():
        assert row.p05 <= row.published <= row.p95
    assert total["mean"].iloc[0] == pytest.approx(total["mean"].iloc[1])
    assert (
        total.loc[INDEPENDENT, "p95"] - total.loc[INDEPENDENT, "p05"]
        < total.loc[TOGETHER, "p95"] - total.loc[TOGETHER, "p05"]
    )
    assert total.p95.max() < 580  # what was planned lies outside
