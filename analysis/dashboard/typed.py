"""Values as people type them, and limits as people read them: ``3,200,000``, ``3 200 000``, ``0,8``, *10 billion*.

The page writes 3,200,000 and 3.5, and reads them back. Other ways of writing are read where they have one meaning; where
they have two, the planner is told how to write each.
"""

import re
from collections.abc import Callable
from typing import Any

from sim.countries import Countries
from sim.errors import UserError, did_you_mean
from sim.parameters import Parameter, parameters
from sim.setup.scenario_file import plain

LONGEST = 40
"""Characters of a number at most."""
SPACES = " \u00a0\u2009\u202f'\u2019"
"""What separates thousands besides a comma and a dot: spaces of every width and apostrophes."""
_PLAIN = re.compile(r"\d+(\.\d*)?([eE][+-]?\d{1,3})?|\.\d+([eE][+-]?\d{1,3})?", re.ASCII)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}((.)\d{3})(\2\d{3})*", re.ASCII)

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
    readings = {number for number in _readings(words.replace("\u2212", "-")) if number is not None}
    possible = {number for number in readings if fits(number)} or readings
    if not possible:
        how = ": write 3200000, 3,200,000 or 0.8" if re.search(r"\d", words) else ""
        raise UserError(f"'{words}' is not a number{how}")
    if len(possible) > 1:
        low, high = (f"{number:.15g}" for number in sorted(possible))
        raise UserError(f"'{words}' can mean {high} or {low}: write {high} or {low}")
    return possible.pop()


def _readings(words: str) -> list[int | float | None]:
    """Every number that a text can mean."""
    sign = -1 if words.startswith("-") else 1
    digits = words.removeprefix("-" if sign < 0 else "+").strip()
    if not digits or digits[0] in "+-":
        return []
    if _PLAIN.fullmatch(digits):
        found = [_number(digits)]
        if _THOUSANDS.fullmatch(digits) and digits.count(".") > 1:
            found = [_joined(digits, ".")]
    else:
        whole, mark, rest = _apart(digits)
        found = [_joined(whole, "", f".{rest}" if mark else "")] if whole else []
        if digits.count(",") == 1 and re.fullmatch(r"\d+,\d*|,\d+", digits, re.ASCII):
            found = [_number(digits.replace(",", ".", 1))]
            if _THOUSANDS.fullmatch(digits):
                thousands = _joined(digits, ",")
                found = [thousands] if digits.endswith(",000") else [*found, thousands]  # nobody writes 1,000 for one
    return [None if number is None else sign * number for number in found]


def _apart(digits: str) -> tuple[str, str, str]:
    """Digits before the decimal mark with their separators checked and taken out, the mark, digits after it."""
    for mark in (".", ",", ""):
        whole, found, rest = digits.rpartition(mark) if mark else (digits, "", "")
        if mark and (not found or mark in whole or not re.fullmatch(r"\d+", rest, re.ASCII)):
            continue
        if (
            (grouped := _THOUSANDS.fullmatch(whole))
            and grouped[1]
            and grouped[2] in SPACES + ",."
            and grouped[2] != mark
        ):
            return whole.replace(grouped[2], ""), mark, rest
    return "", "", ""


def _joined(digits: str, separator: str, rest: str = "") -> int | float:
    whole = digits.replace(separator, "") if separator else digits
    return float(whole + rest) if rest else int(whole)


def _number(digits: str) -> int | float:
    return int(digits) if digits.isdigit() else float(digits)


def in_words(limit: float) -> str:
    """A limit as people say it: ``10 billion``, ``1 million``, ``600``, ``0.083``."""
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if abs(limit) >= size and float(f"{limit / size:.4g}") * size == limit:
            return f"{limit / size:.4g} {word}"
    return f"{limit:,.10g}" if limit == int(limit) else f"{limit:.2g}"


def allowed(parameter: Parameter) -> str:
    """What a parameter allows, in words."""
    if parameter.choices or parameter.type is bool or parameter.low is None:
        return parameter.allowed
    number = "a whole number" if parameter.type is int else "a number"
    unit = "" if parameter.unit in ("0-1", "number") else f" {parameter.unit}"
    listed = ", or a list of ISO codes, e.g. [MA,TN]" if parameter.countries else ""
    return f"{number} from {in_words(parameter.low)} to {in_words(parameter.high)}{unit}{listed}"


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
        raise UserError(f"{error} (allowed: {allowed(parameter)})") from None
    if not _fits(parameter, number):
        raise UserError(f"{words[:LONGEST]} is not {allowed(parameter)}")
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
