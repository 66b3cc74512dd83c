"""When a push is too good to be true: two rules on what it changes on average.

*Nothing worse*: completed mobilities rise by more than ``gain`` per place, a completed mobility becomes cheaper by more than
``saving``, and none of early returns, trust of governments, trust of hosts and time to departure gets worse by more than its threshold.
*Much more*: whatever gets worse, completed mobilities rise by more than ``large_gain`` for less than ``small_cost`` more public money.
"""

import math
from typing import NamedTuple

NOTHING_WORSE, MUCH_MORE = "nothing worse", "much more"
"""The rules by name; a push that meets both is named after the first."""


class Thresholds(NamedTuple):
    """Where a free lunch begins, and by how much something must change to count as worse."""

    gain: float = 0.05
    """Completed mobilities, as a share of the places."""
    saving: float = 0.05
    """Of the public cost of a completed mobility, as a share."""
    returns: float = 1.0
    """Early returns, in percentage points of departures."""
    trust_lost: float = 0.02
    months: float = 0.5
    """To departure."""
    large_gain: float = 0.25
    """Completed mobilities, as a share of those without the push."""
    small_cost: float = 0.10
    """Public money, as a share of that without the push."""


USUAL = Thresholds()


class Change(NamedTuple):
    """What a push changes on average, and what there is without it. Undefined values are NaN."""

    places: float
    completed: float
    completed_before: float
    cost: float
    cost_before: float
    each: float
    """Public cost of a completed mobility: the difference of two ratios of means."""
    each_before: float
    returns: float
    """Early returns, in percentage points of departures."""
    trust_government: float
    trust_employer: float
    months: float


def rule(change: Change, usual: Thresholds = USUAL) -> str:
    """The rule by which a push is a free lunch; nothing where it is none."""
    if much(change, usual) and cheaper(change, usual) and not worse(change, usual):
        return NOTHING_WORSE
    more = change.completed > usual.large_gain * change.completed_before and change.completed > 0.0
    return MUCH_MORE if more and change.cost < usual.small_cost * change.cost_before else ""


def much(change: Change, usual: Thresholds = USUAL) -> bool:
    """Whether completed mobilities rise by enough."""
    return change.completed > usual.gain * change.places


def cheaper(change: Change, usual: Thresholds = USUAL) -> bool:
    """Whether a completed mobility becomes cheaper by enough; where nobody completed without the push, it does."""
    if math.isnan(change.each_before):
        return change.completed > 0.0
    return change.each < -usual.saving * change.each_before


def worse(change: Change, usual: Thresholds = USUAL) -> list[str]:
    """The indicators that get worse by more than their threshold. What is undefined is not worse."""
    found = {
        "early_returns": change.returns > usual.returns,
        "trust_government": change.trust_government < -usual.trust_lost,
        "trust_employer": change.trust_employer < -usual.trust_lost,
        "months_to_departure": change.months > usual.months,
    }
    return [name for name, is_worse in found.items() if is_worse]
