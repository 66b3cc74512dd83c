"""Monitoring: medians, ratios, what capacity building does, and the totals against the months (L16, L17, L21)."""

import math

import numpy as np
import pytest
from worlds import (
    EASY,
    counted,
    finished,
    given_all,
    given_row,
    given_scheme,
    measured,
    months,
    of_month,
    recorded,
    set_month,
    small,
    totals,
    waits,
    world,
)

from sim.indicators import BY_NAME, FLOW, LEVEL, NAMES, RUN


def test_flows_sum_up_and_levels_are_those_at_the_end_of_funding():
    config = small()
    whole, by_month = totals(config), months(config)
    for position, name in enumerate(NAMES):
        if BY_NAME[name].over == FLOW:
            assert np.allclose(whole[name], by_month[:, :, position].sum(axis=1))
        if BY_NAME[name].over == LEVEL:
            last = whole["funding_end"].astype(int) - 1
            assert np.array_equal(whole[name], by_month[np.arange(5), last, position], equal_nan=True)
        if BY_NAME[name].over == RUN:
            assert (by_month[:, :, position] == 0.0).all()


def test_ratios_are_what_they_say():
    run = totals(small(), 20)
    with np.errstate(invalid="ignore", divide="ignore"):
        expected = {
            "achievement": run["completed_mobilities"] / run["places_planned"],
            "closing_rate": run["matches"] / run["declared_vacancies"],
            "sme_share": 1 - run["hires_large"] / run["matches"],
            "first_time_share": run["hires_first_time"] / run["matches"],
            "internationalisation_share": run["hires_internationalisation"] / run["matches"],
            "women_share": run["women_departed"] / run["departures"],
            "unspent": 0.15 * 1_500_000 - run["public_cost"],
            "cost_per_match": run["public_cost"] / run["matches"],
            "cost_per_completed": run["public_cost"] / (run["completed_mobilities"] - run["completed_self_financed"]),
        }
    for name, values in expected.items():
        assert np.allclose(run[name], np.where(np.isfinite(values), values, np.nan), equal_nan=True), name


def test_medians_agree_with_the_journal():
    state = finished(small(EASY))
    people = state.candidates[: state.scheme.candidates]
    matched = people[people["matches"] > 0]
    assert totals(small(EASY), 1)["months_to_match"][0] == np.median(matched["matched"] - matched["selected"])
    left = people[people["departed"] >= 0]
    assert totals(small(EASY), 1)["months_to_departure"][0] == np.median(left["departed"] - left["selected"])


def test_capacity_is_built_with_the_money_meant_for_it():
    some, none = finished(small()), finished(small({"design.capacity_share": 0.0}))
    assert none.scheme.capacity_stock == 0.0
    assert some.scheme.capacity_stock > 0.0
    assert some.monthly["spent_capacity"].sum() > 0.0


def test_levels_of_a_month_by_hand():
    state = world({"corridor.origins": 2, "corridor.levels_origin": 1, "markets.count": 2})
    given_all(state.governments, trust=[0.2, 0.4, 0.9, 0.7], support=[0.1, 0.3, 0.5, 0.9])
    given_all(state.markets, demand=[1.5, 0.9], active=[3, 1])
    given_scheme(state, host_trust=1.4)
    recorded(state, 5)
    assert counted(state, 5) == pytest.approx({
        "trust_government": 0.55, "trust_government_origin": 0.3, "trust_government_destination": 0.8,
        "political_support": 0.45, "demand": 1.2, "trust_employer": 0.35,
    })  # fmt: skip


def test_the_trust_of_hosts_is_undefined_without_any_engaged():
    state = world()
    given_scheme(state, host_trust=0.0)
    given_all(state.markets, active=0)
    assert math.isnan(of_month(recorded(state, 5), 5, "trust_employer"))
    given_all(state.markets, active=1)
    assert of_month(recorded(state, 5), 5, "trust_employer") == 0.0


def test_the_indicators_of_a_run_by_hand():
    state = world()
    for month, factor in ((0, 1.0), (1, 2.0), (2, 5.0)):
        flows = {
            "matches": 2.0, "completed_mobilities": 1.0, "declared_vacancies": 4.0, "hires_large": 0.5,
            "hires_first_time": 0.75, "hires_internationalisation": 1.25, "public_cost": 100.0, "departures": 1.5,
            "women_departed": 0.5, "completed_self_financed": 0.25,
        }  # fmt: skip
        set_month(state, month, **{name: value * factor for name, value in flows.items()}, demand=factor)
    given_scheme(state, budget=2000.0, end_month=2, places=12, mismatch=4.0)
    given_row(waits(state)[4], matches=3)
    given_row(waits(state)[9], departures=1)
    given_row(waits(state)[40], departures=2)
    run_of_three = measured(state, 3)
    expected = {
        "matches": 16.0, "completed_mobilities": 8.0, "places_planned": 12.0, "achievement": 8 / 12, "closing_rate": 0.5,
        "declared_per_hire": 2.0, "completed_self_financed": 2.0, "sme_share": 0.75, "first_time_share": 6 / 16, "internationalisation_share": 10 / 16, "months_to_match": 4.0,
        "months_to_departure": 40.0, "unspent": 1200.0, "cost_per_match": 50.0, "cost_per_completed": 800 / 6,
        "funding_end": 2.0, "profile_mismatch": 0.25, "women_share": 1 / 3, "demand": 2.0,
    }  # fmt: skip
    assert {name: run_of_three[name] for name in expected} == pytest.approx(expected)
    assert (measured(state, 1)["demand"], measured(state, 2)["matches"]) == (1.0, 6.0)
    given_scheme(state, end_month=3)
    assert measured(state, 3)["demand"] == 5.0


def test_stays_that_hosts_paid_for_take_no_share_of_the_public_cost():
    state = world()
    set_month(state, 0, public_cost=900.0, completed_mobilities=5.0, completed_self_financed=2.0)
    assert measured(state, 1)["cost_per_completed"] == 300.0
    set_month(state, 0, completed_self_financed=5.0)
    assert math.isnan(measured(state, 1)["cost_per_completed"])  # public money paid for none


def test_a_run_without_matches_has_no_ratios():
    state = world()
    given_scheme(state, places=0)
    run_of_three = measured(state, 3)
    undefined = [name for name in NAMES if math.isnan(run_of_three[name])]
    assert sorted(undefined) == sorted([
        "achievement", "closing_rate", "declared_per_hire", "sme_share", "first_time_share", "internationalisation_share", "months_to_match",
        "months_to_departure", "cost_per_match", "cost_per_completed", "profile_mismatch", "women_share",
    ])  # fmt: skip
    given_scheme(state, end_month=0)
    assert math.isnan(measured(state, 3)["demand"])
