"""Experiments: variants by columns equal configurations one by one; blocks and workers change nothing; uncertain parameters."""

import time
from dataclasses import replace

import numpy as np
import pytest

from analysis.worlds import experiments, uncertain
from analysis.worlds.experiments import Experiment
from analysis.worlds.settings import DRAWN, MEANS, drawn
from sim import configure, simulate
from sim.declare import within
from sim.evidence.published import ranges
from sim.parameters import LEVER, Parameter, parameters, to_record, value_of
from sim.runs import prior
from sim.runs.ensemble import run_sets
from sim.setup.typical import usual

SHORT = ("horizon=40", "replicates=4")


@pytest.fixture(scope="module")
def config():
    return configure("covid_shock", *SHORT)


def test_stacked_records_repeat_the_last_month(config):
    changing = configure("baseline", *SHORT, "timeline={5: {recognition.months: 9}}")
    records, usual = experiments.stack([config, changing]), config.recognition.months
    assert records.shape == (2, 6)
    assert experiments.column(records, "recognition.months").tolist() == [[usual] * 6, [usual] * 5 + [9.0]]
    assert np.array_equal(records[0], np.repeat(to_record(config), 6))


def test_columns_equal_configurations(config):
    months = [-1, 6, 14]
    experiment = Experiment(experiments.stack([config]), np.zeros(3, int), {"shock.month": np.array(months)})
    runs = experiments.run(experiment, 4, config.seed, monthly=("matches",))
    for place, month in enumerate(months):
        single = simulate(configure("covid_shock", *SHORT, "uncertainty=chance", f"shock.month={month}"))
        for name in ("matches", "completed_mobilities", "public_cost"):
            assert runs.totals[name][place].tolist() == single.runs[name].tolist()
        assert runs.monthly["matches"][place].ravel().tolist() == single.monthly["matches"].tolist()


def test_a_timeline_keeps_what_it_says():
    config = configure("baseline", "timeline={3: {recognition.months: 9}, 6: {trust.gain: 0.2}}")
    experiment = Experiment(experiments.stack([config]), np.zeros(2, int), {"recognition.months": np.array([1.0, 2.0])})
    values = experiments.column(experiment.records(), "recognition.months")
    assert values.tolist() == [[1.0] * 3 + [9.0] * 4, [2.0] * 3 + [9.0] * 4]


@pytest.mark.parametrize("block", [1, 2, 5])
def test_blocks_and_workers_change_nothing(config, block):
    experiment = Experiment(experiments.stack([config]), np.zeros(5, int), {"design.places": np.arange(10, 60, 10)})
    whole = experiments.run(experiment, 3, 1, workers=1, monthly=("matches",))
    parts = experiments.run(experiment, 3, 1, workers=2, monthly=("matches",), block=block)
    for name, values in whole.totals.items():
        assert np.array_equal(values, parts.totals[name], equal_nan=True)
    assert np.array_equal(whole.monthly["matches"], parts.monthly["matches"])


def test_replicates_in_parts_are_the_same_replicates(config, monkeypatch):
    experiment = Experiment(experiments.stack([config]), np.zeros(1, int))
    whole = experiments.run(experiment, 7, 1, indicators=("applicants",))
    monkeypatch.setattr(experiments, "BLOCK_BYTES", 8 * experiments.COUNT * 3)
    assert np.array_equal(
        experiments.run(experiment, 7, 1, indicators=("applicants",)).totals["applicants"], whole.totals["applicants"]
    )


def test_each_set_may_have_its_own_replicate(config):
    records = experiments.stack([config, config, config])
    own = run_sets(records, 1, 1, first_replicate=np.array([5, 0, 2])).totals[:, 0]
    common = run_sets(records[:1], 6, 1).totals[0]
    assert np.array_equal(own, common[[5, 0, 2]], equal_nan=True)


def test_unknown_names_and_wrong_lengths_are_refused(config):
    bases = experiments.stack([config])
    with pytest.raises(KeyError, match=r"shock\.mont"):
        Experiment(bases, np.zeros(2, int), {"shock.mont": np.zeros(2)})
    with pytest.raises(ValueError, match="3 values for 2 sets"):
        Experiment(bases, np.zeros(2, int), {"shock.month": np.zeros(3)})


def test_fifteen_thousand_sets_are_made_in_a_second_or_two(config):
    drawn = uncertain.uncertain_parameters([config])
    began = time.perf_counter()
    base, row = np.zeros(15_000, int), np.arange(15_000)
    quantiles = uncertain.quantile_sample(15_000, len(drawn), 1)
    columns = uncertain.uncertain_columns([config], quantiles, drawn, base, row)
    experiment = Experiment(experiments.stack([config]), base, columns)
    for first in range(0, 15_000, 1_000):
        experiment.records(first, first + 1_000)
    assert time.perf_counter() - began < 10.0  # about 1 s on an idle machine


@pytest.mark.parametrize("scenario", ["covid_shock", "palim", "talent_partnership", "low_medium_skills"])
def test_plausible_values_stay_in_range_around_the_stated_value(scenario):
    config = configure(scenario)
    for parameter in uncertain.uncertain_parameters([config]):
        value = value_of(config, parameter.name)
        drawn = uncertain.plausible(parameter, value, np.linspace(0, 1, 201))
        assert np.isfinite(drawn).all(), parameter.name
        assert (np.diff(drawn) >= 0).all(), parameter.name
        assert drawn.min() >= parameter.low, parameter.name
        assert drawn.max() <= parameter.high, parameter.name
        assert drawn[0] - 1e-9 <= value <= drawn[-1] + 1e-9, parameter.name


def test_a_stated_value_moves_as_far_as_the_draw_lies_from_the_default():
    """On the scale of the range: months by factors, shares by odds."""
    u = np.array([0.1, 0.5, 0.9])

    def odds(share):
        return share / (1.0 - share)

    months, success = (parameters()[name] for name in ("recognition.months", "recognition.success"))
    usual = uncertain.plausible(months, months.default, u)
    assert np.ptp(usual) > 0
    assert uncertain.plausible(months, 2.0 * months.default, u) == pytest.approx(2.0 * usual)
    usual = uncertain.plausible(success, success.default, u)
    stated = uncertain.plausible(success, 0.9, u)
    assert odds(stated) / odds(usual) == pytest.approx(odds(0.9) / odds(success.default))


def test_what_a_scenario_switches_off_stays_off():
    known = parameters()
    assert uncertain.spread(known["recognition.months"], 0.0) == (0.0, 0.0)
    assert uncertain.spread(known["shock.travel"], 0.0) == (0.0, 0.0)


def test_worlds_fill_the_plausible_ranges_evenly():
    """A hundred worlds of the baseline, which states no uncertain number: one in each hundredth of every range, by its scale."""
    config = configure("baseline", *SHORT)
    drawn = uncertain.uncertain_parameters([config])
    every = np.arange(100)
    quantiles = uncertain.quantile_sample(100, len(drawn), 1)
    columns = uncertain.uncertain_columns([config], quantiles, drawn, np.zeros(100, int), every)
    assert len(columns) > 150
    for place, parameter in enumerate(drawn):
        known = ranges()[parameter.name]
        values = columns[parameter.name]
        assert known.low <= values.min() <= values.max() <= known.high, parameter.name
        if parameter.type is float and value_of(config, parameter.name) == parameter.default:
            found = prior.position(known, values)
            assert found == pytest.approx(quantiles[:, place], abs=1e-9), parameter.name


def test_two_ends_of_a_range_by_hand():
    months = parameters()[
        "recognition.months"
    ]  # 2 to 6 months by ratio: half of all draws lie below their geometric mean
    assert uncertain.plausible(months, usual(months.name), [0.0, 0.5, 1.0]) == pytest.approx([2.0, np.sqrt(12.0), 6.0])


def test_a_lever_is_never_drawn(config, monkeypatch):
    """Even one with a plausible range, which bounds what a planner would choose."""
    known = dict(parameters())
    lever = known["design.interview_share"]
    priced = replace(lever, plausible=within(0.2, 1.0, "linear", "assumption", "a test"))
    assert isinstance(priced, Parameter)
    assert priced.kind == LEVER
    monkeypatch.setattr(uncertain, "parameters", lambda: known | {lever.name: priced})
    monkeypatch.setattr(uncertain, "ranges", lambda: ranges() | {lever.name: priced.plausible})
    names = [each.name for each in uncertain.uncertain_parameters([config])]
    assert "recognition.months" in names
    assert lever.name not in names
    monkeypatch.setattr(prior, "ranges", uncertain.ranges)
    assert lever.name not in prior.prior(["palim"]).names


def test_what_is_said_of_drawn_parameters():
    assert uncertain.said_of(["recognition.months", "design.places"]) == DRAWN
    assert uncertain.said_of(["design.places", "shock.month", "dummy"]) == ""
    assert (drawn("chance"), drawn("both"), drawn("parameters")) == ("", DRAWN, DRAWN)


def test_events_of_the_calendar_are_not_uncertain(config):
    names = {parameter.name for parameter in uncertain.uncertain_parameters([config])}
    assert "shock.month" not in names
    assert "politics.election_month" not in names
    assert "recognition.months" in names
    assert not any(name.startswith("design.") for name in names)


@pytest.mark.parametrize("uncertainty", MEANS)
def test_every_design_meets_the_same_worlds(config, uncertainty):
    runs = experiments.run_designs([config, config], 6, 1, uncertainty, monthly=("matches",))
    for values in (*runs.totals.values(), *runs.monthly.values()):
        assert np.array_equal(values[0], values[1], equal_nan=True)
    assert runs.totals["applicants"].shape == (2, 6)
    assert np.ptp(runs.totals["applicants"][0]) > 0


def test_the_three_kinds_of_uncertainty_give_different_worlds(config):
    chance, fixed, both = (
        experiments.run_designs([config], 40, 1, kind, indicators=("applicants",)).totals["applicants"][0]
        for kind in ("chance", "parameters", "both")
    )
    assert len({tuple(values) for values in (chance, fixed, both)}) == 3


def test_the_sample_is_seeded_and_even():
    sample = uncertain.quantile_sample(100, 3, 1)
    assert np.array_equal(sample, uncertain.quantile_sample(100, 3, 1))
    assert not np.array_equal(sample, uncertain.quantile_sample(100, 3, 2))
    assert np.array_equal(np.sort((sample[:, 1] * 100).astype(int)), np.arange(100))
    assert uncertain.quantile_sample(100, 3, 1, "sobol").shape == (100, 3)
