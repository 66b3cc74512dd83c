"""The sentences of a forecast: for the console and the page."""

import math

import pandas as pd

from analysis.forecast.runs import Forecast, Found
from analysis.forecast.tables import nobody
from analysis.forecasting.scores import quantiles
from analysis.forecasting.scoring import MOVED, summary
from analysis.forecasting.sources import MODEL, OUTSIDE, PLAN, POOLED, Sample
from analysis.forecasting.wording import CALLED, persons, signed
from sim.evidence.outside_view import CLASSES
from sim.reporting import names
from sim.reporting.wording import calendar, counted, month_name, number

ALONE = 3
"""Schemes up to which each is told in full."""
RECORD = 5
"""Schemes with a known outcome from which it is told how good the model was."""
UNFITTED = "No weights of the pool are fitted yet (evidence/pool.csv is missing): the model and the outside view count half each."


def promise(sample: Sample) -> str:
    """The number that is reached in 8 of 10 worlds."""
    return persons(float(quantiles(sample.values, 0.2, sample.weights)), down=True)


def middle(sample: Sample) -> str:
    """Median and 90 % interval: ``6 (0 to 28)``; a point alone."""
    low, fifty, high = quantiles(sample.values, (0.05, 0.5, 0.95), sample.weights)
    return persons(fifty) if low == high else f"{persons(fifty)} ({persons(low)} to {persons(high)})"


def called(each: Forecast) -> str:
    """The scheme at the start of a sentence."""
    return names.starting(names.scenario(each.count.scheme))


def when(each: Forecast, month: float) -> str:
    """A month with its date."""
    return month_name(each.config, month)


def span(each: Forecast) -> str:
    """The months in which arrivals count: ``in the first 26 months (to Apr 2021)``."""
    last = each.count.month - 1
    date = calendar(each.config, last)
    if each.count.window:
        return f"in months {each.count.month - each.count.window} to {last}" + (f" (to {date})" if date else "")
    return f"in the first {counted(each.count.month, 'month')}" + (f" (to {date})" if date else "")


def kept(sample: Sample) -> str:
    """The promise in words."""
    promised = promise(sample)
    return (
        "no number above 0 is kept in 8 of 10 cases"
        if promised == "0"
        else f"at least {promised} arrive{'s' * (promised == '1')} in 8 of 10 cases"
    )


def answer(found: Found) -> list[str]:
    """The answer: where a record of several schemes is there, it comes first; then the schemes."""
    texts = record_words(found.scores)
    if len(found.forecasts) > ALONE:
        texts += [short(each) for each in found.forecasts]
    else:
        texts += [text for each in found.forecasts for text in in_full(each)]
    return texts + ([] if found.fitted else [UNFITTED])


def short(each: Forecast) -> str:
    """A scheme in one line: the promise and the middle of the pooled forecast."""
    pool = each.samples[POOLED]
    return f"{called(each)}, {number(each.count.planned, 'persons')} planned: {span(each)}, {kept(pool)}; median {middle(pool)}."


def in_full(each: Forecast) -> list[str]:
    """A scheme in some sentences: the promise, the sources, the first arrival, and what happened."""
    samples = each.samples
    texts = [
        f"{called(each)}, {counted(each.count.planned, 'person')} planned: {span(each)}, {kept(samples[POOLED])} (model and outside view"
        " together).",
        f"Median and 90 % interval: {middle(samples[POOLED])} together, {middle(samples[MODEL])} by the model alone,"
        f" {middle(samples[OUTSIDE])} by the outside view of {CLASSES[each.view.open_share]} schemes.",
        first_words(each),
    ]
    return texts + happened(each)


def first_words(each: Forecast) -> str:
    """When the first person arrives, and how often nobody does."""
    early, late = quantiles(each.found.first_arrival, (0.5, 0.8), each.found.weights)
    none = 100.0 * nobody(each)
    if not math.isfinite(early):
        return f"By the model, nobody arrives in {none:.0f} of 100 worlds within {each.found.horizon} months."
    sure = f", by {when(each, late)} in 8 of 10 worlds" if math.isfinite(late) else ""
    rest = f"; in {none:.0f} of 100 worlds nobody arrives" if none >= 0.5 else ""
    return f"By the model, the first person arrives in {when(each, early)} (median){sure}{rest}."


def happened(each: Forecast) -> list[str]:
    """What is known to have come of it, and which 90 % intervals hold it."""
    scores = each.scores[each.scores.quantity == MOVED]
    if each.count.arrived is None or scores.empty:
        return []
    low, _, high = each.count.arrived
    exact = [number(value, "count") for value in each.count.arrived]
    many = exact[1] if low == high else f"{exact[1]} ({exact[0]} to {exact[2]})"
    held = [CALLED[source] for source in scores[scores.inside_90 & (scores.source != PLAN)].source]
    holds = f"The 90 % {'interval' if len(held) == 1 else 'intervals'} of {names.listed(held)} {'holds' if len(held) == 1 else 'hold'} it."
    return [f"What happened: {many} arrived. {holds if held else 'No 90 % interval holds it.'}"]


def record_words(scores: pd.DataFrame) -> list[str]:
    """How good the model was over several schemes with a known outcome; nothing for a few."""
    known = summary(scores[scores.quantity == MOVED]) if len(scores) else scores
    if len(known) == 0 or known.schemes.iloc[0] < RECORD:
        return []
    rows = known.set_index("source")
    model, schemes = rows.loc[MODEL], int(rows.schemes[MODEL])
    verdict = "better" if model.skill_low > 0.0 else "worse" if model.skill_high < 0.0 else "not surely better or worse"
    return [
        f"Over {schemes} schemes with a known outcome the model alone is {verdict} than the outside view: skill"
        f" {signed(model.skill)} (95 % interval {signed(model.skill_low)} to {signed(model.skill_high)}). Pooled:"
        f" {signed(rows.skill[POOLED])}.",
        f"Its 90 % intervals hold {round(model.coverage_90 * schemes)} of {schemes} outcomes and are"
        f" {100 * model.width_90:.0f} % of the plan wide; those of the outside view hold"
        f" {round(rows.coverage_90[OUTSIDE] * schemes)} and are {100 * rows.width_90[OUTSIDE]:.0f} % wide.",
    ]
