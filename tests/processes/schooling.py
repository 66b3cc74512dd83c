"""A school in which every number can be worked out by hand, for tests of training."""

import math
from typing import Any

from worlds import Values, budget, given_scheme, put, world

from sim.categories import Stage
from sim.state import State

LESSONS = {
    "design.training_months": 4.5, "candidates.training_dropout": 0.5, "candidates.mentoring_relief": 0.2,
    "design.mentoring": True, "costs.mentoring": 50.0, "candidates.training_shift": 0.1, "candidates.learning_months": 9.0,
    "candidates.training_skill": 0.7, "candidates.training_language": 1.6, "costs.training": 100.0,
    "costs.training_seats": 1000.0, "costs.reserve": 20.0, "design.home_share": 0.4, "candidates.pool_patience": 12.0,
}  # fmt: skip
COST = 4.5 * 100 + 50
LEARNED = 1 - math.exp(-0.5)  # four and a half months of nine


def school(*values: Values, **columns: Any) -> State:
    """A scheme with a hundred training places and money for them."""
    state = world(LESSONS, *values)
    budget(state, training=1e6, selection=1e6)
    given_scheme(state, **({"planned_trainees": 100.0} | columns))
    return state


def trained(state: State, month: int = 6, **columns: Any) -> int:
    """Somebody whose training ends in a month, who lost nothing."""
    return put(state, Stage.training, **{"due": month, **columns})
