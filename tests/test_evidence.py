"""What the numbers rest on: no reference dangles, no published figure lies idle, outcomes are kept for calibration."""

import csv
import json
import re
import subprocess
import sys

import pytest

from sim.declare import ASSUMPTION, SCALES, Range, within
from sim.evidence import published as evidence
from sim.evidence.assumptions import assumptions, quality
from sim.evidence.published import FOLDER, QUALITIES, influences, quality_of, ranges, references
from sim.numbers import in_words
from sim.parameters import ATTRIBUTE, LEVER, SETTING, UNCERTAINTY, parameters, registry
from sim.parameters.__main__ import main as parameters_main
from sim.reporting.prices import in_plain_words
from sim.setup.catalogue import ROOT

EVENT = "month"
"""Unit of calendar months: events that a scenario tells, without a plausible range."""
UNCERTAIN = sorted(
    name for name, p in parameters().items() if p.kind == UNCERTAINTY and p.low is not None and p.unit != EVENT
)
FILES = sorted([*(ROOT / "scenarios").glob("*.yaml"), *(ROOT / "conf").glob("*/*.yaml")])
DOTTED = re.compile(r"(?<![\w./-])[a-z]\w*\.[a-z]\w*(?:\.\w+)*")
FROM_OUTCOMES = {
    "digital_explorers.companies_hiring", "digital_explorers.cost_per_beneficiary", "digital_explorers.hires_per_company",
    "digital_explorers.project_start_to_first_cohort_at_work", "digital_explorers.sme_share", "funnel.trained_employed_anywhere",
    "funnel.trained_moved_abroad", "homere.cost_per_intern", "mpf.direct_private_co_funding_in_the_first",
    "palim.actual_end_total_duration", "palim.employer_vacancies_indicated_at_info_sessions", "palim.project_start_to_training_start",
    "politics.conception_first_mobile_persons", "politics.private_co_funding_in_first_pilots",
    "training.retention_of_apprentices_after_1_year",
    "canada_aip.still_with_aip_employer_2019_2018_arrivals", "dt4e.belgium_employers_and_vacancies_by_july_2023",
    "dt4e.first_arrival_in_belgium", "georgia_germany_seasonal.vacancies_offered_by_end_mar_2021_registered",
    "haiti_h2a.employers_with_declared_interest_nov_2014", "haiti_h2a.job_orders_by_june_2015",
    "japan_epa_indonesia.job_offers_for_year_2_by_1", "japan_epa_indonesia.pass_rate_first_care_exam_jan_2012",
    "malaysia_bangladesh_g2g.applicants_selected_by_lottery", "uk_kenya_nurses.passed_the_english_test_first_try",
    "us_h2b_northern_triangle_2021.requested_by_employers",
}  # fmt: skip
"""Figures listed as facts that tell, or follow from, what a simulated scheme achieved: never behind a parameter either."""


def named_in_comments(path):
    """Dotted names in the comments of a YAML file, without the full stop of a sentence."""
    comments = " ".join(line.partition("#")[2] for line in path.read_text(encoding="utf-8").splitlines())
    return {name for name in DOTTED.findall(comments) if not name.endswith((".py", ".md", ".yaml", ".csv"))}


def rows(name):
    path = FOLDER / name
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def price_sources(parameter):
    """Ids behind a lever's price."""
    return getattr(parameter.price, "source", "").split(";")


def behind_parameters():
    """Every id that a default, a plausible range, a price or a comment in a scenario names."""
    found = {parameter.source for parameter in parameters().values()}
    found |= {source for parameter in parameters().values() for source in price_sources(parameter)}
    found |= {source for known in ranges().values() for source in known.sources}
    for path in FILES:
        found |= named_in_comments(path)
    return found & set(references())


def targets():
    """Every id that calibration aims at, where its targets are there."""
    return {each for row in rows("targets.csv") for each in row["evidence"].split(";") if each}


def paired():
    """Every id that a pair of planned and achieved, or a conversion of its unit, names."""
    columns = ("planned_evidence", "achieved_evidence", "first_arrival_evidence", "class_fact", "examination_fact")
    found = {each for row in rows("pairs.csv") for column in columns for each in row[column].split(";")}
    return found | {each for row in rows("conversions.csv") for each in row["evidence"].split(";")}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_name_in_a_comment_dangles(path):
    groups = {".".join(name.split(".")[:depth]) for name in registry() for depth in (2, 3)}
    known = set(references()) | set(registry()) | groups
    assert sorted(named_in_comments(path) - known) == []


def test_comments_are_read():
    assert "palim.applicants" in named_in_comments(ROOT / "scenarios" / "palim.yaml")


@pytest.mark.parametrize("name", sorted(ranges()))
def test_no_source_of_a_range_dangles(name):
    sources = ranges()[name].sources
    assert sources == (ASSUMPTION,) or set(sources) <= set(references()), sources
    assert len(set(sources)) == len(sources)


def test_no_target_dangles():
    assert sorted(targets() - set(references())) == []


def test_every_published_figure_is_used_or_says_why_not():
    unused = {row["id"]: row["reason"] for row in rows("unused.csv")}
    used = behind_parameters() | targets() | paired()
    prices = {name for name, reference in references().items() if reference.file == "prices.csv"}
    assert sorted(set(references()) - prices - used - set(unused)) == [], "neither used nor in evidence/unused.csv"
    assert not prices & set(unused), "a price may wait for its lever"
    assert sorted(set(unused) & used) == [], "used: take out of evidence/unused.csv"
    assert sorted(set(unused) - set(references())) == []
    assert all(len(reason) > 10 for reason in unused.values())


def test_figures_have_one_id_each_and_a_quality():
    ids = [row["id"] for name in evidence.FIGURES for row in rows(name)]
    assert len(set(ids)) == len(ids) > 450
    assert all(reference.quality in QUALITIES for reference in references().values())


def test_prices_are_numbers_with_a_year_and_found_by_their_id():
    prices = rows("prices.csv")
    assert len(prices) > 90
    for row in prices:
        assert row["id"].startswith("prices.")
        assert references()[row["id"]].value == row["value"]
        assert 1990 <= int(row["year"]) <= 2026
        assert row["unit"] == "text" or (float(row["low"]) <= float(row["high"])), row["id"]
        assert row["url"].startswith("http")
    assert float(references()["prices.eures_tms_grant_to_sme_for_onboarding_basic"].high) == 1320


def test_every_uncertain_number_has_a_range_and_otherwise_only_what_a_scheme_chooses():
    kinds = {name: registry()[name].kind for name in ranges()}
    assert sorted(name for name, kind in kinds.items() if kind == UNCERTAINTY) == UNCERTAIN
    assert set(kinds.values()) == {UNCERTAINTY, LEVER, ATTRIBUTE}


@pytest.mark.parametrize("name", sorted(ranges()))
def test_a_range_holds_the_default_and_lies_in_what_is_allowed(name):
    known, parameter = ranges()[name], registry()[name]
    assert parameter.low <= known.low <= parameter.default <= known.high <= parameter.high
    assert known.scale in SCALES
    assert known.scale != "log" or known.low > 0
    assert known.scale != "odds" or 0 < known.low <= known.high < 1
    assert len(known.reason) > 5
    assert not known.fixed or re.match("(a )?definition", known.reason) or known.low in (0.0, 1.0)
    if parameter.type is int:
        assert known.low == int(known.low)
        assert known.high == int(known.high)


@pytest.mark.parametrize("path", sorted((ROOT / "evidence").glob("*.csv")), ids=lambda path: path.name)
def test_every_row_has_a_field_for_every_column(path):
    with path.open(newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    assert rows
    assert [row for row in rows if len(row) != len(header)] == []


def test_definitions_are_few():
    assert sum(known.fixed for known in ranges().values()) <= len(ranges()) // 15


def test_outcomes_are_never_behind_a_parameter():
    outcomes = {name for name, reference in references().items() if reference.outcome}
    assert "palim.found_employment_by_project_end" in outcomes
    assert set(references()) >= FROM_OUTCOMES
    assert sorted(behind_parameters() & (outcomes | FROM_OUTCOMES)) == []


def test_influence_ships_for_the_parameters_of_the_baseline():
    measured = influences()
    assert set(measured) <= set(UNCERTAIN)
    assert len(measured) > 100
    shares = [each.influence for each in measured.values()]
    assert shares == sorted(shares, reverse=True)
    assert 0.1 < sum(shares) < 1.0
    assert all(each.ci_low <= each.influence <= each.ci_high for each in measured.values())


def test_assumptions_are_ranked_by_influence():
    ranked, measured = assumptions(), influences()
    shares = [measured[parameter.name].influence if parameter.name in measured else -1.0 for parameter in ranked]
    assert shares == sorted(shares, reverse=True)
    assert {parameter.name for parameter in ranked} == {
        name for name in UNCERTAIN if ranges()[name].assumed and not ranges()[name].fixed
    }


def test_the_quality_of_a_range_is_that_of_its_middle_figure():
    def of(*qualities):
        ids = [next(name for name, each in references().items() if each.quality == quality) for quality in qualities]
        return quality_of(Range(0, 1, "linear", tuple(ids), ""))

    assert (of("high"), of("high", "low"), of("high", "high", "low"), of("low", "medium", "high")) == (
        "high", "low", "high", "medium",
    )  # fmt: skip
    assert quality_of(Range(0, 1, "linear", (ASSUMPTION,), "")) == ASSUMPTION
    assert quality_of(Range(1, 1, "linear", (ASSUMPTION,), "")) == evidence.DEFINITION


def test_qualities_by_kind_of_parameter():
    known = registry()
    assert quality(known["permits.months"]) == quality_of(ranges()["permits.months"]) == "medium"
    assert quality(known["trust.gain"]) == ASSUMPTION
    assert quality(known["design.shortlist"]) == references()["match.shortlist_per_vacancy"].quality
    assert quality(known["design.advisory_board"]) == "words"
    assert all(quality(parameter) == "" for parameter in known.values() if parameter.kind == SETTING)
    assert all(quality(parameter) for parameter in known.values() if parameter.kind in (LEVER, UNCERTAINTY))


def test_without_the_evidence_there_is_none(monkeypatch, tmp_path):
    monkeypatch.setattr(evidence, "FOLDER", tmp_path)
    for each in (references, influences):
        assert each.__wrapped__() == {}


def test_parameters_show_range_quality_and_influence(capsys):
    parameters_main(["--csv"])
    shown = {row["name"]: row for row in csv.DictReader(capsys.readouterr().out.splitlines())}
    permits = shown["permits.months"]
    assert (float(permits["plausible_low"]), float(permits["plausible_high"]), permits["scale"]) == (1, 4, "log")
    assert (permits["quality"], permits["evidence"].split(";")[0]) == ("medium", permits["source"])
    assert float(shown["trust.gain"]["influence"]) == influences()["trust.gain"].influence
    assert shown["design.pipeline"]["plausible_low"] == shown["permits.months"]["price"] == ""
    assert shown["design.advisory_board"]["price"] == "each month: costs.board"
    assert [name for name, row in shown.items() if bool(row["price"]) != (row["kind"] == LEVER)] == []


def test_parameters_as_json_are_the_same_with_numbers_and_empty_cells_as_such(capsys):
    parameters_main(["scenario=baseline", "design.places=80", "--json"])
    shown = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert set(shown) == set(registry())
    places = shown["design.places"]
    assert (places["value"], places["changed"], places["price"]) == (80, "*", registry()["design.places"].price.text)
    assert shown["design.advisory_board"]["value"] is False
    assert shown["trust.gain"]["price"] is None


@pytest.mark.parametrize(
    "lever", [parameter for parameter in parameters().values() if parameter.price], ids=lambda each: each.name
)
def test_a_price_is_told_in_words_with_amounts(lever):
    """Every part is there with its default, every parameter by its meaning, and no parameter by its name."""
    words = in_plain_words(lever)
    assert not re.search(r"\b(costs|agencies|design|employers|trust|recognition)\.\w", words)
    for name in lever.price.parameters:
        assert registry()[name].meaning[1:] in words
        assert f"({in_words(registry()[name].default)}" in words
    assert bool(lever.price.follows) == ("the cost follows from" in words)


def test_a_price_in_words_by_hand():
    """Once, each month, and time; what has no price has no words."""
    assert in_plain_words(registry()["design.digital"]) == (
        "once: setting up fully digital procedures for one country at each end (80000 EUR);"
        " each month: running fully digital procedures (1200 EUR/month);"
        " time before it acts: months until digital tools do what they are meant to (9 months)"
    )
    assert in_plain_words(registry()["trust.gain"]) == ""


def test_parameters_mark_what_is_not_plausible(capsys):
    parameters_main(["permits.months=20"])
    lines = {line.split()[0]: line for line in capsys.readouterr().out.splitlines() if line.split()}
    assert "20 * !" in lines["permits.months"]
    assert "1 to 4" in lines["permits.months"]
    assert "!" not in lines["permits.variation"]


def test_assumptions_are_listed_the_most_influential_first(capsys):
    parameters_main(["--assumptions", "--csv", "trust.gain=0.2"])
    listed = list(csv.DictReader(capsys.readouterr().out.splitlines()))
    assert [row["name"] for row in listed] == [parameter.name for parameter in assumptions()]
    assert next(row for row in listed if row["name"] == "trust.gain")["value"] == "0.2"
    parameters_main(["--assumptions"])
    assert capsys.readouterr().out.splitlines()[4].split()[0] == assumptions()[0].name


def test_a_misspelt_flag_is_refused_in_one_line():
    done = subprocess.run(
        [sys.executable, "-m", "sim.parameters", "--assumption"], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 2
    assert done.stderr == "Error: --assumption is not a flag: did you mean --assumptions? (see --help)\n"


def test_a_scale_that_nobody_knows_is_refused_where_a_range_is_declared():
    with pytest.raises(ValueError, match="'cubic' is not one of linear, log, odds"):
        within(0.0, 1.0, "cubic", ASSUMPTION, "reason")
