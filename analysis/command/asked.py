"""Checks that several commands need, so that each kind of mistake is refused in the same words."""

from collections.abc import Collection, Sequence
from typing import Any

from sim.errors import UserError, brief, did_you_mean, shortened
from sim.indicators import BY_NAME
from sim.parameters import UNSHOWN


def as_names(value: Any, name: str) -> list[str]:
    """A name or a list of names as a list of texts. Raises :class:`UserError` for anything else, or for nothing."""
    listed = list(value) if isinstance(value, list | tuple | dict) else [value]
    if not listed or any(isinstance(each, list | dict | tuple | bool) or each is None for each in listed):
        raise UserError(f"{name}: {brief(value)} is not a name or a list of names, e.g. {name}=one,two")
    texts = [(each if isinstance(each, str) else brief(each)).strip() for each in listed]
    for text in texts:
        if UNSHOWN.search(text):
            raise UserError(f"{name}: {brief(text)} contains a line break or another character that cannot be shown")
        if texts.count(text) > 1:
            raise UserError(f"{name}: {shortened(text)} is listed twice")
    return texts


def one_scenario(asked: Any) -> str:
    """The only scenario asked for. Raises :class:`UserError` where there are several."""
    scenarios = as_names(asked, "scenario")
    if len(scenarios) != 1:
        raise UserError(f"scenario: this command takes one scenario, not {len(scenarios)}")
    return scenarios[0]


def refuse_namesakes(scenarios: Sequence[str]) -> None:
    """Refuse scenarios that call themselves the same: tables and pictures could not tell them apart."""
    for name in scenarios:
        if scenarios.count(name) > 1:
            raise UserError(
                f"scenario: two scenarios are called '{shortened(name)}': rename one of them (scenario: ... in its file)"
            )


def indicator(name: str, where: str) -> str:
    """The name of an indicator, as it was asked for in ``where``. Raises :class:`UserError` where there is none."""
    return one_of(name, BY_NAME, where, "indicator")


def one_of(name: str, known: Collection[str], where: str, kind: str, hint: str = "") -> str:
    """A name that is known. Raises :class:`UserError` naming the nearest; ``hint``: what else there is to say."""
    if name not in known:
        raise UserError(f"{where}: {shortened(name)} is no {kind}{did_you_mean(name, known)}{hint}")
    return name
