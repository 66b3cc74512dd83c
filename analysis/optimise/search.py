"""The search: designs that recombine and vary, generation after generation, with new worlds, and more of them, in each stage.

NSGA-II (Deb, Pratap, Agarwal and Meyarivan 2002, IEEE Transactions on Evolutionary Computation 6), as :mod:`pymoo` has it, over the
places of values in their grids. A generation is asked for, tried in all worlds of the stage, and told; a design that was tried in these
worlds before is not tried again. The same seed gives the same result. All runs are stored: a command that was stopped continues where it was.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from pymoo.algorithms.moo.nsga2 import NSGA2
from pymoo.core.evaluator import Evaluator
from pymoo.core.problem import Problem
from pymoo.operators.crossover.sbx import SBX
from pymoo.operators.mutation.pm import PM
from pymoo.operators.repair.rounding import RoundingRepair
from pymoo.operators.survival.rank_and_crowding import RankAndCrowding
from pymoo.problems.static import StaticProblem

from analysis.optimise.front import nondominated
from analysis.optimise.levers import Places, Space
from analysis.optimise.objectives import Wanted

Array = npt.NDArray[np.float64]
Try = Callable[[int, Places], dict[str, Array]]
"""Designs tried in the worlds of a stage: by indicator (designs, worlds)."""
Plainer = Callable[[int, "Tried"], Places]
"""Designs that stand for the front of a stage, without changes that make no difference that matters."""

WORLDS = (64, 128, 256)
"""Worlds of each stage; each takes an equal part of the runs."""
NEAR = 0.5
"""Share of the first generation that lies near the scenario and named designs; the rest is spread over the whole space."""
CHANGED = 3
"""Levers in which a design near another one differs from it, at most."""
ETA = 3.0
"""Distribution index of recombination and mutation: children of whole numbers need room."""
FEW = 2
"""Objectives up to which the crowding distance tells designs apart well; beyond, nearest neighbours do."""


class Generation(NamedTuple):
    """A generation that was tried: its stage, its number, the designs new in it, and what they gave in the stage's worlds."""

    stage: int
    number: int
    designs: Places
    objectives: Array
    allowed: npt.NDArray[np.bool_]


@dataclass
class Tried:
    """The designs that were tried in the worlds of a stage: (designs, levers), and by indicator (designs, worlds)."""

    designs: Places
    values: dict[str, Array]


@dataclass
class Memory:
    """What a stage knows of designs: each is tried once in its worlds."""

    stage: int
    attempt: Try
    places: dict[bytes, int] = field(default_factory=dict)
    designs: list[Places] = field(default_factory=list)
    values: dict[str, list[Array]] = field(default_factory=dict)

    def recall(self, designs: Places) -> tuple[npt.NDArray[np.intp], Places]:
        """Where the designs stand among all that were tried, and those of them that are new."""
        new = list({row.tobytes(): row for row in designs if row.tobytes() not in self.places}.values())
        if new:
            found = self.attempt(self.stage, np.array(new))
            for name, values in found.items():
                self.values.setdefault(name, []).extend(values)
            for row in new:
                self.places[row.tobytes()] = len(self.designs)
                self.designs.append(row)
        return np.array([self.places[row.tobytes()] for row in designs], np.intp), np.array(new)

    def best(self, wanted: Wanted) -> dict[str, Array]:
        """The best value in each world, over all designs that were tried, where there is regret."""
        return wanted.best({name: np.array(self.values[name]) for name in wanted.regretted})

    @property
    def everything(self) -> Tried:
        """All designs that were tried."""
        return Tried(np.array(self.designs), {name: np.array(values) for name, values in self.values.items()})

    def at(self, where: npt.NDArray[np.intp]) -> dict[str, Array]:
        """Values of some of them."""
        return {name: np.array([values[place] for place in where]) for name, values in self.values.items()}


def search(
    space: Space, wanted: Wanted, attempt: Try, runs: int, population: int, seed: int, begin_with: Places, plainer: Plainer
) -> Iterator[Generation | Tried]:  # fmt: skip
    """Every generation as it is tried, and last all designs of the last stage with their values.

    ``begin_with``: (designs, levers) that the first generation holds, the scenario among them; ``runs``: in all stages together;
    ``plainer``: what joins the next stage besides the last generation.
    """
    designs = first_generation(space, begin_with, population, seed)
    for stage, worlds in enumerate(WORLDS):
        memory = Memory(stage, attempt)
        algorithm = _algorithm(space, wanted, designs, population, seed + stage)
        for number in range(generations(runs, population, worlds)):
            asked = algorithm.ask()
            rows = space.repaired(asked.get("X").astype(np.int64))
            asked.set("X", rows)
            _, new = memory.recall(rows)
            _judge(algorithm.problem, wanted, memory, asked)
            algorithm.tell(infills=asked)
            if wanted.regretted:  # a better design may have been found
                _judge(algorithm.problem, wanted, memory, algorithm.pop)
            yield _told(stage, number, wanted, memory, new)
        if stage + 1 < len(WORLDS):
            simple = plainer(stage, memory.everything)
            designs = np.concatenate([space.own[None, :], simple, algorithm.pop.get("X").astype(np.int64)])
            designs = designs[np.sort(np.unique(designs, axis=0, return_index=True)[1])]
    yield memory.everything


def generations(runs: int, population: int, worlds: int) -> int:
    """How many generations a stage of so many worlds has."""
    return max(1, round(runs / len(WORLDS) / worlds / population))


def first_generation(space: Space, begin_with: Places, population: int, seed: int) -> Places:
    """Designs to begin with: those given, some near them, the others spread over the whole space (a Latin hypercube)."""
    rng = np.random.default_rng([seed, population])
    sizes = space.sizes
    near = max(0, int(NEAR * population) - len(begin_with))
    close = begin_with[rng.integers(len(begin_with), size=near)].copy()
    for row in close:
        changed = rng.choice(len(sizes), min(len(sizes), int(rng.integers(1, CHANGED + 1))), replace=False)
        row[changed] = rng.integers(sizes[changed])
    spread = population - near - len(begin_with)
    strata = rng.permuted(np.tile(np.arange(max(spread, 0)), (len(sizes), 1)), axis=1).T
    wide = ((strata + rng.random(strata.shape)) / max(spread, 1) * sizes).astype(np.int64)
    return space.repaired(np.concatenate([begin_with, close, wide])[:population])


def _algorithm(space: Space, wanted: Wanted, designs: Places, population: int, seed: int) -> Any:
    problem = Problem(
        n_var=len(space.levers), n_obj=len(wanted.objectives), n_ieq_constr=len(wanted.ceilings), xl=0, xu=space.sizes - 1,
        vtype=int,
    )  # fmt: skip
    whole: dict[str, Any] = {"vtype": float, "repair": RoundingRepair()}
    crowding = "pcd" if len(wanted.objectives) <= FEW else "mnn"
    algorithm = NSGA2(
        pop_size=population, sampling=designs, crossover=SBX(eta=ETA, **whole), mutation=PM(eta=ETA, **whole),
        survival=RankAndCrowding(crowding_func=crowding), eliminate_duplicates=True,
    )  # fmt: skip
    algorithm.setup(problem, termination=("n_gen", np.inf), seed=seed, verbose=False)
    return algorithm


def _judge(problem: Any, wanted: Wanted, memory: Memory, population: Any) -> None:
    """Write into a population what its designs give. pymoo wants less of everything."""
    where, _ = memory.recall(population.get("X").astype(np.int64))
    values = memory.at(where)
    found = -wanted.signs * wanted.estimates(values, best=memory.best(wanted))
    over = wanted.shortfalls(values)
    Evaluator(skip_already_evaluated=False).eval(StaticProblem(problem, F=found, G=over), population)


def _told(stage: int, number: int, wanted: Wanted, memory: Memory, new: Places) -> Generation:
    if not len(new):
        shape = (0, len(wanted.objectives))
        return Generation(stage, number, new, np.empty(shape), np.empty(0, bool))
    values = memory.at(memory.recall(new)[0])
    found = wanted.estimates(values, best=memory.best(wanted))
    return Generation(stage, number, new, found, allowed(wanted, values))


def allowed(wanted: Wanted, values: dict[str, Array]) -> npt.NDArray[np.bool_]:
    """Whether every ceiling holds in enough worlds: (designs)."""
    return np.asarray((wanted.shortfalls(values) <= 0.0).all(axis=1))


def best_of(tried: Tried, wanted: Wanted) -> Places:
    """Positions of the designs on the front of all that were tried in the same worlds; where no ceiling holds, of those nearest to it."""
    gains = wanted.signs * wanted.among(tried.values)
    short = wanted.shortfalls(tried.values).clip(min=0.0).sum(axis=1)
    return np.flatnonzero(nondominated(gains, short <= short.min()))
