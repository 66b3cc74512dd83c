"""Designs: by name, written out, on a budget basis; what wins over what; what is refused."""

import pytest

from analysis.command.declare import Request
from analysis.worlds.designs import adjusted, chosen_designs, configured, named, values_of, written
from analysis.worlds.settings import Budget
from sim import configure
from sim.errors import UserError
from sim.setup.catalogue import group_options


def request(*overrides: str) -> Request:
    return Request("compare", None, list(overrides), "")


@pytest.mark.parametrize("option", group_options("design"))
def test_every_option_of_the_group_is_a_design_like_on_the_command_line(option):
    made = configured(request(), "covid_shock", named(option), Budget.same_total)
    assert made == configure("covid_shock", f"design={option}")


def test_options_of_other_groups_are_designs_too():
    made = configured(request(), "palim", named("diverse"), Budget.same_total)
    assert made == configure("palim", "markets=diverse")


def test_a_design_written_out_takes_groups_before_values():
    design = written("mine", "design.duration_years=4 design=flexible recognition=agreement")
    assert values_of(design) == {
        "design.flexibility": 0.9,
        "recognition.agreement_month": 0,
        "design.duration_years": 4.0,
    }


def test_a_design_wins_over_the_command_line_and_the_rest_stays():
    made = configured(
        request("design.duration_years=4", "design=rigid", "shock.month=6"),
        "baseline",
        named("five_year"),
        Budget.same_total,
    )
    assert (made.design.duration_years, made.design.flexibility, made.shock.month) == (5.0, 0.05, 6)


def test_the_same_total_leaves_budget_and_places():
    made = configured(request(), "palim", named("five_year"), Budget.same_total)
    assert (made.design.budget_total, made.design.places) == (1_496_448.50, 30)


def test_the_same_per_year_scales_budget_and_places_with_the_duration():
    made = configured(request(), "palim", named("three_year"), Budget.same_annual)
    assert made.design.budget_total == pytest.approx(2 * 1_496_448.50)
    assert made.design.places == 60


def test_what_a_design_sets_itself_the_budget_basis_leaves():
    design = written("mine", "design.duration_years=6 design.places=45")
    made = configured(request(), "baseline", design, Budget.same_annual)
    assert (made.design.places, made.design.budget_total) == (45, pytest.approx(3_000_000))


def test_changes_on_a_timeline_are_part_of_a_design():
    made = configured(request(), "baseline", written("late", "timeline.24.design.flexibility=1"), Budget.same_total)
    assert made.timeline == {24: {"design.flexibility": 1.0}}


def test_adjusting_copies_and_checks():
    config = configure("baseline")
    assert adjusted(config, {"design.places": 7}).design.places == 7
    assert config.design.places == 60
    with pytest.raises(UserError, match=r"design\.places"):
        adjusted(config, {"design.places": -7})


@pytest.mark.parametrize(
    ("designs", "message"),
    [
        (["three_years"], "did you mean three_year'"),
        (["three_year"], "at least 2"),
        ({"a": "design.places", "b": ""}, "is not a setting"),
        ({"a": "design.places=1,2"}, "write a design for each"),
        ({"a": "design.places=1 design.places=2"}, "given twice"),
        ({"a": "design=five_yer"}, "did you mean five_year"),
        ({"a": "design.places='1"}, "cannot be read"),
        ({"a/b": "design.places=1"}, "letters, digits"),
        ({"a": "   "}, "sets nothing"),
    ],
)
def test_what_is_refused(designs, message):
    with pytest.raises(UserError, match=message):
        chosen_designs(designs, least=2)
