"""What the page's fields hold for a plan: anew for a scenario, whole for an address that is restored, and its sliders."""

from collections.abc import Sequence
from typing import Any

from analysis.dashboard.fields import SLIDERS
from analysis.dashboard.plan import COMMON, LETTERS, OWN, WORLD, Plan, as_fields, base, levers, stated
from analysis.dashboard.typed import text_of
from sim.parameters import value_of

Texts = dict[str, dict[str, str]]
"""By group of fields (all designs, or a design's letter): the text of each parameter's field."""

LONGER = 2.0
"""Years by which the second design is longer than the scenario, where a scenario is chosen anew."""
UNUSED = "not used: the answer is for {}"


def _further() -> list[str]:
    return [name for name in levers() if name not in OWN]


def afresh(plan: Plan) -> dict[str, Any]:
    """The fields for a scenario or a file that was chosen: as it says, and a second design that is longer."""
    said = stated(plan)
    own = {name: value_of(said, name) for name in OWN}
    longer = {**own, OWN[0]: min(own[OWN[0]] + LONGER, 8.0)}
    blank = dict.fromkeys(_further(), "")
    common = as_fields({name: value_of(said, name) for name in (*_further(), *WORLD)})
    return {"groups": {COMMON: common, "A": as_fields(own) | blank, "B": as_fields(longer) | blank}, "choices": {}}


def whole(plan: Plan) -> dict[str, Any]:
    """All fields and choices of a plan."""
    common = base(plan)
    groups: Texts = {COMMON: as_fields({name: value_of(common, name) for name in (*_further(), *WORLD)})}
    for letter, own in zip(LETTERS, plan.designs, strict=False):
        texts = {name: text_of(own.get(name, value_of(common, name))) for name in OWN}
        groups[letter] = texts | {name: text_of(own[name]) if name in own else "" for name in _further()}
    choices = {
        "count": str(len(plan.designs)), "budget": plan.budget.name, "replicates": str(plan.replicates),
        "uncertainty": "chance" if plan.uncertainty.name == "chance" else "both",
    }  # fmt: skip
    return {"groups": groups, "choices": choices, "month": plan.month}


def sliders(plan: Plan) -> Texts:
    """Where each slider stands for a plan."""
    common = base(plan)
    texts = {COMMON: {name: text_of(value_of(common, name)) for name in SLIDERS if name not in OWN}}
    for letter, own in zip(LETTERS, plan.designs, strict=False):
        texts[letter] = {name: text_of(own.get(name, value_of(common, name))) for name in OWN}
    return texts


def changed(plan: Plan, last: Sequence[Plan]) -> Texts:
    """Beside each field that differs from the plan that was answered last: that it is not used."""
    if not last:
        return {}
    before, found = last[0], {}
    groups = [(COMMON, plan.common, before.common), *zip(LETTERS, plan.designs, before.designs, strict=False)]
    common = base(before)
    for group, now, then in groups:
        found[group] = {
            name: UNUSED.format(text_of(then.get(name, value_of(common, name))))
            for name in (now | then)
            if now.get(name) != then.get(name)
        }
    return found
