"""Effects of pushes against numbers worked out by hand, and the ends to which levers are pushed."""

import numpy as np
import pytest

from analysis.advice import exceptions, pushes
from analysis.advice.effects import effects
from analysis.advice.runs import plausible_worlds
from analysis.advice.tables import price, written
from sim import configure
from sim.declare import Range, priced
from sim.errors import UserError
from sim.evidence.published import ranges, references
from sim.parameters import LEVER, Mobility, Parameter

WORLDS = 200


def values(**changed):
    """Two rows, a design and a push, of the same value in every world unless changed."""
    names = {"completed_mobilities": 20.0, "public_cost": 1e6, "departures": 25.0, "early_returns": 5.0,
             "trust_government": 0.8, "trust_employer": 0.6, "months_to_departure": 12.0}  # fmt: skip
    found = {name: np.full((2, WORLDS), value) for name, value in names.items()}
    for name, value in changed.items():
        found[name][1] = value
    return found


def test_the_effect_of_nothing_is_exactly_nothing():
    random = np.random.default_rng(1)
    same = {name: np.tile(random.random(WORLDS) + each[0], (2, 1)) for name, each in values().items()}
    for effect in effects(same).values():
        assert (effect.change[0], effect.low[0], effect.high[0]) == (0.0, 0.0, 0.0)


def test_differences_of_means_and_of_ratios():
    found = effects(
        values(
            completed_mobilities=25.0,
            public_cost=1.5e6,
            early_returns=2.5,
            trust_employer=0.5,
            months_to_departure=11.0,
        )
    )
    got = {name: (round(float(effect.change[0]), 9), round(effect.before, 9)) for name, effect in found.items()}
    assert got == {
        "completed_mobilities": (5.0, 20.0), "public_cost": (500_000.0, 1e6), "cost_per_completed": (10_000.0, 50_000.0),
        "early_returns": (-10.0, 20.0), "trust_government": (0.0, 0.8), "trust_employer": (-0.1, 0.6), "months_to_departure": (-1.0, 12.0),
    }  # fmt: skip


def test_a_ratio_is_of_means_not_a_mean_of_ratios():
    few = values()
    few["completed_mobilities"] = np.array([[1.0, 99.0], [99.0, 101.0]])
    few["public_cost"] = np.array([[100.0, 100.0], [100.0, 100.0]])
    cut = {name: each[:, :2] for name, each in few.items()}
    found = effects(cut)["cost_per_completed"]
    assert (found.before, found.change[0]) == (2.0, -1.0)  # 200 for 100, then 200 for 200


def test_worlds_without_a_value_are_left_out_of_its_difference_only():
    some = values(months_to_departure=14.0)
    some["months_to_departure"][0, :50] = np.nan
    some["months_to_departure"][1, 150:] = np.nan
    found = effects(some)
    assert found["months_to_departure"].change[0] == 2.0
    assert found["completed_mobilities"].change[0] == 0.0
    some["months_to_departure"][1] = np.nan
    assert np.isnan(effects(some)["months_to_departure"].change[0])


def test_an_interval_holds_the_change_and_narrows_with_worlds():
    random = np.random.default_rng(7)
    widths = []
    for worlds in (100, 1600):
        each = {name: np.repeat(row[:, :1], worlds, axis=1) for name, row in values().items()}
        each["completed_mobilities"][1] = 20.0 + random.normal(3.0, 5.0, worlds)
        found = effects(each)["completed_mobilities"]
        assert found.low[0] < found.change[0] < found.high[0]
        widths.append(float(found.high[0] - found.low[0]))
    assert widths[0] == pytest.approx(2 * 1.96 * 5.0 / 10, rel=0.25)  # standard error 5 / sqrt(100)
    assert widths[1] == pytest.approx(widths[0] / 4, rel=0.25)


def number(kind=float, plausible=None, name="design.made_up", low=0.0, high=1.0):
    return Parameter(name, kind, kind(low), LEVER, low, high, "0-1", "Made up", "assumption", plausible)


@pytest.mark.parametrize(("parameter", "now", "to"), [
    (number(), 0.3, [0.0, 1.0]),
    (number(), 0.0, [1.0]),
    (number(plausible=Range(0.2, 0.7, "linear", ("assumption",), "")), 0.3, [0.2, 0.7]),
    (number(plausible=Range(0.2, 0.7, "linear", ("assumption",), "")), 0.9, [0.2, 0.7]),
    (number(int, Range(2.6, 8.2, "log", ("assumption",), ""), low=0, high=10), 3, [8]),
    (number(int, name="design.places", low=0, high=1_000_000), 60, [30, 120]),
    (Parameter("design.on", bool, False, LEVER, None, None, "switch", "", ""), False, [True]),
    (Parameter("design.kind", Mobility, Mobility.study, LEVER, None, None, "category", "", ""), Mobility.study,
     [each for each in Mobility if each != Mobility.study]),
])  # fmt: skip
def test_to_which_values_a_lever_goes(parameter, now, to):
    found = pushes.ends(parameter, now)
    assert found == to
    assert all(type(value) is type(to[0]) for value in found)


def test_pushes_change_one_lever_and_keep_the_budget():
    config = configure("baseline")
    found, refused = pushes.pushes(config, ("design.flexibility", "design.pipeline", "markets.countries"))
    assert refused == []
    assert [(each.lever, each.direction) for each in found] == [
        ("design.flexibility", "down"), ("design.flexibility", "up"),
        ("design.pipeline", "match_first"), ("markets.countries", "up"),
    ]  # fmt: skip
    assert found[1].config.design.flexibility == 0.9
    assert config.design.flexibility == 0.5
    assert {each.config.design.budget_total for each in found} == {config.design.budget_total}
    assert found[-1].config.markets.count == found[-1].config.markets.countries


def test_what_contradicts_the_scenario_is_named():
    _, refused = pushes.pushes(configure("baseline", "markets.count=3", "markets.countries=3"), ("markets.count",))
    assert len(refused) == 1
    assert refused[0].startswith("markets.count=1: ")


@pytest.mark.parametrize(("name", "words"), [
    ("design.budget_total", "is held"), ("design.flexibilty", "design.flexibility"), ("trust.gain", "is no lever"),
])  # fmt: skip
def test_what_is_no_lever_is_refused(name, words):
    with pytest.raises(UserError, match=words):
        pushes.chosen_levers([name])


def test_worlds_draw_what_the_scenario_does_not_state():
    config = configure("baseline", "trust.gain=0.2")
    drawn = plausible_worlds(config, 50)
    assert "trust.gain" not in drawn
    known = ranges()["trust.decay"]
    assert known.low <= drawn["trust.decay"].min() < drawn["trust.decay"].max() <= known.high
    assert len(np.unique(drawn["trust.decay"])) > 10  # rows of a sample, some of which share a value
    assert not any(name.startswith("design.") for name in drawn)


ROW = "lever,direction,scenario,source,reason\n{},up,all,{},{}\n"


def test_an_exception_needs_a_lever_a_published_source_and_a_reason(tmp_path):
    source, file = next(iter(references())), tmp_path / "exceptions.csv"
    file.write_text(ROW.format("design.flexibility", source, "because"), encoding="utf-8")
    [found] = exceptions.exceptions(file)
    assert found.covers("open_pilot", "design.flexibility", "up")
    assert not found.covers("open_pilot", "design.flexibility", "down")
    assert not found._replace(scenario="seasonal_pilot").covers("open_pilot", "design.flexibility", "up")
    for row in (
        ("trust.gain", source, "because"),
        ("design.flexibility", "assumption", "because"),
        ("design.flexibility", source, ""),
    ):
        file.write_text(ROW.format(*row), encoding="utf-8")
        with pytest.raises(UserError):
            exceptions.exceptions(file)


def test_the_price_is_the_registrys(monkeypatch):
    from analysis.advice import tables

    lever = Parameter("a", float, 0.0, LEVER, 0, 1, "0-1", "", "", price=priced(unit="costs.training"))
    monkeypatch.setattr(tables, "parameters", lambda: {"a": lever, "b": number()})
    assert price("a") == "each time: training (700 EUR/person-month)"
    assert price("b") == ""


@pytest.mark.parametrize(
    ("value", "text"), [(0.9, "0.9"), (12, "12"), (2000.0, "2000"), (True, "true"), (Mobility.study, "study")]
)
def test_values_are_written_as_in_a_file(value, text):
    assert written(value) == text
