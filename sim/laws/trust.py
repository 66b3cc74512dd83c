"""Trust: who trusts at first, how it grows with contact and fades without it, and what destroys it (L1, L4, L5).

Trust decides who signs, how fast offices work, which hosts engage and which pay. It grows with contact, more slowly
the higher it is, and fades without. Governments and hosts differ: some trust a new lead from the start, and some are
won sooner than others. Disappointment destroys trust: trained people without an offer, reserves never called, people
whom an authority refuses, people who come too late, early returns. It hits those whom it concerns: the governments of
that country, the host of that person. Trust cannot be bought. What can be bought is contact: staff, a
board, coordination at origin, a more skilful lead.

*Trust at the start* and *readiness* of a government or a host, by a and b of draw `trust_traits`:

```
o         = exp(trust.prior_spread * N(a))
start     = trust.prior * o / (1 - trust.prior + trust.prior * o)            odds of trust.prior, o times as high
readiness = lognormal(b, 1, trust.gain_spread)
```

*Trust after a month* with x contacts and gain g ([partnership](#partnership)) times its readiness:

```
reached = 1 - exp(-x / trust.contacts_needed)
trust   = clip(trust + g * readiness * reached * (1 - trust) - trust.decay * (1 - memory) * (1 - reached) * trust)
```

with the scheme's institutional [memory](#memory).

*Gain at origin*: partner countries expect a part of the budget for their own services. If less is built, contacts there bring
less trust: gain * (1 - trust.capacity_weight * max(0, 1 - design.capacity_share / trust.capacity_expected)).

*Effect* of the lead's contacts = trust.facilitation_floor + (1 - trust.facilitation_floor) * facilitation.

*Disappointment* of n persons where N were planned: trust = trust * exp(-trust.disappointment * n / max(N, 1)). Persons are
counted in `disappointed` of their country and judged by all governments of that country in the next month. A country of
origin: those trained who leave without an offer, unused reserves, refusals and early returns (N: planned_trainees / number
of origins, an equal share of the plan). A country of destination: early returns (N: places / number of countries of
destination). An early return costs its host trust at once: trust = trust * (1 - trust.return_loss).

*A missed promise* costs the host of a person trust at once, but only once for each person: if the person is not let_down, let_down =
1, the host's trust = trust * (1 - trust.promise_loss) (f4), `promises_missed` + 1. It is missed if the person comes late
([promises](#promises)), fails the examination, or is refused. *Refused* by the desk for recognition or for permits: disappointed of
the person's origin + 1, and a missed promise.

An advisory board adds agencies.board_contacts * covered contacts to every government and every engaged host, if there is one
(design.advisory_board).
"""

import math
from dataclasses import dataclass

from sim.categories import Side
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import lever, priced, uncertain, within
from sim.draws import decision, for_life, lognormal_from, normal_from, with_odds
from sim.measures import flow

GOVERNMENT_TRAITS = decision(40, "trust_traits", "trust at the start", "readiness to trust", agent="government")
HOST_TRAITS = decision(
    40, "trust_traits", "trust at the start", "readiness to trust", group="market", agent="index", other="1"
)


@dataclass
class Design:
    """The advisory board."""

    advisory_board: bool = lever(
        False, None, None, "switch", "A board of public and private stakeholders, regularly consulted", "brief.trust",
        price=priced(monthly="costs.board"),
    )  # fmt: skip


@dataclass
class Agencies:
    """The advisory board."""

    board_contacts: float = uncertain(
        0.3, 0.0, 3.0, "contacts/stakeholder", "Contacts a month that an advisory board adds to every stakeholder",
        "brief.trust",
        plausible=within(0.1, 0.9, "log", "assumption", "a third to three times"),
    )  # fmt: skip


@dataclass
class Trust:
    """How trust grows with contact and decays without."""

    prior: float = uncertain(
        0.092, 0.0, 1.0, "0-1", "Usual trust in the lead at the start", "brief.trust",
        plausible=within(0.04, 0.3, "odds", "assumption", "odds a third to three times"),
        fixed=True,
    )  # fmt: skip
    prior_spread: float = uncertain(
        0.5, 0.0, 3.0, "log odds", "Spread of trust at the start between governments, and between hosts",
        plausible=within(0.2, 1.0, "log", "assumption",
            "prior networks differ according to the brief, not measured; two stakeholders in three within odds of 1.2 to 2.7"),
        fixed=True,
    )  # fmt: skip
    gain_spread: float = uncertain(
        0.4, 0.0, 2.0, "cv", "Coefficient of variation of the readiness to trust between governments, and between hosts",
        plausible=within(0.2, 0.8, "log", "assumption", "no figure; half to double"),
        fixed=True,
    )  # fmt: skip
    decay: float = uncertain(
        0.03, 0.0, 0.5, "1/month", "Decay of trust without contact",
        plausible=within(0.01, 0.09, "log", "assumption", "a third to three times"),
    )  # fmt: skip
    contacts_needed: float = uncertain(
        1.5, 0.1, 20.0, "contacts/month", "Contacts at which the effect reaches 63 %",
        plausible=within(0.5, 4.5, "log", "assumption", "a third to three times"),
    )  # fmt: skip
    facilitation_floor: float = uncertain(
        0.3, 0.0, 1.0, "share", "Effect of contacts under a lead without facilitation skill", "brief.trust",
        plausible=within(0.12, 0.56, "odds", "assumption", "odds a third to three times"),
    )  # fmt: skip
    disappointment: float = uncertain(
        1.0, 0.0, 10.0, "factor", "How much trust falls if all planned persons were disappointed (its logarithm)",
        plausible=within(0.4, 2.5, "log", "assumption", "a third, two thirds or nine tenths of trust gone; named by practitioners, not measured"),
    )  # fmt: skip
    capacity_expected: float = uncertain(
        0.1, 0.01, 1.0, "share", "Share of the budget for capacity building that partner countries expect",
        plausible=within(0.05, 0.1, "log", "assumption", "the brief calls these parts important; a twentieth to the tenth that is the default"),
    )  # fmt: skip
    capacity_weight: float = uncertain(
        0.4, 0.0, 1.0, "share", "Share of the growth of trust at origin that is lost where none of the expected capacity is built",
        plausible=within(0.2, 0.7, "linear", "assumption", "no figure; a fifth to two thirds"),
    )  # fmt: skip
    return_loss: float = uncertain(
        0.3, 0.0, 1.0, "share", "Trust that an early return costs its host",
        plausible=within(0.12, 0.56, "odds", "assumption", "odds a third to three times"),
    )  # fmt: skip
    promise_loss: float = uncertain(
        0.1, 0.0, 1.0, "share", "Trust that a person who comes late, or is refused, costs the host",
        plausible=within(0.036, 0.25, "odds", "assumption", "odds a third to three times; less than an early return"),
    )  # fmt: skip


class Government:
    """How soon it is won."""

    readiness: float = column("f8", 1.0, "Factor on the growth of its trust: its own for life")


class Employer:
    """How soon it is won."""

    readiness: float = column("f4", 1.0, "Factor on the growth of its trust: its own for life")


class Candidate:
    """A promise to the host."""

    let_down: int = column("u1", 0, "1 once the promise of this person to the host is missed")


class Origin:
    """Disappointments."""

    disappointed: float = column("f8", 0.0, "Persons disappointed since its governments last judged")


class Country:
    """Disappointments."""

    disappointed: float = column("f8", 0.0, "Persons that disappointed since its governments last judged")


class Measures:
    """Promises."""

    promises_missed: float = flow(
        "persons", "Matched persons who came late, failed the examination or were refused", -1
    )


@njit
def at_start(u, p):
    """Trust of a government or host in a lead that it does not know yet: the odds of the usual trust, higher or lower."""
    return with_odds(p.trust.prior, math.exp(p.trust.prior_spread * normal_from(u)))


@njit
def readiness(u, p):
    """How fast trust grows against the mean of all governments or hosts."""
    return lognormal_from(u, 1.0, p.trust.gain_spread)


@njit
def of_government(key, number, p):
    """Trust at the start, before any preparation, and readiness of a government, by its identity in draws."""
    a, b, c, d = for_life(key, GOVERNMENT_TRAITS, 0, number, 0, 0)
    return at_start(a, p), readiness(b, p)


@njit
def of_host(key, market, index, p):
    """Trust at the start and readiness of a host, by its position in its market."""
    a, b, c, d = for_life(key, HOST_TRAITS, market, index, 0, 1)
    return at_start(a, p), readiness(b, p)


@njit
def facilitation_effect(skill, p):
    """What a contact achieves: the lead's skill as interpreter above the floor of a lead without it."""
    return p.trust.facilitation_floor + (1.0 - p.trust.facilitation_floor) * skill


@njit
def after_disappointment(trust, disappointed, planned, p):
    """Trust after persons were disappointed, of those planned."""
    return trust * math.exp(-p.trust.disappointment * disappointed / max(float(planned), 1.0))


@njit
def after_month(trust, contacts, gain, memory, p):
    """Trust after a month: grows with contact towards 1 with saturation, decays without.

    ``contacts``: contacts in the month; ``gain``: monthly growth at saturating contact, facilitation and readiness
    included; ``memory``: institutional memory, which slows the decay.
    """
    reached = 1.0 - math.exp(-contacts / p.trust.contacts_needed)
    lost = p.trust.decay * (1.0 - memory) * (1.0 - reached) * trust
    return min(max(trust + gain * reached * (1.0 - trust) - lost, 0.0), 1.0)


@njit
def capacity_missing(p):
    """Share that is missing of the capacity building that partner countries expect."""
    return max(0.0, 1.0 - p.design.capacity_share / p.trust.capacity_expected)


@njit
def gain_at_origin(gain, p):
    """Growth of trust in partner countries: smaller where less capacity is built than they expect."""
    return gain * (1.0 - p.trust.capacity_weight * capacity_missing(p))


@inner
def disappointments(state, place):
    """Persons of a government's country who were disappointed in the last month, and the country's share of the plan."""
    if place.side == Side.origin:
        return state.origins[place.country].disappointed, state.scheme.planned_trainees / state.origins.size
    return state.countries[place.country].disappointed, state.scheme.places / state.countries.size


@inner
def miss_promise(state, person, p, month):
    """The host of a person waits in vain: it loses trust, once for each person."""
    if not person.let_down:
        person.let_down = 1
        state.employers[person.employer].trust *= 1.0 - p.trust.promise_loss
        state.monthly[month].promises_missed += 1.0


@inner
def refuse(state, person, p, month):
    """An authority refuses a person whom the origin helped to prepare: its governments and the host are disappointed."""
    state.origins[person.origin].disappointed += 1.0
    miss_promise(state, person, p, month)


@inner
def lead_effect(state, p):
    """What a contact of the lead achieves this month: less while a new lead is learning."""
    return facilitation_effect(state.agencies[0].facilitation * state.scheme.settled, p)


@inner
def board_contacts(state, p):
    """Contacts that the advisory board adds to every stakeholder."""
    return p.agencies.board_contacts * state.scheme.covered if p.design.advisory_board else 0.0
