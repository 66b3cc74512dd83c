"""Countries: how many, or which. A number stands for so many average countries without a name, codes for real ones.

>>> Countries(2), Countries(["MA", "TN"])
(2, [MA, TN])
>>> Countries(["MA", "TN"]) == 2
True
"""

import csv
from collections.abc import Sequence
from functools import cache
from typing import Any

from sim.errors import brief, did_you_mean, nearest
from sim.installation import ROOT

FILE = ROOT / "evidence" / "countries.csv"
OTHER_CODES = {"UK": "GB", "EL": "GR"}
"""Codes that the EU writes, and those of ISO 3166."""
LETTERS = 2
"""Letters of a code. Longer words are compared with names of countries."""


class Countries(int):
    """A number of countries, with their ISO codes where they are named: wherever a number is meant, it is one."""

    codes: tuple[str, ...]
    """ISO 3166 codes of two letters, in order; empty where the countries have no name."""

    def __new__(cls, which: int | Sequence[str]) -> "Countries":
        """So many countries without a name, or the countries of these codes."""
        codes = () if isinstance(which, int) else tuple(which)
        made = super().__new__(cls, which if isinstance(which, int) else len(codes))
        made.codes = codes
        return made

    def __repr__(self) -> str:
        return f"[{', '.join(self.codes)}]" if self.codes else super().__repr__()

    def __format__(self, how: str) -> str:
        return repr(self) if self.codes else int.__format__(self, how)

    def __reduce__(self) -> tuple[type, tuple[object]]:
        return Countries, (list(self.codes) or int(self),)


@cache
def names() -> dict[str, str]:
    """Every country's name by its code."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["name"] for row in csv.DictReader(file)}


@cache
def numbers() -> dict[str, int]:
    """Every country's number by its code, from 1 on: 0 stands for an average country."""
    return {code: number for number, code in enumerate(names(), 1)}


def named(which: Any) -> Countries:
    """The countries that a user lists, ``[MA,TN]`` or ``MA``. Raises ``ValueError`` saying what is wrong.

    YAML takes the code of Norway for *no*: a false in a list is ``NO``.
    """
    listed = which if isinstance(which, list | tuple) else [which]
    codes: list[str] = ["NO" if entry is False else entry for entry in listed]
    for code in codes:
        if not isinstance(code, str) or code not in names():
            hint = _nearest(code) if isinstance(code, str) else ""
            raise ValueError(f"{brief(code)} is not the ISO code of a country, two capital letters{hint}")
    repeated = next((code for code in codes if codes.count(code) > 1), None)
    if repeated:
        raise ValueError(f"{repeated} is named twice")
    return Countries(codes)


def _nearest(text: str) -> str:
    by_name = {name.casefold(): code for code, name in names().items()}
    if text.upper() in names():
        return f": did you mean '{text.upper()}'?"
    if text.upper() in OTHER_CODES:
        return f": did you mean '{OTHER_CODES[text.upper()]}'?"
    if text.casefold() in by_name:
        return f": did you mean '{by_name[text.casefold()]}'?"
    if len(text) == LETTERS:
        return did_you_mean(text, names())
    meant = nearest(text, by_name) if len(text) > LETTERS + 1 else None
    return f": did you mean '{by_name[meant]}' ({names()[by_name[meant]]})?" if meant else ""
