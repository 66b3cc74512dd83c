"""Rights: who changes the host abroad instead of returning early, with which host, and what it costs whom (L19, L22)."""

import pytest
from worlds import (
    EASY,
    Decision,
    assert_identical,
    budget,
    counted,
    drawn,
    engaged,
    entries,
    fate,
    given_all,
    given_scheme,
    people,
    put,
    record,
    run,
    scheme,
    small,
    totals,
    world,
)

from sim.agents import employer as decisions
from sim.categories import Reason, Stage
from sim.draws import whole_months

#: Whoever wants another host may have one, if there is a vacancy.
FREE = {
    "design.change_of_host": 1.0, "candidates.change_share": 1.0, "employers.takes_over": 1.0,
    "costs.change_of_host": 600.0, "design.stay_months": 12.0, "trust.return_loss": 0.25,
}  # fmt: skip


def abroad(*values, vacancies=(0, 2, 2), clears=(1, 1, 1), money=10_000.0, number=1):
    """Persons with host 0 whose stay breaks off in month 9; hosts 0, 2 and 1 stand on the ring in this order."""
    state = world(FREE, *values)
    budget(state, mobility=money)
    engaged(state, 0, 2, 1)
    given_all(
        state.employers, open=list(vacancies), real_open=list(vacancies), need_left=5, clears=list(clears), trust=0.8
    )
    given_scheme(state, vacancies=sum(vacancies), places_taken=number)
    plain = {"employer": 0, "market": 0, "matches": 1, "departed": 4, "due": 9, "cut_short": 1}
    return state, [put(state, Stage.abroad, **plain) for _ in range(number)]


def test_a_change_by_hand():
    state, (i,) = abroad()
    run("mobility", state, 9)
    _, _, u, _ = drawn(state, Decision.change_of_host, 0, i, 1)
    order = [0, 2, 1]
    start = int(u * 3)
    new = next(host for host in order[start:] + order[:start] if host != 0)
    other = 3 - new
    person, host = people(state)[i], state.employers[new]
    assert (person.employer, person.cut_short, person.since) == (new, 0, 9)
    assert fate(state, i) == (Stage.abroad, Reason.changed_host)
    assert (host.open, host.real_open, host.need_left, host.hires) == (1, 1, 4, 0)
    assert (state.employers[other].open, state.employers[0].open) == (2, 0)
    assert scheme(state).vacancies == 3
    assert scheme(state).places_taken == 1
    assert state.employers[0].trust == pytest.approx(0.6)  # a quarter lost
    assert state.employers[new].trust == pytest.approx(0.8)
    assert (state.origins["disappointed"].sum(), state.countries["disappointed"].sum()) == (0.0, 0.0)
    assert counted(state, 9) == {"host_changes": 1.0, "spent_mobility": 600.0, "public_cost": 600.0}
    assert [(int(e["stage"]), int(e["reason"]), int(e["employer"])) for e in entries(state)] == [
        (Stage.abroad, Reason.changed_host, new)
    ]


def test_the_rest_of_the_stay_follows_and_is_complete():
    state, (i,) = abroad({"candidates.stay_share.employment": 1.0})
    run("mobility", state, 9)
    _, _, c, d = drawn(state, Decision.mobility, 0, i, 1, 1)
    rest = 12 - max(int(c * 12), 1)
    assert whole_months(12.0, d) == 12
    assert people(state)[i].due == 9 + rest
    new = int(people(state)[i].employer)
    run("mobility", state, 9 + rest)
    assert fate(state, i) == (Stage.stayed, Reason.none)
    assert counted(state, 9 + rest) == {
        "completed_mobilities": 1.0, "stayed": 1.0, "spent_mobility": 600.0,  # of month 9: its books are still open
    }  # fmt: skip
    assert (state.employers[new].results, state.employers[0].results) == (1.0, 0.0)


@pytest.mark.parametrize(("values", "options"), [
    ({"design.change_of_host": 0.0}, {}), ({"candidates.change_share": 0.0}, {}), ({"employers.takes_over": 0.0}, {}),
    ({}, {"vacancies": (3, 0, 0)}),  # its own host does not count
    ({}, {"clears": (1, 0, 0)}),  # nor does one whose pay is too low
    ({}, {"money": 599.0}),
])  # fmt: skip
def test_without_right_wish_host_or_money_the_person_returns_early(values, options):
    state, (i,) = abroad(values, **options)
    run("mobility", state, 9)
    assert fate(state, i) == (Stage.dropped_out, Reason.early_return)
    assert counted(state, 9) == {"early_returns": 1.0}
    assert (state.origins["disappointed"].sum(), state.countries["disappointed"].sum()) == (1.0, 1.0)
    assert list(state.employers["open"]) == list(options.get("vacancies", (0, 2, 2)))


def test_the_shares_decide_by_their_draws():
    shares = {"candidates.change_share": 0.7, "design.change_of_host": 0.8, "employers.takes_over": 0.6}
    state, numbers = abroad(shares, vacancies=(0, 30, 30), money=1e6, number=40)
    run("mobility", state, 9)
    changed = []
    for i in numbers:
        a, b, _, d = drawn(state, Decision.change_of_host, 0, i, 1)
        changed.append(a < 0.7 and b < 0.8 and d < 0.6)
        assert (fate(state, i)[0] == Stage.abroad) == changed[-1]
    assert 5 < sum(changed) < 25
    assert counted(state, 9)["host_changes"] == sum(changed)


def test_hosts_fear_to_lose_a_person_to_others_by_hand():
    bound = record({"employers.poaching": 0.4})
    half, free = (record({"employers.poaching": 0.4, "design.change_of_host": share}) for share in (0.5, 1.0))
    assert decisions.money(0.0, half) == pytest.approx(decisions.money(0.0, bound) - 0.2)
    assert decisions.money(0.0, free) == pytest.approx(decisions.money(0.0, bound) - 0.4)


def test_the_right_turns_early_returns_into_completed_stays():
    often = {"candidates.return_utility": 0.0, "horizon": 96, "employers.poaching": 0.0}
    bound, free = totals(small(EASY, often), 8), totals(small(EASY, often, FREE), 8)
    assert bound["host_changes"].sum() == 0 < free["host_changes"].sum()
    assert free["early_returns"].sum() < bound["early_returns"].sum()
    assert free["completed_mobilities"].sum() > bound["completed_mobilities"].sum()


def test_where_nobody_may_change_its_parameters_do_not_matter():
    changed = {
        "candidates.change_share": 1.0,
        "employers.takes_over": 1.0,
        "employers.poaching": 2.0,
        "costs.change_of_host": 0.0,
    }
    assert_identical(small(EASY), small(EASY, changed))


def test_the_rest_is_what_is_left_of_the_planned_stay_and_a_month_had_passed_at_least():
    state, numbers = abroad(vacancies=(0, 60, 60), money=1e6, number=60)
    run("mobility", state, 9)
    gone = []
    for i in numbers:
        _, _, c, _ = drawn(state, Decision.mobility, 0, i, 1, 1)
        gone.append(int(c * 12))
        assert people(state)[i].due == 9 + 12 - max(gone[-1], 1)
    assert min(gone) == 0
    assert max(gone) == 11
