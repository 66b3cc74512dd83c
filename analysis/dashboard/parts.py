"""Parts of the page that several tabs use: tables that scroll by themselves, numbers folded away, a progress bar."""

from collections.abc import Sequence
from html import escape

from htmltools import HTML, Tag, tags

Rows = Sequence[tuple[str, ...]]


def markup(picture: str) -> HTML:
    """A picture of ours (:mod:`analysis.dashboard.svg` escapes all text in it) as it stands in the page."""
    return HTML(picture)


def numbers(heading: str, columns: tuple[str, ...], rows: Rows) -> Tag:
    """The numbers of a picture as a table, folded away."""
    return tags.details(
        tags.summary("The numbers", tags.span(f" of: {heading}", class_="unseen")), table(heading, columns, rows)
    )


def table(heading: str, columns: tuple[str, ...], rows: Rows) -> HTML:
    """A table whose first column names the row; it scrolls by itself where the page is narrow.

    Written as text: tags would take ten times as long, and a picture waits for its table.
    """
    title = escape(heading, quote=True)
    head = "".join(f'<th scope="col">{escape(each)}</th>' if each else "<td></td>" for each in columns)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(each)}</td>" for each in rest)}</tr>'
        for first, *rest in rows
    )
    return HTML(
        f'<div class="scrolls" tabindex="0" role="region" aria-label="{title}"><table><caption>{title}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def empty(what: str) -> Tag:
    """What stands where there is nothing yet."""
    return tags.p(what, class_="empty")


def progress(name: str) -> Tag:
    """A bar with words, hidden until there is progress to show."""
    return tags.div(
        tags.progress(max="1", value="0", id=f"{name}-bar", **{"aria-label": "Progress"}),
        tags.span("", id=f"{name}-phase", role="status"),
        id=f"{name}-progress", class_="progressing", hidden="",
    )  # fmt: skip
