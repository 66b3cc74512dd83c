"""The categories of the model: what a sector, a stage, a budget line may be, each member with its number and meaning."""

from enum import IntEnum
from typing import Self


class Category(IntEnum):
    """A category whose members may carry a meaning besides their number."""

    meaning: str

    def __new__(cls, number: int, meaning: str = "") -> Self:
        """A member: its number, which tables hold, and what it means."""
        member = int.__new__(cls, number)
        member._value_ = number
        member.meaning = meaning
        return member


class Mobility(Category):
    """Kinds of mobility that a scheme serves."""

    employment = 0
    apprenticeship = 1
    internship = 2
    study = 3
    seasonal = 4


class Skill(Category):
    """Skill levels."""

    low = 0
    medium = 1
    high = 2


class Sector(Category):
    """Economic sectors of the destination markets."""

    ict = 0
    engineering = 1
    construction = 2
    hospitality = 3
    health = 4
    agriculture = 5


class Size(Category):
    """Size classes of employers, EU definition: under 10, 50, 250 employees, and larger."""

    micro = 0
    small = 1
    medium = 2
    large = 3


class Closing(Category):
    """Who closes the deal: how a host comes to take persons from the scheme."""

    open = 0, "Firms are won one by one after the start"
    association = 1, "Employers or their association have signed for a number"
    institution = 2, "A university, hospital or public body gives the place in the agreement itself"
    group = 3, "Host and unit at origin belong to one group"


class Pipeline(Category):
    """The order of training and matching."""

    train_first = 0
    match_first = 1


class SoughtSize(Category):
    """Which sizes of hosts the lead seeks."""

    any = 0
    sme = 1
    large = 2


class SoughtMotive(Category):
    """Which motive of hosts the lead seeks."""

    any = 0
    shortage = 1
    internationalisation = 2


class SoughtExperience(Category):
    """Which experience of hosts the lead seeks."""

    any = 0
    experienced = 1
    first_time = 2


class Amendment(Category):
    """What a scheme asks its funder to change."""

    money = 0
    profile = 1
    method = 2
    extension = 3


class Uncertainty(Category):
    """What differs between replicates."""

    chance = 0
    parameters = 1
    both = 2


class ExecutorName(Category):
    """Where runs are simulated."""

    threads = 0
    dask = 1


class Table(Category):
    """The tables of the state, by the name of one row."""

    government = 0
    agency = 1
    employer = 2
    candidate = 3
    market = 4
    origin = 5
    country = 6
    scheme = 7
    account = 8
    waiting = 9
    calendar = 10
    wait = 11
    entry = 12
    slot = 13
    shortlist = 14
    partner = 15
    request = 16
    month = 17
    consulate = 18


class Stage(Category):
    """Where a candidate is. Everyone is in exactly one stage."""

    applied = 0, "Applied, waits for screening"
    rejected = 1, "Rejected in screening (final)"
    preselected = 2, "Preselected, waits for a training seat or on the reserve list"
    training = 3, "In training"
    pool = 4, "Trained, in the pool for matching abroad"
    home_pool = 5, "Trained, looks for work at home"
    matched = 6, "Accepted an offer this month"
    recognition = 7, "In recognition of qualifications"
    permit = 8, "At the permit desk: processing time and queue"
    ready = 9, "Holds permit and visa, waits for open borders"
    abroad = 10, "Abroad"
    completed = 11, "Fulfilled the planned stay (a step in the journey, never a resting place)"
    stayed = 12, "Stayed on after the planned stay (final)"
    returned = 13, "Returned after the planned stay (final, unless reintegrated)"
    reintegrated = 14, "Returned and reintegrated (final)"
    placed_home = 15, "Placed in the economy of origin (final)"
    dropped_out = 16, "Left, before departure or by an early return (final)"
    remote = 17, "Began to work remotely (a step in the journey, never a resting place)"
    seat = 18, "Matched before training, waits for a training seat"
    examination = 19, "Trained, waits for a sitting of the examination"
    visa = 20, "At the consulate: waits for an appointment and the visa"


class Reason(Category):
    """Why a candidate entered a stage."""

    none = 0, "The ordinary way"
    screening = 1, "Score too low, or the quota was filled"
    training_dropout = 2, "Broke off training"
    no_offer = 3, "Patience in the pool ended"
    waited_too_long = 4, "Patience ended between match and departure, or while waiting for a sitting"
    host_withdrew = 5, "The host withdrew from the scheme"
    not_recognised = 6, "The qualification was not recognised"
    permit_refused = 7, "The permit was refused"
    early_return = 8, "Returned before the end of the planned stay"
    funding_ended = 9, "The pathway had ended before screening or training"
    failed_examination = 10, "Failed the examination for language or licence"
    vacancy_lapsed = 11, "The vacancy was filled otherwise or given up"
    visa_refused = 12, "The visa was refused"
    works_remotely = 13, "Works for the host remotely instead of moving"
    changed_host = 14, "Changed the host abroad instead of returning early"


class Track(Category):
    """What a trained candidate seeks."""

    abroad = 0
    home = 1


class Recognised(Category):
    """How a case of recognition ends."""

    not_needed = 0
    full = 1
    after_compensation = 2
    refused = 3


class Line(Category):
    """Budget lines."""

    coordination = 0
    training = 1
    selection = 2
    mobility = 3
    reintegration = 4
    capacity = 5
    monitoring = 6


class Side(Category):
    """Side of the corridor."""

    origin = 0
    destination = 1


class Level(Category):
    """Level of government."""

    national = 0
    regional = 1
    local = 2


class AgencyKind(Category):
    """Kinds of agencies."""

    lead = 0
    public_service_origin = 1
    public_service_destination = 2
    private_recruiter = 3
    association = 4


class Motive(Category):
    """Why a host takes part."""

    shortage = 0
    internationalisation = 1


class Status(Category):
    """Relation of a host to the scheme."""

    unaware = 0
    declined = 1
    engaged = 2
    withdrawn = 3
