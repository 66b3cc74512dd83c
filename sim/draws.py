"""Random draws that are addressed, not taken in turn.

A draw is a pure function of the run's key and of *who* draws, for *which decision*, for the *how-manieth time* and, for
a pair of agents, *with whom*. Nothing is stored, so neither the order of execution nor another design can change it.

Generator: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011). One
block of four 32-bit words per address; a decision that needs several numbers takes the words of one block.

Samples are made by inverse distribution functions, so that a changed parameter moves a draw and never reshuffles it.
"""

import math
from typing import NamedTuple

import numpy as np

from sim.compiled import njit


class Address(NamedTuple):
    """Who draws, when, with whom, and what the four words of the block decide (- for a word that is not used)."""

    number: int
    name: str
    group: str
    agent: str
    event: str
    other: str
    words: tuple[str, str, str, str]


ADDRESSES: dict[tuple[int, str], Address] = {}
"""Every address of the model by number and second agent, as the mechanisms' files declare them."""


def decision(
    number: int, name: str, *words: str, group: str = "0", agent: str = "0", event: str = "0", other: str = "0"
) -> int:
    """Declare what is drawn, under a number that is part of every address: never renumber, never use one twice.

    ``words``: what the words of the block decide, four at most; the rest says in words who draws, when and with whom.
    Returns the number. Raises ``ValueError`` where another decision has it.
    """
    address = Address(number, name, group, agent, event, other, (*words, *["-"] * (4 - len(words))))  # type: ignore[arg-type]
    taken = [known for known in ADDRESSES.values() if (known.number == number) != (known.name == name)]
    if taken or ADDRESSES.setdefault((number, other), address) != address:
        raise ValueError(f"the number {number} or the name {name!r} of a decision is taken")
    return number


_MULTIPLIER_0 = np.uint64(0xD2511F53)
_MULTIPLIER_1 = np.uint64(0xCD9E8D57)
_WEYL_0 = np.uint32(0x9E3779B9)
_WEYL_1 = np.uint32(0xBB67AE85)
_LOW = np.uint64(0xFFFFFFFF)
_HALF_WORD = np.uint64(32)
_GROUP_SHIFT = np.uint32(8)
_PHASE_SHIFT = np.uint32(16)
_TO_UNIT = 2.0**-32


@njit
def philox(c0, c1, c2, c3, k0, k1):
    """One block of Philox4x32-10: four uint32 counter words and two uint32 key words to four uint32 words."""
    for round_number in range(10):
        if round_number > 0:
            k0 = np.uint32((np.uint64(k0) + np.uint64(_WEYL_0)) & _LOW)
            k1 = np.uint32((np.uint64(k1) + np.uint64(_WEYL_1)) & _LOW)
        product_0 = _MULTIPLIER_0 * np.uint64(c0)
        product_1 = _MULTIPLIER_1 * np.uint64(c2)
        c0 = np.uint32(product_1 >> _HALF_WORD) ^ c1 ^ k0
        c1 = np.uint32(product_1 & _LOW)
        c2 = np.uint32(product_0 >> _HALF_WORD) ^ c3 ^ k1
        c3 = np.uint32(product_0 & _LOW)
    return c0, c1, c2, c3


@njit
def unit(word):
    """A 32-bit word as a number strictly between 0 and 1."""
    return (float(word) + 0.5) * _TO_UNIT


@njit
def uniforms(key, decision, group, agent, event, other):
    """Four uniforms in (0, 1) for one address of a phase.

    ``key``: a record with the fields ``replicate``, ``seed`` and ``phase`` (uint32). ``group`` (below 2**16): the market, origin or country that numbers
    the agent; ``agent``: its number there; ``event``: how often it has faced this decision, or the month for
    calendar-wide draws; ``other``: the second agent of a pair, or 0.
    """
    return for_life(key, decision, (np.uint32(key.phase) << _PHASE_SHIFT) | np.uint32(group), agent, event, other)


@njit
def for_life(key, decision, group, agent, event, other):
    """The same for what is drawn once for all phases of a scheme: its world, and who its governments and hosts are."""
    first = np.uint32((np.uint32(group) << _GROUP_SHIFT) | np.uint32(decision))
    a, b, c, d = philox(first, np.uint32(agent), np.uint32(event), np.uint32(other), key.replicate, key.seed)
    return unit(a), unit(b), unit(c), unit(d)


@njit
def normal_from(u):
    """Standard normal quantile, relative error below 1e-15 (Wichura 1988, algorithm AS 241, PPND16)."""
    q = u - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        top = ((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
              + 45921.953931549871457) * r + 13731.693765509461125) * r + 1971.5909503065514427) * r
              + 133.14166789178437745) * r + 3.387132872796366608  # fmt: skip
        bottom = ((((((5226.495278852854561 * r + 28729.085735721942674) * r + 39307.89580009271061) * r
                 + 21213.794301586595867) * r + 5394.1960214247511077) * r + 687.1870074920579083) * r
                 + 42.313330701600911252) * r + 1.0  # fmt: skip
        return q * top / bottom
    tail = u if q < 0.0 else 1.0 - u
    r = math.sqrt(-math.log(tail))
    if r <= 5.0:
        r -= 1.6
        top = ((((((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r
              + 1.27045825245236838258) * r + 3.64784832476320460504) * r + 5.7694972214606914055) * r
              + 4.6303378461565452959) * r + 1.42343711074968357734  # fmt: skip
        bottom = ((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r
                 + 0.14810397642748007459) * r + 0.68976733498510000455) * r + 1.6763848301838038494) * r
                 + 2.05319162663775882187) * r + 1.0  # fmt: skip
    else:
        r -= 5.0
        top = ((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r
              + 0.026532189526576123093) * r + 0.29656057182850489123) * r + 1.7848265399172913358) * r
              + 5.4637849111641143699) * r + 6.6579046435011037772  # fmt: skip
        bottom = ((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r
                 + 7.868691311456132591e-4) * r + 0.0148753612908506148525) * r + 0.13692988092273580531) * r
                 + 0.59983220655588793769) * r + 1.0  # fmt: skip
    return -top / bottom if q < 0.0 else top / bottom


@njit
def exponential_from(u, mean):
    """Exponential quantile with the given mean."""
    return -mean * math.log1p(-u)


@njit
def logistic_from(u):
    """Standard logistic quantile: adding it to a utility and asking for a positive sum is the binary logit choice."""
    return math.log(u / (1.0 - u))


@njit
def lognormal_from(u, mean, variation):
    """Lognormal quantile with the given mean and coefficient of variation (0: the mean itself)."""
    if mean <= 0.0:
        return 0.0
    if variation <= 0.0:
        return mean
    spread = math.log1p(variation * variation)
    return mean * math.exp(math.sqrt(spread) * normal_from(u) - 0.5 * spread)


@njit
def probability(utility):
    """Probability of choosing an option of this utility over one of utility 0 (binary logit)."""
    return 1.0 / (1.0 + math.exp(-utility))


@njit
def with_odds(share, factor):
    """A share whose odds are so many times as high; 0 and 1 stay."""
    return share * factor / (1.0 - share + share * factor)


@njit
def whole_months(duration, u):
    """A duration in months as a whole number with the same mean: rounded up with probability equal to its fraction."""
    below = math.floor(duration)
    return int(below) + (1 if u < duration - below else 0)
