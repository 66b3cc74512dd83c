"""How kernels are compiled: three decorators, and a cache that can never serve a stale kernel.

Numba's on-disk cache does not notice a change in a function that lives in another file. The cache folder is
therefore named after a hash of every source file that kernels come from: other kernels, other folder.
"""

import atexit
import hashlib
import os
import shutil
import stat
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import cache, cached_property, update_wrapper
from pathlib import Path
from typing import Any

from sim.errors import UserError

SOURCES = Path(__file__).resolve().parent
KEPT_CACHES = 4


#: What kernels are made of, and all that it imports from ``sim``: the files and folders that name the cache.
KERNELS = (
    "agents", "categories.py", "choose.py", "columns.py", "compiled.py", "corridors/__init__.py",
    "corridors/known.py", "corridors/shrinkage.py", "corridors/topics.py", "corridors/values.py", "countries.py", "declare.py",
    "draws.py", "errors.py", "indicators.py", "installation.py", "kernel.py", "laws", "measures.py", "numbers.py",
    "parameters", "phases.py", "processes", "queues.py", "schedule.py", "state.py", "world.py",
)  # fmt: skip


def _hash_of(paths: Iterable[Path], folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


@cache
def source_hash(folder: Path = SOURCES) -> str:
    """Hash of the sources in a folder (the model's): twelve hexadecimal digits that identify their version."""
    return _hash_of(folder.rglob("*.py"), folder)


def kernel_sources() -> list[Path]:
    """The files that kernels come from."""
    named = [SOURCES / name for name in KERNELS]
    return [path for place in named for path in ([place] if place.suffix == ".py" else sorted(place.rglob("*.py")))]


@cache
def kernel_hash() -> str:
    """Hash of the files that kernels come from: a change elsewhere does not compile them again."""
    return _hash_of(kernel_sources(), SOURCES)


def cache_root() -> Path:
    """The folder that holds one cache folder per version of the kernels."""
    if chosen := os.environ.get("SIM_CACHE_DIR"):
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "pilot-schemes"


PRIVATE = 0o700
OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


@cache
def cache_folder() -> Path:
    """Create this version's cache folder and drop old ones. What is read from it is run as code, so it must be private.

    Where the home's folder is not: one in a temporary place; where that is not either: a fresh one, which goes at the
    end. Raises :class:`UserError` where the user named a folder that others may write to.
    """
    named = os.environ.get("SIM_CACHE_DIR")
    for root in (cache_root(), Path(tempfile.gettempdir()) / f"pilot-schemes-{_user()}"):
        folder = root / kernel_hash()
        try:
            root.mkdir(parents=True, exist_ok=True, mode=PRIVATE)
            if not named and _is_own(root):
                root.chmod(PRIVATE)
            private = _is_private(root)
            if private:
                folder.mkdir(exist_ok=True, mode=PRIVATE)
                private = _is_private(folder)
            if private and os.access(folder, os.W_OK):
                os.utime(folder)
                _drop_old_versions(root)
                return folder
        except OSError:
            continue
        if named and not private:
            raise UserError(
                f"SIM_CACHE_DIR: what lies in {root} is run as code, and it is a link, or others own it or may write to it:"
                " name a folder that only you can write to (chmod go-w)"
            )
    fresh = tempfile.mkdtemp(prefix="pilot-schemes-")
    atexit.register(shutil.rmtree, fresh, ignore_errors=True)
    return Path(fresh)


def _user() -> int:
    """The user's number; 0 on a system without (Windows, where both places belong to the user alone)."""
    return os.getuid() if hasattr(os, "getuid") else 0


def _is_own(folder: Path) -> bool:
    """Whether this is a folder of the user's, and no link."""
    told = folder.lstat()
    return stat.S_ISDIR(told.st_mode) and told.st_uid == _user()


def _is_private(folder: Path) -> bool:
    """Whether only the user and the system can write to it: a folder of theirs, no link, closed to group and others."""
    told = folder.lstat()
    if not stat.S_ISDIR(told.st_mode) or told.st_uid not in (_user(), 0):
        return False
    return os.name != "posix" or not told.st_mode & OTHERS_MAY_WRITE  # elsewhere, permissions are not written so


def _drop_old_versions(root: Path) -> None:
    versions = sorted((p for p in root.iterdir() if p.is_dir()), key=lambda p: p.stat().st_mtime)
    for old in versions[:-KEPT_CACHES]:
        if time.time() - old.stat().st_mtime > 24 * 3600:
            shutil.rmtree(old, ignore_errors=True)


DISABLED = os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")
"""Whether kernels run as plain Python (for the debugger and for coverage)."""

#: Kernels release the GIL and divide as NumPy does. They allocate nothing and keep nothing, and their caller holds the
#: tables, so there are no references to count: counting those of every table at every call doubled the run time.
OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy", "_nrt": False}


@cache
def compiler() -> Any:
    """Numba, with the cache folder set before it is imported."""
    folder = str(cache_folder())
    os.environ["NUMBA_CACHE_DIR"] = folder
    import numba  # here: it takes as long as all else together, and neither help nor refusals need it (0.3 s for 1.2 s)

    numba.config.CACHE_DIR = folder
    numba.types.NamedTuple.mangling_args = property(_short_name)
    return numba


def _short_name(kind: Any) -> tuple[str, tuple[str]]:
    """What stands for a named tuple's type in the names of compiled functions: its class and a hash of its columns.

    Numba writes out every column of every table, 20,000 characters in each of hundreds of names: nine tenths of the
    cache, and of the time to load it.
    """
    return kind.instance_class.__name__, (hashlib.sha256(kind.name.encode()).hexdigest()[:16],)


class Kernel:
    """A function that is compiled when it is first called, from Python or by another kernel."""

    def __init__(self, function: Callable[..., Any], **options: Any) -> None:
        update_wrapper(self, function)
        self.py_func = function
        self._options = options

    @cached_property
    def dispatcher(self) -> Any:
        """Numba's compiled function."""
        return compiler().njit(**OPTIONS, **self._options)(self.py_func)

    @property
    def _numba_type_(self) -> Any:
        """By this name Numba asks what a kernel is that another kernel calls."""
        return self.dispatcher._numba_type_

    @property
    def signatures(self) -> Any:
        """The types for which it is compiled."""
        return self.dispatcher.signatures

    def __call__(self, *arguments: Any) -> Any:
        """Call the compiled function."""
        return self.dispatcher(*arguments)


def njit(function: Callable[..., Any]) -> Any:
    """Compile a decision: a small function that Python and kernels call."""
    return function if DISABLED else Kernel(function)


def inner(function: Callable[..., Any]) -> Any:
    """Compile a part of a kernel that takes the whole state: for kernels only, which saves half the compilation."""
    if DISABLED:
        return function
    return Kernel(function, forceinline=True, no_cpython_wrapper=True, no_cfunc_wrapper=True)


def entry(function: Callable[..., Any]) -> Any:
    """Compile an entry point: called from Python, releases the GIL, cached on disk with all that it calls."""
    return function if DISABLED else Kernel(function, cache=True)


def plain(function: Callable[..., Any]) -> Callable[..., Any]:
    """A decision as the Python function that it is written as, for a call that is not worth a compilation."""
    written: Callable[..., Any] = getattr(function, "py_func", function)
    return written


def announce_first_compilation() -> None:
    """Tell a person at a terminal or in a log, once per version of the kernels, why the first run takes longer."""
    if not DISABLED and not any(cache_folder().rglob("*.nbi")):
        kept = cache_folder().name == kernel_hash()
        often = (
            "once" if kept else "at every start, as no private folder can keep it: see SIM_CACHE_DIR in docs/scaling.md"
        )
        print(f"Compiling the model for this machine ({often}; under a minute) ...", file=sys.stderr, flush=True)
