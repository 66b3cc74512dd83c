"""The generated part of ``docs/calibration.md``: what the shipped calibration found, from the tables that it wrote to ``docs/``."""

from collections.abc import Sequence
from textwrap import fill
from types import SimpleNamespace
from typing import Any

import pandas as pd

from analysis.calibration import sentences
from analysis.calibration.answer import DOCS, SHIPPED
from sim.parameters import parameters
from sim.runs import posterior

WIDTH = 120


def found() -> Any:
    """The tables of the shipped calibration, as its report reads them."""
    draws = posterior.read()
    assert draws is not None, "python -m analysis.calibration ship=true"
    tables = {name: pd.read_csv(DOCS / f"calibration_{name}.csv") for name in SHIPPED}
    return SimpleNamespace(**tables, positions=range(len(draws)))


def text() -> str:
    """What was found, the answer first."""
    return "\n\n".join(fill(sentence, WIDTH) for sentence in sentences.answer(found())) + "\n"


def spreads() -> tuple[Sequence[str], list[tuple[str, ...]]]:
    """How far schemes differ, before and after: a row for each parameter that varies."""
    rows = [
        (
            f"{parameters()[row.parameter].meaning} `{row.parameter}`",
            f"{row.prior_p50:.2f} ({row.prior_p05:.2f} to {row.prior_p95:.2f})",
            f"{row.p50:.2f} ({row.p05:.2f} to {row.p95:.2f})",
            f"{row.rhat:.2f}",
            f"{row.effective:.0f}",
        )
        for _, row in found().spreads.iterrows()
    ]
    return ("what varies", "spread before", "spread after", "R-hat", "effective draws"), rows
