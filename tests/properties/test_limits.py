"""Limiting cases: certainty and impossibility, nothing at all of something, the shortest and the longest."""

import numpy as np
import pytest
from worlds import finished, months, small, totals

from sim.categories import Reason, Stage
from sim.indicators import NAMES
from sim.parameters import Sector

RATIOS = (
    "closing_rate",
    "sme_share",
    "cost_per_match",
    "months_to_match",
    "profile_mismatch",
    "women_share",
    "achievement",
)


def journal_of(*values):
    state = finished(small(*values))
    return state.journal[: state.scheme.journal]


def reasons(*values):
    return set(journal_of(*values)["reason"])


KEEN = {"employers.disposed": 1.0, "employers.engagement_base": 0.0, "employers.hire_base": 2.0}
"""Hosts that like to take part."""
REGULATED = {
    "design.sector": Sector.health, "recognition.required.health": 1.0, "recognition.required_level.high": 1.0,
}  # fmt: skip


def test_recognition_that_always_succeeds():
    assert Reason.not_recognised not in reasons(REGULATED, {"recognition.success": 1.0})


def test_recognition_that_never_succeeds():
    journal = journal_of(REGULATED, KEEN, {"recognition.success": 0.0, "recognition.compensation": 0.0})
    assert (journal["stage"] == Stage.recognition).any()
    assert not (journal["stage"] == Stage.permit).any()
    assert Reason.not_recognised in set(journal["reason"])


def test_permits_that_are_never_or_always_refused():
    assert Reason.permit_refused not in reasons({"permits.refusal": 0.0})
    always = totals(small({"permits.refusal": 1.0}))
    assert always["matches"].sum() > 0 == always["departures"].sum()


def test_candidates_who_accept_everything_or_nothing():
    willing = totals(small({"candidates.accept_utility": 6.0, "candidates.accept_quality": 0.0}), 20)
    assert willing["refusals"].sum() <= 0.01 * willing["offers"].sum()
    unwilling = totals(
        small(
            {
                "candidates.accept_utility": -4.0,
                "candidates.accept_kind.employment": -4.0,
                "candidates.accept_quality": 0.0,
            }
        ),
        20,
    )
    assert unwilling["matches"].sum() <= 0.01 * unwilling["offers"].sum()
    assert unwilling["offers"].sum() > 0


def test_hosts_that_never_engage():
    run = totals(
        small({"employers.engagement_base": -6.0, "employers.need_weight": 0.0, "employers.burden_weight": 6.0}), 10
    )
    assert run["matches"].sum() <= 1
    assert run["employers_engaged"].mean() < 1


def test_no_budget():
    run = totals(small({"design.budget_total": 0.0}))
    for name in ("applicants", "trained", "matches", "departures", "public_cost", "unspent", "private_contribution"):
        assert run[name].sum() == 0, name
    assert np.isnan(run["cost_per_match"]).all()


def test_no_hosts():
    run = totals(small({"markets.employers": 0}))
    assert run["trained"].sum() > 0 == run["matches"].sum() + run["employers_engaged"].sum()
    assert np.isnan(run["trust_employer"]).all()
    assert np.isnan(run["closing_rate"]).all()


def test_no_applicants():
    run = totals(small({"candidates.per_place": 0.0}))
    assert run["applicants"].sum() == run["trained"].sum() == run["matches"].sum() == 0
    assert run["employers_engaged"].sum() > 0


def test_no_places():
    run = totals(small({"design.places": 0}))
    assert run["places_planned"].sum() == run["applicants"].sum() == run["matches"].sum() == 0
    assert np.isnan(run["achievement"]).all()


def test_undefined_where_there_is_nothing_to_divide_by():
    run = totals(small({"markets.employers": 0, "design.places": 0}))
    for name in RATIOS:
        assert np.isnan(run[name]).all(), name


def test_no_contacts():
    run = totals(small({"agencies.contacts": 0.0, "agencies.staff_contacts": 0.0}))
    assert run["agreements_signed"].sum() == run["applicants"].sum() == 0


def test_a_scheme_of_one_month():
    run = totals(small({"design.duration_years": 1 / 12, "design.flexibility": 0.0}), 20)
    assert (run["funding_end"] == 1).all()
    assert run["departures"].sum() == 0
    assert (run["public_cost"] <= 0.15 * 1_500_000).all()


@pytest.mark.parametrize("horizon", [1, 2, 12, 35])
def test_a_horizon_shorter_than_the_scheme_shows_its_first_months(horizon):
    short, long = months(small({"horizon": horizon})), months(small())
    assert np.array_equal(short, long[:, :horizon], equal_nan=True)
    whole = totals(small({"horizon": horizon}))
    costs = short[:, :, NAMES.index("public_cost")].tolist()
    assert whole["public_cost"].tolist() == [sum(months_of_a_run, 0.0) for months_of_a_run in costs]  # month by month
    assert np.isfinite(whole["trust_government"]).all()


@pytest.mark.parametrize("start", [0, 1, 17, 40])
def test_nothing_changes_before_a_shock(start):
    calm, struck = months(small()), months(small({"shock.month": start}))
    assert np.array_equal(calm[:, :start], struck[:, :start], equal_nan=True)
    assert not np.array_equal(calm[:, start], struck[:, start], equal_nan=True)


@pytest.mark.parametrize("start", [5, 20])
@pytest.mark.parametrize(
    "change", [{"design.flexibility": 1.0}, {"recognition.months": 12.0}, {"agencies.contacts": 90.0}]
)
def test_nothing_changes_before_the_month_of_a_timeline(start, change):
    plain, changed = months(small()), months(small(timeline={start: change}))
    assert np.array_equal(plain[:, :start], changed[:, :start], equal_nan=True)


@pytest.mark.parametrize("flexibility", [0.0, 1.0])
def test_rigid_and_flexible_schemes_run(flexibility):
    run = totals(small({"design.flexibility": flexibility}))
    assert run["matches"].sum() > 0


@pytest.mark.parametrize("levels", [1, 2, 3])
def test_any_number_of_levels(levels):
    run = totals(small({"corridor.levels_origin": levels, "corridor.levels_destination": levels}), 20)
    assert run["agreements_signed"].max() == 2 * levels


@pytest.mark.parametrize("count", [1, 5, 12])
def test_any_number_of_markets(count):
    run = totals(
        small({"markets.count": count, "markets.countries": min(count, 3), "markets.diversity": 1.0, "scale": 0.5})
    )
    assert run["matches"].sum() > 0


def test_desks_without_capacity_let_nobody_leave():
    run = totals(small({"permits.capacity": 0.0}))
    assert run["departures"].sum() == 0 < run["waiting_permit"].sum()
    run = totals(small(REGULATED, {"recognition.capacity": 0.0}))
    assert run["departures"].sum() == 0 < run["waiting_recognition"].sum()


def test_desks_that_are_wholly_digital():
    run = months(small({"design.digital": 1.0, "permits.digital_effect": 1.0}))
    assert np.isfinite(run[:, :, NAMES.index("waiting_permit")]).all()
    assert run[:, :, NAMES.index("departures")].sum() > 0


def test_the_largest_horizon():
    run = totals(small({"horizon": 600, "scale": 0.05}), 2)
    assert np.isfinite(run["public_cost"]).all()
