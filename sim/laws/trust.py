"""Trust: how it grows with contact and decays without (L1, L5).

Trust decides who signs, how fast offices work, which hosts engage and which pay. It grows with contact, more slowly
the higher it is, and fades without. Disappointment destroys it: trained people without an offer, reserves never
called, early returns. Trust cannot be bought. What can be bought is contact: staff, a board, coordination at origin,
a more skilful lead.

*Trust after a month* with x contacts and gain g ([partnership](#partnership)):

```
reached = 1 - exp(-x / trust.contacts_needed)
trust   = clip(trust + g * reached * (1 - trust) - trust.decay * (1 - reached) * trust)
```

*Gain at origin*: partner countries expect a part of the budget for their own services. If less is built, contacts there bring
less trust: gain * (1 - trust.capacity_weight * max(0, 1 - design.capacity_share / trust.capacity_expected)).

*Effect* of the lead's contacts = trust.facilitation_floor + (1 - trust.facilitation_floor) * facilitation.

*Disappointment* of n persons where N were planned: trust = trust * exp(-trust.disappointment * n / max(N, 1)). Those trained
who leave without an offer, unused reserves and early returns disappoint the governments of origin (N: trainees planned),
early returns those of destination (N: places), each a month later. An early return costs its host trust at once:
trust = trust * (1 - trust.return_loss).

An advisory board adds agencies.board_contacts * covered contacts to every government and every engaged host, if there is one
(design.advisory_board).
"""

import math
from dataclasses import dataclass

from sim.columns import column
from sim.compiled import inner, njit
from sim.declare import lever, priced, uncertain, within


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
        0.092, 0.0, 1.0, "0-1", "Mean trust in the lead at the start", "brief.trust",
        plausible=within(0.04, 0.3, "odds", "assumption", "odds a third to three times"),
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
        0.4, 0.0, 1.0, "share", "Growth of trust at origin that is lost where nothing of it is built",
        plausible=within(0.2, 0.7, "linear", "assumption", "no figure; a fifth to two thirds"),
    )  # fmt: skip
    return_loss: float = uncertain(
        0.3, 0.0, 1.0, "share", "Trust that an early return costs its host",
        plausible=within(0.12, 0.56, "odds", "assumption", "odds a third to three times"),
    )  # fmt: skip


class Scheme:
    """Disappointments."""

    disappointed_origin: float = column("f8", 0.0, "Persons at origin disappointed since governments last judged")
    disappointed_destination: float = column("f8", 0.0, "Persons that disappointed at destination since then")


@njit
def facilitation_effect(skill, p):
    """What a contact achieves: the lead's skill as interpreter above the floor of a lead without it."""
    return p.trust.facilitation_floor + (1.0 - p.trust.facilitation_floor) * skill


@njit
def after_disappointment(trust, disappointed, planned, p):
    """Trust after persons were disappointed, of those planned."""
    return trust * math.exp(-p.trust.disappointment * disappointed / max(float(planned), 1.0))


@njit
def after_month(trust, contacts, gain, p):
    """Trust after a month: grows with contact towards 1 with saturation, decays without.

    ``contacts``: contacts in the month; ``gain``: monthly growth at saturating contact, facilitation included.
    """
    reached = 1.0 - math.exp(-contacts / p.trust.contacts_needed)
    return min(max(trust + gain * reached * (1.0 - trust) - p.trust.decay * (1.0 - reached) * trust, 0.0), 1.0)


@njit
def gain_at_origin(gain, p):
    """Growth of trust in partner countries: smaller where less capacity is built than they expect."""
    missing = max(0.0, 1.0 - p.design.capacity_share / p.trust.capacity_expected)
    return gain * (1.0 - p.trust.capacity_weight * missing)


@inner
def board_contacts(state, p):
    """Contacts that the advisory board adds to every stakeholder."""
    return p.agencies.board_contacts * state.scheme.covered if p.design.advisory_board else 0.0
