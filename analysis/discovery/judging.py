"""How worlds are judged, as settings; light, so that the help needs nothing else (see :mod:`analysis.discovery.conditions`)."""

from enum import IntEnum


class Of(IntEnum):
    """What of a world's replicates is judged."""

    mean = 0
    probability = 1


class Undefined(IntEnum):
    """What becomes of a world in which the target is undefined: left out, counted as meeting it, or refused."""

    left_out = 0
    counted = 1
    refused = 2
