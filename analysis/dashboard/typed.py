"""Values as people type them: ``3,200,000``, ``3 200 000``, ``0,8``.

The page writes 3,200,000 and 3.5, and reads them back. Other ways of writing are read where they have one meaning; where
they have two, the planner is told how to write each.
"""

import re
from collections.abc import Callable
from typing import Any

from sim.countries import Countries
from sim.errors import UserError, did_you_mean
from sim.numbers import LONGEST, meant, plainly
from sim.parameters import Parameter, parameters
from sim.setup.scenario_file import plain

MOST_TOLD = 230
"""Characters of a refusal at most: a value that it repeats is never the longer part."""


def in_a_line(error: Exception) -> str:
    """What an error says, on one line and not endless, however long the value that it repeats."""
    text = " ".join(str(error).split())
    return text if len(text) <= MOST_TOLD else f"{text[:165]} ... {text[-60:]}"


def anything(_: float) -> bool:
    """Whatever the number is, it may be."""
    return True


def read_number(text: str, fits: Callable[[float], bool] = anything) -> int | float:
    """A number as typed. ``fits``: whether a number may be, which decides where a text has two readings.

    Raises :class:`UserError` for what is no number, and for what could be two of them.
    """
    words = text.strip()
    if len(words) > LONGEST:
        raise UserError(f"'{words[:LONGEST]}...' is too long: a number has at most {LONGEST} characters")
    readings = set(meant(words))
    possible = {number for number in readings if fits(number)} or readings
    if not possible:
        how = ": write 3200000, 3,200,000 or 0.8" if re.search(r"\d", words) else ""
        raise UserError(f"'{words}' is not a number{how}")
    if len(possible) > 1:
        low, high = map(plainly, sorted(possible))
        raise UserError(f"'{words}' can mean {high} or {low}: write {high} or {low}")
    return possible.pop()


def read(name: str, text: str) -> Any:
    """A parameter's value as typed into a field. Raises :class:`UserError` saying what is allowed."""
    parameter, words = parameters()[name], text.strip()
    shown = f"'{words[:LONGEST]}'"
    if parameter.choices:
        if words not in parameter.choices:
            raise UserError(f"{shown} is not {parameter.allowed}{did_you_mean(words[:LONGEST], parameter.choices)}")
        return parameter.check(words)
    if parameter.type is bool:
        if words not in ("true", "false"):
            raise UserError(f"{shown} is not true or false")
        return words == "true"
    if parameter.countries and words.startswith("["):
        try:
            return parameter.check([code.strip(" '\"") for code in words[1:].removesuffix("]").split(",")])
        except ValueError as error:
            raise UserError(str(error).removeprefix(f"{name}: ")) from None
    try:
        number = read_number(words, lambda number: _fits(parameter, number))
    except UserError as error:
        raise UserError(f"{error} (allowed: {parameter.allowed})") from None
    if not _fits(parameter, number):
        raise UserError(f"{words[:LONGEST]} is not {parameter.allowed}")
    return parameter.check(number)


def _fits(parameter: Parameter, number: float) -> bool:
    try:
        parameter.check(number)
    except (ValueError, OverflowError):
        return False
    return True


def text_of(value: Any) -> str:
    """A value as it stands in a field or an address: :func:`read` gives it back exactly."""
    if isinstance(value, Countries) and value.codes:
        return f"[{','.join(value.codes)}]"
    value = plain(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value) if isinstance(value, float) else str(value)
