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
    seat = 18
    examination = 19
    visa = 20


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
    failed_examination = 10
    vacancy_lapsed = 11
    visa_refused = 12
    works_remotely = 13
    changed_host = 14


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


class Closing(IntEnum):
    """Who closes the deal."""

    open = 0
    association = 1
    institution = 2
    group = 3


class Pipeline(IntEnum):
    """The order of training and matching."""

    train_first = 0
    match_first = 1


class SoughtSize(IntEnum):
    """Which sizes of hosts the lead seeks."""

    any = 0
    sme = 1
    large = 2


class SoughtMotive(IntEnum):
    """Which motive of hosts the lead seeks."""

    any = 0
    shortage = 1
    internationalisation = 2


class SoughtExperience(IntEnum):
    """Which experience of hosts the lead seeks."""

    any = 0
    experienced = 1
    first_time = 2


class Amendment(IntEnum):
    """What a scheme asks its funder to change."""

    money = 0
    profile = 1
    method = 2
    extension = 3


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
