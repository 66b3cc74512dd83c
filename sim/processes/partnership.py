"""Partnership: contacts, trust of the governments, elections, signatures (L1, L3 to L6).

The lead's team divides its time between ministries and hosts. Meetings build trust; without meetings it fades, and
missed promises destroy it. A government signs when it trusts the lead enough and supports the scheme enough, and a
country takes part only when all of its levels have signed. An election draws support anew and can destroy trust, most
of all where nothing is signed yet. Coordination and staff cost money every month: if it runs short, there are fewer
meetings.

A government *suspends* if support < `politics.minimum_support`.

1. Coordination is covered if the scheme is alive, else covered = 0. With c = coordination_cost ([budget](#budget)):

   ```
   if c <= 0: covered = 1
   funded:    x = min(c, max(left(coordination), 0));  pay(coordination, x);  covered = x / c;  unmet of the line += c - x
   after:     c = c * costs.lean_coordination
              x = min(c, private_balance);  private_balance -= x;  covered = x / c if c > 0 else 1
   ```
2. Contacts of the lead, and the gain of trust:

   ```
   load     = 1 + trust.component_load * components * (origins + countries of destination)
   effort   = 1 - trust.coordination_effort * design.origin_coordination
   struck   = 1 - intensity * shock.contacts * (1 - digital)                     digital of this month ([agencies](#agency))
   works    = scale * covered * effort * struck / load
   contacts = (lead.contacts * design.ministry_share + agencies.staff_contacts * design.facilitation_staff) * works
              * (1 - (recognition.negotiation_time if a simplified procedure is being [negotiated](#agreement) else 0))
   contacts with hosts = (lead.contacts * (1 - design.ministry_share) + agencies.staff_contacts * design.host_staff) * works
   gain     = trust.gain * effect of the lead's facilitation ([trust](#trust))
   ```
3. Governments, in order of rows. Each gets

   ```
   each = contacts / (number of governments * scale)
          + (agencies.board_contacts * covered if design.advisory_board else 0)
   ```

   For each: (i) if month = next_election, an *election*; (ii) [trust after a month](#trust) with x = each * (1 / (1 + trust.crowding *
   (1 - design.origin_coordination))) and the gain at origin for governments there, and x = each and gain at destination, then trust after
   the disappointments of the month before; (iii) if it has not signed, the scheme is alive and standing >=
   threshold: it signs, `agreements_signed` + 1.

   ```
   election:  elections += 1;  next_election += politics.term_months
              kept    = trust * (1 if signed else politics.unsigned_kept)
              redrawn = clip(politics.support_new + politics.support_spread * N(a))
              support = kept * support + (1 - kept) * redrawn
              trust   = trust * (1 - politics.turnover * (1 - kept) * b)
   ```
4. Countries. An origin or a country of destination is *signed* if all its governments have signed and none suspends; this is
   decided anew every month. For each country of destination, speed = 1 - permits.trust_effect * (1 - w), where w is the
   smallest standing of its governments (at most 1).
"""

import math
from dataclasses import dataclass

from sim.agents import government
from sim.categories import Line, Side
from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import lever, priced, uncertain, within
from sim.draws import decision, for_life, normal_from
from sim.laws import accounts, trust
from sim.laws.budget import coordination_cost
from sim.laws.plan import components
from sim.laws.procedures import time_taken
from sim.measures import flow, level

ELECTION = decision(6, "election", "support", "trust destroyed", agent="government", event="elections")


@dataclass
class Design:
    """How the lead relates to its partners."""

    origin_coordination: float = lever(
        0.0, 0.0, 1.0, "0-1", "Coordination with the other projects that address the same interlocutors at origin",
        plausible=within(0.0, 1.0, "linear", "assumption", "none to full"),
        price=priced(monthly="costs.origin_coordination", staff="trust.coordination_effort"),
    )  # fmt: skip


@dataclass
class Trust:
    """How contacts turn into trust."""

    gain: float = uncertain(
        0.14, 0.0, 1.0, "1/month", "Growth of trust at saturating contact and full facilitation",
        plausible=within(0.04, 0.36, "log", "assumption", "time builds trust according to the brief, not measured; a third to three times"),
    )  # fmt: skip
    crowding: float = uncertain(
        0.5, 0.0, 10.0, "projects/interlocutor", "Other projects that address the same interlocutors at origin",
        plausible=within(0.15, 1.5, "log", "assumption",
            "many projects, few interlocutors according to the brief, not counted; about a third to three times"),
    )  # fmt: skip
    coordination_effort: float = uncertain(
        0.1, 0.0, 1.0, "share", "Share of the contacts that full coordination at origin takes",
        plausible=within(0.035, 0.25, "odds", "assumption", "odds a third to three times"),
    )  # fmt: skip
    component_load: float = uncertain(
        0.06, 0.0, 0.5, "share", "Contacts that one added component takes, per country served", "brief.scale_up",
        plausible=within(0.02, 0.16, "odds", "assumption",
            "simple designs are easier according to the brief, not measured; odds a third to three times"),
    )  # fmt: skip


@dataclass
class Politics:
    """Elections and suspensions."""

    support_new: float = uncertain(
        0.5, 0.0, 1.0, "0-1", "Mean political support of a government after an election", "brief.flexibility",
        plausible=within(0.25, 0.75, "odds", "assumption", "odds a third to three times"),
    )  # fmt: skip
    turnover: float = uncertain(
        0.6, 0.0, 1.0, "share", "Share of trust that an election can destroy where it is not institutionalised",
        "politics.minister_tenure",
        plausible=within(0.33, 0.82, "odds", "assumption",
            "how often ministers change is published, what it does to trust is not; odds a third to three times"),
    )  # fmt: skip
    unsigned_kept: float = uncertain(
        0.5, 0.0, 1.0, "share", "Share of trust that counts as institutionalised without a signature",
        plausible=within(0.25, 0.75, "odds", "assumption", "odds a third to three times"),
    )  # fmt: skip
    minimum_support: float = uncertain(
        0.25, 0.0, 1.0, "0-1", "Support below which a government suspends the scheme",
        plausible=within(0.1, 0.4, "odds", "assumption", "odds a third to double"),
    )  # fmt: skip


@dataclass
class Permits:
    """Trust at the permit desk."""

    trust_effect: float = uncertain(
        0.5, 0.0, 1.0, "share", "Share of the desk's speed that depends on trust and support at its weakest level",
        "permit.germany_fast_track_visa_appointment_decision",
        plausible=within(0.25, 0.75, "odds", "permit.germany_fast_track_visa_appointment_decision;permit.germany_national_visa",
            "fast track 0.7 to 1.4 months against 1.5 to 3 (6): about half, with odds a third to three times"),
    )  # fmt: skip


@dataclass
class Shock:
    """The shock on contacts."""

    contacts: float = uncertain(
        0.4, 0.0, 1.0, "0-1", "Share of the effect of contacts lost at full intensity, not digital",
        plausible=within(0.18, 0.67, "odds", "assumption", "odds a third to three times"),
    )  # fmt: skip


@dataclass
class Costs:
    """Coordination after the funding."""

    lean_coordination: float = uncertain(
        0.5, 0.0, 1.0, "share", "Coordination needed after the funding, as a share of before",
        plausible=within(0.25, 0.75, "odds", "assumption", "odds a third to three times"),
    )  # fmt: skip


class Scheme:
    """The lead's month."""

    covered: float = column("f8", 0.0, "Share of the month's coordination that could be paid")
    contacts: float = column("f8", 0.0, "Contacts with ministries and partners this month")
    host_contacts: float = column("f8", 0.0, "Contacts with hosts this month, less those already used")
    trust_gain: float = column("f8", 0.0, "Growth of trust at saturating contact, the lead's facilitation included")


class Origin:
    """Part in the partnership."""

    signed: int = column("u1", 0, "1 if every level has signed and none suspends")


class Country:
    """Part in the partnership, and what it does to the desks."""

    speed: float = column("f8", 1.0, "Speed of its permit desk, share of the best")
    signed: int = column("u1", 0, "1 if every level has signed and none suspends")


class Measures:
    """Relations with governments."""

    trust_government: float = level("0-1", "Mean trust of governments in the lead", 1)
    trust_government_origin: float = level("0-1", "Mean trust of the governments of origin in the lead", 1)
    trust_government_destination: float = level("0-1", "Mean trust of the governments of destination in the lead", 1)
    political_support: float = level("0-1", "Mean political support of governments", 1)
    agreements_signed: float = flow("agreements", "Partnership and recognition agreements signed", 1)


@inner
def cover_coordination(state, p, month):
    """Pay the month's coordination as far as it goes; the share covered scales every contact."""
    scheme = state.scheme
    cost = coordination_cost(p)
    if cost <= 0.0:
        return 1.0
    if not scheme.funded:
        cost *= p.costs.lean_coordination
        paid = min(cost, scheme.private_balance)
        scheme.private_balance -= paid
        return paid / cost if cost > 0.0 else 1.0
    paid = min(cost, max(accounts.remaining(state, Line.coordination), 0.0))
    accounts.pay(state, Line.coordination, paid, month)
    state.money[Line.coordination].unmet += cost - paid
    return paid / cost


@inner
def share_of_time(state, p):
    """What a month of the lead and its staff gives: what coordination covers, less components, work at origin, the shock."""
    scheme = state.scheme
    countries = state.origins.size + state.countries.size
    load = 1.0 + p.trust.component_load * components(p) * countries
    effort = 1.0 - p.trust.coordination_effort * p.design.origin_coordination
    struck = 1.0 - scheme.intensity * p.shock.contacts * (1.0 - state.agencies[0].digital)
    return p.scale * scheme.covered * effort * struck / load


@inner
def share_out_time(state, p, month):
    """Contacts with ministries and with hosts: the lead's own time by its share, that of further staff by their task."""
    scheme = state.scheme
    lead = state.agencies[0]
    works = share_of_time(state, p)
    ministries = lead.contacts * p.design.ministry_share + p.agencies.staff_contacts * p.design.facilitation_staff
    hosts = lead.contacts * (1.0 - p.design.ministry_share) + p.agencies.staff_contacts * p.design.host_staff
    scheme.contacts = ministries * works * (1.0 - time_taken(state, p, month))
    scheme.host_contacts = hosts * works


@njit
def crowding(p):
    """Share of a contact's effect at origin that other projects leave, the more the better they are coordinated."""
    return 1.0 / (1.0 + p.trust.crowding * (1.0 - p.design.origin_coordination))


@njit
def hold_election(place, key, p):
    """An election redraws support and destroys trust, the less the more the relation is institutionalised.

    What is kept grows with trust itself and with a signature: an early election costs more than a late one.
    """
    place.elections += 1
    place.next_election += p.politics.term_months
    kept = place.trust * (1.0 if place.signed else p.politics.unsigned_kept)
    a, b, c, d = for_life(key, ELECTION, 0, government.identity(place), place.elections, 0)
    redrawn = min(max(p.politics.support_new + p.politics.support_spread * normal_from(a), 0.0), 1.0)
    place.support = kept * place.support + (1.0 - kept) * redrawn
    place.trust *= 1.0 - p.politics.turnover * (1.0 - kept) * b


@njit
def signs(place):
    """A government signs once its standing reaches its own threshold."""
    return government.standing(place) >= place.threshold


@njit
def suspends(place, p):
    """A government whose support is too low suspends what it signed."""
    return place.support < p.politics.minimum_support


@inner
def meet_governments(state, p, month):
    """Elections, then trust from the contacts, shared equally, and signatures."""
    scheme = state.scheme
    each = scheme.contacts / (state.governments.size * p.scale)
    each += trust.board_contacts(state, p)
    for g in range(state.governments.size):
        place = state.governments[g]
        if scheme.began + month == place.next_election:
            hold_election(place, scheme, p)
        effective, gain = each, scheme.trust_gain
        if place.side == Side.origin:
            effective, gain = each * crowding(p), trust.gain_at_origin(gain, p)
        place.trust = trust.after_month(place.trust, effective, gain, p)
        if place.side == Side.origin:
            known, planned = scheme.disappointed_origin, scheme.planned_trainees
        else:
            known, planned = scheme.disappointed_destination, float(scheme.places)
        if known > 0.0:
            place.trust = trust.after_disappointment(place.trust, known, planned, p)
        if not place.signed and scheme.alive and signs(place):
            place.signed = 1
            state.monthly[month].agreements_signed += 1.0
    scheme.disappointed_origin = 0.0
    scheme.disappointed_destination = 0.0


@inner
def country_signed(state, p, side, country):
    """Whether every level of a country has signed and none suspends."""
    for g in range(state.governments.size):
        place = state.governments[g]
        if place.side == side and place.country == country and (not place.signed or suspends(place, p)):
            return 0
    return 1


@njit
def desk_speed(weakest, p):
    """Speed of a permit desk (share of its best) given the standing of the weakest level."""
    return 1.0 - p.permits.trust_effect * (1.0 - weakest)


@inner
def open_countries(state, p):
    """Which countries take part, and how fast their desks work: every level is needed, the weakest binds."""
    for o in range(state.origins.size):
        state.origins[o].signed = country_signed(state, p, Side.origin, o)
    for c in range(state.countries.size):
        country = state.countries[c]
        country.signed = country_signed(state, p, Side.destination, c)
        country.speed = desk_speed(government.weakest_standing(state, Side.destination, c), p)


@inner
def step(state, p, month):
    """Pay coordination, meet governments, open countries."""
    scheme = state.scheme
    scheme.covered = cover_coordination(state, p, month) if scheme.alive else 0.0
    share_out_time(state, p, month)
    scheme.trust_gain = p.trust.gain * trust.facilitation_effect(state.agencies[0].facilitation, p)
    meet_governments(state, p, month)
    open_countries(state, p)


@inner
def mean_trust(state, side):
    """Mean trust of the governments of one side, or of both (side -1); undefined without any."""
    total, number = 0.0, 0
    for g in range(state.governments.size):
        if side < 0 or state.governments[g].side == side:
            total += state.governments[g].trust
            number += 1
    return total / number if number > 0 else math.nan


@inner
def record(state, month):
    """Trust and support at the end of the month: means (sum, then divide; for support sum of shares)."""
    row = state.monthly[month]
    row.trust_government = mean_trust(state, -1)
    row.trust_government_origin = mean_trust(state, Side.origin)
    row.trust_government_destination = mean_trust(state, Side.destination)
    support = 0.0
    for g in range(state.governments.size):
        support += state.governments[g].support / state.governments.size
    row.political_support = support
