"""The timeline: every process reads the parameters of its own month, those after the last change stay."""

import numpy as np
import pytest
from worlds import assert_same, small, world

from sim.kernel import advance
from sim.runs.ensemble import create_state

CHANGES = {3: {"trust.gain": 0.14}}  # four rows of parameters, all with the same values


@pytest.mark.parametrize(("month", "row"), [(2, 2), (3, 3), (14, 3)])
def test_a_month_reads_its_own_parameters_and_none_of_other_months(month, row):
    right, blinded = (create_state(small({"horizon": 24}, timeline=CHANGES), 1) for _ in range(2))
    for state in (right, blinded):
        advance(state, 0, month)
    for other in {0, 1, 2, 3} - {row, row - 1 if month < 4 else row}:  # a timeline compares with the month before
        blinded.parameters[other] = np.zeros(1, blinded.parameters.dtype)[0]
    for state in (right, blinded):
        advance(state, month, month + 1)
    assert_same(right, blinded)


def test_a_change_reaches_agencies_and_governments_in_its_month():
    changes = {"design.digital": 0.9, "design.facilitation": 0.1, "permits.capacity": 7.0}
    state = world(timeline={2: changes})
    for month, digital, skill, capacity in (
        (0, 0.3, 0.6, 26.0),
        (1, 0.3, 0.6, 26.0),
        (2, 0.9, 0.1, 7.0),
        (3, 0.9, 0.1, 7.0),
    ):
        advance(state, month, month + 1)
        assert set(state.agencies["digital"]) == set(state.governments["digital"]) == {digital}
        assert state.agencies[0].facilitation == skill
        assert state.governments["capacity"].tolist() == [0.0, 0.0, capacity, capacity]


def test_digital_tools_ramp_up_month_by_month_and_a_change_rescales_them():
    state = world({"agencies.digital_months": 4.0}, timeline={2: {"design.digital": 0.8}})
    for month, digital in ((0, 0.3 / 4), (1, 0.3 / 2), (2, 0.8 * 0.75), (3, 0.8), (4, 0.8)):
        advance(state, month, month + 1)
        assert state.agencies["digital"] == pytest.approx(digital)
        assert state.governments["digital"] == pytest.approx(digital)


def test_what_was_set_by_hand_outlives_months_without_a_change():
    state = world(timeline={1: {"design.facilitation": 0.9}, 4: {"design.facilitation": 0.5, "permits.capacity": 9.0}})
    advance(state, 0, 2)
    assert state.agencies[0].facilitation == 0.9
    state.agencies["facilitation"] = 0.77
    state.governments["capacity"] = 66.0
    advance(state, 2, 4)
    assert set(state.agencies["facilitation"]) == {0.77}
    assert set(state.governments["capacity"]) == {66.0}
    advance(state, 4, 8)
    assert state.agencies[0].facilitation == 0.5
    assert set(state.agencies["facilitation"][1:]) == {0.77}  # no other agency's means changed
    assert state.governments["capacity"].tolist() == [66.0, 66.0, 9.0, 9.0]  # those of origin give no permits
