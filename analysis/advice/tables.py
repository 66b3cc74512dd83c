"""The table of the advice: a row per scenario, lever and value, with every outcome's change and what is too good to be true."""

import math
from collections.abc import Sequence
from enum import Enum
from typing import Any

import pandas as pd

from analysis.advice.effects import OUTCOMES, effects
from analysis.advice.exceptions import Exempt
from analysis.advice.free_lunch import USUAL, Change, Thresholds, rule, worse
from analysis.advice.runs import Pushed
from sim.parameters import parameters
from sim.reporting.prices import in_plain_words
from sim.reporting.wording import setting

BEFORE = "before_"
"""Prefix of the columns that hold an outcome of the scenario as it is."""
DIGITS = 6
"""Significant digits in the files: more would suggest a knowledge that no model has."""


def price(lever: str) -> str:
    """What the registry says that a lever costs, in plain words; empty for what has no price."""
    return in_plain_words(parameters()[lever])


def written(value: Any) -> str:
    """A value as it is written in a scenario's file."""
    if isinstance(value, int | float) and not isinstance(value, bool | Enum):
        return f"{value:.{DIGITS}g}" if abs(value) < 10**DIGITS else f"{value:.0f}"
    return setting(value)


def advice_table(pushed: Sequence[Pushed], usual: Thresholds = USUAL, exempt: Sequence[Exempt] = ()) -> pd.DataFrame:
    """A row per scenario, lever and value. ``free_lunch`` is 1 whether or not an exception covers it (``exception``: its source)."""
    rows = [row for each in pushed for row in _rows(each, usual, exempt)]
    return pd.DataFrame(rows, columns=columns())


def columns() -> list[str]:
    """The columns of the table in order."""
    by_outcome = [column for name in OUTCOMES for column in (name, f"{name}_ci_low", f"{name}_ci_high")]
    return [
        "scenario", "lever", "value_from", "value_to", "direction", *by_outcome, "worse", "free_lunch", "rule", "exception",
        "price", "plausible", "places", *(BEFORE + name for name in OUTCOMES),
    ]  # fmt: skip


def _rows(pushed: Pushed, usual: Thresholds, exempt: Sequence[Exempt]) -> list[dict[str, object]]:
    found = effects(pushed.values)
    places = math.ceil(pushed.config.design.places * pushed.config.scale)
    rows = []
    for position, push in enumerate(pushed.pushes):
        shown = {name: float(effect.change[position]) for name, effect in found.items()}
        before = {name: effect.before for name, effect in found.items()}
        change = _change(places, shown, before)
        met = rule(change, usual)
        covering = [each.source for each in exempt if each.covers(pushed.config.scenario, push.lever, push.direction)]
        parameter = parameters()[push.lever]
        row: dict[str, object] = {
            "scenario": pushed.config.scenario, "lever": push.lever, "value_from": written(push.before),
            "value_to": written(push.after), "direction": push.direction, "free_lunch": int(bool(met)), "rule": met,
            "exception": covering[0] if met and covering else "", "worse": ";".join(worse(change, usual)),
            "price": price(push.lever), "plausible": int(parameter.low is None or parameter.plausible is not None),
            "places": places,
        }  # fmt: skip
        for name, effect in found.items():
            row[name] = _rounded(effect.change[position])
            row[f"{name}_ci_low"], row[f"{name}_ci_high"] = (
                _rounded(effect.low[position]),
                _rounded(effect.high[position]),
            )
            row[BEFORE + name] = _rounded(effect.before)
        rows.append(row)
    return rows


def _change(places: int, shown: dict[str, float], before: dict[str, float]) -> Change:
    return Change(
        places=places, completed=shown["completed_mobilities"], completed_before=before["completed_mobilities"],
        cost=shown["public_cost"], cost_before=before["public_cost"], each=shown["cost_per_completed"],
        each_before=before["cost_per_completed"], returns=shown["early_returns"],
        trust_government=shown["trust_government"], trust_employer=shown["trust_employer"],
        months=shown["months_to_departure"],
    )  # fmt: skip


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def remaining(table: pd.DataFrame) -> pd.DataFrame:
    """The free lunches that no exception covers."""
    return table[(table.free_lunch == 1) & (table.exception.fillna("") == "")]
