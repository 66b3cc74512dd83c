"""What a lever costs, in a planner's words: each part of its price with its amount, without names of parameters."""

from sim.declare import Price
from sim.numbers import in_words
from sim.parameters import Parameter, parameters

FOLLOWS = {
    "budget": "how the budget is spread over its lines",
    "employer": "what hosts decide",
    "remote": "who stays a remote worker",
    "recognition": "the recognition of qualifications",
}
"""The mechanisms from which a cost may follow."""
UNSAID = ("0-1", "share", "factor", "probability", "category", "switch")
"""Units that say nothing after an amount."""


def parts(price: Price) -> list[tuple[str, tuple[str, ...]]]:
    """When a part of the price is due, and the parameters that state it; parts that are empty left out."""
    found = [
        ("once", price.one_off), ("each month", price.monthly), ("each time", price.unit),
        ("time before it acts", price.months), ("staff time", price.staff),
    ]  # fmt: skip
    return [(when, names) for when, names in found if names]


def amount(name: str) -> str:
    """What a parameter of a price means, with its default: ``secretariat and meetings of an advisory board (1,500 EUR/month)``."""
    parameter = parameters()[name]
    unit = "" if parameter.unit in UNSAID else f" {parameter.unit}"
    meaning = parameter.meaning[:1].lower() + parameter.meaning[1:]
    return f"{meaning} ({in_words(parameter.default)}{unit})"


def in_plain_words(parameter: Parameter) -> str:
    """The price of a lever in words, amounts at their defaults; empty for what is no lever."""
    price = parameter.price
    if price is None:
        return ""
    said = [f"{when}: {', '.join(map(amount, names))}" for when, names in parts(price)]
    if price.follows:
        said.append(f"the cost follows from {FOLLOWS[price.follows]}")
    return "; ".join(said)
