"""The phase before: which scheme a configuration follows, found by its name, its file, or the folder of a run."""

from collections.abc import Callable
from contextvars import ContextVar
from importlib import import_module
from itertools import pairwise
from pathlib import Path

from sim.errors import UserError, shortened
from sim.installation import expanded
from sim.parameters import Config, phases_of
from sim.setup.catalogue import find_scenario, is_path

__all__ = ["composed_by", "find_phases", "too_late"]

_asking: ContextVar[tuple[Path, ...]] = ContextVar("files of the phases being found", default=())


_composers: list[Callable[[str], Config]] = []


def composed_by(configure: Callable[[str], Config]) -> None:
    """Say how a configuration is composed from a file. It is told here, as composing in turn finds phases."""
    _composers[:] = [configure]


def find_phases(config: Config) -> None:
    """Put the configuration of the phase before, and of those before it, where :attr:`Config.earlier` says.

    Raises :class:`UserError` where there is none, or where phases follow each other in a circle.
    """
    found = config.earlier.asked if config.earlier is not None else ""
    if config.phase.after == found or (not config.phase.after and found is None):  # None: put there by hand
        return
    config.earlier = None
    if not config.phase.after:
        return
    path = _file_of(config.phase.after)
    if is_path(config.phase.after):
        config.phase.after = str(path)
    if path in _asking.get():
        raise UserError(
            f"phase.after: phases follow each other in a circle: {shortened(config.phase.after)} follows itself"
        )
    if not _composers:
        import_module("sim.setup.configuration")  # a configuration made without it, by hand
    token = _asking.set((*_asking.get(), path))
    try:
        config.earlier = _composers[0](str(path))
        config.earlier.asked = config.phase.after
    except UserError as error:
        raise UserError(f"phase.after: {error}") from None
    finally:
        _asking.reset(token)


def _file_of(name: str) -> Path:
    """The scenario's file; of the folder of a run the configuration in it."""
    folder = Path(expanded(name))
    if is_path(name) and folder.is_dir():
        if (folder / "config.yaml").is_file():
            return (folder / "config.yaml").resolve()
        raise UserError(f"phase.after: {shortened(name)} is no folder of a run: there is no config.yaml in it")
    try:
        return find_scenario(name).resolve()
    except UserError as error:
        raise UserError(f"phase.after: {error}") from None


def too_late(config: Config) -> str:
    """Why the last phase cannot begin within the months simulated, in words; empty where it can."""
    order = phases_of(config)[::-1]
    month = 0
    for phase, after in pairwise(order):
        month += max(1, int(phase.design.duration_years * 12 + 0.5)) + after.phase.gap
    if len(order) > 1 and month >= config.horizon:
        return f"horizon {config.horizon} ends before the last phase begins, in month {month} at the earliest: simulate more months"
    return ""
