"""What the report of a sequence says in plain words, all of it computed."""

import math
from typing import Any

import pandas as pd

from analysis.forecasting.wording import persons
from analysis.sequence.gate import ALWAYS, GATE, NEVER
from analysis.sequence.plans import COUNTS, GATED, LONG, UNGATED
from analysis.sequence.record import INDEPENDENT, SCHEMES, TOGETHER, TOTAL
from analysis.sequence.runs import COMPLETED, COORDINATION, COST, Found
from analysis.sequence.settings import Settings
from analysis.sequence.tables import BY_YEAR, UNIT_COST, better_of
from analysis.worlds.settings import BASIS, Uncertainty
from sim.reporting import names, safest
from sim.reporting.safest_words import HUNDRED, hundredths, of_hundred
from sim.reporting.wording import money, number, with_unit

Row = Any
WHOLE = 10.0
"""From this number on, persons are shown as whole numbers."""


def years(duration: float) -> str:
    """A duration in years: ``five years``, ``2.5 years``, ``one year``."""
    if duration == int(duration) and duration < len(COUNTS):
        return counted_in_words(int(duration), "year")
    return f"{duration:.3g} years"


def counted_in_words(number: int, thing: str) -> str:
    """``one year``, ``three years``."""
    return f"{COUNTS[number]} {thing}{'s' * (number != 1)}"


def called(plan: str, settings: Settings) -> str:
    """A plan within a sentence."""
    two = f"two schemes of {years(settings.phase_years)}"
    return {
        LONG: f"one scheme of {years(settings.years)}", GATED: f"{two} with a decision between",
        UNGATED: f"{two} without a decision",
    }.get(plan, f"{counted_in_words(settings.schemes, 'scheme')} at once")  # fmt: skip


def short(plan: str, settings: Settings) -> str:
    """A plan in a picture, a table, or a sentence after the first."""
    known = {LONG: "one long scheme", GATED: "two with a decision", UNGATED: "two without a decision"}
    return known.get(plan, f"{COUNTS[settings.schemes]} at once")


def euros(value: float, low: float, high: float) -> str:
    """Money rounded as far as its interval allows: ``58,000 EUR``."""
    return f"{money(safest.known(value, high - low) if math.isfinite(high - low) else value)} EUR"


def count(value: float) -> str:
    """A mean number of persons: whole from ten on, with one decimal below."""
    text = f"{value:,.0f}" if abs(value) >= WHOLE else f"{value:.1f}"
    return text if text.strip("-0.") else "0"


def amount(value: float, unit: str) -> str:
    """A number with the unit of an indicator, where this is not persons."""
    return count(value) if unit == "persons" else with_unit(value, unit)


def answer(
    found: Found, table: pd.DataFrame, gates: pd.DataFrame, record: pd.DataFrame, settings: Settings
) -> list[str]:
    """Which plan is best and how surely, by when, at what cost; what the decision is worth; and the record."""
    sentences = [
        verdict(found, table, settings), on_average(table, settings), by_then(table, settings), costs(table, settings),
        saved(table, settings), *decision(gates, settings), record_words(record),
    ]  # fmt: skip
    return [sentence for sentence in sentences if sentence]


def ranked(table: pd.DataFrame, quantity: str) -> list[Row]:
    """The rows of a quantity, the best plan first."""
    rows = table[table.quantity == quantity]
    return list(rows.sort_values("mean", ascending=better_of(quantity) < 0, kind="stable").itertuples())


def verdict(found: Found, table: pd.DataFrame, settings: Settings) -> str:
    """In how many worlds the plan that is best on average is better than the next."""
    best, second = (row.plan for row in ranked(table, settings.outcome)[:2])
    values = {course.plan.name: course.totals[settings.outcome] for course in found.plans}
    against, what = safest.better(values[second], values[best]), names.indicator(settings.outcome)
    scenario = names.scenario(found.plans[0].plan.schemes[0].scenario)
    where = f"In {scenario}, with {BASIS[settings.budget].replace('design', 'plan')}"
    if against.equal == against.total:
        return f"{where}, the two best plans give the same number of {what} in all {against.total:,} worlds."
    more, equal, fewer = hundredths((against.more, against.equal, against.fewer), against.total)
    good, bad = (more, fewer) if better_of(settings.outcome) > 0 else (fewer, more)
    often = f"in {good} of {min(against.total, HUNDRED):,} {_worlds(settings)}, as many in {equal}"
    if not names.plural(settings.outcome):
        higher, lower = ("higher", "lower") if better_of(settings.outcome) > 0 else ("lower", "higher")
        return (
            f"{where}, {what} is {higher} with {called(best, settings)} than with {called(second, settings)} (the next best)"
            f" {often.replace('as many', 'the same')}, {lower} in {bad}."
        )
    first, last = ("more", "fewer") if better_of(settings.outcome) > 0 else ("fewer", "more")
    return (
        f"{where}, {called(best, settings)} give{'s' * (best == LONG)} {first} {what} than {called(second, settings)} (the next best)"
        f" {often}, {last} in {bad}."
    )


def _worlds(settings: Settings) -> str:
    return "worlds" if settings.uncertainty == Uncertainty.chance else "plausible worlds"


def on_average(table: pd.DataFrame, settings: Settings) -> str:
    """The mean of every plan, and its worst tenth."""
    rows = ranked(table, settings.outcome)
    told = names.listed([f"{amount(row.mean, row.unit)} with {short(row.plan, settings)}" for row in rows])
    worst = names.listed([amount(row.worst_tenth, row.unit) for row in rows])
    return (
        f"{names.starting(names.indicator(settings.outcome))} on average: {told}. In the worst tenth of the worlds: {worst}, in the same"
        " order."
    )


def by_then(table: pd.DataFrame, settings: Settings) -> str:
    """Departures by the chosen year."""
    told = names.listed([f"{count(row.mean)} with {short(row.plan, settings)}" for row in ranked(table, BY_YEAR)])
    return f"Departures by the end of year {settings.by_year}, on average: {told}."


def costs(table: pd.DataFrame, settings: Settings) -> str:
    """What a completed mobility costs, and how much of the money coordination takes."""
    rows = [row for row in ranked(table, UNIT_COST) if math.isfinite(row.mean)]
    if not rows:
        return ""
    spent = table.pivot(index="plan", columns="quantity", values="mean")
    told = names.listed(
        [f"{euros(row.mean, row.ci_low, row.ci_high)} with {short(row.plan, settings)}" for row in rows]
    )
    shares = [f"{100 * spent.loc[row.plan, COORDINATION] / spent.loc[row.plan, COST]:.0f}" for row in rows]
    return (
        f"Public money for each completed mobility: {told}. Coordination takes {names.listed(shares)} % of the money, in the same"
        " order."
    )


def saved(table: pd.DataFrame, settings: Settings) -> str:
    """What the plan with a decision saves and loses against the first plan."""
    rows = table[table.plan == GATED].set_index("quantity")
    persons_less, less = -rows.difference[COMPLETED], -rows.difference[COST]
    if not (persons_less > 0.0 and less > 0.0):
        return ""
    return (
        f"Compared with one long scheme, two with a decision save {money(less)} EUR and complete {count(persons_less)} fewer mobilities"
        f" on average: {money(less / persons_less)} EUR saved for each one lost."
    )


def decision(gates: pd.DataFrame, settings: Settings) -> list[str]:
    """What the planner's gate decides, what that is worth, and how often it is wrong."""
    row = next(gates[gates.gate == settings.gate].itertuples())
    first, both = (float(gates.set_index("rule")[COMPLETED][rule]) for rule in (NEVER, ALWAYS))
    phases = f"The first of the two schemes completes {count(first)} mobilities on average, and the second would add {count(both - first)}."
    level = f"The gate ({100 * settings.gate:.0f} % of the first scheme's places reported as taken)"
    if row.rule != GATE or row.worlds_stopped == 0:
        return [phases, f"{level} never stops the second scheme, so it decides nothing."]
    told = (
        f"{level} stops the second scheme in {of_hundred(row.worlds_stopped, row.worlds)} worlds. On average this saves"
        f" {money(row.money_saved)} EUR and loses {count(row.completed_forgone)} completed mobilities."
    )
    return [f"{phases} {told}", erring(row), worth(row), *valued(gates, row, settings)]


def erring(row: Row) -> str:
    """How often the gate is wrong."""
    poor, better = (
        of_hundred(each, row.worlds_stopped) for each in (row.stopped_below_half, row.stopped_better_than_average)
    )
    text = (
        f"Of the second schemes that it stops, {poor} would have completed fewer than half of their places, but {better} would have"
        " done better than the average second scheme."
    )
    if row.worlds_passed == 0:
        return text
    return f"{text} Of those that it lets begin, {of_hundred(row.passed_below_half, row.worlds_passed)} complete fewer than half."


def worth(row: Row) -> str:
    """For which value of a completed mobility the gate is worth having."""
    if math.isinf(row.worth_below):
        return (
            "The gate loses no completed mobility: it is worth having, whatever a completed mobility is worth to you."
        )
    below = euros(row.worth_below, row.worth_below_ci_low, row.worth_below_ci_high)
    if row.worlds_passed == 0:
        return f"As it stops every second scheme, it is right only if a completed mobility is worth less than {below} to you."
    if math.isinf(row.worth_above):
        return "The second schemes that the gate lets begin add no completed mobility: stop after the first scheme in any case."
    above = euros(row.worth_above, row.worth_above_ci_low, row.worth_above_ci_high)
    if row.worth_below <= row.worth_above:
        return (
            "This gate is not worth having, whatever a completed mobility is worth to you: it saves less for each one that is lost"
            f" ({below}) than you pay for each one that the other second schemes add ({above})."
        )
    return (
        f"The gate is worth having if a completed mobility is worth between {above} and {below} to you. If it is worth less, stop"
        " after the first scheme in any case; if it is worth more, begin the second in any case."
    )


def valued(gates: pd.DataFrame, row: Row, settings: Settings) -> list[str]:
    """What the option to stop is worth at the planner's own value; nothing to say where none was given."""
    if not settings.worth > 0.0:
        return []
    best = max((each for each in gates.itertuples() if each.rule == GATE), key=lambda each: float(each.option_value))
    low, high = row.option_value_ci_low, row.option_value_ci_high
    text = (
        f"At your value of {money(settings.worth)} EUR, this gate gains {euros(row.option_value, low, high)} (95 % interval"
        f" {money(low)} to {money(high)}) over the better of the two rules without a decision"
    )
    if best.gate == row.gate:
        return [f"{text}, the most of all levels tried."]
    return [
        f"{text}. Of the levels tried, {100 * best.gate:g} % gains most: {euros(best.option_value, best.option_value_ci_low, best.option_value_ci_high)}."
    ]


def record_words(record: pd.DataFrame) -> str:
    """Whether the published total of four schemes lies in the interval."""
    if record.empty:
        return ""
    rows: dict[str, Row] = {row.pairing: row for row in record[record.scheme == TOTAL].itertuples()}
    alone, together = rows[INDEPENDENT], rows[TOGETHER]
    held = "inside both 90 % intervals" if alone.inside_90 and together.inside_90 else (
        "outside both 90 % intervals" if not (alone.inside_90 or together.inside_90) else "inside only one of the two 90 % intervals"
    )  # fmt: skip
    return (
        f"Record: {names.listed([names.scenario(scheme) for scheme in SCHEMES])} planned for {alone.planned:,.0f} persons together, and"
        f" {number(alone.published_low, 'count')} to {number(alone.published_high, 'count')} were counted. If it does not know their outcomes, the"
        f" model expects {persons(alone.p50)} ({persons(alone.p05)} to {persons(alone.p95)} if they are independent, {persons(together.p05)}"
        f" to {persons(together.p95)} if their good and bad worlds coincide). So the published total lies {held}."
    )
