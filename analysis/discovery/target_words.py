"""A target in words."""

from analysis.worlds.target import Number, Quantity, Target
from sim.indicators import BY_NAME

_COUNTED = {
    "persons", "interviews", "offers", "hosts", "vacancies", "agreements", "months", "person-months",
}  # fmt: skip
_AGAINST = {
    "<": "stay below", "<=": "stay at or below", ">": "exceed", ">=": "reach",
}  # fmt: skip


def in_words(target: Target) -> str:
    """The target as a clause: ``five_year gives fewer completed mobilities than three_year``."""
    left, right, comparison = target.sides
    if isinstance(left, Quantity) and isinstance(right, Number):
        unit = BY_NAME[left.indicator].unit
        level = f"{right.value:,.10g}" + (" EUR" if unit == "EUR" else "")
        what = _phrase(left.indicator)
        verb = _AGAINST[comparison]
        if not what.endswith("s"):
            verb = verb.replace("stay", "stays").replace("exceed", "exceeds").replace("reach", "reaches")
        return f"{what} {verb} {level}" + (f" with {left.design}" if left.design else "")
    if isinstance(left, Quantity) and isinstance(right, Quantity) and left.indicator == right.indicator:
        return f"{_design(left)} {_than(left.indicator, comparison)} {_design(right)}"
    return f"{target.text} holds"


def _than(indicator: str, comparison: str) -> str:
    what = _phrase(indicator)
    if BY_NAME[indicator].unit in _COUNTED and not indicator.startswith("months_to"):
        less, more = ("fewer", "more") if what.endswith("s") else ("less", "more")
        return {"<": f"gives {less} {what} than", "<=": f"gives no more {what} than",
                ">": f"gives {more} {what} than", ">=": f"gives at least as many {what} as"}[comparison]  # fmt: skip
    return {"<": f"has a lower {what} than", "<=": f"has no higher {what} than",
            ">": f"has a higher {what} than", ">=": f"has no lower {what} than"}[comparison]  # fmt: skip


def _phrase(indicator: str) -> str:
    return indicator.replace("_", " ")


def _design(quantity: Quantity) -> str:
    return quantity.design or "the scenario's own design"
