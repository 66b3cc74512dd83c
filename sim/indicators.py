"""What is measured: every indicator that the mechanisms declare, in the order of the columns of results.

Kernels count in the month's record (``state.monthly[month].matches``), whose type is :data:`MONTH`; results, tables and
documents take names and units from :data:`INDICATORS`.
"""

from collections.abc import Iterator

import numpy as np

from sim.measures import FLOW, LEVEL, RUN, Indicator, Measure
from sim.schedule import MECHANISMS

__all__ = ["BY_NAME", "COUNT", "FLOW", "INDICATORS", "LEVEL", "MONTH", "MONTHLY", "NAMES", "RUN", "Indicator"]

#: Columns of results keep their places (docs/reading-results.md); what a mechanism measures besides comes after them.
FIRST = (
    "places_planned", "achievement", "applicants", "preselected", "trained", "interviews", "offers", "refusals",
    "matches", "departures", "remote_starts", "completed_mobilities", "local_placements", "early_returns", "returned",
    "stayed", "reintegrated", "dropouts", "employers_engaged", "employers_hiring", "declared_vacancies",
    "closing_rate", "sme_share", "first_time_share", "internationalisation_share", "months_to_match",
    "months_to_departure", "public_cost", "private_contribution", "unspent", "cost_per_match", "cost_per_completed",
    "trust_government", "trust_government_origin", "trust_government_destination", "trust_employer",
    "political_support", "demand", "agreements_signed", "months_sustained", "funding_end", "profile_mismatch",
    "women_share", "waiting_training", "waiting_employer", "waiting_interview", "waiting_recognition",
    "waiting_permit", "waiting_travel", "spent_coordination", "spent_training", "spent_selection", "spent_mobility",
    "spent_reintegration", "spent_capacity", "spent_monitoring", "hires_micro", "hires_small", "hires_medium",
    "hires_large", "hires_first_time", "hires_internationalisation", "women_departed",
)  # fmt: skip


def _declared() -> Iterator[Indicator]:
    for module in MECHANISMS:
        for name, measure in vars(getattr(module, "Measures", object)).items():
            if isinstance(measure, Measure):
                yield Indicator(name, measure.unit, measure.definition, measure.over, measure.better)


def _in_order() -> tuple[Indicator, ...]:
    known = {indicator.name: indicator for indicator in _declared()}
    return tuple(known[name] for name in (*FIRST, *(name for name in known if name not in FIRST)))


INDICATORS: tuple[Indicator, ...] = _in_order()
NAMES: tuple[str, ...] = tuple(indicator.name for indicator in INDICATORS)
MONTHLY: tuple[str, ...] = tuple(indicator.name for indicator in INDICATORS if indicator.over != RUN)
BY_NAME: dict[str, Indicator] = {indicator.name: indicator for indicator in INDICATORS}
COUNT = len(INDICATORS)

MONTH = np.dtype([(name, "f8") for name in NAMES])
"""The type of a month's record, and of a run's: a number per indicator."""
