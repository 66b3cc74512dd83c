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
    "design.private_recruiters": 0.5, "design.mentoring": True, "design.advisory_board": True,
    "design.integration_package": True, "design.preparation_months": 3.0, "design.examination": True, "design.signed_share": 0.4,
    "design.signed_by.association": 0.4, "design.signed_by.institution": 0.4, "design.signed_by.group": 0.4, "design.diaspora_network": True,
    "design.business_creation": True, "design.reserve_share": 1.0, "design.budget_total": 3_000_000.0,
    "design.flexibility": 0.6, "design.origin_coordination": 0.3, "design.reintegration_support": 0.5,
    "design.interview_share": 0.7, "recognition.agreement_month": 2, "recognition.agreement_work": 1.0,
    "recognition.required.engineering": 0.6, "recognition.capacity": 2.0, "shock.month": 16, "shock.severity": 0.7,
    "shock.second_wave_months": 12, "employers.contribution_trust": 0.3, "employers.contribution_results": 0.3,
    "employers.quit_hazard": 0.1, "agencies.interviews": 12.0, "agencies.screenings": 150.0, "agencies.recruiter_screenings": 150.0,
    "permits.capacity": 4.0, "costs.training_seats": 40.0, "costs.coordination": 6000.0, "candidates.match_patience": 12.0,
    "candidates.per_place": 12.0, "candidates.exhaustion": 1.5, "employers.recession_weight": 1.5, "politics.term_months": 24,
    "politics.minimum_support": 0.45, "politics.support": 0.65, "politics.support_spread": 0.15, "politics.sign_threshold": 0.18,
    "trust.gain": 0.12, "trust.contacts_needed": 1.5, "agencies.contacts": 24.0, "employers.engagement_base": -2.8,
    "employers.need_weight": 1.5, "employers.hire_base": -2.0, "candidates.pool_patience": 10.0, "permits.refusal": 0.07, "politics.protectionism": 0.5,
    "candidates.training_dropout": 0.08, "employers.group_posts.employment": 1.0, "sectors.institutions.engineering": 1.0,
    "employers.signing_once": 1.0,
}  # fmt: skip

SEASON = {
    "design.kind": Mobility.seasonal,
    "design.stay_months": 5.0,
    "design.intake_months": 6,
    "candidates.return_utility": -5.0,
}
ASKED_FOR = {
    "design.signed_share": 0.0, "design.places": 10, "employers.disposed": 1.0, "employers.engagement_base": 0.0, "employers.hire_base": 2.0,
    "steering.raise_share": 0.8, "design.examination": False, "shock.month": -1,
}  # fmt: skip
"""Hosts ask for more persons than there are places."""
PEOPLE_GO = {
    "employers.engagement_base": 0.0, "employers.hire_base": 1.0, "employers.disposed": 1.0, "shock.month": -1, "politics.stop_rate": 0.0,
    "politics.protectionism": 0.0, "design.examination": False, "permits.capacity": 20.0, "recognition.capacity": 10.0,
}  # fmt: skip
"""Hosts are easily won, and desks let people go."""
CHANGING = PEOPLE_GO | {
    "design.signed_share": 0.0, "design.change_of_host": 0.5, "candidates.return_utility": 0.0, "candidates.change_share": 0.6,
    "employers.takes_over": 0.6,
}  # fmt: skip
"""Many stays break off, and some go on with another host."""
SLOW_TALKS = {
    "employers.signing_once": 0.3,
    "employers.signing_usual": 5.0,
    "employers.signing_work.association": 100.0,
}
"""Talks that last until parameters change on a timeline."""
#: Where a mechanism needs a world of its own to show.
SPECIAL = {
    "design.change_of_host": CHANGING, "candidates.usual_stay": PEOPLE_GO, "steering.method_step": PEOPLE_GO | {
        "agencies.interviews": 6.0, "agencies.recruiter_interviews": 1.0, "design.flexibility": 0.9,
    },
    "candidates.reintegration_economy": PEOPLE_GO | {"shock.month": 44}, "phase.gap": PEOPLE_GO | {"phase.gap": 2},
    "phase.gate": PEOPLE_GO | {"phase.gate": 0.0}, "candidates.change_share": CHANGING, "costs.change_of_host": CHANGING, "employers.poaching": CHANGING, "employers.takes_over": CHANGING,
    "employers.study_utility": {"design.kind": Mobility.study},
    "employers.commitment.study": {"employers.study_utility": 0.5},
    "shock.freeze.study": {"employers.study_utility": 0.5, "shock.severity": 1.0},
    "permits.visa_capacity": {"permits.visa_capacity": 0.5},
    "candidates.exhaustion": {"candidates.exhaustion": 1.0, "design.cohort_months": 3},
    "costs.coordination_cap": {"costs.coordination": 20_000.0},
    "politics.minimum_support": {"politics.support": 0.4},
    "candidates.remote_patience": {"design.remote_start": 1.0, "candidates.match_patience": 6.0},
    "shock.origin_loss": {"shock.month": 44},  # while people return
    "recognition.agreement_month": {"recognition.agreement_month": 20},
    "candidates.shared_language": {"corridor.origins": ("SN",), "markets.countries": ("FR", "BE")},
    "candidates.rehire": SEASON,
    "design.first_intake": {"design.intake_months": 6},
    "design.intake_window": {"design.intake_months": 12},
    "agencies.lookup": {"design.sought_size": "large"},
    "employers.training_doubt": {"design.pipeline": "match_first"},
    "steering.raise_share": ASKED_FOR, "steering.raise_at": ASKED_FOR, "steering.review_months": ASKED_FOR,
    "steering.extension_flexibility": {"design.flexibility": 0.9, "steering.extension_base": -2.0},
    "steering.extension_progress": {"steering.extension_base": -2.0},
    "employers.look_ahead": {"design.stay_months": 48.0}, "candidates.accept_stay": {"design.stay_months": 36.0},
    "employers.month_worth.study": {"employers.commitment.study": 1.0},
    "trust.capacity_weight": {"design.capacity_share": 0.02},
    "employers.signed_places.association": {"employers.signed_places.association": 1.0},
    "employers.signed_places.institution": {"employers.signed_places.institution": 1.0},
    "employers.signed_places.group": {"employers.signed_places.group": 1.0},
    **{f"employers.signing_size.{name}": {f"employers.signing_chance.{name}": 0.02} for name in ("association", "institution", "group")},
    "employers.signing_once": SLOW_TALKS, "employers.signing_usual": SLOW_TALKS,
    "costs.lean_coordination": {
        "design.contribution_share": 1.0, "employers.willing": 1.0, "employers.contribution_trust": 0.0, "employers.contribution_results": 0.0,
        "politics.support": 1.0, "politics.support_spread": 0.0, "politics.election_month": 90, "costs.sustain_trust": 0.0,
        "employers.disposed": 1.0, "employers.engagement_base": 0.0, "employers.hire_base": 2.0, "shock.month": -1,
    },
    "costs.sustain_grace": {
        "trust.prior": 0.9, "politics.support": 1.0, "politics.support_spread": 0.0, "politics.election_month": 90,
        "employers.willing": 0.0, "costs.training_seats": 3.0, "design.flexibility": 0.0,
    },
}  # fmt: skip


OTHER = {"markets.countries": 4, "design.kind": Mobility.study, "design.first_intake": 3}
"""Other values, where those at the ends contradict the world, or are the same in it."""


def world_of(name):
    """A busy scheme in which the category that a parameter is declared for is served."""
    last = name.rpartition(".")[2]
    world = dict(BUSY)
    if last == "seasonal":
        world |= SEASON
    for lever, categories in (("design.kind", Mobility), ("design.level", Skill), ("design.sector", Sector)):
        if last in categories.__members__ and "." in name.partition(".")[2]:
            world[lever] = categories[last]
            if categories is Sector:
                world["recognition.required.engineering"] = 0.25
    return world | SPECIAL.get(name, {})


@cache
def run(world):
    config = configured(dict(world))
    if any(name.startswith("phase.") for name, _ in world):
        config.earlier = configured(dict(world), {"phase.gap": 0, "phase.gate": 0.0, "design.duration_years": 1.5})
    values = totals(config, 12)
    return np.array([values[name] for name in NAMES])


def altered(name, current):
    """A value of the parameter well away from its present one."""
    parameter = parameters()[name]
    if name in OTHER:
        return OTHER[name]
    if parameter.choices or parameter.type is bool:
        return in_range(name, 0.0 if in_range(name, 0.0) != getattr(current, "name", current) else 1.0)
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
