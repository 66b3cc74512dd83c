"""Numbers as people write them: limits in words, and what a number with separators was meant to be."""

import re

__all__ = ["LONGEST", "in_words", "meant", "plainly"]

SIZES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
FACTORS = {
    "%": 0.01, "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "million": 1e6, "millions": 1e6,
    "bn": 1e9, "billion": 1e9,
}  # fmt: skip
"""What may stand behind a number, and what it multiplies it by."""
LONGEST = 40
"""Characters of a number at most."""
SPACES = " _\u00a0\u2009\u202f'\u2019"
"""What separates thousands besides a comma and a dot: spaces of every width, apostrophes, underscores."""

_PLAIN = re.compile(r"\d+(\.\d*)?([eE][+-]?\d{1,3})?|\.\d+([eE][+-]?\d{1,3})?", re.ASCII)
_THOUSANDS = re.compile(r"[1-9]\d{0,2}((.)\d{3})(\2\d{3})*", re.ASCII)
_FACTOR = re.compile(rf"(.*?\d)\s*({'|'.join(map(re.escape, sorted(FACTORS, key=len, reverse=True)))})", re.ASCII)
_MONEY = re.compile(r"\beuros?\b|eur\b|€")


def in_words(limit: float) -> str:
    """A limit as it is read: ``10 billion``, ``600``, ``0.001``."""
    for size, name in SIZES:
        if abs(limit) >= size and round(limit / size, 2) == limit / size:
            return f"{limit / size:.10g} {name}"
    if limit == int(limit):
        return str(int(limit))
    return f"{limit:.10f}".rstrip("0") if abs(limit) < 1e-3 else f"{limit:.3g}"


def plainly(value: float) -> str:
    """A number as the command line and files take it: a point before decimals, nothing between thousands."""
    return str(int(value)) if value == int(value) else f"{value:.15g}"


def meant(text: str) -> list[int | float]:
    """The numbers that a text can stand for; none where it is no number.

    ``3,200,000``, ``3.200.000``, ``3 200 000 EUR`` and ``3.2 million`` are 3200000; ``0,8`` and ``80%`` are 0.8; ``1,200``
    is 1200 or 1.2, as both are written so.
    """
    words = text.strip().replace("\u2212", "-")
    if len(words) > LONGEST:
        return []
    words = _MONEY.sub("", words.casefold()).strip()
    if with_factor := _FACTOR.fullmatch(words):
        factor = FACTORS[with_factor[2]]
        return [round(number * factor, 10) for number in _readings(with_factor[1])]
    return _readings(words)


def _readings(words: str) -> list[int | float]:
    """Every number that digits with separators can mean."""
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
    return [sign * number for number in found]


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
