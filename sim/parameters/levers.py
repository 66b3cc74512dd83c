"""Levers: what a planner chooses (the design of a scheme, its corridor, its markets)."""

from dataclasses import dataclass

from sim.parameters.declare import LEVER, Mobility, Sector, Skill, declare

lever = declare(LEVER)


@dataclass
class Design:
    """The scheme's design."""

    duration_years: float = lever(
        3.0,
        1 / 12,
        8.0,
        "years",
        "Planned duration of public funding",
        "mpf.recommended_duration_of_mobility_initiatives",
    )
    flexibility: float = lever(
        0.5, 0.0, 1.0, "0-1", "Freedom to move money, revise profiles and methods, and extend: 0 rigid, 1 flexible",
        "brief.flexibility",
    )  # fmt: skip
    budget_total: float = lever(
        1_500_000.0, 0.0, 1e10, "EUR", "Public budget over the whole duration", "mpf.projects_funded"
    )
    places: int = lever(
        60, 0, 1_000_000, "persons", "Planned places for mobility abroad", "digital_explorers.planned_participants"
    )
    home_share: float = lever(
        0.0, 0.0, 0.95, "0-1", "Share of trainees on the home track, trained for the market of origin",
        "palim.planned_split_of_120",
    )  # fmt: skip
    intake_ratio: float = lever(
        1.5, 1.0, 10.0, "persons/place", "Persons preselected per training place", "homere.pre_selected_per_slot"
    )
    cohort_months: int = lever(6, 1, 60, "months", "Interval between calls for applicants")
    closing_months: int = lever(
        9, 0, 48, "months", "Months kept free at the end, after the last training, for matching, permits and departures",
        "triple_win.process_duration",
    )  # fmt: skip
    kind: Mobility = lever(Mobility.employment, None, None, "category", "Kind of mobility served")
    level: Skill = lever(Skill.high, None, None, "category", "Skill level served")
    sector: Sector = lever(Sector.ict, None, None, "category", "Main sector of the hosts")
    training_months: float = lever(
        5.0, 0.0, 24.0, "months", "Planned length of training before matching", "training.ict_bootcamp_length"
    )
    stay_months: float = lever(
        12.0, 1.0, 60.0, "months", "Planned length of the stay abroad", "palim.planned_contract_length"
    )
    facilitation: float = lever(
        0.6, 0.0, 1.0, "0-1", "Skill of the project lead as interpreter between stakeholders", "brief.trust"
    )
    preparation: float = lever(
        0.0, 0.0, 1.0, "0-1", "Networks and political support built before the start (incubation)", "brief.trust"
    )
    advisory_board: bool = lever(
        False, None, None, "switch", "A board of public and private stakeholders, regularly consulted", "brief.trust"
    )
    origin_coordination: float = lever(
        0.0, 0.0, 1.0, "0-1", "Coordination with the other projects that address the same interlocutors at origin"
    )
    administrative_support: float = lever(
        0.6, 0.0, 1.0, "0-1", "Share of the host's administrative burden that the scheme takes over",
        "brief.main_pull_factor_for_firms",
    )  # fmt: skip
    interview_share: float = lever(
        0.9, 0.0, 1.0, "0-1", "Share of short-listed candidates seen by an interview or committee; the rest by file alone",
        "brief.final_selection",
    )  # fmt: skip
    shortlist: int = lever(
        5, 1, 8, "candidates/vacancy", "Candidates short-listed per vacancy and month", "match.shortlist_per_vacancy"
    )
    digital: float = lever(
        0.3, 0.0, 1.0, "0-1", "Share of procedures that run digitally",
        "covid.organisations_that_hired_staff_remotely_since_pandemic",
    )  # fmt: skip
    private_recruiters: float = lever(
        0.0, 0.0, 1.0, "0-1", "Share of the private recruiters' capacity that the scheme buys"
    )
    remote_start: float = lever(
        0.0, 0.0, 1.0, "0-1", "Share of hosts that let a matched candidate start remotely", "match.covid_effect"
    )
    reintegration_support: float = lever(
        0.3, 0.0, 1.0, "0-1", "Share of returnees who receive full reintegration support"
    )
    components: int = lever(0, 0, 12, "components", "Added components (mentoring, diaspora, business development ...)")
    contribution_share: float = lever(
        0.5, 0.0, 1.0, "0-1", "Share of recruitment cost asked of hosts that are willing to contribute",
        "politics.private_funding_in_mature_scheme",
    )  # fmt: skip
    capacity_share: float = lever(0.10, 0.0, 0.5, "0-1", "Share of the budget for capacity building in public services")
    monitoring_share: float = lever(0.05, 0.0, 0.3, "0-1", "Share of the budget for monitoring and research")


@dataclass
class Corridor:
    """Which countries and levels of government take part."""

    origins: int = lever(1, 1, 8, "countries", "Countries of origin")
    levels_origin: int = lever(2, 1, 3, "levels", "Levels of government to convince in each country of origin")
    levels_destination: int = lever(
        2, 1, 3, "levels", "Levels of government to convince in each country of destination"
    )


@dataclass
class MarketLevers:
    """Destination markets (country x sector): the part that a planner chooses."""

    count: int = lever(1, 1, 12, "markets", "Destination markets served")
    countries: int = lever(1, 1, 12, "countries", "Countries of destination (at most one per market)")
    diversity: float = lever(0.0, 0.0, 1.0, "0-1", "Share of the markets that lie outside the main sector")
