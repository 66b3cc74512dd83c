"""Before runs start: refuse what would not fit into memory, and say how long it takes where that is more than a minute."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from sim import machine
from sim.errors import UserError
from sim.indicators import MONTHLY
from sim.parameters import Config, to_record
from sim.runs.estimate import Need, evidently_fits, of_config

__all__ = ["ahead", "foresee", "refuse_beyond_memory", "to_foresee", "together"]

SAID_FROM = 60.0
"""Seconds from which it is said how long a command takes."""


ADVISED = 0.98
"""Share of the memory that what is advised may need, so that it also fits a moment later."""


@dataclass
class Whole:
    """Everything that a command will run: so many runs in several calls, and whether it is said what they take."""

    runs: int
    said: bool = False


_whole: ContextVar[Whole | None] = ContextVar("all runs of a command", default=None)


@contextmanager
def together(runs: int) -> Iterator[None]:
    """Within this block so many runs are made by several calls: the first says how long all of them take."""
    token = _whole.set(_whole.get() or Whole(runs))
    try:
        yield
    finally:
        _whole.reset(token)


def to_foresee(runs: int) -> int:
    """How many runs to foresee where so many begin: those of the whole command with the first, later only their own."""
    whole = _whole.get()
    return runs if whole is None or whole.said else max(runs, whole.runs)


def ahead(need: Need, counted: str = "replicates", stored: bool = False) -> None:
    """Refuse what does not fit, then say what it takes where that is more than a minute.

    ``counted``: the setting with the number of the estimate's units; ``stored``: whether some runs may be in the store. Raises :class:`UserError`.
    """
    refuse_beyond_memory(need, counted)
    whole, runs = _whole.get(), to_foresee(need.runs)
    seconds = need.seconds * runs / max(1, need.runs)
    if seconds > SAID_FROM and not (whole and whole.said):
        print(told(seconds, need, runs, stored), file=sys.stderr, flush=True)
    if whole:
        whole.said = True


def foresee(config: Config) -> None:
    """:func:`ahead` for :func:`sim.runs.ensemble.simulate`, where it is not evident."""
    sets = to_record(config, config.timeline)[None, :]
    kept = 8.0 * config.replicates * config.horizon * len(MONTHLY)
    if not evidently_fits(sets, to_foresee(config.replicates), kept, config.workers, config.journeys):
        ahead(of_config(config))


def told(seconds: float, need: Need, runs: int, stored: bool = False) -> str:
    """What runs take, in a sentence."""
    threads = f"{need.threads} thread{'s' if need.threads != 1 else ''}"
    return f"This takes about {duration(seconds)} and {size(need.bytes)} ({runs:,} runs on {threads}){', or less if some of these runs are already in the store' * stored}."


def refuse_beyond_memory(need: Need, counted: str = "replicates") -> None:
    """Raise :class:`UserError` where memory would not last, saying how much is needed, how much there is, what to change."""
    short = [room for room in machine.rooms() if _counted(need, room) > room.bytes]
    if short:
        worst = max(short, key=lambda room: _counted(need, room) / room.bytes)
        raise UserError(
            f"this needs about {size(_counted(need, worst))} of memory, but only {size(worst.bytes)} {worst.whose}:"
            f" {_what_fits(need, short, counted)}"
        )


def _needed(need: Need, room: machine.Room) -> Need:
    return need.reserved if room.address and need.reserved else need


def _counted(need: Need, room: machine.Room) -> float:
    """Bytes that count towards a limit."""
    return _needed(need, room).bytes - room.beyond


def _what_fits(need: Need, rooms: list[machine.Room], counted: str) -> str:
    """The changes that are enough alone, the one to what takes most first."""
    takes = {
        "units": need.units * need.kept * need.afterwards, "journeys": need.journeys * need.places * need.each_step,
        "workers": need.workers * need.tables, "employers": need.workers * need.employers * need.each_employer,
        "places": need.places * (need.workers * need.each_place + need.journeys * need.each_step + need.each_journal),
    }  # fmt: skip
    shown = {"units": counted, "employers": "markets.employers", "places": "design.places"}
    fitting = []
    for name in sorted(takes, key=lambda name: -takes[name]):
        least = 0 if name == "journeys" else 1
        most = [_needed(need, room).most(name, ADVISED * room.bytes + room.beyond, least) for room in rooms]
        if all(number is not None for number in most):
            number = min(number for number in most if number is not None)
            fitting.append(f"{shown.get(name, name)}={_round(number)}")
    if fitting:
        return f"choose at most {' or '.join(fitting[:3])}"
    return f"allow more memory, or choose fewer {counted} together with fewer workers, or a smaller scheme (scale)"


def _round(number: int) -> int:
    """Rounded down to two digits."""
    unit = int(10 ** max(0, len(str(number)) - 2))
    return number // unit * unit


def size(number: float) -> str:
    """Bytes as a planner reads them."""
    return f"{number / 2**30:.1f} GiB" if number >= 2**30 else f"{number / 2**20:,.0f} MiB"


def duration(seconds: float) -> str:
    """A time as a planner reads it."""
    if seconds < 90 * 60:
        minutes = max(1, round(seconds / 60))
        return f"{minutes} minute{'s' if minutes > 1 else ''}"
    return f"{seconds / 3600:.1f} hours" if seconds < 48 * 3600 else f"{seconds / 86400:,.0f} days"
