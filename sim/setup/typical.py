"""The typical world: the values of what is uncertain that hold unless a scenario states them (``conf/world/typical.yaml``).

It is one draw of the calibrated parameters, not a middle of each of them: middles of many parameters make a world that is
kinder than any. How it was chosen stands at the head of the file.
"""

from functools import cache
from typing import Any

import yaml

from sim.parameters import Config, parameters, value_of
from sim.setup.catalogue import CONF, WORLD
from sim.setup.checks import flatten

__all__ = ["FILE", "stated", "typical", "usual"]

FILE = CONF / WORLD / "typical.yaml"


@cache
def typical() -> dict[str, Any]:
    """The typical world by dotted name; empty where none ships."""
    return dict(flatten(yaml.safe_load(FILE.read_text(encoding="utf-8")) or {}, ""))


def usual(name: str) -> Any:
    """The value of a parameter that nobody states: that of the typical world, else the registry's default."""
    return typical().get(name, parameters()[name].default)


def stated(config: Config, name: str) -> bool:
    """Whether a configuration states a value of its own: neither the typical one nor the registry's default."""
    return value_of(config, name) not in (usual(name), parameters()[name].default)
