"""Engagement: why a host engages, what it declares, when it stays (L7, L8, L10)."""

import math
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import (
    Decision,
    employer,
    key,
    record,
)

from sim.categories import Motive
from sim.draws import probability, uniforms
from sim.parameters import Mobility
from sim.processes import engagement

SHORTAGE, INTERNATIONALISATION = Motive.shortage, Motive.internationalisation


need = st.floats(0, 2, width=32)


share = st.floats(0, 1, width=32)


demand = st.floats(0.05, 5)


motive = st.sampled_from(Motive)


ordinal = st.integers(0, 500)


@cache
def parameters(**values):
    return record({name.replace("__", "."): value for name, value in values.items()})


def engages(index=0, demand=1.0, peers=0.0, p=None, **values):
    return engagement.engages(employer(index=index, **values), demand, peers, key(), parameters() if p is None else p)


@given(need, need, motive, ordinal)
def test_engagement_rises_with_need(one, other, motive, index):
    assert engages(index, need=min(one, other), motive=motive) <= engages(index, need=max(one, other), motive=motive)


@given(demand, demand, ordinal)
def test_engagement_rises_with_demand_for_shortage_only(one, other, index):
    low, high = min(one, other), max(one, other)
    assert engages(index, low, motive=SHORTAGE) <= engages(index, high, motive=SHORTAGE)
    assert engages(index, low, motive=INTERNATIONALISATION) == engages(index, high, motive=INTERNATIONALISATION)


@given(share, share, ordinal)
def test_engagement_rises_with_trust(one, other, index):
    assert engages(index, trust=min(one, other)) <= engages(index, trust=max(one, other))


@given(st.floats(0, 3), st.floats(0, 3), ordinal)
def test_engagement_rises_with_results_of_peers(one, other, index):
    assert engages(index, peers=min(one, other)) <= engages(index, peers=max(one, other))


@given(st.floats(0, 2, width=32), st.floats(0, 2, width=32), ordinal)
def test_engagement_falls_with_burden(one, other, index):
    assert engages(index, burden=min(one, other)) >= engages(index, burden=max(one, other))


@given(ordinal)
def test_engagement_rises_with_administrative_support(index):
    without, full = parameters(design__administrative_support=0.0), parameters(design__administrative_support=1.0)
    assert engages(index, p=without, burden=1.0) <= engages(index, p=full, burden=1.0)


def test_engagement_happens_as_often_as_its_utility_says():
    p = parameters()
    host = employer(motive=INTERNATIONALISATION)
    utility = (
        p.employers.engagement_base + p.employers.need_weight * host.need
        - p.employers.burden_weight * host.burden * (1 - p.design.administrative_support)
        + p.employers.trust_weight * host.trust
    )  # fmt: skip
    engaged = np.mean([engages(index, motive=INTERNATIONALISATION) for index in range(3000)])
    expected = probability(utility)
    assert engaged == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / 3000))


def test_each_contact_is_a_new_draw():
    host = employer(motive=SHORTAGE)
    answers = []
    for contact in range(1, 201):
        host.contacts = contact
        answers.append(engagement.engages(host, 1.0, 0.0, key(), parameters()))
    assert 0 < sum(answers) < 200


@given(st.integers(1, 1000), st.floats(0, 2))
def test_declared_vacancies_exceed_the_real_need_by_optimism(real, optimism):
    p = record({"employers.optimism": optimism})
    declared = engagement.declares(employer(real_need=real), p)
    assert declared >= real
    assert declared == pytest.approx(real * (1 + optimism), abs=1.0 + 1e-3)


def stays(demand=1.0, p=None, **values):
    return engagement.stays(employer(**values), demand, key(), parameters() if p is None else p)


@given(demand, demand, ordinal)
def test_with_falling_demand_hosts_that_internationalise_stay(one, other, index):
    low, high = min(one, other), max(one, other)
    assert stays(low, index=index, motive=SHORTAGE) <= stays(high, index=index, motive=SHORTAGE)
    assert stays(low, index=index, motive=INTERNATIONALISATION) == stays(high, index=index, motive=INTERNATIONALISATION)


@given(share, share, ordinal)
def test_trust_keeps_hosts(one, other, index):
    assert stays(index=index, trust=min(one, other)) <= stays(index=index, trust=max(one, other))


@given(ordinal, demand)
def test_withdrawal_at_its_limits(index, demand):
    assert stays(demand, parameters(employers__quit_hazard=0.0), index=index)
    assert not stays(demand, parameters(employers__quit_hazard=1.0), index=index)


def test_withdrawal_happens_as_often_as_the_hazard_says():
    p = parameters(employers__quit_hazard=0.2)
    left = np.mean([not stays(1.0, p, index=index, trust=0.5) for index in range(3000)])
    assert left == pytest.approx(0.2, abs=4 * np.sqrt(0.16 / 3000))


#: Weights with which every term of a decision is another number.
WEIGHTS = {
    "employers.engagement_base": -2.0, "employers.need_weight": 1.5, "employers.burden_weight": 0.7,
    "employers.trust_weight": 1.1, "employers.results_weight": 0.9, "employers.peer_results": 0.25,
    "employers.recession_weight": 0.6, "employers.hire_base": -1.2, "employers.study_utility": 2.5,
    "employers.quality_weight": 1.3, "employers.waiting_weight": 0.04, "employers.commitment.apprenticeship": 0.8,
    "employers.commitment.study": 0.5, "design.kind": Mobility.apprenticeship, "design.administrative_support": 0.25,
    "shock.freeze.apprenticeship": 1.5, "shock.freeze.study": 0.2, "shock.freeze_level.medium": 0.9,
    "design.level": "medium", "employers.minimum_interest": 0.7,
}  # fmt: skip


HOST = {"need": 1.25, "burden": 0.8, "trust": 0.5, "results": 0.5, "market": 3, "index": 11}


def chance(utility):
    return 1 / (1 + math.exp(-utility))


def first_word(decision, count):
    return uniforms(key(), decision, 3, 11, count, 0)[0]


@pytest.mark.parametrize("contacts", range(12))
def test_a_host_answers_its_contact_by_the_utility_of_engaging(contacts):
    # near the draw on either side, so that a term more or less would change the answer
    u = first_word(Decision.engagement, contacts + 1)
    known = 1.5 * (1.25 + 0.6 * math.log(1.4)) - 0.7 * 0.6 + 1.1 * 0.5 + 0.9 * (0.5 + 0.25 * (1.7 - 0.5))
    base = math.log(u / (1 - u)) - known
    for nudge, answer in ((1e-3, True), (-1e-3, False)):
        if not -6.0 <= base + nudge <= 2.0:
            continue
        p = record(WEIGHTS, {"employers.engagement_base": base + nudge})
        host = employer(**HOST, contacts=contacts + 1)
        assert engagement.engages(host, 1.4, 1.7, key(), p) == answer
        assert host.contacts == contacts + 1


def test_results_beyond_one_persuade_no_further():
    u = first_word(Decision.engagement, 1)
    known = 1.5 * 1.25 - 0.7 * 0.6 + 1.1 * 0.5 + 0.9 * 1.0
    p = record(WEIGHTS, {"employers.engagement_base": math.log(u / (1 - u)) - known - 1e-3})
    assert not engagement.engages(employer(**HOST), 1.0, 9.0, key(), p)


@pytest.mark.parametrize("motive", Motive)
@pytest.mark.parametrize("reviews", range(6))
def test_a_host_stays_or_withdraws_by_its_hazard_and_what_moves_it(reviews, motive):
    moved = -1.1 * (0.75 - 0.5) - (0.6 * math.log(1.4) if motive == SHORTAGE else 0.0)
    u = first_word(Decision.review, reviews + 1)
    for nudge, answer in ((-1e-3, True), (1e-3, False)):
        p = record(WEIGHTS, {"employers.quit_hazard": chance(math.log(u / (1 - u)) - moved + nudge)})
        host = employer(**(HOST | {"trust": 0.75, "motive": motive, "reviews": reviews + 1}))
        assert engagement.stays(host, 1.4, key(), p) == answer


def test_hazards_of_none_and_one_are_certain():
    for hazard, answer in ((0.0, True), (1.0, False)):
        host = employer(trust=0.0, motive=SHORTAGE)
        assert engagement.stays(host, 1e-6, key(), record({"employers.quit_hazard": hazard})) == answer


@pytest.mark.parametrize(("real", "optimism", "declared"), [(4, 0.5, 6), (3, 0.5, 5), (3, 0.0, 3), (1, 0.1, 2)])
def test_what_a_host_declares_by_hand(real, optimism, declared):
    assert engagement.declares(employer(real_need=real), record({"employers.optimism": optimism})) == declared
