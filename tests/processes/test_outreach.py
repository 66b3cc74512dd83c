"""Outreach: the passing score, who applies, calls in every country of origin that signed (L6, L17)."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import (
    Decision,
    budget,
    counted,
    drawn,
    finished,
    given_all,
    given_row,
    given_scheme,
    line,
    listed,
    record,
    run,
    scheme,
    settled,
    small,
    world,
)
from worlds import people as table_of_candidates

from sim.categories import Line, Stage
from sim.draws import lognormal_from, normal_from
from sim.processes import outreach

p = record()


def test_as_many_pass_as_are_wanted_and_a_margin():
    chance = np.random.default_rng(1)
    noise = p.agencies.screening_noise
    scores = chance.standard_normal(200_000) + noise * chance.standard_normal(200_000)
    passed = (scores >= outreach.passing_score(100, 1000.0, p)).mean()
    assert passed == pytest.approx((100 + 10) / 1000, rel=0.03)


def test_everyone_passes_where_there_are_no_more_applicants_than_places():
    assert outreach.passing_score(10, 12.0, p) == -np.inf
    assert outreach.passing_score(10, 0.0, p) == -np.inf


@given(st.integers(1, 1000), st.integers(1, 1000), st.floats(1, 1e6))
def test_more_places_lower_the_passing_score(one, other, applicants):
    few, many = sorted((one, other))
    assert outreach.passing_score(few, applicants, p) >= outreach.passing_score(many, applicants, p)


def people(*values):
    state = finished(small(*values))
    return state.candidates[: state.scheme.candidates]


def test_women_apply_in_their_share():
    everyone = people({"scale": 2.0, "candidates.women": 0.4, "horizon": 24})
    assert everyone["gender"].mean() == pytest.approx(0.4, abs=4 * np.sqrt(0.24 / len(everyone)))


def test_no_country_of_origin_has_an_easier_passing_score():
    three = {"corridor.origins": 3, "scale": 1.0, "design.places": 300, "horizon": 30, "agencies.screenings": 1e6}
    everyone = people(three, {"design.budget_total": 1e8, "candidates.call_variation": 0.0})
    selected = everyone[~np.isin(everyone["stage"], [Stage.applied, Stage.rejected])]
    lowest = [np.quantile(selected["score"][selected["origin"] == origin], 0.1) for origin in range(3)]
    assert np.ptp(lowest) < 0.25


def test_numbers_of_applicants_are_unique():
    everyone = people({"corridor.origins": 2})
    assert len(set(zip(everyone["origin"], everyone["agent"], strict=True))) == len(everyone)


CALLS = {
    "design.reserve_share": 1.0, "candidates.per_place": 5.0, "candidates.call_variation": 0.0,
    "candidates.apply_utility": 6.0, "design.cohort_months": 4, "design.training_months": 3.0,
    "design.closing_months": 2, "costs.call": 0.0, "agencies.call_months": 0.0,
}  # fmt: skip


def calling(*values, **columns):
    """A scheme that wants ten persons by two calls, in months 6 and 10 of 16, in a country of origin that has signed."""
    state = world(CALLS, *values)
    given_all(state.origins, signed=1)
    given_all(state.countries, signed=1)
    given_scheme(state, **({"planned_intake": 10.0, "covered": 0.5, "end_month": 16} | columns))
    return state


def wanted(*values, **columns):
    """How many persons a call is to preselect, in all countries of origin."""
    return int(run("outreach", calling(*values, **columns), 6).origins["quota"].sum())


RIGID = {"design.flexibility": 0.0}


@pytest.mark.parametrize(("columns", "quota"), [
    ({}, 5), ({"end_month": 15}, 5), ({"end_month": 14}, 10), ({"end_month": 18}, 5), ({"end_month": 19}, 4),  # 3.3
    ({"end_month": 8}, 10), ({"calls": 3}, 5),  # it counts what time is left, not how many calls there were
    ({"preselected": 3}, 4), ({"preselected": 8}, 1), ({"preselected": 9}, 0), ({"preselected": 10}, 0),
    ({"preselected": 12}, 0), ({"preselected": 9, "end_month": 12}, 1), ({"planned_intake": 9.0}, 5),  # 4.5
    ({"planned_intake": 9.0, "preselected": 8}, 0),
])  # fmt: skip
def test_a_call_wants_what_is_missing_spread_over_the_calls_that_are_left(columns, quota):
    assert wanted(RIGID, **columns) == quota


@pytest.mark.parametrize(("call_months", "end_month", "quota"), [
    (3.0, 19, 5), (3.0, 18, 5), (3.0, 17, 10), (2.5, 17, 10), (2.0, 17, 5), (3.0, 22, 4),
])  # fmt: skip
def test_the_time_of_a_call_leaves_room_for_fewer_calls(call_months, end_month, quota):
    """In month 6, with 3 months of training and 2 at the end: a second call fits while 10 + 5 + the call's months do."""
    assert wanted(RIGID, {"agencies.call_months": call_months}, end_month=end_month) == quota


@pytest.mark.parametrize(
    ("calls", "end_month", "opens"), [(0, 10, True), (1, 10, False), (1, 13, False), (1, 14, True)]
)
def test_a_further_call_is_too_late_when_its_time_does_not_fit(calls, end_month, opens):
    state = calling(RIGID, {"agencies.call_months": 3.0}, calls=calls, end_month=end_month)  # 6 + 3 + 3 + 2
    assert (scheme(run("outreach", state, 6)).calls > calls) == opens


@pytest.mark.parametrize(
    ("open_quota", "files", "quota"), [(4, 30, 3), (4, 2, 4), (8, 30, 1), (9, 30, 0), (10, 30, 0), (4, 0, 5)]
)
def test_whom_an_open_call_looks_for_is_not_called_again(open_quota, files, quota):
    state = calling(RIGID)
    given_all(state.origins, quota=open_quota, files=files)
    assert (
        int(run("outreach", state, 6).origins["quota"].sum())
        == (min(open_quota, files) if quota else open_quota) + quota
    )


def test_a_call_replaces_those_lost_as_far_as_the_scheme_is_flexible():
    late = {"end_month": 12, "preselected": 8, "lost": 4}
    assert wanted(RIGID, **late) == 2
    assert wanted({"design.flexibility": 0.5}, **late) == 4
    assert wanted({"design.flexibility": 1.0}, **late) == 6


@pytest.mark.parametrize(
    ("places", "pending", "quota"), [(8, 0, 5), (8, 2, 4), (8, 4, 3), (8, 7, 0), (8, 8, 0), (0, 0, 5), (5, 1, 4)]
)
def test_nobody_is_called_for_places_that_are_still_to_be_signed(places, pending, quota):
    assert wanted(RIGID, places=places, pending=pending) == quota  # half of 10 * (1 - pending / places), rounded up


def test_countries_of_origin_that_signed_share_a_call():
    state = calling({"corridor.origins": 4}, planned_intake=16.0)
    given_all(state.origins, signed=[1, 0, 1, 1], quota=1, calls=2)
    run("outreach", state, 6)  # 8 persons, 2.67 from each of three countries
    assert state.origins["quota"].tolist() == [3, 1, 3, 3]  # what an earlier call did not find is missing again
    assert state.origins["calls"].tolist() == [3, 2, 3, 3]
    # a whole quota of 3 each: 3 / 2 * 5 = 7.5 reached, of whom all but one in 400 apply
    agents = [2 * 2**22 + position for position in range(7)]
    chance = 1 / (1 + math.exp(-6.0))
    applying = [
        sum(drawn(state, Decision.applicant_traits, o, agent)[3] < chance for agent in agents) for o in (0, 2, 3)
    ]
    assert state.origins["files"][[0, 2, 3]].tolist() == applying
    assert sum(applying) > 18  # six each would be 18
    assert state.origins["cut"][1] == 0.0


@pytest.mark.parametrize(("holds", "calls", "unmet"), [(300.0, 1, 0.0), (299.0, 0, 300.0)])
def test_a_call_is_paid_for_every_country_that_signed_at_once(holds, calls, unmet):
    state = calling({"corridor.origins": 4, "costs.call": 200.0, "scale": 0.5, "markets.employers": 6})
    given_all(state.origins, signed=[1, 0, 1, 1])
    budget(state, selection=holds)
    run("outreach", state, 6)
    assert scheme(state).calls == calls
    assert line(state, Line.selection).spent == 300.0 * calls  # 200 * 0.5 in three countries
    assert line(state, Line.selection).unmet == unmet
    assert counted(state, 6).get("public_cost", 0.0) == 300.0 * calls


def test_a_call_that_nobody_wants_costs_nothing():
    state = calling({"costs.call": 200.0}, preselected=10)
    budget(state, selection=1000.0)
    run("outreach", state, 6)
    assert line(state, Line.selection).spent == line(state, Line.selection).unmet == 0.0


@pytest.mark.parametrize(("columns", "calls"), [
    ({}, 1), ({"alive": 0}, 0), ({"covered": 0.0}, 0), ({"next_call": 6}, 1), ({"next_call": 7}, 0),
    ({"calls": 1, "end_month": 11}, 1), ({"calls": 1, "end_month": 10}, 0), ({"calls": 0, "end_month": 10}, 1),
])  # fmt: skip
def test_when_a_call_opens(columns, calls):
    state = run("outreach", calling(**columns), 6)  # with three months of training and two to close
    assert scheme(state).calls == columns.get("calls", 0) + calls
    assert scheme(state).next_call == (10 if calls else columns.get("next_call", 0))
    assert bool(listed(state, Stage.applied)) == bool(calls)


@pytest.mark.parametrize("table", ["origins", "countries"])
def test_no_call_without_a_signature_on_either_side(table):
    state = calling()
    given_all(getattr(state, table), signed=0)
    assert scheme(run("outreach", state, 6)).calls == 0


def test_after_the_funding_open_vacancies_decide_and_it_is_never_too_late():
    state = calling({"markets.count": 2}, funded=0, calls=9, end_month=3)
    given_all(state.markets, open=[4, 3])
    stages = (Stage.preselected, Stage.training, Stage.pool, Stage.seat, Stage.examination)
    for stage, number in zip(stages, (2, 3, 3, 1, 1), strict=True):
        settled(state, stage, number)
    run("outreach", state, 6)
    assert state.origins[0].quota == 7 * 2 - 10
    state = calling(funded=0)
    given_all(state.markets, open=1)
    settled(state, Stage.pool, 2)
    assert scheme(run("outreach", state, 6)).calls == 0


def test_how_many_a_call_reaches_by_hand():
    values = {
        "agencies.recruiter_reach": 0.5, "design.private_recruiters": 0.4, "candidates.call_variation": 0.4,
        "design.flexibility": 0.0, "candidates.exhaustion": 10.0,
    }  # fmt: skip
    state = calling(values, services=0.8, planned_intake=40.0)
    given_all(state.origins, calls=3)
    a = drawn(state, Decision.applicant_count, 0, 3)[0]
    reached = int(lognormal_from(a, 20 / 2.0 * 5.0 * 0.8 * 1.2, 0.4))
    chance = 1 / (1 + math.exp(-6.0))
    agents = [3 * 2**22 + position for position in range(reached)]
    applying = [agent for agent in agents if drawn(state, Decision.applicant_traits, 0, agent)[3] < chance]
    run("outreach", state, 6)
    assert scheme(state).recruiter_share == 0.4
    assert table_of_candidates(state)["agent"][: len(applying)].tolist() == applying
    assert scheme(state).candidates == len(applying) == state.origins[0].files == len(listed(state, Stage.applied))
    assert counted(state, 6) == {"applicants": float(len(applying))}
    assert len(applying) > 20


def test_who_applies_and_who_they_are_by_hand():
    values = {"candidates.apply_utility": 0.5, "candidates.profile_spread": 0.7, "candidates.women": 0.4}
    state = calling(values, {"corridor.origins": 2}, intensity=0.3, planned_intake=40.0)
    run("outreach", state, 6)
    expected = []
    for origin in (0, 1):
        for agent in range(25):  # 10 wanted from each: 10 / 2 * 5
            a, b, c, d = drawn(state, Decision.applicant_traits, origin, agent)
            if d < 1 / (1 + math.exp(-0.2)):
                woman = int(d * 65536 % 1 < 0.4)
                expected.append((origin, agent, woman, normal_from(a), normal_from(b), 0.7 * normal_from(c)))
    assert scheme(state).candidates == len(expected)
    assert 15 < len(expected) < 40
    for person, (origin, agent, woman, *traits) in zip(table_of_candidates(state), expected, strict=False):
        assert (person.origin, person.agent, person.gender, person.stage, person.since) == (
            origin,
            agent,
            woman,
            Stage.applied,
            6,
        )
        assert [float(person[name]) for name in ("skill", "language", "profile")] == pytest.approx(traits, rel=1e-5)
    assert counted(state, 6) == {"applicants": float(len(expected))}


def test_the_people_that_can_be_reached_run_out():
    state = calling(planned_intake=40.0, candidate_limit=7)
    assert scheme(run("outreach", state, 6)).candidates == 7
    given_scheme(state, next_call=0)
    assert scheme(run("outreach", state, 7)).candidates == 7


def test_the_passing_score_by_hand():
    noisy = record({"agencies.screening_noise": 0.75})
    assert outreach.passing_score(9, 48, noisy) == pytest.approx(1.25 * normal_from(1 - 12 / 48))
    assert outreach.passing_score(4, 6, noisy) == -math.inf
    assert outreach.passing_score(4, 7, noisy) == pytest.approx(1.25 * normal_from(1 - 6 / 7))


def test_earlier_files_and_quotas_count_for_the_passing_score():
    state = calling(RIGID)
    given_row(state.origins[0], quota=8, files=40)  # one more is missing for each of two calls
    run("outreach", state, 6)
    files = 40 + scheme(state).candidates
    noise = math.sqrt(1 + record().agencies.screening_noise ** 2)
    assert state.origins[0].files == files
    assert state.origins[0].cut == pytest.approx(noise * normal_from(1 - 12 / files))


share = st.floats(0, 1)


draw = st.floats(2**-33, 1 - 2**-33)


@given(draw, share, share)
def test_fewer_apply_in_a_shock(u, one, other):
    calm, struck = sorted((one, other))
    assert outreach.applies(u, calm, p) >= outreach.applies(u, struck, p)


def test_women_are_reached_in_their_share_whoever_applies():
    women = record({"candidates.women": 0.4})
    reached = (np.arange(20_000) + 0.5) * 2.0**32 // 20_000 / 2.0**32
    for intensity in (0.0, 1.0):
        applied = [outreach.is_woman(u, women) for u in reached if outreach.applies(u, intensity, p)]
        assert np.mean(applied) == pytest.approx(0.4, abs=0.01)


def chance(utility):
    return 1 / (1 + math.exp(-utility))


def decides(decision, expected):
    """Whether a decision on a uniform draw is taken just below the expected probability, and no more just above."""
    return decision(expected - 1e-6) and not decision(expected + 1e-6)


def test_who_was_reached_applies_less_often_in_a_shock():
    chosen = record({"candidates.apply_utility": 1.5})
    assert decides(lambda u: outreach.applies(u, 0.0, chosen), chance(1.5))
    assert decides(lambda u: outreach.applies(u, 0.7, chosen), chance(0.8))


def test_gender_is_in_the_fine_digits_of_the_draw():
    women = record({"candidates.women": 0.4})
    for coarse in (0, 1000, 65535):
        assert outreach.is_woman((coarse + 0.3) / 65536, women)
        assert not outreach.is_woman((coarse + 0.5) / 65536, women)
    assert not outreach.is_woman(1.5 / 65536, record({"candidates.women": 0.5}))  # women up to, not including


@pytest.mark.parametrize(("destinations", "shares"), [
    (["BE"], (1.0, 0.0)), (["BE", "IT"], (0.5, 0.0)), (["IT", "BE"], (0.5, 0.0)), (["BE", "FR", "IT", "LU"], (0.75, 0.0)), (4, (0.0, 0.0)),
])  # fmt: skip
def test_who_shares_an_official_language_with_the_destinations_knows_it_beforehand(destinations, shares):
    """Senegal has French in common with Belgium, France and Luxembourg, Morocco has none in common with any of them."""
    named = {"corridor.origins": ["SN", "MA"], "markets.count": 4, "markets.countries": destinations}
    state = calling(named, {"candidates.shared_language": 1.4}, planned_intake=40.0)
    run("outreach", state, 6)
    beyond = [
        float(person.language) - normal_from(drawn(state, Decision.applicant_traits, person.origin, person.agent)[1])
        for person in table_of_candidates(state)[: scheme(state).candidates]
    ]
    origins = [int(person.origin) for person in table_of_candidates(state)[: scheme(state).candidates]]
    assert set(origins) == {0, 1}
    assert beyond == pytest.approx([1.4 * shares[origin] for origin in origins], abs=1e-5)


def test_average_countries_share_no_language():
    state = calling({"corridor.origins": 2, "markets.countries": ["FR"]}, planned_intake=40.0)
    run("outreach", state, 6)
    for person in table_of_candidates(state)[: scheme(state).candidates]:
        b = drawn(state, Decision.applicant_traits, int(person.origin), int(person.agent))[1]
        assert float(person.language) == pytest.approx(normal_from(b), abs=1e-5)
