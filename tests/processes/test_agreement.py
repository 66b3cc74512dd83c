"""Agreement: a simplified recognition procedure is negotiated as fast as the weakest institution trusts (L12)."""

import pytest
from worlds import BARE, budget, given_all, given_scheme, of_month, record, run, scheme, world

from sim.processes import agreement


def negotiating(month, *values, **columns):
    """Two countries of destination, one level everywhere, after a month of work on a simplified recognition."""
    settings = {
        **BARE, "costs.coordination": 1000.0, "trust.decay": 0.0, "agencies.contacts": 0.0,
        "recognition.agreement_month": 5, "recognition.agreement_work": 2.0, "markets.count": 2, "markets.countries": 2,
        "corridor.origins": 2, "corridor.levels_origin": 1, "corridor.levels_destination": 1,
    }  # fmt: skip
    state = world(settings, *values)
    given_all(state.governments, trust=[0.9, 0.6, 0.5, 0.8], support=1.0, threshold=1.1)
    budget(state, coordination=500.0)  # half of it is covered
    for name, value in columns.items():
        given_all(state.countries, **{name: value})
    return run("partnership agreement", state, month)


def test_work_on_recognition_is_as_fast_as_the_weakest_institution_on_both_sides():
    assert negotiating(5).countries["agreement_work"] == pytest.approx([0.5 * 0.5, 0.6 * 0.5])
    assert negotiating(6).countries["agreement_work"] == pytest.approx([0.5 * 0.5, 0.6 * 0.5])
    assert negotiating(4).countries["agreement_work"].tolist() == [0.0, 0.0]
    never = negotiating(4, {"recognition.agreement_month": -1})
    assert never.countries["agreement_work"].tolist() == [0.0, 0.0]
    at_once = negotiating(0, {"recognition.agreement_month": 0})
    assert at_once.countries["agreement_work"] == pytest.approx([0.5 * 0.5, 0.6 * 0.5])


def test_recognition_is_agreed_once_the_work_is_done_and_only_once():
    state = negotiating(7, {"recognition.agreement_work": 1.25}, agreement_work=[1.0, 0.94])  # 1.25 and 1.24
    assert state.countries["agreement"].tolist() == [1, 0]
    assert state.governments["agreement"].tolist() == [0, 0, 1, 0]
    assert of_month(state, 7, "agreements_signed") == 1.0
    budget(state, coordination=1e6)
    run("partnership agreement", state, 8)
    assert state.countries["agreement"].tolist() == [1, 1]
    assert state.countries["agreement_work"] == pytest.approx([1.25, 1.84])
    assert state.governments["agreement"].tolist() == [0, 0, 1, 1]
    assert of_month(state, 8, "agreements_signed") == 1.0


def test_the_more_a_procedure_simplifies_the_more_work_it_takes():
    work = {"recognition.agreement_work": 3.0, "recognition.usual_simplification": 0.5}
    for simplification, needed in ((0.0, 0.0), (0.25, 1.5), (0.5, 3.0), (1.0, 6.0)):
        chosen = record(work, {"recognition.simplification": simplification})
        assert agreement.work_needed(chosen) == pytest.approx(needed)
    done = {"recognition.agreement_work": 1.0, "recognition.simplification": 0.3}  # half of the usual 0.6: 0.5
    assert negotiating(5, done, agreement_work=[0.25, 0.19]).countries["agreement"].tolist() == [1, 0]  # 0.5 and 0.49


@pytest.mark.parametrize(("start", "month", "agreed", "share"), [
    (5, 4, (0, 0), 1.0), (5, 5, (0, 0), 0.75), (5, 9, (1, 0), 0.75), (5, 9, (1, 1), 1.0), (-1, 9, (0, 0), 1.0),
    (0, 0, (0, 0), 0.75),
])  # fmt: skip
def test_a_negotiation_takes_time_of_the_ministries_while_it_lasts(start, month, agreed, share):
    values = {
        **BARE, "design.ministry_share": 0.5, "agencies.contacts": 40.0, "recognition.negotiation_time": 0.25,
        "recognition.agreement_month": start, "recognition.agreement_work": 24.0, "markets.count": 2,
        "markets.countries": 2,
    }  # fmt: skip
    state = world(values)
    budget(state, coordination=1e6)
    given_all(state.countries, agreement=agreed)
    given_scheme(state, intensity=0.0)
    run("partnership", state, month)
    assert scheme(state).contacts == pytest.approx(20 * share)
    assert scheme(state).host_contacts == pytest.approx(20)
