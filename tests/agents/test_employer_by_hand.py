"""Hosts: what they are worth, engage, hire, stay and contribute, worked out by hand (L7, L8, L9, L10)."""

import math

import numpy as np
import pytest
from worlds import Decision, employer, fresh, key, record

from sim.agents import employer as decisions
from sim.categories import Motive, Status
from sim.draws import normal_from, uniforms
from sim.parameters import Mobility, Size

SHORTAGE, INTERNATIONALISATION = Motive.shortage, Motive.internationalisation


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


def test_demand_of_next_to_nothing_counts_as_a_millionth():
    p = record(WEIGHTS)
    least = 1.25 + 0.6 * math.log(1e-6)
    assert decisions.interest(employer(**HOST), 0.0, p) == pytest.approx(least)
    assert decisions.interest(employer(**HOST), 2e-6, p) == pytest.approx(least + 0.6 * math.log(2))


def test_a_host_contributes_exactly_from_both_thresholds_on():
    p = record(
        {"employers.contribution_trust": 0.5, "employers.contribution_results": 1.25, "employers.peer_results": 0.5}
    )
    pays = {"willing": 1, "trust": 0.5, "results": 1.0}
    assert decisions.contributes(employer(**pays), 1.5, p)  # 1 + half of 0.5
    assert not decisions.contributes(employer(**pays), 1.49, p)
    assert not decisions.contributes(employer(**(pays | {"trust": 0.499})), 1.5, p)
    assert not decisions.contributes(employer(**(pays | {"willing": 0})), 1.5, p)


def test_size_classes_by_hand():
    shares = record({"employers.size_share.micro": 0.4, "employers.size_share.small": 0.2,
                     "employers.size_share.medium": 0.1, "employers.size_share.large": 0.1}).employers.size_share  # fmt: skip
    drawn = [decisions.size_from(u, shares) for u in (0.49, 0.51, 0.74, 0.76, 0.86, 0.88)]  # cut at .5, .75 and .875
    assert drawn == [Size.micro, Size.small, Size.small, Size.medium, Size.medium, Size.large]


def test_a_host_is_drawn_by_its_position_in_its_market():
    p = record()
    names = [size.name for size in Size]
    for index in range(40):
        host = fresh("employer")
        decisions.create(host, key(), 2, index, p)
        a, b, c, d = uniforms(key(), Decision.employer_traits, 2, index, 0, 0)
        size = names[int(np.searchsorted([0.30, 0.65, 0.87], a))]
        assert names[host.size_class] == size
        assert host.motive == (INTERNATIONALISATION if b < p.employers.internationalisation else SHORTAGE)
        assert host.experience == (c < p.employers.experience[size])
        assert host.willing == (d < p.employers.willing)
        a, b, _, _ = uniforms(key(), Decision.employer_need, 2, index, 0, 0)
        assert host.need == pytest.approx(max(1 + p.employers.need_spread * normal_from(a), 0.0), rel=1e-6)
        burden = p.employers.burden[size] * (1 - p.employers.experience_relief * host.experience)
        assert host.burden == pytest.approx(burden, rel=1e-6)
        mean = p.employers.vacancies[size]
        assert host.real_need == 1 + math.floor(math.log(1 - b) / math.log(mean / (1 + mean)))
        unset = (host.declared, host.open, host.hires, host.hires_before, host.contacts, host.reviews, host.next_review)
        assert unset == (0,) * 7
        assert (host.market, host.index, host.engaged_month, host.status) == (2, index, -1, Status.unaware)
        assert (host.results, host.contributed, host.trust) == (0.0, 0.0, pytest.approx(p.trust.prior))


def test_a_need_is_never_below_nothing_nor_beyond_the_column():
    spread = record({"employers.need_spread": 1.0})
    needs = []
    for index in range(60):
        host = employer()
        decisions.create(host, key(), 0, index, spread)
        needs.append(float(host.need))
    assert min(needs) == 0.0 < sum(need == 0.0 for need in needs) < 25
    one = {f"employers.vacancies.{size.name}": 0.0 for size in Size}
    host = employer()
    decisions.create(host, key(), 0, 0, record(one))
    assert host.real_need == 1
