"""Places: who pays for a mobility, and whether it can be afforded (L9).

A place abroad costs money: permit, journey, settling in, and an allowance for interns and students. The scheme pays
what the host does not. A host that is asked for a contribution pays only once it trusts the lead and has seen results
([employers](#employer)); after the public funding hosts pay everything. A place is given only while places are left
and there is money for it. The money is set aside at once.

*Affordable*, while funded: places_taken < ceiling and left(mobility) >= public share. After funding: if the host contributes.
contribution = 0 if the host does not contribute, else costs.full_price * design.contribution_share while funded, and max(costs.full_price, mobility_cost) afterwards. public share = max(0, mobility_cost - contribution) while funded, 0 afterwards.

*Paid for*: contribution (f4) and committed = public share are set; committed > 0 is paid from the mobility line; self_financed = 1 if not
funded, else 0; places_taken + 1.

*Hired again*, a seasonal worker: matches + 1; the place is paid for; held_until = expiry = 32000; due = -1; cut_short = supported = 0.
"""

from dataclasses import dataclass

from sim.agents import employer
from sim.categories import Line
from sim.columns import column
from sim.compiled import inner
from sim.declare import lever, priced, uncertain, within
from sim.laws import accounts
from sim.laws.budget import mobility_cost
from sim.laws.desks import FAR_MONTH


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
    """Who pays for a person's mobility."""

    contribution: float = column("f4", 0.0, "What the host pays at departure, EUR")
    self_financed: int = column("u1", 0, "1 if the host pays for the mobility, after the public funding")


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
