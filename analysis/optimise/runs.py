"""From the search to the report: designs are found, chosen and made simpler in one half of the draws, and tried again in the other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.optimise.fields import Field, Stage, tried, worlds_of
from analysis.optimise.front import alike, few
from analysis.optimise.levers import Places, Space
from analysis.optimise.objectives import Values, Wanted, matters
from analysis.optimise.search import WORLDS, Generation, Tried, best_of, search
from analysis.optimise.settings import Asked
from analysis.optimise.simpler import simpler
from analysis.worlds.designs import named, values_of
from analysis.worlds.experiments import Runs, totalled
from sim.errors import UserError
from sim.parameters import LEVER, parameters
from sim.reporting.wording import budget
from sim.runs.store import Store
from sim.setup.catalogue import GROUPS, group_options

Array = npt.NDArray[np.float64]
Told = Callable[[Generation, list[Generation]], None]

CHOICE_WORLDS = 512
"""Worlds of the search's half in which the few designs to show are chosen."""
SIMPLER_WORLDS = 256
CANDIDATES = 96
"""Designs of the search's front that are looked at again, at most."""
OWN = "as_it_is"
"""Name of the scenario's own design."""


@dataclass(frozen=True)
class Found:
    """What was found. ``designs``: (designs, levers), the dearest in the first objective last; ``named``: by name, the scenario first.

    ``searched``: objectives of the designs in the search's last worlds; ``values``, ``named_values``: by indicator, in the
    worlds of the report; ``margin``: the smallest difference that matters in each objective.
    """

    asked: Asked
    designs: Places
    searched: Array
    values: dict[str, Array]
    named: dict[str, Places]
    named_values: dict[str, Array]
    field: Field
    margin: Array
    generations: list[Generation]
    runs: Runs

    @property
    def best(self) -> dict[str, Array]:
        """The best value of each world over all designs of the report, for regret."""
        return self.asked.wanted.best(joined(self.values, self.named_values))


@dataclass
class Trial:
    """Designs tried in worlds of a stage, through the store; counts what was run."""

    asked: Asked
    settings: Any
    store: Store | None = None

    def __post_init__(self) -> None:
        self.fields: dict[Stage, Field] = {}
        self.done: list[Runs] = []

    def field(self, stage: Stage, worlds: int) -> Field:
        """The worlds of a stage; always the same."""
        if stage not in self.fields:
            self.fields[stage] = worlds_of(
                self.asked.space, stage, worlds, self.settings.uncertainty.name, self.settings.shock_probability
            )
        return self.fields[stage]

    def __call__(self, stage: Stage, worlds: int, designs: Places) -> dict[str, Array]:
        """Values of designs in the worlds of a stage. Raises :class:`UserError` where an objective is undefined."""
        wanted = self.asked.wanted
        values, runs = tried(self.asked.space, designs, self.field(stage, worlds), wanted.indicators, self.store)
        self.done.append(runs)
        for objective in wanted.objectives:
            if objective.indicator and np.isnan(values[objective.indicator]).any():
                raise UserError(f"objectives: {objective.indicator} is undefined in some runs here: choose another")
        return values


def find(asked: Asked, settings: Any, store: Store | None = None, told: Told | None = None) -> Found:
    """Search, choose, make simpler, and try again in other worlds. ``told``: after each generation, with all so far."""
    space, wanted, trial = asked.space, asked.wanted, Trial(asked, settings, store)
    known = named_designs(space)
    begin_with = np.array([space.own, *known.values()])
    begin_with = begin_with[np.unique(begin_with, axis=0, return_index=True)[1]]
    last, generations = run_search(trial, settings, begin_with, told)
    margin = margin_of(last, asked)
    designs = choose(trial, last, margin, settings.shown)
    searched = trial(Stage.third, WORLDS[-1], designs)
    report = partial(trial, Stage.report, settings.worlds)
    own = {OWN: space.own, **known}
    values, others = report(designs), report(np.array(list(own.values())))
    order = _order(designs, values, wanted)
    seen = wanted.estimates(searched, best=wanted.best(joined(searched, last.values)))
    return Found(
        asked, designs[order], seen[order], {name: each[order] for name, each in values.items()}, own, others,
        trial.field(Stage.report, settings.worlds), margin, generations, totalled(trial.done),
    )  # fmt: skip


def run_search(
    trial: Trial, settings: Any, begin_with: Places, told: Told | None = None
) -> tuple[Tried, list[Generation]]:
    """All designs of the last stage, and every generation."""
    asked, generations = trial.asked, list[Generation]()

    def attempt(stage: int, designs: Places) -> dict[str, Array]:
        return trial(Stage(stage), WORLDS[stage], designs)

    def plainer(stage: int, tried: Tried) -> Places:
        """A few designs that stand for the front of a stage, made simpler in the same worlds."""
        margin, front = margin_of(tried, asked), best_of(tried, asked.wanted)
        gains = asked.wanted.signs * objectives_of(tried, asked.wanted)
        kept = front[few(gains[front], margin, settings.shown)]
        return simpler(asked.space, asked.wanted, partial(attempt, stage), tried.designs[kept], margin)

    seed = asked.config.seed
    for each in search(
        asked.space, asked.wanted, attempt, settings.runs, settings.population, seed, begin_with, plainer
    ):
        if isinstance(each, Tried):
            return each, generations
        generations.append(each)
        if told:
            told(each, generations)
    raise AssertionError("a search ends with what it tried")


def choose(trial: Trial, last: Tried, margin: Array, most: int) -> Places:
    """A few simple designs that stand for the front in fresh worlds of the search's half."""
    wanted = trial.asked.wanted
    judge = partial(trial, Stage.choice, CHOICE_WORLDS)
    front = best_of(last, wanted)
    gains = wanted.signs * objectives_of(last, wanted)
    front = front[few(gains[front], margin / CANDIDATES, CANDIDATES)]
    kept = _standing(judge, last.designs[front], wanted, margin, most)
    plain = simpler(trial.asked.space, wanted, partial(trial, Stage.simpler, SIMPLER_WORLDS), kept, margin)
    return _standing(judge, plain, wanted, margin, most)


def _standing(
    judge: Callable[[Places], dict[str, Array]], designs: Places, wanted: Wanted, margin: Array, most: int
) -> Places:
    """Of these designs those that stand for their front."""
    again = Tried(designs, judge(designs))
    kept = best_of(again, wanted)
    gains = wanted.signs * objectives_of(again, wanted)
    return designs[kept[few(gains[kept], margin, most)]]


def margin_of(tried: Tried, asked: Asked) -> Array:
    """The smallest difference that matters in each objective, the range of what was tried being what it is."""
    found = objectives_of(tried, asked.wanted)
    return matters(asked.wanted, places(asked), budget(asked.config), np.ptp(found, axis=0))


def objectives_of(tried: Tried, wanted: Wanted) -> Array:
    """Objectives of all that was tried in the same worlds: (designs, objectives)."""
    return wanted.estimates(tried.values, best=wanted.best(tried.values))


def _order(designs: Places, values: dict[str, Array], wanted: Wanted) -> npt.NDArray[np.intp]:
    """Each distinct design once, in the order of the first objective, the least first."""
    outcomes = np.concatenate([values[name] for name in sorted(values)], axis=1)
    first = np.unique(alike(outcomes))
    along = wanted.signs[0] * wanted.estimates(values, best=wanted.best(values))[first, 0]
    found: npt.NDArray[np.intp] = first[np.argsort(along, kind="stable")]
    return found


def places(asked: Asked) -> float:
    """Places that the scenario plans."""
    return asked.config.design.places * asked.config.scale


def named_designs(space: Space) -> dict[str, Places]:
    """Designs that have a name and set nothing but levers that may change here, by name: (levers) each."""
    found: dict[str, Places] = {}
    for name in [option for group in GROUPS for option in group_options(group) if option != "default"]:
        values = values_of(named(name))
        levers = {each for each in values if parameters()[each].kind == LEVER}
        if values and levers == set(values) and levers <= set(space.names):
            place = space.place(values)
            if all(space.values(place)[each] == value for each, value in values.items()):
                found[name] = place
    return found


def joined(first: Values, second: Values) -> dict[str, Array]:
    """Values of two groups of designs together."""
    return {name: np.concatenate([first[name], second[name]]) for name in first}


def neighbours(space: Space, design: Places, part: float) -> tuple[Places, list[int]]:
    """The design with one lever changed: a number up and down by a ``part`` of its grid, anything else to each other member.

    Returns (designs, levers) and which lever each changes.
    """
    rows: list[Places] = []
    changed: list[int] = []
    for place, lever in enumerate(space.levers):
        step = max(1, round(part * (len(lever.values) - 1)))
        now = int(design[place])
        targets: Sequence[int] = (
            [target for target in (now - step, now + step) if 0 <= target < len(lever.values)]
            if lever.ordered
            else [target for target in range(len(lever.values)) if target != now]
        )
        for target in targets:
            row = design.copy()
            row[place] = target
            rows.append(row)
            changed.append(place)
    fixed = space.repaired(np.array(rows)) if rows else np.empty((0, len(space.levers)), np.int64)
    return fixed, changed
