"""What a lesson of the brief is as an experiment, and what its interval says of the claim."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.lessons.quantities import Quantity
from analysis.worlds.statistics import Interval

SUPPORTED, REFUTED, INCONCLUSIVE, OPEN = "supported", "not supported", "inconclusive", "open question"
VERDICTS = {
    SUPPORTED: "the whole 95 % interval lies on the claimed side",
    REFUTED: "the whole 95 % interval lies on the other side",
    INCONCLUSIVE: "the 95 % interval holds the reference",
    OPEN: "nothing is claimed: the value is the finding",
}
"""What is said of a part, and what it means."""

ABOVE, BELOW, DIFFERENT, NOTHING = "above", "below", "different from", "nothing"
"""What is claimed of an effect with regard to its reference."""


@dataclass(frozen=True)
class Part:
    """One experiment: a claim, arms on common draws, and the effect that would bear it out."""

    claim: str
    measure: str
    """What the effect is."""
    unit: str
    """``percent`` and ``percentage points``: a hundred times the quantity."""
    arms: Mapping[str, str]
    """Name to scenario and overrides, as on the command line."""
    quantity: Quantity | None = None
    """The effect; None: by how much the longest cause of waiting in the only arm exceeds the next (L21)."""
    claimed: str = ABOVE
    reference: float = 0.0
    """What the effect is held against, in its unit."""
    scope: str = ""
    """Why these arms, where they were chosen so that the mechanism shows; the claim holds for these."""
    cause: str = ""
    """The cause of waiting that the brief names, where one is to be named."""


@dataclass(frozen=True)
class Lesson:
    """A lesson: number, title, the brief's sense in a sentence, the parameters that carry its mechanism, its experiments."""

    number: str
    title: str
    sense: str
    mechanism: Sequence[str]
    parts: Sequence[Part]


@dataclass(frozen=True)
class Theme:
    """Lessons that are read together."""

    name: str
    title: str
    lessons: Sequence[Lesson]


def used(part: Part, arm: str) -> bool:
    """Whether a part's effect needs an arm of those it is declared with."""
    return part.quantity is None or arm in part.quantity.arms


@dataclass(frozen=True)
class Naming:
    """Which cause of waiting a model names: the longest, in how many replicates it is, and what comes next."""

    cause: str
    agreement: float
    compared: str
    """The cause that the effect is of: the longest, or the one that the brief names."""
    following: str


@dataclass(frozen=True)
class Finding:
    """What an experiment found."""

    lesson: Lesson
    place: int
    """Number of the part within its lesson, from 1."""
    part: Part
    effect: Interval
    verdict: str
    named: Naming | None = None


def verdict(found: Interval, claimed: str, reference: float = 0.0) -> str:
    """What an interval says about a claim; an undefined interval is inconclusive."""
    if claimed == NOTHING:
        return OPEN
    if math.isnan(found.low) or math.isnan(found.high):
        return INCONCLUSIVE
    above, below = found.low > reference, found.high < reference
    if claimed == DIFFERENT:
        return SUPPORTED if above or below else INCONCLUSIVE
    if claimed == BELOW:
        above, below = below, above
    return SUPPORTED if above else REFUTED if below else INCONCLUSIVE


def overall(verdicts: Sequence[str]) -> str:
    """A lesson's verdict: supported if all its parts are, not supported if one is contradicted. Open parts do not count."""
    said = {each for each in verdicts if each != OPEN}
    if not said:
        return OPEN
    if REFUTED in said:
        return REFUTED
    return SUPPORTED if said == {SUPPORTED} else INCONCLUSIVE
