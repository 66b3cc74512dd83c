"""Desks: what is left over of a case counts on, unused capacity does not (L11, L12, L17)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.laws import desks


@given(st.floats(0, 50), st.floats(0, 50))
def test_a_desk_keeps_fractions_of_a_case_only(left, capacity):
    credit = desks.credit_after(left, capacity)
    assert capacity <= credit < capacity + 1.0


@pytest.mark.parametrize("capacity", [0.2, 0.5, 1.0, 1.5, 2.25])
def test_a_busy_desk_decides_its_capacity_in_the_long_run(capacity):
    credit, decided = 0.0, 0
    for _ in range(1000):
        credit = desks.credit_after(credit, capacity)
        decided += int(credit + 1e-9)
        credit -= int(credit + 1e-9)
        credit = max(credit, 0.0)
    assert decided == pytest.approx(1000 * capacity, abs=1)


def test_credit_by_hand():
    assert desks.credit_after(2.75, 1.5) == pytest.approx(0.75 + 1.5)
