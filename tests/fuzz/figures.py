"""Invariants of figures: whole runs and months agree, bounds are kept, and only what is declared to be is undefined."""

import math

import numpy as np

from sim.indicators import FLOW, INDICATORS, LEVEL, NAMES, RUN
from sim.reporting.wording import WAITING
from tests.fuzz.invariants import invariant, month, when, whole

FLOWS = tuple(each.name for each in INDICATORS if each.over == FLOW)
LEVELS = tuple(each.name for each in INDICATORS if each.over == LEVEL)
OF_RUN = tuple(each.name for each in INDICATORS if each.over == RUN)
SHARES_OF_PERSONS = ("placements_added", "skills_lost", "skill_balance")
"""Persons weighed by a share; the balance may be negative."""
COUNTS = tuple(
    each.name for each in INDICATORS if each.over == FLOW and each.unit != "EUR" and each.name not in SHARES_OF_PERSONS
)
MAY_EXCEED = ("achievement", "closing_rate", "capacity_built", "capacity_left")
"""Shares that may be above 1: the funder allows more than the plan; a vacancy is filled again after a lost match; capacity can double."""
SHARES = tuple(each.name for each in INDICATORS if each.unit in ("share", "0-1") and each.name not in MAY_EXCEED)
#: What a quotient divides by, or a median is over, as the ODD says (monitoring): undefined where that is 0, and only there.
UNDEFINED_WITHOUT = {
    "achievement": "places_planned", "closing_rate": "declared_vacancies", "sme_share": "matches", "first_time_share": "matches",
    "internationalisation_share": "matches", "months_to_match": "matches", "months_to_departure": "departures",
    "cost_per_match": "matches", "cost_per_completed": "completed_mobilities less completed_self_financed",
    "declared_per_hire": "matches", "profile_mismatch": "matches",
    "women_share": "departures",
}  # fmt: skip
#: The only level that may be undefined: where no host is engaged.
LEVEL_OF_HOSTS = "trust_employer"


@invariant(broken=month("applicants", 1e9))
def a_run_is_the_same_month_by_month(run):
    """A run simulated month by month gives the months of the same run simulated as a whole, to the last bit."""
    names = (*FLOWS, *LEVELS)
    return when(True, [np.array_equal(run.months[name], run.stepped[name], equal_nan=True) for name in names])


@invariant(broken=whole(applicants=1e9))
def flows_are_the_sum_of_the_months(run):
    """A flow of the whole run is the sum of its months, to the last bit."""
    return when(True, [run.whole[name] == sum(run.months[name].tolist(), 0.0) for name in FLOWS])


@invariant(broken=whole(demand=-1.0))
def levels_are_those_at_the_end_of_funding(run):
    """A level of the whole run is that of the last month of funding, or of the last month simulated."""
    last = min(int(run.whole["funding_end"]), run.config.horizon) - 1
    told = [np.array_equal(run.whole[name], run.months[name][last], equal_nan=True) for name in LEVELS]
    return when(last >= 0, told)


@invariant(broken=month("interviews", 0.5))
def counts_are_not_negative(run):
    """What is counted is a whole number and not negative in every month; person-months may be parts."""
    told = np.array([run.months[name] for name in COUNTS])
    whole_numbers = np.array([run.months[name] for name in COUNTS if name not in WAITING])
    return when(told.any(), (told >= 0).all() and (whole_numbers == np.floor(whole_numbers)).all())


@invariant(broken=month("months_abroad", 1e9))
def nobody_is_abroad_who_did_not_leave(run):
    """In a month, no more persons are abroad than have left so far."""
    abroad = run.months["months_abroad"]
    return when(abroad.any(), abroad <= run.sofar("departures") + run.sofar("rehires"))


@invariant(broken=month("skill_balance", 0.5))
def the_balance_of_skills_adds_up(run):
    """What the origin gains is who is reintegrated or placed because of the scheme, less who is lost."""
    months = run.months
    balance = months["reintegrated"] + months["placements_added"] - months["skills_lost"]
    return when(balance.any(), np.allclose(months["skill_balance"], balance))


@invariant(broken=month("stopped_months", 0.5))
def every_country_stops_once_a_month_at_most(run):
    """In a month, a country of origin or destination stops the pathway once or not at all."""
    told, config = run.months["stopped_months"], run.config
    countries = config.corridor.origins + min(config.markets.countries, config.markets.count)
    return when(told.any(), (told == np.floor(told)) & (told >= 0) & (told <= countries))


@invariant(broken=month("waiting_permit", 1e9))
def nobody_waits_who_did_not_apply(run):
    """In a month, no more person-months are waited for one cause than persons have applied."""
    told = np.array([run.months[name] for name in WAITING])
    return when(told.any(), told <= run.sofar("applicants"))


@invariant(broken=month("waiting_travel", 1e9))
def all_waiting_is_within_the_persons_there_are(run):
    """Up to every month, nobody waited longer than all months since the first person applied."""
    told = np.sum([run.sofar(name) for name in WAITING], axis=0)
    return when(told.any(), told <= np.cumsum(run.sofar("applicants")))


@invariant(broken=whole(months_to_match=1e6))
def waits_are_within_the_horizon(run):
    """Median waits are not negative and shorter than the months simulated."""
    told = [run.whole[name] for name in ("months_to_match", "months_to_departure") if math.isfinite(run.whole[name])]
    return when(told, [0 <= each < run.config.horizon for each in told])


@invariant(broken=whole(funding_end=0.5))
def funding_ends_as_planned_or_later(run):
    """Public funding ends in the planned month, or later where it was extended, by the longest extension at most."""
    planned = max(1, int(math.floor(run.config.design.duration_years * 12 + 0.5)))
    end, longest = run.whole["funding_end"], max(run.throughout("steering.extension_share")) * planned
    return when(True, end == int(end) and planned <= end <= planned + longest + 0.5)


@invariant(broken=month("months_sustained", 2.0))
def a_pathway_lives_on_after_funding_only(run):
    """A month in which the pathway lives on counts once, and only after the end of public funding."""
    told, end = run.months["months_sustained"], int(run.whole["funding_end"])
    return when(told.any(), np.isin(told, (0.0, 1.0)).all() and not told[:end].any())


@invariant(broken=whole(women_share=1.5))
def shares_are_between_nothing_and_all(run):
    """Shares and levels from 0 to 1 are in that range, where they are defined."""
    told = np.array([run.whole[name] for name in SHARES if name in run.whole])
    monthly = np.concatenate([run.months[name] for name in SHARES if name in LEVELS])
    told = np.concatenate([told, monthly])
    told = told[~np.isnan(told)]
    return when(told.any(), (told >= 0) & (told <= 1 + 1e-12))


@invariant(broken=whole(achievement=1.5))
def the_plan_is_exceeded_as_far_as_the_funder_allows(run):
    """More than the allowed places are fulfilled only where hosts went on hiring after public funding."""
    end = int(run.whole["funding_end"])
    later = run.months["matches"][end:].any() or run.months["rehires"][end:].any()
    allowed = run.whole["achievement"] * run.whole["places_planned"] <= run.scheme["ceiling"][-1] + 1e-9
    return when(run.whole["achievement"] > 0 and not later, allowed)


@invariant(broken=month("demand", -1.0))
def demand_is_not_negative(run):
    """Demand is a finite number and not negative in every month."""
    return when(run.months["demand"].any(), np.isfinite(run.months["demand"]) & (run.months["demand"] >= 0))


@invariant(broken=month("trained", math.nan))
def flows_are_never_undefined(run):
    """No flow is undefined in any month, nor in the whole run."""
    told = [np.isfinite(run.months[name]).all() and math.isfinite(run.whole[name]) for name in FLOWS]
    return when(True, told)


@invariant(broken=month("political_support", math.nan))
def levels_are_defined_where_there_is_somebody(run):
    """No level is undefined in any month, but for the trust of hosts where none is engaged."""
    return when(True, [np.isfinite(run.months[name]).all() for name in LEVELS if name != LEVEL_OF_HOSTS])


def _undefined_without(name: str, number: str) -> None:
    def claim(run):
        among, *less = (run.whole[each] for each in number.split(" less "))
        return when(True, math.isnan(run.whole[name]) == (among - sum(less) == 0))

    claim.__name__ = f"{name}_is_undefined_without_{number.replace(' ', '_')}"
    claim.__doc__ = f"{name} is undefined where {number} is 0, and only there."

    def spoil(run):
        run.whole[name] = 0.0 if math.isnan(run.whole[name]) else math.nan

    invariant(broken=spoil)(claim)


for _name, _number in UNDEFINED_WITHOUT.items():
    _undefined_without(_name, _number)


@invariant(broken=whole(unspent=math.nan))
def all_else_of_a_run_is_defined(run):
    """Every figure of a whole run is defined, but for quotients, waits and the trust of hosts."""
    others = [name for name in NAMES if name not in UNDEFINED_WITHOUT and name != LEVEL_OF_HOSTS]
    return when(True, [math.isfinite(run.whole[name]) for name in others])


@invariant(broken=whole(profile_mismatch=math.inf))
def nothing_is_infinite(run):
    """No figure is infinite, in no month and not in the whole run."""
    told = [*(run.months[name] for name in (*FLOWS, *LEVELS)), list(run.whole.values())]
    return when(True, [not np.isinf(each).any() for each in told])
