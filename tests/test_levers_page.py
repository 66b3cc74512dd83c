"""docs/levers.md: every lever is on the page, each part of its price with its amount."""

import pytest

from docs import levers
from sim.evidence.published import ranges
from sim.parameters import ATTRIBUTE, LEVER, parameters
from sim.setup.catalogue import ROOT

PAGE = (ROOT / "docs" / "levers.md").read_text(encoding="utf-8")
LEVERS = [name for name, parameter in parameters().items() if parameter.kind == LEVER]


def row(name):
    [line] = [
        line for line in PAGE.splitlines() if line.startswith("|") and f" `{name}` |" in line and line.count("|") == 4
    ]
    return line


GROUPED = [name for group in levers.GROUPS.values() for name in group]


def test_every_lever_is_on_the_page_once():
    assert [name for name in LEVERS if not row(name)] == []
    assert len(set(GROUPED)) == len(GROUPED)
    assert set(GROUPED) <= set(LEVERS)


def test_a_lever_without_words_of_its_own_is_listed_with_its_price(monkeypatch):
    group = {name: text for name, text in levers.GROUPS["Staff and skill"].items() if name != "design.advisory_board"}
    monkeypatch.setitem(levers.GROUPS, "Staff and skill", group)
    [found] = [line for line in levers.further() if "`design.advisory_board`" in line[0]]
    assert "board" in found[2]
    assert found[2].startswith("each month: ")


@pytest.mark.parametrize("name", GROUPED)
def test_the_page_says_what_a_lever_costs_with_every_part_of_its_price(name):
    text = next(group[name] for group in levers.GROUPS.values() if name in group)
    price = parameters()[name].price
    assert levers.cost(text) in row(name)
    assert {part for part in price.parameters if part not in LEVERS} <= levers.named(text)
    if price.follows:
        assert f"odd.md#{price.follows}" in text


def test_amounts_in_words():
    of = parameters()
    assert levers.amount(of["costs.staff"]).startswith(f"{of['costs.staff'].default:,.0f} EUR a month (")
    assert levers.amount(of["costs.interview"]).endswith(f"{levers.ASSUMED})")
    assert not levers.amount(of["costs.staff"]).endswith(f"{levers.ASSUMED})")
    assert levers.unit_in_words("contacts/person-month") == "contacts a person and month"
    assert levers.number(0.035, True) == "3.5"
    work, contacts = of["employers.signing_work.group"].default, of["agencies.signing_contacts"].default
    assert levers.cost("{employers.signing_work.group / agencies.signing_contacts}") == f"{work / contacts:.0f} months"


def test_every_price_has_its_range_and_how_it_came_about():
    amounts = {name for group in levers.GROUPS.values() for text in group.values() for name in levers.named(text)}
    for name in amounts:
        line = next(line for line in PAGE.splitlines() if f"| `{name}` |" in line)
        assert ranges()[name].reason.replace("|", "\\|") in line
        assert ("(assumption) |" in line) == ranges()[name].assumed


def test_what_a_scheme_is_has_no_price():
    text = PAGE.partition("## What is no lever")[2]
    assert all(f"`{name}` |" in text for name, parameter in parameters().items() if parameter.kind == ATTRIBUTE)
