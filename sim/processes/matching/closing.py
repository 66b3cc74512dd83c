"""Closing: what a match changes (L9, L10). What it costs, and whether it can be afforded: [places](#places).

A match is made only if a place is left and there is money for it ([places](#places)). The scheme sets the money aside at
once. If the match is lost before departure, the money comes back and the place is free again.

*Match*: the place is *paid for*; matched = month, matches + 1 (the event number of later draws, from `vacancy_held` on), market, employer, quality = match quality (f4); mismatch of the scheme
+= the root of the pair's mismatch ([candidates](#candidate)); the vacancy is *filled* ([vacancies](#vacancies)); waits[month - selected].matches + 1; `matches`, the `hires_...` that apply and, at the host's first hire ever, `employers_hiring` + 1.
"""

import math

from sim.agents import candidate
from sim.agents.places import pay_for, public_share
from sim.categories import Line, Motive, Size
from sim.columns import column
from sim.compiled import inner
from sim.laws import vacancies
from sim.laws.summaries import median_wait, per
from sim.measures import flow, of_run


class Candidate:
    """A match."""

    quality: float = column("f4", 0.0, "True quality of the match")
    market: int = column("i2", -1, "Market of the match, -1: none")
    matched: int = column("i2", -1, "Month of the match, -1: not")
    matches: int = column("u2", 0, "Matches and re-hires so far: the event number of later draws")


class Wait:
    """How many waited how long."""

    matches: int = column("i4", 0, "Matches that came this many months after preselection")


class Scheme:
    """Matches so far."""

    mismatch: float = column("f8", 0.0, "Sum over matches of the distance of profiles")


class Measures:
    """Matches, and who hired."""

    matches: float = flow("persons", "Offers made and accepted", 1)
    employers_hiring: float = flow("hosts", "Hosts that closed a first match", 1)
    closing_rate: float = of_run("share", "Matches per declared vacancy", 1)
    declared_per_hire: float = of_run(
        "vacancies", "Vacancies declared per match: how many declarations a hire takes", -1
    )
    sme_share: float = of_run("share", "Matches with hosts of under 250 employees")
    first_time_share: float = of_run("share", "Matches with hosts that never recruited abroad before")
    internationalisation_share: float = of_run("share", "Matches with hosts moved by internationalisation")
    months_to_match: float = of_run("months", "Median months from preselection to match", -1)
    cost_per_match: float = of_run("EUR", "Public cost per match; undefined without matches", -1)
    profile_mismatch: float = of_run("profile units", "Mean distance of profiles from the host's market at match", -1)
    hires_micro: float = flow("persons", "Matches with micro hosts (under 10 employees)")
    hires_small: float = flow("persons", "Matches with small hosts (10 to 49)")
    hires_medium: float = flow("persons", "Matches with medium hosts (50 to 249)")
    hires_large: float = flow("persons", "Matches with large hosts (250 and more)")
    hires_first_time: float = flow("persons", "Matches with hosts that never recruited abroad before")
    hires_internationalisation: float = flow("persons", "Matches with hosts moved by internationalisation")


@inner
def note_shortage(state, host, market, p):
    """A place is free and money lacks for it: steering may move some to the mobility line."""
    if state.scheme.places_taken < state.scheme.ceiling:
        state.money[Line.mobility].unmet += public_share(state, host, market, p)


@inner
def close(state, host, market, i, quality, p, month):
    """Seal a match: public money is committed, the host's contribution agreed, counters move."""
    scheme = state.scheme
    person = state.candidates[i]
    pay_for(state, host, market, i, p, month)
    person.matched = month
    person.matches += 1
    person.market = host.market
    person.employer = market.first + host.index
    person.quality = quality
    scheme.mismatch += math.sqrt(candidate.mismatch(person, market, scheme.curriculum, p))
    vacancies.fill(state, host, person, market.sector, p, month)
    scheme.vacancies -= 1
    state.waits[month - person.selected].matches += 1
    count_hire(state, host, month)


@inner
def count_hire(state, host, month):
    """Who was hired by whom; ``host.hires`` counts this one already."""
    row = state.monthly[month]
    row.matches += 1.0
    if host.hires == 1:
        row.employers_hiring += 1.0
    if host.size_class == Size.micro:
        row.hires_micro += 1.0
    elif host.size_class == Size.small:
        row.hires_small += 1.0
    elif host.size_class == Size.medium:
        row.hires_medium += 1.0
    else:
        row.hires_large += 1.0
    if not host.experience:
        row.hires_first_time += 1.0
    if host.motive == Motive.internationalisation:
        row.hires_internationalisation += 1.0


@inner
def measure(state, run):
    """Shares of the matches, and how long they took."""
    run.closing_rate = per(run.matches, run.declared_vacancies)
    run.declared_per_hire = per(run.declared_vacancies, run.matches)
    run.sme_share = per(run.matches - run.hires_large, run.matches)
    run.first_time_share = per(run.hires_first_time, run.matches)
    run.internationalisation_share = per(run.hires_internationalisation, run.matches)
    run.months_to_match = median_wait(state.waits.matches)
    run.cost_per_match = per(run.public_cost, run.matches)
    run.profile_mismatch = per(state.scheme.mismatch, run.matches)
