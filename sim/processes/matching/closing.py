"""Closing: what a match costs, whether it can be afforded, and what it changes (L9, L10).

*Affordable*, while funded: places_taken < ceiling and left(mobility) >= public share. After funding: if the host contributes.
contribution = 0 if the host does not contribute, else costs.full_price * design.contribution_share while funded, and max(costs.full_price, mobility_cost) afterwards. public share = max(0, mobility_cost - contribution) while funded, 0 afterwards.

*Match*: contribution (f4) and committed = public share are set; committed > 0 is paid from the mobility line; matched = month, matches + 1 (the event number of later draws, from `vacancy_held` on), market, employer, quality = match quality (f4); mismatch of the scheme
+= the root of the pair's mismatch ([candidates](#candidate)); places_taken + 1; the vacancy is *filled* ([vacancies](#vacancies)); self_financed = 1 if not funded; waits[month - selected].matches + 1; `matches`, the `hires_...` that apply and, at the host's first hire ever, `employers_hiring` + 1.
"""

import math
from dataclasses import dataclass

from sim.agents import candidate, employer
from sim.categories import Line, Motive, Size
from sim.columns import column
from sim.compiled import inner
from sim.declare import lever, priced, uncertain, within
from sim.laws import accounts, vacancies
from sim.laws.budget import mobility_cost
from sim.laws.desks import FAR_MONTH
from sim.laws.summaries import median_wait, per
from sim.measures import flow, of_run


@dataclass
class Design:
    """What hosts are asked to pay: it puts them off."""

    contribution_share: float = lever(
        0.5, 0.0, 1.0, "0-1", "Share of recruitment cost asked of hosts that are willing to contribute",
        "politics.private_funding_in_mature_scheme",
        plausible=within(0.0, 1.0, "linear", "politics.private_funding_in_mature_scheme",
            "nothing at the lower end, everything, as in a mature scheme, at the upper"),
        price=priced(unit="costs.full_price", follows="employer"),
    )  # fmt: skip


@dataclass
class Costs:
    """Price of a scheme without public money."""

    full_price: float = uncertain(
        12_000.0, 0.0, 50_000.0, "EUR/person", "What a host pays in a scheme without public money",
        "triple_win.employer_cost_per_nurse",
        plausible=within(9500.0, 17000.0, "log", "triple_win.employer_cost_per_nurse;cost.employer_paid_international_nurse",
            "what employers pay for a nurse, as published"),
    )  # fmt: skip


class Candidate:
    """A match."""

    quality: float = column("f4", 0.0, "True quality of the match")
    contribution: float = column("f4", 0.0, "What the host pays at departure, EUR")
    market: int = column("i2", -1, "Market of the match, -1: none")
    matched: int = column("i2", -1, "Month of the match, -1: not")
    matches: int = column("u2", 0, "Matches and re-hires so far: the event number of later draws")
    self_financed: int = column("u1", 0, "1 if the host pays for the mobility, after the public funding")


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
def contribution(state, host, market, p):
    """What a host pays for its next hire: part of the price while there is public money, afterwards all that it costs."""
    if not employer.contributes(host, market.results, p):
        return 0.0
    if state.scheme.funded:
        return p.costs.full_price * p.design.contribution_share
    return max(p.costs.full_price, mobility_cost(p))


@inner
def public_share(state, host, market, p):
    """Public cost of a mobility with this host, its contribution taken off; none after public funding."""
    if not state.scheme.funded:
        return 0.0
    return max(0.0, mobility_cost(p) - contribution(state, host, market, p))


@inner
def affordable(state, host, market, p):
    """Whether a place is free and the mobility line can carry it; after funding, whether the host carries it."""
    scheme = state.scheme
    if not scheme.funded:
        return employer.contributes(host, market.results, p)
    free = scheme.places_taken < scheme.ceiling
    return free and accounts.remaining(state, Line.mobility) >= public_share(state, host, market, p)


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
def pay_for(state, host, market, i, p, month):
    """Public money is committed to a mobility, and the host's contribution agreed."""
    person = state.candidates[i]
    person.contribution = contribution(state, host, market, p)
    person.committed = public_share(state, host, market, p)
    if person.committed > 0.0:
        accounts.pay(state, Line.mobility, person.committed, month)
    person.self_financed = 0 if state.scheme.funded else 1
    state.scheme.places_taken += 1


@inner
def hire_again(state, host, market, i, p, month):
    """A seasonal worker is taken again: a place and its money, no new decision, and the permit anew."""
    person = state.candidates[i]
    person.matches += 1
    pay_for(state, host, market, i, p, month)
    person.held_until = FAR_MONTH
    person.expiry = FAR_MONTH
    person.due = -1
    person.cut_short = 0
    person.supported = 0


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
