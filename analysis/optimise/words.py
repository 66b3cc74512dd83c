"""The answer in sentences, all of it computed: what the money buys, how the design differs, what one more costs, and what to be careful about."""

import numpy as np
import pandas as pd

from analysis.optimise.changes import for_the_money
from analysis.optimise.levers import SIGNED_BY, Lever
from analysis.optimise.objectives import COST, Objective
from analysis.optimise.tables import BUYS, LARGEST, SAVES, Judged, assumed, at_bounds, extrapolation
from sim.parameters import parameters
from sim.reporting import names
from sim.reporting.wording import counted, money, number

NAMED = 3
"""Things that a sentence lists, at most."""
SURE = 0.9
"""Probability of being on the front from which a design's place there is called sure."""


def amount(objective: Objective, value: float, beside: float = 0.0) -> str:
    """A value of an objective: ``72``, ``1.3 million EUR``, ``65 %``."""
    text = number(value, objective.unit, max(abs(value), beside))
    return f"{text} EUR" if objective.unit == "EUR" else text


def between(objective: Objective, low: float, high: float) -> str:
    """An interval: ``69 to 76``."""
    widest = max(abs(low), abs(high))
    return f"{number(low, objective.unit, widest)} to {number(high, objective.unit, widest)}"


def answer(judged: Judged, changes: pd.DataFrame, steps: pd.DataFrame, more: float) -> list[str]:
    """The sentences under the heading, the answer first."""
    place = for_the_money(judged.found)
    sentences = [_for_the_money(judged, place), *([_differs(judged, place)] if place is not None else [])]
    sentences += [_one_more(judged, steps), _next_money(changes, more), _first_cut(changes, more), _flattered(judged)]
    return [sentence for sentence in sentences if sentence]


def _for_the_money(judged: Judged, place: int | None) -> str:
    found, first = judged.found, judged.found.asked.wanted.objectives[judged.aim]
    at_hand = f"For {money(found.asked.money)} euro"
    own, where = judged.number, found.asked.called or names.scenario(found.asked.config.scenario)
    here = f"{where} as it is: {amount(first, judged.estimate[own, judged.aim])} for {money(_cost(judged, own))} EUR"
    if place is None:
        return f"{at_hand} no design was found: all of them spend more on average or break a ceiling. {names.starting(here)}."
    low, high = judged.interval(judged.aim)
    value = amount(first, judged.estimate[place, judged.aim], high[place])
    rest = [
        f"{objective.label}: {amount(objective, judged.estimate[place, each])}"
        for each, objective in enumerate(found.asked.wanted.objectives)
        if each != judged.aim and not objective.is_cost
    ]
    added = "".join(f"; {text}" for text in rest)
    return (
        f"{at_hand}, {judged.names[place]} is the best design found. It spends {money(_cost(judged, place))} EUR. {names.starting(first.label)}:"
        f" {value} on average ({between(first, low[place], high[place])}){added}. For comparison, {here}."
    )


def _cost(judged: Judged, place: int) -> float:
    return float(judged.values[COST][place].mean())


def _differs(judged: Judged, place: int) -> str:
    told = changed(judged, place)
    if not told:
        return f"It is {_own(judged)} as it is: the search found no better design for this money."
    return f"It differs from {_own(judged)} in {counted(len(told), 'lever')}: {'; '.join(told)}."


def _own(judged: Judged) -> str:
    return judged.found.asked.called or "the scenario"


def changed(judged: Judged, place: int) -> list[str]:
    """Each lever in which a design differs from the scenario, with both values."""
    space, design = judged.found.asked.space, judged.found.designs[place]
    return [
        f"{short(lever.name)}: {_shown(lever, int(there))} instead of {_shown(lever, lever.own)}"
        for lever, there in zip(space.levers, design, strict=True)
        if there != lever.own
    ]


def short(name: str) -> str:
    """What a lever is, in a few words; of one of several weights, also whose."""
    head, _, rest = parameters()[name].meaning.partition(";")[0].partition(" (")[0].partition(": ")
    text = f"{head} ({rest})" if name.startswith(SIGNED_BY) else head
    return text[:1].lower() + text[1:]


def listed(judged: Judged, place: int) -> str:
    """What a design changes, by the levers' names: ``places=120, training_months=3``."""
    space, design = judged.found.asked.space, judged.found.designs[place]
    told = [
        f"{lever.name.removeprefix('design.')}={lever.shown[there]}"
        for lever, there in zip(space.levers, design, strict=True)
        if there != lever.own
    ]
    return ", ".join(told) or "the scenario as it is"


def _shown(lever: Lever, place: int) -> str:
    """A value as a reader writes it: ``2,100,000``; a category by its name."""
    value = lever.values[place]
    if isinstance(value, bool) or not lever.ordered:
        return lever.shown[place]
    return f"{value:,.10g}"


def _one_more(judged: Judged, steps: pd.DataFrame) -> str:
    known = steps[steps.money_per_one > 0.0]
    if known.empty:
        return ""
    cheap, dear = known.loc[known.money_per_one.idxmin()], known.loc[known.money_per_one.idxmax()]
    what_more = judged.found.asked.wanted.objectives[judged.aim]
    one = "one more person" if what_more.unit == "persons" else "one more"
    if len(known) == 1:
        return f"From {cheap.design_from} to {cheap.design_to}, {one} costs {money(cheap.money_per_one)} EUR."
    return (
        f"Along the front {one} costs from {money(cheap.money_per_one)} EUR (from {cheap.design_from} to {cheap.design_to}) to"
        f" {money(dear.money_per_one)} EUR (from {dear.design_from} to {dear.design_to})."
    )


def _next_money(changes: pd.DataFrame, more: float) -> str:
    buys = changes[changes.kind == BUYS]
    if buys.empty:
        return ""
    return f"If you have more money, these changes add most for each {money(more)} euro: {names.listed([_bought(row) for row in _first(buys)])}."


def _first_cut(changes: pd.DataFrame, more: float) -> str:
    saves = changes[changes.kind == SAVES]
    if saves.empty:
        return ""
    told = names.listed([_bought(row) for row in _first(saves)])
    return f"If you have to save money, cut here first: {told}."


def _first(rows: pd.DataFrame) -> list[pd.Series]:
    return [row for _, row in rows.head(NAMED).iterrows()]


def _bought(row: pd.Series) -> str:
    way = "more" if row.more >= 0 else "fewer"
    low, high = sorted((abs(row.more_ci_low), abs(row.more_ci_high)))
    sure = row.more_ci_low > 0.0 or row.more_ci_high < 0.0
    gain = f"{abs(row.more):.1f} {way} ({low:.1f} to {high:.1f})" if sure else "no sure change"
    spent = f"{money(abs(row.money))} EUR {'more' if row.money > 0 else 'less'}"
    return f"{short(row.lever)}: {row.value_from} → {row.value_to} ({gain}, for {spent})"


def _flattered(judged: Judged) -> str:
    first = judged.found.asked.wanted.objectives[judged.aim]
    seen, own = judged.found.searched[:, judged.aim], judged.number
    shift = float(seen[-1] - judged.estimate[own, judged.aim])
    optimism = float(np.mean(seen[:-1] - judged.estimate[:own, judged.aim])) * first.better
    unit = "" if first.unit == "persons" else f" {first.unit}"
    return (
        f"All numbers come from worlds that the search did not use. In the worlds of the search, {first.label} looked {abs(optimism):.2g}{unit}"
        f" {'better' if optimism >= 0 else 'worse'} on average for these designs, and {abs(shift):.2g}{unit}"
        f" {'better' if shift * first.better >= 0 else 'worse'} for {_own(judged)}, which the search did not select."
    )


def reservations(judged: Judged) -> list[str]:
    """What to be careful about: levers at an end of their range, prices that are assumptions, extrapolation, uncertain places on the front."""
    found, levers = judged.found, judged.found.asked.space.levers
    told = []
    counts: dict[str, int] = {}
    for design in found.designs:
        for text in at_bounds(levers, design):
            counts[text] = counts.get(text, 0) + 1
    often = sorted(counts, key=lambda text: -counts[text])
    if often:
        listed = names.listed([f"{text} ({counts[text]} of {judged.number})" for text in often[:NAMED]])
        more = f", and {len(often) - NAMED} more (levers.csv)" if len(often) > NAMED else ""
        told.append(
            f"Some levers are at an end of their plausible range: {listed}{more}. The search would go further if it could, and the model"
            " has little evidence there. Ask why before you follow."
        )
    unsure = [
        lever.name
        for place, lever in enumerate(levers)
        if (found.designs[:, place] != lever.own).any() and assumed(lever.name)
    ]
    if unsure:
        told.append(
            f"These designs change {counted(len(unsure), 'lever')} whose price is at least partly an assumption:"
            f" {', '.join(unsure)}. python -m analysis.robustness designs=<folder>/designs shows whether the order of the designs stays"
            " the same if such a price doubles or halves."
        )
    beyond = [name for name, design in zip(judged.names, found.designs, strict=True) if extrapolation(judged, design)]
    if beyond:
        told.append(
            f"Extrapolation: more than {LARGEST} places, or values outside the plausible range, in {names.listed(beyond)}. No pilot gives evidence for that."
        )
    shaky = [name for name, share in zip(judged.names, judged.on_front, strict=False) if share < SURE]
    if shaky:
        told.append(f"Not surely on the front: {names.listed(shaky)}. In other worlds, another design may beat them.")
    return told
