"""The state of a run: one table per kind of agent, a row per agent, a column per state variable.

Kernels read and write rows by attribute (``candidates[i].stage``), Mesa agents are live views of the same rows, and
``pandas.DataFrame(state.employers)`` shows a table. Tables are allocated once per thread and filled anew by every run.
"""

from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim.indicators import COUNT

Table = npt.NDArray[Any]


class Stage(IntEnum):
    """Where a candidate is. Everyone is in exactly one stage."""

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
    remote = 17  # a step in the journey (work from the country of origin begins), never a resting place


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


class Level(IntEnum):
    """Level of government."""

    national = 0
    regional = 1
    local = 2


class AgencyKind(IntEnum):
    """Kinds of agencies."""

    lead = 0
    public_service_origin = 1
    public_service_destination = 2
    private_recruiter = 3


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


def _table(columns: str) -> np.dtype[Any]:
    return np.dtype([(name, kind) for name, kind in (column.split(":") for column in columns.split())], align=True)


GOVERNMENT = _table(
    "support:f8 trust:f8 threshold:f8 capacity:f8 digital:f8 next_election:i4 elections:i4"
    " side:u1 level:u1 country:u1 signed:u1 agreement:u1"
)
AGENCY = _table(
    "contacts:f8 screenings:f8 interviews:f8 facilitation:f8 digital:f8 unit_cost:f8 volume:f8 kind:u1 country:u1"
)
EMPLOYER = _table(
    "contributed:f8 need:f4 burden:f4 trust:f4 results:f4 index:i4 market:i2 declared:i2 open:i2 hires:i2 covered:i2 real_need:i2"
    " engaged_month:i2 next_review:i2 contacts:i2 reviews:i2 size_class:u1 motive:u1 experience:u1 status:u1 willing:u1"
)
CANDIDATE = _table(
    "committed:f8 skill:f4 language:f4 profile:f4 score:f4 quality:f4 threshold:f4 contribution:f4 agent:u4 employer:i4 next:i4"
    " market:i2 since:i2 due:i2 expiry:i2 selected:i2 matched:i2 departed:i2 referrals:u2 matches:u2 origin:u1 gender:u1"
    " level:u1 track:u1 stage:u1 reason:u1 left:u1 recognition:u1 remote:u1 supported:u1"
)
SLOT = _table("shortlisted:i4 width:i4 nearest:i4")
MARKET = _table(
    "demand:f8 log_own:f8 profile:f8 results:f8 first:i4 hosts:i4 active:i4 ring_first:i4 ring_size:i4 open:i4 pointer:i4 fresh:i4"
    " sector:u1 country:u1"
)
ORIGIN = _table(
    "economy:f8 log_economy:f8 hazard:f8 cut:f8 screening_credit:f8 quota:i4 files:i4 calls:i4 signed:u1"
)  # fmt: skip
COUNTRY = _table(
    "speed:f8 digital:f8 closed:f8 delay:i4 permit_credit:f8 recognition_credit:f8 agreement_work:f8 signed:u1 agreement:u1"
)
MONEY = _table("allocation:f8 spent:f8 unmet:f8")
STAGE = _table("count:i4")
CALENDAR = _table("head:i4 tail:i4 matches:i4 departures:i4")
JOURNAL = _table("candidate:i4 month:i2 stage:u1 reason:u1 employer:i4")
SHORTLIST = _table("utility:f4 score:f4 candidate:i4")
SCHEME = _table(
    "replicate:u4 seed:u4 budget:f8 planned_trainees:f8 planned_intake:f8 curriculum:f8 sensed:f8 log_common:f8 intensity:f8"
    " services:f8 travel_open:f8 training_lost:f8 capacity_stock:f8 covered:f8 prospects:f8"
    " interview_credit:f8 interviews_short:f8 method_gain:f8 private_balance:f8 mismatch:f8 recruiter_share:f8"
    " places:i8 places_taken:i8 planned_months:i8 end_month:i8 horizon:i8 calls:i8 calls_planned:i8 next_call:i8"
    " candidates:i8 candidate_limit:i8 preselected:i8 lost:i8 uncovered:i8 money_due:i8 profile_due:i8 method_due:i8"
    " extension_due:i8 journal:i8 next_prospect:i8 vacancies:i8 host_trust:f8 funded:u1 alive:u1"
)

WIDEST_SHORTLIST = 8


class Book(NamedTuple):
    """The scheme's books: what nearly every part of a process reads or writes."""

    scheme: Table  # one row: the scheme's own state, and the key of all draws
    money: Table  # a row per budget line
    monthly: npt.NDArray[np.float64]  # months x indicators
    candidates: Table
    stages: Table  # a row per stage: the number of candidates in it
    lists: npt.NDArray[np.int32]  # a row per stage: the candidates that wait in it, in order of entry
    calendar: Table  # by month: trainees whose training ends, then (second half) those whose stay abroad ends
    journal: Table  # stage entries, where journeys are asked for (else of length 0)


class State(NamedTuple):
    """All that changes in a run, and the parameters by month."""

    parameters: Table  # rows of RECORD: month m reads row min(m, last)
    book: Book
    governments: Table
    agencies: Table
    employers: Table
    engaged: npt.NDArray[np.int32]  # by market, from its first row on: the engaged hosts in order of position
    ring: npt.NDArray[np.int32]  # the same for this month's ring: those of them that recruit
    slots: Table  # a row per place in the ring
    markets: Table
    origins: Table
    countries: Table
    shortlists: Table  # WIDEST_SHORTLIST rows per place in the ring


class Capacity(NamedTuple):
    """Sizes of the tables that a set of parameters needs."""

    horizon: int
    governments: int
    agencies: int
    employers: int
    candidates: int
    markets: int
    origins: int
    countries: int

    def union(self, other: "Capacity") -> "Capacity":
        """The smallest capacity that holds both."""
        return Capacity(*(max(pair) for pair in zip(self, other, strict=True)))


def capacity_of(parameters: Table) -> Capacity:
    """The capacity that a run of these parameters (rows of RECORD; the first counts) needs."""
    p = parameters.view(np.recarray)[0]
    countries = min(int(p.markets.countries), int(p.markets.count))
    origins = int(p.corridor.origins)
    governments = origins * int(p.corridor.levels_origin) + countries * int(p.corridor.levels_destination)
    trainees = np.ceil(np.ceil(p.design.places * p.scale) / (1.0 - p.design.home_share))
    candidates = int(np.ceil(trainees * p.candidates.per_place * p.candidates.exhaustion)) + 1
    employers = int(np.ceil(p.markets.employers * p.scale))
    agencies = 1 + 2 * origins + countries
    return Capacity(
        int(p.horizon), governments, agencies, employers, candidates, int(p.markets.count), origins, countries
    )


def allocate(parameters: Table, capacity: Capacity, journal: bool = False) -> State:
    """Tables for runs of up to ``capacity``; contents are undefined until the world is created."""

    def table(rows: int, dtype: np.dtype[Any]) -> Table:
        return np.empty(rows, dtype).view(np.recarray)

    book = Book(
        scheme=np.zeros(1, SCHEME).view(np.recarray),
        money=table(len(Line), MONEY),
        monthly=np.empty((capacity.horizon, COUNT)),
        candidates=table(capacity.candidates, CANDIDATE),
        stages=table(len(Stage), STAGE),
        lists=np.empty((len(Stage), capacity.candidates), np.int32),
        calendar=table(2 * (capacity.horizon + 1), CALENDAR),
        journal=table(2 * capacity.candidates + 32 * min(capacity.candidates, 100_000) if journal else 0, JOURNAL),
    )
    return State(
        parameters=parameters,
        book=book,
        governments=table(capacity.governments, GOVERNMENT),
        agencies=table(capacity.agencies, AGENCY),
        employers=table(capacity.employers, EMPLOYER),
        engaged=np.empty(capacity.employers, np.int32),
        ring=np.empty(capacity.employers, np.int32),
        slots=table(capacity.employers, SLOT),
        markets=table(capacity.markets, MARKET),
        origins=table(capacity.origins, ORIGIN),
        countries=table(capacity.countries, COUNTRY),
        shortlists=table(capacity.employers * WIDEST_SHORTLIST, SHORTLIST),
    )
