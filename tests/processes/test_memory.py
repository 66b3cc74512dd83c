"""Memory: what is institutional stays when people change (L1, L4, L6)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import counted, given_all, given_scheme, of_month, record, recorded, run, scheme, world

from sim.processes import memory

share = st.floats(0, 1)

#: What each driver adds in a month, and what fades; half of the capacity that is expected is built.
RATES = {
    "trust.memory_signed": 0.08, "trust.memory_board": 0.04, "trust.memory_capacity": 0.02, "trust.memory_fade": 0.05,
    "trust.capacity_expected": 0.1, "design.capacity_share": 0.05,
}  # fmt: skip


@pytest.mark.parametrize(("signed", "board", "funded", "covered", "growth"), [
    ([0, 0, 0, 0], False, 0, 1.0, 0.0), ([1, 1, 0, 0], False, 0, 1.0, 0.04), ([1, 1, 1, 1], False, 0, 1.0, 0.08),
    ([0, 0, 0, 0], True, 0, 1.0, 0.04), ([0, 0, 0, 0], False, 1, 1.0, 0.01), ([1, 0, 0, 0], True, 1, 0.5, 0.035),
    ([1, 1, 1, 1], True, 1, 0.0, 0.0),
])  # fmt: skip
def test_a_month_of_memory_by_hand(signed, board, funded, covered, growth):
    state = world(RATES, {"design.advisory_board": board})
    given_all(state.governments, signed=signed)
    given_scheme(state, covered=covered, funded=funded, memory=0.5)
    run("memory", state, 6)
    assert scheme(state).memory == pytest.approx(0.5 + growth * 0.5 - 0.05 * 0.5)
    assert counted(state, 6) == {}


def test_capacity_beyond_what_is_expected_adds_nothing():
    enough, more = (record(RATES, {"design.capacity_share": share}) for share in (0.1, 0.4))
    assert memory.growth(0.0, 1.0, 1, enough) == memory.growth(0.0, 1.0, 1, more) == pytest.approx(0.02)


@given(share, share, share, st.floats(0, 0.5))
def test_memory_is_a_share(before, signed, covered, fade):
    p = record(
        {
            "trust.memory_signed": 1.0,
            "trust.memory_board": 1.0,
            "design.advisory_board": True,
            "trust.memory_fade": fade,
        }
    )
    assert 0.0 <= memory.after_month(before, memory.growth(signed, covered, 1, p), p) <= 1.0


def test_without_drivers_memory_fades():
    state = world(RATES, {"design.capacity_share": 0.0})
    given_scheme(state, covered=1.0, memory=0.8)
    for month in range(3):
        run("memory", state, month)
    assert scheme(state).memory == pytest.approx(0.8 * 0.95**3)


def test_memory_settles_where_growth_and_fading_balance():
    state = world(RATES)
    given_all(state.governments, signed=1)
    given_scheme(state, covered=1.0)
    for month in range(300):
        run("memory", state, month % 40)
    assert scheme(state).memory == pytest.approx(0.09 / (0.09 + 0.05))


def test_memory_is_recorded_at_the_end_of_the_month():
    state = world()
    given_scheme(state, memory=0.375)
    assert of_month(recorded(state, 5), 5, "institutional_memory") == 0.375
