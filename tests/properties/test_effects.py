"""No parameter is idle: each changes something where its mechanism is at work, from the start or from a month on."""

from functools import cache

import numpy as np
import pytest
from worlds import configured, in_range, totals

from sim.indicators import NAMES
from sim.parameters import Mobility, Sector, Skill, parameters, value_of
from sim.setup.checks import FIXED_AT_START

pytestmark = pytest.mark.compiled

#: A scheme in which every mechanism is at work.
BUSY = {
    "scale": 0.4, "horizon": 96, "corridor.origins": 2, "markets.count": 4, "markets.countries": 2, "markets.diversity": 0.5,
    "design.sector": Sector.engineering, "design.home_share": 0.2, "design.digital": 0.5, "design.remote_start": 0.5,
    "design.private_recruiters": 0.5, "design.components": 2, "design.advisory_board": True, "design.preparation": 0.3,
    "design.flexibility": 0.6, "design.origin_coordination": 0.3, "design.reintegration_support": 0.5,
    "design.interview_share": 0.7, "recognition.agreement_month": 2, "recognition.agreement_work": 1.0,
    "recognition.required.engineering": 0.6, "recognition.capacity": 2.0, "shock.month": 16, "shock.severity": 0.7,
    "shock.second_wave_months": 12, "employers.contribution_trust": 0.3, "employers.contribution_results": 0.3,
    "employers.quit_hazard": 0.1, "agencies.interviews": 12.0, "agencies.screenings": 150.0, "agencies.recruiter_screenings": 150.0,
    "permits.capacity": 4.0, "costs.training_seats": 40.0, "costs.coordination": 6000.0, "candidates.match_patience": 12.0,
    "candidates.per_place": 12.0, "candidates.exhaustion": 1.5, "employers.recession_weight": 1.5, "politics.term_months": 24,
    "politics.minimum_support": 0.45, "politics.support": 0.65, "politics.support_spread": 0.15, "politics.sign_threshold": 0.18,
    "trust.gain": 0.12, "trust.contacts_needed": 1.5, "agencies.contacts": 24.0, "employers.engagement_base": -2.8,
    "employers.need_weight": 1.5, "employers.hire_base": -2.0, "candidates.pool_patience": 10.0, "permits.refusal": 0.07,
    "candidates.training_dropout": 0.08,
}  # fmt: skip

#: Where a mechanism needs a world of its own to show.
SPECIAL = {
    "employers.study_utility": {"design.kind": Mobility.study},
    "employers.commitment.study": {"employers.study_utility": 0.5},
    "shock.freeze.study": {"employers.study_utility": 0.5, "shock.severity": 1.0},
    "candidates.exhaustion": {"candidates.exhaustion": 1.0, "design.cohort_months": 3},
    "costs.coordination_cap": {"costs.coordination": 20_000.0},
    "politics.minimum_support": {"politics.support": 0.4},
    "candidates.remote_patience": {"design.remote_start": 1.0, "candidates.match_patience": 6.0},
    "steering.method_step": {"agencies.recruiter_interviews": 1.0, "agencies.interviews": 6.0, "design.flexibility": 0.9},
    "shock.origin_loss": {"shock.month": 44},  # while people return
    "recognition.agreement_month": {"recognition.agreement_month": 20},
    "costs.sustain_grace": {
        "trust.prior": 0.9, "politics.support": 1.0, "politics.support_spread": 0.0, "politics.election_month": 90,
        "employers.willing": 0.0, "costs.training_seats": 3.0, "design.flexibility": 0.0,
    },
}  # fmt: skip


def world_of(name):
    """A busy scheme in which the category that a parameter is declared for is served."""
    last = name.rpartition(".")[2]
    world = dict(BUSY)
    for lever, categories in (("design.kind", Mobility), ("design.level", Skill), ("design.sector", Sector)):
        if last in categories.__members__ and "." in name.partition(".")[2]:
            world[lever] = categories[last]
            if categories is Sector:
                world["recognition.required.engineering"] = 0.25
    return world | SPECIAL.get(name, {})


@cache
def run(world):
    values = totals(configured(dict(world)), 12)
    return np.array([values[name] for name in NAMES])


def altered(name, current):
    """A value of the parameter well away from its present one."""
    parameter = parameters()[name]
    if parameter.choices or parameter.type is bool:
        return in_range(name, 0.0 if in_range(name, 0.0) != getattr(current, "name", current) else 1.0)
    if name == "markets.countries":
        return 4
    width = parameter.high - parameter.low
    step = width / 2 if width <= 20 else max(abs(current), width * 1e-3, 1)
    return parameter.type(current + step if current + step <= parameter.high else current - step)


def current_value(world, name):
    return value_of(configured(world), name)


@pytest.mark.parametrize("name", sorted(parameters()))
def test_every_parameter_acts(name):
    world = world_of(name)
    other = world | {name: altered(name, current_value(world, name))}
    assert not np.array_equal(run(tuple(world.items())), run(tuple(other.items())), equal_nan=True)


@pytest.mark.parametrize("name", sorted(set(parameters()) - FIXED_AT_START))
def test_every_parameter_that_may_change_on_a_timeline_acts_from_then_on(name):
    world = world_of(name)
    changed = totals(configured(world, timeline={5: {name: altered(name, current_value(world, name))}}), 12)
    assert not np.array_equal(run(tuple(world.items())), np.array([changed[n] for n in NAMES]), equal_nan=True)
