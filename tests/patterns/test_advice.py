"""Advice that cannot be bought cheaply: no lever of a typical pilot is a free lunch, whichever way it is pushed."""

from functools import cache

import pytest

from analysis.advice.exceptions import exceptions
from analysis.advice.pushes import levers, unranged
from analysis.advice.runs import run_pushes
from analysis.advice.settings import TYPICAL
from analysis.advice.tables import advice_table, remaining
from analysis.advice.words import costs, does, push
from sim import configure

pytestmark = pytest.mark.compiled

DRAWS = 400
"""Worlds drawn from the plausible ranges, as in the shipped table."""

CONTRADICTING = {
    "design.signed_by.association",
    "design.signed_by.institution",
    "design.stay_months",
    "design.intake_months",
}
"""Levers of which one end contradicts another value of a typical pilot, so that only the other end is tried."""


@cache
def pushed(scenario):
    """A typical pilot as it is, and with every lever pushed."""
    return run_pushes(configure(scenario), tuple(levers()), DRAWS)


@cache
def table(scenario):
    return advice_table([pushed(scenario)], exempt=exceptions())


@pytest.mark.parametrize("scenario", TYPICAL)
def test_no_lever_is_a_free_lunch(scenario):
    free = [f"{row.lever} {push(row)} ({row['rule']}): {does(row)}; {costs(row)}"
            for _, row in remaining(table(scenario)).iterrows()]  # fmt: skip
    assert not free, "\n".join([f"{len(free)} in {scenario}:", *free])


@pytest.mark.parametrize("scenario", TYPICAL)
def test_every_lever_is_pushed(scenario):
    assert {why.partition("=")[0] for why in pushed(scenario).refused} <= CONTRADICTING
    assert set(levers()) - set(table(scenario).lever) <= CONTRADICTING


@pytest.mark.parametrize("scenario", TYPICAL)
def test_most_worlds_tell_something(scenario):
    found = pushed(scenario).values
    assert (found["departures"][0] > 0.0).mean() > 0.5
    assert table(scenario).completed_mobilities.notna().all()


def test_every_lever_declares_a_plausible_range():
    assert list(unranged()) == []


def test_every_exception_has_a_published_source_and_is_still_needed():
    rows = [row for scenario in TYPICAL for _, row in table(scenario).iterrows()]
    for each in exceptions():  # reading them checks the sources
        assert any(row.exception and each.covers(row.scenario, row.lever, row.direction) for row in rows), each
