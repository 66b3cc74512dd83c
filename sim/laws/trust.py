"""Trust: how it grows with contact and decays without (L1, L5).

*Trust after a month* with x contacts and gain g ([partnership](#partnership)):

```
reached = 1 - exp(-x / trust.contacts_needed)
trust   = clip(trust + g * reached * (1 - trust) - trust.decay * (1 - reached) * trust)
```

An advisory board adds agencies.board_contacts * covered contacts to every government and every engaged host, if there is one
(design.advisory_board).
"""

import math
from dataclasses import dataclass

from sim.compiled import inner, njit
from sim.declare import lever, uncertain, within


@dataclass
class Design:
    """The advisory board."""

    advisory_board: bool = lever(
        False, None, None, "switch", "A board of public and private stakeholders, regularly consulted", "brief.trust",
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
        1.1, 0.1, 20.0, "contacts/month", "Contacts at which the effect reaches 63 %",
        plausible=within(0.5, 4.5, "log", "assumption", "a third to three times"),
    )  # fmt: skip


@njit
def after_month(trust, contacts, gain, p):
    """Trust after a month: grows with contact towards 1 with saturation, decays without.

    ``contacts``: contacts in the month; ``gain``: monthly growth at saturating contact, facilitation included.
    """
    reached = 1.0 - math.exp(-contacts / p.trust.contacts_needed)
    return min(max(trust + gain * reached * (1.0 - trust) - p.trust.decay * (1.0 - reached) * trust, 0.0), 1.0)


@inner
def board_contacts(state, p):
    """Contacts that the advisory board adds to every stakeholder."""
    return p.agencies.board_contacts * state.scheme.covered if p.design.advisory_board else 0.0
