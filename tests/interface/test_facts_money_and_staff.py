"""Real schemes are set up by the rules of docs/closing.md: budgets (rule 2), staff and desks (rule 3), who pays (rule 5)."""

import pytest
from real_schemes import (
    NO_MATCHING,
    OWN_STAFF,
    PUBLISHED,
    SEASONAL,
    SETTINGS,
    calls,
    comment,
    configure,
    default,
    digits,
    months,
    need,
    trainees,
)

from sim.runs.prior import unknowns

HOSTS_PAY = {*SEASONAL, "ghana_italy_confindustria"}


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


def staff(c):
    """(staff for facilitation, staff for hosts) by rule 3, before facts say otherwise."""
    countries = min(c.markets.countries, c.markets.count) + c.corridor.origins
    return digits(0.5 + 0.5 * (countries - 2)), digits(min(10, 0.5 * c.design.places / 60))


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
