"""Uncertainties, second part: how hosts, agencies and candidates behave, and what things cost."""

from dataclasses import dataclass
from typing import Any

from sim.parameters.declare import UNCERTAINTY, Mobility, Sector, Size, Skill, declare, declare_by

uncertain = declare(UNCERTAINTY)
by_sector = declare_by(Sector, UNCERTAINTY)
by_kind = declare_by(Mobility, UNCERTAINTY)
by_level = declare_by(Skill, UNCERTAINTY)
by_size = declare_by(Size, UNCERTAINTY)


@dataclass
class Employers:
    """Hosts: who they are, why they engage, when they hire, stay and contribute."""

    size_share: Any = by_size((0.30, 0.35, 0.22, 0.13), 0.0, 1.0, "weight", "Share of hosts within reach")
    vacancies: Any = by_size(
        (0.2, 0.5, 1.0, 3.0),
        0.0,
        20.0,
        "vacancies",
        "Mean of additional vacancies declared beyond the first",
    )
    internationalisation: float = uncertain(
        0.4, 0.0, 1.0, "share", "Share of hosts moved by internationalisation rather than shortage", "brief.firm_motive"
    )
    experience: Any = by_size(
        (0.08, 0.14, 0.20, 0.45), 0.0, 1.0, "share", "Share that recruited abroad before",
        ("assumption", "firms.eu_smes_that_tried_to_recruit_non", "firms.german_companies_recruiting_abroad", "assumption"),
    )  # fmt: skip
    burden: Any = by_size(
        (1.0, 0.9, 0.7, 0.4),
        0.0,
        2.0,
        "0-1",
        "Administrative burden of a first hire from abroad",
        "firms.barriers_named_by_smes_admin_immigration_candidates",
    )
    experience_relief: float = uncertain(0.5, 0.0, 1.0, "share", "Share of the burden that experience removes")
    need_spread: float = uncertain(
        0.5, 0.0, 1.0, "need", "Standard deviation of need or interest between hosts (mean 1)"
    )
    engagement_base: float = uncertain(
        -2.3, -6.0, 2.0, "utility", "Utility of engaging at no need, no burden, no trust"
    )
    need_weight: float = uncertain(
        2.0, 0.0, 4.0, "utility", "Utility of the need (shortage) or interest (internationalisation)"
    )
    burden_weight: float = uncertain(
        1.6, 0.0, 6.0, "utility", "Disutility of the full burden", "brief.main_pull_factor_for_firms"
    )
    trust_weight: float = uncertain(1.5, 0.0, 4.0, "utility", "Utility of full trust in the lead", "brief.trust")
    results_weight: float = uncertain(
        0.8, 0.0, 4.0, "utility", "Utility of results seen", "brief.private_co_funding_condition"
    )
    optimism: float = uncertain(
        0.5, 0.0, 2.0, "share", "Vacancies declared beyond the real need", "brief.declared_interest_vs_hiring_decision"
    )
    hire_base: float = uncertain(
        -1.5,
        -6.0,
        4.0,
        "utility",
        "Utility of hiring an average candidate",
        "brief.declared_interest_vs_hiring_decision",
    )
    quality_weight: float = uncertain(1.2, 0.0, 4.0, "utility", "Utility of one unit of match quality")
    waiting_weight: float = uncertain(0.12, 0.0, 1.0, "utility/month", "Disutility of a month of expected waiting")
    commitment: Any = by_kind(
        (1.0, 0.8, 0.56, 0.0), 0.0, 2.0, "factor", "Weight of need, burden and waiting in the decision on a person"
    )
    study_utility: float = uncertain(
        3.0,
        0.0,
        8.0,
        "utility",
        "Utility of a university that fills a study place",
        "ygca.places_offered_by_universities",
    )
    recession_weight: float = uncertain(
        1.5, 0.0, 4.0, "utility", "Effect of (log) demand on a shortage host's decisions"
    )
    minimum_interest: float = uncertain(
        0.7,
        -1.0,
        3.0,
        "need",
        "Interest below which an engaged host pauses recruitment",
        "firms.eu_job_vacancy_rate_q3_2019_q2",
    )
    quit_hazard: float = uncertain(
        0.05,
        0.0,
        1.0,
        "1/review",
        "Withdrawal of an engaged host at average value",
        "firms.months_an_it_vacancy_stays_open",
    )
    review_months: int = uncertain(6, 1, 24, "months", "Interval at which a host reviews its engagement")
    peer_results: float = uncertain(0.15, 0.0, 1.0, "share", "Weight of other hosts' results against one's own")
    contribution_trust: float = uncertain(
        0.45, 0.0, 1.0, "0-1", "Trust that a host asks before it contributes", "brief.private_co_funding_condition"
    )
    contribution_results: float = uncertain(
        0.8,
        0.0,
        5.0,
        "completed stays",
        "Results that a host asks before it contributes",
        "brief.private_co_funding_condition",
    )
    willing: float = uncertain(0.6, 0.0, 1.0, "share", "Hosts that would ever contribute")


@dataclass
class Agencies:
    """Capacities of the lead, public employment services and private recruiters."""

    contacts: float = uncertain(42.0, 0.0, 1e6, "contacts/month", "Contacts that the lead can make")
    government_share: float = uncertain(0.4, 0.0, 1.0, "share", "Share of the contacts that goes to governments")
    prospecting_share: float = uncertain(
        0.58, 0.0, 1.0, "share", "Share of the contacts with hosts that seeks new ones while vacancies are wanted"
    )
    board_contacts: float = uncertain(
        0.3,
        0.0,
        3.0,
        "contacts/stakeholder",
        "Contacts a month that an advisory board adds to every stakeholder",
        "brief.trust",
    )
    screenings: float = uncertain(
        2500.0,
        0.0,
        1e8,
        "files/month",
        "Files that a public employment service can screen per country of origin",
        "palim.applicants",
    )
    interviews: float = uncertain(
        11.0,
        0.0,
        1e8,
        "interviews/month",
        "Interviews or committee hearings that public services can hold",
        "brief.final_selection",
    )
    recruiter_screenings: float = uncertain(
        2500.0, 0.0, 1e8, "files/month", "The same, private recruiters, per country of origin"
    )
    recruiter_interviews: float = uncertain(60.0, 0.0, 1e8, "interviews/month", "The same, private recruiters")
    recruiter_reach: float = uncertain(0.4, 0.0, 3.0, "share", "Further applicants reached through private recruiters")
    recruiter_markup: float = uncertain(
        1.5, 0.0, 5.0, "share", "Cost of a private recruiter's interview above a public one's, at first"
    )
    recruiter_learning: float = uncertain(
        0.15, 0.0, 0.5, "share", "Fall of that cost with each doubling of volume", "cost.learning_effect_on_unit_cost"
    )
    screening_noise: float = uncertain(1.0, 0.0, 3.0, "sd", "Noise of a screening score (skill has sd 1)")
    interview_noise: float = uncertain(
        0.3, 0.0, 3.0, "sd", "Noise of what an interview reveals", "brief.final_selection"
    )
    digital_gain: float = uncertain(0.5, 0.0, 2.0, "share", "Screening capacity that full digitalisation adds")
    capacity_gain: float = uncertain(
        3.0,
        0.0,
        10.0,
        "share",
        "Public capacity added if the whole budget went into capacity building (in proportion to what does)",
    )
    sensing: float = uncertain(0.05, 0.0, 1.0, "1/month", "Speed at which the lead senses the wanted profile by itself")
    board_sensing: float = uncertain(0.25, 0.0, 1.0, "1/month", "Speed that an advisory board adds", "brief.trust")
    monitoring_sensing: float = uncertain(0.10, 0.0, 1.0, "1/month", "Speed that the monitoring line adds")


@dataclass
class Steering:
    """How a scheme changes its course."""

    amendment_months: float = uncertain(
        6.0, 0.0, 24.0, "months", "Time of an amendment at flexibility 0.5", "brief.flexibility"
    )
    profile_tolerance: float = uncertain(
        0.15, 0.0, 2.0, "profile units", "Sensed mismatch at which the profile is revised", "palim.curriculum_change"
    )
    extension_share: float = uncertain(
        0.48,
        0.0,
        1.0,
        "share",
        "Longest no-cost extension, as a share of the planned duration",
    )
    extension_notice: int = uncertain(6, 1, 24, "months", "Months before the end when an extension is considered")
    method_step: float = uncertain(
        0.5, 0.0, 1.0, "share", "Change of the selection method when interviews are the bottleneck", "brief.flexibility"
    )


@dataclass
class Candidates:
    """Candidates: numbers, attributes, patience, acceptance, return."""

    per_place: float = uncertain(
        30.0, 0.0, 200.0, "persons/place", "Persons reached by a call, per place offered", "palim.applicants"
    )
    exhaustion: float = uncertain(
        3.0, 1.0, 10.0, "factor", "Persons that can be reached in all, relative to those the plan reaches"
    )
    call_variation: float = uncertain(0.3, 0.0, 1.0, "cv", "Variation of that number between calls")
    apply_utility: float = uncertain(1.2, -4.0, 6.0, "utility", "Utility of applying once reached")
    women: float = uncertain(
        0.3, 0.0, 1.0, "share", "Share of women among those reached", "palim.selected_started_training"
    )
    profile_spread: float = uncertain(0.6, 0.0, 2.0, "profile units", "Spread of profiles before training")
    training_shift: float = uncertain(
        0.25, 0.0, 1.0, "1/month", "Share of the distance to the curriculum closed per month of training"
    )
    skill_weight: float = uncertain(0.5, 0.0, 2.0, "quality/sd", "Weight of skill in match quality")
    language_weight: float = uncertain(
        0.3, 0.0, 2.0, "quality/sd", "Weight of language in match quality", "thamm.pre_departure_language_level"
    )
    mismatch_weight: float = uncertain(
        1.0, 0.0, 3.0, "quality/unit2", "Quality lost per squared unit of profile mismatch"
    )
    fit_spread: float = uncertain(0.6, 0.0, 2.0, "quality", "Spread of the personal fit between a host and a candidate")
    training_dropout: float = uncertain(
        0.036, 0.0, 1.0, "probability", "Dropout during training", "training.selected_fully_supported"
    )
    pool_patience: float = uncertain(
        19.0, 0.5, 60.0, "months", "Mean patience in the pool without an offer", "thamm.unmatched_after_b1_example"
    )
    match_patience: float = uncertain(
        64.0, 0.5, 120.0, "months", "Mean patience between match and departure", "funnel.placed_arrived"
    )
    accept_utility: float = uncertain(
        1.4, -4.0, 6.0, "utility", "Utility of an offer at average quality", "funnel.offer_acceptance_rate"
    )
    accept_kind: Any = by_kind(
        (0.0, 0.54, 0.3, 1.5),
        -4.0,
        4.0,
        "utility",
        "Addition to it by kind of mobility (who applied for a place of study wants it)",
    )
    accept_quality: float = uncertain(0.8, 0.0, 4.0, "utility", "Effect of match quality on acceptance")
    return_utility: float = uncertain(
        -2.8,
        -8.0,
        4.0,
        "utility",
        "Utility of an early return at average quality, per year of stay",
        "training.german_dual_training_contract_dissolution_all",
    )
    return_quality: float = uncertain(0.8, 0.0, 4.0, "utility", "Effect of match quality on early return")
    level_return: Any = by_level(
        (0.5, 0.3, 0.0),
        -2.0,
        2.0,
        "utility",
        "Early return by skill level",
        "training.contract_dissolution_restaurant_cook",
    )
    component_benefit: float = uncertain(
        0.15, 0.0, 1.0, "share", "Dropout and early return removed by the first component, less by each further"
    )
    remote_accept: float = uncertain(1.0, -4.0, 4.0, "utility", "Utility of a remote start for a candidate")
    remote_patience: float = uncertain(3.0, 1.0, 20.0, "factor", "Factor on patience of those who started remotely")
    stay_share: Any = by_kind(
        (0.6, 0.7, 0.15, 0.3), 0.0, 1.0, "probability", "Staying on after the planned stay",
        ("attrition.blue_card_holders_still_in_germany_after", "assumption",
         "attrition.returned_after_circular_internship", "attrition.international_students_still_in_germany_after_5"),
    )  # fmt: skip
    home_hazard: float = uncertain(0.12, 0.0, 1.0, "1/month", "Placement at home of a trained candidate")
    reintegration_base: float = uncertain(
        -0.3, -4.0, 4.0, "utility", "Utility of a successful reintegration without support"
    )
    reintegration_effect: float = uncertain(2.0, 0.0, 6.0, "utility", "Effect of full support")
    reintegration_economy: float = uncertain(
        2.0, 0.0, 6.0, "utility", "Effect of the (relative) state of the economy of origin", "brief.covid"
    )


@dataclass
class Sectors:
    """What differs between sectors besides the shock and recognition."""

    remote: Any = by_sector(
        (0.9, 0.4, 0.0, 0.0, 0.0),
        0.0,
        1.0,
        "share",
        "Jobs that can start remotely",
        "covid.usually_working_from_home_eu_2019_2020",
    )
    demand: Any = by_sector(
        (1.2, 1.1, 1.3, 1.1, 1.3),
        0.1,
        5.0,
        "index",
        "Demand relative to the average of the economy",
        "firms.eu_vacancy_rate_by_sector_q4_2023",
    )


@dataclass
class Costs:
    """Unit costs."""

    coordination: float = uncertain(
        8200.0,
        0.0,
        1e7,
        "EUR/month",
        "Coordination and facilitation of a scheme with one country at each end",
        "digital_explorers.budget",
    )
    coordination_cap: float = uncertain(
        0.6, 0.0, 1.0, "share", "Largest share of the budget planned for coordination", "digital_explorers.budget"
    )
    coordination_country: float = uncertain(1700.0, 0.0, 1e6, "EUR/month", "Coordination for every further country")
    coordination_component: float = uncertain(1_500.0, 0.0, 1e6, "EUR/month", "Coordination for every added component")
    training: float = uncertain(700.0, 0.0, 20_000.0, "EUR/person-month", "Training", "palim.cost_per_trainee")
    training_seats: float = uncertain(
        120.0, 0.0, 1e6, "seats", "Training seats at a time", "palim.selected_started_training"
    )
    screening: float = uncertain(8.0, 0.0, 500.0, "EUR/file", "Screening of a file")
    interview: float = uncertain(
        150.0, 0.0, 5_000.0, "EUR/interview", "Interview or committee hearing", "brief.final_selection"
    )
    mobility: float = uncertain(
        3_500.0, 0.0, 50_000.0, "EUR/person", "Permit, travel, settling in", "cost.fast_track_and_visa_fees"
    )
    allowance: Any = by_kind(
        (0.0, 0.0, 400.0, 900.0), 0.0, 5_000.0, "EUR/person-month", "Public allowance during the stay",
        ("palim.planned_contract_length", "assumption", "homere.eu_contribution_per_internship", "ygca.scholarship"),
    )  # fmt: skip
    reintegration: float = uncertain(
        5_000.0, 0.0, 50_000.0, "EUR/person", "Full reintegration support", "ygca.start_up_prizes"
    )
    full_price: float = uncertain(
        12_000.0,
        0.0,
        50_000.0,
        "EUR/person",
        "What a host pays in a scheme without public money",
        "triple_win.employer_cost_per_nurse",
    )
    lean_coordination: float = uncertain(
        0.5, 0.0, 1.0, "share", "Coordination needed after the funding, as a share of before"
    )
    sustain_trust: float = uncertain(
        0.25, 0.0, 1.0, "trust x support", "Trust times support at every level that the pathway needs to live on"
    )
    sustain_grace: int = uncertain(
        6,
        0,
        24,
        "months",
        "Months that a pathway survives without covering its coordination",
        "politics.end_of_pilot_successor_phase",
    )
