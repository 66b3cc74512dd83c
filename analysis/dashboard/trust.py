"""How far to trust it: what the model says of real pilots, which lessons it shows, which assumptions matter most.

The tables ``validation.csv`` and ``lessons.csv`` are those of ``docs/``, written by ``analysis.validation`` and
``analysis.lessons``; a wheel carries a copy of them.
"""

from functools import cache

import pandas as pd
from htmltools import TagChild, TagList, tags

from analysis.dashboard.parts import table
from analysis.fitting.numbers import published, short
from analysis.worlds.settings import DRAWN
from sim.evidence.assumptions import assumptions, influence, plausible
from sim.installation import ROOT

TABLES = ROOT / "docs"
SHOWN = 12


@cache
def read(name: str) -> pd.DataFrame | None:
    """A table by name; None where it does not come with this copy."""
    path = TABLES / name
    return pd.read_csv(path, keep_default_na=True) if path.is_file() else None


@cache
def shown() -> TagList:
    """The tab."""
    return TagList(
        tags.p(
            "Use the page to compare designs on equal terms and to see how sure a difference is. Do not read a single number as a"
            " forecast: chance alone moves a small pilot a great deal, and no parameter is fitted to what was published."
        ),
        tags.h2("Against the real pilots"), *_validation(),
        tags.h2("Lessons of the pilots"), *_lessons(),
        tags.h2("Assumptions that matter most"), *_assumptions(),
    )  # fmt: skip


def _validation() -> list[TagChild]:
    found = read("validation.csv")
    if found is None or found.empty:
        return [
            tags.p(
                "The validation's table does not come with this copy: python -m analysis.validation makes it.",
                class_="empty",
            )
        ]
    rows = []
    mine = found[found.inside.notna()]
    reached = int((mine.inside.astype(str) == "True").sum())
    said = f"{DRAWN} The model's 90 % intervals reach {reached} of {len(mine)} published quantities."
    for row in mine.itertuples():
        verdict = {"True": "reached", "False": "missed"}.get(str(row.inside), "")
        simulated = f"{short(row.p50)} ({short(row.p05)} to {short(row.p95)})"
        rows.append((f"{row.scheme}: {row.quantity}", published(row.observed_low, row.observed_high), simulated, str(row.unit), verdict))  # fmt: skip
    columns = ("Scheme and quantity", "Published", "Simulated: median (90 % interval)", "Unit", "")
    return [tags.p(said), table("Published, and simulated from plausible ranges", columns, rows)]


def _lessons() -> list[TagChild]:
    found = read("lessons.csv")
    if found is None or found.empty:
        return [
            tags.p(
                "The lessons' table does not come with this copy: python -m analysis.lessons makes it.", class_="empty"
            )
        ]
    rows = [
        (f"{row.lesson}: {row.claim}", _number(row.effect), f"{_number(row.ci_low)} to {_number(row.ci_high)}", str(row.unit), str(row.supported))
        for row in found.itertuples()
    ]  # fmt: skip
    claims = found[found.supported.isin(["supported", "not supported", "inconclusive"])]
    kept = int((claims.supported == "supported").sum())
    columns = ("Lesson and claim", "Effect", "95 % interval", "Unit", "The model")
    return [tags.p(f"The model shows {kept} of {len(claims)} claims drawn from the pilots' lessons; the other rows are open questions."),
            tags.details(tags.summary("Every claim"), table("Lessons of the pilots as experiments", columns, rows))]  # fmt: skip


def _number(value: float) -> str:
    return "undefined" if pd.isna(value) else short(value).replace("-", "\u2212")


def _assumptions() -> list[TagChild]:
    ranked = assumptions()
    rows = [(each.name, each.meaning, plausible(each), each.unit, influence(each)) for each in ranked[:SHOWN]]
    columns = ("Parameter", "What it is", "Plausible range", "Unit", "Share of the variance of completed mobilities")
    words = (
        f"No published figure bounds {len(ranked)} of the uncertain parameters. These move completed mobilities most:"
    )
    return [tags.p(words), table("Assumptions, the most influential first", columns, rows)]
