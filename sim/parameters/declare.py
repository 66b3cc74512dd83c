"""How a parameter is declared: default, range, unit, meaning, source and kind, once, in a dataclass field."""

from collections.abc import Callable
from dataclasses import field, make_dataclass
from enum import IntEnum
from typing import Any

ASSUMPTION = "assumption"
UNCERTAINTY = "uncertainty"
LEVER = "lever"
SETTING = "setting"


class Mobility(IntEnum):
    """Kinds of mobility that a scheme serves."""

    employment = 0
    apprenticeship = 1
    internship = 2
    study = 3


class Skill(IntEnum):
    """Skill levels."""

    low = 0
    medium = 1
    high = 2


class Sector(IntEnum):
    """Economic sectors of the destination markets."""

    ict = 0
    engineering = 1
    construction = 2
    hospitality = 3
    health = 4


class ExecutorName(IntEnum):
    """Where runs are simulated."""

    threads = 0
    dask = 1


class Size(IntEnum):
    """Size classes of employers, EU definition: under 10, 50, 250 employees, and larger."""

    micro = 0
    small = 1
    medium = 2
    large = 3


def declare(kind: str) -> Callable[..., Any]:
    """A function that declares fields of this kind (uncertainty, lever or setting)."""

    def parameter(default: Any, low: Any, high: Any, unit: str, meaning: str, source: str = ASSUMPTION) -> Any:
        """A dataclass field. ``low``/``high``: closed range, or None for categories, texts and switches."""
        return field(default=default, metadata=_metadata(kind, low, high, unit, meaning, source))

    return parameter


def declare_by(categories: type[IntEnum], kind: str) -> Callable[..., Any]:
    """A function that declares one number per member of a category (one per sector, per skill level ...)."""

    def parameter(
        defaults: tuple[float, ...],
        low: float,
        high: float,
        unit: str,
        meaning: str,
        source: str | tuple[str, ...] = ASSUMPTION,
    ) -> Any:
        sources = source if isinstance(source, tuple) else (source,) * len(defaults)
        members = [
            (
                member.name,
                float,
                field(default=default, metadata=_metadata(kind, low, high, unit, f"{meaning}: {member.name}", origin)),
            )
            for member, default, origin in zip(categories, defaults, sources, strict=True)
        ]
        return field(default_factory=make_dataclass(f"By{categories.__name__}", members))

    return parameter


def _metadata(kind: str, low: Any, high: Any, unit: str, meaning: str, source: str) -> dict[str, Any]:
    return {"kind": kind, "low": low, "high": high, "unit": unit, "meaning": meaning, "source": source}
