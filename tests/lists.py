"""Walking the lists of candidates that a state holds."""

from sim.categories import Stage
from sim.queues import NOBODY
from sim.state import Book


def members(book: Book, stage: Stage) -> list[int]:
    """Candidates in a stage's list, in order."""
    return [int(i) for i in book.lists[stage, : int(book.stages[stage].count)]]


def members_due(book: Book, stage: Stage) -> list[int]:
    """Candidates in a stage's calendar (training or abroad), month by month."""
    half = int(book.scheme[0].horizon) + 1
    pages = book.calendar[half:] if stage == Stage.abroad else book.calendar[:half]
    return [i for page in pages for i in _walk(book, int(page.head))]


def _walk(book: Book, i: int) -> list[int]:
    found: list[int] = []
    while i != NOBODY:
        found.append(i)
        assert len(found) <= len(book.candidates), "a list that never ends"
        i = int(book.candidates["next"][i])
    return found
