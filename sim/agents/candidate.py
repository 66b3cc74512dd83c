"""Candidates: who they are, how good a match with them is, and how added components help them (L18, L20, L22).

```
relief        = (1 - candidates.component_benefit) ^ sqrt(design.components)
match quality = candidates.skill_weight * skill + candidates.language_weight * language
                - candidates.mismatch_weight * mismatch + candidates.fit_spread * N(a)
```

with mismatch = (profile - market.profile)^2 and the personal fit a of draw `interview` for this pair ([interviews](#interviews)).
"""

import math
from dataclasses import dataclass

from sim.categories import Skill
from sim.columns import column
from sim.compiled import njit
from sim.declare import lever, uncertain, within


@dataclass
class Design:
    """Components besides training and matching."""

    components: int = lever(0, 0, 12, "components", "Added components (mentoring, diaspora, business development ...)")


@dataclass
class Candidates:
    """Who applies, and what makes a match good."""

    women: float = uncertain(
        0.3, 0.0, 1.0, "share", "Share of women among those reached", "palim.selected_started_training",
        plausible=within(0.15, 0.5, "odds", "palim.selected_started_training",
            "18 % of those selected in ICT (lower end); up to parity elsewhere"),
    )  # fmt: skip
    profile_spread: float = uncertain(
        0.6, 0.0, 2.0, "profile units", "Spread of profiles before training",
        plausible=within(0.3, 1.2, "log", "assumption", "half to double"),
    )  # fmt: skip
    skill_weight: float = uncertain(
        0.5, 0.0, 2.0, "quality/sd", "Weight of skill in match quality",
        plausible=within(0.25, 1.0, "log", "assumption", "weight, half to double"),
    )  # fmt: skip
    language_weight: float = uncertain(
        0.3, 0.0, 2.0, "quality/sd", "Weight of language in match quality", "thamm.pre_departure_language_level",
        plausible=within(0.15, 0.6, "log", "assumption", "B1 is asked for, its weight is not known; half to double"),
    )  # fmt: skip
    mismatch_weight: float = uncertain(
        1.0, 0.0, 3.0, "quality/unit2", "Quality lost per squared unit of profile mismatch",
        plausible=within(0.5, 2.0, "log", "assumption", "weight, half to double"),
    )  # fmt: skip
    fit_spread: float = uncertain(
        0.6, 0.0, 2.0, "quality", "Spread of the personal fit between a host and a candidate",
        plausible=within(0.3, 1.2, "log", "assumption", "half to double"),
    )  # fmt: skip
    component_benefit: float = uncertain(
        0.15, 0.0, 1.0, "share", "Dropout and early return removed by the first component, less by each further",
        plausible=within(0.05, 0.35, "odds", "assumption", "odds a third to three times"),
    )  # fmt: skip


class Candidate:
    """A candidate: origin, skill, profile, language, track, stage, host, recognition."""

    skill: float = column("f4", 0.0, "Skill, standard normal among those reached")
    language: float = column("f4", 0.0, "Language, standard normal among those reached")
    profile: float = column("f4", 0.0, "Profile on the axis on which the markets' wanted profiles drift")
    agent: int = column(
        "u4", 0, "Number in the country of origin: call times 2^22 plus position in the call", plumbing=True
    )
    origin: int = column("u1", 0, "Country of origin")
    gender: int = column("u1", 0, "1 for a woman")
    level: Skill = column("u1", 0, "Skill level, the design's; no process reads it", Skill)


@njit
def create(candidate, agent, origin, skill, language, profile, woman, p):
    """Fill an applicant's row."""
    candidate.agent = agent
    candidate.origin = origin
    candidate.skill = skill
    candidate.language = language
    candidate.profile = p.candidates.profile_spread * profile
    candidate.gender = woman
    candidate.level = p.design.level


@njit
def match_quality(candidate, mismatch, fit, p):
    """True quality of a match: skill, language, distance from the wanted profile, and the personal fit."""
    return (
        p.candidates.skill_weight * candidate.skill
        + p.candidates.language_weight * candidate.language
        - p.candidates.mismatch_weight * mismatch
        + p.candidates.fit_spread * fit
    )


@njit
def relief(p):
    """Share of dropout and early return left under the added components, each helping less than the one before."""
    return (1.0 - p.candidates.component_benefit) ** math.sqrt(float(p.design.components))
