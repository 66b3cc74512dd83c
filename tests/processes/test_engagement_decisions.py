"""Engagement: why a host engages, whom the lead seeks, when a host stays (L7, L8, L10)."""

import itertools
import math
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import employer, key, record

from sim.categories import Motive, Size, SoughtExperience, SoughtMotive, SoughtSize
from sim.draws import uniforms
from sim.parameters import Mobility
from sim.processes import engagement

SHORTAGE, INTERNATIONALISATION = Motive.shortage, Motive.internationalisation
need = st.floats(0, 2, width=32)
share = st.floats(0, 1, width=32)
threshold = st.floats(-4, 4, width=32)
demand = st.floats(0.05, 5)
motive = st.sampled_from(Motive)
ordinal = st.integers(0, 500)


@cache
def parameters(**values):
    return record({name.replace("__", "."): value for name, value in values.items()})


def engages(at, demand=1.0, peers=0.0, support=0.3, p=None, **values):
    """Whether a host that engages at a utility of its own does so."""
    host = employer(engage_at=at, **values)
    return engagement.engages(host, demand, peers, support, parameters() if p is None else p)


@given(need, need, motive, threshold)
def test_engagement_rises_with_need(one, other, motive, at):
    assert engages(at, need=min(one, other), motive=motive) <= engages(at, need=max(one, other), motive=motive)


@given(demand, demand, threshold)
def test_engagement_rises_with_demand_for_shortage_only(one, other, at):
    low, high = min(one, other), max(one, other)
    assert engages(at, low, motive=SHORTAGE) <= engages(at, high, motive=SHORTAGE)
    assert engages(at, low, motive=INTERNATIONALISATION) == engages(at, high, motive=INTERNATIONALISATION)


@given(share, share, threshold)
def test_engagement_rises_with_trust(one, other, at):
    assert engages(at, trust=min(one, other)) <= engages(at, trust=max(one, other))


@given(st.floats(0, 3), st.floats(0, 3), threshold)
def test_engagement_rises_with_results_of_peers(one, other, at):
    assert engages(at, peers=min(one, other)) <= engages(at, peers=max(one, other))


@given(need, need, share, share, threshold)
def test_engagement_falls_with_burden_and_rises_with_support(one, other, support, more, at):
    low, high = min(one, other), max(one, other)
    assert engages(at, burden=low) >= engages(at, burden=high)
    assert engages(at, support=min(support, more)) <= engages(at, support=max(support, more))


@given(share, share, st.floats(1, 36), st.floats(1, 36), threshold)
def test_engagement_falls_with_the_price_and_rises_with_the_stay(one, other, short, long, at):
    cheap, dear = (parameters(design__contribution_share=s) for s in (min(one, other), max(one, other)))
    assert engages(at, p=cheap) >= engages(at, p=dear)
    brief, lasting = (parameters(design__stay_months=s) for s in (min(short, long), max(short, long)))
    assert engages(at, p=brief) <= engages(at, p=lasting)


def test_a_host_that_is_not_disposed_never_engages():
    assert engages(30.0)
    assert not engages(30.0, disposed=0)


def test_asked_again_a_host_answers_the_same_until_something_that_it_weighs_changes():
    made = [employer(index=index, engage_at=at) for index, at in enumerate(np.linspace(-4, 4, 41))]
    first = [engagement.engages(host, 1.0, 0.0, 0.3, parameters()) for host in made]
    for contact in range(1, 30):
        for host in made:
            host.contacts = contact
        assert [engagement.engages(host, 1.0, 0.0, 0.3, parameters()) for host in made] == first
    for host in made:
        host.trust += 0.5
    assert 1 <= sum(first) < sum(engagement.engages(host, 1.0, 0.0, 0.3, parameters()) for host in made) < 41


#: Weights with which every term of a decision is another number.
WEIGHTS = {
    "employers.engagement_base": -2.0, "employers.need_weight": 1.5, "employers.burden_weight": 0.7,
    "employers.trust_weight": 1.1, "employers.results_weight": 0.9, "employers.peer_results": 0.25,
    "employers.recession_weight": 0.6, "employers.commitment.apprenticeship": 0.8, "employers.diaspora_effect": 0.45,
    "design.kind": Mobility.apprenticeship, "employers.month_worth.apprenticeship": 800.0, "employers.break_in": 4.0,
    "employers.look_ahead": 20.0, "design.stay_months": 12.0, "employers.alternative": 3000.0, "costs.host_own": 1200.0,
    "employers.money_weight": 1.3, "costs.full_price": 8000.0, "design.contribution_share": 0.25,
}  # fmt: skip
HOST = {"need": 1.25, "burden": 0.8, "trust": 0.5, "results": 0.5, "market": 3, "index": 11}
#: Need and demand, burden less a quarter, trust, results seen, and a stay worth 6,400 for 1,200 + 2,000 + 3,000.
KNOWN = (
    -2.0 + 1.5 * (1.25 + 0.6 * math.log(1.4)) - 0.7 * 0.6 + 1.1 * 0.5 + 0.9 * (0.5 + 0.25 * 0.2)
    + 0.8 * 1.3 * math.log(6400 / 6200)
)  # fmt: skip


@pytest.mark.parametrize(("values", "columns", "utility"), [
    ({}, {}, KNOWN),
    ({}, {"motive": INTERNATIONALISATION}, KNOWN - 1.5 * 0.6 * math.log(1.4)),
    ({"design.diaspora_network": True}, {}, KNOWN + 0.45),
    ({"design.contribution_share": 0.0}, {}, KNOWN + 0.8 * 1.3 * math.log(6200 / 4200)),
    ({}, {"results": 9.0}, KNOWN + 0.9 * (1 - 0.55)),  # results beyond one persuade no further
    ({"employers.engagement_base": 1.0}, {}, KNOWN + 3.0),
])  # fmt: skip
def test_a_host_engages_by_its_utility_and_its_own_threshold(values, columns, utility):
    p = record(WEIGHTS, values)
    for nudge, answer in ((1e-4, True), (-1e-4, False)):
        host = employer(**(HOST | columns), engage_at=-utility + nudge)
        peers = 9.0 if columns.get("results") == 9.0 else 0.7
        assert engagement.engages(host, 1.4, peers, 0.25, p) == answer


def test_a_host_engages_only_above_its_threshold():
    nothing = {"employers.need_weight": 0.0, "employers.burden_weight": 0.0, "employers.trust_weight": 0.0,
               "employers.results_weight": 0.0, "employers.money_weight": 0.0}  # fmt: skip
    p = record({"employers.engagement_base": -2.0}, nothing)
    assert not engagement.engages(employer(engage_at=2.0), 1.0, 0.0, 0.0, p)


@pytest.mark.parametrize(("size", "motive", "experience"), list(itertools.product(Size, Motive, (0, 1))))
def test_the_lead_seeks_hosts_by_size_motive_and_experience(size, motive, experience):
    host = employer(size_class=size, motive=motive, experience=experience)
    sizes = {SoughtSize.any, SoughtSize.large if size == Size.large else SoughtSize.sme}
    motives = {SoughtMotive.any, SoughtMotive.shortage if motive == SHORTAGE else SoughtMotive.internationalisation}
    known = {SoughtExperience.any, SoughtExperience.experienced if experience else SoughtExperience.first_time}
    for wanted in itertools.product(SoughtSize, SoughtMotive, SoughtExperience):
        names = ("design.sought_size", "design.sought_motive", "design.sought_experience")
        p = parameters(**{n.replace(".", "__"): w for n, w in zip(names, wanted, strict=True)})
        assert engagement.sought(host, p) == all(w in f for w, f in zip(wanted, (sizes, motives, known), strict=True))


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
    left = np.mean([not stays(1.0, p, index=index, trust=0.5) for index in range(1000)])
    assert left == pytest.approx(0.2, abs=4 * np.sqrt(0.16 / 1000))


@pytest.mark.parametrize("motive", Motive)
@pytest.mark.parametrize("reviews", range(6))
def test_a_host_stays_or_withdraws_by_its_hazard_and_what_moves_it(reviews, motive):
    moved = -1.1 * (0.75 - 0.4) - (0.6 * math.log(1.4) if motive == SHORTAGE else 0.0)
    u = uniforms(key(), engagement.REVIEW, 3, 11, reviews + 1, 0)[0]
    for nudge, answer in ((-1e-3, True), (1e-3, False)):
        hazard = 1 / (1 + math.exp(-(math.log(u / (1 - u)) - moved + nudge)))
        p = record(WEIGHTS, {"employers.quit_hazard": hazard, "employers.review_trust": 0.4})
        host = employer(**(HOST | {"trust": 0.75, "motive": motive, "reviews": reviews + 1}))
        assert engagement.stays(host, 1.4, key(), p) == answer


def test_demand_of_next_to_nothing_counts_as_a_millionth_at_a_review():
    u = uniforms(key(), engagement.REVIEW, 3, 11, 1, 0)[0]
    moved = -0.6 * math.log(1e-6)
    for nudge, answer in ((-1e-3, True), (1e-3, False)):
        hazard = 1 / (1 + math.exp(-(math.log(u / (1 - u)) - moved + nudge)))
        if not 0.0 < hazard < 1.0:
            continue
        p = record(WEIGHTS, {"employers.quit_hazard": hazard})
        host = employer(**(HOST | {"motive": SHORTAGE, "reviews": 1}))
        assert engagement.stays(host, 0.0, key(), p) == answer


def test_hazards_of_none_and_one_are_certain():
    for hazard, answer in ((0.0, True), (1.0, False)):
        host = employer(trust=0.0, motive=SHORTAGE)
        assert engagement.stays(host, 1e-6, key(), record({"employers.quit_hazard": hazard})) == answer
