"""Hosts: engagement, declaration, hire, staying and contributing respond as theory says (L7, L8, L9, L10)."""

from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from worlds import employer, key, record

from sim.agents import employer as decisions
from sim.parameters import Mobility, Size

share = st.floats(0, 1, width=32)


@cache
def parameters(**values):
    return record({name.replace("__", "."): value for name, value in values.items()})


@given(share)
def test_support_takes_burden_off_the_host(support):
    assert decisions.net_burden(employer(burden=0.8), support, None) == pytest.approx(0.8 * (1 - support), rel=1e-6)


@given(st.floats(1, 60), st.floats(1, 60), st.sampled_from(Mobility))
def test_a_longer_stay_is_worth_as_much_or_more(one, other, kind):
    any_kind = {"design.kind": kind, "design.intake_months": 12}
    short, long = (record(any_kind, {"design.stay_months": s}) for s in sorted((min(one, 9), min(other, 9))))
    assert 0.0 < decisions.worth_of_stay(short) <= decisions.worth_of_stay(long)


@given(st.floats(0, 1e5), st.floats(0, 1e5))
def test_a_price_puts_a_host_off(one, other):
    assert decisions.money(min(one, other), record()) >= decisions.money(max(one, other), record())


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
