"""Designs from files: what a scenario's file, with what it builds on, states about levers and about the phases before.

What it states about the world, about the scheme itself (whom it serves, and where) and about the run is left to the scenario
in which the design is simulated.
"""

import re
from pathlib import Path

from analysis.worlds.settings import Design
from sim.errors import UserError, shortened
from sim.installation import expanded, shown
from sim.parameters import LEVER, registry
from sim.setup.catalogue import description, find_scenario, is_path
from sim.setup.overrides import written as override
from sim.setup.scenario_file import check_inheritance, stated_in

ALLOWED = "Allowed: a scenario file that states levers, e.g. design.duration_years: 3, or a folder of such files"
PHASE = "phase."
TIMELINE = "timeline."


def is_file(text: str) -> bool:
    """Whether a design's text is a path rather than settings."""
    return is_path(text) and ("=" not in text or expanded(text).exists())


def from_path(given: str) -> list[Design]:
    """The designs in a file, or in all files of a folder, each named after its file. Raises :class:`UserError`."""
    folder = expanded(given)
    if not folder.is_dir():
        return [from_file(given)]
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise UserError(f"designs: there is no .yaml file in the folder {shortened(given)}. {ALLOWED}")
    return [from_file(str(path.resolve())) for path in files]


def from_file(given: str, name: str = "") -> Design:
    """The design in a scenario's file; ``name``: what to call it (default: as the file, made a valid name).

    Raises :class:`UserError` where there is no such file, where it is no scenario, or where it states no lever.
    """
    try:
        path = find_scenario(given)
    except UserError:
        what = "is a folder, not a file" if expanded(given).is_dir() else "does not exist"
        raise UserError(f"designs: {shortened(given)} {what}. {ALLOWED}") from None
    try:
        check_inheritance(path)
    except UserError as error:
        end = "" if str(error).endswith("?") else "."
        raise UserError(f"designs: {error}{end} {ALLOWED}") from None
    chosen = {key: value for key, value in stated_in(path).items() if _is_choice(key)}
    if not chosen:
        raise UserError(f"designs: {shown(path)} states no lever. {ALLOWED}")
    meaning = description(path).rstrip(".") or f"As {shown(path)} says"
    return Design(name or _name(path), meaning, tuple(override(*each) for each in chosen.items()))


def _is_choice(name: str) -> bool:
    if name.startswith(TIMELINE):
        name = name.split(".", 2)[2]
    return name.startswith(PHASE) or registry()[name].kind == LEVER


def _name(path: Path) -> str:
    """The file's name as a design's: letters, digits and _, no digit first."""
    name = re.sub(r"\W", "_", path.stem)
    return name if name.isidentifier() else f"design_{name}"
