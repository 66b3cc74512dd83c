"""Signed hosts: an association rejects below its standard, an institution and a group take whoever is sent (L1, L10)."""

import math

import pytest
from worlds import (
    Decision,
    budget,
    counted,
    drawn,
    fate,
    given_all,
    given_row,
    hiring,
    listed,
    people,
    put,
    run,
    scheme,
    shortlisted,
    sure,
)

from sim.categories import AgencyKind, Closing, Stage
from sim.draws import normal_from

FAR = 32_000

#: What a person is worth is its skill, what a file shows of it is a fifth of the score; nothing else counts.
SEEN = {
    "candidates.skill_weight": 1.0, "candidates.language_weight": 0.0, "candidates.mismatch_weight": 0.0,
    "candidates.fit_spread": 0.5, "candidates.training_skill": 0.0, "agencies.screening_noise": 2.0,
    "agencies.interview_noise": 0.25, "employers.association_standard": -0.4, "candidates.accept_utility": 6.0,
    "candidates.accept_quality": 0.0, "candidates.accept_kind.employment": 4.0, "markets.employers": 1,
}  # fmt: skip


def signed(closing, *values, **columns):
    """One signed host with eight places, which neither trusts nor needs nor pays for anybody: none of this counts."""
    state = hiring(SEEN, *values)
    given_all(state.employers, closing=closing, need=-100.0, burden=50.0, hire_at=-50.0, **columns)
    return state


def hear(state, number):
    """Say how many interviews the public service can hold a month, the recruiters none."""
    for office in state.agencies:
        office.interviews = number if office.kind == AgencyKind.public_service_destination else 0.0


@pytest.mark.parametrize(("score", "taken"), [(-1.99, True), (-2.01, False), (3.0, True)])
def test_an_association_rejects_whose_file_is_below_its_standard(score, taken):
    state = signed(Closing.association)
    i = put(state, Stage.pool, score=score, expiry=600)
    run("matching", state, 5)
    assert (fate(state, i)[0] == Stage.matched) == taken
    assert shortlisted(state, 0)[i] == pytest.approx(score / 5 + 0.4, abs=1e-5) if not taken else True


def test_an_association_judges_whom_it_heard_by_quality_with_noise():
    state = signed(Closing.association, {"design.interview_share": 1.0, "costs.interview": 10.0})
    hear(state, 99.0)
    skills = [-1.2, -0.8, -0.4, 0.0, 0.4, -0.6]
    for skill in skills:
        put(state, Stage.pool, skill=skill, score=9.0, expiry=600)
    run("matching", state, 5)
    taken = []
    for i, skill in enumerate(skills):
        fit, noise, _, _ = drawn(state, Decision.interview, 0, i, 0, 0)
        taken.append(skill + 0.5 * normal_from(fit) + 0.25 * normal_from(noise) > -0.4)
    assert [bool(people(state)[i].matched == 5) for i in range(6)] == taken
    assert 0 < sum(taken) < 6
    assert counted(state, 5)["interviews"] == 6.0


def test_an_association_reads_the_file_where_no_interview_is_to_be_had():
    state = signed(Closing.association, {"design.interview_share": 1.0})
    hear(state, 0.0)
    i, k = put(state, Stage.pool, score=-1.9, expiry=600), put(state, Stage.pool, score=-2.1, expiry=600)
    run("matching", state, 5)
    assert (fate(state, i)[0], fate(state, k)[0]) == (Stage.matched, Stage.pool)
    assert "waiting_interview" not in counted(state, 5)  # nobody waits for what is not needed
    assert scheme(state).interviews_short == 2.0


def test_an_open_host_takes_nobody_whom_it_wanted_to_hear_and_did_not():
    state = hiring(SEEN, {"design.interview_share": 1.0})
    hear(state, 0.0)
    i = sure(state)
    run("matching", state, 5)
    assert fate(state, i)[0] == Stage.pool
    assert shortlisted(state, 0)[i] == -math.inf


@pytest.mark.parametrize("closing", [Closing.institution, Closing.group])
def test_an_institution_and_a_group_take_whoever_is_sent_best_file_first(closing):
    state = signed(closing, {"design.interview_share": 1.0, "candidates.accept_utility": 6.0}, open=2)
    hear(state, 99.0)
    for score in (-9.0, -7.0, -8.0):
        put(state, Stage.pool, skill=-5.0, score=score, expiry=600)
    run("matching", state, 5)
    assert listed(state, Stage.matched) == [1, 2]
    assert listed(state, Stage.pool) == [0]
    assert counted(state, 5).get("interviews", 0.0) == 0.0
    assert "waiting_interview" not in counted(state, 5)
    assert shortlisted(state, 0)[0] == 1.0  # the last of three, counted from the end


def test_rooms_are_not_reserved_for_those_whom_nobody_hears():
    state = hiring(
        SEEN, {"design.interview_share": 1.0, "markets.count": 2, "markets.employers": 2, "costs.interview": 10.0}
    )
    given_row(state.employers[0], closing=Closing.institution)
    hear(state, 3.0)
    for agent in range(8):
        sure(state, agent=agent)
    first = [drawn(state, Decision.referral, 0, i, 1)[0] < 0.5 for i in range(8)]
    wanted = first.count(False)
    cut = 1.0 if wanted <= 3 else (3 + math.sqrt(3)) / wanted
    heard = sum(not own and drawn(state, Decision.referral, 0, i, 1)[3] <= cut for i, own in enumerate(first))
    run("matching", state, 5)
    assert counted(state, 5)["interviews"] == min(heard, 3)
    assert all(people(state)[i].employer == 0 for i in range(8) if first[i])


@pytest.mark.parametrize("closing", [Closing.association, Closing.institution, Closing.group])
def test_a_place_of_a_signed_host_is_held_for_good(closing):
    state = signed(closing, {"employers.vacancy_months.ict": 0.1, "employers.hold": 1.0})
    i = sure(state)
    run("matching", state, 5)
    assert people(state)[i].held_until == FAR
    assert (state.employers[0].open, state.employers[0].need_left) == (7, 7)


def test_a_signed_host_pays_as_any_other_once_it_trusts_and_saw_results():
    values = {"costs.mobility": 3000.0, "costs.full_price": 4000.0, "design.contribution_share": 0.5}
    state = signed(Closing.institution, values, willing=1, trust=0.9, results=9.0)
    i = sure(state)
    run("matching", state, 5)
    assert (people(state)[i].contribution, people(state)[i].committed) == (2000.0, 1000.0)


def test_no_signed_place_beyond_the_ceiling_or_the_money():
    for columns in ({"ceiling": 0}, {"places_taken": 100}):
        state = signed(Closing.institution)
        for name, value in columns.items():
            scheme(state)[name] = value
        sure(state)
        assert "matches" not in counted(run("matching", state, 5), 5)
    state = signed(Closing.group, {"costs.mobility": 3000.0})
    budget(state, mobility=2999.0)
    sure(state)
    assert "matches" not in counted(run("matching", state, 5), 5)
