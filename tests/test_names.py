"""What things are called on pages: everything that comes with the project has a name, and no two have the same."""

import pytest

from sim.indicators import NAMES
from sim.parameters import parameters
from sim.reporting import names
from sim.reporting.wording import money, span
from sim.setup.catalogue import GROUPS, group_options, scenario_files


def test_everything_that_comes_with_the_project_has_a_name():
    assert set(names.SCENARIOS) == set(scenario_files())
    assert set(names.DESIGNS) == {option for group in GROUPS for option in group_options(group)}
    assert set(names.GROUPS) == {name.partition(".")[0] for name in parameters() if "." in name}


@pytest.mark.parametrize("called", [
    [names.scenario(name) for name in names.SCENARIOS], [names.design(name) for name in names.DESIGNS],
    [names.indicator(name) for name in NAMES], [names.group(name) for name in names.GROUPS],
])  # fmt: skip
def test_no_two_have_the_same_name_and_none_is_a_name_of_a_file(called):
    labels = [names.label(each) for each in called]
    assert len(set(labels)) == len(labels)
    assert not any("_" in label for label in labels)
    assert all(label[0].isupper() for label in labels)


def test_what_a_user_called_something_stays_as_it_is():
    for called in (names.scenario, names.design, names.indicator, names.group):
        assert called("my_own") == names.label("my_own") == names.starting("my_own") == "my_own"


def test_names_stand_in_headings_and_sentences():
    assert names.label(names.design("rigid")) == "Rigid design"
    assert names.starting(names.design("rigid")) == "The rigid design"
    assert names.listed(["a"]) == "a"
    assert names.listed(["a", "b", "c"], "or") == "a, b or c"


@pytest.mark.parametrize(("value", "text"), [
    (1_434_567, "1.43 million"), (2_500_000, "2.5 million"), (985_432, "985,000"), (20_834, "20,800"), (999_999, "1 million"),
    (-1_434_567, "-1.43 million"), (0, "0"), (7.3, "7"),
])  # fmt: skip
def test_money_is_no_finer_than_three_digits(value, text):
    assert money(value) == text


def test_from_one_amount_to_another():
    assert span(1_200_000, 1_434_567, "EUR") == "1.2 to 1.43 million"
    assert span(859_747, 1_142_020, "EUR") == "860,000 to 1.14 million"
