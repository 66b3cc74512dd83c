"""How a generated table is written: rows of cells, code, values and ranges as a reader of a scenario's file knows them."""

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import Any

from sim.numbers import in_words
from sim.parameters import Parameter


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [list(columns), ["---"] * len(columns), *([str(cell).replace("|", "\\|") for cell in row] for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def code(text: object) -> str:
    """A text in code type; nothing for an empty one."""
    return f"`{text}`" if str(text) else ""


def sentence(text: str | None) -> str:
    """The first paragraph of a docstring on one line."""
    return " ".join((text or "").strip().partition("\n\n")[0].split())


def shown_value(value: Any) -> str:
    """A value as it is written in a scenario's file."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(str, value))}]"
    if isinstance(value, int | float) and not isinstance(value, IntEnum):
        return f"{value:.10g}"
    return str(getattr(value, "name", value))


def shown_range(parameter: Parameter) -> str:
    """What is allowed, short."""
    if parameter.choices:
        return ", ".join(parameter.choices)
    if parameter.low is None:
        return "true, false" if parameter.type is bool else "text"
    return f"{in_words(parameter.low)} to {in_words(parameter.high)}"
