"""How far to trust it: what the model says of real pilots, which lessons it shows, which assumptions matter most.

The tables ``validation.csv``, ``validation_schemes.csv`` and ``lessons.csv`` are those of ``docs/``, written by ``analysis.validation`` and
``analysis.lessons``; a wheel carries a copy of them.
"""

from functools import cache

import pandas as pd
from htmltools import TagChild, TagList, tags

from analysis.dashboard.parts import table
from analysis.fitting.numbers import short
from analysis.validation.rows import SCHEMES, scheme_lines
from analysis.validation.words import answer, rests
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
            " forecast: chance alone moves a small pilot a great deal. The scores below say how good forecasts of real schemes are."
        ),
        tags.h2("Against the real pilots"), *_validation(),
        tags.h2("Lessons of the pilots"), *_lessons(),
        tags.h2("Assumptions that matter most"), *_assumptions(),
    )  # fmt: skip


def _validation() -> list[TagChild]:
    found, schemes = read("validation.csv"), read("validation_schemes.csv")
    if found is None or schemes is None or found.empty:
        return [
            tags.p(
                "The validation's table does not come with this copy: python -m analysis.validation makes it.",
                class_="empty",
            )
        ]
    said = [*answer(found, schemes), rests(found.basis.iloc[0])]
    lines = [tuple(text.replace("**", "") for text in line) for line in scheme_lines(schemes)]
    headings = tuple(heading[:1].upper() + heading[1:] for heading in SCHEMES)
    return [
        *(tags.p(sentence) for sentence in said),
        table("Forecast without the scheme's own outcome, and what happened", headings, lines),
    ]


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
