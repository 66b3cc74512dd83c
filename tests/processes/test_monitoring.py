"""Monitoring: medians, ratios, what capacity building does, and the totals against the months (L16, L17, L21)."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from worlds import finished, months, small, totals

from sim.indicators import BY_NAME, FLOW, LEVEL, NAMES, RUN, Index
from sim.processes import monitoring


@given(st.lists(st.integers(0, 30), max_size=60))
def test_median_of_a_histogram(waits):
    histogram = np.bincount(waits, minlength=31).astype(np.int32)
    median = monitoring.median_wait(histogram)
    assert np.isnan(median) if not waits else median == np.median(waits)


def test_a_ratio_to_nothing_is_undefined():
    assert np.isnan(monitoring.per(5.0, 0.0))
    assert monitoring.per(6.0, 3.0) == 2.0


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
            "cost_per_completed": run["public_cost"] / run["completed_mobilities"],
        }
    for name, values in expected.items():
        assert np.allclose(run[name], np.where(np.isfinite(values), values, np.nan), equal_nan=True), name


def test_medians_agree_with_the_journal():
    state = finished(small())
    people = state.book.candidates[: state.book.scheme[0].candidates]
    matched = people[people["matches"] > 0]
    assert totals(small(), 1)["months_to_match"][0] == np.median(matched["matched"] - matched["selected"])
    left = people[people["departed"] >= 0]
    assert totals(small(), 1)["months_to_departure"][0] == np.median(left["departed"] - left["selected"])


def test_capacity_is_built_with_the_money_meant_for_it():
    some, none = finished(small()), finished(small({"design.capacity_share": 0.0}))
    assert none.book.scheme[0].capacity_stock == 0.0
    assert some.book.scheme[0].capacity_stock > 0.0
    assert some.book.monthly[:, Index.spent_capacity].sum() > 0.0
