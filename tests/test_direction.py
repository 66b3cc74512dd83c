"""Colours follow what is better: every indicator says which direction that is, or that neither is."""

import pytest

from sim.indicators import NAMES
from sim.reporting.direction import DIRECTION, NEITHER, effect


@pytest.mark.parametrize("name", NAMES)
def test_every_indicator_says_what_is_better_or_that_neither_is(name):
    assert DIRECTION[name] in ((0,) if name in NEITHER else (-1, 1)), f"{name}: better=1, better=-1, or among NEITHER"


def test_neither_holds_no_other_names():
    assert set(NAMES) >= NEITHER


@pytest.mark.parametrize(
    "name", [each for each in NAMES if each.startswith(("waiting_", "cost_", "months_to_"))]
    + ["public_cost", "dropouts", "early_returns", "refusals", "profile_mismatch"],
)  # fmt: skip
def test_more_cost_waiting_and_loss_is_worse(name):
    assert (effect(name, 3.0), effect(name, -3.0), effect(name, 0.0)) == (-1, 1, 0)


def test_more_completed_is_better_and_undefined_is_neither():
    assert (effect("completed_mobilities", 2.0), effect("completed_mobilities", -2.0)) == (1, -1)
    assert effect("cost_per_completed", float("nan")) == 0
    assert effect("women_share", 0.3) == 0
