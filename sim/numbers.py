"""Numbers as people write them: limits in words, and what a number with separators was meant to be."""

import re

__all__ = ["in_words", "meant", "plainly"]

SIZES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
FACTORS = {
    "": 1.0, "%": 0.01, "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "mio": 1e6, "million": 1e6, "millions": 1e6,
    "bn": 1e9, "billion": 1e9,
}  # fmt: skip
"""What may stand behind a number, and what it multiplies it by."""
GROUPS = "[ \u00a0\u2009\u202f'’_]"
"""What separates groups of three digits and nothing else; comma and point may also stand before decimals."""
MOST_DIGITS = 40

_NUMBER = re.compile(r"([+-]?)((?:\d[\d.,'’_ \u00a0\u2009\u202f]*)?\d)\s*([a-z%]*)")
_GROUPED = {mark: re.compile(rf"\d{{1,3}}(?:{re.escape(mark)}\d{{3}})+") for mark in ",."}


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
    return str(int(value)) if value == int(value) else f"{value:.10g}"


def meant(text: str) -> list[float]:
    """The numbers that a text can stand for, the likeliest first; none where it is no number.

    ``3,200,000``, ``3.200.000``, ``3 200 000 EUR`` and ``3.2 million`` are 3200000; ``0,8`` is 0.8; ``1,200`` is 1200 or
    1.2, as both are written so.
    """
    if len(text) > MOST_DIGITS:
        return []
    found = _NUMBER.fullmatch(re.sub("eur(os?)?|€", "", text.strip().casefold()).strip())
    if not found or found[3] not in FACTORS:
        return []
    sign, factor = -1.0 if found[1] == "-" else 1.0, FACTORS[found[3]]
    values = [sign * float(digits) * factor for digits in _digits(found[2])]
    return [round(value, 10) for value in dict.fromkeys(values)]


def _digits(written: str) -> list[str]:
    """The plain numbers that digits with separators can stand for."""
    grouped = re.fullmatch(rf"(\d{{1,3}}(?:{GROUPS}\d{{3}})+)([.,]\d+)?", written)
    if grouped:
        return [re.sub(GROUPS, "", grouped[1]) + (grouped[2] or "").replace(",", ".")]
    if re.fullmatch(r"\d+(\.\d+)?", written):
        return [written]
    for mark, other in (",.", ".,"):
        whole, _, decimals = written.partition(other)
        if _GROUPED[mark].fullmatch(whole) and re.fullmatch(r"\d*", decimals) and (decimals or other not in written):
            thousands = whole.replace(mark, "") + (f".{decimals}" if decimals else "")
            ambiguous = mark == "," and whole.count(mark) == 1 and not decimals
            return [thousands, written.replace(",", ".")] if ambiguous else [thousands]
    return [written.replace(",", ".")] if re.fullmatch(r"\d+,\d+", written) else []
