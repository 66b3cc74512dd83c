"""Politics: support that reacts, elections, and states that stop a pathway for a time (L4, L6, L13).

Support of a government moves every month and drifts back to the level of the government of the day. Reported results
raise this level: completed stays at destination; returns and placements at home, less the skills lost, at origin. A
shock lowers it. Disappointed people, and a plan that is behind at a review, cost support at once, without a report. An
election sets the level anew, by chance, and can destroy trust, most of all where nothing is signed yet. A state may
also stop everything for months: at destination no permits are issued, at origin nobody may leave. A scheme that its
governments trust and support is more often exempt.

1. *Shock.* struck = politics.shock_effect * intensity; fallen = max(0, 1 - (1 - struck) / (1 - struck of the month before)).
2. *Review.* behind = 0, but if funded, places > 0, month > 0 and month mod steering.review_months = 0:

   ```
   lead   = lead months as planned (call_months + training_months + closing_months)
   due    = clip((month - lead) / max(planned_months - lead, 1))                share of the places that should be taken
   behind = max(0, due - known_taken / places)                                  known: [reports](#reports)
   ```
3. Governments, in order of rows: (i) if the calendar month ([phases](#phases)) is next_election, an *election*; (ii) with n, N the persons that disappointed
   its country since the month before, of those planned ([trust](#trust)), and seen = clip(known_gains / max(planned_trainees, 1)) at
   origin, clip(known_completed / max(places, 1)) at destination:

   ```
   level   = (usual + (1 - usual) * politics.results_effect * seen) * (1 - struck)
   support = support * (1 - fallen)
   support = support + politics.return_speed * (level - support)
   support = clip(support * exp(-(politics.failure_effect * n / max(N, 1) + politics.review_effect * behind)))
   ```
   ```
   election:  elections += 1;  next_election += politics.term_months
              kept    = trust * (1 if signed else politics.unsigned_kept)
              redrawn = clip(politics.support_new + politics.support_spread * N(a) - support lost)
              support = kept * support + (1 - kept) * redrawn;   usual = kept * usual + (1 - kept) * redrawn
              trust   = trust * (1 - politics.turnover * (1 - kept) * (1 - memory) * b)               ([memory](#memory))
   ```

   Support lost is that by [protectionism](#protectionism) at destination, 0 at origin.
4. *Stops*: each country of origin, then each of destination. In calendar months: if month >= stopped_until, with a, b, c of draw `stop` and w the
   smallest [standing](#government) of its governments (at most 1):

   ```
   yearly  = politics.stop_rate * (stops, times at destination, 1 at origin) * (1 - politics.stop_shelter * w)
   if a < 1 - exp(-yearly / 12): stopped_until = min(month + months(lognormal(b, politics.stop_months, politics.stop_variation), c), 32000)
   ```

   Then stopped = 1 if month < stopped_until, else 0; `stopped_months` + stopped. While a country of destination is
   stopped, its permit desk is closed ([permits](#permits)) and hosts expect to wait ([hiring](#hiring)); while one of origin is,
   nobody leaves it ([mobility](#mobility)). Money that runs out and closed borders in a shock are no stops.
"""

import math
from dataclasses import dataclass

from sim.agents import government
from sim.categories import Side
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import uncertain, within
from sim.draws import decision, for_life, lognormal_from, normal_from, whole_months
from sim.laws import protectionism, trust
from sim.laws.desks import FAR_MONTH
from sim.laws.plan import lead_months
from sim.measures import flow

ELECTION = decision(6, "election", "support", "trust destroyed", agent="government", event="elections")
STOP = decision(
    38, "stop", "a stop begins", "months that it lasts", "fraction of a month", group="country", agent="side", event="month"
)  # fmt: skip


@dataclass
class Politics:
    """Elections, what moves support between them, and stops."""

    support_new: float = uncertain(
        0.5, 0.0, 1.0, "0-1", "Mean political support of a government after an election", "brief.flexibility",
        plausible=within(0.25, 0.75, "odds", "assumption", "odds a third to three times"),
    )  # fmt: skip
    turnover: float = uncertain(
        0.6, 0.0, 1.0, "share", "Share of trust that an election can destroy where it is not institutionalised",
        "politics.minister_tenure",
        plausible=within(0.33, 0.82, "odds", "assumption",
            "how often ministers change is published, what it does to trust is not; odds a third to three times"),
    )  # fmt: skip
    unsigned_kept: float = uncertain(
        0.5, 0.0, 1.0, "share", "Share of trust that counts as institutionalised without a signature",
        plausible=within(0.25, 0.75, "odds", "assumption", "odds a third to three times"),
    )  # fmt: skip
    return_speed: float = uncertain(
        0.06, 0.0, 1.0, "1/month", "Speed at which support returns to the level of the government of the day",
        plausible=within(0.02, 0.18, "log", "assumption", "half of the way in a third of a year to three years"),
    )  # fmt: skip
    shock_effect: float = uncertain(
        0.2, 0.0, 0.9, "share", "Support lost at full intensity of a shock",
        plausible=within(0.05, 0.45, "odds", "assumption",
            "the brief names fears that pathways close in a pandemic, no figure; a twentieth to nearly half"),
    )  # fmt: skip
    results_effect: float = uncertain(
        0.3, 0.0, 1.0, "share", "Share of the support still missing that reported results win once the plan is fulfilled",
        plausible=within(0.12, 0.56, "odds", "assumption", "odds a third to three times"),
    )  # fmt: skip
    failure_effect: float = uncertain(
        0.5, 0.0, 10.0, "factor", "How much support falls if all planned persons were disappointed (its logarithm)",
        plausible=within(0.2, 1.25, "log", "assumption", "half of what it does to trust"),
    )  # fmt: skip
    review_effect: float = uncertain(
        0.1, 0.0, 5.0, "factor", "How much support falls at a review that finds nothing of what is due (its logarithm)",
        plausible=within(0.03, 0.3, "log", "assumption", "no figure; a third to three times"),
    )  # fmt: skip
    skills_weight: float = uncertain(
        0.5, 0.0, 5.0, "factor", "Weight that origin gives to a skill lost, relative to a person returned or placed at home",
        plausible=within(0.15, 1.5, "log", "assumption", "no figure; a third to three times"),
    )  # fmt: skip
    stop_rate: float = uncertain(
        0.03, 0.0, 12.0, "1/year", "Stops a year by a state of origin or destination, in a usual climate, for a scheme of no standing",
        plausible=within(0.01, 0.09, "log", "assumption",
            "in 8 years 12 states of destination stopped or cut visas 2 or 3 times, 14 of origin banned departures 1 to 3 times (corridors): 0.01 to 0.03; weaker and unreported ones up to three times"),
    )  # fmt: skip
    stop_months: float = uncertain(
        11.0, 0.0, 120.0, "months", "Mean length of a stop",
        plausible=within(6.0, 20.0, "log", "assumption", "7.5, 11 and 15 months where an end was published (corridors); one had none after years"),
    )  # fmt: skip
    stop_variation: float = uncertain(
        0.5, 0.0, 2.0, "cv", "Coefficient of variation of that length",
        plausible=within(0.25, 1.0, "log", "assumption", "three published lengths vary by a third; half to double"),
    )  # fmt: skip
    stop_shelter: float = uncertain(
        0.5, 0.0, 1.0, "share", "Share of stops that a scheme of full standing is spared",
        plausible=within(0.25, 0.75, "odds", "assumption",
            "agreements between governments were exempt from the Philippine cap on nurses, how often is not known; odds a third to three times"),
    )  # fmt: skip


class Origin:
    """A ban on departures."""

    stopped: int = column("u1", 0, "1 while the state lets nobody leave")
    stopped_until: int = column("i4", 0, "Calendar month in which its latest stop ends", stays=True)


class Country:
    """A stop of permits."""

    stopped: int = column("u1", 0, "1 while the state issues no permits")
    stopped_until: int = column("i4", 0, "Calendar month in which its latest stop ends", stays=True)


class Scheme:
    """What the shock did to support."""

    struck: float = column("f8", 0.0, "Share of support that the shock takes this month", stays=True)


class Measures:
    """Stops."""

    stopped_months: float = flow(
        "country-months", "Months in which a state of origin or destination stops the pathway", -1
    )


@njit
def hold_election(place, key, p):
    """An election redraws support and destroys trust, the less the more the relation is institutionalised.

    What is kept grows with trust itself and with a signature: an early election costs more than a late one.
    """
    place.elections += 1
    place.next_election += p.politics.term_months
    kept = place.trust * (1.0 if place.signed else p.politics.unsigned_kept)
    a, b, c, d = for_life(key, ELECTION, 0, government.identity(place), place.elections, 0)
    lost = protectionism.support_lost(p) if place.side == Side.destination else 0.0
    redrawn = min(max(p.politics.support_new + p.politics.support_spread * normal_from(a) - lost, 0.0), 1.0)
    place.support = kept * place.support + (1.0 - kept) * redrawn
    place.usual = kept * place.usual + (1.0 - kept) * redrawn
    place.trust *= 1.0 - p.politics.turnover * (1.0 - kept) * (1.0 - key.memory) * b


@inner
def behind_plan(state, p, month):
    """At a review: how far the places that are known to be taken lag behind the plan, as a share of all."""
    scheme = state.scheme
    if not scheme.funded or scheme.places == 0 or month == 0 or month % p.steering.review_months != 0:
        return 0.0
    lead = lead_months(p)
    due = min(max((month - lead) / max(scheme.planned_months - lead, 1.0), 0.0), 1.0)
    return max(0.0, due - scheme.known_taken / scheme.places)


@njit
def level(usual, seen, struck, p):
    """The level to which support drifts: that of the government of the day, raised by results, lowered by the shock."""
    return (usual + (1.0 - usual) * p.politics.results_effect * seen) * (1.0 - struck)


@njit
def after_failures(support, disappointed, planned, behind, p):
    """Support after persons were disappointed, of those planned, and after a review that found the plan behind."""
    failed = p.politics.failure_effect * disappointed / max(planned, 1.0) + p.politics.review_effect * behind
    return min(max(support * math.exp(-failed), 0.0), 1.0)


@inner
def move_support(state, p, month):
    """Elections; then support of every government reacts to the shock, to results and to failures."""
    scheme = state.scheme
    struck = p.politics.shock_effect * scheme.intensity
    fallen = max(0.0, 1.0 - (1.0 - struck) / (1.0 - scheme.struck))
    scheme.struck = struck
    behind = behind_plan(state, p, month)
    at_origin = min(max(scheme.known_gains / max(scheme.planned_trainees, 1.0), 0.0), 1.0)
    at_destination = min(scheme.known_completed / max(float(scheme.places), 1.0), 1.0)
    for g in range(state.governments.size):
        place = state.governments[g]
        if scheme.began + month == place.next_election:
            hold_election(place, scheme, p)
        seen = at_origin if place.side == Side.origin else at_destination
        disappointed, planned = trust.disappointments(state, place)
        support = place.support * (1.0 - fallen)
        support += p.politics.return_speed * (level(place.usual, seen, struck, p) - support)
        place.support = after_failures(support, disappointed, planned, behind, p)


@njit
def chance_of_stop(standing, side, p):
    """Chance that a state stops the pathway this month."""
    yearly = p.politics.stop_rate * (1.0 - p.politics.stop_shelter * standing)
    if side == Side.destination:
        yearly *= protectionism.stops(p)
    return 1.0 - math.exp(-yearly / 12.0)


@inner
def stop(state, place, side, number, p, month):
    """Whether a country stops the pathway this month: a stop that goes on, or one that begins."""
    calendar = state.scheme.began + month
    if calendar >= place.stopped_until:
        a, b, c, d = for_life(state.scheme, STOP, number, side, calendar, 0)
        if a < chance_of_stop(government.weakest_standing(state, side, number), side, p):
            months = whole_months(lognormal_from(b, p.politics.stop_months, p.politics.stop_variation), c)
            place.stopped_until = min(calendar + months, FAR_MONTH)
    place.stopped = 1 if calendar < place.stopped_until else 0
    state.monthly[month].stopped_months += place.stopped


@inner
def step(state, p, month):
    """Support moves; then states may stop the pathway."""
    move_support(state, p, month)
    for o in range(state.origins.size):
        stop(state, state.origins[o], Side.origin, o, p, month)
    for c in range(state.countries.size):
        stop(state, state.countries[c], Side.destination, c, p, month)
