"""Engagement: the lead seeks hosts; hosts engage, declare vacancies, stay or withdraw (L7, L8, L10).

The team seeks open hosts one by one, with the time that its staff have. Their number is finite, most of them would
never take a person from abroad, and a host that said no says no again unless trust, results, paperwork, price or
demand have changed. A host that engages declares vacancies, but declared interest is not a hire: it decides later on
each person ([hiring](#hiring)).

The planner may seek certain hosts only (`design.sought_size`, `design.sought_motive`, `design.sought_experience`); to
look up the others takes time, too. Support with paperwork takes time of the same staff, so the more people need it,
the fewer hosts are sought. Hosts that the team neglects lose trust and may withdraw.

First, for some hosts *need comes again* ([relations](#relations)).

1. Support. served = min(design.administrative_support * agencies.support_contacts * n, contacts with hosts), n = persons in the stages matched,
   seat, recognition, permit, visa and ready; support = design.administrative_support * (served / what was needed; 1 if nothing); contacts with hosts -= served.
2. wanted = ceiling - places_taken - pending > vacancies (those open with all engaged hosts, now). seeking = contacts with hosts * agencies.prospecting_share
   if alive and wanted, else 0. prospects = min(prospects + seeking, seeking + 1).
3. *Seek hosts*: up to as many turns as there are hosts in reach, while prospects >= 1. In a turn the market is number (next_prospect mod number of markets);
   next_prospect + 1. If the market's pointer is at or past its hosts in reach, set it to 0 and end the turn. Otherwise take the host at the pointer; pointer + 1; if it is engaged, end the turn.
   If it is not of the size (design.sought_size; sme: all but large), motive (design.sought_motive) and experience
   (design.sought_experience) that are sought: prospects - agencies.lookup, end the turn. Otherwise prospects - 1; its
   [trust after a month](#trust) with x = 1; contacts + 1; then it *engages* if disposed, need_left > 0 and utility + engage_at > 0, and otherwise its
   status is declined. Hosts that declined or withdrew are sought again.

   ```
   utility = employers.engagement_base + employers.need_weight * interest - employers.burden_weight * net_burden
             + employers.trust_weight * trust + employers.results_weight * min(results seen, 1)
             + employers.diaspora_effect * design.diaspora_network
             + employers.commitment[kind] * money(costs.full_price * design.contribution_share)         ([employers](#employer))
   ```

   Engaging: status engaged, engaged_month, next_review = month + `employers.review_months`; it declares ([vacancies](#vacancies));
   `employers_engaged` + 1; it is inserted into its market's list in order of its point on the ring ([referral](#referral)).
4. *Keep hosts*: each = (contacts with hosts - seeking, at least 0) / engaged if any host is engaged, else 0; plus the board's contacts as in
   [partnership](#partnership). For each engaged host, in order: trust after a month with x = each. If month >= next_review:
   next_review = month + employers.review_months; reviews + 1; it *stays* or withdraws (status withdrawn, open = real_open = 0, off the list). If it
   stays, open is 0 and need_left > 0, it declares again. Then its vacancies *lapse*.

   ```
   h = employers.quit_hazard;  stays if h <= 0, withdraws if h >= 1; otherwise
   utility = log(h / (1 - h)) - employers.trust_weight * (trust - employers.review_trust)
             - employers.recession_weight * log(max(demand, 1e-6))     (the last term for motive shortage only)
   stays if a >= P(utility)                                            review
   ```
"""

import math
from dataclasses import dataclass

from sim.agents import employer
from sim.agents.relations import activate, engage, join, need_again
from sim.categories import Motive, Size, SoughtExperience, SoughtMotive, SoughtSize, Stage, Status
from sim.choose import by_kind as value_by_kind
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import lever, priced, uncertain, within
from sim.draws import decision, probability, uniforms
from sim.laws import trust, vacancies
from sim.measures import flow, level

REVIEW = decision(10, "review", "withdraws", group="market", agent="index", event="reviews")


@dataclass
class Design:
    """Which hosts are sought."""

    sought_size: SoughtSize = lever(
        SoughtSize.any,
        None,
        None,
        "category",
        "Sizes of hosts that the lead seeks",
        price=priced(staff="agencies.lookup"),
    )
    sought_motive: SoughtMotive = lever(
        SoughtMotive.any,
        None,
        None,
        "category",
        "Motive of hosts that the lead seeks",
        price=priced(staff="agencies.lookup"),
    )
    sought_experience: SoughtExperience = lever(
        SoughtExperience.any, None, None, "category", "Experience abroad of hosts that the lead seeks",
        price=priced(staff="agencies.lookup"),
    )  # fmt: skip


@dataclass
class Employers:
    """Why hosts engage, declare and leave."""

    engagement_base: float = uncertain(
        -2.8, -6.0, 2.0, "utility", "Utility of engaging at no need, no burden, no trust",
        plausible=within(-4.3, -1.3, "linear", "assumption", "utility of a choice, 1.5 either way"),
    )  # fmt: skip
    results_weight: float = uncertain(
        0.8, 0.0, 4.0, "utility", "Utility of results seen", "brief.private_co_funding_condition",
        plausible=within(0.4, 1.6, "log", "assumption", "weight in a choice, half to double"),
    )  # fmt: skip
    diaspora_effect: float = uncertain(
        0.3, 0.0, 3.0, "utility", "What a network of the diaspora adds to the utility of engaging",
        "prices.immigrant_managers_hire_immigrants_more",
        plausible=within(0.1, 0.8, "log", "assumption", "only the direction is published; a third to nearly three times"),
    )  # fmt: skip
    quit_hazard: float = uncertain(
        0.075, 0.0, 1.0, "1/review", "Withdrawal of an engaged host at average value",
        "firms.months_an_it_vacancy_stays_open",
        plausible=within(0.017, 0.28, "odds", "firms.months_an_it_vacancy_stays_open",
            "upper end: half the chance that an IT vacancy (open 7.4 months) is filled within a review's six months; lower end: a third of the default"),
    )  # fmt: skip
    review_trust: float = uncertain(
        0.5, 0.0, 1.0, "0-1", "Trust at which an engaged host withdraws at the average hazard",
        plausible=within(0.5, 0.5, "linear", "assumption", "definition: what the average hazard refers to"),
    )  # fmt: skip
    review_months: int = uncertain(
        6, 1, 24, "months", "Interval at which a host reviews its engagement",
        plausible=within(3.0, 12.0, "log", "assumption", "a quarter to a year"),
    )  # fmt: skip


@dataclass
class Agencies:
    """The lead's time for hosts."""

    prospecting_share: float = uncertain(
        0.5, 0.0, 1.0, "share", "Share of the contacts with hosts that seeks new ones while vacancies are wanted",
        plausible=within(0.25, 0.75, "odds", "assumption", "odds a third to three times"),
    )  # fmt: skip

    lookup: float = uncertain(
        0.1, 0.0, 1.0, "contacts", "Time to find out that a host is not of the kind that is sought",
        plausible=within(0.03, 0.3, "log", "assumption", "a third to three times"),
    )  # fmt: skip
    support_contacts: float = uncertain(
        1.0, 0.0, 100.0, "contacts/person-month", "Staff time that carrying the whole burden of a host takes, per person on the way",
        plausible=within(0.3, 3.0, "log", "assumption", "some 6 hours a month; a third to three times"),
    )  # fmt: skip


class Employer:
    """A host's relation to the scheme."""

    declared: int = column("i2", 0, "Vacancies declared so far")
    engaged_month: int = column("i2", -1, "Month of its last engagement, -1: never")
    next_review: int = column("i2", 0, "Month from which it reviews its engagement")
    contacts: int = column("i2", 0, "Times the lead sought it")
    reviews: int = column("i2", 0, "Reviews so far: the event number of the draw")


class Market:
    """The engaged hosts of a market."""

    active: int = column("i4", 0, "Number of engaged hosts")
    pointer: int = column("i4", 0, "Next host in reach on the lead's list")
    fresh: int = column("i4", 0, "Hosts that engaged this month, not yet in order")


class Scheme:
    """The lead's search for hosts."""

    prospects: float = column("f8", 0.0, "Contacts in hand for seeking new hosts")
    next_prospect: int = column("i8", 0, "Turns taken in seeking hosts: modulo the number of markets, the next market")
    vacancies: int = column("i8", 0, "Open vacancies of all engaged hosts")
    support: float = column("f8", 0.0, "Share of the hosts' administrative burden that the staff carries this month")
    host_trust: float = column("f8", 0.0, "Sum of the trust of all engaged hosts, at the end of the month's engagement")


class Measures:
    """Relations with hosts."""

    employers_engaged: float = flow("hosts", "Hosts that engaged with the scheme", 1)
    trust_employer: float = level("0-1", "Mean trust of engaged hosts in the lead", 1)


@njit
def engages(host, demand, peers, support, p):
    """Whether a host engages: disposed, with a need left, and by its own threshold; ``peers``: completed stays in its market."""
    if not host.disposed or host.need_left <= 0:
        return False
    asked = p.costs.full_price * p.design.contribution_share
    utility = (
        p.employers.engagement_base
        + p.employers.need_weight * employer.interest(host, demand, p)
        - p.employers.burden_weight * employer.net_burden(host, support, p)
        + p.employers.trust_weight * host.trust
        + p.employers.results_weight * min(employer.results_seen(host, peers, p), 1.0)
        + (p.employers.diaspora_effect if p.design.diaspora_network else 0.0)
        + value_by_kind(p.employers.commitment, p.design.kind) * employer.money(asked, p)
    )
    return utility + host.engage_at > 0.0


@njit
def sought(host, p):
    """Whether a host is of the size, motive and experience that the lead seeks."""
    size, motive, experience = p.design.sought_size, p.design.sought_motive, p.design.sought_experience
    if size != SoughtSize.any and (size == SoughtSize.large) != (host.size_class == Size.large):
        return False
    wanted = Motive.shortage if motive == SoughtMotive.shortage else Motive.internationalisation
    if motive != SoughtMotive.any and host.motive != wanted:
        return False
    return experience == SoughtExperience.any or (experience == SoughtExperience.experienced) == (host.experience == 1)


@njit
def stays(host, demand, key, p):
    """Whether an engaged host stays at its latest review: the hazard at average value, moved by demand and by trust."""
    hazard = p.employers.quit_hazard
    if hazard <= 0.0:
        return True
    if hazard >= 1.0:
        return False
    utility = math.log(hazard / (1.0 - hazard)) - p.employers.trust_weight * (host.trust - p.employers.review_trust)
    if host.motive == Motive.shortage:
        utility -= p.employers.recession_weight * math.log(max(demand, 1e-6))
    a, b, c, d = uniforms(key, REVIEW, host.market, host.index, host.reviews, 0)
    return a >= probability(utility)


@inner
def prospect(state, p, month):
    """Contact hosts in the order of the lead's list, market by market in turn, those without relation to the scheme."""
    scheme = state.scheme
    tried = 0
    while scheme.prospects >= 1.0 and tried < scheme.in_reach:
        market = state.markets[scheme.next_prospect % state.markets.size]
        scheme.next_prospect += 1
        tried += 1
        if market.pointer >= market.hosts:
            market.pointer = 0
            continue
        row = market.first + market.pointer
        host = state.employers[row]
        market.pointer += 1
        if host.status == Status.engaged:
            continue
        if not sought(host, p):
            scheme.prospects -= p.agencies.lookup
            continue
        scheme.prospects -= 1.0
        host.trust = trust.after_month(host.trust, 1.0, scheme.trust_gain * host.readiness, scheme.memory, p)
        host.contacts += 1
        if engages(host, market.demand, market.results, scheme.support, p):
            engage(state, host, p, month)
            activate(state, market, row)
        else:
            host.status = Status.declined
    for m in range(state.markets.size):
        join(state, state.markets[m])


@inner
def review(state, host, market, p, month):
    """A host reviews its engagement: it withdraws (False), or stays, and declares again if it has no vacancy and still a need."""
    host.next_review = month + p.employers.review_months
    host.reviews += 1
    if not stays(host, market.demand, state.scheme, p):
        host.status = Status.withdrawn
        host.open = 0
        host.real_open = 0
        return False
    if host.open == 0 and host.need_left > 0:
        vacancies.declare(state, host, p, month)
    return True


@inner
def keep_hosts(state, p, contacts, month):
    """Engaged hosts: trust from the contacts they share, reviews in which they stay, declare again or withdraw."""
    scheme = state.scheme
    scheme.vacancies = 0
    scheme.host_trust = 0.0
    engaged = 0
    for m in range(state.markets.size):
        engaged += state.markets[m].active
    each = contacts / engaged if engaged > 0 else 0.0
    each += trust.board_contacts(state, p)
    for m in range(state.markets.size):
        market = state.markets[m]
        kept = 0
        for place in range(market.first, market.first + market.active):
            row = state.engaged[place]
            host = state.employers[row]
            host.trust = trust.after_month(host.trust, each, scheme.trust_gain * host.readiness, scheme.memory, p)
            if month >= host.next_review and not review(state, host, market, p, month):
                continue
            vacancies.lapse(state, host, market.sector, p, month)
            state.engaged[market.first + kept] = row
            kept += 1
            scheme.vacancies += host.open
            scheme.host_trust += host.trust
        market.active = kept


@inner
def support_hosts(state, p):
    """The staff carries part of the hosts' burden, as far as its time goes; what it takes is gone for seeking hosts."""
    scheme = state.scheme
    stages = state.stages
    on_the_way = stages[Stage.matched].count + stages[Stage.seat].count + stages[Stage.recognition].count
    on_the_way += stages[Stage.permit].count + stages[Stage.visa].count + stages[Stage.ready].count
    needed = p.design.administrative_support * p.agencies.support_contacts * on_the_way
    served = min(needed, scheme.host_contacts)
    scheme.host_contacts -= served
    scheme.support = p.design.administrative_support * (served / needed if needed > 0.0 else 1.0)


@inner
def step(state, p, month):
    """The staff supports hosts; the lead seeks hosts while places are free, and keeps those that it has."""
    scheme = state.scheme
    need_again(state, p, month)
    support_hosts(state, p)
    wanted = scheme.ceiling - scheme.places_taken - scheme.pending > scheme.vacancies
    seeking = scheme.host_contacts * p.agencies.prospecting_share if scheme.alive and wanted else 0.0
    scheme.prospects = min(scheme.prospects + seeking, seeking + 1.0)
    prospect(state, p, month)
    keep_hosts(state, p, scheme.host_contacts - seeking, month)


@inner
def record(state, month):
    """Mean trust of engaged hosts at the end of the month; undefined if there is none."""
    hosts = 0
    for m in range(state.markets.size):
        hosts += state.markets[m].active
    state.monthly[month].trust_employer = state.scheme.host_trust / hosts if hosts > 0 else math.nan
