"""Waits: what ends a match before departure, and in which order reasons count (L9, L10)."""

import numba
import pytest
from worlds import put, world

from sim.categories import Reason, Stage, Status
from sim.laws import waits


@numba.njit
def lost(state, i, month):
    return waits.lost(state, state.candidates[i], month)


@pytest.mark.parametrize(("expiry", "held_until", "employer", "reason"), [
    (7, 7, 0, Reason.none), (6, 7, 0, Reason.waited_too_long), (5, 7, 0, Reason.waited_too_long),
    (7, 6, 0, Reason.vacancy_lapsed), (7, 5, 0, Reason.vacancy_lapsed), (7, 7, 1, Reason.host_withdrew),
    (6, 6, 1, Reason.waited_too_long), (7, 6, 1, Reason.vacancy_lapsed), (7, 7, 2, Reason.none),
])  # fmt: skip
def test_a_match_ends_by_patience_then_by_the_vacancy_then_with_its_host(expiry, held_until, employer, reason):
    state = world()
    state.employers["status"] = [Status.engaged, Status.withdrawn, Status.declined]
    i = put(state, Stage.permit, expiry=expiry, held_until=held_until, employer=employer)
    assert lost(state, i, 6) == reason
