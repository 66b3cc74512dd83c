"""The order of parameters in tables and in seeded samples.

A sample of plausible worlds gives each parameter a column by its place. So that the same seed keeps giving the same worlds,
those of version 0.1 keep their places; parameters that a mechanism declares later come after them, and need no line here.
"""

PLACES: dict[str, str] = {
    "horizon": "",
    "scale": "",
    "design": (
        "duration_years flexibility budget_total places home_share intake_ratio cohort_months closing_months "
        "kind level sector training_months stay_months facilitation preparation advisory_board "
        "origin_coordination administrative_support interview_share shortlist digital private_recruiters "
        "remote_start reintegration_support components contribution_share capacity_share monitoring_share"
    ),
    "corridor": "origins levels_origin levels_destination",
    "markets": "count countries diversity correlation employers volatility persistence drift",
    "shock": (
        "month severity closure_months recovery_months second_wave second_wave_months travel consular "
        "services contacts demand_loss demand_growth freeze freeze_level origin_loss"
    ),
    "recognition": (
        "months variation success compensation compensation_months required required_level capacity "
        "agreement_month agreement_work simplification"
    ),
    "permits": "months variation capacity refusal trust_effect digital_effect",
    "politics": (
        "support support_new support_spread term_months election_month turnover unsigned_kept minimum_support "
        "sign_threshold sign_spread"
    ),
    "trust": (
        "prior preparation gain decay contacts_needed crowding coordination_effort component_load facilitation_floor"
    ),
    "employers": (
        "size_share vacancies internationalisation experience burden experience_relief need_spread "
        "engagement_base need_weight burden_weight trust_weight results_weight optimism hire_base "
        "quality_weight waiting_weight commitment study_utility recession_weight minimum_interest quit_hazard "
        "review_months peer_results contribution_trust contribution_results willing"
    ),
    "agencies": (
        "contacts government_share prospecting_share board_contacts screenings interviews "
        "recruiter_screenings recruiter_interviews recruiter_reach recruiter_markup recruiter_learning "
        "screening_noise interview_noise digital_gain capacity_gain sensing board_sensing monitoring_sensing"
    ),
    "steering": "amendment_months profile_tolerance extension_share extension_notice method_step",
    "candidates": (
        "per_place exhaustion call_variation apply_utility women profile_spread training_shift skill_weight "
        "language_weight mismatch_weight fit_spread training_dropout pool_patience match_patience "
        "accept_utility accept_kind accept_quality return_utility return_quality level_return "
        "component_benefit remote_accept remote_patience stay_share home_hazard reintegration_base "
        "reintegration_effect reintegration_economy"
    ),
    "sectors": "remote demand",
    "costs": (
        "coordination coordination_cap coordination_country coordination_component training training_seats "
        "screening interview mobility allowance reintegration full_price lean_coordination sustain_trust "
        "sustain_grace"
    ),
}
"""The parameters of each group, in order."""

ORDER = tuple(f"{group}.{name}".rstrip(".") for group, names in PLACES.items() for name in names.split() or [""])
