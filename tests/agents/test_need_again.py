"""Need comes again with the years: not before, as much as at first, and in whole persons (L10)."""

import numba
from worlds import given_all, given_scheme, world

from sim.agents import relations
from sim.categories import Closing


@numba.njit
def need_again(state, month):
    relations.need_again(state, state.parameters[0], month)


def test_after_the_first_years_the_same_need_comes_again_spread_evenly():
    state = world({"employers.need_months": 10.0, "employers.recurrence": 0.5})
    given_all(state.employers, real_need=2, need_left=1, closing=0)  # 2 * 1.5 = 3 persons in 10 months
    state.employers[1].closing = Closing.association
    need_again(state, 9)
    assert [*state.employers.need_left] == [1, 1, 1]
    gained = []
    for month in range(10, 20):
        before = int(state.employers[0].need_left)
        need_again(state, month)
        gained.append(int(state.employers[0].need_left) - before)
    assert gained == [0, 0, 0, 1, 0, 0, 1, 0, 0, 1]  # whole persons at 0.3, 0.6, 0.9, 1.2, ...
    assert [*state.employers.need_left] == [4, 1, 4]
    given_scheme(state, began=13)  # month 10 of a phase that began then is calendar month 23
    given_all(state.employers, need_left=32_000)
    need_again(state, 10)
    assert state.employers[0].need_left == 32_000
