"""Overrides as a user writes them, ``name=value``, in Hydra's grammar: reading, sweeps, writing."""

import itertools
import math
from collections.abc import Sequence
from typing import Any

from hydra.core.object_type import ObjectType
from hydra.core.override_parser.overrides_parser import OverridesParser
from hydra.core.override_parser.types import Override, Quote, QuotedString
from hydra.errors import HydraException, OverrideParseException

from sim.errors import MOST_REPEATED, UserError, nearest, shortened
from sim.numbers import plainly
from sim.parameters import Parameter, registry
from sim.setup.catalogue import group_options, scenario_files
from sim.setup.checks import numbers_meant, refuse_interpolation
from sim.setup.scenario_file import plain

MOST_RUNS = 500
"""Runs in one sweep at most: a sweep is for tens of designs; chance and parameters are varied within a run."""


def parsed(text: str) -> Override:
    """An override, its form checked. Raises :class:`UserError` where it has none."""
    text = text.strip()
    refuse_interpolation(text)
    if "=" not in text and not text.startswith("~"):
        scenario = nearest(text, scenario_files())
        instead = f"scenario={scenario}" if scenario else "scenario=palim or shock.month=14"
        raise UserError(f"'{shortened(text)}' is not a setting: write name=value, e.g. {instead}")
    name, _, value = text.partition("=")
    if len(name) > MOST_REPEATED:
        raise UserError(f"{shortened(name)} is too long for a name: write name=value")
    if not name:
        raise UserError(f"'{shortened(text)}' has no name: write name=value")
    if name.startswith(("+", "~")):
        raise UserError(
            f"{shortened(text)}: parameters can be neither added nor removed: write {shortened(name.lstrip('+~'))}=value"
        )
    override = _in_grammar(text) or (_in_grammar(f"{name}={quoted(value)}") if _is_text(name) else None)
    if override is None:
        raise UserError(f"{shortened(text)} cannot be read: write a number, a word, a list or a mapping")
    if override.package is not None:
        raise UserError(f"{shortened(text)}: '@' has no meaning here: write {override.key_or_group}=value")
    return override


def value_of_override(override: Override) -> Any:
    """The value as Python sees it; for a text as it was typed, ``2024`` and ``2019-03`` included."""
    value = override.value()
    if _is_text(override.key_or_group) and not isinstance(value, str):
        return as_typed(override).partition("=")[2].strip()
    return value


def as_typed(override: Override) -> str:
    """The override as the user wrote it."""
    return override.input_line or ""


def combinations(overrides: Sequence[Override], multirun: bool) -> list[tuple[str, list[Override]]]:
    """The runs that overrides ask for: what sets each apart, and its overrides, none of them a sweep any more."""
    sweeps = [override for override in overrides if override.is_sweep_override()]
    if not sweeps:
        return [("", list(overrides))]
    if not multirun:
        parameter = registry().get(sweeps[0].key_or_group)
        raise several_values(
            sweeps[0], parameter, "runs: add --multirun (or put a text that contains a comma in quotes)"
        )
    if math.prod(_length(override) for override in sweeps) > MOST_RUNS:
        raise UserError(
            f"this sweep asks for more than {MOST_RUNS} runs: take fewer values, and use replicates to see the effect of chance"
        )
    swept = {override.key_or_group for override in sweeps}
    jobs = [list(job) for job in itertools.product(*map(_alternatives, overrides))]
    return [(" ".join(as_typed(each) for each in job if each.key_or_group in swept), job) for job in jobs]


def several_values(sweep: Override, parameter: Parameter | None, otherwise: str) -> UserError:
    """The refusal of a list of values where one is expected; of what may be a number with a comma, how to write it.

    ``parameter``: whose value it is, if that is one; ``otherwise``: what several values are, and what to do then.
    """
    name, equals, text = as_typed(sweep).partition("=")
    typed = shortened(name + equals + text)
    numbers = numbers_meant(parameter, text.strip()) if parameter else []
    if not numbers:
        return UserError(f"{typed} asks for several {otherwise}")
    instead = " or ".join(f"{name}={plainly(value)}" for value in numbers)
    told = f"{typed}: write a point before decimals and nothing between thousands: {instead}"
    if all(_fits(parameter, each) for each in sweep.sweep_iterator()):
        told += f". If you want several {otherwise}"
    return UserError(told)


def _fits(parameter: Parameter | None, value: Any) -> bool:
    try:
        return parameter is not None and parameter.check(value) is not None
    except ValueError:
        return False


def _alternatives(override: Override) -> list[Override]:
    """An override for each value of a sweep; an override that is no sweep by itself."""
    if not override.is_sweep_override():
        return [override]
    return [parsed(f"{override.key_or_group}={value}") for value in override.sweep_string_iterator()]


def quoted(text: str) -> str:
    """A text in quotes, so that the grammar takes it as it is."""
    return str(QuotedString(text, Quote.single).with_quotes())


def written(name: str, value: Any) -> str:
    """The override that sets a parameter to a value."""
    value = plain(value)
    if isinstance(value, bool):
        return f"{name}={str(value).lower()}"
    return f"{name}={quoted(value) if isinstance(value, str) else repr(value)}"


class _Options:
    """Options of groups by name, for ``glob(...)`` in a sweep."""

    def get_group_options(self, group_name: str, results_filter: ObjectType | None = None) -> list[str]:
        return sorted(scenario_files()) if group_name == "scenario" else group_options(group_name)


def _in_grammar(text: str) -> Override | None:
    """The override as Hydra's grammar reads it; None where it cannot."""
    try:
        [override] = OverridesParser.create(config_loader=_Options()).parse_overrides([text])  # type: ignore[arg-type]
    except (OverrideParseException, HydraException, ValueError, RecursionError):
        return None
    return override


def _is_text(name: str) -> bool:
    parameter = registry().get(name)
    return parameter is not None and parameter.type is str


def _length(override: Override) -> int:
    """Values in a sweep, counted no further than is allowed."""
    if override.is_interval_sweep():
        raise UserError(
            f"{shortened(as_typed(override))}: an interval is not a list of values: use range(low,high,step) or a,b,c"
        )
    try:
        length = sum(1 for _ in itertools.islice(override.sweep_iterator(), MOST_RUNS + 1))
    except (HydraException, ValueError, TypeError):
        raise UserError(
            f"{shortened(as_typed(override))}: this sweep cannot be read: use range(low,high,step) or a,b,c"
        ) from None
    if length == 0:
        raise UserError(f"{shortened(as_typed(override))}: this sweep has no values")
    return length
