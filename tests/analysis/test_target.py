"""Targets: what their grammar allows, what it means, and that nothing else is ever read or executed."""

import ast

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analysis.worlds.target import Number, Quantity, parsed_target
from analysis.worlds.target_words import in_words
from sim.errors import UserError
from sim.indicators import NAMES

DESIGNS = ("three_year", "five_year", "short")
OUTCOME = "completed_mobilities"

numbers = st.one_of(st.integers(0, 10**6).map(str), st.floats(1e-3, 1e6).map(lambda value: f"{value:.6g}"))
named = st.one_of(
    st.sampled_from(NAMES), st.sampled_from(DESIGNS), st.tuples(st.sampled_from(DESIGNS), st.sampled_from(NAMES)).map(".".join)
)  # fmt: skip
expressions = st.recursive(
    numbers | named,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"),
        inner.map(lambda text: f"-({text})"),
    ),
    max_leaves=6,
)
targets = st.tuples(expressions, st.sampled_from(["<", "<=", ">", ">="]), expressions).map(" ".join)


def quantity(name):
    design, _, indicator = name.rpartition(".")
    return Quantity(name, OUTCOME) if name in DESIGNS else Quantity(design, indicator)


def read(text):
    """The target, or why it is refused."""
    try:
        return parsed_target(text, OUTCOME, DESIGNS), ""
    except UserError as error:
        return None, str(error)


def reference(text, values):
    """Python's own answer. Only here, where every text comes from the grammar above."""
    scope = {each.indicator: value for each, value in values.items() if not each.design}
    tree = ast.parse(text, mode="eval")

    class Flat(ast.NodeTransformer):
        def visit_Attribute(self, node):
            return ast.Name(f"{node.value.id}__{node.attr}", ast.Load())

    for each, value in values.items():
        scope[f"{each.design}__{each.indicator}"] = value
        if each.design and each.indicator == OUTCOME:
            scope[each.design] = value
    tree = ast.fix_missing_locations(Flat().visit(tree))
    with np.errstate(all="ignore"):
        return eval(compile(tree, "target", "eval"), {"__builtins__": {}}, scope)


@given(targets, st.integers(0, 2**32 - 1))
@settings(max_examples=200, deadline=None)
def test_a_target_means_what_the_same_text_means_in_python(text, seed):
    target, refused = read(text)
    if target is None:
        assert "names neither" in refused or "longer" in refused
        return
    rng = np.random.default_rng(seed)
    values = {each: rng.integers(1, 50, 8).astype(float) for each in target.quantities}
    margin = target.margin(values)
    assert margin.shape == (8,)
    expected = np.broadcast_to(reference(text, values), 8)
    clear = np.isfinite(margin) & (np.abs(margin) > 1e-6 * np.abs(margin).max(initial=1.0))
    assert (target.met(margin)[clear] == expected[clear]).all()


@given(st.text(max_size=60) | st.text("()+-*/<>=. abcdefs_019,'\"[]{}:@lambda", max_size=60))
@example("__import__('os').system('true') < 1")
@example("(" * 250)
@example("-" * 290 + "1 < matches")
@example("matches < 1e999")
@example("matches < " + "9" * 280)
@example("matches.__class__ < 1")
@example("five_year.__class__ < 1")
@example("matches < True")
@example("matches < 1j")
@example("(x := matches) < 1")
@example("\0 < matches")
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_target_or_refused_in_one_line(text):
    target, refused = read(text)
    if target is None:
        assert "target" in refused
        assert "\n" not in refused
    else:
        assert target.quantities
        assert {each.design for each in target.quantities} <= {"", *DESIGNS}
        assert {each.indicator for each in target.quantities} <= set(NAMES)


@pytest.mark.parametrize(("text", "message"), [
    ("completed_mobilites < 50", "did you mean completed_mobilities?"),
    ("five_yaer - three_year < 0", "did you mean five_year?"),
    ("five_year.mathces < 3", "did you mean matches?"),
    ("six_year.matches < 3", "six_year is no design"),
    ("matches", "compares nothing"),
    ("matches = 3", "cannot be read"),
    ("matches == 3", "with <, <=, > or >="),
    ("1 < matches < 3", "compare once"),
    ("matches < 50,000", "without commas"),
    ("matches ** 2 < 3", "'matches ** 2' is not allowed"),
    ("abs(matches) < 3", "'abs(matches)' is not allowed"),
    ("matches < 'a'", "is not allowed"),
    ("1 < 2", "names neither an indicator nor a design"),
    ("", "cannot be read"),
])  # fmt: skip
def test_what_is_refused_and_why(text, message):
    with pytest.raises(UserError) as caught:
        parsed_target(text, OUTCOME, DESIGNS)
    assert message in str(caught.value)


@pytest.mark.parametrize(("text", "message"), [
    ("many", "compares nothing"),
    ("completed_mobilites >= 40", "completed_mobilites is no indicator: did you mean completed_mobilities?"),
    ("matches >= 1.2.3", "cannot be read"),
    ("five_year < 40", "five_year is no indicator"),
    ("five_year.matches < 40", "it is the same for every design"),
])  # fmt: skip
def test_a_target_that_all_designs_share_names_no_design(text, message):
    with pytest.raises(UserError) as caught:
        parsed_target(text)
    assert message in str(caught.value)


@pytest.mark.parametrize(("text", "sides"), [
    ("completed_mobilities >= 40", (Quantity("", OUTCOME), Number(40.0), ">=")),
    ("cost_per_match<1.5e5", (Quantity("", "cost_per_match"), Number(150_000.0), "<")),
    ("40 <= completed_mobilities", (Quantity("", OUTCOME), Number(40.0), ">=")),
])  # fmt: skip
def test_the_sides_of_a_target_that_all_designs_share(text, sides):
    assert parsed_target(text).sides == sides


def test_designs_and_indicators_named():
    target = parsed_target("five_year.matches / five_year - 2 * matches >= short", OUTCOME, DESIGNS)
    assert target.designs == ["five_year", "", "short"]
    assert target.indicators == ["matches", OUTCOME]


def test_division_by_zero_and_missing_values_are_undefined_and_never_met():
    target = parsed_target("public_cost / matches > -5", OUTCOME, DESIGNS)
    cost, matches = target.quantities
    margin = target.margin({cost: np.array([10.0, 10.0, 0.0, np.nan]), matches: np.array([2.0, 0.0, 0.0, 1.0])})
    assert np.isnan(margin).tolist() == [False, True, True, True]
    assert target.met(margin).tolist() == [True, False, False, False]


@pytest.mark.parametrize(("text", "words"), [
    ("five_year - three_year < 0", "five years gives fewer completed mobilities than three years"),
    ("five_year.matches > three_year.matches", "five years gives more matches than three years"),
    ("five_year.cost_per_match > three_year.cost_per_match", "five years has a higher cost per match than three years"),
    ("five_year.matches - three_year.matches <= 0", "five years gives no more matches than three years"),
    ("completed_mobilities < 50", "completed mobilities stay below 50"),
    ("50 >= completed_mobilities", "completed mobilities stay at or below 50"),
    ("short.public_cost > 1000000", "public money spent exceeds 1 million EUR with short"),
    ("five_year < matches", "five_year < matches holds"),
    ("five_year - short < 3", "five_year - short < 3 holds"),
])  # fmt: skip
def test_in_words(text, words):
    assert in_words(parsed_target(text, OUTCOME, DESIGNS)) == words
