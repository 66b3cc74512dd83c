"""How the state is declared: a column of a table, its type, its first value and its meaning, in one place.

A mechanism's file declares the columns that it owns in a class named after the agent or place that has them:

>>> class Candidate:
...     score: float = column("f4", 0.0, "What screening showed: skill and noise")

:mod:`sim.state` collects them into tables. A Mesa agent inherits the same classes, so that each column is also an
attribute of the agent, which reads and writes its row.
"""

from collections.abc import Iterator
from enum import IntEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from sim.compiled import inner


class Column:
    """A state variable: a column of a table, and an attribute of every Mesa agent that lives in the table.

    ``kind``: NumPy's type; ``first``: the value with which a run begins; ``category``: what its numbers stand for;
    ``plumbing``: it only orders lists inside the tables and is no state of the agent; ``stays``: the next phase of a
    scheme finds it as this one left it.
    """

    def __init__(
        self, kind: str, first: float, meaning: str, category: type[IntEnum] | None, plumbing: bool, stays: bool
    ) -> None:
        self.kind = kind
        self.first = first
        self.meaning = meaning
        self.category = category
        self.plumbing = plumbing
        self.stays = stays
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, agent: Any, owner: Any) -> Any:
        """The agent's value; of the class the column itself."""
        if agent is None:
            return self
        value = agent.table[self.name][agent.row].item()
        return self.category(value) if self.category else value

    def __set__(self, agent: Any, value: Any) -> None:
        """Write the value into the agent's row: this changes the run."""
        agent.table[self.name][agent.row] = value


def column(
    kind: str,
    first: float,
    meaning: str,
    category: type[IntEnum] | None = None,
    *,
    plumbing: bool = False,
    stays: bool = False,
) -> Any:
    """Declare a column (see :class:`Column`)."""
    return Column(kind, first, meaning, category, plumbing, stays)


def columns_of(table: type) -> Iterator[Column]:
    """The columns that a table collects from the classes it inherits, in the order in which it names them."""
    for owner in table.__mro__:
        yield from (value for value in vars(owner).values() if isinstance(value, Column))


def dtype_of(table: type) -> np.dtype[Any]:
    """The table's type: columns in the order of declaration, or the widest first where bytes would lie idle otherwise."""
    declared = [(each.name, each.kind) for each in columns_of(table)]
    names = [name for name, _ in declared]
    repeated = sorted({name for name in names if names.count(name) > 1})
    if repeated:
        raise TypeError(f"{table.__name__}: {', '.join(repeated)} is declared twice")
    as_declared = np.dtype(declared, align=True)
    packed = np.dtype(sorted(declared, key=lambda each: -np.dtype(each[1]).itemsize), align=True)
    return as_declared if as_declared.itemsize == packed.itemsize else packed


@inner
def begin(table, row, first):
    """Fill a row with the values with which a run begins (``first``: their bytes). Byte by byte compiles ten times as fast."""
    data = table[row : row + 1].view(np.uint8)
    for place in range(data.size):
        data[place] = first[place]


@inner
def copy_rows(into, table):
    """Copy all rows of a table into another of the same type, byte by byte for the same reason."""
    copy, data = into.view(np.uint8), table.view(np.uint8)
    for place in range(data.size):
        copy[place] = data[place]


@inner
def put_back(table, row, kept, old, stays):
    """Put what stays of an old row into a new one (``stays``: 1 for each byte of a row that does)."""
    data, before = table[row : row + 1].view(np.uint8), kept[old : old + 1].view(np.uint8)
    for place in range(data.size):
        if stays[place]:
            data[place] = before[place]


def first_row(table: type) -> npt.NDArray[Any]:
    """One row of a table with every column's first value."""
    row = np.zeros(1, dtype_of(table))
    for each in columns_of(table):
        row[each.name] = each.first
    return row


def staying(table: type) -> npt.NDArray[np.uint8]:
    """For each byte of a row whether it belongs to a column that stays for the next phase: 1 or 0."""
    dtype = dtype_of(table)
    stays = np.zeros(dtype.itemsize, np.uint8)
    for each in columns_of(table):
        assert dtype.fields
        kind, place = dtype.fields[each.name][:2]
        stays[place : place + kind.itemsize] = each.stays
    return stays
