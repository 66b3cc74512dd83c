"""The state of a run: one table per kind of agent, a row per agent, a column per state variable.

The columns are declared by the mechanisms that own them and collected here. Kernels read and write rows by attribute
(``candidates[i].stage``), Mesa agents are live views of the same rows, and ``pandas.DataFrame(state.employers)`` shows
a table. Tables are allocated once per thread and filled anew by every run.
"""

from functools import reduce
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from sim import phases, queues, world
from sim.agents import agency, candidate, employer, government, places
from sim.categories import Amendment, Line, Stage
from sim.categories import Table as Name
from sim.columns import dtype_of, first_row, staying
from sim.corridors import values
from sim.indicators import MONTH
from sim.laws import accounts, budget, plan, remote, tracks, trust, vacancies
from sim.processes import (
    agreement,
    engagement,
    environment,
    examination,
    finance,
    leadership,
    memory,
    mobility,
    outreach,
    partnership,
    permits,
    politics,
    promises,
    recognition,
    reports,
    selection,
    signing,
    steering,
    training,
    visas,
)  # fmt: skip
from sim.processes.matching import closing, hiring, interviews, referral
from sim.processes.matching.referral import WIDEST_SHORTLIST
from sim.world import Sizes

Table = npt.NDArray[Any]


class GovernmentRow(government.Government, trust.Government, agreement.Government):
    """A government: side, level, support, trust, capacity, next election, signature."""


class AgencyRow(agency.Agency):
    """An agency: the lead, a public employment service or a private recruiter."""


class EmployerRow(employer.Employer, trust.Employer, engagement.Employer, mobility.Employer):
    """A host: market, size, motive, need, burden, trust, declared interest, vacancies, hires, results."""


class CandidateRow(
    candidate.Candidate, selection.Candidate, training.Candidate, examination.Candidate, tracks.Candidate, vacancies.Candidate, referral.Candidate,
    closing.Candidate, places.Candidate, recognition.Candidate, visas.Candidate, mobility.Candidate, promises.Candidate,
    trust.Candidate, remote.Candidate, queues.Candidate,
):  # fmt: skip
    """A candidate: origin, skill, profile, language, track, stage, host, recognition."""


class MarketRow(world.Market, environment.Market, employer.Market, engagement.Market, referral.Market):
    """A destination market: a sector in a country, its hosts and this month's ring of them."""


class OriginRow(
    world.Origin,
    trust.Origin,
    environment.Origin,
    politics.Origin,
    partnership.Origin,
    outreach.Origin,
    selection.Origin,
):
    """A country of origin."""


class CountryRow(
    world.Country,
    trust.Country,
    politics.Country,
    partnership.Country,
    agreement.Country,
    recognition.Country,
    permits.Country,
):
    """A country of destination."""


class ConsulateRow(visas.Consulate, mobility.Consulate):
    """The consulate of a country of destination in a country of origin."""


class SchemeRow(
    world.Scheme, plan.Scheme, budget.Scheme, accounts.Scheme, environment.Scheme, politics.Scheme, leadership.Scheme, partnership.Scheme,
    signing.Scheme, engagement.Scheme, reports.Scheme, steering.Scheme, outreach.Scheme, selection.Scheme, training.Scheme, interviews.Scheme,
    closing.Scheme, memory.Scheme, finance.Scheme, remote.Scheme, queues.Scheme, phases.Scheme,
):  # fmt: skip
    """The scheme itself, and the key of all draws."""


class AccountRow(accounts.Account, reports.Account):
    """A budget line."""


class WaitRow(closing.Wait, mobility.Wait):
    """A number of months: how many waited so long."""


class ShortlistRow(referral.Shortlist, hiring.Shortlist):
    """A file on a host's short-list."""


TABLES: dict[str, type] = {
    "government": GovernmentRow, "agency": AgencyRow, "employer": EmployerRow, "candidate": CandidateRow,
    "market": MarketRow, "origin": OriginRow, "country": CountryRow, "scheme": SchemeRow,
    "account": AccountRow, "waiting": queues.Waiting, "calendar": queues.Calendar, "wait": WaitRow,
    "entry": queues.Entry, "slot": referral.Slot, "shortlist": ShortlistRow, "partner": signing.Partner,
    "request": steering.Request, "consulate": ConsulateRow,
}  # fmt: skip
"""Every table of the state: the class that collects its columns, by the name of one row."""

TYPES: dict[str, np.dtype[Any]] = {name: dtype_of(table) for name, table in TABLES.items()}
"""The type of each table's rows."""


class State(NamedTuple):
    """All that changes in a run, and the parameters by month."""

    parameters: Table  # rows of RECORD: month m reads row min(m, last)
    corridors: npt.NDArray[np.float64]  # attributes x origins x destinations: what is known of named countries
    first: npt.NDArray[np.uint8]  # tables x bytes: a row of each table with the values with which a run begins
    scheme: Any  # the row of the scheme: its own state, and the key of all draws
    schemes: Table  # the table of one row that holds it
    monthly: Table  # a record of MONTH per month; after the last month the record of the whole run
    money: Table  # a row per budget line
    candidates: Table
    stages: Table  # a row per stage: the number of candidates in it
    lists: npt.NDArray[np.int32]  # a row per stage: the candidates that wait in it, in order of entry
    lessons: Table  # by month: trainees whose training ends
    stays: Table  # by month: those whose stay abroad ends
    waits: Table  # by number of months: how many waited so long
    journal: Table  # stage entries, where journeys are asked for (else of length 0)
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
    partners: Table  # a row per class of signed hosts
    amendments: Table  # a row per kind of amendment
    consulates: Table  # a row per country of destination and country of origin, origin after origin
    staying: npt.NDArray[np.uint8]  # tables x bytes: 1 where a byte of a row stays for the next phase
    kept: phases.Kept  # the tables of the phase before, as the next one found them; without rows in the first
    course: Table  # a record of MONTH per calendar month: the sums over phases; without rows where there is one phase


def _table(rows: int, dtype: np.dtype[Any]) -> Table:
    return np.empty(rows, dtype).view(np.recarray)


def _first() -> Any:
    first = np.zeros(1, [(name, TYPES[name]) for name in TABLES] + [("month", MONTH)])
    for name, table in TABLES.items():
        first[name] = first_row(table)
    return first.view(np.recarray)[0]


FIRST = _first()
"""A row of each table with the values with which a run begins, and a month in which nothing happened."""


def _first_bytes() -> npt.NDArray[np.uint8]:
    widest = max(FIRST[member.name].nbytes for member in Name)
    rows = np.zeros((len(Name), widest), np.uint8)
    for member in Name:
        rows[member, : FIRST[member.name].nbytes] = np.frombuffer(FIRST[member.name].tobytes(), np.uint8)
    return rows


_FIRST_BYTES = _first_bytes()


def _stays() -> npt.NDArray[np.uint8]:
    rows = np.zeros_like(_FIRST_BYTES)
    for member in Name:
        if member.name in TABLES:
            found = staying(TABLES[member.name])
            rows[member, : found.size] = found
    return rows


_STAYS = _stays()


def union(one: Sizes, other: Sizes) -> Sizes:
    """The smallest sizes that hold both."""
    return Sizes(*(max(pair) for pair in zip(one, other, strict=True)))


def sizes_of(parameters: Table) -> Sizes:
    """The sizes that a run of these parameters (rows of RECORD; the first of each phase counts) needs."""
    rows = parameters.view(np.recarray)
    number = phases.number(rows)
    first = [rows[phases.first_row(rows, phase)] for phase in range(number)]
    return reduce(union, (sizes_of_row(row) for row in first))


def sizes_of_row(row: Any) -> Sizes:
    """The sizes that a phase with these parameters needs."""
    return Sizes(*(int(number) for number in world.sizes(row)))


def allocate(parameters: Table, sizes: Sizes, journal: bool = False) -> State:
    """Tables for runs of up to ``sizes``; contents are undefined until the world is created."""
    schemes = np.zeros(1, TYPES["scheme"]).view(np.recarray)
    again = 1 if sizes.phases > 1 else 0  # a second copy only where a phase follows another
    return State(
        parameters=parameters,
        corridors=values.table(),
        first=_FIRST_BYTES,
        scheme=schemes[0],
        schemes=schemes,
        monthly=_table(sizes.horizon + 1, MONTH),
        money=_table(len(Line), TYPES["account"]),
        candidates=_table(sizes.candidates, TYPES["candidate"]),
        stages=_table(max(Stage) + 1, TYPES["waiting"]),
        lists=np.empty((max(Stage) + 1, sizes.candidates), np.int32),
        lessons=_table(sizes.horizon + 1, TYPES["calendar"]),
        stays=_table(sizes.horizon + 1, TYPES["calendar"]),
        waits=_table(sizes.horizon + 1, TYPES["wait"]),
        journal=_table(2 * sizes.candidates + 32 * min(sizes.candidates, 100_000) if journal else 0, TYPES["entry"]),
        governments=_table(sizes.governments, TYPES["government"]),
        agencies=_table(sizes.agencies, TYPES["agency"]),
        employers=_table(sizes.employers, TYPES["employer"]),
        engaged=np.empty(sizes.employers, np.int32),
        ring=np.empty(sizes.employers, np.int32),
        slots=_table(sizes.employers, TYPES["slot"]),
        markets=_table(sizes.markets, TYPES["market"]),
        origins=_table(sizes.origins, TYPES["origin"]),
        countries=_table(sizes.countries, TYPES["country"]),
        shortlists=_table(sizes.employers * WIDEST_SHORTLIST, TYPES["shortlist"]),
        partners=_table(signing.PARTNERS, TYPES["partner"]),
        amendments=_table(len(Amendment), TYPES["request"]),
        consulates=_table(sizes.countries * sizes.origins, TYPES["consulate"]),
        staying=_STAYS,
        kept=phases.Kept(
            governments=_table(again * sizes.governments, TYPES["government"]),
            agencies=_table(again * sizes.agencies, TYPES["agency"]),
            employers=_table(again * sizes.employers, TYPES["employer"]),
            markets=_table(again * sizes.markets, TYPES["market"]),
            origins=_table(again * sizes.origins, TYPES["origin"]),
            countries=_table(again * sizes.countries, TYPES["country"]),
            schemes=_table(again, TYPES["scheme"]),
        ),
        course=_table(again * (sizes.horizon + 1), MONTH),
    )
