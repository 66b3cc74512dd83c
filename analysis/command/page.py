"""The report of an analysis: one page that needs no network, in the style of the model's own report.

>>> page = Page("Three years or five?", "compare", [answer, further], caveat, sections, computed=["How ..."])
>>> page.render(made)                      # HTML; ``made``: see analysis.command.application.Folder.provenance

A :class:`Section` holds paragraphs, :class:`Picture` and :class:`Table` in this order. What a reader
does not need for the answer is ``folded``: its heading is seen, the rest opens at a click, and paper shows what is open.
Every table explains its columns in place. Everything a user wrote is escaped.
"""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from markupsafe import Markup, escape

from sim.reporting.pictures import inline
from sim.reporting.report import environment

TEMPLATES = Path(__file__).resolve().parent / "templates"


class Column(NamedTuple):
    """A column: its heading, what it means in a sentence, whether it holds numbers."""

    heading: str
    meaning: str
    number: bool = False


@dataclass(frozen=True)
class Cell:
    """A cell with a colour: ``background`` as a CSS colour; ``note`` is shown smaller below."""

    text: str
    background: str = ""
    note: str = ""


@dataclass(frozen=True)
class Table:
    """A table: caption, columns, rows of texts or :class:`Cell`, and a sentence that says how to read it."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str | Cell]]
    reading: str = ""
    folded: bool = False
    """Whether only the caption is seen until the reader opens it."""
    wide: bool = False
    """Whether a telephone must scroll it sideways, although it has few columns."""


@dataclass(frozen=True)
class Picture:
    """A figure: name, heading for those who do not see it, content (SVG text, or PNG bytes), how to read it."""

    name: str
    heading: str
    content: str | bytes
    reading: str
    folded: bool = False

    @property
    def markup(self) -> Markup:
        """The figure as it stands in the page."""
        if isinstance(self.content, bytes):
            data = base64.b64encode(self.content).decode()
            return Markup(f'<img src="data:image/png;base64,{data}" alt="{escape(self.heading)}">')
        return Markup(inline(self.content, self.name, self.heading))


@dataclass(frozen=True)
class Choice:
    """A control with which a reader chooses the table that is seen. It works without scripts.

    ``name``: identifies it in the page; ``options``: what can be chosen, each with its table; ``chosen``: the one seen first.
    """

    name: str
    legend: str
    options: Sequence[tuple[str, Table]]
    chosen: int = 0


@dataclass(frozen=True)
class Section:
    """A part of the page: a heading, paragraphs, choices, pictures, tables."""

    name: str
    heading: str
    paragraphs: Sequence[str] = ()
    pictures: Sequence[Picture] = ()
    tables: Sequence[Table] = ()
    folded: bool = False
    choices: Sequence[Choice] = ()


@dataclass(frozen=True)
class Page:
    """A page: ``answer``: computed sentences, the first is the answer; ``caveat``: what the intervals cover."""

    title: str
    kind: str
    answer: Sequence[str]
    caveat: str
    sections: Sequence[Section]
    computed: Sequence[str] = ()
    summary: Sequence[tuple[str, str]] = ()
    """Lines under the title: what was compared, in which scenarios, with which settings."""
    facts: Sequence[tuple[str, str]] = field(default_factory=tuple)
    """Further lines of the table 'What made this page'."""
    drawn: str = ""
    """Where uncertain parameters are drawn from, a line on the page and the console; empty where none is drawn."""
    first: Sequence[Section] = ()
    """What stands on the first screen below the answer, without headings."""

    def render(self, made: Mapping[str, Any]) -> str:
        """The page as HTML. ``made``: what made the results."""
        template = environment(TEMPLATES).get_template("analysis.html.j2")
        return template.render(page=self, made=made, is_cell=lambda value: isinstance(value, Cell))
