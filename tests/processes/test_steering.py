"""Steering: amendments take the longer the more rigid the scheme is; blocked lines are helped; schemes extended (L2, L5)."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from worlds import finished, record, small, totals

from sim.processes import steering


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 24))
def test_amendments_are_faster_the_more_flexible_the_scheme(one, other, months):
    rigid, flexible = (
        record({"design.flexibility": flexibility, "steering.amendment_months": months}) for flexibility in sorted((one, other))
    )
    assert 0 <= steering.amendment_delay(flexible) <= steering.amendment_delay(rigid) <= steering.NEVER


def test_amendments_at_their_limits():
    assert steering.amendment_delay(record({"design.flexibility": 0.0})) == steering.NEVER
    assert steering.amendment_delay(record({"design.flexibility": 1.0})) == 0
    half = record({"design.flexibility": 0.5, "steering.amendment_months": 6.0})
    assert steering.amendment_delay(half) == 6


def test_an_amendment_is_requested_once():
    p = record({"design.flexibility": 0.5})
    assert steering.due_after(-1, False, 10, p) == -1
    assert steering.due_after(-1, True, 10, p) == 10 + steering.amendment_delay(p)
    assert steering.due_after(13, True, 11, p) == 13


def test_only_flexible_schemes_are_extended_and_only_when_late():
    late = {"trust.gain": 0.05}
    rigid = totals(small(late, {"design.flexibility": 0.0}), 20)
    flexible = totals(small(late, {"design.flexibility": 1.0}), 20)
    assert (rigid["funding_end"] == 36).all()
    assert flexible["funding_end"].max() > 36
    assert flexible["funding_end"].max() <= 36 * (1 + record().steering.extension_share)
    assert (flexible["public_cost"] <= 0.15 * record().design.budget_total * (1 + 1e-12)).all()


def test_a_board_senses_the_drift_of_the_market():
    drifting = {"markets.drift": 0.2, "agencies.board_contacts": 0.0}

    def distance(*values):
        states = [finished(small(drifting, *values), replicate=r, months=30) for r in range(10)]
        return np.mean([abs(s.book.scheme[0].sensed - s.markets["profile"].mean()) for s in states])

    assert distance({"design.advisory_board": True}) < distance()
    assert distance() < distance({"agencies.sensing": 0.0, "agencies.monitoring_sensing": 0.0})
