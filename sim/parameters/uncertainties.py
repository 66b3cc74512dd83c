"""Uncertainties, first part: what the world does (markets, shocks, politics, procedures)."""

from dataclasses import dataclass
from typing import Any

from sim.parameters.declare import UNCERTAINTY, Mobility, Sector, Skill, declare, declare_by
from sim.parameters.levers import MarketLevers, lever

uncertain = declare(UNCERTAINTY)
by_sector = declare_by(Sector, UNCERTAINTY)
by_kind = declare_by(Mobility, UNCERTAINTY)
by_level = declare_by(Skill, UNCERTAINTY)


@dataclass
class Markets(MarketLevers):
    """Destination markets: how demand and skill profiles move."""

    correlation: float = uncertain(0.5, 0.0, 1.0, "correlation", "Correlation of demand between markets")
    employers: int = uncertain(
        150, 0, 1_000_000, "employers", "Employers within reach of the scheme, over all markets",
        "firms.enterprises_that_recruited_or_tried_to_recruit",
    )  # fmt: skip
    volatility: float = uncertain(
        0.25,
        0.0,
        0.6,
        "log points",
        "Standard deviation of (log) demand around its mean",
        "firms.eu_job_vacancy_rate_q3_2019_q2",
    )
    persistence: float = uncertain(0.96, 0.0, 0.99, "0-1", "Month-to-month persistence of demand")
    drift: float = uncertain(
        0.06, 0.0, 0.3, "profile units/month", "Monthly standard deviation of the drift of the wanted profile",
        "palim.curriculum_change",
    )  # fmt: skip


@dataclass
class Shock:
    """A pandemic-like shock: closure, slow re-opening, a second wave."""

    month: int = uncertain(
        -1, -1, 600, "month", "First month of the shock, counted from the scheme's start; -1: none",
        "covid.eu_entry_restriction_starts_extended_replaced",
    )  # fmt: skip
    severity: float = uncertain(1.0, 0.0, 1.0, "0-1", "Strength, 1 as COVID-19 in 2020")
    closure_months: float = uncertain(
        4.0, 1.0, 12.0, "months", "Months of full closure", "covid.visa_consular_and_migration_office_closure"
    )
    recovery_months: float = uncertain(
        6.0, 1.0, 24.0, "months", "Time scale of the recovery after the closure",
        "covid.first_residence_permits_eu_2019_2020_2021",
    )  # fmt: skip
    second_wave: float = uncertain(0.65, 0.0, 1.0, "0-1", "Strength of the second wave relative to the first")
    second_wave_months: int = uncertain(
        8,
        1,
        36,
        "months",
        "Months from the first wave to the second",
        "covid.eu_entry_restriction_starts_extended_replaced",
    )
    travel: float = uncertain(
        1.0,
        0.0,
        1.0,
        "0-1",
        "Share of travel stopped at full intensity",
        "covid.eu_entry_restriction_starts_extended_replaced",
    )
    consular: float = uncertain(
        0.9, 0.0, 1.0, "0-1", "Share of permit and visa work stopped at full intensity, without digital procedures",
        "covid.visa_consular_and_migration_office_closure",
    )  # fmt: skip
    services: float = uncertain(
        0.6, 0.0, 1.0, "0-1", "Share of training, outreach and selection capacity lost at full intensity, not digital"
    )
    contacts: float = uncertain(
        0.4, 0.0, 1.0, "0-1", "Share of the effect of contacts lost at full intensity, not digital"
    )
    demand_loss: Any = by_sector(
        (0.35, 0.40, 0.30, 0.66, 0.0), -0.5, 0.95, "share", "Demand lost at full intensity",
        ("covid.it_vacancies_germany", "covid.services_turnover_q2_2020_vs_q4_2019", "assumption",
         "covid.turnover_jun_2020_vs_feb_2020_services", "assumption"),
    )  # fmt: skip
    demand_growth: Any = by_sector(
        (0.15, 0.0, 0.05, 0.0, 0.15), -0.5, 0.5, "share", "Lasting change of demand after the shock",
        ("covid.services_turnover_q2_2020_vs_q4_2019", "assumption", "assumption",
         "covid.accommodation_food_value_added_2019_2020_2021", "assumption"),
    )  # fmt: skip
    freeze: Any = by_kind(
        (1.7, 1.5, 3.0, 0.25), 0.0, 6.0, "utility", "Reluctance to make appointments at full intensity", "brief.covid"
    )
    freeze_level: Any = by_level(
        (1.0, 1.0, 0.55),
        0.0,
        2.0,
        "factor",
        "Factor on that reluctance by skill level (entry level most)",
        "brief.covid",
    )
    origin_loss: float = uncertain(0.4, 0.0, 1.0, "share", "Loss of the economies of origin at full intensity")


@dataclass
class Recognition:
    """Recognition of qualifications, and a simplified procedure that governments can agree on."""

    months: float = uncertain(
        3.0, 0.0, 24.0, "months", "Mean time of a recognition procedure", "recognition.statutory_period"
    )
    variation: float = uncertain(
        0.5,
        0.0,
        1.5,
        "cv",
        "Coefficient of variation of that time",
        "recognition.decided_within_3_months_dual_occupations",
    )
    success: float = uncertain(
        0.5,
        0.0,
        1.0,
        "probability",
        "Full recognition at the first decision",
        "recognition.decisions_2022_full_equivalence",
    )
    compensation: float = uncertain(
        0.7, 0.0, 1.0, "probability", "Recognition after a compensation measure, where the first decision was not full",
        "recognition.decisions_2022_compensation_measure_imposed",
    )  # fmt: skip
    compensation_months: float = uncertain(6.0, 0.0, 24.0, "months", "Length of a compensation measure")
    required: Any = by_sector(
        (0.05, 0.25, 0.20, 0.11, 0.95), 0.0, 1.0, "share", "Share of cases that need recognition before the permit"
    )
    required_level: Any = by_level((0.3, 1.0, 0.78), 0.0, 2.0, "factor", "Factor on that share by skill level")
    capacity: float = uncertain(20.0, 0.0, 1e6, "cases/month", "Recognition decisions a country can give the scheme")
    agreement_month: int = lever(
        -1, -1, 600, "month", "Month in which negotiation of a simplified procedure begins; -1: never", "brief.trust"
    )
    agreement_work: float = uncertain(
        4.0, 0.5, 24.0, "trust-months", "Work to conclude a simplified procedure at full institutional trust",
        "politics.talent_partnerships_announced_launched_first_agreements",
    )  # fmt: skip
    simplification: float = lever(
        0.6, 0.0, 1.0, "share", "Share of recognition time and failure that a simplified procedure removes",
        "recognition.decided_within_3_months_dual_occupations",
    )  # fmt: skip


@dataclass
class Permits:
    """Work permits and visas: a desk in each country of destination."""

    months: float = uncertain(
        2.5,
        0.0,
        24.0,
        "months",
        "Mean processing time besides queueing",
        "permit.flanders_single_permit_total_early_2020",
    )
    variation: float = uncertain(
        0.4, 0.0, 1.5, "cv", "Coefficient of variation of that time", "permit.germany_national_visa"
    )
    capacity: float = uncertain(
        26.0, 0.0, 1e6, "permits/month", "Permits a country can give the scheme a month", "permit.flanders_applications"
    )
    refusal: float = uncertain(
        0.033, 0.0, 1.0, "probability", "Refusal of a permit", "permit.schengen_refusal_rates_2022"
    )
    trust_effect: float = uncertain(
        0.5, 0.0, 1.0, "share", "Share of the desk's speed that depends on trust and support at its weakest level",
        "permit.germany_fast_track_visa_appointment_decision",
    )  # fmt: skip
    digital_effect: float = uncertain(
        0.3, 0.0, 1.0, "share", "Share of time and queue that full digitalisation removes"
    )


@dataclass
class Politics:
    """Political support and elections."""

    support: float = uncertain(
        0.59, 0.0, 1.0, "0-1", "Mean political support of the governments that launch the scheme", "brief.trust"
    )
    support_new: float = uncertain(
        0.61, 0.0, 1.0, "0-1", "Mean political support of a government after an election", "brief.flexibility"
    )
    support_spread: float = uncertain(0.11, 0.0, 0.4, "0-1", "Standard deviation of support between governments")
    term_months: int = uncertain(48, 6, 72, "months", "Months between elections", "politics.parliamentary_term")
    election_month: int = uncertain(
        -1, -1, 600, "month", "Month of an election in every government; -1: drawn for each",
        "politics.government_duration_in_europe",
    )  # fmt: skip
    turnover: float = uncertain(
        0.6, 0.0, 1.0, "share", "Share of trust that an election can destroy where it is not institutionalised",
        "politics.minister_tenure",
    )  # fmt: skip
    unsigned_kept: float = uncertain(
        0.5, 0.0, 1.0, "share", "Share of trust that counts as institutionalised without a signature"
    )
    minimum_support: float = uncertain(0.25, 0.0, 1.0, "0-1", "Support below which a government suspends the scheme")
    sign_threshold: float = uncertain(
        0.24,
        0.0,
        1.0,
        "trust x support",
        "Trust times support at which a government signs",
    )
    sign_spread: float = uncertain(0.046, 0.0, 0.2, "trust x support", "Spread of that threshold between governments")


@dataclass
class Trust:
    """How trust grows with contact and decays without."""

    prior: float = uncertain(0.092, 0.0, 1.0, "0-1", "Mean trust in the lead at the start", "brief.trust")
    preparation: float = uncertain(0.38, 0.0, 1.0, "0-1", "Trust and support gained by full preparation", "brief.trust")
    gain: float = uncertain(
        0.14,
        0.0,
        1.0,
        "1/month",
        "Growth of trust at saturating contact and full facilitation",
    )
    decay: float = uncertain(0.03, 0.0, 0.5, "1/month", "Decay of trust without contact")
    contacts_needed: float = uncertain(1.1, 0.1, 20.0, "contacts/month", "Contacts at which the effect reaches 63 %")
    crowding: float = uncertain(
        0.5, 0.0, 10.0, "projects/interlocutor", "Other projects that address the same interlocutors at origin"
    )
    coordination_effort: float = uncertain(
        0.1, 0.0, 1.0, "share", "Share of the contacts that full coordination at origin takes"
    )
    component_load: float = uncertain(
        0.06, 0.0, 0.5, "share", "Contacts that one added component takes, per country served", "brief.scale_up"
    )
    facilitation_floor: float = uncertain(
        0.3, 0.0, 1.0, "share", "Effect of contacts under a lead without facilitation skill", "brief.trust"
    )
