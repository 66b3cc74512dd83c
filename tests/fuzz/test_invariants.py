"""Runs drawn from the whole registry keep to every invariant, and every invariant can fail."""

from collections import Counter
from functools import cache

import pytest

from sim.setup.checks import registry
from tests.fuzz import agents, figures, funnel, journeys, limits, money, persons  # noqa: F401  (they declare invariants)
from tests.fuzz.cases import LIVES_ON, MIDDLE, OPEN_TO_ALL, VALUES, Case, cases, config_of, consistent
from tests.fuzz.conftest import CASES
from tests.fuzz.invariants import BROKEN, INVARIANTS, broken_by
from tests.fuzz.runs import run_of

pytestmark = pytest.mark.compiled

BUSY = MIDDLE | OPEN_TO_ALL | {
    "design.places": 12, "design.remote_start": 1.0, "design.home_share": 0.3, "design.stay_months": 6.0, "design.interview_share": 1.0,
    "permits.capacity": 100.0, "recognition.capacity": 100.0, "agencies.interviews": 60.0, "design.contribution_share": 0.5,
    "candidates.return_utility": 2.0, "employers.contribution_trust": 0.0, "employers.contribution_results": 0.0, "candidates.per_place": 20.0, "costs.training_seats": 60.0,
}  # fmt: skip
EXAMPLES = [
    BUSY,
    BUSY | LIVES_ON | {"design.places": 4},
    *(BUSY | {name: number} for name, number, *_ in limits.NOTHING),
    BUSY | {"design.budget_total": 0.0},
    BUSY | {"design.stay_months": 36.0, "horizon": 30},
]
"""Schemes of which one at least says something about each invariant."""


def check(case, applied=None):
    problems = broken_by(run_of(config_of(case)), applied)
    assert not problems, "\n".join([*problems, f"in replicate 0 of:  {case.command}"])


def test_every_run_keeps_to_every_invariant(fuzz):
    applied = Counter()

    fuzz.draw(lambda case: check(case, applied), cases())
    if fuzz.cases >= CASES:
        assert not [name for name in INVARIANTS if not applied[name]], "no run said anything about these"


@cache
def example(number):
    return run_of(config_of(Case(values=consistent(EXAMPLES[number]))))


@pytest.mark.parametrize("name", INVARIANTS)
def test_an_invariant_notices_what_breaks_it(name):
    for run in map(example, range(len(EXAMPLES))):
        if INVARIANTS[name](run) is not None:
            assert INVARIANTS[name](run) is True
            spoilt = run.copy()
            BROKEN[name](spoilt)
            assert INVARIANTS[name](spoilt) is False, f"{name} does not notice"
            assert INVARIANTS[name](run) is True, "the copy shares something with the run"
            return
    raise AssertionError("no example says anything about it")


def test_there_are_as_many_as_promised():
    assert len(INVARIANTS) >= 60


def test_every_parameter_is_drawn(fuzz):
    drawn = set()
    fuzz.draw(lambda case: drawn.update(case.values), cases(), share=0.1)
    assert set(VALUES) <= set(registry())
    if fuzz.cases >= CASES:
        assert set(VALUES) == drawn


def test_what_fails_is_told_as_a_command_and_made_small(fuzz, monkeypatch):
    def never_long(run):
        """No run is longer than ten months."""
        return run.config.horizon <= 10

    monkeypatch.setattr("tests.fuzz.invariants.INVARIANTS", {"never_long": never_long})
    with pytest.raises(AssertionError, match="never_long: No run is longer") as told:
        fuzz.draw(lambda case: check(case), cases(), share=0.1)
    command = str(told.value).partition("in replicate 0 of:  ")[2]
    assert command.startswith("python -m sim scenario=")
    assert " seed=0 " in command
