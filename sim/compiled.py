"""How kernels are compiled: one decorator, and a cache that can never serve a stale kernel.

Numba's on-disk cache does not notice a change in a function that lives in another file. The cache folder is
therefore named after a hash of every source file of ``sim/``: other sources, other folder.
"""

import hashlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

SOURCES = Path(__file__).resolve().parent
KEPT_CACHES = 4


@cache
def source_hash(folder: Path = SOURCES) -> str:
    """Hash of the sources in a folder (the model's): twelve hexadecimal digits that identify their version."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(path.relative_to(folder).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def cache_root() -> Path:
    """The folder that holds one cache folder per version of the sources."""
    if chosen := os.environ.get("SIM_CACHE_DIR"):
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "pilot-schemes"


def prepare_cache() -> Path:
    """Create this version's cache folder (in a temporary place if the home folder cannot be written), drop old ones."""
    for root in (cache_root(), Path(tempfile.gettempdir()) / f"pilot-schemes-{os.getuid()}"):
        folder = root / source_hash()
        try:
            folder.mkdir(parents=True, exist_ok=True)
            os.utime(folder)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            versions = sorted((p for p in root.iterdir() if p.is_dir()), key=lambda p: p.stat().st_mtime)
            for old in versions[:-KEPT_CACHES]:
                if time.time() - old.stat().st_mtime > 24 * 3600:
                    shutil.rmtree(old, ignore_errors=True)
            return folder
    return Path(tempfile.mkdtemp(prefix="pilot-schemes-"))


CACHE = prepare_cache()
os.environ["NUMBA_CACHE_DIR"] = str(CACHE)

import numba  # noqa: E402  (the cache folder must be known first)

numba.config.CACHE_DIR = str(CACHE)
DISABLED = bool(numba.config.DISABLE_JIT)


def njit(function: Callable[..., Any]) -> Any:
    """Compile a decision: a small function that Python and kernels call."""
    return numba.njit(nogil=True, error_model="numpy")(function)


def inner(function: Callable[..., Any]) -> Any:
    """Compile a part of a kernel that takes the whole state: for kernels only, which saves half the compilation."""
    return numba.njit(nogil=True, error_model="numpy", no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)


def entry(function: Callable[..., Any]) -> Any:
    """Compile an entry point: called from Python, releases the GIL, cached on disk with all that it calls."""
    return numba.njit(cache=True, nogil=True, error_model="numpy")(function)


def announce_first_compilation() -> None:
    """Tell a person at a terminal or in a log, once per version of the sources, why the first run takes longer."""
    if not DISABLED and not any(CACHE.rglob("*.nbi")):
        print("Compiling the model for this machine (once, under a minute) ...", file=sys.stderr, flush=True)
