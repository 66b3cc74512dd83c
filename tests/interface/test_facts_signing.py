"""Real schemes are set up by the rules of docs/closing.md: who has signed (rules 1 and 9), and agreements in force (rule 7)."""

import math
import re
from functools import cache

import pytest
from real_schemes import SETTINGS, SIGNED, comment, configure

from sim import PartnershipModel
from sim.evidence.pairs import pairs
from sim.evidence.published import rows
from sim.runs.prior import unknowns
from sim.setup.catalogue import SCENARIOS

BY_A_FACT = {"ghana_italy_confindustria": 12, "spain_honduras_ecuador": 12, "morocco_germany": 12, "ygca": 4}
"""Months of preparation that a fact gives, or a range of evidence/unknowns.csv with a reason."""
A_PHASE_BEFORE = {
    "homere", "thamm", "vietnam_nurses_pilot2", "australia_swp_hort", "pacific_labour_scheme", "moldova_germany_seasonal",
    "canada_empp",
}  # fmt: skip
"""An earlier phase or programme of the same lead is named in the facts."""
SIGNED_HOSTS = {"ghana_italy_confindustria": 20, "kani": 1, "ygca": 30, "nestle_nigeria_swiss": 1}
"""Hosts that signed, where a fact gives their number."""


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


def test_rule_9_silence_is_not_a_half():
    """Where half is open because a fact is silent, any share may be signed; where a part is bound, it is half."""
    silent = {name for name in SIGNED if pairs()[name].open_share == 0.5} - {"homere"}
    assert {name.partition(":")[0] for name in unknowns() if name.endswith(":design.signed_share")} == silent
    for name in silent:
        each = unknowns()[f"{name}:design.signed_share"]
        assert (each.low, each.high, each.scale) == (0.0, 1.0, "linear")
        assert configure(name).design.signed_share == 0.5
