"""Numbers as people type them; limits as people read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.dashboard.typed import LONGEST, MOST_TOLD, in_a_line, read, read_number, text_of
from sim.errors import UserError
from sim.setup.configuration import configure


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3200000", 3_200_000), ("3,200,000", 3_200_000), ("3.200.000", 3_200_000), ("3 200 000", 3_200_000),
        ("3\u00a0200\u00a0000", 3_200_000), ("3\u2009200\u2009000", 3_200_000), ("3\u202f200\u202f000", 3_200_000),
        ("3'200'000", 3_200_000), ("3\u2019200\u2019000", 3_200_000), ("3,200,000.5", 3_200_000.5), ("3.200.000,5", 3_200_000.5),
        ("3 200 000,25", 3_200_000.25), ("1 200", 1200), ("0,8", 0.8), ("12,5", 12.5), ("0,800", 0.8), ("0.8", 0.8), (",5", 0.5),
        (".5", 0.5), ("3.125", 3.125), ("3.200", 3.2), ("-1", -1), ("\u22121", -1), ("- 2,5", -2.5), ("+4", 4), ("1e6", 1e6), ("1e-05", 1e-5),
        ("  7 ", 7), ("1234,5", 1234.5), ("1234,567", 1234.567), ("1.234,5", 1234.5), ("1,234.5", 1234.5), ("3,000", 3000),
        ("80 %", 0.8), ("3,2 million", 3.2e6), ("€ 250k", 250_000),
    ],
)  # fmt: skip
def test_a_number_is_read_however_people_write_it(text, number):
    assert read_number(text) == number


@pytest.mark.parametrize(
    "text",
    ["", "many", "1,2,3", "32,00,000", "3,200,00", "3.200,000.5", "3,200.000,5", "1 2", "12 34 567", "1,234'567", "--1", "1-2", "nan", "inf",
     "0x10", "\u0663", "1e9999", "${x}", "0,200,000", "3.2 dozen"],
)  # fmt: skip
def test_what_is_no_number_is_explained_in_a_line(text):
    with pytest.raises(UserError, match="is not a number") as refusal:
        read_number(text)
    written = any(each.isdigit() for each in text)
    assert ("write 3200000, 3,200,000 or 0.8" in str(refusal.value)) is written


def test_what_can_be_two_numbers_is_asked_back():
    with pytest.raises(UserError, match=r"'3,200' can mean 3200 or 3\.2: write 3200 or 3\.2"):
        read_number("3,200")
    assert read_number("3,200", lambda number: number <= 60) == 3.2
    assert read_number("3,200", lambda number: number == int(number)) == 3200
    with pytest.raises(UserError, match="is too long: a number has at most 40"):
        read_number("9" * 5000)


def test_a_parameter_decides_between_two_readings():
    assert read("design.places", "1,000") == 1000  # a whole number
    assert read("recognition.months", "1,500") == 1.5  # 1,500 months are not allowed
    assert read("design.flexibility", "0,8") == 0.8
    assert read("design.budget_total", "3,200,000") == 3.2e6
    with pytest.raises(UserError, match=r"can mean 3200 or 3\.2"):
        read("design.budget_total", "3,200")


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("design.budget_total", "20000000000", "20000000000 is not a number from 0 to 10 billion EUR"),
        (
            "design.places",
            "many",
            r"'many' is not a number \(allowed: a whole number from 0 to 1 million persons\)",
        ),
        ("design.places", "1" * (LONGEST + 1), "is too long"),
        ("design.places", "3.5", "3.5 is not a whole number from 0 to 1 million"),
        ("design.kind", "employmnt", "one of employment, .*: did you mean employment"),
        ("design.kind", "${oc.env:HOME}", "is not one of"),
        ("design.advisory_board", "yes", "is not true or false"),
        ("corridor.origins", "[MA,XX]", "XX"),
    ],
)
def test_what_is_allowed_is_said_in_words(name, text, what):
    with pytest.raises(UserError, match=what):
        read(name, text)


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**15), 10**15))
def test_what_the_page_writes_it_reads(number):
    assert read_number(text_of(number)) == number


@given(st.text(max_size=60))
def test_no_text_does_more_than_be_refused_in_a_short_line(text):
    refused = ""
    try:
        assert isinstance(read_number(text), int | float)
    except UserError as error:
        refused = str(error)
    assert len(refused) < 200


def test_named_countries_are_read_as_they_are_written():
    config = configure("baseline", "corridor.origins=[MA,TN]")
    found = read("corridor.origins", text_of(config.corridor.origins))
    assert found == config.corridor.origins
    assert found.codes == ("MA", "TN")


def test_a_refusal_is_one_short_line_that_still_says_what_is_allowed():
    told = in_a_line(UserError(f"start: '{'9' * 400}'\nis not a month written YYYY-MM, e.g. 2019-03"))
    assert told.startswith("start: '9")
    assert told.endswith("is not a month written YYYY-MM, e.g. 2019-03")
    assert len(told) <= MOST_TOLD
    assert "9" * 200 not in told
    assert "\n" not in told
    assert in_a_line(UserError("short")) == "short"
