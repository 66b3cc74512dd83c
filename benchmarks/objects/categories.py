"""The categories of the ODD that are no parameters, with their numbers (section 2)."""

from enum import IntEnum


class Stage(IntEnum):
    """Where a candidate is."""

    applied = 0
    rejected = 1
    preselected = 2
    training = 3
    pool = 4
    home_pool = 5
    matched = 6
    recognition = 7
    permit = 8
    ready = 9
    abroad = 10
    completed = 11
    stayed = 12
    returned = 13
    reintegrated = 14
    placed_home = 15
    dropped_out = 16
    remote = 17


class Reason(IntEnum):
    """Why a candidate entered a stage."""

    none = 0
    screening = 1
    training_dropout = 2
    no_offer = 3
    waited_too_long = 4
    host_withdrew = 5
    not_recognised = 6
    permit_refused = 7
    early_return = 8
    funding_ended = 9


class Line(IntEnum):
    """Budget lines."""

    coordination = 0
    training = 1
    selection = 2
    mobility = 3
    reintegration = 4
    capacity = 5
    monitoring = 6


class Side(IntEnum):
    """Side of the corridor."""

    origin = 0
    destination = 1


class Motive(IntEnum):
    """Why a host takes part."""

    shortage = 0
    internationalisation = 1


class Status(IntEnum):
    """Relation of a host to the scheme."""

    unaware = 0
    declined = 1
    engaged = 2
    withdrawn = 3


class Outcome(IntEnum):
    """How a recognition case ends."""

    full = 1
    after_compensation = 2
    refused = 3
