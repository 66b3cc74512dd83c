"""Tables of what the analyses that ship found: lessons, advice, validation, calibration, closing classes."""

from docs.tables import table
from sim.setup.catalogue import ROOT


def lesson_table(clear: bool = True) -> str:
    """What the experiments of ``docs/lessons.csv`` found (``clear=False``: only what they left open): ``python -m analysis.lessons`` writes it."""
    import pandas as pd

    from analysis.lessons.words import markdown

    columns = ("lesson", "claim", "found (95 % interval)", "claimed", "verdict", "scope")
    found = pd.read_csv(ROOT / "docs" / "lessons.csv")
    return table(
        columns, markdown(found if clear else found[found["supported"].isin(["inconclusive", "not supported"])])
    )


def advice_answer() -> str:
    """The two sentences of ``docs/advice.csv``, a copy of the table that ``python -m analysis.advice`` writes."""
    from analysis.advice.words import answer, read

    return f"{' '.join(answer(read(ROOT / 'docs' / 'advice.csv')))}\n"


def advice_tables() -> str:
    """What each lever does in each typical pilot: a section a scenario, from ``docs/advice.csv``."""
    from analysis.advice.words import sections

    columns = ("lever", "change", "what it does", "what it costs", "what gets worse")
    found = []
    for heading, before, rows, after in sections(ROOT / "docs" / "advice.csv"):
        found += [f"### {heading}\n", f"{before}\n", table(columns, rows), f"{after}\n" if after else ""]
    return "\n".join(filter(None, found))


def validation_table(which: str) -> str:
    """A table of ``docs/validation.md``, from what ``python -m analysis.validation ship=true`` wrote."""
    from docs import record

    return table(*record.TABLES[which]())


def validation_text() -> str:
    """What the scores say, in sentences."""
    from docs import record

    return record.text()


def calibration(spreads: bool = False) -> str:
    """A part of ``docs/calibration.md``, from what ``python -m analysis.calibration ship=true`` wrote."""
    from docs import calibrated

    return table(*calibrated.spreads()) if spreads else calibrated.text()


def class_table(level: str) -> str:
    """Published against simulated by closing class, without any fit: from ``docs/classes.csv`` (``python -m docs.classes``)."""
    from docs.classes import lines

    columns = ("scheme", "class") if level == "scheme" else ("class", "schemes")
    return table((*columns, "published", "simulated", "published median"), lines(level))
