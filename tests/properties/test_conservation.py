"""What holds in every run, whatever the parameters: every invariant of tests/fuzz, compiled or in plain Python."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import configured, finished
from worlds import sums as sums_of

from sim.compiled import DISABLED
from sim.parameters import parameters
from tests.fuzz import agents, figures, funnel, journeys, limits, money, persons  # noqa: F401  (they declare invariants)
from tests.fuzz.cases import MIDDLE, OPEN_TO_ALL, drawn
from tests.fuzz.cases import consistent as consistent_values
from tests.fuzz.invariants import broken_by
from tests.fuzz.runs import run_of

SEEDS = 15 if DISABLED else 60


def consistent(values):
    """A small scheme with these values and without contradictions."""
    return configured(MIDDLE, consistent_values(values))


shares = st.one_of(st.sampled_from([0.0, 1.0]), st.floats(0, 1))
some_parameters = st.dictionaries(st.sampled_from(sorted(parameters())), shares, max_size=15).map(
    lambda chosen: consistent({name: drawn(name, share) for name, share in chosen.items()})
)


GOING = OPEN_TO_ALL | {
    "employers.hire_base": 2.0, "design.training_months": 1.0, "agencies.call_months": 1.0, "politics.stop_rate": 0.0,
    "permits.capacity": 20.0,
}  # fmt: skip
"""Worlds in which people go."""


def many(seed):
    """A tenth to half of all parameters anywhere in their ranges, the ends of the ranges included."""
    chance = np.random.default_rng(seed)
    altered = chance.random(len(parameters())) < chance.choice([0.1, 0.2, 0.5])
    share = np.clip(chance.uniform(-0.1, 1.1, len(parameters())), 0.0, 1.0)
    chosen = zip(parameters(), altered, share, strict=True)
    return consistent({name: drawn(name, part) for name, alter, part in chosen if alter and name not in GOING} | GOING)


def check_run(config, seed):
    config.seed = seed
    assert not broken_by(run_of(config))


@given(some_parameters, st.integers(0, 2**32 - 1))
@settings(max_examples=60)
def test_invariants_when_some_parameters_are_extreme(config, seed):
    check_run(config, seed)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_invariants_when_many_parameters_are_anywhere_in_their_ranges(seed):
    check_run(many(seed), seed)


def test_those_runs_are_not_idle():
    runs = [sums_of(finished(many(seed), seed)) for seed in range(SEEDS)]
    assert np.mean([run["applicants"] > 0 for run in runs]) > 0.5
    assert np.mean([run["departures"] > 0 for run in runs]) > 0.2


@pytest.mark.parametrize("kind", ["employment", "apprenticeship", "internship", "study"])
@pytest.mark.parametrize("level", ["low", "medium", "high"])
def test_invariants_of_ordinary_schemes(kind, level):
    values = {"design.kind": kind, "design.level": level, "design.home_share": 0.3, "shock.month": 14, "horizon": 72}
    check_run(configured({"scale": 0.15, "design.stay_months": 6.0, "corridor.origins": 2}, values), 1)
