"""CSV as it is written everywhere: no cell that a spreadsheet would take for a formula."""

import csv
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    import pandas as pd  # 0.4 s that a list of parameters does not need

__all__ = ["harmless", "to_csv", "write_rows"]

FORMULA = re.compile(r"[=+\-@\t\r]")
"""How a cell begins that a spreadsheet computes instead of showing it."""


def harmless(cell: Any) -> Any:
    """A cell as it is; a text that a spreadsheet would compute gets an apostrophe before it, a number does not."""
    if not isinstance(cell, str) or not FORMULA.match(cell):
        return cell
    try:
        float(cell)
    except ValueError:
        return f"'{cell}"
    return cell


def write_rows(file: TextIO, rows: Iterable[Iterable[Any]]) -> None:
    """Write rows, the names of the columns first, to an open file."""
    csv.writer(file, lineterminator="\n").writerows([harmless(cell) for cell in row] for row in rows)


def to_csv(frame: "pd.DataFrame", target: Any = None) -> str | None:
    """Write a table as CSV (its index is left out) to a path or an open file; without one, the text."""
    texts = frame.select_dtypes(include=["object", "string", "category"]).columns
    safe = frame.assign(**{str(name): frame[name].map(harmless, na_action="ignore") for name in texts})
    written: str | None = safe.rename(columns=harmless).to_csv(target, index=False, lineterminator="\n")
    return written
