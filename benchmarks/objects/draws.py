"""Addressed draws in plain Python (ODD 7.2): the generator, the decisions' numbers, the distributions."""

from ctypes import c_float
from enum import IntEnum
from math import exp, floor, log, log1p, sqrt
from statistics import NormalDist

WORD = 0xFFFFFFFF

#: Standard normal quantile. Python's own is Wichura's algorithm AS 241 (PPND16), which the ODD asks for.
normal = NormalDist().inv_cdf


class Decision(IntEnum):
    """Who draws for what: the numbers are part of the address."""

    demand_common = 1
    demand_market = 2
    profile_market = 3
    economy_origin = 4
    government_traits = 5
    election = 6
    employer_traits = 7
    employer_need = 8
    review = 10
    applicant_count = 11
    applicant_traits = 12
    screening = 13
    training = 14
    referral = 15
    interview = 16
    pool = 18
    recognition = 19
    permit = 20
    remote = 21
    mobility = 22
    employer_character = 30
    vacancy_clock = 31
    vacancy_held = 32
    partner = 33
    signed_host = 34
    amendment = 35
    examination = 36
    visa = 37
    stop = 38
    change_of_host = 39
    trust_traits = 40
    lead_change = 41


#: Drawn once for all phases of a scheme: the environment, elections, and who governments and hosts are.
FOR_LIFE = {
    Decision.demand_common, Decision.demand_market, Decision.profile_market, Decision.economy_origin,
    Decision.government_traits, Decision.election, Decision.employer_traits, Decision.employer_need,
    Decision.employer_character, Decision.stop, Decision.trust_traits,
}  # fmt: skip


def philox(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int, int, int]:
    """Philox4x32-10 (Salmon et al. 2011): four random words from a counter of four words and a key of two."""
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & WORD, (p0 >> 32) ^ c3 ^ k1, p0 & WORD
        k0, k1 = (k0 + 0x9E3779B9) & WORD, (k1 + 0xBB67AE85) & WORD
    return c0, c1, c2, c3


def uniforms(
    replicate: int, seed: int, decision: Decision, group: int, agent: int, event: int, other: int
) -> tuple[float, float, float, float]:
    """Four uniforms in the open unit interval that belong to an address."""
    counter = ((group << 8) | decision, agent, event, other)
    a, b, c, d = philox(*(part & WORD for part in counter), replicate, seed)
    return (a + 0.5) * 2.0**-32, (b + 0.5) * 2.0**-32, (c + 0.5) * 2.0**-32, (d + 0.5) * 2.0**-32


def exponential(u: float, mean: float) -> float:
    """Exponential quantile."""
    return -mean * log1p(-u)


def logistic(u: float) -> float:
    """Standard logistic quantile."""
    return log(u / (1 - u))


def lognormal(u: float, mean: float, variation: float) -> float:
    """Lognormal quantile, by mean and coefficient of variation."""
    if mean <= 0:
        return 0.0
    if variation <= 0:
        return mean
    s = log1p(variation * variation)
    return mean * exp(sqrt(s) * normal(u) - 0.5 * s)


def probability(utility: float) -> float:
    """Probability of a binary logit choice."""
    return 1 / (1 + exp(-utility))


def whole_months(duration: float, u: float) -> int:
    """A whole number of months with the mean ``duration``."""
    return floor(duration) + (1 if u < duration - floor(duration) else 0)


def patience(u: float, mean: float) -> int:
    """Months that somebody waits."""
    return 1 + int(exponential(u, mean))


def clip(x: float) -> float:
    """The nearest number between 0 and 1."""
    return min(max(x, 0.0), 1.0)


def single(x: float) -> float:
    """The nearest single precision number: how the ODD stores its ``f4`` columns."""
    return c_float(x).value
