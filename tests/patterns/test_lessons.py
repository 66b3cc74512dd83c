"""The lessons of the brief as patterns: each a designed experiment on common draws, its sign with a 95 % interval."""

import numpy as np
import pytest
from experiments import arm, effect, falls, rises, share

DONE = "completed_mobilities"
BASE = "baseline"


def test_l1_at_the_same_yearly_budget_five_years_give_more_than_five_thirds_of_three():
    three = arm(BASE, "design.duration_years=3")
    five = arm(BASE, "design.duration_years=5", "design.budget_total=2500000", "design.places=100")
    assert rises(five[DONE] - 5 / 3 * three[DONE])


def test_l2_flexibility_helps_and_more_so_under_a_shock_or_a_fast_drift():
    def gain(scenario, *world):
        return (
            arm(scenario, "design.flexibility=0.9", *world)[DONE] - arm(scenario, "design.flexibility=0", *world)[DONE]
        )

    calm = gain(BASE)
    assert rises(calm)
    assert rises(gain("covid_shock") - calm)
    assert rises(gain(BASE, "markets.drift=0.2") - calm)


def test_l3_more_levels_slow_a_scheme_and_a_better_facilitator_closes_part_of_the_gap():
    few = arm(BASE, "corridor.levels_destination=1", "corridor.levels_origin=1")
    many = arm(BASE, "corridor.levels_destination=3", "corridor.levels_origin=3")
    skilled = arm(BASE, "corridor.levels_destination=3", "corridor.levels_origin=3", "design.facilitation=1")
    assert falls(many[DONE] - few[DONE])
    assert rises(skilled[DONE] - many[DONE])


def test_l4_an_early_election_costs_more_than_a_late_one():
    early, late = (arm(BASE, f"politics.election_month={month}", "politics.term_months=72") for month in (4, 24))
    assert rises(late[DONE] - early[DONE])


def test_l5_an_advisory_board_lowers_the_mismatch_and_raises_the_share_of_interviews_that_end_in_an_offer():
    without, with_board = arm(BASE), arm(BASE, "design.advisory_board=true")
    assert falls(with_board["profile_mismatch"] - without["profile_mismatch"])
    assert rises(
        share(with_board["offers"], with_board["interviews"]) - share(without["offers"], without["interviews"])
    )


def test_l6_crowding_costs_matches_and_coordination_recovers_most_of_it():
    free, crowded = arm(BASE, "trust.crowding=0"), arm(BASE, "trust.crowding=4")
    coordinated = arm(BASE, "trust.crowding=4", "design.origin_coordination=1")
    assert falls(crowded["matches"] - free["matches"])
    recovered = coordinated["matches"] - crowded["matches"]
    assert rises(recovered - 0.5 * (free["matches"] - crowded["matches"]))


def test_l7_with_falling_demand_hosts_that_internationalise_stay():
    usual, slump = arm(BASE), arm(BASE, "sectors.demand.ict=0.5")
    assert rises(slump["internationalisation_share"] - usual["internationalisation_share"])


def test_l8_support_with_the_burden_raises_sme_and_first_time_hires_most():
    alone, helped = arm(BASE, "design.administrative_support=0"), arm(BASE, "design.administrative_support=1")
    assert rises(helped["matches"] - alone["matches"])
    assert rises(helped["sme_share"] - alone["sme_share"])
    assert rises(helped["first_time_share"] - alone["first_time_share"])


def test_l9_hosts_contribute_about_nothing_in_the_first_18_months_and_more_in_longer_schemes():
    three = arm(BASE, "design.duration_years=3", monthly=True)
    five = arm(BASE, "design.duration_years=5", "design.budget_total=2500000", "design.places=100", monthly=True)
    paid = five.by_month("private_contribution")
    assert paid[:, :18].sum(axis=1).mean() < 0.001 * five["public_cost"].mean()
    assert paid[:, 18:60].sum() > 0
    parts = [
        share(each["private_contribution"], each["private_contribution"] + each["public_cost"])
        for each in (three, five)
    ]
    assert rises(parts[1] - parts[0])


def test_l10_realised_hires_are_well_under_declared_ones_and_the_gap_widens_in_recession():
    usual, slump = arm(BASE), arm(BASE, "sectors.demand.ict=0.5")
    assert np.nanmean(usual["closing_rate"]) < 0.8
    assert falls(slump["closing_rate"] - usual["closing_rate"])


def test_l11_with_screening_alone_more_offers_are_refused_and_more_return_early():
    heard, read = (arm(BASE, f"design.interview_share={part}", replicates=300) for part in (1, 0))
    assert rises(share(read["refusals"], read["offers"]) - share(heard["refusals"], heard["offers"]))
    assert rises(share(read["early_returns"], read["departures"]) - share(heard["early_returns"], heard["departures"]))


def test_l11_interview_capacity_is_a_bottleneck_at_scale():
    scarce = arm("private_recruiters", "design.private_recruiters=0")
    ample = arm("private_recruiters", "design.private_recruiters=0", "agencies.interviews=200")
    assert rises(ample["matches"] - scarce["matches"])


def test_l12_recognition_friction_cuts_mostly_regulated_sectors_and_early_negotiation_beats_late():
    def loss(sector):
        rough = arm(BASE, f"design.sector={sector}", "recognition=friction")
        return arm(BASE, f"design.sector={sector}")[DONE] - rough[DONE]

    assert rises(loss("health") - loss("ict"))
    early, late = (arm("recognition_friction", f"recognition.agreement_month={month}") for month in (0, 24))
    assert rises(early[DONE] - late[DONE])


def test_l13_the_same_shock_costs_differently_by_month_and_interns_lose_most():
    calm = arm(BASE)
    losses = {month: calm[DONE] - arm(BASE, "shock=covid", f"shock.month={month}")[DONE] for month in (6, 14, 24)}
    assert all(rises(loss) for loss in losses.values())
    assert rises(losses[14] - losses[6])
    assert rises(losses[14] - losses[24])

    def relative_loss(*kind):
        return 1 - arm(BASE, *kind, "shock=covid", "shock.month=14")[DONE].mean() / arm(BASE, *kind)[DONE].mean()

    interns = relative_loss("design.kind=internship", "design.stay_months=6")
    assert interns > relative_loss("design.level=medium") > relative_loss("design.level=high")


def test_l14_more_markets_narrow_the_spread_and_less_so_when_they_correlate():
    world = (
        "employers.internationalisation=0.1",
        "markets.employers=80",
        "sectors.demand.ict=0.9",
        "markets.volatility=0.5",
    )

    def spread(count, correlation):
        several = arm(BASE, *world, f"markets.count={count}", f"markets.correlation={correlation}", replicates=600)
        return several[DONE].std() / several[DONE].mean()

    alone, apart, together = spread(1, 0), spread(4, 0), spread(4, 0.9)
    assert apart < 0.9 * alone
    assert apart < together


def test_l15_remote_start_recovers_part_of_the_loss_under_travel_closure():
    lost = arm(BASE)[DONE] - arm("covid_shock")[DONE]
    recovered = arm("covid_shock", "design.remote_start=1")[DONE] - arm("covid_shock")[DONE]
    assert rises(recovered)
    assert rises(lost - recovered)


def test_l16_digital_procedures_protect_more_in_the_shock_than_in_calm():
    def gain(scenario):
        return arm(scenario, "design.digital=0.9")[DONE] - arm(scenario, "design.digital=0")[DONE]

    assert rises(gain("covid_shock") - gain(BASE))


def test_l17_private_recruiters_raise_throughput_at_scale_at_a_higher_unit_cost_that_falls_with_volume():
    public = arm("private_recruiters", "design.private_recruiters=0")
    mixed = arm("private_recruiters")
    assert rises(mixed["matches"] - public["matches"])
    no_learning = arm("private_recruiters", "agencies.recruiter_learning=0")

    def unit(runs):
        return share(runs["spent_selection"], runs["interviews"])

    assert rises(unit(mixed) - unit(public))
    assert falls(unit(mixed) - unit(no_learning))


def test_l18_the_home_track_raises_total_placements():
    abroad, both = arm(BASE), arm(BASE, "design.home_share=0.5")
    placed = [each["local_placements"] + each[DONE] for each in (abroad, both)]
    assert rises(placed[1] - placed[0])
    lost = [share(each["departures"], each["trained"]) for each in (abroad, both)]
    assert falls(lost[1] - lost[0])  # fewer of those trained are lost to the country of origin


def test_l19_support_raises_reintegration_and_the_shock_lowers_it():
    def rate(*overrides):
        runs = arm(BASE, *overrides)
        return share(runs["reintegrated"], runs["returned"])

    assert rises(rate("design.reintegration_support=1") - rate("design.reintegration_support=0"))
    assert falls(rate("shock=covid", "shock.month=30") - rate())


def test_l20_past_some_point_components_lower_completed_mobilities_and_longer_designs_live_on():
    some, many = (arm("private_recruiters", f"design.components={number}") for number in (2, 12))
    assert falls(many[DONE] - some[DONE])
    three = arm(BASE, "design.duration_years=3")
    five = arm(BASE, "design.duration_years=5", "design.budget_total=2500000", "design.places=100")
    assert rises(five["months_sustained"] - three["months_sustained"])


@pytest.mark.parametrize(
    ("scenario", "obstacle", "cause"),
    [
        ("homere", "seed=1", "employer"),
        ("palim", "seed=1", "employer"),
        (BASE, "costs.training_seats=5", "training"),
        (BASE, "permits.months=12", "permit"),
    ],
)
def test_l21_the_model_names_what_candidates_wait_for(scenario, obstacle, cause):
    runs = arm(scenario, obstacle, replicates=60)
    waited = {name: runs[name].mean() for name in runs if name.startswith("waiting_")}
    assert max(waited, key=waited.get) == f"waiting_{cause}"


def test_l22_the_same_design_gives_a_different_funnel_at_low_and_high_level():
    low, high = (arm(BASE, f"design.level={level}", "design.sector=hospitality") for level in ("low", "high"))
    assert rises(low["early_returns"] - high["early_returns"])
    assert falls(low["waiting_recognition"] - high["waiting_recognition"])


def test_effects_of_nothing_are_nothing():
    assert effect(arm(BASE)[DONE] - arm(BASE, "design.flexibility=0.5")[DONE]) == (0.0, 0.0)
