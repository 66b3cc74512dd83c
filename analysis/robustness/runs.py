"""The runs behind robustness: every design in every world, and again where a price halves or doubles."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from analysis.robustness.trials import FACTORS, multiplied
from analysis.worlds.experiments import Experiment, Runs, run
from analysis.worlds.worlds import Worlds
from sim.parameters import value_of
from sim.runs.store import Store

Array = npt.NDArray[np.float64]


def run_worlds(
    worlds: Worlds, replicates: int, seed: int, indicators: Sequence[str], workers: int, progress: Callable[[int, int], None] | None = None,
    store: Store | None = None,
) -> tuple[dict[str, Array], Runs]:  # fmt: skip
    """Run every design in every world. Returns by indicator (worlds, replicates, designs), and what was run how fast."""
    runs = run(
        worlds.experiment(replicates), replicates, seed, workers=workers, indicators=indicators, progress=progress,
        store=store, counted=None if replicates > 1 else ("worlds", len(worlds)),
    )  # fmt: skip
    shape = (len(worlds), len(worlds.configs), replicates)
    return {name: values.reshape(shape).transpose(0, 2, 1) for name, values in runs.totals.items()}, runs


def run_prices(
    worlds: Worlds, names: Sequence[str], of: int, replicates: int, seed: int, outcome: str, workers: int,
    progress: Callable[[int, int], None] | None = None, store: Store | None = None,
) -> tuple[Array, Runs]:  # fmt: skip
    """The outcome with each price multiplied by each factor, (prices, factors, worlds, replicates, designs).

    ``replicates``: how many of the ``of`` replicates of each world; chance is the same as in :func:`run_worlds`.
    """
    runs = run(
        priced(worlds, names, of), replicates, seed, workers=workers, indicators=[outcome], progress=progress, store=store,
        counted=("price_worlds", len(worlds)),
    )  # fmt: skip
    shape = (len(names), len(FACTORS), len(worlds), len(worlds.configs), replicates)
    return runs.totals[outcome].reshape(shape).swapaxes(-1, -2), runs


def priced(worlds: Worlds, names: Sequence[str], of: int) -> Experiment:
    """Every design in every world, for each price and each factor by which it is multiplied."""
    plain = worlds.experiment(of)
    sets, variants = len(plain), len(names) * len(FACTORS)
    columns = {name: np.tile(values, variants) for name, values in plain.columns.items()}
    for place, name in enumerate(names):
        by_design = np.array([value_of(config, name) for config in worlds.configs], dtype=float)
        values = np.asarray(plain.columns.get(name, by_design[plain.base]), dtype=float)
        changed = np.tile(values, variants)
        for further, factor in enumerate(FACTORS):
            first = (place * len(FACTORS) + further) * sets
            changed[first : first + sets] = multiplied(name, values, factor)
        columns[name] = changed
    return Experiment(plain.bases, np.tile(plain.base, variants), columns, np.tile(plain.replicate, variants))
