"""Relations with hosts: how one engages, and the order of the list of engaged hosts, by hand."""

import numba
import pytest
from worlds import small

from sim.agents import relations
from sim.categories import Status
from sim.runs.ensemble import create_state

pytestmark = pytest.mark.compiled

ROWS = (3, 0, 4, 1, 2)
#: ((k * 2654435769) mod 2^32) / 2^32 for k = 0 to 4: 0, 0.618, 0.236, 0.854, 0.472.
IN_ORDER = [0, 2, 4, 1, 3]


@numba.njit
def listed(state, rows, joined):
    """Put hosts on their market's list, joining after each (``joined``) or at the end."""
    market = state.markets[0]
    market.active = 0
    for row in rows:
        relations.activate(state, market, row)
        if joined:
            relations.join(state, market)
    relations.join(state, market)


@pytest.mark.parametrize("joined", [True, False])
def test_engaged_hosts_stand_in_the_order_of_their_points(joined):
    state = create_state(small({"markets.employers": 5, "scale": 1.0}), 1)
    listed(state, ROWS, joined)
    assert (state.markets[0].active, state.markets[0].fresh) == (5, 0)
    assert state.engaged[:5].tolist() == IN_ORDER


@numba.njit
def engaged(state, p, row, month):
    """One host engages."""
    relations.engage(state, state.employers[row], p, month)


def test_a_host_that_engages_declares_and_sets_its_review():
    state = create_state(small({"employers.optimism": 0.5, "employers.review_months": 7, "scale": 1.0}), 1)
    host = state.employers[0]
    host.real_need, host.need_left, host.declared, host.open = 3, 2, 0, 0
    engaged(state, state.parameters[0], 0, 4)
    assert (host.status, host.engaged_month, host.next_review) == (Status.engaged, 4, 11)
    assert (host.declared, host.open, host.real_open, host.need_left) == (3, 3, 2, 2)  # 2 needed, half as many again
    assert state.monthly[4].employers_engaged == 1.0
    assert state.monthly[4].declared_vacancies == 3.0
