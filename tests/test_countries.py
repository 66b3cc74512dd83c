"""Countries and corridors: a number stands for average countries, codes for real ones; a row of the table holds for its pair."""

import copy
import csv
import pickle

import numpy as np
import pytest
import yaml
from worlds import configured, totals

from sim import configure, corridors, countries
from sim.corridors import values
from sim.countries import Countries
from sim.errors import UserError
from sim.installation import ROOT
from sim.laws import corridors as law
from sim.parameters import registry, to_record
from sim.reporting.wording import design
from sim.setup.configuration import resolved_yaml

PAIR = ("corridor.origins=[MA,TN]", "markets.count=2", "markets.countries=[AT,BE]")


@pytest.fixture
def rows(tmp_path, monkeypatch):
    """Put rows (origin, destination, value) of permit months in place of the table."""

    def given(*stated):
        path = tmp_path / "corridors.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file)
            table.writerow(["origin", "destination", "attribute", "value", "year"])
            table.writerows(
                [origin, destination, "permit_months", value, year] for origin, destination, value, year in stated
            )
        monkeypatch.setattr(corridors, "FILE", path)
        values.table.cache_clear()

    yield given
    monkeypatch.undo()
    values.table.cache_clear()


def test_named_countries_are_a_number_wherever_a_number_is_meant():
    config = configure("baseline", *PAIR)
    assert config.corridor.origins == 2
    assert config.corridor.origins.codes == ("MA", "TN")
    assert int(to_record(config)[0].corridor.origins) == 2
    assert configure("baseline", "corridor.origins=2").corridor.origins == 2


@pytest.mark.parametrize(
    "written", ["{corridor: {origins: [NO, MA]}}", "{corridor.origins: [NO, MA]}", "{corridor: {origins: ['NO', MA]}}"]
)
def test_norway_is_no_false(tmp_path, written):
    assert yaml.safe_load("[NO]") == [False]  # what YAML makes of it
    (tmp_path / "mine.yaml").write_text(f"description: test\n{written[1:-1]}\n", encoding="utf-8")
    assert configure(str(tmp_path / "mine.yaml")).corridor.origins.codes == ("NO", "MA")


def test_norway_on_the_command_line_and_alone(tmp_path):
    assert configure("baseline", "corridor.origins=[NO]").corridor.origins.codes == ("NO",)
    (tmp_path / "mine.yaml").write_text("description: test\ncorridor:\n  origins: NO\n", encoding="utf-8")
    assert configure(str(tmp_path / "mine.yaml")).corridor.origins.codes == ("NO",)


def test_a_configuration_with_names_survives_yaml_and_copies(tmp_path):
    config = configure("baseline", *PAIR)
    (tmp_path / "again.yaml").write_text(resolved_yaml(config), encoding="utf-8")
    again = configure(str(tmp_path / "again.yaml"))
    for other in (again, copy.deepcopy(config)):
        assert other.corridor.origins.codes == ("MA", "TN")
        assert other.markets.countries.codes == ("AT", "BE")
    assert pickle.loads(pickle.dumps(config.corridor.origins)).codes == ("MA", "TN")
    assert f"{config.corridor.origins}" == "[MA, TN]"
    assert f"{Countries(3)}" == "3"


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ("corridor.origins=[MA,XX]", "'XX' is not the ISO code of a country"),
        ("corridor.origins=[Morocco]", "did you mean 'MA'?"),
        ("corridor.origins=[ma]", "did you mean 'MA'?"),
        ("corridor.origins=[UK]", "did you mean 'GB'?"),
        ("corridor.origins=[Marocco]", "did you mean 'MA' (Morocco)?"),
        ("corridor.origins=[MA,MA]", "MA is named twice"),
        ("corridor.origins=[]", "0 is not a whole number from 1 to 8 countries, or a list of ISO codes"),
        ("markets.countries=[AT,BE]", "markets.countries [AT, BE] is more than markets.count 1"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(override, said):
    with pytest.raises(UserError) as refused:
        configure("baseline", override)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_countries_without_a_row_are_average_countries():
    average = totals(configured({"corridor.origins": 2, "horizon": 60}), 3)
    named = totals(configured({"corridor.origins": ["FJ", "TO"], "markets.countries": ["NZ"], "horizon": 60}), 3)
    assert all(np.array_equal(average[name], named[name], equal_nan=True) for name in average)


def test_a_row_for_a_pair_holds_for_it_alone(rows):
    rows(
        ("MA", "BE", 6.0, 2024),
        ("", "BE", 4.0, 2024),
        ("", "AT", 3.0, 2020),
        ("", "AT", 2.0, 2024),
        ("TN", "", 5.0, 2024),
    )
    number = countries.numbers()
    table = values.table()[law.PERMIT_MONTHS]
    assert table[number["MA"], number["BE"]] == 6.0  # the pair
    assert table[number["TN"], number["BE"]] == 4.0  # the destination before the origin
    assert table[number["MA"], number["AT"]] == 2.0  # the latest year
    assert table[number["TN"], number["DE"]] == 5.0  # the origin
    assert np.isnan(table[number["MA"], number["DE"]])
    assert np.isnan(table[0, 0])  # average countries
    assert table[0, number["BE"]] == 4.0  # an average origin, a named destination


def test_a_row_is_worth_the_parameter_that_it_replaces(rows):
    rows(("", "BE", 7.0, 2024))
    named = totals(configured({"markets.countries": ["BE"], "horizon": 60}), 3)
    stated = totals(configured({"permits.months": 7.0, "horizon": 60}), 3)
    assert all(np.array_equal(named[name], stated[name], equal_nan=True) for name in named)
    other = totals(configured({"markets.countries": ["DE"], "horizon": 60}), 3)
    assert other["waiting_permit"].sum() < named["waiting_permit"].sum()


def test_the_table_that_ships_states_sources_and_countries_that_exist():
    with (ROOT / "evidence" / "corridors.csv").open(encoding="utf-8", newline="") as file:
        shipped = list(csv.DictReader(file))
    assert shipped
    for each in shipped:
        read = corridors.ATTRIBUTES.get(each["attribute"])
        assert read is None or each["unit"] == read.unit
        assert each["origin"] or each["destination"]
        assert {each["origin"], each["destination"]} <= {"", *countries.names(), *(() if read else ("EU",))}
        assert each["source"]
        assert each["quality"] in ("high", "medium", "low")


def test_rows_that_no_mechanism_reads_change_no_run():
    """What is read: waiting, permits and refusals. Nothing is stated of a corridor in so many words."""
    number, table = countries.numbers(), values.table()
    assert {row["attribute"] for row in values.rows()}.isdisjoint(
        {"diaspora_stock", "permit_months", "schengen_visa_refusal"}
    )
    assert table.shape[1:] == (len(number) + 1, len(number) + 1)
    assert np.isnan(table[[law.PERMIT_MONTHS, law.VISA_MONTHS, law.VISA_REFUSAL]]).all()
    known_permits = {code for code in number if not np.isnan(table[law.PERMIT_FACTOR, 0, number[code]])}
    assert known_permits == {"AT", "BE", "DE", "IT", "LT", "NL"}


def test_only_rows_that_a_mechanism_reads_tell_results_apart(tmp_path, monkeypatch):
    def told(row):
        path = tmp_path / "corridors.csv"
        path.write_text((ROOT / "evidence" / "corridors.csv").read_text(encoding="utf-8") + row, encoding="utf-8")
        monkeypatch.setattr(corridors, "FILE", path)
        return values.tables_hash.__wrapped__()

    assert told("MA,BE,diaspora_stock,5,,,persons,2030,somebody,,low,\n") == told("")
    assert told("MA,BE,permit_months,5,,,months,2030,somebody,,low,\n") != told("")


def test_the_numbers_of_attributes_are_their_places_in_the_table():
    numbers = [each.number for each in corridors.ATTRIBUTES.values()]
    assert len(set(numbers)) == len(numbers)
    assert max(numbers) + 1 == len(values.table())
    with pytest.raises(ValueError, match="taken"):
        corridors.attribute(0, "another", "months", "")


def test_the_summary_names_countries_where_they_have_names():
    [line] = [line for line in design(configure("baseline", *PAIR)) if line.startswith("World")]
    assert line.startswith("World: Morocco and Tunisia, 2 markets in Austria and Belgium; ")
    [line] = [line for line in design(configure("baseline", "corridor.origins=2")) if line.startswith("World")]
    assert line.startswith("World: 2 countries of origin, 1 market in 1 country of destination; ")


def test_what_is_allowed_names_both_ways():
    assert (
        registry()["corridor.origins"].allowed
        == "a whole number from 1 to 8 countries, or a list of ISO codes, e.g. [MA,TN]"
    )
