"""Numbers as people write them: recognised and explained, and limits that are read at a glance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.errors import UserError
from sim.numbers import in_words, meant, plainly
from sim.parameters import registry
from sim.setup.configuration import configure

FORMS = {
    "3,200,000": [3_200_000], "3.200.000": [3_200_000], "3 200 000": [3_200_000], "3\u202f200\u202f000": [3_200_000],
    "3'200'000": [3_200_000], "3_200_000": [3_200_000], "3,200,000 EUR": [3_200_000], "€3.2m": [3_200_000],
    "3,2 Mio": [3_200_000], "3.2 million": [3_200_000], "250k": [250_000], "1,234.56": [1234.56], "1.234,56": [1234.56],
    "0,8": [0.8], "-0,8": [-0.8], "12,34": [12.34], "1,200": [1.2, 1200], "1.200": [1.2], "80%": [0.8], "7": [7],
    "": [], "x": [], "1,2,3": [], "1,23,456": [], "3.2 dozen": [], "1" * 50: [], "1.2.3": [],
}  # fmt: skip


@pytest.mark.parametrize("text", FORMS)
def test_what_a_number_with_separators_stands_for(text):
    assert meant(text) == FORMS[text]


@given(st.integers(0, 10**12))
def test_a_number_with_any_separator_of_thousands_is_itself(number):
    for mark in (",", ".", " ", "'", "_"):
        assert number in meant(f"{number:,}".replace(",", mark)) or (mark == "." and number < 10**6)
    assert meant(plainly(number)) == [number]


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_not(text):
    assert all(isinstance(value, float) for value in meant(text))


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (1e10, "10 billion"), (5e7, "50 million"), (2.5e6, "2.5 million"), (2**32 - 1, "4294967295"), (600, "600"), (20_000, "20000"), (1_234_567, "1234567"),
        (0, "0"), (-1, "-1"), (0.5, "0.5"), (1 / 12, "0.0833"), (1e-6, "0.000001"), (999_999, "999999"),
    ],
)  # fmt: skip
def test_limits_in_words(limit, words):
    assert in_words(limit) == words


@pytest.mark.parametrize(
    ("override", "instead"),
    [
        ("design.flexibility=0,8", "design.flexibility=0.8"),
        ("design.flexibility=80%", "write 0.8 "),
        ("design.budget_total=3,200,000", "design.budget_total=3200000"),
        ("design.budget_total=3.200.000", "write 3200000 "),
        ("design.budget_total=3.2 million", "write 3200000 "),
        ("design.budget_total='3 200 000'", "write 3200000 "),
        ("design.duration_years=3,5", "design.duration_years=3.5. If you want several runs: add --multirun"),
    ],
)
def test_a_number_with_separators_is_recognised_and_explained(override, instead):
    with pytest.raises(UserError) as refusal:
        configure("palim", override)
    assert instead in str(refusal.value)
    assert "If you want" in instead or "multirun" not in str(refusal.value)


def test_a_file_is_told_the_same(tmp_path):
    (tmp_path / "mine.yaml").write_text("design: {budget_total: '3,200,000'}\n")
    with pytest.raises(UserError, match="write 3200000"):
        configure(str(tmp_path / "mine.yaml"))


def test_no_limit_is_written_with_an_exponent():
    assert [name for name, each in registry().items() if "e+" in each.allowed or "e-" in each.allowed] == []


def test_values_that_no_number_could_be_are_several_runs():
    with pytest.raises(UserError) as refusal:
        configure("palim", "shock.month=6,14")
    assert (
        str(refusal.value)
        == "shock.month=6,14 asks for several runs: add --multirun (or put a text that contains a comma in quotes)"
    )
