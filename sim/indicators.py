"""What is measured: every indicator's name, unit, definition and direction, in one place.

Kernels address them as ``Index.matches``; results, tables and documents take names and units from :data:`INDICATORS`.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

FLOW = "flow"  # monthly: events in the month; run: their sum
LEVEL = "level"  # monthly: state at the end of the month; run: at the end of funding
RUN = "run"  # defined for a whole run only


@dataclass(frozen=True)
class Indicator:
    """One indicator. ``better``: +1 more is better, -1 less is better, 0 neither."""

    name: str
    unit: str
    definition: str
    over: str = FLOW
    better: int = 0


def _waiting(cause: str, meaning: str) -> Indicator:
    return Indicator(f"waiting_{cause}", "person-months", f"Person-months waited for {meaning}", FLOW, -1)


def _spent(line: str, meaning: str) -> Indicator:
    return Indicator(f"spent_{line}", "EUR", f"Public money spent on {meaning}", FLOW, 0)


INDICATORS: tuple[Indicator, ...] = (
    Indicator("places_planned", "persons", "Places for mobility abroad that the design plans", RUN, 0),
    Indicator("achievement", "share", "Completed mobilities per planned place", RUN, 1),
    Indicator("applicants", "persons", "Persons who applied", FLOW, 0),
    Indicator("preselected", "persons", "Applicants preselected by screening", FLOW, 0),
    Indicator("trained", "persons", "Persons who completed training (or needed none) and entered a pool", FLOW, 1),
    Indicator("interviews", "interviews", "Interviews and committee hearings held", FLOW, 0),
    Indicator("offers", "offers", "Offers made by hosts", FLOW, 1),
    Indicator("refusals", "offers", "Offers that candidates refused", FLOW, -1),
    Indicator("matches", "persons", "Offers made and accepted", FLOW, 1),
    Indicator("departures", "persons", "Persons who left for the country of destination", FLOW, 1),
    Indicator("remote_starts", "persons", "Persons who started remotely before relocation", FLOW, 1),
    Indicator("completed_mobilities", "persons", "Persons who departed and fulfilled the planned stay", FLOW, 1),
    Indicator("local_placements", "persons", "Trained persons placed in the economy of origin", FLOW, 1),
    Indicator("early_returns", "persons", "Persons who returned before the end of the planned stay", FLOW, -1),
    Indicator("returned", "persons", "Persons who returned after the planned stay", FLOW, 0),
    Indicator("stayed", "persons", "Persons who stayed on after the planned stay", FLOW, 0),
    Indicator("reintegrated", "persons", "Returnees successfully reintegrated", FLOW, 1),
    Indicator("dropouts", "persons", "Preselected persons who left before departure", FLOW, -1),
    Indicator("employers_engaged", "hosts", "Hosts that engaged with the scheme", FLOW, 1),
    Indicator("employers_hiring", "hosts", "Hosts that closed a first match", FLOW, 1),
    Indicator("declared_vacancies", "vacancies", "Vacancies that hosts declared", FLOW, 1),
    Indicator("closing_rate", "share", "Matches per declared vacancy", RUN, 1),
    Indicator("sme_share", "share", "Matches with hosts of under 250 employees", RUN, 0),
    Indicator("first_time_share", "share", "Matches with hosts that never recruited abroad before", RUN, 0),
    Indicator("internationalisation_share", "share", "Matches with hosts moved by internationalisation", RUN, 0),
    Indicator("months_to_match", "months", "Median months from preselection to match", RUN, -1),
    Indicator("months_to_departure", "months", "Median months from preselection to departure", RUN, -1),
    Indicator("public_cost", "EUR", "Public money spent", FLOW, -1),
    Indicator("private_contribution", "EUR", "Money contributed by hosts", FLOW, 1),
    Indicator("unspent", "EUR", "Public budget returned unspent", RUN, -1),
    Indicator("cost_per_match", "EUR", "Public cost per match; undefined without matches", RUN, -1),
    Indicator("cost_per_completed", "EUR", "Public cost per completed mobility; undefined without one", RUN, -1),
    Indicator("trust_government", "0-1", "Mean trust of governments in the lead", LEVEL, 1),
    Indicator("trust_government_origin", "0-1", "Mean trust of the governments of origin in the lead", LEVEL, 1),
    Indicator(
        "trust_government_destination", "0-1", "Mean trust of the governments of destination in the lead", LEVEL, 1
    ),
    Indicator("trust_employer", "0-1", "Mean trust of engaged hosts in the lead", LEVEL, 1),
    Indicator("political_support", "0-1", "Mean political support of governments", LEVEL, 1),
    Indicator("demand", "index", "Mean demand of the markets served", LEVEL, 0),
    Indicator("agreements_signed", "agreements", "Partnership and recognition agreements signed", FLOW, 1),
    Indicator("months_sustained", "months", "Months that the pathway lives on after public funding ends", FLOW, 1),
    Indicator("funding_end", "month", "Month in which public funding ended, extensions included", RUN, 0),
    Indicator(
        "profile_mismatch", "profile units", "Mean distance of profiles from the host's market at match", RUN, -1
    ),
    Indicator("women_share", "share", "Share of women among departures", RUN, 0),
    _waiting("training", "a training seat"),
    _waiting("employer", "a host in the pool"),
    _waiting("interview", "an interview, short-listed but not heard"),
    _waiting("recognition", "recognition of qualifications"),
    _waiting("permit", "the permit desk"),
    _waiting("travel", "travel"),
    _spent("coordination", "coordination and facilitation"),
    _spent("training", "training"),
    _spent("selection", "selection"),
    _spent("mobility", "mobility"),
    _spent("reintegration", "reintegration"),
    _spent("capacity", "capacity building"),
    _spent("monitoring", "monitoring and research"),
    Indicator("hires_micro", "persons", "Matches with micro hosts (under 10 employees)", FLOW, 0),
    Indicator("hires_small", "persons", "Matches with small hosts (10 to 49)", FLOW, 0),
    Indicator("hires_medium", "persons", "Matches with medium hosts (50 to 249)", FLOW, 0),
    Indicator("hires_large", "persons", "Matches with large hosts (250 and more)", FLOW, 0),
    Indicator("hires_first_time", "persons", "Matches with hosts that never recruited abroad before", FLOW, 0),
    Indicator("hires_internationalisation", "persons", "Matches with hosts moved by internationalisation", FLOW, 0),
    Indicator("women_departed", "persons", "Women who left for the country of destination", FLOW, 0),
)

NAMES: tuple[str, ...] = tuple(indicator.name for indicator in INDICATORS)
MONTHLY: tuple[str, ...] = tuple(indicator.name for indicator in INDICATORS if indicator.over != RUN)
BY_NAME: dict[str, Indicator] = {indicator.name: indicator for indicator in INDICATORS}
COUNT = len(INDICATORS)

_enumeration: Any = IntEnum  # named at run time, which type checkers cannot follow
Index: Any = _enumeration("Index", {name: position for position, name in enumerate(NAMES)})
