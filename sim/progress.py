"""A bar on standard error where a run takes over a second, and only on a terminal."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 1.0
"""Seconds before a bar appears."""


@contextmanager
def bar(title: str) -> Iterator[Callable[[int, int], None] | None]:
    """A callable ``(done, total)`` that draws the bar; None where standard error is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # 0.1 s that is only spent where there is a terminal
    from rich.progress import (  # 0.1 s that is only spent where there is a terminal
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    drawn = Progress(*columns, console=Console(stderr=True), transient=True)
    task = drawn.add_task(title)
    began = time.perf_counter()

    def show(done: int, total: int) -> None:
        drawn.update(task, completed=done, total=total)
        if time.perf_counter() - began > PATIENCE and not drawn.live.is_started:
            drawn.start()

    try:
        yield show
    finally:
        if drawn.live.is_started:
            drawn.stop()
