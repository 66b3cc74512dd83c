"""The plan: places, trainees, intake, months and calls, by hand (L1)."""

import pytest
from worlds import record, scheme, world

from sim.laws import plan

PLAN = {
    "scale": 0.5, "design.places": 21, "design.home_share": 0.25, "design.reserve_share": 0.5,
    "candidates.per_place": 10.0, "candidates.exhaustion": 2.5, "design.duration_years": 2.0,
    "design.training_months": 5.0, "design.closing_months": 6, "agencies.call_months": 0.0, "design.cohort_months": 4, "markets.employers": 6,
}  # fmt: skip


def test_the_plan_by_hand():
    made = scheme(world(PLAN))
    assert made.places == 11  # 10.5, rounded up
    assert made.ceiling == 11  # until the funder raises it
    assert made.planned_trainees == 15.0  # 11 / 0.75 = 14.67
    assert made.planned_intake == 23.0  # 15 * 1.5 = 22.5
    assert made.candidate_limit == 375  # 15 * 10 * 2.5
    assert (made.planned_months, made.end_month) == (24, 24)
    assert made.calls_planned == 4  # months 0, 4, 8 and 12: (24 - 5 - 6) / 4 = 3.25 intervals


@pytest.mark.parametrize(("places", "home", "trainees"), [(60, 0.9, 600), (60, 0.0, 60), (10, 0.5, 20), (0, 0.5, 0)])
def test_trainees_are_rounded_up_but_not_for_the_last_digit(places, home, trainees):
    values = {"scale": 1.0, "design.places": places, "design.home_share": home}
    assert plan.trainees_of(record(values)) == trainees


def test_the_most_applicants_are_rounded_up():
    values = {"scale": 1.0, "design.places": 3, "design.home_share": 0.0}
    assert (
        plan.most_applicants(record(values, {"candidates.per_place": 1.5, "candidates.exhaustion": 1.1})) == 5
    )  # 4.95


@pytest.mark.parametrize(("years", "months"), [(1.0, 12), (0.1, 1), (1 / 12, 1), (1.125, 14), (1.12, 13)])
def test_months_are_rounded_and_one_at_least(years, months):
    made = scheme(world(PLAN, {"design.duration_years": years}))
    assert (made.planned_months, made.end_month) == (months, months)


@pytest.mark.parametrize(("closing", "cohort", "calls"), [(6, 13, 2), (6, 14, 1), (19, 4, 1), (7, 4, 4), (6, 1, 14)])
def test_calls_are_planned_while_they_are_not_too_late(closing, cohort, calls):
    made = scheme(world(PLAN, {"design.closing_months": closing, "design.cohort_months": cohort}))
    assert made.calls_planned == calls
    months = range(0, 24, cohort)  # those of docs/odd.md, Outreach: the first, and each that is not too late
    assert calls == max(1, sum(month + 5 + closing <= 24 for month in months))


def test_the_time_of_a_call_counts_before_training():
    made = scheme(world(PLAN, {"agencies.call_months": 2.5}))
    assert made.calls_planned == 3  # (24 - 2.5 - 5 - 6) / 4 = 2.6


COMPONENTS = ("design.mentoring", "design.integration_package", "design.diaspora_network", "design.business_creation")


def test_components_are_counted():
    assert plan.components(record()) == 0
    assert [plan.components(record({name: True})) for name in COMPONENTS] == [1] * 4
    assert plan.components(record(dict.fromkeys(COMPONENTS, True))) == 4
