"""Which questions there are: every package of ``analysis`` that is a command. What each answers, it says itself."""

from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any

import analysis

__all__ = ["listing", "main_of", "names"]


def names() -> list[str]:
    """The questions by name."""
    packages = [module.name for module in iter_modules(analysis.__path__) if module.ispkg]
    return sorted(name for name in packages if find_spec(f"analysis.{name}.__main__"))


def listing() -> str:
    """Every question in a line, and how to ask it."""
    asked = {name: _command(name).APPLICATION.question for name in names()}
    width = max(map(len, asked))
    return "\n".join(
        [
            "Questions that need many runs. Each command has its own help, for example: python -m analysis.compare --help",
            "",
            *(f"  {name:<{width}}  {question}" for name, question in asked.items()),
            "",
            "One run of a scenario: python -m sim --help",
        ]
    )


def main_of(name: str) -> Callable[[Sequence[str]], None]:
    """The command of a question."""
    command: Callable[[Sequence[str]], None] = _command(name).main
    return command


def _command(name: str) -> Any:
    return import_module(f"analysis.{name}.__main__")
