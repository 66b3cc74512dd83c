"""What every question has to know of levers besides the registry: ranges that are not declared yet, and levers that go together."""

from collections.abc import Callable
from typing import Any

FACTOR = 2.0
AGREED_BY = 12
INSTEAD: dict[str, Callable[[Any], tuple[Any, ...]]] = {
    "design.places": lambda now: (now / FACTOR, now * FACTOR),
    "recognition.agreement_month": lambda now: (0, AGREED_BY),
}
"""Assumptions for levers whose allowed range says nothing (a million places, month 600), until they declare a plausible one."""
TOGETHER = {"markets.countries": "markets.count"}
"""A lever that cannot exceed another: where it is pushed above it, the other follows."""
