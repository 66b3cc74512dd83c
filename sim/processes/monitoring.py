"""Monitoring: the month is recorded, and at the end the whole run (L21).

Nothing is decided here. The events, the money and the levels of trust, support and demand of the month are recorded,
and at the end those of the whole run. All tables of results come from this record. What the scheme's own monitoring
is good for is in [steering](#steering).

What each line spent is entered into the month's record. Levels of the month, each by the mechanism that it belongs to:
`trust_government` and those of either side = mean trust (sum, then divide); `political_support` = sum of (support / number of
governments); `demand` = sum of (demand / number of markets); `trust_employer` = mean trust of engaged hosts, as the month's [engagement](#engagement) left it; undefined if there is none.

*Of a run.* Flows are summed over the months. Levels are those of month min(end_month, months simulated) - 1. Of the rest:

| indicator | value |
|---|---|
| `places_planned` | places |
| `achievement` | completed_mobilities / places |
| `closing_rate`, `declared_per_hire` | matches / declared_vacancies, declared_vacancies / matches |
| `sme_share` | (matches - hires_large) / matches |
| `first_time_share`, `internationalisation_share` | hires_first_time, hires_internationalisation / matches |
| `months_to_match`, `months_to_departure` | median of the counts of waits, the mean of the two middle values where they differ |
| `unspent` | budget - public_cost |
| `cost_per_match`, `cost_per_completed` | public_cost / matches, / (completed_mobilities - completed_self_financed) |
| `funding_end` | end_month |
| `profile_mismatch` | mismatch of the scheme / matches |
| `women_share` | women_departed / departures |

A quotient with denominator 0 is undefined (not a number), never 0 or infinite.
"""

from sim.compiled import inner
from sim.laws import accounts
from sim.laws.summaries import per
from sim.measures import of_run


class Measures:
    """Plan and achievement."""

    places_planned: float = of_run("persons", "Places for mobility abroad that the design plans")
    achievement: float = of_run("share", "Completed mobilities per planned place", 1)


@inner
def step(state, p, month):
    """What each line spent is entered into the month's record."""
    accounts.close_month(state, month)


@inner
def measure(state, run):
    """Achievement against the plan."""
    run.places_planned = state.scheme.places_before + state.scheme.places
    run.phases_run = state.scheme.phase + 1
    run.achievement = per(run.completed_mobilities, run.places_planned)
