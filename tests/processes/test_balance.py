"""Balance: what migrants earn and send home, and what the countries of origin lose and gain (L18, L19, L22)."""

import pytest
from worlds import EASY, assert_identical, counted, entries, finished, run, set_month, settled, small, world

from sim.categories import Skill, Stage

ACCOUNTS = {
    "candidates.income_abroad.low": 1000.0, "candidates.income_abroad.medium": 2000.0,
    "candidates.income_abroad.high": 4000.0, "candidates.earnings_multiple": 4.0, "candidates.remitted": 0.1,
    "candidates.home_work": 0.25, "costs.housing.low": 0.0, "costs.housing.medium": 0.0,
}  # fmt: skip
ACCOUNTED = ("income_gained", "remittances", "placements_added", "skills_lost", "skill_balance")


def month(*values, abroad=0, **counts):
    """A month in which so many persons are abroad, with these counts of the month."""
    state = world(ACCOUNTS, *values)
    settled(state, Stage.abroad, abroad)
    set_month(state, 7, **counts)
    found = counted(run("balance", state, 7), 7)
    return {name: value for name, value in found.items() if name not in counts}


@pytest.mark.parametrize(("level", "income"), [(Skill.low, 1000.0), (Skill.medium, 2000.0), (Skill.high, 4000.0)])
def test_a_month_abroad_by_hand(level, income):
    found = month({"design.level": level}, abroad=3)
    assert found == {
        "months_abroad": 3.0,
        "income_gained": pytest.approx(3 * income * 0.75),  # a quarter of it would have been earned at home
        "remittances": pytest.approx(3 * income * 0.1),
    }


@pytest.mark.parametrize(("level", "paid"), [(Skill.low, 360.0), (Skill.medium, 90.0), (Skill.high, None)])
def test_hosts_house_who_is_abroad(level, paid):
    housing = {"costs.housing.low": 120.0, "costs.housing.medium": 30.0, "design.level": level}
    assert month(housing, abroad=3).get("housing_paid") == paid


def test_who_earns_as_much_at_home_gains_nothing():
    found = month({"candidates.earnings_multiple": 1.0}, abroad=2)
    assert "income_gained" not in found
    assert found["remittances"] > 0


def test_skills_that_come_and_go_by_hand():
    found = month(local_placements=8.0, stayed=4.0, reintegrated=2.0)
    assert found == {"placements_added": 6.0, "skills_lost": 1.0, "skill_balance": 7.0}  # 2 + 8 * 0.75 - 4 * 0.25


def test_who_would_have_worked_at_home_anyway_is_no_gain_and_a_loss():
    found = month({"candidates.home_work": 1.0}, local_placements=8.0, stayed=4.0)
    assert found == {"skills_lost": 4.0, "skill_balance": -4.0}
    found = month({"candidates.home_work": 0.0}, local_placements=8.0, stayed=4.0)
    assert found == {"placements_added": 8.0, "skill_balance": 8.0}


def test_months_abroad_are_those_of_the_journeys():
    """Whoever left in one month and came back in another was abroad in the months between them."""
    state = finished(small(EASY, {"horizon": 60}))
    journal = entries(state)
    left = journal[journal["stage"] == Stage.abroad]
    ended = journal[(journal["stage"] != Stage.abroad) & (journal["stage"] >= Stage.stayed)]
    end = dict(zip(ended["candidate"].tolist(), ended["month"].tolist(), strict=True))
    expected = sum(end.get(int(row["candidate"]), 60) - int(row["month"]) for row in left)
    assert state.monthly["months_abroad"].sum() == expected > 0


def test_accounts_change_nothing_in_a_scheme_but_support_for_skills_lost():
    unseen = {"politics.skills_weight": 0.0}
    other = {"candidates.earnings_multiple": 1.5, "candidates.home_work": 0.9, "candidates.remitted": 0.5}
    assert_identical(small(EASY, unseen), small(EASY, unseen, other), besides=ACCOUNTED)
