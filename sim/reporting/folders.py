"""Folders of results: never overwritten, complete or clearly marked as not, every file whole.

Every file is written beside its place and renamed into it, so that no file is ever half there; the marker
``INCOMPLETE`` is there first and goes last.
"""

import os
import platform
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from sim import __version__
from sim.compiled import source_hash

__all__ = ["MARKER", "complete", "open_folder", "provenance", "put", "put_bytes", "put_text"]

MARKER = "INCOMPLETE"
_MARKED = """This folder is not complete: its run is still going on, or was interrupted or failed.
Files that are here are whole, but not all are here. This file is removed when all are.
"""
PACKAGES = ("numpy", "numba", "pandas", "mesa")


def open_folder(parent: Path) -> Path:
    """A new folder ``<parent>/<date>_<time>[_n]``, marked as incomplete.

    Never an existing one, whoever else creates folders at the same time. Raises ``OSError`` where none can be made.
    """
    parent.mkdir(parents=True, exist_ok=True)
    stem = datetime.now().strftime("%Y-%m-%d_%H%M%S")
    attempt = 1
    while True:
        folder = parent / (stem if attempt == 1 else f"{stem}_{attempt}")
        try:
            os.mkdir(folder)
        except FileExistsError:
            attempt += 1
            continue
        (folder / MARKER).write_text(_MARKED, encoding="utf-8")
        return folder


def complete(folder: Path) -> None:
    """Remove the marker: all files are there."""
    (folder / MARKER).unlink(missing_ok=True)


def put(path: Path, write_to: Callable[[Path], object]) -> None:
    """Have a file written beside its place, then rename it into it. Raises ``OSError`` where that fails."""
    part = path.with_name(f".{path.name}.part")
    try:
        write_to(part)
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def put_bytes(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all."""
    put(path, lambda part: part.write_bytes(content))


def put_text(path: Path, text: str) -> None:
    """Write a text as UTF-8, whole or not at all."""
    put_bytes(path, text.encode())


def provenance(command: str, seconds: float, packages: Sequence[str] = ()) -> dict[str, Any]:
    """What made a result: command, date, wall time, hash of the model's sources, versions, machine.

    ``packages``: further packages whose versions count.
    """
    return {
        "command": command,
        "date": datetime.now().astimezone().isoformat(timespec="seconds"),
        "seconds": round(seconds, 3),
        "source_hash": source_hash(),
        "versions": {
            "project": __version__,
            "python": platform.python_version(),
            **{name: _version(name) for name in (*PACKAGES, *packages)},
        },
        "platform": platform.platform(),
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
