"""Runs drawn from the whole registry keep to every invariant, and every invariant can fail."""

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from sim.categories import Mobility, Pipeline
from sim.parameters import parameters
from tests.fuzz import (  # noqa: F401  (they declare invariants)
    agents,
    figures,
    funnel,
    journeys,
    limits,
    money,
    persons,
    vacancies,
)
from tests.fuzz.cases import (
    LIVES_ON,
    MIDDLE,
    MOVED,
    OPEN_TO_ALL,
    PHASES,
    Case,
    config_of,
    consistent,
    reduced,
    some_case,
)
from tests.fuzz.invariants import BROKEN, INVARIANTS, broken_by
from tests.fuzz.runs import run_of

pytestmark = pytest.mark.compiled

BUSY = MIDDLE | OPEN_TO_ALL | {
    "design.places": 12, "design.remote_start": 1.0, "design.home_share": 0.3, "design.stay_months": 6.0, "design.interview_share": 1.0,
    "permits.capacity": 100.0, "recognition.capacity": 100.0, "agencies.interviews": 60.0, "design.contribution_share": 0.5,
    "employers.disposed": 1.0, "employers.engagement_base": 2.0, "employers.hire_base": 4.0, "markets.employers": 40, "design.training_months": 1.0,
    "candidates.return_utility": 2.0, "employers.contribution_trust": 0.0, "employers.contribution_results": 0.0, "candidates.per_place": 20.0, "costs.training_seats": 60.0,
}  # fmt: skip
SIGNED = {
    "design.signed_share": 0.5, "design.signed_by.institution": 1.0, "design.preparation_months": 24.0, "markets.employers": 20,
    "employers.signing_chance.association": 1.0, "employers.signing_chance.institution": 1.0, "employers.signing_work.institution": 1.0,
}  # fmt: skip
"""Half of the places are signed, by an association and an institution."""
SEASON = {
    "design.kind": Mobility.seasonal, "design.stay_months": 4.0, "design.intake_months": 6, "design.first_intake": 1, "design.intake_window": 2, "candidates.rehire": 1.0,
    "candidates.return_utility": -8.0,
}  # fmt: skip
"""Workers who come again."""
EXAMINATION = {"design.examination": True, "candidates.pass_base": -1.0}
MATCH_FIRST = {"design.pipeline": Pipeline.match_first, "design.training_months": 4.0, "costs.training_seats": 6.0}
REMOTE = {"employers.remote_stays": 0.5}
"""Hosts whose people stay remote workers."""
STOPPED = {"politics.stop_rate": 0.5}
"""States that stop the pathway now and then."""
#: The last one lives on after public funding, with hosts that pay.
EXAMPLES = [
    BUSY,
    BUSY | LIVES_ON | {"design.places": 4, "employers.recurrence": 20.0},
    *(BUSY | {name: number} for name, number, *_ in limits.NOTHING),
    BUSY | {"design.budget_total": 0.0},
    BUSY | {"design.stay_months": 36.0, "horizon": 30},
    BUSY | SIGNED,
    BUSY | SIGNED | SEASON,
    BUSY | EXAMINATION,
    BUSY | MATCH_FIRST,
    BUSY | REMOTE,
    BUSY | MOVED,
    BUSY | STOPPED,
    {"trust.prior": 0.4},
]
"""Schemes of which one at least says something about each invariant."""


def check(case, applied=None):
    """Fail with what the run of a case breaks, and the smallest command found that breaks the same."""
    problems = broken_by(run_of(config_of(case)), applied)
    if problems:
        small = reduced(case, lambda less: set(problems) <= set(broken_by(run_of(config_of(less)))))
        raise AssertionError("\n".join([*problems, f"in replicate 0 of:  {small.command}"]))


def test_every_run_keeps_to_every_invariant(fuzz):
    applied = Counter()
    for chance in fuzz.chances("run"):
        case = some_case(chance)  # invariants speak of one scheme; tests/test_phases.py looks at phases together
        check(replace(case, scenario="first_phase") if case.scenario in PHASES else case, applied)
    if fuzz.whole:
        assert not [name for name in INVARIANTS if not applied[name]], "no run said anything about these"


@cache
def example(number):
    return run_of(config_of(Case(values=consistent(EXAMPLES[number]), options={"world": "registry"})))


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
    values = [some_case(chance).values for chance in fuzz.chances("run")]
    assert all(set(each) <= set(parameters()) for each in values)
    if fuzz.whole:
        for name in parameters():
            assert len({str(each[name]) for each in values if name in each}) > 1, name


def test_what_fails_is_told_as_a_command_and_made_small(fuzz, monkeypatch):
    def never_long(run):
        """No run with a stay of half a year is longer than ten months."""
        return not (run.config.horizon > 10 and run.config.design.stay_months == 6.0)

    monkeypatch.setattr("tests.fuzz.invariants.INVARIANTS", {"never_long": never_long})
    [chance] = fuzz.chances("run")[:1]
    case = replace(some_case(chance), seed=7)
    case = replace(case, values=case.values | {"design.stay_months": 6.0, "horizon": 40})
    with pytest.raises(AssertionError, match="never_long: No run with a stay") as told:
        check(case)
    small = str(told.value).partition("in replicate 0 of:  ")[2]
    assert small == "python -m sim scenario=baseline design.stay_months=6.0 seed=1 replicates=2"
