"""The five dimensions in which a planner designs a scheme."""

from typing import NamedTuple


class Dimension(NamedTuple):
    """A dimension: its name, the parameters that a planner sets, all that belong to it, whether designs usually differ in it."""

    name: str
    settings: tuple[str, ...]
    parameters: tuple[str, ...]
    """Names, or patterns such as ``shock.*``."""
    differs: bool = False


DIMENSIONS = (
    Dimension("duration", ("design.duration_years",), ("design.duration_years",), True),
    Dimension("flexibility", ("design.flexibility",), ("design.flexibility",), True),
    Dimension("shock", ("shock.month", "shock.severity"), ("shock.*",)),
    Dimension("recognition", ("recognition.months", "recognition.success"), ("recognition.*",)),
    Dimension(
        "market_diversity", ("markets.count", "markets.correlation"),
        ("markets.count", "markets.countries", "markets.diversity", "markets.correlation"),
    ),
)  # fmt: skip
SETTINGS = tuple(name for dimension in DIMENSIONS for name in dimension.settings)
"""What a planner sets in all of them."""
