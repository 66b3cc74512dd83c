"""Section 7 of the ODD can be read by a planner: every mechanism begins with plain sentences, before its formulas."""

import re
from inspect import cleandoc

import pytest

from sim.laws import summaries
from sim.schedule import AGENTS, LAWS, SCHEDULE, parts

MODULES = [
    *AGENTS,
    *(law for law in LAWS if law is not summaries),
    *(part for process in SCHEDULE for part in parts(process)),
]
FORMULA = re.compile(r"[=<>^{}]|\b(?:min|max|int|exp|log|sqrt)\(|\+ 1|_")
NAME = re.compile(r"`[\w.]+`|\[[\w ]+\]\(#[\w-]+\)|\b(?:agencies|candidates|costs|design|employers|recognition)\.\w+")
LONGEST = 45
"""Words in a sentence at most."""


def opening(module):
    """The first paragraph after the title, names of parameters and links left out."""
    return NAME.sub("Name", " ".join(cleandoc(module.__doc__).split("\n\n")[1].split()))


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.removeprefix("sim."))
def test_a_mechanism_begins_with_sentences_that_a_planner_can_read(module):
    text = opening(module)
    sentences = re.split(r"(?<=[.!?]) (?=[A-Z])", text)
    assert not FORMULA.search(text), text
    assert 2 <= len(sentences) <= 8, text
    assert [each for each in sentences if len(each.split()) > LONGEST] == []
    assert text.endswith((".", ":"))


def test_formulas_are_told_from_sentences():
    assert FORMULA.search("credit = (credit mod 1) + capacity")
    assert FORMULA.search("min(month, 3)")
    assert FORMULA.search("places_taken is a column")
    assert not FORMULA.search("Trust grows with contact, more slowly the higher it is, and fades without.")
