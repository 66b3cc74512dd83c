"""Real schemes are set up by the rules of docs/closing.md: levers that nobody describes (rule 6), countries by name (rule 13)."""

import csv
import math

import pytest
from real_schemes import SETTINGS, comment, configure

from sim.corridors import values
from sim.countries import names
from sim.evidence.published import rows
from sim.runs.prior import unknowns
from sim.setup.catalogue import SCENARIOS
from sim.setup.checks import flatten


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
