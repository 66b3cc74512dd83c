"""Whether more of an indicator is better, the same on every page: what is coloured as a gain, and what as a loss.

The mechanisms declare it with the indicator (:mod:`sim.measures`). Where neither direction is better, it stands here by
name: an indicator that says nothing would otherwise pass for one of these.
"""

import math
from collections.abc import Mapping
from types import MappingProxyType

from sim.indicators import INDICATORS

NEITHER = frozenset({
    # what the plan says, or the world does, not what the scheme achieves
    "places_planned", "funding_end", "demand", "phases_run",
    # steps on the way: more of them alone says nothing about what comes of it
    "applicants", "preselected", "interviews", "sittings", "returned", "stayed",
    # who they are: a matter of policy
    "sme_share", "first_time_share", "internationalisation_share", "women_share", "women_departed", "hires_micro",
    "hires_small", "hires_medium", "hires_large", "hires_first_time", "hires_internationalisation",
    # hosts that pay after the public funding: how much of the whole it is, and what the funder allowed
    "departures_self_financed", "completed_self_financed", "amendments", "housing_paid",
    # a gain for host and person that replaces the mobility which the scheme is for
    "remote_contracts",
    # on what money is spent; public_cost says how much
    "spent_coordination", "spent_training", "spent_selection", "spent_mobility", "spent_reintegration", "spent_capacity",
    "spent_monitoring",
})  # fmt: skip
"""Indicators of which neither more nor less is better."""

DIRECTION: Mapping[str, int] = MappingProxyType({each.name: each.better for each in INDICATORS})
"""Every indicator: +1 more is better, -1 less is better (cost, waiting, persons lost), 0 neither."""


def effect(name: str, difference: float) -> int:
    """What a difference in an indicator means: +1 better, -1 worse, 0 neither, no difference, or undefined."""
    if difference == 0.0 or math.isnan(difference):
        return 0
    return DIRECTION[name] if difference > 0.0 else -DIRECTION[name]
