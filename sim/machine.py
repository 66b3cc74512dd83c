"""What this process may use: memory that is free, limits of a container and of the shell, cores.

Light: commands ask here before they import anything that takes memory.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sim.errors import UserError

if sys.platform == "win32":  # no limits of the shell there
    resource = None
else:
    import resource

__all__ = ["Room", "clear_message", "cores", "refuse_too_little", "rooms", "start", "used"]

CGROUPS = Path("/sys/fs/cgroup")
OWN_CGROUPS = Path("/proc/self/cgroup")
V2 = ("memory.max", "memory.current", "inactive_file")
V1 = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
"""Files with the limit and the use of a container, and the line of ``memory.stat`` with the cache of files, which gives way."""

LIMITS = {"ulimit -v": resource.RLIMIT_AS, "ulimit -d": resource.RLIMIT_DATA} if resource else {}
"""Limits of the shell: the address space of a process, and the part of it that can be written."""
LEAST = {"ulimit -v": 900 << 20, "ulimit -d": 400 << 20}
"""What the smallest run with its report needs (measured: 780 to 880 and 350 MB)."""
LEAST_TO_START = {"ulimit -v": 192 << 20, "ulimit -d": 128 << 20}
"""What it takes to load Python with NumPy and to read a command line (measured: 120 and 80 MB)."""

RESERVED_ONLY = 256 << 20
"""Bytes that packages and threads will reserve without writing to them (measured)."""
FRUGAL = {"OPENBLAS_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"}
"""With little address space: libraries that reserve a GiB, or a stack per core, without using it."""
NO_ROOM = ("failed to map segment", "cannot allocate memory", "can't start new thread", "out of memory")
"""What loaders, threads and compilers say where memory is short; none of them raises :class:`MemoryError`."""


class Room(NamedTuple):
    """Bytes that this process may use in all, and whose limit that is.

    ``address``: whether reserved bytes count, too; ``beyond``: those of them that do not count.
    """

    bytes: float
    whose: str
    address: bool = False
    beyond: float = 0.0


def _limits() -> Iterator[tuple[str, int]]:
    """The limits that the shell has set, by the command that sets them."""
    for name, number in LIMITS.items():
        assert resource
        limit = resource.getrlimit(number)[0]
        if limit != resource.RLIM_INFINITY:
            yield name, limit


def spare_memory() -> None:
    """Have libraries reserve little where the shell limits memory. They ask only when they are imported."""
    if any(_limits()):
        for name, value in FRUGAL.items():
            os.environ.setdefault(name, value)


def too_little(least: dict[str, int]) -> str:
    """What is wrong where the shell allows less than that; empty where it does not."""
    for name, limit in _limits():
        if limit < least[name]:
            return (
                f"this shell allows {limit / 2**20:,.0f} MB of memory ({name}), but the smallest run needs"
                f" {LEAST[name] / 2**20:,.0f} MB: raise the limit ({name} {LEAST[name] >> 10}) or remove it ({name} unlimited)"
            )
    return ""


def refuse_too_little() -> None:
    """Refuse to simulate where not even the smallest run fits. Raises :class:`UserError`."""
    if told := too_little(LEAST):
        raise UserError(told)


@contextmanager
def clear_message() -> Iterator[None]:
    """Say in one line where memory ran out, whatever ran out of it first."""
    try:
        yield
    except (MemoryError, ImportError, RuntimeError, OSError) as error:
        if isinstance(error, MemoryError) or any(words in str(error).lower() for words in NO_ROOM):
            least = min(rooms(), key=lambda room: room.bytes)
            raise UserError(
                f"memory ran out ({_size(least.bytes)} {least.whose}): allow more memory, or choose fewer replicates, journeys, workers,"
                " markets.employers or design.places"
            ) from None
        raise


def _size(number: float) -> str:
    return f"{number / 2**30:.1f} GiB" if number >= 2**30 else f"{number / 2**20:.0f} MiB"


def used() -> tuple[int, int]:
    """This process's resident and reserved bytes, now."""
    import psutil  # 0.02 s that help and refusals do not need

    told = psutil.Process().memory_info()
    return told.rss, told.vms


def rooms() -> list[Room]:
    """Everything that limits this process's memory now."""
    import psutil  # 0.02 s that help and refusals do not need

    resident = used()[0]
    found = [Room(resident + psutil.virtual_memory().available, "are free on this computer")]
    found += [Room(resident + free, "are free in this container") for free in _free_in_cgroups()]
    beyond = {"ulimit -d": _never_written()}
    return found + [Room(limit, f"are allowed by {name}", True, beyond.get(name, 0.0)) for name, limit in _limits()]


def _never_written() -> float:
    """Address space that is no data: code and files, and what packages and threads reserve without use."""
    import psutil  # 0.02 s that help and refusals do not need

    told = psutil.Process().memory_info()
    return float(told.vms - getattr(told, "data", told.vms)) + RESERVED_ONLY


def _free_in_cgroups() -> Iterator[int]:
    """What the control groups that this process is in, and those around them, have left; cached files count as free."""
    for folder, names in _cgroups("memory"):
        limit, now, cache = names
        try:
            most, taken = (folder / limit).read_text().strip(), int((folder / now).read_text())
            stat = dict(line.split() for line in (folder / "memory.stat").read_text().splitlines())
        except (OSError, ValueError):
            continue
        if most.isdigit():
            yield max(0, int(most) - taken + int(stat.get(cache, 0)))


def _cgroups(controller: str) -> Iterator[tuple[Path, tuple[str, str, str]]]:
    """Folders of the control groups of a controller (second version, and first), from one's own to the outermost."""
    try:
        lines = OWN_CGROUPS.read_text().splitlines()
    except OSError:
        return
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if controllers and controller not in controllers.split(","):
            continue
        top = CGROUPS / controllers if controllers else CGROUPS
        own = top / path.lstrip("/")
        for folder in (own, *own.parents):
            if folder.is_dir():  # within a container one's own folder may be known outside only
                yield folder, V1 if controllers else V2
            if folder == top:
                break


def cores() -> int:
    """Cores that this process may use: those it is bound to, or fewer where a container has a share of them."""
    bound = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    shares = [float(bound)]
    for folder, _ in _cgroups("cpu"):
        try:
            quota, period = (folder / "cpu.max").read_text().split()
            shares.append(int(quota) / int(period))
        except (OSError, ValueError):
            continue
    return max(1, round(min(shares)))


def start() -> None:
    """When the package is first imported: be frugal where memory is limited; refuse where not even NumPy can be loaded.

    A command ends with one line; in other programs this is a :class:`MemoryError`.
    """
    spare_memory()
    if told := too_little(LEAST_TO_START):
        if sys.argv[:1] != ["-m"] and Path(sys.argv[0] if sys.argv else "").name != "pilot-schemes":
            raise MemoryError(told)
        print(f"Error: {told}", file=sys.stderr)
        raise SystemExit(2)
