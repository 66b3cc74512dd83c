"""Reports: what the lead and the funder know, and how late (L2, L5, L21).

The lead does not see everything that happens. It learns of a shortage, of the places taken and of what hosts want when
a report is written. Monitoring pays for reports. Without it, the lead still notices, but later. With only part of the
money, reports come less often; more money than reports cost brings nothing. The lead cannot act on what has not been
reported ([steering](#steering)), and governments do not see it ([politics](#politics)).

1. *Coverage* of monitoring, with k = end_month - month and need = costs.monitoring * scale: 0 if not funded, k <= 0 or
   left(monitoring) <= 0; else 1 if need <= 0; else min(left(monitoring) / k / need, 1). Then:

   ```
   watched     += coverage
   report_due  += coverage / steering.report_months + (1 - coverage) / max(steering.unmonitored_months, steering.report_months)
   short       += interviews_short (of last month's interviews)
   of each line: worst = max(worst, unmet);  unmet = 0
   ```
2. *Report*, if report_due >= 1 - 1e-6: report_due - 1. Known from now on are: known_taken = places_taken; known_vacancies = the open
   vacancies of all engaged hosts; known_short = short, then short = 0; lacking = worst, then worst = 0, of each line;
   known_completed = the sum of the markets' results; known_gains = persons in returned, reintegrated and placed_home -
   politics.skills_weight * candidates.home_work * persons in stayed.
3. *Sensing*, always: wanted = the sum over markets of (profile / number of markets).

   ```
   speed   = agencies.sensing + (agencies.board_sensing if design.advisory_board else 0)
             + (agencies.monitoring_sensing * watched in the month of a report, after which watched = 0)
   sensed += min(speed, 1) * covered * (wanted - sensed)
   ```
"""

from dataclasses import dataclass

from sim.categories import Line, Stage
from sim.columns import column
from sim.compiled import inner
from sim.declare import uncertain, within
from sim.laws.accounts import remaining
from sim.laws.plan import ROUNDING


@dataclass
class Steering:
    """How often somebody looks."""

    report_months: float = uncertain(
        6.0, 1.0, 36.0, "months", "Interval between reports where monitoring is paid for",
        plausible=within(3.0, 12.0, "log", "assumption", "a quarter to a year; projects usually report every half year or year"),
    )  # fmt: skip
    unmonitored_months: float = uncertain(
        18.0, 1.0, 60.0, "months", "Interval at which the lead takes stock by itself, without monitoring",
        plausible=within(12.0, 36.0, "log", "assumption", "halfway through a pilot of three years; yearly to once at its end"),
    )  # fmt: skip


@dataclass
class Agencies:
    """How the lead senses the market."""

    sensing: float = uncertain(
        0.05, 0.0, 1.0, "1/month", "Speed at which the lead senses the wanted profile by itself",
        plausible=within(0.017, 0.15, "log", "assumption", "a third to three times"),
    )  # fmt: skip
    board_sensing: float = uncertain(
        0.25, 0.0, 1.0, "1/month", "What an advisory board adds to the speed of sensing the wanted profile", "brief.trust",
        plausible=within(0.08, 0.75, "log", "assumption", "a third to three times"),
    )  # fmt: skip
    monitoring_sensing: float = uncertain(
        0.10, 0.0, 1.0, "1/month", "What each month of monitoring adds to the speed of sensing, in the month of the report",
        plausible=within(0.033, 0.3, "log", "assumption", "a third to three times"),
    )  # fmt: skip


@dataclass
class Costs:
    """Price of monitoring."""

    monitoring: float = uncertain(
        1_000.0, 0.0, 1e6, "EUR/month", "Monitoring that reports in time",
        plausible=within(300.0, 3000.0, "log", "assumption", "a fifth of a post; a third to three times"),
    )  # fmt: skip


class Account:
    """What is known of a budget line."""

    worst: float = column("f8", 0.0, "Most that the line could not pay in a month since the last report, EUR")
    lacking: float = column("f8", 0.0, "The same, as last reported and not yet relieved, EUR")


class Scheme:
    """What the lead senses, and what is known by the last report."""

    sensed: float = column("f8", 0.0, "The lead's picture of the wanted profile", stays=True)
    coverage: float = column("f8", 0.0, "Share of this month's monitoring that is paid for")
    watched: float = column("f8", 0.0, "Months of monitoring since the last report")
    report_due: float = column("f8", 0.0, "Share of the next report that is written")
    short: float = column("f8", 0.0, "Interviews wanted and not held since the last report")
    known_short: float = column("f8", 0.0, "The same, as last reported and not yet relieved")
    known_taken: int = column("i8", 0, "Places taken, as last reported")
    known_vacancies: int = column("i8", 0, "Open vacancies of engaged hosts, as last reported")
    known_completed: float = column("f8", 0.0, "Persons who completed their stay, as last reported")
    known_gains: float = column("f8", 0.0, "Persons returned or placed at home, less skills lost, as last reported")


@inner
def coverage(state, p, month):
    """Share of this month's monitoring that is paid for."""
    scheme = state.scheme
    left = remaining(state, Line.monitoring)
    months_left = scheme.end_month - month
    if not scheme.funded or months_left <= 0 or left <= 0.0:
        return 0.0
    need = p.costs.monitoring * p.scale
    return min(left / months_left / need, 1.0) if need > 0.0 else 1.0


@inner
def observe(state, p, month):
    """A month passes: monitoring goes on, and what lacked is noted for the next report."""
    scheme = state.scheme
    share = coverage(state, p, month)
    scheme.coverage = share
    scheme.watched += share
    alone = max(p.steering.unmonitored_months, p.steering.report_months)
    scheme.report_due += share / p.steering.report_months + (1.0 - share) / alone
    scheme.short += scheme.interviews_short
    for line in range(state.money.size):
        account = state.money[line]
        account.worst = max(account.worst, account.unmet)
        account.unmet = 0.0


@inner
def report(state, p):
    """What happened so far becomes known."""
    scheme = state.scheme
    stages = state.stages
    scheme.report_due -= 1.0
    scheme.known_taken = scheme.places_taken
    scheme.known_vacancies = scheme.vacancies
    scheme.known_short = scheme.short
    scheme.short = 0.0
    scheme.known_completed = 0.0
    for m in range(state.markets.size):
        scheme.known_completed += state.markets[m].results
    gained = float(stages[Stage.returned].count + stages[Stage.reintegrated].count + stages[Stage.placed_home].count)
    scheme.known_gains = gained - p.politics.skills_weight * p.candidates.home_work * stages[Stage.stayed].count
    for line in range(state.money.size):
        state.money[line].lacking = state.money[line].worst
        state.money[line].worst = 0.0


@inner
def sense(state, watched, p):
    """The lead's picture of the wanted profile follows the markets, faster with a board and with what a report brings."""
    scheme = state.scheme
    wanted = 0.0
    for m in range(state.markets.size):
        wanted += state.markets[m].profile / state.markets.size
    speed = p.agencies.sensing + p.agencies.monitoring_sensing * watched
    speed += p.agencies.board_sensing if p.design.advisory_board else 0.0
    scheme.sensed += min(speed, 1.0) * scheme.covered * (wanted - scheme.sensed)


@inner
def step(state, p, month):
    """Observe the month, report if a report is due, and sense the market."""
    scheme = state.scheme
    observe(state, p, month)
    watched = 0.0
    if scheme.report_due >= 1.0 - ROUNDING:
        report(state, p)
        watched = scheme.watched
        scheme.watched = 0.0
    sense(state, watched, p)
