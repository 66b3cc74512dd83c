"""Balance: what migrants earn and send home, and what the countries of origin lose and gain (L18, L19, L22)."""

import csv
import statistics

import pytest
from worlds import EASY, assert_identical, counted, entries, finished, run, set_month, settled, small, world

from sim.categories import Skill, Stage
from sim.corridors import FILE
from sim.countries import Countries

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
    state.consulates[0].abroad = abroad
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


def relative(mean_of, country):
    """GDP per head of a country, relative to the geometric mean of all countries that the table names on its side."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["attribute"] == "gdp_per_capita_ppp"]
    known = {row[mean_of]: float(row["value"]) for row in rows if row[mean_of]}
    return known[country] / statistics.geometric_mean(known.values())


def test_incomes_follow_the_two_countries_by_hand():
    """Two Moroccans in Spain, one Georgian in Germany: each earns as in the country of work, and would have as at home."""
    places = {"corridor.origins": Countries(["MA", "GE"]), "markets.countries": Countries(["ES", "DE"])}
    state = world(ACCOUNTS, places, {"markets.count": 2, "design.level": Skill.medium})
    settled(state, Stage.abroad, 3)
    state.consulates[0].abroad, state.consulates[3].abroad = 2, 1  # a row per destination, then per origin
    found = counted(run("balance", state, 7), 7)
    abroad = 2 * 2000.0 * relative("destination", "ES") + 2000.0 * relative("destination", "DE")
    home = 2 * 500.0 * relative("origin", "MA") + 500.0 * relative("origin", "GE")
    assert found["income_gained"] == pytest.approx(abroad - home)
    assert found["remittances"] == pytest.approx(0.1 * abroad)
    assert relative("destination", "ES") < 1 < relative("destination", "DE")
    assert relative("origin", "MA") < 1 < relative("origin", "GE")


def test_a_country_without_a_figure_is_average():
    places = {"corridor.origins": Countries(["BD"]), "markets.countries": Countries(["GR"])}
    state = world(ACCOUNTS, places, {"markets.count": 1, "design.level": Skill.medium})
    state.consulates[0].abroad = 4
    assert counted(run("balance", state, 7), 7)["income_gained"] == pytest.approx(4 * 1500.0)


def test_persons_abroad_of_each_pair_are_those_of_the_journeys():
    """At every month's end, also with changed hosts and second seasons."""
    state = finished(small(EASY, {"horizon": 24, "corridor.origins": 2, "design.change_of_host": 1.0}))
    people = state.candidates[: int(state.monthly["applicants"].sum())]
    for country in range(state.countries.size):
        for origin in range(state.origins.size):
            there = state.markets["country"][people["market"]] == country
            abroad = (people["stage"] == Stage.abroad) & (people["origin"] == origin) & there
            assert state.consulates["abroad"][country * state.origins.size + origin] == abroad.sum()
    assert state.consulates["abroad"].sum() > 0


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
