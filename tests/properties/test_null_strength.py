"""A mechanism at no strength leaves no trace: bit-identical to its absence, all indicators of all replicates."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worlds import assert_identical, configured, record, small

from sim.parameters import Sector, parameters, value_of
from sim.setup.checks import FIXED_AT_START

COVID = {"shock.month": 14}
HEALTH = {"design.sector": Sector.health, "design.preparation_months": 3.0}
FRICTION = {"recognition.months": 9.0, "recognition.agreement_work": 1.0, "recognition.negotiation_time": 0.0}

FREE = {
    "trust.component_load": 0.0, "costs.coordination_component": 0.0, "candidates.mentoring_relief": 0.0, "candidates.integration_relief": 0.0,
    "candidates.business_effect": 0.0, "employers.diaspora_effect": 0.0, "costs.mentoring": 0.0, "costs.integration_package": 0.0,
    "costs.diaspora_network": 0.0, "costs.business_creation": 0.0,
}  # fmt: skip
"""Components that cost nothing and help nothing."""

#: A mechanism that is there without strength, and its absence (or another value of what then cannot matter).
PAIRS = {
    "a shock without severity": ({"shock.month": 14, "shock.severity": 0.0}, {"shock.month": -1}),
    "no second wave, whenever": (COVID | {"shock.second_wave": 0.0}, COVID | {"shock.second_wave": 0.0, "shock.second_wave_months": 1}),
    "nobody crowds": (
        {"trust.crowding": 0.0},
        {"trust.crowding": 9.0, "design.origin_coordination": 1.0, "trust.coordination_effort": 0.0, "costs.origin_coordination": 0.0},
    ),
    "coordination without others": (
        {"trust.crowding": 0.0, "trust.coordination_effort": 0.0},
        {"trust.crowding": 0.0, "trust.coordination_effort": 0.0, "design.origin_coordination": 1.0, "costs.origin_coordination": 0.0},
    ),
    "no components": (
        {},
        {
            "trust.component_load": 0.5, "costs.coordination_component": 9e5, "candidates.mentoring_relief": 0.9, "candidates.integration_relief": 0.9,
            "candidates.business_effect": 1.0, "employers.diaspora_effect": 3.0, "costs.mentoring": 1e3, "costs.integration_package": 1e3,
        },
    ),
    "components that cost and help nothing": (
        FREE,
        FREE | {"design.mentoring": True, "design.integration_package": True, "design.diaspora_network": True, "design.business_creation": True},
    ),
    "a board that meets nobody and senses nothing": (
        {"design.advisory_board": False},
        {"design.advisory_board": True, "agencies.board_contacts": 0.0, "trust.memory_board": 0.0, "agencies.board_sensing": 0.0, "costs.board": 0.0},
    ),
    "no recruiters": (
        {"design.private_recruiters": 0.0},
        {"agencies.recruiter_interviews": 1e3, "agencies.recruiter_reach": 3.0, "agencies.recruiter_markup": 5.0},
    ),
    "no remote start": ({"design.remote_start": 0.0}, {"candidates.remote_accept": 4.0, "candidates.remote_patience": 20.0}),
    "a sector without remote work": (
        {"sectors.remote.ict": 0.0}, {"sectors.remote.ict": 0.0, "design.remote_start": 1.0},
    ),
    "no reintegration support": (
        {"design.reintegration_support": 0.0},
        {"design.reintegration_support": 0.0, "costs.reintegration": 5e4, "candidates.reintegration_effect": 6.0},
    ),
    "no home track": ({"design.home_share": 0.0}, {"candidates.home_hazard": 0.9}),
    "no digital procedures": (
        {"design.digital": 0.0}, {"design.digital": 0.0, "permits.digital_effect": 0.9, "agencies.digital_gain": 2.0},
    ),
    "no capacity building": (
        {"design.capacity_share": 0.0}, {"design.capacity_share": 0.0, "agencies.capacity_gain": 10.0},
    ),
    "a scheme that asks for nothing": (
        {"costs.amendment": 0.0, "design.flexibility": 0.0, "steering.rigid_approval": 0.0, "steering.extension_share": 0.0},
        {"costs.amendment": 0.0, "design.flexibility": 0.0, "steering.rigid_approval": 0.0, "steering.extension_share": 0.0,
         "steering.amendment_months": 1.0, "steering.method_step": 1.0, "steering.extension_base": 6.0},
    ),
    "hosts that never pay, and do not weigh money": (
        {"employers.willing": 0.0, "employers.money_weight": 0.0},
        {"employers.willing": 0.0, "employers.money_weight": 0.0, "design.contribution_share": 1.0, "costs.full_price": 5e4},
    ),
    "no preparation": (
        {"design.preparation_months": 0.0}, {"design.preparation_months": 0.0, "trust.preparation": 1.0, "costs.preparation": 5e4},
    ),
    "nobody signs": (
        {"design.signed_share": 0.0},
        {"design.signed_by.group": 1.0, "employers.signing_chance.group": 1.0, "agencies.association_trust": 1.0, "costs.signed_place": 1e3},
    ),
    "no examination": ({}, {
        "candidates.pass_base": -6.0, "candidates.pass_language": 6.0, "candidates.sitting_months": 12.0,
        "candidates.sittings": 1, "candidates.retake_gain": 2.0, "costs.examination": 5e3,
    }),
    "average countries share no language": ({}, {"candidates.shared_language": 6.0}),
    "no season": ({}, {"candidates.rehire": 1.0}),
    "no reserve list": ({"design.reserve_share": 0.0}, {"design.reserve_share": 0.0, "costs.reserve": 5e3}),
    "any host is sought": ({}, {"agencies.lookup": 1.0}),
    "a ceiling that is never raised": ({"steering.raise_share": 0.0}, {"steering.raise_share": 0.0, "steering.raise_at": 0.0}),
    "stays begin in any month": ({"design.intake_months": 1}, {"design.intake_months": 1, "design.first_intake": 7}),
    "no state stops": (
        {"politics.stop_rate": 0.0}, {"politics.stop_rate": 0.0, "politics.stop_months": 60.0, "politics.stop_variation": 2.0, "politics.stop_shelter": 0.0},
    ),
    "stops that last no time": (
        {"politics.stop_rate": 0.0}, {"politics.stop_rate": 12.0, "politics.stop_months": 0.0},
    ),
    "the usual climate": (
        {"politics.protectionism": 0.3, "politics.usual_protectionism": 0.3},
        {"politics.protectionism": 0.3, "politics.usual_protectionism": 0.3, "politics.protectionism_refusal": 6.0,
         "politics.protectionism_support": 1.0, "politics.protectionism_stops": 6.0},
    ),
    "reports every month, with or without monitoring": (
        {"steering.report_months": 1.0, "steering.unmonitored_months": 1.0, "costs.monitoring": 0.0},
        {"steering.report_months": 1.0, "steering.unmonitored_months": 60.0, "costs.monitoring": 0.0, "design.flexibility": 0.5},
    ),
    "no elections": ({"politics.election_month": 500}, {"politics.election_month": 500, "politics.turnover": 1.0, "politics.support_new": 0.0}),
    "a shock after the end": ({"shock.month": -1}, {"shock.month": 72}),
    "one market moves alone": (
        {"markets.volatility": 0.0}, {"markets.volatility": 0.0, "markets.correlation": 0.0, "markets.persistence": 0.1},
    ),
    "hosts out of reach": ({"markets.employers": 4000}, {"markets.employers": 4001}),
}  # fmt: skip


@pytest.mark.parametrize("name", PAIRS)
def test_no_strength_is_absence(name):
    one, other = PAIRS[name]
    assert_identical(small(one), small(other), replicates=20)


def test_an_agreement_that_simplifies_nothing_is_only_signed():
    agreed = {"recognition.agreement_month": 0, "recognition.simplification": 0.0}
    assert_identical(
        small(HEALTH, FRICTION), small(HEALTH, FRICTION, agreed), besides=["agreements_signed"], replicates=20
    )


@cache
def changeable():
    return sorted(set(parameters()) - FIXED_AT_START)


@given(
    st.dictionaries(
        st.integers(0, 80), st.lists(st.sampled_from(changeable()), min_size=1, max_size=6), min_size=1, max_size=4
    )
)
@settings(max_examples=30)
def test_a_timeline_that_sets_what_is_set_changes_nothing(names_by_month):
    busy = {"design.home_share": 0.2, "design.private_recruiters": 0.4, "shock.month": 14, "corridor.origins": 2}
    config = small(busy)
    timeline = {month: {name: value_of(config, name) for name in names} for month, names in names_by_month.items()}
    assert_identical(config, small(busy, timeline=timeline), replicates=3)


@pytest.mark.parametrize("name", ["recognition.months", "design.flexibility", "agencies.contacts", "permits.capacity"])
def test_a_timeline_from_the_first_month_is_the_value_itself(name):
    value = 2 * value_of(configured(), name) if name != "design.flexibility" else 0.9
    assert_identical(small({name: value}), small(timeline={0: {name: value}}))


def test_a_timeline_that_is_taken_back_before_it_matters_changes_nothing():
    back = {40: {"shock.severity": 0.3}, 50: {"shock.severity": record().shock.severity}}
    assert_identical(small({"shock.month": 60}), small({"shock.month": 60}, timeline=back))
