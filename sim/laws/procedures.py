"""Procedures: how digital tools and simplified recognition shorten the way to a permit (L12, L16, L22).

Two things shorten the way to a permit: digital procedures, which the scheme pays for, and a simplified recognition,
which governments have to negotiate ([agreement](#agreement)). Whether recognition is needed at all depends on the
sector and the level of skill; students do not need it.

```
relief             = max(1 - permits.digital_effect * digital share of the desk, 1e-6)     share of the time that is left
simplified         = recognition.simplification * (1 if the country has the simplified procedure else 0)
share that needs recognition = 0 for study, else recognition.required[sector] * recognition.required_level[level]
months to arrival  = mean permit months over the origins * relief / max(country.speed, 1e-6) + mean visa months over the origins * relief      ([corridors](#corridors))
                     + share that needs recognition * recognition.months * (1 - simplified)
                     + intensity * shock.closure_months + (politics.stop_months if the country is stopped, else 0)
                                                               what is expected of a market this month
expected fee       = costs.recognition_fee[level] * share that needs recognition in design.sector
```

The scheme pays the fees of recognition; they are planned and committed with every mobility ([budget](#budget)).
"""

from dataclasses import dataclass
from typing import Any

from sim.categories import Mobility
from sim.choose import by_level as value_by_level
from sim.choose import by_sector as value_by_sector
from sim.compiled import inner, njit
from sim.declare import by_level, by_sector, lever, priced, uncertain, within
from sim.laws.corridors import expected_permit_months, expected_visa_months


@dataclass
class Recognition:
    """Who needs recognition, and what a simplified procedure removes."""

    required: Any = by_sector(
        (0.05, 0.25, 0.20, 0.11, 0.95, 0.02), 0.0, 1.0, "share", "Share of cases that need recognition before the permit",
        plausible=(
            within(0.017, 0.14, "odds", "assumption", "hardly regulated; odds a third to three times"),
            within(0.1, 0.5, "odds", "assumption", "odds a third to three times"),
            within(0.08, 0.43, "odds", "assumption", "odds a third to three times"),
            within(0.055, 0.35, "odds", "assumption", "odds a third to three times"),
            within(0.9, 1.0, "linear", "assumption", "regulated almost everywhere, assistants less so"),
            within(0.0, 0.06, "linear", "assumption", "no regulated occupation, drivers of machines aside"),
        ),
    )  # fmt: skip
    required_level: Any = by_level(
        (0.3, 1.0, 0.78), 0.0, 2.0, "factor", "Factor on that share by skill level",
        plausible=(
            within(0.1, 0.9, "log", "assumption", "a third to three times"),
            within(1.0, 1.0, "linear", "assumption", "definition: the other levels are relative to this one"),
            within(0.6, 1.0, "linear", "assumption", "as much as at medium level or less"),
        ),
    )  # fmt: skip
    simplification: float = lever(
        0.6, 0.0, 1.0, "share", "Share of recognition time and failure that a simplified procedure removes",
        "recognition.decided_within_3_months_dual_occupations",
        plausible=within(0.3, 0.8, "linear", "assumption", "a third to four fifths of the procedure"),
        price=priced(months="recognition.agreement_work"),
    )  # fmt: skip


@dataclass
class Permits:
    """What digital procedures remove."""

    digital_effect: float = uncertain(
        0.3, 0.0, 1.0, "share", "Share of time and queue that full digitalisation removes",
        plausible=within(0.1, 0.6, "odds", "permit.flanders_regional_step_jan_2023;permit.flanders_regional_step_jun_2024",
            "the Flemish step fell from 6-10 to 2-4 weeks by all reforms together: an upper bound"),
    )  # fmt: skip


@dataclass
class Costs:
    """Fees of recognition."""

    recognition_fee: Any = by_level(
        (350.0, 420.0, 550.0), 0.0, 10_000.0, "EUR/case", "Fee of a recognition procedure",
        ("prices.chamber_recognition_procedure_fee_crafts", "prices.ihk_fosa_recognition_fee_average_basic_occupation_advanced",
            "prices.ihk_fosa_recognition_fee_average_basic_occupation_advanced"),
        plausible=(
            within(100.0, 600.0, "log", "prices.chamber_recognition_procedure_fee_crafts", "fees of 100 to 600 EUR in the crafts"),
            within(200.0, 1000.0, "log", "prices.ihk_fosa_recognition_fee_average_basic_occupation_advanced",
                "420 EUR for a basic occupation; half, to twice as much with translations and copies"),
            within(280.0, 1400.0, "log", "prices.ihk_fosa_recognition_fee_average_basic_occupation_advanced",
                "550 EUR for an advanced occupation; half, to two and a half times with translations and copies"),
        ),
    )  # fmt: skip


@njit
def digital_relief(digital, p):
    """Share of time that digital procedures leave (never quite none)."""
    return max(1.0 - p.permits.digital_effect * digital, 1e-6)


@njit
def simplified(country, p):
    """Share of recognition time and failure that the country's simplified procedure removes; 0 without one."""
    return p.recognition.simplification * country.agreement


@njit
def recognition_share(sector, p):
    """Share of cases of a sector and skill level that need recognition; a place of study needs none."""
    if p.design.kind == Mobility.study:
        return 0.0
    required = value_by_sector(p.recognition.required, sector)
    return required * value_by_level(p.recognition.required_level, p.design.level)


@njit
def recognition_fee(p):
    """Fee of recognition that a mobility of the scheme costs on average, EUR."""
    return value_by_level(p.costs.recognition_fee, p.design.level) * recognition_share(p.design.sector, p)


@inner
def months_to_arrival(state, market, p):
    """Months that are expected between an offer and the arrival, as things stand this month."""
    country = state.countries[market.country]
    relief = digital_relief(country.digital, p)
    months = expected_permit_months(state, market.country, p) * relief / max(country.speed, 1e-6)
    months += expected_visa_months(state, market.country, p) * relief
    months += recognition_share(market.sector, p) * p.recognition.months * (1.0 - simplified(country, p))
    return months + (state.scheme.intensity * p.shock.closure_months + country.stopped * p.politics.stop_months)


@inner
def time_taken(state, p, month):
    """Share of the contacts with ministries that negotiating a simplified procedure takes this month."""
    if p.recognition.agreement_month < 0 or state.scheme.began + month < p.recognition.agreement_month:
        return 0.0
    for c in range(state.countries.size):
        if not state.countries[c].agreement:
            return p.recognition.negotiation_time
    return 0.0
