"""``pilot-schemes corridors``: what is known of a corridor, with its source, what is assumed, and thin figures shrunk."""

import csv
import json
import math

import pytest

from analysis.command.entry import main
from docs.corridors import letters, ranks, spearman
from sim import configure, corridors
from sim.corridors import known, shrinkage, values
from sim.corridors.known import Figure, figures, holds, of_pair, pairs, speaking
from sim.corridors.shrinkage import Prior, between, from_scale, prior, to_scale, towards
from sim.corridors.topics import TOPICS

WIDTH = 80
NUMBERS = ("refusal", "waiting", "permit", "study", "diaspora", "consulates", "thresholds", "checks")


def printed(capsys, *arguments):
    main(["corridors", *arguments])
    return capsys.readouterr().out


def topic(capsys, name, origin="MA", destination="BE"):
    """What the command says of a topic, as JSON."""
    [found] = [each for each in json.loads(printed(capsys, origin, destination, "--json")) if each["topic"] == name]
    return found


@pytest.fixture
def table(tmp_path, monkeypatch):
    """Put rows in place of the table: origin, destination, attribute, value, quality, and what else is told by name."""

    def given(*rows):
        path = tmp_path / "corridors.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            written = csv.DictWriter(file, Figure._fields, restval="")
            written.writeheader()
            for origin, destination, attribute, value, quality, *further in rows:
                cells = {"origin": origin, "destination": destination, "attribute": attribute, "value": value}
                more = further[0] if further else {}
                written.writerow(
                    {**cells, "unit": "months", "year": "2024", "source": "somebody", "quality": quality, **more}
                )
        monkeypatch.setattr(corridors, "FILE", path)
        values.table.cache_clear()
        known._read.cache_clear()

    yield given
    monkeypatch.undo()
    values.table.cache_clear()


def waits(*values):
    """Rows of waiting months for pairs with Italy."""
    return [
        (origin, "IT", "work_visa_wait_months", value, "high")
        for origin, value in zip(("AL", "BR", "CO", "EC"), values, strict=False)
    ]


# what the command says


def test_a_pair_says_what_is_known_of_it_of_one_country_and_what_is_assumed(capsys):
    text = printed(capsys, "MA", "BE")
    assert text.startswith("Morocco to Belgium (MA BE)\n")
    assert "  MA BE  diaspora stock: 226216 persons, 2019, high\n           UN DESA" in text
    assert "  BE     long stay work visa refusal rate: 2 %, 2021, high\n           Myria" in text
    assert "no row of the pair: known only of BE" in text
    assert "assumed: the average, permits.visa_months = " in text
    assert "the average, permits.months = " in " ".join(text.split())
    assert "4 months (an upper bound)" in text
    assert "GDP per head, destination over origin: 6.6" in text  # 53287 / 8083


def test_what_a_run_takes_is_said(capsys):
    """The figure of Belgium is half believed: exp(0.49 * (logit(0.02) - logit(0.127))) of the odds; two months of PT half."""
    usual = configure("baseline").permits
    odds = 0.382 * usual.visa_refusal / (1 - usual.visa_refusal)
    said = " ".join(topic(capsys, "refusal")["model"].split())
    assert (
        f"takes {100 * odds / (1 + odds):.2g} %: the average, permits.visa_refusal = {usual.visa_refusal:.3g} (probability)"
        in said
    )
    assert "with odds 0.382 times" in said
    said = topic(capsys, "waiting", "CV", "PT")["model"]
    assert f"the average, permits.visa_months = {usual.visa_months:.3g} months, times 0.529" in said
    assert "because no row speaks" in topic(capsys, "permit", "GH", "PL")["model"]
    assert "these rows are not read" in topic(capsys, "recognition", "GH", "DE")["model"]
    assert "no mechanism reads this" in topic(capsys, "study", "MA", "BE")["model"]


def test_what_a_run_takes_is_what_the_command_says(capsys, table):
    """A stated value holds as it stands, and is no figure behind the mean."""
    table(*waits(4, 4, 4), ("MA", "BE", "visa_months", 5, "low"))
    found = topic(capsys, "waiting")
    usual = configure("baseline").permits.visa_months
    assert f"takes 5 months instead of permits.visa_months = {usual:.3g} months" in found["model"]
    assert (found["shrunk"]["figure"], found["shrunk"]["value"]) == (None, pytest.approx(4.0))
    assert printed(capsys, "MA", "BE").count("visa months: 5 months") == 1


def test_a_pair_of_which_nothing_is_known(capsys):
    text = printed(capsys, "FJ", "NZ")
    assert "No row speaks of this pair." in text
    assert text.count("nothing known") == len(TOPICS)
    assert "the mean alone" in text
    assert "The table has rows for the other direction." in " ".join(printed(capsys, "BE", "MA").split())


def test_notes_and_addresses_on_demand(capsys):
    assert "https://" not in printed(capsys, "MA", "BE")
    assert "https://" in printed(capsys, "MA", "BE", "--sources")


def test_the_latest_year_is_shown_and_json_has_all(capsys):
    rows = [row for row in topic(capsys, "checks")["rows"] if row["attribute"] == "long_stay_work_visas"]
    assert sorted(row["value"] for row in rows) == ["278", "486"]
    text = printed(capsys, "MA", "BE")
    assert "486 count, 2022, medium; 1 older in the table" in " ".join(text.split())
    assert "278 count" not in text


def test_pairs_are_listed_those_first_of_which_most_is_known(capsys):
    head, *lines = [line for line in printed(capsys).splitlines() if not line.startswith("   ")]
    counts = [int(line.split()[2]) for line in lines]
    assert counts == sorted(counts, reverse=True)
    assert {tuple(line.split()[:2]) for line in lines} == {pair for pair in pairs() if "EU" not in pair}
    assert head.startswith("pair ")


def test_one_country(capsys):
    text = printed(capsys, "MA")
    assert text.startswith("Morocco (MA)\n")
    assert "  MA EU  agreement talent partnership: launched" in text
    assert "\nMA BE  " in text
    assert "TN FR" not in text
    assert "a run takes the average" in printed(capsys, "FJ")
    assert all("MA" in (row["origin"], row["destination"]) for row in json.loads(printed(capsys, "MA", "--json")))
    assert len(json.loads(printed(capsys, "--json"))) == len(figures())


@pytest.mark.parametrize("of", ["", "MA", "DE", "MA BE", "IN DE", "TN FR", "NG LT", "PH DE", "CV PT", "UA PL", "FJ NZ"])
def test_it_fits_into_80_columns(capsys, of):
    assert [line for line in printed(capsys, *of.split()).splitlines() if len(line) > WIDTH] == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["UK"], "'UK' is not the ISO code of a country, two capital letters: did you mean 'GB'?"),
        (["MA", "be"], "did you mean 'BE'?"),
        (["Marocco"], "did you mean 'MA' (Morocco)?"),
        (["MA", "XX"], "'XX' is not the ISO code of a country"),
        (["MA", "MA"], "MA is named twice"),
        (["MA", "BE", "FR"], "3 countries are too many: write an origin and a destination, e.g. MA BE"),
        (["--jsn"], "--jsn is not a flag: did you mean --json?"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(capsys, arguments, told):
    with pytest.raises(SystemExit) as left:
        main(["corridors", *arguments])
    assert left.value.code == 2
    error = capsys.readouterr().err
    assert told in error
    assert error.count("\n") == 1


# for which pairs a row holds


def row(origin, destination, attribute="agreement_labour"):
    given = {"origin": origin, "destination": destination, "attribute": attribute}
    return Figure(**dict.fromkeys(Figure._fields, "") | given)


def test_a_row_of_the_union_holds_for_its_members():
    assert holds(row("MA", "EU"), "MA", "BE")
    assert not holds(row("MA", "EU"), "MA", "CH")
    assert not holds(row("MA", "EU"), "TN", "BE")


def test_a_row_of_a_region_holds_for_its_countries_alone():
    region = row("", "DE", "national_visa_refusal_rate_africa")
    assert holds(region, "MA", "DE")
    assert not holds(region, "VN", "DE")
    assert not holds(region, "MA", "AT")
    assert speaking("refusal", "MA", "DE").attribute == "national_visa_refusal_rate_africa"
    assert speaking("refusal", "GE", "DE").attribute == "national_visa_refusal_rate_world"


def test_the_pair_speaks_before_the_destination_and_the_latest_year_before_an_older_one(table):
    wait = "work_visa_wait_months"
    table(("", "BE", wait, 2, "high"), ("MA", "BE", wait, 3, "low", {"year": "2010"}), ("MA", "BE", wait, 5, "low"))
    assert (speaking("waiting", "MA", "BE").value, speaking("waiting", "TN", "BE").value) == ("5", "2")
    assert speaking("waiting", "MA", "DE") is None


# shrinkage


def test_mean_and_spread_by_hand():
    """Of 0 and 2 with variances of 1: the mean is 1, Q = 2, tau^2 = (2 - 1) / (2 - 2 / 2) = 1, variance 1 / (1/2 + 1/2)."""
    assert between([0.0, 2.0], [1.0, 1.0]) == Prior(1.0, 1.0, 1.0, 2)
    assert between([3.0, 3.0, 3.0], [1.0, 4.0, 9.0]).spread2 == 0.25**2  # the least spread


def test_a_figure_goes_half_way_where_it_is_as_sure_as_corridors_are_alike():
    assert towards(Prior(1.0, 1.0, 1.0, 2), 3.0, 1.0) == (2.0, 0.5 + 0.25, 0.5)
    assert towards(Prior(1.0, 1.0, 1.0, 2), 3.0, 3.0)[::2] == (1.5, 0.25)


def test_without_data_it_is_the_mean_and_with_much_data_the_figure():
    before = Prior(1.0, 1.0, 0.5, 4)
    assert towards(before, 3.0, math.inf) == (1.0, 1.5, 0.0)
    value, variance, weight = towards(before, 3.0, 1e-12)
    assert (value, weight) == (pytest.approx(3.0), pytest.approx(1.0))
    assert variance == pytest.approx(0.0, abs=1e-9)


@pytest.mark.parametrize(("scale", "value"), [("odds", 0.02), ("odds", 0.5), ("log", 0.5), ("log", 12.0)])
def test_scales_lead_back(scale, value):
    assert from_scale(to_scale(value, scale), scale) == pytest.approx(value)
    assert math.isfinite(to_scale(0.0, scale))


def test_the_mean_of_equal_figures_holds_where_there_is_none(capsys, table):
    table(*waits(4, 4, 4))
    found = topic(capsys, "waiting")["shrunk"]
    assert (found["weight"], found["figure"], found["unit"]) == (0.0, None, "months")
    assert found["value"] == pytest.approx(4.0)
    spread = math.sqrt(0.25**2 + (0.25**2 + 0.25**2) / 3)  # between corridors, and of the mean of three
    assert found["high"] == pytest.approx(4.0 * math.exp(1.645 * spread))


def test_a_pair_counts_more_than_its_country_and_a_good_figure_more_than_a_poor_one(capsys, table):
    """With a spread of 0.25: 1/2 for a good figure of the pair, 1/3 for one of the country, 1/5 and 1/17 for worse ones."""

    def weight(origin, quality):
        table(*waits(4, 4, 4), (origin, "BE", "work_visa_wait_months", 4, quality))
        return topic(capsys, "waiting")["shrunk"]["weight"]

    assert weight("MA", "high") == pytest.approx(1 / 2)
    assert weight("MA", "medium") == pytest.approx(1 / 5)
    assert weight("MA", "low") == pytest.approx(1 / 17)
    assert weight("", "high") == pytest.approx(1 / 3)


def test_a_bound_counts_in_no_mean_and_is_not_crossed(capsys, table):
    table(*waits(4, 4, 4), ("MA", "BE", "work_visa_wait_months", 9, "high", {"low": 9}))
    assert prior("waiting").figures == 3
    assert topic(capsys, "waiting")["shrunk"]["value"] == pytest.approx(9.0)
    assert "9 months (a lower bound)" in printed(capsys, "MA", "BE")
    table(*waits(4, 4, 4), ("MA", "BE", "work_visa_wait_months", 1, "high", {"high": 1}))
    assert topic(capsys, "waiting")["shrunk"]["value"] == pytest.approx(1.0)


def test_of_two_figures_there_is_no_mean(capsys, table):
    table(*waits(4, 8))
    assert topic(capsys, "waiting")["shrunk"] is None
    table(*waits(4, 8, 4))
    assert topic(capsys, "waiting")["shrunk"] is not None


def test_shrunk_values_lie_between_the_figure_and_the_mean():
    for name in ("refusal", "waiting", "permit"):
        scale = TOPICS[name].scale
        middle = from_scale(prior(name).mean, scale)
        for origin, destination in pairs():
            found = shrinkage.shrunk(name, origin, destination)
            ends = [middle, *([found.figure.months] if found.figure else [])]
            assert min(ends) - 1e-9 <= found.value <= max(ends) + 1e-9
            assert found.low < found.value < found.high


# the table


def test_every_row_has_one_topic():
    attributes = [attribute for each in TOPICS.values() for attribute in dict.fromkeys(each.stated + each.attributes)]
    assert len(set(attributes)) == len(attributes)
    assert {row.attribute for row in figures()} <= set(attributes)
    assert all(float(row.value) >= 0 for name in NUMBERS if name != "consulates" for row in figures() if row.attribute in TOPICS[name].attributes)  # fmt: skip


def test_short_stays_are_never_taken_for_work():
    assert [row for row in figures() if "short_stay" in row.attribute or "all_visa" in row.attribute] == []
    assert all(0.0 < row.months < 1.0 for row in figures() if "refusal_rate" in row.attribute)


def test_no_row_stands_twice():
    found = [(row.place, row.attribute, row.year, row.value, row.source) for row in figures()]
    assert sorted(each for each in set(found) if found.count(each) > 1) == []


def test_the_matrix_shows_what_the_command_shows():
    for origin, destination in (("MA", "BE"), ("TN", "FR"), ("IN", "DE"), ("ET", "SE")):
        own = [name for name in TOPICS if any(row.place == f"{origin} {destination}" for row in of_pair(name, origin, destination))]  # fmt: skip
        assert letters(origin, destination) == "".join(TOPICS[name].letter for name in own)


# the check


def test_rank_correlation_by_hand():
    """Two swaps of neighbours in five: 1 - 6 * 4 / (5 * 24); z = 1.0986 with a standard error of sqrt(1.32 / 2)."""
    assert ranks([10.0, 30.0, 30.0, 20.0]) == [1.0, 3.5, 3.5, 2.0]
    rho, low, high = spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])
    assert rho == pytest.approx(0.8)
    assert (low, high) == (pytest.approx(-0.457, abs=1e-3), pytest.approx(0.991, abs=1e-3))
    assert math.isnan(spearman([1, 2, 3], [1, 3, 2])[1])


@pytest.mark.parametrize(("pair", "taken"), [(("SN", "FR"), "yes"), (("SN", "DE"), "no"), (("FJ", "DE"), "no")])
def test_a_language_in_common_is_told_as_the_model_takes_it(capsys, pair, taken):
    told = topic(capsys, "language", *pair)["model"]
    assert f"takes {taken}; where it is yes, it adds candidates.shared_language" in told
