"""Walking the lists of candidates that a state holds."""

from sim.categories import Stage
from sim.queues import NOBODY
from sim.state import State


def members(state: State, stage: Stage) -> list[int]:
    """Candidates in a stage's list, in order."""
    return [int(i) for i in state.lists[stage, : int(state.stages[stage].count)]]


def members_due(state: State, stage: Stage) -> list[int]:
    """Candidates in a stage's calendar (training or abroad), month by month."""
    calendar = state.stays if stage == Stage.abroad else state.lessons
    return [i for page in calendar for i in _walk(state, int(page.head))]


def _walk(state: State, i: int) -> list[int]:
    found: list[int] = []
    while i != NOBODY:
        found.append(i)
        assert len(found) <= len(state.candidates), "a list that never ends"
        i = int(state.candidates["next"][i])
    return found
