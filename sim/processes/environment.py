"""Environment: the shock's time profile, demand and wanted profiles of the markets, economies of origin (L13, L14).

Nothing here is the planner's choice. Demand rises and falls, the skills that hosts look for drift, and the economies
of origin have good and bad years. A shock such as a pandemic closes offices, classes and borders for months and takes
demand away; in some sectors more demand follows later. Every design meets the same months, so two designs differ by
what they do and not by their luck.

With `shock` as s, and t = month - s.month:

```
wave(t)   = 0 if t < 0;  1 if t < s.closure_months;  exp(-(t - s.closure_months) / s.recovery_months) otherwise
intensity = 0 if s.month < 0 or month < s.month
            s.severity * max(wave(t), s.second_wave * wave(t - s.second_wave_months)) otherwise
lasting   = 0 if s.month < 0 or month < s.month;  s.severity * (1 - wave(t)) otherwise
```

1. The *timeline* (below); intensity as above; services = 1 - intensity * s.services * (1 - digital); the column digital of every agency and government = digital of this month ([agencies](#agency));
   travel_open = 1 - intensity * s.travel; training_lost += 1 - services.
   *Timeline.* In a month after the first in which the timeline changes parameters: where the means of an agency's kind
   (contacts, screenings, interviews, facilitation as at its creation) differ between the parameters of the month before
   and of this month, its four columns are set to the new means; where `permits.capacity` differs, the column capacity of every government of
   destination. Nothing else in the tables changes.
2. Markets. k = `markets.persistence`, noise = `markets.volatility` * sqrt(1 - k * k). Each innovation is N(a) of its address. First

   ```
   log_common = k * log_common + noise * N(a)                     demand_common
   ```

   then for each market in order

   ```
   log_own  = k * log_own + noise * N(a)                          demand_market
   profile += markets.drift * N(a)                                profile_market
   struck   = 1 - intensity * s.demand_loss[sector]
   struck   = struck * (1 + lasting * s.demand_growth[sector])
   demand   = sectors.demand[sector] * exp(sqrt(markets.correlation) * log_common
                                           + sqrt(1 - markets.correlation) * log_own) * struck
   ```
3. Origins, in order, with the same k and noise:

   ```
   log_economy = k * log_economy + noise * N(a)                   economy_origin
   economy     = exp(log_economy) * (1 - intensity * s.origin_loss)
   hazard     += candidates.home_hazard * economy
   ```

All start from 0 (no draw from the stationary distribution).
"""

import math
from dataclasses import dataclass
from typing import Any

from sim.agents import agency, government
from sim.choose import by_sector as value_by_sector
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import by_sector, uncertain, within
from sim.draws import decision, for_life, normal_from
from sim.measures import level

DEMAND_COMMON = decision(1, "demand_common", "innovation", event="month")
DEMAND_MARKET = decision(2, "demand_market", "innovation", group="market", event="month")
PROFILE_MARKET = decision(3, "profile_market", "innovation", group="market", event="month")
ECONOMY_ORIGIN = decision(4, "economy_origin", "innovation", group="origin", event="month")


@dataclass
class Markets:
    """How demand and skill profiles move."""

    correlation: float = uncertain(
        0.5, 0.0, 1.0, "correlation", "Correlation of demand between markets",
        plausible=within(0.25, 0.75, "odds", "assumption", "no figure for the pilots' markets; odds a third to three times"),
    )  # fmt: skip
    volatility: float = uncertain(
        0.25, 0.0, 0.6, "log points", "Standard deviation of (log) demand around its mean",
        "firms.eu_job_vacancy_rate_q3_2019_q2",
        plausible=within(0.12, 0.45, "log",
            "firms.eu_job_vacancy_rate_q3_2019_q2;firms.eu_job_vacancy_rate_q4_2022_q4;covid.it_vacancies_germany",
            "log vacancies 2019-23 vary by 0.24 with the pandemic in them (calm: half); one market varies more than a country"),
    )  # fmt: skip
    persistence: float = uncertain(
        0.96, 0.0, 0.99, "0-1", "Month-to-month persistence of demand",
        plausible=within(0.9, 0.985, "odds", "assumption", "half-life of a swing of demand between 7 and 46 months"),
    )  # fmt: skip
    drift: float = uncertain(
        0.06, 0.0, 0.3, "profile units/month", "Monthly standard deviation of the drift of the wanted profile",
        "palim.curriculum_change",
        plausible=within(0.02, 0.18, "log", "assumption",
            "one curriculum adjusted halfway shows drift, not its speed; a third to three times"),
    )  # fmt: skip


@dataclass
class Shock:
    """A pandemic-like shock: closure, slow re-opening, a second wave."""

    month: int = uncertain(
        -1, -1, 600, "month", "First month of the shock, counted from the scheme's start; -1: none",
        "covid.eu_entry_restriction_starts_extended_replaced",
    )  # fmt: skip
    severity: float = uncertain(
        1.0, 0.0, 1.0, "0-1", "Strength, 1 as COVID-19 in 2020",
        plausible=within(1.0, 1.0, "linear", "assumption", "definition: 1 is the pandemic of 2020; weaker or stronger ones are scenarios"),
    )  # fmt: skip
    closure_months: float = uncertain(
        4.0, 1.0, 12.0, "months", "Months of full closure", "covid.visa_consular_and_migration_office_closure",
        plausible=within(2.0, 6.0, "log",
            "covid.visa_consular_and_migration_office_closure;covid.eu_entry_restriction_starts_extended_replaced",
            "offices closed 1 to 3 months, entry barred 3.5 months, longer for countries not on the list of July 2020"),
    )  # fmt: skip
    recovery_months: float = uncertain(
        6.0, 1.0, 24.0, "months", "Time scale of the recovery after the closure",
        "covid.first_residence_permits_eu_2019_2020_2021",
        plausible=within(4.0, 18.0, "log", "covid.first_residence_permits_eu_2019_2020_2021;covid.non_eu_skilled_entries_germany_2019_2021",
            "permits recovered within a year (scale 4 to 5 months); skilled entries to Germany still 38 % down in 2021 (scale 18)"),
    )  # fmt: skip
    second_wave: float = uncertain(
        0.65, 0.0, 1.0, "0-1", "Strength of the second wave relative to the first",
        plausible=within(0.33, 0.82, "odds", "assumption",
            "strength against the first wave not published for pilots; odds a third to three times"),
    )  # fmt: skip
    second_wave_months: int = uncertain(
        8, 1, 36, "months", "Months from the first wave to the second",
        "covid.eu_entry_restriction_starts_extended_replaced",
        plausible=within(6.0, 10.0, "linear", "covid.eu_entry_restriction_starts_extended_replaced",
            "March 2020 to the tightening of late October (7 months), a season either way"),
    )  # fmt: skip
    travel: float = uncertain(
        1.0, 0.0, 1.0, "0-1", "Share of travel stopped at full intensity",
        "covid.eu_entry_restriction_starts_extended_replaced",
        plausible=within(0.8, 1.0, "linear", "covid.eu_entry_restriction_starts_extended_replaced",
            "entry barred but for essential functions; how many used the exception is not published"),
    )  # fmt: skip
    services: float = uncertain(
        0.6, 0.0, 1.0, "0-1",
        "Share of training, outreach and selection capacity lost at full intensity, not digital",
        plausible=within(0.33, 0.82, "odds", "assumption", "odds a third to three times"),
    )  # fmt: skip
    demand_loss: Any = by_sector(
        (0.35, 0.40, 0.30, 0.66, 0.0, 0.05), -0.5, 0.95, "share", "Demand lost at full intensity",
        ("covid.it_vacancies_germany", "covid.services_turnover_q2_2020_vs_q4_2019", "assumption", "covid.turnover_jun_2020_vs_feb_2020_services", "assumption", "assumption"),
        plausible=(
            within(0.2, 0.5, "linear", "covid.it_vacancies_germany;firms.eu_job_vacancy_rate_q3_2019_q2",
                "IT vacancies -31 % over the year, all vacancies -27 % in a quarter; the worst month may be deeper"),
            within(0.16, 0.55, "linear", "covid.services_turnover_q2_2020_vs_q4_2019;covid.turnover_jun_2020_vs_feb_2020_services",
                "turnover of services -16 to -27 %; vacancies fall more than turnover, up to twice"),
            within(0.1, 0.5, "linear", "assumption", "no figure for construction; 0.2 either way"),
            within(0.38, 0.85, "linear", "covid.turnover_jun_2020_vs_feb_2020_services;covid.accommodation_food_value_added_2019_2020_2021",
                "restaurants -38 %, accommodation -66 % in June 2020, when the worst was over; value added of the year -42 %"),
            within(-0.2, 0.2, "linear", "assumption", "more or less demand, no figure"),
            within(-0.1, 0.2, "linear", "assumption", "harvests went on; no figure"),
        ),
    )  # fmt: skip
    demand_growth: Any = by_sector(
        (0.15, 0.0, 0.05, 0.0, 0.15, 0.0), -0.5, 0.5, "share", "Lasting change of demand after the shock",
        ("covid.services_turnover_q2_2020_vs_q4_2019", "assumption", "assumption", "covid.accommodation_food_value_added_2019_2020_2021", "assumption", "assumption"),
        plausible=(
            within(0.05, 0.25, "linear", "covid.services_turnover_q2_2020_vs_q4_2019;covid.it_vacancies_germany",
                "turnover +14 % (2021), IT vacancies +10 % (2022) and +20 % (2023) against 2019"),
            within(-0.1, 0.1, "linear", "covid.services_turnover_q2_2020_vs_q4_2019", "turnover of services +7 % by the end of 2021"),
            within(-0.1, 0.2, "linear", "assumption", "no figure for construction"),
            within(-0.2, 0.12, "linear", "covid.accommodation_food_value_added_2019_2020_2021",
                "value added 19 % below 2019 in 2021, 11 % above in 2022"),
            within(0.0, 0.3, "linear", "assumption", "no figure for health"),
            within(-0.1, 0.1, "linear", "assumption", "no figure for agriculture"),
        ),
    )  # fmt: skip
    origin_loss: float = uncertain(
        0.4, 0.0, 1.0, "share", "Loss of the economies of origin at full intensity",
        plausible=within(0.18, 0.67, "odds", "assumption", "odds a third to three times"),
    )  # fmt: skip


@dataclass
class Candidates:
    """Work at home."""

    home_hazard: float = uncertain(
        0.08, 0.0, 1.0, "1/month", "Placement at home of a trained candidate",
        plausible=within(0.027, 0.24, "log", "assumption", "a third to three times; what PALIM achieved is kept for calibration"),
    )  # fmt: skip


@dataclass
class Sectors:
    """How demand differs between sectors."""

    demand: Any = by_sector(
        (1.2, 1.1, 1.3, 1.1, 1.3, 1.2), 0.1, 5.0, "index", "Demand relative to the average of the economy",
        "firms.eu_vacancy_rate_by_sector_q4_2023",
        plausible=(
            within(0.9, 1.6, "log",
                "firms.eu_vacancy_rate_by_sector_q4_2023;firms.enterprises_with_hard_to_fill_ict_vacancies;firms.by_size_2021_small_medium_large",
                "3.0 against 2.5 % of posts vacant (1.2); countries and years differ by a third"),
            within(0.8, 1.5, "log", "firms.eu_vacancy_rate_by_sector_q4_2023",
                "professional and technical activities 3.1 against 2.5 % (1.24); countries differ by a third"),
            within(1.0, 1.8, "log", "firms.eu_vacancy_rate_by_sector_q4_2023",
                "3.4 against 2.5 % of posts vacant (1.36); countries differ by a third"),
            within(0.8, 1.5, "log", "firms.eu_vacancy_rate_by_sector_q4_2023",
                "2.9 against 2.5 % of posts vacant (1.16); countries differ by a third"),
            within(0.95, 1.8, "log", "assumption", "no figure for health; a third either way"),
            within(0.9, 1.6, "log", "assumption", "no figure for agriculture; a third either way"),
        ),
    )  # fmt: skip


class Market:
    """Demand of a market."""

    demand: float = column("f8", 1.0, "Demand, 1 = average of the economy in normal times")
    log_own: float = column("f8", 0.0, "The market's own part of (log) demand", stays=True)
    profile: float = column("f8", 0.0, "The profile wanted", stays=True)


class Origin:
    """The economy of a country of origin."""

    economy: float = column("f8", 1.0, "State of the economy, 1 = normal")
    log_economy: float = column("f8", 0.0, "Its logarithm without the shock", stays=True)
    hazard: float = column("f8", 0.0, "Accumulated hazard of a placement at home")


class Scheme:
    """The shock."""

    log_common: float = column("f8", 0.0, "The markets' common part of (log) demand", stays=True)
    intensity: float = column("f8", 0.0, "Intensity of the shock, 0 to 1")
    services: float = column("f8", 1.0, "Share of training, outreach and selection capacity that works")
    travel_open: float = column("f8", 1.0, "Share of travel that is possible")
    training_lost: float = column("f8", 0.0, "Months of lessons lost to the shock so far")


class Measures:
    """Demand."""

    demand: float = level("index", "Mean demand of the markets served")


@njit
def wave(months_since, shock):
    """One wave: 1 during the closure, then an exponential recovery."""
    if months_since < 0:
        return 0.0
    if months_since < shock.closure_months:
        return 1.0
    return math.exp(-(months_since - shock.closure_months) / shock.recovery_months)


@njit
def shock_intensity(month, shock):
    """Intensity of the shock (0 to 1) in a month: the larger of two waves, times the severity."""
    if shock.month < 0 or month < shock.month:
        return 0.0
    since = float(month - shock.month)
    return shock.severity * max(wave(since, shock), shock.second_wave * wave(since - shock.second_wave_months, shock))


@njit
def lasting(month, shock):
    """How much of the lasting change of demand is there: it comes as the shock goes."""
    if shock.month < 0 or month < shock.month:
        return 0.0
    return shock.severity * (1.0 - wave(float(month - shock.month), shock))


@njit
def innovation(key, draw, group, month):
    """A standard normal that the whole calendar shares."""
    a, b, c, d = for_life(key, draw, group, 0, month, 0)
    return normal_from(a)


@inner
def move_markets(state, p, calendar):
    """Demand: an autoregressive common and own part, the sector's level and the shock; profiles: a random walk."""
    scheme = state.scheme
    kept = p.markets.persistence
    noise = p.markets.volatility * math.sqrt(1.0 - kept * kept)
    scheme.log_common = kept * scheme.log_common + noise * innovation(scheme, DEMAND_COMMON, 0, calendar)
    after = lasting(calendar, p.shock)
    for m in range(state.markets.size):
        market = state.markets[m]
        market.log_own = kept * market.log_own + noise * innovation(scheme, DEMAND_MARKET, m, calendar)
        market.profile += p.markets.drift * innovation(scheme, PROFILE_MARKET, m, calendar)
        together = math.sqrt(p.markets.correlation) * scheme.log_common
        alone = math.sqrt(1.0 - p.markets.correlation) * market.log_own
        struck = 1.0 - scheme.intensity * value_by_sector(p.shock.demand_loss, market.sector)
        struck *= 1.0 + after * value_by_sector(p.shock.demand_growth, market.sector)
        market.demand = value_by_sector(p.sectors.demand, market.sector) * math.exp(together + alone) * struck


@inner
def move_origins(state, p, calendar):
    """Economies of origin, and the hazard of a placement at home accumulated so far."""
    kept = p.markets.persistence
    noise = p.markets.volatility * math.sqrt(1.0 - kept * kept)
    for o in range(state.origins.size):
        origin = state.origins[o]
        origin.log_economy = kept * origin.log_economy + noise * innovation(state.scheme, ECONOMY_ORIGIN, o, calendar)
        origin.economy = math.exp(origin.log_economy) * (1.0 - state.scheme.intensity * p.shock.origin_loss)
        origin.hazard += p.candidates.home_hazard * origin.economy


@inner
def follow_timeline(state, p, month):
    """Agencies and governments take over what the timeline changes in this month."""
    calendar = state.scheme.began + month
    if month == 0 or calendar >= state.parameters.size:
        return
    before = state.parameters[calendar - 1]
    for row in range(state.agencies.size):
        agency.follow(state.agencies[row], before, p)
    for row in range(state.governments.size):
        government.follow(state.governments[row], before, p)


@inner
def digitise(state, p, month):
    """What digital tools do by now, in every agency and government."""
    digital = agency.digital_share(month, p)
    for row in range(state.agencies.size):
        state.agencies[row].digital = digital
    for row in range(state.governments.size):
        state.governments[row].digital = digital
    return digital


@inner
def step(state, p, month):
    """The month's shock, markets and economies."""
    scheme = state.scheme
    follow_timeline(state, p, month)
    calendar = scheme.began + month
    scheme.intensity = shock_intensity(calendar, p.shock)
    digital = digitise(state, p, month)
    scheme.services = 1.0 - scheme.intensity * p.shock.services * (1.0 - digital)
    scheme.travel_open = 1.0 - scheme.intensity * p.shock.travel
    scheme.training_lost += 1.0 - scheme.services
    move_markets(state, p, calendar)
    move_origins(state, p, calendar)


@inner
def record(state, month):
    """Mean demand of the markets served."""
    demand = 0.0
    for m in range(state.markets.size):
        demand += state.markets[m].demand / state.markets.size
    state.monthly[month].demand = demand
