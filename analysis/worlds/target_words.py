"""A target in words."""

from analysis.worlds.target import Number, Quantity, Target
from sim.indicators import BY_NAME
from sim.reporting import names
from sim.reporting.wording import money

_AGAINST = {
    "<": "stay below", "<=": "stay at or below", ">": "exceed", ">=": "reach",
}  # fmt: skip


def in_words(target: Target) -> str:
    """The target as a clause: ``five years gives fewer completed mobilities than three years``."""
    left, right, comparison = target.sides
    if isinstance(left, Quantity) and isinstance(right, Number):
        unit = BY_NAME[left.indicator].unit
        level = f"{money(right.value)} EUR" if unit == "EUR" else f"{right.value:,.10g}"
        what = names.indicator(left.indicator)
        verb = _AGAINST[comparison]
        if not names.plural(left.indicator):
            verb = verb.replace("stay", "stays").replace("exceed", "exceeds").replace("reach", "reaches")
        return f"{what} {verb} {level}" + (f" with {names.design(left.design)}" if left.design else "")
    if isinstance(left, Quantity) and isinstance(right, Quantity) and left.indicator == right.indicator:
        return f"{_design(left)} {_than(left.indicator, comparison)} {_design(right)}"
    return f"{target.text} holds"


def _than(indicator: str, comparison: str) -> str:
    what = names.indicator(indicator)
    if names.plural(indicator):
        return {"<": f"gives fewer {what} than", "<=": f"gives no more {what} than",
                ">": f"gives more {what} than", ">=": f"gives at least as many {what} as"}[comparison]  # fmt: skip
    return {"<": f"has a lower {what} than", "<=": f"has no higher {what} than",
            ">": f"has a higher {what} than", ">=": f"has no lower {what} than"}[comparison]  # fmt: skip


def _design(quantity: Quantity) -> str:
    return names.design(quantity.design) if quantity.design else "the scenario's own design"
