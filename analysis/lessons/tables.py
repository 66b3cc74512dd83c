"""The table of the lessons, for the file and for the terminal."""

import math
from collections.abc import Sequence

import pandas as pd
from rich import box
from rich.console import Console
from rich.table import Table

from analysis.lessons.lesson import Finding, overall, used
from analysis.lessons.words import MARKS, effect_words, in_words


def lesson_table(findings: Sequence[Finding], replicates: int, seed: int, uncertainty: str) -> pd.DataFrame:
    """A row per experiment, as in ``lessons.csv``."""
    together: dict[str, list[str]] = {}
    for each in findings:
        together.setdefault(each.lesson.number, []).append(each.verdict)
    return pd.DataFrame([
        {
            "lesson": each.lesson.number,
            "claim": each.part.claim,
            "effect": each.effect.estimate,
            "ci_low": each.effect.low,
            "ci_high": each.effect.high,
            "supported": each.verdict,
            "part": each.place,
            "title": each.lesson.title,
            "lesson_supported": overall(together[each.lesson.number]),
            "measure": measured(each),
            "unit": each.part.unit,
            "claimed": each.part.claimed,
            "reference": each.part.reference,
            "longest_wait": each.named.cause if each.named else "",
            "agreement": each.named.agreement if each.named else math.nan,
            "scope": each.part.scope,
            "arms": "; ".join(f"{name}: {text}" for name, text in each.part.arms.items() if used(each.part, name)),
            "mechanism": ", ".join(each.lesson.mechanism),
            "replicates": replicates,
            "undefined": each.effect.dropped,
            "seed": seed,
            "uncertainty": uncertainty,
        }
        for each in findings
    ])  # fmt: skip


def measured(finding: Finding) -> str:
    """The effect in words; if it compares causes of waiting, with both causes."""
    if finding.named is None:
        return finding.part.measure
    mine, other = (in_words(name) for name in (finding.named.compared, finding.named.following))
    return f"{finding.part.measure}: waiting for {mine} beyond waiting for {other}"


def print_table(table: pd.DataFrame) -> None:
    """Print claims, effects and verdicts for a reader, 120 characters wide if the output is no terminal."""
    out = Console(highlight=False)
    if not out.is_terminal or out.width < 80:
        out.width = 120
    shown = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for heading, ratio in (("lesson", 0), ("claim", 5), ("effect (95 % interval)", 4), ("supported", 0)):
        shown.add_column(heading, ratio=ratio or None, no_wrap=not ratio)
    for row in table.itertuples():
        last = row.part == (table.lesson == row.lesson).sum()
        effect = effect_words(row.effect, row.ci_low, row.ci_high, row.unit)
        waited = f"; longest: {row.longest_wait}" if row.longest_wait else ""
        shown.add_row(row.lesson if row.part == 1 else "", row.claim, effect + waited, f"{MARKS[row.supported]} {row.supported}",
                      end_section=last)  # fmt: skip
    out.print(shown)
    out.print()
