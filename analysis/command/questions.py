"""Which questions there are: every package of ``analysis`` that is a command. What each answers, it says itself."""

from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any

import analysis
from analysis.command.declare import Application

__all__ = ["application", "listing", "main_of", "names"]


def names() -> list[str]:
    """The questions by name."""
    packages = [module.name for module in iter_modules(analysis.__path__) if module.ispkg]
    return sorted(name for name in packages if find_spec(f"analysis.{name}.__main__"))


def listing() -> str:
    """Every question in a line, and how to ask it."""
    asked = {name: application(name) for name in names()}
    width = max(map(len, asked))
    return "\n".join(
        [
            "Questions that need many runs. Each command has its own help, for example: python -m analysis.compare --help",
            "",
            *(f"  {name:<{width}}  {each.question}{_takes(each.takes)}" for name, each in asked.items()),
            "",
            "Times are for the defaults, on two cores.",
            "",
            "One run of a scenario: python -m sim --help",
        ]
    )


def _takes(time: str) -> str:
    return f" ({time})" if time else ""


def main_of(name: str) -> Callable[[Sequence[str]], None]:
    """The command of a question."""
    command: Callable[[Sequence[str]], None] = _command(name).main
    return command


def application(name: str) -> Application:
    """What the command of a question declares."""
    declared: Application = _command(name).APPLICATION
    return declared


def _command(name: str) -> Any:
    return import_module(f"analysis.{name}.__main__")
