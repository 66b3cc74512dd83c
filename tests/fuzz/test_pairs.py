"""Two runs of drawn cases that must be the same to the last bit, whatever the case."""

from copy import deepcopy
from dataclasses import replace

import numpy as np
import pytest

from sim import simulate
from sim.categories import Line, Stage, Uncertainty
from sim.indicators import MONTHLY, NAMES
from sim.parameters import parameters, to_record, value_of
from sim.reporting.results import summarise
from sim.runs.ensemble import run_sets
from tests.fuzz.cases import CHANGING, config_of, reduced, some_case

pytestmark = pytest.mark.compiled

REPLICATES = 3
SHOCK = sorted(name for name in parameters() if name.startswith("shock.") and name != "shock.month")


def simulated(config, **how):
    """Every number of a configuration's replicates: of whole runs and of months."""
    sets = to_record(config, config.timeline)[None, :]
    return run_sets(sets, REPLICATES, config.seed, monthly=True, **{"workers": 1} | how)


def same(one, other, months=None):
    """Whether two simulations are the same to the last bit (or their first months)."""
    if months is not None:
        return np.array_equal(one.monthly[:, :, :months], other.monthly[:, :, :months], equal_nan=True)
    return one.totals.tobytes() == other.totals.tobytes() and one.monthly.tobytes() == other.monthly.tobytes()


def changed(config, **values):
    """A copy of a configuration with other values; names with two underscores for the dot."""
    config = deepcopy(config)
    for name, value in values.items():
        owner, _, last = name.replace("__", ".").rpartition(".")
        setattr(value_of(config, owner) if owner else config, last, value)
    return config


def the_same_command_twice(case, config):
    return same(simulated(config), simulated(config_of(replace(case))))


def one_worker_or_two(case, config):
    return same(simulated(config), simulated(config, workers=2, runs_per_chunk=1))


def a_replicate_alone_or_among_others(case, config):
    sets = to_record(config, config.timeline)[None, :]
    alone = run_sets(sets, 1, config.seed, workers=1, monthly=True, first_replicate=REPLICATES - 1)
    together = simulated(config)
    return np.array_equal(alone.totals[0, 0], together.totals[0, -1], equal_nan=True) and np.array_equal(
        alone.monthly[0, 0], together.monthly[0, -1], equal_nan=True
    )


def a_set_alone_or_among_larger_ones(case, config):
    larger = changed(
        config, design__places=30, markets__employers=80, markets__count=12, corridor__origins=5, horizon=60
    )
    row = to_record(config, config.timeline)
    sets = np.stack([to_record(larger, config.timeline), row])
    both = run_sets(sets, REPLICATES, config.seed, workers=1)
    return np.array_equal(both.totals[1], simulated(config).totals[0], equal_nan=True)


def a_shorter_run_shows_the_first_months(case, config):
    short = max(1, config.horizon // 2) if config.earlier is None else config.horizon - 12
    return same(simulated(config), simulated(changed(config, horizon=short)), short)


def a_timeline_after_the_run_changes_nothing(case, config):
    later = changed(config)
    later.timeline = config.timeline | {config.horizon + 1: {name: parameters()[name].default for name in CHANGING}}
    return same(simulated(config), simulated(later))


def a_timeline_changes_nothing_before_its_first_month(case, config):
    if not config.timeline:
        return None
    plain = changed(config)
    plain.timeline = {}
    return same(simulated(config), simulated(plain), min(config.timeline))


def a_timeline_that_repeats_what_holds_changes_nothing(case, config):
    plain = changed(config)
    plain.timeline = {}
    again = changed(plain)
    again.timeline = {config.horizon // 2: {name: value_of(config, name) for name in CHANGING}}
    return same(simulated(plain), simulated(again))


def a_shock_after_the_run_is_none(case, config):
    plain, later = changed(config, shock__month=-1), changed(config, shock__month=600)
    plain.timeline = later.timeline = {}
    return same(simulated(plain), simulated(later))


def a_shock_that_never_comes_has_no_strength(case, config):
    plain = changed(config, shock__month=-1)
    plain.timeline = {}
    other = changed(plain)
    for name in SHOCK:
        owner, _, last = name.rpartition(".")
        setattr(value_of(other, owner), last, parameters()[name].high)
    return same(simulated(plain), simulated(other))


def tables_hold_the_numbers_of_the_runs(case, config):
    found, numbers = (
        simulate(changed(config, journeys=1, uncertainty=Uncertainty.chance), replicates=REPLICATES),
        simulated(config),
    )
    monthly = numbers.monthly[0][:, :, [NAMES.index(name) for name in MONTHLY]].reshape(-1, len(MONTHLY))
    summary = found.summary.set_index("indicator")
    for place, name in enumerate(NAMES):
        wanted = summarise(numbers.totals[0, :, place])
        if not np.array_equal(summary.loc[name, list(wanted)].to_numpy(float), list(wanted.values()), equal_nan=True):
            return False
    departed = (found.journeys["stage"] == Stage.abroad.name).sum()
    return (
        np.array_equal(found.runs[list(NAMES)].to_numpy(), numbers.totals[0], equal_nan=True)
        and np.array_equal(found.monthly[list(MONTHLY)].to_numpy(), monthly, equal_nan=True)
        and departed == found.runs["departures"][0]
        and list(found.plan) == [line.name for line in Line]
        and sum(found.plan.values()) <= config.design.budget_total * config.scale * (1 + 1e-9)
    )


def journeys_do_not_change_the_runs(case, config):
    with_journeys, without = (simulate(changed(config, journeys=number), replicates=2) for number in (2, 0))
    return with_journeys.runs.equals(without.runs) and with_journeys.monthly.equals(without.monthly)


PAIRS = [
    the_same_command_twice, one_worker_or_two, a_replicate_alone_or_among_others, a_set_alone_or_among_larger_ones,
    a_shorter_run_shows_the_first_months, a_timeline_after_the_run_changes_nothing,
    a_timeline_changes_nothing_before_its_first_month, a_timeline_that_repeats_what_holds_changes_nothing,
    a_shock_after_the_run_is_none, a_shock_that_never_comes_has_no_strength, tables_hold_the_numbers_of_the_runs,
    journeys_do_not_change_the_runs,
]  # fmt: skip


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair.__name__)
def test_two_runs_are_the_same(fuzz, pair):
    def differ(case):
        return pair(case, config_of(case)) is False

    cases = [some_case(chance) for chance in fuzz.chances(pair.__name__, share=0.015)]
    for case in cases:
        if differ(case):
            raise AssertionError(f"{pair.__name__}:  {reduced(case, differ).command}")
    if fuzz.whole:
        assert True in [pair(case, config_of(case)) for case in cases], "it was never about any case"


def test_these_pairs_can_differ(fuzz):
    """Other seeds give other numbers: a comparison that finds everything the same would be worth nothing."""
    configs = [config_of(some_case(chance)) for chance in fuzz.chances("differ", share=0.015)]
    differ = [not same(simulated(config), simulated(changed(config, seed=config.seed ^ 1))) for config in configs]
    assert sum(differ) > len(differ) / 2
