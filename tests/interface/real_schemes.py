"""What the tests of the rules of docs/closing.md share: the files of real schemes, their plans, what these cost."""

import math

import numpy as np
import yaml

from sim import configure as composed
from sim.evidence.pairs import pairs
from sim.laws import budget
from sim.parameters import parameters, to_record
from sim.setup.catalogue import REAL, SCENARIOS

FILES = {path.stem: path for path in sorted(SCENARIOS.glob("*.yaml"))}
SETTINGS = {name: yaml.safe_load(path.read_text(encoding="utf-8")) for name, path in FILES.items()}
SETTINGS = {name: each for name, each in SETTINGS.items() if each["description"].startswith(REAL)}
SIGNED = [name for name in SETTINGS if pairs()[name].open_share < 1]
SEASONAL = [name for name in SETTINGS if SETTINGS[name]["design"]["kind"] == "seasonal"]
PUBLISHED = {
    "canada_empp", "digital_explorers", "haiti_h2a", "homere", "kani", "morocco_germany", "move_green", "nestle_nigeria_swiss",
    "palim", "wafira", "ygca",
}  # fmt: skip
"""Budgets that were published."""
NO_MATCHING = {"france_senegal_yp", "swiss_tunisia_stagiaires"}
"""Schemes without a programme of matching."""
OWN_STAFF = "nestle_nigeria_swiss"
"""The scheme that a group runs with its own staff."""


def configure(name, *overrides):
    """A scheme as the rules see it: what nobody states is at the registry's default."""
    return composed(name, "world=registry", *overrides)


def months(c):
    return max(1, math.floor(c.design.duration_years * 12 + 0.5))


def calls(c):
    delivery = months(c) - c.agencies.call_months - c.design.training_months - c.design.closing_months
    return 1 + max(0, int(delivery / c.design.cohort_months))


def trainees(c):
    return math.ceil(c.design.places / (1 - c.design.home_share) - 1e-6)


def digits(x):
    """Two digits."""
    return float(f"{x:.1e}")


def need(c):
    """What the plan costs, shares for capacity and monitoring included."""
    p = to_record(c, c.timeline).view(np.recarray)[0]
    d, costs = c.design, c.costs
    money = months(c) * budget.coordination_cost(p) + budget.one_off(p) + trainees(c) * budget.training_cost(p)
    money += trainees(c) * (c.candidates.per_place * costs.screening + d.reserve_share * costs.reserve * months(c) / 2)
    money += calls(c) * c.corridor.origins * costs.call + d.places * d.shortlist * d.interview_share * costs.interview
    money += d.places * (budget.mobility_cost(p) + d.reintegration_support * budget.return_cost(p))
    return money / (1 - d.capacity_share - d.monitoring_share)


def default(name):
    return parameters()[name].default


def comment(name, setting):
    lines = FILES[name].read_text(encoding="utf-8").splitlines()
    return next(line.partition("  # ")[2] for line in lines if line.startswith(f"  {setting}:"))
