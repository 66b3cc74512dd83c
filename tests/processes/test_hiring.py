"""Hiring: a host offers to the best as long as it is worth it and paid for, the candidate answers (L7 to L9, L11)."""

import math
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import (
    Decision,
    counted,
    drawn,
    employer,
    given_all,
    hiring,
    listed,
    number_in,
    people,
    put,
    record,
    run,
    shortlisted,
    sure,
)

from sim.categories import Motive, Stage
from sim.draws import normal_from, probability
from sim.parameters import Mobility
from sim.processes.matching import hiring as decisions

ONE = {"markets.employers": 1}


def candidates(state, skills):
    """Candidates who accept any offer and of whom a host thinks the better the more skill their file shows."""
    return [sure(state, skill=100.0, score=score) for score in skills]


def test_a_host_offers_to_the_best_until_its_vacancies_are_filled():
    state = hiring(ONE)
    given_all(state.employers, open=2, need=1.0)
    candidates(state, (100.0, 400.0, 200.0, 300.0))
    run("matching", state, 5)
    assert listed(state, Stage.matched) == [1, 3]
    assert listed(state, Stage.pool) == [0, 2]
    assert (state.employers[0].open, state.employers[0].hires) == (0, 2)
    assert counted(state, 5)["offers"] == 2.0


def test_the_best_is_who_was_heard_to_be_not_whose_file_is():
    state = hiring(ONE, {"design.interview_share": 1.0})
    given_all(state.agencies, interviews=9.0)
    given_all(state.employers, open=2, need=1.0)
    for score, skill in ((4.0, 100.0), (3.0, 300.0), (2.0, 200.0), (1.0, 50.0)):
        sure(state, skill=skill, score=score)
    run("matching", state, 5)
    assert listed(state, Stage.matched) == [1, 2]
    assert listed(state, Stage.pool) == [0, 3]


def test_a_host_makes_no_offer_that_is_not_worth_it():
    state = hiring(ONE)
    given_all(state.employers, motive=1, need=-100.0)
    candidates(state, (-100.0, 300.0))  # utility 0.5 * 300 / 2 * 1.2 = 90 - 200 - 1.5
    run("matching", state, 5)
    assert counted(state, 5) == {"waiting_employer": 2.0}
    candidates(state, (800.0,))  # 240 - 200 - 1.5
    run("matching", state, 6)
    assert listed(state, Stage.matched) == [2]


def test_a_refused_offer_goes_to_the_next():
    state = hiring(ONE)
    given_all(state.employers, open=1)
    for skill, score in ((100.0, 100.0), (-100.0, 300.0), (100.0, 200.0)):  # the best file is a person who refuses
        sure(state, skill=skill, score=score)
    run("matching", state, 5)
    assert listed(state, Stage.matched) == [2]
    seen = {name: counted(state, 5)[name] for name in ("offers", "refusals", "matches", "waiting_employer")}
    assert seen == {"offers": 2.0, "refusals": 1.0, "matches": 1.0, "waiting_employer": 2.0}


def test_after_everyone_was_asked_vacancies_stay_open():
    state = hiring(ONE)
    sure(state, skill=-100.0)
    run("matching", state, 5)
    assert counted(state, 5) == {"offers": 1.0, "refusals": 1.0, "waiting_employer": 1.0}
    assert state.employers[0].open == 8


def test_the_candidate_answers_by_the_true_quality_of_this_match():
    values = {
        "candidates.skill_weight": 0.5, "candidates.language_weight": 0.9, "candidates.mismatch_weight": 1.5,
        "candidates.fit_spread": 0.8, "candidates.accept_utility": 0.2, "candidates.accept_kind.employment": -0.1,
        "candidates.accept_stay": 0.0,
        "candidates.accept_quality": 1.3, "markets.count": 2, "markets.employers": 4, "sectors.language.ict": 0.2,
    }  # fmt: skip
    state = hiring(values)
    given_all(state.employers, open=40)
    given_all(state.markets, profile=[0.5, -0.5])
    expected = {}
    for i in range(16):
        skill, language, profile = (0.5 - i % 3, i % 4 - 1.5, (i % 5 - 2) / 2)
        put(state, Stage.pool, skill=skill, language=language, profile=profile, expiry=600)
    run("matching", state, 5)
    for i in range(16):
        skill, language, profile = (0.5 - i % 3, i % 4 - 1.5, (i % 5 - 2) / 2)
        a, point, _, _ = drawn(state, Decision.referral, 0, i, 1)
        market = int(a >= 0.5)
        index = 1 if 0.0 < point <= 0.618033988 else 0
        fit, _, _, answer = drawn(state, Decision.interview, 0, i, 0, (market << 24) | index)
        quality = (
            0.5 * skill + 0.9 * (language - 0.2) - 1.5 * (profile - (0.5, -0.5)[market]) ** 2 + 0.8 * normal_from(fit)
        )
        expected[i] = (answer < 1 / (1 + math.exp(-(0.1 + 1.3 * quality))), 2 * market + index, quality)
    for i, (accepts, row, quality) in expected.items():
        assert (people(state)[i].matched == 5) == accepts
        if accepts:
            assert people(state)[i].employer == row
            assert people(state)[i].quality == pytest.approx(quality, rel=1e-5)
    assert 3 < sum(accepts for accepts, _, _ in expected.values()) < 13


p = record()


draw = st.floats(2**-33, 1 - 2**-33)


quality = st.floats(-10, 10)


@given(draw, st.floats(1, 60), st.floats(1, 60))
def test_acceptance_rises_with_the_length_of_the_stay(u, one, other):
    short, long = (record({"design.stay_months": stay}) for stay in sorted((one, other)))
    assert decisions.accepts(u, 0.0, short) <= decisions.accepts(u, 0.0, long)


@given(draw, quality, quality)
def test_acceptance_rises_with_quality(u, one, other):
    poor, good = sorted((one, other))
    assert decisions.accepts(u, poor, p) <= decisions.accepts(u, good, p)


def test_acceptance_happens_as_often_as_its_utility_says():
    accepted = np.mean([decisions.accepts(u, 0.5, p) for u in (np.arange(4000) + 0.5) / 4000])
    assert accepted == pytest.approx(
        probability(p.candidates.accept_utility + 0.5 * p.candidates.accept_quality), abs=1e-3
    )


def chance(utility):
    return 1 / (1 + math.exp(-utility))


def decides(decision, expected):
    """Whether a decision on a uniform draw is taken just below the expected probability, and no more just above."""
    return decision(expected - 1e-6) and not decision(expected + 1e-6)


@pytest.mark.parametrize(
    ("kind", "further"),
    [("employment", 0.0), ("apprenticeship", 0.5), ("internship", 0.3), ("study", 1.5), ("seasonal", -0.4)],
)
def test_an_offer_is_accepted_by_kind_and_quality(kind, further):
    chosen = record({
        "candidates.accept_utility": 0.4, "candidates.accept_quality": 0.7, "design.kind": kind,
        "candidates.accept_kind.apprenticeship": 0.5, "candidates.accept_kind.seasonal": -0.4,
        "design.stay_months": 8.0, "design.intake_months": 12, "candidates.accept_stay": 0.6, "candidates.usual_stay": 10.0,
    })  # fmt: skip
    assert decides(
        lambda u: decisions.accepts(u, -1.2, chosen), chance(0.4 + further + 0.6 * math.log(0.8) - 0.7 * 1.2)
    )


SHORTAGE, INTERNATIONALISATION = Motive.shortage, Motive.internationalisation


need = st.floats(0, 2, width=32)


share = st.floats(0, 1, width=32)


demand = st.floats(0.05, 5)


motive = st.sampled_from(Motive)


@cache
def parameters(**values):
    return record({name.replace("__", "."): value for name, value in values.items()})


def hires(quality=0.0, unseen=0.5, demand=1.0, wait=6.0, asked=0.0, support=0.3, intensity=0.0, p=None, **values):
    return decisions.hire_utility(
        employer(**values), quality, unseen, demand, wait, asked, support, intensity, parameters() if p is None else p
    )


@given(quality, quality)
def test_hire_rises_with_quality(one, other):
    assert hires(min(one, other)) <= hires(max(one, other))


@given(demand, demand)
def test_hire_rises_with_demand_for_shortage_only(one, other):
    low, high = min(one, other), max(one, other)
    assert hires(demand=low, motive=SHORTAGE) <= hires(demand=high, motive=SHORTAGE)
    assert hires(demand=low, motive=INTERNATIONALISATION) == hires(demand=high, motive=INTERNATIONALISATION)


@given(need, need, motive)
def test_hire_rises_with_need_until_it_is_covered(one, other, motive):
    low, high = min(one, other), max(one, other)
    assert hires(need=low, motive=motive) <= hires(need=high, motive=motive)
    assert hires(need=low, motive=motive, real_open=0) == hires(need=high, motive=motive, real_open=0)


def test_optimism_beyond_the_real_need_is_worth_less():
    assert hires(real_open=0) == hires(real_open=-1) < hires(real_open=1) == hires(real_open=2)


@given(share, share)
def test_hire_falls_with_what_is_not_seen_and_with_the_price(one, other):
    low, high = min(one, other), max(one, other)
    assert hires(unseen=low) >= hires(unseen=high)
    assert hires(asked=low * 1e4) >= hires(asked=high * 1e4)
    assert hires(support=low) <= hires(support=high)


def test_asked_again_about_the_same_person_a_host_answers_the_same():
    state = hiring(ONE, {"design.interview_share": 1.0})
    given_all(state.agencies, interviews=9.0)
    given_all(state.employers, motive=1, need=-100.0)
    for i in range(4):
        put(state, Stage.pool, skill=i / 4, score=4.0 - i, expiry=600)
    first = shortlisted(run("matching", state, 5), 0)
    assert len(set(first.values())) == 4
    for month in (6, 7):
        assert shortlisted(run("matching", state, month), 0) == first
    given_all(state.employers, trust=0.5)  # something that it weighs has changed
    later = shortlisted(run("matching", state, 8), 0)
    assert all(later[i] > first[i] for i in range(4))
    assert number_in(state, Stage.pool) == 4


@given(share, share)
def test_hire_rises_with_trust(one, other):
    assert hires(trust=min(one, other)) <= hires(trust=max(one, other))


@given(st.floats(0, 24), st.floats(0, 24))
def test_hire_falls_with_waiting(one, other):
    assert hires(wait=min(one, other)) >= hires(wait=max(one, other))


@given(st.floats(0, 2, width=32), st.floats(0, 2, width=32))
def test_hire_falls_with_burden(one, other):
    assert hires(burden=min(one, other)) >= hires(burden=max(one, other))


@given(share, share)
def test_hire_falls_with_the_intensity_of_a_shock(one, other):
    assert hires(intensity=min(one, other)) >= hires(intensity=max(one, other))


@pytest.mark.parametrize("level", ["low", "medium", "high"])
def test_a_shock_freezes_internships_most_and_places_of_study_least(level):
    kinds = ["internship", "apprenticeship", "employment", "study"]
    frozen = {kind: decisions.reluctance(1.0, parameters(design__kind=kind, design__level=level)) for kind in kinds}
    assert frozen["internship"] > max(frozen["apprenticeship"], frozen["employment"])
    assert frozen["study"] < min(frozen["apprenticeship"], frozen["employment"])
    assert decisions.reluctance(0.0, parameters(design__level=level)) == 0.0


def test_a_shock_freezes_entry_level_before_senior_posts():
    entry, senior = (decisions.reluctance(1.0, parameters(design__level=level)) for level in ("medium", "high"))
    assert entry > senior


@given(st.floats(0, 24), demand, need)
def test_a_study_place_needs_no_host_to_close_the_deal(wait, demand, need):
    p = parameters(design__kind=Mobility.study)
    asked = 100 * wait
    assert hires(p=p, wait=wait, demand=demand, need=need, asked=asked) == hires(p=p)
    assert hires(p=p) > hires(p=parameters())


#: Weights with which every term of a decision is another number.
WEIGHTS = {
    "employers.need_weight": 1.5, "employers.burden_weight": 0.7, "employers.trust_weight": 1.1,
    "employers.recession_weight": 0.6, "employers.hire_base": -1.2, "employers.study_utility": 2.5,
    "employers.quality_weight": 1.3, "employers.waiting_weight": 0.04, "employers.commitment.apprenticeship": 0.8,
    "employers.commitment.study": 0.5, "employers.doubt": 1.4, "design.kind": Mobility.apprenticeship,
    "shock.freeze.apprenticeship": 1.5, "shock.freeze.study": 0.2, "shock.freeze_level.medium": 0.9,
    "design.level": "medium", "employers.month_worth.apprenticeship": 800.0, "employers.month_worth.study": 800.0,
    "employers.break_in": 4.0, "employers.look_ahead": 20.0, "design.stay_months": 12.0,
    "employers.alternative": 3000.0, "costs.host_own": 1200.0, "employers.money_weight": 1.3,
    "costs.housing.medium": 0.0, "employers.level_worth.medium": 1.0,
}  # fmt: skip


HOST = {"need": 1.25, "burden": 0.8, "trust": 0.5, "hire_at": 0.37, "real_open": 1, "motive": SHORTAGE}


def utility_of(p, demand, **values):
    """Utility of a person of quality 0.4 after five months for 2,000 EUR, a quarter of the burden carried, in a shock of 0.3."""
    return decisions.hire_utility(employer(**values), 0.4, 0.35, demand, 5.0, 2000.0, 0.25, 0.3, p)


def test_the_utility_of_a_hire_by_hand():
    p = record(WEIGHTS)
    money = 1.3 * math.log(6400 / 6200)  # eight months at 800 against 1,200 + 2,000 + 3,000
    weighed = 0.8 * (1.5 * (1.25 + 0.6 * math.log(1.4)) - 0.7 * 0.6 + money) - 0.8 * 0.04 * 5
    utility = -1.2 + 1.3 * 0.4 - 1.4 * 0.35 + weighed + 1.1 * 0.5 - 0.3 * 1.5 * 0.9 + 0.37
    assert utility_of(p, 1.4, **HOST) == pytest.approx(utility, rel=1e-6)
    keen = HOST | {"motive": INTERNATIONALISATION}
    assert utility_of(p, 1.4, **keen) == pytest.approx(utility - 0.8 * 1.5 * 0.6 * math.log(1.4), rel=1e-6)
    without = utility - 0.8 * 1.5 * (1.25 + 0.6 * math.log(1.4))
    assert utility_of(p, 1.4, **(HOST | {"real_open": 0})) == pytest.approx(without, rel=1e-5)


def test_the_utility_of_a_place_of_study_by_hand():
    p = record(WEIGHTS, {"design.kind": Mobility.study})
    money = 1.3 * math.log(6400 / 6200)
    weighed = 0.5 * (1.5 * 1.25 - 0.7 * 0.6 + money) - 0.5 * 0.04 * 5
    utility = 2.5 + 1.3 * 0.4 - 1.4 * 0.35 + weighed + 1.1 * 0.5 - 0.3 * 0.2 * 0.9 + 0.37
    assert utility_of(p, 1.0, **HOST) == pytest.approx(utility, rel=1e-6)


def test_the_utility_must_be_above_nothing():
    for at, offers in ((0.0, 0), (1e-3, 1)):
        nothing = {"employers.hire_base": 0.0, "employers.quality_weight": 0.0, "employers.waiting_weight": 0.0,
                   "employers.doubt": 0.0, "employers.money_weight": 0.0}  # fmt: skip
        state = hiring(ONE, nothing)
        given_all(state.employers, motive=1, need=0.0, hire_at=at)
        sure(state)
        run("matching", state, 5)
        assert counted(state, 5).get("offers", 0.0) == offers
