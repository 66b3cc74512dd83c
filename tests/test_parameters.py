"""The registry: every parameter once, with a range that holds its default, a source that exists, and its record."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import configured, in_range

from sim import state
from sim.declare import ASSUMPTION
from sim.evidence.published import references
from sim.parameters import (
    ATTRIBUTE,
    LEVER,
    RECORD,
    SETTING,
    UNCERTAINTY,
    Config,
    parameters,
    registry,
    to_record,
    value_of,
)
from sim.setup.checks import FIXED_AT_START

EVERY = sorted(registry())
MODEL = sorted(parameters())


@pytest.mark.parametrize("name", EVERY)
def test_declaration_is_complete(name):
    parameter = registry()[name]
    assert parameter.name == name
    assert parameter.meaning
    assert parameter.meaning[0].isupper()
    assert not parameter.meaning.endswith(".")
    assert parameter.unit
    assert parameter.kind in (LEVER, ATTRIBUTE, UNCERTAINTY, SETTING)
    assert (parameter.price is not None) == (parameter.kind == LEVER)


@pytest.mark.parametrize("name", EVERY)
def test_default_is_allowed(name):
    parameter = registry()[name]
    assert parameter.check(parameter.default) == parameter.default
    if parameter.low is not None:
        assert parameter.low < parameter.high
        assert math.isfinite(parameter.low)
        assert math.isfinite(parameter.high)


@pytest.mark.parametrize("name", MODEL)
def test_source_is_an_assumption_or_published(name):
    source = parameters()[name].source
    assert source == ASSUMPTION or source in references(), source


def test_published_figures_have_addresses():
    used = {parameters()[name].source for name in MODEL} - {ASSUMPTION}
    for source in used:
        assert references()[source].url or references()[source].source, source


def test_the_record_holds_every_parameter_and_nothing_else():
    def leaves(dtype, prefix=""):
        for field in dtype.names:
            if dtype[field].names:
                yield from leaves(dtype[field], f"{prefix}{field}.")
            else:
                yield prefix + field

    countries = [
        "named.destinations",
        "named.origins",
    ]  # which countries, where corridor.origins and markets.countries name them
    sequence = ["sequence.months", "sequence.phases"]  # which rows are which phase's
    assert sorted(leaves(RECORD)) == sorted([*MODEL, *countries, *sequence])


def test_no_field_hides_behind_an_attribute_of_records():
    tables = list(state.TYPES.values())
    assert len(tables) > 10
    for table in [*tables, RECORD]:
        assert not [name for name in table.names if hasattr(np.recarray, name) or hasattr(np.record, name)]


def test_names_fixed_at_the_start_exist():
    assert set(MODEL) >= FIXED_AT_START


@given(st.randoms(use_true_random=False))
def test_the_record_returns_what_was_put_in(chance):
    values = {name: in_range(name, chance.random()) for name in MODEL}
    values["employers.size_share.micro"] = 0.5  # one size class at least
    values["design.places"], values["scale"] = 20, 1.5  # a run that fits
    values["design.stay_months"], values["design.intake_months"] = 3.25, 6  # within a season
    values["design.signed_by.institution"] = 0.5  # a class that signs
    values["markets.countries"] = min(values["markets.countries"], values["markets.count"])
    config = configured(values)
    [row] = to_record(config)
    for name in MODEL:
        stored = row
        for part in name.split("."):
            stored = stored[part]
        assert stored == value_of(config, name), name


def test_rows_of_a_timeline():
    timeline = {3: {"recognition.months": 9.0}, 5: {"recognition.months": 1.0, "design.flexibility": 0.9}}
    rows = to_record(configured(), timeline)
    assert rows.shape == (6,)
    assert rows.recognition.months.tolist() == [3.0, 3.0, 3.0, 9.0, 9.0, 1.0]
    assert rows.design.flexibility.tolist() == [0.5] * 5 + [0.9]
    assert to_record(configured()).shape == (1,)


def test_a_timeline_does_not_touch_the_configuration():
    config = configured(timeline={2: {"recognition.months": 9.0}})
    to_record(config, config.timeline)
    assert config.recognition.months == Config().recognition.months


@pytest.mark.parametrize(("name", "value", "message"), [
    ("design.duration_years", 40, "design.duration_years: 40 is not a number from 0.0833 to 8 years"),
    ("design.places", 2.5, "design.places: 2.5 is not a whole number from 0 to 1 million persons"),
    ("design.places", "many", "design.places: 'many' is not a whole number from 0 to 1 million persons"),
    ("design.flexibility", float("nan"), "design.flexibility: nan is not a number from 0 to 1"),
    ("design.flexibility", float("inf"), "design.flexibility: inf is not a number from 0 to 1"),
    ("design.flexibility", True, "design.flexibility: True is not a number from 0 to 1"),
    ("design.advisory_board", 1, "design.advisory_board: 1 is not true or false"),
    ("design.level", "middle", "design.level: 'middle' is not one of low, medium, high"),
    ("scenario", 3, "scenario: 3 is not a text"),
])  # fmt: skip
def test_refusals_say_what_is_allowed(name, value, message):
    with pytest.raises(ValueError, match="is not") as refusal:
        registry()[name].check(value)
    assert str(refusal.value) == message


@pytest.mark.parametrize(("name", "value", "kept"), [
    ("design.places", np.int64(7), 7), ("design.places", 7.0, 7), ("design.flexibility", 1, 1.0),
    ("design.flexibility", np.float32(0.5), 0.5), ("design.advisory_board", np.True_, True), ("design.level", "low", 0),
])  # fmt: skip
def test_values_are_kept_in_the_parameters_type(name, value, kept):
    parameter = registry()[name]
    checked = parameter.check(value)
    assert checked == kept
    assert type(checked) is parameter.type


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_kept_or_refused(value):
    parameter = registry()["recognition.months"]
    if parameter.low <= value <= parameter.high:
        assert parameter.check(value) == value
    else:
        with pytest.raises(ValueError, match=r"recognition\.months"):
            parameter.check(value)
