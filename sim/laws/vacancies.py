"""Vacancies: each has a clock, before a match and between match and arrival (L10).

A vacancy does not wait for the scheme. Month by month some are filled otherwise or given up, sooner in some sectors
than in others. A host holds a post longer for a person whom it has chosen, but not for ever. If the match is lost,
the vacancy is open again only if the post still exists. Places of signed hosts do not lapse. So a slow scheme loses
hosts, however interested they were.

*Declare*: an engaged host declares v = ceil(min(real_need, need_left) * (1 + `employers.optimism`)) vacancies: open and
declared + v, real_open = min(real_need, need_left), `declared_vacancies` + v. Signed hosts declare their places, no more.

*Lapse*, each month, for an engaged open host with open > 0: n = min(int(open * (1 - exp(-1 / life)) + a), open) by draw
`vacancy_clock`, with life = employers.vacancy_months[sector]; open - n, `vacancies_lapsed` + n; r = min(n, real_open):
real_open - r, need_left - r.

*Fill*, at a match: open - 1, hires + 1, needed = 1 if real_open > 0, else 0; real_open - needed, need_left - needed. held_until = min(month + 1 +
int(exponential(a, life * employers.hold)), 32000) by draw `vacancy_held`; 32000 with a signed host.

*Reopen*, when a match is lost before the first departure, if the host is engaged and month < held_until: open + 1, real_open + needed,
need_left + needed. Whoever is hired again takes no vacancy, and so leaves none.
"""

import math
from dataclasses import dataclass
from typing import Any

from sim.categories import Closing, Status
from sim.choose import by_sector as value_by_sector
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import by_sector, uncertain, within
from sim.draws import decision, exponential_from, uniforms
from sim.laws.desks import FAR_MONTH
from sim.measures import flow

CLOCK = decision(31, "vacancy_clock", "vacancies that lapse", group="market", agent="index", event="month")
HELD = decision(32, "vacancy_held", "months held", group="origin", agent="candidate", event="matches")


@dataclass
class Employers:
    """How long vacancies live."""

    optimism: float = uncertain(
        0.5, 0.0, 2.0, "share", "Vacancies declared beyond the real need",
        "brief.declared_interest_vs_hiring_decision",
        plausible=within(0.17, 1.5, "log", "assumption",
            "declared interest exceeds hires according to the brief, not measured; a third to three times"),
    )  # fmt: skip
    vacancy_months: Any = by_sector(
        (7.4, 6.0, 5.0, 4.0, 8.1, 5.0), 0.1, 240.0, "months", "Mean life of a vacancy before it is filled otherwise or given up",
        (
            "firms.months_an_it_vacancy_stays_open", "assumption", "assumption", "assumption",
            "prices.elderly_care_vacancy_until_filled", "assumption",
        ),
        plausible=(
            within(5.0, 12.0, "log", "firms.months_an_it_vacancy_stays_open",
                "7.1 to 7.7 months on average, 10 to 12 months with a fifth of the firms"),
            within(3.0, 10.0, "log", "assumption", "between construction and ICT, half to nearly double"),
            within(2.5, 10.0, "log", "assumption", "half to double"),
            within(2.0, 8.0, "log", "assumption", "half to double"),
            within(5.0, 13.0, "log", "prices.elderly_care_vacancy_until_filled", "246 days in care of the elderly; a third less, half more"),
            within(2.5, 10.0, "log", "assumption", "a season's notice; half to double"),
        ),
    )  # fmt: skip
    hold: float = uncertain(
        4.0, 1.0, 50.0, "factor", "How much longer a host holds a post for a person whom it has chosen",
        plausible=within(2.0, 8.0, "log", "assumption", "half to double"),
    )  # fmt: skip


class Candidate:
    """The post held for a person."""

    held_until: int = column("i2", FAR_MONTH, "Month in which the post is no longer held")
    needed: int = column("u1", 0, "1 if the host really needed the person: the vacancy was not one of optimism")


class Measures:
    """Vacancies."""

    declared_vacancies: float = flow("vacancies", "Vacancies that hosts declared", 1)
    vacancies_lapsed: float = flow("vacancies", "Declared vacancies that were filled otherwise or given up", -1)


@njit
def real_vacancies(host):
    """Persons that a host really needs now."""
    return min(int(host.real_need), int(host.need_left))


@njit
def declarable(host, p):
    """Vacancies that a host declares: its real need and the optimism of a declaration that costs nothing; signed hosts their places."""
    optimism = p.employers.optimism if host.closing == Closing.open else 0.0
    return int(math.ceil(real_vacancies(host) * (1.0 + optimism)))


@inner
def declare(state, host, p, month):
    """A host declares vacancies."""
    further = declarable(host, p)
    host.real_open = real_vacancies(host)
    host.declared += further
    host.open += further
    state.monthly[month].declared_vacancies += further


@njit
def lapsing(open_vacancies, life, u):
    """Vacancies that lapse in a month: the expected number, as a whole number with the same mean."""
    return min(int(open_vacancies * (1.0 - math.exp(-1.0 / life)) + u), open_vacancies)


@inner
def lapse(state, host, sector, p, month):
    """A month of the clock for an engaged host's open vacancies."""
    if host.closing != Closing.open or host.open <= 0:
        return
    a, b, c, d = uniforms(state.scheme, CLOCK, host.market, host.index, month, 0)
    lost = lapsing(int(host.open), value_by_sector(p.employers.vacancy_months, sector), a)
    really = min(lost, int(host.real_open))
    host.open -= lost
    host.real_open -= really
    host.need_left -= really
    state.monthly[month].vacancies_lapsed += lost


@inner
def fill(state, host, person, sector, p, month):
    """A match takes a vacancy, which the host holds for a while."""
    host.open -= 1
    host.hires += 1
    person.needed = 1 if host.real_open > 0 else 0
    host.real_open -= person.needed
    host.need_left -= person.needed
    person.held_until = FAR_MONTH
    if host.closing == Closing.open:
        a, b, c, d = uniforms(state.scheme, HELD, person.origin, person.agent, person.matches, 0)
        mean = value_by_sector(p.employers.vacancy_months, sector) * p.employers.hold
        person.held_until = min(month + 1 + int(exponential_from(a, mean)), FAR_MONTH)


@inner
def reopen(state, person, month):
    """A match is lost: the vacancy is open again while it lives and the host takes part; a re-hire had taken none."""
    host = state.employers[person.employer]
    if host.status == Status.engaged and month < person.held_until and person.departed < 0:
        host.open += 1
        host.real_open += person.needed
        host.need_left += person.needed
        state.scheme.vacancies += 1
