"""The best designs for the money: what a planner asks, and what is shown while the search runs and at its end, as plain data.

The search itself (:mod:`analysis.dashboard.best_search`) needs the packages of an extra, which this module can do without.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from analysis.command.declare import EXTRAS
from analysis.dashboard.drivers import cores
from analysis.dashboard.fields import MONEY as MONEY_AND_PLACES
from analysis.dashboard.plan import LETTERS, OWN, Plan, Values, base, configurations, levers
from analysis.dashboard.typed import read
from analysis.optimise.settings import chosen_levers
from analysis.worlds.settings import Budget
from sim.errors import UserError
from sim.installation import require
from sim.parameters import Config, value_of
from sim.reporting.wording import budget

Array = npt.NDArray[np.float64]

EXTRA = "optimise"
STALE = "These designs were found for an earlier choice: search again for the current one."
MONEY = "design.budget_total"
GROUPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "size": ("Time, money and size", ("design.duration_years", MONEY, "design.places", "design.flexibility")),
    "signs": ("Who signs", ("design.signed_share", "design.signed_by.institution")),
    "staff": (
        "Staff and preparation",
        ("design.host_staff", "design.facilitation_staff", "design.preparation_months", "design.training_months",
         "design.reserve_share", "design.pipeline"),
    ),
}  # fmt: skip
"""Levers that may change, in groups; together those that ``python -m analysis.optimise`` changes."""
SIZES = (20_000, 60_000)
"""Runs that the search may take, before what it found is chosen and tried again."""
SHOWN = 8
"""Designs that are shown, at most."""


@dataclass(frozen=True)
class Question:
    """What the search is asked: around which design, with which levers, for how much money."""

    config: Config
    letter: str
    levers: tuple[str, ...]
    money: float
    runs: int


@dataclass(frozen=True)
class SoFar:
    """What was tried up to a generation: designs as (public cost, completed mobilities), (designs, 2).

    ``line``: the best of the present stage, the cheapest first; ``own``: the design that the search started from.
    """

    letter: str
    generation: int
    stage: int
    worlds: int
    tried: Array
    line: Array
    own: tuple[float, float]
    money: float


@dataclass(frozen=True)
class Row:
    """A design that was found: its name, its levers' values, what it gives, and its scenario's file."""

    name: str
    values: Values
    cells: tuple[tuple[str, str], ...]
    """For each objective its mean and its 95 % interval."""
    sure: str
    changed: str
    file: str


@dataclass(frozen=True)
class Best:
    """What was found. ``points``: public cost, completed mobilities and its interval of each design, (designs, 4)."""

    question: Question
    sentences: Sequence[str]
    reservations: Sequence[str]
    caveat: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    points: Array
    on_line: npt.NDArray[np.intp]
    tried: Array
    own: tuple[float, float]
    chosen: int | None
    """The best design for the money, by position."""
    archive: bytes
    """Tables and scenario files as one ZIP file."""


def missing() -> str:
    """Why there can be no search here, with the command that mends it; nothing where there can be one."""
    try:
        for package, module in EXTRAS[EXTRA].items():
            require(module, package, EXTRA, "The search")
    except UserError as error:
        return str(error)
    return ""


def searched(plan: Plan, letter: str) -> Config | None:
    """The design around which is searched, as the search runs it; None where the plan has no design of this letter."""
    place = LETTERS.index(letter)
    if place >= len(plan.designs):
        return None
    return replace(configurations(plan)[place], replicates=1, journeys=0, workers=cores())


def asked(plan: Plan, letter: str, money: str, groups: Sequence[str], runs: str) -> Question:
    """The question that was filled in. Raises :class:`UserError` for what cannot be asked."""
    config = searched(plan, letter)
    if config is None:
        raise UserError(f"there is no design {letter}: choose another one")
    chosen = [name for group, (_, names) in GROUPS.items() if group in groups for name in names]
    if not chosen:
        raise UserError("choose what may change: nothing is ticked")
    if runs not in map(str, SIZES):
        raise UserError(f"how long: choose {' or '.join(f'{size:,}' for size in SIZES)} runs")
    try:
        at_hand = float(read(MONEY, money)) if money.strip() else 0.0
    except UserError as error:
        raise UserError(f"money at hand: {error}") from None
    return Question(config, letter, chosen_levers(chosen), at_hand or budget(config), int(runs))


def taken_over(plan: Plan, best: Best, row: int, letter: str) -> tuple[Plan, str]:
    """The plan with a design that was found as one of its designs, and that one's letter: the next free one at most.

    Raises :class:`UserError` where the plan is no longer the one for which the design was found.
    """
    if searched(plan, best.question.letter) != best.question.config:
        raise UserError(STALE)
    place = min(LETTERS.index(letter), len(plan.designs))
    source = configurations(plan)[LETTERS.index(best.question.letter)]
    values = {name: best.rows[row].values.get(name, value_of(source, name)) for name in levers()}
    common = base(plan)
    stated = OWN if plan.budget == Budget.same_total else (*OWN, *MONEY_AND_PLACES)
    own = {name: value for name, value in values.items() if name in stated or value != value_of(common, name)}
    designs = list(plan.designs)
    designs[place : place + 1] = [own]
    return replace(plan, designs=tuple(designs)), LETTERS[place]
