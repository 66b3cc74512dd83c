"""The pairs of planned and achieved: a schema, classes by the written rule, one unit, and no outcome of a forecast."""

import csv
import math
import re
from statistics import median

import pytest
import yaml

from sim.evidence.pairs import QUESTIONS, closing_class, pairs
from sim.evidence.published import QUALITIES, references, rows
from sim.setup.catalogue import REAL, SCENARIOS

ROWS = {row["scheme"]: row for row in rows("pairs.csv")}
FACTORS = {(row["what"], row["name"]): row for row in rows("conversions.csv")}
SCHEMES = {row["id"]: row for row in rows("schemes.csv")}
LEARN = sorted(name for name, row in ROWS.items() if row["use"] == "learn")
FORECAST = {
    "blue_birds", "portugal_ukraine_circular", "canada_empp", "australia_srlap", "france_senegal_yp", "kani",
    "vietnam_nurses_pilot2", "spain_honduras_ecuador", "match", "ygca", "move_green",
}  # fmt: skip
CLASS_ONLY = {"palim", "thamm", "morocco_germany"}
LARGEST = 2000
"""Places of the largest plan with a scenario."""
ALLOWED = {
    "use": {"learn", "forecast", "class"}, "aside": {"", "covid", "reverse"},
    "kind": {"employment", "apprenticeship", "internship", "study", "seasonal"},
    "basis": {"", "final", "interim", "first_year", "announce"}, "bound": {"", "at_most", "at_least"},
    "counted_unit": {name for what, name in FACTORS if what == "unit"},
    "counted_stage": {name for what, name in FACTORS if what == "stage"},
    "class": {"open", "association", "institution", "group"}, "class_open_share": {"0", "0.5", "1"},
    **{question: {"yes", "no", "part", "silent"} for question in QUESTIONS},
    "examination": {"0", "1"}, "quality": set(QUALITIES),
}  # fmt: skip
OUTCOMES = (
    "achieved", "achieved_low", "achieved_high", "ratio", "arrived", "arrived_low", "arrived_high", "first_arrival_low",
    "first_arrival_high",
)  # fmt: skip


def ids(row, column):
    return [each for each in row[column].split(";") if each]


@pytest.mark.parametrize(("column", "allowed"), ALLOWED.items(), ids=ALLOWED)
def test_columns_hold_what_is_allowed(column, allowed):
    assert {name: row[column] for name, row in ROWS.items() if row[column] not in allowed} == {}


def test_numbers_and_dates_are_numbers_and_dates():
    assert len(ROWS) == len(rows_of_the_file()) == 53
    for name, row in ROWS.items():
        assert re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2]))?", row["start"]), name
        assert 1 <= int(row["window"]) <= int(row["month"]), name
        for column in ("planned", *OUTCOMES):
            assert not row[column] or float(row[column]) >= 0, (name, column)
        assert 5 < len(row["class_reason"]) < 120, name


def rows_of_the_file():
    return list(rows("pairs.csv"))


def test_uses():
    by_use = {use: {name for name, row in ROWS.items() if row["use"] == use} for use in ALLOWED["use"]}
    assert by_use["forecast"] == FORECAST
    assert by_use["class"] == CLASS_ONLY


@pytest.mark.parametrize("name", sorted(FORECAST))
def test_no_outcome_of_a_forecast_is_known(name):
    row = ROWS[name]
    emptied = (*OUTCOMES, "achieved_evidence", "first_arrival_evidence", "basis", "bound")
    assert [row[column] for column in emptied] == [""] * len(emptied)
    assert row["planned"]
    assert pairs()[name].achieved is None
    assert pairs()[name].first_arrival is None
    kinds = {each["kind"] for each in SCHEMES.values() if each["scheme"] == name}
    assert kinds <= {"fact", "planned"}
    assert "planned" in kinds or name == "ygca"


def test_what_goes_with_the_second_pilot_of_vietnam_is_gone():
    assert {name for name in references() if name.startswith("vietnam_nurses.")} == {"vietnam_nurses.pilot_1_2012_2016"}


@pytest.mark.parametrize("name", LEARN)
def test_ratios_are_achieved_over_planned(name):
    row = ROWS[name]
    assert float(row["achieved_low"]) <= float(row["achieved"]) <= float(row["achieved_high"])
    if not row["planned"]:
        assert (name, row["ratio"]) == ("kosovo_yes", "")
    else:
        assert float(row["ratio"]) == pytest.approx(float(row["achieved"]) / float(row["planned"]), abs=5e-5)


@pytest.mark.parametrize("name", LEARN)
def test_the_common_unit_follows_from_the_factors(name):
    row = ROWS[name]
    unit, stage = FACTORS["unit", row["counted_unit"]], FACTORS["stage", row["counted_stage"]]
    for end, column in (("factor", ""), ("low", "_low"), ("high", "_high")):
        expected = float(row[f"achieved{column}"]) * float(unit[end]) * float(stage[end])
        assert float(row[f"arrived{column}"]) == pytest.approx(expected, rel=6e-4, abs=1e-9), end
    assert pairs()[name].arrived == tuple(float(row[f"arrived{end}"]) for end in ("_low", "", "_high"))


@pytest.mark.parametrize("name", sorted(ROWS))
def test_first_arrivals_lie_between_the_start_and_the_count(name):
    """At the latest in the month of the count: the first nurses went to Japan in it."""
    row, known = ROWS[name], pairs()[name].first_arrival
    assert bool(row["first_arrival_low"]) == bool(row["first_arrival_evidence"])
    if known is None:
        assert row["first_arrival_high"] == ""
        return
    assert row["use"] == "learn"
    low, high = known
    assert 0 <= low <= int(row["month"])
    assert low < high <= int(row["month"]) + 1 or math.isinf(high)


def test_first_arrivals_by_hand():
    """A date in the n-th month after the start is n to n + 1; a year or a season is all of its months."""
    known = {name: each.first_arrival for name, each in pairs().items() if each.first_arrival}
    assert len(known) == 10
    assert known["japan_epa_indonesia"] == (12, 13)  # signed in August 2007, first arrivals on 7 August 2008
    assert known["canada_aip"] == (7, 10)  # from March 2017; late 2017: October to December
    assert known["china_nurses"] == (15, 27)  # from October 2012; in 2014
    assert known["georgia_pcms"] == (19, math.inf)  # a lower bound
    assert known["digital_explorers"] == (9, 10)  # from January 2019; 15 October 2019


def test_factors_by_hand():
    """80 persons with family are 40 principals, at least 26.6; 19 visas are about 18.1 arrivals."""
    assert [float(ROWS["canada_aip"][f"arrived{end}"]) for end in ("_low", "", "_high")] == [26.64, 40, 80]
    assert float(ROWS["australia_swp_trial"]["arrived"]) == pytest.approx(18.1, abs=0.1)
    assert float(ROWS["haiti_h2a"]["arrived"]) == 14
    for row in FACTORS.values():
        assert 0 < float(row["low"]) <= float(row["factor"]) <= float(row["high"]) <= 1
        named = row["evidence"].split(";")
        assert named in (["definition"], ["assumption"]) or set(named) <= set(references())


def test_what_is_cited_exists_and_tells_what_it_is_cited_for():
    kinds = {"planned_evidence": {"planned"}, "achieved_evidence": {"outcome"}}
    exceptions = {"ygca", "westbalkan_2020"}  # selected is listed as a fact; last year's flow, not a plan
    for name, row in ROWS.items():
        for column in (
            "planned_evidence",
            "achieved_evidence",
            "first_arrival_evidence",
            "class_fact",
            "examination_fact",
        ):
            assert set(ids(row, column)) <= set(SCHEMES), (name, column)
        for column, kind in kinds.items():
            if name not in exceptions:
                assert {SCHEMES[each]["kind"] for each in ids(row, column)} <= kind, (name, column)
        assert bool(row["planned"]) == bool(row["planned_evidence"]), name
        assert bool(row["achieved"]) == bool(row["achieved_evidence"]), name
        assert ids(row, "examination_fact"), name


def test_classes_rest_on_facts_and_plans_only():
    for name, row in ROWS.items():
        assert ids(row, "class_fact"), name
        for column in ("class_fact", "examination_fact"):
            assert {SCHEMES[each]["kind"] for each in ids(row, column)} <= {"fact", "planned"}, (name, column)


@pytest.mark.parametrize("name", sorted(ROWS))
def test_classes_follow_from_the_answers(name):
    row = ROWS[name]
    assert (row["class"], float(row["class_open_share"])) == closing_class(row)


@pytest.mark.parametrize(("answers", "expected"), [
    (("no", "no", "no"), ("open", 1.0)), (("yes", "yes", "no"), ("group", 0.0)), (("no", "yes", "yes"), ("association", 0.0)),
    (("silent", "no", "yes"), ("institution", 0.0)), (("no", "part", "silent"), ("association", 0.5)),
    (("no", "no", "silent"), ("institution", 0.5)), (("part", "silent", "no"), ("group", 0.5)),
])  # fmt: skip
def test_the_rule_by_hand(answers, expected):
    assert closing_class(dict(zip(QUESTIONS, answers, strict=True))) == expected


def test_the_rule_separates_named_from_anonymous_and_tells_an_examination():
    known = pairs()
    assert (known["moldova_germany_seasonal"].open_share, known["georgia_germany_seasonal"].open_share) == (0.0, 1.0)
    assert {name for name, each in known.items() if each.examination} == {
        "china_nurses", "uk_kenya_nurses", "thamm", "morocco_germany"
    }  # fmt: skip


@pytest.mark.parametrize(("share", "number", "middle"), [("1", 13, 0.31), ("0.5", 12, 0.39), ("0", 8, 0.96)])
def test_medians_are_those_of_the_page(share, number, middle):
    ratios = [
        float(row["ratio"])
        for row in ROWS.values()
        if row["ratio"] and not row["aside"] and row["basis"] != "announce" and row["class_open_share"] == share
    ]
    assert len(ratios) == number
    assert round(median(ratios), 2) == middle
    page = " ".join((SCENARIOS.parent / "docs" / "closing.md").read_text(encoding="utf-8").split())
    assert f"{middle} where" in page
    assert f"({number}" in page


def real_scenarios():
    """Settings of each real scheme's file, by name."""
    files = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in SCENARIOS.glob("*.yaml")}
    return {name: each for name, each in files.items() if each["description"].startswith(REAL)}


def test_every_scheme_that_is_not_too_large_has_a_scenario_of_its_name():
    wanted = {
        name for name, row in ROWS.items() if not row["aside"] and row["planned"] and float(row["planned"]) <= LARGEST
    }
    assert set(real_scenarios()) == wanted | CLASS_ONLY


@pytest.mark.parametrize("name", sorted(real_scenarios()))
def test_a_scenario_says_what_its_pair_says(name):
    row, settings = ROWS[name], real_scenarios()[name]
    design = settings["design"]
    assert settings["start"].startswith(row["start"])
    assert design["kind"] == row["kind"]
    assert design["signed_share"] == 1 - float(row["class_open_share"])
    assert design["examination"] is (row["examination"] == "1")
    if row["class"] == "open":
        assert "signed_by" not in design
    else:
        assert [closing for closing, weight in design["signed_by"].items() if weight] == [row["class"]]
    years = 8 if name == "swiss_tunisia_stagiaires" else 1  # a yearly quota, over the longest duration
    assert not row["planned"] or design["places"] == years * float(row["planned"])
    assert (design["kind"] == "seasonal") <= (design["stay_months"] <= 9)


def test_every_column_is_explained():
    with (SCENARIOS.parent / "evidence" / "pairs.csv").open(encoding="utf-8", newline="") as file:
        columns = next(csv.reader(file))
    text = (SCENARIOS.parent / "docs" / "closing.md").read_text(encoding="utf-8")
    readme = (SCENARIOS.parent / "evidence" / "README.md").read_text(encoding="utf-8")
    assert [column for column in columns if column not in text + readme] == []


def test_a_quota_is_counted_up_to_its_planned_end_and_any_other_scheme_in_the_month_of_its_count():
    by_name = pairs()
    quota = next(each for each in by_name.values() if each.quota)
    assert quota.counted_until(quota.month - 1) == quota.month - 1
    assert quota.counted_until(quota.month + 9) == quota.month
    assert not by_name["wafira"].quota
    assert by_name["wafira"].counted_until(1) == by_name["wafira"].month == 41
