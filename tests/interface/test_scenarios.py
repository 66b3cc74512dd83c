"""The scenarios that come with the model: all there, described, and the real pilots true to what was published."""

import csv
import re
from functools import cache

import pytest
import yaml

from sim import configure
from sim.evidence.published import FIGURES
from sim.parameters import Mobility, Sector, value_of
from sim.setup.catalogue import CONF, GROUPS, ROOT, SCENARIOS, group_options, option_meaning

PILOTS = (
    "palim", "homere", "digital_explorers", "ygca", "thamm", "match", "morocco_germany", "australia_srlap",
    "australia_swp_hort", "australia_swp_trial", "blue_birds", "canada_aip", "canada_empp", "china_nurses", "dt4e",
    "france_senegal_yp", "georgia_pcms", "ghana_italy_confindustria", "haiti_h2a", "japan_epa_indonesia", "kani",
    "moldova_germany_seasonal", "move_green", "nestle_nigeria_swiss", "pacific_labour_scheme", "portugal_ukraine_circular",
    "spain_honduras_ecuador", "swiss_tunisia_stagiaires", "vietnam_nurses_pilot1", "vietnam_nurses_pilot2", "wafira",
)  # fmt: skip
"""Real schemes."""
OTHERS = (
    "baseline", "covid_shock", "covid_early", "covid_late", "three_year", "five_year", "rigid", "flexible",
    "recognition_friction", "recognition_agreement", "single_market", "diverse_markets", "crowded_origin",
    "political_turnover", "no_facilitation", "remote_start", "private_recruiters", "low_medium_skills",
    "talent_partnership", "protectionist", "first_phase", "two_phases", "open_pilot", "association_pilot", "institution_pilot", "seasonal_pilot",
)  # fmt: skip
OPTIONS = {
    "design": {"three_year", "five_year", "rigid", "flexible"},
    "shock": {"none", "covid", "severe", "mild"},
    "recognition": {"friction", "agreement", "smooth"},
    "markets": {"single", "three", "diverse"},
    "closing": {"open", "association", "institution", "group"},
    "pipeline": {"train_first", "match_first"},
}

# Inputs of the pilots: parameter, evidence row, and the number in that row's column (low, high or value).
PUBLISHED = [
    ("palim", "design.duration_years", "palim.start_planned_end", "low", 1 / 12),
    ("palim", "design.budget_total", "palim.budget", "value", 1),
    ("palim", "design.training_months", "palim.training_duration_planned", "low", 1),
    ("palim", "design.stay_months", "palim.planned_contract_length", "high", 1),
    ("homere", "design.budget_total", "homere.budget", "value", 1),
    ("homere", "design.places", "homere.planned_internships", "low", 1),
    ("homere", "design.stay_months", "homere.internship_length", "low", 1),
    ("homere", "design.shortlist", "homere.pre_selected_per_slot", None, 1),
    ("digital_explorers", "design.duration_years", "digital_explorers.start_end", "low", 1 / 12),
    ("digital_explorers", "design.budget_total", "digital_explorers.budget", "value", 1),
    ("digital_explorers", "design.places", "digital_explorers.planned_participants", "low", 1),
    ("digital_explorers", "design.stay_months", "digital_explorers.stay_length", "high", 1),
    ("ygca", "design.duration_years", "ygca.start_duration", "low", 1 / 12),
    ("ygca", "design.budget_total", "ygca.budget", "value", 1),
    ("ygca", "design.places", "ygca.selected", "low", 1),
    ("ygca", "design.stay_months", "ygca.stay_length", "high", 1),
    ("ygca", "costs.allowance.study", "ygca.scholarship", "low", 1),
    ("thamm", "design.duration_years", "thamm.start_end", "low", 1 / 12),
    ("thamm", "design.places", "thamm.prepared", "low", 1),
    ("match", "design.duration_years", "match.start_end", "low", 1 / 12),
    ("match", "design.places", "match.planned_recruits", "low", 1),
    ("match", "design.shortlist", "match.shortlist_per_vacancy", "low", 1),
    ("match", "design.stay_months", "match.stay_length_planned", None, 1),
    ("blue_birds", "design.places", "blue_birds.places_planned", "low", 1),
    ("canada_empp", "design.places", "canada_empp.places_phase_2", "low", 1),
    ("china_nurses", "design.places", "china_nurses.nurses", "low", 1),
    ("dt4e", "design.places", "dt4e.talents_to_be_supported", "low", 1),
    ("georgia_pcms", "design.places", "georgia_pcms.places_planned", "low", 1),
    ("haiti_h2a", "design.places", "haiti_h2a.workers_to_be_placed", "low", 1),
    ("kani", "design.places", "kani.students", "low", 1),
    ("moldova_germany_seasonal", "design.places", "moldova_germany_seasonal.quota_2024", "low", 1),
    ("move_green", "design.budget_total", "move_green.budget", "value", 1),
    ("move_green", "design.stay_months", "move_green.stay_length", "low", 1),
    ("swiss_tunisia_stagiaires", "design.places", "swiss_tunisia_stagiaires.quota_per_year", "low", 8),
    ("wafira", "design.budget_total", "wafira.budget", "value", 1),
    ("wafira", "design.duration_years", "wafira.start_end", "low", 1 / 12),
]
STARTS = {
    "palim": "2019-03",
    "homere": "2019-05",
    "digital_explorers": "2019-01",
    "ygca": "2019-05",
    "match": "2020-01",
    "move_green": "2021-09",
    "wafira": "2021-10",
    "haiti_h2a": "2014-07",
    "georgia_pcms": "2013-05",
}
BEFORE_THE_PANDEMIC = {
    "palim", "homere", "digital_explorers", "ygca", "thamm", "match", "morocco_germany", "canada_aip",
    "pacific_labour_scheme", "swiss_tunisia_stagiaires", "vietnam_nurses_pilot2",
}  # fmt: skip
"""Schemes that were under way, or whose participants may have been abroad, in March 2020."""
IDENTIFIER = re.compile(r"\b[a-z][a-z0-9_]*\.[a-z][a-z0-9_]+\b")


@cache
def evidence():
    rows = {}
    for file_name in FIGURES:
        with (ROOT / "evidence" / file_name).open(encoding="utf-8", newline="") as file:
            rows |= {row["id"]: row for row in csv.DictReader(file)}
    return rows


def settings(pilot):
    """Lines of a pilot's file that set a value: (setting, comment)."""
    for line in (SCENARIOS / f"{pilot}.yaml").read_text(encoding="utf-8").splitlines():
        setting, _, comment = line.partition("  # ")
        if not line.startswith(("#", "description:")) and not setting.endswith(":"):
            yield setting.strip(), comment.strip()


def test_all_scenarios_and_options_are_there():
    assert {path.stem for path in SCENARIOS.glob("*.yaml")} == {*PILOTS, *OTHERS}
    for group in GROUPS:
        assert {*OPTIONS[group], "default"} <= {*group_options(group)}
        assert all(option_meaning(group, option) for option in group_options(group))
        assert not yaml.safe_load((CONF / group / "default.yaml").read_text())


@pytest.mark.parametrize("name", [*PILOTS, *OTHERS])
def test_a_scenario_composes_and_says_what_it_is_and_illustrates(name):
    text = (SCENARIOS / f"{name}.yaml").read_text(encoding="utf-8")
    config = configure(name)
    assert config.scenario == name
    assert 20 < len(config.description) < 120
    assert "\n" not in config.description
    assert config.description == yaml.safe_load(text)["description"]
    assert text.startswith("#")
    assert name == "baseline" or re.search(r"\bL\d+\b", text)


@pytest.mark.parametrize(("pilot", "name", "row", "column", "factor"), PUBLISHED)
def test_pilots_take_their_inputs_from_what_was_published(pilot, name, row, column, factor):
    published, value = evidence()[row], value_of(configure(pilot), name)
    if column is None:
        assert float(published["low"]) <= value <= float(published["high"])
    else:
        assert value == pytest.approx(float(published[column]) * factor, rel=0.005)


@pytest.mark.parametrize("pilot", PILOTS)
def test_no_outcome_is_an_input_and_every_input_names_its_ground(pilot):
    found = list(settings(pilot))
    assert len(found) > 12
    for setting, comment in found:
        rows = [name for name in IDENTIFIER.findall(comment) if name in evidence()]
        assert rows or comment.startswith("assumption"), setting
        for row in rows:
            assert evidence()[row].get("kind") != "outcome", (setting, row)
        written = [
            name for name in IDENTIFIER.findall(comment) if name.split(".")[0] in {r.split(".")[0] for r in evidence()}
        ]
        assert set(written) <= set(evidence()), (setting, written)


@pytest.mark.parametrize("pilot", PILOTS)
def test_the_pandemic_hits_each_pilot_in_the_month_it_did(pilot):
    config = configure(pilot)
    year, month = map(int, config.start.split("-"))
    hit = (2020 - year) * 12 + 3 - month
    assert config.shock.month == (hit if pilot in BEFORE_THE_PANDEMIC else -1)
    assert config.shock.severity == 1.0
    assert config.start == STARTS.get(pilot, config.start)
    assert pilot in BEFORE_THE_PANDEMIC or not 0 <= hit <= 12 * config.design.duration_years + config.design.stay_months


def test_pilots_differ_in_kind_and_sector_as_they_did():
    kinds = {pilot: configure(pilot).design.kind for pilot in PILOTS[:7]}
    assert kinds == {
        "palim": Mobility.employment, "homere": Mobility.internship, "digital_explorers": Mobility.employment,
        "ygca": Mobility.study, "thamm": Mobility.apprenticeship, "match": Mobility.employment,
        "morocco_germany": Mobility.apprenticeship,
    }  # fmt: skip
    assert configure("palim").design.sector is Sector.ict
    seasonal = {pilot for pilot in PILOTS if configure(pilot).design.kind is Mobility.seasonal}
    assert seasonal == {
        "australia_swp_hort", "australia_swp_trial", "haiti_h2a", "moldova_germany_seasonal", "spain_honduras_ecuador", "wafira",
    }  # fmt: skip


def test_palim_trains_120_a_quarter_of_them_for_places_abroad():
    design = configure("palim").design
    assert design.places / (1 - design.home_share) == pytest.approx(120)


def test_duration_designs_share_their_total_budget():
    three, five = configure("three_year"), configure("five_year")
    assert three.design.budget_total == five.design.budget_total == configure("baseline").design.budget_total
    assert (three.design.duration_years, five.design.duration_years) == (3.0, 5.0)


def test_scale_up_serves_thousands_a_year_in_several_countries():
    config = configure("talent_partnership")
    assert config.design.places / config.design.duration_years >= 1000
    assert config.corridor.origins > 1
    assert config.markets.countries > 1
