"""What the advice says in plain words, all of it computed from the table: by push, by scenario and in all."""

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from analysis.advice.free_lunch import USUAL, Thresholds
from analysis.advice.tables import BEFORE, remaining
from sim.parameters import parameters
from sim.reporting import names
from sim.reporting.wording import counted, money

LEAST_PERSONS = 1.0
LEAST_COST = 0.02
"""Changes below these (in public cost: as a share) are too small to show beside others."""
NAMED = 5
"""Free lunches that the answer names, at most."""
_TEXTS = dict.fromkeys(("value_from", "value_to", "direction", "worse", "rule", "exception", "price"), str)


def read(path: Any) -> pd.DataFrame:
    """A table of the advice from a file."""
    return pd.read_csv(path, dtype=_TEXTS, keep_default_na=False, na_values={name: [""] for name in _NUMBERS})


_NUMBERS = tuple(
    prefix + name + suffix
    for name in ("completed_mobilities", "public_cost", "cost_per_completed", "early_returns", "trust_government",
                 "trust_employer", "months_to_departure")
    for prefix, suffix in (("", ""), ("", "_ci_low"), ("", "_ci_high"), (BEFORE, ""))
)  # fmt: skip


def answer(table: pd.DataFrame) -> list[str]:
    """Two sentences: whether anything is to be had for nothing, and what adds most in each scenario at which cost."""
    return [_free(table), _most(table)]


def _free(table: pd.DataFrame) -> str:
    left = remaining(table)
    where = names.listed([names.scenario(name) for name in dict.fromkeys(table.scenario)])
    tried = counted(len(table), "change of a lever", "changes of a lever")
    if left.empty:
        return f"In {where}, none of {tried} gives more for nothing: what adds completed mobilities costs money, time or trust."
    levers = list(dict.fromkeys(f"{row.lever}={row.value_to}" for row in left.itertuples()))
    more = f" and {len(levers) - NAMED} more" if len(levers) > NAMED else ""
    return (
        f"In {where}, {len(left)} of {tried} look like a free lunch ({', '.join(levers[:NAMED])}{more}): do not rely on these,"
        " for the model leaves out what they cost."
    )


def _most(table: pd.DataFrame) -> str:
    parts: list[str] = []
    nothing: list[str] = []
    for scenario, mine in table.groupby("scenario", sort=False):
        sure = mine[mine.completed_mobilities_ci_low > 0.0]
        where = names.scenario(str(scenario))
        if sure.empty:
            nothing.append(where)
            continue
        row = sure.loc[sure.completed_mobilities.idxmax()]
        worse = _listed(row)
        parts.append(
            f"{row.lever}={row.value_to} in {where} ({row.completed_mobilities:+.1f}, for {_euro(row.public_cost)}"
            + (f"; worse: {worse})" if worse else ")")
        )
    none = f"nothing surely adds any in {names.listed(nothing)}" if nothing else ""
    if not parts:
        return f"Of completed mobilities, {none}."
    return f"Completed mobilities rise most with {'; '.join([*parts, *filter(None, [none])])}."


def noticeable(table: pd.DataFrame, usual: Thresholds = USUAL) -> pd.Series:
    """Whether a push changes anything that a planner would notice: surely in persons, or beyond a threshold in the rest."""
    sure = (table.completed_mobilities_ci_low > 0.0) | (table.completed_mobilities_ci_high < 0.0)
    persons = sure & (table.completed_mobilities.abs() >= LEAST_PERSONS)
    cost = table.public_cost.abs() >= LEAST_COST * table[f"{BEFORE}public_cost"]
    returns = table.early_returns.abs() > usual.returns
    trust = (table.trust_government.abs() > usual.trust_lost) | (table.trust_employer.abs() > usual.trust_lost)
    return persons | cost | returns | trust | (table.months_to_departure.abs() > usual.months)


def what(lever: str) -> str:
    """What a lever is, short."""
    meaning = parameters()[lever].meaning if lever in parameters() else lever
    return meaning.partition(";")[0].partition(":")[0].partition(" (")[0]


def push(row: Any) -> str:
    """From which value to which."""
    return f"{row.value_from} → {row.value_to}"


def does(row: Any, usual: Thresholds = USUAL) -> str:
    """What a push does for the better, and to completed mobilities either way."""
    found = [_completed(row)]
    if row.early_returns < -usual.returns:
        found.append(f"{-row.early_returns:.1f} fewer early returns per 100 departures")
    for name, who in (("trust_government", "governments"), ("trust_employer", "hosts")):
        if row[name] > usual.trust_lost:
            found.append(f"trust of {who} {row[name]:+.2f}")
    if row.months_to_departure < -usual.months:
        found.append(f"departure {-row.months_to_departure:.1f} months earlier")
    return "; ".join(found)


def _completed(row: Any) -> str:
    low, high = row.completed_mobilities_ci_low, row.completed_mobilities_ci_high
    if not (low > 0.0 or high < 0.0):
        return "completed mobilities: no sure change"
    word = "more" if row.completed_mobilities > 0.0 else "fewer"
    ends = sorted((abs(low), abs(high)))
    return f"{abs(row.completed_mobilities):.1f} {word} complete the stay ({ends[0]:.1f} to {ends[1]:.1f})"


def costs(row: Any) -> str:
    """What a push costs: public money in all and per completed mobility, and the lever's own price."""
    found = [_euro(row.public_cost)]
    if math.isfinite(row.cost_per_completed):
        found.append(f"{_euro(row.cost_per_completed)} per completed mobility")
    if row.price:
        found.append(f"price: {row.price}")
    return "; ".join(found)


def _euro(change: float) -> str:
    amount = money(abs(change))
    if amount == "0":
        return "the same money"
    return f"{amount} EUR {'more' if change > 0.0 else 'less'}"


def worsens(row: Any) -> str:
    """What gets worse beyond its threshold, with numbers."""
    fewer = row.completed_mobilities_ci_high < 0.0
    return _listed(row, numbers=True) or f"nothing {'else ' if fewer else ''}that is measured here"


_WORSE = {
    "early_returns": ("early returns", "{:+.1f} per 100 departures"),
    "trust_government": ("trust of governments", "{:+.2f}"),
    "trust_employer": ("trust of hosts", "{:+.2f}"),
    "months_to_departure": ("time to departure", "{:+.1f} months"),
}


def _listed(row: Any, numbers: bool = False) -> str:
    found = []
    for name in filter(None, str(row.worse).split(";")):
        called, form = _WORSE[name]
        found.append(f"{called} {form.format(row[name])}" if numbers else called)
    return "; ".join(found) if numbers else names.listed(found)


def shown(table: pd.DataFrame, scenario: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The pushes of a scenario that change something, the largest gain in completed mobilities first, and the others."""
    mine = table[table.scenario == scenario]
    told = noticeable(mine)
    ordered = mine[told].sort_values("completed_mobilities", ascending=False, kind="stable")
    return ordered, mine[~told]


def small(rows: pd.DataFrame) -> str:
    """The pushes that change too little to show, in a sentence; nothing where there are none."""
    if rows.empty:
        return ""
    by_lever: dict[str, list[str]] = {}
    for row in rows.itertuples():
        by_lever.setdefault(str(row.lever), []).append(str(row.value_to))
    told = ", ".join(f"`{lever}` = {' or '.join(values)}" for lever, values in by_lever.items())
    return f"Too little changes to show with {told}."


def markdown(table: pd.DataFrame, scenario: str) -> list[Sequence[str]]:
    """The rows of the documentation's table of a scenario: lever, change, what it does, costs, worsens."""
    rows: list[Sequence[str]] = []
    for _, row in shown(table, scenario)[0].iterrows():
        mark = " *(free lunch?)*" if row.free_lunch and not row.exception else ""
        mark = f" *(real, by {row.exception})*" if row.free_lunch and row.exception else mark
        rows.append((f"{what(row.lever)} `{row.lever}`", push(row), does(row) + mark, costs(row), worsens(row)))
    return rows


def sections(path: Any) -> list[tuple[str, str, list[Sequence[str]], str]]:
    """A section a scenario for the documentation: heading, a sentence before the table, its rows, a sentence after it."""
    table = read(path)
    return [
        (names.label(names.scenario(name)), as_it_is(table, name), markdown(table, name), small(shown(table, name)[1]))
        for name in dict.fromkeys(table.scenario)
    ]


def as_it_is(table: pd.DataFrame, scenario: str) -> str:
    """The scenario without any push, in a sentence."""
    row = table[table.scenario == scenario].iloc[0]
    return (
        f"As it is: {row.before_completed_mobilities:.1f} of {row.places:.0f} places end in a completed mobility on average, for"
        f" {money(row.before_public_cost)} EUR of public money; {row.before_early_returns:.0f} of 100 departures return early; departure"
        f" takes {row.before_months_to_departure:.1f} months, counted from the beginning of the preparation."
    )
