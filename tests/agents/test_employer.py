"""Hosts: engagement, declaration, hire, staying and contributing respond as theory says (L7, L8, L9, L10)."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import employer, key, record

from sim.agents import employer as decisions
from sim.categories import Motive
from sim.draws import probability
from sim.parameters import Mobility, Size

SHORTAGE, INTERNATIONALISATION = Motive.shortage, Motive.internationalisation

need = st.floats(0, 2, width=32)
share = st.floats(0, 1, width=32)
demand = st.floats(0.05, 5)
quality = st.floats(-5, 5)
motive = st.sampled_from(Motive)
ordinal = st.integers(0, 500)


@cache
def parameters(**values):
    return record({name.replace("__", "."): value for name, value in values.items()})


def engages(index=0, demand=1.0, peers=0.0, p=None, **values):
    return decisions.engages(employer(index=index, **values), demand, peers, key(), parameters() if p is None else p)


def hires(quality=0.0, demand=1.0, wait=6.0, intensity=0.0, p=None, **values):
    return decisions.hire_utility(
        employer(**values), quality, demand, wait, intensity, parameters() if p is None else p
    )


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
    answers = [decisions.engages(host, 1.0, 0.0, key(), parameters()) for _ in range(200)]
    assert host.contacts == 200
    assert 0 < sum(answers) < 200


def test_only_shortage_pauses_in_a_slump():
    assert decisions.recruits(employer(motive=SHORTAGE), 1.2, parameters())
    assert not decisions.recruits(employer(motive=SHORTAGE), 0.4, parameters())
    assert decisions.recruits(employer(motive=INTERNATIONALISATION), 0.4, parameters())
    assert not decisions.recruits(employer(motive=INTERNATIONALISATION, open=0), 1.2, parameters())


@given(share)
def test_support_takes_burden_off_the_host(support):
    p = record({"design.administrative_support": support})
    assert decisions.net_burden(employer(burden=0.8), p) == pytest.approx(0.8 * (1 - support), rel=1e-6)


@given(st.integers(1, 1000), st.floats(0, 2))
def test_declared_vacancies_exceed_the_real_need_by_optimism(real, optimism):
    p = record({"employers.optimism": optimism})
    declared = decisions.declares(employer(real_need=real), p)
    assert declared >= real
    assert declared == pytest.approx(real * (1 + optimism), abs=1.0 + 1e-3)


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
    assert hires(need=low, motive=motive, hires=2) == hires(need=high, motive=motive, hires=2)


def test_a_new_round_of_vacancies_is_a_new_need():
    assert hires(hires=2, covered=0) < hires(hires=2, covered=2) == hires(hires=0)


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
    assert hires(p=p, wait=wait, demand=demand, need=need) == hires(p=p)
    assert hires(p=p) > hires(p=parameters())


def stays(demand=1.0, p=None, **values):
    return decisions.stays(employer(**values), demand, key(), parameters() if p is None else p)


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


def test_no_private_money_until_trust_and_shown_results():
    def pays(**values):
        return decisions.contributes(
            employer(**({"willing": 1, "trust": 0.8, "results": 2.0} | values)), 0.0, parameters()
        )

    assert pays()
    assert not pays(willing=0)
    assert not pays(trust=0.2)
    assert not pays(results=0.0)


def test_results_of_peers_count_in_part():
    p = parameters()
    shown = p.employers.contribution_results / p.employers.peer_results
    host = employer(willing=1, trust=0.8)
    assert decisions.contributes(host, shown * 1.01, p)
    assert not decisions.contributes(host, shown * 0.99, p)
    assert decisions.results_seen(employer(results=1.0), 3.0, p) == pytest.approx(1 + 2 * p.employers.peer_results)


def test_size_classes_come_in_their_shares():
    p = parameters()
    sizes = np.bincount([decisions.size_from(u, p.employers.size_share) for u in (np.arange(10_000) + 0.5) / 10_000])
    expected = [p.employers.size_share[size.name] for size in Size]
    assert sizes / 10_000 == pytest.approx(np.array(expected) / sum(expected), abs=1e-3)


@given(st.integers(1, 3000))
def test_any_first_hosts_lie_evenly_on_the_ring(number):
    places = np.sort([decisions.position(index) for index in range(number)])
    gaps = np.diff(np.append(places, places[0] + 1.0))
    assert places[0] >= 0.0
    assert places[-1] < 1.0
    assert gaps.max() * number < 2.62  # the golden ratio squared (three-distance theorem)
    assert gaps.min() > 0.0


def created(index=3, **values):
    host = employer()
    decisions.create(host, key(), 1, index, parameters(**values))
    return host


def test_a_host_is_the_same_under_every_design():
    one, other = created(), created(design__administrative_support=1.0, design__digital=0.9, design__places=500)
    assert one.tobytes() == other.tobytes()


def test_small_first_time_recruiters_carry_the_largest_burden():
    hosts = [created(index) for index in range(2000)]
    burden = {
        (size, experience): [h.burden for h in hosts if h.size_class == size and h.experience == experience]
        for size in Size
        for experience in (0, 1)
    }
    for size in Size:
        assert max(burden[size, 1]) < min(burden[size, 0])
    assert min(burden[Size.micro, 0]) > max(burden[Size.large, 0])


def test_real_need_has_the_declared_mean():
    hosts = [created(index) for index in range(4000)]
    p = parameters()
    for size in Size:
        needs = np.array([h.real_need for h in hosts if h.size_class == size], dtype=float)
        mean = p.employers.vacancies[size.name]
        spread = np.sqrt(mean * (1 + mean) / needs.size)
        assert needs.mean() == pytest.approx(1 + mean, abs=4 * spread)
