"""The world test: a newcomer changes nobody else, and no outcome where it does not compete."""

import numpy as np
import pytest
from worlds import figures, finished, small

from sim.categories import Stage, Status
from sim.kernel import advance
from sim.runs.ensemble import create_state


def ways(state):
    """Everybody's way through the stages, by who they are."""
    who = state.candidates[["origin", "agent"]]
    found = {}
    for entry in state.journal[: state.scheme.journal]:
        person = tuple(int(part) for part in who[entry["candidate"]])
        found.setdefault(person, []).append(
            (int(entry["month"]), int(entry["stage"]), int(entry["reason"]), int(entry["employer"]))
        )
    return found


def traits(state, names):
    rows = state.candidates[: state.scheme.candidates]
    return {(int(r["origin"]), int(r["agent"])): tuple(r[name].item() for name in names) for r in rows}


def test_more_applicants_are_the_same_and_some_more():
    few, many = (finished(small({"candidates.per_place": reached}), months=12) for reached in (20.0, 21.0))
    names = ("skill", "language", "gender")
    less, more = traits(few, names), traits(many, names)
    assert less.keys() < more.keys()
    assert all(more[person] == less[person] for person in less)


@pytest.mark.parametrize("employers", [40, 400])
def test_more_hosts_are_the_same_and_one_more(employers):
    one, other = (
        create_state(small({"scale": 1.0, "markets.employers": number}), 1) for number in (employers, employers + 1)
    )
    assert (one.employers.size, other.employers.size) == (employers, employers + 1)
    assert len(set(one.employers["need"].tolist())) > 0.9 * employers  # they are not all alike
    for name in one.employers.dtype.names:
        assert np.array_equal(one.employers[name], other.employers[name][:employers]), name


def test_a_host_that_is_never_contacted_changes_no_outcome():
    one, other = (
        finished(small({"scale": 1.0, "candidates.per_place": 5.0, "markets.employers": n})) for n in (900, 901)
    )
    assert (other.employers["contacts"][900] == 0).all()
    assert ways(one) == ways(other)
    assert np.array_equal(figures(one), figures(other), equal_nan=True)


def test_a_host_that_declines_changes_no_candidate():
    """The lead's contact with it costs a turn only where there are others to contact."""
    config = small({"agencies.contacts": 400.0, "markets.employers": 60, "scale": 1.0, "candidates.per_place": 5.0})
    one = finished(config)
    declined = np.flatnonzero((one.employers["status"] == Status.declined) & (one.employers["engaged_month"] < 0))
    other = create_state(config, 1)
    assert len(declined)
    other.employers["need"][declined[-1]] = 0.0  # engages even less
    advance(other, 0, config.horizon)
    assert ways(one) == ways(other)


def with_newcomer(config, month):
    """A run in which one more file, of a person of no skill, is last in the line for screening after a month."""
    state = create_state(config, 1)
    advance(state, 0, month)
    scheme, line = state.scheme, state.stages[Stage.applied]
    assert line.count > 0, "everybody was screened already"
    assert np.isfinite(state.origins[0].cut)
    newcomer = int(scheme.candidates)
    state.candidates[newcomer] = state.candidates[state.lists[Stage.applied, line.count - 1]]
    state.candidates["agent"][newcomer] = 2**31
    state.candidates["skill"][newcomer] = -30.0
    state.lists[Stage.applied, line.count] = newcomer
    line.count += 1
    scheme.candidates += 1
    state.origins[0].files += 1
    advance(state, month, config.horizon)
    return state


def test_an_applicant_who_is_rejected_changes_no_other_outcome():
    slow = {"agencies.screenings": 300.0, "agencies.digital_gain": 0.0, "design.capacity_share": 0.0}
    config = small(slow)
    plain = finished(config)
    journal = plain.journal[: plain.scheme.journal]
    first_call = int(journal["month"][journal["stage"] == Stage.applied].min())
    crowded = with_newcomer(config, first_call + 1)
    before, after = ways(plain), ways(crowded)
    newcomer = after.pop((0, 2**31))
    assert [stage for _, stage, _, _ in newcomer] == [Stage.rejected]
    assert before == after
