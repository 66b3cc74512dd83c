"""Real schemes are set up by the rules of docs/closing.md, alike for all: every rule worked out again, in every file."""

import csv
import math
import re
from functools import cache

import numpy as np
import pytest
import yaml

from sim import PartnershipModel
from sim import configure as composed
from sim.corridors import values
from sim.countries import names
from sim.evidence.pairs import pairs
from sim.evidence.published import rows
from sim.laws import budget
from sim.parameters import Mobility, parameters, to_record
from sim.runs.prior import unknowns
from sim.setup.catalogue import REAL, SCENARIOS
from sim.setup.checks import flatten

FILES = {path.stem: path for path in sorted(SCENARIOS.glob("*.yaml"))}
SETTINGS = {name: yaml.safe_load(path.read_text(encoding="utf-8")) for name, path in FILES.items()}
SETTINGS = {name: each for name, each in SETTINGS.items() if each["description"].startswith(REAL)}
SIGNED = [name for name in SETTINGS if pairs()[name].open_share < 1]
SEASONAL = [name for name in SETTINGS if SETTINGS[name]["design"]["kind"] == "seasonal"]

BY_A_FACT = {"ghana_italy_confindustria": 12, "spain_honduras_ecuador": 12, "morocco_germany": 12, "ygca": 4}
"""Months of preparation that a fact gives, or a range of evidence/unknowns.csv with a reason."""
A_PHASE_BEFORE = {
    "homere", "thamm", "vietnam_nurses_pilot2", "australia_swp_hort", "pacific_labour_scheme", "moldova_germany_seasonal",
    "canada_empp",
}  # fmt: skip
"""An earlier phase or programme of the same lead is named in the facts."""
SIGNED_HOSTS = {"ghana_italy_confindustria": 20, "kani": 1, "ygca": 30, "nestle_nigeria_swiss": 1}
"""Hosts that signed, where a fact gives their number."""
PUBLISHED = {
    "canada_empp", "digital_explorers", "haiti_h2a", "homere", "kani", "morocco_germany", "move_green", "nestle_nigeria_swiss",
    "palim", "wafira", "ygca",
}  # fmt: skip
"""Budgets that were published."""
NO_MATCHING = {"france_senegal_yp", "swiss_tunisia_stagiaires"}
ONE_CROP = {"spain_honduras_ecuador", "wafira"}
SOUTH = {"australia_swp_hort", "australia_swp_trial"}
COHORTS = {"vietnam_nurses_pilot1": 2, "wafira": 2}
"""Cohorts that the plan or a fact names, where more than one call would fit."""
NOBODY_CALLED = {*NO_MATCHING, "moldova_germany_seasonal", "spain_honduras_ecuador", "nestle_nigeria_swiss"}
"""Schemes whose hosts name their workers, whose group selects its own people, or whose workers find a host themselves."""
MONTHS_OF_A_CALL = dict.fromkeys(NOBODY_CALLED, 0) | {
    "ygca": 3, "china_nurses": 6, "ghana_italy_confindustria": 0,
}  # fmt: skip
ONLY_A_YEAR = ("vietnam_nurses_pilot1", "vietnam_nurses_pilot2", "kani")
"""Schemes with a yearly date of which only the year of the start is published."""
OWN_STAFF = "nestle_nigeria_swiss"
HOSTS_PAY = {*SEASONAL, "ghana_italy_confindustria"}


def configure(name, *overrides):
    """A scheme as the rules see it: what nobody states is at the registry's default."""
    return composed(name, "world=registry", *overrides)


def months(c):
    return max(1, math.floor(c.design.duration_years * 12 + 0.5))


def calls(c):
    delivery = months(c) - c.agencies.call_months - c.design.training_months - c.design.closing_months
    return 1 + max(0, int(delivery / c.design.cohort_months))


def trainees(c):
    return math.ceil(c.design.places / (1 - c.design.home_share) - 1e-6)


def digits(x):
    """Two digits."""
    return float(f"{x:.1e}")


def need(c):
    """What the plan costs, shares for capacity and monitoring included."""
    p = to_record(c, c.timeline).view(np.recarray)[0]
    d, costs = c.design, c.costs
    money = months(c) * budget.coordination_cost(p) + budget.one_off(p) + trainees(c) * budget.training_cost(p)
    money += trainees(c) * (c.candidates.per_place * costs.screening + d.reserve_share * costs.reserve * months(c) / 2)
    money += calls(c) * c.corridor.origins * costs.call + d.places * d.shortlist * d.interview_share * costs.interview
    money += d.places * (budget.mobility_cost(p) + d.reintegration_support * budget.return_cost(p))
    return money / (1 - d.capacity_share - d.monitoring_share)


def staff(c):
    """(staff for facilitation, staff for hosts) by rule 3, before facts say otherwise."""
    countries = min(c.markets.countries, c.markets.count) + c.corridor.origins
    return digits(0.5 + 0.5 * (countries - 2)), digits(min(10, 0.5 * c.design.places / 60))


def default(name):
    return parameters()[name].default


def comment(name, setting):
    lines = FILES[name].read_text(encoding="utf-8").splitlines()
    return next(line.partition("  # ")[2] for line in lines if line.startswith(f"  {setting}:"))


def test_all_real_schemes_are_looked_at():
    assert len(SETTINGS) == 31
    assert len(SIGNED) == 18


@pytest.mark.parametrize("name", SETTINGS)
def test_rule_1_who_signed_has_signed(name):
    c, pair = configure(name), pairs()[name]
    assert c.design.signed_share == 1 - pair.open_share
    if name not in SIGNED:
        assert "signing_chance" not in SETTINGS[name].get("employers", {})
        return
    assert getattr(c.employers.signing_chance, pair.closing) == 1
    assert getattr(c.employers.signing_work, pair.closing) == 0
    assert c.design.preparation_months == BY_A_FACT.get(name, 12 if name in A_PHASE_BEFORE else 6)
    assert (c.costs.preparation == 0) == (name in A_PHASE_BEFORE)
    if name in SIGNED_HOSTS:
        places = getattr(c.employers.signed_places, pair.closing)
        assert math.ceil(c.design.places * c.design.signed_share / places) == SIGNED_HOSTS[name]


@pytest.mark.parametrize("name", SETTINGS)
def test_rule_2_a_budget_that_was_not_published_does_not_bind(name):
    c, row = configure(name), f"{name}:design.budget_total"
    said = comment(name, "budget_total")
    assert ("rule 2" in said) == (name not in PUBLISHED)
    if name in PUBLISHED:
        assert not said.startswith("assumption")
    else:
        assert c.design.budget_total == digits(1.2 * need(c)), "renew it by rule 2"
        assert (unknowns()[row].low, unknowns()[row].high) == (c.design.budget_total, c.design.budget_total * 2)
        assert unknowns()[row].scale == "log"


@pytest.mark.parametrize("name", sorted(PUBLISHED))
def test_rule_2_a_published_budget_below_the_need_is_a_part(name):
    c, row = configure(name), unknowns().get(f"{name}:design.budget_total")
    assert (row is not None) == (c.design.budget_total < need(c))
    if row is not None:
        assert (row.low, row.high, row.scale) == (c.design.budget_total, digits(1.2 * need(c)), "log")
        assert "published part" in row.reason


def test_rule_2_who_has_published_a_part():
    """Shares of the need that the published budgets cover."""
    shares = {name: configure(name).design.budget_total / need(configure(name)) for name in sorted(PUBLISHED)}
    assert {name: round(share, 2) for name, share in shares.items() if share < 1} == {
        "canada_empp": 0.76, "homere": 0.22, "wafira": 0.73, "ygca": 0.99,
    }  # fmt: skip


@pytest.mark.parametrize("name", SETTINGS)
def test_rule_3_staff_is_in_proportion(name):
    c = configure(name)
    facilitation, hosts = staff(c)
    usual = (default("design.facilitation_staff"), default("design.host_staff"))
    found = (c.design.facilitation_staff, c.design.host_staff)
    c.design.facilitation_staff, c.design.host_staff = facilitation, hosts
    if name == OWN_STAFF:
        assert found == (0, 0)
    elif c.design.places <= 60 or (name in PUBLISHED and c.design.budget_total < need(c)):
        assert found == usual
    else:
        assert found == (facilitation, 0 if name in NO_MATCHING else hosts)


@pytest.mark.parametrize("name", SETTINGS)
def test_rule_3_desks_can_handle_the_plan(name):
    c = configure(name)
    a_month = 2 * c.design.places / max(months(c) - c.design.training_months - 6, 6)
    if c.design.places <= 60:
        a_month = 0
    assert c.permits.capacity >= a_month
    assert c.permits.visa_capacity >= a_month
    assert c.recognition.capacity >= a_month
    assert c.agencies.interviews >= a_month * c.design.shortlist * c.design.interview_share - 1e-9
    assert c.design.training_months == 0 or c.costs.training_seats >= trainees(c) / calls(c)


@pytest.mark.parametrize("name", SETTINGS)
def test_rule_4_seasons(name):
    c = configure(name)
    if name not in SEASONAL:
        of_a_year = c.design.kind in (Mobility.apprenticeship, Mobility.study) and c.design.intake_months == 12
        assert c.design.intake_window == (3 if of_a_year else default("design.intake_window"))
        return
    first = (int(c.start[5:]) - 1 + c.design.first_intake) % 12 + 1
    assert c.design.intake_months == 12
    if name in ONE_CROP:
        assert (first, c.design.intake_window) == (2, 3)
    else:
        assert (first, c.design.intake_window) == (9 if name in SOUTH else 3, 9)


@pytest.mark.parametrize("name", SETTINGS)
def test_rule_5_who_pays(name):
    c = configure(name)
    if name in HOSTS_PAY:
        assert c.costs.mobility == 500
    elif name == "match":
        assert c.costs.mobility == 0
    elif name != OWN_STAFF:
        assert c.costs.mobility == default("costs.mobility")


def test_rule_5_a_group_with_its_own_staff():
    c = configure(OWN_STAFF)
    levers = ("facilitation", "facilitation_staff", "host_staff", "digital", "flexibility", "reintegration_support")
    assert [getattr(c.design, name) for name in levers] == [0] * len(levers)
    assert [c.costs.screening, c.costs.call, c.costs.interview, c.costs.reserve] == [0] * 4
    assert c.design.ministry_share == 1
    assert c.costs.coordination == c.costs.preparation == 500
    assert 0.95 * c.design.budget_total < need(c) <= c.design.budget_total


@cache
def agreements():
    """The table of rule 7 in docs/closing.md: scheme, fact (or what is missing), and how it was read."""
    page = (SCENARIOS.parent / "docs" / "closing.md").read_text(encoding="utf-8")
    found = re.findall(r"^\| `(\w+)` \| (signed|silent) \| `([\w.]+)` \| (.+) \|$", page, re.MULTILINE)
    return {scheme: (state, fact, reading) for scheme, state, fact, reading in found}


def facts():
    return {row["id"]: row for row in rows("schemes.csv")}


def test_rule_7_every_scheme_is_judged():
    assert set(agreements()) == set(SETTINGS)
    assert len([state for state, _, _ in agreements().values() if state == "signed"]) == 21


@pytest.mark.parametrize("name", SETTINGS)
def test_rule_7_agreements_in_force(name):
    """The page and the file name the same fact, which is a fact or a plan of this scheme or of its programme."""
    state, fact, reading = agreements()[name]
    assert facts()[fact]["kind"] in ("fact", "planned")
    assert len(reading) > 20
    politics = SETTINGS[name].get("politics", {})
    if state == "silent":
        assert politics == {}
        return
    assert politics == {"sign_threshold": 0, "sign_spread": 0}
    assert comment(name, "sign_threshold") == f"{fact}: {reading} (rule 7 of docs/closing.md)"
    assert comment(name, "sign_spread").startswith("assumption: rule 7 of docs/closing.md")


@pytest.mark.parametrize("name", [name for name in SETTINGS if "politics" in SETTINGS[name]])
def test_rule_7_governments_sign_in_the_first_month(name):
    """All of them, with hardly any trust; with the usual threshold none does."""
    distrusted = (
        "design.places=10", "candidates.per_place=2", "markets.employers=4", "design.preparation_months=0",
        "trust.prior=0.05", "trust.gain=0", "politics.support=0.5", "politics.support_spread=0.05",
    )  # fmt: skip
    c = configure(name, *distrusted)
    levels = c.corridor.origins * c.corridor.levels_origin
    levels += min(c.markets.countries, c.markets.count) * c.corridor.levels_destination
    assert signatures(c) == levels
    assert signatures(configure(name, *distrusted, "politics.sign_threshold=0.18", "politics.sign_spread=0.01")) == 0


def signatures(c):
    """Agreements signed in month 0."""
    model = PartnershipModel(c)
    model.step()
    return model.state.monthly[0].agreements_signed


def test_rule_8_the_time_of_papers_for_a_season():
    """Half at the desk, half at the consulate, and open; no other scheme states a time, which its countries' names imply."""
    for name in ("permits.months", "permits.visa_months"):
        stated = {
            scheme: each["permits"][name.partition(".")[2]]
            for scheme, each in SETTINGS.items()
            if name.partition(".")[2] in each.get("permits", {})
        }
        assert stated == dict.fromkeys(SEASONAL, 0.72)  # the root of 0.35 times 1.5
        assert {row for row in unknowns() if row.endswith(f":{name}")} == {f"{scheme}:{name}" for scheme in SEASONAL}
        open_times = {unknowns()[f"{scheme}:{name}"] for scheme in SEASONAL}
        assert {(each.low, each.high, each.scale) for each in open_times} == {(0.35, 1.5, "log")}
        assert all("rule 8" in comment(scheme, name.partition(".")[2]) for scheme in stated)


def test_rule_9_silence_is_not_a_half():
    """Where half is open because a fact is silent, any share may be signed; where a part is bound, it is half."""
    silent = {name for name in SIGNED if pairs()[name].open_share == 0.5} - {"homere"}
    assert {name.partition(":")[0] for name in unknowns() if name.endswith(":design.signed_share")} == silent
    for name in silent:
        each = unknowns()[f"{name}:design.signed_share"]
        assert (each.low, each.high, each.scale) == (0.0, 1.0, "linear")
        assert configure(name).design.signed_share == 0.5


def test_rule_10_planned_times_fit_into_the_plan():
    each, c = unknowns()[f"{OWN_STAFF}:design.training_months"], configure(OWN_STAFF)
    assert (each.low, each.high) == (3.0, months(c) - 9.0)
    assert c.design.training_months == (each.low + each.high) / 2
    assumed = {name for name, each in SETTINGS.items() if each["design"].get("training_months", 0) > 3}
    assert {name for name in assumed if "assumption" in comment(name, "training_months")} == {OWN_STAFF}


@pytest.mark.parametrize(("name", "cohorts"), COHORTS.items())
def test_rule_11_as_many_calls_as_cohorts(name, cohorts):
    """The least months at the end that leave no room for a further call."""
    c = configure(name)
    assert "rule 11" in comment(name, "closing_months")
    assert calls(c) == cohorts
    c.design.closing_months -= 1
    assert calls(c) == cohorts + 1


def test_rule_12_a_call_takes_the_months_that_facts_give():
    stated = {name: each.get("agencies", {}).get("call_months") for name, each in SETTINGS.items()}
    assert {name: value for name, value in stated.items() if value is not None} == MONTHS_OF_A_CALL
    assert all("rule 12" in comment(name, "call_months") for name in MONTHS_OF_A_CALL)


@pytest.mark.parametrize("name", ONLY_A_YEAR)
def test_rule_14_the_month_of_the_start_is_open_where_only_the_year_is_published(name):
    each, c = unknowns()[f"{name}:design.first_intake"], configure(name)
    assert (each.low, each.high, each.scale) == (0.0, 11.0, "linear")
    assert c.design.intake_months == 12
    assert c.design.first_intake == int((each.low + each.high) / 2)
    assert "rule 14" in comment(name, "first_intake")
    start = next(line for line in FILES[name].read_text(encoding="utf-8").splitlines() if line.startswith("start:"))
    assert "assumption" in start


def test_rule_14_nowhere_else():
    open_dates = {row.partition(":")[0] for row in unknowns() if row.endswith(":design.first_intake")}
    assert open_dates == set(ONLY_A_YEAR)


def test_rule_6_no_lever_is_set_where_nothing_is_described():
    with (SCENARIOS.parent / "evidence" / "unknowns.csv").open(encoding="utf-8", newline="") as file:
        silent = [
            (row["scheme"], row["parameter"])
            for row in csv.DictReader(file)
            if row["parameter"].startswith("design.")
            and ("not described" in row["reason"] or "not published" in row["reason"])
        ]
    assert len(silent) > 50
    stated = {name: dict(flatten(each, "")) for name, each in SETTINGS.items()}
    assert {pair for pair in silent if pair[1] in stated[pair[0]]} == set()


def test_seasons_are_those_of_the_kind():
    assert {name for name in SETTINGS if configure(name).design.kind is Mobility.seasonal} == set(SEASONAL)


def test_rule_6_levers_left_open_for_a_reason_are_in_the_middle():
    middles = 0
    for row, each in unknowns().items():
        name, _, parameter = row.partition(":")
        if not parameter.startswith("design.") or "rule" in each.reason or name not in SETTINGS:
            continue
        stated = dict(flatten(SETTINGS[name], "")).get(parameter)
        if stated is None or parameter == "design.preparation_months":
            continue
        middle = (each.low + each.high) / 2 if each.scale == "linear" else math.sqrt(each.low * each.high)
        assert stated == pytest.approx(middle, rel=0.05), row
        middles += 1
    assert middles >= 8


NO_NAMES = {"australia_srlap": 4, "canada_aip": 4, "canada_empp": 4, "pacific_labour_scheme": 4}
"""Origins of schemes whose facts name no country: the world, refugees, islands."""
AS_SOURCES_SAY = {
    "AU": ("Australia", "AU SWP"), "CA": ("Canada", "canada.ca"), "BE": ("Belgium", "Flanders", "VDAB"), "CN": ("China",), "ES": ("Spain", "Spanish", "Andalusia", "andalusia", "GECCO"),
    "GB": ("UK",), "IT": ("Italy", "Piemonte"), "LU": ("Luxembourg",), "MA": ("Morocco", "morocco", "Moroccan"), "PG": ("PNG",),
    "NL": ("Netherlands", "NABC"), "TN": ("Tunisia", "Tunisian"), "US": ("United States", "US-"), "VN": ("Vietnam",), "DE": ("Germany", "germany"),
    "MD": ("Moldova",), "NG": ("Nigeria", "nigeria"), "SN": ("Senegal", "senegal"), "LT": ("Lithuania",),
}  # fmt: skip
"""How facts, titles and addresses name a country, where not by its name in evidence/countries.csv."""
BY_THE_BRIEF = {"homere": {"EG", "MA", "FR"}, "thamm": {"EG", "MA", "TN"}}
"""Countries that only the brief names, an assumption."""


def told(name):
    """All that facts and plans of a scheme, or of the programme of which it is a season or a phase, say."""
    own = {name, "pswps_australia"} if name.startswith("australia_swp") else {name, name.replace("pilot2", "pilot1")}
    return " ".join(
        " ".join(row.values())
        for row in rows("schemes.csv")
        if row["scheme"] in own and row["kind"] in ("fact", "planned")
    )


@pytest.mark.parametrize("name", SETTINGS)
def test_rule_13_countries_by_name(name):
    """Every country that a scenario names is named in a fact or a plan of its scheme, or in the brief."""
    c = configure(name)
    assert c.markets.countries.codes
    origins = getattr(c.corridor.origins, "codes", ())
    assert (origins == ()) == (name in NO_NAMES)
    assert name not in NO_NAMES or c.corridor.origins == NO_NAMES[name]
    assert c.markets.countries <= c.markets.count
    known = names()
    for code in origins + c.markets.countries.codes:
        words = AS_SOURCES_SAY.get(code, (known[code],))
        if code in BY_THE_BRIEF.get(name, ()):
            assert "assumption" in comment(name, "origins" if code in origins else "countries")
        else:
            assert any(word in told(name) for word in words), (code, name)


def test_rule_13_what_is_known_of_named_pairs_holds():
    """The rows that are read: a Belgian visa, a Portuguese one, a permit in Italy; none is an outcome of a scheme."""
    read = {row["attribute"] for row in values.rows()}
    assert not any(word in name for name in read for word in ("issued", "first_permits", "positive_decisions"))
    assert values.value("refusal_odds", "MA", "BE") < 1 < values.value("refusal_odds", "MA", "DE")
    assert values.value("permit_factor", "GH", "IT") == pytest.approx(1.04, abs=0.01)
    assert values.value("visa_factor", "UA", "PT") is None
