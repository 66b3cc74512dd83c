"""The brief's claims: each has a mechanism that exists, or a reason why it stays outside."""

import re

from docs import claims, model_tables
from sim import queues, world
from sim.schedule import AGENTS, LAWS, SCHEDULE

NAMES = set(
    re.findall(r"^#{3,4} (.+)$", model_tables.submodels([world, *AGENTS, queues, *LAWS, *SCHEDULE]), re.MULTILINE)
)


def test_every_claim_names_mechanisms_of_the_model_or_says_why_not():
    sections = {name.lower() for name in NAMES}
    for each in claims.claims():
        assert each.where or each.outside, each.number
        assert set(each.where.split()) <= sections, each.number
        assert bool(each.how) == bool(each.where), each.number


def test_claims_are_numbered_and_grouped_in_the_order_of_the_brief():
    found = claims.claims()
    assert [int(each.number) for each in found] == list(range(1, len(found) + 1))
    order = [list(claims.PARTS).index(each.part) for each in found]
    assert order == sorted(order)
    assert len({each.claim for each in found}) == len(found)


def test_every_lesson_stands_behind_a_claim():
    named = {lesson for each in claims.claims() for lesson in each.lessons.split()}
    assert named == {f"L{number}" for number in range(1, 23)}


def test_every_claim_is_counted_once():
    columns, rows = claims.shown("claims counted")
    assert sum(row[1] for row in rows) == len(claims.claims())
    assert all(row[1] == sum(row[2:]) for row in rows)
    assert len(claims.shown("claims")[1]) == sum(row[2] + row[3] for row in rows)
    assert len(claims.shown("claims outside")[1]) == sum(row[3] + row[4] for row in rows)
