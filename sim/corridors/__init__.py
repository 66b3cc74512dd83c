"""Corridors: what is known of a country or of a pair of countries, a row each in ``evidence/corridors.csv``.

A mechanism declares what it reads, and asks for its value with the average that holds where no row speaks:

>>> PERMIT_MONTHS = attribute(0, "permit_months", "months", "Mean processing time of a permit besides queueing")

Rows of this name state the value itself. With a topic (:mod:`sim.corridors.topics`) the attribute is instead a factor on
the average: how far a pair's figure, shrunk, lies from the mean corridor (:mod:`sim.corridors.shrinkage`).

>>> WAITING = attribute(2, "waiting_factor", "factor", "...", topic="waiting")

Where the topic is read from the level of each country, the attribute names the side whose level it is.

>>> INCOME = attribute(7, "income_abroad", "factor", "...", topic="income", side="destination")

:mod:`sim.corridors.values` makes the table that runs read. Rows whose attribute no mechanism reads change no run:
``python -m sim.corridors MA BE`` shows them.
"""

import math
from typing import NamedTuple

from sim.compiled import inner
from sim.installation import ROOT

FILE = ROOT / "evidence" / "corridors.csv"


class Attribute(NamedTuple):
    """What rows of the table may state of a country or a pair; with a ``topic``, a factor that its rows imply.

    ``side``: ``origin`` or ``destination``, if the factor is the level of one country.
    """

    number: int
    name: str
    unit: str
    meaning: str
    topic: str = ""
    side: str = ""


ATTRIBUTES: dict[str, Attribute] = {}
"""Every attribute that a mechanism reads, by its name."""


def attribute(number: int, name: str, unit: str, meaning: str, topic: str = "", side: str = "") -> int:
    """Declare an attribute under a number of its own. Returns the number; raises ``ValueError`` where it is taken."""
    declared = Attribute(number, name, unit, meaning, topic, side)
    taken = [known for known in ATTRIBUTES.values() if (known.number == number) != (known.name == name)]
    if taken or ATTRIBUTES.setdefault(name, declared) != declared:
        raise ValueError(f"the number {number} or the name {name!r} of an attribute is taken")
    return number


@inner
def of_corridor(state, which, origin, country, average):
    """An attribute of a corridor (numbers of the run's origin and country of destination); the average where no row speaks."""
    value = state.corridors[which, state.origins[origin].code, state.countries[country].code]
    return average if math.isnan(value) else value
