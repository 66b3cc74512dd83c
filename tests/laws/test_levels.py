"""Levels of skill: what work at a level is worth, what a host spends on housing, which language an examination asks for (L8, L10, L15)."""

import numba
import pytest
from worlds import world

from sim.categories import Sector, Skill
from sim.laws import levels

LEVELS = list(Skill)


@numba.njit
def found(state):
    p = state.parameters[0]
    return levels.worth(p), levels.housing(p), levels.language_asked(p)


def of(level, *values):
    """Worth, housing and language at a level."""
    stated = {
        "employers.level_worth.low": 0.5, "employers.level_worth.medium": 0.7, "employers.level_worth.high": 1.2,
        "costs.housing.low": 200.0, "costs.housing.medium": 50.0, "costs.housing.high": 10.0,
        "candidates.level_language.low": -0.7, "candidates.level_language.medium": 0.1, "candidates.level_language.high": 0.9,
        "employers.look_ahead": 18.0, "design.stay_months": 12.0, "design.level": level,
        "design.sector": Sector.health, "sectors.language.health": 1.5,
    }  # fmt: skip
    return found(world(stated, *values))


@pytest.mark.parametrize(("level", "worth"), [(Skill.low, 0.5), (Skill.medium, 0.7), (Skill.high, 1.2)])
def test_worth_by_hand(level, worth):
    assert of(level)[0] == worth


@pytest.mark.parametrize(("level", "a_month"), [(Skill.low, 200.0), (Skill.medium, 50.0), (Skill.high, 10.0)])
def test_housing_over_the_stay_by_hand(level, a_month):
    assert of(level)[1] == 12 * a_month


def test_a_host_looks_no_further_ahead_than_it_does():
    """Of a stay of three years it counts 18 months."""
    assert of(Skill.low, {"design.stay_months": 36.0})[1] == 18 * 200.0


@pytest.mark.parametrize(("level", "beyond"), [(Skill.low, -0.7), (Skill.medium, 0.1), (Skill.high, 0.9)])
def test_language_asked_is_that_of_the_sector_and_of_the_level(level, beyond):
    assert of(level)[2] == pytest.approx(1.5 + beyond)
    assert of(level, {"sectors.language.health": 0.2})[2] == pytest.approx(0.2 + beyond)


def test_by_default_hosts_pay_more_for_a_higher_level_house_fewer_and_examinations_ask_for_more():
    worth, housing, language = zip(*(found(world({"design.level": level})) for level in LEVELS), strict=True)
    assert list(worth) == sorted(worth)
    assert list(housing) == sorted(housing, reverse=True)
    assert list(language) == sorted(language)
