"""The space of the search: grids within plausible ranges, and contradictions that are repaired."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.optimise.levers import LEAST, grid, space
from analysis.optimise.settings import chosen_levers
from analysis.worlds.designs import adjusted
from sim.categories import Pipeline
from sim.errors import UserError
from sim.parameters import parameters, value_of
from sim.setup.configuration import configure

EVERY = (*chosen_levers(["all"]), "design.stay_months")
PILOTS = ("open_pilot", "association_pilot", "institution_pilot", "seasonal_pilot")


@pytest.fixture(scope="module")
def spaces():
    return {name: space(configure(name), EVERY) for name in PILOTS}


def test_grids_by_hand():
    of = parameters()
    assert grid(of["design.duration_years"], 3.0) == [1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0]  # nobody plans in weeks
    assert grid(of["design.training_months"], 5.0) == list(range(13))
    assert grid(of["design.pipeline"], Pipeline.train_first) == [Pipeline.train_first, Pipeline.match_first]
    assert grid(of["design.mentoring"], False) == [False, True]
    assert grid(of["design.flexibility"], 0.5)[:3] == [0.1, 0.15, 0.2]  # the step is the next nice one above 0.04
    places = grid(of["design.places"], 60)
    assert (places[0], places[-1]) == (30, 150)
    assert 60 in places
    assert all(isinstance(value, int) for value in places)
    ratios = np.diff(np.log([value for value in places if value != 60]))
    assert ratios.max() < 2 * np.log(5) / 20 + 0.05  # as many steps below as above: a log scale


def test_values_are_written_as_in_a_file():
    [places] = space(configure("open_pilot", "design.places=1600"), ["design.places"]).levers
    assert places.shown[-1] == "1600"  # a file has nothing between thousands
    [pipeline, board] = space(configure("open_pilot"), ["design.pipeline", "design.advisory_board"]).levers
    assert (pipeline.shown, board.shown) == (["train_first", "match_first"], ["false", "true"])


def test_the_scenario_s_own_value_is_in_the_grid_even_outside_what_is_plausible():
    values = grid(parameters()["design.places"], 700)
    assert values[-1] == 700
    [lever] = space(configure("open_pilot", "design.places=700"), ["design.places"]).levers
    assert lever.values[lever.own] == 700
    assert lever.values[lever.ends[1]] == 150


@pytest.mark.parametrize("name", PILOTS)
def test_every_value_lies_in_its_range_and_the_ends_are_there(spaces, name):
    for lever in spaces[name].levers:
        parameter, own = lever.parameter, lever.values[lever.own]
        assert own == value_of(spaces[name].config, lever.name)
        for value in lever.values:
            parameter.check(value)
        if parameter.plausible:
            inside = [v for v in lever.values if parameter.plausible.low <= v <= parameter.plausible.high]
            assert set(lever.values) - set(inside) <= {own}
            assert lever.values[lever.ends[0]] == inside[0]
            assert lever.values[lever.ends[1]] == inside[-1]
            if parameter.unit in LEAST and parameter.plausible.high > LEAST[parameter.unit]:
                assert all(v == own or (v / LEAST[parameter.unit]).is_integer() for v in map(float, inside[1:-1]))


def test_what_contradicts_the_scenario_is_left_out(spaces):
    seasonal = {lever.name: lever.values for lever in spaces["seasonal_pilot"].levers}
    assert max(seasonal["design.stay_months"]) <= 9
    assert seasonal["design.intake_months"] == (6, 12)


@pytest.mark.parametrize("name", PILOTS)
@given(seed=st.integers(0, 2**32 - 1))
def test_whatever_the_search_draws_can_be_asked(spaces, name, seed):
    mine = spaces[name]
    rng = np.random.default_rng(seed)
    drawn = (rng.random((1, len(mine.levers))) * mine.sizes).astype(np.int64)
    for place, lever in enumerate(mine.levers):  # often nobody is left to sign
        if lever.name.startswith("design.signed_by") and rng.random() < 0.7:
            drawn[0, place] = 0
    fixed = mine.repaired(drawn)
    config = adjusted(mine.config, mine.values(fixed[0]))  # raises where it contradicts itself
    assert config.markets.countries <= config.markets.count
    assert (mine.repaired(fixed) == fixed).all()
    columns = mine.columns(fixed)
    for lever in mine.levers:
        assert float(columns[lever.name][0]) == pytest.approx(float(value_of(config, lever.name)))


def test_what_another_lever_needs_follows():
    mine = space(configure("open_pilot"), ["markets.count", "markets.countries"])
    assert mine.values(mine.repaired(np.array([[0, 2]]))[0]) == {"markets.count": 3, "markets.countries": 3}
    alone = space(configure("open_pilot", "markets.count=2"), ["markets.countries"])
    assert alone.levers[0].values == (1, 2, 3)  # alone, each would be asked together with its markets
    assert alone.values(alone.repaired(np.array([[2]]))[0]) == {"markets.countries": 2}


def test_the_nearest_design_to_values():
    mine = space(configure("open_pilot"), ["design.duration_years", "design.pipeline", "design.flexibility"])
    found = mine.values(mine.place({"design.duration_years": 4.9, "design.pipeline": Pipeline.match_first}))
    assert found == {"design.duration_years": 5.0, "design.flexibility": 0.5, "design.pipeline": Pipeline.match_first}


def test_a_lever_without_another_value_is_no_choice():
    with pytest.raises(UserError, match="none of these"):
        space(configure("seasonal_pilot", "design.stay_months=6", "design.intake_months=12"), [])


def test_the_order_of_the_registry_and_what_is_no_lever():
    assert chosen_levers(["design.places", "design.duration_years"]) == ("design.duration_years", "design.places")
    assert "design.stay_months" not in chosen_levers(["all"])  # it changes what a completed mobility is
    assert chosen_levers(["design.stay_months"]) == ("design.stay_months",)
    with pytest.raises(UserError, match=r"did you mean design\.places"):
        chosen_levers(["design.place"])
    with pytest.raises(UserError, match="is no lever"):
        chosen_levers(["recognition.months"])
