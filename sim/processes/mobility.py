"""Mobility: intake dates, departure, the stay, early return, re-hiring, return, reintegration (L9, L13, L15, L19, L22).

People leave when they have their visa, borders are open and stays can begin: in any month, or only at the start of
the academic or apprenticeship year or of the season (`design.intake_months`). Whoever misses a date waits for the
next one. Some return early, more often if the match is poor, and this costs trust. The others complete the stay; then
they stay on, are taken again by their host (seasonal work), or return. Reintegration support is set aside at
departure and paid to those who return; the rest goes back into its line.

1. *Stays end* for everyone in the calendar of those abroad of this month, in order; each is counted out.
   - If cut_short and the person *changes the host* ([rights](#rights)): the stay goes on there. Otherwise, if cut_short: *refund* what was set aside; settle in dropped_out (early_return), `early_returns` + 1; the host's trust falls ([trust](#trust)),
     disappointed + 1 of the origin and of the country of destination.
   - Otherwise the host's and its market's results + 1, `completed_mobilities` + 1 (and `completed_self_financed` if self_financed), journal entry completed; a, b, c of `mobility` (other 2). If a < candidates.stay_share[kind]: refund, settle in stayed, `stayed` + 1.
     Otherwise `returned` + 1. Kind seasonal: *re-hired* if c < candidates.rehire, the host is engaged, the scheme alive and the match affordable
     ([places](#places)): refund, matches + 1, contribution, committed (paid), self_financed and places_taken + 1 as at a match, `rehires` + 1, held_until = expiry = 32000, due = -1, cut_short = supported = 0,
     journal entry returned, enter(permit). Otherwise: if b < P(candidates.reintegration_base + candidates.reintegration_effect * supported * (1 + candidates.business_effect * design.business_creation) +
     candidates.reintegration_economy * log(max(economy, 1e-6))): journal entry returned, settle in reintegrated, `reintegrated` + 1; else settle in returned.
2. Go through ready. *Lost* ([waits](#waits)): lose the match. Else, if border_needed <= travel_open, the country of origin is not stopped ([politics](#politics)) and stays can begin ([waits](#waits)): *depart*.
   Else wait on, `waiting_travel` + 1.

*Refund*: if supported and funded, the reintegration line gets return_cost back ([accounts](#accounts)); supported = 0. After the funding it stays with the person.

*Depart*: if contribution > 0: the host's contributed and `private_contribution` += contribution, private_balance += max(0, contribution - mobility_cost + committed). a, b, c, d of `mobility` (other 1). If design.reintegration_support *
costs.reintegration > 0 and a < design.reintegration_support: supported = 1 if the reintegration line pays return_cost. At the first departure: waits[month - selected].departures + 1. departed = month; `departures` + 1 (and
`departures_self_financed`), `women_departed` + gender.

```
stay   = months(design.stay_months, d)
yearly = P(candidates.return_utility - candidates.return_quality * quality + candidates.level_return[level]) * return relief     (of candidates)
if b < 1 - (1 - yearly) ^ (design.stay_months / 12):  cut_short = 1;  stay = int(c * stay)
enter until(abroad, min(month + max(stay, 1), 32000))
```
"""

import math
from dataclasses import dataclass
from typing import Any

from sim.agents import candidate, places
from sim.categories import Line, Mobility, Reason, Stage, Status
from sim.choose import by_kind as value_by_kind
from sim.choose import by_level as value_by_level
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import attribute, by_kind, by_level, lever, priced, uncertain, within
from sim.draws import decision, probability, uniforms, whole_months
from sim.laws import accounts, rights, waits
from sim.laws.budget import mobility_cost, return_cost
from sim.laws.corridors import pair_of
from sim.laws.desks import FAR_MONTH
from sim.laws.summaries import median_wait, per
from sim.measures import flow, of_run
from sim.queues import append, enter, enter_until, lose_match, note, settle, take_all, take_due

DEPARTURE = decision(
    22, "mobility", "reintegration support", "early return", "month of the return", "fraction of a month",
    group="origin", agent="candidate", event="matches", other="1",
)  # fmt: skip
END_OF_STAY = decision(
    22,
    "mobility",
    "stays on",
    "reintegrated",
    "hired again",
    group="origin",
    agent="candidate",
    event="matches",
    other="2",
)


@dataclass
class Design:
    """The stay, and support for the return."""

    stay_months: float = lever(
        12.0, 1.0, 60.0, "months", "Planned length of the stay abroad", "palim.planned_contract_length",
        plausible=within(6.0, 36.0, "log", "palim.planned_contract_length;thamm.follow_up_window_after_placement", "6 months to three years"),
        price=priced(unit="costs.allowance.internship costs.allowance.study", months="design.stay_months", follows="employer"),
    )  # fmt: skip
    reintegration_support: float = lever(
        0.3, 0.0, 1.0, "0-1", "Share of returnees who receive full reintegration support",
        plausible=within(0.0, 1.0, "linear", "assumption", "none to all"),
        price=priced(unit="costs.reintegration"),
    )  # fmt: skip
    intake_months: int = lever(
        1, 1, 12, "months", "Interval between dates at which stays begin: 1 any month, 12 a yearly intake or season",
        plausible=within(1.0, 12.0, "log", "assumption", "any month to once a year"),
        price=priced(months="design.intake_months"),
    )  # fmt: skip
    intake_window: int = attribute(
        1, 1, 12, "months", "Months, from such a date on, in which stays can begin: the length of a season's start"
    )
    first_intake: int = lever(
        0, 0, 11, "month", "First such date, in months from the scheme's start",
        plausible=within(0.0, 11.0, "linear", "assumption", "any month of the year"),
        price=priced(months="design.intake_months"),
    )  # fmt: skip


@dataclass
class Candidates:
    """Who returns early, stays on and is reintegrated."""

    return_utility: float = uncertain(
        -2.3, -8.0, 4.0, "utility", "Utility of an early return at average quality, per year of stay",
        "training.german_dual_training_contract_dissolution_all",
        plausible=within(-3.3, -1.35, "linear",
            "attrition.blue_card_holders_still_in_germany_after;training.german_dual_training_contract_dissolution_all;training.contract_dissolution_restaurant_cook",
            "yearly exits of 3.6 % (Blue Card), 9 % (German training contracts, a quarter in three years), 21 % (cooks, half in three years)"),
    )  # fmt: skip
    return_quality: float = uncertain(
        0.8, 0.0, 4.0, "utility", "Effect of match quality on early return",
        plausible=within(0.4, 1.6, "log", "assumption", "weight in a choice, half to double"),
    )  # fmt: skip
    level_return: Any = by_level(
        (0.75, 0.5, 0.0), -2.0, 2.0, "utility", "Early return by skill level",
        "training.contract_dissolution_restaurant_cook",
        plausible=(
            within(0.0, 1.5, "linear", "training.contract_dissolution_restaurant_cook;attrition.blue_card_holders_still_in_germany_after",
                "cooks against Blue Card holders differ by 1.9 in utility, part of it by sector"),
            within(0.0, 1.0, "linear",
                "training.german_dual_training_contract_dissolution_all;attrition.blue_card_holders_still_in_germany_after",
                "German training contracts against Blue Card holders differ by 1.0 in utility"),
            within(0.0, 0.0, "linear", "assumption", "definition: the other levels are relative to this one"),
        ),
    )  # fmt: skip
    stay_share: Any = by_kind(
        (0.6, 0.7, 0.15, 0.3, 0.03), 0.0, 1.0, "probability", "Staying on after the planned stay",
        ("attrition.blue_card_holders_still_in_germany_after", "assumption", "attrition.returned_after_circular_internship", "attrition.international_students_still_in_germany_after_5", "assumption"),
        plausible=(
            within(0.3, 0.83, "odds", "attrition.blue_card_holders_still_in_germany_after",
                "83 % of Blue Card holders after 5 years (upper end: no plan to return); lower where the scheme is circular"),
            within(0.4, 0.9, "odds", "assumption", "odds a third to three times"),
            within(0.02, 0.4, "odds", "attrition.returned_after_circular_internship",
                "nearly all of one cohort returned; odds up to four times the default"),
            within(0.1, 0.55, "odds", "attrition.international_students_still_in_germany_after_5",
                "46 to 55 % of all foreign students after 5 to 10 years (upper end: no plan to return)"),
            within(0.005, 0.1, "odds", "assumption", "overstay is rare where workers are hired again"),
        ),
    )  # fmt: skip
    reintegration_base: float = uncertain(
        -0.3, -4.0, 4.0, "utility", "Utility of a successful reintegration without support",
        plausible=within(-1.5, 0.9, "linear", "assumption", "utility of a choice, 1.2 either way"),
    )  # fmt: skip
    reintegration_effect: float = uncertain(
        2.0, 0.0, 6.0, "utility", "Effect of full support",
        plausible=within(1.0, 4.0, "log", "assumption", "half to double; what WAFIRA achieved is an outcome and not used"),
    )  # fmt: skip
    business_effect: float = uncertain(
        0.4, 0.0, 4.0, "share", "What help to found a business adds to the effect of support",
        plausible=within(0.13, 1.2, "log", "assumption", "a third to three times"),
    )  # fmt: skip
    rehire: float = uncertain(
        0.42, 0.0, 1.0, "probability", "Whether a host takes a seasonal worker again who completed a season",
        "prices.nz_rse_returning_workers_share_4th_season",
        plausible=within(0.23, 0.62, "odds", "prices.nz_rse_returning_workers_share_4th_season",
            "60 % of a season's workers had come before; 23 % of the first came four times in a row"),
    )  # fmt: skip
    reintegration_economy: float = uncertain(
        2.0, 0.0, 6.0, "utility", "Effect of the (relative) state of the economy of origin", "brief.covid",
        plausible=within(1.0, 4.0, "log", "assumption", "half to double"),
    )  # fmt: skip


@dataclass
class Costs:
    """Price of reintegration support."""

    reintegration: float = uncertain(
        5_000.0, 0.0, 50_000.0, "EUR/person", "Full reintegration support", "ygca.start_up_prizes",
        plausible=within(2500.0, 13000.0, "log", "ygca.start_up_prizes;wafira.budget;wafira.planned_participants",
            "prizes of 10,000 EUR; WAFIRA 13,000 EUR a planned participant with everything; lower end half the default"),
        fixed=True,
    )  # fmt: skip


class Candidate:
    """A stay abroad."""

    departed: int = column("i2", -1, "Month of departure, -1: not")
    cut_short: int = column("u1", 0, "1 if the stay abroad ends, or ended, by an early return")
    supported: int = column("u1", 0, "1 if reintegration support was paid")


class Consulate:
    """Who is abroad from one country of origin in one country of destination."""

    abroad: int = column("i4", 0, "Persons abroad")


class Employer:
    """Money from a host."""

    contributed: float = column("f8", 0.0, "Money contributed so far, EUR")


class Wait:
    """How many waited how long."""

    departures: int = column("i4", 0, "Departures that came this many months after preselection")


class Measures:
    """Departures, stays and returns."""

    departures_self_financed: float = flow("persons", "Departures that hosts paid for, after the public funding")
    completed_self_financed: float = flow(
        "persons", "Completed mobilities that hosts paid for, after the public funding"
    )
    rehires: float = flow("persons", "Seasonal workers whom their host took again", 1)
    departures: float = flow("persons", "Persons who left for the country of destination", 1)
    completed_mobilities: float = flow("persons", "Persons who departed and fulfilled the planned stay", 1)
    early_returns: float = flow("persons", "Persons who returned before the end of the planned stay", -1)
    returned: float = flow("persons", "Persons who returned after the planned stay")
    stayed: float = flow("persons", "Persons who stayed on after the planned stay")
    reintegrated: float = flow("persons", "Returnees successfully reintegrated", 1)
    private_contribution: float = flow("EUR", "Money contributed by hosts", 1)
    months_to_departure: float = of_run("months", "Median months from preselection to departure", -1)
    cost_per_completed: float = of_run(
        "EUR", "Public cost per completed mobility that public money paid for; undefined without one", -1
    )
    women_share: float = of_run("share", "Share of women among departures")
    waiting_travel: float = flow("person-months", "Person-months waited for travel", -1)
    women_departed: float = flow("persons", "Women who left for the country of destination")


@njit
def return_probability(quality, p):
    """Probability of a return before the end of the planned stay (given per year, compounded over the stay)."""
    shift = value_by_level(p.candidates.level_return, p.design.level)
    yearly = probability(p.candidates.return_utility - p.candidates.return_quality * quality + shift)
    return 1.0 - (1.0 - yearly * candidate.return_relief(p)) ** (p.design.stay_months / 12)


@njit
def reintegrates(u, supported, economy, p):
    """A returnee is reintegrated, helped by support and by the state of the economy of origin."""
    support = supported * (1.0 + p.candidates.business_effect) if p.design.business_creation else supported
    utility = (
        p.candidates.reintegration_base
        + p.candidates.reintegration_effect * support
        + p.candidates.reintegration_economy * math.log(max(economy, 1e-6))
    )
    return u < probability(utility)


@inner
def leaves(state, person, p, month):
    """Whether a traveller may leave this month: borders are open, the origin lets its people go, stays can begin."""
    free = state.origins[person.origin].stopped == 0
    return free and person.border_needed <= state.scheme.travel_open and waits.intake(month, p)


@inner
def depart(state, i, p, month):
    """A departure: the contribution falls due, an early return and its month are drawn now, once."""
    scheme = state.scheme
    row = state.monthly[month]
    person = state.candidates[i]
    if person.contribution > 0.0:
        state.employers[person.employer].contributed += person.contribution
        row.private_contribution += person.contribution
        scheme.private_balance += max(0.0, person.contribution - mobility_cost(p) + person.committed)
    a, b, c, d = uniforms(scheme, DEPARTURE, person.origin, person.agent, person.matches, 1)
    support = p.design.reintegration_support * p.costs.reintegration
    if support > 0.0 and a < p.design.reintegration_support:
        paid = accounts.pay(state, Line.reintegration, return_cost(p), month)
        person.supported = 1 if paid else 0
    if person.departed < 0:
        state.waits[month - person.selected].departures += 1
    person.departed = month
    row.departures += 1.0
    row.departures_self_financed += person.self_financed
    row.women_departed += person.gender
    stay = whole_months(p.design.stay_months, d)
    if b < return_probability(person.quality, p):
        person.cut_short = 1
        stay = int(c * stay)
    state.consulates[pair_of(state, person)].abroad += 1
    enter_until(state, state.stays, i, Stage.abroad, min(month + max(stay, 1), FAR_MONTH), month)


@inner
def withdraw_support(state, person, p, month):
    """Support that was set aside for a return, and is not needed, goes back into its line."""
    if person.supported and state.scheme.funded:
        accounts.refund(state, Line.reintegration, return_cost(p), month)
        person.supported = 0


@inner
def hired_again(state, i, p, month):
    """A host takes a seasonal worker again, if there is a place and the money for it."""
    person = state.candidates[i]
    host = state.employers[person.employer]
    market = state.markets[person.market]
    if p.design.kind != Mobility.seasonal or not state.scheme.alive or host.status != Status.engaged:
        return False
    if not places.affordable(state, host, market, p):
        return False
    withdraw_support(state, person, p, month)
    places.hire_again(state, host, market, i, p, month)
    note(state, i, Stage.returned, Reason.none, month)
    enter(state, i, Stage.permit, Reason.none, month)
    state.monthly[month].rehires += 1.0
    return True


@inner
def rest_of_stay(state, person, p):
    """Months of the planned stay that were left when it broke off."""
    a, b, c, d = uniforms(state.scheme, DEPARTURE, person.origin, person.agent, person.matches, 1)
    planned = whole_months(p.design.stay_months, d)
    return planned - max(int(c * planned), 1)


@inner
def end_stay(state, i, p, month):
    """The stay ends: broken off, or completed, and then staying on or returning, perhaps to be reintegrated."""
    row = state.monthly[month]
    person = state.candidates[i]
    state.stages[Stage.abroad].count -= 1
    if person.cut_short and rights.change(state, i, rest_of_stay(state, person, p), p, month):
        return
    state.consulates[pair_of(state, person)].abroad -= 1
    if person.cut_short:
        withdraw_support(state, person, p, month)
        settle(state, i, Stage.dropped_out, Reason.early_return, month)
        row.early_returns += 1.0
        state.employers[person.employer].trust *= 1.0 - p.trust.return_loss
        state.origins[person.origin].disappointed += 1.0
        state.countries[state.markets[person.market].country].disappointed += 1.0
        return
    state.employers[person.employer].results += 1.0
    state.markets[person.market].results += 1.0
    row.completed_mobilities += 1.0
    row.completed_self_financed += person.self_financed
    note(state, i, Stage.completed, Reason.none, month)
    a, b, c, d = uniforms(state.scheme, END_OF_STAY, person.origin, person.agent, person.matches, 2)
    if a < value_by_kind(p.candidates.stay_share, p.design.kind):
        withdraw_support(state, person, p, month)
        settle(state, i, Stage.stayed, Reason.none, month)
        row.stayed += 1.0
        return
    row.returned += 1.0
    if c < p.candidates.rehire and hired_again(state, i, p, month):
        return
    if reintegrates(b, person.supported, state.origins[person.origin].economy, p):
        note(state, i, Stage.returned, Reason.none, month)
        settle(state, i, Stage.reintegrated, Reason.none, month)
        row.reintegrated += 1.0
    else:
        settle(state, i, Stage.returned, Reason.none, month)


@inner
def end_stays(state, p, month):
    """Everyone whose stay ends or breaks off this month."""
    i = take_due(state.stays, month)
    while i >= 0:
        following = state.candidates[i].next
        end_stay(state, i, p, month)
        i = following


@inner
def step(state, p, month):
    """Stays end; those who are ready leave as far as borders are open."""
    end_stays(state, p, month)
    for place in range(take_all(state, Stage.ready)):
        i = state.lists[Stage.ready, place]
        person = state.candidates[i]
        why = waits.lost(state, person, month)
        if why != Reason.none:
            lose_match(state, i, why, month)
        elif leaves(state, person, p, month):
            depart(state, i, p, month)
        else:
            append(state, i, Stage.ready)
            state.monthly[month].waiting_travel += 1.0


@inner
def measure(state, run):
    """How long departures took, what a completed mobility costs, and the share of women."""
    run.months_to_departure = median_wait(state.waits.departures)
    run.cost_per_completed = per(run.public_cost, run.completed_mobilities - run.completed_self_financed)
    run.women_share = per(run.women_departed, run.departures)
