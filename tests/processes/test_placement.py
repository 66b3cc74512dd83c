"""Placement: the home track finds work at home, the impatient leave the pool (L18)."""

import pytest
from worlds import (
    Decision,
    counted,
    drawn,
    fate,
    given_all,
    given_row,
    listed,
    people,
    put,
    run,
    scheme,
    world,
)

from sim.categories import Reason, Stage
from sim.draws import exponential_from


def test_home_placements_come_once_the_hazard_reached_the_own_threshold():
    state = world({"corridor.origins": 2})
    given_all(state.origins, hazard=[0.5, 0.75])
    placed, waits, other = (
        put(state, Stage.home_pool, home_threshold=threshold, origin=origin)
        for threshold, origin in ((0.5, 0), (0.625, 0), (0.625, 1))
    )
    run("placement", state, 6)
    assert fate(state, placed) == fate(state, other) == (Stage.placed_home, Reason.none)
    assert listed(state, Stage.home_pool) == [waits]
    assert counted(state, 6) == {"local_placements": 2.0}


@pytest.mark.parametrize("home_share", [0.0, 0.01])
def test_the_impatient_leave_the_pool_for_the_home_track_where_there_is_one(home_share):
    state = world({"design.home_share": home_share})
    given_all(state.origins, hazard=0.25)
    patient, impatient = put(state, Stage.pool, expiry=7), put(state, Stage.pool, expiry=6)
    given_row(people(state)[impatient], matches=2)
    run("placement", state, 6)
    assert listed(state, Stage.pool) == [patient]
    assert scheme(state).lost == 1  # either way the place abroad has lost its candidate
    if home_share:
        assert fate(state, impatient) == (Stage.home_pool, Reason.none)
        wanted = 0.25 + exponential_from(drawn(state, Decision.pool, 0, impatient, 0, 1)[0], 1.0)
        assert people(state)[impatient].home_threshold == pytest.approx(wanted, rel=1e-6)
        assert people(state)[impatient].track == 1
        assert counted(state, 6) == {}
        assert state.origins["disappointed"].tolist() == [0.0]
    else:
        assert fate(state, impatient) == (Stage.dropped_out, Reason.no_offer)
        assert counted(state, 6) == {"dropouts": 1.0}
        assert state.origins["disappointed"].tolist() == [1.0]


def test_who_was_never_trained_is_not_placed_at_home():
    state = world({"design.home_share": 0.5})
    i = put(state, Stage.pool, expiry=6, trained=0)
    run("placement", state, 6)
    assert fate(state, i) == (Stage.dropped_out, Reason.no_offer)
    assert (scheme(state).lost, state.origins[0].disappointed) == (1, 0.0)


def test_who_was_trained_for_nothing_disappoints_and_who_was_not_does_not():
    state = world({"corridor.origins": 2})
    given_all(state.origins, disappointed=[2.0, 0.0])
    for trained, origin in ((1, 0), (0, 1), (1, 0), (1, 1)):
        put(state, Stage.pool, expiry=6, trained=trained, origin=origin)
    run("placement", state, 6)
    assert state.origins["disappointed"].tolist() == [4.0, 1.0]
    assert counted(state, 6) == {"dropouts": 4.0}
