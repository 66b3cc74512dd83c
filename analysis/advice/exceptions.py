"""Free lunches that published evidence shows to be real: ``exceptions.csv``, one a row, each with the id of its source.

Columns: ``lever``; ``direction`` (``up``, ``down``, the member of a category, ``true`` or ``false``); ``scenario`` (a name, or ``all``); ``source``
(an id of ``evidence/``); ``reason``.
"""

import csv
from pathlib import Path
from typing import NamedTuple

from analysis.advice.pushes import levers
from sim.errors import UserError
from sim.evidence.published import references

FILE = Path(__file__).with_name("exceptions.csv")
EVERYWHERE = "all"


class Exempt(NamedTuple):
    """A free lunch that is real, and the published figure that says so."""

    lever: str
    direction: str
    scenario: str
    source: str
    reason: str

    def covers(self, scenario: str, lever: str, direction: str) -> bool:
        """Whether it speaks of this push."""
        return (self.lever, self.direction) == (lever, direction) and self.scenario in (scenario, EVERYWHERE)


def exceptions(path: Path = FILE) -> list[Exempt]:
    """Every exception. Raises :class:`UserError` for one of no lever, without a published source, or without a reason."""
    with path.open(encoding="utf-8", newline="") as file:
        found = [Exempt(*(row[column].strip() for column in Exempt._fields)) for row in csv.DictReader(file)]
    for each in found:
        if each.lever not in levers():
            raise UserError(f"{path.name}: {each.lever} is no lever that can be pushed")
        if each.source not in references():
            raise UserError(f"{path.name}: {each.lever}: '{each.source}' is no id of a published figure (evidence/)")
        if not each.reason:
            raise UserError(f"{path.name}: {each.lever}: the reason is missing")
    return found
