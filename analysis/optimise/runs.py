"""From the search to the report: designs are found, chosen and made simpler in one half of the draws, and tried again in the other."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from analysis.optimise import search
from analysis.optimise.changes import single_changes
from analysis.optimise.fields import Stage
from analysis.optimise.found import OWN, Found, Trial, Watch, joined
from analysis.optimise.front import alike, few
from analysis.optimise.levers import Places, Space
from analysis.optimise.objectives import Wanted, matters
from analysis.optimise.search import WORLDS, Generation, Tried, best_of
from analysis.optimise.settings import Asked
from analysis.optimise.simpler import simpler
from analysis.worlds.designs import named, values_of
from analysis.worlds.experiments import totalled
from sim.parameters import LEVER, parameters
from sim.reporting.wording import budget, places_planned
from sim.runs.store import Store
from sim.setup.catalogue import GROUPS, group_options

Array = npt.NDArray[np.float64]
Told = Callable[[Generation, list[Generation]], None]

CHOICE_WORLDS = 512
"""Worlds of the search's half in which the few designs to show are chosen."""
SIMPLER_WORLDS = 256
CANDIDATES = 96
"""Designs of the search's front that are looked at again, at most."""


def find(
    asked: Asked, settings: Any, store: Store | None = None, told: Told | None = None, watch: Watch | None = None
) -> Found:
    """Search, choose, make simpler, and try again in other worlds.

    ``told``: after each generation, with all so far; ``watch``: while runs are done, with their stage.
    """
    space, wanted, trial = asked.space, asked.wanted, Trial(asked, settings, store, watch)
    known = named_designs(space)
    begin_with = np.array([space.own, *known.values()])
    begin_with = begin_with[np.unique(begin_with, axis=0, return_index=True)[1]]
    last, generations = run_search(trial, settings, begin_with, told)
    margin = margin_of(last, asked)
    designs = choose(trial, last, margin, settings.shown)
    searched = trial(Stage.third, WORLDS[-1], np.concatenate([designs, space.own[None, :]]))
    report = partial(trial, Stage.report, settings.worlds)
    own = {OWN: space.own, **known}
    values, others = report(designs), report(np.array(list(own.values())))
    order = _order(designs, values, wanted)
    seen = wanted.estimates(searched, best=wanted.best(joined(searched, last.values)))
    found = Found(
        asked, designs[order], seen[[*order, len(designs)]], {name: each[order] for name, each in values.items()}, own, others,
        trial.field(Stage.report, settings.worlds), margin, generations, last, None, totalled(trial.done),
    )  # fmt: skip
    changes = single_changes(trial, found, settings.worlds)
    return replace(found, changes=changes, runs=totalled(trial.done))


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
        gains = asked.wanted.signs * asked.wanted.among(tried.values)
        kept = front[few(gains[front], margin, settings.shown)]
        return simpler(asked.space, asked.wanted, partial(attempt, stage), tried.designs[kept], margin)

    seed = asked.config.seed
    for each in search.search(
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
    gains = wanted.signs * wanted.among(last.values)
    front = front[few(gains[front], margin / CANDIDATES, CANDIDATES)]
    kept = _standing(judge, last.designs[front], wanted, margin, most)
    plain = simpler(trial.asked.space, wanted, partial(trial, Stage.simpler, SIMPLER_WORLDS), kept, margin)
    return _standing(judge, plain, wanted, margin, most)


def _standing(
    judge: Callable[[Places], dict[str, Array]], designs: Places, wanted: Wanted, margin: Array, most: int
) -> Places:
    """Those of these designs that stand for their front."""
    again = Tried(designs, judge(designs))
    kept = best_of(again, wanted)
    gains = wanted.signs * wanted.among(again.values)
    return designs[kept[few(gains[kept], margin, most)]]


def margin_of(tried: Tried, asked: Asked) -> Array:
    """The smallest difference that matters in each objective, given the range of what was tried."""
    found = asked.wanted.among(tried.values)
    return matters(asked.wanted, places_planned(asked.config), budget(asked.config), np.ptp(found, axis=0))


def _order(designs: Places, values: dict[str, Array], wanted: Wanted) -> npt.NDArray[np.intp]:
    """Each distinct design once, the one that gives least first."""
    outcomes = np.concatenate([values[name] for name in sorted(values)], axis=1)
    first = np.unique(alike(outcomes))
    along = wanted.signs[wanted.aim] * wanted.among(values)[first, wanted.aim]
    found: npt.NDArray[np.intp] = first[np.argsort(along, kind="stable")]
    return found


def named_designs(space: Space) -> dict[str, Places]:
    """Designs that have a name, set nothing but levers that may change here, and differ from the scenario and from each other."""
    found: dict[str, Places] = {}
    for name in [option for group in GROUPS for option in group_options(group) if option != "default"]:
        values = values_of(named(name))
        levers = {each for each in values if parameters()[each].kind == LEVER}
        if values and levers == set(values) and levers <= set(space.names):
            place = space.place(values)
            stated = all(space.values(place)[each] == value for each, value in values.items())
            if stated and not any((place == other).all() for other in (space.own, *found.values())):
                found[name] = place
    return found
