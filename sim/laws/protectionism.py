"""Protectionism: how a closed mood in the countries of destination affects elections and desks (L4, L13).

In a protectionist climate new governments support a scheme less, permits and visas are refused more often, and a state
is more likely to stop issuing them for a time ([politics](#politics)). Nobody in the scheme can choose this: it is a
feature of the world. The other parameters are stated for the usual climate, so only the difference from it changes
anything.

```
beyond          = politics.protectionism - politics.usual_protectionism
times           = exp(politics.protectionism_refusal * beyond)
chance of refusal(r) = r * times / (1 - r + r * times)                          the odds of a refusal, times so much
support lost    = politics.protectionism_support * beyond                       by a new government of destination
stops, times    = exp(politics.protectionism_stops * beyond)                    at destination
```
"""

import math
from dataclasses import dataclass

from sim.compiled import njit
from sim.declare import uncertain, within
from sim.draws import with_odds


@dataclass
class Politics:
    """The climate in the countries of destination, and what it does."""

    protectionism: float = uncertain(
        0.2, 0.0, 1.0, "0-1", "Protectionism in the countries of destination: 0 none, 1 borders closed to most",
        plausible=within(0.0, 0.5, "linear", "assumption",
            "the brief names fears of protectionism, no figure; none to half of the scale"),
    )  # fmt: skip
    usual_protectionism: float = uncertain(
        0.2, 0.0, 1.0, "0-1", "Protectionism for which refusals, support after elections and stops are stated",
        plausible=within(0.2, 0.2, "linear", "assumption", "definition: the usual climate"),
    )  # fmt: skip
    protectionism_refusal: float = uncertain(
        1.5, 0.0, 6.0, "utility", "What full protectionism, compared with none, adds to the (log) odds that a permit or visa is refused",
        plausible=within(0.75, 3.0, "log", "assumption", "no figure; half to double"),
    )  # fmt: skip
    protectionism_support: float = uncertain(
        0.3, 0.0, 1.0, "0-1", "Support of a new government of destination that full protectionism takes",
        plausible=within(0.12, 0.56, "odds", "assumption", "odds a third to three times"),
    )  # fmt: skip
    protectionism_stops: float = uncertain(
        2.0, 0.0, 6.0, "factor", "What full protectionism, compared with none, adds to the (log) rate of stops at destination",
        plausible=within(1.0, 4.0, "log", "assumption", "no figure; half to double"),
    )  # fmt: skip


@njit
def beyond(p):
    """Protectionism beyond the usual; below 0 where the climate is more open."""
    return p.politics.protectionism - p.politics.usual_protectionism


@njit
def refusal(usual, p):
    """The chance that a permit or a visa is refused in this climate, by the usual one."""
    times = math.exp(p.politics.protectionism_refusal * beyond(p))
    return with_odds(usual, times)


@njit
def support_lost(p):
    """Support that a new government of destination lacks in this climate."""
    return p.politics.protectionism_support * beyond(p)


@njit
def stops(p):
    """How many times the usual number of stops there are at destination."""
    return math.exp(p.politics.protectionism_stops * beyond(p))
