"""Candidates: who they are, what training gives them, how good a match with them is (L11, L18, L20, L22).

Candidates differ in skill, language and profile (what they are trained for). Training costs money and months. It
raises skill and language and moves the profile towards the curriculum, and so wins hosts, passes examinations and
prevents early returns. Four components can be added: mentoring and an integration package keep people in the scheme,
a diaspora network wins hosts, help to found a business eases the return. Each costs money, and its coordination costs
money and time.

```
learned       = 1 - exp(-design.training_months / candidates.learning_months)
taught        = 1 - exp(-candidates.training_shift * design.training_months)
as trained:     skill + candidates.training_skill * learned,  language + candidates.training_language * learned,
                profile + (curriculum - profile) * taught
match quality = candidates.skill_weight * skill + candidates.language_weight * (language - sectors.language[sector])
                - candidates.mismatch_weight * mismatch + candidates.fit_spread * N(a)
```

with mismatch = (profile - market.profile)^2 and the personal fit a of draw `interview` for this pair ([interviews](#interviews)).
Whoever is matched before training is judged as trained. Components that a design adds:

```
training relief = 1 - candidates.mentoring_relief * design.mentoring       share of the dropout that is left
return relief   = (1 - candidates.mentoring_relief * design.mentoring) * (1 - candidates.integration_relief * design.integration_package)
components      = number of the four that the design adds
```
"""

import math
from dataclasses import dataclass
from typing import Any

from sim.categories import Skill
from sim.choose import by_sector as value_by_sector
from sim.columns import column
from sim.compiled import njit
from sim.declare import by_sector, lever, priced, uncertain, within


@dataclass
class Design:
    """Training, and components besides training and matching."""

    training_months: float = lever(
        5.0, 0.0, 24.0, "months", "Planned length of training", "training.ict_bootcamp_length",
        plausible=within(0.0, 12.0, "linear", "training.ict_bootcamp_length;training.language_course_length_to_b1",
            "none; boot camps take 5 to 7 months, language courses to B1 6 to 13"),
        price=priced(unit="costs.training", months="design.training_months"),
    )  # fmt: skip
    mentoring: bool = lever(
        False, None, None, "switch", "Component: a mentor for every trainee, until after arrival",
        price=priced(unit="costs.mentoring", monthly="costs.coordination_component"),
    )  # fmt: skip
    integration_package: bool = lever(
        False, None, None, "switch", "Component: a package of integration at the host (induction, housing, a named mentor)",
        "prices.eures_tms_grant_to_sme_for_onboarding_basic",
        price=priced(unit="costs.integration_package", monthly="costs.coordination_component"),
    )  # fmt: skip
    diaspora_network: bool = lever(
        False, None, None, "switch", "Component: a network of the diaspora that opens doors to hosts",
        "prices.immigrant_managers_hire_immigrants_more",
        price=priced(monthly="costs.diaspora_network costs.coordination_component"),
    )  # fmt: skip
    business_creation: bool = lever(
        False, None, None, "switch", "Component: help to found a business at home, for returnees with support",
        "prices.ofii_start_up_grant_ceiling_technical_operator_fee",
        price=priced(unit="costs.business_creation", monthly="costs.coordination_component"),
        fixed=True,
    )  # fmt: skip


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
        0.5, 0.0, 2.0, "quality/sd", "Weight of language in match quality", "thamm.pre_departure_language_level",
        plausible=within(0.25, 1.0, "log", "assumption", "B1 is asked for, its weight is not known; half to double"),
    )  # fmt: skip
    mismatch_weight: float = uncertain(
        1.0, 0.0, 3.0, "quality/unit2", "Quality lost per squared unit of profile mismatch",
        plausible=within(0.5, 2.0, "log", "assumption", "weight, half to double"),
    )  # fmt: skip
    fit_spread: float = uncertain(
        0.6, 0.0, 2.0, "quality", "Spread of the personal fit between a host and a candidate",
        plausible=within(0.3, 1.2, "log", "assumption", "half to double"),
    )  # fmt: skip
    mentoring_relief: float = uncertain(
        0.12, 0.0, 1.0, "share", "Share of training dropout and of early returns that mentoring removes",
        plausible=within(0.04, 0.3, "odds", "assumption", "odds a third to three times"),
    )  # fmt: skip
    integration_relief: float = uncertain(
        0.12, 0.0, 1.0, "share", "Share of early returns that a package of integration removes",
        plausible=within(0.04, 0.3, "odds", "assumption", "odds a third to three times"),
    )  # fmt: skip
    learning_months: float = uncertain(
        6.0, 0.5, 48.0, "months", "Training after which 63 % of what it can give is learned",
        "training.language_course_length_to_b1",
        plausible=within(4.0, 9.0, "log", "training.language_course_length_to_b1;training.ict_bootcamp_length",
            "courses to B1 take 6 to 13 months, boot camps 5 to 7; two thirds of a course to its whole"),
    )  # fmt: skip
    training_language: float = uncertain(
        2.0, 0.0, 6.0, "sd", "Language that long training adds",
        plausible=within(1.2, 3.0, "log", "assumption", "from beginners to the level that hosts ask for and beyond"),
    )  # fmt: skip
    training_skill: float = uncertain(
        0.6, 0.0, 4.0, "sd", "Skill that long training adds",
        plausible=within(0.3, 1.2, "log", "assumption", "half to double"),
    )  # fmt: skip
    training_shift: float = uncertain(
        0.25, 0.0, 1.0, "1/month", "Share of the distance to the curriculum closed per month of training",
        plausible=within(0.067, 0.6, "log", "assumption", "a third to three times"),
    )  # fmt: skip


@dataclass
class Sectors:
    """The language that work asks for."""

    language: Any = by_sector(
        (0.5, 1.3, 1.1, 1.1, 1.5, 0.4), -3.0, 5.0, "sd", "Language that work asks for, on the scale of those reached",
        ("assumption", "thamm.pre_departure_language_level", "assumption", "assumption", "thamm.pre_departure_language_level", "assumption"),
        plausible=(
            within(0.2, 1.0, "linear", "assumption", "English mostly, which graduates have"),
            within(0.9, 1.7, "linear", "assumption", "B1 is asked for: a course of about a year for beginners"),
            within(0.6, 1.5, "linear", "assumption", "below B1 on some sites, B1 for apprentices"),
            within(0.6, 1.5, "linear", "assumption", "below B1 in the kitchen, B1 for guests and apprentices"),
            within(1.1, 2.0, "linear", "assumption", "B1 to B2 with patients: the highest"),
            within(0.0, 0.8, "linear", "assumption", "little is asked for in a harvest"),
        ),
    )  # fmt: skip


@dataclass
class Costs:
    """Price of components."""

    mentoring: float = uncertain(
        700.0, 0.0, 20_000.0, "EUR/trainee", "A mentor from training until after arrival",
        plausible=within(250.0, 2000.0, "log", "assumption",
            "some 20 hours at 33.5 EUR; a third to three times. No price per pair is published"),
    )  # fmt: skip
    integration_package: float = uncertain(
        1_200.0, 0.0, 20_000.0, "EUR/departure", "A package of integration at the host",
        "prices.eures_tms_grant_to_sme_for_onboarding_basic",
        plausible=within(810.0, 2000.0, "log",
            "prices.eures_tms_grant_to_sme_for_onboarding_basic;prices.your_first_eures_job_grant_to_employer_for",
            "grants to employers of 1,060 to 1,320 and of 810 to 2,000 EUR a hire"),
    )  # fmt: skip
    diaspora_network: float = uncertain(
        1_500.0, 0.0, 100_000.0, "EUR/month", "A network of the diaspora",
        plausible=within(700.0, 4000.0, "log", "assumption", "a third of a post with meetings; half to nearly a post"),
    )  # fmt: skip
    business_creation: float = uncertain(
        5_000.0, 0.0, 50_000.0, "EUR/returnee", "Help to found a business, besides reintegration support",
        "prices.ofii_start_up_grant_ceiling_technical_operator_fee",
        plausible=within(4000.0, 8200.0, "log", "prices.ofii_start_up_grant_ceiling_technical_operator_fee",
            "grants of 4,000 to 7,000 EUR and 1,200 EUR for the operator"),
        fixed=True,
    )  # fmt: skip


class Candidate:
    """A candidate: origin, skill, profile, language, track, stage, host, recognition."""

    skill: float = column("f4", 0.0, "Skill, standard normal among those reached")
    language: float = column("f4", 0.0, "Language, standard normal among those reached")
    profile: float = column("f4", 0.0, "Profile on the axis on which the markets' wanted profiles drift")
    trained: int = column("u1", 0, "1 once training has given what it gives")
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
def learned(p):
    """Share of what training can give that its planned length gives."""
    return 1.0 - math.exp(-p.design.training_months / p.candidates.learning_months)


@njit
def taught(p):
    """Share of the distance to the curriculum that training closes."""
    return 1.0 - math.exp(-p.candidates.training_shift * p.design.training_months)


@njit
def train(candidate, curriculum, p):
    """What training gives: skill, language, and a profile nearer to the curriculum."""
    candidate.skill += p.candidates.training_skill * learned(p)
    candidate.language += p.candidates.training_language * learned(p)
    candidate.profile += (curriculum - candidate.profile) * taught(p)


@njit
def mismatch(candidate, market, curriculum, p):
    """Squared distance of the profile from the one that the market wants; before training, as trained."""
    ahead = 0.0 if candidate.trained else (curriculum - candidate.profile) * taught(p)
    return (candidate.profile + ahead - market.profile) ** 2


@njit
def match_quality(candidate, sector, mismatch, fit, p):
    """True quality of a match: skill and language (before training, as trained), distance of profiles, personal fit."""
    ahead = 0.0 if candidate.trained else learned(p)
    skill = candidate.skill + p.candidates.training_skill * ahead
    language = candidate.language + p.candidates.training_language * ahead
    return (
        p.candidates.skill_weight * skill
        + p.candidates.language_weight * (language - value_by_sector(p.sectors.language, sector))
        - p.candidates.mismatch_weight * mismatch
        + p.candidates.fit_spread * fit
    )


@njit
def training_relief(p):
    """Share of training dropout that mentoring leaves."""
    return 1.0 - p.candidates.mentoring_relief if p.design.mentoring else 1.0


@njit
def return_relief(p):
    """Share of early returns that mentoring and a package of integration leave."""
    return training_relief(p) * (1.0 - p.candidates.integration_relief if p.design.integration_package else 1.0)
