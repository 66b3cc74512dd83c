"""Real schemes are set up by docs/closing.md: seasons (rule 4), papers (8), planned times (10), calls (11, 12), starts (14)."""

import pytest
from real_schemes import FILES, NO_MATCHING, OWN_STAFF, SEASONAL, SETTINGS, calls, comment, configure, default, months

from sim.parameters import Mobility
from sim.runs.prior import unknowns

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


def test_seasons_are_those_of_the_kind():
    assert {name for name in SETTINGS if configure(name).design.kind is Mobility.seasonal} == set(SEASONAL)


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
