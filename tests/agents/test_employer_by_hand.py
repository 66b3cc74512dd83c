"""Hosts: what they are worth, engage, hire, stay and contribute, worked out by hand (L7, L8, L9, L10)."""

import math

import numpy as np
import pytest
from worlds import Decision, employer, fresh, key, record

from sim.agents import employer as decisions
from sim.categories import Closing, Motive, Status
from sim.draws import lognormal_from, normal_from, uniforms
from sim.laws import levels
from sim.parameters import Mobility, Size

SHORTAGE, INTERNATIONALISATION = Motive.shortage, Motive.internationalisation


WEIGHTS = {"employers.recession_weight": 0.6}
HOST = {"need": 1.25}


def test_the_interest_of_a_shortage_moves_with_demand_and_the_other_does_not():
    p = record(WEIGHTS)
    assert decisions.interest(employer(**HOST), 1.4, p) == pytest.approx(1.25 + 0.6 * math.log(1.4))
    assert decisions.interest(employer(**HOST, motive=INTERNATIONALISATION), 1.4, p) == 1.25


def test_demand_of_next_to_nothing_counts_as_a_millionth():
    p = record(WEIGHTS)
    least = 1.25 + 0.6 * math.log(1e-6)
    assert decisions.interest(employer(**HOST), 0.0, p) == pytest.approx(least)
    assert decisions.interest(employer(**HOST), 2e-6, p) == pytest.approx(least + 0.6 * math.log(2))


def test_net_burden_and_results_seen_by_hand():
    p = record({"employers.peer_results": 0.25})
    assert decisions.net_burden(employer(burden=0.8), 0.25, p) == pytest.approx(0.6)
    assert decisions.results_seen(employer(results=0.5), 1.7, p) == pytest.approx(0.5 + 0.25 * 1.2)


#: A month is worth 800 EUR once four months of breaking in are over, at most 20 months are counted.
MONEY = {
    "design.kind": Mobility.apprenticeship, "employers.month_worth.apprenticeship": 800.0, "employers.break_in": 4.0,
    "employers.look_ahead": 20.0, "employers.alternative": 3000.0, "costs.host_own": 1200.0,
    "employers.money_weight": 1.5, "employers.level_worth.low": 1.0, "employers.level_worth.medium": 1.0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("stay", "worth"), [(12.0, 6400.0), (20.0, 12_800.0), (36.0, 12_800.0), (4.5, 800.0), (2.0, 800.0)]
)
def test_a_stay_is_worth_its_months_after_breaking_in_as_far_as_a_host_looks(stay, worth):
    assert decisions.worth_of_stay(record(MONEY, {"design.stay_months": stay})) == pytest.approx(worth)


def test_worth_against_price_by_hand():
    p = record(MONEY, {"design.stay_months": 12.0})
    assert decisions.money(0.0, p) == pytest.approx(1.5 * math.log(6400 / 4200))
    assert decisions.money(2800.0, p) == pytest.approx(1.5 * math.log(6400 / 7000))
    free = record(MONEY, {"design.stay_months": 12.0, "costs.host_own": 0.0, "employers.alternative": 0.0})
    assert decisions.money(0.5, free) == pytest.approx(1.5 * math.log(6400))  # a price of a euro at least


@pytest.mark.parametrize(("level", "worth"), [("low", 1600.0), ("medium", 4800.0), ("high", 6400.0)])
def test_a_stay_is_worth_less_at_a_lower_level(level, worth):
    worths = {"employers.level_worth.low": 0.25, "employers.level_worth.medium": 0.75, "design.level": level}
    assert decisions.worth_of_stay(record(MONEY, worths, {"design.stay_months": 12.0})) == pytest.approx(worth)


@pytest.mark.parametrize(
    ("level", "stay", "paid"),
    [("low", 12.0, 2400.0), ("medium", 12.0, 600.0), ("high", 12.0, 0.0), ("low", 36.0, 4000.0)],
)
def test_a_host_houses_workers_of_lower_levels_as_far_as_it_looks(level, stay, paid):
    housing = {
        "costs.housing.low": 200.0,
        "costs.housing.medium": 50.0,
        "design.level": level,
        "design.stay_months": stay,
    }
    p = record(MONEY, housing)
    worth = 6400 if stay == 12.0 else 12_800
    assert levels.housing(p) == pytest.approx(paid)
    assert decisions.money(100.0, p) == pytest.approx(1.5 * math.log(worth / (4300 + paid)))


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
    differ = {"trust.prior": 0.3, "trust.prior_spread": 0.8, "trust.gain_spread": 0.6}
    p = record(differ, {"employers.hire_spread": 1.3, "employers.recurrence": 0.7})
    names = [size.name for size in Size]
    for index in range(60):
        host = fresh("employer")
        decisions.create(host, key(), 2, index, p)
        a, b, c, d = uniforms(key(), Decision.employer_traits, 2, index, 0, 0)
        size = names[int(np.searchsorted([0.30, 0.65, 0.87], a))]
        assert names[host.size_class] == size
        assert host.motive == (INTERNATIONALISATION if b < p.employers.internationalisation else SHORTAGE)
        assert host.experience == (c < p.employers.experience[size])
        assert host.willing == (d < p.employers.willing)
        a, b, c, d = uniforms(key(), Decision.employer_need, 2, index, 0, 0)
        assert host.need == pytest.approx(max(1 + p.employers.need_spread * normal_from(a), 0.0), rel=1e-6)
        burden = p.employers.burden[size] * (1 - p.employers.experience_relief * host.experience)
        assert host.burden == pytest.approx(burden, rel=1e-6)
        mean = p.employers.vacancies[size]
        assert host.real_need == 1 + math.floor(math.log(1 - b) / math.log(mean / (1 + mean)))
        assert host.need_left == math.ceil(host.real_need * (1 + p.employers.recurrence))
        assert host.disposed == (c < (p.employers.disposed_experienced if host.experience else p.employers.disposed))
        assert host.engage_at == pytest.approx(math.log(d / (1 - d)), rel=1e-6)
        a, b, _, _ = uniforms(key(), Decision.employer_character, 2, index, 0, 0)
        assert host.hire_at == pytest.approx(p.employers.hire_spread * math.log(a / (1 - a)), rel=1e-6)
        assert host.clears == (b < p.employers.clears_threshold.high)
        unset = (host.declared, host.open, host.hires, host.real_open, host.contacts, host.reviews, host.next_review)
        assert unset == (0,) * 7
        assert (host.market, host.index, host.engaged_month, host.status) == (2, index, -1, Status.unaware)
        assert host.closing == Closing.open
        assert (host.results, host.contributed) == (0.0, 0.0)
        a, b, _, _ = uniforms(key(), Decision.trust_traits, 2, index, 0, 1)
        odds = 0.3 / 0.7 * math.exp(0.8 * normal_from(a))
        assert host.trust == pytest.approx(odds / (1 + odds), rel=1e-6)
        assert host.readiness == pytest.approx(lognormal_from(b, 1.0, 0.6), rel=1e-6)


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


def hosts(number=400, **values):
    """So many hosts of one market."""
    made = []
    for index in range(number):
        made.append(employer())
        decisions.create(made[-1], key(), 0, index, record({f"employers.{name}": v for name, v in values.items()}))
    return made


def test_a_need_is_finite_however_often_it_recurs():
    few, many = hosts(60, recurrence=0.0), hosts(60, recurrence=20.0)
    assert [host.need_left for host in few] == [host.real_need for host in few]
    assert [host.need_left for host in many] == [21 * host.real_need for host in many]


def test_needs_end_at_what_the_columns_hold():
    largest = {"size_share.micro": 0.0, "size_share.small": 0.0, "size_share.medium": 0.0, "vacancies.large": 20.0}
    made = hosts(400, **largest, recurrence=20.0)
    assert max(host.need_left for host in made) <= decisions.MOST_EVER
    assert all(host.need_left == min(21 * host.real_need, decisions.MOST_EVER) for host in made)


def test_who_is_disposed_comes_in_the_shares_declared_by_experience():
    made = hosts(disposed=0.25, disposed_experienced=0.75)
    for experience, share in ((0, 0.25), (1, 0.75)):
        disposed = [host.disposed for host in made if host.experience == experience]
        assert np.mean(disposed) == pytest.approx(share, abs=4 * math.sqrt(share * (1 - share) / len(disposed)))


def test_what_is_a_trait_stays_whatever_the_design_is():
    traits = ("disposed", "engage_at", "hire_at", "clears", "need_left", "willing")
    plain, other = employer(), employer()
    decisions.create(plain, key(), 0, 7, record())
    decisions.create(
        other, key(), 0, 7, record({"design.places": 500, "design.contribution_share": 1.0, "design.stay_months": 60.0})
    )
    assert [plain[name] for name in traits] == [other[name] for name in traits]
