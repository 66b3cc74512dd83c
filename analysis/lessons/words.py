"""Findings of the lessons in words, the same on the terminal, on the page and in the documentation."""

import math

import pandas as pd

from analysis.lessons.lesson import BELOW, DIFFERENT, INCONCLUSIVE, NOTHING, OPEN, REFUTED, SUPPORTED
from sim.reporting.wording import UNDEFINED, cause

MARKS = {SUPPORTED: "●", REFUTED: "✕", INCONCLUSIVE: "○", OPEN: "◇"}
_SHORT = {"percent": " %", "percentage points": " points", "0-1": " (of 1)", "index": ""}


def in_words(name: str) -> str:
    """A cause of waiting in words: ``a host in the pool``."""
    text = cause(f"waiting_{name}")
    return text[:1].lower() + text[1:]


def amounts(*values: float) -> list[str]:
    """Numbers with as many decimals as the largest of them deserves: about three digits."""
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    decimals = 0 if largest >= 100 or largest == 0 else 1 if largest >= 10 else 2 if largest >= 1 else 3
    return [f"{value:,.{decimals}f}" if math.isfinite(value) else UNDEFINED for value in values]


def interval_words(estimate: float, low: float, high: float) -> str:
    """An effect with its interval: ``-5.7 (-7.9 to -3.3)``."""
    middle, least, most = amounts(estimate, low, high)
    return f"{middle} ({least} to {most})" if math.isfinite(low) else middle


def effect_words(estimate: float, low: float, high: float, unit: str) -> str:
    """An effect with its interval and unit: ``-5.7 (-7.9 to -3.3) persons``."""
    return interval_words(estimate, low, high) + _SHORT.get(unit, f" {unit}")


def claimed_words(claimed: str, reference: float, unit: str) -> str:
    """What is claimed: ``above 0``, ``below 75 %``, ``nothing``."""
    if claimed == NOTHING:
        return NOTHING
    return f"{claimed} {reference:g}{_SHORT.get(unit, f' {unit}') if reference else ''}"


def sign(claimed: str, effect: float) -> int:
    """1 where more than the reference bears out the claim, -1 where less does: either, where only a difference is claimed."""
    if claimed == DIFFERENT:
        return -1 if effect < 0 else 1
    return -1 if claimed == BELOW else 1


def answer(table: pd.DataFrame) -> list[str]:
    """The computed sentences: how many lessons the model shows, which not, what the open questions gave."""
    lessons = table.drop_duplicates("lesson").set_index("lesson").lesson_supported
    groups = {said: list(lessons.index[lessons == said]) for said in MARKS}
    count, shown = len(lessons), groups[SUPPORTED]
    sentences = [
        f"The model shows {len(shown)} of {count} lessons of the brief"
        + (f"; contradicted: {', '.join(groups[REFUTED]) or 'none'}" if count > 1 else "")
        + (f"; inconclusive: {', '.join(groups[INCONCLUSIVE]) or 'none'}" if count > 1 else "")
        + "."
    ]
    parts = table.supported
    sentences.append(
        f"Of {len(table)} experiments {(parts == SUPPORTED).sum()} bear out their claim, {(parts == REFUTED).sum()} contradict it,"
        f" {(parts == INCONCLUSIVE).sum()} are inconclusive, {(parts == OPEN).sum()} claim nothing."
    )
    for row in table[parts.isin([REFUTED, INCONCLUSIVE])].itertuples():
        sentences.append(
            f"{row.lesson}, {row.supported}: {row.claim} Found: {row.measure} {effect_words(row.effect, row.ci_low, row.ci_high, row.unit)}."
        )
    for row in table[(parts == SUPPORTED) & (table.agreement < 0.5)].itertuples():
        sentences.append(
            f"{row.lesson}, with a caution: {row.claim} This holds on average, but that wait is the longest in only {100 * row.agreement:.0f} % of the runs."
        )
    for row in table[parts == OPEN].itertuples():
        sentences.append(f"{row.lesson}, open: {row.claim} {open_words(row)}")
    return sentences


def open_words(row: "pd.Series[str]") -> str:
    """What was found where nothing was claimed."""
    found = effect_words(row.effect, row.ci_low, row.ci_high, row.unit)
    if not isinstance(row.longest_wait, str) or not row.longest_wait:
        return f"Found: {row.measure} {found}."
    clear = "" if row.ci_low > 0 else "; on average the two can hardly be told apart"
    return (
        f"For {in_words(row.longest_wait)}, in {100 * row.agreement:.0f} % of the runs; {row.measure}: {found}{clear}."
    )


def markdown(table: pd.DataFrame) -> list[tuple[str, ...]]:
    """Rows for the documentation: lesson, claim, effect, verdict, scope."""
    rows: list[tuple[str, ...]] = []
    for row in table.fillna({"scope": "", "longest_wait": ""}).itertuples():
        effect = effect_words(row.effect, row.ci_low, row.ci_high, row.unit)
        said = f"{MARKS[row.supported]} {row.supported}"
        waited = (
            f"; longest for {in_words(row.longest_wait)} in {100 * row.agreement:.0f} % of the runs"
            if row.longest_wait
            else ""
        )
        rows.append((f"{row.lesson} {row.title}", row.claim, f"{row.measure}: {effect}{waited}",
                     claimed_words(row.claimed, row.reference, row.unit), said, row.scope))  # fmt: skip
    return rows
