"""What an influence analysis says in plain words, all of them computed."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from sim.evidence.published import QUALITIES
from sim.parameters import Config, parameters
from sim.reporting import names

NAMED = 3


def told(table: pd.DataFrame, found: Mapping[str, Any]) -> pd.DataFrame:
    """The parameters whose share can be told from zero: above the noise floor, with an interval above zero."""
    return table[(table.influence > found["noise_floor"]) & (table.ci_low > 0.0)]


def words(outcome: str) -> str:
    """An outcome in words."""
    return names.indicator(outcome)


def depend(outcome: str) -> str:
    """``depend`` or ``depends``, as the outcome's name wants it."""
    return "depend" if names.plural(outcome) else "depends"


def in_sentence(meaning: str) -> str:
    """A parameter's meaning within a sentence; ``ICT`` keeps its capitals."""
    return meaning if meaning[1:2].isupper() else meaning[:1].lower() + meaning[1:]


def percent(share: float) -> str:
    """A share in percent, never below zero."""
    return f"{max(100.0 * share, 0.0):.1f} %"


def answer(table: pd.DataFrame, config: Config, outcome: str, found: Mapping[str, Any]) -> list[str]:
    """The computed sentences: the parameters that matter most, how many of them are assumptions, and how much no share explains."""
    sure = told(table, found)
    if sure.empty:
        return [
            f"No single parameter explains more of {words(outcome)} in {names.scenario(config.scenario)} than noise would."
        ]
    known = parameters()
    first = "; ".join(
        f"{in_sentence(known[row.parameter].meaning)} ({row.parameter}, {percent(row.influence)})"
        for row in sure.head(NAMED).itertuples()
    )
    assumed = sure[~sure.evidence.isin(QUALITIES)]
    leading = f": first {', '.join(assumed.parameter.head(NAMED))}" if len(assumed) else ""
    return [
        f"In {names.scenario(config.scenario)}, {words(outcome)} {depend(outcome)} most on: {first}.",
        f"Of {len(table)} uncertain parameters, {len(sure)} have an influence that can be told from noise. For {len(assumed)} of these the range"
        f" is an assumption{leading}. Together they explain {percent(assumed.influence.sum())} of the variance; the"
        f" {len(sure) - len(assumed)} with published ranges explain {percent(sure.influence.sum() - assumed.influence.sum())}.",
        f"The remaining {percent(1.0 - sure.influence.sum())} comes from chance, from parameters acting together, and from small effects.",
    ]
